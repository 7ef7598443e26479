//! Which pairs of notes are worth a look: those that share a key, and whose words do not rule it out.

use super::digest::{Digest, Kind};
use super::names::{is_conflict, original};
use super::sketch::{self, Weighed};
use super::survey::Survey;
use crate::vault::Scanned;
use rayon::prelude::*;

/// In a block of more notes than this not every pair is looked at: first it is cut down by the titles.
///
/// 64 notes are 2,016 pairs, a fraction of a second even if all of them were read; a team has not as many meetings on
/// one day.
const CROWDED: usize = 64;

/// Two notes of one day share words that are worth at least this share of those of the lesser one, or are not looked at
/// any further.
///
/// In `testdata/meetings` and the seeds the variants of a meeting share .35 and more (19 pairs), notes of two meetings
/// .24 and less (171 pairs, days left aside; `bars` holds it). This only spares reading notes that have nothing to do
/// with each other.
const LEAST_SHARE: f32 = 0.3;

/// The same, where both list people and none of them sounds alike: there the words must make up for it.
const LEAST_SHARE_OF_STRANGERS: f32 = 0.34;

/// The same, where both list the same people: few notes of one day do, and then what they say is worth reading.
const LEAST_SHARE_OF_COMPANY: f32 = 0.15;

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
    /// The day and the sound of a participant's name.
    Person(u64),
    /// The day and a word of the title.
    Title(u64),
    /// The day, the sound of a name and a word of the title: what a crowd is cut down by.
    PersonAndTitle(u64),
}

impl Key {
    fn words(self) -> &'static str {
        match self {
            Self::Text(_) => "the same text",
            Self::Transcript(_) => "the same transcript",
            Self::Name(_) => "the name of one note",
            Self::Person(_) => "a day and a participant",
            Self::Title(_) => "a day and a word of the title",
            Self::PersonAndTitle(_) => "a day, a participant and a word of the title",
        }
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
            Key::Person(sound) if block.len() > CROWDED => {
                for (_, index) in block {
                    let words = notes[*index].digest.title.iter();
                    cut.extend(words.map(|word| (Key::PersonAndTitle(both(sound, *word)), *index)));
                }
            }
            // Equal texts are one group however many they are, and a chain of pairs tells that.
            Key::Text(_) => blocks.push(block),
            Key::Transcript(_) | Key::Name(_) | Key::Person(_) | Key::Title(_) | Key::PersonAndTitle(_) => {
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
    let weighed: Vec<Weighed> =
        notes.par_iter().map(|note| Weighed::of(&note.digest.sketch, |word| survey.worth(word))).collect();
    let mut pairs: Vec<(usize, usize)> = blocks
        .par_iter()
        .flat_map_iter(|block| {
            let is_text = matches!(block[0].0, Key::Text(_));
            (0..block.len()).flat_map(move |at| {
                let last = if is_text { (at + 2).min(block.len()) } else { block.len() };
                (at + 1..last).map(move |to| (block[at].1, block[to].1))
            })
        })
        .filter(|(one, other)| {
            let side = |at: usize| (&notes[at], &weighed[at]);
            is_worth_a_look(side(*one), side(*other), survey)
        })
        .collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    (pairs, crowds)
}

fn crowd(block: &[(Key, usize)]) -> Crowd {
    Crowd { shared: block[0].0.words().to_owned(), notes: block.len(), first: block[0].1 }
}

fn both(one: u64, other: u64) -> u64 {
    one.rotate_left(17) ^ other.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn keys(note: &Scanned<Digest>, survey: &Survey) -> Vec<Key> {
    let digest = &note.digest;
    let mut keys = vec![Key::Text(sketch::key(&digest.text.to_string()))];
    let name = original(note.path.stem()).unwrap_or(note.path.stem());
    keys.push(Key::Name(sketch::key(&format!("{}/{}", note.path.folder(), name.to_lowercase()))));
    keys.extend(survey.transcript(digest).map(|name| Key::Transcript(sketch::key(name))));
    if let Some(date) = digest.date.filter(|_| digest.kind == Kind::Meeting) {
        let day = sketch::key(&date.to_string());
        keys.extend(survey.sounds(digest).map(|sound| Key::Person(both(day, sound))));
        keys.extend(digest.title.iter().map(|word| Key::Title(both(day, *word))));
    }
    keys
}

/// Whether reading the two in full may show that they belong together; by what costs little to compare.
fn is_worth_a_look(
    (one, words): (&Scanned<Digest>, &Weighed),
    (other, other_words): (&Scanned<Digest>, &Weighed),
    survey: &Survey,
) -> bool {
    let (left, right) = (&one.digest, &other.digest);
    if left.text == right.text {
        return true;
    }
    let stems = [one.path.stem(), other.path.stem()];
    if one.path.folder() == other.path.folder() && stems.iter().any(|stem| original(stem).is_some()) {
        return share_of_lines(left, right, survey) > 0.0 || stems.iter().any(|stem| is_conflict(stem));
    }
    let same_day = left.date.is_some() && left.date == right.date;
    let same_transcript = left.transcript.is_some() && left.transcript == right.transcript;
    let both_list = !left.people.is_empty() && !right.people.is_empty();
    let strangers = both_list && !survey.sound_alike(left, right);
    let least = if strangers {
        LEAST_SHARE_OF_STRANGERS
    } else if same_day && survey.same_company(left, right) {
        LEAST_SHARE_OF_COMPANY
    } else {
        LEAST_SHARE
    };
    same_transcript || same_day && words.share(other_words) >= least
}

/// The share of the lines of the lesser one that the other has, too; lines that say nothing left out.
#[expect(clippy::cast_precision_loss, reason = "counts of lines")]
pub(super) fn share_of_lines(one: &Digest, other: &Digest, survey: &Survey) -> f64 {
    let count = |digest: &Digest| survey.own_lines(digest).count();
    let least = count(one).min(count(other));
    let shared = survey.own_lines(one).filter(|line| other.lines.binary_search(line).is_ok()).count();
    if least == 0 { 0.0 } else { shared as f64 / least as f64 }
}
