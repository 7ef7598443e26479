//! What is on the screen.

use super::page::{Lines, cut, options, without_middle};
use super::{Room, Tally, Text, View, Walk};
use crate::group::Confidence;
use crate::merge::letter;
use crate::plan::PlannedGroup;
use crate::render::Review;
use crate::render::review::{ConflictView, Outcome};
use crate::render::terminal::page::{Ink, Run, Runs};
use crate::render::terminal::{self, Detail};
use crate::review::verdicts::Verdict;
use crate::text::shown::Shown;

/// The lines below what is shown: the message and the question.
pub(super) const FOOT: usize = 2;

/// More notes than this are counted.
const MOST_NOTES: usize = 6;

const HELP: &str = "\
Nothing is changed by what you decide here. At the end you are told what to type to do it.

y      accept: fold this group, also where something waits for a decision
n      reject: do not fold it, and do not propose it again
l      later: leave it, and ask again the next time
a      accept this group and all others as sure in which nothing waits

r      decide row by row: which value is right, which words, both, your own
b      choose another base: the note that gives path, order and style
d      the whole review of this group
c      see what you changed: another base, rows decided otherwise

j      the next group (also: arrow down)
k      the one before it (also: arrow up)
q      quit; what you decided is kept, and `notefold review` goes on from there
?      this page

Row by row, what waits first:

1-9    take that value, or those words
b      keep both: what each note says is a row of its own, and never matched again
s      split off one of several notes that says something else
e      edit the text in your editor ($VISUAL, $EDITOR)
u      leave the row to the rules again
n, p   the next, and the one before it; q back to the group

In a long text: j and k by line, space and b by page, g and G to its start and end, q back.

In the list of rows: ~ reworded, + in one note only, ! the notes disagree.

Where notes disagree, the canonical note says what stands behind the arrow. A conflict that waits is one no rule may
decide alone: to accept the group is to accept that value.";

