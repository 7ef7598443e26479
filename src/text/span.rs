//! Places in a text.

use memchr::memchr_iter;

/// A half-open range of byte offsets into a text, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The offset of the first byte.
    pub start: usize,
    /// The offset after the last byte.
    pub end: usize,
}

impl Span {
    /// Makes the span from `start` up to, not including, `end`.
    ///
    /// # Panics
    ///
    /// When `start` lies after `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span starts before it ends");
        Self { start, end }
    }

    /// The text of the span.
    ///
    /// # Panics
    ///
    /// When the span was not made from `text`.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).expect("a span is used with the text it was made from")
    }

    /// The number of bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether every byte of `other` is in this span.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same span in a text that this span's text starts in at `offset`.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        Self { start: self.start + offset, end: self.end + offset }
    }
}

/// The last character boundary of `text` at or before `at`.
#[must_use]
pub fn boundary_before(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Where the lines of a text start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    starts: Vec<usize>,
    len: usize,
}

impl Lines {
    /// Finds the lines of `text`; `\n` ends a line (so `\r\n` does too), a lone `\r` does not.
    #[must_use]
    pub fn of(text: &str) -> Self {
        // Most lines of notes are longer.
        let mut starts = Vec::with_capacity(text.len() / 32 + 1);
        starts.push(0);
        starts
            .extend(memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).filter(|start| *start < text.len()));
        Self { starts, len: text.len() }
    }

    /// The number of lines; the empty text has one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The 1-based number of the line that holds the byte at `offset`.
    #[must_use]
    pub fn number_at(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// The span of the line with the 1-based `number`, its line ending included; `None` past the end.
    #[must_use]
    pub fn span(&self, number: usize) -> Option<Span> {
        let start = *self.starts.get(number.checked_sub(1)?)?;
        let end = self.starts.get(number).copied().unwrap_or(self.len);
        Some(Span::new(start, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_numbered_from_one_and_keep_their_endings() {
        let text = "a\r\nb\n\nc";
        let lines = Lines::of(text);
        assert_eq!(lines.count(), 4);
        assert_eq!(lines.span(1).map(|span| span.of(text)), Some("a\r\n"));
        assert_eq!(lines.span(4).map(|span| span.of(text)), Some("c"));
        assert_eq!(lines.span(5), None);
        assert_eq!(lines.number_at(3), 2);
        assert_eq!(lines.number_at(6), 4);
    }

    #[test]
    fn a_final_newline_starts_no_line() {
        assert_eq!(Lines::of("a\n").count(), 1);
        assert_eq!(Lines::of("").count(), 1);
    }
}
