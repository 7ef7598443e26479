//! How rows that do not say the same relate.

use super::matching::Matching;
use super::saying::{Saying, Token, Vectors};
use super::score::Pair;
use super::{Related, Tie};
use crate::note::Role;
use crate::text::words::StemId;
use std::collections::{BTreeMap, BTreeSet};

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

/// From this likelihood on an item of another section says the same; as in one section.
const SURE: f64 = 0.6;

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
    let mut variants: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for other in others.iter().filter(|other| negates(&matching.vectors[**other]) == negates(own)) {
        variants.entry(sayings[*other].variant).or_default().push(*other);
    }
    let mut best: Option<(Vec<usize>, f64)> = None;
    for candidates in variants.into_values() {
        let (parts, share) = parts(matching.vectors, item, &candidates);
        let says_all = || {
            let said = |stem: StemId| parts.iter().any(|part| matching.vectors[*part].has(stem));
            let theirs = || parts.iter().flat_map(|part| &matching.particulars[*part]);
            let mut particulars = matching.particulars[item].iter();
            particulars.all(|own| theirs().any(|other| own.agrees_with(other))) && names(own).all(said)
        };
        if share >= COVERED && best.as_ref().is_none_or(|(_, best)| share > *best) && says_all() {
            best = Some((parts, share));
        }
    }
    best
}

/// Up to [`PARTS`] of `candidates`, each adding at least [`ADDS`] to what the others say of `item`, and the share of its
/// weighted stems they say together.
fn parts(vectors: &[Vectors], item: usize, candidates: &[usize]) -> (Vec<usize>, f64) {
    let own = &vectors[item];
    let mut open: Vec<(StemId, f64)> = own.stems.clone();
    let (mut parts, mut share) = (Vec::new(), 0.0);
    while parts.len() < PARTS && own.mass > 0.0 {
        let adds = |other: usize| {
            let said = open.iter().filter(|(stem, _)| vectors[other].has(*stem));
            said.map(|(_, weight)| weight).sum::<f64>() / own.mass
        };
        let next = candidates.iter().map(|other| (adds(*other), *other));
        let Some((gain, part)) = next.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))) else { break };
        if gain < ADDS {
            break;
        }
        open.retain(|(stem, _)| !vectors[part].has(*stem));
        parts.push(part);
        share += gain;
    }
    (parts, share)
}

/// The pairs of an item and one of several that only together say what it says: it is covered by them, and the same as
/// none of them. Each of the several has that item as its likeliest counterpart; what says something else besides is
/// no part of a split.
pub(super) fn split(sayings: &[Saying], vectors: &[Vectors], likely: &[Pair]) -> BTreeSet<(usize, usize)> {
    let mut likeliest: BTreeMap<(usize, usize), (f64, usize)> = BTreeMap::new();
    for pair in likely {
        for (own, other) in [(pair.left, pair.right), (pair.right, pair.left)] {
            let best = likeliest.entry((own, sayings[other].variant)).or_insert((pair.score, other));
            if pair.score > best.0 {
                *best = (pair.score, other);
            }
        }
    }
    let mut claimed: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for ((own, variant), (score, other)) in &likeliest {
        if *score >= POSSIBLE && *variant == sayings[*other].variant {
            claimed.entry((*other, sayings[*own].variant)).or_default().push(*own);
        }
    }
    let mut split = BTreeSet::new();
    for ((item, _), several) in claimed {
        let (parts, share) = parts(vectors, item, &several);
        if parts.len() > 1 && share >= COVERED {
            split.extend(parts.into_iter().map(|part| (item.min(part), item.max(part))));
        }
    }
    split
}

fn negates(vectors: &Vectors) -> bool {
    vectors.tokens.iter().any(Token::is_negation)
}

/// The stems of the capitalised words after the first, and of all words with a digit.
fn names(vectors: &Vectors) -> impl Iterator<Item = StemId> {
    let tokens = vectors.tokens.iter().enumerate().filter(|(_, token)| !token.is_stop_word);
    let named = |at: usize, token: &Token| {
        (at > 0 && token.written.starts_with(char::is_uppercase))
            || token.written.contains(|c: char| c.is_ascii_digit())
    };
    tokens.filter(move |(at, token)| named(*at, token)).map(|(_, token)| token.stem)
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
    // What one member says otherwise another may say alike: the row says 3.9 and 4.6 kg.
    let agree: BTreeSet<(usize, usize)> = matching
        .pairs
        .iter()
        .filter(|pair| {
            let (left, right) = (&matching.vectors[pair.left].values, &matching.vectors[pair.right].values);
            left.shared(right) > 0.0
        })
        .flat_map(|pair| [(pair.left, pair.right), (pair.right, pair.left)])
        .map(|(one, other)| (group_of[one], group_of[other]))
        .collect();
    let disputed = matching.disputed.iter().filter(|pair| pair.score >= SURE);
    for pair in disputed.filter(|pair| !agree.contains(&(group_of[pair.left], group_of[pair.right]))) {
        tie_both(group_of[pair.left], group_of[pair.right], Tie::Disagrees, pair.score);
    }
    for pair in matching.elsewhere.iter().filter(|pair| pair.score >= SURE) {
        tie_both(group_of[pair.left], group_of[pair.right], Tie::SameElsewhere, pair.score);
    }
    for pair in &matching.pairs {
        let (left, right) = (&matching.vectors[pair.left], &matching.vectors[pair.right]);
        let lesser = left.mass.min(right.mass);
        if lesser > 0.0 && left.shared(right) / lesser >= OVERLAPS {
            tie_both(group_of[pair.left], group_of[pair.right], Tie::Overlaps, left.shared(right) / lesser);
        }
    }
}
