//! A plan as text: what a person reads in a terminal.

use super::order::Order;
use super::sums::{Sums, counted};
use crate::group::Confidence;
use crate::plan::{LeftGroup, LinkEdit, Mention, Plan, PlannedGroup, PlannedNote, RetireEdit};
use crate::render::terminal::page::{Ink, Page, Run, Runs};
use crate::render::terminal::{self, Detail, TerminalOptions};

/// Puts a plan into words: what it comes to; the groups that are left, and why; the groups that wait for a decision, the
/// least certain first, each with the whole review of its fold; then the others, in a few lines each unless everything
/// is asked for. It ends with the proof that nothing is lost.
#[must_use]
pub fn show(plan: &Plan, options: TerminalOptions) -> String {
    let mut page = Page::new(options);
    summary(&mut page, plan);
    left(&mut page, plan);
    mentions(&mut page, &plan.mentions);
    let Order { waiting, ready } = Order::of(plan);
    let mut text = page.finish();
    let mut section = |title: &str, ink: Ink, groups: &[&PlannedGroup], detailed: bool| {
        if groups.is_empty() {
            return;
        }
        let mut page = Page::new(options);
        page.heading(&format!("{title} · {}", groups.len()), ink);
        text.push_str(&page.finish());
        for group in groups {
            let mut page = Page::new(options);
            head(&mut page, group);
            if detailed {
                page.blank();
            }
            text.push_str(&page.finish());
            if detailed {
                text.push_str(&terminal::show(&group.fold, options));
            }
        }
    };
    section("Waiting for a decision", Ink::Waits, &waiting, true);
    section("Ready", Ink::Good, &ready, options.detail == Detail::Everything);
    let mut page = Page::new(options);
    proof(&mut page, plan);
    text.push_str(&page.finish());
    text
}

fn summary(page: &mut Page, plan: &Plan) {
    let sums = Sums::of(plan);
    page.paragraph(0, &Runs::default().add(Ink::Strong, sums.headline()));
    page.blank();
    let left = "left as they are, for the reasons below";
    let waiting = "waiting for a decision";
    // How many, what is said of one, what is said of several.
    let counts = [
        (sums.left, "left as it is, for the reason below", left, Ink::Waits),
        (sums.waiting, waiting, waiting, Ink::Waits),
        (sums.groups - sums.waiting, "ready", "ready", Ink::Good),
        (
            sums.written,
            "canonical note written in the place of its base",
            "canonical notes written in the place of their base",
            Ink::Strong,
        ),
        (sums.retired, "note retired, none deleted", "notes retired, none deleted", Ink::Strong),
        (sums.links, "link that follows", "links that follow", Ink::Strong),
        (
            sums.files,
            "note or canvas those links are in",
            "notes and canvases those links are in",
            Ink::Strong,
        ),
        (
            sums.mentions,
            "line that names a retired note and cannot follow",
            "lines that name a retired note and cannot follow",
            Ink::Waits,
        ),
    ];
    for (count, one, several, ink) in counts.into_iter().filter(|(count, ..)| *count > 0) {
        let what = if count == 1 { one } else { several };
        page.entry(&Run::new(ink, format!("{count:>5}")), 7, &Runs::default().plain(what));
    }
}

fn left(page: &mut Page, plan: &Plan) {
    if plan.left.is_empty() {
        return;
    }
    page.heading(&format!("Left as they are · {}", plan.left.len()), Ink::Waits);
    for group in &plan.left {
        let LeftGroup { id, confidence, evidence, notes, why } = group;
        title(page, id, *confidence, evidence);
        for PlannedNote { path, .. } in notes {
            page.paragraph(3, &Runs::default().plain(path.as_str()));
        }
        page.paragraph(3, &Runs::default().add(Ink::Waits, "left: ").plain(why.as_str()));
    }
}

fn mentions(page: &mut Page, mentions: &[Mention]) {
    if mentions.is_empty() {
        return;
    }
    page.heading(&format!("Named where no link can follow · {}", mentions.len()), Ink::Waits);
    page.blank();
    for Mention { path, line, text, names } in mentions {
        let runs = Runs::default().add(Ink::Place, format!("{path}:{line} ")).plain(text.as_str());
        page.paragraph(2, &runs.add(Ink::Faint, format!(" · names {names}")));
    }
}

fn title(page: &mut Page, id: &str, confidence: Confidence, evidence: &[String]) {
    page.blank();
    let ink = if confidence == Confidence::Certain { Ink::Good } else { Ink::Waits };
    let runs = Runs::default()
        .add(Ink::Strong, id)
        .plain(" · ")
        .add(ink, confidence.as_str())
        .add(Ink::Faint, format!(" · {}", evidence.join("; ")));
    page.paragraph(0, &runs);
}

/// What happens to the files of a group, in a few lines.
fn head(page: &mut Page, group: &PlannedGroup) {
    title(page, &group.id, group.confidence, &group.evidence);
    let base = &group.notes[0].path;
    let change = if group.edits.canonical.is_some() { "write" } else { "keep" };
    let entry = |page: &mut Page, label: &str, runs: &Runs| {
        page.entry(&Run::new(Ink::Place, format!("  {label}")), 10, runs);
    };
    entry(page, change, &Runs::default().plain(base.as_str()));
    for RetireEdit { path, to, stub, .. } in &group.edits.retired {
        let stays = if stub.is_some() { ", a stub stays" } else { "" };
        let runs = Runs::default().plain(path.as_str()).add(Ink::Faint, format!(" → {to}{stays}"));
        entry(page, "retire", &runs);
    }
    for LinkEdit { path, changes, .. } in &group.edits.links {
        let count = counted(changes.len(), "link", "links");
        entry(page, "links", &Runs::default().plain(path.as_str()).add(Ink::Faint, format!(" · {count}")));
    }
    for wait in &group.waits {
        page.entry(&Run::new(Ink::Waits, "  decide"), 10, &Runs::default().plain(wait.as_str()));
    }
}

/// Every item of every variant is in a canonical note or set aside.
fn proof(page: &mut Page, plan: &Plan) {
    if let Some(words) = Sums::of(plan).proof() {
        page.heading("Proof", Ink::Good);
        page.blank();
        page.paragraph(0, &Runs::default().add(Ink::Good, words));
    }
}
