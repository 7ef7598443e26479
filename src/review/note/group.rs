//! What the note says of a group, and what can be ticked there.

use super::mark::Mark;
use super::markdown::{SIGNS, beside_a_checkbox, escaped, link};
use crate::group::Confidence;
use crate::plan::PlannedGroup;
use crate::render::review::ConflictView;
use crate::render::surface::{Legend, Sorted, choices, said, set_aside_by_place};
use crate::review::sums::counted;

/// What the callouts about a group begin with: its notes, where nothing waits and where something does; what was decided
/// by rule.
const OPENINGS: [&str; 3] = ["> [!note]", "> [!question]", "> [!info]- Decided by rule"];

const ASKS: &str = "Which ";

/// Whether a line asks which value to take.
pub(super) fn is_question(line: &str) -> bool {
    let of = |subject: &str| line.contains(subject);
    line.starts_with(ASKS)
        && line.ends_with('?')
        && (of(" of “") || of(" of the note?") || of(" of the property "))
}

/// Whether a line opens a callout about a group.
pub(super) fn is_opening(line: &str) -> bool {
    let [ready, waits, by_rule] = OPENINGS;
    let sure = [Confidence::Certain, Confidence::Likely, Confidence::Doubtful].map(Confidence::as_str);
    let is_about_notes = (line.starts_with(ready) || line.starts_with(waits))
        && line.rsplit_once(", ").is_some_and(|(_, word)| sure.contains(&word));
    is_about_notes || line.starts_with(by_rule)
}

/// A conflict, and what it is about.
pub(super) struct Disagreement<'a> {
    /// The row it is about; either this or a property.
    pub(super) row: Option<&'a str>,
    /// The property.
    pub(super) property: Option<&'a str>,
    /// What the canonical note says there.
    text: &'a str,
    /// The conflict.
    pub(super) conflict: &'a ConflictView,
}

/// The conflicts of a group that wait for a person, in the order of the review.
pub(super) fn waiting(group: &PlannedGroup) -> Vec<Disagreement<'_>> {
    let mut all = disagreements(group);
    all.retain(|it| it.conflict.waits);
    all
}

fn disagreements(group: &PlannedGroup) -> Vec<Disagreement<'_>> {
    let fold = &group.fold;
    let rows = fold.rows.iter().flat_map(|row| {
        let about = |conflict| Disagreement { row: Some(&row.id), property: None, text: &row.text, conflict };
        row.conflicts.iter().map(about)
    });
    let properties = fold.frontmatter.iter().flat_map(|property| {
        let about = |conflict| Disagreement { row: None, property: Some(&property.key), text: "", conflict };
        property.conflicts.iter().map(about)
    });
    rows.chain(properties).collect()
}

/// The lines about a group, between its mark and the next heading.
pub(super) fn lines(group: &PlannedGroup) -> Vec<String> {
    let legend = Legend::of(&group.fold);
    let mut lines = vec![String::new()];
    let [ready, waits, by_rule] = OPENINGS;
    lines.push(format!(
        "{} {}, {}",
        if group.waits.is_empty() { ready } else { waits },
        counted(group.notes.len(), "note", "notes"),
        group.confidence.as_str()
    ));
    for (at, note) in group.notes.iter().enumerate() {
        let becomes = match (at, &group.edits.canonical) {
            (0, Some(_)) => "becomes the canonical note",
            (0, None) => "says it all already, and stays as it is",
            _ => "is folded into it, and retired",
        };
        lines.push(format!("> **{}** {} {becomes}", legend.letter(note.path.as_str()), link(&note.path)));
    }
    if !group.evidence.is_empty() {
        lines.push(format!("> Together, because: {}", escaped(&group.evidence.join("; "))));
    }
    lines.push(format!("> {}", escaped(&outcome(group))));
    lines.push(String::new());
    let ruled: Vec<Disagreement<'_>> =
        disagreements(group).into_iter().filter(|it| !it.conflict.waits).collect();
    if !ruled.is_empty() {
        lines.push(format!("{by_rule}, {}", ruled.len()));
        lines.extend(ruled.iter().map(|it| ruling(&legend, it)));
        lines.push(String::new());
    }
    for (at, waiting) in waiting(group).iter().enumerate() {
        lines.extend(question(group, &legend, at, waiting));
    }
    lines.push(format!("- [ ] **Accept**: fold them into one {}", Mark::Accept(&group.id)));
    lines.push(format!(
        "- [ ] **Reject**: they do not belong together, do not ask again {}",
        Mark::Reject(&group.id)
    ));
    lines
}

