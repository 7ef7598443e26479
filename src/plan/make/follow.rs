//! How the links of the vault follow the folds of a plan.

use super::backlinks::{links, numbers};
use super::folding::Folding;
use super::{LinkEdit, Planner, RetireEdit};
use crate::disk::ContentHash;
use crate::links::{Change, Folded, Follow, Link, Moves, Queries, Stuck, Whereabouts, apply, of_note};
use crate::plan::{Mention, TextChange, TextOf};
use crate::text::Lines;
use crate::vault::VaultPath;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What happens to the links of one text.
#[derive(Default)]
struct Links {
    edits: Vec<(usize, LinkEdit)>,
    mentions: Vec<Mention>,
}

/// Leads all links of the vault where their targets go. The links of each canonical note to notes of its own group are
/// changed in its text; for those of other texts comes back, for each group, what changes with it; and what names a
/// retired note where no link can follow.
pub(super) fn follow(
    planner: &Planner<'_>,
    foldings: &mut [Folding],
    retired: &[Vec<RetireEdit>],
) -> (Vec<Vec<LinkEdit>>, Vec<Mention>) {
    let moves = moves(foldings, retired);
    let follow = Follow::new(planner.names, &moves, planner.options.link_format);
    foldings.par_iter_mut().enumerate().for_each(|(group, folding)| settle(&follow, group, folding));
    let foldings = &*foldings;
    let gone: BTreeSet<&VaultPath> = retired.iter().flatten().map(|edit| &edit.path).collect();
    let queries = Queries::naming(gone.iter().copied());
    let numbers = numbers(gone.iter().copied());
    let of_files = planner
        .mentions
        .par_iter()
        .filter(|(_, mentions)| mentions.any_of(&numbers))
        .map(|(file, _)| of_file(planner, &follow, &queries, file));
    let of_bases = planner.bases.par_iter().map(|file| {
        let named = (planner.read)(file).map(|text| queries.in_base(&text)).unwrap_or_default();
        let mentions = named.into_iter().map(|line| mention(file, line.line, line.text, line.note));
        Links { mentions: mentions.collect(), ..Links::default() }
    });
    let of_canonicals =
        foldings.par_iter().enumerate().map(|(group, folding)| of_canonical(&follow, group, folding));
    let all: Vec<Links> = of_files.chain(of_bases).chain(of_canonicals).collect();

    let mut edits: Vec<Vec<LinkEdit>> = vec![Vec::new(); foldings.len()];
    let mut mentions = BTreeSet::new();
    for found in all {
        mentions.extend(found.mentions);
        for (group, edit) in found.edits {
            let is_own = foldings[group].found.notes.iter().any(|note| note.path == edit.path);
            if !is_own {
                edits[group].push(edit);
            }
        }
    }
    for edits in &mut edits {
        edits.sort_by(|one, other| (&one.path, one.of).cmp(&(&other.path, other.of)));
    }
    (edits, mentions.into_iter().collect())
}

fn moves(foldings: &[Folding], retired: &[Vec<RetireEdit>]) -> Moves {
    let mut moves = Moves::default();
    for (group, folding) in foldings.iter().enumerate() {
        let into = &folding.found.notes[0].path;
        for (note, subpaths) in folding.found.notes.iter().zip(&folding.subpaths) {
            let folded = Folded { group, into: into.clone(), subpaths: subpaths.clone() };
            moves.folded.insert(note.path.clone(), folded);
        }
    }
    for (group, edits) in retired.iter().enumerate() {
        for edit in edits {
            if edit.stub.is_none() {
                moves.gone.insert(edit.path.clone(), group);
            }
            // A folder with a dot is none that links lead into.
            if !edit.to.parts().any(|part| part.starts_with('.')) {
                moves.new.insert(edit.to.clone(), group);
            }
        }
    }
    moves
}

