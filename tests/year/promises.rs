//! What must be true after every night, because of what a person did.

use crate::vault::Vault;
use std::collections::{BTreeMap, BTreeSet};

/// What a person did that is not to be undone.
#[derive(Debug, Default)]
pub(crate) struct Promises {
    /// The numbers of the tasks they ticked.
    pub(crate) ticked: BTreeSet<u32>,
    /// What they wrote, by a word that is only in it; whether it has to be in the vault itself, or may be in its trash or a
    /// backup since something else wrote over it.
    pub(crate) written: BTreeMap<String, bool>,
    /// The numbers of the items they deleted, with the meetings whose canonical notes they deleted them from.
    pub(crate) deleted: BTreeMap<u32, u32>,
}

/// The number of the meeting a note is about, by its transcript.
pub(crate) fn meeting_of(text: &str) -> Option<u32> {
    let (_, rest) = text.split_once("Transcripts/call ")?;
    rest.split(' ').next()?.parse().ok()
}

pub(crate) fn is_canonical(text: &str) -> bool {
    text.contains("\nmerged_from:")
}

/// Whether a line names the thing with this number.
pub(crate) fn names(line: &str, number: u32) -> bool {
    let number = number.to_string();
    let mut words = line.split(|c: char| !c.is_ascii_digit());
    words.any(|word| word == number)
}

impl Promises {
    /// Something wrote over these notes: what was in them need not be there any more.
    pub(crate) fn overwritten(&mut self, text: &str) {
        self.ticked.retain(|number| !text.lines().any(|line| line.contains("[x]") && names(line, *number)));
        for (token, in_vault) in &mut self.written {
            *in_vault &= !text.contains(token.as_str());
        }
        if let Some(meeting) = meeting_of(text) {
            self.deleted.retain(|_, of| *of != meeting);
        }
    }

    /// Checks that they are kept.
    pub(crate) fn check(&self, vault: &Vault, when: &str) {
        let notes = vault.notes();
        for number in &self.ticked {
            let is_ticked = notes
                .values()
                .flat_map(|text| text.lines())
                .any(|line| line.contains("[x]") && names(line, *number));
            assert!(is_ticked, "{when}: task {number} is not ticked any more");
        }
        for (token, in_vault) in &self.written {
            let is_there = notes.values().any(|text| text.contains(token.as_str()));
            assert!(is_there || !in_vault, "{when}: `{token}` is not in the vault any more");
            assert!(is_there || vault.holds_anywhere(token), "{when}: `{token}` is lost");
        }
        for (number, meeting) in &self.deleted {
            let canonical =
                notes.iter().filter(|(path, text)| is_canonical(text) && !path.contains("conflicted"));
            for (path, text) in canonical {
                let is_back =
                    meeting_of(text) == Some(*meeting) && text.lines().any(|line| names(line, *number));
                assert!(!is_back, "{when}: {number}, which was deleted, is in `{path}` again:\n{text}");
            }
        }
        for (path, text) in notes.iter().filter(|(_, text)| is_canonical(text)) {
            let mut items = BTreeSet::new();
            for line in text.lines().filter(|line| line.starts_with("- ")) {
                assert!(items.insert(line), "{when}: `{path}` says twice: {line}\n{text}");
            }
        }
        let temporary = notes.keys().find(|path| path.contains(".notefold-"));
        assert_eq!(temporary, None, "{when}");
    }
}
