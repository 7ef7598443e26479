//! How rows that do not say the same relate.

use super::matching::Matching;
use super::saying::Saying;
use super::{Related, Tie};
use crate::note::Role;
use crate::text::particulars::{Particular, particulars};
use crate::text::words::StemId;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The share of an item's weighted stems that others must say for it to be covered by them. The facts that two readers
/// called split were covered .70 and more by the parts together; a particular of its own forbids it in any case.
const COVERED: f64 = 0.75;

/// What a part must add to the cover to be one.
const ADDS: f64 = 0.15;

/// More parts than this are no cover but a coincidence of words.
const PARTS: usize = 3;

/// From this share of the lesser one's stems on, two items overlap.
const OVERLAPS: f64 = 0.5;

/// From this likelihood on a pair that was not accepted is shown as a possible duplicate.
const POSSIBLE: f64 = 0.25;

/// A tie between two rows, by their indices in the groups.
type Ties = BTreeMap<(usize, usize, Tie), f64>;

/// Finds how the groups of `matching` relate to each other: for every group its ties, in order of the groups.
pub(super) fn ties(sayings: &[Saying], matching: &Matching) -> Vec<Vec<Related>> {
    let mut group_of = vec![0; sayings.len()];
    for (index, group) in matching.groups.iter().enumerate() {
        group.members.iter().for_each(|member| group_of[*member] = index);
    }
    let mut ties = Ties::new();
    covered(sayings, matching, &group_of, &mut ties);
    beside(matching, &group_of, &mut ties);
    let mut related = vec![Vec::new(); matching.groups.len()];
    for ((from, to, tie), confidence) in ties {
        related[from].push(Related { row: to, tie, confidence });
    }
    related
}

/// Finds the rows that others cover: every member of the row is covered by items of other rows of one variant.
fn covered(sayings: &[Saying], matching: &Matching, group_of: &[usize], ties: &mut Ties) {
    let mut near: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for pair in &matching.pairs {
        near.entry(pair.left).or_default().insert(pair.right);
        near.entry(pair.right).or_default().insert(pair.left);
    }
    for (index, group) in matching.groups.iter().enumerate() {
        if group.members.iter().any(|member| sayings[*member].role == Role::Related) {
            continue;
        }
        let mut covers: Option<BTreeMap<usize, f64>> = Some(BTreeMap::new());
        for member in &group.members {
            let near = near.get(member).into_iter().flatten().copied();
            let others = near.filter(|other| group_of[*other] != index).collect::<Vec<_>>();
            match (&mut covers, cover(sayings, matching, *member, &others)) {
                (Some(covers), Some((parts, share))) => {
                    for part in parts {
                        covers.entry(group_of[part]).or_insert(share);
                    }
                }
                _ => covers = None,
            }
        }
        for (by, share) in covers.into_iter().flatten() {
            // Two rows that say as much as each other cover each other: neither is set aside for the other.
            if ties.contains_key(&(by, index, Tie::CoveredBy)) {
                continue;
            }
            ties.insert((index, by, Tie::CoveredBy), share);
            ties.insert((by, index, Tie::Covers), share);
        }
    }
}

/// The items of one variant that together say what `item` says, and the share of it they say; those of the variant
/// that covers it best.
fn cover(
    sayings: &[Saying],
    matching: &Matching,
    item: usize,
    others: &[usize],
) -> Option<(Vec<usize>, f64)> {
    let own = &matching.vectors[item];
    if own.mass == 0.0 {
        return None;
    }
    let of: BTreeSet<Particular> = own_particulars(&sayings[item].wording);
    let mut variants: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for other in others {
        variants.entry(sayings[*other].variant).or_default().push(*other);
    }
    let mut best: Option<(Vec<usize>, f64)> = None;
    for candidates in variants.into_values() {
        let mut said: HashSet<StemId> = HashSet::new();
        let (mut parts, mut share) = (Vec::new(), 0.0);
        while parts.len() < PARTS && share < 1.0 {
            let adds = |other: usize| {
                let stems = matching.vectors[other].stem_set();
                let new = own.stems.iter().filter(|(stem, _)| stems.contains(stem) && !said.contains(stem));
                new.map(|(_, weight)| weight).sum::<f64>() / own.mass
            };
            let next = candidates.iter().map(|other| (adds(*other), *other));
            let Some((gain, part)) = next.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))) else {
                break;
            };
            if gain < ADDS {
                break;
            }
            said.extend(matching.vectors[part].stem_set());
            parts.push(part);
            share += gain;
        }
        let says_all = || {
            let theirs: BTreeSet<Particular> =
                parts.iter().flat_map(|part| own_particulars(&sayings[*part].wording)).collect();
            of.is_subset(&theirs) && names(own).all(|name| said.contains(&name))
        };
        if share >= COVERED && best.as_ref().is_none_or(|(_, best)| share > *best) && says_all() {
            best = Some((parts, share));
        }
    }
    best
}

fn own_particulars(wording: &str) -> BTreeSet<Particular> {
    particulars(wording, None).into_iter().map(|(_, particular)| particular).collect()
}

/// The stems of the capitalised words after the first.
fn names(vectors: &super::saying::Vectors) -> impl Iterator<Item = StemId> {
    let tokens = vectors.tokens.iter().skip(1);
    tokens
        .filter(|token| !token.is_stop_word && token.written.chars().next().is_some_and(char::is_uppercase))
        .map(|token| token.stem)
}

/// Finds the rows that overlap, or may be the same, without one covering the other.
fn beside(matching: &Matching, group_of: &[usize], ties: &mut Ties) {
    let mut tie_both = |left: usize, right: usize, tie: Tie, confidence: f64| {
        let covered =
            [(left, right), (right, left)].iter().any(|(a, b)| ties.contains_key(&(*a, *b, Tie::CoveredBy)));
        if left == right || covered {
            return;
        }
        for (a, b) in [(left, right), (right, left)] {
            let known = ties.entry((a, b, tie)).or_insert(confidence);
            *known = known.max(confidence);
        }
    };
    for pair in &matching.likely {
        if pair.score >= POSSIBLE {
            tie_both(group_of[pair.left], group_of[pair.right], Tie::PossiblySame, pair.score);
        }
    }
    for pair in &matching.pairs {
        let (left, right) = (&matching.vectors[pair.left], &matching.vectors[pair.right]);
        let lesser = left.mass.min(right.mass);
        if lesser > 0.0 && left.shared(right) / lesser >= OVERLAPS {
            tie_both(group_of[pair.left], group_of[pair.right], Tie::Overlaps, left.shared(right) / lesser);
        }
    }
}
