//! Which of several wordings of one thing stays, and what the others say of their own.

use crate::note::Note;
use crate::people::{People, PersonId};
use crate::text::Span;
use crate::text::particulars::{Particular, particulars_and_said};
use crate::text::words::{StemId, Stems, words};
use std::collections::BTreeSet;

/// How much the stems of some notes say: one that stands in few items says more than one that stands in many.
#[derive(Debug, Default)]
pub(super) struct Weights {
    stems: Stems,
    items: f64,
    found_in: Vec<f64>,
}

impl Weights {
    /// Counts the stems of the items of `notes`.
    pub(super) fn of(notes: &[&Note]) -> Self {
        let mut weights = Self::default();
        for item in notes.iter().flat_map(|note| note.items()) {
            weights.items += 1.0;
            for stem in weights.stems(&item.wording) {
                weights.found_in[stem.0 as usize] += 1.0;
            }
        }
        weights
    }

    /// The stems of the words of `text` that say what it is about.
    pub(super) fn stems(&mut self, text: &str) -> BTreeSet<StemId> {
        let terms = words(text).map(|word| self.stems.term(word.text));
        let stems = terms.filter(|term| !term.is_stop_word).map(|term| term.stem).collect();
        self.found_in.resize(self.stems.count(), 0.0);
        stems
    }

    fn weight(&self, stem: StemId) -> f64 {
        (1.0 + self.items / (1.0 + self.found_in[stem.0 as usize])).ln()
    }

    /// How much of what `covered` says `by` says too, 0 to 1; what says nothing is covered.
    pub(super) fn coverage(&self, covered: &BTreeSet<StemId>, by: &BTreeSet<StemId>) -> f64 {
        let all: f64 = covered.iter().map(|stem| self.weight(*stem)).sum();
        let shared: f64 = covered.intersection(by).map(|stem| self.weight(*stem)).sum();
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
    stems: BTreeSet<StemId>,
    particulars: Vec<(Span, Particular)>,
    /// What it says of the particulars of others: `seven` says their `7`, and is none itself.
    said: BTreeSet<Particular>,
    people: Vec<(Span, PersonId)>,
}

impl<'a> Wording<'a> {
    pub(super) fn of(said: Said<'a>, weights: &mut Weights, people: &People) -> Self {
        let (particulars, said_too) = particulars_and_said(said.wording, said.variant.date());
        Self {
            text: said.wording,
            stems: weights.stems(said.wording),
            particulars,
            said: said_too,
            people: people.people_in(said.note, said.wording),
        }
    }

    /// The words of the numbers, dates, links, code and people that none of `kept` has. Empty when nothing is lost
    /// with this wording.
    pub(super) fn own_words(&self, kept: &[&Self]) -> Vec<&'a str> {
        let has = |particular: &Particular| {
            kept.iter().any(|other| other.said.iter().any(|known| particular.agrees_with(known)))
        };
        let names = |person: PersonId| {
            kept.iter().any(|other| other.people.iter().any(|(_, known)| person == *known))
        };
        let own = self.particulars.iter().filter(|(_, particular)| !has(particular)).map(|(span, _)| *span);
        let people = self.people.iter().filter(|(_, person)| !names(*person)).map(|(span, _)| *span);
        let own: BTreeSet<Span> = own.chain(people).collect();
        own.into_iter().map(|span| span.of(self.text)).collect()
    }
}

/// The wording that covers what the others say best.
pub(super) struct Choice {
    /// Its index among the wordings.
    pub(super) index: usize,
    /// How much of the others it covers, 0 to 1.
    pub(super) covers: f64,
    /// How much of the others the next best covers.
    pub(super) next: f64,
}

/// A wording that leaves nothing behind is taken over one that covers more, when it covers at least this share of it:
/// better one line than a line with another below it, but not at the price of what the line says.
const WORTH_ONE_LINE: f64 = 0.8;

/// Chooses among `wordings`, the base's first where it has one: the one that says most of what the others say, or one
/// that says nearly as much and leaves fewer of them with something of their own to keep.
pub(super) fn choose(wordings: &[Wording<'_>], weights: &Weights) -> Choice {
    let mut claims: Vec<(usize, f64)> = Vec::with_capacity(wordings.len());
    for (at, by) in wordings.iter().enumerate() {
        let others =
            || wordings.iter().enumerate().filter(move |(other, _)| *other != at).map(|(_, other)| other);
        let left = others().filter(|other| !other.own_words(&[by]).is_empty()).count();
        let sum: f64 = others().map(|other| weights.coverage(&other.stems, &by.stems)).sum();
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
    Choice { index, covers: claims[index].1, next }
}
