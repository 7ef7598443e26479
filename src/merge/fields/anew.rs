//! The fields of a row that a person wrote anew.

use super::{Findings, dates, owners, shown_priority, union};
use crate::note::Fields;

/// The fields of a row in whose place a person wrote something: those the text names as it names them, the others as
/// they were merged. Nobody loses a date by leaving it out of a sentence.
pub(super) fn written_over(merged: Fields, own: Fields, findings: &mut Findings<'_>) -> Fields {
    for conflict in &mut findings.conflicts {
        if let Some(value) = named(&own, &conflict.field) {
            (conflict.chosen, conflict.rule) = (value, "a person wrote it anew");
            (conflict.waits, conflict.by_person) = (false, true);
        }
    }
    let mut dates = merged.dates;
    dates.extend(own.dates);
    let mut other = merged.other;
    other.extend(own.other);
    let united =
        |one: &[String], more: &[String]| union(one.iter().chain(more), |value| value.to_lowercase());
    Fields {
        status: merged.status,
        owners: if own.owners.is_empty() { merged.owners } else { own.owners },
        dates,
        priority: own.priority.or(merged.priority),
        recurrence: own.recurrence.or(merged.recurrence),
        on_completion: own.on_completion.or(merged.on_completion),
        id: own.id.or(merged.id),
        depends_on: united(&merged.depends_on, &own.depends_on),
        tags: united(&merged.tags, &own.tags),
        block_id: own.block_id.or(merged.block_id),
        other,
    }
}

/// What fields say of the field a conflict is about, if they name it.
fn named(fields: &Fields, field: &str) -> Option<String> {
    let date = || {
        let date = fields.dates.iter().find(|(name, _)| dates::word(name) == field);
        date.map(|(_, date)| dates::shown_date(date)).or_else(|| fields.other.get(field).cloned())
    };
    match field {
        "status" => fields.status.map(|status| status.to_string()),
        "owner" => (!fields.owners.is_empty()).then(|| owners::written(&fields.owners)),
        "priority" => fields.priority.map(shown_priority),
        "recurrence" => fields.recurrence.clone(),
        "on completion" => fields.on_completion.clone(),
        "id" => fields.id.clone(),
        "block id" => fields.block_id.clone(),
        _ => date(),
    }
}
