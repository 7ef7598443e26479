//! Entries of a frontmatter, written anew.

use super::super::LineEnding;
use super::ListStyle;
use serde_yaml::{Mapping, Value};
use std::fmt::Write as _;

/// Writes one top-level entry, ending in a line ending: YAML 1.2 that reads again as `key` and `value`.
///
/// Strings stand in `quote`, or plain when it is `None` and they would be read again as strings by this parser and by
/// those of YAML 1.1 (`yes`, `2025-01-01`, `12:30` are quoted). `list_style` is how a list is written.
#[must_use]
pub fn write_entry(
    key: &str,
    value: &Value,
    list_style: ListStyle,
    quote: Option<char>,
    line_ending: LineEnding,
) -> String {
    let end = line_ending.as_str();
    let key = string(key, None, Place::Key);
    if let (Value::Sequence(entries), ListStyle::Block { indent }) = (value, list_style)
        && !entries.is_empty()
    {
        let blanks = " ".repeat(indent);
        return entries.iter().fold(format!("{key}:{end}"), |mut written, entry| {
            written.push_str(&format!("{blanks}- {}{end}", inline(entry, quote, Place::Line)));
            written
        });
    }
    let value = inline(value, quote, Place::Line);
    if value.is_empty() { format!("{key}:{end}") } else { format!("{key}: {value}{end}") }
}

/// Where a scalar stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// As a key.
    Key,
    /// Alone up to the end of its line.
    Line,
    /// In brackets, among others.
    Brackets,
}

/// Writes a value on one line. A value is no deeper than the parser lets it be.
fn inline(value: &Value, quote: Option<char>, place: Place) -> String {
    match value {
        Value::Null if place == Place::Line => String::new(),
        Value::Null => "null".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => string(text, quote, place),
        Value::Sequence(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|entry| inline(entry, quote, Place::Brackets)).collect();
            format!("[{}]", entries.join(", "))
        }
        Value::Mapping(entries) => mapping(entries, quote),
        Value::Tagged(tagged) => {
            let value = inline(&tagged.value, quote, Place::Brackets);
            format!("{} {value}", tagged.tag)
        }
    }
}

fn mapping(entries: &Mapping, quote: Option<char>) -> String {
    let entries: Vec<String> = entries
        .iter()
        .map(|(key, value)| {
            format!("{}: {}", inline(key, quote, Place::Brackets), inline(value, quote, Place::Brackets))
        })
        .collect();
    format!("{{{}}}", entries.join(", "))
}

/// Writes a string plain, in `quote`, or in the quote it needs.
fn string(text: &str, quote: Option<char>, place: Place) -> String {
    if text.chars().any(needs_escape) {
        return double(text);
    }
    match quote {
        Some('"') => double(text),
        None if is_plain(text, place) => text.to_owned(),
        Some(_) | None => single(text),
    }
}

fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn double(text: &str) -> String {
    let mut written = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => written.extend(['\\', c]),
            '\n' => written.push_str("\\n"),
            '\t' => written.push_str("\\t"),
            '\r' => written.push_str("\\r"),
            c if needs_escape(c) => {
                // Writing to a string cannot fail.
                let _ignored: std::fmt::Result = write!(written, "\\U{:08X}", u32::from(c));
            }
            c => written.push(c),
        }
    }
    written.push('"');
    written
}

/// What stands in no quotes but double ones: controls, line breaks, and what YAML does not count as printable.
fn needs_escape(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a string may stand without quotes.
fn is_plain(text: &str, place: Place) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let mut rest = text.chars().skip(1);
    let starts = match first {
        '-' | '?' | ':' => place == Place::Line && rest.next().is_some_and(|next| !next.is_whitespace()),
        _ => !"#&*!|>'\"%@`,[]{}".contains(first),
    };
    starts
        && text.trim() == text
        && !text.starts_with("---")
        && !text.starts_with("...")
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains("\t#")
        && !text.ends_with(':')
        && (place == Place::Line || !text.contains([',', '[', ']', '{', '}', ':', '?', '"', '\'']))
        && !reads_as_something_else(text)
}

