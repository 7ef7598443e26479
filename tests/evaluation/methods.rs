//! The measures of similarity that were compared, each with mutual best match and a gap to the runner-up.

use crate::gold::Meeting;
use notefold::text::words::{Stems, folded, is_stop_word, words};
use std::collections::{BTreeMap, BTreeSet};

/// A measure of similarity over the items of a meeting.
pub(crate) struct Method {
    pub(crate) name: &'static str,
    pub(crate) similarity: fn(&Meeting) -> Matrix,
}

/// The similarity of pairs of items of different variants and the same section.
pub(crate) type Matrix = BTreeMap<(usize, usize), f64>;

/// The methods, in order.
pub(crate) const METHODS: [Method; 8] = [
    Method { name: "Levenshtein ratio", similarity: |m| strings(m, false, strsim::normalized_levenshtein) },
    Method { name: "token_sort ratio", similarity: |m| strings(m, true, strsim::normalized_levenshtein) },
    Method { name: "token_set (containment)", similarity: |m| bags(m, Terms::Words, Measure::Containment) },
    Method { name: "TF-IDF cosine, words", similarity: |m| bags(m, Terms::Words, Measure::Cosine) },
    Method { name: "TF-IDF cosine, stems", similarity: |m| bags(m, Terms::Stems, Measure::Cosine) },
    Method { name: "IDF overlap (Dice), stems", similarity: |m| bags(m, Terms::Stems, Measure::Dice) },
    Method {
        name: "TF-IDF cosine, character 3-5-grams",
        similarity: |m| bags(m, Terms::Grams, Measure::Cosine),
    },
    Method {
        name: "half Dice of stems, half 3-5-grams",
        similarity: |m| {
            let stems = bags(m, Terms::Stems, Measure::Dice);
            let grams = bags(m, Terms::Grams, Measure::Cosine);
            stems.into_iter().map(|(pair, score)| (pair, 0.5 * score + 0.5 * grams[&pair])).collect()
        },
    },
];

#[derive(Clone, Copy, PartialEq)]
enum Terms {
    Words,
    Stems,
    Grams,
}

#[derive(Clone, Copy)]
enum Measure {
    Cosine,
    Dice,
    Containment,
}

fn pairs(meeting: &Meeting) -> impl Iterator<Item = (usize, usize)> + '_ {
    let all = meeting.sayings.len();
    (0..all).flat_map(move |a| (a + 1..all).map(move |b| (a, b))).filter(|(a, b)| {
        let (a, b) = (&meeting.sayings[*a], &meeting.sayings[*b]);
        a.variant != b.variant && a.role == b.role
    })
}

fn strings(meeting: &Meeting, sorted: bool, measure: fn(&str, &str) -> f64) -> Matrix {
    let texts: Vec<String> = meeting
        .sayings
        .iter()
        .map(|saying| {
            let mut all: Vec<String> = words(&saying.wording).map(|word| folded(word.text)).collect();
            if sorted {
                all.sort();
            }
            all.join(" ")
        })
        .collect();
    pairs(meeting).map(|(a, b)| ((a, b), measure(&texts[a], &texts[b]))).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of items are small")]
fn bags(meeting: &Meeting, terms: Terms, measure: Measure) -> Matrix {
    let mut stems = Stems::default();
    let mut bag = |wording: &str| -> BTreeMap<String, f64> {
        let mut bag = BTreeMap::new();
        if terms == Terms::Grams {
            let all: Vec<String> = words(wording).map(|word| folded(word.text)).collect();
            let text: Vec<char> = format!(" {} ", all.join(" ")).chars().collect();
            for length in 3..=5 {
                text.windows(length).for_each(|gram| *bag.entry(gram.iter().collect()).or_default() += 1.0);
            }
        } else {
            for word in words(wording).filter(|word| !is_stop_word(&folded(word.text))) {
                let stem = stems.term(word.text).stem;
                let term =
                    if terms == Terms::Stems { stems.text(stem).to_owned() } else { folded(word.text) };
                bag.insert(term, 1.0);
            }
        }
        bag
    };
    let mut all: Vec<BTreeMap<String, f64>> =
        meeting.sayings.iter().map(|saying| bag(&saying.wording)).collect();
    let mut frequency: BTreeMap<String, f64> = BTreeMap::new();
    all.iter().flat_map(BTreeMap::keys).for_each(|term| *frequency.entry(term.clone()).or_default() += 1.0);
    let items = all.len() as f64;
    for bag in &mut all {
        for (term, weight) in bag {
            *weight = (1.0 + weight.ln()) * (1.0 + items / frequency[term]).ln();
        }
    }
    let squares = |bag: &BTreeMap<String, f64>| bag.values().map(|w| w * w).sum::<f64>();
    let mass = |bag: &BTreeMap<String, f64>| bag.values().sum::<f64>();
    pairs(meeting)
        .map(|(a, b)| {
            let (left, right) = (&all[a], &all[b]);
            let shared =
                left.iter().filter_map(|(term, weight)| right.get(term).map(|other| (weight, other)));
            let score = match measure {
                Measure::Cosine => {
                    shared.map(|(l, r)| l * r).sum::<f64>()
                        / (squares(left) * squares(right)).sqrt().max(1e-9)
                }
                Measure::Dice => {
                    shared.map(|(l, r)| l + r).sum::<f64>() / (mass(left) + mass(right)).max(1e-9)
                }
                Measure::Containment => {
                    shared.map(|(l, _)| l).sum::<f64>() / mass(left).min(mass(right)).max(1e-9)
                }
            };
            ((a, b), score)
        })
        .collect()
}

/// The pairs that are each other's best in their variants, above `threshold` and ahead of the runner-up of either by
/// `gap`.
pub(crate) fn mutual_best(
    meeting: &Meeting,
    matrix: &Matrix,
    threshold: f64,
    gap: f64,
) -> BTreeSet<(usize, usize)> {
    let mut ranked: BTreeMap<(usize, usize), Vec<(f64, usize)>> = BTreeMap::new();
    for ((a, b), score) in matrix {
        for (own, other) in [(*a, *b), (*b, *a)] {
            ranked.entry((own, meeting.sayings[other].variant)).or_default().push((*score, other));
        }
    }
    for list in ranked.values_mut() {
        list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    }
    let leads = |own: usize, other: usize| {
        let list = &ranked[&(own, meeting.sayings[other].variant)];
        list[0].1 == other && list[0].0 - list.get(1).map_or(0.0, |second| second.0) >= gap
    };
    let kept = matrix.iter().filter(|((a, b), score)| **score >= threshold && leads(*a, *b) && leads(*b, *a));
    kept.map(|(pair, _)| *pair).collect()
}
