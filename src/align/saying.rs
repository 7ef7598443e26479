//! What the matcher needs to know of an item, and the weighted vectors it is compared by.

use super::particles::is_away;
use super::values::Values;
use crate::note::Role;
use crate::people::Who;
use crate::text::particulars::Particular;
use crate::text::words::{self, StemId, Stems};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the matcher needs to know of an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Saying {
    /// The index of the variant that says it.
    pub variant: usize,
    /// The role of its section.
    pub role: Role,
    /// What must be equal for two items to be able to say the same: the heading's key in a section of role
    /// [`Role::Other`] that lists no facts, the link's target in [`Role::Related`], else empty.
    pub key: String,
    /// What it says, without fields.
    pub wording: String,
    /// What it stands under: the topic heading and the items it is nested in.
    pub topic: String,
    /// Who does it.
    pub owners: Vec<Who>,
    /// The day it is due by its field, or the only day its wording says.
    pub due: Option<Date>,
}

impl Saying {
    /// A saying of which only this is known.
    #[cfg(test)]
    pub(super) fn worded(variant: usize, role: Role, wording: &str) -> Self {
        let (key, topic) = (String::new(), String::new());
        Self { variant, role, key, wording: wording.to_owned(), topic, owners: Vec::new(), due: None }
    }

    /// The role of the sections it may be said in: a section of unknown role that lists what was said lists facts.
    pub(super) fn kind(&self) -> Role {
        if self.role == Role::Other && self.key.is_empty() { Role::Facts } else { self.role }
    }
}

/// How a word says that what it stands with is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Denial {
    /// It negates it. `No. 2` and `no later than` do not.
    Negation,
    /// It says that it is off, or out.
    Away,
}

/// A word of a wording, as far as comparing needs it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) written: String,
    pub(super) folded: Arc<str>,
    pub(super) stem: StemId,
    pub(super) is_stop_word: bool,
    /// How it says that what it stands with is not, if it does.
    pub(super) denial: Option<Denial>,
    /// Whether something else is spoken of from here on: behind a comma, a dash or a conjunction.
    pub(super) starts_clause: bool,
}

impl Token {
    /// Whether it negates what it stands with.
    pub(super) fn is_negation(&self) -> bool {
        self.denial == Some(Denial::Negation)
    }

