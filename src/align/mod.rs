//! Which items of some notes say the same thing.
//!
//! What the wording of an item says is read once, for merging too (`reading`). An item becomes a [`Saying`]; sayings
//! become weighted vectors (`saying`), vectors similarities (`score`), similarities likelihoods and those rows
//! (`rows`), save for what differs in the one word that matters (`veto`). Rows that do not say the same may still
//! relate (`ties`), and rows that do say who is who (`votes`).

mod circumstances;
mod contrasts;
mod dividing;
mod fields;
mod matching;
mod not_same;
mod particles;
mod reading;
mod reversal;
mod rows;
mod saying;
mod score;
mod ties;
mod tuning;
mod values;
mod veto;
mod votes;

pub use not_same::{ItemKey, NotSame};
pub use reading::{Reading, Readings};
pub use saying::Saying;
pub use tuning::Tuning;

use crate::note::section::{heading_key, lists_facts};
use crate::note::{FieldName, Item, Note, Role};
use crate::people::{People, Vote, Who};
use crate::text::particulars::{Particular, particulars};
use crate::text::words::match_key;
use matching::{Matching, Ready, matching};
use std::collections::{BTreeMap, BTreeSet};

/// An item of one of the notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemRef {
    /// The index of the note.
    pub note: usize,
    /// The index of the item in [`Note::items`].
    pub item: usize,
}

/// How the things two rows say relate, when they are not the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tie {
    /// Everything the row says is said by the other rows tied to it in this way, together.
    CoveredBy,
    /// The other side of [`Tie::CoveredBy`].
    Covers,
    /// Both say something the other says, and something of their own.
    Overlaps,
    /// They may say the same; not sure enough to fold them.
    PossiblySame,
    /// They say the same, in sections of different roles.
    SameElsewhere,
    /// They may speak of one matter, and say the opposite or another number.
    Disagrees,
}

/// A tie from one row to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Related {
    /// The index of the other row.
    pub row: usize,
    /// How they relate.
    pub tie: Tie,
    /// How sure, from 0 to 1.
    pub confidence: f64,
}

/// One thing said, with the items that say it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The role of the section it is said in.
    pub role: Role,
    /// The items, in order of notes and lines; never empty.
    pub members: Vec<ItemRef>,
    /// How sure it is that the members say the same: the weakest link that holds the row, from 0 to 1; 1 for a
    /// row of one.
    pub confidence: f64,
    /// How it relates to other rows, in order of them.
    pub related: Vec<Related>,
    /// The row it was divided from, next to which it stands.
    pub beside: Option<usize>,
}

/// The rows of some notes. Every item of every note is a member of exactly one row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Alignment {
    /// The rows, in order of their first members.
    pub rows: Vec<Row>,
    /// What aligned items say about who is who.
    pub votes: Vec<Vote>,
}

/// Aligns the items of `notes`, role by role. The result does not depend on the order of the notes, but for the
/// indices in it.
#[must_use]
pub fn align(notes: &[&Note], people: &People) -> Alignment {
    Items::of(notes).align(people)
}

/// [`align`] with other numbers, for the evaluation that chose them.
#[must_use]
pub fn align_tuned(notes: &[&Note], people: &People, tuning: &Tuning) -> Alignment {
    Items::tuned(notes, tuning).align(people)
}

/// The items of some notes, read and compared: what takes the time of [`align`] and does not depend on the people, so
/// that aligning again when more is known of them costs little. What was read goes on to merging as [`Readings`].
pub struct Items<'a> {
    notes: &'a [&'a Note],
    refs: Vec<ItemRef>,
    /// The items without their owners, who depend on the people.
    sayings: Vec<Saying>,
    /// For each of them, by what name its sentence says who does it.
    doers: Vec<Option<String>>,
    ready: Ready,
    readings: Readings,
}

impl std::fmt::Debug for Items<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Items").field("refs", &self.refs).finish_non_exhaustive()
    }
}