impl Walk<'_> {
    /// What is on the screen: as many lines as there is room for, none of them wider. Nothing in it steers a terminal,
    /// colours apart.
    #[must_use]
    pub fn screen(&self, room: Room) -> String {
        if self.order.is_empty() {
            return "nothing to decide\n".to_owned();
        }
        let body = room.height.saturating_sub(FOOT);
        let mut lines = match self.view {
            View::Group => self.group_lines(room, body),
            View::Base { marked } => self.base_lines(room, marked),
            View::Rows { at, .. } => self.question_lines(room, body, at),
            View::Reading { what, top } => self.text(what, room).into_iter().skip(top).collect(),
        };
        lines.truncate(body);
        lines.resize(body, String::new());
        let mut foot = Lines::new(room);
        foot.one(&Run::new(Ink::Plain, ""), 0, Runs::default().add(Ink::Waits, self.message.as_str()));
        foot.one(&Run::new(Ink::Plain, ""), 0, Runs::default().add(Ink::Strong, self.question(room, body)));
        lines.extend(foot.lines);
        lines.join("\n")
    }

    fn question(&self, room: Room, body: usize) -> String {
        match self.view {
            View::Group => "Fold these notes? [y,n,l,a,r,b,d,c,j,k,q,?]".to_owned(),
            View::Rows { at, splitting } => self.asks(at, splitting),
            View::Base { .. } => "Which note is the base? [1-9, j, k, Enter, Esc]".to_owned(),
            View::Reading { what, top } => {
                let lines = self.text(what, room).len();
                let end = (top + body).min(lines);
                format!("lines {} to {end} of {lines} [j,k,space,b,g,G,q]", (top + 1).min(end))
            }
        }
    }

    /// A text that may be longer than the screen, by its lines.
    pub(super) fn text(&self, what: Text, room: Room) -> Vec<String> {
        let text = match what {
            Text::Fold => terminal::show(&self.group().fold, options(room, Detail::Everything)),
            Text::Changes => self.changed().map(|changed| changed.show()).unwrap_or_default(),
            Text::Help => HELP.to_owned(),
        };
        match what {
            // It is wrapped already.
            Text::Fold => text.lines().map(str::to_owned).collect(),
            Text::Changes | Text::Help => text.lines().flat_map(|line| wrapped(line, room.width)).collect(),
        }
    }

    fn title(&self, lines: &mut Lines) {
        let group = self.group();
        let Tally { accepted, rejected, later, open } = self.tally();
        let ink = if group.confidence == Confidence::Certain { Ink::Good } else { Ink::Waits };
        let verdict = match self.verdicts.of(&group.id).map(|verdict| verdict.verdict) {
            Some(Verdict::Accept) => " · accepted",
            Some(Verdict::Reject) => " · rejected",
            Some(Verdict::Later) => " · for later",
            None => "",
        };
        let runs = Runs::default()
            .add(Ink::Strong, format!("Group {} of {}", self.at + 1, self.order.len()))
            .add(Ink::Faint, " · ")
            .add(ink, group.confidence.as_str())
            .add(Ink::Strong, verdict)
            .add(Ink::Faint, format!(" · {}", group.id))
            .add(Ink::Faint, format!(" · y {accepted}, n {rejected}, l {later}, open {open}"));
        lines.one(&Run::new(Ink::Plain, ""), 0, runs);
    }

    /// Which notes, why they belong together, what waits, what differs, what the canonical note will say.
    fn group_lines(&self, room: Room, body: usize) -> Vec<String> {
        let group = self.group();
        let mut lines = Lines::new(room);
        self.title(&mut lines);
        let why = Runs::default().add(Ink::Faint, "Why: ").plain(group.evidence.join("; "));
        lines.some(if body > 20 { 3 } else { 1 }, 0, &why);
        notes(&mut lines, group, room, if body > 20 { MOST_NOTES } else { 2 });
        let left = |lines: &Lines| body.saturating_sub(lines.lines.len());
        let waiting = conflicts(&group.fold, true);
        let doubtful = group.confidence == Confidence::Doubtful;
        if !waiting.is_empty() || doubtful {
            lines.blank();
            if doubtful {
                let words = "It is doubtful that these notes are about one meeting";
                lines.one(&Run::new(Ink::Plain, ""), 0, Runs::default().add(Ink::Waits, words));
            }
            let room_for = left(&lines) / 2;
            let title = if waiting.len() == 1 { "waits for you" } else { "wait for you" };
            listed(&mut lines, title, Ink::Waits, &waiting, room_for);
        }
        let ruled = conflicts(&group.fold, false);
        if !ruled.is_empty() {
            let room_for = left(&lines) / 3;
            let is_yours = !self.decided().conflicts.is_empty();
            let title = if is_yours { "decided by rule or by you" } else { "decided by rule" };
            listed(&mut lines, title, Ink::Strong, &ruled, room_for);
        }
        let room_for = left(&lines);
        canonical(&mut lines, &group.fold, room_for);
        lines.lines
    }

    fn base_lines(&self, room: Room, marked: usize) -> Vec<String> {
        let mut lines = Lines::new(room);
        self.title(&mut lines);
        lines.blank();
        let words = "The base gives the canonical note its path, its order and its style.";
        lines.some(2, 0, &Runs::default().plain(words));
        lines.blank();
        for (at, note) in self.group().notes.iter().enumerate() {
            let mark = if at == marked { ">" } else { " " };
            let label = Run::new(Ink::Place, format!("{mark} {}", at + 1));
            let now = if at == 0 { " · now" } else { "" };
            let path = without_middle(note.path.as_str(), room.width.saturating_sub(5 + now.len()));
            lines.one(&label, 5, Runs::default().plain(path).add(Ink::Faint, now));
        }
        lines.lines
    }
}

fn notes(lines: &mut Lines, group: &PlannedGroup, room: Room, most: usize) {
    const INDENT: usize = 4;
    for (at, note) in group.notes.iter().take(most).enumerate() {
        let what = match (at, &group.edits.canonical) {
            (0, Some(_)) => " · rewritten",
            (0, None) => " · stays",
            (_, _) => " · retired",
        };
        let path = without_middle(note.path.as_str(), room.width.saturating_sub(INDENT + what.len() - 1));
        let label = Run::new(Ink::Place, format!(" {}", letter(at)));
        lines.one(&label, INDENT, Runs::default().plain(path).add(Ink::Faint, what));
    }
    let links: usize = group.edits.links.iter().map(|edit| edit.changes.len()).sum();
    let more = group.notes.len().saturating_sub(most);
    let parts = [(more, "more notes retired"), (links, "links of other notes follow")];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    if !parts.is_empty() {
        lines.one(&Run::new(Ink::Plain, ""), INDENT, Runs::default().add(Ink::Faint, parts.join(", ")));
    }
}

