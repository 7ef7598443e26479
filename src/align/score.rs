//! How alike two items are, from 0 to 1, and which pairs are worth asking.

use super::saying::Vectors;
use super::tuning::Tuning;
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
/// words to what stands under it), half the cosine of character n-grams.
pub(super) fn similarity(left: &Vectors, right: &Vectors, tuning: &Tuning) -> f64 {
    let shared = left.shared(right) + tuning.topic * (left.topic_in(right) + right.topic_in(left));
    let mass = left.mass + right.mass;
    let stems = if mass > 0.0 { (2.0 * shared / mass).min(1.0) } else { 0.0 };
    (1.0 - tuning.grams) * stems + tuning.grams * left.gram_cosine(right)
}

/// Which sayings have a stem.
pub(super) struct Postings(HashMap<StemId, Vec<usize>>);

impl Postings {
    pub(super) fn of(vectors: &[Vectors]) -> Self {
        let mut postings: HashMap<StemId, Vec<usize>> = HashMap::new();
        for (index, one) in vectors.iter().enumerate() {
            for (stem, _) in &one.stems {
                postings.entry(*stem).or_default().push(index);
            }
        }
        Self(postings)
    }

    fn having(&self, stem: StemId) -> &[usize] {
        self.0.get(&stem).filter(|having| having.len() <= COMMON).map_or(&[], Vec::as_slice)
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
        for (stem, weight) in one.stems.iter().chain(&one.topic) {
            for other in postings.having(*stem) {
                if variants[*other] != own && fit(index, *other) {
                    if shared[*other] == 0.0 {
                        touched.push(*other);
                    }
                    shared[*other] += weight;
                }
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
