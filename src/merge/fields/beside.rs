//! What the fields of a row say, so that no wording has to stay for it.

use super::Member;
use crate::merge::Input;
use crate::merge::wording::Beside;
use crate::note::{FieldName, Owner};
use crate::people::{PersonId, Who};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What the fields of a row will say, whichever wording stays: until when it is to be done where all that say so agree, and
/// who does it, by each that names somebody.
pub(super) fn of(input: Input<'_>, members: &[Member<'_>]) -> Beside {
    let due = |member: &Member<'_>| member.item.fields.dates.get(&FieldName::Due)?.day;
    let days: BTreeSet<Date> = members.iter().filter_map(due).collect();
    let person = |note: usize, owner: &Owner| match input.people.owner(note, owner) {
        Who::Person(person) => Some(person),
        Who::Myself | Who::Everyone | Who::Nobody | Who::Unknown => None,
    };
    let owners = |member: &Member<'_>| -> BTreeSet<PersonId> {
        member.item.fields.owners.iter().filter_map(|owner| person(member.note, owner)).collect()
    };
    let stated = members.iter().filter(|member| !member.item.fields.owners.is_empty()).map(owners);
    let people = stated.reduce(|one, other| one.intersection(&other).copied().collect()).unwrap_or_default();
    Beside { days: if days.len() == 1 { days } else { BTreeSet::new() }, people }
}
