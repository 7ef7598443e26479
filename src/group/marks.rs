//! What tells the kind of a note: its type, its tags, its folder.

use super::front::Front;
use crate::vault::VaultPath;

/// What makes a note one of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    /// Folders of such notes, vault-relative or by name; compared in lower case.
    pub folders: Vec<String>,
    /// Tags of such notes, without `#`.
    pub tags: Vec<String>,
    /// Values of the property `type` of such notes.
    pub types: Vec<String>,
}

impl Marks {
    /// What makes a note one about a meeting, besides participants and a transcript it was made from.
    #[must_use]
    pub fn of_meetings() -> Self {
        Self {
            folders: owned(&["meetings"]),
            tags: owned(&["meeting", "meetings", "type/meeting", "type/people", "1on1"]),
            types: owned(&["meeting", "people", "1on1", "1-1", "call"]),
        }
    }

    /// What makes a note one about a person, if it is about no meeting.
    #[must_use]
    pub fn of_persons() -> Self {
        Self {
            folders: owned(&["people"]),
            tags: owned(&["person", "people", "type/person", "contact"]),
            types: owned(&["person", "contact"]),
        }
    }

    /// Whether the note at `path` is of the kind, where a tag stands for those nested in it.
    pub(super) fn mark(&self, path: &VaultPath, front: &Front) -> bool {
        self.types.iter().any(|kind| front.kind.as_ref() == Some(kind))
            || front.tags.iter().any(|tag| self.tags.iter().any(|mark| is_within(tag, mark)))
            || self.is_in_a_folder(path)
    }

    /// The same, where a tag stands for itself only: `person/tomer` marks what has to do with a person.
    pub(super) fn mark_exactly(&self, path: &VaultPath, front: &Front) -> bool {
        let is = |tag: &str, mark: &str| tag.trim_start_matches('#').eq_ignore_ascii_case(mark);
        self.types.iter().any(|kind| front.kind.as_ref() == Some(kind))
            || front.tags.iter().any(|tag| self.tags.iter().any(|mark| is(tag, mark)))
            || self.is_in_a_folder(path)
    }

    /// Whether the note at `path` is in one of the folders.
    #[must_use]
    pub fn is_in_a_folder(&self, path: &VaultPath) -> bool {
        self.folders.iter().any(|folder| is_in_folder(path, folder))
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Whether a title or a name says that the note is about a meeting. Only a note that says its day below the title is to
/// be asked: titles of other notes have such words, too.
pub(super) fn is_called_a_meeting(title: &str) -> bool {
    const WORDS: [&str; 20] = [
        "meeting",
        "mtg",
        "call",
        "sync",
        "catchup",
        "standup",
        "huddle",
        "debrief",
        "retro",
        "minutes",
        "1on1",
        "1to1",
        "besprechung",
        "sitzung",
        "protokoll",
        "réunion",
        "reunión",
        "vergadering",
        "overleg",
        "notulen",
    ];
    /// Words that are often written as two.
    const OF_TWO: [[&str; 2]; 5] =
        [["catch", "up"], ["stand", "up"], ["check", "in"], ["one", "on"], ["1", "1"]];
    let title = title.to_lowercase();
    let words: Vec<&str> =
        title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.iter().any(|word| WORDS.contains(word))
        || words.windows(2).any(|two| OF_TWO.iter().any(|known| known == two))
}

/// Whether `tag` is `mark`, or nested in it; without regard to case.
fn is_within(tag: &str, mark: &str) -> bool {
    let tag = tag.trim_start_matches('#');
    tag.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark))
        && tag.get(mark.len()..).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn is_in_folder(path: &VaultPath, folder: &str) -> bool {
    let folder = folder.trim_matches('/');
    if folder.contains('/') {
        let inside = path.folder();
        return inside.get(..folder.len()).is_some_and(|start| start.eq_ignore_ascii_case(folder))
            && inside.get(folder.len()..).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    }
    let mut folders = path.folder().split('/');
    folders.any(|name| name.eq_ignore_ascii_case(folder))
}
