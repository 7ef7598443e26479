//! Header lines: `**Date**: …` and `**With**: …` under the H1.

mod names;

pub use names::split_people;
pub(super) use names::{bare_name, people};

use super::section::heading_key;
use super::{Block, BlockKind, Role, Section};
use crate::text::{Lines, Span};

/// A line under the H1 that names a field of the meeting in bold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderLine {
    /// The label without emphasis and colon, as written (`With`).
    pub label: String,
    /// The label it means, lower case (`attendees`, `participants` are `with`).
    pub meaning: String,
    /// The whole line, ending included; more than one where a list of people goes on behind a comma.
    pub span: Span,
    /// The value, without the blanks around it.
    pub value: Span,
    /// The 1-based line.
    pub line: usize,
}

/// Labels and what they mean; any other label means itself.
const MEANINGS: [(&str, &[&str]); 2] = [
    (
        "with",
        &[
            "with",
            "attendees",
            "attendee",
            "participants",
            "participant",
            "present",
            "people",
            "who",
            "attended by",
            "in attendance",
            "attending",
            "meeting with",
            "met with",
        ],
    ),
    ("date", &["date", "when", "day", "meeting date", "date and time", "date time", "held on"]),
];

/// Finds the header lines: in the paragraphs before the first heading and under the H1.
///
/// A line without bold counts only in a paragraph of at least two, all of which name something known.
pub(super) fn headers(text: &str, lines: &Lines, blocks: &[Block], sections: &[Section]) -> Vec<HeaderLine> {
    let title = sections.iter().position(|section| section.level == 1);
    let mut found = Vec::new();
    for block in blocks {
        let stands = block.section == 0 || Some(block.section) == title;
        if stands && block.kind == BlockKind::Paragraph && block.role != Role::Source {
            paragraph(text, lines, block.span, &mut found);
        }
    }
    found
}

fn paragraph(text: &str, lines: &Lines, span: Span, found: &mut Vec<HeaderLine>) {
    let first = lines.number_at(span.start);
    let own = || {
        (first..).map_while(|number| {
            lines.span(number).filter(|line| line.start < span.end).map(|line| (number, line))
        })
    };
    let known = |line: Span| {
        plain(line.of(text))
            .is_some_and(|label| MEANINGS.iter().any(|(_, all)| all.contains(&heading_key(label).as_str())))
    };
    let plain_counts =
        own().count() > 1 && own().all(|(_, line)| known(line) || bold(line.of(text)).is_some());
    let mut goes_on = false;
    for (number, line) in own() {
        let words = line.of(text);
        let label = bold(words).or_else(|| plain_counts.then(|| plain(words)).flatten());
        if let Some(label) = label {
            let value = value(text, line, label);
            found.push(HeaderLine {
                label: bare(label).to_owned(),
                meaning: meaning(label),
                span: line,
                value,
                line: number,
            });
            goes_on = true;
        } else if let Some(last) =
            found.last_mut().filter(|last| goes_on && last.value.of(text).ends_with(','))
        {
            last.span.end = line.end;
            last.value.end = line.start + words.trim_end().len();
        } else {
            goes_on = false;
        }
    }
}

/// What stands in front of the value of a line whose label is bold: `**Date**:`, `__Date:__`.
fn bold(line: &str) -> Option<&str> {
    let start = line.trim_start();
    let sign = ["**", "__"].into_iter().find(|sign| start.starts_with(sign))?;
    let inner = start.get(sign.len()..)?;
    let (label, rest) = inner.split_once(sign)?;
    let colon = if label.trim_end().ends_with(':') {
        0
    } else {
        rest.len() - rest.trim_start().strip_prefix(':')?.len()
    };
    let named = label.trim_matches([':', ' ']);
    let length = sign.len() * 2 + label.len() + colon;
    (!named.is_empty()).then(|| start.get(..length)).flatten()
}

/// The same for a line without bold: `Date:`.
fn plain(line: &str) -> Option<&str> {
    let start = line.trim_start();
    let colon = start.find(':')?;
    (colon > 0).then(|| start.get(..=colon)).flatten()
}

/// The label without emphasis and colon.
fn bare(label: &str) -> &str {
    label.trim_matches([' ', '\t', '*', '_', ':'])
}

fn meaning(label: &str) -> String {
    let key = heading_key(label);
    MEANINGS
        .iter()
        .find(|(_, all)| all.contains(&key.as_str()))
        .map_or(key, |(meaning, _)| (*meaning).to_owned())
}

fn value(text: &str, line: Span, label: &str) -> Span {
    let words = line.of(text);
    let before = words.len() - words.trim_start().len() + label.len();
    let value = words.get(before..).unwrap_or_default();
    let start = line.start + before + (value.len() - value.trim_start().len());
    // A hard line break is no part of the value.
    let end = start + value.trim().trim_end_matches('\\').trim_end().len();
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use crate::note::{Note, ReadOptions};

    fn check(text: &str, expect: &[(&str, &str, &str)]) {
        let note = Note::read("n.md", text.to_owned(), &ReadOptions::default());
        let found: Vec<_> = note
            .headers()
            .iter()
            .map(|header| (header.label.as_str(), header.meaning.as_str(), note.slice(header.value)))
            .collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn bold_labels_under_the_title_are_header_lines() {
        check(
            "# T\n\n**Date**: 2025-10-29\\\n**With:** A, B  \n__Room__ : 5\n\n## Notes\n**Date**: no\n",
            &[("Date", "date", "2025-10-29"), ("With", "with", "A, B"), ("Room", "room", "5")],
        );
        check("**Attendees**: A,\nB\n", &[("Attendees", "with", "A,\nB")]);
    }

    #[test]
    fn labels_without_bold_count_only_among_their_like() {
        check(
            "# T\nDate: 2025-10-29\nAttendees: A\n",
            &[("Date", "date", "2025-10-29"), ("Attendees", "with", "A")],
        );
        check("# T\nNote: this\nis prose\n\nDate: alone\n", &[]);
    }
}
