//! What is grouped and what is not, rule by rule, on notes as generators write them.

mod bars;
mod days;
mod titles;

use super::*;
use crate::disk::QuickHash;
use crate::vault::{Scanned, VaultPath};
use std::path::Path;

/// The meeting that the notes of these tests are about, each thing said in two ways.
const ACTIONS: [(&str, &str); 4] = [
    ("Book the venue for the offsite in Lisbon", "The offsite venue in Lisbon has to be booked"),
    ("Collect dietary requirements from all attendees", "Ask all attendees for their dietary requirements"),
    ("Send the signed supplier contract to legal", "Legal needs the signed contract of the supplier"),
    ("Draft the keynote about the storage roadmap", "Prepare a draft of the storage roadmap keynote"),
];
const DECISIONS: [(&str, &str); 2] = [
    ("The offsite takes place in the second week of May", "Hold the offsite in the second week of May"),
    ("Spouses are not invited to the dinner", "No spouses at the dinner"),
];
const FACTS: [(&str, &str); 3] = [
    ("The budget for the offsite is 40,000 euros", "Offsite budget: 40,000 euros"),
    ("Eighteen engineers have registered for it so far", "So far eighteen engineers are registered"),
    ("Flights from Tel Aviv are expensive in May", "Expensive flights from Tel Aviv during May"),
];
/// Another meeting of the same people.
const OTHER: [&str; 6] = [
    "Migrate the billing database to the new cluster",
    "Write a postmortem about the outage of the gateway",
    "Rotate the certificates before they expire",
    "The alerting rules are too noisy at night",
    "Customers noticed the outage after twelve minutes",
    "Hire one more engineer for the on-call rotation",
];

/// A note about the offsite, in the one wording or the other.
fn offsite(front: &str, other_words: bool) -> String {
    let list = |pairs: &[(&str, &str)], mark: &str| -> String {
        let said = pairs.iter().map(|(one, other)| if other_words { other } else { one });
        said.map(|words| format!("- {mark}{words}\n")).collect()
    };
    let (actions, decisions, facts) = (list(&ACTIONS, "[ ] "), list(&DECISIONS, ""), list(&FACTS, ""));
    format!(
        "---\n{front}\n---\n# Offsite\n\n## Action Items\n{actions}\n## Decisions\n{decisions}\n## Key Information\n{facts}"
    )
}

fn other_meeting(front: &str) -> String {
    let items: String = OTHER.iter().map(|words| format!("- {words}\n")).collect();
    format!("---\n{front}\n---\n# Operations\n\n## Key Information\n{items}")
}

/// The notes of a vault, in the order of their paths.
fn vault(notes: &[(&str, String)]) -> (Vec<Scanned<Digest>>, Vec<String>) {
    let mut notes = notes.to_vec();
    notes.sort();
    let scanned = notes.iter().map(|(path, text)| {
        let path = VaultPath::of(Path::new(path)).unwrap();
        let digest = Digest::of(&path, text, &DigestOptions::default());
        Scanned { hash: QuickHash::of(text.as_bytes()), bytes: text.len(), digest, path }
    });
    (scanned.collect(), notes.iter().map(|(_, text)| text.clone()).collect())
}

fn grouping(notes: &[(&str, String)]) -> (Grouping, Vec<Scanned<Digest>>) {
    let (scanned, texts) = vault(notes);
    let read = |at: usize| texts.get(at).cloned();
    (groups(&scanned, &read, &GroupOptions::default()), scanned)
}

/// Checks the groups of `notes`: the confidence and the paths of each, the doubtful ones left out unless expected.
fn check(notes: &[(&str, String)], expect: &[(Confidence, &[&str])]) {
    let (grouping, scanned) = grouping(notes);
    let found: Vec<(Confidence, Vec<&str>)> = grouping
        .groups
        .iter()
        .map(|group| {
            (group.confidence, group.notes.iter().map(|member| scanned[member.at].path.as_str()).collect())
        })
        .collect();
    let expect: Vec<(Confidence, Vec<&str>)> =
        expect.iter().map(|(confidence, paths)| (*confidence, paths.to_vec())).collect();
    assert_eq!(found, expect, "{:#?}", grouping.groups);
}

