//! Whether two notes say the same: by the words of their items.
//!
//! This is the alignment of [`crate::align`] cut down to what counting needs: rare common words, and both items each
//! other's likeliest counterpart. In a vault some hundred thousand pairs are asked, and of nearly all of them the
//! answer is no.

use super::gist::Gist;
use super::wordings::Likeness;
use crate::note::Role;
use crate::people::{Ballot, Circle, Settled};
use jiff::civil::Date;

/// Two texts share at least this share of their short words, each as often as it stands in either, or they are in
/// different languages. The notes of `testdata/meetings` share .62 and more with each other, whoever wrote them and in
/// whatever style; German and English ones share next to none.
const SAME_LANGUAGE: f64 = 0.15;

/// The same for terse notes, which may share few of the short words they have: of those in `testdata` the variants of a
/// meeting share .13 and more, a note and its translation .06 at most, and two translations of it .12.
const SAME_LANGUAGE_OF_TERSE: f64 = 0.125;

/// With fewer short words a note is terse.
const SHORT_WORDS: u32 = 30;

/// With fewer short words nothing is known about the language.
const LEAST_SHORT_WORDS: u32 = 12;

/// From so many things on that are to be done, each until another day than in the other note, the days are another matter's,
/// or one note has its days from elsewhere. One day may be misread.
const OTHER_DAYS: usize = 2;

/// How many items of a kind the two notes both say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// How many both say.
    pub both: usize,
    /// How many there are in the note that has fewer of them.
    pub of: usize,
}

/// How many items two notes have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Overlap {
    /// How many both say.
    pub both: usize,
    /// How many there are in the note that has fewer of them.
    pub of: usize,
    /// How many both say word for word, numbers aside.
    pub equal: usize,
}

impl Overlap {
    /// The share of the items of the note with fewer that the other says, too.
    #[must_use]
    pub fn share(self) -> f64 {
        share(self.both, self.of)
    }

    /// The same of the items that do not stand in both word for word.
    #[must_use]
    pub fn own_share(self) -> f64 {
        share(self.both - self.equal, self.own())
    }

    /// How many items of the note with fewer do not stand in both word for word.
    #[must_use]
    pub fn own(self) -> usize {
        self.of - self.equal
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of items")]
fn share(both: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { both as f64 / of as f64 }
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
    /// The items of all these, each compared with those of its kind.
    pub by_role: Overlap,
    /// All items, whatever the sections they stand in: what the one lists as an action may stand under a topic in the
    /// other.
    pub anywhere: Overlap,
    /// Of the items that both say with a day until which it is to be done, how many have the same.
    pub due: Tally,
    /// How many people take part by both notes.
    pub people: usize,
    /// How many are listed in the note that lists fewer; none when a note lists nobody.
    pub of_people: usize,
    /// Whether the two are written in one language, as far as that can be told.
    pub one_language: bool,
}

impl Agreement {
    /// Whether both list people, and nobody of the one is among those of the other.
    #[must_use]
    pub fn strangers(&self) -> bool {
        self.of_people > 0 && self.people == 0
    }

    /// Whether both say until when some things are to be done, and never the same day.
    ///
    /// Notes of two matters that are handled in one way (two claims, two hires) say the same in some items, but for
    /// names and days.
    #[must_use]
    pub fn have_other_days(&self) -> bool {
        self.due.of >= OTHER_DAYS && self.due.both == 0
    }

    /// Whether both list people, and at least half of those of the shorter list take part in both.
    #[must_use]
    pub fn same_company(&self) -> bool {
        self.of_people > 0 && self.people * 2 >= self.of_people
    }
}

/// What two notes both say.
pub(super) struct Comparison<'a> {
    one: &'a Gist,
    other: &'a Gist,
    likeness: Likeness<'a>,
    /// The indices of items that say the same.
    matched: Vec<(usize, usize)>,
}

impl<'a> Comparison<'a> {
    /// Compares two notes.
    pub(super) fn of(one: &'a Gist, other: &'a Gist) -> Self {
        let likeness = Likeness::of(&one.wordings, &other.wordings);
        Self { one, other, matched: likeness.matched(), likeness }
    }

    /// The two notes.
    pub(super) fn gists(&self) -> [&'a Gist; 2] {
        [self.one, self.other]
    }

