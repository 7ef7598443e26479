//! Which variant is the base: it gives the canonical note its path, its order and its style.

use crate::note::{Frontmatter, Note, Status};
use std::cmp::Reverse;

/// What is known of a variant from outside its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BaseEvidence {
    /// How many links of other notes point to it.
    pub links_from_others: usize,
}

/// The options of [`choose_base`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseOptions {
    /// The folders notes wait in before someone files them, and those they are put away in: names in lower case, or
    /// paths from the vault's folder.
    pub waiting: Vec<String>,
}

impl Default for BaseOptions {
    fn default() -> Self {
        Self { waiting: ["inbox", "_inbox", "archive", "archives", "_archive"].map(str::to_owned).to_vec() }
    }
}

/// Chooses the base among `notes`; `evidence` is empty or has an entry for each.
///
/// The first of these that decides: an earlier canonical note; a person's hand (a status other than ` ` and `?`, a
/// block id); more links from other notes; not the name of a copy; outside inbox and archive folders; more properties
/// that are not empty; more items; the order of paths, then of texts.
///
/// # Panics
///
/// When there are no notes.
#[must_use]
pub fn choose_base(notes: &[&Note], evidence: &[BaseEvidence], options: &BaseOptions) -> usize {
    let claim = |at: &usize| {
        let note = notes[*at];
        (
            Reverse(is_canonical(note)),
            Reverse(has_a_persons_hand(note)),
            Reverse(evidence.get(*at).map_or(0, |evidence| evidence.links_from_others)),
            !is_canonical(note) && is_named_as_a_copy(note, notes),
            waits(note.path(), options),
            Reverse(filled_properties(note)),
            Reverse(note.items().len()),
            note.path().to_owned(),
            note.text().to_owned(),
        )
    };
    (0..notes.len()).min_by_key(claim).expect("there is a note to choose")
}

/// Whether the note is the canonical note of an earlier fold.
pub(super) fn is_canonical(note: &Note) -> bool {
    properties(note).any(|(meaning, filled)| meaning == "merged_from" && filled)
}

fn has_a_persons_hand(note: &Note) -> bool {
    note.items().iter().any(|item| {
        item.fields.block_id.is_some()
            || item.fields.status.is_some_and(|Status(mark)| !matches!(mark, ' ' | '?'))
    })
}

fn filled_properties(note: &Note) -> usize {
    properties(note).filter(|(_, filled)| *filled).count()
}

fn properties(note: &Note) -> impl Iterator<Item = (&str, bool)> {
    let properties = match note.frontmatter() {
        Frontmatter::Parsed { properties, .. } => properties.as_slice(),
        Frontmatter::Absent | Frontmatter::Unparsed { .. } => &[],
    };
    properties
        .iter()
        .map(|property| (property.meaning.as_str(), !super::properties::is_empty(&property.value)))
}

fn waits(path: &str, options: &BaseOptions) -> bool {
    let (folders, _) = path.rsplit_once('/').unwrap_or_default();
    let folders = folders.to_lowercase();
    options.waiting.iter().any(|waiting| {
        let below = folders.strip_prefix(waiting.as_str());
        below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            || folders.split('/').any(|folder| folder == waiting)
    })
}

/// Whether the name is one a sync client gives to what it found changed on two machines.
#[must_use]
pub fn is_conflict_copy(path: &str) -> bool {
    let name = stem(path).to_lowercase();
    ["conflicted copy", "sync-conflict", "'s conflict"].iter().any(|mark| name.contains(mark))
}

/// Whether the name is one a sync client or file manager gives: a conflict copy always, a number only where another
/// variant has the name without it.
fn is_named_as_a_copy(note: &Note, notes: &[&Note]) -> bool {
    let name = stem(note.path()).to_lowercase();
    if is_conflict_copy(note.path()) {
        return true;
    }
    let original = name
        .strip_suffix(')')
        .and_then(|name| name.trim_end_matches(|c: char| c.is_ascii_digit()).strip_suffix('('))
        .or_else(|| name.strip_suffix(" copy"))
        .unwrap_or_else(|| name.trim_end_matches(|c: char| c.is_ascii_digit()))
        .trim_end();
    original != name && notes.iter().any(|other| stem(other.path()).to_lowercase() == original)
}

/// The file name without folders and `.md`, as Obsidian shows it.
pub(crate) fn stem(path: &str) -> &str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
