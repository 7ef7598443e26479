//! Which files of a vault are looked at.

use super::path::{VaultPath, composed};
use globset::{Candidate, GlobBuilder, GlobSet, GlobSetBuilder};
use regex::{Regex, RegexBuilder};
use thiserror::Error;

/// Which files of a vault are looked at, as a person wrote it.
///
/// A pattern without `/` is one of names, at any depth (`*.excalidraw.md`, `Templates`); one with `/` is one of paths
/// from the vault's folder (`Work/*/Drafts`, `/Templates`). `*` and `?` stay within a name, `**` does not. A folder
/// that matches stands for everything in it. Case and the two ways to write an accent do not matter, since neither does
/// to Obsidian.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScopeOptions {
    /// Only what matches one of these is looked at; everything, when there are none.
    pub include: Vec<String>,
    /// What matches one of these is not looked at.
    pub exclude: Vec<String>,
    /// What Obsidian was told to leave out and is not looked at: prefixes of paths, or `/regular expressions/`.
    pub hidden: Vec<String>,
    /// The folder notefold itself keeps retired notes in, vault-relative; never looked at.
    pub retired: Option<String>,
}

/// A pattern that is none.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the pattern `{pattern}` is not understood: {why}")]
pub struct PatternError {
    /// The pattern.
    pub pattern: String,
    /// What is wrong with it.
    pub why: String,
}

/// Which files of a vault are looked at.
#[derive(Debug, Clone)]
pub struct Scope {
    /// `None`: everything is included.
    include: Option<GlobSet>,
    exclude: GlobSet,
    hidden: Vec<Hidden>,
    /// The key of the folder of retired notes.
    retired: Option<String>,
}

impl Scope {
    /// Understands the options.
    ///
    /// # Errors
    ///
    /// When a pattern is none.
    pub fn of(options: &ScopeOptions) -> Result<Self, PatternError> {
        let retired =
            options.retired.as_deref().map(|folder| composed(folder.trim_matches('/')).to_lowercase());
        Ok(Self {
            include: if options.include.is_empty() { None } else { Some(patterns(&options.include)?) },
            exclude: patterns(&options.exclude)?,
            hidden: options.hidden.iter().map(|filter| Hidden::of(filter)).collect::<Result<_, _>>()?,
            retired: retired.filter(|folder| !folder.is_empty()),
        })
    }

    /// Whether nothing in the folder can be in scope, so that it need not be entered.
    #[must_use]
    pub fn shuts_out(&self, folder: &VaultPath) -> bool {
        let is_retired = self.retired.as_ref().is_some_and(|retired| folder.key() == *retired);
        is_retired || self.exclude.is_match_candidate(&Candidate::new(folder.composed().as_ref()))
    }

    /// Whether a file is in scope whose folders are not shut out.
    #[must_use]
    pub fn takes(&self, file: &VaultPath) -> bool {
        let path = file.composed();
        !self.exclude.is_match(path.as_ref())
            && !self.hidden.iter().any(|hidden| hidden.covers(&path))
            && self.includes(file)
    }

    /// Whether a path is in scope, all its folders looked at too.
    #[must_use]
    pub fn holds(&self, path: &VaultPath) -> bool {
        !with_folders(path.as_str())
            .any(|folder| VaultPath::of(folder.as_ref()).is_some_and(|it| self.shuts_out(&it)))
            && self.takes(path)
    }

    fn includes(&self, file: &VaultPath) -> bool {
        let Some(include) = &self.include else { return true };
        with_folders(&file.composed()).any(|path| include.is_match(path))
    }
}

/// What Obsidian was told to leave out (`userIgnoreFilters`).
#[derive(Debug, Clone)]
pub(super) enum Hidden {
    /// Paths that start so; composed, in lower case.
    Prefix(String),
    /// Paths in which this is found.
    Found(Regex),
}

impl Hidden {
    /// Understands one entry of the setting.
    pub(super) fn of(filter: &str) -> Result<Self, PatternError> {
        match filter.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
            Some(expression) => RegexBuilder::new(expression)
                .case_insensitive(true)
                .build()
                .map(Self::Found)
                .map_err(|error| PatternError { pattern: filter.to_owned(), why: error.to_string() }),
            None => Ok(Self::Prefix(composed(filter).to_lowercase())),
        }
    }

    fn covers(&self, path: &str) -> bool {
        match self {
            Self::Prefix(prefix) => path.to_lowercase().starts_with(prefix.as_str()),
            Self::Found(expression) => expression.is_match(path),
        }
    }
}