const TEAM: &str = "date: 2026-05-04\nparticipants: [Ana Silva, Bo Lindqvist, Chen Wu]";

#[test]
fn one_transcript_in_two_folders_and_agreeing_content_is_certain() {
    let one = format!("{TEAM}\nsource_ref: Inbox/2026-05-04 Offsite planning call.md");
    let other = format!("{TEAM}\nsource_ref: \"/Users/bo/Notes/2026-05-04 Offsite planning call.md\"");
    check(
        &[("In/a.md", offsite(&one, false)), ("People/b.md", offsite(&other, true))],
        &[(Confidence::Certain, &["In/a.md", "People/b.md"])],
    );
}

#[test]
fn a_variant_without_source_and_with_misspelt_people_is_likely() {
    let bot = "date: 2026-05-04T09:00:00\nattendees: [Anna Silva, Bo Lindquist, Chen]\ntags: [bot]";
    check(
        &[("a.md", offsite(TEAM, false)), ("Bot/Team offsite.md", offsite(bot, true))],
        &[(Confidence::Likely, &["Bot/Team offsite.md", "a.md"])],
    );
}

#[test]
fn the_same_meeting_a_week_later_is_another() {
    let later = TEAM.replace("05-04", "05-11");
    check(&[("a.md", offsite(TEAM, false)), ("b.md", offsite(&later, true))], &[]);
    check(&[("a.md", offsite(TEAM, false)), ("b.md", offsite(&later, false))], &[]);
}

#[test]
fn two_meetings_of_the_same_people_on_one_day_stay_apart() {
    check(&[("a.md", offsite(TEAM, false)), ("b.md", other_meeting(TEAM))], &[]);
}

#[test]
fn one_day_apart_with_the_same_transcript_is_likely_at_most() {
    let one = format!("{TEAM}\nsource_ref: Offsite planning call.md");
    let next = one.replace("05-04", "05-05");
    check(
        &[("a.md", offsite(&one, false)), ("b.md", offsite(&next, true))],
        &[(Confidence::Likely, &["a.md", "b.md"])],
    );
    check(&[("a.md", offsite(TEAM, false)), ("b.md", offsite(&TEAM.replace("05-04", "05-05"), true))], &[]);
}

#[test]
fn two_apps_that_recorded_one_meeting_are_outweighed_by_what_was_said() {
    let one = format!("{TEAM}\nsource_ref: Offsite planning call.md");
    let other = format!("{TEAM}\nsource_ref: GMT20260504 recording.vtt");
    check(
        &[("a.md", offsite(&one, false)), ("b.md", offsite(&other, true))],
        &[(Confidence::Likely, &["a.md", "b.md"])],
    );
}

#[test]
fn equal_words_beside_other_things_are_those_of_a_form_unless_one_transcript_says_otherwise() {
    let half = |front: &str| {
        let facts = FACTS.iter().zip(&OTHER[3..]);
        facts.fold(offsite(front, false), |text, ((fact, _), other)| text.replace(fact, other))
    };
    check(&[("a.md", offsite(TEAM, false)), ("b.md", half(TEAM))], &[]);
    let recorded = format!("{TEAM}\nsource_ref: 2026-05-04 Offsite planning call.md");
    check(
        &[("a.md", offsite(&recorded, false)), ("b.md", half(&recorded))],
        &[(Confidence::Certain, &["a.md", "b.md"])],
    );
}

#[test]
fn one_transcript_with_content_that_does_not_agree_is_doubtful() {
    let one = format!("{TEAM}\nsource_ref: Offsite planning call.md");
    let notes = [("a.md", offsite(&one, false)), ("b.md", other_meeting(&one))];
    let (grouping, _) = grouping(&notes);
    assert!(grouping.groups.iter().all(|group| group.confidence == Confidence::Doubtful));
}

