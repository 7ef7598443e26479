//! Frontmatter: parsed by `serde_yaml`, but for entries so plain that their lines say it; known by the spans of its entries.

mod entries;
mod plain;
mod write;

pub use write::write_entry;

use super::{Problem, ReadOptions};
use crate::text::lexicon::Lexicon;
use crate::text::{Lines, Span};
use serde_yaml::Value;
use std::borrow::Cow;
use std::sync::LazyLock;

/// The frontmatter of a note.
#[derive(Debug, Clone, PartialEq)]
pub enum Frontmatter {
    /// There is none.
    Absent,
    /// There is one that is no YAML mapping, or is too deep or too large to be read; such a note is not merged.
    Unparsed {
        /// The 1-based line the parser stopped at.
        line: usize,
        /// Why, in the parser's words.
        why: String,
    },
    /// Its top-level entries, in order.
    Parsed {
        /// What stands between the fences, fences not included.
        body: Span,
        /// The entries. Comments and blank lines between them belong to none.
        properties: Vec<Property>,
    },
}

/// A top-level entry of the frontmatter.
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    /// The key as written.
    pub key: String,
    /// The key it means: lower case, synonyms replaced (`attendees` is `participants`).
    pub meaning: String,
    /// Its whole lines.
    pub span: Span,
    /// The 1-based line of its key.
    pub line: usize,
    /// Its value.
    pub value: Value,
    /// How its list is written; `None` when the value is no list.
    pub list_style: Option<ListStyle>,
    /// The quote its value, or the first entry of its list, stands in: `'`, `"`, or `None` when plain.
    pub quote: Option<char>,
}

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListStyle {
    /// `[a, b]`.
    Flow,
    /// `- a` on lines of their own, indented by so many blanks.
    Block {
        /// The blanks before each `-`.
        indent: usize,
    },
}

/// How a note writes its properties where a new one has no example of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Habit {
    /// The style of most of its lists; block without blanks when it has none.
    pub list_style: ListStyle,
    /// The quote most of its strings stand in.
    pub quote: Option<char>,
}

/// Property names and what they mean, besides those of [`ReadOptions::property_synonyms`]; lower case, `_` for
/// blanks and hyphens.
const MEANINGS: [(&str, &[&str]); 6] = [
    (
        "participants",
        &[
            "participants",
            "participant",
            "attendees",
            "attendee",
            "people",
            "present",
            "with",
            // German, French, Spanish, Dutch, here and below.
            "anwesend",
            "anwesende",
            "teilnehmer",
            "teilnehmende",
            "présents",
            "asistentes",
            "participantes",
            "aanwezig",
            "aanwezigen",
            "deelnemers",
        ],
    ),
    ("date", &["date", "day", "meeting_date", "event_date", "datum", "fecha"]),
    ("title", &["title", "meeting_title", "titel", "titre", "título"]),
    ("source_ref", &["source_ref", "source_file", "source_path", "transcript", "transcript_ref"]),
    ("tags", &["tags", "tag"]),
    ("aliases", &["aliases", "alias"]),
];

/// What each property name means.
static NAMES: LazyLock<Lexicon<&str>> = LazyLock::new(|| {
    Lexicon::of(MEANINGS.iter().flat_map(|(meaning, all)| all.iter().map(|name| (*name, *meaning))))
});

/// The stretch of a note that is frontmatter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fenced {
    /// With its fences.
    pub(super) whole: Span,
    /// Without them.
    pub(super) body: Span,
}

/// Finds the frontmatter of a text whose first character, after a byte order mark, stands at `from`: a line `---`
/// there, and the next line `---`.
pub(super) fn find(text: &str, lines: &Lines, from: usize) -> Option<Fenced> {
    let is_fence = |line: &str| line.trim_end() == "---";
    let first = lines.span(1)?;
    let open = Span::new(from, first.end.max(from));
    if !is_fence(open.of(text)) || !open.of(text).ends_with('\n') {
        return None;
    }
    let close = (2..).map_while(|number| lines.span(number)).find(|line| is_fence(line.of(text)))?;
    Some(Fenced { whole: Span::new(from, close.end), body: Span::new(open.end, close.start) })
}

