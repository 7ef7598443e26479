//! Who is who: spelling proposes, context decides.
//!
//! Two names are the same person only when something besides their spelling says so: they are the only
//! such name among the participants, aligned items assign the same thing to them ([`Vote`]), or the caller knows
//! ([`Known`]).

mod circle;
mod mentions;
mod name;
mod names;
mod person;
mod register;
mod roll;
mod settle;
mod spelling;

pub use circle::Circle;
pub use name::Name;
pub use register::Register;
pub use roll::Roll;
pub use settle::{Ballot, Settled};

use crate::note::{Note, Owner};
use crate::text::Span;
use person::Person;
use roll::offices;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How the parts of a name sound: equal for most misspellings of a name, and for some other names. It proposes whom to
/// compare, and decides nothing.
#[must_use]
pub fn sounds(name: &str) -> Vec<String> {
    let parts = spelling::parts(name);
    if spelling::pronoun(&parts).is_some() {
        return Vec::new();
    }
    let sound = |part: &String| match spelling::consonants(part) {
        skeleton if skeleton.is_empty() => part.clone(),
        skeleton => skeleton,
    };
    parts.iter().filter(|part| part.chars().count() > 1).map(sound).collect()
}

/// Whether `one` says more of a person's name than `other`: more parts of it, initials less than others, or as many and a
/// remark in parentheses.
/// A link and a bare name are not weighed against each other.
#[must_use]
pub fn says_more(one: &str, other: &str) -> bool {
    let of = |name: &str| {
        let parts = spelling::parts(name);
        let full = parts.iter().filter(|part| part.chars().nth(1).is_some()).count();
        (full, parts.len(), name.contains('('))
    };
    one.contains("[[") == other.contains("[[") && of(one) > of(other)
}

/// A person, as an index into [`People`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub usize);

/// Who a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// This person.
    Person(PersonId),
    /// The vault's owner, who is not known by name.
    Myself,
    /// All of them: `everyone`, `all`, `team`.
    Everyone,
    /// Nobody yet: `TBD`, `unassigned`, `?`.
    Nobody,
    /// Nobody known.
    Unknown,
}

/// What the caller knows about a person: configuration, person notes and their aliases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// The name to write.
    pub name: String,
    /// Other names of the same person.
    pub aliases: Vec<String>,
}

/// Two names that stand in the same place of items that say the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Vote {
    /// The one name, and the index of the note it stands in.
    pub left: (usize, String),
    /// The other.
    pub right: (usize, String),
}

/// The options of [`People::of`].
#[derive(Debug, Clone, Default)]
pub struct PeopleOptions {
    /// Who is known.
    pub known: Vec<Known>,
    /// Whom the vault has notes about; of them those count whom the notes at hand name.
    pub register: Arc<Register>,
    /// The name of the vault's owner, who is written as `@Myself`.
    pub me: Option<String>,
}

/// The people of some notes.
#[derive(Debug, Clone, Default)]
pub struct People {
    /// Who the names of each note stand for, by the parts of the name.
    by_note: Vec<BTreeMap<Vec<String>, PersonId>>,
    /// Who a name stands for in any note, where that is one person.
    anywhere: BTreeMap<Vec<String>, Option<PersonId>>,
    /// What those names start with.
    first_parts: BTreeSet<String>,
    /// The persons.
    persons: Vec<Person>,
    /// The vault's owner in each note, where it is known.
    myself: Vec<Option<PersonId>>,
}

impl People {
    /// Finds the people of `notes`, with the `votes` aligned items give (none before they are aligned).
    #[must_use]
    pub fn of(notes: &[&Note], votes: &[Vote], options: &PeopleOptions) -> Self {
        let rolls: Vec<Roll> = notes.iter().map(|note| Roll::of(note)).collect();
        Self::from_rolls(&rolls, votes, options)
    }

    /// Finds the people of notes that list these names.
    #[must_use]
    pub fn from_rolls(rolls: &[Roll], votes: &[Vote], options: &PeopleOptions) -> Self {
        let circle = Circle::of(options);
        let rolls: Vec<&Roll> = rolls.iter().collect();
        let votes: Vec<[(usize, Name); 2]> = votes
            .iter()
            .map(|Vote { left, right }| [left, right].map(|(note, name)| (*note, Name::of(name))))
            .collect();
        let votes: Vec<Ballot<'_>> =
            votes.iter().map(|[left, right]| [left, right].map(|(note, name)| (*note, name))).collect();
        Self::settled(&Settled::of(&rolls, &votes, &circle))
    }

