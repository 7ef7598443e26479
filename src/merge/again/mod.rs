//! Folding again: what a regenerated or late variant adds to a canonical note that a person has worked in since.
//!
//! ```text
//! canonical note as it is ─┐
//! what was last written   ─┼─► what of a variant is new ─► merge, with what the person changed settled
//! what was folded in      ─┘
//! ```
//!
//! The canonical note is the base and stands. Of a variant only that is folded in which neither an earlier variant nor an
//! earlier text of the canonical note said in these words, and which does not say what the person deleted; the rest is
//! set aside. So a variant that is regenerated as it was changes nothing, decisions made once are not asked for again,
//! and nothing deleted comes back. Where a new wording says what an item of the canonical note says, the item's own words
//! stay, and so do the fields the person changed ([`Settled`]).

mod fresh;
mod said;
mod settled;

pub use fresh::Fresh;
pub use settled::Settled;

use crate::align::Alignment;
use crate::note::{Note, ReadOptions, Role};
use said::{Said, item_key};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What is known of the earlier folds into a canonical note.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Earlier {
    /// What the last of them is known by.
    pub id: String,
    /// The texts the canonical note had when they were done, the latest first.
    pub written: Vec<String>,
    /// The texts of the variants that were folded in.
    pub folded: Vec<String>,
}

/// What an earlier fold has to do with text of a variant that is not folded in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Before {
    /// It was folded in before, in these words.
    Folded,
    /// A person deleted it from the canonical note.
    Deleted,
    /// A person changed it in the canonical note.
    Changed,
}

/// The earlier folds into a canonical note, read.
#[derive(Debug)]
pub struct Again {
    /// What the canonical note held after the last of them.
    written: Note,
    /// Items that stood in earlier texts of it, and neither in that one nor in it now.
    gone: Note,
    said: Said,
}

impl Again {
    /// Reads the earlier folds into `canonical`; `None` where there were none.
    #[must_use]
    pub fn of(earlier: &Earlier, canonical: &Note, read: &ReadOptions) -> Option<Self> {
        let note = |text: &String| Note::read(canonical.path(), text.as_str(), read);
        let mut written = earlier.written.iter().map(note);
        let latest = written.next()?;
        let before: Vec<Note> = written.collect();
        let folded: Vec<Note> = earlier.folded.iter().map(note).collect();
        let gone = Note::read(canonical.path(), gone(&before, &[canonical, &latest]), read);
        let said = Said::of(canonical, &latest, before.iter().chain(&folded));
        Some(Self { written: latest, gone, said })
    }

    /// The notes whose items have to be aligned with a variant's to tell what of it is new: the canonical note, what was
    /// written, what is gone, and the variant.
    #[must_use]
    pub fn to_align<'n>(&'n self, canonical: &'n Note, variant: &'n Note) -> [&'n Note; 4] {
        [canonical, &self.written, &self.gone, variant]
    }

    /// What of a variant is new, told by the alignment of [`Again::to_align`].
    #[must_use]
    pub fn fresh(
        &self,
        canonical: &Note,
        variant: &Note,
        alignment: &Alignment,
        read: &ReadOptions,
    ) -> Fresh {
        let deleted = deleted(alignment, variant);
        Fresh::of(&self.said, (canonical, &self.written), variant, &deleted, read)
    }

    /// What the person settled in the canonical note, told by its alignment with what was written.
    #[must_use]
    pub fn settled(&self, canonical: &Note, alignment: &Alignment) -> Settled {
        Settled::of(canonical, &self.written, alignment)
    }

    /// What the canonical note held after the last fold.
    #[must_use]
    pub fn written(&self) -> &Note {
        &self.written
    }
}

/// The items of a variant, the last of the aligned notes, that say what the canonical note, the first of them, says no
/// more.
fn deleted(alignment: &Alignment, variant: &Note) -> BTreeSet<usize> {
    let mut deleted = BTreeSet::new();
    for row in &alignment.rows {
        let said_by = |note: usize| row.members.iter().any(|member| member.note == note);
        if !said_by(0) && (said_by(1) || said_by(2)) {
            deleted.extend(row.members.iter().filter(|member| member.note == 3).map(|member| member.item));
        }
    }
    deleted.retain(|item| *item < variant.items().len());
    deleted
}

/// The items of `notes` that none of `without` has, as a note of their own, each once.
fn gone(notes: &[Note], without: &[&Note]) -> String {
    let mut known: BTreeSet<String> =
        without.iter().flat_map(|note| note.items().iter().map(|item| item_key(note, item))).collect();
    let mut text = String::new();
    for (role, heading) in [
        (Role::Actions, "Action items"),
        (Role::Decisions, "Decisions"),
        (Role::Facts, "Key information"),
        (Role::Related, "Related"),
    ] {
        let mut is_first = true;
        for note in notes {
            for item in note.items().iter().filter(|item| item.role == role) {
                if known.insert(item_key(note, item)) {
                    if std::mem::take(&mut is_first) {
                        write!(text, "## {heading}\n\n").expect("a String takes everything");
                    }
                    let status = item.fields.status.map(|status| format!("{status} ")).unwrap_or_default();
                    let words = super::one_line(note, item.content);
                    writeln!(text, "- {status}{words}").expect("a String takes everything");
                }
            }
        }
        if !is_first {
            text.push('\n');
        }
    }
    text
}
