//! What the Markdown parser must not see: Obsidian comments, which it does not know, and input made to exhaust it.

use super::super::Problem;
use crate::text::{Lines, Span};
use memchr::memchr_iter;
use std::borrow::Cow;

/// The most bytes of a line that are parsed. The longest lines of real notes are pasted paragraphs of some
/// kilobytes; inline parsing is the part of the parser whose worst case grows fastest.
const LONGEST_LINE: usize = 256 * 1024;

/// The most bytes of a body that are parsed; a year of daily notes in one file stays far below.
const LARGEST_BODY: usize = 16 * 1024 * 1024;

/// The deepest nesting of quotes and lists a line may ask for. Every blank line costs the parser as much as the
/// containers it stands in are deep.
const DEEPEST: usize = 64;

/// A stretch of whole lines of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::note) enum Piece {
    /// Markdown to be parsed.
    Markdown(Span),
    /// A comment.
    Comment(Span),
    /// Lines that are not parsed.
    Raw(Span),
}

/// The body of a note, cut where the parser has to stop.
#[derive(Debug)]
pub(in crate::note) struct Pieces<'a> {
    /// The pieces, in order; together they are the body.
    #[expect(clippy::struct_field_names, reason = "they are what it is made of")]
    pub(in crate::note) pieces: Vec<Piece>,
    /// The note's text with everything blanked that the parser must take for plain words: same length, same lines.
    pub(in crate::note) masked: Cow<'a, str>,
    /// What was odd.
    pub(in crate::note) problems: Vec<Problem>,
}

/// Cuts the body that starts at `from` into pieces.
pub(in crate::note) fn pieces<'a>(text: &'a str, lines: &Lines, from: usize) -> Pieces<'a> {
    let mut found = Pieces { pieces: Vec::new(), masked: Cow::Borrowed(text), problems: Vec::new() };
    if from == text.len() {
        return found;
    }
    let first = lines.number_at(from);
    if text.len() - from > LARGEST_BODY {
        found.push(Piece::Raw(Span::new(from, text.len())));
        found.problem(first, format!("the note is larger than {LARGEST_BODY} bytes and was not read"));
        return found;
    }
    let mut fence: Option<Fence> = None;
    let mut hidden = Vec::new();
    let mut number = first;
    while let Some(span) = lines.span(number) {
        let span = Span::new(span.start.max(from), span.end);
        let line = span.of(text);
        let mut last = number;
        if let Some(open) = &fence {
            if open.ends_at(line) {
                fence = None;
            }
            found.push(Piece::Markdown(span));
        } else if line.len() <= LONGEST_LINE && starts_with_word(line) {
            found.push(Piece::Markdown(span));
        } else if let Some(reason) = refusal(line) {
            found.push(Piece::Raw(span));
            found.problem(number, reason);
        } else if let Some(end) = comment_end(text, lines, number, span) {
            last = end.unwrap_or_else(|| {
                found.problem(number, "a comment is opened with `%%` and never closed".to_owned());
                lines.count()
            });
            let whole = Span::new(span.start, lines.span(last).map_or(text.len(), |line| line.end));
            if line.starts_with("%%") {
                found.push(Piece::Comment(whole));
            } else {
                found.push(Piece::Markdown(whole));
                hidden.push(whole);
            }
        } else {
            fence = Fence::starts_at(line);
            found.push(Piece::Markdown(span));
        }
        number = last + 1;
    }
    found.masked = mask(text, &hidden);
    found
}

impl Pieces<'_> {
    /// Adds a piece; Markdown that follows Markdown is one piece.
    fn push(&mut self, piece: Piece) {
        if let (Some(Piece::Markdown(last)), Piece::Markdown(next)) = (self.pieces.last_mut(), piece) {
            last.end = next.end;
        } else {
            self.pieces.push(piece);
        }
    }

    fn problem(&mut self, line: usize, message: String) {
        self.problems.push(Problem { line, message });
    }
}

/// Whether a line, or the item that it is, starts with a word, a link or a box, as nearly all lines do: then it has
/// neither nesting nor fence nor comment.
fn starts_with_word(line: &str) -> bool {
    let said = line.strip_prefix("- ").unwrap_or(line);
    said.starts_with(|c: char| c.is_ascii_alphabetic() || c == '[')
}

/// Why a line is not parsed; `None` when it is.
fn refusal(line: &str) -> Option<String> {
    if line.len() > LONGEST_LINE {
        return Some(format!("the line is longer than {LONGEST_LINE} bytes and was not read"));
    }
    (nesting(line) > DEEPEST).then(|| format!("the line is nested more than {DEEPEST} deep and was not read"))
}

/// How deep the containers can be that a line stands in or opens: one for every quote or list marker in front, one
/// for every two columns of indentation. Never less than what the parser makes of it.
fn nesting(line: &str) -> usize {
    let mut columns = 0;
    let mut markers = 0;
    let mut rest = line.trim_end().chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            ' ' => columns += 1,
            '\t' => columns += 4,
            '>' => markers += 1,
            '-' | '*' | '+' if rest.peek().is_none_or(|next| next.is_whitespace()) => markers += 1,
            '0'..='9' => {
                while rest.peek().is_some_and(char::is_ascii_digit) {
                    rest.next();
                }
                if rest.next_if(|next| matches!(next, '.' | ')')).is_none() {
                    break;
                }
                markers += 1;
            }
            _ => break,
        }
    }
    markers + columns / 2
}

