//! Deciding from outside: verdicts files, what is remembered of them, keys typed in a terminal.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "it looks at the files the program was to write")]

#[path = "../desk/mod.rs"]
mod desk;
mod rows;
#[cfg(unix)]
mod terminal;

use desk::{Desk, ids, texts};
use notefold::disk::ContentHash;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

const MONDAY: &str = "---\ndate: 2025-10-27\nparticipants: [Tomer Hagay, Ana Ruiz]\nsource_ref: T/standup 27.md\n---\n\n# Standup\n\n## Actions\n\n- [ ] Send the deck about pricing to the customer @Tomer 📅 2025-11-03\n- [ ] Book a room for the workshop in Haifa @Ana\n\n## Decisions\n\n- The launch of the beta moves to the second week of November\n";
const MONDAY_AGAIN: &str = "---\ndate: 2025-10-27\nparticipants: [Tomer Hagay, Ana Ruiz]\nsource_ref: Old/T/standup 27.md\n---\n\n# Standup of the team\n\n## Actions\n\n- [?] Send the pricing deck to the customer @Tomer 📅 2025-11-04\n- [?] Book the workshop room in Haifa @Ana\n\n## Decisions\n\n- The beta launch moves to the second week of November\n";

/// A vault with one group, whose notes disagree about a date, and a link to each of them.
fn disagreeing() -> Desk {
    Desk::with(&[
        ("Meetings/Standup.md", MONDAY),
        ("Inbox/Standup 27 Oct.md", MONDAY_AGAIN),
        ("Index.md", "[[Standup]] [[Standup 27 Oct]]\n"),
    ])
}

/// Where the latest plan of the desk's vault is kept.
fn plan_file(desk: &Desk) -> PathBuf {
    let states = fs::read_dir(desk.folder.path().join("state")).unwrap();
    states.map(|entry| entry.unwrap().path().join("plan.json")).find(|path| path.exists()).unwrap()
}

/// A verdicts file about the latest plan.
fn verdicts(desk: &Desk, groups: &Value) -> PathBuf {
    let plan = ContentHash::of(&fs::read(plan_file(desk)).unwrap());
    let path = desk.folder.path().join("verdicts.json");
    let file = json!({"format_version": 1, "plan": plan, "groups": groups});
    fs::write(&path, file.to_string()).unwrap();
    path
}

/// All texts of the vault by their paths.
fn vault(desk: &Desk) -> BTreeMap<PathBuf, Vec<u8>> {
    texts(&desk.tree()).into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

fn paths(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|note| note["path"].as_str().unwrap()).collect()
}

#[test]
fn what_was_accepted_is_applied_wherever_it_waits_and_nothing_else() {
    let desk = Desk::example();
    let plan = desk.plans(&[]);
    let groups = plan["groups"].as_array().unwrap();
    let waits = |group: &&Value| !group["waits"].as_array().unwrap().is_empty();
    let waiting = groups.iter().find(waits).unwrap();
    let ready: Vec<&Value> = groups.iter().filter(|group| !waits(group)).take(3).collect();
    let file = verdicts(
        &desk,
        &json!([
            {"id": waiting["id"], "verdict": "accept"},
            {"id": ready[0]["id"], "verdict": "reject"},
            {"id": ready[1]["id"], "verdict": "later"},
        ]),
    );
    let told = desk.ends(&["apply", "--verdicts", file.to_str().unwrap()], 0);
    assert!(told.stdout.starts_with("applied 1 group"), "{}", told.stdout);
    assert!(told.stderr.contains("1 rejected, and not proposed again"), "{}", told.stderr);
    let exists = |group: &Value| paths(&group["notes"]).iter().all(|path| desk.vault().join(path).exists());
    assert!(!exists(waiting), "what was accepted is folded");
    assert!(ready.iter().all(|group| exists(group)), "what was not is not");
}

#[test]
fn what_was_rejected_is_not_proposed_again_until_it_is_forgotten() {
    let desk = disagreeing();
    let plan = desk.plans(&[]);
    let id = plan["groups"][0]["id"].as_str().unwrap();
    let file = verdicts(&desk, &json!([{"id": id, "verdict": "reject"}]));
    let before = desk.tree();
    desk.ends(&["apply", "--verdicts", file.to_str().unwrap()], 0);
    assert!(desk.tree() == before, "nothing was accepted");
    // Wherever the notes are: it is their texts that were rejected.
    fs::rename(desk.vault().join("Meetings/Standup.md"), desk.vault().join("Elsewhere.md")).unwrap();
    assert_eq!(ids(&desk.plans(&[])), [] as [&str; 0]);
    let scan = desk.ends(&["scan", "--format", "json"], 0);
    assert_eq!(serde_json::from_str::<Value>(&scan.stdout).unwrap()["groups"], json!([]));
    assert!(scan.stderr.contains("1 group you rejected"), "{}", scan.stderr);
    let named = desk.plans(&["--only", id]);
    assert_eq!(ids(&named), [id], "it can be asked for by name");
    let listed = desk.ends(&["history", "--rejected"], 0).stdout;
    assert!(listed.contains(id) && listed.contains("Inbox/Standup 27 Oct.md"), "{listed}");
    desk.refuses(&["history", "--forget", "ffff"], 2, "no rejected group and no pair of items");
    desk.ends(&["history", "--forget", id], 0);
    let again = desk.plans(&[]);
    assert_eq!(ids(&again), [id]);
    desk.applies_all(&again, 0);
    let state = plan_file(&desk).with_file_name("rejected.json");
    assert!(state.exists());
    fs::write(&state, "{\"format_version\": 9}").unwrap();
    desk.refuses(&["plan"], 2, "version 9");
}