impl<'a> Items<'a> {
    /// Reads the items of `notes`.
    #[must_use]
    pub fn of(notes: &'a [&'a Note]) -> Self {
        Self::tuned(notes, &Tuning::default())
    }

    fn tuned(notes: &'a [&'a Note], tuning: &Tuning) -> Self {
        let (mut sayings, mut refs, mut doers) = (Vec::new(), Vec::new(), Vec::new());
        for note in in_canonical_order(notes) {
            let names = full_names(notes[note]);
            for (item, said) in notes[note].items().iter().enumerate() {
                sayings.push(unassigned(notes[note], said, note));
                doers.push(doer(&names, said));
                refs.push(ItemRef { note, item });
            }
        }
        let mut readings = Readings::of(notes);
        for (saying, at) in sayings.iter_mut().zip(&refs) {
            saying.due = saying.due.or_else(|| readings.of_item(at.note, at.item).only_day());
        }
        let timeless =
            refs.iter().map(|at| readings.of_item(at.note, at.item).timeless(notes, *at)).collect();
        let ready = Ready::of(&sayings, timeless, &mut readings.stems, tuning);
        for (at, vectors) in refs.iter().zip(&ready.vectors) {
            readings.items[at.note][at.item].stems = vectors.stems.iter().map(|(stem, _)| *stem).collect();
        }
        Self { notes, refs, sayings, doers, ready, readings }
    }

    /// The items, of which those that a person said are not the same are not matched.
    #[must_use]
    pub fn apart(mut self, not_same: &NotSame) -> Self {
        if not_same.is_empty() {
            return self;
        }
        let mut with: BTreeMap<ItemKey, Vec<usize>> = BTreeMap::new();
        for (at, place) in self.refs.iter().enumerate() {
            let note = self.notes[place.note];
            with.entry(ItemKey::of(note, &note.items()[place.item])).or_default().push(at);
        }
        let having = |key: &ItemKey| with.get(key).map_or(&[] as &[usize], Vec::as_slice);
        let mut barred = BTreeSet::new();
        for (one, other) in not_same.pairs() {
            for left in having(&one) {
                let others = having(&other).iter().filter(|right| *right != left);
                barred.extend(others.map(|right| (*left.min(right), *left.max(right))));
            }
        }
        self.ready.bar(barred);
        self
    }

    /// What was read of the items.
    #[must_use]
    pub fn into_readings(self) -> Readings {
        self.readings
    }

    /// [`align`] with these `people`.
    #[must_use]
    pub fn align(&self, people: &People) -> Alignment {
        self.matched(people).into_alignment()
    }

    /// Finds which items say the same, and what that says about who is who; the rows are made of it when they are asked
    /// for.
    #[must_use]
    pub fn matched(&self, people: &People) -> Matched<'_> {
        let assigned = |((said, at), doer): ((&Saying, &ItemRef), &Option<String>)| Saying {
            owners: owners(&self.notes[at.note].items()[at.item], doer.as_deref(), at.note, people),
            ..said.clone()
        };
        let sayings: Vec<Saying> =
            self.sayings.iter().zip(&self.refs).zip(&self.doers).map(assigned).collect();
        let matching = matching(&sayings, &self.ready, people);
        let votes = votes_of(self.notes, &self.refs, &matching);
        Matched { refs: &self.refs, sayings, matching, votes }
    }
}

/// Which items say the same.
pub struct Matched<'a> {
    refs: &'a [ItemRef],
    sayings: Vec<Saying>,
    matching: Matching<'a>,
    votes: Vec<Vote>,
}

impl std::fmt::Debug for Matched<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Matched").field("votes", &self.votes).finish_non_exhaustive()
    }
}

impl Matched<'_> {
    /// What aligned items say about who is who.
    #[must_use]
    pub fn votes(&self) -> &[Vote] {
        &self.votes
    }

    /// The rows, with how they relate.
    #[must_use]
    pub fn into_alignment(self) -> Alignment {
        Alignment { rows: rows_of(self.refs, &self.sayings, &self.matching), votes: self.votes }
    }
}

fn rows_of(refs: &[ItemRef], sayings: &[Saying], matching: &Matching<'_>) -> Vec<Row> {
    let related = ties::ties(sayings, matching);
    let mut rows: Vec<(usize, Row)> = Vec::new();
    for (index, (group, related)) in matching.groups.iter().zip(related).enumerate() {
        let mut members: Vec<ItemRef> = group.members.iter().map(|member| refs[*member]).collect();
        members.sort_unstable();
        let roles = group.members.iter().map(|member| sayings[*member].role);
        // What a variant says under a heading of its own is a fact where another says it as one.
        let role = roles.min().unwrap_or(Role::Other);
        rows.push((index, Row { role, members, confidence: group.confidence, related, beside: None }));
    }
    rows.sort_by(|(_, a), (_, b)| a.members.cmp(&b.members));
    let mut place = vec![0; rows.len()];
    for (to, (from, _)) in rows.iter().enumerate() {
        place[*from] = to;
    }
    let mut rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
    for row in &mut rows {
        row.related.iter_mut().for_each(|related| related.row = place[related.row]);
        row.related.sort_by_key(|related| (related.row, related.tie));
    }
    rows
}

fn votes_of(notes: &[&Note], refs: &[ItemRef], matching: &Matching<'_>) -> Vec<Vote> {
    let mut votes = Vec::new();
    for group in &matching.groups {
        for (at, left) in group.members.iter().enumerate() {
            for right in
                group.members.iter().skip(at + 1).filter(|right| refs[**right].note != refs[*left].note)
            {
                let (one, other) = if refs[*left] < refs[*right] { (*left, *right) } else { (*right, *left) };
                let owners = |at: usize| -> Vec<&str> {
                    let ItemRef { note, item } = refs[at];
                    notes[note].items()[item].fields.owners.iter().map(|owner| owner.name.as_str()).collect()
                };
                votes::votes(
                    (refs[one].note, &matching.vectors[one], &owners(one)),
                    (refs[other].note, &matching.vectors[other], &owners(other)),
                    &mut votes,
                );
            }
        }
    }
    votes.sort();
    votes
}

