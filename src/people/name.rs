//! A name, taken apart once for all that compares it.

use super::spelling::{Pronoun, parts_of, pronoun, without_notes};

/// A name as a note has it, and taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Name {
    written: String,
    /// The name as [`without_notes`] has it, where it is not written so.
    plain: Option<String>,
    parts: Vec<String>,
    pronoun: Option<Pronoun>,
}

impl Name {
    /// Takes a name apart.
    #[must_use]
    pub fn of(written: &str) -> Self {
        let plain = without_notes(written);
        let parts = parts_of(&plain);
        Self {
            pronoun: pronoun(&parts),
            parts,
            plain: Some(plain).filter(|plain| plain != written),
            written: written.to_owned(),
        }
    }

    /// The name as it is written.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The same without `@`, brackets and what stands in parentheses.
    pub(super) fn plain(&self) -> &str {
        self.plain.as_deref().unwrap_or(&self.written)
    }

    /// Its folded words, without titles.
    pub(super) fn parts(&self) -> &[String] {
        &self.parts
    }

    /// Whom it stands for where it is no name of a person.
    pub(super) fn pronoun(&self) -> Option<Pronoun> {
        self.pronoun
    }
}