/// The last line of the comment that starts with the line `number`: `None` when none starts there, `Some(None)` when
/// it is never closed. As in Obsidian a comment that fills whole lines starts with `%%` in front of a line.
#[expect(clippy::option_option, reason = "none, one that is never closed and one that is are three things")]
fn comment_end(text: &str, lines: &Lines, number: usize, span: Span) -> Option<Option<usize>> {
    let rest = span.of(text).trim_start_matches([' ', '\t']).strip_prefix("%%")?;
    if let Some((_, after)) = rest.split_once("%%") {
        return after.trim().is_empty().then_some(Some(number));
    }
    let close = text.get(span.end..).and_then(|below| below.find("%%"));
    Some(close.map(|at| lines.number_at(span.end + at)))
}

/// A code fence that is open.
#[derive(Debug)]
struct Fence {
    sign: char,
    length: usize,
    quoted: bool,
}

impl Fence {
    /// The fence a line opens, wherever in lists and quotes it stands.
    fn starts_at(line: &str) -> Option<Self> {
        let (quoted, rest) = past_containers(line);
        let sign = rest.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
        let info = rest.trim_start_matches(sign);
        let length = rest.len() - info.len();
        (length >= 3 && !(sign == '`' && info.contains('`'))).then_some(Self { sign, length, quoted })
    }

    fn ends_at(&self, line: &str) -> bool {
        let inner = line.trim_start_matches([' ', '\t', '>']);
        let after = inner.trim_start_matches(self.sign);
        let left_quote = self.quoted && !line.trim_start_matches([' ', '\t']).starts_with('>');
        left_quote || (inner.len() - after.len() >= self.length && after.trim().is_empty())
    }
}

/// Whether a line is quoted, and what follows its quote and list markers.
fn past_containers(line: &str) -> (bool, &str) {
    let mut rest = line;
    let mut quoted = false;
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let after = if digits.len() < rest.len() {
            digits.strip_prefix(['.', ')'])
        } else {
            rest.strip_prefix(['-', '*', '+'])
        };
        if let Some(inner) = rest.strip_prefix('>') {
            quoted = true;
            rest = inner;
        } else if let Some(inner) = after.filter(|inner| inner.starts_with([' ', '\t'])) {
            rest = inner;
        } else {
            return (quoted, rest);
        }
    }
}

/// The text with the `hidden` stretches turned into words, and with every carriage return that ends no line turned
/// into a blank: for Markdown it would end one, for [`Lines`] it does not.
fn mask<'a>(text: &'a str, hidden: &[Span]) -> Cow<'a, str> {
    let returns = memchr_iter(b'\r', text.as_bytes());
    let mut lone = returns.filter(|at| text.as_bytes().get(at + 1) != Some(&b'\n')).peekable();
    if hidden.is_empty() && lone.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let mut bytes: Vec<u8> = text.as_bytes().to_vec();
    for at in lone {
        bytes[at] = b' ';
    }
    for span in hidden {
        for byte in &mut bytes[span.start..span.end] {
            if !byte.is_ascii_whitespace() {
                *byte = b'x';
            }
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes each piece as its first letter and its text.
    fn check(text: &str, expect: &[&str]) {
        let found = pieces(text, &Lines::of(text), 0);
        let shown: Vec<String> = found
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Markdown(span) => format!("M{}", span.of(text)),
                Piece::Comment(span) => format!("C{}", span.of(text)),
                Piece::Raw(span) => format!("R{}", span.of(text)),
            })
            .collect();
        assert_eq!(shown, expect);
        assert_eq!(found.masked.len(), text.len());
    }

    #[test]
    fn a_comment_takes_whole_lines() {
        check("a\n%% b %%\nc", &["Ma\n", "C%% b %%\n", "Mc"]);
        check("%%\n# b\n- c\n%%\nd", &["C%%\n# b\n- c\n%%\n", "Md"]);
        check("%% a %% b\n", &["M%% a %% b\n"]);
    }

    #[test]
    fn a_comment_that_is_never_closed_hides_the_rest_and_is_listed() {
        check("a\n%% b\n- c\n", &["Ma\n", "C%% b\n- c\n"]);
        assert_eq!(pieces("%% b\n", &Lines::of("%% b\n"), 0).problems.len(), 1);
    }

    #[test]
    fn in_code_there_are_no_comments() {
        check("```\n%%\n```\n%% a %%\n", &["M```\n%%\n```\n", "C%% a %%\n"]);
        check("- ~~~~\n  %%\n  ~~~\n  ~~~~\n", &["M- ~~~~\n  %%\n  ~~~\n  ~~~~\n"]);
    }

    #[test]
    fn a_comment_inside_an_item_is_plain_words_to_the_parser() {
        let text = "- a\n  %%\n  - b\n  %%\n- c\n";
        assert_eq!(pieces(text, &Lines::of(text), 0).masked, "- a\n  xx\n  x x\n  xx\n- c\n");
    }

    #[test]
    fn a_line_that_nests_too_deep_is_not_parsed() {
        let deep = format!("{} a\n", ">".repeat(100));
        check(&format!("x\n{deep}y"), &["Mx\n", &format!("R{deep}"), "My"]);
    }
}
