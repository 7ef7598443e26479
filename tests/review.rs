//! Deciding from outside: verdicts files, what is remembered of them, keys typed in a terminal.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "it looks at the files the program was to write")]

mod desk;

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

/// Applies a verdict about the only group of the disagreeing vault, made of the ids of its rows; gives the canonical
/// note and what was told.
fn folded_as(verdict: impl Fn(&dyn Fn(&str) -> Value) -> Value) -> (String, String) {
    let desk = disagreeing();
    let plan = desk.plans(&[]);
    let mut decided = verdict(&|words| row_saying(&plan, words).1);
    decided["id"] = plan["groups"][0]["id"].clone();
    decided["verdict"] = json!("accept");
    let file = verdicts(&desk, &json!([decided]));
    let told = desk.ends(&["apply", "--verdicts", file.to_str().unwrap()], 0).stdout;
    let canonical = desk.vault().join(plan["groups"][0]["notes"][0]["path"].as_str().unwrap());
    let text = fs::read_to_string(canonical).unwrap();
    desk.ends(&["undo"], 0);
    assert_eq!(vault(&desk), vault(&disagreeing()), "it is taken back whole");
    (text, told)
}

#[test]
fn a_value_chosen_in_a_verdict_is_written_and_told() {
    let (text, told) =
        folded_as(|row| json!({"conflicts": [{"row": row("Send"), "field": "due", "value": "2025-11-04"}]}));
    assert!(text.contains("📅 2025-11-04") && !text.contains("2025-11-03"), "{text}");
    assert!(told.contains("due of a1 is 2025-11-04"), "{told}");
    let title = "Standup of the team";
    let (text, _) =
        folded_as(|row| json!({"conflicts": [{"row": row(title), "field": "title", "value": title}]}));
    assert!(text.contains("# Standup of the team\n"), "{text}");
}

#[test]
fn rows_are_chosen_kept_apart_and_written_anew_by_verdicts() {
    let (text, told) = folded_as(|row| {
        json!({"rows": [
            {"row": row("Book"), "choose": "Inbox/Standup 27 Oct.md"},
            {"row": row("launch"), "keep": "both"},
            {"row": row("Send"), "text": "Send the deck to Acme 📅 2025-11-05"},
        ]})
    });
    for line in [
        "- [ ] Send the deck to Acme @Tomer Hagay 📅 2025-11-05\n",
        "- [ ] Book the workshop room in Haifa @Ana Ruiz\n",
        "- The launch of the beta moves to the second week of November\n- The beta launch moves to the second week of November\n",
    ] {
        assert!(text.contains(line), "{line:?} is not in\n{text}");
    }
    assert!(told.contains("d1 kept apart"), "{told}");
    assert!(told.contains("a2 in the words of Inbox/Standup 27 Oct.md"), "{told}");
    let (split, _) =
        folded_as(|row| json!({"rows": [{"row": row("launch"), "split": ["Inbox/Standup 27 Oct.md"]}]}));
    assert!(split.contains("- The launch") && split.contains("- The beta launch"), "{split}");
}

#[test]
fn rows_are_decided_together_with_another_base() {
    let (text, told) = {
        let desk = disagreeing();
        let plan = desk.plans(&[]);
        let (group, send) = row_saying(&plan, "Send");
        let (_, launch) = row_saying(&plan, "launch");
        let other = "Inbox/Standup 27 Oct.md";
        let verdict = json!([{
            "id": group, "verdict": "accept", "base": other,
            "conflicts": [{"row": send, "field": "due", "value": "2025-11-03"}],
            "rows": [{"row": launch, "keep": "both"}],
        }]);
        let file = verdicts(&desk, &verdict);
        let told = desk.ends(&["apply", "--verdicts", file.to_str().unwrap()], 0).stdout;
        (fs::read_to_string(desk.vault().join(other)).unwrap(), told)
    };
    assert!(text.contains("📅 2025-11-03") && !text.contains("2025-11-04"), "{text}");
    assert!(text.contains("- The beta launch") && text.contains("- The launch of the beta"), "{text}");
    assert!(told.contains("the base is Inbox/Standup 27 Oct.md, not Meetings/Standup.md"), "{told}");
}

