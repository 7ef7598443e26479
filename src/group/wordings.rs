//! The wordings of a note's items, ready to be compared with those of another note.

use super::survey::Survey;
use crate::note::Role;

/// How much a lead over the runner-up counts, and how likely two items must be each other's counterpart to count: as in
/// [`crate::align::Tuning`].
const SHARPNESS: f64 = 20.0;
const ACCEPT: f64 = 0.6;

/// How alike two items are, by the worth of their words, when "it is said" and "the other does not say it" are equally
/// likely. At .12 notes of two meetings of one vocabulary match in half of their items (`tests/vaults`), at .2 the
/// variants of `testdata/meetings` still do in .45 and more.
const FLOOR: f64 = 0.2;

/// The wordings of the items of a note.
#[derive(Debug, Default)]
pub(super) struct Wordings {
    /// The items that say something about the meeting.
    pub(super) said: Vec<Said>,
    /// Their words, sorted.
    words: Vec<Word>,
}

/// A word of an item.
#[derive(Debug, Clone, Copy)]
struct Word {
    /// Its key.
    key: u32,
    /// The index in [`Wordings::said`] of the item.
    item: u16,
    /// Whether it is a number.
    is_number: bool,
    /// What it is worth in this vault.
    worth: f32,
}

/// An item of a note.
#[derive(Debug)]
pub(super) struct Said {
    /// The role of its section.
    pub(super) role: Role,
    /// The key of the heading where the role is [`Role::Other`]: only under the same one two items say the same.
    pub(super) heading: u64,
    /// Who does it, where that is one person.
    pub(super) owner: Option<Box<str>>,
    /// What its wording is known by; items with the same say the same word for word.
    pub(super) text: u64,
    /// Whether it says a number.
    has_number: bool,
}

impl Said {
    /// An item under a section with this role and heading.
    pub(super) fn under(role: Role, heading: u64) -> Self {
        Self { role, heading, owner: None, text: 0, has_number: false }
    }
}

/// An item with fewer words that are no stop words can be said of any meeting.
const SAYS_SOMETHING: usize = 3;

/// Items beyond these are not compared: a note with more of them is no note about a meeting, and comparing them would
/// cost their number squared.
const MOST_ITEMS: usize = 400;

impl Wordings {
    /// Adds an item with the keys of its words, and whether each is a number; not when it says too little, or when
    /// there are too many.
    pub(super) fn add(&mut self, mut said: Said, words: impl Iterator<Item = (u32, bool)>) {
        let Some(item) = u16::try_from(self.said.len()).ok().filter(|_| self.said.len() < MOST_ITEMS) else {
            return;
        };
        let before = self.words.len();
        self.words.extend(words.map(|(key, is_number)| Word { key, item, is_number, worth: 0.0 }));
        if self.words.len() - before < SAYS_SOMETHING {
            self.words.truncate(before);
            return;
        }
        said.has_number = self.words[before..].iter().any(|word| word.is_number);
        self.said.push(said);
    }

    /// Weighs the words, once all items are added.
    pub(super) fn weighed(mut self, survey: &Survey) -> Self {
        self.words.sort_unstable_by_key(|word| (word.key, word.item));
        self.words.dedup_by_key(|word| (word.key, word.item));
        for same in self.words.chunk_by_mut(|a, b| a.key == b.key) {
            let worth = survey.worth(same[0].key);
            for word in same.iter_mut() {
                word.worth = worth;
            }
        }
        self
    }
}

/// The items of the two that say the same, each with its only counterpart.
pub(super) fn matched(one: &Wordings, other: &Wordings) -> Vec<(usize, usize)> {
    matched_where(one, other, |one, other| one.role == other.role && one.heading == other.heading)
}

/// The same, whatever the sections the items stand in.
pub(super) fn matched_anywhere(one: &Wordings, other: &Wordings) -> Vec<(usize, usize)> {
    matched_where(one, other, |_, _| true)
}

