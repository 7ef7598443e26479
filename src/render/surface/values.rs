//! Values of fields and properties, as a person writes them.

use super::Legend;
use crate::render::review::{ConflictView, ValueView};
use serde_json::Value;

/// The values, each once, with the letters of the variants that have it.
pub(crate) fn by_value(legend: &Legend<'_>, values: &[ValueView]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for ValueView { path, value } in values {
        match found.iter_mut().find(|(known, _)| known == value) {
            Some((_, letters)) => {
                letters.push_str(", ");
                letters.push_str(&legend.letter(path));
            }
            None => found.push((value.clone(), legend.letter(path))),
        }
    }
    found
}

/// The values a person can choose from where variants disagree: each once, with the letters of the variants that have it.
/// What a rule made of several of them has none.
pub(crate) fn choices(legend: &Legend<'_>, conflict: &ConflictView) -> Vec<(String, String)> {
    let mut choices = by_value(legend, &conflict.values);
    if !choices.iter().any(|(value, _)| *value == conflict.chosen) {
        choices.push((conflict.chosen.clone(), String::new()));
    }
    choices
}

/// A value, or a word for there being none.
pub(crate) fn said(value: &str) -> String {
    if value.trim().is_empty() { "none".to_owned() } else { value.to_owned() }
}

/// A value as a person writes it: lists with commas, text without quotes.
pub(crate) fn in_words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        // Deeper values are rare and shown as JSON, which cannot recurse here.
        Value::Array(entries) => {
            let words = |entry: &Value| entry.as_str().map_or_else(|| entry.to_string(), str::to_owned);
            entries.iter().map(words).collect::<Vec<_>>().join(", ")
        }
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}
