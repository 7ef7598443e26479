//! What is usual in a vault, and so says nothing about two of its notes.

use super::boilerplate::{Boilerplate, Occasion};
use super::digest::Digest;
use super::keys;
use super::sketch::Sketch;
use crate::people::{PeopleOptions, sounds};
use crate::vault::Scanned;
use jiff::civil::Date;
use rustc_hash::FxBuildHasher;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// From this share of its lines on, a note whose lines stand in notes of later days is not made from a template: it is
/// what these notes quote. What a template gives is the lesser part of a note that says something.
const QUOTED: f64 = 0.6;

/// A transcript's name that notes of so many days give tells nothing (`Weekly call`). A meeting in two time zones is on
/// two days.
const DAYS_OF_ONE_TRANSCRIPT: usize = 2;

/// What is usual in a vault.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// The lines that say nothing.
    boilerplate: Boilerplate,
    /// The names of transcripts that tell nothing.
    vague: BTreeSet<Box<str>>,
    /// What the words of notes about meetings are worth.
    words: Worths,
    /// The sounds of other names of the people whom a sound stands for, by its key; only where they are other sounds.
    nicknames: BTreeMap<u64, BTreeSet<u64>>,
    /// The places of the notes that others are by their numbered names copies of.
    originals: BTreeSet<u64>,
}

/// What a word is worth of which is not known how many notes have it: as much as one that every second has.
const WORTH_OF_THE_UNKNOWN: f32 = 1.1;

impl Survey {
    /// Surveys the notes of a vault, in which these people are known.
    pub(super) fn of(notes: &[Scanned<Digest>], people: &PeopleOptions) -> Self {
        let (boilerplate, (vague, words)) = rayon::join(
            || Boilerplate::of(notes),
            || rayon::join(|| vague(notes), || Worths::in_notes(notes)),
        );
        let originals = originals(notes);
        Self { boilerplate, vague, words, nicknames: nicknames(people), originals }
    }

    /// Whether there is a note of the name, in the same folder, that a copy is by its name a copy of.
    pub(super) fn has_original(&self, copy: &Digest) -> bool {
        self.originals.contains(&copy.place)
    }

    /// The keys of the sounds of the people a note lists, by all names these are known by.
    pub(super) fn sounds<'a>(&'a self, digest: &'a Digest) -> impl Iterator<Item = u64> + 'a {
        let others = digest.people.iter().filter_map(|sound| self.nicknames.get(sound)).flatten();
        digest.people.iter().chain(others).copied()
    }

    /// Whether somebody in the one note sounds like somebody in the other.
    pub(super) fn sound_alike(&self, one: &Digest, other: &Digest) -> bool {
        let is_in = |digest: &Digest, sound: u64| digest.people.binary_search(&sound).is_ok();
        self.sounds(one).any(|sound| is_in(other, sound)) || self.sounds(other).any(|sound| is_in(one, sound))
    }

    /// Whether the two list the same people, as far as names sound alike: two names or more, and nearly all of those of
    /// the shorter list.
    pub(super) fn same_company(&self, one: &Digest, other: &Digest) -> bool {
        let (lesser, greater) =
            if one.people.len() <= other.people.len() { (one, other) } else { (other, one) };
        let (mut both, mut all) = (0, 0);
        for sound in self.sounds(lesser) {
            all += 1;
            both += usize::from(greater.people.binary_search(&sound).is_ok());
        }
        both > 1 && both * 4 >= all * 3
    }

    /// What it is worth that two notes share a word, by its key: the fewer notes about meetings have it, the more.
    pub(super) fn worth(&self, word: u32) -> f32 {
        self.words.of(word).unwrap_or(WORTH_OF_THE_UNKNOWN)
    }

