//! One row: what the canonical note says, where the variants say it, and why this was kept.

use super::page::{Ink, Page, Run, Runs};
use crate::render::Review;
use crate::render::review::{ConflictView, RowView, SourceView};
use crate::render::surface::{Difference, Legend, Repaired, Stretch, by_value, difference, said};
use std::collections::BTreeMap;

/// The columns left of a row's text: for ids up to `f99`.
const INDENT: usize = 5;

/// A wording that differs from the kept one in no more places than this is told by its differences.
const FEW: usize = 6;

/// Shows rows.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    legend: &'a Legend<'a>,
    repaired: Repaired<'a>,
    place_width: usize,
    /// The rules that decided many rows, and how many: said once, not with every row.
    common: BTreeMap<&'a str, usize>,
}

/// A rule that decided at least this many rows is said once for all of them.
const COMMON: usize = 3;

impl<'a> Rows<'a> {
    /// Takes what is needed to show the rows of `review`.
    pub(super) fn of(review: &'a Review, legend: &'a Legend<'a>) -> Self {
        let lines = review.rows.iter().flat_map(|row| &row.sources).map(|source| source.line);
        let mut common: BTreeMap<&str, usize> = BTreeMap::new();
        for rule in review.rows.iter().flat_map(|row| &row.rules) {
            *common.entry(rule).or_default() += 1;
        }
        common.retain(|_, rows| *rows >= COMMON);
        let repaired = Repaired::of(review);
        Self { legend, repaired, place_width: legend.place_width(lines.max().unwrap_or(0)), common }
    }

    /// Shows the rules that decided many rows.
    pub(super) fn show_common(&self, page: &mut Page) {
        if self.common.is_empty() {
            return;
        }
        page.blank();
        for (rule, rows) in &self.common {
            page.paragraph(2, &Runs::default().add(Ink::Faint, format!("in {rows} rows: {rule}")));
        }
    }

    /// Shows a row in full.
    pub(super) fn show(&self, page: &mut Page, row: &RowView) {
        let sources: Vec<(&SourceView, String)> =
            row.sources.iter().map(|source| (source, self.repaired.as_read(source))).collect();
        let differences: Vec<Option<Difference>> =
            sources.iter().map(|(_, text)| difference(text, &row.text)).collect();
        page.blank();
        page.entry(&id(row), INDENT, &kept(row, &sources, &differences));
        page.paragraph(INDENT, &self.told(row));
        for conflict in &row.conflicts {
            page.paragraph(INDENT, &conflict_runs(self.legend, conflict));
        }
        // A row that is what its one source says leaves nothing to compare.
        let is_whole = matches!(sources.as_slice(), [(_, text)] if *text == row.text);
        for ((source, text), difference) in sources.iter().zip(&differences).filter(|_| !is_whole) {
            let place = self.legend.place(&source.path, source.line);
            let label = Run::new(Ink::Place, format!("{}{place}", " ".repeat(INDENT)));
            let runs = wording(source, text, row, difference.as_ref());
            page.entry(&label, INDENT + self.place_width + 2, &runs);
        }
        for tie in &row.ties {
            page.paragraph(INDENT, &Runs::default().add(Ink::Waits, "≈ ").plain(tie.clone()));
        }
    }

    /// Shows a row in one entry: what is said, and where.
    pub(super) fn show_short(&self, page: &mut Page, row: &RowView) {
        let places: Vec<_> =
            row.sources.iter().map(|source| self.legend.place(&source.path, source.line)).collect();
        let pad = " ".repeat(INDENT.saturating_sub(row.id.len()));
        let label = Run::new(Ink::Place, format!("{}{pad}{}", row.id, places.join(" ")));
        page.entry(&label, INDENT + self.place_width + 2, &Runs::default().plain(row.text.clone()));
    }

    /// Where the row stands, how sure the match is, and why this wording.
    fn told(&self, row: &RowView) -> Runs {
        let mut parts = Vec::new();
        if let [source] = row.sources.as_slice() {
            parts.push(format!("only in {}", self.legend.place(&source.path, source.line)));
        } else {
            parts.push(format!("match {:.2}", row.confidence));
        }
        parts.extend(row.rules.iter().filter(|rule| !self.common.contains_key(rule.as_str())).cloned());
        let line = row.line.map(|line| format!("→ line {line} · ")).unwrap_or_default();
        Runs::default().add(Ink::Place, line).add(Ink::Faint, parts.join(" · "))
    }
}

fn id(row: &RowView) -> Run {
    Run::new(Ink::Place, row.id.clone())
}

/// What the canonical note says, with what no other variant says marked.
fn kept(row: &RowView, sources: &[(&SourceView, String)], differences: &[Option<Difference>]) -> Runs {
    let others =
        sources.iter().zip(differences).filter(|((source, text), _)| !source.chosen && *text != row.text);
    let mut others = others.map(|(_, difference)| difference);
    // With more than two variants the marks of one pair would say nothing of the rest.
    match (others.next(), others.next()) {
        (Some(Some(difference)), None) => marked(&difference.new, Ink::Added),
        _ => Runs::default().plain(row.text.clone()),
    }
}

/// A wording, in `ink` what the other one does not say.
fn marked(wording: &[Stretch], ink: Ink) -> Runs {
    let run =
        |stretch: &Stretch| Run::new(if stretch.is_shared { Ink::Plain } else { ink }, stretch.text.as_str());
    Runs(wording.iter().map(run).collect())
}

/// What one variant says.
fn wording(source: &SourceView, text: &str, row: &RowView, difference: Option<&Difference>) -> Runs {
    if text == row.text {
        return Runs::default()
            .add(Ink::Faint, if source.chosen { "this wording" } else { "the same words" });
    }
    let Some(difference) = difference else { return Runs::default().plain(text) };
    let (old, new) = (marked(&difference.old, Ink::Removed), marked(&difference.new, Ink::Added));
    let changes =
        |runs: &Runs, ink: Ink| -> Vec<Run> { runs.0.iter().filter(|run| run.ink == ink).cloned().collect() };
    let (without, with) = (changes(&old, Ink::Removed), changes(&new, Ink::Added));
    if !source.chosen || without.len() + with.len() > FEW {
        return old;
    }
    let mut runs = Runs::default().add(Ink::Faint, "this wording");
    for (word, changes) in [(", without", without), (", with", with)] {
        for (at, change) in changes.into_iter().enumerate() {
            runs = runs.add(Ink::Faint, if at == 0 { format!("{word} ") } else { ", ".to_owned() });
            runs = runs.add(change.ink, change.text.trim());
        }
    }
    runs
}

/// `owner: A @Shachar · B @Shahar → @Shahar (the spelling most lists of participants have)`.
pub(super) fn conflict_runs(legend: &Legend<'_>, conflict: &ConflictView) -> Runs {
    let mut runs = Runs::default().add(Ink::Strong, format!("{}: ", conflict.field));
    for (at, (value, letters)) in by_value(legend, &conflict.values).into_iter().enumerate() {
        let dot = if at == 0 { "" } else { " · " };
        runs = runs.plain(dot).add(Ink::Place, letters).plain(" ").plain(said(&value));
    }
    runs = runs.plain(" → ").add(Ink::Strong, said(&conflict.chosen));
    runs = runs.add(Ink::Faint, format!(" ({})", conflict.rule));
    if conflict.waits { runs.add(Ink::Waits, " please confirm") } else { runs }
}
