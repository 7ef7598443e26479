//! The owners of a row.

use super::{Findings, Member};
use crate::merge::{Input, Reason};
use crate::note::{Notation, Owner, Role};
use crate::people::Who;
use std::collections::BTreeSet;

/// What the canonical note calls the vault's owner.
const MYSELF: &str = "Myself";

/// Someone an item is assigned to: a person, or a name that stands for none.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Assignee {
    Known(Who),
    Named(String),
}

fn assignee(input: Input<'_>, note: usize, owner: &Owner) -> Assignee {
    match input.people.who(note, &owner.name) {
        who @ (Who::Person(_) | Who::Myself | Who::Everyone | Who::Nobody) => Assignee::Known(who),
        Who::Unknown => Assignee::Named(owner.name.to_lowercase()),
    }
}

fn is_myself(owner: &Owner) -> bool {
    ["myself", "me"].contains(&owner.name.to_lowercase().as_str())
}

/// A variant of a row and the owners it names.
type Stated<'a> = (usize, &'a [Owner]);

/// Decides the owners of a row. Who is said to be nobody (`TBD`, `@unassigned`) is no owner where another variant
/// names one. All of them against one of them is a conflict: that one is to do it is not what all are to do.
pub(super) fn merge(
    input: Input<'_>,
    role: Role,
    members: &[Member<'_>],
    findings: &mut Findings<'_>,
) -> Vec<Owner> {
    let stated = members.iter().map(|member| (member.note, member.item.fields.owners.as_slice()));
    let stated: Vec<Stated<'_>> = stated.filter(|(_, owners)| !owners.is_empty()).collect();
    let is_nobody = |(note, owners): &Stated<'_>| {
        owners.iter().all(|owner| input.people.who(*note, &owner.name) == Who::Nobody)
    };
    let (nobody, somebody): (Vec<_>, Vec<_>) = stated.iter().copied().partition(is_nobody);
    let stated = if somebody.is_empty() { stated } else { somebody };
    for (note, owners) in nobody.into_iter().filter(|found| !stated.contains(found)) {
        for owner in owners {
            findings.rules.push(format!("`{}` names nobody", owner.name));
            findings.lost.push((note, owner.name.clone(), Reason::LessExact));
        }
    }
    let sets: Vec<BTreeSet<Assignee>> = stated
        .iter()
        .map(|(note, owners)| owners.iter().map(|owner| assignee(input, *note, owner)).collect())
        .collect();
    let Some(first) = sets.first() else { return Vec::new() };
    let disjoint = sets.iter().any(|set| set.is_disjoint(first));
    let mut owners: Vec<(Assignee, Owner)> = Vec::new();
    let shown: Vec<(usize, String)> = stated.iter().map(|(note, owners)| (*note, written(owners))).collect();
    let picked = findings.picked("owner", &shown).filter(|_| disjoint);
    let taken = match picked {
        Some(at) => &stated[at..=at],
        None if disjoint => &stated[..1],
        None => stated.as_slice(),
    };
    for (note, owner) in
        taken.iter().flat_map(|(note, owners)| owners.iter().map(move |owner| (*note, owner)))
    {
        let assignee = assignee(input, note, owner);
        match owners.iter_mut().find(|(known, _)| *known == assignee) {
            Some((_, known)) if is_myself(owner) != is_myself(known) => {
                let named = if is_myself(owner) { known.name.as_str() } else { owner.name.as_str() };
                findings.rules.push(format!("owner `{named}` is `{MYSELF}`"));
                known.name = MYSELF.into();
            }
            Some((_, known)) => {
                // Of two links to a person the one to a note of that name was not misheard.
                let name = name_to_write(input, &assignee, known);
                let is_right = |owner: &Owner| owner.linked_note() == Some(&name);
                if known.link.is_none() || is_right(owner) && !is_right(known) {
                    known.link.clone_from(&owner.link);
                }
            }
            None => owners.push((assignee, owner.clone())),
        }
    }
    let same_size = owners.len() == first.len();
    let mut merged: Vec<Owner> = Vec::new();
    for (assignee, mut owner) in owners {
        let name = name_to_write(input, &assignee, &owner);
        let plain = role != Role::Actions && owner.notation != Notation::At;
        if name != owner.name && !plain {
            findings.rules.push(format!("owner `{}` is `{name}`", owner.name));
            owner.name = name;
        }
        merged.push(owner);
    }
    if disjoint {
        let rule = "different people: the base's, else the first";
        findings.conflict("owner", shown, &written(&merged), rule, true);
    } else if !same_size || members[0].item.fields.owners.is_empty() {
        findings.united = true;
        findings.rules.push(format!("owners united: {}", written(&merged)));
    }
    merged
}

/// What the canonical note calls an owner.
fn name_to_write(input: Input<'_>, assignee: &Assignee, owner: &Owner) -> String {
    match assignee {
        _ if is_myself(owner) => owner.name.clone(),
        Assignee::Known(Who::Person(person)) => input.people.name(*person).to_owned(),
        Assignee::Known(Who::Myself) => MYSELF.to_owned(),
        Assignee::Known(Who::Everyone | Who::Nobody | Who::Unknown) | Assignee::Named(_) => {
            owner.name.clone()
        }
    }
}

/// Owners as a conflict shows them.
pub(super) fn written(owners: &[Owner]) -> String {
    owners.iter().map(|owner| format!("@{}", owner.name)).collect::<Vec<_>>().join(", ")
}
