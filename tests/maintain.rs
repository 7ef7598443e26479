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
    applies(&desk, 1);
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
