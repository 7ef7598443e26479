//! What one note tells apart: two of its items that are worded alike but for what they are about.
//!
//! `boots for Leontes`, `boots for Polixenes`: a note that lists both means two things by them, so what says the one
//! word elsewhere is not what says the other here, however alike the rest is. Left to similarity, each of the two is
//! the other's rival, and neither finds its counterpart for certain.

use super::saying::{Saying, Token, Vectors};
use crate::note::Role;
use crate::text::words::StemId;
use std::collections::{BTreeMap, BTreeSet};

/// A word that stands in more items of a note than this is no way to find those like one of them: it would cost more
/// than it can tell.
const COMMON: usize = 40;

/// For one item: a word of its own, and the one that another item of its note has in its place.
pub(super) type Contrasts = BTreeSet<(StemId, StemId)>;

/// Finds for each of `sayings` what others of its note and role say in place of one of its words.
pub(super) fn contrasts(sayings: &[Saying], vectors: &[Vectors]) -> Vec<Contrasts> {
    let mut having: BTreeMap<(usize, Role, StemId), Vec<usize>> = BTreeMap::new();
    for (at, (saying, said)) in sayings.iter().zip(vectors).enumerate() {
        if matches!(saying.role, Role::Actions | Role::Decisions | Role::Facts) {
            for (stem, _) in &said.stems {
                having.entry((saying.variant, saying.role, *stem)).or_default().push(at);
            }
        }
    }
    let mut found = vec![Contrasts::new(); sayings.len()];
    for (at, (saying, said)) in sayings.iter().zip(vectors).enumerate() {
        let items = |stem: StemId| {
            having.get(&(saying.variant, saying.role, stem)).map_or(&[] as &[usize], Vec::as_slice)
        };
        // What is like it but for one word has one of the two rarest of its words.
        let mut rarest: Vec<(usize, StemId)> =
            said.stems.iter().map(|(stem, _)| (items(*stem).len(), *stem)).collect();
        rarest.sort_unstable();
        let shared = rarest.iter().filter(|(count, _)| (2..=COMMON).contains(count)).take(2);
        let near: BTreeSet<usize> = shared.flat_map(|(_, stem)| items(*stem)).copied().collect();
        for other in near.into_iter().filter(|other| *other != at) {
            if let Some(replaced) = replaced(said, &vectors[other]) {
                for (own, others) in replaced {
                    found[at].insert((own, others));
                    found[other].insert((others, own));
                }
            }
        }
    }
    found
}

/// The one word of `one` that `other` does not say, with what it says instead: one word, where all else is equal, or
/// names, where it says more besides. `None` where they differ otherwise.
fn replaced(one: &Vectors, other: &Vectors) -> Option<Vec<(StemId, StemId)>> {
    if one.stems.len() < 2 || one.stems.len() > other.stems.len() {
        return None;
    }
    let own = match one.only_here(other).as_slice() {
        [own] => *own,
        _ => return None,
    };
    let others = other.only_here(one);
    if let [only] = others.as_slice() {
        return Some(vec![(own.1.stem, only.1.stem)]);
    }
    let is_named = |(at, token): &(usize, &Token)| token.is_code() || (*at > 0 && token.is_name());
    if !is_named(&own) {
        return None;
    }
    let names = others.iter().filter(|other| is_named(other));
    Some(names.map(|(_, token)| (own.1.stem, token.stem)).collect())
}

/// Whether `other` says what stands, in the note of the one with these `contrasts`, in the place of one of its words,
/// and not that word.
pub(super) fn is_the_other(contrasts: &Contrasts, other: &Vectors) -> bool {
    contrasts.iter().any(|(own, others)| other.has(*others) && !other.has(*own))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::{Tuning, same};
    use crate::people::People;

    fn check(one: &[&str], other: &[&str], expect: &[&[usize]]) {
        let said = |variant: usize| move |wording: &&str| Saying::worded(variant, Role::Actions, wording);
        let sayings: Vec<Saying> = one.iter().map(said(0)).chain(other.iter().map(said(1))).collect();
        assert_eq!(same(&sayings, &People::default(), &Tuning::default()), expect, "{one:?} / {other:?}");
    }

    #[test]
    fn what_one_note_tells_apart_by_a_word_another_means_by_that_word() {
        check(
            &["Ask the carrier for a quote for the statues", "Ask the carrier for a quote for the canvases"],
            &[
                "Get a quote from the carrier for moving the statues",
                "Get a quote from the carrier for moving the canvases",
            ],
            &[&[0, 2], &[1, 3]],
        );
    }

    #[test]
    fn a_name_in_place_of_another_is_no_rewording_of_it() {
        check(
            &["second pair of gloves for Oberon", "gloves for Titania"],
            &["another pair of gloves for Oberon"],
            &[&[0, 2], &[1]],
        );
        check(&["gloves for Titania"], &["gloves for Titania, red"], &[&[0, 1]]);
    }
}
