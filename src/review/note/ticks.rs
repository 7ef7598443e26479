//! What was ticked in a note.

use super::group::disagreements;
use super::mark::{Mark, status};
use crate::disk::ContentHash;
use crate::plan::{Plan, PlannedGroup};
use crate::render::review::Subject;
use crate::render::surface::{Legend, choices};
use crate::review::Verdicts;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What was ticked in a review note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticks {
    /// What was decided.
    pub verdicts: Verdicts,
    /// The groups whose ticks are not understood, and why: they are left as they are.
    pub refused: BTreeMap<String, String>,
    /// What else is not understood, a sentence each.
    pub odd: Vec<String>,
}

/// What the lines of a note say.
#[derive(Default)]
struct Lines<'t> {
    /// Whether each choice is ticked; more than one answer where it is there more than once.
    ticked: BTreeMap<Mark<'t>, BTreeSet<bool>>,
    faults: BTreeMap<&'t str, Vec<String>>,
    odd: Vec<String>,
}

/// What a note says to a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// It is not in the note.
    Absent,
    /// It is not ticked.
    No,
    /// It is ticked.
    Yes,
    /// It is there more than once, ticked and not ticked.
    Both,
}

impl Ticks {
    /// Reads the note about `plan`, whose file has the sha256 `hash`.
    #[must_use]
    pub fn read(text: &str, plan: &Plan, hash: ContentHash) -> Self {
        let mut lines = Lines::of(text);
        let accepts_ready = lines.answer(Mark::AcceptReady);
        if accepts_ready == Answer::Both {
            lines.odd.push(twice("Accept all"));
        }
        let known: BTreeSet<&str> = plan.groups.iter().map(|group| group.id.as_str()).collect();
        let named: BTreeSet<&str> = lines.ticked.keys().filter_map(Mark::group).collect();
        for stranger in named.difference(&known) {
            lines.odd.push(format!("the plan has no group {stranger}"));
        }
        let mut decided = Vec::new();
        let mut refused = BTreeMap::new();
        for group in &plan.groups {
            let with_all = group.waits.is_empty() && accepts_ready == Answer::Yes;
            let read = lines.verdict(group, with_all).and_then(|verdict| match verdict {
                // What cannot be done is said of this group, and does not keep the others from being done.
                Some(verdict) => match parsed(plan, hash, std::slice::from_ref(&verdict)) {
                    Ok(_) => Ok(Some(verdict)),
                    Err(error) => Err(error),
                },
                None => Ok(None),
            });
            match read {
                Ok(verdict) => decided.extend(verdict),
                Err(why) => drop(refused.insert(group.id.clone(), why)),
            }
        }
        let verdicts = parsed(plan, hash, &decided).unwrap_or_else(|_| Verdicts::none(hash));
        Self { verdicts, refused, odd: lines.odd }
    }

