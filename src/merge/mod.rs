//! What the canonical note says: outcome, origins and conflicts of every row and property.
//!
//! [`merge`] takes the variants, the base first, and their alignment. It decides every row field by field
//! (`fields`, `wording`), every property ([`properties`]) and the outline the canonical note is written along
//! ([`outline`]): the base's own sections and blocks, with what only the others say put where it belongs. It writes no
//! text; that is `render`'s.

pub mod again;
pub mod base;
pub(crate) mod carry;
mod decided;
mod decision;
mod fields;
mod header;
pub mod outline;
mod place;
pub mod properties;
pub mod renames;
mod rewrite;
mod summary;
mod wording;

pub use again::Earlier;
pub use decided::Decided;
pub use decision::{Choice, Decision, Place, UnfitDecision};
pub use outline::{Listed, OutBlock, OutSection, Outline};
pub use properties::MergedProperty;
pub use renames::Renames;

use crate::align::{Alignment, Readings, Related, Tie};
use crate::note::{Fields, Note, Role};
use crate::people::People;
use crate::text::{Span, blanks};
use again::{Before, Settled};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use wording::Wordings;

/// What is merged, and who is who in it.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The variants, the base first.
    pub notes: &'a [&'a Note],
    /// The rows of their items.
    pub alignment: &'a Alignment,
    /// Who is who.
    pub people: &'a People,
    /// The options.
    pub options: &'a MergeOptions,
    /// What a person decided about them.
    pub decided: &'a Decided<'a>,
    /// What a person settled in the base, where it is the canonical note of an earlier fold.
    pub settled: Option<&'a Settled>,
}

/// The options of [`merge`].
#[derive(Debug, Clone)]
pub struct MergeOptions {
    /// Tags that say no more than a status does, and go when it goes: status and tags without `#`.
    pub status_tags: Vec<(char, Vec<String>)>,
    /// Those of the paths the notes name as their source that are files of the vault, vault-relative.
    pub vault_paths: BTreeSet<String>,
    /// Whether the highest priority is taken where variants disagree, instead of the base's.
    pub highest_priority: bool,
    /// What a person decided; whoever merges finds it again in the notes as [`Decided`].
    pub decisions: Vec<Decision>,
}

impl Default for MergeOptions {
    fn default() -> Self {
        Self {
            status_tags: vec![('?', vec!["proposed".into(), "auto".into()])],
            vault_paths: BTreeSet::new(),
            highest_priority: false,
            decisions: Vec::new(),
        }
    }
}

/// What became of a row or property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// All variants have it, in the same words.
    Same,
    /// One variant has it.
    Only,
    /// One of several was chosen.
    Chosen,
    /// It holds what several say.
    United,
    /// The variants disagree.
    Conflict,
}

/// Variants that disagree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The field or property.
    pub field: String,
    /// What each variant says: the index of the note and its value.
    pub values: Vec<(usize, String)>,
    /// What the canonical note says.
    pub chosen: String,
    /// The rule that chose.
    pub rule: &'static str,
    /// Whether a person has to confirm it.
    pub waits: bool,
    /// Whether a person chose.
    pub by_person: bool,
}

/// Text of a variant that is not in the canonical note.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SetAside {
    /// The index of the note.
    pub note: usize,
    /// The 1-based line.
    pub line: usize,
    /// The text.
    pub text: String,
    /// Why.
    pub reason: Reason,
    /// The row that shows the text among its sources.
    pub row: Option<usize>,
}

impl SetAside {
    fn of(source: &Source, reason: Reason, row: Option<usize>) -> Self {
        Self { note: source.note, line: source.line, text: source.text.clone(), reason, row }
    }
}

