//! What is not a row: properties, problems, repairs, what was set aside, and the proof.

use super::page::{Ink, Page, Run, Runs};
use super::row::conflict_runs;
use crate::render::Review;
use crate::render::review::{PropertyView, VariantView};
use crate::render::surface::{Legend, in_words, once_each, said, set_aside_by_place, titled};
use std::collections::BTreeMap;

/// The columns left of an entry's second line.
const INDENT: usize = 5;

/// The columns for the places of a listed entry: a letter and two line numbers of two digits, and a gap. Longer
/// ones get a line of their own.
const PLACES_WIDTH: usize = 8;

/// Shows a property.
pub(super) fn property(page: &mut Page, legend: &Legend<'_>, property: &PropertyView) {
    page.blank();
    let bullet = Run::new(Ink::Place, "·");
    for conflict in &property.conflicts {
        page.entry(&bullet, INDENT, &conflict_runs(legend, conflict));
    }
    if property.conflicts.is_empty() {
        let key = Runs::default().add(Ink::Strong, format!("{}: ", property.key));
        page.entry(&bullet, INDENT, &key.plain(said(&in_words(&property.value))));
        if !property.rule.is_empty() {
            page.paragraph(INDENT, &Runs::default().add(Ink::Faint, property.rule.clone()));
        }
        for source in &property.sources {
            let label =
                Run::new(Ink::Place, format!("{}{}", " ".repeat(INDENT), legend.letter(&source.path)));
            page.entry(&label, INDENT + 4, &Runs::default().plain(said(&source.value)));
        }
    }
}

/// Shows what is odd in the variants.
pub(super) fn problems(page: &mut Page, legend: &Legend<'_>, review: &Review) {
    if review.problems.is_empty() {
        return;
    }
    page.heading(&titled("odd, and kept as it is", review.problems.len()), Ink::Strong);
    page.blank();
    let mut grouped: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for problem in &review.problems {
        grouped.entry((&problem.path, &problem.message)).or_default().push(problem.line);
    }
    for ((path, message), lines) in grouped {
        page.paragraph(
            INDENT,
            &Runs::default().add(Ink::Place, legend.places(path, &lines)).plain("  ").plain(message),
        );
    }
}

/// Shows an entry of a list: where it stands, then `runs`.
fn listed(page: &mut Page, place: &str, runs: &Runs) {
    page.entry(&Run::new(Ink::Place, format!("{}{place}", " ".repeat(INDENT))), INDENT + PLACES_WIDTH, runs);
}

/// Shows what broken characters were read as, each pair once with all its lines.
pub(super) fn repairs(page: &mut Page, legend: &Legend<'_>, review: &Review) {
    if review.repairs.is_empty() {
        return;
    }
    page.heading(&titled("broken characters repaired", review.repairs.len()), Ink::Strong);
    page.blank();
    let mut grouped: BTreeMap<(&str, &str), BTreeMap<&str, Vec<usize>>> = BTreeMap::new();
    for repair in &review.repairs {
        let places = grouped.entry((&repair.to, &repair.from)).or_default();
        places.entry(&repair.path).or_default().push(repair.line);
    }
    for ((to, from), by_path) in grouped {
        let count: usize = by_path.values().map(Vec::len).sum();
        let places: Vec<_> = by_path.iter().map(|(path, lines)| legend.places(path, lines)).collect();
        let runs = Runs::default().add(Ink::Added, to).plain(" from ").add(Ink::Removed, from);
        page.paragraph(INDENT, &runs.plain(format!(" × {count} at ")).add(Ink::Place, places.join("; ")));
    }
}

/// Shows everything that is not in the canonical note, with the reason.
pub(super) fn set_aside(page: &mut Page, legend: &Legend<'_>, review: &Review) {
    let (with_rows, alone) = set_aside_by_place(review);
    if review.set_aside.is_empty() {
        return;
    }
    page.heading(&titled("set aside: in no line of the canonical note", alone.len()), Ink::Strong);
    page.blank();
    for (entry, lines) in once_each(&alone) {
        let times = if lines.len() > 1 { format!(" × {}", lines.len()) } else { String::new() };
        let runs = Runs::default().plain(entry.text.as_str()).plain(times);
        let runs = runs.add(Ink::Faint, format!(" ({})", entry.reason));
        listed(page, &legend.places(&entry.path, &lines), &runs);
    }
    if !with_rows.is_empty() {
        let text = match with_rows.len() {
            1 => "1 wording that another took the place of: it is shown with its row above".to_owned(),
            many => {
                format!("{many} wordings that others took the place of: they are shown with their rows above")
            }
        };
        page.paragraph(INDENT, &Runs::default().add(Ink::Faint, text));
    }
}

/// Shows that every item is accounted for.
pub(super) fn proof(page: &mut Page, legend: &Legend<'_>, review: &Review) {
    page.heading("Proof", Ink::Strong);
    page.blank();
    let mut adds_up = true;
    let widest = review.variants.iter().map(|variant| variant.items.to_string().len()).max().unwrap_or(0);
    for variant in &review.variants {
        adds_up &= variant.items == variant.kept + variant.set_aside;
        let label = Run::new(Ink::Place, format!("  {}", legend.letter(&variant.path)));
        let numbers = format!(
            "{:>widest$} {} in: {} in the canonical note, {} set aside",
            variant.items,
            items(variant.items),
            variant.kept,
            variant.set_aside
        );
        page.entry(&label, INDENT, &Runs::default().plain(numbers));
    }
    let sum = |number: fn(&VariantView) -> usize| review.variants.iter().map(number).sum::<usize>();
    let (all, kept, aside) =
        (sum(|variant| variant.items), sum(|variant| variant.kept), sum(|variant| variant.set_aside));
    let (sign, ink, verdict) = if adds_up {
        ("=", Ink::Good, "nothing is lost")
    } else {
        ("≠", Ink::Waits, "this does not add up, which is a bug of notefold; do not use the result")
    };
    let runs = Runs::default()
        .add(Ink::Strong, format!("{all} {} in {sign} {kept} kept + {aside} set aside", items(all)))
        .plain(format!(": {} {} out, ", review.canonical.items, items(review.canonical.items)))
        .add(ink, verdict);
    page.paragraph(2, &runs);
}

fn items(count: usize) -> &'static str {
    if count == 1 { "item" } else { "items" }
}