    /// The transcript a note was made from, where its name tells which.
    pub(super) fn transcript<'a>(&self, digest: &'a Digest) -> Option<&'a str> {
        digest.transcript.as_deref().filter(|name| !self.vague.contains(*name))
    }

    /// Whether the names of their transcripts tell that two notes were made from different ones.
    pub(super) fn have_other_transcripts(&self, one: &Digest, other: &Digest) -> bool {
        let (one, other) = (self.transcript(one), self.transcript(other));
        one.is_some() && other.is_some() && one != other
    }

    /// The lines of a note, by their keys, that say something about it.
    pub(super) fn own_lines<'a>(&'a self, digest: &'a Digest) -> impl Iterator<Item = u64> + 'a {
        let usual = self.usual_lines(digest);
        digest.lines.iter().copied().filter(move |line| usual.binary_search(line).is_err())
    }

    /// The lines of a note, by their keys, that say nothing about it, sorted.
    ///
    /// Lines are compared among notes about meetings, or among all others: what weekly pages and daily notes take over
    /// from a meeting does not make its note a template. And where most lines of a note are met again later, and none
    /// before, those of the later notes are quotes.
    #[expect(clippy::cast_precision_loss, reason = "counts of lines")]
    pub(super) fn usual_lines(&self, digest: &Digest) -> Vec<u64> {
        let day = digest.date.map(Occasion::day);
        let usual: Vec<(u64, bool)> = digest
            .lines
            .iter()
            .filter_map(|line| {
                let first = self.boilerplate.first(*line, digest.kind)?;
                Some((*line, Some(first) == day))
            })
            .collect();
        let first = usual.iter().filter(|(_, is_first)| *is_first).count();
        let is_quoted = first as f64 >= QUOTED * digest.lines.len() as f64;
        usual.into_iter().filter(|(_, is_first)| !(is_quoted && *is_first)).map(|(line, _)| line).collect()
    }
}

/// The names of transcripts that notes of several days give.
fn vague(notes: &[Scanned<Digest>]) -> BTreeSet<Box<str>> {
    let digests = notes.iter().map(|note| &note.digest);
    let mut named: Vec<(&str, Date)> =
        digests.filter_map(|digest| Some((digest.transcript.as_deref()?, digest.date?))).collect();
    named.sort_unstable();
    named.dedup();
    let days = named.chunk_by(|a, b| a.0 == b.0).filter(|days| days.len() > DAYS_OF_ONE_TRANSCRIPT);
    days.map(|days| days[0].0.into()).collect()
}

/// The places of the notes that others are by their numbered names copies of.
fn originals(notes: &[Scanned<Digest>]) -> BTreeSet<u64> {
    let digests = || notes.iter().map(|note| &note.digest);
    let of_numbered: BTreeSet<u64> =
        digests().filter(|digest| digest.is_numbered).map(|digest| digest.place).collect();
    let bare = digests().filter(|digest| !digest.is_copy && of_numbered.contains(&digest.place));
    bare.map(|digest| digest.place).collect()
}

/// For the sound of an alias that is no part of the name (`Lolly` for Laura Whitfield) the sounds of all names.
fn nicknames(people: &PeopleOptions) -> BTreeMap<u64, BTreeSet<u64>> {
    let mut nicknames: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
    let keys = |name: &str| sounds(name).iter().map(|sound| keys::key(sound)).collect::<Vec<u64>>();
    for person in people.known.iter().chain(people.register.people()) {
        let name = keys(&person.name);
        let aliases: Vec<Vec<u64>> = person.aliases.iter().map(|alias| keys(alias)).collect();
        for alias in aliases.iter().filter(|alias| alias.iter().all(|sound| !name.contains(sound))) {
            for sound in alias {
                nicknames.entry(*sound).or_default().extend(name.iter().chain(aliases.iter().flatten()));
            }
        }
    }
    nicknames
}

/// What the words of the notes about meetings are worth.
///
/// Some ten million words of a large vault are counted, and then looked up; nobody asks for their order.
#[derive(Debug, Default)]
struct Worths(HashMap<u32, f32, FxBuildHasher>);

impl Worths {
    /// Counts the words of the notes.
    fn in_notes(notes: &[Scanned<Digest>]) -> Self {
        let sketches = || notes.iter().map(|note| &note.digest.sketch).filter(|sketch| !sketch.is_empty());
        let mut reaches: Vec<u32> = sketches().map(Sketch::reach).collect();
        reaches.sort_unstable();
        let mut having: HashMap<u32, u32, FxBuildHasher> = HashMap::default();
        for word in sketches().flat_map(Sketch::words) {
            *having.entry(word).or_default() += 1;
        }
        let worth = |(word, having): (u32, u32)| {
            // Of long notes not all words were kept: those notes do not tell whether they have this one.
            let telling = reaches.len() - reaches.partition_point(|reach| *reach < word);
            #[expect(clippy::cast_precision_loss, reason = "counts of notes, for a weight")]
            let rarity = telling as f32 / having as f32;
            (word, rarity.ln_1p())
        };
        Self(having.into_iter().map(worth).collect())
    }

    fn of(&self, word: u32) -> Option<f32> {
        self.0.get(&word).copied()
    }
}
