//! Header lines: `**Date**: …` and `**With**: …` under the H1.

mod names;
mod opening;

pub(super) use names::people;
pub use names::{attendee, bare_name, listed_people, lists_attendees, split_people};
pub use opening::Opening;

use super::section::heading_key;
use super::{Block, BlockKind, Role, Section};
use crate::text::lexicon::Lexicon;
use crate::text::{Lines, Span};
use memchr::{memchr_iter, memchr2_iter};
use std::sync::LazyLock;

/// A line under the H1 that names a field of the meeting in bold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderLine {
    /// The label without emphasis and colon, as written (`With`).
    pub label: String,
    /// The label it means, lower case (`attendees`, `participants` are `with`).
    pub meaning: String,
    /// The line, ending included; more than one where a list of people goes on behind a comma, and only its part of a
    /// line on which several fields stand (`**Date:** … | **With:** …`). What stands between two is in neither.
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
            // As Otter writes it, and as a hand does.
            "speakers",
            "there",
            "meeting with",
            "met with",
            // German, French, Spanish, Dutch; none that is a word in an English note (`Con`, `Met`).
            "anwesend",
            "anwesende",
            "teilnehmende",
            "teilnehmer",
            "teilnehmer innen",
            "teilnehmerinnen",
            "présents",
            "présent",
            "présentes",
            "personnes présentes",
            "asistentes",
            "participantes",
            "aanwezig",
            "aanwezigen",
            "deelnemers",
        ],
    ),
    (
        "date",
        &[
            "date",
            "when",
            "day",
            "meeting date",
            "date and time",
            "date time",
            "held on",
            "datum",
            "date de la réunion",
            "fecha",
        ],
    ),
];

/// What each label means.
static LABELS: LazyLock<Lexicon<&str>> = LazyLock::new(|| {
    Lexicon::of(MEANINGS.iter().flat_map(|(meaning, all)| all.iter().map(|label| (*label, *meaning))))
});

/// Other labels that make a list one of header lines: under the H1 facts may stand in bullets with bold labels too.
const LISTED: [&str; 40] = [
    "absent",
    "apologies",
    "chair",
    "client",
    "company",
    "duration",
    "facilitator",
    "host",
    "length",
    "link",
    "location",
    "meeting type",
    "note taker",
    "notetaker",
    "organiser",
    "organizer",
    "place",
    "platform",
    "project",
    "recording",
    "time",
    "topic",
    "type",
    "where",
    // German, French, Spanish, Dutch.
    "abwesend",
    "afwezig",
    "absents",
    "ausentes",
    "dauer",
    "duración",
    "durée",
    "entschuldigt",
    "excusés",
    "hora",
    "heure",
    "lieu",
    "lugar",
    "ort",
    "plaats",
    "uhrzeit",
];

/// The same, to be looked up.
static OTHERS: LazyLock<Lexicon<()>> = LazyLock::new(|| Lexicon::of(LISTED.map(|label| (label, ()))));

/// Finds the header lines: in the paragraphs and lists before the first heading and under the H1.
///
/// A block holds nothing but header lines, or none. A line without bold is one only in a paragraph of at least two
/// whose labels are all known, or where it lists who took part; in a list all labels are known.
pub(super) fn headers(text: &str, lines: &Lines, blocks: &[Block], sections: &[Section]) -> Vec<HeaderLine> {
    let title = sections.iter().position(|section| section.level == 1);
    let stands = |block: &&Block| block.section == 0 || Some(block.section) == title;
    let mut found = Vec::new();
    for block in blocks.iter().filter(stands).filter(|block| block.role != Role::Source) {
        let read = if block.kind == BlockKind::Paragraph {
            in_block(text, lines, block.span, &[]).or_else(|| in_plain_block(text, lines, block.span))
        } else if block.kind == BlockKind::List {
            in_block(text, lines, block.span, &['-', '*', '+'])
                .filter(|all| all.iter().all(HeaderLine::is_listed))
        } else {
            None
        };
        found.extend(read.unwrap_or_default());
    }
    found
}

/// The header lines of a block with bold labels, behind one of `markers` if there are any; `None` when something else
/// stands in it too.
fn in_block(text: &str, lines: &Lines, span: Span, markers: &[char]) -> Option<Vec<HeaderLine>> {
    let mut found: Vec<HeaderLine> = Vec::new();
    for (number, line) in lines_of(lines, span) {
        let words = line.of(text);
        if past_marker(words.trim(), markers).and_then(bold).is_some() {
            found.extend(fields(words).into_iter().filter_map(|part| {
                let words = part.of(words).trim();
                let (label, value) = past_marker(words, markers).and_then(bold).or_else(|| bold(words))?;
                Some(HeaderLine::new(text, number, part.shifted(line.start), label, value.len()))
            }));
        } else {
            let in_list = !markers.is_empty();
            if in_list && words.trim().is_empty() {
                continue;
            }
            // A line of a list goes on in the next one that has no marker.
            let goes_on = in_list && !words.trim_start().starts_with(markers);
            let last = found.last_mut().filter(|last| goes_on || last.value.of(text).ends_with(','))?;
            last.span.end = line.end;
            last.value.end = line.start + words.trim_end().len();
        }
    }
    Some(found)
}

