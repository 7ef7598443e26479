//! What is not a row: properties, what is odd, repairs, what was set aside, the proof.

use super::group::Shelf;
use super::row::{choice, conflict};
use super::words::shown;
use crate::render::review::{Outcome, PropertyView, RowView, SetAsideView, Subject};
use crate::render::surface::{in_words, once_each, said, set_aside_by_place, titled};
use crate::review::sums::counted;
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// A property: its value, and what each variant has.
pub(super) fn property(shelf: &Shelf<'_>, property: &PropertyView) -> Markup {
    html! {
        li class="row" {
            span class="id" aria-hidden="true" { "·" }
            div {
                p class="kept" {
                    strong { bdi { (shown(&property.key)) } ":" } " "
                    bdi { (shown(&said(&in_words(&property.value)))) }
                }
                @if !property.rule.is_empty() { p class="faint" { (shown(&property.rule)) } }
                @for (at, view) in property.conflicts.iter().enumerate() {
                    (conflict(shelf, Subject::Property(property), at, view))
                }
                @if property.conflicts.is_empty() && property.outcome != Outcome::Same {
                    ul class="wordings" {
                        @for source in &property.sources {
                            li {
                                span class="letter" { (shelf.legend.letter(&source.path)) } " "
                                bdi { (shown(&said(&source.value))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What is odd in the variants.
pub(super) fn problems(shelf: &Shelf<'_>) -> Markup {
    let problems = &shelf.group.fold.problems;
    html! {
        @if !problems.is_empty() {
            details class="part" {
                summary { h4 { (titled("odd, and kept as it is", problems.len())) } }
                ul {
                    @for problem in problems {
                        li { (shelf.place(&problem.path, problem.line)) " " bdi { (shown(&problem.message)) } }
                    }
                }
            }
        }
    }
}

/// What broken characters were read as, each pair once with all its places.
pub(super) fn repairs(shelf: &Shelf<'_>) -> Markup {
    let repairs = &shelf.group.fold.repairs;
    let mut pairs: BTreeMap<(&str, &str), BTreeMap<&str, Vec<usize>>> = BTreeMap::new();
    for repair in repairs {
        let places = pairs.entry((&repair.to, &repair.from)).or_default();
        places.entry(&repair.path).or_default().push(repair.line);
    }
    html! {
        @if !repairs.is_empty() {
            details class="part" {
                summary { h4 { (titled("broken characters repaired", repairs.len())) } }
                ul {
                    @for ((to, from), places) in pairs {
                        li {
                            del { (shown(from)) } span aria-label="becomes" { " → " } ins { (shown(to)) }
                            span class="faint" {
                                @for (path, lines) in places { " · " (shelf.legend.places(path, &lines)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Everything that is not in the canonical note, with the reason.
pub(super) fn set_aside(shelf: &Shelf<'_>) -> Markup {
    let fold = &shelf.group.fold;
    let (with_rows, alone) = set_aside_by_place(fold);
    let rows: BTreeMap<&str, &RowView> =
        fold.rows.iter().filter(|row| row.line.is_none()).map(|row| (row.id.as_str(), row)).collect();
    // A row is decided about once, wherever several of its wordings are listed.
    let mut decided = BTreeSet::new();
    let mut row_of = |entry: &SetAsideView| {
        let row = rows.get(entry.row.as_deref()?).copied()?;
        decided.insert(row.id.as_str()).then_some(row)
    };
    html! {
        @if !fold.set_aside.is_empty() {
            details class="part" {
                summary { h4 { (titled("set aside: in no line of the canonical note", alone.len())) } }
                ul {
                    @for (entry, lines) in once_each(&alone) {
                        li {
                            @for line in lines { (shelf.place(&entry.path, line)) " " }
                            bdi { (shown(&entry.text)) }
                            span class="faint" { " (" (shown(&entry.reason)) ")" }
                            @if let Some(row) = row_of(entry) { (choice(shelf, row)) }
                        }
                    }
                }
                @if !with_rows.is_empty() {
                    p class="faint" {
                        (counted(with_rows.len(), "wording that another took the place of is",
                            "wordings that others took the place of are"))
                        " shown above, with the row."
                    }
                }
            }
        }
    }
}

/// That every item is accounted for.
pub(super) fn proof(shelf: &Shelf<'_>) -> Markup {
    let fold = &shelf.group.fold;
    let adds_up = fold.variants.iter().all(|variant| variant.items == variant.kept + variant.set_aside);
    let parts = fold.variants.iter().map(|variant| {
        let letter = shelf.legend.letter(&variant.path);
        let items = counted(variant.items, "item", "items");
        format!("{letter} {items} = {} kept + {} set aside", variant.kept, variant.set_aside)
    });
    let parts: Vec<String> = parts.collect();
    html! {
        p class={ "proof " @if adds_up { "good" } @else { "waits" } } {
            strong { "Proof: " } (parts.join("; ")) "; "
            (counted(fold.canonical.items, "item", "items")) " out. "
            @if adds_up { "Nothing is lost." } @else {
                "This does not add up, which is a bug of notefold: do not use the result."
            }
        }
    }
}
