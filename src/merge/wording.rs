//! Which of several wordings of one thing stays, and what the others say of their own.

use crate::note::Note;
use crate::people::{People, PersonId};
use crate::text::Span;
use crate::text::particulars::{Particular, particular_set, particulars};
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

/// The wording that covers what the others say best.
pub(super) struct Choice {
    /// Its index among the wordings.
    pub(super) index: usize,
    /// How much of the others it covers, 0 to 1.
    pub(super) covers: f64,
    /// How much of the others the next best covers.
    pub(super) next: f64,
}

/// Chooses among `wordings`, the base's first where it has one.
pub(super) fn choose(wordings: &[&str], weights: &mut Weights) -> Choice {
    let stems: Vec<_> = wordings.iter().map(|wording| weights.stems(wording)).collect();
    let covers: Vec<f64> = (0..stems.len())
        .map(|by| {
            let others = (0..stems.len()).filter(|other| *other != by);
            let sum: f64 = others.map(|other| weights.coverage(&stems[other], &stems[by])).sum();
            if stems.len() > 1 {
                sum / f64::from(u32::try_from(stems.len() - 1).unwrap_or(u32::MAX))
            } else {
                1.0
            }
        })
        .collect();
    let mut index = 0;
    for candidate in 1..covers.len() {
        if covers[candidate] > covers[index] + TIE {
            index = candidate;
        }
    }
    let next = (0..covers.len()).filter(|at| *at != index).map(|at| covers[at]).fold(0.0, f64::max);
    Choice { index, covers: covers[index], next }
}

/// A wording with what is known of the note it stands in.
#[derive(Clone, Copy)]
pub(super) struct Said<'a> {
    pub(super) note: usize,
    pub(super) variant: &'a Note,
    pub(super) wording: &'a str,
}

/// What `loser` says that none of `kept` does: the words of its numbers, dates, links, code and people. Empty when
/// nothing is lost with it.
pub(super) fn own_words(loser: Said<'_>, kept: &[Said<'_>], people: &People) -> Vec<String> {
    let known: BTreeSet<Particular> =
        kept.iter().flat_map(|said| particular_set(said.wording, said.variant.date())).collect();
    let named: BTreeSet<PersonId> =
        kept.iter().flat_map(|said| people.people_in(said.note, said.wording)).map(|(_, who)| who).collect();
    let mut own: Vec<Span> = particulars(loser.wording, loser.variant.date())
        .into_iter()
        .filter(|(_, particular)| !known.iter().any(|other| particular.agrees_with(other)))
        .map(|(span, _)| span)
        .collect();
    let people = people.people_in(loser.note, loser.wording).into_iter();
    own.extend(people.filter(|(_, who)| !named.contains(who)).map(|(span, _)| span));
    own.sort();
    own.dedup();
    own.into_iter().map(|span| span.of(loser.wording).to_owned()).collect()
}