/// The header lines of a paragraph whose labels are not all bold; `None` when one is not known, or when there is but one
/// that does not say who took part and nothing else.
fn in_plain_block(text: &str, lines: &Lines, span: Span) -> Option<Vec<HeaderLine>> {
    let found: Option<Vec<HeaderLine>> = lines_of(lines, span)
        .flat_map(|(number, line)| {
            let words = line.of(text);
            fields(words).into_iter().map(move |part| {
                let words = part.of(words).trim();
                // Dataview's inline fields have two colons.
                let (label, value) =
                    bold(words).or_else(|| words.split_once("::")).or_else(|| words.split_once(':'))?;
                let header = HeaderLine::new(text, number, part.shifted(line.start), label, value.len());
                header.is_listed().then_some(header)
            })
        })
        .collect();
    found.filter(|found| match found.as_slice() {
        [only] => only.meaning == "with" && opening::names_only(only.value.of(text)).is_some(),
        _ => !found.is_empty(),
    })
}

fn lines_of(lines: &Lines, span: Span) -> impl Iterator<Item = (usize, Span)> {
    let first = lines.number_at(span.start);
    (first..)
        .map_while(move |number| Some((number, lines.span(number).filter(|line| line.start < span.end)?)))
}

/// What separates the fields of a line, besides blanks.
const JOINTS: [char; 7] = ['|', '·', '•', ',', ';', '–', '—'];

/// The parts of a line on which several fields may stand, as generators write them: `**Date:** … | **With:** …`,
/// `Date: … · With: …`. A further field begins at a known label that is bold, or that stands behind `|`, `·` or `•`; what
/// separates the two is in neither part. A line of one field is one part.
#[must_use]
pub fn fields(line: &str) -> Vec<Span> {
    let begins = |at: usize| {
        let (before, rest) = line.split_at_checked(at)?;
        if let Some((label, _)) = bold(rest) {
            return Some(is_known(&meaning(label)));
        }
        let (label, _) = rest.split_once(':')?;
        Some(before.trim_end().ends_with(['|', '·', '•']) && is_known(&meaning(label)))
    };
    let mut parts = Vec::new();
    let mut start = 0;
    // Most lines have one label and are not looked at further.
    let has_several = memchr_iter(b':', line.as_bytes()).nth(1).is_some();
    let looked_at = if has_several { line.as_bytes() } else { &[] };
    for at in memchr2_iter(b' ', b'\t', looked_at).map(|blank| blank + 1) {
        let before = Span::new(start, at).of(line).trim();
        if !before.is_empty() && before.contains(':') && begins(at) == Some(true) {
            let value = Span::new(start, at)
                .of(line)
                .trim_end_matches(|c: char| c.is_whitespace() || JOINTS.contains(&c));
            parts.push(Span::new(start, start + value.len()));
            start = at;
        }
    }
    parts.push(Span::new(start, line.len()));
    parts
}

/// What follows the list marker of a line; the line itself where there are to be no markers.
fn past_marker<'a>(line: &'a str, markers: &[char]) -> Option<&'a str> {
    if markers.is_empty() {
        return Some(line);
    }
    let inner = line.strip_prefix(markers).filter(|inner| inner.starts_with([' ', '\t']))?;
    Some(inner.trim_start())
}

/// Label and value of a line whose label is bold: `**Date**: …`, `__Date:__ …`.
fn bold(line: &str) -> Option<(&str, &str)> {
    let sign = ["**", "__"].into_iter().find(|sign| line.starts_with(sign))?;
    let (label, rest) = line.get(sign.len()..)?.split_once(sign)?;
    let value = if label.trim_end().ends_with(':') { rest } else { rest.trim_start().strip_prefix(':')? };
    let value = value.strip_prefix(':').unwrap_or(value);
    Some((label, value)).filter(|_| !bare(label).is_empty())
}

/// What the label of a header line means; any other label means itself.
#[must_use]
pub fn meaning(label: &str) -> String {
    let key = heading_key(label);
    LABELS.get(&key).map_or(key, str::to_owned)
}

/// Whether something with this meaning is said in header lines and hardly anywhere else.
fn is_known(meaning: &str) -> bool {
    MEANINGS.iter().any(|(known, _)| *known == meaning) || OTHERS.get(meaning).is_some()
}

/// The label without emphasis and colon.
fn bare(label: &str) -> &str {
    label.trim_matches([' ', '\t', '*', '_', ':'])
}