    /// Whether it is written as a name is, which a word at the start of a sentence is, too.
    pub(super) fn is_name(&self) -> bool {
        self.written.chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether it is a number, a version or an acronym.
    pub(super) fn is_code(&self) -> bool {
        self.written.chars().any(|c| c.is_ascii_digit())
            || (self.written.chars().count() > 1 && self.written.chars().all(char::is_uppercase))
    }
}

/// A wording as weighted vectors.
#[derive(Debug, Clone, Default)]
pub(super) struct Vectors {
    /// All its words, in order.
    pub(super) tokens: Vec<Token>,
    /// The stems that are no stop words with their weights, sorted by stem.
    pub(super) stems: Vec<(StemId, f64)>,
    /// For each of [`Self::stems`] the index of the first token that has it.
    first: Vec<usize>,
    /// The sum of those weights.
    pub(super) mass: f64,
    /// The stems of the topic that the wording itself does not have, sorted by stem.
    pub(super) topic: Vec<(StemId, f64)>,
    /// The numbers and days it says.
    pub(super) values: Values,
    /// Character 4-grams with their weights, sorted; the weights have the norm 1.
    grams: Vec<(u32, f32)>,
}

/// Makes the vectors of `sayings`, with stems of `known`; the weights are those of this group, in which a word that
/// stands in many items says little.
pub(super) fn vectors(
    sayings: &[Saying],
    particulars: &[BTreeSet<Particular>],
    known: &mut Stems,
) -> Vec<Vectors> {
    let mut all: Vec<Vectors> = sayings.iter().map(|saying| read(saying, known)).collect();
    weigh_stems(&mut all, known.count());
    for (vectors, values) in all.iter_mut().zip(Values::of(particulars)) {
        vectors.values = values;
    }
    weigh_grams(&mut all);
    all
}

fn read(saying: &Saying, known: &mut Stems) -> Vectors {
    let mut tokens: Vec<Token> = Vec::new();
    let mut end = 0;
    for word in words::words(&saying.wording) {
        let (term, folded) = known.term_and_folded(word.text);
        let gap = saying.wording.get(end..word.span.start).unwrap_or_default();
        end = word.span.end;
        tokens.push(Token {
            written: word.text.to_owned(),
            starts_clause: gap.contains(is_between_clauses) || CONJUNCTIONS.contains(&&*folded),
            folded,
            stem: term.stem,
            is_stop_word: term.is_stop_word,
            denial: term.is_negation.then_some(Denial::Negation),
        });
    }
    for at in 0..tokens.len() {
        if only_seems_to_negate(&tokens, at) {
            tokens[at].denial = None;
        } else if is_away(&tokens, at) {
            tokens[at].denial = Some(Denial::Away);
        }
    }
    let content = tokens.iter().enumerate().filter(|(_, token)| !token.is_stop_word);
    let mut places: Vec<(StemId, usize)> = content.map(|(at, token)| (token.stem, at)).collect();
    places.sort_unstable();
    places.dedup_by_key(|(stem, _)| *stem);
    let (own, first): (Vec<StemId>, Vec<usize>) = places.into_iter().unzip();
    let mut topic: Vec<StemId> = words::words(&saying.topic)
        .map(|word| known.term(word.text))
        .filter(|term| !term.is_stop_word && own.binary_search(&term.stem).is_err())
        .map(|term| term.stem)
        .collect();
    topic.sort_unstable();
    topic.dedup();
    let unweighted = |stems: Vec<StemId>| stems.into_iter().map(|stem| (stem, 0.0)).collect();
    Vectors {
        grams: grams(&tokens),
        tokens,
        stems: unweighted(own),
        first,
        topic: unweighted(topic),
        values: Values::default(),
        mass: 0.0,
    }
}

/// Words with which something else begins to be spoken of.
const CONJUNCTIONS: [&str; 17] = [
    "although", "and", "because", "but", "if", "once", "or", "since", "so", "though", "unless", "until",
    "when", "where", "whereas", "while", "without",
];

fn is_between_clauses(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '.' | '!' | '?' | '(' | ')' | '–' | '—' | '|' | '→')
}

/// Whether the negation at `at` is none: `no. 2`, `not only`, `no later than`.
fn only_seems_to_negate(tokens: &[Token], at: usize) -> bool {
    let folded = |at: usize| tokens.get(at).map_or("", |token| &*token.folded);
    let next = folded(at + 1);
    let counts = folded(at) == "no" && next.starts_with(|c: char| c.is_ascii_digit());
    let compares = matches!(next, "more" | "less") || next.ends_with("er");
    counts || next == "only" || (compares && folded(at + 2) == "than")
}

#[expect(clippy::cast_precision_loss, reason = "counts of items are far below 2^52")]
fn weigh_stems(all: &mut [Vectors], stems: usize) {
    let mut frequency = vec![0_usize; stems];
    for (stem, _) in all.iter().flat_map(|vectors| &vectors.stems) {
        frequency[stem.0 as usize] += 1;
    }
    let items = all.len() as f64;
    let weight = |stem: StemId| match frequency[stem.0 as usize] {
        0 => 0.0,
        count => (1.0 + items / count as f64).ln(),
    };
    for vectors in all {
        for (stem, own) in vectors.stems.iter_mut().chain(&mut vectors.topic) {
            *own = weight(*stem);
        }
        vectors.topic.retain(|(_, weight)| *weight > 0.0);
        vectors.mass = vectors.stems.iter().map(|(_, weight)| weight).sum();
    }
}

/// The 4-grams of the folded words with one blank around each, with their counts, sorted. A gram is four bytes, so
/// the bytes are the key: nothing collides.
///
/// Grams of 3 to 5 bytes together do no better (`tests/evaluation`) and cost three times as much.
fn grams(tokens: &[Token]) -> Vec<(u32, f32)> {
    let mut text = Vec::with_capacity(tokens.len() * 8 + 1);
    text.push(b' ');
    for token in tokens {
        text.extend_from_slice(token.folded.as_bytes());
        text.push(b' ');
    }
    let mut keys: Vec<u32> =
        text.windows(4).map(|gram| gram.iter().fold(0, |key, byte| key << 8 | u32::from(*byte))).collect();
    keys.sort_unstable();
    #[expect(clippy::cast_precision_loss, reason = "a count of the grams of one item is far below 2^24")]
    keys.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as f32)).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of items are far below 2^24")]
