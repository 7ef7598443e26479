//! A walk through the groups of a plan, key by key: what a person sees, and what they decided.
//!
//! ```text
//! Plan, Verdicts ──► Walk ──screen──► text that fits the terminal
//!            key ──press──┘ └──► Step: nothing, a verdict to keep, a group to fold otherwise, the end
//! ```
//!
//! It reads no key and prints nothing: whoever has a terminal does.

mod asking;
mod bases;
mod page;
mod question;
mod rows;
mod screen;

#[cfg(test)]
mod tests;

use super::reviewed::Changed;
use super::verdicts::{GroupVerdict, Verdict, Verdicts};
use crate::plan::{Plan, PlannedGroup};
use crate::render::terminal::Colors;
use std::collections::{BTreeMap, BTreeSet};

/// A key that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// One that writes.
    Char(char),
    /// The arrow up.
    Up,
    /// The arrow down.
    Down,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// To the start.
    Home,
    /// To the end.
    End,
    /// To take what is marked.
    Enter,
    /// To go back.
    Escape,
}

/// What a key came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Nothing was decided.
    Stay,
    /// Something was decided, and is to be kept.
    Decided,
    /// A group is to be folded as this says: [`Walk::refolded`] takes it, or [`Walk::failed`] why not. What was decided
    /// is kept only then.
    Refold(GroupVerdict),
    /// A text is to be edited: [`Walk::edited`] takes what comes of it.
    Edit(String),
    /// The walk is over.
    End,
}

/// What a screen has room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Its columns.
    pub width: usize,
    /// Its lines.
    pub height: usize,
    /// Whether it is coloured.
    pub colors: Colors,
}

/// How many groups were decided how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Those that will be folded.
    pub accepted: usize,
    /// Those that will not be proposed again.
    pub rejected: usize,
    /// Those that were put off.
    pub later: usize,
    /// Those nothing was said about.
    pub open: usize,
}

/// What is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    /// A group, and the question what is to be done with it.
    Group,
    /// The notes of the group, one of them marked: which is to be the base.
    Base { marked: usize },
    /// The rows and properties of the group, one of them asked about; perhaps which note is to be split off it.
    Rows { at: usize, splitting: bool },
    /// A text longer than the screen, from this line on.
    Reading { what: Text, top: usize },
}

/// A text that is read line by line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Text {
    /// The whole review of the group.
    Fold,
    /// What was decided otherwise than the plan has it.
    Changes,
    /// What the keys do.
    Help,
}

/// A walk through the groups of a plan.
#[derive(Debug)]
pub struct Walk<'p> {
    plan: &'p Plan,
    /// The groups in the order they are shown: those that wait first, the least certain first of all.
    order: Vec<usize>,
    /// Which of them is shown.
    at: usize,
    /// Those of them that are not to be asked about any more.
    answered: BTreeSet<usize>,
    verdicts: Verdicts,
    /// The groups that were folded otherwise than the plan has it, by their ids.
    refolded: BTreeMap<String, PlannedGroup>,
    /// What is decided once the group is folded so, and what is said of it then.
    pending: Option<(GroupVerdict, String)>,
    view: View,
    /// What is shown again when a text was read.
    back: View,
    message: String,
}

impl<'p> Walk<'p> {
    /// Begins at the first group that is not decided. What was put off is asked about again.
    #[must_use]
    pub fn of(plan: &'p Plan, verdicts: Verdicts) -> Self {
        let mut order: Vec<usize> = (0..plan.groups.len()).collect();
        order.sort_by_key(|at| (plan.groups[*at].waits.is_empty(), plan.groups[*at].confidence));
        let settled = |place: &usize| {
            let verdict = verdicts.of(&plan.groups[order[*place]].id).map(|verdict| verdict.verdict);
            matches!(verdict, Some(Verdict::Accept | Verdict::Reject))
        };
        let answered: BTreeSet<usize> = (0..order.len()).filter(settled).collect();
        let first = (0..order.len()).find(|place| !answered.contains(place));
        let message = if first.is_none() { "all groups are decided: q ends" } else { "" };
        Self {
            plan,
            order,
            at: first.unwrap_or(0),
            answered,
            verdicts,
            refolded: BTreeMap::new(),
            pending: None,
            view: View::Group,
            back: View::Group,
            message: message.to_owned(),
        }
    }

