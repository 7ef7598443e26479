//! The places of a note that links can name: headings and block ids.

use super::names::link_key;
use super::note::Reading;
use crate::note::Prose;
use crate::text::Span;

/// The headings and block ids of a note.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Anchors {
    /// The headings as Obsidian knows them, in order.
    pub headings: Vec<Heading>,
    /// The block ids without `^`, in lower case, and where each stands with its `^`; in order.
    pub block_ids: Vec<(String, Span)>,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its lines.
    pub span: Span,
    /// 1 to 6.
    pub level: u8,
    /// What it is compared by.
    pub key: String,
    /// Its text as links name it: without the signs that mean something in a link.
    pub name: String,
}

/// A place in a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Anchor {
    /// The index of a heading.
    Heading(usize),
    /// The index of a block id.
    Block(usize),
}

impl Anchors {
    /// Finds them in the text of a note. What stands in code and in comments is none.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let prose = Prose::of(text);
        let mut anchors = Self::default();
        for stretch in &prose.markdown {
            let reading = Reading::of(&prose.masked, *stretch);
            anchors.headings.extend(reading.headings.iter().map(|(span, level, words)| {
                let words = words.of(text);
                Heading { span: *span, level: *level, key: heading_key(words), name: heading_name(words) }
            }));
            anchors.block_ids.extend(block_ids(&prose.masked, &reading));
        }
        anchors
    }

    /// The place a subpath (`#Heading`, `#Heading#Heading`, `#^block`) names, the first of several; `None` when there
    /// is none, and for an empty one.
    #[must_use]
    pub fn find(&self, subpath: &str) -> Option<Anchor> {
        let key = subpath_key(subpath);
        let last = key.rsplit('#').next()?;
        if let Some(id) = last.strip_prefix('^') {
            return self.block_ids.iter().position(|(own, _)| own == id).map(Anchor::Block);
        }
        let parts: Vec<&str> = key.split('#').skip(1).collect();
        // The headings above that were named so far, by their levels.
        let mut above: Vec<u8> = Vec::new();
        for (at, heading) in self.headings.iter().enumerate() {
            while above.last().is_some_and(|level| *level >= heading.level) {
                above.pop();
            }
            if parts.get(above.len()).is_some_and(|part| *part == heading.key) {
                above.push(heading.level);
                if above.len() == parts.len() {
                    return Some(Anchor::Heading(at));
                }
            }
        }
        None
    }

    /// The shortest subpath that names a heading: by itself, or behind the headings it stands under; `None` when it
    /// cannot be told from an earlier one.
    #[must_use]
    pub fn subpath_of(&self, heading: usize) -> Option<String> {
        let mut at = heading;
        let mut subpath = String::new();
        loop {
            let own = self.headings.get(at)?;
            subpath = format!("#{}{subpath}", own.name);
            if self.find(&subpath) == Some(Anchor::Heading(heading)) {
                return Some(subpath);
            }
            at = self.headings.get(..at)?.iter().rposition(|above| above.level < own.level)?;
        }
    }
}

/// What subpaths are compared by: headings without punctuation, case and repeated blanks, as Obsidian does, and
/// block ids without case. `#A:  b#C` is `#a b#c`; an empty subpath is itself.
#[must_use]
pub fn subpath_key(subpath: &str) -> String {
    let parts = subpath.split('#').skip(1);
    let keys = parts.map(|part| match part.trim().strip_prefix('^') {
        Some(id) => format!("^{}", id.to_lowercase()),
        None => heading_key(part),
    });
    keys.filter(|key| !key.is_empty()).map(|key| format!("#{key}")).collect()
}

/// What Obsidian leaves out when it compares headings.
fn is_left_out(c: char) -> bool {
    matches!(c, '!'..='&' | '('..=',' | '.' | '/' | ':'..='@' | '['..='^' | '`' | '{'..='~') || c.is_control()
}

fn heading_key(heading: &str) -> String {
    spaced(&link_key(heading), is_left_out)
}

fn heading_name(heading: &str) -> String {
    spaced(heading, |c| matches!(c, '#' | '|' | '^' | '\\' | '[' | ']' | ':' | '%' | '`') || c.is_control())
}

/// The words of a text, with what is `left_out` as blanks.
fn spaced(text: &str, left_out: impl Fn(char) -> bool) -> String {
    let words = text.split(|c: char| c.is_whitespace() || left_out(c)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The block ids of a stretch: `^id` at the end of a line, behind a blank or alone.
fn block_ids(text: &str, reading: &Reading) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    let mut start = reading.stretch.start;
    for line in reading.stretch.of(text).split_inclusive('\n') {
        let words = line.trim_end();
        let id = words.rsplit_once('^').filter(|(before, id)| {
            let stands_apart = before.is_empty() || before.ends_with([' ', '\t']);
            let is_id = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            stands_apart && is_id
        });
        if let Some((before, id)) = id {
            let span = Span::new(start + before.len(), start + words.len());
            if !reading.hides(span.start) {
                found.push((id.to_lowercase(), span));
            }
        }
        start += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Says what line of the note a subpath names.
    fn check(text: &str, subpath: &str, expect: Option<&str>) {
        let anchors = Anchors::of(text);
        let found = anchors.find(subpath).map(|anchor| match anchor {
            Anchor::Heading(at) => anchors.headings[at].span.of(text).trim(),
            Anchor::Block(at) => anchors.block_ids[at].1.of(text),
        });
        assert_eq!(found, expect, "{subpath}");
    }

    const NOTE: &str = "---\na: b\n---\n# Plan: *A/B*?\n## To do\n- x ^one\n  - y ^Two-2\n## Done\n### To  do\n> q\n\n^three\n\n# Other\n## To do\n```\n# No\nz ^no\n```\n`a` b^no `c ^no`\n";

    #[test]
    fn headings_are_compared_without_punctuation_case_and_repeated_blanks() {
        check(NOTE, "#plan a b", Some("# Plan: *A/B*?"));
        check(NOTE, "#Plan: *A/B*?", Some("# Plan: *A/B*?"));
        check(NOTE, "#plan ab", None);
        check(NOTE, "#No", None);
        check(NOTE, "", None);
        check(NOTE, "#", None);
    }

    #[test]
    fn a_chain_names_a_heading_by_those_above_it() {
        check(NOTE, "#To do", Some("## To do"));
        check(NOTE, "#Done#To do", Some("### To  do"));
        check(NOTE, "#Plan A B#To do", Some("## To do"));
        check(NOTE, "#To do#Plan A B", None);
        check("# A\n# B\n## C\n", "#A#C", None);
        check("# A\n### B\n## C\n", "#A#C", Some("## C"));
    }

    #[test]
    fn block_ids_stand_at_the_end_of_a_line_or_alone() {
        check(NOTE, "#^one", Some("^one"));
        check(NOTE, "#^two-2", Some("^Two-2"));
        check(NOTE, "#Done#^three", Some("^three"));
        check(NOTE, "#^no", None);
    }

    #[test]
    fn a_heading_is_named_by_as_few_headings_as_tell_it() {
        let anchors = Anchors::of(NOTE);
        let subpaths: Vec<_> = (0..6).map(|at| anchors.subpath_of(at)).collect();
        let named = |text: &str| Some(text.to_owned());
        assert_eq!(
            subpaths,
            [
                named("#Plan *A/B*?"),
                named("#To do"),
                named("#Done"),
                named("#Done#To do"),
                named("#Other"),
                named("#Other#To do")
            ]
        );
        assert_eq!(Anchors::of("# A\n# A\n").subpath_of(1), None);
    }
}