#[test]
fn a_translation_is_no_variant() {
    let german = format!(
        "---\n{TEAM}\nsource_ref: Offsite planning call.md\n---\n# Offsite\n\n## Action Items\n\
         - [ ] Den Ort für das Offsite in Lissabon buchen, wie es mit dem Team und der Leitung besprochen war\n\
         - [ ] Bei allen Teilnehmern nach dem Essen fragen, das sie nicht mögen oder vertragen\n\
         - [ ] Den Vertrag mit dem Lieferanten an die Juristen schicken, wie er ist\n\
         - [ ] Die Keynote über die Storage-Roadmap im Mai in der Woche vor dem Tag zur Hand haben, so wie sie ist\n\n\
         ## Key Information\n- Das Budget für das Offsite ist 40.000 Euro, und es ist mehr als im Mai des Jahres\n\
         - Es haben sich bis zum Tag der Sitzung 18 Leute bei uns an der Liste an- und aus ihr ausgetragen\n"
    );
    let one = format!("{TEAM}\nsource_ref: Offsite planning call.md");
    let (grouping, _) = grouping(&[("a.md", offsite(&one, false)), ("b.md", german)]);
    assert!(grouping.groups.iter().all(|group| group.confidence == Confidence::Doubtful), "{grouping:#?}");
}

#[test]
fn equal_notes_about_a_meeting_are_certain_whatever_their_names() {
    let text = offsite(TEAM, false);
    let windows = text.replace('\n', "\r\n");
    check(&[("In/a.md", text), ("Old/b.md", windows)], &[(Confidence::Certain, &["In/a.md", "Old/b.md"])]);
}

#[test]
fn copies_by_their_name_are_found_for_any_note() {
    let recipe = "# Bread\n\nMix 500 g of flour with water\nLet it rest for twelve hours\nFold it four times\n\
                  Bake it for forty minutes\n";
    let edited = format!("{recipe}Let it cool on a rack\n");
    check(
        &[("Bread.md", recipe.to_owned()), ("Bread 1.md", recipe.to_owned())],
        &[(Confidence::Certain, &["Bread 1.md", "Bread.md"])],
    );
    check(
        &[("Bread.md", recipe.to_owned()), ("Bread.sync-conflict-20260504-090000-ABCDEFG.md", edited)],
        &[(Confidence::Likely, &["Bread.md", "Bread.sync-conflict-20260504-090000-ABCDEFG.md"])],
    );
    let other =
        "# Bread\n\nBuy yeast at the mill on Friday\nAsk Ana about her oven\nReturn the baking tins\n";
    check(&[("Bread.md", recipe.to_owned()), ("Bread 1.md", other.to_owned())], &[]);
}

#[test]
fn equal_templates_indexes_and_empty_daily_notes_are_doubtful_at_most() {
    let template =
        "# {{title}}\n\nWho was there and why\nWhat was decided by whom\nWhat is to be done next\n";
    let index =
        "# Index\n- [[The plan of the year]]\n- [[The people of the team]]\n- [[The notes of the board]]\n";
    let daily = "# Today\n\n## Tasks\n\n## Notes\n";
    for (one, other, text) in [
        ("T/a.md", "U/a.md", template),
        ("x/Index.md", "y/Index.md", index),
        ("2026-05-04.md", "d/2026-05-04.md", daily),
    ] {
        let (grouping, _) = grouping(&[(one, text.to_owned()), (other, text.to_owned())]);
        assert!(grouping.groups.iter().all(|group| group.confidence == Confidence::Doubtful), "{one}");
    }
}

#[test]
fn a_daily_note_with_tasks_of_the_meeting_is_no_variant() {
    let tasks: String = ACTIONS.iter().map(|(words, _)| format!("- [ ] {words}\n")).collect();
    check(&[("a.md", offsite(TEAM, false)), ("2026-05-04.md", format!("# Today\n\n## Tasks\n{tasks}"))], &[]);
}

