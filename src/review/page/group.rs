//! A group: what it is, what happens to its files, what is to be decided, and all of its review.

use super::words::{Side, confidence, marked, note_id, place, shown};
use super::{facts, json, kinds, row};
use crate::plan::{LinkEdit, PlannedGroup, RetireEdit};
use crate::render::review::{PropertyView, RowView, SourceView};
use crate::render::surface::{Class, Difference, Legend, Repaired, Sorted, titled};
use crate::review::sums::counted;
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// What is needed to show anything of a group.
pub(super) struct Shelf<'a> {
    pub(super) group: &'a PlannedGroup,
    pub(super) legend: Legend<'a>,
    pub(super) repaired: Repaired<'a>,
    /// The ids of the rows that are items.
    pub(super) items: BTreeSet<&'a str>,
}

impl Shelf<'_> {
    /// Where something stands.
    pub(super) fn place(&self, path: &str, line: usize) -> Markup {
        place(&self.legend, &self.group.id, path, line)
    }

    /// The index of a note among those of the group.
    pub(super) fn index_of(&self, path: &str) -> Option<usize> {
        self.group.notes.iter().position(|note| note.path.as_str() == path)
    }
}

/// A group, folded to its heading unless it is `open`.
pub(super) fn article(group: &PlannedGroup, open: bool) -> Markup {
    let fold = &group.fold;
    let shelf = Shelf { group, legend: Legend::of(fold), repaired: Repaired::of(fold), items: fold.items() };
    let base = &group.notes[0].path;
    let notes: Vec<&str> = group.notes.iter().map(|note| note.path.as_str()).collect();
    let kinds = kinds(group);
    html! {
        article class="group" id={ "g-" (group.id) } aria-labelledby={ "t-" (group.id) }
            data-group=(group.id) data-confidence=(group.confidence.as_str()) data-kinds=(json(&kinds))
            data-notes=(json(&notes)) data-waits=(group.waits.len()) {
            details open[open] {
                summary {
                    h3 id={ "t-" (group.id) } { bdi { (shown(base.stem())) } }
                    span class="verdict needs-script" {}
                    span class="meta" {
                        (confidence(group.confidence))
                        span { (counted(notes.len(), "note", "notes")) }
                        @if !group.waits.is_empty() {
                            span class="waits" { (group.waits.len()) " to decide" }
                        }
                        @if !kinds.is_empty() { span { (shown(&kinds.join(", "))) } }
                    }
                }
                div class="body" {
                    (verdict(&shelf))
                    (files(&shelf))
                    (review(&shelf))
                }
            }
        }
    }
}

/// What can be decided about the group as a whole.
fn verdict(shelf: &Shelf<'_>) -> Markup {
    const VERDICTS: [(&str, &str); 4] =
        [("accept", "Accept"), ("reject", "Reject"), ("later", "Later"), ("", "Not decided")];
    let group = shelf.group;
    html! {
        @if !group.waits.is_empty() {
            div class="note-waits" {
                p { strong { "Waits for you" } }
                ul { @for wait in &group.waits { li { (shown(wait)) } } }
            }
        }
        div class="controls needs-script" {
            fieldset class="verdicts" {
                legend { "Fold these notes?" }
                @for (value, word) in VERDICTS {
                    label {
                        input type="radio" name={ "verdict-" (group.id) } value=(value) checked[value.is_empty()];
                        " " (word)
                    }
                }
            }
            label {
                span { "Base: gives path, order and style" }
                select name={ "base-" (group.id) } data-base="" {
                    @for (at, note) in group.notes.iter().enumerate() {
                        option value=(at) selected[at == 0] {
                            (shelf.legend.letter(note.path.as_str())) " " (shown(note.path.as_str()))
                        }
                    }
                }
            }
        }
    }
}

