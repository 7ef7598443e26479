//! How many links of other notes lead to the notes of groups.

use super::{Found, Planner};
use crate::links::{Link, mention_of, of_canvas, of_note};
use crate::vault::VaultPath;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How many links from outside their group lead to the notes of the groups.
#[derive(Debug, Default)]
pub(super) struct Backlinks<'a>(BTreeMap<&'a VaultPath, usize>);

impl<'a> Backlinks<'a> {
    /// Counts them.
    pub(super) fn of(planner: &Planner<'a>, found: &[Found]) -> Self {
        let groups: BTreeMap<&VaultPath, usize> = found
            .iter()
            .enumerate()
            .flat_map(|(at, group)| group.notes.iter().map(move |note| (&note.path, at)))
            .collect();
        let numbers = numbers(groups.keys().copied());
        let linking = planner.mentions.par_iter().filter(|(_, mentions)| mentions.any_of(&numbers));
        let targets: Vec<&VaultPath> = linking
            .flat_map_iter(|(from, _)| {
                let links = (planner.read)(from).map(|text| links(from, &text)).unwrap_or_default();
                let own = groups.get(from).copied();
                let groups = &groups;
                links.into_iter().filter_map(move |link| {
                    let target = planner.names.resolve(from, &link.path)?;
                    let group = groups.get(target)?;
                    (Some(*group) != own).then_some(target)
                })
            })
            .collect();
        let mut counts = BTreeMap::new();
        for target in targets {
            *counts.entry(target).or_insert(0) += 1;
        }
        Self(counts)
    }

    /// How many lead to this note.
    pub(super) fn count(&self, note: &VaultPath) -> usize {
        self.0.get(note).copied().unwrap_or(0)
    }
}

/// The sorted numbers that stand for the names of files.
pub(super) fn numbers<'p>(paths: impl Iterator<Item = &'p VaultPath>) -> Vec<u64> {
    let mut numbers: Vec<u64> = paths.map(mention_of).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// The links of a note or a canvas.
pub(super) fn links(file: &VaultPath, text: &str) -> Vec<Link> {
    if file.is_canvas() { of_canvas(text).links } else { of_note(text) }
}
