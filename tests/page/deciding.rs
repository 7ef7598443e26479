//! Deciding on the page: with keys, and with the controls of groups, conflicts and rows.

use super::browser::Browser;
use super::desk::Desk;
use super::{plan_hash, standup, vault, write_page};
use serde_json::{Value, json};
use std::fs;

#[test]
fn a_page_is_decided_with_keys_alone() {
    let desk = Desk::example();
    let Some(browser) = Browser::open(&desk) else { return };
    browser.go(&write_page(&desk));
    let current =
        || browser.run("return document.activeElement.closest('.group')?.dataset.verdict ?? 'none';");
    assert_eq!(current(), "none");
    browser.press("j");
    assert_eq!(current(), "");
    browser.press("a");
    assert_eq!(current(), "accept");
    browser.press("jr");
    assert_eq!(current(), "reject");
    browser.press("r");
    assert_eq!(current(), "", "the same key again takes it back");
    browser.press("l");
    browser.press("k");
    assert_eq!(current(), "accept");
    let ring = "const style = getComputedStyle(document.activeElement);
        return [style.outlineStyle, parseFloat(style.outlineOffset) < 0];";
    assert_eq!(browser.run(ring), json!(["solid", true]), "the focus is seen, and not cut off");
    let is_open = "return document.activeElement.closest('details').open;";
    let before = browser.run(is_open);
    browser.press("\u{e007}");
    assert_ne!(browser.run(is_open), before, "Enter folds and unfolds");
    browser.press("/");
    browser.press("ja");
    assert_eq!(
        browser.run("return document.activeElement.value;"),
        "ja",
        "letters are text where text is typed"
    );
    browser.press("\u{e00c}?");
    assert_eq!(browser.run("return document.getElementById('help').open;"), true);
    browser.press("\u{e00c}");
    let tally = "return document.getElementById('tally').textContent;";
    let told = browser.run(tally);
    assert!(told.as_str().unwrap().starts_with("1 accepted · 1 for later"), "{told}");
    browser.reload();
    assert_eq!(browser.run(tally), told, "what was decided is still there");
    assert_eq!(browser.log(), [] as [String; 0]);
}

#[test]
fn what_is_decided_on_the_page_does_what_the_same_verdicts_in_a_file_do() {
    let (clicked, written) = (Desk::example(), Desk::example());
    let Some(browser) = Browser::open(&clicked) else { return };
    browser.go(&write_page(&clicked));
    let plan = clicked.plans(&[]);
    let group = |at: usize| plan["groups"][at]["id"].as_str().unwrap().to_owned();
    let verdict = |at: usize, word: &str| {
        let name = format!("verdict-{}", group(at));
        browser.run(&format!("document.querySelector('input[name=\"{name}\"][value={word}]').click();"));
    };
    verdict(0, "accept");
    verdict(1, "accept");
    verdict(2, "reject");
    verdict(3, "later");
    browser.choose(&format!("base-{}", group(1)), "1");
    let saved = browser.save();
    let base = &plan["groups"][1]["notes"][1]["path"];
    let found: Value = serde_json::from_slice(&fs::read(&saved).unwrap()).unwrap();
    let groups = json!([
        {"id": group(0), "verdict": "accept"},
        {"id": group(1), "verdict": "accept", "base": base},
        {"id": group(2), "verdict": "reject"},
        {"id": group(3), "verdict": "later"},
    ]);
    let in_order = |value: &Value| {
        let mut all = value.as_array().unwrap().clone();
        all.sort_by_key(|group| group["id"].to_string());
        all
    };
    assert_eq!(in_order(&found["groups"]), in_order(&groups));
    clicked.ends(&["apply", "--verdicts", saved.to_str().unwrap()], 0);

    write_page(&written);
    let file = written.folder.path().join("verdicts.json");
    fs::write(&file, json!({"format_version": 1, "plan": plan_hash(&written), "groups": groups}).to_string())
        .unwrap();
    written.ends(&["apply", "--verdicts", file.to_str().unwrap()], 0);
    assert!(vault(&clicked) == vault(&written), "the vaults differ");
    assert!(vault(&clicked) != vault(&Desk::example()), "nothing was done");
}

#[test]
fn values_and_wordings_chosen_on_the_page_are_carried_out() {
    let desk = standup();
    let Some(browser) = Browser::open(&desk) else { return };
    browser.go(&write_page(&desk));
    let plan = desk.plans(&[]);
    let group = &plan["groups"][0];
    let row = |words: &str| {
        let says = |row: &&Value| row["sources"][0]["text"].as_str().unwrap().contains(words);
        group["fold"]["rows"].as_array().unwrap().iter().find(says).unwrap().clone()
    };
    let id = group["id"].as_str().unwrap();
    let name = |row: &Value| format!("row-{id}-{}", row["id"].as_str().unwrap());
    let (deck, room, launch) = (row("deck"), row("Haifa"), row("launch"));
    let value = format!(
        "document.querySelector('[name=\"conflict-{id}-0-row-{}\"][value=\"1\"]').click();",
        deck["id"].as_str().unwrap()
    );
    browser.run(&value);
    let kept =
        room["sources"].as_array().unwrap().iter().position(|source| source["chosen"] == true).unwrap();
    let other = &room["sources"][1 - kept];
    let at =
        group["notes"].as_array().unwrap().iter().position(|note| note["path"] == other["path"]).unwrap();
    browser.choose(&name(&room), &at.to_string());
    browser.choose(&name(&launch), "text");
    let words = format!("text-{id}-{}", launch["id"].as_str().unwrap());
    browser.choose(&words, "The beta is launched in the second week of November");
    browser.reload();
    browser.run(&format!("document.querySelector('[name=\"verdict-{id}\"][value=accept]').click();"));
    let saved = browser.save();
    let found: Value = serde_json::from_slice(&fs::read(&saved).unwrap()).unwrap();
    assert_eq!(found["groups"][0]["rows"].as_array().unwrap().len(), 2, "{found}");
    desk.ends(&["apply", "--verdicts", saved.to_str().unwrap()], 0);
    let canonical =
        fs::read_to_string(desk.vault().join(group["notes"][0]["path"].as_str().unwrap())).unwrap();
    for words in
        ["2025-11-04", other["text"].as_str().unwrap().trim_start_matches("[ ] "), "The beta is launched in"]
    {
        assert!(canonical.contains(words), "{words:?} is not in\n{canonical}");
    }
    assert!(!canonical.contains("2025-11-03") && !canonical.contains("launch moves"), "{canonical}");
}

