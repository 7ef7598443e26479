//! Which pairs of notes are worth a look: those that share a key, and whose words do not rule it out.

use super::digest::{Digest, Kind};
use super::keys::{both, key};
use super::look::Look;
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

/// So many blocks are looked at by one core at a time.
const AT_ONCE: usize = 16;

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
    /// On one day, the sound of a participant's name.
    Person(u64),
    /// On one day, a word of the title.
    Title(u64),
    /// On one day, both: what a crowd is cut down by.
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

/// A note under one of its keys.
type Keyed = (Key, usize);

/// Finds the pairs worth a look, each with the lesser index first, in order; and the crowds they were not found in.
pub(super) fn pairs(notes: &[Scanned<Digest>], survey: &Survey) -> (Vec<(usize, usize)>, Vec<Crowd>) {
    let compared = |index: &usize| notes[*index].digest.ignored.is_none();
    let (mut keyed, mut days) = rayon::join(
        || -> Vec<Keyed> {
            let indices = (0..notes.len()).into_par_iter().filter(compared);
            indices.flat_map_iter(|index| keys_of_any_day(index, &notes[index].digest, survey)).collect()
        },
        || -> Vec<(Date, usize)> {
            let mut days = days(notes, (0..notes.len()).filter(compared));
            days.extend(written_on(notes, (0..notes.len()).filter(compared)));
            days
        },
    );
    rayon::join(|| keyed.par_sort_unstable(), || days.par_sort_unstable());
    // Notes that share one key of their day are likely to share more of them: each pair of a day is looked at once.
    let days: Vec<&[(Date, usize)]> = days.chunk_by(|a, b| a.0 == b.0).filter(|day| day.len() > 1).collect();
    let blocks: Vec<&[Keyed]> = keyed.chunk_by(|a, b| a.0 == b.0).filter(|block| block.len() > 1).collect();
    // In small pieces, so that no core is left with much to do when the others are done.
    let of_days = days.par_iter().with_max_len(AT_ONCE).map(|day| Met::on_one_day(day, notes, survey));
    let of_any_day = blocks.par_iter().with_max_len(AT_ONCE).map(|block| Met::of(block, notes, survey));
    let met = of_any_day.chain(of_days);
    let Met { mut pairs, mut crowds } = met.reduce(Met::default, Met::and);
    pairs.par_sort_unstable();
    pairs.dedup();
    crowds.sort_by(|a, b| (a.first, b.notes).cmp(&(b.first, a.notes)));
    // A crowd is met under each of its words; one line tells.
    crowds.dedup_by_key(|crowd| crowd.first);
    (pairs, crowds)
}

/// What was met among some notes.
#[derive(Default)]
struct Met {
    /// The pairs that are worth reading.
    pairs: Vec<(usize, usize)>,
    crowds: Vec<Crowd>,
}

impl Met {
    fn and(mut self, mut other: Self) -> Self {
        self.pairs.append(&mut other.pairs);
        self.crowds.append(&mut other.crowds);
        self
    }

    /// Looks at the notes of one block.
    fn of(block: &[Keyed], notes: &[Scanned<Digest>], survey: &Survey) -> Self {
        let mut met = Self::default();
        let pairs = met.pairs_of(block);
        met.pairs = worth_reading(pairs, notes, survey);
        met
    }

    /// Looks at the notes of one day.
    fn on_one_day(day: &[(Date, usize)], notes: &[Scanned<Digest>], survey: &Survey) -> Self {
        let mut met = Self::default();
        let indices = day.iter().map(|(_, index)| *index);
        let mut keyed: Vec<Keyed> =
            indices.flat_map(|index| keys_on_a_day(index, &notes[index].digest, survey)).collect();
        keyed.sort_unstable();
        keyed.dedup();
        let mut pairs = Vec::new();
        let mut cut: Vec<Keyed> = Vec::new();
        for block in keyed.chunk_by(|a, b| a.0 == b.0) {
            if let Key::Person(sound) = block[0].0
                && block.len() > CROWDED
            {
                for (_, index) in block {
                    let words = notes[*index].digest.title.iter();
                    cut.extend(words.map(|word| (Key::PersonAndTitle(both(sound, *word)), *index)));
                }
            } else {
                pairs.extend(met.pairs_of(block));
            }
        }
        cut.sort_unstable();
        for block in cut.chunk_by(|a, b| a.0 == b.0) {
            pairs.extend(met.pairs_of(block));
        }
        pairs.sort_unstable();
        pairs.dedup();
        met.pairs = worth_reading(pairs, notes, survey);
        met
    }