#[cfg(unix)]
#[test]
fn what_is_remembered_is_for_the_user_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = disagreeing();
    let id = ids(&desk.plans(&[]))[0].clone();
    let file = verdicts(&desk, &json!([{"id": id, "verdict": "reject"}]));
    desk.ends(&["apply", "--verdicts", file.to_str().unwrap()], 0);
    let mode = fs::metadata(plan_file(&desk).with_file_name("rejected.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn another_base_makes_another_plan_and_what_changes_is_shown() {
    let desk = disagreeing();
    let plan = desk.plans(&[]);
    let [base, other] = paths(&plan["groups"][0]["notes"])[..] else { panic!("{plan}") };
    let id = &plan["groups"][0]["id"];
    let file = verdicts(&desk, &json!([{"id": id, "verdict": "accept", "base": other}]));
    let told = desk.ends(&["apply", "--verdicts", file.to_str().unwrap()], 0).stdout;
    assert!(told.contains(&format!("the base is {other}, not {base}")), "{told}");
    assert!(told.contains("+- [ ] ") || told.contains("-- [ ] "), "{told}");
    assert!(desk.vault().join(other).exists() && !desk.vault().join(base).exists());
    let index = fs::read_to_string(desk.vault().join("Index.md")).unwrap();
    let name = PathBuf::from(other);
    let name = name.file_stem().unwrap().to_str().unwrap();
    assert_eq!(index, format!("[[{name}]] [[{name}]]\n"));
    desk.ends(&["undo"], 0);
    assert_eq!(vault(&desk), vault(&disagreeing()));
}

#[test]
fn another_base_is_not_taken_where_the_group_does_not_come_out_as_it_was_reviewed() {
    let desk = disagreeing();
    let plan = desk.plans(&[]);
    let other = paths(&plan["groups"][0]["notes"])[1];
    let file = verdicts(&desk, &json!([{"id": plan["groups"][0]["id"], "verdict": "accept", "base": other}]));
    fs::write(desk.vault().join("Another index.md"), "[[Standup 27 Oct]]\n").unwrap();
    desk.refuses(&["apply", "--verdicts", file.to_str().unwrap()], 5, "does not come out as it was reviewed");
}

/// The id of the row one of whose sources says `words`, and its group's.
fn row_saying(plan: &Value, words: &str) -> (Value, Value) {
    let groups = plan["groups"].as_array().unwrap().iter();
    let rows = groups
        .flat_map(|group| group["fold"]["rows"].as_array().unwrap().iter().map(move |row| (group, row)));
    let says = |row: &Value| {
        row["sources"]
            .as_array()
            .unwrap()
            .iter()
            .any(|source| source["text"].as_str().unwrap().contains(words))
    };
    let (group, row) = rows.into_iter().find(|(_, row)| says(row)).unwrap();
    (group["id"].clone(), row["id"].clone())
}

#[test]
fn verdicts_that_are_missing_broken_or_about_another_plan_are_refused() {
    let desk = disagreeing();
    let plan = desk.plans(&[]);
    let id = &plan["groups"][0]["id"];
    let refused = |groups: &Value, code: i32, says: &str| {
        let file = verdicts(&desk, groups);
        desk.refuses(&["apply", "--verdicts", file.to_str().unwrap()], code, says);
    };
    refused(&json!([{"id": "ffff", "verdict": "accept"}]), 2, "no such group");
    refused(&json!([{"id": id, "verdict": "perhaps"}]), 2, "unknown variant");
    refused(&json!([{"id": id, "verdict": "accept", "also": 1}]), 2, "unknown field");
    refused(&json!([{"id": id, "verdict": "accept"}, {"id": id, "verdict": "reject"}]), 2, "decided twice");
    refused(&json!([{"id": id, "verdict": "accept", "base": "Index.md"}]), 2, "cannot be the base");
    refused(&json!([{"id": id, "verdict": "accept", "base": "../out.md"}]), 2, "not the path of a file");
    desk.refuses(&["apply", "--verdicts", "none.json"], 2, "no such file");
    desk.refuses(&["apply", "--verdicts"], 2, "no such file");
    let file = verdicts(&desk, &json!([]));
    let good = fs::read_to_string(&file).unwrap();
    let typed = file.to_str().unwrap();
    fs::write(&file, good.replace("\"format_version\":1", "\"format_version\":2")).unwrap();
    desk.refuses(&["apply", "--verdicts", typed], 2, "version 2");
    fs::write(&file, "{").unwrap();
    desk.refuses(&["apply", "--verdicts", typed], 2, "no verdicts");
    fs::write(&file, good).unwrap();
    fs::write(desk.vault().join("Index.md"), "[[Standup 27 Oct]]\n").unwrap();
    desk.plans(&[]);
    desk.refuses(&["apply", "--verdicts", typed], 5, "about another plan");
}

#[test]
fn without_a_terminal_it_says_what_to_do_instead() {
    let desk = disagreeing();
    desk.refuses(&["review"], 2, "no plan is kept");
    desk.plans(&[]);
    desk.refuses(&["review"], 2, "no terminal");
}

#[test]
fn the_verdicts_of_the_readme_are_read_and_fit_but_for_their_groups() {
    let desk = disagreeing();
    desk.plans(&[]);
    let readme = include_str!("../../README.md");
    let example = readme.split("```json\n").find(|part| part.contains("\"verdict\"")).unwrap();
    let example = example.split_once("```").unwrap().0;
    let hash = ContentHash::of(&fs::read(plan_file(&desk)).unwrap()).to_string();
    let file = desk.folder.path().join("readme.json");
    fs::write(&file, example.replace("<sha256 of the plan file>", &hash)).unwrap();
    let says = "group `050ffe9a20bd`: the plan has no such group";
    desk.refuses(&["apply", "--verdicts", file.to_str().unwrap()], 2, says);
}
