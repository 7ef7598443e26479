//! Unattended passes over a vault in which a generator writes again what was folded, and a person works on.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "it looks at the files the program was to write")]

#[expect(dead_code, reason = "other tests use the rest of it")]
mod desk;

use desk::{Desk, tree};
use std::fs;
use std::path::PathBuf;

/// A note of a generator, and another of the same meeting.
const MONDAY: &str = "---\ndate: 2025-10-27\nparticipants: [Tomer Hagay, Ana Ruiz]\nsource_ref: T/standup 27.md\n---\n\n# Standup\n\n## Actions\n\n- [ ] Send the deck about pricing to the customer @Tomer ^deck\n- [ ] Book a room for the workshop in Haifa @Ana\n\n## Decisions\n\n- The launch of the beta moves to the second week of November\n";
const AGAIN: &str = "---\ndate: 2025-10-27\nparticipants: [Tomer Hagay, Ana Ruiz]\nsource_ref: Old/T/standup 27.md\n---\n\n# Standup of the team\n\n## Actions\n\n- [?] Send the pricing deck to the customer @Tomer\n- [?] Book the workshop room in Haifa @Ana\n\n## Decisions\n\n- The beta launch moves to the second week of November\n";

const CANONICAL: &str = "Meetings/Standup.md";
const VARIANT: &str = "Inbox/Standup 27 Oct.md";

const PASS: [&str; 5] =
    ["maintain", "--set", "maintain.quiet_minutes=0", "--set", "maintain.min_confidence=likely"];

/// A vault in which the two were folded in a first pass.
fn folded() -> Desk {
    let desk = Desk::with(&[(CANONICAL, MONDAY), (VARIANT, AGAIN), ("Index.md", "[[Standup 27 Oct]]\n")]);
    let said = applies(&desk, 1);
    assert!(said.contains(&format!("applied: {CANONICAL}\n")), "it does not say what was folded:\n{said}");
    assert!(!desk.vault().join(VARIANT).exists());
    desk
}

/// Makes a pass that applies so many groups; then another one, which does and writes nothing.
fn applies(desk: &Desk, groups: usize) -> String {
    let said = desk.ends(&PASS, 0).stdout;
    let counted = if groups == 1 { "1 group applied".to_owned() } else { format!("{groups} groups applied") };
    assert!(said.starts_with(&counted), "{said}");
    let before = everything(desk);
    let again = desk.ends(&PASS, 0).stdout;
    assert!(again.starts_with("0 groups applied"), "{again}");
    let changed: Vec<PathBuf> = everything(desk)
        .into_iter()
        .filter(|(path, entry)| before.get(path) != Some(entry))
        // Who holds the lock is written into it.
        .map(|(path, _)| path)
        .filter(|path| !path.ends_with("lock") && path.extension().is_some())
        .collect();
    assert_eq!(changed, Vec::<PathBuf>::new(), "a second pass wrote something");
    said
}

fn everything(desk: &Desk) -> std::collections::BTreeMap<PathBuf, desk::Entry> {
    tree(desk.folder.path())
}

fn read(desk: &Desk, path: &str) -> String {
    fs::read_to_string(desk.vault().join(path)).unwrap()
}

fn write(desk: &Desk, path: &str, text: &str) {
    fs::create_dir_all(desk.vault().join(path).parent().unwrap()).unwrap();
    fs::write(desk.vault().join(path), text).unwrap();
}

/// Makes a pass that leaves a group for this reason, and the vault as it is.
fn waits(desk: &Desk, why: &str) {
    let before = desk.tree();
    let said = applies(desk, 0);
    assert!(said.contains(why), "{said}");
    assert!(desk.tree() == before);
}

