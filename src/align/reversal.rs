//! Two wordings that say the same words the other way round, or of another time.

use super::saying::{Token, Vectors};
use crate::text::dates::is_calendar_word;
use crate::text::words::{StemId, restrains};
use std::collections::BTreeSet;

/// Words that, with the small word behind them, say what something else stands in the place of.
const IN_PLACE: [(&str, &str); 3] = [("instead", "of"), ("rather", "than"), ("place", "of")];

/// The letters that tell weekdays from each other, and months: `Sept`, `September`.
const TELLING: usize = 3;

/// Whether each affirms what the other denies: `leased, not bought`, `bought and not leased`. Both negate, so that neither
/// takes back the other's words as a whole.
pub(super) fn are_reversed(one: &Vectors, other: &Vectors) -> bool {
    if !negates(one) || !negates(other) {
        return false;
    }
    let ([affirmed, denied], [others_affirmed, others_denied]) = (read(one), read(other));
    let only = |denied: &BTreeSet<StemId>, affirmed: &BTreeSet<StemId>, besides: &BTreeSet<StemId>| {
        denied.iter().any(|stem| affirmed.contains(stem) && !besides.contains(stem))
    };
    only(&denied, &others_affirmed, &others_denied) && only(&others_denied, &affirmed, &denied)
}

fn negates(said: &Vectors) -> bool {
    said.tokens.iter().any(Token::is_negation)
}

/// The telling words of the clauses in which it negates nothing, and the first behind each negation. What is joined to
/// a denial by `and` or `or` is denied with it, or not: it is in neither, and neither is what is denied of something.
fn read(said: &Vectors) -> [BTreeSet<StemId>; 2] {
    let [mut affirmed, mut denied] = [BTreeSet::new(), BTreeSet::new()];
    let mut is_denied = false;
    for clause in said.tokens.chunk_by(|_, next| !next.starts_clause && !is_join(next)) {
        let telling = |tokens: &[Token]| -> Vec<StemId> {
            let telling = tokens.iter().filter(|token| !token.is_stop_word && !token.is_negation());
            telling.map(|token| token.stem).collect()
        };
        let negation = clause.iter().position(Token::is_negation);
        is_denied = negation.is_some() || (is_denied && clause.first().is_some_and(is_join));
        match negation {
            Some(at) => denied.extend(telling(&clause[at..]).first()),
            None if is_denied => {}
            None => affirmed.extend(telling(clause)),
        }
    }
    [affirmed, denied]
}

/// Whether it goes on with what was said before it.
fn is_join(token: &Token) -> bool {
    matches!(&*token.folded, "and" | "or" | "nor" | "und" | "oder" | "et" | "ou")
}

/// Whether `one` says that something stands in the place of what `other` says: `in May instead of April`, `in April`. What
/// `other` says besides may be just that: `from April to May`; and numbers are told apart by their units.
pub(super) fn is_in_place_of(one: &Vectors, other: &Vectors) -> bool {
    if negates(other) || other.tokens.iter().any(|token| restrains(&token.folded)) {
        return false;
    }
    let pairs = one.tokens.iter().zip(one.tokens.iter().skip(1)).enumerate();
    let mut places =
        pairs.filter(|(_, (first, second))| IN_PLACE.contains(&(&*first.folded, &*second.folded)));
    places.any(|(at, _)| {
        let telling = |token: &&Token| !token.is_stop_word;
        let new = one.tokens.iter().take(at).rev().find(telling);
        let clause = one.tokens.iter().skip(at + 2).take_while(|token| !token.starts_clause);
        let mut old = clause.filter(telling).peekable();
        let is_said =
            |token: &Token| other.has(token.stem) && !token.written.contains(|c: char| c.is_ascii_digit());
        let says_old = old.peek().is_some() && old.all(is_said);
        says_old && new.is_some_and(|token| !other.has(token.stem))
    })
}

/// Whether both name weekdays, or months, and none in common. What is a bound is none: `until 1 April`, `through March`.
pub(super) fn are_of_other_days(one: &Vectors, other: &Vectors) -> bool {
    let (ones, others) = (named(one), named(other));
    ones.iter()
        .zip(&others)
        .any(|(one, other)| !one.is_empty() && !other.is_empty() && one.is_disjoint(other))
}

/// The weekdays it names, and the months that something is in. They are told from words (`may`, `sat`) by the capital.
fn named(said: &Vectors) -> [BTreeSet<String>; 2] {
    let mut found = [BTreeSet::new(), BTreeSet::new()];
    for (at, token) in said.tokens.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| said.tokens.get(at)).map_or("", |token| &*token.folded);
        if !token.written.starts_with(char::is_uppercase) {
            continue;
        }
        let single = token.folded.strip_suffix('s').unwrap_or(&token.folded);
        let is_weekday = single.ends_with("day") || WEEKDAYS.contains(&single);
        if is_calendar_word(&token.folded) || is_calendar_word(single) {
            let is_bound = if is_weekday { BOUNDS.contains(&before) } else { before != "in" };
            if is_bound {
                continue;
            }
            found[usize::from(!is_weekday)].insert(single.chars().take(TELLING).collect());
        }
    }
    found
}

/// Words before a day up to which, or from which on, something is.
const BOUNDS: [&str; 9] = ["after", "before", "by", "from", "since", "through", "till", "to", "until"];

/// The weekdays as they are shortened.
const WEEKDAYS: [&str; 11] =
    ["mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sun"];

#[cfg(test)]
mod tests {
    use crate::align::{Saying, Tuning, same};
    use crate::note::Role;
    use crate::people::People;

    fn check(one: &str, other: &str, are_same: bool) {
        let sayings = [(0, one), (1, other)]
            .map(|(variant, wording)| Saying::worded(variant, Role::Decisions, wording));
        let rows = same(&sayings, &People::default(), &Tuning::default());
        assert_eq!(rows.len() == 1, are_same, "{one} / {other}");
    }

    #[test]
    fn what_is_said_the_other_way_round_is_not_the_same() {
        check("The bus is hired, not bought", "The bus is bought and not hired", false);
        check("Der Bus wird gemietet, nicht gekauft", "Der Bus wird gekauft und nicht gemietet", false);
        check("The bus is hired, not bought", "We do not buy the bus, it is hired", true);
    }

    #[test]
    fn what_stands_in_the_place_of_what_the_other_says_is_not_the_same() {
        check("The fair is in May instead of April", "The fair is in April", false);
        check("Heating with oil rather than gas", "Heating with gas", false);
        check("The fair is in May instead of April", "The fair moves from April to May", true);
    }

    #[test]
    fn other_weekdays_and_months_are_not_the_same() {
        check("The library opens on Saturdays", "The library opens on Sunday", false);
        check("The library opens in Sept", "The library opens in September", true);
        check("The library opens in September", "The library opens in October", false);
        check("The library may open in May", "The library opens in May", true);
    }
}