/// Whether plain text would be read as no string, by YAML 1.2 or by the readers of YAML 1.1 that share the vault:
/// truth values, nothing, numbers (also `1_000`, `0x1f`, `12:30`), dates.
fn reads_as_something_else(text: &str) -> bool {
    let lower = text.to_lowercase();
    if matches!(
        lower.as_str(),
        "~" | "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" | "<<" | "="
    ) {
        return true;
    }
    if matches!(lower.trim_start_matches(['+', '-']), ".inf" | ".nan" | "inf" | "nan" | "infinity") {
        return true;
    }
    // Anything that starts as a number and has nothing but the letters of numbers, times and dates.
    let unsigned = lower.trim_start_matches(['+', '-', '.']);
    unsigned.starts_with(|c: char| c.is_ascii_digit())
        && lower.chars().all(|c| c.is_ascii_hexdigit() || "+-.:_ xotz".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BLOCK: ListStyle = ListStyle::Block { indent: 0 };

    fn check(value: impl Into<Value>, style: ListStyle, quote: Option<char>, expect: &str) {
        assert_eq!(write_entry("k", &value.into(), style, quote, LineEnding::Lf), expect);
    }

    #[test]
    fn strings_are_quoted_only_where_they_must_be() {
        let sentence = "Jason Vallery 1:1 with Tomer Hagay, align on PM-led cloud model";
        check(sentence, BLOCK, None, &format!("k: {sentence}\n"));
        check("2025-01-01", BLOCK, None, "k: '2025-01-01'\n");
        check("2025-10-29 - Jason.md", BLOCK, None, "k: 2025-10-29 - Jason.md\n");
        check("yes", BLOCK, None, "k: 'yes'\n");
        check("@x", BLOCK, None, "k: '@x'\n");
        check("a: b", BLOCK, None, "k: 'a: b'\n");
        check("it's #1", BLOCK, None, "k: 'it''s #1'\n");
        check("", BLOCK, None, "k: ''\n");
        check("a\nb", BLOCK, None, "k: \"a\\nb\"\n");
        check("[[A B]]", BLOCK, Some('"'), "k: \"[[A B]]\"\n");
        check(Value::Null, BLOCK, None, "k:\n");
    }

    #[test]
    fn lists_keep_their_style() {
        let list = || Value::Sequence(vec!["a b".into(), "c, d".into()]);
        check(list(), BLOCK, None, "k:\n- a b\n- c, d\n");
        check(list(), ListStyle::Block { indent: 2 }, Some('"'), "k:\n  - \"a b\"\n  - \"c, d\"\n");
        check(list(), ListStyle::Flow, None, "k: [a b, 'c, d']\n");
        check(Value::Sequence(Vec::new()), BLOCK, None, "k: []\n");
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let text = prop_oneof![
            "\\PC{0,12}",
            "[-a-c0-9 :#,'\"\\[\\]{}?!&*%@`|>~._+\n\t]{0,10}",
            any::<String>(),
            prop::sample::select(vec![
                "null",
                "yes",
                "2025-01-01",
                "1e3",
                "0o7",
                "-",
                "---",
                "? a",
                "12:30:45",
                ".5"
            ])
            .prop_map(str::to_owned),
        ];
        let leaf = prop_oneof![
            text.prop_map(Value::from),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            Just(Value::Null),
        ];
        leaf.prop_recursive(3, 20, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Sequence),
                prop::collection::btree_map("[a-z:, #]{1,5}", inner, 0..4).prop_map(|map| Value::Mapping(
                    map.into_iter().map(|(key, value)| (key.into(), value)).collect()
                )),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_again_as_what_it_was(
            key in "[a-zA-Z_ :#'\"]{0,8}|yes|1",
            value in any_value(),
            style in prop_oneof![Just(ListStyle::Flow), (0..5_usize).prop_map(|indent| ListStyle::Block { indent })],
            quote in prop::sample::select(vec![None, Some('\''), Some('"')]),
            crlf in any::<bool>(),
        ) {
            let line_ending = if crlf { LineEnding::CrLf } else { LineEnding::Lf };
            let written = write_entry(&key, &value, style, quote, line_ending);
            let read: Mapping = serde_yaml::from_str(&written)
                .map_err(|error| TestCaseError::fail(format!("{error}: {written}")))?;
            let expect: Mapping = [(Value::from(key), value)].into_iter().collect();
            prop_assert_eq!(read, expect, "{}", written);
        }
    }
}