impl HeaderLine {
    /// The header line on `line`, whose value is what stands in the last `rest` bytes before blanks.
    fn new(text: &str, number: usize, line: Span, label: &str, rest: usize) -> Self {
        let end = line.start + line.of(text).trim_end().len();
        let value = Span::new(end - rest, end).of(text);
        let start = end - value.trim_start().len();
        // A hard line break is no part of the value.
        let words = value.trim().trim_end_matches('\\').trim_end();
        // Nor is what closes the emphasis of a whole line: `*Participants: A, B*`.
        let opens = label.trim_start().chars().next().filter(|mark| matches!(mark, '*' | '_'));
        let opens = opens.filter(|mark| !label.trim_end().ends_with(*mark));
        let length = opens.map_or(words, |mark| words.trim_end_matches(mark)).trim_end().len();
        Self {
            label: bare(label).to_owned(),
            meaning: meaning(label),
            span: line,
            value: Span::new(start, start + length),
            line: number,
        }
    }

    fn is_listed(&self) -> bool {
        is_known(&self.meaning)
    }
}

#[cfg(test)]
mod tests {
    use crate::note::{Note, ReadOptions};

    fn check(text: &str, expect: &[(&str, &str, &str)]) {
        let note = Note::read("n.md", text, &ReadOptions::default());
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
        check(
            "Date : 2 avril 2026\nPrésents : A, B\n",
            &[("Date", "date", "2 avril 2026"), ("Présents", "with", "A, B")],
        );
        check("**Attendees**: A,\nB\n", &[("Attendees", "with", "A,\nB")]);
    }

    #[test]
    fn inline_fields_of_dataview_are_header_lines() {
        let expect = [("Date", "date", "2025-10-29"), ("With", "with", "[[A]], B")];
        for text in ["Date:: 2025-10-29\nWith:: [[A]], B\n", "**Date**:: 2025-10-29\n**With**:: [[A]], B\n"] {
            check(&format!("# T\n\n{text}"), &expect);
        }
    }

    #[test]
    fn several_fields_on_one_line_are_header_lines_each() {
        let (date, with) = (("Date", "date", "2025-10-29"), ("With", "with", "A, B"));
        for line in [
            "**Date:** 2025-10-29 | **With:** A, B\n",
            "**Date**: 2025-10-29 · **With**: A, B",
            "**Date:** 2025-10-29, **With:** A, B  \n",
            "__Date:__ 2025-10-29 __With:__ A, B\n",
            "- **Date:** 2025-10-29 — **With:** A, B\n",
            "Date: 2025-10-29 | With: A, B\n",
            "Date: 2025-10-29 • **With:** A, B\n",
        ] {
            check(&format!("# T\n\n{line}"), &[date, with]);
        }
        check("**With:** A | **Note:** all of us\n", &[("With", "with", "A | **Note:** all of us")]);
        check("**Time:** 10:00 | 11:30\n", &[("Time", "time", "10:00 | 11:30")]);
        check("Our plan: go | With: A\n", &[]);
    }

    #[test]
    fn labels_without_bold_count_only_among_their_like() {
        check(
            "# T\nDate: 2025-10-29\nAttendees: A\n",
            &[("Date", "date", "2025-10-29"), ("Attendees", "with", "A")],
        );
        check("# T\nNote: this\nis prose\n\nDate: alone\n", &[]);
        check(
            "# T\n\nParticipants: Ana Ruiz, Bo Lund\n\nProse.\n",
            &[("Participants", "with", "Ana Ruiz, Bo Lund")],
        );
        for line in [
            "*Participants: Ana Ruiz, Bo Lund*",
            "_Attendees: Ana Ruiz, Bo Lund_  ",
            "**Participants:** Ana Ruiz, Bo Lund",
        ] {
            let note = Note::read("n.md", format!("# T\n\n{line}\n"), &ReadOptions::default());
            assert_eq!(note.participants(), ["Ana Ruiz", "Bo Lund"], "{line}");
        }
        check("# T\n\nPresent: nobody we know\n", &[]);
        check("# T\n**Date**: 2025-10-29\nis when we met\n", &[]);
    }

    #[test]
    fn a_list_of_known_labels_is_header_lines_and_no_items() {
        let text = "# T\n- **Date:** 2025-10-29\n- **Attendees:** A, B\n- **Duration**: 30m\n";
        check(
            text,
            &[("Date", "date", "2025-10-29"), ("Attendees", "with", "A, B"), ("Duration", "duration", "30m")],
        );
        assert!(Note::read("n.md", text, &ReadOptions::default()).items().is_empty());
        check("# T\n- **Date:** 2025-10-29\n- **Cloud:** PM-led\n", &[]);
        check("# T\n- **Attendees:**\n  - A\n", &[]);
        check(
            "# T\n- **Date:** 2025-10-29\n  at noon\n\n- **With:** A\n",
            &[("Date", "date", "2025-10-29\n  at noon"), ("With", "with", "A")],
        );
    }
}
