//! Changing a vault from outside: plan, apply, undo, the exit codes, being killed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "it looks at the files the program was to write")]

mod desk;
mod vaults;
mod whole;

use desk::{Desk, copy, ids, texts, tree};
use notefold::disk::ContentHash;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

const MONDAY: &str = "---\ndate: 2025-10-27\nparticipants: [Tomer Hagay, Ana Ruiz]\nsource_ref: T/standup 27.md\n---\n\n# Standup\n\n## Actions\n\n- [ ] Send the deck about pricing to the customer @Tomer ^deck\n- [ ] Book a room for the workshop in Haifa @Ana\n\n## Decisions\n\n- The launch of the beta moves to the second week of November\n";
const MONDAY_AGAIN: &str = "---\ndate: 2025-10-27\nparticipants: [Tomer Hagay, Ana Ruiz]\nsource_ref: Old/T/standup 27.md\n---\n\n# Standup of the team\n\n## Actions\n\n- [?] Send the pricing deck to the customer @Tomer\n- [?] Book the workshop room in Haifa @Ana\n\n## Decisions\n\n- The beta launch moves to the second week of November\n";

/// A vault with one group, whose base is known by a block id, links of every kind to the note that will be retired, and one of them in code.
fn linked() -> Desk {
    Desk::with(&[
        ("Meetings/Standup.md", MONDAY),
        ("Inbox/Standup 27 Oct.md", MONDAY_AGAIN),
        (
            "Index.md",
            "---\nup: \"[[Standup 27 Oct]]\"\n---\n[[Standup 27 Oct]] [[standup 27 oct.md|that one]] ![[Inbox/Standup 27 Oct#Decisions]]\n\
             [md](Inbox/Standup%2027%20Oct.md) [angle](<Inbox/Standup 27 Oct.md#Actions>)\n`[[Standup 27 Oct]]`\n\n```dataview\nLIST FROM [[Standup 27 Oct]]\n```\n",
        ),
        (
            "Board.canvas",
            "{\"nodes\":[{\"id\":\"1\",\"type\":\"file\",\"file\":\"Inbox/Standup 27 Oct.md\",\"subpath\":\"#Actions\"},\n {\"id\":\"2\",\"type\":\"text\",\"text\":\"see [[Standup 27 Oct]]\"}],\"edges\":[]}\n",
        ),
    ])
}

#[test]
fn what_is_applied_and_taken_back_is_as_it_was() {
    let desk = Desk::example();
    let before = desk.tree();
    let plan = desk.plans(&[]);
    assert!(desk.tree() == before, "a dry run touched the vault");
    assert!(ids(&plan).len() > 9, "the example has groups");
    let told = desk.applies_all(&plan, 0).stdout;
    assert!(told.contains("to take it back: notefold undo"), "{told}");
    assert!(desk.tree() != before);
    let again = desk.plans(&[]);
    assert_eq!(ids(&again), [] as [&str; 0], "a plan for a vault just applied is empty");
    desk.ends(&["undo"], 0);
    let after = desk.tree();
    let differs: BTreeSet<&PathBuf> =
        before.keys().chain(after.keys()).filter(|path| before.get(*path) != after.get(*path)).collect();
    assert!(differs.is_empty(), "{differs:?}");
}

#[test]
fn an_undo_can_be_undone() {
    let desk = linked();
    let plan = desk.plans(&[]);
    desk.applies_all(&plan, 0);
    let applied = desk.tree();
    let told = desk.ends(&["undo"], 0).stdout;
    let run = told.lines().last().unwrap().rsplit(' ').next().unwrap().to_owned();
    desk.ends(&["undo", &run], 0);
    let again = desk.tree();
    assert!(texts(&again) == texts(&applied));
    desk.ends(&["undo"], 0);
    desk.ends(&["undo"], 2);
}

