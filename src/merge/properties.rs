//! Properties: what the canonical note's frontmatter says.

mod added;
mod lists;
mod source_ref;

pub(super) use source_ref::file_key;

use super::{Conflict, Input, Outcome, Reason, SetAside, letter};
use crate::note::{Frontmatter, Property};
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
    added::add(input, &mut merged, "source_refs", source_ref::others(input));
    let aliases = added::aliases(input, &merged);
    added::add(input, &mut merged, "aliases", aliases);
    added::add(input, &mut merged, "merged_from", added::merged_from(input));
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
        lists::unite(input, meaning, &filled, &mut decided, set_aside);
    } else if differ {
        match meaning {
            "date" => decide_date(input, &filled, &mut decided, set_aside),
            "source_ref" => source_ref::decide(input, &filled, &mut decided, set_aside),
            _ => decide_scalar(input, meaning, &filled, &mut decided, set_aside),
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
                *text = mojibake::repaired(text, &repairs).into_owned();
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

/// The one of `filled` whose value a person chose, else the first, and all others.
fn first_and_others<'s, 'a>(
    input: Input<'_>,
    meaning: &str,
    filled: &[&'s Stated<'a>],
) -> Option<(&'s Stated<'a>, Vec<&'s Stated<'a>>)> {
    let wanted = input.chosen_property(meaning);
    let picked = filled.iter().position(|stated| wanted == Some(shown(&stated.property.value).as_str()));
    let mut others = filled.to_vec();
    let at = picked.unwrap_or_default();
    (at < others.len()).then(|| (others.remove(at), others))
}

fn decide_scalar(
    input: Input<'_>,
    meaning: &str,
    filled: &[&Stated<'_>],
    decided: &mut MergedProperty,
    set_aside: &mut Vec<SetAside>,
) {
    let Some((first, others)) = first_and_others(input, meaning, filled) else { return };
    decided.value = first.property.value.clone();
    if filled[0].note != 0 && decided.in_base.is_some() {
        decided.outcome = Outcome::Chosen;
        decided.rule = format!("empty in the base: from {}", letter(filled[0].note));
    }
    let same =
        |other: &Stated<'_>| shown(&other.property.value).trim() == shown(&first.property.value).trim();
    if others.iter().all(|other| same(other)) {
        return;
    }
    let by_rule = input.chosen_property(meaning).is_none();
    let reason = if meaning == "title" && by_rule {
        Reason::OtherTitle
    } else {
        Reason::Conflict(decided.key.clone())
    };
    let differing = others.iter().filter(|other| !same(other));
    set_aside.extend(differing.map(|other| aside(other, shown(&other.property.value), reason.clone())));
    let waits = !matches!(meaning, "title" | "source");
    conflict(input, meaning, filled, decided, ("the base's, else the first", waits));
}

/// Notes that the variants disagree about a property, and the rule that chose, unless a person did.
fn conflict(
    input: Input<'_>,
    meaning: &str,
    filled: &[&Stated<'_>],
    decided: &mut MergedProperty,
    (rule, waits): (&'static str, bool),
) {
    let wanted = input.chosen_property(meaning);
    let by_person = wanted == Some(shown(&decided.value).as_str());
    let (rule, waits) = if by_person { ("a person chose it", false) } else { (rule, waits) };
    decided.outcome = if by_person { Outcome::Chosen } else { Outcome::Conflict };
    decided.rule = rule.into();
    decided.conflicts.push(Conflict {
        field: decided.key.clone(),
        values: filled.iter().map(|stated| (stated.note, shown(&stated.property.value))).collect(),
        chosen: shown(&decided.value),
        rule,
        waits,
        by_person,
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
    let Some((first, others)) = first_and_others(input, "date", filled) else { return };
    let day = |stated: &Stated<'_>| day_of(&shown(&stated.property.value));
    if others.iter().all(|other| day(other).is_some() && day(other) == day(first)) {
        decided.outcome = Outcome::Chosen;
        decided.rule = "the same day: the base's form".into();
        let differing = others.iter().filter(|other| other.property.value != first.property.value);
        set_aside
            .extend(differing.map(|other| aside(other, shown(&other.property.value), Reason::SameValue)));
        return;
    }
    decided.value = first.property.value.clone();
    let reason = Reason::Conflict(decided.key.clone());
    set_aside.extend(others.iter().map(|other| aside(other, shown(&other.property.value), reason.clone())));
    conflict(input, "date", filled, decided, ("different days: the base's, else the first", true));
}
