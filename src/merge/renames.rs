//! Names that two variants give to different things: block ids, Tasks ids, footnotes, link references.
//!
//! A block id, a Tasks id or the label of a footnote or a link reference names one thing in a note. Where a later variant has the same name
//! for something else, its one gets a new name, wherever the text of that variant refers to it.

use super::{Input, MergedRow, Reason, SetAside, Source, Value};
use crate::note::{BlockKind, Fields, Item, Note};
use crate::text::blanks::one_line;
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
    ids(input, rows, Id::Block, &mut renames, set_aside);
    ids(input, rows, Id::Task, &mut renames, set_aside);
    for row in rows.iter_mut() {
        if let Value::Item(item) = &mut row.value {
            let mut depends_on: Vec<String> = Vec::new();
            for (note, own) in row.sources.iter().filter_map(|source| own_item(input, source)) {
                for id in &own.fields.depends_on {
                    let id = renames[note].ids.get(id).unwrap_or(id);
                    if !depends_on.contains(id) {
                        depends_on.push(id.clone());
                    }
                }
            }
            item.as_in_base &= item.fields.depends_on == depends_on;
            item.fields.depends_on = depends_on;
        }
    }
    renames
}

/// The ids a line can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Id {
    Block,
    Task,
}

impl Id {
    fn of(self, fields: &Fields) -> Option<&String> {
        match self {
            Self::Block => fields.block_id.as_ref(),
            Self::Task => fields.id.as_ref(),
        }
    }

    fn names(self, renames: &mut Renames) -> &mut BTreeMap<String, String> {
        match self {
            Self::Block => &mut renames.block_ids,
            Self::Task => &mut renames.ids,
        }
    }
}

fn own_item<'a>(input: Input<'a>, source: &Source) -> Option<(usize, &'a Item)> {
    Some((source.note, &input.notes[source.note].items()[source.item?]))
}

/// A name like `name` that is not taken: `name-2`, `name-3`, …
fn free(name: &str, taken: &BTreeSet<String>) -> String {
    let mut number = 2;
    while taken.contains(&format!("{name}-{number}")) {
        number += 1;
    }
    format!("{name}-{number}")
}

/// The label and the text of the definition of a footnote or a link reference; the label of a footnote with its `^`,
/// any other in lower case, as Markdown compares them.
fn definition(note: &Note, block: usize) -> Option<(String, String)> {
    let text = note.slice(note.blocks()[block].span).trim_start().strip_prefix('[')?;
    let (label, body) = text.split_once("]:")?;
    let label = if label.starts_with('^') { label.to_owned() } else { label.to_lowercase() };
    Some((label, one_line(body)))
}

fn definitions(input: Input<'_>, renames: &mut [Renames]) {
    // The name each label has for each text it stands for.
    let mut names: BTreeMap<(String, String), String> = BTreeMap::new();
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
            // What several variants define alike has one name.
            let known = names.get(&(label.clone(), body.clone())).cloned();
            let name = known.unwrap_or_else(|| {
                let from = (label.clone(), String::new());
                let is_free = names.range(from..).next().is_none_or(|((taken, _), _)| *taken != label);
                let name = if is_free { label.clone() } else { free(&label, &labels) };
                labels.insert(name.clone());
                names.insert((label.clone(), body), name.clone());
                name
            });
            if name != label {
                match (label.strip_prefix('^'), name.strip_prefix('^')) {
                    (Some(old), Some(new)) => renames[at].footnotes.insert(old.to_owned(), new.to_owned()),
                    _ => renames[at].references.insert(label, name),
                };
            }
        }
    }
}

/// Gives each row's id a name no other row has, the base's first, and leads what refers to the ids its sources have
/// to the one that stays.
fn ids(
    input: Input<'_>,
    rows: &mut [MergedRow],
    kind: Id,
    renames: &mut [Renames],
    set_aside: &mut Vec<SetAside>,
) {
    let mut order: Vec<(usize, usize, usize)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let Value::Item(item) = &row.value else { continue };
        let Some(id) = kind.of(&item.fields) else { continue };
        let owner = row
            .sources
            .iter()
            .find(|source| own_item(input, source).is_some_and(|(_, own)| kind.of(&own.fields) == Some(id)));
        order.extend(owner.map(|source| (source.note, source.line, at)));
    }
    order.sort_unstable();
    let of_notes = input.notes.iter().flat_map(|note| note.items());
    let mut names: BTreeSet<String> = of_notes.filter_map(|item| kind.of(&item.fields)).cloned().collect();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for (note, line, at) in order {
        let row = &mut rows[at];
        let Value::Item(item) = &mut row.value else { continue };
        let Some(old) = kind.of(&item.fields).cloned() else { continue };
        // Two items of the base with one id stay as they are: which one is meant is not for us to say.
        if !taken.insert(old.clone()) && note > 0 {
            let new = free(&old, &names);
            names.insert(new.clone());
            taken.insert(new.clone());
            row.rules.push(format!("`{old}` is `{new}` here: another item has that id"));
            let sign = if kind == Id::Block { "^" } else { "🆔 " };
            set_aside.push(SetAside {
                note,
                line,
                text: format!("{sign}{old}"),
                reason: Reason::Renamed(new.clone()),
                row: Some(at),
            });
            match kind {
                Id::Block => item.fields.block_id = Some(new),
                Id::Task => item.fields.id = Some(new),
            }
            item.as_in_base = false;
        }
        let Some(stays) = kind.of(&item.fields) else { continue };
        for (note, own) in row.sources.iter().filter_map(|source| own_item(input, source)) {
            if let Some(own) = kind.of(&own.fields).filter(|own| *own != stays) {
                kind.names(&mut renames[note]).insert(own.clone(), stays.clone());
            }
        }
    }
}
