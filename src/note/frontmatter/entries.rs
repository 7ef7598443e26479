//! The top-level entries of a YAML mapping: where each stands, and what it holds.

use super::{ListStyle, Property, plain};
use crate::text::{Lines, Span};
use memchr::{memchr_iter, memchr2_iter};
use serde_yaml::{Mapping, Value};

/// The most bytes of a frontmatter that are parsed; real ones have some kilobytes.
const LARGEST: usize = 256 * 1024;

/// The most brackets that may be open at once: for each the YAML scanner looks at every token that follows.
const DEEPEST: usize = 64;

/// The most references a frontmatter with anchors may have: enough for a person, too few for a bomb.
const MOST_REFERENCES: usize = 16;

/// The most entries of which each name is compared with those before it.
const MOST_COMPARED: usize = 100;

/// Why a frontmatter cannot be read, and the 1-based line.
type Refusal = (usize, String);

/// Reads the entries of the frontmatter between the fences.
pub(super) fn read(text: &str, lines: &Lines, body: Span) -> Result<Vec<Property>, Refusal> {
    let first = lines.number_at(body.start);
    refuse_hostile(body.of(text)).map_err(|why| (first, why))?;
    let spans = cut(text, lines, body);
    let entries = match all_plain(text, body, &spans) {
        Some(entries) => entries,
        None => parsed(text, lines, body, &spans)?,
    };
    let property = |(span, (key, value)): (&Span, (String, Value))| {
        let Written { list_style, quote } = Written::of(span.of(text), &value);
        let line = lines.number_at(span.start);
        Property { key, meaning: String::new(), span: *span, line, value, list_style, quote }
    };
    Ok(spans.iter().zip(entries).map(property).collect())
}

/// Name and value of every entry, where a look at their lines tells: all are plain, and between them stand blank lines.
fn all_plain(text: &str, body: Span, spans: &[Span]) -> Option<Vec<(String, Value)>> {
    let mut entries: Vec<(String, Value)> = Vec::with_capacity(spans.len());
    let mut end = body.start;
    let is_blank = |from: usize, to: usize| {
        text.get(from..to).is_some_and(|between| between.bytes().all(|byte| matches!(byte, b'\n' | b'\r')))
    };
    for span in spans {
        let (name, value) = plain::entry(span.of(text)).filter(|_| is_blank(end, span.start))?;
        // The same name twice is refused by the parser; few entries are compared with all before them.
        if spans.len() > MOST_COMPARED || entries.iter().any(|(other, _)| other == name) {
            return None;
        }
        entries.push((name.to_owned(), value));
        end = span.end;
    }
    is_blank(end, body.end).then_some(entries)
}

