//! Timers: installed, shown, and removed without trace, for a vault with a name that every scheduler has its trouble with.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "it looks at the files the program was to write")]

#[expect(dead_code, reason = "other tests use the rest of it")]
mod desk;

use assert_fs::TempDir;
use desk::{Entry, Outcome, tree};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// A home of its own, with schedulers that write down what they are told.
struct Home {
    folder: TempDir,
}

impl Home {
    fn new() -> Self {
        let home = Self { folder: TempDir::new().unwrap() };
        fs::create_dir_all(home.vault().join(".obsidian")).unwrap();
        fs::create_dir_all(home.folder.path().join("home")).unwrap();
        home
    }

    fn vault(&self) -> PathBuf {
        self.folder.path().join("O'Neil \"50%\" & <più> $HOME \\n")
    }

    fn run(&self, arguments: &[&str]) -> Outcome {
        let mut command = Command::new(env!("CARGO_BIN_EXE_notefold"));
        // The programs are not written here: what is being written by one thread cannot be run by another.
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schedulers:/usr/bin:/bin");
        command.args(arguments).current_dir(self.vault()).env_clear().env("PATH", path);
        command.env("HOME", self.folder.path().join("home"));
        command.env("NOTEFOLD_STATE_DIR", self.folder.path().join("state"));
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Outcome { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    fn ends(&self, arguments: &[&str], code: i32) -> String {
        let outcome = self.run(arguments);
        assert_eq!(outcome.code, Some(code), "{arguments:?}: {outcome:?}");
        outcome.stdout + &outcome.stderr
    }

    /// The files there are, but for what the schedulers wrote down.
    fn tree(&self) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
        let tree: BTreeMap<PathBuf, Entry> = tree(self.folder.path());
        tree.into_iter()
            .filter(|(path, _)| !path.ends_with("told"))
            .map(|(path, entry)| (path, entry.0))
            .collect()
    }

    fn told(&self) -> String {
        fs::read_to_string(self.folder.path().join("told")).unwrap_or_default()
    }

    fn units(&self) -> Vec<PathBuf> {
        let folder = self.folder.path().join("home/.config/systemd/user");
        let mut units: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        units.sort();
        units
    }
}

#[test]
fn a_timer_is_installed_shown_and_removed_without_trace() {
    for with in ["systemd", "launchd", "cron"] {
        let home = Home::new();
        let before = home.tree();
        let would = home.ends(&["schedule", "install", "--with", with, "--at", "04:05", "--dry-run"], 0);
        assert!(would.contains("would ") && would.contains("Neil"), "{would}");
        assert_eq!(home.tree(), before, "{with}: a dry run wrote something");
        assert_eq!(home.told(), "");
        let said = home.ends(&["schedule", "install", "--with", with, "--at", "04:05"], 0);
        let after = home.tree();
        assert!(after != before);
        assert_eq!(
            home.ends(&["schedule", "install", "--with", with, "--at", "04:05"], 0).is_empty(),
            said.is_empty()
        );
        assert_eq!(home.tree(), after, "{with}: installing it again changed something");
        let shown = home.ends(&["schedule", "show", "--with", with], 0);
        assert!(shown.contains("maintain") && shown.contains('4'), "{with}: {shown}");
        home.ends(&["schedule", "remove", "--with", with], 0);
        let left: Vec<PathBuf> = home
            .tree()
            .into_keys()
            .filter(|path| {
                !before.contains_key(path)
                    && !path.ends_with("home/.config")
                    && !path.ends_with("home/Library")
            })
            .collect();
        assert_eq!(left, Vec::<PathBuf>::new(), "{with}");
        let shown = home.ends(&["schedule", "show", "--with", with], 0);
        assert!(shown.contains("nothing is scheduled"), "{shown}");
        match with {
            "systemd" => assert!(
                home.told().contains("--user enable --now notefold-")
                    && home.told().contains("--user disable --now")
            ),
            "launchd" => assert!(home.told().contains("launchctl load -w")),
            _ => assert_eq!(home.told(), ""),
        }
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "a check that is not made has to be told")]
fn systemd_takes_the_units_for_what_they_are() {
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        eprintln!("not checked: systemd-analyze (Debian package `systemd`) is missing");
        return;
    }
    let home = Home::new();
    home.ends(&["schedule", "install", "--with", "systemd"], 0);
    let output = Command::new("systemd-analyze")
        .args(["verify", "--user", "--man=no"])
        .args(home.units())
        .env("XDG_RUNTIME_DIR", home.folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    // What it says of other units of the machine is not about ours.
    let ours: Vec<&str> = said.lines().filter(|line| line.contains("notefold")).collect();
    assert!(output.status.success() && ours.is_empty(), "{said}");
}

#[test]
fn the_line_for_cron_does_what_it_says() {
    let home = Home::new();
    let line = home.ends(&["schedule", "install", "--with", "cron"], 0);
    let line = line.lines().find(|line| line.contains("maintain")).unwrap();
    let command = line.splitn(6, ' ').nth(5).unwrap();
    assert!(line.starts_with("30 3 * * * "));
    // What cron does before it gives a line to the shell: an unescaped `%` ends the command.
    let mut unescaped = String::new();
    let mut characters = command.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' if characters.peek() == Some(&'%') => unescaped.extend(characters.next()),
            '%' => panic!("{command}"),
            _ => unescaped.push(c),
        }
    }
    let state = home.folder.path().join("state");
    let output =
        Command::new("sh").arg("-c").arg(&unescaped).env("NOTEFOLD_STATE_DIR", &state).output().unwrap();
    assert!(output.status.success(), "{unescaped}: {output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("0 groups applied"));
}

/// Elsewhere the state is not where that variable says.
#[cfg(target_os = "linux")]
#[test]
fn a_pass_by_timer_keeps_its_state_where_the_shell_had_it() {
    let home = Home::new();
    let says = |with: &str, moved: bool| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_notefold"));
        command.args(["schedule", "install", "--dry-run", "--with", with]).current_dir(home.vault());
        command.env_clear().env("HOME", home.folder.path().join("home"));
        if moved {
            command.env("XDG_STATE_HOME", home.folder.path().join("elsewhere"));
        }
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    for with in ["systemd", "launchd"] {
        let said = says(with, true);
        assert!(said.contains("--state-dir") && said.contains("elsewhere/notefold"), "{said}");
        assert!(!says(with, false).contains("--state-dir"));
    }
}

#[test]
fn what_is_not_notefolds_is_left_alone() {
    let home = Home::new();
    home.ends(&["schedule", "install", "--with", "systemd"], 0);
    let units = home.units();
    fs::write(&units[1], "[Timer]\n").unwrap();
    let before = home.tree();
    for what in ["install", "remove", "show"] {
        let said = home.ends(&["schedule", what, "--with", "systemd"], 4);
        assert!(said.contains("was not written by notefold"), "{said}");
    }
    assert_eq!(home.tree(), before);
    // Another vault's timer is another one.
    let crontab = home.folder.path().join("crontab");
    let theirs = "MAILTO=me\n# mine\n1 2 * * * notefold maintain # notefold schedule: notefold-Other-123\n";
    fs::write(&crontab, theirs).unwrap();
    home.ends(&["schedule", "install", "--with", "cron"], 0);
    assert!(fs::read_to_string(&crontab).unwrap().starts_with(theirs));
    home.ends(&["schedule", "remove", "--with", "cron"], 0);
    assert_eq!(fs::read_to_string(&crontab).unwrap(), theirs);
    home.ends(&["schedule", "install", "--at", "25:00"], 2);
}