/// Why text of a variant is not in the canonical note.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// These rows, together, say it.
    CoveredBy(Vec<usize>),
    /// The row says it in the words of another variant.
    SaidAs(usize),
    /// Another value of this field or property was chosen.
    Conflict(String),
    /// A tag that says no more than a status that did not stay.
    GoesWithStatus,
    /// No tag Obsidian takes.
    MalformedTag,
    /// The canonical note has its own title; this one is kept where it is an alias.
    OtherTitle,
    /// Names a file the canonical note names already.
    SameTarget,
    /// What the canonical note says elsewhere: a sentence of another summary.
    SaidElsewhere,
    /// A heading whose items all stand under others.
    EmptyHeading,
    /// The head of a table whose rows became a checkbox list.
    TableHead,
    /// A header line or property that says the same in another form.
    SameValue,
    /// Words beside a date, of which only the day became a field.
    OnlyTheDay,
    /// Words for a field that name no day or nobody, where another variant says more.
    LessExact,
    /// An id that another item has; this is its new name.
    Renamed(String),
    /// A person wrote anew what the row says.
    WrittenAnew(usize),
    /// An earlier fold into the canonical note had to do with it.
    Before(Before),
}

/// What a variant says of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The index of the note.
    pub note: usize,
    /// The item; `None` for what is no item: title, header line, summary.
    pub item: Option<usize>,
    /// The 1-based line.
    pub line: usize,
    /// The text as it stands there, without marker.
    pub text: String,
}

/// One thing said in the canonical note, or set aside whole.
#[derive(Debug, Clone, PartialEq)]
pub struct MergedRow {
    /// The section it belongs to.
    pub role: Role,
    /// What the variants say, the base first.
    pub sources: Vec<Source>,
    /// What became of it.
    pub outcome: Outcome,
    /// How sure it is that the sources say the same, 0 to 1.
    pub confidence: f64,
    /// What the canonical note says.
    pub value: Value,
    /// The rules that decided, in words.
    pub rules: Vec<String>,
    /// Where the variants disagree.
    pub conflicts: Vec<Conflict>,
    /// How it relates to other rows.
    pub related: Vec<Related>,
}

impl MergedRow {
    /// A row that is no item and stands as its first source has it.
    fn passage(role: Role, sources: Vec<Source>, outcome: Outcome) -> Self {
        Self {
            role,
            sources,
            outcome,
            confidence: 1.0,
            value: Value::Passage { source: 0 },
            rules: Vec::new(),
            conflicts: Vec::new(),
            related: Vec::new(),
        }
    }
}

impl MergedRow {
    /// The source in whose words the canonical note says it; `None` where it says nothing, or nobody's words.
    #[must_use]
    pub fn wording(&self) -> Option<&Source> {
        match &self.value {
            Value::Item(item) if item.text.is_none() => self.sources.get(item.wording),
            Value::Passage { source } => self.sources.get(*source),
            Value::Written { source, .. } => self.sources.get((*source)?),
            Value::Item(_) | Value::Nothing => None,
        }
    }
}

/// What the canonical note says of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// An item, written from its parts.
    Item(Box<MergedItem>),
    /// Text that is no item, as the source with this index has it.
    Passage {
        /// The index into [`MergedRow::sources`].
        source: usize,
    },
    /// Text the base does not have as it stands: a united header line, the title of another variant.
    Written {
        /// The text.
        text: String,
        /// The source that has it where the first one stood, as an index; `None` where it is of several.
        source: Option<usize>,
    },
    /// Nothing: what it says is said by other rows, or is set aside.
    Nothing,
}

/// An item of the canonical note.
#[derive(Debug, Clone, PartialEq)]
pub struct MergedItem {
    /// The source whose wording it has, as an index into [`MergedRow::sources`].
    pub wording: usize,
    /// The wording a person wrote in place of all there are.
    pub text: Option<String>,
    /// Sources whose wordings say something of their own and stand below it, as indices.
    pub details: Vec<usize>,
    /// The fields; owners as they are to be written.
    pub fields: Fields,
    /// Whether its fields, owners aside, are the base's own, so that the base's line can stand as it is.
    pub as_in_base: bool,
}

/// The canonical note, decided but not written.
#[derive(Debug, Clone)]
pub struct MergedNote<'a> {
    /// The variants, the base first.
    pub notes: Vec<&'a Note>,
    /// Whether all variants are equal byte for byte, so that nothing is to be changed.
    pub equal: bool,
    /// The rows: first those of the alignment, by its indices, then title, header lines, summary.
    pub rows: Vec<MergedRow>,
    /// The properties, in the order they are written.
    pub properties: Vec<MergedProperty>,
    /// The order in which everything is written.
    pub outline: Outline,
    /// The names each note's text gets in place of its own.
    pub renames: Vec<Renames>,
    /// What is not in the canonical note.
    pub set_aside: Vec<SetAside>,
    /// Tags that say no more than a status does, see [`MergeOptions::status_tags`].
    pub status_tags: &'a [(char, Vec<String>)],
}

