//! What aligned items say about who is who.

use super::saying::{Token, Vectors};
use crate::people::Vote;

/// The votes of two wordings that say the same: names that stand in the same place, between equal words, and the only
/// owner of each side.
pub(super) fn votes(
    left: (usize, &Vectors, &[&str]),
    right: (usize, &Vectors, &[&str]),
    found: &mut Vec<Vote>,
) {
    let mut vote = |one: &str, other: &str| {
        if one != other {
            found.push(Vote { left: (left.0, one.to_owned()), right: (right.0, other.to_owned()) });
        }
    };
    if let ([one], [other]) = (left.2, right.2) {
        vote(one, other);
    }
    for (at, one) in names(&left.1.tokens) {
        for (to, other) in names(&right.1.tokens) {
            if one.folded != other.folded && same_place(&left.1.tokens, at, &right.1.tokens, to) {
                vote(&one.written, &other.written);
            }
        }
    }
}

fn names(tokens: &[Token]) -> impl Iterator<Item = (usize, &Token)> {
    tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| token.written.chars().next().is_some_and(char::is_uppercase))
}

/// Whether the words before and after are equal, and are words.
fn same_place(left: &[Token], at: usize, right: &[Token], to: usize) -> bool {
    let word = |tokens: &[Token], at: Option<usize>| at.and_then(|at| tokens.get(at)).map(|token| token.stem);
    let (before, after) = ((at.checked_sub(1), to.checked_sub(1)), (at.checked_add(1), to.checked_add(1)));
    let equal = |(one, other): (Option<usize>, Option<usize>)| {
        word(left, one).is_some_and(|stem| word(right, other) == Some(stem))
    };
    equal(before) && equal(after)
}