#[test]
fn what_is_generated_again_is_retired_and_what_the_person_did_stands() {
    let desk = folded();
    let edited = read(&desk, CANONICAL)
        .replace("- [ ] Send the deck", "- [x] Send the deck")
        .replace("- [ ] Book a room for the workshop in Haifa @Ana Ruiz\n", "")
        + "\n## Mine\n\nThe customer wants it in Hebrew.\n";
    write(&desk, CANONICAL, &edited);
    for path in [VARIANT, "Inbox/Other name.md", "Elsewhere/Standup 27 Oct.md"] {
        write(&desk, path, AGAIN);
        applies(&desk, 1);
        assert_eq!(read(&desk, CANONICAL), edited);
        assert!(!desk.vault().join(path).exists());
    }
    // Other words for the same, and one thing more.
    let reworded = AGAIN
        .replace("Book the workshop room in Haifa", "Book the room in Haifa for the workshop")
        .replace("## Decisions", "- [?] Write to the venue about the catering @Ana\n\n## Decisions");
    write(&desk, VARIANT, &reworded);
    applies(&desk, 1);
    let text = read(&desk, CANONICAL);
    assert!(text.contains("- [x] Send the deck") && text.contains("Hebrew"), "{text}");
    assert!(text.contains("Write to the venue about the catering"), "{text}");
    assert!(!text.contains("Book"), "what was deleted came back:\n{text}");
    write(&desk, VARIANT, &reworded);
    applies(&desk, 1);
    assert_eq!(read(&desk, CANONICAL), text);
}

#[test]
fn a_canonical_note_is_known_wherever_it_is_moved() {
    let desk = folded();
    let moved = "Projects/Pricing.md";
    fs::create_dir_all(desk.vault().join("Projects")).unwrap();
    fs::rename(desk.vault().join(CANONICAL), desk.vault().join(moved)).unwrap();
    let text = read(&desk, moved).replace("- [ ] Send", "- [x] Send");
    write(&desk, moved, &text);
    write(&desk, VARIANT, AGAIN);
    applies(&desk, 1);
    assert_eq!(read(&desk, moved), text);
    // The generator knows nothing of that, and writes where it wrote before.
    write(&desk, CANONICAL, MONDAY);
    applies(&desk, 1);
    assert!(read(&desk, moved).contains("- [x] Send"));
}

#[test]
fn what_a_person_took_back_is_not_folded_again_until_they_do_it_themselves() {
    let desk = folded();
    desk.ends(&["undo"], 0);
    waits(&desk, "you took back the folding of these notes");
    // Written anew, they are still the notes that were taken apart.
    write(&desk, VARIANT, &AGAIN.replace("the customer", "customers"));
    waits(&desk, "you took back the folding of these notes");
    let plan = desk.plans(&[]);
    desk.applies_all(&plan, 0);
    write(&desk, VARIANT, AGAIN);
    applies(&desk, 1);
    // Undoing the later fold alone leaves the first as it was.
    desk.ends(&["undo"], 0);
    waits(&desk, "you took back the folding of these notes");
    write(&desk, "Inbox/New name.md", &AGAIN.replace("Book the", "Get the"));
    fs::remove_file(desk.vault().join(VARIANT)).unwrap();
    applies(&desk, 1);
}

#[test]
fn where_nothing_is_known_of_what_was_written_a_person_decides() {
    let desk = folded();
    let ledger = walkdir::WalkDir::new(desk.folder.path().join("state"))
        .into_iter()
        .map(Result::unwrap)
        .find(|entry| entry.file_name() == "ledger.jsonl")
        .unwrap();
    let kept = fs::read_to_string(ledger.path()).unwrap();
    write(&desk, VARIANT, AGAIN);
    fs::write(ledger.path(), kept.replacen("\"format_version\":1", "\"format_version\":2", 1)).unwrap();
    desk.refuses(&PASS, 2, "has the format version 2");
    fs::remove_file(ledger.path()).unwrap();
    waits(&desk, "nothing is known of what was written then");
    fs::write(ledger.path(), kept).unwrap();
    applies(&desk, 1);
}

#[test]
fn a_canonical_note_that_something_wrote_over_is_left_for_a_person() {
    let desk = folded();
    write(&desk, CANONICAL, &MONDAY.replace("Haifa", "Akko"));
    write(&desk, VARIANT, AGAIN);
    waits(&desk, "something has written another text over it");
    // Two canonical notes are two too many.
    let desk = folded();
    let text = read(&desk, CANONICAL);
    write(&desk, "Inbox/Standup copy.md", &text.replace("- Inbox/Standup 27 Oct.md", "- Inbox/Other.md"));
    waits(&desk, "are both canonical notes");
}

