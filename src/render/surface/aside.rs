//! What was set aside, as it is listed.

use crate::render::Review;
use crate::render::review::{SetAsideView, SourceView};
use std::collections::BTreeMap;

/// What was set aside, in two parts: what a row shows anyway, and the rest.
///
/// A wording whose row is kept in other words stands, word for word and with its line, in that row.
pub(crate) fn set_aside_by_place(review: &Review) -> (Vec<&SetAsideView>, Vec<&SetAsideView>) {
    let kept = review.rows.iter().filter(|row| row.line.is_some());
    let sources: BTreeMap<&str, &[SourceView]> =
        kept.map(|row| (row.id.as_str(), row.sources.as_slice())).collect();
    let is_shown = |entry: &&SetAsideView| {
        let sources = entry.row.as_deref().and_then(|id| sources.get(id)).copied().unwrap_or_default();
        sources.iter().any(|it| it.path == entry.path && it.line == entry.line && it.text == entry.text)
    };
    review.set_aside.iter().partition(is_shown)
}

/// The entries that differ in nothing but their line as one, with all lines; in order of their first.
pub(crate) fn once_each<'a>(entries: &[&'a SetAsideView]) -> Vec<(&'a SetAsideView, Vec<usize>)> {
    let mut groups: Vec<(&SetAsideView, Vec<usize>)> = Vec::new();
    let mut places: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    for entry in entries {
        let place = *places.entry((&entry.path, &entry.text, &entry.reason)).or_insert_with(|| {
            groups.push((entry, Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(entry.line);
    }
    groups
}
