//! A plan as a note in the vault, in which a person ticks what is to be done: on a phone, wherever the vault is synced.
//!
//! ```text
//! Plan ──► the note ──► (ticked by a person) Ticks ──► Verdicts
//! what was done ──► the note, brought up to date
//! ```
//!
//! Each line of ours that means something says what it means in a comment at its end, so that it is understood
//! wherever it is moved. What is not understood is refused and said in the note; nothing is guessed. Lines that are not
//! ours are left as they are.
//!
//! The note holds headings, links, callouts and checkboxes. A checkbox is a task to the Tasks plugin, which nothing in a
//! line can change; so no line with a checkbox holds what queries go by: no date, priority, tag or other sign of Tasks.
//! All other text of notes is escaped: it is no task, tag, link or field here.

mod group;
mod mark;
mod markdown;
mod ticks;
mod update;

pub use ticks::Ticks;
pub use update::{Folded, Outcome, updated};

use super::order::Order;
use super::sums::Sums;
use crate::disk::ContentHash;
use crate::plan::{LeftGroup, Plan, PlannedGroup};
use mark::Mark;
use markdown::{code, escaped, link};

/// What `.notefold.toml` calls the note when it says nothing else.
pub const NOTE: &str = "notefold review.md";

/// Writes the review note of a plan whose file has the sha256 `hash`. `command` is what to type to have done what is ticked.
#[must_use]
pub fn note(plan: &Plan, hash: ContentHash, command: &str) -> String {
    let sums = Sums::of(plan);
    let Order { waiting, ready } = Order::of(plan);
    let mut lines = vec![
        "---".to_owned(),
        "notefold: review".to_owned(),
        format!("plan: {hash}"),
        "---".to_owned(),
        String::new(),
        "# notefold review".to_owned(),
        String::new(),
        Mark::Sums.to_string(),
        update::sums_line(0, 0, sums.groups),
        String::new(),
        if plan.groups.is_empty() {
            "There is nothing to fold.".to_owned()
        } else {
            format!(
                "A dry run: {}. Tick what you decide, then type {} on the computer this note was made on. What has no tick \
             stays as it is. A line may be moved, but keeps its comment at the end: by that it is known.",
                sums.headline(),
                code(command)
            )
        },
        String::new(),
    ];
    let mut section = |title: &str, groups: &[&PlannedGroup], all: Option<String>| {
        if !groups.is_empty() {
            lines.extend([format!("## {title}"), String::new()]);
            lines.extend(all.into_iter().flat_map(|line| [line, String::new()]));
            for group in groups {
                lines.extend([format!("### {}", escaped(group.notes[0].path.stem())), String::new()]);
                lines.push(Mark::Group(&group.id).to_string());
                lines.extend(group::lines(group));
                lines.push(String::new());
            }
        }
    };
    section("Waiting for a decision", &waiting, None);
    let all = format!("- [ ] **Accept all** below that are not rejected {}", Mark::AcceptReady);
    section("Ready", &ready, Some(all));
    lines.extend(left(&plan.left));
    if let Some(proof) = sums.proof() {
        lines.extend(["## Proof".to_owned(), String::new(), format!("{proof}. Nothing is lost.")]);
    }
    lines.join("\n").trim_end().to_owned() + "\n"
}

fn left(groups: &[LeftGroup]) -> Vec<String> {
    if groups.is_empty() {
        return Vec::new();
    }
    let mut lines = vec!["## Left as they are".to_owned(), String::new()];
    for group in groups {
        let notes: Vec<String> = group.notes.iter().map(|note| link(&note.path)).collect();
        lines.push(format!("- {}: {}", escaped(&group.why), notes.join(", ")));
    }
    lines.push(String::new());
    lines
}

/// Whether a text is a review note: its property `notefold` says so.
#[must_use]
pub fn is_review_note(text: &str) -> bool {
    property(text, "notefold") == Some("review")
}

/// The sha256 of the plan a review note is about, if it is still told.
#[must_use]
pub fn plan_of(text: &str) -> Option<ContentHash> {
    property(text, "plan")?.parse().ok()
}

/// A property in one line.
fn property<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim_end);
    lines.next().filter(|line| *line == "---")?;
    let mut entries = lines.take_while(|line| *line != "---").filter_map(|line| line.split_once(':'));
    let (_, value) = entries.find(|(name, _)| name.trim().eq_ignore_ascii_case(key))?;
    Some(value.trim().trim_matches(['"', '\'']))
}
