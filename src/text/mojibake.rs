//! Text that went through a wrong 8-bit code page.

use super::Span;

/// A stretch of mojibake and what it was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The damaged text.
    pub span: Span,
    /// What it says.
    pub repaired: String,
}

/// Finds the mojibake of `text`: letters and emoji whose UTF-8 was read as cp1252, cp1254 or latin-1.
#[must_use]
pub fn repairs(_text: &str) -> Vec<Repair> {
    Vec::new()
}

/// Applies `repairs` to `text`.
#[must_use]
pub fn repaired(_text: &str, _repairs: &[Repair]) -> String {
    String::new()
}
