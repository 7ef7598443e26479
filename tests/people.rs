//! Notes about people tell who is who, wherever notes are compared or folded.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use assert_fs::TempDir;
use assert_fs::prelude::*;
use serde_json::Value;
use std::process::Command;

/// Two notes about one meeting that have the summary and four of nine items in common, one of them word for word. The one calls
/// Laura Whitfield by her name, the other calls her Lolly: with nobody in common that is too little.
const BOTH: [[&str; 2]; 4] = [
    ["Book the venue for the offsite in Lisbon", "Book the venue for the offsite in Lisbon"],
    [
        "Collect dietary requirements from all attendees",
        "Collect the dietary requirements of attendees by mail",
    ],
    [
        "Send the signed contract to the legal department",
        "Send the signed contract back to the legal department",
    ],
    ["Draft the keynote about the storage roadmap", "Draft a short keynote about the storage roadmap"],
];
const SUMMARY: &str = "Marketing and engineering planned the autumn offsite: agenda, travel, speakers, evening programme, \
                       responsibilities, remaining questions about hotels.";
const ONE: [&str; 5] = [
    "Ask finance about unused travel budget",
    "Order badges with correct company logos",
    "Confirm airport shuttle timetable",
    "Print workshop handouts double sided",
    "Reserve the rooftop for Thursday evening",
];
const OTHER: [&str; 5] = [
    "Compare insurance quotes before signing",
    "Invite the new security engineers",
    "Rehearse demos on spare laptops",
    "Translate the welcome letter into Portuguese",
    "Check whether projectors support HDMI",
];

/// A vault with the two notes and one about Laura.
struct Desk {
    folder: TempDir,
}

impl Desk {
    /// The note about Laura is at `path` and has this frontmatter.
    fn with_person(path: &str, front: &str) -> Self {
        let folder = TempDir::new().unwrap();
        folder.child(".obsidian/app.json").write_str("{}").unwrap();
        for (at, (name, person, own)) in
            [("a", "Laura Whitfield", ONE), ("b", "Lolly", OTHER)].iter().enumerate()
        {
            let both = BOTH.iter().map(|wordings| &wordings[at]);
            let items: String = both.chain(own).map(|said| format!("- [ ] {said} @{person}\n")).collect();
            let text = format!(
                "---\ndate: 2026-05-04\nparticipants: [{person}]\n---\n# Offsite\n\n{SUMMARY}\n\n## Action Items\n{items}"
            );
            folder.child(format!("In/{name}.md")).write_str(&text).unwrap();
        }
        folder.child(path).write_str(&format!("---\n{front}\n---\n\nMarketing.\n")).unwrap();
        Self { folder }
    }

    /// What the program prints as JSON.
    fn json(&self, arguments: &[&str]) -> Value {
        let mut command = Command::new(env!("CARGO_BIN_EXE_notefold"));
        command.args(arguments).args(["-q", "--format", "json"]);
        command.current_dir(self.folder.path()).env_clear().env("HOME", self.folder.child("home").path());
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

/// How many rows have owners in conflict.
fn conflicts(rows: &Value) -> usize {
    let conflicts = rows.as_array().unwrap().iter().flat_map(|row| row["conflicts"].as_array().unwrap());
    conflicts.filter(|conflict| conflict["field"] == "owner").count()
}

/// Checks whether the note about Laura tells that Lolly is her, to every command that compares or folds.
fn check(path: &str, front: &str, tells: bool) {
    let desk = Desk::with_person(path, front);
    let confidence = if tells { "likely" } else { "doubtful" };
    // Where a part of the vault is scanned, of the rest the folders of notes about people are read.
    let part: &[&str] = if path.starts_with("People/") { &["scan", "In"] } else { &["scan", "In", "Wiki"] };
    for scan in [&["scan"][..], part] {
        let found = desk.json(&[scan, &["--min-confidence", "doubtful"]].concat());
        assert_eq!(found["groups"][0]["confidence"], confidence, "{scan:?} {path} {front}");
    }
    let explained = desk.json(&["scan", "--explain", "In/a.md", "In/b.md"]);
    assert_eq!(explained["confidence"], confidence, "{explained}");
    let plan = desk.json(&["plan", "--min-confidence", "doubtful"]);
    // Of two people's items those in the same words are matched.
    let expect = usize::from(!tells);
    assert_eq!(conflicts(&plan["groups"][0]["fold"]["rows"]), expect, "plan: {path} {front}");
    let merged = desk.json(&["merge", "In/a.md", "In/b.md"]);
    assert_eq!(conflicts(&merged["rows"]), expect, "merge: {path} {front}");
}

#[test]
fn an_alias_in_a_note_about_a_person_makes_two_names_one_person() {
    check("People/Laura Whitfield.md", "aliases: [Lolly]", true);
    check("Wiki/Laura Whitfield.md", "type: person\naliases: [Lolly, LW]", true);
    check("Wiki/Laura Whitfield.md", "tags: person\nalias: Lolly", true);
}

#[test]
fn without_the_alias_or_elsewhere_two_names_are_two_people() {
    check("People/Laura Whitfield.md", "aliases: []", false);
    check("Wiki/Laura Whitfield.md", "aliases: [Lolly]", false);
    check("People/Laura Whitfield.md", "date: 2026-05-04\naliases: [Lolly]", false);
}
