//! Where a file of a vault is, seen from the vault.

use serde::{Deserialize, Deserializer, Serialize, de};
use std::borrow::Cow;
use std::fmt;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A path within a vault: relative, with `/` between its parts, in the very characters it has on disk.
///
/// Two files may have names that look alike and are not the same bytes (`é` as one character or as two), so equality
/// and order are those of the bytes; [`VaultPath::key`] is what links and names are compared by. The vault's own folder
/// is the empty path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(transparent)]
pub struct VaultPath(String);

impl VaultPath {
    /// Takes a path relative to the vault's folder; `None` when it leads out of it, and for names that are no UTF-8.
    #[must_use]
    pub fn of(relative: &Path) -> Option<Self> {
        let mut text = String::new();
        for part in relative.components() {
            match part {
                Component::Normal(name) => {
                    if !text.is_empty() {
                        text.push('/');
                    }
                    text.push_str(name.to_str()?);
                }
                Component::CurDir => {}
                Component::Prefix(_) | Component::RootDir | Component::ParentDir => return None,
            }
        }
        Some(Self(text))
    }

    /// The path of what has this name in the folder; `None` for a name that is none.
    pub(super) fn child(&self, name: &str) -> Option<Self> {
        if matches!(name, "" | "." | "..") || name.contains('/') {
            return None;
        }
        let mut path = String::with_capacity(self.0.len() + 1 + name.len());
        if !self.0.is_empty() {
            path.push_str(&self.0);
            path.push('/');
        }
        path.push_str(name);
        Some(Self(path))
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file's place on disk, in the vault with the folder `root`.
    #[must_use]
    pub fn below(&self, root: &Path) -> PathBuf {
        let mut place = PathBuf::with_capacity(root.as_os_str().len() + 1 + self.0.len());
        place.push(root);
        if MAIN_SEPARATOR == '/' && !self.0.is_empty() {
            place.push(&self.0);
        } else {
            // Part by part, which gives `\` on Windows.
            place.extend(self.parts());
        }
        place
    }

    /// The names on the way, the file's own last; none for the vault's own folder.
    #[must_use]
    pub fn parts(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/').filter(|part| !part.is_empty())
    }

    /// The file's own name, with its ending.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The file's own name without its ending, as Obsidian shows a note.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The ending of the file's name, without the dot; empty where there is none.
    #[must_use]
    pub fn ending(&self) -> &str {
        self.name().rsplit_once('.').map_or("", |(_, ending)| ending)
    }

    /// The path of the folder it is in; empty for the vault's own.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The path in composed characters (NFC), which is how patterns and configuration are compared with it.
    #[must_use]
    pub fn composed(&self) -> Cow<'_, str> {
        composed(&self.0)
    }

    /// What Obsidian, and file systems that do not tell case, compare paths by: composed and in lower case.
    #[must_use]
    pub fn key(&self) -> String {
        self.composed().to_lowercase()
    }

    /// Whether the file is a note: Markdown, as Obsidian opens it.
    #[must_use]
    pub fn is_note(&self) -> bool {
        self.ending().eq_ignore_ascii_case("md")
    }

    /// Whether the file is a canvas.
    #[must_use]
    pub fn is_canvas(&self) -> bool {
        self.ending().eq_ignore_ascii_case("canvas")
    }
}

/// Only a path as [`VaultPath::of`] gives it is taken: files that hold paths (plans, journals) are data anyone may have
/// written, and two spellings of one file would get past a look for the same file.
impl<'de> Deserialize<'de> for VaultPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::of(Path::new(&text))
            .filter(|path| !path.0.is_empty() && path.0 == text && !text.contains(['\\', '\0']))
            .ok_or_else(|| de::Error::custom(format_args!("{text:?} is not the path of a file in a vault")))
    }
}

impl fmt::Display for VaultPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Text in composed characters.
pub(super) fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, expect: Option<&str>) {
        assert_eq!(VaultPath::of(Path::new(path)).as_ref().map(VaultPath::as_str), expect);
    }

    #[test]
    fn a_path_stays_within_the_vault() {
        check("Inbox/Bot/a b.md", Some("Inbox/Bot/a b.md"));
        check("./Inbox//a.md", Some("Inbox/a.md"));
        check("", Some(""));
        check("../a.md", None);
        check("Inbox/../../a.md", None);
        check("/etc/a.md", None);
    }

    #[test]
    fn a_path_read_from_a_file_is_taken_only_in_its_one_spelling() {
        let read = |text: &str| serde_json::from_value::<VaultPath>(text.into()).is_ok();
        assert!(read("Inbox/a b.md"));
        for hostile in
            ["", "../a.md", "/etc/a.md", "a/../b.md", "./a.md", "a//b.md", "a/", "a\\b.md", "a\0.md"]
        {
            assert!(!read(hostile), "{hostile:?}");
        }
    }

    #[test]
    fn names_keep_their_bytes_and_are_compared_composed() {
        let composed = VaultPath::of(Path::new("Re\u{301}union 🗓.MD")).unwrap();
        let decomposed = VaultPath::of(Path::new("R\u{e9}union 🗓.md")).unwrap();
        assert_ne!(composed, decomposed);
        assert_eq!(composed.key(), decomposed.key());
        assert_eq!(composed.below(Path::new("v")), Path::new("v/Re\u{301}union 🗓.MD"));
        assert!(composed.is_note());
    }

    #[test]
    fn what_is_in_a_folder_has_the_path_of_the_folder_and_its_name() {
        let child = |folder: &str, name: &str| {
            let folder = VaultPath::of(Path::new(folder)).unwrap();
            folder.child(name).map(|path| path.as_str().to_owned())
        };
        assert_eq!(child("", "a.md").as_deref(), Some("a.md"));
        assert_eq!(child("In/box", "a b.md").as_deref(), Some("In/box/a b.md"));
        for name in ["", ".", "..", "a/b"] {
            assert_eq!(child("In", name), None, "{name}");
        }
    }

    #[test]
    fn a_name_has_a_stem_and_an_ending() {
        let path = VaultPath::of(Path::new("In.box/v1.2 plan.canvas")).unwrap();
        assert_eq!((path.folder(), path.name()), ("In.box", "v1.2 plan.canvas"));
        assert_eq!((path.stem(), path.ending()), ("v1.2 plan", "canvas"));
        assert!(path.is_canvas() && !path.is_note());
    }
}