#[test]
fn rows_of_a_fold_into_an_earlier_canonical_note_are_decided_too() {
    let desk = disagreeing();
    desk.applies_all(&desk.plans(&[]), 0);
    let again = MONDAY_AGAIN.replace("2025-11-04", "2025-11-07");
    let again = format!("{again}- The trial is extended to 30 days\n");
    fs::write(desk.vault().join("Inbox/Standup again.md"), again).unwrap();
    let plan = desk.plans(&[]);
    let (group, send) = row_saying(&plan, "Send");
    let (_, trial) = row_saying(&plan, "trial");
    let verdict = json!([{
        "id": group, "verdict": "accept",
        "conflicts": [{"row": send, "field": "due", "value": "2025-11-07"}],
        "rows": [{"row": trial, "text": "The trial lasts 30 days"}],
    }]);
    let file = verdicts(&desk, &verdict);
    desk.ends(&["apply", "--verdicts", file.to_str().unwrap()], 0);
    let text = fs::read_to_string(desk.vault().join("Meetings/Standup.md")).unwrap();
    assert!(text.contains("📅 2025-11-07") && text.contains("- The trial lasts 30 days\n"), "{text}");
    assert!(!text.contains("2025-11-03") && !text.contains("extended"), "{text}");
    assert_eq!(ids(&desk.plans(&[])), [] as [&str; 0], "what was decided is not asked about again");
}

#[test]
fn rows_kept_apart_are_not_matched_again_until_that_is_forgotten() {
    let desk = disagreeing();
    let plan = desk.plans(&[]);
    let (group, row) = row_saying(&plan, "launch");
    let verdict = json!([{"id": group, "verdict": "accept", "rows": [{"row": row, "keep": "both"}]}]);
    let file = verdicts(&desk, &verdict);
    desk.ends(&["apply", "--verdicts", file.to_str().unwrap()], 0);
    desk.ends(&["undo"], 0);
    let says_launch = |plan: &Value| {
        let rows = plan["groups"][0]["fold"]["rows"].as_array().unwrap();
        let says = |row: &&Value| row["text"].as_str().unwrap().contains("launch");
        let rows: Vec<(usize, bool)> = rows
            .iter()
            .filter(says)
            .map(|row| (row["sources"].as_array().unwrap().len(), row["line"].is_null()))
            .collect();
        rows
    };
    assert_eq!(says_launch(&plan), [(2, false)]);
    assert_eq!(says_launch(&desk.plans(&[])), [(1, false), (1, false)], "two rows, none of them set aside");
    let listed = desk.ends(&["history", "--rejected"], 0).stdout;
    assert!(listed.contains("2 items that are not the same"), "{listed}");
    assert!(listed.contains("Inbox/Standup 27 Oct.md line 16"), "{listed}");
    let kept = fs::read_to_string(plan_file(&desk).with_file_name("rejected.json")).unwrap();
    assert!(!kept.contains("launch"), "nothing the notes say is kept: {kept}");
    let id = serde_json::from_str::<Value>(&kept).unwrap()["pairs"][0]["id"].as_str().unwrap().to_owned();
    // The wording on another day is another one's.
    for path in ["Meetings/Standup.md", "Inbox/Standup 27 Oct.md"] {
        let path = desk.vault().join(path);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("date: 2025-10-27", "date: 2025-11-03")).unwrap();
    }
    assert_eq!(says_launch(&desk.plans(&[])), [(2, false)]);
    for path in ["Meetings/Standup.md", "Inbox/Standup 27 Oct.md"] {
        let path = desk.vault().join(path);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("date: 2025-11-03", "date: 2025-10-27")).unwrap();
    }
    assert_eq!(says_launch(&desk.plans(&[])).len(), 2);
    desk.ends(&["history", "--forget", &id], 0);
    assert_eq!(says_launch(&desk.plans(&[])), [(2, false)]);
}

