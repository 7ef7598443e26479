//! What a person wrote in place of an item, read as an item is read.

use super::Input;
use crate::note::{BlockKind, Item, Note, ReadOptions, Role};

/// Reads `text` as an item of a section of this role of the canonical note: fields are found in it, and names end where
/// the participants say they do. `None` when it is not one item that says something.
pub(super) fn read(input: Input<'_>, role: Role, text: &str) -> Option<Item> {
    // Whoever copies a line takes its marker along.
    let text = text.strip_prefix("- ").unwrap_or(text).trim();
    let base = input.notes[0];
    let frontmatter = base.blocks().iter().find(|block| block.kind == BlockKind::Frontmatter);
    let mut note = frontmatter.map(|block| base.slice(block.span).to_owned()).unwrap_or_default();
    let heading = match role {
        Role::Actions => "Action items",
        Role::Decisions => "Decisions",
        Role::Facts => "Key points",
        Role::Related => "Related",
        Role::Other => "Open",
        Role::Summary | Role::Source | Role::Quotes => return None,
    };
    let headers: Vec<&str> = base.headers().iter().map(|line| base.slice(line.span).trim_end()).collect();
    note.push_str(&format!("\n# Note\n\n{}\n\n## {heading}\n\n- {text}\n", headers.join("\n")));
    let note = Note::read(base.path(), note, &ReadOptions::default());
    let mut items = note.items().iter().filter(|item| item.role == role);
    let (item, more) = (items.next()?, items.next());
    let is_one = more.is_none() && item.attachment.is_none() && !item.wording.trim().is_empty();
    let is_last = note.slice(item.span).trim_end() == format!("- {text}").trim_end();
    (is_one && is_last).then(|| item.clone())
}