#[test]
fn links_of_every_kind_follow_and_what_cannot_is_named() {
    let desk = linked();
    let plan = desk.plans(&[]);
    let mentions = plan["mentions"].as_array().unwrap();
    assert_eq!(mentions.len(), 1, "{mentions:?}");
    assert_eq!((&mentions[0]["path"], &mentions[0]["line"]), (&"Index.md".into(), &9.into()));
    desk.applies_all(&plan, 0);
    let index = fs::read_to_string(desk.vault().join("Index.md")).unwrap();
    assert_eq!(
        index,
        "---\nup: \"[[Standup]]\"\n---\n[[Standup]] [[Standup.md|that one]] ![[Standup#Decisions]]\n\
         [md](Standup.md) [angle](<Standup.md#Actions>)\n`[[Standup 27 Oct]]`\n\n```dataview\nLIST FROM [[Standup 27 Oct]]\n```\n"
    );
    let board = fs::read_to_string(desk.vault().join("Board.canvas")).unwrap();
    assert_eq!(
        board,
        "{\"nodes\":[{\"id\":\"1\",\"type\":\"file\",\"file\":\"Meetings/Standup.md\",\"subpath\":\"#Actions\"},\n {\"id\":\"2\",\"type\":\"text\",\"text\":\"see [[Standup]]\"}],\"edges\":[]}\n"
    );
    assert!(desk.vault().join(".trash/Inbox/Standup 27 Oct.md").exists());
}

#[test]
fn the_patch_of_a_plan_writes_what_applying_it_writes() {
    for make in [Desk::example, linked] {
        let desk = make();
        let plan = desk.plans(&["--patch", "../all.patch"]);
        let by_git = desk.folder.path().join("by-git");
        copy(&desk.vault(), &by_git);
        let git = |arguments: &[&str]| {
            let done = Command::new("git").args(arguments).current_dir(&by_git).output().unwrap();
            assert!(done.status.success(), "{done:?}");
        };
        git(&["init", "-q", "."]);
        git(&["apply", "../all.patch"]);
        fs::remove_dir_all(by_git.join(".git")).unwrap();
        desk.applies_all(&plan, 0);
        let (by_git, by_apply) = (tree(&by_git), desk.tree());
        assert!(texts(&by_git) == texts(&by_apply));
    }
}

#[test]
fn retired_notes_go_where_they_are_told_to() {
    let desk = linked();
    desk.refuses(&["plan", "--retire", "archive=Old"], 2, "found again");
    desk.refuses(&["plan", "--retire", "archive=../out", "--set", "retire.folder=../out"], 2, "leads out");
    let archive = ["--retire", "archive=Old", "--set", "retire.folder=Old"];
    let plan = desk.plans(&archive);
    desk.applies_all(&plan, 0);
    assert_eq!(fs::read_to_string(desk.vault().join("Old/Inbox/Standup 27 Oct.md")).unwrap(), MONDAY_AGAIN);
    desk.ends(&["undo"], 0);
    assert!(!desk.vault().join("Old").exists());
    let plan = desk.plans(&["--retire", "stub"]);
    desk.applies_all(&plan, 0);
    let stub = fs::read_to_string(desk.vault().join("Inbox/Standup 27 Oct.md")).unwrap();
    assert!(stub.contains("[[Meetings/Standup]]"), "{stub}");
    assert_eq!(
        fs::read_to_string(desk.vault().join(".trash/Inbox/Standup 27 Oct.md")).unwrap(),
        MONDAY_AGAIN
    );
    assert_eq!(ids(&desk.plans(&[])), [] as [&str; 0], "a stub is no variant");
}

