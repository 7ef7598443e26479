//! Properties: what the canonical note's frontmatter says.

use super::base::stem;
use super::{Conflict, Input, Outcome, Reason, SetAside, letter};
use crate::note::header::split_people;
use crate::note::{Frontmatter, Property};
use crate::people::{Who, says_more};
use crate::text::dates::dates;
use crate::text::mojibake;
use jiff::civil::Date;
use serde_yaml::Value;
use std::collections::BTreeSet;

/// A property of the canonical note.
#[derive(Debug, Clone, PartialEq)]
pub struct MergedProperty {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: Value,
    /// What became of it.
    pub outcome: Outcome,
    /// The rule that decided, in words; empty where there was nothing to decide.
    pub rule: String,
    /// What the variants say.
    pub sources: Vec<(usize, Value)>,
    /// Where they disagree.
    pub conflicts: Vec<Conflict>,
    /// The base's entry it stands in, by index; `None` for a property the base does not have.
    pub in_base: Option<usize>,
    /// Whether the base's entry stands as it is.
    pub as_in_base: bool,
}

/// What a variant says of a property.
struct Stated<'a> {
    note: usize,
    index: usize,
    property: &'a Property,
}

/// Whether a value says nothing: null, an empty text, an empty list.
#[must_use]
pub fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Sequence(entries) => entries.iter().all(is_empty),
        Value::Mapping(entries) => entries.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Tagged(_) => false,
    }
}

/// The properties of the base as they stand.
pub(super) fn unchanged(input: Input<'_>) -> Vec<MergedProperty> {
    properties_of(input, 0)
        .iter()
        .enumerate()
        .map(|(index, property)| MergedProperty {
            key: property.key.clone(),
            value: property.value.clone(),
            outcome: Outcome::Same,
            rule: String::new(),
            sources: (0..input.notes.len()).map(|note| (note, property.value.clone())).collect(),
            conflicts: Vec::new(),
            in_base: Some(index),
            as_in_base: true,
        })
        .collect()
}

fn properties_of(input: Input<'_>, note: usize) -> &[Property] {
    match input.notes[note].frontmatter() {
        Frontmatter::Parsed { properties, .. } => properties,
        Frontmatter::Absent | Frontmatter::Unparsed { .. } => &[],
    }
}

/// Decides every property: those of the base in its order, then those only others have, then what folding adds.
pub(super) fn merge(input: Input<'_>, set_aside: &mut Vec<SetAside>) -> Vec<MergedProperty> {
    let mut meanings: Vec<&str> = Vec::new();
    let mut seen = BTreeSet::new();
    for note in 0..input.notes.len() {
        for property in properties_of(input, note) {
            if seen.insert(property.meaning.as_str()) {
                meanings.push(&property.meaning);
            }
        }
    }
    let mut merged = Vec::new();
    for meaning in meanings {
        if matches!(meaning, "aliases" | "merged_from" | "source_refs") && !in_base(input, meaning) {
            continue;
        }
        let stated = stated(input, meaning);
        merged.push(decide(input, meaning, &stated, set_aside));
    }
    add(input, &mut merged, "source_refs", other_source_refs(input));
    let aliases = aliases(input, &merged);
    add(input, &mut merged, "aliases", aliases);
    add(input, &mut merged, "merged_from", merged_from(input));
    merged
}

fn in_base(input: Input<'_>, meaning: &str) -> bool {
    properties_of(input, 0).iter().any(|property| property.meaning == meaning)
}

fn stated<'a>(input: Input<'a>, meaning: &str) -> Vec<Stated<'a>> {
    let notes = 0..input.notes.len();
    let all = notes.flat_map(|note| {
        let properties = properties_of(input, note).iter().enumerate();
        properties.map(move |(index, property)| Stated { note, index, property })
    });
    all.filter(|stated| stated.property.meaning == meaning).collect()
}