/// Merges the variants of one meeting; `readings` are those of their items.
#[must_use]
pub fn merge(input: Input<'_>, readings: Readings) -> MergedNote<'_> {
    let same_text = input.notes.iter().all(|note| note.text() == input.notes[0].text());
    // Of notes that are equal a person may still say that one item is to be worded otherwise.
    let equal = same_text && input.decided.is_empty();
    let (wordings, mut weights) = Wordings::of(input.notes, readings, input.people);
    // Of notes that are equal nothing is set aside, not even what they say twice.
    let covered = if same_text { vec![false; input.alignment.rows.len()] } else { covered_rows(input) };
    let mut set_aside = Vec::new();
    let mut rows: Vec<MergedRow> = (0..input.alignment.rows.len())
        .map(|row| fields::merge_row(input, &wordings, &weights, row, covered[row], &mut set_aside))
        .collect();
    let renames = renames::settle(input, &mut rows, &mut set_aside);
    let properties =
        if same_text { properties::unchanged(input) } else { properties::merge(input, &mut set_aside) };
    let outline = place::outline(input, (&wordings, &mut weights), &renames, &mut rows, &mut set_aside);
    if equal {
        set_aside.clear();
    }
    set_aside.sort();
    set_aside.dedup();
    MergedNote {
        notes: input.notes.to_vec(),
        equal,
        rows,
        properties,
        outline,
        renames,
        set_aside,
        status_tags: &input.options.status_tags,
    }
}

/// Which rows are set aside because others say all they say.
///
/// Only rows that hold nothing but words are: an action is someone's to do, and a topic with items of its own under
/// it holds them together. What covers a row comes from another variant, since one that says a thing twice means to,
/// and stays itself. An earlier canonical note has been through this, and its items stay.
fn covered_rows(input: Input<'_>) -> Vec<bool> {
    let rows = &input.alignment.rows;
    let is_canonical: Vec<bool> = input.notes.iter().map(|note| base::is_canonical(note)).collect();
    let notes_of = |row: usize| rows[row].members.iter().map(|member| member.note);
    let mut parents = BTreeSet::new();
    for (at, note) in input.notes.iter().enumerate() {
        parents.extend(note.items().iter().filter_map(|item| Some((at, item.parent?))));
    }
    let mut covered = vec![false; rows.len()];
    let mut covers = vec![false; rows.len()];
    for (at, row) in rows.iter().enumerate() {
        let by: Vec<usize> =
            row.related.iter().filter(|tie| tie.tie == Tie::CoveredBy).map(|tie| tie.row).collect();
        let holds_more = row.members.iter().any(|member| {
            let item = &input.notes[member.note].items()[member.item];
            item.attachment.is_some() || parents.contains(&(member.note, member.item))
        });
        let only_words = matches!(row.role, Role::Decisions | Role::Facts);
        let settled = notes_of(at).any(|note| is_canonical[note]);
        let by_others = by.iter().all(|by| notes_of(*by).any(|note| notes_of(at).all(|own| own != note)));
        let may = !by.is_empty() && only_words && !holds_more && !settled && by_others;
        if may && !covers[at] && !by.iter().any(|row| covered[*row]) {
            covered[at] = true;
            for row in by {
                covers[row] = true;
            }
        }
    }
    covered
}

/// The letter the review calls a variant by: `A` for the base, `B` for the next, `AA` after `Z`.
#[must_use]
pub fn letter(note: usize) -> String {
    let last = ('A'..='Z').nth(note % 26).unwrap_or('A');
    if note < 26 { last.to_string() } else { format!("{}{last}", letter(note / 26 - 1)) }
}

/// The raw text of a span of a note on one line, its mojibake as it stands.
fn one_line(note: &Note, span: Span) -> String {
    blanks::one_line(note.slice(span))
}
