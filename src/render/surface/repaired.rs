//! Wordings as they were read, mojibake repaired.

use crate::render::Review;
use crate::render::review::SourceView;
use std::collections::BTreeMap;

/// What mojibake was read as, by variant and line. Wordings are shown as they were read: the repairs have a list of
/// their own, and would else be the only difference of many lines.
#[derive(Debug)]
pub(crate) struct Repaired<'a> {
    repairs: BTreeMap<(&'a str, usize), Vec<(&'a str, &'a str)>>,
}

impl<'a> Repaired<'a> {
    /// Takes the repairs of `review`.
    pub(crate) fn of(review: &'a Review) -> Self {
        let mut repairs: BTreeMap<(&str, usize), Vec<(&str, &str)>> = BTreeMap::new();
        for repair in &review.repairs {
            repairs.entry((&repair.path, repair.line)).or_default().push((&repair.from, &repair.to));
        }
        // The short forms of mojibake begin longer ones.
        for found in repairs.values_mut() {
            found.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
        }
        Self { repairs }
    }

    /// The text of a source with mojibake as it was read.
    pub(crate) fn as_read(&self, source: &SourceView) -> String {
        let lines = source.line..source.line + source.text.split('\n').count();
        let found = lines.filter_map(|line| self.repairs.get(&(source.path.as_str(), line))).flatten();
        found.fold(source.text.clone(), |text, (from, to)| text.replace(from, to))
    }
}
