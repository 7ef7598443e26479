//! The program from outside: wiring, exit codes, streams, bad input.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "it looks at the files the program was to write")]

use assert_fs::TempDir;
use assert_fs::prelude::*;
use std::path::Path;
use std::process::{Command, Stdio};

/// A folder to run the program in, with nothing of the user's environment.
struct Desk {
    folder: TempDir,
}

/// What a run gave.
#[derive(Debug)]
struct Outcome {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

const MONDAY: &str = "---\ndate: 2025-10-27\n---\n\n# Standup\n\n## Actions\n\n- [ ] Send the deck @Tomer\n";
const MONDAY_AGAIN: &str = "---\ndate: 2025-10-27\n---\n\n# Standup\n\n## Actions\n\n- [ ] Send out the deck @Tomer\n- [ ] Book a room\n";
const TUESDAY: &str = "---\ndate: 2025-10-28\n---\n\n# Standup\n\n## Actions\n\n- [ ] Send the deck @Tomer\n";

impl Desk {
    /// A folder with these files.
    fn with(files: &[(&str, &str)]) -> Self {
        let desk = Self { folder: TempDir::new().unwrap() };
        for (name, text) in files {
            desk.folder.child(name).write_str(text).unwrap();
        }
        desk
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_notefold"));
        command.args(arguments).current_dir(self.folder.path()).env_clear().stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Outcome {
        let output = self.command(arguments).output().unwrap();
        Outcome {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Names and contents of everything in the folder.
    fn everything(&self) -> Vec<(String, Option<Vec<u8>>)> {
        let entries =
            walkdir::WalkDir::new(self.folder.path()).sort_by_file_name().into_iter().map(Result::unwrap);
        entries.map(|entry| (entry.path().display().to_string(), std::fs::read(entry.path()).ok())).collect()
    }

    /// Runs `arguments`, which must fail with `code`, say each of `says` on stderr, and change nothing.
    fn refuses(&self, arguments: &[&str], code: i32, says: &[&str]) {
        let before = self.everything();
        let outcome = self.run(arguments);
        assert_eq!(outcome.code, Some(code), "{outcome:?}");
        assert_eq!(outcome.stdout, "");
        for say in says {
            assert!(outcome.stderr.contains(say), "{say:?} is not said:\n{}", outcome.stderr);
        }
        assert_eq!(self.everything(), before, "something was written");
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap()
    }
}

fn pair() -> Desk {
    Desk::with(&[("a.md", MONDAY), ("b.md", MONDAY_AGAIN)])
}

#[test]
fn the_review_is_data_and_everything_else_is_not() {
    let outcome = pair().run(&["merge", "a.md", "b.md"]);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(outcome.stdout.starts_with("2 notes folded into one\n"));
    assert!(outcome.stdout.ends_with("nothing is lost\n"));
    assert!(!outcome.stdout.contains('\u{1b}'), "no colours outside a terminal");
    assert!(outcome.stderr.contains("nothing was written"));
}

#[test]
fn a_merge_without_output_writes_nothing() {
    let desk = pair();
    let before = desk.everything();
    for format in ["text", "note", "patch", "json"] {
        assert_eq!(desk.run(&["merge", "a.md", "b.md", "--format", format]).code, Some(0));
    }
    assert_eq!(desk.everything(), before);
}

#[test]
fn the_note_written_is_the_note_printed() {
    let desk = pair();
    let printed = desk.run(&["merge", "a.md", "b.md", "--format", "note"]).stdout;
    let outcome = desk.run(&["merge", "a.md", "b.md", "-o", "c.md"]);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(outcome.stderr.contains("wrote `c.md`"));
    assert_eq!(desk.read("c.md"), printed);
    assert_eq!(desk.read("a.md"), MONDAY);
    assert_eq!(desk.everything().len(), 4, "a temporary file is left");
}

#[test]
fn the_json_holds_what_the_note_says() {
    let desk = pair();
    let printed = desk.run(&["merge", "a.md", "b.md", "--format", "note"]).stdout;
    let json: serde_json::Value =
        serde_json::from_str(&desk.run(&["merge", "a.md", "b.md", "--format", "json"]).stdout).unwrap();
    assert_eq!(json["format_version"], 1);
    assert_eq!(json["canonical"]["text"], printed);
    let keys: Vec<_> = json.as_object().unwrap().keys().cloned().collect();
    let mut expected = [
        "format_version",
        "variants",
        "canonical",
        "rows",
        "frontmatter",
        "set_aside",
        "repairs",
        "problems",
    ];
    expected.sort_unstable();
    assert_eq!(keys, expected);
}

#[test]
fn the_patch_turns_the_base_into_the_note() {
    let desk = pair();
    let printed = desk.run(&["merge", "a.md", "b.md", "--base", "b.md", "--format", "note"]).stdout;
    let patch = desk.run(&["merge", "a.md", "b.md", "--base", "b.md", "--format", "patch"]).stdout;
    desk.folder.child("p.patch").write_str(&patch).unwrap();
    let applied = Command::new("git")
        .args(["apply", "--allow-empty", "p.patch"])
        .current_dir(desk.folder.path())
        .status();
    assert!(applied.unwrap().success(), "{patch}");
    assert_eq!(desk.read("b.md"), printed);
}

#[test]
fn exit_code_tells_whether_there_is_something_to_review() {
    let desk = Desk::with(&[("a.md", MONDAY), ("b.md", MONDAY_AGAIN), ("copy.md", MONDAY)]);
    assert_eq!(desk.run(&["merge", "a.md", "b.md", "--exit-code"]).code, Some(1));
    assert_eq!(desk.run(&["merge", "a.md", "copy.md", "--exit-code"]).code, Some(0));
    assert_eq!(desk.run(&["merge", "a.md", "b.md"]).code, Some(0));
}

#[test]
fn quiet_leaves_errors_and_what_was_asked_for_by_name() {
    let desk = pair();
    let outcome = desk.run(&["merge", "a.md", "a.md", "b.md", "-q", "-o", "c.md"]);
    assert_eq!((outcome.code, outcome.stdout.as_str(), outcome.stderr.as_str()), (Some(0), "", ""));
    let outcome = desk.run(&["merge", "a.md", "b.md", "-q", "-o", "c.md", "--force", "--format", "note"]);
    assert_eq!((outcome.stdout, outcome.stderr), (desk.read("c.md"), String::new()));
    assert!(desk.run(&["merge", "a.md", "none.md", "-q"]).stderr.contains("none.md"));
}

#[test]
fn what_cannot_be_read_is_named_all_of_it() {
    let desk = pair();
    std::fs::create_dir(desk.folder.path().join("sub")).unwrap();
    desk.folder.child("latin.md").write_binary(b"caf\xe9\n").unwrap();
    let huge = std::fs::File::create(desk.folder.path().join("huge.md")).unwrap();
    huge.set_len(50 * 1024 * 1024).unwrap();
    desk.refuses(
        &["merge", "a.md", "none.md", "sub", "latin.md", "huge.md"],
        2,
        &[
            "no file `none.md`",
            "`sub` is a folder",
            "`latin.md` is not UTF-8 text (line 1)",
            "`huge.md` is too large",
            "hint: ",
        ],
    );
    desk.refuses(&["merge", "a.md", "sub", "-o", "c.md"], 2, &["notefold merge sub/*.md"]);
    desk.refuses(
        &["merge", "a.md", "latin.md", "-o", "c.md"],
        2,
        &["iconv -f WINDOWS-1252 -t UTF-8 latin.md"],
    );
}

#[cfg(unix)]
#[test]
fn an_unreadable_note_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let desk = pair();
    let path = desk.folder.path().join("b.md");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser reads everything.
    if std::fs::read(&path).is_err() {
        desk.refuses(&["merge", "a.md", "b.md"], 2, &["`b.md` cannot be read", "ls -l b.md"]);
    }
}

#[test]
fn notes_of_different_dates_are_refused_unless_forced() {
    let desk = Desk::with(&[("a.md", MONDAY), ("b.md", TUESDAY)]);
    desk.refuses(
        &["merge", "a.md", "b.md", "-o", "c.md"],
        4,
        &["2025-10-27", "2025-10-28", "notefold merge --force a.md b.md -o c.md"],
    );
    assert_eq!(desk.run(&["merge", "a.md", "b.md", "--force"]).code, Some(0));
}

#[test]
fn a_note_with_broken_frontmatter_is_not_merged() {
    let desk = Desk::with(&[
        ("a.md", MONDAY),
        ("b.md", "---\ndate: 2025-10-27\ntags: [a\n---\n\n- [ ] Send the deck\n"),
    ]);
    desk.refuses(&["merge", "a.md", "b.md", "-o", "c.md"], 4, &["`b.md`", "line"]);
}

#[test]
fn an_empty_note_is_folded_with_a_warning() {
    let desk = Desk::with(&[("a.md", MONDAY), ("b.md", "")]);
    let outcome = desk.run(&["merge", "a.md", "b.md", "--base", "a.md", "--format", "note"]);
    assert_eq!(outcome.code, Some(0));
    assert!(outcome.stdout.ends_with("- [ ] Send the deck @Tomer\n"));
    assert!(outcome.stderr.contains("`b.md` is empty"));
}

#[test]
fn the_same_file_counts_once_however_it_is_spelled() {
    let desk = pair();
    std::fs::create_dir(desk.folder.path().join("sub")).unwrap();
    let outcome = desk.run(&["merge", "a.md", "./a.md", "sub/../a.md"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(0), ""));
    assert!(outcome.stderr.contains("`./a.md` is `a.md` again"));
    assert!(outcome.stderr.contains("nothing to fold"));
    let twice = desk.run(&["merge", "a.md", "b.md", "./a.md", "--format", "json"]);
    assert_eq!(twice.stdout, desk.run(&["merge", "a.md", "b.md", "--format", "json"]).stdout);
}

#[test]
fn an_existing_file_is_written_over_only_by_force() {
    let desk = Desk::with(&[("a.md", MONDAY), ("b.md", MONDAY_AGAIN), ("c.md", "mine")]);
    desk.refuses(&["merge", "a.md", "b.md", "-o", "c.md"], 4, &["`c.md` exists already", "--force"]);
    desk.refuses(
        &["merge", "a.md", "b.md", "-o", "./a.md"],
        4,
        &["one of the notes being folded", "--force"],
    );
    let printed = desk.run(&["merge", "a.md", "b.md", "--format", "note"]).stdout;
    assert_eq!(desk.run(&["merge", "a.md", "b.md", "-o", "a.md", "--force"]).code, Some(0));
    assert_eq!(desk.read("a.md"), printed);
}

#[test]
fn a_file_that_cannot_be_written_is_named_with_the_way_out() {
    let desk = pair();
    desk.refuses(&["merge", "a.md", "b.md", "-o", "none/c.md"], 2, &["no folder `none`", "mkdir -p none"]);
    std::fs::create_dir(desk.folder.path().join("sub")).unwrap();
    desk.refuses(&["merge", "a.md", "b.md", "-o", "sub"], 2, &["`sub` is a folder"]);
    desk.refuses(&["merge", "a.md", "b.md", "-o", "sub", "--force"], 2, &["`sub` is a folder"]);
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_read_and_not_written_through() {
    let desk = pair();
    std::os::unix::fs::symlink("b.md", desk.folder.path().join("link.md")).unwrap();
    assert_eq!(desk.run(&["merge", "a.md", "link.md"]).code, Some(0));
    desk.refuses(&["merge", "a.md", "b.md", "-o", "link.md"], 4, &["`link.md`"]);
    desk.refuses(&["merge", "a.md", "b.md", "-o", "link.md", "--force"], 4, &["symbolic link"]);
}

#[test]
fn the_base_must_be_one_of_the_notes() {
    let desk = Desk::with(&[("a.md", MONDAY), ("b.md", MONDAY_AGAIN), ("c.md", MONDAY)]);
    desk.refuses(&["merge", "a.md", "b.md", "--base", "c.md"], 2, &["`c.md` is not one of the notes"]);
    let json = desk.run(&["merge", "a.md", "b.md", "--base", "./b.md", "--format", "json"]).stdout;
    assert!(json.contains("\"canonical\": {\n    \"path\": \"b.md\""), "{json}");
}

#[test]
fn notes_are_named_by_their_path_in_the_vault() {
    let desk =
        Desk::with(&[("v/.obsidian/app.json", "{}"), ("v/in/a.md", MONDAY), ("v/in/b.md", MONDAY_AGAIN)]);
    let json = |arguments: &[&str]| {
        let outcome = desk.run(arguments);
        let review: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
        review["variants"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["path"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let found = json(&["merge", "v/in/a.md", "v/in/b.md", "--base", "v/in/a.md", "--format", "json"]);
    assert_eq!(found, ["in/a.md", "in/b.md"]);
    let named = json(&[
        "merge",
        "v/in/a.md",
        "v/in/b.md",
        "--base",
        "v/in/a.md",
        "--vault",
        "v/in",
        "--format",
        "json",
    ]);
    assert_eq!(named, ["a.md", "b.md"]);
    desk.refuses(&["merge", "v/in/a.md", "v/in/b.md", "--vault", "v/none"], 2, &["`v/none` is not a folder"]);
    desk.refuses(&["merge", "v/in/a.md", "v/in/b.md", "--vault", "v/.obsidian"], 2, &["is not in the vault"]);
}

#[test]
fn usage_errors_say_how_to_go_on() {
    let desk = pair();
    desk.refuses(&["merge"], 2, &["NOTE", "--help"]);
    desk.refuses(&["merge", "a.md"], 2, &["notefold merge a.md NOTE"]);
    desk.refuses(&["merge", "a.md", "b.md", "--format", "html"], 2, &["text, note, patch, json"]);
    desk.refuses(&["fold", "a.md"], 2, &["unrecognized subcommand"]);
}

#[test]
fn help_teaches_by_example() {
    let desk = pair();
    for (arguments, says) in [
        (&["--help"][..], "merge"),
        (&["merge", "--help"], "git apply"),
        (&["merge", "--help"], "Exit codes"),
        (&["--version"], "notefold "),
    ] {
        let outcome = desk.run(arguments);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
        assert!(outcome.stdout.contains(says), "{}", outcome.stdout);
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let desk = pair();
    let mut child = desk
        .command(&["merge", "a.md", "b.md"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    assert!(!stderr.contains("error"), "{stderr}");
}

#[test]
fn colours_are_used_only_where_asked_for() {
    let desk = pair();
    assert!(desk.run(&["merge", "a.md", "b.md", "--color", "always"]).stdout.contains('\u{1b}'));
    assert!(!desk.run(&["merge", "a.md", "b.md", "--color", "never"]).stdout.contains('\u{1b}'));
    let outcome = desk.command(&["merge", "a.md", "b.md"]).env("NO_COLOR", "1").output().unwrap();
    assert!(!outcome.stdout.contains(&0x1b));
}

#[test]
fn control_characters_of_a_note_do_not_reach_the_terminal() {
    let desk = Desk::with(&[
        ("a.md", MONDAY),
        ("b.md", "---\ndate: 2025-10-27\n---\n\n## Actions\n\n- [ ] Send \u{1b}]0;owned\u{7}the deck\n"),
        ("\u{1b}[31m.md", ""),
    ]);
    let outcome = desk.run(&["merge", "a.md", "b.md", "\u{1b}[31m.md", "none\u{1b}.md"]);
    assert!(!outcome.stderr.contains('\u{1b}'), "{outcome:?}");
    let outcome = desk.run(&["merge", "a.md", "b.md", "\u{1b}[31m.md"]);
    assert!(!(outcome.stdout.clone() + &outcome.stderr).contains('\u{1b}'), "{outcome:?}");
}

#[test]
fn a_file_named_like_an_option_is_a_file_after_two_dashes() {
    let desk = Desk::with(&[("--force", MONDAY), ("b.md", MONDAY_AGAIN)]);
    assert_eq!(desk.run(&["merge", "--", "--force", "b.md"]).code, Some(0));
    assert!(Path::new(&desk.folder.path().join("--force")).exists());
}

/// A vault with this configuration, and two notes that disagree about a priority.
fn vault_with_config(config: &str) -> Desk {
    let note = |priority: &str| {
        format!(
            "---\ndate: 2025-10-27\n---\n\n# Standup\n\n## Aufgaben\n\n- [ ] Send the deck @Tomer {priority}\n"
        )
    };
    Desk::with(&[
        ("v/.obsidian/app.json", "{}"),
        ("v/.notefold.toml", config),
        ("v/a.md", &note("🔼")),
        ("v/b.md", &note("⏫")),
    ])
}

#[test]
fn the_configuration_says_where_each_value_comes_from() {
    let desk = vault_with_config("[merge]\npriority = \"highest\"\n");
    let outcome = desk.run(&["config", "--vault", "v", "--set", "people.me=Jason"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{outcome:?}");
    let line = |start: &str| {
        let line = outcome.stdout.lines().find(|line| line.starts_with(start)).unwrap();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("priority"), "priority = \"highest\" # .notefold.toml:2");
    assert_eq!(line("me"), "me = \"Jason\" # --set");
    assert_eq!(line("include"), "include = [] # default");
    let json = desk.run(&["config", "--vault", "v", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["format_version"], &json["entries"][0]["origin"]), (&1.into(), &"default".into()));
}

#[test]
fn the_default_file_is_a_configuration_that_changes_nothing() {
    let file = Desk::with(&[]).run(&["config", "--default"]).stdout;
    let outcome = vault_with_config(&file).run(&["merge", "v/a.md", "v/b.md", "--format", "note"]);
    let default = vault_with_config("").run(&["merge", "v/a.md", "v/b.md", "--format", "note"]);
    assert_eq!(outcome.stdout, default.stdout);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
}

#[test]
fn without_a_vault_the_defaults_are_shown_and_said_to_be_such() {
    let outcome = Desk::with(&[]).run(&["config"]);
    assert_eq!(outcome.code, Some(0));
    assert!(outcome.stdout.contains("language = \"en\""));
    assert!(outcome.stderr.contains("name the vault with --vault"), "{}", outcome.stderr);
}

#[test]
fn a_configuration_that_is_none_stops_everything_and_names_the_line_and_the_nearest_key() {
    let desk = vault_with_config("\n[merge]\npriorty = \"highest\"\n");
    let says = [
        "`.notefold.toml` line 3: there is no key `merge.priorty`; the nearest known one is `merge.priority`",
        "notefold config --default",
    ];
    desk.refuses(&["config", "--vault", "v"], 2, &says);
    desk.refuses(&["merge", "v/a.md", "v/b.md"], 2, &says);
    desk.refuses(&["merge", "a.md", "b.md", "--set", "x"], 2, &["--set x: KEY=VALUE is expected"]);
}

#[test]
fn notes_are_merged_by_the_configuration_of_their_vault() {
    let merged = |config: &str, set: &[&str]| {
        let arguments = [&["merge", "v/a.md", "v/b.md", "--format", "note"], set].concat();
        vault_with_config(config).run(&arguments).stdout
    };
    let config = "[headings]\nactions = [\"Aufgaben\"]\n[merge]\npriority = \"highest\"\n";
    assert!(merged(config, &[]).contains("- [ ] Send the deck @Tomer ⏫\n"), "{}", merged(config, &[]));
    assert!(merged(config, &["--set", "merge.priority=base"]).contains("- [ ] Send the deck @Tomer 🔼\n"));
}

/// A vault with a meeting written up twice, and a note of another day.
fn vault_with_variants() -> Desk {
    let note = |day: &str, mark: &str| {
        format!(
            "---\ndate: {day}\nparticipants: [Ana Silva, Bo Lindqvist]\nsource_ref: x/{day} Offsite call.md\n---\n# Offsite\n\n\
             ## Action Items\n- [ ] Book the venue for the offsite in Lisbon{mark}\n\
             - [ ] Collect dietary requirements from all attendees\n- [ ] Send the signed contract to legal{mark}\n\
             - [ ] Draft the keynote about the storage roadmap\n"
        )
    };
    Desk::with(&[
        (".obsidian/app.json", "{}"),
        ("In/a.md", &note("2026-05-04", "")),
        ("People/b.md", &note("2026-05-04", " soon")),
        ("People/c.md", &note("2026-05-11", "")),
        ("broken.md", "x"),
    ])
}

#[test]
fn a_scan_prints_groups_as_data_and_changes_nothing() {
    let desk = vault_with_variants();
    let before = desk.everything();
    let outcome = desk.run(&["scan", "--format", "json", "--exit-code"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(1), ""), "{outcome:?}");
    let json: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(json["format_version"], 1);
    let paths: Vec<&str> = json["groups"][0]["notes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|note| note["path"].as_str().unwrap())
        .collect();
    assert_eq!((paths, json["groups"].as_array().unwrap().len()), (vec!["In/a.md", "People/b.md"], 1));
    assert_eq!(json["groups"][0]["confidence"], "certain");
    assert_eq!(desk.everything(), before);
}

#[test]
fn a_scan_of_folders_looks_nowhere_else() {
    let outcome = vault_with_variants().run(&["scan", "People", "--exit-code"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(0), "2 notes read: no variants found\n"));
}

#[test]
fn a_scan_explains_why_two_notes_are_not_one_group() {
    let outcome = vault_with_variants().run(&["scan", "--explain", "In/a.md", "People/c.md"]);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(
        outcome.stdout.contains("- date       different dates: 2026-05-04 and 2026-05-11"),
        "{}",
        outcome.stdout
    );
    vault_with_variants().refuses(
        &["scan", "--explain", "In/a.md", "none.md"],
        2,
        &["`none.md` is not among the notes"],
    );
}

#[test]
fn a_scan_without_a_vault_says_how_to_name_one() {
    Desk::with(&[("a.md", MONDAY)]).refuses(&["scan"], 2, &["no folder above", "--vault DIR"]);
}
