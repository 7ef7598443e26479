//! The note, once something of it was done.

use super::group::{is_opening, is_question};
use super::mark::Mark;
use super::markdown::{code, escaped, link};
use super::ticks::is_heading;
use crate::plan::PlannedGroup;
use crate::vault::VaultPath;
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
    Done(Folded),
    /// It was rejected.
    Rejected {
        /// The group.
        group: Box<PlannedGroup>,
    },
    /// It was folded, and that was taken back.
    TakenBack,
    /// It is as it was.
    Left {
        /// Why, in words.
        why: String,
    },
}

/// A group that is folded.
#[derive(Debug, Clone, PartialEq)]
pub struct Folded {
    /// The group.
    pub group: String,
    /// Where the canonical note is.
    pub canonical: VaultPath,
    /// Which notes were retired, and where to, as far as it is known.
    pub retired: Vec<(VaultPath, VaultPath)>,
    /// The run that did it; empty where nothing was to be written.
    pub run: String,
}

impl Outcome {
    /// Whether nothing is left to decide.
    fn is_final(&self) -> bool {
        matches!(self, Self::Done(_) | Self::Rejected { .. })
    }
}

/// Brings a note up to date: says of groups what became of them, and takes away what of them can no longer be decided.
/// `odd` is what was not understood, where the note was read for what was done: what an earlier reading had to say goes then.
/// What is not ours in the note, and all about other groups, stays as it is.
///
/// Notes that are retired are named by their paths then: a link to one would lead nowhere.
#[must_use]
pub fn updated(text: &str, outcomes: &BTreeMap<String, Outcome>, odd: Option<&[String]>) -> String {
    let mut note = Updated { outcomes, odd, lines: Vec::new(), outcome: None, last: Last::Stays };
    for line in text.lines() {
        note.take(line);
    }
    count(&mut note.lines);
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    note.lines.join(end) + if text.ends_with('\n') { end } else { "" }
}

/// What became of the line before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Stays,
    /// It stays, and says that the next one counts.
    Sums,
    Goes,
    /// It goes, and with it the rest of its callout.
    CalloutGoes,
}

/// A note, brought up to date line by line.
struct Updated<'o> {
    outcomes: &'o BTreeMap<String, Outcome>,
    odd: Option<&'o [String]>,
    lines: Vec<String>,
    /// What became of the group the lines are about.
    outcome: Option<&'o Outcome>,
    last: Last,
}

impl Updated<'_> {
    fn take(&mut self, line: &str) {
        if is_heading(line) {
            self.outcome = None;
        }
        let marks = Mark::all(line);
        let went = self.last;
        if let Some(goes) = self.goes(line, &marks) {
            self.last = goes;
            return;
        }
        let has_gap = self.lines.last().is_some_and(String::is_empty);
        if line.is_empty() && has_gap && matches!(went, Last::Goes | Last::CalloutGoes) {
            // What stood before and behind lines that went is one gap.
            self.last = Last::Goes;
            return;
        }
        self.last = Last::Stays;
        self.lines.push(line.to_owned());
        match marks.as_slice() {
            [Some(Mark::Sums)] => {
                self.last = Last::Sums;
                // Counted once all that is done is known.
                self.lines.push(sums_line(0, 0, 0));
                self.lines.extend(warning("could not read all of this note", self.odd.unwrap_or_default()));
            }
            [Some(Mark::Group(id))] => {
                self.outcome = self.outcomes.get(*id);
                self.lines.extend(self.outcome.map(told).unwrap_or_default());
            }
            _ => {}
        }
    }

    /// Whether a line goes.
    fn goes(&self, line: &str, marks: &[Option<Mark<'_>>]) -> Option<Last> {
        let is_over = self.outcome.is_some_and(Outcome::is_final);
        let is_warning = line.starts_with(WARNING) && (self.odd.is_some() || self.outcome.is_some());
        let is_undone = self.outcome == Some(&Outcome::TakenBack) && line == DONE;
        let is_past = is_over && is_opening(line);
        if is_warning || is_undone || is_past || self.last == Last::CalloutGoes && line.starts_with('>') {
            return Some(Last::CalloutGoes);
        }
        let is_count = self.last == Last::Sums && line.ends_with(OPEN);
        // A choice goes wherever somebody moved it.
        let mut choices = marks.iter().flatten().filter(|mark| !matches!(mark, Mark::Group(_)));
        let is_decided = choices
            .any(|mark| mark.group().and_then(|id| self.outcomes.get(id)).is_some_and(Outcome::is_final));
        (is_count || is_decided || is_over && is_question(line)).then_some(Last::Goes)
    }
}

/// What is said below the mark of a group.
fn told(outcome: &Outcome) -> Vec<String> {
    match outcome {
        Outcome::Done(folded) => done(folded),
        Outcome::Rejected { group } => rejected(group),
        Outcome::TakenBack => taken_back(),
        Outcome::Left { why } => warning("left this group as it is", std::slice::from_ref(why)),
    }
}

fn warning(title: &str, whys: &[String]) -> Vec<String> {
    if whys.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), format!("{WARNING} {title}")];
    lines.extend(whys.iter().map(|why| format!("> {}", escaped(why))));
    lines
}

fn done(folded: &Folded) -> Vec<String> {
    let Folded { group, canonical, retired, run } = folded;
    let mut lines = vec![String::new(), DONE.to_owned()];
    lines.push(format!("> {} is the canonical note.", link(canonical)));
    for (from, to) in retired {
        let (from, to) = (escaped(from.as_str()), escaped(to.as_str()));
        lines.push(format!("> {from} is retired to {to}"));
    }
    if !run.is_empty() {
        lines.push(format!("> To take it back: {}", code(&format!("notefold undo {run} --only {group}"))));
    }
    lines
}

fn rejected(group: &PlannedGroup) -> Vec<String> {
    let mut lines = vec![String::new(), REJECTED.to_owned()];
    lines.extend(group.notes.iter().map(|note| format!("> {} stays as it is", link(&note.path))));
    lines.push(format!("> To be asked again: {}", code(&format!("notefold history --forget {}", group.id))));
    lines
}

fn taken_back() -> Vec<String> {
    let asks =
        format!("> It was folded, and is as it was. To be asked again: {}", code("notefold plan --note"));
    vec![String::new(), "> [!abstract] Taken back".to_owned(), asks]
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