/// Reads the frontmatter that [`find`] has found.
pub(super) fn read(
    text: &str,
    lines: &Lines,
    fenced: Fenced,
    options: &ReadOptions,
    problems: &mut Vec<Problem>,
) -> Frontmatter {
    match entries::read(text, lines, fenced.body) {
        Err((line, why)) => {
            problems.push(Problem { line, message: format!("the frontmatter cannot be read: {why}") });
            Frontmatter::Unparsed { line, why }
        }
        Ok(mut properties) => {
            let mut seen: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
            for property in &mut properties {
                property.meaning = meaning(&property.key, options);
                let (key, line) = (property.key.to_lowercase(), property.line);
                if let Some(first) = seen.get(&key) {
                    let message = format!("the property `{}` stands on line {first} already", property.key);
                    problems.push(Problem { line, message });
                } else {
                    seen.insert(key, line);
                }
            }
            Frontmatter::Parsed { body: fenced.body, properties }
        }
    }
}

/// What a property name means.
#[must_use]
pub fn meaning(key: &str, options: &ReadOptions) -> String {
    // Most names are written so already.
    let is_plain = key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let lower = if is_plain { Cow::Borrowed(key) } else { Cow::Owned(key.to_lowercase()) };
    let configured = options.property_synonyms.iter().find(|(synonym, _)| *synonym == lower);
    if let Some((_, meaning)) = configured {
        return meaning.clone();
    }
    let name = if is_plain { Cow::Borrowed(key) } else { Cow::Owned(lower.replace([' ', '-'], "_")) };
    NAMES.get(&name).map_or_else(|| lower.into_owned(), str::to_owned)
}

impl Frontmatter {
    /// The entries, in order; none when there is no frontmatter or it could not be read.
    #[must_use]
    pub fn properties(&self) -> &[Property] {
        match self {
            Self::Parsed { properties, .. } => properties,
            Self::Absent | Self::Unparsed { .. } => &[],
        }
    }

    /// The property with this meaning: the one that bears the very name before its synonyms, an earlier one before
    /// a later one.
    #[must_use]
    pub fn property(&self, meaning: &str) -> Option<&Property> {
        let mut all = self.properties().iter().filter(|property| property.meaning == meaning);
        let first = all.clone().next();
        all.find(|property| property.key.eq_ignore_ascii_case(meaning)).or(first)
    }

    /// How the note writes its properties.
    #[must_use]
    pub fn habit(&self) -> Habit {
        let lists = || self.properties().iter().filter_map(|property| property.list_style);
        let style = lists().max_by_key(|style| lists().filter(|other| other == style).count());
        let mut quotes = [(None, 0), (Some('\''), 0), (Some('"'), 0)];
        for property in self.properties().iter().filter(|property| property.is_text()) {
            for (quote, count) in &mut quotes {
                *count += usize::from(*quote == property.quote);
            }
        }
        // The later of equals would win: a note that quotes half of its strings quotes where it must.
        let quote = quotes.iter().rev().max_by_key(|(_, count)| *count).and_then(|(quote, _)| *quote);
        Habit { list_style: style.unwrap_or(ListStyle::Block { indent: 0 }), quote }
    }
}

impl Property {
    /// Its value as text: a string as it is, a number or a boolean as written; `None` when empty, a list, a mapping.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        text_of(&self.value)
    }

    /// Its value as a list of strings: those of a list, or the one text it is.
    #[must_use]
    pub fn list(&self) -> Vec<String> {
        match &self.value {
            Value::Sequence(entries) => entries.iter().filter_map(text_of).collect(),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Mapping(_)
            | Value::Tagged(_) => self.text().into_iter().collect(),
        }
    }

    /// Whether it holds nothing: no value, an empty string, an empty list.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.value {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            Value::Sequence(entries) => entries.is_empty(),
            Value::Mapping(entries) => entries.is_empty(),
            Value::Bool(_) | Value::Number(_) | Value::Tagged(_) => false,
        }
    }

    /// Whether its value, or the first entry of its list, is a string.
    fn is_text(&self) -> bool {
        let first = self.value.as_sequence().and_then(|entries| entries.first());
        first.unwrap_or(&self.value).is_string()
    }
}

