//! What keeps two items apart, however alike they read.
//!
//! Wrong pairs that outscore true paraphrases in every measure of similarity differ in one word: 48 and 96 nodes,
//! beta and GA, Azure and AWS, `mandate` and `do not mandate`.

use super::saying::{Token, Vectors};
use crate::people::{People, Who};
use crate::text::particulars::Particular;
use crate::text::words::{are_opposites, number_word};
use std::collections::{BTreeMap, BTreeSet};

/// From this share of common stems on, opposite words are a difference and not a rewording. Stems are counted, not
/// weighed: whether a difference is small does not depend on what else the notes say.
const NEAR_EQUAL: f64 = 0.7;

/// With so many words of its own on either side together, a wording is equal but for its negation.
///
/// In 38 of 223 true pairs of `testdata/meetings` a negation stands on one side only (`conditional ones not` says
/// what `conditional ones are too much` says), so with more words in the way it says nothing.
const ASIDE: usize = 1;

/// Names spelt this alike (Jaro-Winkler) may be one name misheard: `Lindquist`, `Lindqvist`.
const NEAR_SPELLING: f64 = 0.85;

/// The numbers of a wording by their unit.
pub(super) type Numbers = BTreeMap<Option<String>, BTreeSet<String>>;

/// The numbers among `particulars`, by unit.
pub(super) fn numbers(particulars: &BTreeSet<Particular>) -> Numbers {
    let mut numbers = Numbers::new();
    for particular in particulars {
        if let Particular::Number { value, unit } = particular {
            numbers.entry(unit.clone()).or_default().insert(value.clone());
        }
    }
    numbers
}

/// Whether what the two say can not be the same, whoever does it: other numbers of the same unit, the opposite, or a
/// wording that is equal but for one name or code.
pub(super) fn worded_apart(one: (&Vectors, &Numbers), other: (&Vectors, &Numbers)) -> bool {
    different_numbers(one, other) || different_words(one.0, other.0)
}

/// Whether both are assigned, to people who are known, and to none in common. `@Myself`, everyone, names nobody is
/// known by and people who may turn out to be one keep nothing apart.
pub(super) fn different_owners(people: &People, one: &[Who], other: &[Who]) -> bool {
    let settled =
        |owners: &[Who]| !owners.is_empty() && owners.iter().all(|who| matches!(who, Who::Person(_)));
    let may_be = |one: &Who, other: &Who| match (one, other) {
        (Who::Person(one), Who::Person(other)) => people.may_be_one(*one, *other),
        (Who::Person(_) | Who::Myself | Who::Everyone | Who::Nobody | Who::Unknown, _) => true,
    };
    settled(one) && settled(other) && !one.iter().any(|one| other.iter().any(|other| may_be(one, other)))
}

/// Whether both have numbers of some unit, and neither has one of the other's, of whatever unit: `two of the 48 nodes`
/// agrees with `two nodes`.
fn different_numbers(one: (&Vectors, &Numbers), other: (&Vectors, &Numbers)) -> bool {
    let says = |vectors: &Vectors, value: &String| {
        let mut words = vectors.tokens.iter().map(|token| &*token.folded);
        words.any(|word| word == value || number_word(word) == Some(value))
    };
    one.1.iter().filter(|(unit, _)| unit.is_some()).any(|(unit, values)| {
        other.1.get(unit).is_some_and(|others| {
            values.is_disjoint(others)
                && !values.iter().any(|value| says(other.0, value))
                && !others.iter().any(|value| says(one.0, value))
        })
    })
}

/// Whether the wordings are equal but for a difference that matters.
fn different_words(one: &Vectors, other: &Vectors) -> bool {
    let all = one.stems.len() + other.stems.len();
    let shared = one.count_shared(other);
    #[expect(clippy::cast_precision_loss, reason = "a wording has few words")]
    let near_equal = all > 0 && (2 * shared) as f64 / all as f64 >= NEAR_EQUAL;
    let may_be_replaced = one.stems.len() == other.stems.len() && one.stems.len() == shared + 1;
    if !near_equal && !may_be_replaced {
        return false;
    }
    let (left, right) = (one.only_here(other), other.only_here(one));
    let replaced = match (left.as_slice(), right.as_slice()) {
        ([left], [right]) => one.stems.len() > 1 && one_is_named(*left, *right),
        _ => false,
    };
    if replaced || !near_equal {
        return replaced;
    }
    let negations = |vectors: &Vectors| vectors.tokens.iter().filter(|token| token.is_negation).count() % 2;
    if left.len() + right.len() <= ASIDE && negations(one) != negations(other) {
        return true;
    }
    left.iter().any(|(_, one)| right.iter().any(|(_, other)| are_opposites(&one.folded, &other.folded)))
}

/// Whether two words that replace each other in otherwise equal wordings name different things: a name against a
/// name, a number or an acronym against anything. A lower-case word against another may be a synonym. The first word
/// of a wording is capitalised anyway and is no name for it.
fn one_is_named((left_at, left): (usize, &Token), (right_at, right): (usize, &Token)) -> bool {
    let named = left_at > 0 && right_at > 0 && is_name(left) && is_name(right);
    (is_code(left) || is_code(right) || named)
        && strsim::jaro_winkler(&left.folded, &right.folded) < NEAR_SPELLING
}

fn is_name(token: &Token) -> bool {
    token.written.chars().next().is_some_and(char::is_uppercase)
}

/// Whether it is a number, a version or an acronym.
fn is_code(token: &Token) -> bool {
    token.written.chars().any(|c| c.is_ascii_digit())
        || (token.written.chars().count() > 1 && token.written.chars().all(char::is_uppercase))
}
