//! Whom the caller knows.

use super::{Known, Name, PeopleOptions, Register};

/// What the caller knows about people, with the names taken apart: once for all notes that are asked about.
#[derive(Debug)]
pub struct Circle<'a> {
    /// The vault's owner.
    pub(super) me: Option<Name>,
    /// The names of each person who is known, the one to write first.
    pub(super) known: Vec<Vec<Name>>,
    /// Whom the vault has notes about.
    pub(super) register: &'a Register,
}

impl<'a> Circle<'a> {
    /// Takes the names apart that the caller knows.
    #[must_use]
    pub fn of(options: &'a PeopleOptions) -> Self {
        Self {
            me: options.me.as_deref().map(Name::of),
            known: options.known.iter().map(names).collect(),
            register: &options.register,
        }
    }
}

/// The names of a person, the one to write first.
pub(super) fn names(person: &Known) -> Vec<Name> {
    [&person.name].into_iter().chain(&person.aliases).map(|name| Name::of(name)).collect()
}