/// A note about one of two interviews of a day: what the form has for both, and what was heard in this one.
fn interview(name: &str, heard: [&str; 4], decided: &str) -> String {
    let facts: String = heard.iter().map(|said| format!("- {said}\n")).collect();
    format!(
        "---\n{TEAM}\n---\n# Interview {name}\n\n## Key Information\n{facts}\
         - Salary expectations were discussed with the recruiter\n- The panel liked how clearly things were explained\n\n\
         ## Decisions\n- {decided}\n- The recruiter gives the candidate an answer this week\n\n\
         ## Action Items\n- [ ] Fill in the scorecard of the candidate\n- [ ] Send the feedback to the recruiter\n"
    )
}

#[test]
fn two_meetings_of_a_day_written_up_on_one_form_stay_apart() {
    let olga = [
        "Eight years with Java, three with Kotlin",
        "Designed the queue of a ticket shop",
        "Left out the edge cases in the exercise",
        "Notice period of three months",
    ];
    let martin = [
        "Four years with Python, wants to learn Kotlin",
        "Built the reporting of a clinic alone",
        "Knows how to test and did so",
        "Can start in April",
    ];
    let first = interview("Olga", olga, "Olga meets the team next week");
    let second = interview("Martin", martin, "No offer for the senior post");
    check(&[("Interview Olga.md", first.clone()), ("Interview Martin.md", second)], &[]);
    // A copy of the one that was edited since says nearly all in its words, too.
    let edited = first.replace("three months", "six weeks").replace("next week", "on Thursday");
    check(
        &[("Interview Olga.md", first), ("Old/Olga.md", edited)],
        &[(Confidence::Likely, &["Interview Olga.md", "Old/Olga.md"])],
    );
}

#[test]
fn an_agenda_is_no_variant_of_the_meeting() {
    let minutes = offsite(TEAM, false);
    let agenda = format!(
        "---\n{TEAM}\n---\n# Agenda of the offsite planning\n\n## Topics\n{}",
        FACTS.iter().map(|(_, words)| format!("- {words}\n")).collect::<String>()
    ) + &format!("## To do\n{}", ACTIONS.map(|(_, words)| format!("- [ ] {words}\n")).concat());
    check(&[("Offsite.md", minutes.clone()), ("Agenda.md", agenda.clone())], &[]);
    // Written after it, under a title that does not say so.
    let after = agenda.replace("# Agenda of the", "# The");
    check(
        &[("Offsite.md", minutes), ("Planning.md", after)],
        &[(Confidence::Likely, &["Offsite.md", "Planning.md"])],
    );
}

#[test]
fn what_one_note_lists_under_topics_agrees_with_the_actions_of_the_other() {
    let said: String =
        ACTIONS.iter().chain(&DECISIONS).chain(&FACTS).map(|(_, words)| format!("* {words}\n")).collect();
    let topics = |front: &str| format!("---\n{front}\n---\n# Lisbon\n\n### Planning\n{said}");
    check(
        &[("a.md", offsite(TEAM, false)), ("b.md", topics(TEAM))],
        &[(Confidence::Likely, &["a.md", "b.md"])],
    );
    let strangers = "date: 2026-05-04\nparticipants: [Dora Klein, Emil Novak]";
    let (grouping, _) = grouping(&[("a.md", offsite(TEAM, false)), ("b.md", topics(strangers))]);
    assert!(grouping.groups.iter().all(|group| group.confidence == Confidence::Doubtful), "{grouping:#?}");
}

#[test]
fn lines_of_a_template_are_no_content() {
    let template = |day: &str, own: &str| {
        format!(
            "---\ndate: {day}\nparticipants: [Ana Silva, Bo Lindqvist]\n---\n# Weekly\n\n## Action Items\n\
             - [ ] Update the project board before the next weekly\n- [ ] Send the status report to the steering group\n\
             - [ ] Review the risks of the running quarter\n- [ ] Tidy up the backlog of the team\n- [ ] {own}\n"
        )
    };
    check(
        &[
            ("1.md", template("2026-05-04", "Order the new test phones")),
            ("2.md", template("2026-05-04", "Answer the audit questions of finance")),
            ("3.md", template("2026-05-11", "Repair the camera in room seven")),
            ("4.md", template("2026-05-18", "Invite the new designer to the weekly")),
        ],
        &[],
    );
}