fn matched_where(
    one: &Wordings,
    other: &Wordings,
    may_match: impl Fn(&Said, &Said) -> bool,
) -> Vec<(usize, usize)> {
    let (rows, columns) = (one.said.len(), other.said.len());
    if rows == 0 || columns == 0 {
        return Vec::new();
    }
    let alike = similarities(one, other);
    let odds = |score: f64| (SHARPNESS * (score - FLOOR)).exp();
    // That the other note does not say it is a rival, too.
    let (mut of_row, mut of_column) = (vec![1.0; rows], vec![1.0; columns]);
    let mut asked: Vec<(usize, usize, f64)> = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            let score = alike[row * columns + column];
            if score > 0.0 && may_match(&one.said[row], &other.said[column]) {
                let odds = odds(score);
                of_row[row] += odds;
                of_column[column] += odds;
                asked.push((row, column, odds));
            }
        }
    }
    let mut likely: Vec<(usize, usize, f64)> = asked
        .into_iter()
        .map(|(row, column, odds)| (row, column, odds / (of_row[row] * of_column[column]).sqrt()))
        .filter(|(.., likelihood)| *likelihood >= ACCEPT)
        .collect();
    // Where an item is likely in two pairs, the likelier one has it.
    likely.sort_by(|one, other| other.2.total_cmp(&one.2).then((one.0, one.1).cmp(&(other.0, other.1))));
    let (mut row_is_free, mut column_is_free) = (vec![true; rows], vec![true; columns]);
    likely.retain(|(row, column, _)| {
        let is_free = row_is_free[*row] && column_is_free[*column];
        if is_free {
            (row_is_free[*row], column_is_free[*column]) = (false, false);
        }
        is_free
    });
    likely.into_iter().map(|(row, column, _)| (row, column)).collect()
}

/// How alike each item of the one is to each of the other, row by row: the share of the weight of their words that is
/// in common, where a word that stands in few items of the two notes, and in few notes of the vault, weighs more. Two items
/// that both say numbers, and none in common, are not alike (as [`crate::align`] has it).
#[expect(clippy::cast_precision_loss, reason = "counts of items")]
fn similarities(one: &Wordings, other: &Wordings) -> Vec<f64> {
    let (rows, columns) = (one.said.len(), other.said.len());
    let items = (rows + columns) as f64;
    let mut shared = vec![0.0; rows * columns];
    let mut other_number = vec![false; rows * columns];
    for (row, _) in one.said.iter().enumerate().filter(|(_, said)| said.has_number) {
        for (column, right) in other.said.iter().enumerate() {
            other_number[row * columns + column] = right.has_number;
        }
    }
    let (mut of_row, mut of_column) = (vec![0.0; rows], vec![0.0; columns]);
    let (mut left, mut right) = (one.words.as_slice(), other.words.as_slice());
    while let Some(word) = left.first().into_iter().chain(right.first()).min_by_key(|word| word.key) {
        let having = |words: &[Word]| words.iter().take_while(|own| own.key == word.key).count();
        let (ours, rest) = left.split_at(having(left));
        let (theirs, others) = right.split_at(having(right));
        (left, right) = (rest, others);
        let weight = f64::from(word.worth) * (1.0 + items / (ours.len() + theirs.len()) as f64).ln();
        for own in ours {
            of_row[usize::from(own.item)] += weight;
            for their in theirs {
                let at = usize::from(own.item) * columns + usize::from(their.item);
                shared[at] += weight;
                other_number[at] &= !word.is_number;
            }
        }
        for their in theirs {
            of_column[usize::from(their.item)] += weight;
        }
    }
    for (row, mass) in of_row.iter().enumerate() {
        for (column, other_mass) in of_column.iter().enumerate() {
            let at = row * columns + column;
            // Every item has words, and every word has weight.
            shared[at] *= if other_number[at] { 0.0 } else { 2.0 / (mass + other_mass) };
        }
    }
    shared
}
