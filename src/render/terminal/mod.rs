//! The review as text: what a person reads in a terminal.

use super::Review;

/// Whether text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colors {
    /// With ANSI escapes; word differences are shown by colour.
    On,
    /// Plain; word differences are shown by marks.
    Off,
}

/// How much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Rows that need no look are counted or shortened.
    WhatMatters,
    /// Every row in full.
    Everything,
}

/// The options of [`show`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TerminalOptions {
    /// The number of columns lines are wrapped to.
    pub width: usize,
    /// Whether it is coloured.
    pub colors: Colors,
    /// How much is shown.
    pub detail: Detail,
}

/// Puts `review` into words.
#[must_use]
pub fn show(review: &Review, _options: TerminalOptions) -> String {
    format!("canonical note: {}\n", review.canonical.path)
}