#[test]
fn a_plan_that_is_missing_broken_or_hostile_is_refused_with_2() {
    let desk = linked();
    desk.refuses(&["apply"], 2, "no plan is kept");
    desk.refuses(&["apply", "none.json"], 2, "cannot be read");
    desk.refuses(&["undo"], 2, "nothing to undo");
    desk.refuses(&["undo", "20250101-000000"], 2, "there is no run");
    desk.ends(&["plan", "-q", "-o", "../good.json"], 0);
    let good = fs::read_to_string(desk.folder.path().join("good.json")).unwrap();
    let inbox = "\"Inbox/Standup 27 Oct.md\"";
    let trash = "\".trash/Inbox/Standup 27 Oct.md\"";
    let hostile = [
        ("{", "{ nonsense", "not a plan"),
        ("\"format_version\": 1", "\"format_version\": 99", "version 99"),
        ("\"left\"", "\"also\": 1, \"left\"", "unknown field"),
        (trash, "\"../out.md\"", "not the path of a file"),
        (trash, "\"/etc/out.md\"", "not the path of a file"),
        (trash, "\".obsidian/out.md\"", "not a file a plan may change"),
        (trash, "\"Meetings/Standup.md\"", "not a file a plan may change"),
        (inbox, "\"Meetings/Standup.md\"", "is no plan"),
        ("Send the deck", "Send no deck", "sha256"),
    ];
    for (from, to, says) in hostile {
        let bad = good.replacen(from, to, usize::MAX);
        assert!(bad != good, "{from} is not in the plan");
        fs::write(desk.folder.path().join("bad.json"), bad).unwrap();
        desk.refuses(&["apply", "../bad.json"], 2, says);
    }
}

#[test]
fn a_group_that_changed_is_left_and_the_others_are_done_with_3() {
    let desk = Desk::example();
    let plan = desk.plans(&[]);
    let variant = plan["groups"][0]["notes"][1]["path"].as_str().unwrap();
    let id = plan["groups"][0]["id"].as_str().unwrap();
    let edited = desk.vault().join(variant);
    let mut text = fs::read_to_string(&edited).unwrap();
    text.push_str("\nOne more thing.\n");
    fs::write(&edited, &text).unwrap();
    let told = desk.applies_all(&plan, 3).stdout;
    assert!(told.contains(id) && told.contains(variant), "{told}");
    assert_eq!(fs::read_to_string(&edited).unwrap(), text);
    // All of it is stale by now.
    desk.refuses(&["apply"], 5, "changed since");
}

#[test]
fn a_plan_for_another_vault_is_refused_with_5() {
    let desk = linked();
    desk.ends(&["plan", "-q", "-o", "../plan.json"], 0);
    let other = Desk::with(&[("a.md", "a")]);
    let vault = other.vault();
    desk.refuses(&["apply", "../plan.json", "--vault", vault.to_str().unwrap()], 5, "is for the vault");
    fs::rename(desk.vault(), desk.folder.path().join("Moved")).unwrap();
    fs::create_dir(desk.vault()).unwrap();
    fs::remove_dir(desk.vault()).unwrap();
    fs::create_dir(desk.vault()).unwrap();
    desk.refuses(&["apply", "../plan.json"], 5, "changed since");
}

#[test]
fn what_waits_is_refused_with_4_until_it_is_named() {
    let due = |day: &str, text: &str| text.replace("customer @Tomer", &format!("customer @Tomer 📅 {day}"));
    let desk = Desk::with(&[
        ("Meetings/Standup.md", &due("2025-11-03", MONDAY)),
        ("Inbox/Standup 27 Oct.md", &due("2025-11-04", MONDAY_AGAIN)),
    ]);
    let plan = desk.plans(&[]);
    desk.refuses(&["apply"], 4, "waits for a decision");
    desk.refuses(&["apply", "--only", "ffff"], 2, "has no group");
    desk.applies_all(&plan, 0);
}

#[test]
fn a_vault_that_is_being_changed_is_left_alone_with_6() {
    use notefold::apply::{Holder, Lock, State};
    use notefold::disk::RealDisk;
    use notefold::vault::Vault;
    let desk = linked();
    desk.plans(&[]);
    let vault = Vault::at(&RealDisk, &desk.vault()).unwrap();
    let state = State::of(&desk.folder.path().join("state"), &vault);
    let holder = Holder { host: "here".to_owned(), process: 1, tool_version: "0".to_owned() };
    let lock = Lock::take(&RealDisk, vault, state, holder, jiff::Timestamp::UNIX_EPOCH).unwrap();
    desk.refuses(&["apply"], 6, "another run");
    desk.refuses(&["undo"], 6, "another run");
    drop(lock);
    desk.ends(&["apply"], 0);
}

