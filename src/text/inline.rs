//! Stretches of inline Markdown whose inside is not prose: code, links, addresses, comments.

use super::{Span, boundary_before};
use memchr::{memchr, memchr_iter, memchr2_iter, memchr3};
use std::collections::BTreeMap;

/// What an opaque stretch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InlineKind {
    /// A code span with its backticks, or a fenced block with its fences.
    Code,
    /// `[[target|alias]]`, also as an embed with its `!`.
    Wikilink,
    /// `[text](address)`, also as an image with its `!`.
    Link,
    /// A bare address: `https://…`, `www.…`.
    Url,
    /// An e-mail address.
    Email,
    /// `%% … %%` or `<!-- … -->`.
    Comment,
}

/// An opaque stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inline {
    /// Where it stands, delimiters included.
    pub span: Span,
    /// What it is.
    pub kind: InlineKind,
}

/// Addresses longer than this are not looked for, so that unclosed brackets cost no quadratic time; browsers cut
/// addresses near this length too.
const LONGEST_ADDRESS: usize = 2048;

/// Finds the opaque stretches of `text` in order; they do not overlap. A backslash takes the meaning from the
/// character behind it, as in Markdown. `text` may be one line or a whole note: code spans and links end with their
/// paragraph or item.
#[must_use]
pub fn inlines(text: &str) -> Vec<Inline> {
    if may_have_some(text) { Scan::new(text).run() } else { Vec::new() }
}

/// Whether `text` has what a stretch opens with, or is told by: most lines have nothing of it.
fn may_have_some(text: &str) -> bool {
    let bytes = text.as_bytes();
    let follows = |at: usize, wanted: &[u8]| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        before.is_some_and(|before| wanted.contains(before))
    };
    memchr3(b'`', b'[', b'@', bytes).is_some()
        || memchr2_iter(b'/', b'.', bytes)
            .any(|at| follows(at, if bytes.get(at) == Some(&b'/') { b":" } else { b"wW" }))
        || memchr_iter(b'!', bytes).any(|at| follows(at, b"<"))
        || memchr2_iter(b'~', b'%', bytes).any(|at| bytes.get(at).is_some_and(|byte| follows(at, &[*byte])))
}

struct Scan<'a> {
    text: &'a str,
    bytes: &'a [u8],
    /// Where runs of backticks start, by their length.
    backticks: BTreeMap<usize, Vec<usize>>,
    /// Where lines end that no code span goes beyond.
    breaks: Vec<usize>,
    /// `[` not yet closed.
    open: Vec<usize>,
    /// Where the next `]]` stands, once looked for; the end of the text when there is none.
    wikilink_end: usize,
    /// Comment delimiters that are known to have no partner in the rest of the text.
    no_comment_end: [bool; 2],
    found: Vec<Inline>,
}

