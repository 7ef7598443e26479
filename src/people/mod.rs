//! Who is who: spelling proposes, context decides.
//!
//! Two names are the same person only when something besides their spelling says so: they are the only
//! such name among the participants, aligned items assign the same thing to them ([`Vote`]), or the caller knows
//! ([`Known`]).

use crate::note::Note;

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
    /// All of them, or nobody: `everyone`, `all`, `team`, `TBD`.
    Everyone,
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
    /// The name of the vault's owner, who is written as `@Myself`.
    pub me: Option<String>,
}

/// The people of some notes.
#[derive(Debug, Clone, Default)]
pub struct People {
    names: Vec<String>,
}

impl People {
    /// Finds the people of `notes`, with the `votes` aligned items give (none before they are aligned).
    #[must_use]
    pub fn of(_notes: &[&Note], _votes: &[Vote], _options: &PeopleOptions) -> Self {
        Self::default()
    }

    /// Who `name` stands for in the note with this index.
    #[must_use]
    pub fn who(&self, _note: usize, _name: &str) -> Who {
        Who::Unknown
    }

    /// The name to write for a person: more name parts first, then the spelling of what is known, then the one most
    /// lists of participants have.
    #[must_use]
    pub fn name(&self, person: PersonId) -> &str {
        &self.names[person.0]
    }
}
