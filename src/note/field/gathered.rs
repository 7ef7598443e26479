//! Putting fields together: at most one of each.

use super::mark::Value;
use super::{FieldName, Fields};
use std::collections::BTreeSet;

/// The fields found so far.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) fields: Fields,
    tags: Once,
    owners: Once,
}

impl Gathered {
    /// Adds a field with its value. Says what is odd about it; an error where there is another value already.
    pub(super) fn add(&mut self, value: Value) -> Result<Option<String>, String> {
        fn once<T: PartialEq>(slot: &mut Option<T>, value: T, name: &str) -> Result<(), String> {
            match slot {
                Some(other) if *other != value => Err(format!("a second {name}, kept as words")),
                Some(_) => Ok(()),
                None => {
                    *slot = Some(value);
                    Ok(())
                }
            }
        }
        let fields = &mut self.fields;
        match value {
            Value::Owner(owner) => {
                if self.owners.is_new(
                    &owner.name,
                    fields.owners.iter().map(|other| &other.name),
                    str::to_owned,
                ) {
                    fields.owners.push(owner);
                }
            }
            Value::Date(name, date) => {
                if let Some(other) = fields.dates.get(&name) {
                    let is_same =
                        other.written == date.written || (other.day.is_some() && other.day == date.day);
                    return if is_same {
                        Ok(None)
                    } else {
                        Err(format!("a second {} date, kept as words", name.label()))
                    };
                }
                let problem = date.day.is_none().then(|| format!("`{}` is no day", date.written));
                fields.dates.insert(name, date);
                return Ok(problem);
            }
            Value::Priority(priority) => once(&mut fields.priority, priority, "priority")?,
            Value::Recurrence(rule) => once(&mut fields.recurrence, rule, "recurrence")?,
            Value::OnCompletion(what) => once(&mut fields.on_completion, what, "action on completion")?,
            Value::Id(id) => once(&mut fields.id, id, "id")?,
            Value::BlockId(id) => once(&mut fields.block_id, id, "block id")?,
            Value::DependsOn(ids) => {
                if !fields.depends_on.is_empty() && fields.depends_on != ids {
                    return Err("a second list of what it depends on, kept as words".to_owned());
                }
                fields.depends_on = ids;
            }
            Value::Tag(tag) => {
                if self.tags.is_new(&tag, &fields.tags, str::to_lowercase) {
                    fields.tags.push(tag);
                }
            }
            Value::Other(key, value) => {
                if let Some(other) = fields.other.get(&key) {
                    return if *other == value {
                        Ok(None)
                    } else {
                        Err(format!("a second `{key}`, kept as words"))
                    };
                }
                fields.other.insert(key, value);
            }
            Value::Empty(name) => return Ok(Some(format!("an empty {} field", name.label()))),
        }
        Ok(None)
    }
}

/// The keys of the values of a field there may be many of, each once. Most items have one, which needs no comparing:
/// the keys are written down when the second one comes.
#[derive(Debug, Default)]
struct Once(BTreeSet<String>);

impl Once {
    /// Whether `value` has another key than those `before` it.
    fn is_new<'a>(
        &mut self,
        value: &str,
        before: impl IntoIterator<Item = &'a String>,
        key: fn(&str) -> String,
    ) -> bool {
        if self.0.is_empty() {
            let mut before = before.into_iter().peekable();
            if before.peek().is_none() {
                return true;
            }
            self.0.extend(before.map(|value| key(value)));
        }
        self.0.insert(key(value))
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