/// The indices of `notes` in an order that depends on what they say only.
fn in_canonical_order(notes: &[&Note]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..notes.len()).collect();
    let said = |note: usize| notes[note].items().iter().map(|item| (item.role, item.wording.as_str()));
    order.sort_by(|a, b| said(*a).cmp(said(*b)).then_with(|| notes[*a].path().cmp(notes[*b].path())));
    order
}

/// Finds which of `sayings` say the same: rows of their indices. [`align`] is this on the items of notes. `people` are
/// those the owners were found among.
#[must_use]
pub fn same(sayings: &[Saying], people: &People, tuning: &Tuning) -> Vec<Vec<usize>> {
    matching(sayings, &Ready::of_sayings(sayings, tuning), people)
        .groups
        .into_iter()
        .map(|group| group.members)
        .collect()
}

/// What the matcher needs to know of `item`, which stands in `note`, the variant with this index; its wording is not
/// asked for the day it is due.
#[must_use]
pub fn saying(note: &Note, item: &Item, variant: usize, people: &People) -> Saying {
    let doer = doer(&full_names(note), item);
    Saying { owners: owners(item, doer.as_deref(), variant, people), ..unassigned(note, item, variant) }
}

/// [`saying`] without the owners.
fn unassigned(note: &Note, item: &Item, variant: usize) -> Saying {
    let key = match item.role {
        Role::Other => {
            let title = heading_key(&note.sections()[item.section].title);
            if lists_facts(&title) { String::new() } else { title }
        }
        Role::Related => target(&item.wording),
        Role::Summary | Role::Actions | Role::Decisions | Role::Facts | Role::Source | Role::Quotes => {
            String::new()
        }
    };
    Saying {
        variant,
        role: item.role,
        key,
        wording: item.wording.clone(),
        topic: topic(note, item),
        owners: Vec::new(),
        due: item.fields.dates.get(&FieldName::Due).and_then(|due| due.day),
    }
}

/// Who does it: the owners, else the one whose name its sentence starts with.
fn owners(item: &Item, doer: Option<&str>, variant: usize, people: &People) -> Vec<Who> {
    let named = item.fields.owners.iter().map(|owner| people.owner(variant, owner));
    named.chain(doer.map(|name| people.who(variant, name))).collect()
}

/// The participants of a note that it lists with more than one name, without what it says of them.
fn full_names(note: &Note) -> Vec<String> {
    let bare = |name: String| name.split(" (").next().unwrap_or(&name).to_owned();
    note.participants().into_iter().map(bare).filter(|name| name.contains(' ')).collect()
}

/// The one of `names` whose sentence a task without an owner is: `Ana Ruiz asks three roofers`.
fn doer(names: &[String], item: &Item) -> Option<String> {
    if item.role != Role::Actions || !item.fields.owners.is_empty() {
        return None;
    }
    let starts = |name: &&String| {
        let rest = item.wording.strip_prefix(name.as_str()).and_then(|rest| rest.strip_prefix(' '));
        rest.is_some_and(|rest| rest.starts_with(char::is_lowercase))
    };
    names.iter().filter(starts).max_by_key(|name| name.len()).cloned()
}

/// What a related link points to; the words of the item where there is no link.
fn target(wording: &str) -> String {
    let found = particulars(wording, None).into_iter().find_map(|(_, particular)| match particular {
        Particular::Wikilink(target) | Particular::Url(target) => Some(target),
        Particular::Number { .. }
        | Particular::Name(_)
        | Particular::Day(_)
        | Particular::Code(_)
        | Particular::Tag(_)
        | Particular::BlockId(_) => None,
    });
    found.unwrap_or_else(|| match_key(wording))
}

/// The topic headings and the items `item` stands under.
fn topic(note: &Note, item: &Item) -> String {
    let mut words = Vec::new();
    let mut section = Some(item.section);
    while let Some(at) = section {
        let under = &note.sections()[at];
        if !under.inherits && (under.role != Role::Other || under.level < 2) {
            break;
        }
        words.push(under.title.as_str());
        section = under.parent.filter(|parent| *parent < at);
    }
    let mut parent = item.parent;
    while let Some(at) = parent {
        let above = &note.items()[at];
        words.push(above.wording.as_str());
        // A parent stands before its children; anything else would be a loop.
        parent = above.parent.filter(|above| *above < at);
    }
    words.join(" ")
}