fn decide(
    input: Input<'_>,
    meaning: &str,
    stated: &[Stated<'_>],
    set_aside: &mut Vec<SetAside>,
) -> MergedProperty {
    let first = &stated[0];
    let filled: Vec<&Stated<'_>> = stated.iter().filter(|stated| !is_empty(&stated.property.value)).collect();
    let mut decided = MergedProperty {
        key: first.property.key.clone(),
        value: filled.first().unwrap_or(&first).property.value.clone(),
        outcome: Outcome::Same,
        rule: String::new(),
        sources: stated.iter().map(|stated| (stated.note, stated.property.value.clone())).collect(),
        conflicts: Vec::new(),
        in_base: (first.note == 0).then_some(first.index),
        as_in_base: false,
    };
    let differ = stated.iter().any(|other| other.property.value != first.property.value);
    let is_list = |stated: &&Stated<'_>| matches!(stated.property.value, Value::Sequence(_));
    if stated.len() == 1 {
        decided.outcome = Outcome::Only;
    }
    if matches!(meaning, "participants" | "tags" | "aliases" | "cssclasses" | "merged_from" | "source_refs")
        || filled.iter().any(is_list)
    {
        unite(input, meaning, &filled, &mut decided, set_aside);
    } else if differ {
        match meaning {
            "date" => decide_date(input, &filled, &mut decided, set_aside),
            "source_ref" => decide_source_ref(input, &filled, &mut decided, set_aside),
            _ => decide_scalar(meaning, &filled, &mut decided, set_aside),
        }
    }
    repair(&mut decided.value);
    decided.as_in_base = decided.in_base.is_some() && first.property.value == decided.value;
    decided
}

/// Reads mojibake in a value as what it was.
fn repair(value: &mut Value) {
    match value {
        Value::String(text) => {
            let repairs = mojibake::repairs(text);
            if !repairs.is_empty() {
                *text = mojibake::repaired(text, &repairs);
            }
        }
        Value::Sequence(entries) => entries.iter_mut().for_each(|entry| {
            if matches!(entry, Value::String(_)) {
                repair(entry);
            }
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Mapping(_) | Value::Tagged(_) => {}
    }
}

/// A value as a person reads it.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Sequence(entries) => entries.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Mapping(_) | Value::Tagged(_) => {
            serde_yaml::to_string(value).map(|text| text.trim_end().to_owned()).unwrap_or_default()
        }
    }
}

fn aside(stated: &Stated<'_>, text: String, reason: Reason) -> SetAside {
    SetAside { note: stated.note, line: stated.property.line, text, reason, row: None }
}

