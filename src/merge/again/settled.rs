//! What a person settled in a canonical note by changing it.

use super::said::item_key;
use crate::align::Alignment;
use crate::merge::properties::shown;
use crate::note::{Fields, Item, Note};
use serde_yaml::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The canonical note as it was written, and which item of it each item of the canonical note was.
#[derive(Debug)]
pub struct Settled {
    written: Note,
    was: BTreeMap<usize, usize>,
}

impl Settled {
    /// What `canonical` was when it was `written`, by the alignment of the two.
    pub(super) fn of(canonical: &Note, written: &Note, alignment: &Alignment) -> Self {
        let mut was = BTreeMap::new();
        for row in &alignment.rows {
            let of = |note: usize| row.members.iter().filter(move |member| member.note == note);
            for (now, then) in of(0).zip(of(1)) {
                was.insert(now.item, then.item);
            }
        }
        // What stands as it was written is what it was, whatever it is most like.
        let keys: BTreeMap<String, usize> =
            written.items().iter().enumerate().map(|(at, item)| (item_key(written, item), at)).collect();
        for (at, item) in canonical.items().iter().enumerate() {
            if let Some(then) = keys.get(&item_key(canonical, item)) {
                was.insert(at, *then);
            }
        }
        Self { written: written.clone(), was }
    }

    /// What was written for an item of the canonical note: its wording, and those of the items below it.
    pub(in crate::merge) fn wordings(&self, item: usize) -> impl Iterator<Item = &str> {
        let items = self.written.items();
        let then = self.was.get(&item).and_then(|then| items.get(*then));
        let below = items.iter().filter(move |other| then.is_some_and(|then| then.tree.contains(other.span)));
        below.map(|item| item.wording.as_str())
    }

    /// An item of a variant as far as it may change the item `base` of the canonical note: where the person changed a
    /// field, it says what they say.
    pub(in crate::merge) fn told(&self, (at, base): (usize, &Item), other: &Item) -> Item {
        let mut told = other.clone();
        let Some(then) = self.was.get(&at).and_then(|then| self.written.items().get(*then)) else {
            return told;
        };
        let (now, then, fields) = (&base.fields, &then.fields, &mut told.fields);
        /// Lets a field be what it is now where it is not what it was.
        macro_rules! settle {
            ($($field:ident),*) => {
                // Naming all of them has the compiler tell when there is another.
                let Fields { $($field: _),*, owners: _ } = now;
                $(if now.$field != then.$field { fields.$field.clone_from(&now.$field); })*
            };
        }
        settle!(status, dates, priority, recurrence, on_completion, id, depends_on, tags, block_id, other);
        let names = |fields: &Fields| -> Vec<String> {
            fields.owners.iter().map(|owner| owner.name.clone()).collect()
        };
        if names(now) != names(then) {
            fields.owners.clone_from(&now.owners);
        }
        told
    }

    /// The entries of a list property that were written and that the person took out.
    pub(in crate::merge) fn taken_out(&self, canonical: &Note, meaning: &str) -> BTreeSet<String> {
        let entries = |note: &Note| -> BTreeSet<String> {
            match note.property(meaning).map(|property| &property.value) {
                Some(Value::Sequence(entries)) => entries.iter().map(shown).collect(),
                Some(value) => [shown(value)].into(),
                None => BTreeSet::new(),
            }
        };
        let now = entries(canonical);
        entries(&self.written).into_iter().filter(|entry| !now.contains(entry)).collect()
    }
}
