//! List properties: participants, tags and others, which are united.

use super::{MergedProperty, Stated, aside, is_empty, shown};
use crate::merge::again::Before;
use crate::merge::{Input, Outcome, Reason, SetAside};
use crate::note::header::split_people;
use crate::people::{Who, says_more};
use serde_yaml::Value;

/// The entries of a list; a text where a list belongs counts as its parts between commas, save for tags and aliases,
/// which Obsidian reads as one.
pub(super) fn entries(meaning: &str, value: &Value) -> Vec<Value> {
    match value {
        Value::Sequence(entries) => {
            entries.iter().map(|entry| link(entry).unwrap_or(entry.clone())).collect()
        }
        Value::String(text) if meaning == "participants" => {
            split_people(text).into_iter().map(Value::String).collect()
        }
        Value::String(text) if meaning == "tags" => text
            .split([',', ' '])
            .filter(|tag| !tag.is_empty())
            .map(|tag| Value::String(tag.into()))
            .collect(),
        Value::Null => Vec::new(),
        Value::String(_) | Value::Bool(_) | Value::Number(_) | Value::Mapping(_) | Value::Tagged(_) => {
            vec![value.clone()]
        }
    }
}

/// The link someone wrote without quotes, which YAML reads as a list in a list: `[[Note]]`.
fn link(entry: &Value) -> Option<Value> {
    match entry.as_sequence()?.as_slice() {
        [Value::Sequence(inner)] => match inner.as_slice() {
            [Value::String(target)] => Some(Value::String(format!("[[{target}]]"))),
            _ => None,
        },
        _ => None,
    }
}

/// Unites the entries of all notes in their order, each once; tags Obsidian does not take are set aside.
pub(super) fn unite(
    input: Input<'_>,
    meaning: &str,
    filled: &[&Stated<'_>],
    decided: &mut MergedProperty,
    set_aside: &mut Vec<SetAside>,
) {
    let mut united: Vec<(String, Value)> = Vec::new();
    let taken_out =
        input.settled.map(|settled| settled.taken_out(input.notes[0], meaning)).unwrap_or_default();
    for stated in filled {
        for entry in entries(meaning, &stated.property.value) {
            let text = shown(&entry);
            if is_empty(&entry) {
                continue;
            }
            if stated.note != 0 && taken_out.contains(&text) {
                set_aside.push(aside(stated, text, Reason::Before(Before::Deleted)));
                continue;
            }
            if meaning == "tags" && !is_tag(&text) {
                set_aside.push(aside(stated, text, Reason::MalformedTag));
                continue;
            }
            let key = entry_key(input, meaning, stated.note, &text);
            match united.iter_mut().find(|(known, _)| *known == key) {
                None => united.push((key, entry)),
                Some((_, known)) => {
                    let known_text = shown(known);
                    let (kept, lost) = if meaning == "participants" && says_more(&text, &known_text) {
                        *known = entry;
                        (text, known_text)
                    } else {
                        (known_text, text)
                    };
                    if kept != lost {
                        set_aside.push(aside(stated, lost, Reason::SameValue));
                    }
                }
            }
        }
    }
    let value = Value::Sequence(united.into_iter().map(|(_, entry)| entry).collect());
    if filled.len() > 1 && filled.iter().any(|stated| stated.property.value != value) {
        decided.outcome = Outcome::United;
        decided.rule = "the union, in the base's order and list style".into();
    }
    let same_entries = filled
        .first()
        .is_some_and(|stated| Value::Sequence(entries(meaning, &stated.property.value)) == value);
    if !same_entries || filled.first().is_some_and(|stated| stated.note != 0) {
        decided.value = value;
    }
}

fn entry_key(input: Input<'_>, meaning: &str, note: usize, text: &str) -> String {
    if meaning == "participants"
        && let Who::Person(person) = input.people.who(note, text)
    {
        return format!("\u{0}{}", person.0);
    }
    if meaning == "tags" { text.trim_start_matches('#').to_lowercase() } else { text.to_owned() }
}

/// Whether Obsidian takes it as a tag: letters, digits, `_`, `-`, `/` and other Unicode, one of them no digit, no
/// empty part between slashes.
fn is_tag(text: &str) -> bool {
    let tag = text.trim_start_matches('#');
    !tag.is_empty()
        && tag.split('/').all(|part| !part.is_empty())
        && tag
            .chars()
            .all(|c| c.is_alphanumeric() || "_-/".contains(c) || (!c.is_ascii() && !c.is_whitespace()))
        && tag.chars().any(|c| !c.is_ascii_digit())
}
