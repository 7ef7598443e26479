//! Entries so plain that a look at their lines says what they hold.
//!
//! Note generators write a dozen lines of names, texts and lists of texts, which a YAML parser takes 300,000
//! instructions for: a quarter of reading a note. What is read here is a small part of YAML on which every parser
//! agrees; all else is left to the parser, with the whole frontmatter.

use serde_yaml::Value;

/// The longest name, far below the 1024 bytes up to which YAML looks for the colon behind one.
const LONGEST_NAME: usize = 100;

/// Name and value of a whole top-level entry; `None` where it is not plain.
///
/// It is plain when it is `name: value`, or `name:` and one `- value` on each further line, and says the same wherever it
/// stands. A value is a text without signs that mean something, a text in quotes without escapes, a truth value, or a
/// list of these in brackets.
pub(super) fn entry(entry: &str) -> Option<(&str, Value)> {
    let mut lines = entry.lines();
    let (name, rest) = lines.next()?.split_once(':')?;
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.len() <= LONGEST_NAME
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        && word(name).is_none();
    if !is_name {
        return None;
    }
    if let Some(value) = rest.strip_prefix(' ') {
        let value = value.trim_matches(' ');
        return (lines.next().is_none() && !value.is_empty()).then_some((name, self::value(value)?));
    }
    if !rest.is_empty() {
        return None;
    }
    let Some(first) = lines.clone().next() else { return Some((name, Value::Null)) };
    let indent = first.len() - first.trim_start_matches(' ').len();
    let values = lines.map(|line| {
        let (blanks, marked) = line.split_at_checked(indent)?;
        let value = marked.strip_prefix("- ").filter(|_| blanks.trim_start_matches(' ').is_empty())?;
        scalar(value.trim_matches(' '))
    });
    Some((name, Value::Sequence(values.collect::<Option<Vec<Value>>>()?)))
}

/// The value behind a name, which is not empty.
fn value(written: &str) -> Option<Value> {
    let Some(inside) = written.strip_prefix('[') else { return scalar(written) };
    let mut rest = inside.strip_suffix(']')?.trim_start_matches(' ');
    let mut values = Vec::new();
    while !rest.is_empty() {
        let (value, behind) = if let Some((text, behind)) = quoted(rest) {
            (Value::from(text), behind.trim_start_matches(' '))
        } else {
            let (text, behind) = rest.split_at_checked(rest.find(',').unwrap_or(rest.len()))?;
            let text = text.trim_end_matches(' ');
            // In brackets more signs mean something than outside.
            let is_plain = text.starts_with(char::is_alphabetic) && !text.contains(':');
            (is_plain.then(|| scalar(text))??, behind)
        };
        values.push(value);
        if behind.is_empty() {
            break;
        }
        // A comma at the end is followed by nothing, and that is left to the parser.
        rest = behind.strip_prefix(',')?.trim_start_matches(' ');
        if rest.is_empty() {
            return None;
        }
    }
    Some(Value::Sequence(values))
}

/// A text or truth value without blanks around it; numbers are left to the parser.
fn scalar(written: &str) -> Option<Value> {
    if let Some((text, behind)) = quoted(written) {
        return behind.is_empty().then(|| Value::from(text));
    }
    if let Some(value) = word(written) {
        return Some(value);
    }
    let is_text = (written.starts_with(|c: char| c == '/' || c.is_alphabetic()) || starts_with_day(written))
        && written.char_indices().all(|(at, c)| match c {
            ' ' | '_' | '-' | '.' | '/' | ',' | '(' | ')' | '\'' | '&' | '+' | '@' | '!' | ';' => true,
            // A colon in front of a blank ends a name.
            ':' => written.get(at + 1..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric)),
            c => c.is_alphanumeric(),
        });
    is_text.then(|| Value::from(written))
}

/// What the words that are no text stand for.
fn word(written: &str) -> Option<Value> {
    match written {
        "true" | "True" | "TRUE" => Some(Value::from(true)),
        "false" | "False" | "FALSE" => Some(Value::from(false)),
        "null" | "Null" | "NULL" => Some(Value::Null),
        _ => None,
    }
}

/// Whether `written` begins as a date does, which no number begins with.
fn starts_with_day(written: &str) -> bool {
    let Some(day) = written.as_bytes().get(..10) else { return false };
    day.iter().enumerate().all(|(at, byte)| match at {
        4 | 7 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    })
}

/// The text in the quotes that `written` begins with, and what follows them; `None` where there are none, or where
/// something in them is not what it looks like.
fn quoted(written: &str) -> Option<(&str, &str)> {
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (text, behind) = written.get(1..)?.split_once(quote)?;
    let is_plain = |c: char| c == ' ' || (c.is_ascii_graphic() && c != '\\') || c.is_alphanumeric();
    // Two quotes in a row are one.
    (text.chars().all(is_plain) && !behind.starts_with(quote)).then_some((text, behind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_yaml::Mapping;

    fn check(text: &str, is_plain: bool) {
        let read = entry(text);
        assert_eq!(read.is_some(), is_plain, "{text}");
        if let Some((name, value)) = read {
            let parsed: Mapping = serde_yaml::from_str(text).unwrap();
            assert_eq!(parsed, [(Value::from(name), value)].into_iter().collect(), "{text}");
        }
    }

    #[test]
    fn what_generators_write_is_plain() {
        for text in [
            "type: people\n",
            "date: '2025-08-15'\r\n",
            "date: 2025-08-15T10:00:00+02:00",
            "title: \"Ana, Bo: 1:1 #2\"\n",
            "title: Ana 1:1 (weekly), part 2\n",
            "person: \"\"\n",
            "person:\n",
            "participants:\n- Ana Ruiz\n- \"Bo Lund\"\n",
            "tags:\n  - type/people\n  - person/\n",
            "tags: [daily, 'a b', \"c, d\"]\n",
            "tags: []\n",
            "done: true\n",
            "source_ref: /Users/owner/Notes/2025-07-27 - x.md\n",
            "city: Zürich\n",
        ] {
            check(text, true);
        }
    }

    #[test]
    fn what_means_something_in_yaml_is_not() {
        for text in [
            "a: b: c\n",
            "a: b #c\n",
            "a: |\n  b\n",
            "a: b\n  c\n",
            "a: 'b''c'\n",
            "a: \"b\\n\"\n",
            "a: [b, [c]]\n",
            "a: [b: c]\n",
            "a: [b, ]\n",
            "a:\n- b\n  - c\n",
            "a:\n-\n",
            "a:\n  b: c\n",
            "a: *b\n",
            "a: 007\n",
            "a: 1e3\n",
            "null: a\n",
            "\"a\": b\n",
        ] {
            check(text, false);
        }
    }

    proptest! {
        #[test]
        fn what_is_plain_is_what_the_parser_reads(
            text in "[a-z]{1,3}:( |\n|\n- |\n  - )([a-zé0-9:,'\"\\[\\] #&*!@./+-]|, |true|null|\n- |\n  - |2025-01-02){0,8}\n?"
        ) {
            if let Some((name, value)) = entry(&text) {
                let parsed: Mapping = serde_yaml::from_str(&text)
                    .map_err(|error| TestCaseError::fail(format!("{error}: {text}")))?;
                prop_assert_eq!(parsed, [(Value::from(name), value)].into_iter().collect(), "{}", text);
            }
        }
    }
}
