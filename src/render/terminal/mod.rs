//! The review as text: what a person reads in a terminal.
//!
//! [`show`] writes it from what matters most to what needs no look: what waits for a decision, least certain first;
//! conflicts decided by rule; ties; what was reworded; what only one note says; what is the same is counted. Then the
//! properties, problems, repairs and everything set aside. It ends with the proof that nothing is lost.
//!
//! Nothing is cut: long lines are wrapped. All note text passes through [`crate::text::shown::Shown`] on its way to
//! the page.

mod difference;
mod legend;
mod listing;
pub(crate) mod page;
mod row;

use super::Review;
use super::review::{Outcome, PropertyView, RowView};
use legend::Legend;
use page::{Ink, Page, Runs};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

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
            page.heading(&titled(class.title(), shown.len() + properties.len()), class.ink());
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
            page.heading(&titled(class.title(), shown.len()), class.ink());
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

/// Where in the review a row or property is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Waits,
    Ruled,
    Tied,
    Reworded,
    Only,
    Same,
    Properties,
    SameProperties,
}

impl Class {
    fn title(self) -> &'static str {
        match self {
            Self::Waits => "waiting for a decision",
            Self::Ruled => "conflicts decided by rule",
            Self::Tied => "possible duplicates and overlaps",
            Self::Reworded => "said in several wordings, one kept",
            Self::Only => "in one note only, kept",
            Self::Same => "the same in all notes",
            Self::Properties => "properties changed",
            Self::SameProperties => "properties the same in all notes",
        }
    }

    fn ink(self) -> Ink {
        if self == Self::Waits { Ink::Waits } else { Ink::Strong }
    }
}

/// `Title · 3`.
fn titled(title: &str, count: usize) -> String {
    let mut letters = title.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{} · {count}", letters.as_str())
}

/// The rows and properties of a review, each in the one place it is shown.
#[derive(Debug, Default)]
struct Sorted<'a> {
    waits: Vec<&'a RowView>,
    waiting_properties: Vec<&'a PropertyView>,
    ruled: Vec<&'a RowView>,
    ruled_properties: Vec<&'a PropertyView>,
    tied: Vec<&'a RowView>,
    reworded: Vec<&'a RowView>,
    only: Vec<&'a RowView>,
    same: Vec<&'a RowView>,
    changed_properties: Vec<&'a PropertyView>,
    same_properties: Vec<&'a PropertyView>,
}

impl<'a> Sorted<'a> {
    fn of(review: &'a Review) -> Self {
        let mut sorted = Self::default();
        // Rows that are not in the canonical note are in the list of what was set aside.
        for row in review.rows.iter().filter(|row| row.line.is_some()) {
            let place = if row.conflicts.iter().any(|conflict| conflict.waits) {
                &mut sorted.waits
            } else if !row.conflicts.is_empty() {
                &mut sorted.ruled
            } else if !row.ties.is_empty() {
                &mut sorted.tied
            } else {
                match row.outcome {
                    Outcome::Chosen | Outcome::United | Outcome::Conflict => &mut sorted.reworded,
                    Outcome::Only => &mut sorted.only,
                    Outcome::Same => &mut sorted.same,
                }
            };
            place.push(row);
        }
        for property in &review.frontmatter {
            let place = if property.conflicts.iter().any(|conflict| conflict.waits) {
                &mut sorted.waiting_properties
            } else if !property.conflicts.is_empty() {
                &mut sorted.ruled_properties
            } else if property.outcome == Outcome::Same {
                &mut sorted.same_properties
            } else {
                &mut sorted.changed_properties
            };
            place.push(property);
        }
        // Stable: rows that are equally sure stay in the order of the canonical note.
        for rows in [&mut sorted.waits, &mut sorted.ruled, &mut sorted.reworded] {
            rows.sort_by(|one, other| one.confidence.total_cmp(&other.confidence));
        }
        sorted.tied = neighbours(&sorted.tied);
        sorted
    }

    /// What is shown, in the order it is shown in: how many, and what.
    fn counts(&self, review: &Review) -> Vec<(usize, String, Ink)> {
        let counted = |class: Class, count: usize| (count, class.title().to_owned(), class.ink());
        vec![
            counted(Class::Waits, self.waits.len() + self.waiting_properties.len()),
            counted(Class::Ruled, self.ruled.len() + self.ruled_properties.len()),
            counted(Class::Tied, self.tied.len()),
            counted(Class::Reworded, self.reworded.len()),
            counted(Class::Only, self.only.len()),
            counted(Class::Same, self.same.len()),
            counted(Class::Properties, self.changed_properties.len()),
            (review.problems.len(), "odd, and kept as it is".to_owned(), Ink::Strong),
            (review.repairs.len(), "broken characters repaired".to_owned(), Ink::Strong),
            (
                listing::set_aside_by_place(review).1.len(),
                "set aside: in no line of the canonical note".to_owned(),
                Ink::Strong,
            ),
        ]
    }
}

/// `rows` with those tied to each other next to each other.
fn neighbours<'a>(rows: &[&'a RowView]) -> Vec<&'a RowView> {
    let by_id: BTreeMap<&str, &'a RowView> = rows.iter().map(|row| (row.id.as_str(), *row)).collect();
    let mut seen = BTreeSet::new();
    let mut ordered = Vec::new();
    for row in rows {
        let mut waiting = VecDeque::from([*row]);
        while let Some(row) = waiting.pop_front() {
            if seen.insert(row.id.as_str()) {
                ordered.push(row);
                waiting.extend(row.partial.iter().filter_map(|id| by_id.get(id.as_str()).copied()));
            }
        }
    }
    ordered
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
    for (count, what, ink) in sorted.counts(review).into_iter().filter(|(count, ..)| *count > 0) {
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
