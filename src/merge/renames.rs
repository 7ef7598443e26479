//! Names that two variants give to different things: block ids, Tasks ids, footnotes, link references.
//!
//! A block id, a Tasks id or the label of a footnote or a link reference names one thing in a note. Where a later variant has the same name
//! for something else, its one gets a new name, wherever the text of that variant refers to it.

use super::{Input, MergedRow, Reason, SetAside, Value};
use crate::note::{BlockKind, Note};
use std::collections::{BTreeMap, BTreeSet};

/// The new names in the text of one variant, by the old ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Renames {
    /// Block ids, without `^`.
    pub block_ids: BTreeMap<String, String>,
    /// Tasks ids.
    pub ids: BTreeMap<String, String>,
    /// Footnote labels, without `^`.
    pub footnotes: BTreeMap<String, String>,
    /// Labels of link references, in lower case.
    pub references: BTreeMap<String, String>,
}

impl Renames {
    /// Whether nothing has a new name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.block_ids.is_empty()
            && self.ids.is_empty()
            && self.footnotes.is_empty()
            && self.references.is_empty()
    }
}

/// Finds the names that clash and gives the later ones new names: in the fields of `rows` at once, in all other text
/// when it is written.
pub(super) fn settle(
    input: Input<'_>,
    rows: &mut [MergedRow],
    set_aside: &mut Vec<SetAside>,
) -> Vec<Renames> {
    let mut renames = vec![Renames::default(); input.notes.len()];
    definitions(input, &mut renames);
    ids(rows, &mut renames, set_aside);
    for row in rows.iter_mut() {
        let note = row.sources[0].note;
        if let Value::Item(item) = &mut row.value {
            for id in &mut item.fields.depends_on {
                if let Some(new) = renames[note].ids.get(id) {
                    id.clone_from(new);
                    item.as_in_base = false;
                }
            }
        }
    }
    renames
}

/// A name like `name` that is not taken: `name-2`, `name-3`, …
fn free(name: &str, taken: &BTreeSet<String>) -> String {
    (2..)
        .map(|number| format!("{name}-{number}"))
        .find(|new| !taken.contains(new))
        .unwrap_or_else(|| name.into())
}

/// The label and the text of the definition of a footnote or a link reference; the label of a footnote with its `^`,
/// any other in lower case, as Markdown compares them.
fn definition(note: &Note, block: usize) -> Option<(String, String)> {
    let text = note.slice(note.blocks()[block].span).trim_start().strip_prefix('[')?;
    let (label, body) = text.split_once("]:")?;
    let label = if label.starts_with('^') { label.to_owned() } else { label.to_lowercase() };
    Some((label, body.split_whitespace().collect::<Vec<_>>().join(" ")))
}

fn definitions(input: Input<'_>, renames: &mut [Renames]) {
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    let mut labels: BTreeSet<String> = BTreeSet::new();
    let defined = |note: &Note| -> Vec<(String, String)> {
        let blocks = note.blocks().iter().enumerate();
        let definitions = blocks.filter(|(_, block)| block.kind == BlockKind::Definition);
        definitions.filter_map(|(block, _)| definition(note, block)).collect()
    };
    for note in input.notes {
        labels.extend(defined(note).into_iter().map(|(label, _)| label));
    }
    for (at, note) in input.notes.iter().enumerate() {
        let mut own: BTreeSet<String> = BTreeSet::new();
        for (label, body) in defined(note) {
            // The first definition of a label in a note is the one that counts.
            if !own.insert(label.clone()) {
                continue;
            }
            match taken.get(&label) {
                Some(known) if *known == body => {}
                Some(_) => {
                    let new = free(&label, &labels);
                    labels.insert(new.clone());
                    match (label.strip_prefix('^'), new.strip_prefix('^')) {
                        (Some(old), Some(new)) => {
                            renames[at].footnotes.insert(old.to_owned(), new.to_owned())
                        }
                        _ => renames[at].references.insert(label, new.clone()),
                    };
                    taken.insert(new, body);
                }
                None => {
                    taken.insert(label, body);
                }
            }
        }
    }
}

fn ids(rows: &mut [MergedRow], renames: &mut [Renames], set_aside: &mut Vec<SetAside>) {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|row| rows[*row].sources.first().map(|source| (source.note, source.line)));
    let mut block_ids = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for at in order {
        let row = &mut rows[at];
        let Some(source) = row.sources.first().cloned() else { continue };
        let Value::Item(item) = &mut row.value else { continue };
        let mut rename =
            |id: &mut String, taken: &mut BTreeSet<String>, names: &mut BTreeMap<String, String>| {
                if taken.insert(id.clone()) || source.note == 0 {
                    return;
                }
                let new = free(id, taken);
                taken.insert(new.clone());
                names.insert(id.clone(), new.clone());
                row.rules.push(format!("`{id}` is `{new}` here: another item has that id"));
                set_aside.push(SetAside {
                    note: source.note,
                    line: source.line,
                    text: format!("^{id}"),
                    reason: Reason::Renamed(new.clone()),
                    row: Some(at),
                });
                *id = new;
                item.as_in_base = false;
            };
        if let Some(id) = &mut item.fields.block_id {
            rename(id, &mut block_ids, &mut renames[source.note].block_ids);
        }
        if let Some(id) = &mut item.fields.id {
            rename(id, &mut ids, &mut renames[source.note].ids);
        }
    }
}