/// The links of a canonical note, read from where each of its lines came from.
fn changes_in(follow: &Follow<'_>, folding: &Folding) -> Vec<Change> {
    let text = &folding.review.canonical.text;
    let lines = Lines::of(text);
    let base = &folding.found.notes[0].path;
    let mut by_origin: BTreeMap<usize, Vec<Link>> = BTreeMap::new();
    for link in of_note(text) {
        let line = lines.number_at(link.span.start);
        let notes: BTreeSet<usize> =
            folding.origins.get(line - 1).into_iter().flatten().map(|origin| origin.note).collect();
        // A path from a note's own folder has been written anew when the line was carried over.
        let is_carried = link.path.starts_with('.');
        let origin = if is_carried || notes.contains(&0) { 0 } else { notes.first().copied().unwrap_or(0) };
        by_origin.entry(origin).or_default().push(link);
    }
    let mut changes = Vec::new();
    for (origin, links) in by_origin {
        let before = &folding.found.notes[origin].path;
        changes.extend(follow.changes(text, Whereabouts { before, after: base }, &links).changes);
    }
    changes.sort_by_key(|change| change.span.start);
    changes
}

/// Changes the links of a canonical note that have to change when its own group is folded.
fn settle(follow: &Follow<'_>, group: usize, folding: &mut Folding) {
    let mut changes = changes_in(follow, folding);
    changes.retain(|change| change.group.is_none_or(|by| by == group));
    let lines = Lines::of(&folding.review.canonical.text);
    for change in &changes {
        let line = lines.number_at(change.span.start);
        for row in folding.review.rows.iter_mut().filter(|row| row.line == Some(line)) {
            row.text = row.text.replace(&change.old, &change.new);
        }
    }
    let text = apply(&folding.review.canonical.text, &changes);
    folding.review.canonical.text = text;
}

/// The links of a canonical note to notes that other groups retire.
fn of_canonical(follow: &Follow<'_>, group: usize, folding: &Folding) -> Links {
    let mut changes = changes_in(follow, folding);
    changes.retain(|change| change.group.is_some_and(|by| by != group));
    let edits =
        edits(&folding.found.notes[0].path, TextOf::Canonical, &folding.review.canonical.text, changes);
    Links { edits, mentions: Vec::new() }
}

fn of_file(planner: &Planner<'_>, follow: &Follow<'_>, queries: &Queries, file: &VaultPath) -> Links {
    let Some(text) = (planner.read)(file) else { return Links::default() };
    let followed = follow.changes(&text, Whereabouts::stays(file), &links(file, &text));
    let lines = Lines::of(&text);
    let stuck = followed.stuck.into_iter().map(|Stuck { span, target_before, .. }| {
        mention(file, lines.number_at(span.start), span.of(&text).to_owned(), target_before)
    });
    let mut mentions: Vec<Mention> = stuck.collect();
    if file.is_note() {
        let named = queries.in_note(&text).into_iter();
        mentions.extend(named.map(|line| mention(file, line.line, line.text, line.note)));
    }
    Links { edits: edits(file, TextOf::File, &text, followed.changes), mentions }
}

fn mention(file: &VaultPath, line: usize, text: String, names: VaultPath) -> Mention {
    Mention { path: file.clone(), line, text, names }
}

/// The changes of a text, each group's as an edit of its own.
fn edits(file: &VaultPath, of: TextOf, text: &str, changes: Vec<Change>) -> Vec<(usize, LinkEdit)> {
    let mut by_group: BTreeMap<usize, Vec<Change>> = BTreeMap::new();
    for change in changes {
        if let Some(group) = change.group {
            by_group.entry(group).or_default().push(change);
        }
    }
    let expected = ContentHash::of(text.as_bytes());
    let edit = |(group, changes): (usize, Vec<Change>)| {
        let result = ContentHash::of(apply(text, &changes).as_bytes());
        let changes = changes.into_iter();
        let changes =
            changes.map(|Change { span, old, new, .. }| TextChange { start: span.start, old, new }).collect();
        (group, LinkEdit { path: file.clone(), of, expected, result, changes })
    };
    by_group.into_iter().map(edit).collect()
}
