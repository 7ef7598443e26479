//! Which items stand in one row: the likeliest pairs first, and no chains.

use super::saying::Saying;
use super::score::Pair;
use super::tuning::Tuning;
use std::collections::HashMap;

/// Items that say the same.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    /// The indices of the sayings, in order.
    pub(super) members: Vec<usize>,
    /// How likely the weakest link is.
    pub(super) confidence: f64,
}

/// Turns similarities into how likely two items say the same: each item asks which of a variant's items is its
/// counterpart, or whether none is ([`Tuning::floor`]), and both sides must answer alike.
///
/// This is the gap to the runner-up as one number, so that no threshold of similarity has to fit every style of
/// writing; the geometric mean of the two answers is high only where the pair is the best of both.
pub(super) fn likelihoods(sayings: &[Saying], pairs: &[Pair], tuning: &Tuning) -> Vec<Pair> {
    let odds = |score: f64| (tuning.sharpness * (score - tuning.floor)).exp();
    let mut rivals: HashMap<(usize, usize), f64> = HashMap::new();
    for pair in pairs {
        for (own, other) in [(pair.left, pair.right), (pair.right, pair.left)] {
            *rivals.entry((own, sayings[other].variant)).or_insert(1.0) += odds(pair.score);
        }
    }
    pairs
        .iter()
        .map(|pair| {
            let left = rivals[&(pair.left, sayings[pair.right].variant)];
            let right = rivals[&(pair.right, sayings[pair.left].variant)];
            Pair { score: odds(pair.score) / (left * right).sqrt(), ..*pair }
        })
        .collect()
}

/// Joins sayings to groups, the likeliest pair first. Two groups become one when their members are, on
/// average over all pairs between them, likely enough ([`Tuning::accept`]); so an item that fits one member only does
/// not chain others to it. At most one saying of a variant stands in a group, but for those of `start`.
///
/// `barred` are pairs that must not stand together; none of `likely` is. `start` are the groups that are certain from the outset; every
/// saying is in one.
pub(super) fn link(
    sayings: &[Saying],
    start: Vec<Vec<usize>>,
    likely: &[Pair],
    barred: impl Fn(usize, usize) -> bool,
    tuning: &Tuning,
) -> Vec<Group> {
    let mut group_of = vec![0; sayings.len()];
    let mut groups: Vec<Group> =
        start.into_iter().map(|members| Group { members, confidence: 1.0 }).collect();
    for (index, group) in groups.iter().enumerate() {
        for member in &group.members {
            group_of[*member] = index;
        }
    }
    let known: HashMap<(usize, usize), f64> =
        likely.iter().map(|pair| ((pair.left, pair.right), pair.score)).collect();
    let mut order: Vec<&Pair> = likely.iter().filter(|pair| pair.score >= tuning.accept).collect();
    order.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.left, a.right).cmp(&(b.left, b.right))));
    for pair in order {
        let (one, other) = (group_of[pair.left], group_of[pair.right]);
        if one == other {
            continue;
        }
        let says = |group: usize, variant: usize| {
            groups[group].members.iter().any(|m| sayings[*m].variant == variant)
        };
        if groups[other].members.iter().any(|member| says(one, sayings[*member].variant)) {
            continue;
        }
        let between: Vec<(usize, usize)> = groups[one]
            .members
            .iter()
            .flat_map(|a| groups[other].members.iter().map(move |b| (*a.min(b), *a.max(b))))
            .collect();
        // What is likely is not barred.
        if between.iter().any(|(a, b)| !known.contains_key(&(*a, *b)) && barred(*a, *b)) {
            continue;
        }
        let sum: f64 = between.iter().map(|pair| known.get(pair).copied().unwrap_or(0.0)).sum();
        #[expect(clippy::cast_precision_loss, reason = "a row has few members")]
        let average = sum / between.len() as f64;
        if average < tuning.accept {
            continue;
        }
        let moved = std::mem::take(&mut groups[other].members);
        let weakest = groups[other].confidence.min(average);
        for member in &moved {
            group_of[*member] = one;
        }
        groups[one].members.extend(moved);
        groups[one].members.sort_unstable();
        groups[one].confidence = groups[one].confidence.min(weakest);
    }
    groups.retain(|group| !group.members.is_empty());
    groups
}