    /// What was decided so far.
    #[must_use]
    pub fn verdicts(&self) -> &Verdicts {
        &self.verdicts
    }

    /// How many groups were decided how.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for group in &self.plan.groups {
            match self.verdicts.of(&group.id).map(|verdict| verdict.verdict) {
                Some(Verdict::Accept) => tally.accepted += 1,
                Some(Verdict::Reject) => tally.rejected += 1,
                Some(Verdict::Later) => tally.later += 1,
                None => tally.open += 1,
            }
        }
        tally
    }

    /// Takes a key.
    pub fn press(&mut self, key: Key, room: Room) -> Step {
        self.message.clear();
        if self.order.is_empty() {
            return Step::End;
        }
        match self.view {
            View::Group => self.press_in_group(key),
            View::Base { marked } => self.press_in_bases(key, marked),
            View::Rows { at, splitting } => self.press_in_rows(key, at, splitting),
            View::Reading { what, top } => {
                self.press_in_reading(key, what, top, room);
                Step::Stay
            }
        }
    }

    /// Takes a group of the plan, folded as it was decided.
    pub fn refolded(&mut self, group: PlannedGroup) -> Step {
        self.refolded.insert(group.id.clone(), group);
        let Some((verdict, words)) = self.pending.take() else { return Step::Stay };
        self.message = words;
        self.verdicts.put(verdict);
        Step::Decided
    }

    /// Takes why a group was not folded as it was decided.
    pub fn failed(&mut self, why: &str) -> Step {
        self.pending = None;
        self.say(why)
    }

    /// What was decided about the group that is shown.
    fn decided(&self) -> GroupVerdict {
        let id = &self.planned().id;
        self.verdicts.of(id).cloned().unwrap_or_else(|| GroupVerdict::none(id))
    }

    /// Decides about the fold of the group that is shown: it is folded so first, unless that is as the plan has it.
    fn change(&mut self, verdict: GroupVerdict, words: &str) -> Step {
        if verdict.changes(self.planned()) {
            self.pending = Some((verdict.clone(), words.to_owned()));
            return Step::Refold(verdict);
        }
        self.refolded.remove(&verdict.id);
        self.verdicts.put(verdict);
        words.clone_into(&mut self.message);
        Step::Decided
    }

    /// The group that is shown, as it would be folded now.
    fn group(&self) -> &PlannedGroup {
        let planned = self.planned();
        self.refolded.get(&planned.id).unwrap_or(planned)
    }

    /// The group that is shown, as the plan has it.
    fn planned(&self) -> &'p PlannedGroup {
        &self.plan.groups[self.order[self.at]]
    }

    /// What is decided otherwise in the group that is shown than the plan has it.
    fn changed(&self) -> Option<Changed> {
        let after = self.refolded.get(&self.planned().id)?.clone();
        let decided = self.decided().words(ToString::to_string);
        Some(Changed { before: self.planned().clone(), after, decided })
    }

    fn press_in_group(&mut self, key: Key) -> Step {
        match key {
            Key::Char('y') => self.decide(Verdict::Accept),
            Key::Char('n') => self.decide(Verdict::Reject),
            Key::Char('l') => self.decide(Verdict::Later),
            Key::Char('a') => self.accept_all(),
            Key::Char('b') => self.see(View::Base { marked: 0 }),
            Key::Char('r') => self.open_rows(),
            Key::Char('d') | Key::Enter => self.read(Text::Fold),
            Key::Char('c') if self.refolded.contains_key(&self.planned().id) => self.read(Text::Changes),
            Key::Char('c') => self.say("nothing is changed: b chooses another base, r decides row by row"),
            Key::Char('?' | 'h') => self.read(Text::Help),
            Key::Char('k' | 'j') | Key::Down | Key::Up | Key::PageDown | Key::PageUp => {
                self.go(matches!(key, Key::Char('k') | Key::Up | Key::PageUp))
            }
            Key::Home => self.show(0),
            Key::End => self.show(self.order.len() - 1),
            Key::Char('q') => Step::End,
            Key::Char(_) | Key::Escape => self.say("no such key: ? says what the keys do"),
        }
    }

    fn say(&mut self, words: &str) -> Step {
        words.clone_into(&mut self.message);
        Step::Stay
    }

    fn see(&mut self, view: View) -> Step {
        self.view = view;
        Step::Stay
    }

    fn read(&mut self, what: Text) -> Step {
        self.back = self.view;
        self.see(View::Reading { what, top: 0 })
    }

    fn show(&mut self, place: usize) -> Step {
        self.at = place;
        Step::Stay
    }

    /// Shows the group before this one, or the one after it.
    fn go(&mut self, back: bool) -> Step {
        let next = if back { self.at.checked_sub(1) } else { Some(self.at + 1) };
        match next.filter(|next| *next < self.order.len()) {
            Some(next) => self.show(next),
            None if back => self.say("this is the first group"),
            None => self.say("this is the last group: q ends"),
        }
    }

    /// Decides about the group that is shown, and goes on.
    fn decide(&mut self, verdict: Verdict) -> Step {
        let id = self.planned().id.clone();
        self.verdicts.decide(&id, verdict);
        self.answered.insert(self.at);
        self.go_on()
    }

    /// Accepts the group that is shown and all as sure that are not decided. Where something waits nobody can accept
    /// what they have not seen, so those are still asked about.
    fn accept_all(&mut self) -> Step {
        let confidence = self.planned().confidence;
        let mut accepted = 0;
        let mut waiting = 0;
        for place in 0..self.order.len() {
            let group = &self.plan.groups[self.order[place]];
            if place != self.at && (self.answered.contains(&place) || group.confidence != confidence) {
                continue;
            }
            // As it would be folded now: what was decided row by row waits no more.
            let waits = &self.refolded.get(&group.id).unwrap_or(group).waits;
            if place != self.at && !waits.is_empty() {
                waiting += 1;
                continue;
            }
            self.verdicts.decide(&group.id, Verdict::Accept);
            self.answered.insert(place);
            accepted += 1;
        }
        let step = self.go_on();
        let waits = match waiting {
            0 => String::new(),
            1 => "; 1 in which something waits is still asked about".to_owned(),
            many => format!("; {many} in which something waits are still asked about"),
        };
        let groups = if accepted == 1 { "group" } else { "groups" };
        self.message = format!("accepted {accepted} {confidence} {groups}{waits}");
        step
    }

    /// Shows the next group that is to be asked about, behind this one or from the start; else it is over.
    fn go_on(&mut self) -> Step {
        let places = (self.at..self.order.len()).chain(0..self.at);
        match places.into_iter().find(|place| !self.answered.contains(place)) {
            Some(place) => {
                self.at = place;
                Step::Decided
            }
            None => Step::End,
        }
    }

    fn press_in_reading(&mut self, key: Key, what: Text, top: usize, room: Room) {
        let page = room.height.saturating_sub(screen::FOOT).max(1);
        let last = self.text(what, room).len().saturating_sub(page);
        // After the terminal grew, the last line may have moved up.
        let top = top.min(last);
        let top = match key {
            Key::Char('j') | Key::Down | Key::Enter => top + 1,
            Key::Char('k') | Key::Up => top.saturating_sub(1),
            Key::Char(' ' | 'f') | Key::PageDown => top + page,
            Key::Char('b') | Key::PageUp => top.saturating_sub(page),
            Key::Char('g') | Key::Home => 0,
            Key::Char('G') | Key::End => last,
            Key::Char('q' | 'd' | 'c' | '?') | Key::Escape => {
                self.view = self.back;
                return;
            }
            Key::Char(_) => top,
        };
        self.view = View::Reading { what, top: top.min(last) };
    }
}
