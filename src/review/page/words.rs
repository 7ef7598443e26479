//! Small pieces of text.

use crate::group::Confidence;
use crate::render::surface::{Legend, Stretch};
use crate::text::shown::Shown;
use maud::{Markup, html};

/// What ties of rows are called among the kinds of conflicts.
pub(super) const TIES: &str = "possible duplicates";

/// Text of a note, nothing in it that could deceive a reader. Its lines stay lines.
pub(super) fn shown(text: &str) -> String {
    let lines = text.split('\n').map(|line| Shown(line.trim_end_matches('\r')).to_string());
    lines.collect::<Vec<_>>().join("\n")
}

/// How sure a group is: a sign and a word, for those who do not see the colour.
pub(super) fn confidence(confidence: Confidence) -> Markup {
    let sign = match confidence {
        Confidence::Certain => "●",
        Confidence::Likely => "◐",
        Confidence::Doubtful => "○",
    };
    let word = confidence.as_str();
    html! { span class={ "badge " (word) } { span aria-hidden="true" { (sign) } " " (word) } }
}

/// Which of two wordings the words are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The one that is kept.
    Kept,
    /// One that is not.
    Other,
}

/// A wording, with the words marked that the other does not have.
pub(super) fn marked(wording: &[Stretch], side: Side) -> Markup {
    html! {
        @for stretch in wording {
            @let text = shown(&stretch.text);
            @if stretch.is_shared || text.trim().is_empty() {
                (text)
            } @else if side == Side::Kept {
                ins { (text) }
            } @else {
                del { (text) }
            }
        }
    }
}

/// Where something stands: `A:32`. Its path is told on hover and by focus; it leads to the notes of the group.
pub(super) fn place(legend: &Legend<'_>, group: &str, path: &str, line: usize) -> Markup {
    let letter = legend.letter(path);
    html! {
        a class="place" href={ "#" (note_id(group, &letter)) }
            aria-label={ (letter) ":" (line) " · line " (line) " of " (shown(path)) } {
            (letter) ":" (line)
        }
    }
}

/// The id of a note in the list of a group's notes.
pub(super) fn note_id(group: &str, letter: &str) -> String {
    format!("g-{group}-{letter}")
}
