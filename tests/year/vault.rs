//! The vault of the simulated year, as those who act in it see it.

use crate::disk::YearDisk;
use assert_fs::TempDir;
use notefold::cli::{Exit, Streams, run_on};
use notefold::disk::ContentHash;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A vault on a disk.
pub(crate) struct Vault {
    folder: TempDir,
    pub(crate) disk: YearDisk,
    now: jiff::Timestamp,
}

impl Vault {
    pub(crate) fn new(configuration: &str) -> Self {
        let vault = Self {
            folder: TempDir::new().unwrap(),
            disk: YearDisk::default(),
            now: jiff::Timestamp::UNIX_EPOCH,
        };
        fs::create_dir_all(vault.root().join(".obsidian")).unwrap();
        fs::write(vault.root().join(".notefold.toml"), configuration).unwrap();
        vault
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("Vault")
    }

    fn states(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    /// The folder of the vault's state.
    pub(crate) fn state(&self) -> notefold::apply::State {
        let vault = notefold::vault::Vault::at(&self.disk, &self.root()).unwrap();
        notefold::apply::State::of(&self.states(), &vault)
    }

    pub(crate) fn set_time(&mut self, now: jiff::Timestamp) {
        self.now = now;
        self.disk.set_time(now);
    }

    /// Runs the program in the vault.
    pub(crate) fn runs(&self, arguments: &[&str]) -> Exit {
        let (root, states) = (self.root(), self.states());
        let place = ["--vault", root.to_str().unwrap(), "--state-dir", states.to_str().unwrap(), "--quiet"];
        let words = ["notefold"].into_iter().chain(arguments.iter().copied()).chain(place);
        let streams = if std::env::var_os("NOTEFOLD_YEAR_TOLD").is_some() {
            Streams::Standard
        } else {
            Streams::Silent
        };
        run_on(words.map(Into::into), &self.disk, streams)
    }

    /// The notes that are there, but for those in folders with a dot.
    pub(crate) fn notes(&self) -> BTreeMap<String, String> {
        let all = texts(&self.root()).into_iter();
        let is_note = |path: &str| Path::new(path).extension().is_some_and(|ending| ending == "md");
        all.filter(|(path, _)| is_note(path) && !path.split('/').any(|part| part.starts_with('.')))
            .map(|(path, text)| (path, String::from_utf8(text).unwrap()))
            .collect()
    }

    /// Whether some file holds this, wherever: in the vault, its trash, the backups.
    pub(crate) fn holds_anywhere(&self, token: &str) -> bool {
        let holds = |text: &Vec<u8>| text.windows(token.len()).any(|part| part == token.as_bytes());
        texts(self.folder.path()).values().any(holds)
    }

    /// Everything there is, but for who holds the lock.
    pub(crate) fn everything(&self) -> BTreeMap<String, ContentHash> {
        let all = texts(self.folder.path()).into_iter().filter(|(path, _)| !path.ends_with("/lock"));
        all.map(|(path, text)| (path, ContentHash::of(&text))).collect()
    }

    /// Writes a note as somebody does in the course of the day.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let place = self.root().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(&place, text).unwrap();
        let seconds = u64::try_from(self.now.as_second()).unwrap();
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        fs::File::options().write(true).open(&place).unwrap().set_modified(time).unwrap();
    }

    /// When a note was last changed.
    pub(crate) fn modified(&self, path: &str) -> Option<jiff::Timestamp> {
        let time = fs::metadata(self.root().join(path)).ok()?.modified().ok()?;
        jiff::Timestamp::try_from(time).ok()
    }

    /// Gives a note another name, where nothing has it.
    pub(crate) fn rename(&self, from: &str, to: &str) -> bool {
        let (from, to) = (self.root().join(from), self.root().join(to));
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        !to.exists() && fs::rename(from, to).is_ok()
    }
}

fn texts(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            (path, fs::read(entry.path()).unwrap())
        })
        .collect()
}
