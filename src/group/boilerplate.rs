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
/// Counting tells so many from fewer.
const _: () = assert!(DAYS_OF_BOILERPLATE == Counts::MOST as usize);

/// Lines are counted in parts by their first bits, side by side: of millions the counts of a part are as many as a core has
/// at hand, and no core waits long for another's last part.
const PART_BITS: u32 = 4;
const PARTS: usize = 1 << PART_BITS;

/// The lines of so many notes are gathered by one core at a time.
const NOTES_AT_ONCE: usize = 4096;

/// The lines that say nothing.
#[derive(Debug, Default)]
pub(super) struct Boilerplate {
    parts: Vec<Part>,
}

/// Lines by their keys, with the first occasions of each: those that say nothing, and a few others. They are looked up,
/// and nobody asks for their order.
type Part = HashMap<u64, Occasions, FxBuildHasher>;

impl Boilerplate {
    /// Finds the lines that say nothing.
    pub(super) fn of(notes: &[Scanned<Digest>]) -> Self {
        let gathered: Vec<[Lines; PARTS]> = notes.par_chunks(NOTES_AT_ONCE).map(gathered).collect();
        let of_part = |part: usize| gathered.iter().flat_map(move |lines| lines[part].iter().copied());
        Self { parts: (0..PARTS).into_par_iter().map(|part| met(of_part(part))).collect() }
    }

    /// The first occasion of a line in notes of a kind; `None` where the line may say something.
    pub(super) fn first(&self, line: u64, kind: Kind) -> Option<Occasion> {
        self.parts.get(part(line))?.get(&of_kind(line, kind))?.first_of_many()
    }
}

/// Lines by their keys among those of the notes of their kind, each with when its note was written.
type Lines = Vec<(u64, Occasion)>;

/// The lines of some notes, part by part.
fn gathered(notes: &[Scanned<Digest>]) -> [Lines; PARTS] {
    let digests = || notes.iter().map(|note| &note.digest);
    let many = digests().map(|digest| digest.lines.len()).sum::<usize>() / PARTS;
    let mut parts = std::array::from_fn(|_| Lines::with_capacity(many + many / 8));
    for digest in digests() {
        let occasion = Occasion::of(digest);
        for line in &digest.lines {
            parts[part(*line)].push((of_kind(*line, digest.kind), occasion));
        }
    }
    parts
}

/// Those of some lines that may say nothing.
fn met(lines: impl Iterator<Item = (u64, Occasion)> + Clone) -> Part {
    // Most lines stand in one note, and of them no more is kept than a count.
    let mut counts = Counts::for_keys(lines.clone().count());
    for (line, _) in lines.clone() {
        counts.add(line);
    }
    let mut met = Part::default();
    for (line, occasion) in lines.filter(|(line, _)| counts.may_be_many(*line)) {
        met.entry(line).or_default().add(occasion);
    }
    met
}

/// The part a line belongs to.
fn part(line: u64) -> usize {
    // Four bits.
    usize::try_from(line >> (u64::BITS - PART_BITS)).unwrap_or(0)
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

    /// What is behind all of them.
    const NEVER: Self = Self(u64::MAX);

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

/// The first occasions of something, in order.
#[derive(Debug)]
struct Occasions([Occasion; DAYS_OF_BOILERPLATE]);

impl Default for Occasions {
    fn default() -> Self {
        Self([Occasion::NEVER; DAYS_OF_BOILERPLATE])
    }
}

impl Occasions {
    fn add(&mut self, occasion: Occasion) {
        let Self(first) = self;
        if occasion < first[DAYS_OF_BOILERPLATE - 1] && !first.contains(&occasion) {
            first[DAYS_OF_BOILERPLATE - 1] = occasion;
            first.sort_unstable();
        }
    }

    /// The first of all, where there are [`DAYS_OF_BOILERPLATE`] and more.
    fn first_of_many(&self) -> Option<Occasion> {
        let Self(first) = self;
        (first[DAYS_OF_BOILERPLATE - 1] != Occasion::NEVER).then_some(first[0])
    }
}

/// How often keys were met, at most: keys may share a count.
struct Counts {
    /// Four counts each: the lesser the table, the more of it a core has at hand.
    fours: Vec<u8>,
}

impl Counts {
    /// A count takes so many bits, and goes no further than [`Self::MOST`].
    const BITS: usize = 2;
    const MOST: u8 = (1 << Self::BITS) - 1;

    /// Counts for so many keys, of which two seldom share one: of a thousand that were met once, 15 are taken for more.
    fn for_keys(keys: usize) -> Self {
        Self { fours: vec![0; keys.next_power_of_two()] }
    }

    /// Where the count of a key is: in which four, and from which bit on.
    fn place(&self, key: u64) -> (usize, usize) {
        #[expect(clippy::cast_possible_truncation, reason = "any bits of a key do")]
        let key = key as usize;
        (key >> Self::BITS & (self.fours.len() - 1), key % 4 * Self::BITS)
    }

    fn add(&mut self, key: u64) {
        let (four, bit) = self.place(key);
        let is_less = self.fours[four] >> bit & Self::MOST < Self::MOST;
        self.fours[four] += u8::from(is_less) << bit;
    }

    /// Whether a key may have been met so often as a count goes.
    fn may_be_many(&self, key: u64) -> bool {
        let (four, bit) = self.place(key);
        self.fours[four] >> bit & Self::MOST == Self::MOST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_tells_many_from_few_and_stops_there() {
        let mut counts = Counts::for_keys(8);
        for key in [1, 2, 2, 3, 3, 3, 4, 4, 4, 4, 4, 4] {
            counts.add(key);
        }
        assert_eq!(
            [0, 1, 2, 3, 4, 5].map(|key| counts.may_be_many(key)),
            [false, false, false, true, true, false]
        );
    }

    #[test]
    fn what_was_met_on_three_days_has_a_first_whatever_the_order_and_how_often() {
        let check = |days: &[u64], expect: Option<u64>| {
            let mut met = Occasions::default();
            for day in days {
                met.add(Occasion(*day));
            }
            assert_eq!(met.first_of_many(), expect.map(Occasion), "{days:?}");
        };
        check(&[], None);
        check(&[5, 5, 7, 5], None);
        check(&[5, 7, 9], Some(5));
        check(&[9, 7, 9, 8, 5], Some(5));
    }
}
