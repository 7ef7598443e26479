//! The words of the bullets of a note: enough to see whether two notes may say the same before either is read in full.

use super::survey::Survey;
use super::wordings::{Said, Unweighed, Wordings};
use crate::note::Role;
use std::ops::Range;

/// The keys of the words of each bullet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Bullets {
    words: Box<[u32]>,
    /// Where each bullet ends among the words.
    ends: Box<[u32]>,
}

impl Bullets {
    /// Keeps the words of the bullets, each given by where its keys are among those of the words of the note.
    pub(super) fn of(keys: &[u32], bullets: &[Range<usize>]) -> Self {
        let mut words = Vec::with_capacity(bullets.iter().map(Range::len).sum());
        let mut ends = Vec::with_capacity(bullets.len());
        for bullet in bullets {
            words.extend_from_slice(&keys[bullet.clone()]);
            ends.extend(u32::try_from(words.len()));
        }
        Self { words: words.into_boxed_slice(), ends: ends.into_boxed_slice() }
    }

    /// The bullets as items of which neither role nor fields are known.
    pub(super) fn wordings(&self, survey: &Survey) -> Wordings {
        let mut wordings = Unweighed::default();
        let mut from = 0;
        for end in &self.ends {
            let to = *end as usize;
            let words = self.words[from..to].iter().map(|key| (*key, false));
            wordings.add(Said::under(Role::Other, 0), words);
            from = to;
        }
        wordings.weighed(survey)
    }
}

/// Whether a line may be one of a list or of a table.
pub(super) fn is_bullet(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number = rest.len() < line.len() && rest.starts_with(['.', ')']);
    is_number || line.starts_with(['-', '*', '+', '|'])
}
