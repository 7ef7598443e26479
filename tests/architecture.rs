//! House rules that no compiler holds: the order of the modules, who may touch the outside, forgotten test files.

#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "it reads the source files themselves")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the whole design in the order of its table; `lib.rs` declares those that exist, in this order.
const DESIGN: [&str; 16] = [
    "text", "disk", "vault", "note", "links", "people", "align", "group", "merge", "render", "plan",
    "review", "apply", "maintain", "config", "cli",
];

/// Names that say nothing of what a module is for.
const FORBIDDEN_NAMES: [&str; 9] =
    ["utils", "util", "common", "helpers", "helper", "types", "errors", "prelude", "misc"];

/// What may stand only in some modules: the text, and the modules.
const CONFINED: [(&str, &[&str]); 11] = [
    ("std::fs", &["disk"]),
    ("walkdir::", &["disk"]),
    ("std::net", &[]),
    ("std::process::Command", &["cli"]),
    ("std::env", &["cli", "main"]),
    ("std::io::stdin", &["cli"]),
    ("std::io::stdout", &["cli"]),
    ("println!", &["cli", "main"]),
    ("print!", &["cli", "main"]),
    ("SystemTime::now", &["cli", "disk"]),
    ("anyhow", &["main"]),
];

struct Source {
    path: PathBuf,
    /// The top-level module it belongs to; `lib` and `main` for those files.
    module: String,
    /// Its lines without comments.
    code: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(root()).unwrap().to_owned())
        .collect()
}

fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

fn sources() -> Vec<Source> {
    let files = files_below(&root().join("src")).into_iter().filter(|path| is_rust(path));
    files
        .map(|path| {
            let text = fs::read_to_string(root().join(&path)).unwrap();
            let code = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect::<Vec<_>>()
                .join("\n");
            let first = path.components().nth(1).unwrap().as_os_str().to_string_lossy().into_owned();
            Source { module: first.trim_end_matches(".rs").to_owned(), code, path }
        })
        .collect()
}

fn declared() -> Vec<String> {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let modules = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    modules.map(str::to_owned).collect()
}

