//! Notes that are copies of one another: by their text, by their names.

use super::super::Confidence;
use super::super::digest::Kind;
use super::super::finding::{Rule, Speaks};
use super::super::look::share_of_lines;
use super::Case;

/// A note that speaks of fewer things is too short for its equality to mean anything.
const ENOUGH_LINES: usize = 3;

/// Plain notes are taken for duplicates from so many equal lines on: a form with a few words is equal on purpose.
const ENOUGH_PLAIN_LINES: usize = 8;

/// From this share of equal lines on, a note with a copy's name is one that was edited since.
const COPY: f64 = 0.5;

impl Case<'_> {
    /// What it says that the two have the same text.
    pub(super) fn equal(&mut self) -> Confidence {
        let (left, right) = (self.one.digest, self.other.digest);
        self.share = 1.0;
        let says = if self.one.hash == self.other.hash {
            "the notes are equal, byte for byte"
        } else {
            "the notes are equal but for blanks and line endings"
        };
        self.find(Rule::Text, Speaks::For, says);
        let own = self.survey.own_lines(left).count();
        let is_copy = self.copy_of();
        let kind = left.kind.max(right.kind);
        let both_meetings = left.kind == Kind::Meeting && right.kind == Kind::Meeting;
        // What is carried from week to week says little of a week, but one name and one day say that it is one note.
        let is_one_note = (is_copy || left.name == right.name) && left.date.is_some();
        let is_enough = own >= ENOUGH_LINES || is_one_note && own > 0 && left.lines() >= ENOUGH_LINES;
        if !is_enough {
            self.find(Rule::Kind, Speaks::Against, "they hold too little text for that to mean anything");
            return Confidence::Doubtful;
        }
        if both_meetings {
            return Confidence::Certain;
        }
        let intended = match kind {
            Kind::Template => Some("templates are equal on purpose"),
            Kind::Index => Some("indexes are equal on purpose"),
            Kind::Daily | Kind::Meeting | Kind::Plain => None,
        };
        if is_copy && intended.is_none() {
            return Confidence::Certain;
        }
        if let Some(why) = intended {
            self.find(Rule::Kind, Speaks::Against, why);
            return Confidence::Doubtful;
        }
        if own < ENOUGH_PLAIN_LINES {
            self.find(
                Rule::Kind,
                Speaks::Against,
                "neither is about a meeting nor has a copy's name, and they are short",
            );
            return Confidence::Doubtful;
        }
        self.find(Rule::Kind, Speaks::Neither, "neither is about a meeting nor has a copy's name");
        Confidence::Likely
    }

    /// Whether the name of the one says that it is a copy of the other, or both of a third; a finding when it does.
    fn copy_of(&mut self) -> bool {
        let (one, other) = (self.one.digest, self.other.digest);
        let is_copy = one.is_called_a_copy_of(other);
        if is_copy {
            let conflict = one.is_conflict || other.is_conflict;
            let says = if conflict {
                "one has the name of a sync conflict of the other"
            } else {
                "one has the name of a copy of the other"
            };
            self.find(Rule::Name, Speaks::For, says);
        }
        is_copy
    }

    /// A copy by its name that was edited since.
    pub(super) fn edited_copy(&mut self, apart: Option<i32>) -> Option<Confidence> {
        if apart.is_some_and(|days| days > 0) || self.are_counted() || !self.copy_of() {
            return None;
        }
        let share = share_of_lines(self.one.digest, self.other.digest, self.survey);
        let least = self
            .survey
            .own_lines(self.one.digest)
            .count()
            .min(self.survey.own_lines(self.other.digest).count());
        let says = format!("{} of the lines of the shorter one are equal", percent(share));
        if share >= COPY && least >= ENOUGH_LINES && self.one.digest.kind != Kind::Template {
            self.share = share;
            self.find(Rule::Text, Speaks::For, says);
            return Some(Confidence::Likely);
        }
        self.find(Rule::Text, Speaks::Neither, says);
        None
    }

    /// Whether their names are numbered and nothing has the bare name: beds 4 and 9 are copies of no bed.
    fn are_counted(&self) -> bool {
        let (one, other) = (self.one.digest, self.other.digest);
        one.is_numbered && other.is_numbered && !self.survey.has_original(one)
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}
