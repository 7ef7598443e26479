//! The wordings of a note's items, ready to be compared with those of another note.

use super::survey::Survey;
use crate::note::Role;
use jiff::civil::Date;
use std::cmp::Ordering;

/// How much a lead over the runner-up counts, and how likely two items must be each other's counterpart to count: as in
/// [`crate::align::Tuning`].
const SHARPNESS: f64 = 20.0;
const ACCEPT: f64 = 0.6;

/// How alike two items are, by the worth of their words, when "it is said" and "the other does not say it" are equally
/// likely. At .12 notes of two meetings of one vocabulary match in half of their items (`tests/vaults`), at .2 the
/// variants of `testdata/meetings` still do in .45 and more.
const FLOOR: f64 = 0.2;

/// Items less alike than this are nobody's counterpart: even without another rival than that the other note does not say
/// it, the odds of a likeness of .22 reach [`ACCEPT`], and no lesser ones do.
const LEAST: f64 = 0.215;

/// The wordings of the items of a note.
#[derive(Debug)]
pub(super) struct Wordings {
    /// The items that say something about the meeting.
    pub(super) said: Vec<Said>,
    /// Their words, each once, in the order of their keys.
    words: Vec<Word>,
    /// The items that have the first word, as indices of [`Wordings::said`], then those that have the second, and so on.
    having: Vec<u16>,
}

/// A word of some items.
#[derive(Debug, Clone, Copy)]
struct Word {
    /// Its key.
    key: u32,
    /// What it is worth in this vault.
    worth: f32,
    /// How many items have it.
    items: u16,
    /// Whether it is a number.
    is_number: bool,
}

/// An item of a note.
#[derive(Debug)]
pub(super) struct Said {
    /// The role of its section.
    pub(super) role: Role,
    /// The key of the heading where the role is [`Role::Other`]: only under the same one two items say the same.
    pub(super) heading: u64,
    /// Who does it, where that is one person, as an index into the owners of the note's roll.
    pub(super) owner: Option<usize>,
    /// Until when it is to be done, where it says so.
    pub(super) due: Option<Date>,
    /// What its wording is known by; items with the same say the same word for word, numbers aside.
    pub(super) text: u64,
    /// Whether it says a number.
    has_number: bool,
}

impl Said {
    /// An item under a section with this role and heading.
    pub(super) fn under(role: Role, heading: u64) -> Self {
        Self { role, heading, owner: None, due: None, text: 0, has_number: false }
    }
}

/// An item with fewer words that are no stop words can be said of any meeting.
const SAYS_SOMETHING: usize = 3;

/// Items beyond these are not compared: a note with more of them is no note about a meeting, and comparing them would
/// cost their number squared.
const MOST_ITEMS: usize = 400;

/// The wordings of a note that is being read.
#[derive(Debug, Default)]
pub(super) struct Unweighed {
    said: Vec<Said>,
    words: Vec<Place>,
}

/// That an item has a word. A number, since the words of all notes that are looked at are sorted: the key of the word,
/// the item, and whether the word is a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place(u64);

impl Place {
    fn new(key: u32, item: u16, is_number: bool) -> Self {
        Self(u64::from(key) << 32 | u64::from(item) << 16 | u64::from(is_number))
    }

    fn key(self) -> u32 {
        (self.0 >> 32) as u32
    }

    #[expect(clippy::cast_possible_truncation, reason = "these bits are the item")]
    fn item(self) -> u16 {
        (self.0 >> 16) as u16
    }

    fn is_number(self) -> bool {
        self.0 & 1 == 1
    }
}

impl Unweighed {
    /// Adds an item with the keys of its words, and whether each is a number; not when it says too little, or when
    /// there are too many.
    pub(super) fn add(&mut self, mut said: Said, words: impl Iterator<Item = (u32, bool)>) {
        let Some(item) = u16::try_from(self.said.len()).ok().filter(|_| self.said.len() < MOST_ITEMS) else {
            return;
        };
        let before = self.words.len();
        self.words.extend(words.map(|(key, is_number)| Place::new(key, item, is_number)));
        // Who does it says as much as a word.
        if self.words.len() - before + usize::from(said.owner.is_some()) < SAYS_SOMETHING {
            self.words.truncate(before);
            return;
        }
        said.has_number = self.words[before..].iter().any(|word| word.is_number());
        self.said.push(said);
    }

