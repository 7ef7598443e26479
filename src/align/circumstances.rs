//! Two decisions about one thing under other circumstances: somewhere else, or on other conditions.
//!
//! `The archive is kept in the cellar`, `in the tower`; `once the paint is dry`, `only after the sale is signed`: the
//! words that differ follow one small word, and there they are no rewording of each other, or none that can be known.

use super::saying::{Token, Vectors};
use crate::text::dates::is_calendar_word;

/// Small words before a place.
const PLACES: [&str; 2] = ["at", "in"];

/// Words before a condition.
const CONDITIONS: [&str; 8] = ["after", "before", "if", "once", "soon", "unless", "until", "when"];

/// A condition of fewer telling words may be another's in other words: `until Monday`, `until it is repaired`.
const LEAST_OF_A_CONDITION: usize = 2;

/// Whether both say where, and have no word of it in common.
pub(super) fn are_elsewhere(one: &Vectors, other: &Vectors) -> bool {
    PLACES.iter().any(|place| {
        let (ones, others) = (behind(one, &[place]), behind(other, &[place]));
        // A manner or a time is no place, and a code is one that may be written in other ways.
        let may_be_places = |words: &[&Token]| {
            !words.is_empty()
                && !words.iter().any(|word| {
                    is_calendar_word(&word.folded) || word.written.contains(|c: char| c.is_ascii_digit())
                })
        };
        may_be_places(&ones)
            && may_be_places(&others)
            && have_nothing_in_common((one, &ones), (other, &others))
    })
}

/// Whether both say on what condition, each in several words and with none in common.
pub(super) fn have_other_conditions(one: &Vectors, other: &Vectors) -> bool {
    let (ones, others) = (behind(one, &CONDITIONS), behind(other, &CONDITIONS));
    ones.len() >= LEAST_OF_A_CONDITION
        && others.len() >= LEAST_OF_A_CONDITION
        && have_nothing_in_common((one, &ones), (other, &others))
}

/// The telling words that stand behind one of `words`, up to the end of the clause or a word that says of what, where or
/// how.
fn behind<'a>(said: &'a Vectors, words: &[&str]) -> Vec<&'a Token> {
    let mut found = Vec::new();
    for (at, _) in said.tokens.iter().enumerate().filter(|(_, token)| words.contains(&&*token.folded)) {
        let rest = said.tokens.iter().skip(at + 1);
        let clause = rest.take_while(|token| !token.starts_clause && !ends_a_place(&token.folded));
        found.extend(clause.filter(|token| !token.is_stop_word && !token.is_negation()));
    }
    found
}

/// Whether something else is said from this small word on.
fn ends_a_place(folded: &str) -> bool {
    matches!(folded, "at" | "by" | "for" | "from" | "in" | "on" | "to" | "with")
}

/// Whether neither says one of these words of the other anywhere.
fn have_nothing_in_common(
    (one, ones): (&Vectors, &[&Token]),
    (other, others): (&Vectors, &[&Token]),
) -> bool {
    let is_said = |words: &[&Token], there: &Vectors| words.iter().any(|word| there.has(word.stem));
    !is_said(ones, other) && !is_said(others, one)
}

#[cfg(test)]
mod tests {
    use crate::align::saying::check_decisions as check;

    #[test]
    fn what_is_elsewhere_is_not_the_same() {
        check("The archive is kept in the cellar", "We keep the archive in the tower", false);
        check("The archive is kept in the old cellar", "We keep the archive in the cellar", true);
        check("The archive is inspected in March", "The archive inspection happens in the cellar", true);
    }

    #[test]
    fn what_is_on_another_condition_is_not_the_same() {
        check("Doors open once the paint is dry", "Doors open only after the sale is signed", false);
        check("Doors open once the paint is dry", "Doors open after the paint has dried", true);
        check("Doors stay shut until Monday", "Doors stay shut until they are repaired", true);
    }
}
