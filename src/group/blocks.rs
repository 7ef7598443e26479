//! Which pairs of notes are worth a look: those that share a key, and whose words do not rule it out.

use super::digest::{Digest, Kind};
use super::keys::key;
use super::look::Look;
use super::names::original;
use super::survey::Survey;
use crate::vault::Scanned;
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// In a block of more notes than this not every pair is looked at: first it is cut down by the titles.
///
/// 64 notes are 2,016 pairs, a fraction of a second even if all of them were read; a team has not as many meetings on
/// one day.
const CROWDED: usize = 64;

/// Notes of which not every pair was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crowd {
    /// What they share, in words.
    pub shared: String,
    /// How many they are.
    pub notes: usize,
    /// The index of the first of them.
    pub first: usize,
}

/// What makes two notes worth a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// The text, blanks aside.
    Text(u64),
    /// The transcript.
    Transcript(u64),
    /// The folder and the name that copies are copies of.
    Name(u64),
    /// The day, and what else the notes of that day have in common.
    OnDay(Date, Common),
}

/// What notes of one day have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Common {
    /// The sound of a participant's name.
    Person(u64),
    /// A word of the title.
    Title(u64),
    /// Both: what a crowd is cut down by.
    PersonAndTitle(u64),
}

impl Key {
    fn words(self) -> &'static str {
        match self {
            Self::Text(_) => "the same text",
            Self::Transcript(_) => "the same transcript",
            Self::Name(_) => "the name of one note",
            Self::OnDay(_, Common::Person(_)) => "a day and a participant",
            Self::OnDay(_, Common::Title(_)) => "a day and a word of the title",
            Self::OnDay(_, Common::PersonAndTitle(_)) => "a day, a participant and a word of the title",
        }
    }

    /// Whether both are keys of one day: notes that share the one are likely to share the other, too.
    fn is_met_with(self, other: Self) -> bool {
        matches!((self, other), (Self::OnDay(day, _), Self::OnDay(same, _)) if day == same)
    }
}

/// Finds the pairs worth a look, each with the lesser index first, in order; and the crowds they were not found in.
pub(super) fn pairs(notes: &[Scanned<Digest>], survey: &Survey) -> (Vec<(usize, usize)>, Vec<Crowd>) {
    let mut keyed: Vec<(Key, usize)> = notes
        .par_iter()
        .enumerate()
        .filter(|(_, note)| note.digest.ignored.is_none())
        .flat_map_iter(|(index, note)| keys(note, survey).into_iter().map(move |key| (key, index)))
        .collect();
    keyed.par_sort_unstable();
    keyed.dedup();
    let mut crowds = Vec::new();
    let mut cut: Vec<(Key, usize)> = Vec::new();
    let mut blocks: Vec<&[(Key, usize)]> = Vec::new();
    for block in keyed.chunk_by(|a, b| a.0 == b.0).filter(|block| block.len() > 1) {
        match block[0].0 {
            Key::OnDay(day, Common::Person(sound)) if block.len() > CROWDED => {
                for (_, index) in block {
                    let words = notes[*index].digest.title.iter();
                    let common = words.map(|word| Common::PersonAndTitle(both(sound, *word)));
                    cut.extend(common.map(|common| (Key::OnDay(day, common), *index)));
                }
            }
            // Equal texts are one group however many they are, and a chain of pairs tells that.
            Key::Text(_) => blocks.push(block),
            Key::Transcript(_) | Key::Name(_) | Key::OnDay(..) => {
                if block.len() > CROWDED {
                    crowds.push(crowd(block));
                } else {
                    blocks.push(block);
                }
            }
        }
    }
    cut.sort_unstable();
    for block in cut.chunk_by(|a, b| a.0 == b.0).filter(|block| block.len() > 1) {
        if block.len() > CROWDED {
            crowds.push(crowd(block));
        } else {
            blocks.push(block);
        }
    }
    crowds.sort_by(|a, b| (a.first, b.notes).cmp(&(b.first, a.notes)));
    // A crowd is met under each of its words; one line tells.
    crowds.dedup_by_key(|crowd| crowd.first);
    blocks.sort_unstable_by_key(|block| block[0]);
    let days: Vec<&[&[(Key, usize)]]> = blocks.chunk_by(|a, b| a[0].0.is_met_with(b[0].0)).collect();
    let mut pairs: Vec<(usize, usize)> =
        days.into_par_iter().flat_map_iter(|blocks| worth_reading(blocks, notes, survey)).collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    (pairs, crowds)
}

/// The pairs of these blocks of which more speaks for it than a key that the two belong together. Notes that share one
/// key share more of them, and each pair is looked at once.
fn worth_reading(
    blocks: &[&[(Key, usize)]],
    notes: &[Scanned<Digest>],
    survey: &Survey,
) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = blocks.iter().flat_map(|block| in_block(block)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut looks: BTreeMap<usize, Look<'_>> = BTreeMap::new();
    for at in pairs.iter().flat_map(|(one, other)| [*one, *other]) {
        looks.entry(at).or_insert_with(|| Look::at(&notes[at], survey));
    }
    pairs.retain(|(one, other)| looks[one].is_worth_reading_with(&looks[other]));
    pairs
}

/// The pairs of a block; of equal texts each with the next.
fn in_block(block: &[(Key, usize)]) -> impl Iterator<Item = (usize, usize)> {
    let is_text = matches!(block[0].0, Key::Text(_));
    (0..block.len()).flat_map(move |at| {
        let last = if is_text { (at + 2).min(block.len()) } else { block.len() };
        (at + 1..last).map(move |to| (block[at].1, block[to].1))
    })
}

fn crowd(block: &[(Key, usize)]) -> Crowd {
    Crowd { shared: block[0].0.words().to_owned(), notes: block.len(), first: block[0].1 }
}

fn both(one: u64, other: u64) -> u64 {
    one.rotate_left(17) ^ other.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn keys(note: &Scanned<Digest>, survey: &Survey) -> Vec<Key> {
    let digest = &note.digest;
    let mut keys = vec![Key::Text(digest.text_start())];
    let name = original(note.path.stem()).unwrap_or(note.path.stem());
    keys.push(Key::Name(key(&format!("{}/{}", note.path.folder(), name.to_lowercase()))));
    keys.extend(survey.transcript(digest).map(|name| Key::Transcript(key(name))));
    if let Some(date) = digest.date.filter(|_| digest.kind == Kind::Meeting) {
        keys.extend(survey.sounds(digest).map(|sound| Key::OnDay(date, Common::Person(sound))));
        keys.extend(digest.title.iter().map(|word| Key::OnDay(date, Common::Title(*word))));
    }
    keys
}