    /// Weighs the words, once all items are added.
    pub(super) fn weighed(mut self, survey: &Survey) -> Wordings {
        self.words.sort_unstable();
        self.words.dedup();
        let word = |places: &[Place]| Word {
            key: places[0].key(),
            worth: survey.worth(places[0].key()),
            // At most `MOST_ITEMS`.
            items: u16::try_from(places.len()).unwrap_or(u16::MAX),
            is_number: places[0].is_number(),
        };
        Wordings {
            words: self.words.chunk_by(|a, b| a.key() == b.key()).map(word).collect(),
            having: self.words.iter().map(|place| place.item()).collect(),
            said: self.said,
        }
    }
}

impl Wordings {
    /// The items, as indices of [`Wordings::said`], that have the word with this key.
    pub(super) fn items_with(&self, word: u32) -> impl Iterator<Item = usize> + '_ {
        let found = self.words.binary_search_by_key(&word, |known| known.key).ok();
        let items = found.map(|at| {
            let from = self.words[..at].iter().map(|before| usize::from(before.items)).sum::<usize>();
            &self.having[from..from + usize::from(self.words[at].items)]
        });
        items.unwrap_or_default().iter().map(|item| usize::from(*item))
    }

    /// The words in the order of their keys, each with the items that have it.
    fn by_word(&self) -> impl Iterator<Item = (&Word, &[u16])> {
        let mut rest = self.having.as_slice();
        self.words.iter().map(move |word| {
            let (items, others) = rest.split_at(usize::from(word.items));
            rest = others;
            (word, items)
        })
    }
}

/// How likely the items of two notes are each other's counterparts.
pub(super) struct Likeness<'a> {
    one: &'a Wordings,
    other: &'a Wordings,
    /// The pairs that share a word, row by row; of those that are alike, and of their rivals.
    pairs: Vec<Pair>,
}

/// An item of the one note and one of the other.
struct Pair {
    row: usize,
    column: usize,
    /// The odds that they say the same.
    odds: f64,
}

impl<'a> Likeness<'a> {
    /// Compares the items of two notes.
    pub(super) fn of(one: &'a Wordings, other: &'a Wordings) -> Self {
        let columns = other.said.len();
        let alike = similarities(one, other);
        let rows = || alike.chunks(columns.max(1)).enumerate();
        let (mut best_of_row, mut best_of_column) = (vec![0.0_f64; one.said.len()], vec![0.0_f64; columns]);
        let better = |best: f64, score: f64| if score > best { score } else { best };
        for (row, scores) in rows() {
            for (best, score) in best_of_column.iter_mut().zip(scores) {
                *best = better(*best, *score);
                best_of_row[row] = better(best_of_row[row], *score);
            }
        }
        // Who has no counterpart is nobody's rival for one.
        let is_any = best_of_row.iter().any(|best| *best >= LEAST);
        let mut pairs = Vec::with_capacity(if is_any { alike.len() } else { 0 });
        for (row, scores) in rows() {
            let row_has_any = best_of_row[row] >= LEAST;
            for (column, score) in scores.iter().enumerate() {
                if *score > 0.0 && (row_has_any || best_of_column[column] >= LEAST) {
                    pairs.push(Pair { row, column, odds: (SHARPNESS * (score - FLOOR)).exp() });
                }
            }
        }
        Self { one, other, pairs }
    }

    /// The items of the two that say the same, each with its only counterpart.
    pub(super) fn matched(&self) -> Vec<(usize, usize)> {
        self.matched_where(|one, other| one.role == other.role && one.heading == other.heading)
    }

    /// The same, whatever the sections the items stand in.
    pub(super) fn matched_anywhere(&self) -> Vec<(usize, usize)> {
        self.matched_where(|_, _| true)
    }

