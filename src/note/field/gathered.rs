//! Putting fields together: at most one of each.

use super::mark::Value;
use super::{FieldName, Fields};
use std::collections::BTreeSet;

/// The fields found so far.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) fields: Fields,
    /// The tags in lower case, and the names of owners: of these there may be many, each once.
    seen: BTreeSet<(FieldName, String)>,
}

impl Gathered {
    /// Adds a field with its value. Says what is odd about it; an error where there is another value already.
    pub(super) fn add(&mut self, value: &Value) -> Result<Option<String>, String> {
        fn once<T: PartialEq + Clone>(slot: &mut Option<T>, value: &T, name: &str) -> Result<(), String> {
            match slot {
                Some(other) if other != value => Err(format!("a second {name}, kept as words")),
                Some(_) => Ok(()),
                None => {
                    *slot = Some(value.clone());
                    Ok(())
                }
            }
        }
        let fields = &mut self.fields;
        match value {
            Value::Owner(owner) => {
                if self.seen.insert((FieldName::Owner, owner.name.clone())) {
                    fields.owners.push(owner.clone());
                }
            }
            Value::Date(name, date) => {
                if let Some(other) = fields.dates.get(name) {
                    let is_same =
                        other.written == date.written || (other.day.is_some() && other.day == date.day);
                    return if is_same {
                        Ok(None)
                    } else {
                        Err(format!("a second {} date, kept as words", name.label()))
                    };
                }
                fields.dates.insert(name.clone(), date.clone());
                if date.day.is_none() {
                    return Ok(Some(format!("`{}` is no day", date.written)));
                }
            }
            Value::Priority(priority) => once(&mut fields.priority, priority, "priority")?,
            Value::Recurrence(rule) => once(&mut fields.recurrence, rule, "recurrence")?,
            Value::OnCompletion(what) => once(&mut fields.on_completion, what, "action on completion")?,
            Value::Id(id) => once(&mut fields.id, id, "id")?,
            Value::BlockId(id) => once(&mut fields.block_id, id, "block id")?,
            Value::DependsOn(ids) => {
                if !fields.depends_on.is_empty() && fields.depends_on != *ids {
                    return Err("a second list of what it depends on, kept as words".to_owned());
                }
                fields.depends_on.clone_from(ids);
            }
            Value::Tag(tag) => {
                if self.seen.insert((FieldName::Tags, tag.to_lowercase())) {
                    fields.tags.push(tag.clone());
                }
            }
            Value::Other(key, value) => {
                if let Some(other) = fields.other.get(key) {
                    return if other == value {
                        Ok(None)
                    } else {
                        Err(format!("a second `{key}`, kept as words"))
                    };
                }
                fields.other.insert(key.clone(), value.clone());
            }
            Value::Empty(name) => return Ok(Some(format!("an empty {} field", name.label()))),
        }
        Ok(None)
    }
}

impl FieldName {
    /// The field in words, for messages.
    fn label(&self) -> &str {
        match self {
            Self::Status => "status",
            Self::Owner => "owner",
            Self::Tags => "tags",
            Self::Id => "id",
            Self::DependsOn => "depends-on",
            Self::Priority => "priority",
            Self::Recurrence => "recurrence",
            Self::OnCompletion => "on-completion",
            Self::Created => "created",
            Self::Start => "start",
            Self::Scheduled => "scheduled",
            Self::Due => "due",
            Self::Cancelled => "cancelled",
            Self::Done => "done",
            Self::BlockId => "block id",
            Self::Other(key) => key,
        }
    }
}
