//! A vault on a disk, and the program run in it.

#![expect(clippy::disallowed_methods, reason = "it looks at the files the program was to write")]

use assert_fs::TempDir;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

/// A vault of its own, with a folder for the state of the program.
pub(crate) struct Desk {
    pub(crate) folder: TempDir,
}

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A file or folder as it can be told from another: kind or bytes, mode, time of the last change.
pub(crate) type Entry = (Option<Vec<u8>>, u32, SystemTime);

impl Desk {
    /// The example vault.
    pub(crate) fn example() -> Self {
        let desk = Self { folder: TempDir::new().unwrap() };
        copy(&example(), &desk.vault());
        desk
    }

    /// A vault with these files.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let desk = Self { folder: TempDir::new().unwrap() };
        fs::create_dir_all(desk.vault().join(".obsidian")).unwrap();
        for (name, text) in files {
            let path = desk.vault().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        desk
    }

    pub(crate) fn vault(&self) -> PathBuf {
        self.folder.path().join("Vault")
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_notefold"));
        command.args(arguments).current_dir(self.vault()).env_clear().stdin(Stdio::null());
        command.env("NOTEFOLD_STATE_DIR", self.folder.path().join("state"));
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        let output = self.command(arguments).output().unwrap();
        Outcome {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs what must end with `code`.
    pub(crate) fn ends(&self, arguments: &[&str], code: i32) -> Outcome {
        let outcome = self.run(arguments);
        assert_eq!(outcome.code, Some(code), "{arguments:?}: {outcome:?}");
        outcome
    }

    /// Runs what must be refused with `code`, say why, and touch nothing in the vault.
    pub(crate) fn refuses(&self, arguments: &[&str], code: i32, says: &str) {
        let before = self.tree();
        let outcome = self.ends(arguments, code);
        assert!(outcome.stderr.contains(says), "{says:?} is not said:\n{}", outcome.stderr);
        assert_eq!(outcome.stderr.matches("hint: ").count(), 1, "{}", outcome.stderr);
        assert!(self.tree() == before, "something was touched");
    }

    pub(crate) fn tree(&self) -> BTreeMap<PathBuf, Entry> {
        tree(&self.vault())
    }

    /// Makes a plan, and says which groups it has.
    pub(crate) fn plans(&self, arguments: &[&str]) -> serde_json::Value {
        let all = [&["plan", "--format", "json"], arguments].concat();
        serde_json::from_str(&self.ends(&all, 0).stdout).unwrap()
    }

    /// Applies all groups of the latest plan, also those that wait.
    pub(crate) fn applies_all(&self, plan: &serde_json::Value, code: i32) -> Outcome {
        let ids = ids(plan);
        let mut arguments = vec!["apply", "--only"];
        arguments.extend(ids.iter().map(String::as_str));
        self.ends(&arguments, code)
    }
}

pub(crate) fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/vaults/inbox-archive")
}

pub(crate) fn ids(plan: &serde_json::Value) -> Vec<String> {
    let groups = plan["groups"].as_array().unwrap().iter();
    groups.map(|group| group["id"].as_str().unwrap().to_owned()).collect()
}

pub(crate) fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let place = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(&place).unwrap();
        } else {
            fs::copy(entry.path(), &place).unwrap();
        }
    }
}

pub(crate) fn tree(root: &Path) -> BTreeMap<PathBuf, Entry> {
    let entries = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap);
    entries
        .map(|entry| {
            let metadata = entry.metadata().unwrap();
            let bytes = entry.file_type().is_file().then(|| fs::read(entry.path()).unwrap());
            let name = entry.path().strip_prefix(root).unwrap().to_owned();
            (name, (bytes, mode(&metadata), metadata.modified().unwrap()))
        })
        .collect()
}

#[cfg(unix)]
fn mode(metadata: &fs::Metadata) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions())
}

#[cfg(not(unix))]
fn mode(_metadata: &fs::Metadata) -> u32 {
    0
}

pub(crate) fn texts(tree: &BTreeMap<PathBuf, Entry>) -> BTreeMap<&Path, &[u8]> {
    tree.iter().filter_map(|(path, (bytes, ..))| Some((path.as_path(), bytes.as_deref()?))).collect()
}
