//! Which file a link means: the names of all files of a vault.

use crate::vault::VaultPath;
use std::collections::HashMap;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The files of a vault, known by their names.
///
/// Built once: some hundred thousand files take a fraction of a second, and to look one up takes as long as there
/// are files of the same name.
#[derive(Debug, Clone, Default)]
pub struct Names {
    files: Vec<File>,
    /// The indices of the files with this name, ending included, by its key.
    by_name: HashMap<String, Vec<usize>>,
}

#[derive(Debug, Clone)]
struct File {
    path: VaultPath,
    /// The path as links are compared with it.
    key: String,
}

impl Names {
    /// Takes all files of a vault: notes, canvases, attachments. Their order does not matter, nor does a path that is
    /// there twice.
    #[must_use]
    pub fn of<'a>(paths: impl IntoIterator<Item = &'a VaultPath>) -> Self {
        let mut files: Vec<File> =
            paths.into_iter().map(|path| File { path: path.clone(), key: link_key(path.as_str()) }).collect();
        files.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        files.dedup_by(|one, other| one.path == other.path);
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::with_capacity(files.len());
        for (at, file) in files.iter().enumerate() {
            by_name.entry(last_name(&file.key).to_owned()).or_default().push(at);
        }
        Self { files, by_name }
    }

    /// The files, in the order of their paths.
    pub fn paths(&self) -> impl Iterator<Item = &VaultPath> {
        self.files.iter().map(|file| &file.path)
    }

    /// Whether there is a file with this very path.
    #[must_use]
    pub fn holds(&self, path: &VaultPath) -> bool {
        self.files.binary_search_by(|file| file.path.cmp(path)).is_ok()
    }

    /// The file a link in the file `from` means by `target`, a path or name without `#…`, decoded; `None` when it
    /// means none. As Obsidian does it:
    ///
    /// * Case does not count, nor whether letters are composed, nor the ending `.md`.
    /// * `./…` and `../…` are paths from the folder of `from`, and nothing else.
    /// * `/…` is a path from the vault's folder, and nothing else.
    /// * Anything else is the end of a path. Of several files, those below the folder of `from` come first, then
    ///   shorter paths, then alphabetical order.
    /// * An empty target is the file itself.
    #[must_use]
    pub fn resolve<'a>(&'a self, from: &'a VaultPath, target: &str) -> Option<&'a VaultPath> {
        self.resolve_among(from, target, |_| true)
    }

    /// As [`Names::resolve`], if only the files that pass `stays` were there.
    #[must_use]
    pub fn resolve_among<'a>(
        &'a self,
        from: &'a VaultPath,
        target: &str,
        stays: impl Fn(&VaultPath) -> bool,
    ) -> Option<&'a VaultPath> {
        let target = link_key(target.trim());
        if target.is_empty() {
            return Some(from);
        }
        let folder = link_key(from.folder());
        // The very name first: `[[a.b]]` is the file `a.b`, where there is one, before the note `a.b.md`.
        let with_ending = format!("{target}.md");
        [target.as_str(), with_ending.as_str()]
            .into_iter()
            .find_map(|target| self.best(&folder, target, &stays))
    }

    /// The number of files that `target` could mean by the end of their paths, of those that pass `stays`.
    pub(super) fn namesakes(&self, target: &str, stays: impl Fn(&VaultPath) -> bool) -> usize {
        let target = link_key(target);
        let with_ending = format!("{target}.md");
        let of = |target: &str| {
            let files = self.named(last_name(target));
            files.filter(|file| ends_with(&file.key, target) && stays(&file.path)).count()
        };
        of(&target) + of(&with_ending)
    }

    fn named(&self, name: &str) -> impl Iterator<Item = &File> {
        self.by_name.get(name).into_iter().flatten().filter_map(|at| self.files.get(*at))
    }

    fn best(&self, folder: &str, target: &str, stays: &impl Fn(&VaultPath) -> bool) -> Option<&VaultPath> {
        let there = |file: &&File| stays(&file.path);
        if target.starts_with("./") || target.starts_with("../") {
            let path = from_folder(folder, target)?;
            return self
                .named(last_name(&path))
                .filter(there)
                .find(|file| file.key == path)
                .map(|file| &file.path);
        }
        if let Some(path) = target.strip_prefix('/') {
            return self
                .named(last_name(path))
                .filter(there)
                .find(|file| file.key == path)
                .map(|file| &file.path);
        }
        self.named(last_name(target))
            .filter(there)
            .filter(|file| ends_with(&file.key, target))
            .min_by_key(|file| {
                (!is_below(&file.key, folder), file.key.chars().count(), &file.key, &file.path)
            })
            .map(|file| &file.path)
    }
}