/// A disagreement: the id of the row or the key of the property, and what each note says of it.
type Disagreement<'f> = (&'f str, &'f ConflictView);

fn conflicts(fold: &Review, waits: bool) -> Vec<Disagreement<'_>> {
    let all = fold.conflicts().map(|(subject, conflict)| (subject.name(), conflict));
    all.filter(|(_, conflict)| conflict.waits == waits).collect()
}

/// Disagreements, a line each, in so many lines.
fn listed(lines: &mut Lines, title: &str, ink: Ink, found: &[Disagreement<'_>], room_for: usize) {
    // The heading takes two.
    let most = room_for.saturating_sub(2);
    if found.is_empty() || most == 0 {
        return;
    }
    lines.heading(&format!("{} {title}", found.len()), ink);
    // The heading counts them; a line that says so again takes the place of one of them only where there are more.
    let shown = if found.len() > most { most.saturating_sub(1).max(1) } else { found.len() };
    for (place, conflict) in found.iter().take(shown) {
        let runs = Runs::default()
            .add(
                Ink::Strong,
                if *place == conflict.field { String::new() } else { format!("{} ", conflict.field) },
            )
            .plain(cut(&conflict.each_value().join(" / "), 48))
            .add(Ink::Faint, " → ")
            .add(Ink::Strong, conflict.chosen.as_str());
        lines.one(&Run::new(Ink::Place, cut(place, 12)), 6.max(place.len().min(12) + 1), runs);
    }
    if shown < found.len() && shown < most {
        let words = format!("and {} more: r asks about each", found.len() - shown);
        lines.one(&Run::new(Ink::Plain, ""), 6, Runs::default().add(Ink::Faint, words));
    }
}

/// What the canonical note will say, a line a row, in so many lines.
fn canonical(lines: &mut Lines, fold: &Review, room_for: usize) {
    let rows: Vec<_> = fold.rows.iter().filter(|row| row.line.is_some()).collect();
    // The heading takes two, and the counts one.
    let most = room_for.saturating_sub(3);
    if most == 0 {
        return;
    }
    lines.heading(&format!("the canonical note · {} rows", rows.len()), Ink::Strong);
    let count = |wanted: &[Outcome]| rows.iter().filter(|row| wanted.contains(&row.outcome)).count();
    let counts = [
        (count(&[Outcome::Chosen, Outcome::United, Outcome::Conflict]), "reworded"),
        (count(&[Outcome::Only]), "in one note only"),
        (count(&[Outcome::Same]), "the same in all"),
        (rows.iter().filter(|row| !row.ties.is_empty()).count(), "may be said twice"),
        (fold.set_aside.len(), "set aside"),
    ];
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    lines.one(&Run::new(Ink::Plain, ""), 0, Runs::default().add(Ink::Faint, counts.join(", ")));
    let shown = if rows.len() > most { most - 1 } else { rows.len() };
    for row in rows.iter().take(shown) {
        let mark = match row.outcome {
            Outcome::Same => " ",
            Outcome::Only => "+",
            Outcome::Chosen | Outcome::United => "~",
            Outcome::Conflict => "!",
        };
        let label = Run::new(Ink::Place, format!("{} {mark}", row.id));
        lines.one(&label, 6.max(row.id.len() + 3), Runs::default().plain(row.text.as_str()));
    }
    if shown < rows.len() {
        let words = format!("and {} more: d shows all", rows.len() - shown);
        lines.one(&Run::new(Ink::Plain, ""), 6, Runs::default().add(Ink::Faint, words));
    }
}

/// A line in lines of at most so many columns.
fn wrapped(line: &str, width: usize) -> Vec<String> {
    let shown = Shown(line).to_string();
    textwrap::wrap(&shown, width.max(1)).into_iter().map(std::borrow::Cow::into_owned).collect()
}
