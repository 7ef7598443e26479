//! Verdicts about rows and properties, in a file.

use super::{MONDAY_AGAIN, disagreeing, plan_file, row_saying, vault, verdicts};
use crate::desk::ids;
use serde_json::{Value, json};
use std::fs;

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
    // Before anything is done, also of other groups.
    let (_, title) = row_saying(&plan, "Standup of the team");
    refused(&rows(&json!({"row": title, "keep": "both"})), "is no item");
    refused(&rows(&json!({"row": title, "text": "Another"})), "is no item");
    for text in ["", "  ", "a\nb", "\u{1b}[31m", "a\u{2028}b"] {
        refused(&rows(&json!({"row": row, "text": text})), "not one line of plain text");
    }
    // What only folding can tell leaves the group, and says why.
    let verdict = json!([{"id": id, "verdict": "accept", "rows": [{"row": row, "text": "```"}]}]);
    let file = verdicts(&desk, &verdict);
    desk.refuses(&["apply", "--verdicts", file.to_str().unwrap()], 5, "not one item with words of its own");
}
