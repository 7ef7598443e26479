//! The note, once something of it was done.

use super::group::{is_opening, is_question};
use super::mark::Mark;
use super::markdown::{code, escaped, link};
use super::ticks::is_heading;
use crate::plan::PlannedGroup;
use std::collections::BTreeMap;

const WARNING: &str = "> [!warning] notefold";
const DONE: &str = "> [!success] Folded";
const REJECTED: &str = "> [!abstract] Rejected";

/// How the line that counts ends.
const OPEN: &str = " open";

/// What became of a group.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It is folded.
    Done {
        /// The group as it was folded.
        group: Box<PlannedGroup>,
        /// The run that did it.
        run: String,
    },
    /// It was rejected.
    Rejected {
        /// The group.
        group: Box<PlannedGroup>,
    },
    /// It is as it was.
    Left {
        /// Why, in words.
        why: String,
    },
}

/// Brings a note up to date: says of groups what became of them, takes away what of them can no longer be decided, and says
/// what was not understood (`odd`). What is not ours in the note, and all about other groups, stays as it is.
///
/// Notes that are retired are named by their paths then: a link to one would lead nowhere.
#[must_use]
pub fn updated(text: &str, outcomes: &BTreeMap<String, Outcome>, odd: &[String]) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut over = None;
    // In a callout of ours that goes, up to its last line.
    let mut in_callout = false;
    let mut after_sums = false;
    for line in text.lines() {
        // What an earlier run had to say, this one says again where it still holds.
        in_callout = line.starts_with(WARNING)
            || over.is_some() && is_opening(line)
            || in_callout && line.starts_with('>');
        if in_callout {
            continue;
        }
        if after_sums {
            // What stands here is written last, when all that is done is known.
            after_sums = false;
            lines.push(String::new());
            lines.extend(warning("could not read all of this note", odd));
            if line.ends_with(OPEN) {
                continue;
            }
        }
        if is_heading(line) {
            over = None;
        }
        let marks = Mark::all(line);
        if over.is_some_and(|id| is_choice_of(id, &marks) || is_question(line)) {
            continue;
        }
        lines.push(line.to_owned());
        match marks.as_slice() {
            [Some(Mark::Sums)] => after_sums = true,
            [Some(Mark::Group(id))] => {
                let outcome = outcomes.get(*id);
                lines.extend(outcome.map(told).unwrap_or_default());
                over = match outcome {
                    Some(Outcome::Done { group, .. } | Outcome::Rejected { group }) => {
                        Some(group.id.as_str())
                    }
                    Some(Outcome::Left { .. }) | None => None,
                };
            }
            _ => {}
        }
    }
    count(&mut lines);
    let ends = if text.contains("\r\n") { "\r\n" } else { "\n" };
    without_gaps(&lines).join(ends) + ends
}

/// What is said below the mark of a group.
fn told(outcome: &Outcome) -> Vec<String> {
    match outcome {
        Outcome::Done { group, run } => done(group, run),
        Outcome::Rejected { group } => rejected(group),
        Outcome::Left { why } => warning("left this group as it is", std::slice::from_ref(why)),
    }
}

fn is_choice_of(group: &str, marks: &[Option<Mark<'_>>]) -> bool {
    marks.iter().flatten().any(|mark| mark.group() == Some(group) && !matches!(mark, Mark::Group(_)))
}

fn warning(title: &str, whys: &[String]) -> Vec<String> {
    if whys.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), format!("{WARNING} {title}")];
    lines.extend(whys.iter().map(|why| format!("> {}", escaped(why))));
    lines
}

fn done(group: &PlannedGroup, run: &str) -> Vec<String> {
    let mut lines = vec![String::new(), DONE.to_owned()];
    lines.push(format!("> {} is the canonical note.", link(&group.notes[0].path)));
    for edit in &group.edits.retired {
        let (from, to) = (escaped(edit.path.as_str()), escaped(edit.to.as_str()));
        lines.push(format!("> {from} is retired to {to}"));
    }
    if !run.is_empty() {
        lines.push(format!(
            "> To take it back: {}",
            code(&format!("notefold undo {run} --only {}", group.id))
        ));
    }
    lines
}

fn rejected(group: &PlannedGroup) -> Vec<String> {
    let mut lines = vec![String::new(), REJECTED.to_owned()];
    lines.extend(group.notes.iter().map(|note| format!("> {} stays as it is", link(&note.path))));
    lines.push(format!("> To be asked again: {}", code(&format!("notefold history --forget {}", group.id))));
    lines
}

/// What is done, and what is open.
pub(super) fn sums_line(done: usize, rejected: usize, open: usize) -> String {
    let counts = [(done, "folded"), (rejected, "rejected"), (open, "open")];
    let parts: Vec<String> = counts
        .into_iter()
        .filter(|(count, what)| *count > 0 || *what == "open")
        .map(|(count, what)| format!("**{count}** {what}"))
        .collect();
    parts.join(" · ")
}

/// Writes the line below the mark of the sums.
fn count(lines: &mut [String]) {
    let groups =
        lines.iter().filter(|line| matches!(Mark::all(line).as_slice(), [Some(Mark::Group(_))])).count();
    let done = lines.iter().filter(|line| *line == DONE).count();
    let rejected = lines.iter().filter(|line| *line == REJECTED).count();
    let at = lines.iter().position(|line| matches!(Mark::all(line).as_slice(), [Some(Mark::Sums)]));
    if let Some(line) = at.and_then(|at| lines.get_mut(at + 1)) {
        *line = sums_line(done, rejected, groups.saturating_sub(done + rejected));
    }
}

/// The lines with no more than one empty one between two others.
fn without_gaps(lines: &[String]) -> Vec<&str> {
    let mut kept: Vec<&str> = Vec::new();
    for line in lines {
        if !(line.is_empty() && kept.last().is_some_and(|last| last.is_empty())) {
            kept.push(line);
        }
    }
    while kept.last().is_some_and(|last| last.is_empty()) {
        kept.pop();
    }
    kept
}
