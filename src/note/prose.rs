//! What of a note is Markdown, without its blocks and items.

use super::block::{Piece, pieces};
use super::{Frontmatter, ReadOptions, frontmatter};
use crate::text::{Lines, Span};
use std::borrow::Cow;

/// The parts of a note that links can stand in; a fraction of the work of [`super::Note::read`].
#[derive(Debug, Clone)]
pub struct Prose<'a> {
    /// The frontmatter.
    pub frontmatter: Frontmatter,
    /// The text with everything blanked that the Markdown parser must take for plain words: same length, same lines.
    pub masked: Cow<'a, str>,
    /// The stretches of whole lines to be parsed; what stands between them is frontmatter or comment.
    pub markdown: Vec<Span>,
    /// The stretches that are too long or too deep to be parsed.
    pub raw: Vec<Span>,
}

impl<'a> Prose<'a> {
    /// Finds the parts of a note.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        let lines = Lines::of(text);
        let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let fenced = frontmatter::find(text, &lines, mark);
        let frontmatter = fenced.map_or(Frontmatter::Absent, |fenced| {
            frontmatter::read(text, &lines, fenced, &ReadOptions::default(), &mut Vec::new())
        });
        Self::from(text, &lines, fenced.map_or(mark, |fenced| fenced.whole.end), frontmatter)
    }

    /// Finds the parts of a text that has no frontmatter, whatever it starts with: a card of a canvas.
    #[must_use]
    pub fn without_frontmatter(text: &'a str) -> Self {
        Self::from(text, &Lines::of(text), 0, Frontmatter::Absent)
    }

    fn from(text: &'a str, lines: &Lines, body: usize, frontmatter: Frontmatter) -> Self {
        let found = pieces(text, lines, body);
        let mut prose = Self { frontmatter, masked: found.masked, markdown: Vec::new(), raw: Vec::new() };
        for piece in found.pieces {
            match piece {
                Piece::Markdown(span) => prose.markdown.push(span),
                Piece::Raw(span) => prose.raw.push(span),
                Piece::Comment(_) => {}
            }
        }
        prose
    }
}
