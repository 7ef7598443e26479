//! One folder, one behaviour.
//!
//! Every folder under `testdata/cases` is a test, found when the tests run. It holds
//!
//! * `a.md`, `b.md`, …: the variants, folded in this order;
//! * `arguments`, if there is one: more arguments of `merge`, one a line (`--base`, `b.md`);
//! * `expected.md`: the canonical note, byte for byte;
//! * `expected.txt`, if there is one: the review as text, with lines that start with `…` standing for any lines;
//! * `expected.json`, if there is one: what the JSON must hold. An object may have more keys than are given here, a
//!   list must hold the given entries in the given order, perhaps among others;
//! * `README`, if a name does not say enough: what the case is about.
//!
//! The folders under `testdata/known-gaps` are cases that notefold does not get right yet. They must fail: once one
//! passes its test fails, and the folder belongs under `testdata/cases`.
//!
//! `UPDATE=1 cargo test --test cases -- NAME` writes `expected.md` anew, and `expected.txt` where it exists. Read what it
//! wrote: the expectation is the claim, not the program's output.

#![expect(clippy::disallowed_methods, reason = "it reads the cases themselves")]

use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for folder in folders("cases") {
        let name = format!("cases/{}", name_of(&folder));
        trials.push(Trial::test(name, move || if updating() { update(&folder) } else { check(&folder) }));
    }
    for folder in folders("known-gaps") {
        let name = format!("known-gaps/{}", name_of(&folder));
        trials.push(Trial::test(name, move || match check(&folder) {
            Ok(()) => Err("this works now: move the folder to testdata/cases".into()),
            Err(_) => Ok(()),
        }));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn updating() -> bool {
    std::env::var("UPDATE").is_ok_and(|value| value == "1")
}

fn name_of(folder: &Path) -> String {
    folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn folders(kind: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(kind);
    let entries = fs::read_dir(root).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// Folds the variants of a case and prints in the given format.
fn fold(folder: &Path, format: &str) -> Result<String, Failed> {
    let mut variants: Vec<String> = fs::read_dir(folder)?
        .filter_map(Result::ok)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| matches!(name.as_bytes(), [b'a'..=b'z', b'.', b'm', b'd']))
        .collect();
    variants.sort();
    let arguments = fs::read_to_string(folder.join("arguments")).unwrap_or_default();
    let run = Command::new(env!("CARGO_BIN_EXE_notefold"))
        .arg("merge")
        .args(variants)
        .args(arguments.lines().filter(|line| !line.is_empty()))
        .args(["--color", "never", "--format", format])
        .current_dir(folder)
        .env_clear()
        .output()?;
    if !run.status.success() {
        return Err(format!("{}\n{}", run.status, String::from_utf8_lossy(&run.stderr)).into());
    }
    Ok(String::from_utf8(run.stdout)?)
}

fn check(folder: &Path) -> Result<(), Failed> {
    let note = fold(folder, "note")?;
    let expected = fs::read_to_string(folder.join("expected.md"))?;
    if note != expected {
        return Err(differences("expected.md", &expected, &note).into());
    }
    if let Ok(expected) = fs::read_to_string(folder.join("expected.txt")) {
        let review = fold(folder, "text")?;
        if !has_lines(&expected, &review) {
            return Err(differences("expected.txt", &expected, &review).into());
        }
    }
    if let Ok(expected) = fs::read_to_string(folder.join("expected.json")) {
        let review: Value = serde_json::from_str(&fold(folder, "json")?)?;
        if let Some(missing) = missing(&serde_json::from_str(&expected)?, &review, "") {
            return Err(missing.into());
        }
    }
    Ok(())
}

fn update(folder: &Path) -> Result<(), Failed> {
    fs::write(folder.join("expected.md"), fold(folder, "note")?)?;
    if folder.join("expected.txt").exists() {
        fs::write(folder.join("expected.txt"), fold(folder, "text")?)?;
    }
    check(folder)
}

fn differences(name: &str, expected: &str, found: &str) -> String {
    format!(
        "{name} (-) and what came out (+) differ:\n{}",
        notefold::render::patch::patch(name, expected, found)
    )
}

/// Whether `found` has the lines of `expected` in order; a line that starts with `…` stands for any lines.
fn has_lines(expected: &str, found: &str) -> bool {
    let mut found = found.lines();
    let mut skip = false;
    for line in expected.lines() {
        if line.starts_with('…') {
            skip = true;
            continue;
        }
        let matches = if skip { found.any(|next| next == line) } else { found.next() == Some(line) };
        if !matches {
            return false;
        }
        skip = false;
    }
    skip || found.next().is_none()
}

/// The first thing `expected` has and `found` lacks, with the way to it.
fn missing(expected: &Value, found: &Value, way: &str) -> Option<String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => expected.iter().find_map(|(key, value)| {
            let way = format!("{way}.{key}");
            found
                .get(key)
                .map_or_else(|| Some(format!("{way} is missing")), |found| missing(value, found, &way))
        }),
        (Value::Array(expected), Value::Array(found)) => {
            let mut rest = found.iter();
            expected.iter().enumerate().find_map(|(at, value)| {
                let there = rest.any(|found| missing(value, found, "").is_none());
                (!there)
                    .then(|| format!("{way}[{at}] is missing: {value}\nin {}", Value::Array(found.clone())))
            })
        }
        _ => (expected != found).then(|| format!("{way} is {found}, not {expected}")),
    }
}
