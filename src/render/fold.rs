//! The whole fold: notes in, canonical note and review out.

use super::review::{CanonicalView, FORMAT_VERSION, Review, VariantView};
use crate::note::{Frontmatter, Note};
use crate::people::PeopleOptions;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use thiserror::Error;

/// The options of [`fold`].
#[derive(Debug, Clone, Default)]
pub struct FoldOptions {
    /// The index of the note that gives path, order and style; `None` leaves the choice to the rules.
    pub base: Option<usize>,
    /// Whether notes of different days may be folded.
    pub allow_different_dates: bool,
    /// Who is known.
    pub people: PeopleOptions,
    /// Those of the paths the notes name as their source that are files of the vault, vault-relative.
    pub vault_paths: BTreeSet<String>,
}

/// A fold.
#[derive(Debug, Clone, PartialEq)]
pub struct Fold {
    /// The canonical note and everything a person needs to judge it.
    pub review: Review,
    /// The index of the base among the notes given.
    pub base: usize,
}

/// Why notes were not folded.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FoldError {
    /// The notes are about different days, so about different meetings.
    #[error("the notes are of different days: {}", listed(.dates))]
    DifferentDates {
        /// Each note with a day, and the day, as `2025-10-29`.
        dates: Vec<(String, String)>,
    },
    /// A note's frontmatter is no YAML.
    #[error("the frontmatter of `{path}` cannot be read (line {line}): {why}")]
    Unparsed {
        /// The note.
        path: String,
        /// The 1-based line the parser stopped at.
        line: usize,
        /// The parser's words.
        why: String,
    },
    /// The canonical note, read again, does not say what was merged: a bug of ours, caught before anything is written.
    #[error("the canonical note does not pass its audit: {}", .lost.join("; "))]
    Audit {
        /// What is neither in it nor set aside, in words.
        lost: Vec<String>,
    },
}

fn listed(dates: &[(String, String)]) -> String {
    dates.iter().map(|(path, day)| format!("`{path}` {day}")).collect::<Vec<_>>().join(", ")
}

/// Folds `notes` into one canonical note. The result does not depend on their order, but for [`Fold::base`].
///
/// # Errors
///
/// When the notes are of different days (unless allowed), when the frontmatter of one cannot be read, and when the
/// result does not pass the audit.
pub fn fold(notes: &[Note], options: &FoldOptions) -> Result<Fold, FoldError> {
    for note in notes {
        if let Frontmatter::Unparsed { line, why } = note.frontmatter() {
            return Err(FoldError::Unparsed { path: note.path().to_owned(), line: *line, why: why.clone() });
        }
    }
    let days: BTreeSet<_> = notes.iter().filter_map(Note::date).collect();
    if days.len() > 1 && !options.allow_different_dates {
        let dates = notes.iter().filter_map(|note| Some((note.path().to_owned(), note.date()?.to_string())));
        return Err(FoldError::DifferentDates { dates: dates.collect() });
    }
    let base = options.base.unwrap_or(0);
    let canonical = CanonicalView {
        path: notes.get(base).map(|note| note.path().to_owned()).unwrap_or_default(),
        text: notes.get(base).map(|note| note.text().to_owned()).unwrap_or_default(),
        items: notes.get(base).map_or(0, |note| note.items().len()),
    };
    let mut variants: Vec<VariantView> = notes.iter().map(variant).collect();
    variants.rotate_left(base.min(notes.len().saturating_sub(1)));
    let review = Review {
        format_version: FORMAT_VERSION,
        variants,
        canonical,
        rows: Vec::new(),
        frontmatter: Vec::new(),
        set_aside: Vec::new(),
        repairs: Vec::new(),
        problems: Vec::new(),
    };
    Ok(Fold { review, base })
}

fn variant(note: &Note) -> VariantView {
    let items = note.items().len();
    VariantView {
        path: note.path().to_owned(),
        sha256: hexadecimal(&Sha256::digest(note.text())),
        items,
        kept: items,
        set_aside: 0,
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes everything that is written to it");
        text
    })
}
