//! Folding into a canonical note again: what a person did to it stands, and only what is new is added.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use notefold::merge::Earlier;
use notefold::note::Note;
use notefold::render::{Fold, FoldOptions, fold};

/// A meeting as it is generated, with these lines in its sections.
fn generated(actions: &str, facts: &str, summary: &str) -> String {
    format!(
        "---\ndate: 2026-03-02\nparticipants:\n  - Ana Soto\n  - Bo Lind\nsource_ref: Transcripts/call 17.md\n---\n# Roadmap\n\n\
         ## Summary\n\n{summary}\n\n## Action Items\n\n{actions}\n## Key Information\n\n{facts}"
    )
}

const SUMMARY: &str = "Ana and Bo went through the roadmap. The beta slips by a week.";
const ACTIONS: &str = "- [ ] Send the pricing deck to Northwind @Ana Soto 📅 2026-03-09\n\
                       - [ ] Book a room for the offsite @Bo Lind\n\
                       - [ ] Ask legal about the data clause @Ana Soto\n";
const FACTS: &str = "- The beta has 212 users\n- Northwind pays in euros\n";

fn note(path: &str, text: &str) -> Note {
    Note::read(path, text, &FoldOptions::default().read)
}

fn written(variants: &[&str]) -> String {
    let notes: Vec<Note> =
        variants.iter().enumerate().map(|(at, text)| note(&format!("Inbox/{at}.md"), text)).collect();
    fold(&notes, &FoldOptions { base: Some(0), ..FoldOptions::default() }).unwrap().review.canonical.text
}

/// A canonical note made of a generated one and `other`, edited by `edit`, and `variant` folded into that.
fn again(other: &str, edit: impl Fn(&str) -> String, variant: &str) -> (String, Fold) {
    let first = generated(ACTIONS, FACTS, SUMMARY);
    let text = written(&[&first, other]);
    let edited = edit(&text);
    assert!(text.contains("merged_from"), "{text}");
    let earlier = Earlier { id: String::new(), written: vec![text], folded: vec![other.to_owned()] };
    let options = FoldOptions { base: Some(0), earlier: Some(earlier), ..FoldOptions::default() };
    let notes = [note("Inbox/0.md", &edited), note("Inbox/1.md", variant)];
    (edited, fold(&notes, &options).unwrap())
}

/// What folding `variant` into an edited canonical note changes in it: the lines that go (`-`) and come (`+`), those of
/// `merged_from` and `aliases` left out.
fn check(edit: impl Fn(&str) -> String, variant: &str, expect: &[&str]) -> Fold {
    let (edited, folded) = again(&generated(ACTIONS, FACTS, SUMMARY).replace("Book", "Get"), edit, variant);
    let text = &folded.review.canonical.text;
    let gone = edited.lines().filter(|line| !text.lines().any(|other| other == *line));
    let come = text.lines().filter(|line| !edited.lines().any(|other| other == *line));
    let changes: Vec<String> =
        gone.map(|line| format!("-{line}")).chain(come.map(|line| format!("+{line}"))).collect();
    assert_eq!(changes, expect, "{text}");
    folded
}

fn without(line: &'static str) -> impl Fn(&str) -> String {
    move |text| {
        assert!(text.contains(line), "{text}");
        text.lines().filter(|other| !other.contains(line)).map(|line| format!("{line}\n")).collect()
    }
}

fn with(old: &'static str, new: &'static str) -> impl Fn(&str) -> String {
    move |text| {
        assert!(text.contains(old), "{text}");
        text.replacen(old, new, 1)
    }
}

#[test]
fn a_variant_that_is_generated_again_as_it_was_changes_no_byte() {
    let same = generated(ACTIONS, FACTS, SUMMARY).replace("Book", "Get");
    check(str::to_owned, &same, &[]);
    check(with("- [ ] Send", "- [x] Send"), &same, &[]);
    check(with("Northwind pays in euros", "Northwind pays in dollars, from May on"), &same, &[]);
    check(without("Ask legal"), &same, &[]);
    check(without("The beta slips by a week"), &same, &[]);
    check(|text| text.replace("  - Bo Lind\n", ""), &same, &[]);
    check(|text| format!("{text}\n## My own\n\nA thought of mine.\n"), &same, &[]);
    // Blank lines and the ends of lines say nothing.
    check(str::to_owned, &same.replace("\n\n", "\n\n\n"), &[]);
}

#[test]
fn what_is_new_is_added_and_nothing_else() {
    let more = format!("{ACTIONS}- [ ] Draft the launch mail @Bo Lind\n");
    let added = ["+- [ ] Draft the launch mail @Bo Lind"];
    check(str::to_owned, &generated(&more, FACTS, SUMMARY), &added);
    check(with("- [ ] Send", "- [x] Send"), &generated(&more, FACTS, SUMMARY), &added);
    let facts = format!("{FACTS}- The pilot in Oslo starts in June\n");
    check(
        without("Ask legal"),
        &generated(ACTIONS, &facts, SUMMARY),
        &["+- The pilot in Oslo starts in June"],
    );
    let summary = format!("{SUMMARY} Oslo is the next pilot.");
    let expect = [
        "-Ana and Bo went through the roadmap. The beta slips by a week.",
        "+Ana and Bo went through the roadmap. The beta slips by a week. Oslo is the next pilot.",
    ];
    check(str::to_owned, &generated(ACTIONS, FACTS, &summary), &expect);
}

#[test]
fn what_a_person_deleted_does_not_come_back_in_other_words() {
    let reworded =
        ACTIONS.replace("Ask legal about the data clause", "Ask the legal team about the data clause");
    let folded = check(without("Ask legal"), &generated(&reworded, FACTS, SUMMARY), &[]);
    let aside = folded.review.set_aside.iter().find(|aside| aside.text.contains("legal team")).unwrap();
    assert_eq!(aside.reason, "you deleted it from the canonical note");
    let text = generated(&reworded, FACTS, SUMMARY);
    let line = text.lines().position(|line| line.contains("legal team")).unwrap() + 1;
    assert_eq!(aside.line, line);
}

#[test]
fn what_a_person_changed_stays_where_a_variant_says_it_otherwise() {
    let reworded = ACTIONS.replace("Send the pricing deck to Northwind", "Send Northwind the pricing deck");
    let variant = generated(&reworded, FACTS, SUMMARY);
    check(with("- [ ] Send", "- [x] Send"), &variant, &[]);
    check(with("📅 2026-03-09", "📅 2026-03-16"), &variant, &[]);
    check(with(" 📅 2026-03-09", ""), &variant, &[]);
    check(with("the pricing deck to Northwind", "the deck with the new prices to Northwind"), &variant, &[]);
    // Not settled by the person: for them to decide.
    let folded = check(str::to_owned, &variant.replace("2026-03-09", "2026-03-12"), &[]);
    assert!(folded.review.rows.iter().any(|row| row.conflicts.iter().any(|conflict| conflict.waits)));
}
