//! The review note: what is ticked is done, what is odd is refused, and what is not ours is left alone.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "it ticks what a person would tick")]

#[path = "../desk/mod.rs"]
mod desk;
mod ticks;

use desk::{Desk, ids, texts};
use notefold::disk::ContentHash;
use notefold::links::of_note;
use notefold::review::note::{Ticks, is_review_note};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

const NOTE: &str = "notefold review.md";
const MONDAY: &str = "---\ndate: 2025-10-27\nparticipants: [Tomer Hagay, Ana Ruiz]\nsource_ref: T/standup 27.md\n---\n\n# Standup\n\n## Actions\n\n- [ ] Send the deck about pricing to the customer @Tomer 📅 2025-11-03 #task\n- [ ] Book a room for the workshop in Haifa @Ana 📅 2025-11-05\n\n## Decisions\n\n- The launch of the beta moves to the second week of November\n";
const MONDAY_AGAIN: &str = "---\ndate: 2025-10-27\nparticipants: [Tomer Hagay, Ana Ruiz]\nsource_ref: Old/T/standup 27.md\n---\n\n# Standup of the team\n\n## Actions\n\n- [?] Send the pricing deck to the customer @Tomer 📅 2025-11-04 #task\n- [?] Book the workshop room in Haifa @Ana 📅 2025-11-06\n\n## Decisions\n\n- The beta launch moves to the second week of November\n";

/// A vault with a group that waits (two due dates are in conflict) and one that is ready.
fn disagreeing() -> Desk {
    let review = "---\ndate: 2025-10-30\nparticipants: [Tomer Hagay, Ana Ruiz]\nsource_ref: T/review 30.md\n---\n\n# Review\n\n## Actions\n\n- [ ] Ask the lawyers about the wording of the new contract @Ana\n\n## Decisions\n\n- Prices stay as they are until the spring\n";
    Desk::with(&[
        ("Meetings/Standup.md", MONDAY),
        ("Inbox/Standup 27 Oct.md", MONDAY_AGAIN),
        ("Meetings/Review.md", review),
        ("Inbox/Review.md", &review.replace("# Review", "# The review")),
        ("Index.md", "[[Standup]] [[Standup 27 Oct]]\n"),
    ])
}

fn text(desk: &Desk) -> String {
    fs::read_to_string(desk.vault().join(NOTE)).unwrap()
}

/// Ticks the lines with these marks.
fn ticked(text: &str, marks: &[&str]) -> String {
    let mut found = 0;
    let line = |line: &str| {
        let is_meant = marks.iter().any(|mark| line.contains(&format!("%% notefold {mark} %%")));
        found += usize::from(is_meant);
        if is_meant { line.replacen("- [ ]", "- [x]", 1) } else { line.to_owned() }
    };
    let lines: Vec<String> = text.lines().map(line).collect();
    assert_eq!(found, marks.len(), "{marks:?} are not all in\n{text}");
    lines.join("\n") + "\n"
}

fn tick(desk: &Desk, marks: &[&str]) {
    fs::write(desk.vault().join(NOTE), ticked(&text(desk), marks)).unwrap();
}