/// Name and value of every entry, as the YAML parser reads them.
///
/// The parser knows values but not where they stand, so that the lines are cut first and every entry is parsed on its
/// own: it must say what it says in the whole. An entry that does not stand alone (a reference to an anchor of
/// another) could not be edited, and is refused.
fn parsed(text: &str, lines: &Lines, body: Span, spans: &[Span]) -> Result<Vec<(String, Value)>, Refusal> {
    let first = lines.number_at(body.start);
    let whole: Value = serde_yaml::from_str(body.of(text)).map_err(|error| refusal(&error, first))?;
    let mapping = match whole {
        Value::Mapping(mapping) => mapping,
        Value::Null => Mapping::new(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Sequence(_) | Value::Tagged(_) => {
            return Err((first, "it is no mapping of names to values".to_owned()));
        }
    };
    let mut entries = Vec::with_capacity(spans.len());
    let mut expected = mapping.into_iter();
    for span in spans {
        let line = lines.number_at(span.start);
        let lost = || (line, "the entry cannot be told from the lines around it".to_owned());
        let (key, value) = expected.next().ok_or_else(lost)?;
        let stands_alone = plain::entry(span.of(text))
            .is_some_and(|(name, said)| key.as_str() == Some(name) && value == said);
        if !stands_alone {
            let alone: Mapping =
                serde_yaml::from_str(span.of(text)).map_err(|error| refusal(&error, line))?;
            if alone.len() != 1 || alone.get(&key) != Some(&value) {
                return Err(lost());
            }
        }
        let key = name(&key).ok_or_else(|| (line, "the name of a property is no text".to_owned()))?;
        entries.push((key, value));
    }
    match expected.next() {
        None => Ok(entries),
        Some(_) => Err((first, "its entries cannot be told apart".to_owned())),
    }
}

fn refusal(error: &serde_yaml::Error, first: usize) -> Refusal {
    let line = error.location().map_or(0, |location| location.line().saturating_sub(1));
    // The parser counts its own lines; ours is said beside.
    let why = error.to_string();
    let why = why.split(" at line ").next().unwrap_or_default();
    (first + line, why.to_owned())
}

/// Refuses what the parser would take long for.
fn refuse_hostile(yaml: &str) -> Result<(), String> {
    if yaml.len() > LARGEST {
        return Err(format!("it is larger than {LARGEST} bytes"));
    }
    // Neither deep nor full of references: one look at the bytes tells it of every real frontmatter.
    let bytes = yaml.as_bytes();
    if memchr2_iter(b'[', b'{', bytes).count() <= DEEPEST
        && memchr_iter(b'*', bytes).count() <= MOST_REFERENCES
    {
        return Ok(());
    }
    let mut open = 0_usize;
    let mut references = 0_usize;
    let mut anchors = false;
    let mut before = '\n';
    for c in yaml.chars() {
        match c {
            '[' | '{' => open += 1,
            ']' | '}' => open = open.saturating_sub(1),
            _ => {}
        }
        let starts = before.is_whitespace() || matches!(before, '[' | '{' | ',' | ':' | '-');
        if before == '\n' && !c.is_whitespace() && !matches!(c, '[' | '{' | ']' | '}') {
            open = 0;
        }
        references += usize::from(starts && c == '*');
        anchors |= starts && c == '&';
        if open > DEEPEST {
            return Err(format!("its lists are nested more than {DEEPEST} deep"));
        }
        before = c;
    }
    if anchors && references > MOST_REFERENCES {
        return Err(format!("it has more than {MOST_REFERENCES} references to anchors"));
    }
    Ok(())
}

/// The name of a property.
fn name(key: &Value) -> Option<String> {
    match key {
        Value::String(name) => Some(name.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Sequence(_) | Value::Mapping(_) | Value::Tagged(_) => None,
    }
}

/// The lines of each entry: from its key, the first thing on a line, to the last line of its value.
fn cut(text: &str, lines: &Lines, body: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut number = lines.number_at(body.start);
    let line = |number: usize| lines.span(number).filter(|line| line.start < body.end);
    while let Some(span) = line(number) {
        number += 1;
        if !starts_entry(span.of(text)) {
            continue;
        }
        let mut entry = span;
        if let Some(until) = end_of_enclosed(text, span, body.end) {
            number = lines.number_at(until - 1) + 1;
            entry.end = lines.span(number - 1).map_or(until, |line| line.end);
        }
        let is_block_scalar = opens_block_scalar(span.of(text));
        while let Some(next) = line(number).filter(|next| !starts_entry(next.of(text))) {
            number += 1;
            let words = next.of(text).trim();
            let is_comment = words.starts_with('#') && !(is_block_scalar && next.of(text).starts_with(' '));
            // What stands between entries is known only when the next one comes.
            let says = !words.is_empty() && !is_comment;
            if says || (is_block_scalar && keeps_blank_lines(span.of(text)) && words.is_empty()) {
                entry.end = next.end;
            }
        }
        found.push(entry);
    }
    found
}

/// Whether a line starts an entry: it is not indented, and neither comment nor part of a list.
fn starts_entry(line: &str) -> bool {
    let mut chars = line.chars();
    match chars.next() {
        None | Some(' ' | '\t' | '\r' | '\n' | '#' | ']' | '}' | ',') => false,
        Some('-') => chars.next().is_some_and(|next| !next.is_whitespace()),
        Some(_) => true,
    }
}

/// What follows the key on the line of an entry, past anchors and tags.
fn value_start(line: &str) -> &str {
    let quote = line.chars().next().filter(|c| matches!(c, '"' | '\''));
    let key = match quote {
        Some(quote) => 1 + line.get(1..).and_then(|rest| rest.find(quote)).map_or(0, |at| at + 1),
        None => 0,
    };
    let rest = line.get(key..).unwrap_or_default();
    let colon = rest.char_indices().find(|(at, c)| {
        *c == ':'
            && rest
                .get(at + 1..)
                .is_none_or(|after| after.is_empty() || after.starts_with(char::is_whitespace))
    });
    let mut value = colon.and_then(|(at, _)| rest.get(at + 1..)).unwrap_or_default().trim_start();
    while value.starts_with(['&', '!']) {
        value = value.split_once([' ', '\t']).map_or("", |(_, rest)| rest.trim_start());
    }
    value
}

fn opens_block_scalar(line: &str) -> bool {
    value_start(line).starts_with(['|', '>'])
}

/// Whether the blank lines below a block scalar are part of it.
fn keeps_blank_lines(line: &str) -> bool {
    value_start(line).split(['#', ' ']).next().is_some_and(|head| head.contains('+'))
}

/// Where a value in quotes or brackets ends that starts on the line of its key; `None` for any other value.
fn end_of_enclosed(text: &str, line: Span, limit: usize) -> Option<usize> {
    let value = value_start(line.of(text));
    let start = line.end - value.len();
    let open = value.chars().next().filter(|c| matches!(c, '"' | '\'' | '[' | '{'))?;
    let mut quote = None;
    let mut depth = 0_usize;
    let mut skip = false;
    let mut before = open;
    for (at, c) in text.get(start..limit)?.char_indices() {
        if skip {
            skip = false;
        } else if let Some(open) = quote {
            skip = open == '"' && c == '\\';
            if c == open {
                quote = None;
            }
        } else if matches!(c, '[' | '{') {
            depth += 1;
        } else if matches!(c, ']' | '}') {
            depth = depth.saturating_sub(1);
        } else if matches!(c, '"' | '\'') && (at == 0 || !is_word(before)) {
            quote = Some(c);
        }
        if quote.is_none() && depth == 0 && !skip {
            // `''` inside single quotes is one quote: it opens again at once.
            let next = text.get(start + at + c.len_utf8()..limit)?.chars().next();
            if !(c == '\'' && next == Some('\'')) {
                return Some(start + at + c.len_utf8());
            }
            quote = Some('\'');
            skip = true;
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    Some(limit)
}

/// Whether a quote behind this character is an apostrophe inside a plain word.
fn is_word(c: char) -> bool {
    !matches!(c, '[' | '{' | ',' | ':' | '?')
}

/// How a value is written.
struct Written {
    list_style: Option<ListStyle>,
    quote: Option<char>,
}

impl Written {
    fn of(entry: &str, value: &Value) -> Self {
        let own = value_start(entry.lines().next().unwrap_or_default());
        let quote_of = |text: &str| text.chars().next().filter(|c| matches!(c, '"' | '\''));
        if !value.is_sequence() {
            return Self { list_style: None, quote: quote_of(own) };
        }
        if let Some(inside) = own.strip_prefix('[') {
            let first = entry.split_once('[').map_or(inside, |(_, first)| first);
            return Self { list_style: Some(ListStyle::Flow), quote: quote_of(first.trim_start()) };
        }
        let first = entry.lines().skip(1).find(|line| line.trim_start().starts_with('-')).unwrap_or_default();
        let indent = first.len() - first.trim_start().len();
        let quote = quote_of(first.trim_start().trim_start_matches('-').trim_start());
        Self { list_style: Some(ListStyle::Block { indent }), quote }
    }
}