    fn matched_where(&self, may_match: impl Fn(&Said, &Said) -> bool) -> Vec<(usize, usize)> {
        let (one, other) = (&self.one.said, &self.other.said);
        let asked = || self.pairs.iter().filter(|pair| may_match(&one[pair.row], &other[pair.column]));
        // That the other note does not say it is a rival, too.
        let (mut of_row, mut of_column) = (vec![1.0; one.len()], vec![1.0; other.len()]);
        for Pair { row, column, odds } in asked() {
            of_row[*row] += odds;
            of_column[*column] += odds;
        }
        let mut likely: Vec<(usize, usize, f64)> = asked()
            // With even odds and that rival alone it is no likelier than not.
            .filter(|pair| pair.odds > 1.0)
            .map(|pair| {
                let rivals: f64 = of_row[pair.row] * of_column[pair.column];
                (pair.row, pair.column, pair.odds / rivals.sqrt())
            })
            .filter(|(.., likelihood)| *likelihood >= ACCEPT)
            .collect();
        // Where an item is likely in two pairs, the likelier one has it.
        likely.sort_by(|one, other| other.2.total_cmp(&one.2).then((one.0, one.1).cmp(&(other.0, other.1))));
        let (mut row_is_free, mut column_is_free) = (vec![true; of_row.len()], vec![true; of_column.len()]);
        likely.retain(|(row, column, _)| {
            let is_free = row_is_free[*row] && column_is_free[*column];
            if is_free {
                (row_is_free[*row], column_is_free[*column]) = (false, false);
            }
            is_free
        });
        likely.into_iter().map(|(row, column, _)| (row, column)).collect()
    }
}

/// How alike each item of the one is to each of the other, row by row: the share of the weight of their words that is in
/// common, where a word that stands in few items of the two notes, and in few notes of the vault, weighs more. Two items
/// that both say numbers, and none in common, are not alike (as [`crate::align`] has it).
#[expect(clippy::cast_precision_loss, reason = "counts of items")]
fn similarities(one: &Wordings, other: &Wordings) -> Vec<f64> {
    let (rows, columns) = (one.said.len(), other.said.len());
    let items = (rows + columns) as f64;
    // Logarithms are dear, and most words stand in one or two items.
    let mut rarities: Vec<Option<f64>> = vec![None; rows + columns + 1];
    let mut weight = |word: &Word, count: usize| {
        let rarity = rarities[count].get_or_insert_with(|| (1.0 + items / count as f64).ln());
        f64::from(word.worth) * *rarity
    };
    let mut shared = vec![0.0; rows * columns];
    let mut same_number = vec![false; rows * columns];
    let (mut of_row, mut of_column) = (vec![0.0; rows], vec![0.0; columns]);
    let (mut left, mut right) = (one.by_word().peekable(), other.by_word().peekable());
    loop {
        let first = match (left.peek(), right.peek()) {
            (Some((ours, _)), Some((theirs, _))) => ours.key.cmp(&theirs.key),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => break,
        };
        let ours = if first.is_le() { left.next() } else { None };
        let theirs = if first.is_ge() { right.next() } else { None };
        let Some((word, _)) = ours.or(theirs) else { break };
        let [ours, theirs] = [ours, theirs].map(|having| having.map(|(_, items)| items).unwrap_or_default());
        let weight = weight(word, ours.len() + theirs.len());
        for their in theirs {
            of_column[usize::from(*their)] += weight;
        }
        for own in ours {
            let row = usize::from(*own);
            of_row[row] += weight;
            let shared = &mut shared[row * columns..][..columns];
            for their in theirs {
                shared[usize::from(*their)] += weight;
            }
            if word.is_number {
                let same_number = &mut same_number[row * columns..][..columns];
                for their in theirs {
                    same_number[usize::from(*their)] = true;
                }
            }
        }
    }
    for (row, said) in one.said.iter().enumerate() {
        let cells = row * columns..(row + 1) * columns;
        let alike = &mut shared[cells.clone()];
        if said.has_number {
            let same_number = &same_number[cells];
            for ((score, same_number), their) in alike.iter_mut().zip(same_number).zip(&other.said) {
                if their.has_number && !same_number {
                    *score = 0.0;
                }
            }
        }
        for (score, of_column) in alike.iter_mut().zip(&of_column) {
            *score *= 2.0 / (of_row[row] + of_column);
        }
    }
    shared
}
