//! Which of several wordings of one thing stays, and what the others say of their own.

use crate::align::{Reading, Readings};
use crate::note::{Item, Note};
use crate::people::{People, PersonId};
use crate::text::Span;
use crate::text::particulars::{Particular, particulars_and_said};
use crate::text::words::{StemId, Stems, words};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// How much the stems of some notes say: one that stands in few items says more than one that stands in many.
#[derive(Debug, Default)]
pub(super) struct Weights {
    stems: Stems,
    items: f64,
    found_in: Vec<f64>,
}

impl Weights {
    /// Counts the stems of `items`, which were handed out by `stems`.
    fn of<'a>(stems: Stems, items: impl Iterator<Item = &'a Reading>) -> Self {
        let mut weights = Self { found_in: vec![0.0; stems.count()], stems, items: 0.0 };
        for item in items {
            weights.items += 1.0;
            for stem in &item.stems {
                weights.found_in[stem.0 as usize] += 1.0;
            }
        }
        weights
    }

    /// The stems of the words of `text` that say what it is about, sorted.
    pub(super) fn stems(&mut self, text: &str) -> Vec<StemId> {
        let terms = words(text).map(|word| self.stems.term(word.text));
        let mut stems: Vec<StemId> = terms.filter(|term| !term.is_stop_word).map(|term| term.stem).collect();
        stems.sort_unstable();
        stems.dedup();
        self.found_in.resize(self.stems.count(), 0.0);
        stems
    }

    fn weight(&self, stem: StemId) -> f64 {
        (1.0 + self.items / (1.0 + self.found_in[stem.0 as usize])).ln()
    }

    /// How much of what `covered` says `by` says too, 0 to 1; what says nothing is covered. Both are sorted.
    pub(super) fn coverage(&self, covered: &[StemId], by: &[StemId]) -> f64 {
        let (mut all, mut shared) = (0.0, 0.0);
        for stem in covered {
            let weight = self.weight(*stem);
            all += weight;
            if by.binary_search(stem).is_ok() {
                shared += weight;
            }
        }
        if all > 0.0 { shared / all } else { 1.0 }
    }
}

/// Coverages closer than this are a tie, which the base wins: one word of a dozen more is no reason to reword a line.
const TIE: f64 = 0.02;

/// A wording with what is known of the note it stands in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'a> {
    pub(super) note: usize,
    pub(super) variant: &'a Note,
    pub(super) wording: &'a str,
}

/// A wording taken apart: the particulars and people in it must not get lost with it.
#[derive(Debug)]
pub(super) struct Wording<'a> {
    text: &'a str,
    reading: Reading,
    people: Vec<(Span, PersonId)>,
}

impl<'a> Wording<'a> {
    pub(super) fn of(said: Said<'a>, weights: &mut Weights, people: &People) -> Self {
        let (particulars, said_too) = particulars_and_said(said.wording, said.variant.date());
        let reading = Reading { stems: weights.stems(said.wording), particulars, said: said_too };
        Self::read(said, reading, people)
    }

    /// A wording that stands nowhere any more, for what it says besides words.
    pub(super) fn said_before(said: Said<'a>, people: &People) -> Self {
        let (particulars, said_too) = particulars_and_said(said.wording, said.variant.date());
        Self::read(said, Reading { stems: Vec::new(), particulars, said: said_too }, people)
    }

    fn read(said: Said<'a>, reading: Reading, people: &People) -> Self {
        Self { text: said.wording, reading, people: people.people_in(said.note, said.wording) }
    }

    /// The stems of the words that say what it is about, sorted.
    pub(super) fn stems(&self) -> &[StemId] {
        &self.reading.stems
    }

    /// The words of the numbers, dates, links, code and people that none of `kept` has, nor the fields `beside` them. Empty
    /// when nothing is lost with this wording.
    pub(super) fn own_words(&self, kept: &[&Self], beside: &Beside) -> Vec<&'a str> {
        let has = |particular: &Particular| {
            matches!(particular, Particular::Day(day) if beside.days.contains(day))
                || kept
                    .iter()
                    .any(|other| other.reading.said.iter().any(|known| particular.agrees_with(known)))
        };
        let names = |person: PersonId| {
            beside.people.contains(&person)
                || kept.iter().any(|other| other.people.iter().any(|(_, known)| person == *known))
        };
        let particulars = self.reading.particulars.iter();
        let own = particulars.filter(|(_, particular)| !has(particular)).map(|(span, _)| *span);
        let people = self.people.iter().filter(|(_, person)| !names(*person)).map(|(span, _)| *span);
        let own: BTreeSet<Span> = own.chain(people).collect();
        own.into_iter().map(|span| span.of(self.text)).collect()
    }
}

