//! The transcript a note was made from: the one the canonical note names, and the others.

use super::{MergedProperty, Stated, aside, conflict, is_empty, shown, stated};
use crate::merge::{Input, Outcome, Reason, SetAside};
use std::collections::BTreeSet;

/// The file a path names, whatever the folder, machine and case.
pub(in crate::merge) fn file_key(path: &str) -> String {
    let target = path.split('#').next().unwrap_or_default();
    let name = target.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
    name.strip_suffix(".md").unwrap_or(&name).trim().to_owned()
}

/// Whether a path starts at the root of a machine.
pub(super) fn is_absolute(path: &str) -> bool {
    path.starts_with(['/', '~', '\\']) || path.get(1..3).is_some_and(|drive| drive == ":\\" || drive == ":/")
}

fn preferred_source_ref<'s, 'a>(input: Input<'_>, filled: &[&'s Stated<'a>]) -> Option<&'s Stated<'a>> {
    let path = |stated: &Stated<'_>| shown(&stated.property.value);
    let resolves = |stated: &&&Stated<'_>| input.options.vault_paths.contains(&path(stated));
    let relative = |stated: &&&Stated<'_>| !is_absolute(&path(stated));
    let wanted = input.chosen_property("source_ref");
    let picked = |stated: &&&Stated<'_>| wanted == Some(path(stated).as_str());
    let picked = filled.iter().find(picked);
    picked
        .or_else(|| filled.iter().find(resolves))
        .or_else(|| filled.iter().find(relative))
        .or_else(|| filled.first())
        .copied()
}

/// Decides between transcripts that differ.
pub(super) fn decide(
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
        conflict(input, "source_ref", filled, decided, (rule, false));
    }
}

/// The transcripts besides the one the canonical note names.
pub(super) fn others(input: Input<'_>) -> Vec<String> {
    let stated = stated(input, "source_ref");
    let filled: Vec<&Stated<'_>> = stated.iter().filter(|stated| !is_empty(&stated.property.value)).collect();
    let Some(chosen) = preferred_source_ref(input, &filled) else { return Vec::new() };
    let mut known = BTreeSet::from([file_key(&shown(&chosen.property.value))]);
    let texts = filled.iter().map(|stated| shown(&stated.property.value));
    let new: Vec<String> = texts.filter(|text| known.insert(file_key(text))).collect();
    new
}