/// The vault without the review note.
fn vault(desk: &Desk) -> BTreeMap<PathBuf, Vec<u8>> {
    let tree = desk.tree();
    let texts = texts(&tree).into_iter().filter(|(path, _)| !path.ends_with(NOTE));
    texts.map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

/// The group that waits, and the one that is ready.
fn both(plan: &Value) -> (String, String) {
    let groups = plan["groups"].as_array().unwrap().iter();
    let (waits, ready): (Vec<&Value>, Vec<&Value>) =
        groups.partition(|group| !group["waits"].as_array().unwrap().is_empty());
    let id = |groups: &[&Value]| groups[0]["id"].as_str().unwrap().to_owned();
    (id(&waits), id(&ready))
}

/// A verdicts file about the latest plan.
fn verdicts(desk: &Desk, groups: &Value) -> PathBuf {
    let states = fs::read_dir(desk.folder.path().join("state")).unwrap();
    let plan =
        states.map(|entry| entry.unwrap().path().join("plan.json")).find(|path| path.exists()).unwrap();
    let file =
        json!({"format_version": 1, "plan": ContentHash::of(&fs::read(plan).unwrap()), "groups": groups});
    let path = desk.folder.path().join("verdicts.json");
    fs::write(&path, file.to_string()).unwrap();
    path
}

#[test]
fn the_note_is_all_a_dry_run_writes_and_makes_no_other_plan() {
    let desk = Desk::example();
    let without = desk.plans(&[]);
    let before = vault(&desk);
    assert_eq!(desk.plans(&["--note"]), without);
    assert_eq!(vault(&desk), before);
    assert!(desk.tree().keys().all(|path| !path.to_string_lossy().contains(".tmp")));
    assert_eq!(desk.plans(&[]), without, "the note stands in the vault, and links to all variants");
    let scan = desk.ends(&["scan", "--format", "json", "--min-confidence", "doubtful"], 0).stdout;
    assert!(!scan.contains(NOTE), "{scan}");
}

#[test]
fn what_is_ticked_does_what_the_same_verdicts_in_a_file_do() {
    let (by_note, by_file) = (disagreeing(), disagreeing());
    let plan = by_note.plans(&["--note"]);
    let (waits, ready) = both(&plan);
    let (accept, reject) = (format!("accept {waits}"), format!("reject {ready}"));
    let take = format!("take {waits} 0 1");
    tick(&by_note, &[&accept, &take, &reject]);
    let told = by_note.ends(&["apply", "--from-note"], 0);
    assert!(told.stdout.contains("applied 1 group"), "{}", told.stdout);

    by_file.plans(&[]);
    let group =
        plan["groups"].as_array().unwrap().iter().find(|group| group["id"] == waits.as_str()).unwrap();
    let disagrees = |row: &&Value| row["conflicts"].as_array().unwrap().iter().any(|it| it["field"] == "due");
    let row = group["fold"]["rows"].as_array().unwrap().iter().find(disagrees).unwrap();
    let chosen = json!([{"row": row["id"], "field": "due", "value": "2025-11-04"}]);
    let file = verdicts(
        &by_file,
        &json!([
            {"id": waits, "verdict": "accept", "conflicts": chosen},
            {"id": ready, "verdict": "reject"},
        ]),
    );
    by_file.ends(&["apply", "--verdicts", file.to_str().unwrap()], 0);
    assert!(vault(&by_note) == vault(&by_file), "the vaults differ");
    assert!(vault(&by_note) != vault(&disagreeing()), "nothing was done");
    let canonical = fs::read_to_string(by_note.vault().join("Meetings/Standup.md")).unwrap();
    assert!(canonical.contains("📅 2025-11-04"), "{canonical}");
    let rejected = |desk: &Desk| desk.ends(&["history", "--rejected"], 0).stdout;
    assert_eq!(rejected(&by_note), rejected(&by_file));
    by_note.ends(&["undo"], 0);
    let after = text(&by_note);
    assert!(after.contains("> [!abstract] Taken back") && !after.contains("> [!success]"), "{after}");
    assert_eq!(vault(&by_note), vault(&disagreeing()));
}

#[test]
fn the_note_says_what_was_done_and_leads_nowhere_in_vain() {
    let desk = disagreeing();
    let (waits, ready) = both(&desk.plans(&["--note"]));
    let written = text(&desk);
    let mine = "## Ready\n\nMy own words, and [[Index]].\n\n- [ ] my own task\n";
    fs::write(desk.vault().join(NOTE), written.replace("## Ready\n", mine)).unwrap();
    tick(&desk, &["accept-ready"]);
    desk.ends(&["apply", "--from-note"], 0);
    let after = text(&desk);
    assert!(after.contains("**1** folded · **1** open"), "{after}");
    assert!(after.contains(mine), "what a person wrote stays:\n{after}");
    assert!(after.contains("> Inbox/Review.md is retired to .trash/Inbox/Review.md"), "{after}");
    assert!(!after.contains(&format!("accept {ready}")), "there is nothing left to decide:\n{after}");
    let part = |text: &str| {
        text.split_once(&format!("%% notefold group {waits} %%"))
            .unwrap()
            .1
            .split_once("\n## ")
            .unwrap()
            .0
            .to_owned()
    };
    assert_eq!(part(&after), part(&written), "what is open is as it was");
    for link in of_note(&after) {
        let file = desk.vault().join(format!("{}.md", link.path));
        assert!(file.exists() || link.path == "Index", "{} leads nowhere", link.path);
    }
    // What is done is done: ticking the rest does the rest, from the same note.
    tick(&desk, &[&format!("accept {waits}")]);
    desk.ends(&["apply", "--from-note"], 0);
    assert!(text(&desk).contains("**2** folded · **0** open"), "{}", text(&desk));
    let again = desk.ends(&["apply", "--from-note"], 0).stderr;
    assert!(again.contains("nothing is ticked"), "{again}");
}

#[test]
fn what_is_done_can_not_be_ticked_again_wherever_its_lines_are() {
    let desk = disagreeing();
    let (waits, ready) = both(&desk.plans(&["--note"]));
    tick(&desk, &[&format!("accept {waits}"), "accept-ready"]);
    let written = text(&desk);
    let (choices, others): (Vec<&str>, Vec<&str>) = written.lines().partition(|line| line.starts_with("- ["));
    fs::write(desk.vault().join(NOTE), [others.join("\n"), choices.join("\n")].join("\n\n") + "\n").unwrap();
    desk.ends(&["apply", "--from-note"], 0);
    let after = text(&desk);
    for id in [waits, ready] {
        assert!(
            !after.contains(&format!("accept {id}")) && !after.contains(&format!("take {id}")),
            "{after}"
        );
    }
    assert!(after.contains("**2** folded · **0** open"), "{after}");
    desk.ends(&["apply", "--from-note"], 0);
    assert_eq!(text(&desk), after);
}

#[test]
fn a_note_outlives_other_plans_and_is_told_what_they_did() {
    let desk = disagreeing();
    let (waits, ready) = both(&desk.plans(&["--note"]));
    desk.plans(&["--only", &ready]);
    desk.ends(&["apply", "--only", &ready], 0);
    assert!(text(&desk).contains("**1** folded · **1** open"), "{}", text(&desk));
    assert!(of_note(&text(&desk)).iter().all(|link| link.path != "Inbox/Review"));
    tick(&desk, &[&format!("accept {waits}")]);
    desk.ends(&["apply", "--from-note"], 0);
    assert!(!desk.vault().join("Inbox/Standup 27 Oct.md").exists());
}

#[test]
fn a_group_that_changed_since_is_left_and_the_note_says_why() {
    let desk = disagreeing();
    let (waits, _) = both(&desk.plans(&["--note"]));
    tick(&desk, &[&format!("accept {waits}"), "accept-ready"]);
    fs::write(desk.vault().join("Inbox/Standup 27 Oct.md"), MONDAY_AGAIN.replace("Haifa", "Akko")).unwrap();
    desk.ends(&["apply", "--from-note"], 3);
    let after = text(&desk);
    assert!(after.contains("**1** folded · **1** open"), "{after}");
    assert_eq!(after.matches("> [!warning] notefold left this group as it is").count(), 1, "{after}");
    let ticks = format!("- [x] **Accept**: fold them into one %% notefold accept {waits} %%");
    assert!(after.contains(&ticks), "the tick stays:\n{after}");
    desk.ends(&["apply", "--from-note"], 5);
    assert_eq!(text(&desk), after, "the same is said once");
}

#[test]
fn what_a_nightly_pass_folds_is_told_too() {
    let desk = disagreeing();
    let (waits, _) = both(&desk.plans(&["--note"]));
    let set = ["maintain.quiet_minutes=0", "maintain.max_share=1.0", "maintain.min_confidence=likely"]
        .map(|set| ["--set", set]);
    let told = desk.ends(&[&["maintain"], set.concat().as_slice()].concat(), 0);
    let after = text(&desk);
    assert!(after.contains("**1** folded · **1** open"), "{after}\n{told:?}");
    tick(&desk, &[&format!("accept {waits}")]);
    desk.ends(&["apply", "--from-note"], 0);
}

#[test]
fn it_is_said_where_tasks_would_list_the_checkboxes() {
    let desk = disagreeing();
    let folder = desk.vault().join(".obsidian/plugins/obsidian-tasks-plugin");
    fs::create_dir_all(&folder).unwrap();
    for (filter, is_said) in [("", true), ("#task", false)] {
        fs::write(folder.join("data.json"), json!({"globalFilter": filter}).to_string()).unwrap();
        let told = desk.ends(&["plan", "--note"], 0).stderr;
        assert_eq!(told.contains("path does not include notefold review"), is_said, "{told}");
    }
}

#[test]
fn what_is_refused_is_told_to_programs_too() {
    let desk = disagreeing();
    let (waits, ready) = both(&desk.plans(&["--note"]));
    tick(&desk, &[&format!("accept {waits}"), &format!("reject {waits}")]);
    let before = vault(&desk);
    let told = desk.ends(&["apply", "--from-note", "--format", "json"], 4).stdout;
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["left"][0]["group"], waits.as_str());
    assert_eq!(vault(&desk), before);
    tick(&desk, &[&format!("accept {ready}")]);
    let told = desk.ends(&["apply", "--from-note", "--format", "json"], 3).stdout;
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!((&told["left"][0]["group"], &told["done"]), (&json!(waits), &json!([ready])));
}

