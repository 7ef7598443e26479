//! Whether two notes say the same: by their items, aligned.

use super::sketch::line_key;
use super::survey::Survey;
use crate::align::align;
use crate::note::{BlockKind, Item, Note, Role};
use crate::people::{People, PeopleOptions, Who};
use crate::text::words::{folded, is_stop_word, words};
use std::collections::{BTreeMap, BTreeSet};

/// An item with fewer words that are no stop words can be said of any meeting.
const SAYS_SOMETHING: usize = 3;

/// Two texts share at least this share of their short words, each as often as it stands in either, or they are in
/// different languages. The notes of `testdata/meetings` share .49 and more with each other, whoever wrote them and in
/// whatever style; German and English ones share next to none.
const SAME_LANGUAGE: f64 = 0.15;

/// With fewer short words nothing is known about the language: terse notes of one language happen to share few.
const SHORT_WORDS: usize = 30;

/// How many items of a kind the two notes both say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// How many both say.
    pub both: usize,
    /// How many there are in the note that has fewer of them.
    pub of: usize,
}

/// How far two notes say the same.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Agreement {
    /// The action items.
    pub actions: Tally,
    /// The decisions.
    pub decisions: Tally,
    /// The facts.
    pub facts: Tally,
    /// How many items both say.
    pub both: usize,
    /// How many items there are in the note that has fewer.
    pub of: usize,
    /// How many people take part by both notes.
    pub people: usize,
    /// How many are listed in the note that lists fewer; none when a note lists nobody.
    pub of_people: usize,
    /// Whether the two are written in one language, as far as that can be told.
    pub one_language: bool,
}

impl Agreement {
    /// The share of the items of the note with fewer that the other says, too.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of items")]
    pub fn share(&self) -> f64 {
        if self.of == 0 { 0.0 } else { self.both as f64 / self.of as f64 }
    }

    /// Whether both list people, and nobody of the one is among those of the other.
    #[must_use]
    pub fn strangers(&self) -> bool {
        self.of_people > 0 && self.people == 0
    }
}

/// Reads how far two notes say the same; what `survey` knows to stand in notes of many days does not count.
pub(super) fn agreement(one: &Note, other: &Note, survey: &Survey, options: &PeopleOptions) -> Agreement {
    let notes = [one, other];
    let unsettled = People::of(&notes, &[], options);
    let alignment = align(&notes, &unsettled);
    let mut agreement = Agreement { one_language: one_language(one, other), ..Agreement::default() };
    let mut counts: BTreeMap<Role, [usize; 3]> = BTreeMap::new();
    for row in &alignment.rows {
        let telling = |side: usize| {
            let items = row.members.iter().filter(|member| member.note == side);
            items.map(|member| &notes[side].items()[member.item]).any(|item| tells(notes[side], item, survey))
        };
        let (left, right) = (telling(0), telling(1));
        let count = counts.entry(row.role).or_default();
        count[0] += usize::from(left);
        count[1] += usize::from(right);
        count[2] += usize::from(left && right);
    }
    let tally = |roles: &[Role]| {
        let sum = |at: usize| roles.iter().filter_map(|role| counts.get(role)).map(|count| count[at]).sum();
        let (left, right): (usize, usize) = (sum(0), sum(1));
        Tally { both: sum(2), of: left.min(right) }
    };
    agreement.actions = tally(&[Role::Actions]);
    agreement.decisions = tally(&[Role::Decisions]);
    agreement.facts = tally(&[Role::Facts]);
    let all = tally(&[Role::Actions, Role::Decisions, Role::Facts, Role::Other]);
    let known = tally(&[Role::Actions, Role::Decisions, Role::Facts]);
    // Sections of unknown roles only match where they have the same heading: without a match they say nothing.
    let counted = if all.both > known.both || known.of == 0 { all } else { known };
    (agreement.both, agreement.of) = (counted.both, counted.of);
    let people = People::of(&notes, &alignment.votes, options);
    let listed = |side: usize| -> BTreeSet<Who> {
        let names = notes[side].participants();
        let who = names.iter().map(|name| people.who(side, name));
        who.filter(|who| matches!(who, Who::Person(_))).collect()
    };
    let (left, right) = (listed(0), listed(1));
    agreement.people = left.intersection(&right).count();
    agreement.of_people = left.len().min(right.len());
    agreement
}

/// Whether an item says something about its meeting.
fn tells(note: &Note, item: &Item, survey: &Survey) -> bool {
    let mut said = words(&item.wording).filter(|word| !is_stop_word(&folded(word.text)));
    let line = note.slice(item.span).lines().next().unwrap_or_default().trim();
    said.nth(SAYS_SOMETHING - 1).is_some() && !survey.is_boilerplate(line_key(line).0)
}

/// Whether two notes are in one language, by how often each short word stands in what their items and summaries say.
/// Every language has its own, and no list of them is needed. `true` where there are too few to tell.
#[expect(clippy::cast_precision_loss, reason = "counts of words")]
fn one_language(one: &Note, other: &Note) -> bool {
    let short = |note: &Note| -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        let said =
            note.blocks().iter().filter(|block| block.role != Role::Source && block.role != Role::Related);
        for block in said.filter(|block| is_prose(block.kind)) {
            for word in words(note.slice(block.span)) {
                let is_short = word.text.chars().count() <= 3 && word.text.chars().all(char::is_lowercase);
                if is_short {
                    *counts.entry(word.text.to_owned()).or_default() += 1;
                }
            }
        }
        counts
    };
    let (left, right) = (short(one), short(other));
    let total = |counts: &BTreeMap<String, usize>| counts.values().sum::<usize>();
    let (of_left, of_right) = (total(&left), total(&right));
    if of_left.min(of_right) < SHORT_WORDS {
        return true;
    }
    let shared: f64 = left
        .iter()
        .map(|(word, count)| {
            let there = right.get(word).copied().unwrap_or(0) as f64 / of_right as f64;
            (*count as f64 / of_left as f64).min(there)
        })
        .sum();
    shared >= SAME_LANGUAGE
}

fn is_prose(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::List | BlockKind::Table | BlockKind::Quote)
}
