//! Owners that a list tells, not the line: names in bold that are none, and names that stand above.

use super::super::Notation;
use super::super::field::{is_known, owners_of_topic};
use super::{Item, Source};
use crate::note::{Block, BlockKind, Owner, Role};
use std::collections::BTreeSet;

/// Settles who owns the actions of a list, those from `first` on, in a note whose participants are known; `above` are
/// those whose name stands over the list.
pub(super) fn settle(source: &Source<'_>, items: &mut [Item], first: usize, above: &[Owner]) {
    leads(source, items.get_mut(first..).unwrap_or_default());
    topics(source, items, first, above);
}

/// Whose name stands over the list at `list`: in the line before it, or as its heading.
pub(super) fn above(source: &Source<'_>, blocks: &[Block], list: usize) -> Vec<Owner> {
    let section = blocks[list].section;
    let before = blocks.get(..list).unwrap_or_default().iter().rev();
    let before =
        before.take_while(|block| block.section == section).find(|block| block.kind != BlockKind::Blank);
    if let Some(line) = before.filter(|block| names_owner(source, block)) {
        return owners_of_topic(line.span.of(source.text), source.context.names);
    }
    let heading = source.sections.get(section).filter(|section| section.of_person);
    heading.map_or_else(Vec::new, |heading| owners_of_topic(&heading.title, source.context.names))
}

/// Whether a block is a line of its own that is the name of who does what is listed below it.
pub(in crate::note) fn names_owner(source: &Source<'_>, block: &Block) -> bool {
    let text = block.span.of(source.text).trim();
    block.kind == BlockKind::Paragraph
        && block.role == Role::Actions
        && !text.contains('\n')
        && (text.starts_with("**") && text.ends_with("**") || text.ends_with(':'))
        && !owners_of_topic(text, source.context.names).is_empty()
}

/// A name in bold that is no participant's is believed only beside one that is: a list in which no lead names a
/// participant is led by topics, and so is an item that names its owner elsewhere.
fn leads(source: &Source<'_>, items: &mut [Item]) {
    let names = source.context.names;
    let owners = |notation: fn(&Notation) -> bool| {
        let all = items.iter().flat_map(|item| &item.fields.owners);
        all.filter(move |owner| notation(&owner.notation)).map(|owner| owner.name.to_lowercase())
    };
    let led: BTreeSet<String> = owners(|notation| *notation == Notation::Bold).collect();
    if led.is_empty() {
        return;
    }
    let elsewhere: BTreeSet<String> = owners(|notation| *notation != Notation::Bold).collect();
    let strangers: BTreeSet<&String> =
        led.iter().filter(|name| !elsewhere.contains(*name) && !is_known(name, names)).collect();
    let is_led_by_people = strangers.len() < led.len();
    for item in items {
        let is_stranger = |name: &str| strangers.contains(&name.to_lowercase());
        let (bold, others): (Vec<_>, Vec<_>) =
            item.fields.owners.iter().partition(|owner| owner.notation == Notation::Bold);
        let is_topic = !bold.is_empty()
            && bold.iter().all(|owner| is_stranger(&owner.name))
            && (!others.is_empty() || !is_led_by_people);
        if is_topic {
            item.read_lead_as_topic(source);
        }
    }
}

/// What is nested under nothing but a name is that person's to do.
fn topics(source: &Source<'_>, items: &mut [Item], first: usize, above: &[Owner]) {
    // Parents stand before their children, so that one pass hands owners down to the deepest.
    let mut owners = vec![Vec::new(); items.len().saturating_sub(first)];
    let parents: BTreeSet<usize> =
        items.get(first..).unwrap_or_default().iter().filter_map(|item| item.parent).collect();
    for index in first..items.len() {
        let inherited = items[index]
            .parent
            .and_then(|parent| owners.get(parent.checked_sub(first)?))
            .cloned()
            .unwrap_or_else(|| above.to_vec());
        let item = &mut items[index];
        if item.fields.owners.is_empty() && parents.contains(&index) {
            owners[index - first] = owners_of_topic(&item.wording, source.context.names);
        }
        if owners[index - first].is_empty() && !inherited.is_empty() {
            if item.fields.owners.is_empty() {
                item.fields.owners.clone_from(&inherited);
            }
            owners[index - first] = inherited;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::note::{Note, ReadOptions};

    /// Writes the wording of each item with its owners.
    fn check(list: &str, expect: &[&str]) {
        let text = format!("---\nparticipants: [Tomer Hagay, Jason Vallery]\n---\n## Actions\n{list}");
        let note = Note::read("n.md", text, &ReadOptions::default());
        let shown = note.items().iter().map(|item| {
            let owners = item.fields.owners.iter().map(|owner| format!(" | @{}", owner.name));
            format!("{}{}", item.wording, owners.collect::<String>())
        });
        assert_eq!(shown.collect::<Vec<_>>(), expect);
    }

    #[test]
    fn a_name_in_bold_that_no_list_has_is_an_owner_only_beside_those_that_are_known() {
        check("- **Tomer**: send it\n- **Johno**: build it\n", &["send it | @Tomer", "build it | @Johno"]);
        check("- **Azure**: move it\n- **Zendesk**: ask\n", &["**Azure**: move it", "**Zendesk**: ask"]);
        check(
            "- **Azure**: move it @Tomer\n- **Tomer**: ask\n",
            &["**Azure**: move it | @Tomer", "ask | @Tomer"],
        );
        check("- **Johno**: move it\n- build it @Johno\n", &["move it | @Johno", "build it | @Johno"]);
        check("- **Everyone**: go home\n", &["go home | @Everyone"]);
    }

    #[test]
    fn a_participant_linked_in_front_of_a_task_does_it() {
        check("- [[Tomer Hagay]] send it\n", &["send it | @Tomer Hagay"]);
        check("- [[Tomer Hagay]] and Jason send it\n", &["[[Tomer Hagay]] and Jason send it"]);
        check("- [[Pricing]] goes out\n", &["[[Pricing]] goes out"]);
    }

    #[test]
    fn what_stands_under_a_name_is_that_persons() {
        check(
            "- **Jason:**\n  - send it\n    - by mail\n  - ask @Tomer\n- build it\n",
            &[
                "**Jason:**",
                "send it | @Jason Vallery",
                "by mail | @Jason Vallery",
                "ask @Tomer | @Jason Vallery",
                "build it",
            ],
        );
        check("- **Azure:**\n  - move it\n- Jason\n", &["**Azure:**", "move it", "Jason"]);
        check(
            "- send it\n\n**Jason**\n\n- ask\n- build it @Tomer\n",
            &["send it", "ask | @Jason Vallery", "build it | @Tomer"],
        );
        check("### Jason\n- ask\n### Azure\n- move it\n", &["ask | @Jason Vallery", "move it"]);
        check("- [[Tomer Hagay]]\n  - move it — Jason\n", &["[[Tomer Hagay]]", "move it | @Jason"]);
    }
}