#[test]
fn what_is_no_review_note_is_neither_written_over_nor_read() {
    let desk = disagreeing();
    desk.refuses(&["apply", "--from-note"], 2, "there is no review note");
    desk.refuses(&["plan", "--note", "Index.md"], 4, "not a review note");
    desk.refuses(&["plan", "--force", "--note", "Index.md"], 4, "not a review note");
    desk.refuses(&["plan", "--note", ".obsidian/x.md"], 2, "hidden by a dot");
    desk.refuses(&["plan", "--note", "../out.md"], 2, "is not in the vault");
    desk.refuses(&["plan", "--note", "review.txt"], 2, "no `.md` file");
    let (waits, _) = both(&desk.plans(&["--note"]));
    let latest = desk.plans(&["--note"]);
    assert_eq!(ids(&latest).len(), 2, "without ticks it is written anew");
    tick(&desk, &[&format!("reject {waits}")]);
    desk.refuses(&["plan", "--note"], 4, "has ticks that are not done");
    desk.ends(&["plan", "--note", "--force", "-q"], 0);
    assert!(!Ticks::any(&text(&desk)));
    let unknown = text(&desk).replace("\nplan: ", "\nplan: 00");
    fs::write(desk.vault().join(NOTE), unknown).unwrap();
    desk.refuses(&["apply", "--from-note"], 5, "not kept any more");
    desk.ends(&["plan", "--note", "Reviews.md", "--set", "review.note=Reviews.md", "-q"], 0);
    desk.applies_all(&latest, 0);
    assert!(is_review_note("---\nnotefold: review\n---\n") && !is_review_note("notefold: review\n"));
}