/// What the fields of an item say beside its wording.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// The days it has.
    pub(super) days: BTreeSet<Date>,
    /// Who does it.
    pub(super) people: BTreeSet<PersonId>,
}

/// The wordings of all items, each taken apart once.
pub(super) struct Wordings<'a>(Vec<Vec<Wording<'a>>>);

impl<'a> Wordings<'a> {
    /// Takes the items of `notes` apart by what was read of them, and weighs their stems.
    pub(super) fn of(notes: &[&'a Note], readings: Readings, people: &People) -> (Self, Weights) {
        let weights = Weights::of(readings.stems, readings.items.iter().flatten());
        let of_note = |(note, (variant, readings)): (usize, (&&'a Note, Vec<Reading>))| {
            let items = variant.items().iter().zip(readings);
            let wording = |(item, reading): (&'a Item, Reading)| {
                Wording::read(Said { note, variant, wording: &item.wording }, reading, people)
            };
            items.map(wording).collect()
        };
        (Self(notes.iter().zip(readings.items).enumerate().map(of_note).collect()), weights)
    }

    /// The wording of an item of a note, by their indices.
    pub(super) fn of_item(&self, note: usize, item: usize) -> &Wording<'a> {
        &self.0[note][item]
    }
}

/// The wording that covers what the others say best.
pub(super) struct Covering {
    /// Its index among the wordings.
    pub(super) index: usize,
    /// How much of the others it covers, 0 to 1.
    pub(super) covers: f64,
    /// How much of the others the next best covers.
    pub(super) next: f64,
}

impl Covering {
    /// The first, whatever the others say.
    pub(super) fn first() -> Self {
        Self { index: 0, covers: 1.0, next: 0.0 }
    }
}

/// A wording that leaves nothing behind is taken over one that covers more, when it covers at least this share of it:
/// better one line than a line with another below it, but not at the price of what the line says.
const WORTH_ONE_LINE: f64 = 0.8;

/// Chooses among `wordings`, `beside` which fields stand, the base's first where it has one: the one that says most of what the others say, or one
/// that says nearly as much and leaves fewer of them with something of their own to keep.
pub(super) fn choose(wordings: &[&Wording<'_>], beside: &Beside, weights: &Weights) -> Covering {
    let mut claims: Vec<(usize, f64)> = Vec::with_capacity(wordings.len());
    for (at, by) in wordings.iter().enumerate() {
        let others =
            || wordings.iter().enumerate().filter(move |(other, _)| *other != at).map(|(_, other)| *other);
        let left = others().filter(|other| !other.own_words(&[by], beside).is_empty()).count();
        let sum: f64 = others().map(|other| weights.coverage(other.stems(), by.stems())).sum();
        let count = u32::try_from(wordings.len() - 1).map_or(f64::MAX, f64::from);
        claims.push((left, if count > 0.0 { sum / count } else { 1.0 }));
    }
    let most = claims.iter().map(|(_, covers)| *covers).fold(0.0, f64::max);
    let near: Vec<usize> = (0..claims.len()).filter(|at| claims[*at].1 >= most * WORTH_ONE_LINE).collect();
    let least = near.iter().map(|at| claims[*at].0).min().unwrap_or_default();
    let mut near = near.into_iter().filter(|at| claims[*at].0 == least);
    let mut index = near.next().unwrap_or_default();
    for candidate in near {
        if claims[candidate].1 > claims[index].1 + TIE {
            index = candidate;
        }
    }
    let others = claims.iter().enumerate().filter(|(at, _)| *at != index);
    let next = others.map(|(_, (_, covers))| *covers).fold(0.0, f64::max);
    Covering { index, covers: claims[index].1, next }
}
