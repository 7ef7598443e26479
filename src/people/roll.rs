//! The names a note lists, and those looked up beside them.

use super::spelling::parts;
use super::{Name, PersonId};
use crate::note::header::split_people;
use crate::note::{Frontmatter, Note};
use serde_yaml::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The names one note lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roll {
    /// The participants of the frontmatter.
    pub participants: Vec<Name>,
    /// The names of the With line; `None` when there is none.
    pub with: Option<Vec<Name>>,
    /// The property `person`.
    pub person: Option<Name>,
    /// The owners of items, each once.
    pub owners: Vec<Name>,
    /// Names that stand in running text and are looked up in the [`super::Register`] only.
    pub mentioned: Vec<String>,
}

impl Roll {
    /// Reads the names `note` lists.
    #[must_use]
    pub fn of(note: &Note) -> Self {
        let mut roll = Self::default();
        if let Frontmatter::Parsed { properties, .. } = note.frontmatter() {
            for property in properties {
                match property.meaning.as_str() {
                    "participants" => {
                        roll.participants.extend(names(&listed(&property.value)));
                    }
                    "person" => roll.person = names(&listed(&property.value)).next(),
                    _ => {}
                }
            }
        }
        for header in note.headers().iter().filter(|header| header.meaning == "with") {
            roll.with.get_or_insert_default().extend(names(&split_people(note.slice(header.value))));
        }
        roll.participants.extend(names(note.attendees()));
        let owners = note.items().iter().flat_map(|item| &item.fields.owners);
        let written = owners.flat_map(|owner| [Some(owner.name.as_str()), owner.linked_note()]).flatten();
        // The owner of ten tasks is one name.
        let mut met = BTreeSet::new();
        roll.owners.extend(written.filter(|name| met.insert(*name)).map(Name::of));
        roll
    }
}

/// What the participants a note lists are, by the folded words of it, where it says that of one of them only: the clerk,
/// where it lists `S. Kaur (Clerk)`. `known` are its names.
pub(super) fn offices(roll: &Roll, known: &BTreeMap<Vec<String>, PersonId>) -> Vec<(Vec<String>, PersonId)> {
    let listed = roll.participants.iter().chain(roll.with.iter().flatten());
    let mut held: BTreeMap<Vec<String>, BTreeSet<PersonId>> = BTreeMap::new();
    let mut names = BTreeSet::new();
    for name in listed {
        names.insert(name.parts());
        let office = name.written().split_once('(').and_then(|(_, behind)| behind.split_once(')'));
        if let (Some((office, _)), Some(person)) = (office, known.get(name.parts()))
            && is_office(office)
        {
            held.entry(parts(office)).or_default().insert(*person);
        }
    }
    let of_one = |(office, persons): (Vec<String>, BTreeSet<PersonId>)| {
        let person = persons.first().filter(|_| persons.len() == 1 && !names.contains(office.as_slice()));
        person.map(|person| (office.clone(), *person))
    };
    held.into_iter().filter_map(of_one).collect()
}

/// Whether it says what somebody is, and not where they come from or how they take part: `Acme`, `remote`.
fn is_office(text: &str) -> bool {
    const MOST_WORDS: usize = 3;
    const OFFICES: [&str; 8] = ["chair", "clerk", "coach", "cook", "head", "lead", "nurse", "pm"];
    let last = text.split_whitespace().last().unwrap_or_default().to_lowercase();
    text.split_whitespace().count() <= MOST_WORDS
        && (OFFICES.contains(&last.as_str())
            || ["er", "or", "ist", "ian", "ary", "man", "woman", "person"]
                .iter()
                .any(|end| last.ends_with(end)))
}

fn names(written: &[String]) -> impl Iterator<Item = Name> {
    written.iter().map(|name| Name::of(name))
}

fn listed(value: &Value) -> Vec<String> {
    match value {
        Value::String(names) => split_people(names),
        // An entry of a list is one name, commas and all: `David (former lead, now VP)`.
        Value::Sequence(entries) => entries.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Mapping(_) | Value::Tagged(_) => Vec::new(),
    }
}