    /// Whether anything is ticked in a note, of whatever plan it is.
    #[must_use]
    pub fn any(text: &str) -> bool {
        let lines = Lines::of(text);
        !lines.faults.is_empty() || lines.ticked.values().any(|answers| answers.contains(&true))
    }
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        let mut lines = Self::default();
        let mut group = None;
        for (at, line) in text.lines().enumerate() {
            let number = at + 1;
            if is_heading(line) {
                group = None;
            }
            let marks = Mark::all(line);
            let Some(status) = status(line) else {
                let opened = marks
                    .iter()
                    .flatten()
                    .find_map(|mark| if let Mark::Group(id) = mark { Some(*id) } else { None });
                group = opened.or(group);
                continue;
            };
            match (marks.as_slice(), status) {
                ([], ' ') => {}
                ([Some(mark)], ' ') => drop(lines.ticked.entry(*mark).or_default().insert(false)),
                ([Some(mark)], 'x' | 'X') => drop(lines.ticked.entry(*mark).or_default().insert(true)),
                ([Some(mark)], other) => {
                    let about = mark.group().or(group);
                    lines.fault(
                        about,
                        format!("line {number} has [{other}], which is neither ticked nor empty"),
                    );
                }
                ([], _) => {
                    if group.is_some() {
                        lines.fault(group, format!("line {number} is ticked, and its comment is gone"));
                    }
                }
                _ => {
                    let about = marks.iter().flatten().find_map(Mark::group).or(group);
                    lines.fault(about, format!("line {number} does not have one comment that is understood"));
                }
            }
        }
        lines
    }

    fn fault(&mut self, group: Option<&'t str>, why: String) {
        match group {
            Some(group) => self.faults.entry(group).or_default().push(why),
            None => self.odd.push(why),
        }
    }

    fn answer(&self, choice: Mark<'_>) -> Answer {
        let Some(answers) = self.ticked.get(&choice) else { return Answer::Absent };
        match (answers.contains(&true), answers.contains(&false)) {
            (true, true) => Answer::Both,
            (true, false) => Answer::Yes,
            (false, _) => Answer::No,
        }
    }

    /// What was decided about a group, as a verdicts file has it.
    fn verdict(&self, group: &PlannedGroup, with_all: bool) -> Result<Option<Value>, String> {
        let id = group.id.as_str();
        if let Some(faults) = self.faults.get(id) {
            return Err(faults.join("; "));
        }
        let one = |choice: Mark<'_>, name: &str| match self.answer(choice) {
            Answer::Both => Err(twice(name)),
            Answer::Yes => Ok(true),
            Answer::No | Answer::Absent => Ok(false),
        };
        let rejects = one(Mark::Reject(id), "Reject")?;
        // A group that was done has lost its checkboxes, and is not accepted again with all others.
        let with_all = with_all && !rejects && self.answer(Mark::Accept(id)) != Answer::Absent;
        let accepts = one(Mark::Accept(id), "Accept")? || with_all;
        let conflicts = self.conflicts(group)?;
        match (accepts, rejects) {
            (true, true) => Err("Accept and Reject are both ticked".to_owned()),
            (true, false) => Ok(Some(json!({"id": id, "verdict": "accept", "conflicts": conflicts.1}))),
            (false, true) => Ok(Some(json!({"id": id, "verdict": "reject"}))),
            (false, false) if conflicts.0 => {
                Err("a value is ticked, and neither Accept nor Reject".to_owned())
            }
            (false, false) => Ok(None),
        }
    }

    /// Whether any value is ticked, and the values that are not those of the plan.
    fn conflicts(&self, group: &PlannedGroup) -> Result<(bool, Vec<Value>), String> {
        let disagreements = disagreements(group);
        let legend = Legend::of(&group.fold);
        let values: Vec<Vec<(String, String)>> =
            disagreements.iter().map(|(_, conflict)| choices(&legend, conflict)).collect();
        let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
        // Only this group's, so that many groups do not cost the square of their number.
        let own = Mark::Take(&group.id, 0, 0)..=Mark::Take(&group.id, usize::MAX, usize::MAX);
        for (mark, answers) in self.ticked.range(own) {
            let Mark::Take(_, conflict, value) = *mark else { continue };
            if values.get(conflict).and_then(|values| values.get(value)).is_none() {
                return Err(format!("it has no value {value} for a conflict {conflict}"));
            }
            if answers.len() > 1 {
                return Err(twice("a value"));
            }
            if answers.contains(&true) && taken.insert(conflict, value).is_some() {
                let field = &disagreements[conflict].1.field;
                return Err(format!("two values are ticked for the {field}"));
            }
        }
        let mut decided = Vec::new();
        for (conflict, value) in &taken {
            let ((subject, about), value) = (disagreements[*conflict], &values[*conflict][*value].0);
            if *value != about.chosen {
                let mut entry = json!({"field": about.field, "value": value});
                let of = match subject {
                    Subject::Row(_) => "row",
                    Subject::Property(_) => "property",
                };
                entry[of] = json!(subject.name());
                decided.push(entry);
            }
        }
        Ok((!taken.is_empty(), decided))
    }
}

/// The verdicts, read as those of a file are: what a file may not say a note may not.
fn parsed(plan: &Plan, hash: ContentHash, groups: &[Value]) -> Result<Verdicts, String> {
    let file = serde_json::to_value(Verdicts::none(hash)).and_then(|mut file| {
        file["groups"] = json!(groups);
        serde_json::to_vec(&file)
    });
    let file = file.map_err(|error| error.to_string())?;
    Verdicts::parse(&file, plan, hash).map_err(|error| error.to_string())
}

fn twice(what: &str) -> String {
    format!("{what} is there more than once, ticked and not ticked")
}

pub(super) fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with([' ', '\t'])
}