impl<'a> Scan<'a> {
    fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut backticks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut at = memchr(b'`', bytes).unwrap_or(bytes.len());
        while at < bytes.len() {
            let run = bytes.iter().skip(at).take_while(|byte| **byte == b'`').count();
            if run > 0 {
                backticks.entry(run).or_default().push(at);
            }
            at += run.max(1);
        }
        Self {
            text,
            bytes,
            backticks,
            breaks: breaks(text),
            open: Vec::new(),
            wikilink_end: 0,
            no_comment_end: [false; 2],
            found: Vec::new(),
        }
    }

    fn run(mut self) -> Vec<Inline> {
        let mut at = 0;
        while let Some(byte) = self.bytes.get(at).copied() {
            at = match byte {
                b'\\' => at + 2,
                b'`' | b'~' if self.starts_line(at) && self.fence(at).is_some() => {
                    self.fence(at).map_or(at + 1, |end| self.found(at, end, InlineKind::Code))
                }
                b'`' => self.code(at),
                b'\n' if self.breaks.binary_search(&at).is_ok() => {
                    self.open.clear();
                    at + 1
                }
                b'%' if self.starts("%%", at) => self.comment(at, "%%", "%%", 0),
                b'<' if self.starts("<!--", at) => self.comment(at, "<!--", "-->", 1),
                b'[' if self.starts("[[", at) => self.wikilink(at),
                b'[' => {
                    self.open.push(at);
                    at + 1
                }
                b']' => self.link(at),
                b':' if self.starts("://", at) => self.url(at),
                b'w' | b'W' if self.starts_word("www.", at) => self.url(at),
                b'@' => self.email(at),
                _ => at + 1,
            };
        }
        self.found
    }

    fn starts(&self, what: &str, at: usize) -> bool {
        self.bytes.get(at..).is_some_and(|rest| rest.starts_with(what.as_bytes()))
    }

    fn starts_word(&self, what: &str, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.bytes.get(before));
        !before.is_some_and(u8::is_ascii_alphanumeric)
            && self
                .bytes
                .get(at..at + what.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(what.as_bytes()))
    }

    fn found(&mut self, start: usize, end: usize, kind: InlineKind) -> usize {
        // A link encloses what was found in its text.
        while self.found.last().is_some_and(|last| last.span.start >= start) {
            self.found.pop();
        }
        self.found.push(Inline { span: Span::new(start, end), kind });
        end
    }

    fn floor(&self) -> usize {
        self.found.last().map_or(0, |last| last.span.end)
    }

    fn starts_line(&self, at: usize) -> bool {
        let before = self.bytes.get(..at).unwrap_or_default();
        let indent = before.iter().rev().take(4).take_while(|byte| **byte == b' ').count();
        indent < 4 && at.checked_sub(indent + 1).is_none_or(|end| self.bytes.get(end) == Some(&b'\n'))
    }

    /// The end of the fenced block that opens at `at`: the closing fence, or the end of the text.
    fn fence(&self, at: usize) -> Option<usize> {
        let mark = *self.bytes.get(at)?;
        let run = self.bytes.iter().skip(at).take_while(|byte| **byte == mark).count();
        let rest = self.text.get(at + run..)?;
        let info = rest.split('\n').next().unwrap_or_default();
        if run < 3 || (mark == b'`' && info.contains('`')) {
            return None;
        }
        let mut end = at + run;
        for line in rest.split_inclusive('\n') {
            let closing = line.trim();
            let closes = end > at + run && closing.len() >= run && closing.bytes().all(|byte| byte == mark);
            if closes {
                return Some(end + line.trim_end().len());
            }
            end += line.len();
        }
        Some(self.text.len())
    }

    fn code(&mut self, at: usize) -> usize {
        let run = self.bytes.iter().skip(at).take_while(|byte| **byte == b'`').count();
        let closing = self
            .backticks
            .get(&run)
            .and_then(|starts| starts.get(starts.partition_point(|start| *start < at + run)).copied());
        let end = self.breaks.get(self.breaks.partition_point(|end| *end < at)).copied();
        match closing.filter(|closing| end.is_none_or(|end| *closing < end)) {
            Some(closing) => self.found(at, closing + run, InlineKind::Code),
            None => at + run,
        }
    }

    fn comment(&mut self, at: usize, opening: &str, closing: &str, which: usize) -> usize {
        if self.no_comment_end[which] {
            return at + opening.len();
        }
        let inside = at + opening.len();
        if let Some(length) = self.text.get(inside..).and_then(|rest| rest.find(closing)) {
            return self.found(at, inside + length + closing.len(), InlineKind::Comment);
        }
        self.no_comment_end[which] = true;
        inside
    }

    fn wikilink(&mut self, at: usize) -> usize {
        let inside = at + 2;
        if self.wikilink_end < inside {
            let rest = self.text.get(inside..).unwrap_or_default();
            self.wikilink_end = inside + rest.find("]]").unwrap_or(rest.len());
        }
        let target = self.text.get(inside..self.wikilink_end).unwrap_or_default();
        if self.wikilink_end == self.text.len()
            || target.trim().is_empty()
            || target.contains(['[', '\n', '`'])
        {
            self.open.push(at);
            return at + 1;
        }
        let start = if at > self.floor() && self.bytes.get(at - 1) == Some(&b'!') { at - 1 } else { at };
        self.found(start, self.wikilink_end + 2, InlineKind::Wikilink)
    }

    fn link(&mut self, at: usize) -> usize {
        let Some(start) = self.open.pop() else { return at + 1 };
        if !self.starts("](", at) {
            return at + 1;
        }
        let mut depth = 0_usize;
        for (offset, byte) in self.bytes.iter().skip(at + 1).take(LONGEST_ADDRESS).enumerate() {
            match byte {
                b'\n' => break,
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        let image = start > 0 && self.bytes.get(start - 1) == Some(&b'!');
                        let end = at + 1 + offset + 1;
                        return self.found(start - usize::from(image), end, InlineKind::Link);
                    }
                }
                _ => {}
            }
        }
        at + 1
    }

    /// An address whose `://` or `www.` stands at `at`.
    fn url(&mut self, at: usize) -> usize {
        const LONGEST_SCHEME: usize = 20;
        let floor = self.floor().max(at.saturating_sub(LONGEST_SCHEME));
        let mut start = at;
        while start > floor
            && self.bytes.get(start - 1).is_some_and(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b))
        {
            start -= 1;
        }
        if start == at && self.starts("://", at) {
            return at + 1;
        }
        let rest = self.text.get(at..).unwrap_or_default();
        let rest = rest.get(..boundary_before(rest, LONGEST_ADDRESS)).unwrap_or_default();
        let length = rest
            .find(|c: char| c.is_whitespace() || c.is_control() || "<>\"`|“”«»".contains(c))
            .unwrap_or(rest.len());
        let mut address = rest.get(..length).unwrap_or_default();
        // Brackets are balanced from the left once; what stands behind the first unmatched one is not the address.
        let mut depth = 0_i32;
        if let Some(cut) = address.bytes().position(|byte| {
            depth += i32::from(b"([".contains(&byte)) - i32::from(b")]".contains(&byte));
            depth < 0
        }) {
            address = address.get(..cut).unwrap_or_default();
        }
        let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~', '’', '…']);
        if address.len() <= 4 {
            return at + 1;
        }
        self.found(start, at + address.len(), InlineKind::Url)
    }

    fn email(&mut self, at: usize) -> usize {
        const LONGEST_LOCAL_PART: usize = 64;
        const LONGEST_DOMAIN: usize = 253;
        let floor = self.floor().max(at.saturating_sub(LONGEST_LOCAL_PART));
        let mut start = at;
        while start > floor
            && self.bytes.get(start - 1).is_some_and(|b| b.is_ascii_alphanumeric() || b"+-._".contains(b))
        {
            start -= 1;
        }
        let domain = self
            .bytes
            .iter()
            .skip(at + 1)
            .take(LONGEST_DOMAIN)
            .take_while(|b| b.is_ascii_alphanumeric() || b"-.".contains(b))
            .count();
        let domain = self.text.get(at + 1..at + 1 + domain).unwrap_or_default().trim_end_matches(['.', '-']);
        if start == at || !domain.trim_start_matches('.').contains('.') {
            return at + 1;
        }
        self.found(start, at + 1 + domain.len(), InlineKind::Email)
    }
}