#[cfg(unix)]
#[test]
fn what_is_ticked_does_what_the_same_keys_in_a_terminal_do() {
    use rexpect::session::{Options, spawn_with_options};
    let (ticked, typed) = (disagreeing(), disagreeing());
    let (waits, ready) = both(&ticked.plans(&["--note"]));
    tick(&ticked, &[&format!("accept {waits}"), &format!("take {waits} 0 1"), &format!("reject {ready}")]);
    ticked.ends(&["apply", "--from-note"], 0);

    typed.plans(&[]);
    let mut command = std::process::Command::new("sh");
    let line = format!("stty cols 80 rows 24; exec {} review", env!("CARGO_BIN_EXE_notefold"));
    command.args(["-c", &line]).current_dir(typed.vault()).env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap()).env("TERM", "xterm");
    command.env("NOTEFOLD_STATE_DIR", typed.folder.path().join("state"));
    let mut session = spawn_with_options(command, Options::new().timeout_ms(Some(60_000))).unwrap();
    let keys = [
        ("Group 1 of 2", "r"),
        ("Which is right?", "2"),
        ("you chose it", "q"),
        ("Fold these notes?", "y"),
        ("Group 2 of 2", "n"),
    ];
    for (asks, key) in keys {
        session.exp_string(asks).unwrap();
        session.send(key).unwrap();
        session.flush().unwrap();
    }
    session.send("q").unwrap();
    session.flush().unwrap();
    session.exp_string("1 accepted, 1 rejected").unwrap();
    session.exp_eof().unwrap();
    typed.ends(&["apply", "--verdicts"], 0);
    assert!(vault(&ticked) == vault(&typed), "the vaults differ");
}

#[test]
fn what_was_folded_before_the_note_could_say_so_is_told_the_next_time() {
    let desk = disagreeing();
    let (waits, _) = both(&desk.plans(&["--note"]));
    tick(&desk, &[&format!("accept {waits}"), &format!("take {waits} 0 1"), "accept-ready"]);
    let ticked = text(&desk);
    desk.ends(&["apply", "--from-note"], 0);
    let (told, done) = (text(&desk), vault(&desk));
    // As if it had been cut off just before it wrote the note.
    fs::write(desk.vault().join(NOTE), &ticked).unwrap();
    let again = desk.ends(&["apply", "--from-note"], 0);
    assert_eq!(again.stderr.matches("had been folded already, by run").count(), 2, "{}", again.stderr);
    assert_eq!(text(&desk), told);
    assert!(vault(&desk) == done, "it was done once");
    // What was taken back does not stand, and is done anew.
    desk.ends(&["undo"], 0);
    fs::write(desk.vault().join(NOTE), &ticked).unwrap();
    let anew = desk.ends(&["apply", "--from-note"], 0).stdout;
    assert!(anew.contains("applied 2 groups"), "{anew}");
    assert!(vault(&desk) == done, "it is the same again");
}