/// What happens to the files.
fn files(shelf: &Shelf<'_>) -> Markup {
    let group = shelf.group;
    let base = group.notes[0].path.as_str();
    let happens = if group.edits.canonical.is_some() {
        "the canonical note is written in its place"
    } else {
        "says it all already, and stays as it is"
    };
    let letter = |path: &str| shelf.legend.letter(path);
    html! {
        h4 { "Notes" }
        ul class="files" {
            li id=(note_id(&group.id, &letter(base))) tabindex="-1" {
                span class="letter" { (letter(base)) }
                span { bdi { (shown(base)) } span class="faint" { " · " (happens) } }
            }
            @for RetireEdit { path, to, stub, .. } in &group.edits.retired {
                li id=(note_id(&group.id, &letter(path.as_str()))) tabindex="-1" {
                    span class="letter" { (letter(path.as_str())) }
                    span {
                        bdi { (shown(path.as_str())) }
                        span class="faint" {
                            " · retired to " bdi { (shown(to.as_str())) }
                            @if stub.is_some() { ", a stub stays" }
                        }
                    }
                }
            }
        }
        @if !group.evidence.is_empty() {
            p { strong { "Why they belong together: " } (shown(&group.evidence.join("; "))) }
        }
        @if !group.edits.links.is_empty() { (links(&group.edits.links)) }
    }
}

fn links(edits: &[LinkEdit]) -> Markup {
    let count: usize = edits.iter().map(|edit| edit.changes.len()).sum();
    html! {
        details class="part" {
            summary { h4 { (titled("links that follow", count)) } }
            ul {
                @for edit in edits {
                    li {
                        bdi { (shown(edit.path.as_str())) }
                        ul {
                            @for change in &edit.changes {
                                li {
                                    del { (shown(&change.old)) }
                                    span aria-label="becomes" { " → " }
                                    ins { (shown(&change.new)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What every row and property became, in the order a person reads it.
fn review(shelf: &Shelf<'_>) -> Markup {
    let fold = &shelf.group.fold;
    let sorted = Sorted::of(fold);
    let part = |class: Class, open: bool, rows: &[&RowView], properties: &[&PropertyView]| -> Markup {
        let is_short = matches!(class, Class::Only | Class::Same);
        html! {
            @if !(rows.is_empty() && properties.is_empty()) {
                details class={ "part" @if class == Class::Waits { " waiting" } } open[open] {
                    summary { h4 { (titled(class.title(), rows.len() + properties.len())) } }
                    ul class="rows" {
                        @for view in rows {
                            @if is_short { (row::short(shelf, view)) } @else { (row::full(shelf, view)) }
                        }
                        @for property in properties { (facts::property(shelf, property)) }
                    }
                }
            }
        }
    };
    html! {
        (part(Class::Waits, true, &sorted.waits, &sorted.waiting_properties))
        (part(Class::Ruled, true, &sorted.ruled, &sorted.ruled_properties))
        (part(Class::Tied, true, &sorted.tied, &[]))
        (part(Class::Reworded, true, &sorted.reworded, &[]))
        (part(Class::Only, false, &sorted.only, &[]))
        (part(Class::Same, false, &sorted.same, &[]))
        (part(Class::Properties, false, &[], &sorted.changed_properties))
        (part(Class::SameProperties, false, &[], &sorted.same_properties))
        (facts::problems(shelf))
        (facts::repairs(shelf))
        (facts::set_aside(shelf))
        (canonical(shelf))
        (facts::proof(shelf))
    }
}

/// The canonical note, with the origins of each row's line beside it.
fn canonical(shelf: &Shelf<'_>) -> Markup {
    let fold = &shelf.group.fold;
    let mut origins: BTreeMap<usize, Vec<&SourceView>> = BTreeMap::new();
    for row in &fold.rows {
        if let Some(line) = row.line {
            origins.entry(line).or_default().extend(&row.sources);
        }
    }
    html! {
        details class="part" {
            summary { h4 { "The canonical note" } }
            ol class="canonical" {
                @for (at, line) in fold.canonical.text.lines().enumerate() {
                    li {
                        span class="origins" {
                            @for source in origins.get(&(at + 1)).into_iter().flatten() {
                                (shelf.place(&source.path, source.line)) " "
                            }
                        }
                        bdi class="line" { (shown(line)) }
                    }
                }
            }
        }
    }
}

/// What the canonical note says, with the words marked that no other wording has; unmarked where there are several
/// others, since the marks of one pair would say nothing of the rest.
pub(super) fn kept(row: &RowView, others: &[Option<Difference>]) -> Markup {
    if let [Some(difference)] = others {
        marked(&difference.new, Side::Kept)
    } else {
        html! { (shown(&row.text)) }
    }
}
