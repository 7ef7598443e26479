//! What was said before, in so many words.

use crate::merge::properties::{is_empty, shown};
use crate::note::{Item, Note};
use crate::text::blanks::one_line;
use serde_yaml::Value;
use std::collections::BTreeSet;
use unicode_segmentation::UnicodeSegmentation;

/// What earlier texts said: of the canonical note, and of the variants that were folded into it.
#[derive(Debug, Default)]
pub(super) struct Said {
    items: BTreeSet<String>,
    /// Whole blocks and single sentences, blanks folded.
    passages: BTreeSet<String>,
    headers: BTreeSet<(String, String)>,
    /// Values, and entries of lists, each with what its property means.
    values: BTreeSet<(String, String)>,
    /// What of these the canonical note does not say any more: it was last written, and the person took it out.
    taken_out: BTreeSet<String>,
}

impl Said {
    /// What these notes said; `canonical` is the note as it is, `written` as it was written.
    pub(super) fn of<'n>(
        canonical: &Note,
        written: &'n Note,
        others: impl Iterator<Item = &'n Note>,
    ) -> Self {
        let mut said = Self::default();
        for note in std::iter::once(written).chain(others) {
            said.add(note);
        }
        let mut now = Self::default();
        now.add(canonical);
        let mut then = Self::default();
        then.add(written);
        let items = then.items.difference(&now.items);
        said.taken_out = items.chain(then.passages.difference(&now.passages)).cloned().collect();
        // What the person wrote themselves is not new either.
        said.add(canonical);
        said
    }

    fn add(&mut self, note: &Note) {
        self.items.extend(note.items().iter().map(|item| item_key(note, item)));
        for block in note.blocks().iter().filter(|block| block.kind.is_passage()) {
            self.passages.insert(one_line(note.slice(block.span)));
            self.passages.extend(sentences(note.slice(block.span)).map(str::to_owned));
        }
        for line in note.headers() {
            self.headers.insert((line.meaning.clone(), one_line(note.slice(line.value))));
        }
        for property in note.frontmatter().properties() {
            for value in entries(&property.value) {
                self.values.insert((property.meaning.clone(), shown(value)));
            }
        }
    }

    pub(super) fn has_item(&self, key: &str) -> bool {
        self.items.contains(key)
    }

    /// Whether a block or a sentence was said, blanks folded.
    pub(super) fn has_passage(&self, text: &str) -> bool {
        self.passages.contains(text)
    }

    pub(super) fn has_header(&self, meaning: &str, value: &str) -> bool {
        self.headers.contains(&(meaning.to_owned(), one_line(value)))
    }

    /// Whether all of a property's value was said.
    pub(super) fn has_value(&self, meaning: &str, value: &Value) -> bool {
        entries(value)
            .iter()
            .all(|entry| is_empty(entry) || self.values.contains(&(meaning.to_owned(), shown(entry))))
    }

    /// Whether an item or a passage, by its key, was written and stands in the canonical note no more.
    pub(super) fn is_taken_out(&self, key: &str) -> bool {
        self.taken_out.contains(key)
    }
}

fn entries(value: &Value) -> Vec<&Value> {
    value.as_sequence().map_or_else(|| vec![value], |entries| entries.iter().collect())
}

/// What an item is known by: all it says, fields and what is attached to it included, save where it stands.
pub(super) fn item_key(note: &Note, item: &Item) -> String {
    let status = item.fields.status.map(|status| format!("{status} ")).unwrap_or_default();
    let attachment = item.attachment.map(|span| format!("\n{}", one_line(note.slice(span))));
    format!("{status}{}{}", one_line(note.slice(item.content)), attachment.unwrap_or_default())
}

/// The sentences of a text, line by line, without the blanks around them.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().flat_map(str::split_sentence_bounds);
    lines.map(str::trim).filter(|sentence| !sentence.is_empty())
}