/// The entries of a list; a text where a list belongs counts as its parts between commas, save for tags and aliases,
/// which Obsidian reads as one.
fn entries(meaning: &str, value: &Value) -> Vec<Value> {
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

fn unite(
    input: Input<'_>,
    meaning: &str,
    filled: &[&Stated<'_>],
    decided: &mut MergedProperty,
    set_aside: &mut Vec<SetAside>,
) {
    let mut united: Vec<(String, Value)> = Vec::new();
    for stated in filled {
        for entry in entries(meaning, &stated.property.value) {
            let text = shown(&entry);
            if is_empty(&entry) {
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

fn decide_scalar(
    meaning: &str,
    filled: &[&Stated<'_>],
    decided: &mut MergedProperty,
    set_aside: &mut Vec<SetAside>,
) {
    let Some((first, others)) = filled.split_first() else { return };
    if first.note != 0 && decided.in_base.is_some() {
        decided.outcome = Outcome::Chosen;
        decided.rule = format!("empty in the base: from {}", letter(first.note));
    }
    let same =
        |other: &Stated<'_>| shown(&other.property.value).trim() == shown(&first.property.value).trim();
    if others.iter().all(|other| same(other)) {
        return;
    }
    let reason = if meaning == "title" { Reason::OtherTitle } else { Reason::Conflict(decided.key.clone()) };
    let differing = others.iter().filter(|other| !same(other));
    set_aside.extend(differing.map(|other| aside(other, shown(&other.property.value), reason.clone())));
    let waits = !matches!(meaning, "title" | "source");
    conflict(filled, decided, "the base's, else the first", waits);
}

fn conflict(filled: &[&Stated<'_>], decided: &mut MergedProperty, rule: &'static str, waits: bool) {
    decided.outcome = Outcome::Conflict;
    decided.rule = rule.into();
    decided.conflicts.push(Conflict {
        field: decided.key.clone(),
        values: filled.iter().map(|stated| (stated.note, shown(&stated.property.value))).collect(),
        chosen: shown(&decided.value),
        rule,
        waits,
    });
}

/// The day a text names, if it names one.
pub(super) fn day_of(text: &str) -> Option<Date> {
    dates(text, None).into_iter().find_map(|mention| mention.day)
}

fn decide_date(
    input: Input<'_>,
    filled: &[&Stated<'_>],
    decided: &mut MergedProperty,
    set_aside: &mut Vec<SetAside>,
) {
    let Some((first, others)) = filled.split_first() else { return };
    let day = |stated: &Stated<'_>| day_of(&shown(&stated.property.value));
    if input.notes.is_empty() || others.iter().all(|other| day(other).is_some() && day(other) == day(first)) {
        decided.outcome = Outcome::Chosen;
        decided.rule = "the same day: the base's form".into();
        let differing = others.iter().filter(|other| other.property.value != first.property.value);
        set_aside
            .extend(differing.map(|other| aside(other, shown(&other.property.value), Reason::SameValue)));
        return;
    }
    let reason = Reason::Conflict(decided.key.clone());
    set_aside.extend(others.iter().map(|other| aside(other, shown(&other.property.value), reason.clone())));
    conflict(filled, decided, "different days: the base's, else the first", true);
}

/// The file a path names, whatever the folder, machine and case.
pub(super) fn file_key(path: &str) -> String {
    let target = path.split('#').next().unwrap_or_default();
    let name = target.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
    name.strip_suffix(".md").unwrap_or(&name).trim().to_owned()
}

fn is_absolute(path: &str) -> bool {
    path.starts_with(['/', '~', '\\']) || path.get(1..3).is_some_and(|drive| drive == ":\\" || drive == ":/")
}

fn preferred_source_ref<'s, 'a>(input: Input<'_>, filled: &[&'s Stated<'a>]) -> Option<&'s Stated<'a>> {
    let path = |stated: &Stated<'_>| shown(&stated.property.value);
    let resolves = |stated: &&&Stated<'_>| input.options.vault_paths.contains(&path(stated));
    let relative = |stated: &&&Stated<'_>| !is_absolute(&path(stated));
    filled.iter().find(resolves).or_else(|| filled.iter().find(relative)).or_else(|| filled.first()).copied()
}

fn decide_source_ref(
    input: Input<'_>,
    filled: &[&Stated<'_>],
    decided: &mut MergedProperty,
    set_aside: &mut Vec<SetAside>,
) {
    let Some(chosen) = preferred_source_ref(input, filled) else { return };
    decided.value = chosen.property.value.clone();
    let text = shown(&decided.value);
    let (same, other): (Vec<&&Stated<'_>>, Vec<_>) = filled
        .iter()
        .filter(|stated| shown(&stated.property.value) != text)
        .partition(|stated| file_key(&shown(&stated.property.value)) == file_key(&text));
    set_aside
        .extend(same.iter().map(|stated| aside(stated, shown(&stated.property.value), Reason::SameTarget)));
    // Of those that name other files, the first of each file is kept in `source_refs`.
    let mut kept = BTreeSet::new();
    let again = other.iter().filter(|stated| !kept.insert(file_key(&shown(&stated.property.value))));
    set_aside.extend(again.map(|stated| aside(stated, shown(&stated.property.value), Reason::SameTarget)));
    let rule = "the one that is in the vault, else the one relative to the vault, else the base's";
    if other.is_empty() {
        decided.outcome = if same.is_empty() { decided.outcome } else { Outcome::Chosen };
        decided.rule = rule.into();
    } else {
        conflict(filled, decided, rule, false);
    }
}

/// The transcripts besides the one the canonical note names.
fn other_source_refs(input: Input<'_>) -> Vec<String> {
    let stated = stated(input, "source_ref");
    let filled: Vec<&Stated<'_>> = stated.iter().filter(|stated| !is_empty(&stated.property.value)).collect();
    let Some(chosen) = preferred_source_ref(input, &filled) else { return Vec::new() };
    let mut known = BTreeSet::from([file_key(&shown(&chosen.property.value))]);
    let texts = filled.iter().map(|stated| shown(&stated.property.value));
    let new: Vec<String> = texts.filter(|text| known.insert(file_key(text))).collect();
    new
}

/// The names of the notes that are folded in, then the titles that differ from the canonical note's.
fn aliases(input: Input<'_>, merged: &[MergedProperty]) -> Vec<String> {
    let title = |note: usize| {
        let title = stated(input, "title").into_iter().find(|stated| stated.note == note);
        title.map(|stated| shown(&stated.property.value)).or_else(|| Some(input.notes[note].title()))
    };
    let base = input.notes[0];
    let canonical =
        merged.iter().find(|property| property.key == "title").map(|property| shown(&property.value));
    let known = [Some(stem(base.path()).to_owned()), title(0), canonical];
    let mut known: BTreeSet<String> = known.into_iter().flatten().map(|name| name.to_lowercase()).collect();
    let others = 1..input.notes.len();
    let names = others.clone().map(|note| stem(input.notes[note].path()).to_owned());
    let earlier = others.clone().flat_map(|note| {
        let aliases = stated(input, "aliases").into_iter().filter(move |stated| stated.note == note);
        aliases.flat_map(|stated| entries("aliases", &stated.property.value)).map(|alias| shown(&alias))
    });
    let names = names.chain(others.clone().filter_map(title)).chain(earlier.collect::<Vec<_>>());
    names.filter(|name| !name.trim().is_empty() && known.insert(name.to_lowercase())).collect()
}

/// The vault paths of the notes that are folded in, and of those folded into them before. A path that is not in a
/// vault is absolute on one machine only: it is named from the folder of the base.
fn merged_from(input: Input<'_>) -> Vec<String> {
    let folder = input.notes[0].path().rsplit_once('/').map_or("", |(folder, _)| folder);
    let from_base = |path: &str| match path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')) {
        Some(rest) if is_absolute(path) => rest.to_owned(),
        _ => path.to_owned(),
    };
    let paths = (1..input.notes.len()).flat_map(|note| {
        let earlier = stated(input, "merged_from").into_iter().filter(move |stated| stated.note == note);
        let earlier = earlier.flat_map(|stated| entries("merged_from", &stated.property.value));
        std::iter::once(from_base(input.notes[note].path()))
            .chain(earlier.map(|path| shown(&path)).collect::<Vec<_>>())
    });
    let mut seen = BTreeSet::new();
    paths.filter(|path| seen.insert(path.clone())).collect()
}

/// Adds `new` entries to the list property `key`.
fn add(input: Input<'_>, merged: &mut Vec<MergedProperty>, key: &str, new: Vec<String>) {
    if new.is_empty() {
        return;
    }
    let rule = "what folding adds";
    let known = properties_of(input, 0).iter().find(|property| property.meaning == key);
    let key = known.map_or(key, |property| property.key.as_str());
    if let Some(property) = merged.iter_mut().find(|property| property.key == key) {
        let mut all = entries(key, &property.value);
        let new = new.into_iter().map(Value::String).filter(|value| !all.contains(value)).collect::<Vec<_>>();
        if !new.is_empty() {
            all.extend(new);
            property.value = Value::Sequence(all);
            property.outcome = Outcome::United;
            property.rule = rule.into();
            property.as_in_base = false;
        }
        return;
    }
    merged.push(MergedProperty {
        key: key.to_owned(),
        value: Value::Sequence(new.into_iter().map(Value::String).collect()),
        outcome: Outcome::United,
        rule: rule.into(),
        sources: Vec::new(),
        conflicts: Vec::new(),
        in_base: None,
        as_in_base: false,
    });
}