    /// The items that say the same, as indices of the wordings of the two.
    pub(super) fn matched(&self) -> &[(usize, usize)] {
        &self.matched
    }

    /// How far the two say the same; who takes part in both is left open.
    pub(super) fn agreement(&self) -> Agreement {
        let tally = |roles: &[Role]| {
            let count =
                |gist: &Gist| gist.wordings.said.iter().filter(|said| roles.contains(&said.role)).count();
            let both =
                self.matched.iter().filter(|(one, _)| roles.contains(&self.one.wordings.said[*one].role));
            Tally { both: both.count(), of: count(self.one).min(count(self.other)) }
        };
        let known = tally(&[Role::Actions, Role::Decisions, Role::Facts]);
        let all = tally(&[Role::Actions, Role::Decisions, Role::Facts, Role::Other]);
        // Sections of unknown roles only match where they have the same heading: without a match they say nothing.
        let counted = if all.both > known.both || known.of == 0 { all } else { known };
        let (left, right) = (&self.one.wordings, &self.other.wordings);
        let anywhere = self.likeness.matched_anywhere();
        Agreement {
            actions: tally(&[Role::Actions]),
            decisions: tally(&[Role::Decisions]),
            facts: tally(&[Role::Facts]),
            by_role: Overlap { both: counted.both, of: counted.of, equal: self.equal(&self.matched) },
            anywhere: Overlap {
                both: anywhere.len(),
                of: left.said.len().min(right.said.len()),
                equal: self.equal(&anywhere),
            },
            due: self.due(),
            people: 0,
            of_people: 0,
            one_language: one_language(self.one, self.other),
        }
    }

    /// How many of the items that both say have the same day until which to do it.
    fn due(&self) -> Tally {
        let due = |(one, other): &(usize, usize)| {
            Some((self.one.wordings.said[*one].due?, self.other.wordings.said[*other].due?))
        };
        let days: Vec<(Date, Date)> = self.matched.iter().filter_map(due).collect();
        Tally { both: days.iter().filter(|(one, other)| one == other).count(), of: days.len() }
    }

    /// How many of these pairs of items say it word for word, numbers aside.
    fn equal(&self, pairs: &[(usize, usize)]) -> usize {
        let (left, right) = (&self.one.wordings.said, &self.other.wordings.said);
        pairs.iter().filter(|(one, other)| left[*one].text == right[*other].text).count()
    }

    /// Adds to `agreement` who takes part in both; items that say the same vote for who is who.
    pub(super) fn add_people(&self, agreement: &mut Agreement, circle: &Circle<'_>) {
        let (left, right) = (self.one, self.other);
        let mut votes: Vec<Ballot<'_>> = Vec::new();
        for (one, other) in &self.matched {
            if let (Some(one), Some(other)) = (left.owner(*one), right.owner(*other)) {
                let vote = [(0, one), (1, other)];
                if one.written() != other.written() && !votes.contains(&vote) {
                    votes.push(vote);
                }
            }
        }
        let rolls = [&left.roll, &right.roll];
        let settled = Settled::of(&rolls, &votes, circle);
        let (left, right) = (settled.persons(0, &left.participants), settled.persons(1, &right.participants));
        agreement.people = left.iter().filter(|person| right.contains(person)).count();
        agreement.of_people = left.len().min(right.len());
    }
}

/// Whether the two are in one language, by how often each short word stands in what they say. Every language has its
/// own, and no list of them is needed. `true` where there are too few to tell.
fn one_language(one: &Gist, other: &Gist) -> bool {
    let total = |gist: &Gist| gist.short.iter().map(|(_, count)| *count).sum::<u32>();
    let (of_left, of_right) = (total(one), total(other));
    let least = match of_left.min(of_right) {
        ..LEAST_SHORT_WORDS => return true,
        LEAST_SHORT_WORDS..SHORT_WORDS => SAME_LANGUAGE_OF_TERSE,
        SHORT_WORDS.. => SAME_LANGUAGE,
    };
    let shared: f64 = one
        .short
        .iter()
        .filter_map(|(word, count)| {
            let at = other.short.binary_search_by_key(word, |(word, _)| *word).ok()?;
            let there = f64::from(other.short[at].1) / f64::from(of_right);
            Some((f64::from(*count) / f64::from(of_left)).min(there))
        })
        .sum();
    shared >= least
}
