//! The screen that asks about one row or property.

use super::page::{Lines, without_middle};
use super::question::{Question, questions};
use super::{Room, Walk};
use crate::merge::letter;
use crate::render::review::{ConflictView, RowView};
use crate::render::surface::{Stretch, difference};
use crate::render::terminal::page::{Ink, Run, Runs};

/// How far a text stands behind its number and letter.
const INDENT: usize = 6;

impl Walk<'_> {
    /// The question that is asked, in a line.
    pub(super) fn asks(&self, at: usize, splitting: bool) -> String {
        let all = questions(&self.planned().fold);
        let Some(question) = all.get(at).copied() else { return String::new() };
        let most = |count: usize| count.min(9);
        let keys = "b both, s split, e edit, u undo, n next, p back, q, ?";
        match (question, self.row_of(question)) {
            (_, Some(row)) if splitting => {
                format!("Which note says something else? [1-{}, Esc]", most(row.notes().len()))
            }
            (Question::Field { conflict, .. }, Some(row)) => {
                format!("Which is right? [1-{}, {keys}]", most(row.conflicts[conflict].values.len()))
            }
            (Question::Property { property, conflict }, _) => {
                let values = &self.planned().fold.frontmatter[property].conflicts[conflict].values;
                format!("Which is right? [1-{}, u undo, n next, p back, q, ?]", most(values.len()))
            }
            (Question::Wording(_), Some(row)) => {
                format!("Which words? [1-{}, {keys}]", most(row.sources.len()))
            }
            (Question::Twice(_), _) => {
                "Is it said twice? [b keep it, e edit, u undo, n next, p back, q, ?]".to_owned()
            }
            (Question::Field { .. } | Question::Wording(_), None) => String::new(),
        }
    }

    /// What is asked, the answers by their numbers, and what the canonical note says now.
    pub(super) fn question_lines(&self, room: Room, body: usize, at: usize) -> Vec<String> {
        let all = questions(&self.planned().fold);
        let Some(question) = all.get(at).copied() else { return Vec::new() };
        let mut lines = Lines::new(room);
        let place = match (self.row_of(question), question) {
            (Some(row), _) => format!(" · row {}", row.id),
            (None, Question::Property { property, .. }) => {
                format!(" · property {}", self.planned().fold.frontmatter[property].key)
            }
            (None, _) => String::new(),
        };
        let title = Runs::default()
            .add(Ink::Strong, format!("Row by row: {} of {}", at + 1, all.len()))
            .add(Ink::Place, place)
            .add(Ink::Faint, format!(" · Group {} of {}", self.at + 1, self.order.len()));
        lines.one(&Run::new(Ink::Plain, ""), 0, title);
        lines.blank();
        match question {
            Question::Field { row, conflict } => {
                let row = &self.planned().fold.rows[row];
                self.values(&mut lines, &row.conflicts[conflict], Some(row), body);
            }
            Question::Property { property, conflict } => {
                self.values(
                    &mut lines,
                    &self.planned().fold.frontmatter[property].conflicts[conflict],
                    None,
                    body,
                );
            }
            Question::Wording(row) => self.wordings(&mut lines, &self.planned().fold.rows[row], body),
            Question::Twice(row) => self.ties(&mut lines, &self.planned().fold.rows[row]),
        }
        if let Some(row) = self.row_of(question) {
            self.result(&mut lines, row, body);
        }
        lines.lines
    }

    /// The letter of a note, as the screen of the group has it.
    fn letter_of(&self, path: &str) -> String {
        let at = self.group().notes.iter().position(|note| note.path.as_str() == path);
        at.map(letter).unwrap_or_default()
    }

    fn choice(&self, lines: &mut Lines, at: usize, path: &str, most: usize, text: Runs) {
        let number = if at < 9 { (at + 1).to_string() } else { String::new() };
        let label = format!("{number:>2} {}", self.letter_of(path));
        if most == 1 {
            lines.one(&Run::new(Ink::Place, label), INDENT, text);
        } else {
            lines.labelled(&Run::new(Ink::Place, label), INDENT, most, &text);
        }
    }

    fn values(&self, lines: &mut Lines, conflict: &ConflictView, row: Option<&RowView>, body: usize) {
        let field = &conflict.field;
        let words = if conflict.waits {
            format!("The notes disagree about {field}, and no rule may decide that alone.")
        } else {
            format!("The notes disagree about {field}. By rule: {}.", conflict.rule)
        };
        lines.some(2, 0, &Runs::default().plain(words));
        lines.blank();
        let decided = self.decided();
        let chosen = decided
            .conflicts
            .iter()
            .find(|decided| decided.field == *field && decided.row.as_ref() == row.map(|row| &row.id));
        let chosen = chosen.map(|decided| decided.value.as_str());
        let taken = chosen.unwrap_or(&conflict.chosen);
        let apart = row.and_then(|row| decided.rows.iter().find(|decided| decided.row == row.id));
        let is_split =
            |path: &str| apart.is_some_and(|row| row.split.iter().any(|note| note.as_str() == path));
        let most = (body.saturating_sub(10) / conflict.values.len().max(1)).clamp(2, 4) - 1;
        // What is said of a value stands behind it.
        let widest = lines.room.width.saturating_sub(INDENT + 17).max(8);
        for (at, value) in conflict.values.iter().enumerate() {
            let mark = match (value.value == taken, chosen) {
                _ if is_split(&value.path) => "  <- split off",
                (true, Some(_)) => "  <- you chose it",
                (true, None) => "  <- taken by rule",
                (false, _) => "",
            };
            let text =
                Runs::default().add(Ink::Strong, without_middle(&value.value, widest)).add(Ink::Good, mark);
            self.choice(lines, at, &value.path, 1, text);
            let source = row.and_then(|row| row.sources.iter().find(|source| source.path == value.path));
            if let Some(source) = source {
                let text = Runs::default().add(Ink::Faint, source.text.as_str());
                lines.labelled(&Run::new(Ink::Plain, ""), INDENT, most, &text);
            }
        }
    }

    fn wordings(&self, lines: &mut Lines, row: &RowView, body: usize) {
        lines.some(1, 0, &Runs::default().plain("The notes say it in different words."));
        lines.blank();
        let decided = self.decided().rows.iter().find(|decided| decided.row == row.id).cloned();
        let chosen = decided.as_ref().and_then(|decided| decided.choose.as_ref());
        let now = self.now(row);
        let stands = |path: &str, line: usize| {
            let sources = now.iter().flat_map(|row| &row.sources);
            sources
                .into_iter()
                .any(|source| source.chosen && (source.path.as_str(), source.line) == (path, line))
        };
        let kept = row.sources.iter().find(|source| stands(&source.path, source.line));
        let most = (body.saturating_sub(10) / row.sources.len().max(1)).clamp(1, 5);
        for (at, source) in row.sources.iter().enumerate() {
            let mark = match chosen {
                Some(note) if note.as_str() == source.path => "  <- you chose it",
                _ if stands(&source.path, source.line) => "  <- stands there",
                _ => "",
            };
            // In what does not stand there, what only it says is marked.
            let other = kept.filter(|_| mark.is_empty());
            let difference = other.and_then(|kept| difference(&source.text, &kept.text));
            let text = match difference {
                Some(difference) => marked(&difference.old),
                None => Runs::default().plain(source.text.as_str()),
            };
            self.choice(lines, at, &source.path, most, text.add(Ink::Good, mark));
        }
    }

    fn ties(&self, lines: &mut Lines, row: &RowView) {
        let words = if row.line.is_some() {
            "It may be said twice; as long as nobody says otherwise, both stay."
        } else {
            "It is set aside, since other rows say it. b keeps it."
        };
        lines.some(2, 0, &Runs::default().plain(words));
        lines.blank();
        let said = |row: &RowView| {
            let source = row.sources.first().map_or("", |source| source.text.as_str());
            if row.text.is_empty() { source.to_owned() } else { row.text.clone() }
        };
        let place = |row: &RowView| Run::new(Ink::Place, format!(" {}", row.id));
        lines.labelled(&place(row), INDENT, 3, &Runs::default().plain(said(row)));
        for tie in &row.ties {
            lines.one(&Run::new(Ink::Plain, ""), INDENT, Runs::default().add(Ink::Faint, tie.as_str()));
        }
        let rows = &self.planned().fold.rows;
        for other in row.partial.iter().filter_map(|id| rows.iter().find(|row| row.id == *id)).take(4) {
            lines.labelled(&place(other), INDENT, 2, &Runs::default().plain(said(other)));
        }
    }

    /// What was decided about a row, and what the canonical note says of it.
    fn result(&self, lines: &mut Lines, row: &RowView, body: usize) {
        let decided = self.decided().of_row(&row.id).words(|note| self.letter_of(note.as_str()));
        lines.blank();
        if !decided.is_empty() {
            let words = Runs::default().add(Ink::Faint, "You decided: ").add(Ink::Strong, decided.join("; "));
            lines.some(2, 0, &words);
        }
        let left = body.saturating_sub(lines.lines.len());
        if left < 2 {
            return;
        }
        lines.one(&Run::new(Ink::Plain, ""), 0, Runs::default().add(Ink::Faint, "The canonical note says:"));
        let now = self.now(row);
        let most = ((left - 1) / now.len().max(1)).clamp(1, 3);
        for part in now {
            let nothing = part.line.is_none();
            let text = if nothing { "nothing: it is set aside" } else { part.text.as_str() };
            let ink = if nothing { Ink::Faint } else { Ink::Plain };
            lines.labelled(&Run::new(Ink::Plain, ""), INDENT, most, &Runs::default().add(ink, text));
        }
    }
}

/// A wording, with what the other does not say marked.
fn marked(wording: &[Stretch]) -> Runs {
    let ink = |stretch: &Stretch| if stretch.is_shared { Ink::Plain } else { Ink::Removed };
    Runs(wording.iter().map(|stretch| Run::new(ink(stretch), stretch.text.as_str())).collect())
}