/// What links and paths are compared by: composed, in lower case, blanks that do not break as plain ones.
pub(super) fn link_key(text: &str) -> String {
    let plain = text.replace(['\u{a0}', '\u{202f}'], " ");
    let key = plain.to_lowercase();
    if is_nfc(&key) { key } else { key.nfc().collect() }
}

/// What stands behind the last `/`.
pub(super) fn last_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether `path` is `end`, or ends with it behind a `/`.
fn ends_with(path: &str, end: &str) -> bool {
    path.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

fn is_below(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// The path that `relative` leads to from `folder`; `None` when it leads out of the vault.
fn from_folder(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn path(text: &str) -> VaultPath {
        VaultPath::of(Path::new(text)).unwrap()
    }

    fn check(files: &[&str], from: &str, target: &str, expect: Option<&str>) {
        let files: Vec<VaultPath> = files.iter().map(|file| path(file)).collect();
        let names = Names::of(&files);
        assert_eq!(
            names.resolve(&path(from), target).map(VaultPath::as_str),
            expect,
            "[[{target}]] in {from}"
        );
    }

    #[test]
    fn a_unique_name_resolves_from_anywhere_whatever_its_case() {
        let files = ["A/B/Note.md", "c.md", "A/pic.PNG"];
        check(&files, "c.md", "note", Some("A/B/Note.md"));
        check(&files, "c.md", "NOTE.MD", Some("A/B/Note.md"));
        check(&files, "A/B/Note.md", "C", Some("c.md"));
        check(&files, "c.md", "Pic.png", Some("A/pic.PNG"));
        check(&files, "c.md", "pic", None);
        check(&files, "c.md", "b/note", Some("A/B/Note.md"));
        check(&files, "c.md", "/b/note", None);
        check(&files, "c.md", "/a/b/note", Some("A/B/Note.md"));
        check(&files, "c.md", "", Some("c.md"));
    }

    #[test]
    fn composed_and_decomposed_letters_are_the_same() {
        check(&["Re\u{301}union.md"], "a.md", "R\u{e9}UNION", Some("Re\u{301}union.md"));
        check(&["a b.md"], "c.md", "a\u{a0}b", Some("a b.md"));
    }

    #[test]
    fn of_several_the_nearest_then_the_shortest_then_the_first_is_meant() {
        let files = ["x/Note.md", "a/Note.md", "long/er/Note.md", "long/er/deep/Note.md"];
        check(&files, "y.md", "Note", Some("a/Note.md"));
        check(&files, "long/er/z.md", "Note", Some("long/er/Note.md"));
        check(&files, "long/z.md", "Note", Some("long/er/Note.md"));
        check(&files, "x/z.md", "Note", Some("x/Note.md"));
        check(&files, "longer/z.md", "Note", Some("a/Note.md"));
    }

    #[test]
    fn relative_paths_are_exact() {
        let files = ["a/b/Note.md", "a/Note.md", "Note.md"];
        check(&files, "a/b/z.md", "./Note", Some("a/b/Note.md"));
        check(&files, "a/b/z.md", "../Note", Some("a/Note.md"));
        check(&files, "a/b/z.md", "../../Note.md", Some("Note.md"));
        check(&files, "a/b/z.md", "../../../Note", None);
        check(&files, "a/z.md", "./b/../Note", Some("a/Note.md"));
        check(&files, "c/z.md", "./Note", None);
    }

    #[test]
    fn a_file_of_the_very_name_comes_before_a_note() {
        check(&["v1.2.md", "v1.2"], "z.md", "v1.2", Some("v1.2"));
        check(&["v1.2.md"], "z.md", "v1.2", Some("v1.2.md"));
        check(&["a/v1.md", "b/v1"], "z.md", "a/v1", Some("a/v1.md"));
    }

    #[test]
    fn a_hundred_thousand_files_are_looked_up_at_once() {
        let files: Vec<VaultPath> = (0..100_000).map(|n| path(&format!("f{}/note {n}.md", n % 97))).collect();
        let names = Names::of(&files);
        for file in &files {
            assert_eq!(names.resolve(&files[0], file.stem()), Some(file));
        }
    }
}
