//! The two real notes of one 1:1, folded: the golden case, read by eye line by line.
//!
//! `testdata/seeds/folded.md` is the canonical note and `testdata/seeds/review.txt` the review a person gets.
//! `UPDATE=1 cargo test --test seeds` writes both anew: read them before they are committed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "it reads the seeds themselves")]

use notefold::note::{Note, ReadOptions, Role};
use notefold::render::review::{Review, RowView};
use notefold::render::terminal::{Colors, Detail, TerminalOptions, show};
use notefold::render::{FoldOptions, fold};
use std::path::PathBuf;

const SHORT: &str = "000_38dca29f21efe18d.txt";
const LONG: &str = "001_5cd77c52a9393fbb.txt";

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testdata/seeds").join(name)
}

fn review() -> Review {
    let read =
        |name: &str| Note::read(name, std::fs::read_to_string(file(name)).unwrap(), &ReadOptions::default());
    fold(&[read(SHORT), read(LONG)], &FoldOptions::default()).unwrap().review
}

fn rows(review: &Review, section: Role) -> Vec<&RowView> {
    review.rows.iter().filter(|row| row.section == section).collect()
}

fn golden(name: &str, text: &str) {
    if std::env::var("UPDATE").is_ok_and(|value| value == "1") {
        std::fs::write(file(name), text).unwrap();
    }
    snapbox::assert_data_eq!(text, snapbox::Data::read_from(&file(name), None).raw());
}

#[test]
fn the_canonical_note_reads_as_one_well_made_note() {
    golden("folded.md", &review().canonical.text);
}

#[test]
fn the_review_reads_well() {
    let options = TerminalOptions { width: 100, colors: Colors::Off, detail: Detail::WhatMatters };
    golden("review.txt", &show(&review(), options));
}

#[test]
fn the_same_ten_action_items_stand_in_both() {
    let review = review();
    let actions = rows(&review, Role::Actions);
    assert_eq!(actions.len(), 10);
    for row in actions {
        let paths: Vec<&str> = row.sources.iter().map(|source| source.path.as_str()).collect();
        assert_eq!(paths, [SHORT, LONG], "{}", row.text);
        assert!(row.text.starts_with("[ ] ") && row.text.contains(" 📅 2025-11-08 "), "{}", row.text);
        let owners = ["@Tomer Hagay ", "@Myself ", "@Shahar "];
        assert!(owners.iter().any(|owner| row.text.contains(owner)), "{}", row.text);
        assert!(!row.text.contains("#proposed") && !row.text.contains("#auto"), "{}", row.text);
    }
}

#[test]
fn one_decision_stays_of_two() {
    let review = review();
    let decisions = rows(&review, Role::Decisions);
    assert_eq!(decisions.len(), 1);
    assert_eq!(decisions[0].sources.len(), 2);
}

#[test]
fn a_fact_that_two_others_cover_is_set_aside_and_listed_so() {
    let review = review();
    let covered = rows(&review, Role::Facts).into_iter().find(|row| row.line.is_none()).unwrap();
    assert_eq!(covered.partial.len(), 2);
    let listed = review.set_aside.iter().find(|entry| entry.row.as_deref() == Some(&covered.id)).unwrap();
    assert!(listed.reason.starts_with("covered by "), "{}", listed.reason);
    assert_eq!(rows(&review, Role::Facts).iter().filter(|row| row.line.is_some()).count(), 10);
}

#[test]
fn priorities_that_differ_are_conflicts_decided_by_rule() {
    let review = review();
    let conflicts = review.rows.iter().flat_map(|row| &row.conflicts);
    let priorities: Vec<_> = conflicts.filter(|conflict| conflict.field == "priority").collect();
    assert_eq!(priorities.len(), 4);
    assert!(priorities.iter().all(|conflict| !conflict.waits && conflict.chosen == "🔺 highest"));
}

#[test]
fn every_broken_emoji_is_repaired_and_listed() {
    let review = review();
    assert_eq!(review.repairs.len(), 37);
    assert!(!review.canonical.text.contains('ğ') && !review.canonical.text.contains("â«"));
}

#[test]
fn the_properties_are_united() {
    let review = review();
    let value =
        |key: &str| review.frontmatter.iter().find(|property| property.key == key).unwrap().value.clone();
    assert_eq!(value("person"), "Tomer Hagay");
    assert_eq!(value("participants").as_array().unwrap().len(), 8);
    assert_eq!(value("tags"), serde_json::json!(["type/people", "person/tomer-hagay", "generated"]));
    assert!(review.set_aside.iter().any(|entry| entry.text == "person/"));
}