#[test]
fn a_journal_that_cannot_be_believed_stops_everything_with_7() {
    let desk = linked();
    desk.plans(&[]);
    desk.ends(&["apply"], 0);
    let state = fs::read_dir(desk.folder.path().join("state")).unwrap().next().unwrap().unwrap().path();
    let run = fs::read_dir(state.join("runs")).unwrap().next().unwrap().unwrap().path();
    let journal = run.join("journal.jsonl");
    let text = fs::read_to_string(&journal).unwrap();
    fs::write(&journal, text.replacen("\"format_version\":1", "\"format_version\":9", 1)).unwrap();
    desk.refuses(&["apply"], 7, "journal");
    desk.refuses(&["undo"], 7, "journal");
    desk.refuses(&["recover"], 7, "journal");
}

#[test]
fn a_script_is_told_whether_there_is_something_to_fold() {
    let desk = linked();
    desk.ends(&["plan", "-q", "--exit-code"], 1);
    desk.ends(&["apply"], 0);
    desk.ends(&["plan", "-q", "--exit-code"], 0);
    // Nothing to do is no failure.
    desk.ends(&["apply"], 0);
}

#[cfg(unix)]
#[test]
fn interrupted_it_finishes_the_group_it_is_at_and_ends_with_130() {
    for _ in 0..20 {
        let desk = Desk::example();
        let ids = ids(&desk.plans(&[]));
        let mut arguments = vec!["apply", "--only"];
        arguments.extend(ids.iter().map(String::as_str));
        let child = desk.command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let has_begun = || {
            let journals = walkdir::WalkDir::new(desk.folder.path().join("state"));
            journals.into_iter().flatten().any(|entry| entry.file_name() == "journal.jsonl")
        };
        while !has_begun() {
            std::thread::sleep(Duration::from_millis(1));
        }
        let told = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(desk.ends(&["recover"], 0).stdout.contains("nothing to recover"));
        // It may have been done before it was told.
        if told.success() && output.status.code() != Some(0) {
            assert_eq!(output.status.code(), Some(130), "{said}");
            assert!(said.contains("as they are"), "{said}");
            return;
        }
    }
    panic!("it was always done before it could be interrupted");
}

