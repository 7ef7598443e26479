//! The lines of a vault that say nothing about one meeting.

use super::digest::{Digest, Kind};
use crate::vault::Scanned;
use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::FxBuildHasher;
use std::collections::HashMap;

/// A line that notes of one kind and of so many days have comes from a template, or is carried along: it says nothing
/// about one meeting. An action carried over once stands in the notes of two.
const DAYS_OF_BOILERPLATE: usize = 3;

/// The lines that say nothing, by their keys, with the first occasion of each. They are looked up, and nobody asks for
/// their order.
#[derive(Debug, Default)]
pub(super) struct Boilerplate(HashMap<u64, Occasion, FxBuildHasher>);

/// Lines are counted in four parts by their first bits, side by side: of millions the counts of a part are as many as a
/// core has at hand.
const PART_BITS: u32 = 2;

impl Boilerplate {
    /// Finds the lines that say nothing.
    pub(super) fn of(notes: &[Scanned<Digest>]) -> Self {
        let parts = (0..1 << PART_BITS).into_par_iter().map(|part| Self::of_part(notes, part));
        parts.reduce(Self::default, |mut all, part| {
            all.0.extend(part.0);
            all
        })
    }

    fn of_part(notes: &[Scanned<Digest>], part: u64) -> Self {
        let digests = || notes.iter().map(|note| &note.digest);
        // Most lines stand in one note, and of them no more is kept than a count.
        let mut counts =
            Counts::for_keys(digests().map(|digest| digest.lines.len()).sum::<usize>() >> PART_BITS);
        for digest in digests() {
            lines(digest, part).for_each(|line| counts.add(line));
        }
        let mut met: HashMap<u64, Occasions, FxBuildHasher> = HashMap::default();
        for digest in digests() {
            let occasion = Occasion::of(digest);
            for line in lines(digest, part).filter(|line| counts.may_be(*line, DAYS_OF_BOILERPLATE)) {
                met.entry(line).or_default().add(occasion);
            }
        }
        let first = met.into_iter().filter_map(|(line, occasions)| Some((line, occasions.first_of_many()?)));
        Self(first.collect())
    }

    /// The first occasion of a line in notes of a kind; `None` where the line may say something.
    pub(super) fn first(&self, line: u64, kind: Kind) -> Option<Occasion> {
        self.0.get(&of_kind(line, kind)).copied()
    }
}

/// The lines of a note that belong to a part, by their keys among those of the notes of its kind.
fn lines(digest: &Digest, part: u64) -> impl Iterator<Item = u64> {
    // They are sorted: those of a part lie together.
    let of_part = digest.lines.iter().filter(move |line| **line >> (u64::BITS - PART_BITS) == part);
    of_part.map(|line| of_kind(*line, digest.kind))
}

/// The key of a line among the lines of notes of a kind.
fn of_kind(line: u64, kind: Kind) -> u64 {
    if kind == Kind::Meeting { line } else { !line }
}

/// When a note was written, as far as that tells whether notes have a line independently of each other.
///
/// Notes of one day are variants of one another as far as a line goes; notes without a day are told apart by their
/// names, so that copies count once.
///
/// A number, since millions of them are compared: a day by its place in time, and behind all days a name by its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Occasion(u64);

impl Occasion {
    /// What tells a name from a day.
    const NAME: u64 = 1 << 63;

    fn of(note: &Digest) -> Self {
        note.date.map_or(Self(note.name | Self::NAME), Self::day)
    }

    pub(super) fn day(date: Date) -> Self {
        let [month, day] = [date.month(), date.day()].map(|of| u64::from(of.unsigned_abs()));
        // From the year -9999 on.
        let year = u64::from((date.year() + 10_000).unsigned_abs());
        Self(year << 16 | month << 8 | day)
    }
}

/// The first occasions of something.
#[derive(Default)]
struct Occasions([Option<Occasion>; DAYS_OF_BOILERPLATE]);

impl Occasions {
    fn add(&mut self, occasion: Occasion) {
        let Self(first) = self;
        if first.contains(&Some(occasion)) {
            return;
        }
        // `None` is before all of them.
        if let Some(place) = first.iter().rposition(Option::is_none) {
            first[place] = Some(occasion);
        } else if first.last() > Some(&Some(occasion)) {
            first[DAYS_OF_BOILERPLATE - 1] = Some(occasion);
        }
        first.sort_unstable();
    }

    /// The first of all, where there are [`DAYS_OF_BOILERPLATE`] and more.
    fn first_of_many(&self) -> Option<Occasion> {
        self.0[0]
    }
}

/// How often keys were met, at most: keys may share a count.
struct Counts(Vec<u8>);

impl Counts {
    /// Counts for so many keys, of which two seldom share one.
    fn for_keys(keys: usize) -> Self {
        Self(vec![0; keys.next_power_of_two()])
    }

    fn place(&self, key: u64) -> usize {
        #[expect(clippy::cast_possible_truncation, reason = "any bits of a key do")]
        let key = key as usize;
        key & (self.0.len() - 1)
    }

    fn add(&mut self, key: u64) {
        let place = self.place(key);
        self.0[place] = self.0[place].saturating_add(1);
    }

    /// Whether a key may have been met so often, which is less than 256 times.
    fn may_be(&self, key: u64, often: usize) -> bool {
        usize::from(self.0[self.place(key)]) >= often
    }
}
