//! What a person decided, found again in the notes that are folded.

use super::{Choice, Conflict, Decision, Input, MergedNote, Place, Source, UnfitDecision, Value};
use crate::align::{Alignment, Related, Tie};
use crate::note::Note;
use std::collections::{BTreeMap, BTreeSet};

/// What was decided about one row.
#[derive(Debug, Default)]
pub(super) struct Chosen<'d> {
    /// The values of fields, by the names of the fields.
    pub(super) values: BTreeMap<&'d str, &'d str>,
    /// The note whose wording is taken.
    pub(super) wording: Option<usize>,
    /// What it says instead.
    pub(super) text: Option<&'d str>,
    /// The notes that say it apart.
    apart: Option<BTreeSet<usize>>,
}

/// A note and a line of it.
type Line = (usize, usize);

/// What a person decided about the fold of some notes, found again in them.
#[derive(Debug, Default)]
pub struct Decided<'d> {
    properties: Vec<(&'d str, &'d str)>,
    /// By the lines of a row's sources.
    rows: BTreeMap<BTreeSet<Line>, Chosen<'d>>,
    /// The lines of rows that were divided, or that are nobody's duplicates.
    apart: BTreeSet<Line>,
    nothing: Chosen<'d>,
}

impl<'d> Decided<'d> {
    /// Finds in `notes` what `decisions` are about.
    ///
    /// # Errors
    ///
    /// When one is about none of the notes.
    pub fn of(notes: &[&Note], decisions: &'d [Decision]) -> Result<Self, UnfitDecision> {
        let mut decided = Self::default();
        let note_at = |path: &str| notes.iter().position(|note| note.path() == path);
        for decision in decisions {
            let (places, choice) = match decision {
                Decision::Property { key, value } => {
                    decided.properties.push((key, value));
                    continue;
                }
                Decision::Row { places, choice } => (places, choice),
            };
            let lines = places.iter().map(|place| Some((note_at(&place.path)?, place.line)));
            let lines: Option<BTreeSet<Line>> = lines.collect();
            let lines = lines.filter(|lines| !lines.is_empty());
            let lines = lines.ok_or_else(|| UnfitDecision::NoSuchRow(named(places)))?;
            if matches!(choice, Choice::Apart(_)) {
                decided.apart.extend(&lines);
            }
            let row = decided.rows.entry(lines).or_default();
            let no_wording =
                |note: &String| UnfitDecision::NoWording { note: note.clone(), of: named(places) };
            match choice {
                Choice::Value { field, value } => drop(row.values.insert(field, value)),
                Choice::Text(text) => row.text = Some(text),
                Choice::Wording(note) => {
                    row.wording = Some(note_at(note).ok_or_else(|| no_wording(note))?);
                }
                Choice::Apart(paths) => {
                    let apart: Option<BTreeSet<usize>> = paths.iter().map(|path| note_at(path)).collect();
                    row.apart = Some(apart.ok_or_else(|| UnfitDecision::NotApart(named(places)))?);
                }
            }
        }
        Ok(decided)
    }