#[test]
fn the_backups_of_old_runs_are_pruned_and_those_runs_cannot_be_undone() {
    let desk = folded();
    write(&desk, VARIANT, &AGAIN.replace("## Decisions", "- [?] Call the venue @Ana\n\n## Decisions"));
    applies(&desk, 1);
    let runs: serde_json::Value =
        serde_json::from_str(&desk.ends(&["history", "--format", "json"], 0).stdout).unwrap();
    let run = |at: usize| runs["runs"][at]["run"].as_str().unwrap().to_owned();
    assert_eq!(runs["passes"].as_array().unwrap().len(), 2);
    let before = everything(&desk);
    let would = desk.ends(&["prune", "--older-than", "0", "--dry-run"], 0).stdout;
    assert!(would.starts_with("would remove the backups of 1 run:") && would.contains(&run(0)), "{would}");
    assert!(everything(&desk) == before);
    assert!(desk.ends(&["prune"], 0).stdout.contains("no run older than 90 days"));
    desk.ends(&["prune", "--older-than", "0"], 0);
    assert!(desk.ends(&["prune", "--older-than", "0"], 0).stdout.contains("no run older than 0 days"));
    desk.refuses(&["undo", &run(0)], 2, "were pruned");
    // Of what a person writes night after night only the last is needed, and what was folded.
    for words in ["one", "two", "three"] {
        write(&desk, CANONICAL, &(read(&desk, CANONICAL) + "\n" + words + "\n"));
        applies(&desk, 0);
    }
    let texts = || -> Vec<PathBuf> {
        let all = everything(&desk).into_keys();
        all.filter(|path| path.components().any(|part| part.as_os_str() == "texts")).collect()
    };
    // A text is as old as its second.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let kept = texts();
    let said = desk.ends(&["prune", "--older-than", "0"], 0).stdout;
    assert!(said.contains("removed 2 texts canonical notes once held"), "{said}");
    assert_eq!(texts().len(), kept.len() - 2);
    // What folding again needs is no backup.
    write(&desk, VARIANT, AGAIN);
    applies(&desk, 1);
    desk.ends(&["undo"], 0);
}

#[test]
fn a_group_only_the_ledger_knows_is_planned_by_its_id() {
    let desk = folded();
    let head = read(&desk, CANONICAL);
    let (properties, _) = head.split_once("# Standup").unwrap();
    write(&desk, CANONICAL, &(properties.replace("2025-10-27", "2025-12-24") + "# Something else\n"));
    write(&desk, VARIANT, AGAIN);
    let plan = |more: &[&str]| desk.plans(&[&["--min-confidence", "likely"], more].concat());
    let ids = desk::ids(&plan(&[]));
    assert_eq!(ids.len(), 1);
    let scanned = desk.ends(&["scan", "--format", "json", "--min-confidence", "doubtful"], 0).stdout;
    assert!(!scanned.contains(&ids[0]), "grouping finds it, too:\n{scanned}");
    assert_eq!(desk::ids(&plan(&["--only", &ids[0]])), ids);
    desk.refuses(&["plan", "--only", "ffffffffffff"], 2, "no group");
}

#[test]
fn a_vault_is_looked_after_by_one_machine() {
    let desk = folded();
    let host = walkdir::WalkDir::new(desk.folder.path().join("state"))
        .into_iter()
        .map(Result::unwrap)
        .find(|entry| entry.file_name() == "host")
        .unwrap();
    fs::write(host.path(), "elsewhere\n").unwrap();
    write(&desk, VARIANT, AGAIN);
    desk.refuses(&PASS, 4, "`elsewhere` looks after this vault");
    let here = fs::read_to_string(host.path()).unwrap();
    assert_eq!(here, "elsewhere\n");
    desk.ends(&[&PASS[..], &["--take-over"]].concat(), 0);
    assert_ne!(fs::read_to_string(host.path()).unwrap(), here);
    applies(&desk, 0);
    desk.refuses(
        &[&PASS[..], &["--set", "maintain.host=other"]].concat(),
        4,
        "`other` looks after this vault",
    );
}

