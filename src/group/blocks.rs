//! Which pairs of notes are worth a look: those that share a key, and whose words do not rule it out.

use super::digest::{Digest, Kind};
use super::keys::key;
use super::names::{is_conflict, original};
use super::sketch::Weighed;
use super::survey::Survey;
use super::wordings::{Wordings, matched};
use crate::vault::Scanned;
use jiff::civil::Date;
use rayon::prelude::*;
use std::sync::OnceLock;

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

/// In two notes of one day at least so many bullets say the same, roles, fields and languages left aside, and one in so
/// many of the note with fewer; or neither is read.
///
/// The first is one less than the least number of items for which any rule makes a group ([`super::verdict`]). In
/// `testdata` the variants of a meeting share one in five and more.
const LEAST_BULLETS: usize = 2;
const ONE_BULLET_IN: usize = 7;

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

    /// Whether notes of one day are likely to share both keys.
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
    let looks: Vec<Look<'_>> = notes.par_iter().map(|note| Look::at(note, survey)).collect();
    blocks.sort_unstable_by_key(|block| block[0]);
    let days: Vec<&[&[(Key, usize)]]> = blocks.chunk_by(|a, b| a[0].0.is_met_with(b[0].0)).collect();
    let mut pairs: Vec<(usize, usize)> = days
        .into_par_iter()
        .flat_map_iter(|blocks| {
            let mut pairs: Vec<(usize, usize)> = blocks.iter().flat_map(|block| in_block(block)).collect();
            // Notes that share one key share more of them, and each pair is looked at once.
            pairs.sort_unstable();
            pairs.dedup();
            pairs.retain(|(one, other)| looks[*one].is_worth_another(&looks[*other], survey));
            pairs
        })
        .collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    let pairs =
        pairs.into_par_iter().filter(|(one, other)| looks[*one].may_say_the_same(&looks[*other], survey));
    (pairs.collect(), crowds)
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
    let mut keys = vec![Key::Text(digest.text.start())];
    let name = original(note.path.stem()).unwrap_or(note.path.stem());
    keys.push(Key::Name(key(&format!("{}/{}", note.path.folder(), name.to_lowercase()))));
    keys.extend(survey.transcript(digest).map(|name| Key::Transcript(key(name))));
    if let Some(date) = digest.date.filter(|_| digest.kind == Kind::Meeting) {
        keys.extend(survey.sounds(digest).map(|sound| Key::OnDay(date, Common::Person(sound))));
        keys.extend(digest.title.iter().map(|word| Key::OnDay(date, Common::Title(*word))));
    }
    keys
}

/// What is seen of a note at a first look: what costs little to compare.
struct Look<'a> {
    note: &'a Scanned<Digest>,
    words: Weighed<'a>,
    wordings: OnceLock<Wordings>,
    /// Whether it has the name of a copy, and of one that a sync service made.
    is_copy: bool,
    is_conflict: bool,
}

impl<'a> Look<'a> {
    fn at(note: &'a Scanned<Digest>, survey: &Survey) -> Self {
        let stem = note.path.stem();
        Self {
            note,
            words: Weighed::of(&note.digest.sketch, |word| survey.worth(word)),
            wordings: OnceLock::new(),
            is_copy: original(stem).is_some(),
            is_conflict: is_conflict(stem),
        }
    }

    /// Whether more than a key speaks for it that the two belong together.
    fn is_worth_another(&self, other: &Self, survey: &Survey) -> bool {
        let (left, right) = (&self.note.digest, &other.note.digest);
        if left.text == right.text {
            return true;
        }
        if self.may_be_copies(other) {
            return share_of_lines(left, right, survey) > 0.0 || self.is_conflict || other.is_conflict;
        }
        let same_day = left.date.is_some() && left.date == right.date;
        let both_list = !left.people.is_empty() && !right.people.is_empty();
        let strangers = both_list && !survey.sound_alike(left, right);
        let least = if strangers {
            LEAST_SHARE_OF_STRANGERS
        } else if same_day && survey.same_company(left, right) {
            LEAST_SHARE_OF_COMPANY
        } else {
            LEAST_SHARE
        };
        have_same_transcript(left, right) || same_day && self.words.share(&other.words) >= least
    }

    /// Whether reading the two in full may show that they belong together: some of their bullets say the same, where
    /// nothing but what they say can tell.
    fn may_say_the_same(&self, other: &Self, survey: &Survey) -> bool {
        let (left, right) = (&self.note.digest, &other.note.digest);
        if left.text == right.text || self.may_be_copies(other) || have_same_transcript(left, right) {
            return true;
        }
        let (ours, theirs) = (self.wordings(survey), other.wordings(survey));
        let least = LEAST_BULLETS.max(ours.said.len().min(theirs.said.len()) / ONE_BULLET_IN);
        matched(ours, theirs).len() >= least
    }

    fn wordings(&self, survey: &Survey) -> &Wordings {
        self.wordings.get_or_init(|| self.note.digest.bullets.wordings(survey))
    }

    fn may_be_copies(&self, other: &Self) -> bool {
        (self.is_copy || other.is_copy) && self.note.path.folder() == other.note.path.folder()
    }
}

fn have_same_transcript(one: &Digest, other: &Digest) -> bool {
    one.transcript.is_some() && one.transcript == other.transcript
}

/// The share of the lines of the lesser one that the other has, too; lines that say nothing left out.
#[expect(clippy::cast_precision_loss, reason = "counts of lines")]
pub(super) fn share_of_lines(one: &Digest, other: &Digest, survey: &Survey) -> f64 {
    let count = |digest: &Digest| survey.own_lines(digest).count();
    let least = count(one).min(count(other));
    let shared = survey.own_lines(one).filter(|line| other.lines.binary_search(line).is_ok()).count();
    if least == 0 { 0.0 } else { shared as f64 / least as f64 }
}