    /// Whether nothing was decided.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.properties.is_empty() && self.rows.is_empty()
    }

    /// Divides the rows that are to be kept apart.
    ///
    /// # Errors
    ///
    /// When there is no such row, or it says nothing apart from what is to be divided from it.
    pub fn divide(&self, notes: &[&Note], alignment: &mut Alignment) -> Result<(), UnfitDecision> {
        for (lines, chosen) in &self.rows {
            let Some(apart) = &chosen.apart else { continue };
            let row = alignment.rows.iter().position(|row| {
                let own = row.members.iter();
                own.map(|at| (at.note, notes[at.note].items()[at.item].line)).collect::<BTreeSet<_>>()
                    == *lines
            });
            let row = row.ok_or_else(|| {
                let is_item =
                    |(note, line): &Line| notes[*note].items().iter().any(|item| item.line == *line);
                let of = at(notes, lines);
                // A title, a header line and a summary are rows of the review, and no items.
                if lines.iter().all(is_item) {
                    UnfitDecision::NoSuchRow(of)
                } else {
                    UnfitDecision::NotApart(of)
                }
            })?;
            let of: BTreeSet<usize> = alignment.rows[row].members.iter().map(|member| member.note).collect();
            let may_be_said = |tie: &Related| matches!(tie.tie, Tie::PossiblySame | Tie::CoveredBy);
            let is_alone = !alignment.rows[row].related.iter().any(may_be_said);
            if apart.is_empty() && is_alone || !apart.is_subset(&of) || *apart == of {
                return Err(UnfitDecision::NotApart(at(notes, lines)));
            }
            alignment.divide(row, apart);
        }
        Ok(())
    }

    /// What was decided about the row with these sources.
    pub(super) fn about(&self, sources: &[Source]) -> &Chosen<'d> {
        if self.rows.is_empty() {
            return &self.nothing;
        }
        self.rows.get(&lines_of(sources)).unwrap_or(&self.nothing)
    }

    /// Whether a person said that what the sources say is said by nothing else.
    pub(super) fn is_apart(&self, sources: &[Source]) -> bool {
        sources.iter().any(|source| self.apart.contains(&(source.note, source.line)))
    }

    /// The value chosen for the property that has one of these keys.
    pub(super) fn property<'k>(&self, mut keys: impl Iterator<Item = &'k str>) -> Option<&'d str> {
        if self.properties.is_empty() {
            return None;
        }
        keys.find_map(|key| self.properties.iter().find(|(known, _)| *known == key)).map(|(_, value)| *value)
    }

    /// Checks that everything that was decided came to pass in `merged`.
    ///
    /// # Errors
    ///
    /// When something did not, since it fits nothing the notes say.
    pub fn check(&self, merged: &MergedNote<'_>) -> Result<(), UnfitDecision> {
        for (key, value) in &self.properties {
            let of = || "the properties".to_owned();
            let known = || merged.notes.iter().flat_map(|note| note.frontmatter().properties());
            let meaning = known().find(|property| property.key == *key).map(|property| &property.meaning);
            // Another base may call it otherwise.
            let is_meant = |other: &str| {
                known().any(|property| property.key == other && Some(&property.meaning) == meaning)
            };
            let properties = merged.properties.iter().filter(|property| is_meant(&property.key));
            has_value(properties.flat_map(|property| &property.conflicts), key, value, of)?;
        }
        for (lines, chosen) in self.rows.iter().filter(|(_, chosen)| chosen.apart.is_none()) {
            let of = || at(&merged.notes, lines);
            let mut rows = merged.rows.iter().filter(|row| lines_of(&row.sources) == *lines).peekable();
            if rows.peek().is_none() {
                return Err(UnfitDecision::NoSuchRow(of()));
            }
            let rows: Vec<_> = rows.collect();
            for (field, value) in &chosen.values {
                let conflicts = rows.iter().flat_map(|row| &row.conflicts);
                has_value(conflicts.filter(|conflict| conflict.field == *field), field, value, of)?;
            }
            if let Some(note) = chosen.wording
                && !rows.iter().any(|row| row.wording().is_some_and(|source| source.note == note))
            {
                return Err(UnfitDecision::NoWording {
                    note: merged.notes[note].path().to_owned(),
                    of: of(),
                });
            }
            if let Some(text) = chosen.text
                && !rows.iter().any(|row| matches!(&row.value, Value::Item(item) if item.text.is_some()))
            {
                return Err(UnfitDecision::NoItem { of: of(), text: text.to_owned() });
            }
        }
        Ok(())
    }
}

impl Input<'_> {
    /// The value a person chose for the property `meaning`, whatever the variants call it.
    pub(super) fn chosen_property(&self, meaning: &str) -> Option<&str> {
        let properties = self.notes.iter().flat_map(|note| note.frontmatter().properties());
        let keys = properties.filter(|property| property.meaning == meaning);
        self.decided.property(keys.map(|property| property.key.as_str()))
    }
}

fn has_value<'c>(
    conflicts: impl Iterator<Item = &'c Conflict>,
    field: &str,
    value: &str,
    of: impl Fn() -> String,
) -> Result<(), UnfitDecision> {
    let conflicts: Vec<_> = conflicts.collect();
    let field = field.to_owned();
    if conflicts.is_empty() {
        return Err(UnfitDecision::NoConflict { field, of: of() });
    }
    if !conflicts.iter().any(|conflict| conflict.values.iter().any(|(_, known)| known == value)) {
        return Err(UnfitDecision::NoSuchValue { field, value: value.to_owned(), of: of() });
    }
    Ok(())
}

fn lines_of(sources: &[Source]) -> BTreeSet<Line> {
    sources.iter().map(|source| (source.note, source.line)).collect()
}

fn at(notes: &[&Note], lines: &BTreeSet<Line>) -> String {
    let places = lines.iter().map(|(note, line)| Place { path: notes[*note].path().to_owned(), line: *line });
    named(&places.collect())
}

fn named(places: &BTreeSet<Place>) -> String {
    let places: Vec<String> =
        places.iter().map(|Place { path, line }| format!("`{path}` line {line}")).collect();
    places.join(", ")
}
