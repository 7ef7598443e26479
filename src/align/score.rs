//! How alike two items are, from 0 to 1, and which pairs are worth asking.

use super::saying::Vectors;
use super::tuning::Tuning;
use super::values::ValueId;
use crate::text::words::StemId;
use std::collections::HashMap;

/// Two sayings of different variants and how alike they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    /// The index of the one saying; less than `right`.
    pub(super) left: usize,
    /// The index of the other.
    pub(super) right: usize,
    /// How alike they are.
    pub(super) score: f64,
}

/// How many counterparts of an item in one variant are looked at closely. The right one was never below the third
/// place by shared stems in the meetings of the evaluation.
const CLOSE_LOOKS: usize = 12;

/// A stem that stands in more items than this proposes no pairs: it would cost more than it can tell.
const COMMON: usize = 2_000;

/// How alike two sayings are: half the weight of shared stems relative to all stems (a topic heading lends its
/// words to what stands under it; numbers and days count however they are written), half the cosine of character n-grams.
pub(super) fn similarity(left: &Vectors, right: &Vectors, tuning: &Tuning) -> f64 {
    let shared = left.shared(right)
        + tuning.topic * (left.topic_in(right) + right.topic_in(left))
        + tuning.values * left.values.shared(&right.values);
    let mass = left.mass + right.mass;
    let stems = if mass > 0.0 { (2.0 * shared / mass).min(1.0) } else { 0.0 };
    (1.0 - tuning.grams) * stems + tuning.grams * left.gram_cosine(right)
}

/// Which sayings have a stem.
pub(super) struct Postings {
    stems: HashMap<StemId, Vec<usize>>,
    values: HashMap<ValueId, Vec<usize>>,
}

impl Postings {
    pub(super) fn of(vectors: &[Vectors]) -> Self {
        let mut stems: HashMap<StemId, Vec<usize>> = HashMap::new();
        let mut values: HashMap<ValueId, Vec<usize>> = HashMap::new();
        for (index, one) in vectors.iter().enumerate() {
            for (stem, _) in &one.stems {
                stems.entry(*stem).or_default().push(index);
            }
            for (value, _) in one.values.iter() {
                values.entry(value).or_default().push(index);
            }
        }
        Self { stems, values }
    }

    /// The sayings that share a stem or a value with `one`, once for each, with its weight.
    fn sharing<'a>(&'a self, one: &'a Vectors) -> impl Iterator<Item = (&'a usize, f64)> {
        let is_telling = |having: &&Vec<usize>| having.len() <= COMMON;
        let by_stem = one.stems.iter().chain(&one.topic);
        let by_stem = by_stem
            .filter_map(move |(stem, weight)| Some((self.stems.get(stem).filter(is_telling)?, *weight)));
        let by_value = one
            .values
            .iter()
            .filter_map(move |(value, weight)| Some((self.values.get(&value).filter(is_telling)?, weight)));
        by_stem.chain(by_value).flat_map(|(having, weight)| having.iter().map(move |other| (other, weight)))
    }
}

/// The pairs of sayings, of the variants given for each, that share a stem and `fit` each other, by their indices, with
/// their similarity; in order. Both are asked for every two sayings that share a word, so they have to be quick.
pub(super) fn pairs(
    variants: &[usize],
    vectors: &[Vectors],
    postings: &Postings,
    tuning: &Tuning,
    fit: impl Fn(usize, usize) -> bool,
) -> Vec<Pair> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut shared = vec![0.0_f64; vectors.len()];
    let mut touched: Vec<usize> = Vec::new();
    for (index, one) in vectors.iter().enumerate() {
        let own = variants[index];
        for (other, weight) in postings.sharing(one) {
            if variants[*other] != own && fit(index, *other) {
                if shared[*other] == 0.0 {
                    touched.push(*other);
                }
                shared[*other] += weight;
            }
        }
        touched.sort_unstable_by_key(|other| variants[*other]);
        for of_variant in touched.chunk_by_mut(|a, b| variants[*a] == variants[*b]) {
            // Only which come first is asked, not in what order: a word that all items share makes thousands of them.
            if of_variant.len() > CLOSE_LOOKS {
                let rank = |other: usize| shared[other] / (one.mass + vectors[other].mass);
                of_variant
                    .select_nth_unstable_by(CLOSE_LOOKS, |a, b| rank(*b).total_cmp(&rank(*a)).then(a.cmp(b)));
            }
            found.extend(
                of_variant.iter().take(CLOSE_LOOKS).map(|other| (index.min(*other), index.max(*other))),
            );
        }
        for other in touched.drain(..) {
            shared[other] = 0.0;
        }
    }
    found.sort_unstable();
    found.dedup();
    let scored = |(left, right): (usize, usize)| {
        let score = similarity(&vectors[left], &vectors[right], tuning);
        Pair { left, right, score }
    };
    found.into_iter().map(scored).collect()
}
