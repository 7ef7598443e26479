//! The links of a note.

use super::Link;

/// Finds the links of a note, in the order of the text. Not links: what stands in code, in comments that fill whole
/// lines, in comments of HTML, and addresses outside the vault.
#[must_use]
pub fn of_note(text: &str) -> Vec<Link> {
    let _ = text;
    Vec::new()
}
