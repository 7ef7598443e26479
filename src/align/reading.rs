//! What the wordings of items say, read once for aligning and for merging.

use super::ItemRef;
use crate::note::Note;
use crate::text::Span;
use crate::text::particulars::{Particular, particular_set, particulars_and_said};
use crate::text::words::{StemId, Stems};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What the wording of one item says.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The stems of its words that say what it is about, sorted.
    pub stems: Vec<StemId>,
    /// Its particulars, with words such as `Friday` counted from the day of its note.
    pub particulars: Vec<(Span, Particular)>,
    /// What it says of the particulars of others: `seven` says their `7`, and is none itself.
    pub said: BTreeSet<Particular>,
}

/// What the wordings of the items of some notes say.
#[derive(Debug)]
pub struct Readings {
    /// The stems that were handed out for their words.
    pub stems: Stems,
    /// The items of each note.
    pub items: Vec<Vec<Reading>>,
}

impl Readings {
    /// Reads the particulars of the items of `notes`; the stems come with their vectors.
    pub(super) fn of(notes: &[&Note]) -> Self {
        let read = |note: &&Note| {
            let items = note.items().iter();
            let particulars = items.map(|item| particulars_and_said(&item.wording, note.date()));
            particulars.map(|(particulars, said)| Reading { stems: Vec::new(), particulars, said }).collect()
        };
        Self { stems: Stems::default(), items: notes.iter().map(read).collect() }
    }

    pub(super) fn of_item(&self, note: usize, item: usize) -> &Reading {
        &self.items[note][item]
    }
}

impl Reading {
    /// The day it says, if it says one and no other.
    pub(super) fn only_day(&self) -> Option<Date> {
        let mut days = self.said.iter().filter_map(|particular| match particular {
            Particular::Day(day) => Some(*day),
            Particular::Number { .. }
            | Particular::Name(_)
            | Particular::Wikilink(_)
            | Particular::Url(_)
            | Particular::Code(_)
            | Particular::Tag(_)
            | Particular::BlockId(_) => None,
        });
        days.next().filter(|_| days.next().is_none())
    }

    /// The particulars without regard to the day of the note, by which the item at `at` is compared: two notes may say
    /// `Friday` and mean the same, whatever their dates.
    pub(super) fn timeless(&self, notes: &[&Note], at: ItemRef) -> BTreeSet<Particular> {
        if self.said.iter().any(|particular| matches!(particular, Particular::Day(_))) {
            return particular_set(&notes[at.note].items()[at.item].wording, None);
        }
        self.particulars.iter().map(|(_, particular)| particular.clone()).collect()
    }
}
