//! Items that a person said are not the same.

use crate::disk::ContentHash;
use crate::note::{Item, Note};
use crate::text::words::match_key;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What an item says, and in the notes of which day, as a hash: nothing of the note can be read from it. The day belongs
/// to it, since a wording of this week's meeting may well mean next week's when it stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ItemKey(ContentHash);

impl ItemKey {
    /// The key of an item of a note: of its wording, however that is spelt, without its fields.
    #[must_use]
    pub fn of(note: &Note, item: &Item) -> Self {
        let day = note.date().map(|day| day.to_string()).unwrap_or_default();
        Self(ContentHash::of(format!("{day}\n{}", match_key(&item.wording)).as_bytes()))
    }

    /// The first letters of the hash of two keys, whichever comes first: what a pair is known by.
    #[must_use]
    pub fn pair_id(self, other: Self) -> String {
        let (one, other) = (self.min(other), self.max(other));
        ContentHash::of(format!("{}{}", one.0, other.0).as_bytes()).to_string().chars().take(12).collect()
    }
}

/// Pairs of items that never stand in one row, and of which none covers the other, however alike they read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NotSame(BTreeSet<(ItemKey, ItemKey)>);

impl NotSame {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The pairs; the lesser key first.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (ItemKey, ItemKey)> {
        self.0.iter().copied()
    }
}

impl FromIterator<(ItemKey, ItemKey)> for NotSame {
    fn from_iter<T: IntoIterator<Item = (ItemKey, ItemKey)>>(pairs: T) -> Self {
        Self(pairs.into_iter().map(|(one, other)| (one.min(other), one.max(other))).collect())
    }
}
