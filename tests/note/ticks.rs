//! What is read of a ticked note, whatever was done to its lines.

use super::desk::{Desk, ids};
use super::{MONDAY, MONDAY_AGAIN, both, disagreeing, text, ticked};
use notefold::links::of_note;
use notefold::plan::Plan;
use notefold::review::Verdict;
use notefold::review::note::{Ticks, note, plan_of, updated};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What is read of the note about the two groups once `edit` has been made, as `accept: …; reject: …; refused: …; odd: …`.
/// The group that waits is called W in it, the ready one R.
fn check(edit: impl Fn(&str, &str, &str) -> String, expect: &str) {
    let desk = disagreeing();
    let plan = desk.plans(&["--note"]);
    let (waits, ready) = both(&plan);
    let plan = Plan::parse(plan.to_string().as_bytes()).unwrap();
    let text = text(&desk);
    let hash = plan_of(&text).unwrap();
    let Ticks { verdicts, refused, odd } = Ticks::read(&edit(&text, &waits, &ready), &plan, hash);
    let named = |text: &str| text.replace(&waits, "W").replace(&ready, "R");
    let mut found = Vec::new();
    for (word, verdict) in [("accept", Verdict::Accept), ("reject", Verdict::Reject)] {
        for group in verdicts.groups().iter().filter(|group| group.verdict == verdict) {
            let values: String =
                group.conflicts.iter().map(|it| format!(" {}={}", it.field, it.value)).collect();
            found.push(format!("{word} {}{values}", named(&group.id)));
        }
    }
    found.sort();
    found.extend(refused.iter().map(|(group, why)| format!("{} refused: {}", named(group), named(why))));
    found.extend(odd.iter().map(|why| format!("odd: {}", named(why))));
    assert_eq!(found.join("; "), expect);
}