/// The modules named by `crate::NAME` and `crate::{NAME, …}` in `code`.
fn modules_used(code: &str) -> BTreeSet<String> {
    let name =
        |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut used = BTreeSet::new();
    for (_, after) in code.match_indices("crate::").map(|(at, found)| (at, &code[at + found.len()..])) {
        let Some(group) = after.strip_prefix('{') else {
            used.insert(name(after));
            continue;
        };
        let mut depth = 0;
        let mut start = 0;
        for (at, c) in group.char_indices() {
            match c {
                ',' | '}' if depth == 0 => {
                    used.insert(name(&group[start..at]));
                    start = at + 1;
                    if c == '}' {
                        break;
                    }
                }
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
        }
    }
    used.remove("");
    used
}

#[test]
fn modules_used_are_found_in_groups_too() {
    let code = "use crate::text::Span;\nuse crate::{note::{Item, Note}, people};\nlet x = crate::disk::f();";
    assert_eq!(modules_used(code).into_iter().collect::<Vec<_>>(), ["disk", "note", "people", "text"]);
}

#[test]
fn modules_are_declared_in_the_order_of_the_design() {
    let declared = declared();
    let place = |module: &String| DESIGN.iter().position(|name| name == module);
    let places: Vec<_> = declared.iter().map(|module| place(module).expect(module)).collect();
    assert!(places.is_sorted(), "lib.rs declares {declared:?}");
    let folders: BTreeSet<_> = sources().into_iter().map(|source| source.module).collect();
    let known: BTreeSet<_> = declared.into_iter().chain(["lib", "main"].map(str::to_owned)).collect();
    assert_eq!(folders, known, "a top-level module is not declared in lib.rs, or has no folder");
}

#[test]
fn a_module_uses_only_modules_above_it() {
    let order: BTreeMap<_, _> =
        declared().into_iter().enumerate().map(|(place, name)| (name, place)).collect();
    for Source { path, module, code } in sources() {
        let Some(own) = order.get(&module) else { continue };
        for used in modules_used(&code) {
            let place = order.get(&used).unwrap_or_else(|| panic!("{}: no module `{used}`", path.display()));
            assert!(
                place <= own,
                "{}: `{module}` must not use `{used}`, which comes after it",
                path.display()
            );
        }
        // Enough `super`s reach the crate and, unseen by the check above, any module of it.
        let is_root_of_folder = path.ends_with("mod.rs");
        let depth = path.components().count() - 1 - usize::from(is_root_of_folder);
        assert!(!code.contains(&"super::".repeat(depth)), "{}: name the module from `crate`", path.display());
    }
}

#[test]
fn modules_have_names_that_say_what_they_are_for() {
    for path in files_below(&root().join("src")).into_iter().chain(files_below(&root().join("tests"))) {
        for part in &path.with_extension("") {
            let part = part.to_string_lossy();
            assert!(!FORBIDDEN_NAMES.contains(&part.as_ref()), "{}", path.display());
        }
    }
}

#[test]
fn only_disk_touches_files_and_only_cli_the_rest_of_the_world() {
    for Source { path, module, code } in sources() {
        // What is in a test may touch what it likes.
        let is_test = path.iter().any(|part| part.to_string_lossy().trim_end_matches(".rs") == "tests");
        let code = if is_test { "" } else { code.split("#[cfg(test)]").next().unwrap() };
        for (text, modules) in CONFINED {
            let found = code.match_indices(text).any(|(at, _)| {
                let before = code[..at].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
            });
            assert!(!found || modules.contains(&module.as_str()), "{}: `{text}`", path.display());
        }
        assert!(!code.contains("#[allow("), "{}: `#[expect(…, reason = …)]` says why", path.display());
    }
}

#[test]
fn every_file_in_tests_is_run() {
    let cargo = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let fuzz = fs::read_to_string(root().join("tests/fuzz/Cargo.toml")).unwrap();
    let all: Vec<PathBuf> =
        files_below(&root().join("tests")).into_iter().filter(|path| is_rust(path)).collect();
    let modules: String = all.iter().map(|path| fs::read_to_string(root().join(path)).unwrap()).collect();
    for path in &all {
        let top_level = path.components().count() == 2;
        let is_main = path.components().count() == 3 && path.ends_with("main.rs");
        // Fuzz targets are named by a manifest of their own.
        let fuzzed = path.strip_prefix("tests/fuzz").ok();
        let names =
            |manifest: &str, path: &Path| manifest.contains(&format!("path = \"{}\"", path.display()));
        let named = names(&cargo, path) || fuzzed.is_some_and(|path| names(&fuzz, path));
        let stem = if path.ends_with("mod.rs") { path.parent().unwrap() } else { path };
        let stem = stem.file_stem().unwrap().to_string_lossy();
        let is_module =
            modules.lines().any(|line| line.trim_start_matches("pub ").trim() == format!("mod {stem};"));
        assert!(top_level || is_main || named || is_module, "{} is never run", path.display());
    }
}

#[test]
fn every_case_folder_is_a_case() {
    for kind in ["testdata/cases", "testdata/known-gaps"] {
        let Ok(folders) = fs::read_dir(root().join(kind)) else { continue };
        for folder in folders.map(|entry| entry.unwrap().path()) {
            let has = |name: &str| folder.join(name).is_file();
            assert!(has("a.md") && has("expected.md"), "{} lacks a.md or expected.md", folder.display());
        }
    }
}

#[test]
fn the_top_level_holds_what_the_design_lists() {
    let expected = [
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "src",
        "testdata",
        "tests",
    ];
    let found: BTreeSet<String> = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && name != "target")
        .collect();
    assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}
