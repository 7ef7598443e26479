//! The names a note lists, and those looked up beside them.

use crate::note::header::split_people;
use crate::note::{Frontmatter, Note};
use serde_yaml::Value;

/// The names one note lists, as written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roll {
    /// The participants of the frontmatter.
    pub participants: Vec<String>,
    /// The names of the With line; `None` when there is none.
    pub with: Option<Vec<String>>,
    /// The property `person`.
    pub person: Option<String>,
    /// The owners of items.
    pub owners: Vec<String>,
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
                    "participants" => roll.participants.extend(listed(&property.value)),
                    "person" => roll.person = listed(&property.value).into_iter().next(),
                    _ => {}
                }
            }
        }
        for header in note.headers().iter().filter(|header| header.meaning == "with") {
            roll.with.get_or_insert_default().extend(split_people(note.slice(header.value)));
        }
        roll.participants.extend_from_slice(note.attendees());
        for owner in note.items().iter().flat_map(|item| &item.fields.owners) {
            let names = [Some(owner.name.as_str()), owner.linked_note()];
            roll.owners.extend(names.into_iter().flatten().map(str::to_owned));
        }
        roll
    }
}

fn listed(value: &Value) -> Vec<String> {
    match value {
        Value::String(names) => split_people(names),
        // An entry of a list is one name, commas and all: `David (former lead, now VP)`.
        Value::Sequence(entries) => entries.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Mapping(_) | Value::Tagged(_) => Vec::new(),
    }
}
