//! What the note says of a group, and what can be ticked there.

use super::mark::Mark;
use super::markdown::{SIGNS, beside_a_checkbox, escaped, link};
use crate::group::Confidence;
use crate::plan::PlannedGroup;
use crate::render::review::{ConflictView, Subject};
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

/// What the notes of a group disagree about, and each as it is numbered in the note: what waits for a person, then what a
/// rule decided, in the order of the review.
pub(super) fn disagreements(group: &PlannedGroup) -> Vec<(Subject<'_>, &ConflictView)> {
    let mut all: Vec<_> = group.fold.conflicts().collect();
    all.sort_by_key(|(_, conflict)| !conflict.waits);
    all
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
    let all = disagreements(group);
    let waiting = all.iter().take_while(|(_, conflict)| conflict.waits).count();
    let numbered = || all.iter().copied().enumerate();
    if waiting < all.len() {
        lines.push(format!("{by_rule}, {}", all.len() - waiting));
        for (at, ruled) in numbered().skip(waiting) {
            // Else it would go on with the choice before.
            lines.extend((at > waiting).then(|| ">".to_owned()));
            lines.extend(ruling(group, &legend, at, ruled));
        }
        lines.push(String::new());
    }
    for (at, waiting) in numbered().take(waiting) {
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
fn question(
    group: &PlannedGroup,
    legend: &Legend<'_>,
    at: usize,
    (subject, conflict): (Subject<'_>, &ConflictView),
) -> Vec<String> {
    let mut lines = vec![format!("{ASKS}{}?", in_words(subject, conflict)), String::new()];
    for (index, (value, letters)) in choices(legend, conflict).iter().enumerate() {
        let from = if letters.is_empty() { "by rule".to_owned() } else { format!("**{letters}**") };
        let default = if *value == conflict.chosen { ", taken where none is ticked" } else { "" };
        let take = Mark::Take(&group.id, at, index);
        lines.push(format!("- [ ] {} ({from}{default}) {take}", beside_a_checkbox(&said(value))));
    }
    lines.push(String::new());
    lines
}

/// What a rule decided, and the values it did not take.
fn ruling(
    group: &PlannedGroup,
    legend: &Legend<'_>,
    at: usize,
    (subject, conflict): (Subject<'_>, &ConflictView),
) -> Vec<String> {
    let rule = escaped(&conflict.rule);
    let mut taken = String::new();
    let mut others = Vec::new();
    for (index, (value, letters)) in choices(legend, conflict).iter().enumerate() {
        if *value == conflict.chosen {
            let of = if letters.is_empty() { String::new() } else { format!("**{letters}**, ") };
            taken = format!("> {}: {} ({of}{rule})", in_words(subject, conflict), escaped(&said(value)));
        } else {
            let take = Mark::Take(&group.id, at, index);
            others.push(format!("> - [ ] {} (**{letters}**) {take}", beside_a_checkbox(&said(value))));
        }
    }
    std::iter::once(taken).chain(others).collect()
}

/// What is disagreed about: `due date of “Send the deck”`.
fn in_words(subject: Subject<'_>, conflict: &ConflictView) -> String {
    let field = match conflict.field.as_str() {
        "due" => "due date".to_owned(),
        field => escaped(field),
    };
    match subject {
        Subject::Row(row) => format!("{field} of “{}”", escaped(&words_of(&row.text))),
        // The one conflict of a property is about the property itself.
        Subject::Property(property) if property.key == conflict.field => format!("{field} of the note"),
        Subject::Property(property) => format!("{field} of the property {}", escaped(&property.key)),
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