fn weigh_grams(all: &mut [Vectors]) {
    let mut every: Vec<u32> =
        all.iter().flat_map(|vectors| vectors.grams.iter().map(|(gram, _)| *gram)).collect();
    every.sort_unstable();
    let items = all.len() as f32;
    let weights: Vec<(u32, f32)> =
        every.chunk_by(|a, b| a == b).map(|run| (run[0], (items / run.len() as f32).ln())).collect();
    for vectors in all {
        for (gram, weight) in &mut vectors.grams {
            let at = weights.partition_point(|(known, _)| *known < *gram);
            *weight = (1.0 + weight.ln()) * weights.get(at).map_or(0.0, |(_, weight)| *weight);
        }
        let norm = vectors.grams.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        if norm > 0.0 {
            vectors.grams.iter_mut().for_each(|(_, weight)| *weight /= norm);
        }
    }
}

impl Vectors {
    /// The weight of the stems both have.
    pub(super) fn shared(&self, other: &Vectors) -> f64 {
        merged(&self.stems, &other.stems).map(|(weight, _)| weight).sum()
    }

    /// The weight of this topic's stems that `other` says itself.
    pub(super) fn topic_in(&self, other: &Vectors) -> f64 {
        merged(&self.topic, &other.stems).map(|(weight, _)| weight).sum()
    }

    /// The cosine of the character 4-grams.
    pub(super) fn gram_cosine(&self, other: &Vectors) -> f64 {
        f64::from(merged(&self.grams, &other.grams).map(|(left, right)| left * right).sum::<f32>())
    }

    /// How many stems both have.
    pub(super) fn count_shared(&self, other: &Vectors) -> usize {
        merged(&self.stems, &other.stems).count()
    }

    /// The words, with their places, whose stems `other` does not have: the first of each stem, in order of stems.
    pub(super) fn only_here<'a>(&'a self, other: &Vectors) -> Vec<(usize, &'a Token)> {
        let stems = self.stems.iter().zip(&self.first);
        let only = stems.filter(|((stem, _), _)| !other.has(*stem));
        only.filter_map(|(_, at)| Some((*at, self.tokens.get(*at)?))).collect()
    }

    /// The folded words, in order: the key under which wordings are equal, as [`words::match_key`].
    pub(super) fn key(&self) -> String {
        let words: Vec<&str> = self.tokens.iter().map(|token| &*token.folded).collect();
        words.join(" ")
    }

    /// The weight of `stem`; 0 where it is not among the stems.
    pub(super) fn weight(&self, stem: StemId) -> f64 {
        let at = self.stems.binary_search_by(|(own, _)| own.cmp(&stem));
        at.ok().and_then(|at| self.stems.get(at)).map_or(0.0, |(_, weight)| *weight)
    }

    /// Whether `stem` is among the stems.
    pub(super) fn has(&self, stem: StemId) -> bool {
        self.stems.binary_search_by(|(own, _)| own.cmp(&stem)).is_ok()
    }
}

/// The weights of the keys two sorted lists share.
fn merged<'a, K: Ord + Copy, W: Copy>(
    left: &'a [(K, W)],
    right: &'a [(K, W)],
) -> impl Iterator<Item = (W, W)> + 'a {
    let (mut at, mut to) = (0, 0);
    std::iter::from_fn(move || {
        while let (Some((a, left_weight)), Some((b, right_weight))) = (left.get(at), right.get(to)) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => at += 1,
                std::cmp::Ordering::Greater => to += 1,
                std::cmp::Ordering::Equal => {
                    at += 1;
                    to += 1;
                    return Some((*left_weight, *right_weight));
                }
            }
        }
        None
    })
}

/// Checks whether two decisions of two notes are the same.
#[cfg(test)]
pub(super) fn check_decisions(one: &str, other: &str, are_same: bool) {
    let sayings =
        [(0, one), (1, other)].map(|(variant, wording)| Saying::worded(variant, Role::Decisions, wording));
    let rows = super::same(&sayings, &crate::people::People::default(), &super::Tuning::default());
    assert_eq!(rows.len() == 1, are_same, "{one} / {other}");
}
