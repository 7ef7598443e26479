//! What is usual in a vault, and so says nothing about two of its notes.

use super::digest::Digest;
use super::names::original;
use super::sketch;
use crate::vault::Scanned;
use std::collections::{BTreeMap, BTreeSet};

/// A line that notes of so many days have comes from a template, or is carried along: it says nothing about one
/// meeting. An action carried over once stands in the notes of two.
const DAYS_OF_BOILERPLATE: usize = 3;

/// A transcript's name that notes of so many days give tells nothing (`Weekly call`). A meeting in two time zones is on
/// two days.
const DAYS_OF_ONE_TRANSCRIPT: usize = 2;

/// What is usual in a vault.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// The keys of lines that say nothing, sorted.
    boilerplate: Vec<u64>,
    /// The names of transcripts that tell nothing.
    vague: BTreeSet<Box<str>>,
}

impl Survey {
    /// Surveys the notes of a vault.
    pub(super) fn of(notes: &[Scanned<Digest>]) -> Self {
        // Notes of one day are variants of one another as far as a line goes; notes without a day are told apart by
        // their names, so that copies count once.
        let mut lines: Vec<(u64, u64)> = Vec::new();
        let mut days: BTreeMap<&str, BTreeSet<jiff::civil::Date>> = BTreeMap::new();
        for note in notes {
            let digest = &note.digest;
            let occasion = match digest.date {
                Some(date) => sketch::key(&date.to_string()),
                None => sketch::key(original(note.path.stem()).unwrap_or(note.path.stem())),
            };
            lines.extend(digest.lines.iter().map(|line| (*line, occasion)));
            if let (Some(transcript), Some(date)) = (&digest.transcript, digest.date) {
                days.entry(transcript).or_default().insert(date);
            }
        }
        lines.sort_unstable();
        lines.dedup();
        let usual = |run: &&[(u64, u64)]| run.len() >= DAYS_OF_BOILERPLATE;
        let boilerplate = lines.chunk_by(|a, b| a.0 == b.0).filter(usual).map(|run| run[0].0).collect();
        let vague = days.into_iter().filter(|(_, days)| days.len() > DAYS_OF_ONE_TRANSCRIPT);
        Self { boilerplate, vague: vague.map(|(name, _)| name.into()).collect() }
    }

    /// Whether a line, by its key, says nothing about the note it stands in.
    pub(super) fn is_boilerplate(&self, line: u64) -> bool {
        self.boilerplate.binary_search(&line).is_ok()
    }

    /// The transcript a note was made from, where its name tells which.
    pub(super) fn transcript<'a>(&self, digest: &'a Digest) -> Option<&'a str> {
        digest.transcript.as_deref().filter(|name| !self.vague.contains(*name))
    }

    /// The lines of a note that say something about it.
    pub(super) fn own_lines<'a>(&'a self, digest: &'a Digest) -> impl Iterator<Item = u64> + 'a {
        digest.lines.iter().copied().filter(|line| !self.is_boilerplate(*line))
    }
}