    /// The pairs of a block; none of one that is crowded, which is noted.
    fn pairs_of(&mut self, block: &[Keyed]) -> Vec<(usize, usize)> {
        let key = block[0].0;
        let is_text = matches!(key, Key::Text(_));
        if block.len() > CROWDED && !is_text {
            self.crowds.push(Crowd { shared: key.words().to_owned(), notes: block.len(), first: block[0].1 });
            return Vec::new();
        }
        // Equal texts are one group however many they are, and a chain of pairs tells that.
        let last = |at: usize| if is_text { (at + 2).min(block.len()) } else { block.len() };
        let with_later = |at: usize| (at + 1..last(at)).map(move |to| (block[at].1, block[to].1));
        (0..block.len()).flat_map(with_later).collect()
    }
}

/// The pairs of which more speaks for it than a key that the two belong together.
fn worth_reading(
    mut pairs: Vec<(usize, usize)>,
    notes: &[Scanned<Digest>],
    survey: &Survey,
) -> Vec<(usize, usize)> {
    let mut looks: BTreeMap<usize, Look<'_>> = BTreeMap::new();
    for at in pairs.iter().flat_map(|(one, other)| [*one, *other]) {
        looks.entry(at).or_insert_with(|| Look::at(&notes[at].digest, survey));
    }
    pairs.retain(|(one, other)| looks[one].is_worth_reading_with(&looks[other]));
    pairs
}

/// The keys of a note that do not depend on its day.
fn keys_of_any_day(index: usize, digest: &Digest, survey: &Survey) -> impl Iterator<Item = Keyed> {
    let transcript = survey.transcript(digest).map(|name| Key::Transcript(key(name)));
    let keys = [Some(Key::Text(digest.text_start())), Some(Key::Name(digest.place)), transcript];
    keys.into_iter().flatten().map(move |key| (key, index))
}

/// The keys of a note among those of its day.
fn keys_on_a_day<'a>(
    index: usize,
    digest: &'a Digest,
    survey: &'a Survey,
) -> impl Iterator<Item = Keyed> + 'a {
    let people = survey.sounds(digest).map(Key::Person);
    people.chain(digest.title.iter().copied().map(Key::Title)).map(move |key| (key, index))
}

/// Notes about meetings with each day they may be about by what they say.
fn days(notes: &[Scanned<Digest>], indices: impl Iterator<Item = usize>) -> Vec<(Date, usize)> {
    let says =
        |index: &usize| notes[*index].digest.kind == Kind::Meeting && notes[*index].digest.says_a_day();
    indices.filter(says).flat_map(|index| notes[index].digest.days().map(move |day| (day, index))).collect()
}

/// Notes about meetings that say no day, with the day they were written on; but for days on which more of them were
/// written than anybody writes: they were brought in from elsewhere.
fn written_on(notes: &[Scanned<Digest>], indices: impl Iterator<Item = usize>) -> Vec<(Date, usize)> {
    let says_none =
        |index: &usize| notes[*index].digest.kind == Kind::Meeting && !notes[*index].digest.says_a_day();
    let days_of = |index: usize| notes[index].digest.days().map(move |day| (day, index));
    let mut written: Vec<(Date, usize)> = indices.filter(says_none).flat_map(days_of).collect();
    written.sort_unstable();
    written.chunk_by(|a, b| a.0 == b.0).filter(|day| day.len() <= CROWDED).flatten().copied().collect()
}
