//! The keys that decide about the rows of a group, one after the other.

use super::question::{Question, questions};
use super::{Key, Step, Text, View, Walk};
use crate::plan::PlannedGroup;
use crate::render::review::{RowView, ValueView};
use crate::review::fitting::is_text;
use crate::review::verdicts::{ConflictVerdict, GroupVerdict, Keep, RowVerdict};
use crate::vault::VaultPath;

/// What is told to whoever edits a text, below it.
const ABOUT_EDITING: &str = "
# Change the line above; what it says replaces every wording of this row, which are listed as set aside.
# A field it names (owner, date, tag) replaces the row's; one that you leave out stays as it is.
# Lines that start with # and a blank say nothing. An empty or unchanged text changes nothing.
";

/// What is told to whoever wants of a title what can be done with items only.
const NO_ITEM: &str = "it is no item: take the words of one of the notes, by its number";

impl Walk<'_> {
    /// Opens the rows of the group that is shown.
    pub(super) fn open_rows(&mut self) -> Step {
        if questions(&self.planned().fold).is_empty() {
            return self.say("nothing of this group is decided row by row: d shows all of it");
        }
        self.see(View::Rows { at: 0, splitting: false })
    }

    pub(super) fn press_in_rows(&mut self, key: Key, at: usize, splitting: bool) -> Step {
        let all = questions(&self.planned().fold);
        let Some(question) = all.get(at).copied() else { return self.see(View::Group) };
        match key {
            Key::Char(digit @ '1'..='9') => match digit.to_digit(10).map(|digit| digit as usize - 1) {
                Some(place) if splitting => self.split_off(question, at, place),
                Some(place) => self.take(question, place),
                None => Step::Stay,
            },
            Key::Escape if splitting => self.see(View::Rows { at, splitting: false }),
            Key::Char('b') => self.keep_both(question),
            Key::Char('s') => self.split(question, at),
            Key::Char('e') => self.edit(question),
            Key::Char('u') => self.undo(question),
            Key::Char('n' | 'j' | ' ') | Key::Down | Key::PageDown | Key::Enter if at + 1 < all.len() => {
                self.see(View::Rows { at: at + 1, splitting: false })
            }
            Key::Char('n' | 'j' | ' ') | Key::Down | Key::PageDown | Key::Enter => {
                self.say("this is the last: q goes back to the group")
            }
            Key::Char('p' | 'k') | Key::Up | Key::PageUp => match at.checked_sub(1) {
                Some(at) => self.see(View::Rows { at, splitting: false }),
                None => self.say("this is the first: q goes back to the group"),
            },
            Key::Home => self.see(View::Rows { at: 0, splitting: false }),
            Key::End => self.see(View::Rows { at: all.len() - 1, splitting: false }),
            Key::Char('q') | Key::Escape => self.see(View::Group),
            Key::Char('?' | 'h') => self.read(Text::Help),
            Key::Char(_) => self.say("no such key: ? says what the keys do"),
        }
    }

    /// Takes the value or the wording at this place.
    fn take(&mut self, question: Question, place: usize) -> Step {
        let planned = self.planned();
        let (row, property, conflict) = match question {
            Question::Field { row, conflict } => {
                let row = &planned.fold.rows[row];
                (Some(row.id.clone()), None, &row.conflicts[conflict])
            }
            Question::Property { property, conflict } => {
                let property = &planned.fold.frontmatter[property];
                (None, Some(property.key.clone()), &property.conflicts[conflict])
            }
            Question::Wording(row) => return self.take_wording(&planned.fold.rows[row], place),
            Question::Twice(_) => return self.say("b keeps it, e writes it anew, n goes on"),
        };
        let Some(ValueView { path, value }) = conflict.values.get(place).cloned() else {
            return self.say("there is no such value");
        };
        let mut verdict = self.decided();
        // What is kept apart disagrees about nothing; what is split off has its own row and value.
        let is_gone = |split: &[VaultPath]| split.iter().any(|note| note.as_str() == path);
        verdict.rows.retain(|decided| {
            Some(&decided.row) != row.as_ref()
                || (decided.keep != Some(Keep::Both) && !is_gone(&decided.split))
        });
        let field = conflict.field.clone();
        verdict
            .conflicts
            .retain(|decided| (&decided.row, &decided.property, &decided.field) != (&row, &property, &field));
        verdict.conflicts.push(ConflictVerdict { row, property, field, value });
        self.change(verdict, "taken")
    }

    fn take_wording(&mut self, row: &RowView, place: usize) -> Step {
        let Some(note) = row.sources.get(place).and_then(|source| note(self.planned(), &source.path)) else {
            return self.say("there is no such wording");
        };
        let verdict = RowVerdict { choose: Some(note), ..RowVerdict::none(&row.id) };
        self.decide_row(verdict)
    }

    fn keep_both(&mut self, question: Question) -> Step {
        let Some(row) = self.row_of(question) else { return self.say("a property has one value") };
        if !self.planned().fold.is_item(row) {
            return self.say(NO_ITEM);
        }
        let keep = if matches!(question, Question::Twice(_)) { Keep::Row } else { Keep::Both };
        let verdict = RowVerdict { keep: Some(keep), ..RowVerdict::none(&row.id) };
        if keep == Keep::Both && !verdict.divides(row) {
            return self.say("it is said in one way only");
        }
        self.decide_row(verdict)
    }

    /// Asks which note is to be split off; of two it does not matter.
    fn split(&mut self, question: Question, at: usize) -> Step {
        let Some(row) = self.row_of(question) else { return self.say("a property has one value") };
        if !self.planned().fold.is_item(row) {
            return self.say(NO_ITEM);
        }
        match row.notes().len() {
            1 => self.say("only one note says it"),
            2 => self.keep_both(question),
            _ => self.see(View::Rows { at, splitting: true }),
        }
    }

    fn split_off(&mut self, question: Question, at: usize, place: usize) -> Step {
        let Some(row) = self.row_of(question) else { return Step::Stay };
        let Some(path) = row.notes().get(place).and_then(|path| note(self.planned(), path)) else {
            return self.say("there is no such note");
        };
        self.view = View::Rows { at, splitting: false };
        self.decide_row(RowVerdict { split: vec![path], ..RowVerdict::none(&row.id) })
    }

    /// Asks for the text of a row.
    fn edit(&mut self, question: Question) -> Step {
        let Some(row) = self.row_of(question) else {
            return self.say("a property is edited in the note, once it is folded");
        };
        if !self.planned().fold.is_item(row) {
            return self.say(NO_ITEM);
        }
        Step::Edit(format!("{}\n{ABOUT_EDITING}", self.text_of(row)))
    }

    /// Takes what came back from [`Step::Edit`]; `None` where editing failed.
    pub fn edited(&mut self, content: Option<&str>) -> Step {
        let View::Rows { at, .. } = self.view else { return Step::Stay };
        let question = questions(&self.planned().fold).get(at).copied();
        let Some(row) = question.and_then(|question| self.row_of(question)) else { return Step::Stay };
        let Some(content) = content else { return self.say("the editor failed: nothing is changed") };
        let says = |line: &&str| !line.is_empty() && *line != "#" && !line.starts_with("# ");
        let lines: Vec<&str> = content.lines().map(str::trim).filter(says).collect();
        match lines.as_slice() {
            [] => self.say("nothing is written there: nothing is changed"),
            [text] if *text == self.text_of(row) => self.say("it is as it was: nothing is changed"),
            [text] if is_text(text) => {
                let text = Some((*text).to_owned());
                self.decide_row(RowVerdict { text, ..RowVerdict::none(&row.id) })
            }
            _ => self.say("an item is one line of plain text: nothing is changed"),
        }
    }

    /// What a row says now; what it would say where it is set aside.
    fn text_of(&self, row: &RowView) -> String {
        let now = self.now(row);
        let text = now.first().map(|row| row.text.as_str()).filter(|text| !text.is_empty());
        text.unwrap_or_else(|| row.sources.first().map_or("", |source| source.text.as_str())).to_owned()
    }

    /// Gives a row, or a property, back to the rules.
    fn undo(&mut self, question: Question) -> Step {
        let mut verdict = self.decided();
        let before = (verdict.conflicts.len(), verdict.rows.len());
        match (self.row_of(question), question) {
            (Some(row), _) => {
                verdict.conflicts.retain(|decided| decided.row.as_ref() != Some(&row.id));
                verdict.rows.retain(|decided| decided.row != row.id);
            }
            (None, Question::Property { property, .. }) => {
                let key = &self.planned().fold.frontmatter[property].key;
                verdict.conflicts.retain(|decided| decided.property.as_ref() != Some(key));
            }
            (None, _) => {}
        }
        if before == (verdict.conflicts.len(), verdict.rows.len()) {
            return self.say("you decided nothing here");
        }
        self.change(verdict, "left to the rules again")
    }

    fn decide_row(&mut self, decided: RowVerdict) -> Step {
        let mut verdict: GroupVerdict = self.decided();
        if decided.keep == Some(Keep::Both) || !decided.split.is_empty() {
            verdict.conflicts.retain(|conflict| conflict.row.as_ref() != Some(&decided.row));
        }
        verdict.rows.retain(|known| known.row != decided.row);
        verdict.rows.push(decided);
        self.change(verdict, "taken")
    }
}

impl<'p> Walk<'p> {
    /// The row a question is about.
    pub(super) fn row_of(&self, question: Question) -> Option<&'p RowView> {
        match question {
            Question::Field { row, .. } | Question::Twice(row) | Question::Wording(row) => {
                self.planned().fold.rows.get(row)
            }
            Question::Property { .. } => None,
        }
    }

    /// What became of a row of the plan as it is decided now: one row, or those it was divided into.
    pub(super) fn now(&self, row: &RowView) -> Vec<&RowView> {
        let is_of = |part: &&RowView| {
            !part.sources.is_empty()
                && part.sources.iter().all(|source| {
                    row.sources.iter().any(|own| (&own.path, own.line) == (&source.path, source.line))
                })
        };
        let same_section = self.group().fold.rows.iter().filter(|part| part.section == row.section);
        same_section.filter(is_of).collect()
    }
}

fn note(group: &PlannedGroup, path: &str) -> Option<VaultPath> {
    group.notes.iter().find(|note| note.path.as_str() == path).map(|note| note.path.clone())
}
