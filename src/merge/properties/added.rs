//! What folding adds to the properties: aliases, the notes folded in.

use super::lists::entries;
use super::source_ref::is_absolute;
use super::{MergedProperty, properties_of, shown, stated};
use crate::merge::base::stem;
use crate::merge::{Input, Outcome};
use serde_yaml::Value;
use std::collections::BTreeSet;

/// The names of the notes that are folded in, then the titles that differ from the canonical note's.
pub(super) fn aliases(input: Input<'_>, merged: &[MergedProperty]) -> Vec<String> {
    let title = |note: usize| {
        let title = stated(input, "title").into_iter().find(|stated| stated.note == note);
        title.map(|stated| shown(&stated.property.value)).or_else(|| Some(input.notes[note].title()))
    };
    let base = input.notes[0];
    let canonical =
        merged.iter().find(|property| property.key == "title").map(|property| shown(&property.value));
    // Where a person chose the title of another, the base's own becomes an alias too.
    let is_other = input.chosen_property("title").is_some() && canonical != title(0);
    let own = if is_other { None } else { title(0) };
    // An alias the person took out stays out.
    let taken_out = input.settled.map(|settled| settled.taken_out(base, "aliases")).unwrap_or_default();
    let known = [Some(stem(base.path()).to_owned()), own, canonical];
    let mut known: BTreeSet<String> = known.into_iter().flatten().map(|name| name.to_lowercase()).collect();
    let others = 1..input.notes.len();
    let names = others.clone().map(|note| stem(input.notes[note].path()).to_owned());
    let earlier = others.clone().flat_map(|note| {
        let aliases = stated(input, "aliases").into_iter().filter(move |stated| stated.note == note);
        aliases.flat_map(|stated| entries("aliases", &stated.property.value)).map(|alias| shown(&alias))
    });
    let names =
        names.chain(title(0)).chain(others.clone().filter_map(title)).chain(earlier.collect::<Vec<_>>());
    let is_new = |name: &String| {
        !name.trim().is_empty() && !taken_out.contains(name) && known.insert(name.to_lowercase())
    };
    names.filter(is_new).collect()
}

/// The vault paths of the notes that are folded in, and of those folded into them before. A path that is not in a
/// vault is absolute on one machine only: it is named from the folder of the base.
pub(super) fn merged_from(input: Input<'_>) -> Vec<String> {
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
pub(super) fn add(input: Input<'_>, merged: &mut Vec<MergedProperty>, key: &str, new: Vec<String>) {
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
