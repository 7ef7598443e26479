//! What is on or off, in or out: small words that every text has, and that turn what is said into its opposite.

use super::saying::{Token, Vectors};
use crate::text::words::StemId;
use std::collections::BTreeSet;

/// Each with its opposite.
const OPPOSITES: [(&str, &str); 2] = [("on", "off"), ("in", "out")];

/// Verbs of being somewhere, and of putting there, in the forms that texts have: with them the small words say where a
/// thing is. `Sign off`, `roll out`, `carry on` say nothing of that.
const PLACING: [&str; 45] = [
    "are", "be", "been", "cut", "goes", "go", "going", "gone", "is", "keep", "keeping", "keeps", "kept",
    "leave", "leaves", "leaving", "left", "move", "moved", "moves", "phase", "phased", "pull", "pulled",
    "put", "remain", "remained", "remains", "rule", "ruled", "stay", "stayed", "staying", "stays", "switch",
    "switched", "take", "taken", "takes", "taking", "took", "turn", "turned", "was", "written",
];

/// Words before which the small words have no object of their own.
const BEHIND: [&str; 26] = [
    "after",
    "again",
    "all",
    "and",
    "as",
    "at",
    "before",
    "but",
    "by",
    "during",
    "for",
    "from",
    "if",
    "of",
    "only",
    "or",
    "overnight",
    "since",
    "till",
    "to",
    "unless",
    "until",
    "when",
    "while",
    "with",
    "without",
];

/// Whether the one says that something is on, or in, and the other that it is off, or out.
pub(super) fn are_opposed(one: &Vectors, other: &Vectors) -> bool {
    OPPOSITES.iter().any(|(there, away)| {
        let is = |said: &Vectors, word: &str| {
            let mut places = (0..said.tokens.len()).filter(|at| &*said.tokens[*at].folded == word);
            places.any(|at| is_particle(&said.tokens, at))
        };
        let opposed = |one: &Vectors, other: &Vectors| {
            is(one, there) && is(other, away) && !is(one, away) && !is(other, there)
        };
        opposed(one, other)
            || opposed(other, one)
            || is_taken_from(one, other, there, away)
            || is_taken_from(other, one, there, away)
    })
}

/// Whether the token at `at`, one of the small words, says that something is off, or out, and is neither the start of what
/// it is off nor part of a verb that says something else.
pub(super) fn is_away(tokens: &[Token], at: usize) -> bool {
    OPPOSITES.iter().any(|(_, away)| &*tokens[at].folded == *away) && is_particle(tokens, at)
}

fn is_particle(tokens: &[Token], at: usize) -> bool {
    let has_no_object =
        tokens.get(at + 1).is_none_or(|next| next.starts_clause || BEHIND.contains(&&*next.folded));
    has_no_object && is_placed(tokens, at)
}

/// Whether a verb of its clause puts something where the token at `at` says.
fn is_placed(tokens: &[Token], at: usize) -> bool {
    let clause = tokens.iter().take(at + 1).rev().skip_while(|token| token.starts_clause);
    let mut before = clause.take(MOST_BETWEEN).take_while(|token| !token.starts_clause);
    before.any(|token| PLACING.contains(&&*token.folded))
        || tokens.first().is_some_and(|first| at < MOST_BETWEEN && PLACING.contains(&&*first.folded))
}

/// So many words may stand between a verb and its small word: `take the old shield in the corner out`.
const MOST_BETWEEN: usize = 8;

/// Whether `one` says that something is in, or on, what `other` takes it out of: `stays in the plan`, `moved out of the
/// plan`.
fn is_taken_from(one: &Vectors, other: &Vectors, there: &str, away: &str) -> bool {
    let from = objects(other, away);
    let is_away_too = || objects(one, away).iter().any(|object| from.contains(object));
    !from.is_empty() && objects(one, there).iter().any(|object| from.contains(object)) && !is_away_too()
}

/// The first telling word behind each `word` that is placed: `in the plan`, `out of the plan`.
fn objects(said: &Vectors, word: &str) -> BTreeSet<StemId> {
    let places = said.tokens.iter().enumerate().filter(|(_, token)| &*token.folded == word);
    let object = |(at, _): (usize, &Token)| {
        let mut behind = said.tokens.iter().skip(at + 1).take_while(|token| !token.starts_clause);
        let first = behind.find(|token| !token.is_stop_word)?;
        is_placed(&said.tokens, at).then_some(first.stem)
    };
    places.filter_map(object).collect()
}

#[cfg(test)]
mod tests {
    use crate::align::saying::check_decisions as check;

    #[test]
    fn what_is_on_is_not_off() {
        check("The fountain stays on all winter", "The fountain is switched off after October", false);
        check("The old pump stays in", "Take the old pump out", false);
        check("The old pump stays in", "The old pump remains in as it is", true);
    }

    #[test]
    fn what_is_in_something_is_not_taken_out_of_it() {
        check("The duel stays in the second act", "The duel is taken out of the second act", false);
        check("The duel moves out of the second act", "The duel is taken out of the second act", true);
    }

    #[test]
    fn small_words_that_are_part_of_a_verb_say_nothing_of_it() {
        check("Sign off the budget of the fountain", "The budget of the fountain goes on to sign", true);
        check("Roll out the fountain app", "The fountain app rolls in May", true);
    }
}