/// A vault with three notes about one meeting, with three due dates for one item.
fn of_three() -> Desk {
    let note = |source: &str, [deck, room]: [&str; 2], due: &str, also: &str| {
        format!(
            "---\ndate: 2025-10-27\nparticipants: [Tomer Hagay, Ana Ruiz, Dana Levi]\nsource_ref: {source}T/standup 27.md\n---\n\n\
             # Standup{also}\n\n## Actions\n\n- [ ] {deck} @Tomer\n- [ ] {room} @Ana 📅 2025-11-{due}\n\
             - [ ] Ask Noa about the contract of the new building @Ana\n\n## Decisions\n\n\
             - The launch of the beta moves to the second week of November\n"
        )
    };
    let deck = "Send the deck about pricing to the customer";
    let one = note("", [deck, "Book a room for the workshop in Haifa"], "03", "");
    let other = note(
        "Old/",
        ["Send the pricing deck to the customer", "Book the workshop room in Haifa"],
        "04",
        " 27",
    );
    let third = note("Older/", [deck, "Book a room in Haifa for a workshop"], "05", " of Monday");
    Desk::with(&[
        ("Meetings/Standup.md", &one),
        ("Inbox/Standup 27 Oct.md", &other),
        ("Inbox/Standup 3.md", &third),
    ])
}

#[test]
fn a_row_is_divided_on_the_page_and_what_is_no_item_is_not() {
    let desk = of_three();
    let Some(browser) = Browser::open(&desk) else { return };
    browser.go(&write_page(&desk));
    let plan = desk.plans(&[]);
    let group = &plan["groups"][0];
    let id = group["id"].as_str().unwrap();
    assert_eq!(group["notes"].as_array().unwrap().len(), 3, "{plan}");
    let row = |words: &str| row_saying(group, words);
    let offered = |row: &Value| {
        let name = format!("row-{id}-{}", row["id"].as_str().unwrap());
        browser.run(&format!(
            "return [...document.getElementsByName('{name}')[0]?.options ?? []].map((it) => it.value);"
        ))
    };
    assert_eq!(offered(&row("Standup 27")), json!(["", "0", "1", "2"]), "a title has one wording");
    let (deck, room) = (row("deck"), row("Haifa"));
    let all = json!(["", "0", "1", "2", "both", "split-0", "split-1", "split-2", "text"]);
    assert_eq!(offered(&room), all);

    let at = |path: &Value| group["notes"].as_array().unwrap().iter().position(|note| note["path"] == *path);
    let split = group["notes"][2]["path"].clone();
    browser.choose(&format!("row-{id}-{}", room["id"].as_str().unwrap()), "split-2");
    browser.choose(&format!("row-{id}-{}", deck["id"].as_str().unwrap()), "both");
    let dates = room["conflicts"][0]["values"].as_array().unwrap();
    let taken = |date: &Value| {
        let mut of = dates.iter().filter(|value| value["value"] == *date);
        of.all(|value| at(&value["path"]) == Some(2))
    };
    let disabled = format!(
        "return [...document.querySelectorAll('[name=\"conflict-{id}-0-row-{}\"]')].map((it) => it.disabled);",
        room["id"].as_str().unwrap()
    );
    let mut values: Vec<&Value> = dates.iter().map(|value| &value["value"]).collect();
    values.dedup();
    let expected: Vec<bool> = values.into_iter().map(taken).collect();
    assert_eq!(browser.run(&disabled), json!(expected), "what is split off takes its value along");

    browser.run(&format!("document.querySelector('[name=\"verdict-{id}\"][value=accept]').click();"));
    let saved = browser.save();
    let found: Value = serde_json::from_slice(&fs::read(&saved).unwrap()).unwrap();
    let rows = json!([{"row": room["id"], "split": [split]}, {"row": deck["id"], "keep": "both"}]);
    assert_eq!(found["groups"][0]["rows"], rows, "what waits comes first");
    desk.ends(&["apply", "--verdicts", saved.to_str().unwrap()], 0);
    let canonical =
        fs::read_to_string(desk.vault().join(group["notes"][0]["path"].as_str().unwrap())).unwrap();
    for (words, times) in [("deck", 3), ("Haifa", 2), ("contract", 1)] {
        let says = |line: &&str| line.starts_with("- [ ]") && line.contains(words);
        assert_eq!(canonical.lines().filter(says).count(), times, "{words}:\n{canonical}");
    }
}

/// The row of a group one of whose sources says `words`.
fn row_saying(group: &Value, words: &str) -> Value {
    let says = |row: &&Value| {
        row["sources"]
            .as_array()
            .unwrap()
            .iter()
            .any(|source| source["text"].as_str().unwrap().contains(words))
    };
    group["fold"]["rows"].as_array().unwrap().iter().find(says).unwrap().clone()
}
