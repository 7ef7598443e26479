//! What is known of a person, from the names that are settled to be theirs.

use super::names::Names;
use std::collections::BTreeMap;

/// What is known of a person.
#[derive(Debug, Clone, Default)]
pub(super) struct Person {
    /// The name to write.
    pub(super) name: String,
    /// All spellings met, sorted.
    pub(super) spellings: Vec<String>,
    /// Their parts.
    pub(super) parts: Vec<Vec<String>>,
    /// The lists the person stands in.
    pub(super) lists: Vec<usize>,
}

/// What speaks for writing a person's name as it is written somewhere, the first the most: its parts but for initials, all
/// its parts, whether the caller knows it, how many lists have it.
type Worth = (usize, usize, bool, usize);

impl Person {
    /// The person whose names are those of a group. The name to write is the one that is worth the most, the first in
    /// order of those.
    pub(super) fn of(names: &Names<'_>, group: usize, known: &[usize]) -> Self {
        let mut spellings: BTreeMap<&str, (Worth, &[String])> = BTreeMap::new();
        for written in names.written(group) {
            let parts = names.parts(written.name);
            let full = parts.iter().filter(|part| part.chars().nth(1).is_some()).count();
            let (worth, _) = spellings.entry(written.plain).or_insert(((full, parts.len(), false, 0), parts));
            worth.2 |= known.contains(&written.name);
            worth.3 += usize::from(written.list.is_some());
        }
        let best = spellings
            .iter()
            .max_by(|(name, (worth, _)), (other, (than, _))| worth.cmp(than).then_with(|| other.cmp(name)));
        Self {
            name: best.map(|(name, _)| (*name).to_owned()).unwrap_or_default(),
            spellings: spellings.keys().map(|name| (*name).to_owned()).collect(),
            parts: spellings.values().map(|(_, parts)| parts.to_vec()).collect(),
            lists: names.written(group).filter_map(|written| written.list).collect(),
        }
    }
}