/// The ends of lines behind which another paragraph, item, row or heading starts.
fn breaks(text: &str) -> Vec<usize> {
    let starts_block = |line: &str| {
        let line = line.trim_start();
        line.is_empty()
            || line.starts_with(['#', '>', '|'])
            || line.starts_with("- ")
            || line.starts_with("* ")
            || line.starts_with("+ ")
            || line.starts_with("---")
            || line.starts_with(|c: char| c.is_ascii_digit())
    };
    let mut at = 0;
    let mut breaks = Vec::new();
    for line in text.split_inclusive('\n') {
        if at > 0 && starts_block(line) {
            breaks.push(at - 1);
        }
        at += line.len();
    }
    breaks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[(&str, InlineKind)]) {
        let found: Vec<_> = inlines(text).into_iter().map(|i| (i.span.of(text), i.kind)).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn each_kind_is_found_with_its_delimiters() {
        use InlineKind::{Code, Comment, Email, Link, Url, Wikilink};
        check("run `a [[b]]` and ``c ` d``", &[("`a [[b]]`", Code), ("``c ` d``", Code)]);
        check("see [[A|b]], ![[C#d]]", &[("[[A|b]]", Wikilink), ("![[C#d]]", Wikilink)]);
        check("[x `y`](https://e.org/a_(b)) z", &[("[x `y`](https://e.org/a_(b))", Link)]);
        check("(see https://e.org/a#b). www.x.org,", &[("https://e.org/a#b", Url), ("www.x.org", Url)]);
        check("ask a.b@c.org. not @Tomer", &[("a.b@c.org", Email)]);
        check("a %%b [[c]]%% <!-- d --> e", &[("%%b [[c]]%%", Comment), ("<!-- d -->", Comment)]);
    }

    #[test]
    fn what_is_not_closed_is_prose() {
        check("a ` b [[c [d](e `` f %% <!--", &[]);
        check("\\`a\\` \\[[b", &[]);
        check("[[]] [[ ]] 5 @ 6 a://", &[]);
    }

    #[test]
    fn code_ends_with_its_paragraph_and_fences_hold_anything() {
        use InlineKind::{Code, Wikilink};
        check("- a ` b\n- [[c]] ` d\n\n` e\n\n` f", &[("[[c]]", Wikilink)]);
        check("`a\nb` [[c]]", &[("`a\nb`", Code), ("[[c]]", Wikilink)]);
        check("```rust\n[[a]]\n\n`\n```\n[[b]]", &[("```rust\n[[a]]\n\n`\n```", Code), ("[[b]]", Wikilink)]);
        check("~~~\n[[a]]", &[("~~~\n[[a]]", Code)]);
    }

    #[test]
    fn unclosed_delimiters_cost_linear_time() {
        for piece in [
            "`",
            "``` `` ` ",
            "[[",
            "[a](",
            "%%x",
            "<!--",
            "@a",
            "a@b",
            "http://(",
            "[[a]",
            "](",
            "```\n",
            "~~~ `\n",
        ] {
            let _found = inlines(&piece.repeat(100_000 / piece.len()));
        }
    }
}