#[test]
fn notes_that_want_none_of_it_are_left_alone() {
    let text = offsite(&format!("{TEAM}\nnotefold: ignore"), false);
    check(&[("a.md", text.clone()), ("b.md", text)], &[]);
    let stub = offsite(&format!("{TEAM}\nmerged_into: '[[a]]'"), true);
    check(&[("a.md", offsite(TEAM, false)), ("b.md", stub)], &[]);
}

#[test]
fn an_earlier_canonical_note_is_grouped_with_a_new_variant() {
    let canonical = offsite(&format!("{TEAM}\nmerged_from: [Old/x.md]"), false);
    check(&[("a.md", canonical), ("b.md", offsite(TEAM, true))], &[(Confidence::Likely, &["a.md", "b.md"])]);
}

#[test]
fn the_groups_do_not_depend_on_where_the_notes_are() {
    let one = format!("{TEAM}\nsource_ref: Offsite planning call.md");
    let texts = [offsite(&one, false), offsite(&one, true), offsite(TEAM, true), other_meeting(TEAM)];
    let paths = ["a.md", "b.md", "c.md", "d.md"];
    let mut seen = std::collections::BTreeSet::new();
    for turn in 0..4 {
        let notes: Vec<(&str, String)> =
            (0..4).map(|at| (paths[at], texts[(at + turn) % 4].clone())).collect();
        let (grouping, _) = grouping(&notes);
        let mut hashes: Vec<Vec<ContentHash>> = grouping
            .groups
            .iter()
            .map(|group| group.notes.iter().map(|member| member.hash).collect())
            .collect();
        for group in &mut hashes {
            group.sort();
        }
        let ids: Vec<String> = grouping.groups.iter().map(|group| group.id.clone()).collect();
        seen.insert((hashes, ids));
    }
    assert_eq!(seen.len(), 1, "{seen:#?}");
    assert_eq!(seen.first().map(|(groups, _)| groups.iter().map(Vec::len).collect()), Some(vec![3]));
}

#[test]
fn a_verdict_says_rule_by_rule_what_was_found() {
    let (scanned, texts) = vault(&[("a.md", offsite(TEAM, false)), ("b.md", other_meeting(TEAM))]);
    let read = |at: usize| texts.get(at).cloned();
    let verdict = explain(&scanned, (1, 0), &read, &GroupOptions::default());
    assert_eq!((verdict.confidence, verdict.version), (None, RULES_VERSION));
    let says: Vec<String> = verdict
        .findings
        .iter()
        .map(|found| format!("{} {:?}: {}", found.rule.as_str(), found.speaks, found.says))
        .collect();
    assert_eq!(
        says,
        [
            "date For: same date 2026-05-04",
            "people For: 3 of 3 participants in common",
            "content Against: 0 of 3 facts agree"
        ]
    );
}

#[test]
fn a_note_that_can_no_longer_be_read_is_in_no_group() {
    let equal = offsite(TEAM, false);
    let (scanned, texts) = vault(&[("a.md", equal.clone()), ("b.md", equal.clone()), ("c.md", equal)]);
    let members = |gone: &[usize]| -> Vec<Vec<usize>> {
        let read = |at: usize| texts.get(at).filter(|_| !gone.contains(&at)).cloned();
        let groups = groups(&scanned, &read, &GroupOptions::default()).groups;
        groups.iter().map(|group| group.notes.iter().map(|member| member.at).collect()).collect()
    };
    assert_eq!(members(&[]), [[0, 1, 2]]);
    assert_eq!(members(&[1]), [[0, 2]]);
    assert_eq!(members(&[0, 1]), [[0; 0]; 0]);
}

#[test]
fn a_variant_with_the_name_of_a_copy_is_found_by_what_it_says() {
    let notes = [("In/Call 1.md", offsite(TEAM, false)), ("In/Offsite.md", offsite(TEAM, true))];
    check(&notes, &[(Confidence::Likely, &["In/Call 1.md", "In/Offsite.md"])]);
}