#[test]
fn an_unattended_pass_does_what_is_certain_and_a_second_one_nothing() {
    let desk = Desk::example();
    let before = desk.tree();
    let pass = ["maintain", "--format", "json", "--set", "maintain.quiet_minutes=0"];
    let said = |arguments: &[&str]| -> serde_json::Value {
        serde_json::from_str(&desk.ends(arguments, 0).stdout).unwrap()
    };
    let would = said(&[&pass[..], &["--dry-run"]].concat());
    assert!(desk.tree() == before, "a dry run touched the vault");
    let done = said(&pass);
    let applied = |said: &serde_json::Value| -> BTreeSet<String> {
        said["applied"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(applied(&done), applied(&would));
    assert_eq!(applied(&done).len(), 4, "{done}");
    let after = desk.tree();
    let again = said(&pass);
    assert_eq!((&again["applied"], &again["runs"]), (&serde_json::json!([]), &serde_json::json!([])));
    assert!(desk.tree() == after);
    // What waits is the latest plan, and can be applied by name.
    let waiting = again["waiting"][0]["group"].as_str().unwrap();
    desk.ends(&["apply", "--only", waiting], 0);
    desk.ends(&["undo"], 0);
    desk.ends(&["undo"], 0);
    assert!(desk.tree() == before);
}

#[test]
fn unattended_nothing_is_touched_when_the_numbers_are_out_of_the_ordinary() {
    let desk = Desk::example();
    let quiet = "maintain.quiet_minutes=0";
    let set = |value: &'static str| ["maintain", "--set", quiet, "--set", value];
    desk.refuses(&set("maintain.max_groups=1"), 4, "4 groups could be folded");
    desk.refuses(&set("maintain.max_retired=1"), 4, "would be retired");
    desk.refuses(&set("maintain.no_such=1"), 2, "maintain.no_such");
    // Files that were written just now may be written still.
    let before = desk.tree();
    desk.ends(&["maintain", "--exit-code"], 1);
    assert!(desk.tree() == before);
    // Half of the vault is gone: it may be a disk that is not there.
    for folder in ["Inbox", "People"] {
        fs::remove_dir_all(desk.vault().join(folder)).unwrap();
    }
    desk.refuses(&["maintain", "--set", quiet], 4, "at the last pass");
}

/// How often the program is killed in the test command; `NOTEFOLD_KILLS=1000 cargo test --test runs killed` is the
/// long run.
const KILLS: u64 = 6;

#[test]
fn killed_at_any_moment_every_group_is_wholly_old_or_wholly_new_and_no_byte_is_lost() {
    let kills = std::env::var("NOTEFOLD_KILLS").map_or(KILLS, |typed| typed.parse().unwrap());
    let pristine = Desk::example();
    let plan = pristine.plans(&[]);
    let originals: BTreeSet<ContentHash> =
        texts(&pristine.tree()).values().map(|text| ContentHash::of(text)).collect();
    let mut cut_off = 0;
    for kill in 0..kills {
        let desk = Desk::example();
        let plan_path = desk.folder.path().join("plan.json");
        let root = desk.vault().canonicalize().unwrap();
        let mut own = plan.clone();
        own["vault"]["root"] = root.to_str().unwrap().into();
        fs::write(&plan_path, own.to_string()).unwrap();
        let mut arguments = vec!["apply", plan_path.to_str().unwrap(), "--only"];
        let ids = ids(&plan);
        arguments.extend(ids.iter().map(String::as_str));
        let mut child = desk.command(&arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Spread over the time a run takes, by a sequence without pattern (the golden ratio's).
        let part = kill.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 54;
        std::thread::sleep(Duration::from_millis(20) + Duration::from_micros(part * 400));
        child.kill().unwrap();
        let was_killed = !child.wait().unwrap().success();
        cut_off += u32::from(was_killed);
        desk.ends(&["recover"], 0);
        for group in plan["groups"].as_array().unwrap() {
            let fates: BTreeSet<bool> = group["edits"]["retired"]
                .as_array()
                .unwrap()
                .iter()
                .map(|edit| desk.vault().join(edit["path"].as_str().unwrap()).exists())
                .collect();
            assert_eq!(fates.len(), 1, "kill {kill}: half a group: {group:?}");
            if let Some(edit) = group["edits"]["canonical"].as_object() {
                let is_old = fates.contains(&true);
                let now = fs::read(desk.vault().join(edit["path"].as_str().unwrap())).unwrap();
                let is_expected = ContentHash::of(&now).to_string() == edit["expected"].as_str().unwrap();
                assert_eq!(is_expected, is_old, "kill {kill}: half a group: {}", group["id"]);
            }
        }
        let found: BTreeSet<ContentHash> =
            texts(&tree(desk.folder.path())).values().map(|text| ContentHash::of(text)).collect();
        assert!(originals.is_subset(&found), "kill {kill}: a text is lost");
        let temporary = texts(&desk.tree()).keys().any(|path| path.to_string_lossy().ends_with(".tmp"));
        assert!(!temporary, "kill {kill}: a temporary file is left");
        if desk.run(&["undo"]).code == Some(0) {
            assert!(
                texts(&desk.tree()) == texts(&pristine.tree()),
                "kill {kill}: undo does not bring back what was"
            );
        }
    }
    assert!(kills < 20 || cut_off > 0, "no run was cut off");
}
