//! The patches are taken by the real `git apply`, and give the text they were made for.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use assert_fs::TempDir;
use assert_fs::prelude::*;
use notefold::render::patch::patch;
use proptest::prelude::*;
use std::process::Command;

/// Applies the patch from `old` to `new` with Git and compares.
fn check(path: &str, old: &str, new: &str) {
    let folder = TempDir::new().unwrap();
    let note = folder.child(path);
    note.write_str(old).unwrap();
    folder.child("the.patch").write_str(&patch(path, old, new)).unwrap();
    let applied = Command::new("git")
        .args(["apply", "--allow-empty", "--whitespace=nowarn", "the.patch"])
        .current_dir(folder.path())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CEILING_DIRECTORIES", folder.path().parent().unwrap())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&applied.stderr);
    assert!(applied.status.success(), "{said}\n{}", patch(path, old, new));
    note.assert(new.to_owned());
}

#[test]
fn git_takes_names_of_every_kind() {
    for path in [
        "a.md",
        "in/2025-10-29 - Jason and Tomer aligned.md",
        "ünï/日本 📅.md",
        "it's \"quoted\".md",
        "back\\slash.md",
        "tab\there.md",
        " leading and trailing .md",
        "--- a.md",
    ] {
        check(path, "one\ntwo\nthree\n", "one\n2\nthree\n");
    }
}

#[test]
fn git_takes_texts_without_final_newline_and_empty_ones() {
    check("a.md", "one", "one\n");
    check("a.md", "one\n", "one");
    check("a.md", "one", "two");
    check("a.md", "", "one\n");
    check("a.md", "one\n", "");
    check("a.md", "\u{feff}one\r\ntwo\r\n", "\u{feff}one\r\n2\r\n");
    check("a.md", "one\rtwo\r", "one\rtwo\rthree");
    check("a.md", "--- a\n+++ b\n@@ -1 +1 @@\n", "-- a\n++ b\n@@ -2 +2 @@\n");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_patch_gives_the_new_text_whatever_the_texts(
        old in text(),
        new in text(),
    ) {
        check("some note.md", &old, &new);
    }
}

/// Few different lines, so that texts have much in common, with every kind of line end.
fn text() -> impl Strategy<Value = String> {
    let line =
        prop::sample::select(vec!["", "- one", "- [ ] two 📅", "\\ No newline", "+", "a\u{2028}b", "\u{c}"]);
    let end = prop::sample::select(vec!["\n", "\n", "\n", "\r\n", "\r", ""]);
    proptest::collection::vec((line, end), 0..30)
        .prop_map(|lines| lines.into_iter().flat_map(|(line, end)| [line, end]).collect())
}
