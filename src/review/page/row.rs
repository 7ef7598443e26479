//! A row: what the canonical note says, what each variant says, and what can be decided about it.

use super::group::{Shelf, kept};
use super::json;
use super::words::{Side, marked, shown};
use crate::render::review::{ConflictView, RowView, SourceView, Subject};
use crate::render::surface::{choices, difference, said};
use maud::{Markup, html};
use serde::Serialize;

/// A row in one line: what is said, and where.
pub(super) fn short(shelf: &Shelf<'_>, row: &RowView) -> Markup {
    html! {
        li class="row short" {
            span class="id" { (row.id) }
            span {
                bdi { (shown(&row.text)) } " "
                @for source in &row.sources { (shelf.place(&source.path, source.line)) " " }
            }
        }
    }
}

/// A row in full, its variants side by side.
pub(super) fn full(shelf: &Shelf<'_>, row: &RowView) -> Markup {
    let sources: Vec<(&SourceView, String)> =
        row.sources.iter().map(|source| (source, shelf.repaired.as_read(source))).collect();
    let is_other = |(source, text): &&(&SourceView, String)| !source.chosen && *text != row.text;
    let others: Vec<_> =
        sources.iter().filter(is_other).map(|(_, text)| difference(text, &row.text)).collect();
    // A row that is what its one source says leaves nothing to compare.
    let is_whole = matches!(sources.as_slice(), [(_, text)] if *text == row.text);
    html! {
        li class="row" {
            span class="id" { (row.id) }
            div {
                p class="kept" { bdi { (kept(row, &others)) } }
                p class="faint" { (told(shelf, row)) }
                @for (at, view) in row.conflicts.iter().enumerate() {
                    (conflict(shelf, Subject::Row(row), at, view))
                }
                @if !is_whole {
                    ul class="wordings" {
                        @for (source, text) in &sources { li { (wording(shelf, row, source, text)) } }
                    }
                }
                @for tie in &row.ties { p class="tie" { span aria-hidden="true" { "≈ " } (shown(tie)) } }
                (choice(shelf, row))
            }
        }
    }
}

fn told(shelf: &Shelf<'_>, row: &RowView) -> Markup {
    html! {
        @if let Some(line) = row.line { "line " (line) " · " }
        @if let [source] = row.sources.as_slice() {
            "only in " (shelf.place(&source.path, source.line))
        } @else {
            "match " (format!("{:.2}", row.confidence))
        }
        @for rule in &row.rules { " · " (shown(rule)) }
    }
}

/// What one variant says.
fn wording(shelf: &Shelf<'_>, row: &RowView, source: &SourceView, text: &str) -> Markup {
    html! {
        (shelf.place(&source.path, source.line)) " "
        @if source.chosen { span class="chosen" { "kept" } " " }
        bdi {
            @if text == row.text {
                span class="faint" { "the same words" }
            } @else if let Some(difference) = difference(text, &row.text) {
                (marked(&difference.old, Side::Other))
            } @else {
                (shown(text))
            }
        }
    }
}

/// What can be decided about a row besides its fields: as much as `apply` takes.
pub(super) fn choice(shelf: &Shelf<'_>, row: &RowView) -> Markup {
    let mut notes: Vec<usize> = row.notes().into_iter().filter_map(|path| shelf.index_of(path)).collect();
    notes.sort_unstable();
    let letter = |at: usize| shelf.legend.letter(shelf.group.notes[at].path.as_str());
    // What is set aside has no wording that another could take the place of.
    let is_reworded = row.has_several_wordings() && row.line.is_some();
    let is_item = shelf.items.contains(row.id.as_str());
    let may_be_kept = is_item && row.may_be_said_elsewhere();
    // What cannot be seen could not be edited.
    let said = if row.line.is_some() { Some(&row.text) } else { row.sources.first().map(|it| &it.text) };
    let text = said.filter(|text| shown(text) == **text).map_or("", String::as_str);
    html! {
        @if is_reworded || may_be_kept {
            div class="choice needs-script" {
                label {
                    span { @if is_reworded { "Wording" } @else { "Said twice?" } } " "
                    select name={ "row-" (shelf.group.id) "-" (row.id) } data-row=(row.id) {
                        option value="" selected {
                            @if row.line.is_some() { "as above" } @else { "set aside" }
                        }
                        @if is_reworded {
                            @for at in &notes { option value=(at) { "that of " (letter(*at)) } }
                        }
                        @if is_item && is_reworded {
                            option value="both" {
                                @if notes.len() > 2 { "keep all, a row each" } @else { "keep both, a row each" }
                            }
                            // Of two, to split one off is to keep both.
                            @if notes.len() > 2 {
                                @for at in &notes {
                                    option value={ "split-" (at) } { (letter(*at)) " says something else" }
                                }
                            }
                        }
                        @if may_be_kept { option value="row" { "keep it: no other row says it" } }
                        @if is_item { option value="text" { "in other words" } }
                    }
                }
                input type="text" hidden aria-label={ "Other words for " (row.id) } value=(text)
                    name={ "text-" (shelf.group.id) "-" (row.id) };
            }
        }
    }
}

/// What a conflict's control means: the words of a verdicts file, and the values its choices stand for.
#[derive(Serialize)]
struct Meaning<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    property: Option<&'a str>,
    field: &'a str,
    values: Vec<&'a str>,
    /// The notes that have each value, by their places in the group.
    of: Vec<Vec<usize>>,
}

/// A disagreement, the one with this number about its subject: the values, each with the variants that have it, and the one
/// that was chosen.
pub(super) fn conflict(shelf: &Shelf<'_>, subject: Subject<'_>, at: usize, view: &ConflictView) -> Markup {
    let choices = choices(&shelf.legend, view);
    let of = |value: &str| {
        let known = view.values.iter().filter(|known| known.value == value);
        known.filter_map(|known| shelf.index_of(&known.path)).collect()
    };
    let (row, property) = match subject {
        Subject::Row(row) => (Some(row.id.as_str()), None),
        Subject::Property(property) => (None, Some(property.key.as_str())),
    };
    let meaning = Meaning {
        row,
        property,
        field: &view.field,
        values: choices.iter().map(|(value, _)| value.as_str()).collect(),
        of: choices.iter().map(|(value, _)| of(value)).collect(),
    };
    let kind = if row.is_some() { "row" } else { "property" };
    let name = format!("conflict-{}-{at}-{kind}-{}", shelf.group.id, subject.name());
    html! {
        fieldset class={ "conflict" @if view.waits { " waits" } } data-conflict=(json(&meaning)) {
            legend {
                (shown(&view.field)) ": " @if view.waits { "the notes disagree, please decide" }
            }
            div class="values" {
                @for (at, (value, letters)) in choices.iter().enumerate() {
                    label {
                        input class="needs-script" type="radio" name=(name) value=(at) checked[*value == view.chosen];
                        @if letters.is_empty() { span class="faint" { " by rule " } } @else { span class="letter" { (letters) } " " }
                        bdi { (shown(&said(value))) }
                        @if *value == view.chosen { " " span class="chosen" { "proposed" } }
                    }
                }
            }
            p class="faint" { (shown(&view.rule)) }
        }
    }
}