    fn settled(settled: &Settled<'_>) -> Self {
        let names = &settled.names;
        let groups: BTreeSet<usize> = (0..names.len()).map(|name| names.group(name)).collect();
        let ids: BTreeMap<usize, PersonId> =
            groups.iter().enumerate().map(|(at, group)| (*group, PersonId(at))).collect();
        let persons = groups.iter().map(|group| Person::of(names, *group, &settled.known)).collect();
        let mut by_note = vec![BTreeMap::new(); settled.rolls.len()];
        let mut anywhere: BTreeMap<Vec<String>, Option<PersonId>> = BTreeMap::new();
        let mut enter = |name: &[String]| {
            if !anywhere.contains_key(name) {
                anywhere.insert(name.to_vec(), settled.anywhere(name).map(|person| ids[&person]));
            }
        };
        for (parts, name) in names.by_parts() {
            if let Some(of_note) = by_note.get_mut(names.note(name)) {
                of_note.insert(parts.to_vec(), ids[&names.group(name)]);
            }
            enter(parts);
            // Of what stands alone `Settled::anywhere` tells whether it stands for somebody.
            parts
                .iter()
                .filter(|part| parts.len() > 1 && part.chars().count() > 1)
                .for_each(|part| enter(std::slice::from_ref(part)));
        }
        for (of_note, roll) in by_note.iter_mut().zip(settled.rolls) {
            let offices = offices(roll, of_note);
            of_note.extend(offices);
        }
        let first_parts = anywhere.keys().filter_map(|name| name.first()).cloned().collect();
        let myself = (0..settled.rolls.len()).map(|note| settled.myself(note).map(|me| ids[&me])).collect();
        Self { by_note, anywhere, first_parts, persons, myself }
    }

    /// Who `name` stands for in the note with this index.
    #[must_use]
    pub fn who(&self, note: usize, name: &str) -> Who {
        let parts = spelling::parts(name);
        match spelling::pronoun(&parts) {
            Some(spelling::Pronoun::Myself) => match self.myself.get(note).copied().flatten() {
                Some(person) => Who::Person(person),
                None => Who::Myself,
            },
            Some(spelling::Pronoun::Everyone) => Who::Everyone,
            Some(spelling::Pronoun::Nobody) => Who::Nobody,
            None => self.person(note, &parts).map_or(Who::Unknown, Who::Person),
        }
    }

    /// Who an owner of an item of the note with this index is: by the name written, else by the target of the link.
    #[must_use]
    pub fn owner(&self, note: usize, owner: &Owner) -> Who {
        match (self.who(note, &owner.name), owner.linked_note()) {
            (Who::Unknown, Some(linked)) => self.who(note, linked),
            (who, _) => who,
        }
    }

    /// The name to write for a person: more name parts first, then the spelling of what is known, then the one most
    /// lists of participants have.
    #[must_use]
    pub fn name(&self, person: PersonId) -> &str {
        &self.persons[person.0].name
    }

    /// All spellings of a person that were met or are known, sorted.
    #[must_use]
    pub fn spellings(&self, person: PersonId) -> &[String] {
        &self.persons[person.0].spellings
    }

    /// Whether two persons may turn out to be one: a spelling of the one may be one of the other, and no list has
    /// both.
    #[must_use]
    pub fn may_be_one(&self, one: PersonId, other: PersonId) -> bool {
        let (left, right) = (&self.persons[one.0], &self.persons[other.0]);
        if one == other {
            return true;
        }
        if left.lists.iter().any(|list| right.lists.contains(list)) {
            return false;
        }
        left.parts.iter().any(|one| right.parts.iter().any(|other| spelling::may_be_misheard(one, other)))
    }

    /// The mentions of known people in `text`, which stands in the note with this index, in order.
    #[must_use]
    pub fn people_in(&self, note: usize, text: &str) -> Vec<(Span, PersonId)> {
        mentions::mentions(self, note, text)
    }

    /// Whom `text` mentions when it stands in one of the first `notes` notes, whichever it is.
    #[must_use]
    pub fn people_anywhere_in(&self, notes: usize, text: &str) -> BTreeSet<PersonId> {
        mentions::mentions_anywhere(self, notes, text)
    }

    /// Whom the parts of a name stand for: first in the note itself, then anywhere, where that is one person only.
    fn person(&self, note: usize, parts: &[String]) -> Option<PersonId> {
        let own = self.by_note.get(note).and_then(|names| names.get(parts)).copied();
        own.or_else(|| self.anywhere.get(parts).copied().flatten())
    }
}