#[test]
fn a_person_says_what_may_be_done_unattended_and_where_the_rest_is_queued() {
    let disagreeing = [
        (CANONICAL, MONDAY.replace("@Ana", "@Ana 📅 2025-11-03")),
        (VARIANT, AGAIN.replace("@Ana", "@Ana 📅 2025-11-04")),
    ];
    let files: Vec<(&str, &str)> = disagreeing.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let desk = Desk::with(&files);
    waits(&desk, "the notes disagree about the due");
    let set = |value: &'static str| [&PASS[..], &["--set", value]].concat();
    let said = desk.ends(&set("maintain.include=[\"Inbox\"]"), 0).stdout;
    assert!(said.contains("is not looked after unattended"), "{said}");
    let note = |desk: &Desk| desk.tree().into_keys().find(|path| path.to_string_lossy().contains("eview"));
    assert_eq!(note(&desk), None);
    desk.ends(&set("maintain.queue=note"), 0);
    assert!(note(&desk).is_some());
    let before = everything(&desk);
    desk.ends(&set("maintain.queue=note"), 0);
    assert_eq!(everything(&desk).len(), before.len());
    assert!(
        desk.tree()
            .into_iter()
            .all(|(path, entry)| before.get(&PathBuf::from("Vault").join(path)) == Some(&entry))
    );
    let said = desk.ends(&set("maintain.conflicts=[\"due\"]"), 0).stdout;
    assert!(said.starts_with("1 group applied"), "{said}");
}

#[test]
fn what_cannot_be_put_right_locks_out_until_somebody_has_looked() {
    let desk = folded();
    let journal = walkdir::WalkDir::new(desk.folder.path().join("state"))
        .into_iter()
        .map(Result::unwrap)
        .find(|entry| entry.file_name() == "journal.jsonl")
        .unwrap();
    let text = fs::read_to_string(journal.path()).unwrap();
    // A run that was cut off before its end, and whose putting right failed.
    let cut: String =
        text.lines().filter(|line| !line.contains("\"finished\"")).map(|line| format!("{line}\n")).collect();
    fs::write(journal.path(), format!("{cut}{{\"record\":\"failed\",\"why\":\"a disk is gone\"}}\n"))
        .unwrap();
    write(&desk, VARIANT, AGAIN);
    desk.refuses(&PASS, 7, "a disk is gone");
    desk.refuses(&PASS, 7, "a disk is gone");
    desk.ends(&["recover"], 0);
    applies(&desk, 1);
}

/// The example vault with a large file that each group writes anew, since its links follow: a pass is told to end long
/// before it is done, also where syncing costs nothing.
#[cfg(unix)]
fn busy() -> Desk {
    let desk = Desk::example();
    let paths: Vec<PathBuf> = desk.tree().into_keys().collect();
    let notes = paths.iter().filter_map(|path| path.to_str()?.strip_suffix(".md"));
    let links: String = notes.map(|note| format!("[[{note}]]\n")).collect();
    write(&desk, "Everything.md", &(links + &"Words of an index.\n".repeat(50_000)));
    desk
}

#[test]
#[cfg(unix)]
fn a_pass_that_is_ended_by_the_system_finishes_the_group_it_is_at() {
    use rustix::process::{Pid, Signal, kill_process};
    use std::process::Stdio;
    for _ in 0..20 {
        let desk = busy();
        let pass = ["maintain", "--set", "maintain.quiet_minutes=0"];
        let mut child = desk.command(&pass).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let has_begun = || {
            let journals = walkdir::WalkDir::new(desk.folder.path().join("state"));
            journals.into_iter().flatten().any(|entry| entry.file_name() == "journal.jsonl")
        };
        while !has_begun() && child.try_wait().unwrap().is_none() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        let told = kill_process(Pid::from_child(&child), Signal::TERM);
        let output = child.wait_with_output().unwrap();
        assert!(desk.ends(&["recover"], 0).stdout.contains("nothing to recover"));
        // It may have been done before it was told.
        if told.is_ok() && output.status.code() == Some(130) {
            let said = String::from_utf8(output.stdout).unwrap();
            assert!(said.contains("left: the run ended before it was its turn"), "{said}");
            // The next night does the rest.
            desk.ends(&pass, 0);
            return;
        }
        assert_eq!(output.status.code(), Some(0));
    }
    panic!("it was always done before it could be ended");
}