/// What becomes of what the notes say, in numbers.
fn outcome(group: &PlannedGroup) -> String {
    let fold = &group.fold;
    let sorted = Sorted::of(fold);
    let links: usize = group.edits.links.iter().map(|edit| edit.changes.len()).sum();
    let counts = [
        (sorted.same.len(), "the same in all"),
        (sorted.reworded.len() + sorted.ruled.len(), "in several wordings, one kept"),
        (sorted.only.len(), "in one note only, kept"),
        (sorted.tied.len(), "possible duplicates or overlaps, all kept"),
        (set_aside_by_place(fold).1.len(), "set aside"),
        (fold.repairs.len(), "broken characters repaired"),
        (links, "links that follow"),
    ];
    let words = counts.into_iter().filter(|(count, _)| *count > 0);
    let words: Vec<String> = words.map(|(count, what)| format!("{count} {what}")).collect();
    format!("{}. All about it: notefold plan --only {}", words.join(" · "), group.id)
}

/// What the notes disagree about, and the values there are.
fn question(group: &PlannedGroup, legend: &Legend<'_>, at: usize, waiting: &Disagreement<'_>) -> Vec<String> {
    let mut lines = vec![format!("{ASKS}{}?", waiting.subject()), String::new()];
    for (index, (value, letters)) in choices(legend, waiting.conflict).iter().enumerate() {
        let from = if letters.is_empty() { "by rule".to_owned() } else { format!("**{letters}**") };
        let default = if *value == waiting.conflict.chosen { ", taken where none is ticked" } else { "" };
        lines.push(format!(
            "- [ ] {} ({from}{default}) {}",
            beside_a_checkbox(&said(value)),
            Mark::Take(&group.id, at, index)
        ));
    }
    lines.push(String::new());
    lines
}

/// What a rule decided.
fn ruling(legend: &Legend<'_>, ruled: &Disagreement<'_>) -> String {
    let shown = |(value, letters): &(String, String)| {
        let value = escaped(&said(value));
        if letters.is_empty() { value } else { format!("**{letters}** {value}") }
    };
    let values: Vec<String> = choices(legend, ruled.conflict).iter().map(shown).collect();
    let ConflictView { chosen, rule, .. } = ruled.conflict;
    format!(
        "> {}: {}. Taken: {} ({})",
        ruled.subject(),
        values.join(", "),
        escaped(&said(chosen)),
        escaped(rule)
    )
}

impl Disagreement<'_> {
    /// `due date of “Send the deck”`.
    fn subject(&self) -> String {
        let Self { row, property, text, conflict } = self;
        let field = match conflict.field.as_str() {
            "due" => "due date".to_owned(),
            field => escaped(field),
        };
        match (row, property) {
            (Some(_), _) => format!("{field} of “{}”", escaped(&words_of(text))),
            // The one conflict of a property is about the property itself.
            (None, Some(key)) if *key == conflict.field => format!("{field} of the note"),
            (None, Some(key)) => format!("{field} of the property {}", escaped(key)),
            (None, None) => field,
        }
    }
}

/// The words of an item: without the checkbox in front, and the fields and tags behind.
fn words_of(text: &str) -> String {
    let words = without_checkbox(text).split_whitespace();
    let is_word = |word: &&str| !word.starts_with('#') && !word.starts_with(|c| SIGNS.contains(c));
    let words: Vec<&str> = words.take_while(is_word).collect();
    // One that begins with a field has no other words to be known by.
    if words.is_empty() { text.to_owned() } else { words.join(" ") }
}

/// The text of an item without the checkbox in front.
fn without_checkbox(text: &str) -> &str {
    let mut letters = text.chars();
    match (letters.next(), letters.next(), letters.next()) {
        (Some('['), Some(_), Some(']')) => letters.as_str().trim_start(),
        _ => text,
    }
}
