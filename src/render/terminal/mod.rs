//! The review as text: what a person reads in a terminal.
//!
//! [`show`] writes it from what matters most to what needs no look: what waits for a decision, least certain first;
//! conflicts decided by rule; ties; what was reworded; what only one note says; what is the same is counted. Then the
//! properties, problems, repairs and everything set aside. It ends with the proof that nothing is lost.
//!
//! Nothing is cut: long lines are wrapped. All note text passes through [`crate::text::shown::Shown`] on its way to
//! the page.

mod listing;
pub(crate) mod page;
mod row;

use super::Review;
use super::review::{PropertyView, RowView};
use super::surface::{Class, Legend, Sorted, set_aside_by_place, titled};
use page::{Ink, Page, Runs};

/// Whether text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colors {
    /// With ANSI escapes; word differences are shown by colour.
    On,
    /// Plain; word differences are shown by marks.
    Off,
}

/// How much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// What is the same in all notes is only counted.
    WhatMatters,
    /// Every row and property in full.
    Everything,
}

/// The options of [`show`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TerminalOptions {
    /// The number of columns lines are wrapped to.
    pub width: usize,
    /// Whether it is coloured.
    pub colors: Colors,
    /// How much is shown.
    pub detail: Detail,
}

/// Puts `review` into words.
#[must_use]
pub fn show(review: &Review, options: TerminalOptions) -> String {
    let legend = Legend::of(review);
    let sorted = Sorted::of(review);
    let mut page = Page::new(options);
    header(&mut page, review, &legend, &sorted);
    let rows = row::Rows::of(review, &legend);
    rows.show_common(&mut page);
    let full = |page: &mut Page, class: Class, shown: &[&RowView], properties: &[&PropertyView]| {
        if !(shown.is_empty() && properties.is_empty()) {
            page.heading(&titled(class.title(), shown.len() + properties.len()), ink(class));
            for row in shown {
                rows.show(page, row);
            }
            for property in properties {
                listing::property(page, &legend, property);
            }
        }
    };
    let short = |page: &mut Page, class: Class, shown: &[&RowView]| {
        if !shown.is_empty() {
            page.heading(&titled(class.title(), shown.len()), ink(class));
            page.blank();
            for row in shown {
                rows.show_short(page, row);
            }
        }
    };
    full(&mut page, Class::Waits, &sorted.waits, &sorted.waiting_properties);
    full(&mut page, Class::Ruled, &sorted.ruled, &sorted.ruled_properties);
    full(&mut page, Class::Tied, &sorted.tied, &[]);
    full(&mut page, Class::Reworded, &sorted.reworded, &[]);
    short(&mut page, Class::Only, &sorted.only);
    if options.detail == Detail::Everything {
        short(&mut page, Class::Same, &sorted.same);
    }
    full(&mut page, Class::Properties, &[], &sorted.changed_properties);
    if options.detail == Detail::Everything {
        full(&mut page, Class::SameProperties, &[], &sorted.same_properties);
    }
    listing::problems(&mut page, &legend, review);
    listing::repairs(&mut page, &legend, review);
    listing::set_aside(&mut page, &legend, review);
    listing::proof(&mut page, &legend, review);
    page.finish()
}

/// The ink of a heading.
fn ink(class: Class) -> Ink {
    if class == Class::Waits { Ink::Waits } else { Ink::Strong }
}

/// What is shown, in the order it is shown in: how many, and what.
fn counts(sorted: &Sorted<'_>, review: &Review) -> Vec<(usize, String, Ink)> {
    let counted = |class: Class, count: usize| (count, class.title().to_owned(), ink(class));
    vec![
        counted(Class::Waits, sorted.waits.len() + sorted.waiting_properties.len()),
        counted(Class::Ruled, sorted.ruled.len() + sorted.ruled_properties.len()),
        counted(Class::Tied, sorted.tied.len()),
        counted(Class::Reworded, sorted.reworded.len()),
        counted(Class::Only, sorted.only.len()),
        counted(Class::Same, sorted.same.len()),
        counted(Class::Properties, sorted.changed_properties.len()),
        (review.problems.len(), "odd, and kept as it is".to_owned(), Ink::Strong),
        (review.repairs.len(), "broken characters repaired".to_owned(), Ink::Strong),
        (
            set_aside_by_place(review).1.len(),
            "set aside: in no line of the canonical note".to_owned(),
            Ink::Strong,
        ),
    ]
}

fn header(page: &mut Page, review: &Review, legend: &Legend<'_>, sorted: &Sorted<'_>) {
    let many = review.variants.len();
    let notes = if many == 1 { "1 note".to_owned() } else { format!("{many} notes") };
    page.paragraph(0, &Runs::default().add(Ink::Strong, format!("{notes} folded into one")));
    page.blank();
    for (at, variant) in review.variants.iter().enumerate() {
        let mut runs = Runs::default().plain(variant.path.clone());
        if at == 0 {
            runs = runs.add(Ink::Faint, " · base: gives path, order and style");
        }
        page.entry(&page::Run::new(Ink::Place, format!("  {}", legend.letter(&variant.path))), 5, &runs);
    }
    let canonical =
        Runs::default().plain(review.canonical.path.clone()).add(Ink::Faint, " · the canonical note");
    page.entry(&page::Run::new(Ink::Place, "  →"), 5, &canonical);
    page.blank();
    for (count, what, ink) in counts(sorted, review).into_iter().filter(|(count, ..)| *count > 0) {
        page.entry(&page::Run::new(ink, format!("{count:>5}")), 7, &Runs::default().plain(what));
    }
    let marks = sorted.waits.iter().chain(&sorted.ruled).chain(&sorted.tied).chain(&sorted.reworded);
    if marks.into_iter().any(|row| row.sources.len() > 1) {
        page.blank();
        let runs = Runs::default().add(Ink::Faint, "Words ").add(Ink::Added, "only the kept wording has");
        page.paragraph(2, &runs.add(Ink::Faint, ", words ").add(Ink::Removed, "it does not have"));
    }
}

#[cfg(test)]
mod tests;