/// The text of a scalar that is not empty. A nested list of one list of one string is an unquoted `[[link]]`.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => (!text.trim().is_empty()).then(|| text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Tagged(tagged) => tagged.value.as_str().map(str::to_owned),
        Value::Null | Value::Sequence(_) | Value::Mapping(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::Note;

    fn read(text: &str) -> Note {
        Note::read("n.md", text.to_owned(), &ReadOptions::default())
    }

    /// Writes each property as key, meaning and lines.
    fn check(text: &str, expect: &[(&str, &str, &str)]) {
        let note = read(text);
        assert!(matches!(note.frontmatter(), Frontmatter::Parsed { .. }), "{:?}", note.frontmatter());
        let found: Vec<_> = note
            .frontmatter()
            .properties()
            .iter()
            .map(|property| (property.key.as_str(), property.meaning.as_str(), note.slice(property.span)))
            .collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn values_over_several_lines_belong_to_their_entry() {
        check(
            "---\na: x\n  y\nb:\n- 1\n# c\n- 2\n\n# d\nc: |\n  x\n\n  # y\nd: [\n  a,\nb\n]\ne: \"x\nz: y\"\nF:\n  g: 1\n---\n",
            &[
                ("a", "a", "a: x\n  y\n"),
                ("b", "b", "b:\n- 1\n# c\n- 2\n"),
                ("c", "c", "c: |\n  x\n\n  # y\n"),
                ("d", "d", "d: [\n  a,\nb\n]\n"),
                ("e", "e", "e: \"x\nz: y\"\n"),
                ("F", "f", "F:\n  g: 1\n"),
            ],
        );
    }

    #[test]
    fn names_ignore_case_and_have_synonyms() {
        check(
            "\u{feff}---\r\nAttendees: [a]\r\n\"Meeting date\": 2025-01-01\r\n---\r\nx",
            &[
                ("Attendees", "participants", "Attendees: [a]\r\n"),
                ("Meeting date", "date", "\"Meeting date\": 2025-01-01\r\n"),
            ],
        );
        check(
            "---\nTeilnehmer: [a]\ndatum: 1\n---\n",
            &[("Teilnehmer", "participants", "Teilnehmer: [a]\n"), ("datum", "date", "datum: 1\n")],
        );
    }

    #[test]
    fn dates_and_yes_are_strings() {
        let note = read("---\na: 2025-01-01\nb: yes\nc: 5\nd: ''\ne: [x, 1]\n---\n");
        let text = |name: &str| note.frontmatter().property(name).and_then(Property::text);
        assert_eq!(text("a").as_deref(), Some("2025-01-01"));
        assert_eq!(text("b").as_deref(), Some("yes"));
        assert_eq!(text("c").as_deref(), Some("5"));
        assert_eq!(text("d"), None);
        assert_eq!(
            note.frontmatter().property("e").map(Property::list),
            Some(vec!["x".to_owned(), "1".to_owned()])
        );
    }

    #[test]
    fn styles_and_quotes_are_known() {
        let note = read("---\na: 'x'\nb:\n  - \"y\"\nc: [z]\nd: plain\n---\n");
        let styles: Vec<_> = note
            .frontmatter()
            .properties()
            .iter()
            .map(|property| (property.list_style, property.quote))
            .collect();
        assert_eq!(
            styles,
            [
                (None, Some('\'')),
                (Some(ListStyle::Block { indent: 2 }), Some('"')),
                (Some(ListStyle::Flow), None),
                (None, None),
            ]
        );
    }

    #[test]
    fn broken_frontmatter_is_said_and_the_note_is_read() {
        for (body, line) in [
            ("a: b: c", 2),
            ("a: 1\na: 2", 0),
            ("- a", 2),
            ("a:\n\t- b", 3),
            ("a: [", 0),
            ("x: &a 1\ny: *a", 3),
        ] {
            let note = read(&format!("---\n{body}\n---\n- item\n"));
            let Frontmatter::Unparsed { line: found, .. } = note.frontmatter() else {
                panic!("{body} was read")
            };
            assert!(line == 0 || *found == line, "{body}: line {found}");
            assert_eq!(note.items().len(), 1);
        }
    }

    #[test]
    fn bombs_are_not_expanded() {
        let mut bomb = "a0: &a0 [x]\n".to_owned();
        for level in 1..12 {
            let before = format!("*a{},", level - 1).repeat(9);
            bomb.push_str(&format!("a{level}: &a{level} [{before}]\n"));
        }
        for body in
            [bomb, "a: ".to_owned() + &"[".repeat(100_000), "- ".repeat(100_000), "x".repeat(2_000_000)]
        {
            let note = read(&format!("---\n{body}\n---\n"));
            assert!(matches!(note.frontmatter(), Frontmatter::Unparsed { .. }));
        }
    }

    #[test]
    fn without_a_closing_fence_there_is_no_frontmatter() {
        assert_eq!(*read("---\na: b\n").frontmatter(), Frontmatter::Absent);
        assert_eq!(*read("text\n---\na: b\n---\n").frontmatter(), Frontmatter::Absent);
        assert!(
            matches!(read("---\n---\n").frontmatter(), Frontmatter::Parsed { properties, .. } if properties.is_empty())
        );
    }
}