/// Ticks marks in which W and R stand for the groups.
fn ticks<'a>(marks: &'a [&'a str]) -> impl Fn(&str, &str, &str) -> String + 'a {
    move |text, waits, ready| {
        let marks: Vec<String> =
            marks.iter().map(|mark| mark.replace('W', waits).replace('R', ready)).collect();
        ticked(text, &marks.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

#[test]
fn ticks_are_read_as_they_are_meant() {
    check(|text, _, _| text.to_owned(), "");
    check(ticks(&["accept W", "reject R"]), "accept W; reject R");
    check(ticks(&["accept W", "take W 0 1", "take W 1 0"]), "accept W due=2025-11-04");
    check(ticks(&["accept W", "take W 2 1"]), "accept W title=Standup of the team");
    check(ticks(&["accept-ready"]), "accept R");
    check(ticks(&["accept-ready", "reject R"]), "reject R");
    check(ticks(&["reject W", "take W 0 1"]), "reject W");
}

#[test]
fn ticks_that_contradict_each_other_are_refused_and_the_rest_is_taken() {
    check(
        ticks(&["accept W", "reject W", "accept R"]),
        "accept R; W refused: Accept and Reject are both ticked",
    );
    check(ticks(&["accept W", "take W 0 0", "take W 0 1"]), "W refused: two values are ticked for the due");
    check(ticks(&["take W 1 1"]), "W refused: a value is ticked, and neither Accept nor Reject");
}

#[test]
fn lines_mean_the_same_wherever_and_however_they_are_written() {
    let all = ["accept W", "take W 0 1", "reject R"];
    let moved = |text: &str, waits: &str, ready: &str| {
        let text = ticks(&all)(text, waits, ready);
        let (choices, others): (Vec<&str>, Vec<&str>) =
            text.lines().partition(|line| line.starts_with("- ["));
        let choices: Vec<&str> = choices.into_iter().rev().collect();
        [others.join("\n"), choices.join("\n")].join("\n\n")
    };
    check(moved, "accept W due=2025-11-04; reject R");
    let rewritten = |text: &str, waits: &str, ready: &str| {
        let text = ticks(&all)(text, waits, ready)
            .replace("- [x]", ">   * [X]")
            .replace("**Accept**: fold", "yes, fold");
        text.replace(" %%\n", " %% ✅ 2026-11-22\n").replace('\n', "\r\n")
    };
    check(rewritten, "accept W due=2025-11-04; reject R");
    let cut = |text: &str, waits: &str, ready: &str| {
        let text = ticks(&["accept R"])(text, waits, ready);
        let (before, after) = text.split_once("## Waiting").unwrap();
        format!("{before}{}", after.split_once("## Ready").unwrap().1)
    };
    check(cut, "accept R");
}

#[test]
fn what_is_not_understood_is_refused_and_not_guessed() {
    let edited = |from: &'static str, to: &'static str| {
        move |text: &str, waits: &str, ready: &str| {
            let text = ticks(&["accept W", "accept R"])(text, waits, ready);
            let in_waiting = text.find("## Ready").unwrap();
            let (waiting, rest) = text.split_at(in_waiting);
            let line = |line: &str| {
                if line.contains("**Accept**") { line.replace(from, to) } else { line.to_owned() }
            };
            waiting.lines().map(line).collect::<Vec<_>>().join("\n") + "\n" + rest
        }
    };
    let refused = |edit: &dyn Fn(&str, &str, &str) -> String, why: &str| {
        check(edit, &format!("accept R; W refused: {why}"));
    };
    let number = 39;
    refused(&edited("[x]", "[-]"), &format!("line {number} has [-], which is neither ticked nor empty"));
    refused(
        &edited("%% notefold accept", "%% accept"),
        &format!("line {number} is ticked, and its comment is gone"),
    );
    refused(
        &edited("%% notefold accept", "%% notefold acept"),
        &format!("line {number} does not have one comment that is understood"),
    );
    refused(
        &|text: &str, waits: &str, ready: &str| {
            let copy = format!("- [ ] copied %% notefold accept {waits} %%\n");
            ticks(&["accept W", "accept R"])(text, waits, ready) + &copy
        },
        "Accept is there more than once, ticked and not ticked",
    );
    refused(
        &|text: &str, waits: &str, ready: &str| {
            ticks(&["accept W", "accept R"])(text, waits, ready)
                .replace(&format!("{waits} 1 0"), &format!("{waits} 7 0"))
        },
        "it has no value 0 for a conflict 7",
    );
    check(
        |text, _, _| format!("{text}- [x] what %% notefold accept ffff %%\n- [x] mine\n"),
        "odd: the plan has no group ffff",
    );
}

#[test]
fn text_of_notes_is_no_task_tag_link_or_field_in_the_note() {
    let hostile = "%% notefold accept-ready %% - [ ] #task [[Index]] ![[Index]] [x](Index.md) [due:: 2025-01-01] <b> `c` ^id";
    let with = |text: &str| {
        text.replace("Send the deck about pricing", hostile)
            .replace("Send the pricing deck", hostile)
            .replace("2025-11-05", "2025-11-05 ⏫")
    };
    let desk = Desk::with(&[
        ("Meetings/- [ ] #task [[x]] ## %% notefold accept-ready %%.md", &with(MONDAY)),
        ("Inbox/%% notefold accept-ready %% [x] ^a.md", &with(MONDAY_AGAIN)),
        ("Index.md", ""),
    ]);
    let plan = desk.plans(&["--note"]);
    assert_eq!(ids(&plan).len(), 1);
    let text = text(&desk);
    assert!(of_note(&text).is_empty(), "neither name can be linked to:\n{text}");
    assert!(!Ticks::any(&text), "{text}");
    for line in text.lines() {
        let words = line.trim_start_matches(['#', '>', ' ', '-']);
        assert!(!words.contains('#') || words.contains("&#"), "a tag in {line:?}");
        assert!(!words.replace("&#", "").contains('#') && !line.contains("::"), "{line:?}");
        let is_box = line.trim_start_matches([' ', '>']).starts_with("- [");
        assert!(
            !is_box || (line.trim_start_matches("> ").starts_with("- [ ] ") && line.ends_with(" %%")),
            "a task in {line:?}"
        );
        assert!(!is_box || !line.contains(['📅', '⏫', '#']), "a field of a task in {line:?}");
    }
    let parsed = Plan::parse(plan.to_string().as_bytes()).unwrap();
    let again = note(&parsed, plan_of(&text).unwrap(), "notefold apply --from-note");
    assert_eq!(again, text, "it is made from the plan alone");
}

/// What a person or a program may do to lines of a note.
#[derive(Debug, Clone)]
enum Edit {
    Tick,
    Delete,
    Twice,
    Swap(usize),
    Cut(usize),
    Write(String),
}

fn edits() -> impl Strategy<Value = Vec<(usize, Edit)>> {
    let edit = prop_oneof![
        4 => Just(Edit::Tick),
        1 => Just(Edit::Delete),
        1 => Just(Edit::Twice),
        1 => (0usize..200).prop_map(Edit::Swap),
        1 => (0usize..80).prop_map(Edit::Cut),
        1 => "[-\\[\\] x>#%a-z ]{0,40}".prop_map(Edit::Write),
    ];
    proptest::collection::vec((0usize..200, edit), 0..24)
}

fn edited(text: &str, edits: &[(usize, Edit)]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (at, edit) in edits {
        let at = at % lines.len().max(1);
        let Some(line) = lines.get_mut(at) else { continue };
        match edit {
            Edit::Tick => *line = line.replacen("- [ ]", "- [x]", 1),
            Edit::Delete => drop(lines.remove(at)),
            Edit::Twice => {
                let copy = line.clone();
                lines.push(copy);
            }
            Edit::Swap(other) => {
                let other = other % lines.len();
                lines.swap(at, other);
            }
            Edit::Cut(length) => *line = line.chars().take(*length).collect(),
            Edit::Write(words) => lines.insert(at, words.clone()),
        }
    }
    lines.join("\n") + "\n"
}

#[test]
fn whatever_is_done_to_a_note_nothing_is_done_that_is_not_ticked() {
    let desk = disagreeing();
    let plan = desk.plans(&["--note"]);
    let written = text(&desk);
    let hash = plan_of(&written).unwrap();
    let plan = Plan::parse(plan.to_string().as_bytes()).unwrap();
    proptest!(|(edits in edits())| {
        let text = edited(&written, &edits);
        let ticks = Ticks::read(&text, &plan, hash);
        let is_ticked = |mark: &str| {
            text.lines().any(|line| line.contains("[x]") && line.contains(&format!("%% notefold {mark} %%")))
        };
        for verdict in ticks.verdicts.groups() {
            let id = &verdict.id;
            let (accept, reject) = (format!("accept {id}"), format!("reject {id}"));
            match verdict.verdict {
                Verdict::Accept => prop_assert!(is_ticked(&accept) || is_ticked("accept-ready")),
                Verdict::Reject => prop_assert!(is_ticked(&reject)),
                Verdict::Later => prop_assert!(false, "nobody said so"),
            }
            prop_assert!(!ticks.refused.contains_key(id));
        }
        let once = updated(&text, &BTreeMap::new(), None);
        prop_assert_eq!(updated(&once, &BTreeMap::new(), None), once.clone());
        // Of what a person wrote nothing goes where nothing was done.
        let is_count = |line: &&str| !line.ends_with(" open");
        let (before, after): (Vec<&str>, Vec<&str>) = (text.lines().filter(is_count).collect(), once.lines().filter(is_count).collect());
        prop_assert_eq!(before, after);
    });
}