/// The folders a path leads through, the outermost first, and the path itself.
pub(super) fn with_folders(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    ends.filter_map(|end| path.get(..end))
}

fn patterns(texts: &[String]) -> Result<GlobSet, PatternError> {
    let refused = |pattern: &str, error: &globset::Error| PatternError {
        pattern: pattern.to_owned(),
        why: error.kind().to_string(),
    };
    let mut set = GlobSetBuilder::new();
    for text in texts {
        let bare = composed(text.trim_end_matches('/'));
        let rooted = match bare.strip_prefix('/') {
            Some(rooted) => rooted.to_owned(),
            None if bare.contains('/') => bare.into_owned(),
            None => format!("**/{bare}"),
        };
        let glob = GlobBuilder::new(&rooted)
            .literal_separator(true)
            .case_insensitive(true)
            .backslash_escape(true)
            .build()
            .map_err(|error| refused(text, &error))?;
        set.add(glob);
    }
    set.build().map_err(|error| refused(error.glob().unwrap_or_default(), &error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn scope(include: &[&str], exclude: &[&str]) -> Scope {
        let owned = |patterns: &[&str]| patterns.iter().map(|pattern| (*pattern).to_owned()).collect();
        let options = ScopeOptions {
            include: owned(include),
            exclude: owned(exclude),
            retired: Some("Archive/Retired/".to_owned()),
            ..ScopeOptions::default()
        };
        Scope::of(&options).unwrap()
    }

    fn check(include: &[&str], exclude: &[&str], path: &str, expect: bool) {
        let path = VaultPath::of(Path::new(path)).unwrap();
        assert_eq!(scope(include, exclude).holds(&path), expect, "{path}");
    }

    #[test]
    fn without_patterns_everything_but_what_is_retired_is_in_scope() {
        check(&[], &[], "Inbox/a.md", true);
        check(&[], &[], "archive/retired/a.md", false);
        check(&[], &[], "Archive/Retired 2/a.md", true);
    }

    #[test]
    fn a_pattern_without_a_slash_is_one_of_names_at_any_depth() {
        check(&[], &["Templates"], "Work/templates/daily.md", false);
        check(&[], &["*.excalidraw.md"], "Draw/x.excalidraw.md", false);
        check(&[], &["Templates"], "Templates of mine/daily.md", true);
    }

    #[test]
    fn a_pattern_with_a_slash_is_one_of_paths_from_the_top() {
        check(&[], &["/Templates"], "Templates/daily.md", false);
        check(&[], &["/Templates"], "Work/Templates/daily.md", true);
        check(&[], &["Work/*/Drafts"], "Work/2025/Drafts/deep/a.md", false);
        check(&[], &["Work/*/Drafts"], "Work/2025/q1/Drafts/a.md", true);
        check(&[], &["Work/**/Drafts/"], "Work/2025/q1/Drafts/a.md", false);
    }

    #[test]
    fn what_is_included_bounds_the_scope_and_what_is_excluded_cuts_into_it() {
        check(&["Inbox", "People/**"], &["Bot"], "Inbox/a.md", true);
        check(&["Inbox", "People/**"], &["Bot"], "People/x/a.md", true);
        check(&["Inbox", "People/**"], &["Bot"], "Inbox/Bot/a.md", false);
        check(&["Inbox", "People/**"], &["Bot"], "Daily/a.md", false);
    }

    #[test]
    fn what_obsidian_leaves_out_can_be_left_out_too() {
        let hidden = vec!["Archive/2".to_owned(), r"/draft-\d+/".to_owned()];
        let scope = Scope::of(&ScopeOptions { hidden, ..ScopeOptions::default() }).unwrap();
        let holds = |path: &str| scope.holds(&VaultPath::of(Path::new(path)).unwrap());
        assert!(!holds("archive/2025/a.md") && holds("Archive/old/a.md"));
        assert!(!holds("Work/Draft-12.md") && holds("Work/draft.md"));
    }

    #[test]
    fn accents_match_however_they_are_written() {
        check(&[], &["Re\u{301}unions"], "R\u{e9}unions/a.md", false);
        check(&[], &["R\u{e9}unions"], "re\u{301}unions/a.md", false);
    }

    #[test]
    fn a_pattern_that_is_none_is_named() {
        let options = ScopeOptions { exclude: vec!["a[".to_owned()], ..ScopeOptions::default() };
        let error = Scope::of(&options).unwrap_err();
        assert_eq!(error.pattern, "a[");
        assert!(error.to_string().starts_with("the pattern `a[` is not understood: "), "{error}");
    }
}
