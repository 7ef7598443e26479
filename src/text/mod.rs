//! Spans of text and what can be said of text without knowing that it is a note.

pub mod blanks;
pub mod clock;
pub mod dates;
pub mod inline;
pub(crate) mod lexicon;
pub mod mojibake;
pub(crate) mod numerals;
pub mod particulars;
pub mod shown;
pub mod span;
pub(crate) mod token;
pub mod words;

pub use span::{Lines, Span, boundary_before};