#[test]
fn verdicts_about_rows_that_do_not_fit_the_plan_are_refused() {
    let desk = disagreeing();
    let plan = desk.plans(&[]);
    let id = &plan["groups"][0]["id"];
    let (_, row) = row_saying(&plan, "Send");
    let other = "Inbox/Standup 27 Oct.md";
    let refused = |decided: &Value, says: &str| {
        let mut verdict = decided.clone();
        verdict["id"] = id.clone();
        verdict["verdict"] = json!("accept");
        let file = verdicts(&desk, &json!([verdict]));
        desk.refuses(&["apply", "--verdicts", file.to_str().unwrap()], 2, says);
    };
    let value = |value: &Value| json!({"conflicts": [value]});
    refused(&value(&json!({"row": "a99", "field": "due", "value": "x"})), "no row `a99`");
    refused(
        &value(&json!({"row": row, "field": "owner", "value": "x"})),
        "do not disagree about owner of row",
    );
    refused(&value(&json!({"row": row, "field": "due", "value": "2026-01-01"})), "no note has `2026-01-01`");
    refused(&value(&json!({"field": "due", "value": "x"})), "names a row or a property");
    refused(
        &value(&json!({"property": "date", "field": "date", "value": "x"})),
        "do not disagree about date",
    );
    let twice = json!({"row": row, "field": "due", "value": "2025-11-04"});
    refused(&json!({"conflicts": [twice, twice]}), "in two ways");
    refused(&json!({"conflicts": [twice], "rows": [{"row": row, "keep": "both"}]}), "in two ways");
    let rows = |decided: &Value| json!({"rows": [decided]});
    refused(&rows(&json!({"row": "a99", "keep": "both"})), "no row `a99`");
    refused(&rows(&json!({"row": row})), "nothing is decided about row");
    refused(&rows(&json!({"row": row, "choose": other, "text": "x"})), "in two ways");
    refused(&rows(&json!({"row": row, "choose": "Index.md"})), "none of the notes that say row");
    refused(&rows(&json!({"row": row, "split": ["Index.md"]})), "none of the notes that say row");
    refused(&rows(&json!({"row": row, "split": [other, "Meetings/Standup.md"]})), "can be split off");
    refused(&rows(&json!({"row": row, "keep": "none"})), "unknown variant");
    for text in ["", "  ", "a\nb", "\u{1b}[31m", "a\u{2028}b"] {
        refused(&rows(&json!({"row": row, "text": text})), "not one line of plain text");
    }
    // What only folding can tell leaves the group, and says why.
    let verdict = json!([{"id": id, "verdict": "accept", "rows": [{"row": row, "text": "```"}]}]);
    let file = verdicts(&desk, &verdict);
    desk.refuses(&["apply", "--verdicts", file.to_str().unwrap()], 5, "not one item with words of its own");
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

#[cfg(unix)]
mod in_a_terminal {
    use super::*;
    use rexpect::session::{Options, PtySession, spawn_with_options};
    use std::process::Command;

    /// The program in a terminal of 80 columns and 24 lines, with an editor that writes slides in place of the deck.
    fn review(desk: &Desk) -> PtySession {
        review_after(desk, "")
    }

    /// [`review`], with something the shell does before.
    fn review_after(desk: &Desk, before: &str) -> PtySession {
        let mut command = Command::new("sh");
        let typed = format!("stty cols 80 rows 24; {before} exec {} review", env!("CARGO_BIN_EXE_notefold"));
        command.args(["-c", &typed]).current_dir(desk.vault()).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap()).env("TERM", "xterm");
        command.env("NOTEFOLD_STATE_DIR", desk.folder.path().join("state"));
        command.env("EDITOR", "sed -i.bak -e '1s/a room/the hall/'").env("VISUAL", "");
        spawn_with_options(command, Options::new().timeout_ms(Some(60_000))).unwrap()
    }

    /// Types a key once the program asks for one.
    fn press(session: &mut PtySession, asks: &str, key: &str) {
        session.exp_string(asks).unwrap();
        session.send(key).unwrap();
        session.flush().unwrap();
    }

    const FOLD: &str = "Fold these notes?";

    #[test]
    fn what_is_decided_in_a_terminal_does_what_the_same_verdicts_in_a_file_do() {
        let (typed, written) = (Desk::example(), Desk::example());
        let plan = typed.plans(&[]);
        let groups = plan["groups"].as_array().unwrap();
        let mut order: Vec<&Value> = groups.iter().collect();
        // Those that wait first, the least certain first; this is the order of the plan, surest first, turned round.
        let rank = |group: &Value| match group["confidence"].as_str().unwrap() {
            "certain" => 2,
            "likely" => 1,
            _ => 0,
        };
        order.sort_by_key(|group| (group["waits"].as_array().unwrap().is_empty(), rank(group)));
        assert!(order.len() > 6);

        let mut session = review(&typed);
        // Accept; another base, and accept; look at the whole, and reject; later; quit.
        press(&mut session, FOLD, "y");
        press(&mut session, FOLD, "b");
        press(&mut session, "Which note is the base?", "2");
        press(&mut session, "the base is another one now", "d");
        press(&mut session, "lines 1 to", "q");
        press(&mut session, FOLD, "y");
        press(&mut session, "Group 3 of", "n");
        press(&mut session, "Group 4 of", "l");
        press(&mut session, "Group 5 of", "q");
        session.exp_string("2 accepted, 1 rejected, 1 for later").unwrap();
        session.exp_string("notefold apply --verdicts").unwrap();
        session.exp_eof().unwrap();
        // And goes on later, with what was put off.
        let mut session = review(&typed);
        press(&mut session, "Group 4 of", "n");
        press(&mut session, "Group 5 of", "y");
        press(&mut session, "Group 6 of", "\u{3}");
        session.exp_eof().unwrap();
        typed.ends(&["apply", "--verdicts"], 0);

        written.plans(&[]);
        let base = &order[1]["notes"][1]["path"];
        let verdict = |at: usize, verdict: &str| json!({"id": order[at]["id"], "verdict": verdict});
        let mut groups = [(0, "accept"), (1, "accept"), (2, "reject"), (3, "reject"), (4, "accept")]
            .map(|(at, word)| verdict(at, word));
        groups[1]["base"] = base.clone();
        let file = verdicts(&written, &json!(groups));
        written.ends(&["apply", "--verdicts", file.to_str().unwrap()], 0);
        assert!(vault(&typed) == vault(&written), "the vaults differ");
        assert!(vault(&typed) != vault(&Desk::example()), "nothing was done");
        let rejected = |desk: &Desk| {
            let listed = desk.ends(&["history", "--rejected", "--format", "json"], 0).stdout;
            let listed: Value = serde_json::from_str(&listed).unwrap();
            listed["groups"]
                .as_array()
                .unwrap()
                .iter()
                .map(|group| group["id"].to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(rejected(&typed).len(), 2);
        assert!(rejected(&written).iter().all(|id| rejected(&typed).contains(id)));
    }

    #[test]
    fn a_review_changes_nothing_of_the_vault() {
        let desk = Desk::example();
        desk.plans(&[]);
        let before = desk.tree();
        let mut session = review(&desk);
        press(&mut session, FOLD, "a");
        press(&mut session, FOLD, "n");
        press(&mut session, FOLD, "q");
        session.exp_eof().unwrap();
        assert!(desk.tree() == before);
    }

    #[test]
    fn an_interrupted_review_keeps_what_was_decided() {
        let desk = disagreeing();
        let id = ids(&desk.plans(&[]))[0].clone();
        let mut session = review(&desk);
        press(&mut session, FOLD, "b");
        press(&mut session, "Which note is the base?", "2");
        press(&mut session, "the base is another one now", "\u{3}");
        session.exp_eof().unwrap();
        let kept = fs::read_to_string(plan_file(&desk).with_file_name("plan.verdicts.json")).unwrap();
        let kept: Value = serde_json::from_str(&kept).unwrap();
        assert_eq!(kept["groups"][0]["id"], json!(id));
        assert_eq!(kept["groups"][0]["verdict"], "later");
        assert!(kept["groups"][0]["base"].is_string());
    }

    /// Walks through the questions about the only group until one is about `words`, and types `keys`.
    fn decide(session: &mut PtySession, words: &str, keys: &str) {
        // The first screen of the rows, from which all are gone through.
        for _ in 0..20 {
            let (screen, _) =
                session.exp_regex("Which is right\\?|Which words\\?|Is it said twice\\?").unwrap();
            if screen.contains(words) {
                session.send(keys).unwrap();
                session.flush().unwrap();
                session.exp_string("taken").unwrap();
                return;
            }
            session.send("n").unwrap();
            session.flush().unwrap();
        }
        panic!("nothing is asked about {words:?}");
    }

    #[test]
    fn rows_decided_in_a_terminal_come_out_as_the_same_verdicts_in_a_file() {
        let (typed, written) = (disagreeing(), disagreeing());
        typed.plans(&[]);
        let mut session = review(&typed);
        press(&mut session, FOLD, "r");
        decide(&mut session, "disagree about due", "2");
        decide(&mut session, "Book", "e");
        decide(&mut session, "beta", "b");
        session.send("q").unwrap();
        session.flush().unwrap();
        // What was decided is kept at once, and there again the next time.
        press(&mut session, FOLD, "q");
        session.exp_eof().unwrap();
        let mut session = review(&typed);
        press(&mut session, "for later", "r");
        press(&mut session, "you chose it", "q");
        press(&mut session, FOLD, "y");
        session.exp_eof().unwrap();
        typed.ends(&["apply", "--verdicts"], 0);

        let plan = written.plans(&[]);
        let row = |words: &str| row_saying(&plan, words).1;
        let group = plan["groups"][0].clone();
        let due = &group["fold"]["rows"]
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["id"] == row("Send"))
            .unwrap()["conflicts"][0];
        let book =
            group["fold"]["rows"].as_array().unwrap().iter().find(|it| it["id"] == row("Book")).unwrap();
        let text = book["text"].as_str().unwrap();
        let verdict = json!([{
            "id": group["id"], "verdict": "accept",
            "conflicts": [{"row": row("Send"), "field": "due", "value": due["values"][1]["value"]}],
            "rows": [
                {"row": row("Book"), "text": text.replace("a room", "the hall")},
                {"row": row("launch"), "keep": "both"},
            ],
        }]);
        let file = verdicts(&written, &verdict);
        written.ends(&["apply", "--verdicts", file.to_str().unwrap()], 0);
        let text = |desk: &Desk| fs::read_to_string(desk.vault().join("Meetings/Standup.md")).unwrap();
        assert_eq!(text(&typed), text(&written));
        assert!(vault(&typed) == vault(&written), "the vaults differ");
        assert!(text(&typed).contains("Book the hall for the workshop"), "{}", text(&typed));
        assert!(text(&typed).contains("- The beta launch moves"), "{}", text(&typed));
    }

    #[test]
    fn a_review_interrupted_between_two_rows_keeps_the_first_and_goes_on_with_it() {
        let desk = disagreeing();
        desk.plans(&[]);
        let before = desk.tree();
        let mut session = review(&desk);
        press(&mut session, FOLD, "r");
        press(&mut session, "Which is right?", "2");
        press(&mut session, "you chose it", "n");
        press(&mut session, "Which words?", "\u{3}");
        session.exp_eof().unwrap();
        assert!(desk.tree() == before);
        let mut session = review(&desk);
        press(&mut session, FOLD, "r");
        press(&mut session, "you chose it", "u");
        press(&mut session, "left to the rules again", "q");
        press(&mut session, FOLD, "q");
        session.exp_eof().unwrap();
        let kept = fs::read_to_string(plan_file(&desk).with_file_name("plan.verdicts.json")).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&kept).unwrap()["groups"][0]["conflicts"], json!([]));
    }

    #[test]
    fn an_editor_that_fails_changes_nothing_and_leaves_no_text_behind() {
        let desk = disagreeing();
        desk.plans(&[]);
        let mut session = review_after(&desk, "export VISUAL=false;");
        press(&mut session, FOLD, "r");
        press(&mut session, "Which is right?", "e");
        session.exp_string("the editor failed").unwrap();
        session.send("qq").unwrap();
        session.flush().unwrap();
        session.exp_eof().unwrap();
        let state = plan_file(&desk);
        let names = fs::read_dir(state.parent().unwrap()).unwrap();
        let names: Vec<String> =
            names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        assert!(!names.iter().any(|name| name.contains("edit")), "{names:?}");
        let kept = fs::read_to_string(state.with_file_name("plan.verdicts.json")).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&kept).unwrap()["groups"], json!([]));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_screen_is_drawn_anew_when_the_terminal_is_resized_between_keys() {
        let desk = disagreeing();
        desk.plans(&[]);
        let mut session = review_after(&desk, "tty;");
        let (_, tty) = session.exp_regex("/dev/pts/[0-9]+").unwrap();
        let resize = |columns: &str, rows: &str| {
            let size = ["-F", &tty, "cols", columns, "rows", rows];
            assert!(Command::new("stty").args(size).status().unwrap().success());
        };
        let rule = |columns: usize| "─".repeat(columns);
        session.exp_string(FOLD).unwrap();
        for (columns, rows) in [("60", "18"), ("20", "4"), ("120", "40")] {
            resize(columns, rows);
            let asked = FOLD.chars().take(16).collect::<String>();
            let (screen, _) = session.exp_regex(&asked.replace('?', "\\?")).unwrap();
            let width: usize = columns.parse().unwrap();
            assert!(!screen.contains(&rule(width + 1)), "{columns}: {screen}");
        }
        session.send("r").unwrap();
        session.flush().unwrap();
        session.exp_string("Which is right?").unwrap();
        resize("60", "18");
        press(&mut session, "Which is right?", "q");
        press(&mut session, FOLD, "q");
        session.exp_eof().unwrap();
    }
}
