//! The fold of one group.

use super::backlinks::Backlinks;
use super::{Found, LeftGroup, Planner};
use crate::disk::ContentHash;
use crate::links::{Anchors, subpath_key};
use crate::merge::base::BaseEvidence;
use crate::note::{Note, Property, Role};
use crate::render::{FoldOptions, Origin, Review, fold};
use std::collections::BTreeMap;

/// A group, folded.
#[derive(Debug)]
pub(super) struct Folding {
    /// The group, the base first.
    pub(super) found: Found,
    /// The fold.
    pub(super) review: Review,
    /// Where each line of the canonical note came from: indices of the notes.
    pub(super) origins: Vec<Vec<Origin>>,
    /// For each note, the subpaths that are called otherwise in the canonical note; empty for the note itself.
    pub(super) subpaths: Vec<BTreeMap<String, String>>,
}

impl Folding {
    /// Folds a group.
    ///
    /// # Errors
    ///
    /// When that cannot be done.
    pub(super) fn of(
        planner: &Planner<'_>,
        mut found: Found,
        backlinks: &Backlinks<'_>,
    ) -> Result<Self, LeftGroup> {
        // The order of the notes decides nothing; that of their paths is easiest to follow.
        found.notes.sort_by(|one, other| one.path.cmp(&other.path));
        let mut notes = Vec::new();
        for note in &found.notes {
            let text = (planner.read)(&note.path);
            let Some(text) = text.filter(|text| ContentHash::of(text.as_bytes()) == note.sha256) else {
                let why = format!("`{}` changed while it was looked at", note.path);
                return Err(left(found, why));
            };
            notes.push(Note::read(note.path.as_str(), text, &planner.options.fold.read));
        }
        let evidence = found.notes.iter();
        let evidence = evidence.map(|note| BaseEvidence { links_from_others: backlinks.count(&note.path) });
        let mut options = FoldOptions { base_evidence: evidence.collect(), ..planner.options.fold.clone() };
        options.merge.vault_paths = notes.iter().filter_map(|note| sources(planner, note)).collect();
        options.merge.decisions.clone_from(&found.decisions);
        if let Some(base) = &found.base {
            options.base = found.notes.iter().position(|note| note.path == *base);
        }
        options.earlier.clone_from(&found.earlier);
        // Grouping has seen that they are of one day, or of two for a reason.
        options.allow_different_dates = true;
        let folded = match fold(&notes, &options) {
            Ok(folded) => folded,
            Err(error) => return Err(left(found, error.to_string())),
        };
        let position = |path: &str| notes.iter().position(|note| note.path() == path);
        let order: Vec<usize> =
            folded.review.variants.iter().filter_map(|variant| position(&variant.path)).collect();
        let canonical =
            Note::read(notes[folded.base].path(), folded.review.canonical.text.as_str(), &options.read);
        let places = Anchors::of(canonical.text());
        let subpaths = order.iter().zip(&folded.renamed_blocks);
        let subpaths =
            subpaths.map(|(note, renamed)| subpaths_of(&notes[*note], renamed, &canonical, &places));
        Ok(Self {
            subpaths: subpaths.collect(),
            found: Found { notes: order.iter().map(|note| found.notes[*note].clone()).collect(), ..found },
            review: folded.review,
            origins: folded.origins,
        })
    }
}

fn left(found: Found, why: String) -> LeftGroup {
    let Found { id, confidence, evidence, notes, base: _, decisions: _, earlier: _, waits: _ } = found;
    LeftGroup { id, confidence, evidence, notes, why }
}

/// The paths a note names as its source that are files of the vault.
fn sources(planner: &Planner<'_>, note: &Note) -> Option<String> {
    let source = note.property("source_ref").and_then(Property::text)?;
    let path = crate::vault::VaultPath::of(source.as_ref())?;
    planner.names.holds(&path).then_some(source)
}

/// The headings and blocks of a note that the canonical note calls otherwise: a block whose id got a new name; a heading
/// that stands there under another, for the same purpose. What is there no more is left out of a link, which then leads
/// to the note.
fn subpaths_of(
    note: &Note,
    renamed_blocks: &BTreeMap<String, String>,
    canonical: &Note,
    places: &Anchors,
) -> BTreeMap<String, String> {
    let own = Anchors::of(note.text());
    let mut subpaths = BTreeMap::new();
    for (id, _) in &own.block_ids {
        let renamed = renamed_blocks.iter().find(|(old, _)| old.eq_ignore_ascii_case(id));
        let old = format!("#^{id}");
        if let Some((_, new)) = renamed {
            subpaths.insert(subpath_key(&old), format!("#^{new}"));
        } else if places.find(&old).is_none() {
            subpaths.insert(subpath_key(&old), String::new());
        }
    }
    for (at, heading) in own.headings.iter().enumerate() {
        let Some(old) = own.subpath_of(at) else { continue };
        if places.find(&old).is_some() {
            continue;
        }
        let new = places.find(&format!("#{}", heading.name)).map(|_| format!("#{}", heading.name));
        let new =
            new.or_else(|| same_purpose(note, heading.span.start, canonical, places)).unwrap_or_default();
        // A link may name the heading by itself or behind those above it.
        subpaths.insert(subpath_key(&format!("#{}", heading.name)), new.clone());
        subpaths.insert(subpath_key(&old), new);
    }
    subpaths
}

/// The heading of the canonical note over what the section at this byte of a note is for.
fn same_purpose(note: &Note, at: usize, canonical: &Note, places: &Anchors) -> Option<String> {
    let starts_at = |note: &Note, block: usize| note.blocks().get(block).map(|block| block.span.start);
    let section = note.sections().iter().find(|section| {
        section.heading.and_then(|block| starts_at(note, block)) == Some(at) && !section.inherits
    })?;
    let same = canonical.sections().iter().find(|other| {
        other.heading.is_some()
            && !other.inherits
            && other.role == section.role
            && section.role != Role::Other
    })?;
    let start = starts_at(canonical, same.heading?)?;
    let heading = places.headings.iter().position(|heading| heading.span.start == start)?;
    places.subpath_of(heading)
}
