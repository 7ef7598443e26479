//! What the matcher needs to know of an item, and the weighted vectors it is compared by.

use crate::note::Role;
use crate::people::Who;
use crate::text::particulars::Particular;
use crate::text::words::{self, StemId, Stems};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
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
    /// The role of the sections it may be said in: a section of unknown role that lists what was said lists facts.
    pub(super) fn kind(&self) -> Role {
        if self.role == Role::Other && self.key.is_empty() { Role::Facts } else { self.role }
    }
}

/// A word of a wording, as far as comparing needs it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) written: String,
    pub(super) folded: Arc<str>,
    pub(super) stem: StemId,
    pub(super) is_stop_word: bool,
    pub(super) is_negation: bool,
}

/// A number with its measure, or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ValueId(u32);

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
    /// The numbers and days it says with their weights, sorted.
    pub(super) values: Vec<(ValueId, f64)>,
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
    read_values(&mut all, particulars);
    weigh_grams(&mut all);
    all
}

fn read(saying: &Saying, known: &mut Stems) -> Vectors {
    let mut tokens = Vec::new();
    for word in words::words(&saying.wording) {
        let (term, folded) = known.term_and_folded(word.text);
        tokens.push(Token {
            written: word.text.to_owned(),
            folded,
            stem: term.stem,
            is_stop_word: term.is_stop_word,
            is_negation: term.is_negation,
        });
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
        values: Vec::new(),
        mass: 0.0,
    }
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

/// Adds the numbers and days among the `particulars` of each saying, those that few others say weighing more.
#[expect(clippy::cast_precision_loss, reason = "counts of items are far below 2^52")]
fn read_values(all: &mut [Vectors], particulars: &[BTreeSet<Particular>]) {
    let mut known: BTreeMap<Value<'_>, (ValueId, usize)> = BTreeMap::new();
    let mut of_saying = Vec::with_capacity(all.len());
    for particulars in particulars {
        let values: BTreeSet<Value<'_>> = particulars.iter().filter_map(Value::of).collect();
        for value in &values {
            let next = ValueId(u32::try_from(known.len()).unwrap_or(u32::MAX));
            known.entry(*value).or_insert((next, 0)).1 += 1;
        }
        of_saying.push(values);
    }
    let items = all.len() as f64;
    for (vectors, values) in all.iter_mut().zip(of_saying) {
        let weighed = values.iter().filter_map(|value| {
            let (id, count) = known.get(value)?;
            Some((*id, value.tells() * (1.0 + items / *count as f64).ln()))
        });
        vectors.values = weighed.collect();
        vectors.values.sort_unstable_by_key(|(id, _)| *id);
    }
}

/// What a [`ValueId`] stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Value<'a> {
    /// A number with its measure; things that are counted have none.
    Number(&'a str, Option<&'a str>),
    Day(Date),
}

/// Counts up to this one tell little: there are two or three of many things, and four or twelve of some.
const FEW: f64 = 12.0;

/// How much they tell, compared with other numbers. At 1 a briefing at three matched three channels in
/// `testdata/products`; at 0 terse notes lose facts that say little besides.
const FEW_TELL: f64 = 0.3;

impl<'a> Value<'a> {
    fn of(particular: &'a Particular) -> Option<Self> {
        match particular {
            Particular::Number { value, .. } => Some(Self::Number(value, particular.measure())),
            Particular::Day(day) => Some(Self::Day(*day)),
            Particular::Name(_)
            | Particular::Wikilink(_)
            | Particular::Url(_)
            | Particular::Code(_)
            | Particular::Tag(_)
            | Particular::BlockId(_) => None,
        }
    }

    /// How much it tells that two say it.
    fn tells(self) -> f64 {
        match self {
            Self::Number(value, None) if value.parse::<f64>().is_ok_and(|value| value <= FEW) => FEW_TELL,
            Self::Number(..) | Self::Day(_) => 1.0,
        }
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

    /// The weight of the numbers and days both have; none where both have others besides: then each says something of its
    /// own.
    pub(super) fn shared_values(&self, other: &Vectors) -> f64 {
        let shared: f64 = merged(&self.values, &other.values).map(|(weight, _)| weight).sum();
        let besides = |own: &Vectors| own.values.iter().map(|(_, weight)| weight).sum::<f64>() - shared;
        let of_both = besides(self).min(besides(other)).max(0.0);
        if of_both > 0.0 { 0.0 } else { shared }
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
