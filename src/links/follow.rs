//! How the links of a file follow when notes are folded.

use super::names::Names;
use super::write::{self, Wanted};
use super::{Link, Syntax, subpath_key};
use crate::text::Span;
use crate::vault::{LinkFormat, VaultPath};
use std::collections::BTreeMap;

/// What folding does to the files of a vault, as the caller planned it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moves {
    /// Every note of a group, the one that stays at its path included, by the path it has now.
    pub folded: BTreeMap<VaultPath, Folded>,
    /// The files that will be gone from the places links can reach, and the group that retires them. A note that
    /// stays as a stub is not among them.
    pub gone: BTreeMap<VaultPath, usize>,
    /// The files that will be there and are not yet, such as retired notes in an archive folder, and their group.
    pub new: BTreeMap<VaultPath, usize>,
}

/// Where what a note said goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// The group, by the caller's number.
    pub group: usize,
    /// The path of the canonical note.
    pub into: VaultPath,
    /// The subpaths that are called otherwise in the canonical note: `#Heading` or `#^block`, by the
    /// [`subpath_key`] of what they were. What is not in it keeps its name.
    pub subpaths: BTreeMap<String, String>,
}

/// Where a text stands, now and when the plan has been applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whereabouts<'a> {
    /// The file that the links of the text were written in.
    pub before: &'a VaultPath,
    /// The file the text will stand in.
    pub after: &'a VaultPath,
}

impl<'a> Whereabouts<'a> {
    /// A file that stays where it is.
    #[must_use]
    pub fn stays(file: &'a VaultPath) -> Self {
        Self { before: file, after: file }
    }
}

/// A stretch of a text to be replaced so that a link keeps its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What is replaced.
    pub span: Span,
    /// What stands there now.
    pub old: String,
    /// What is to stand there, in the characters of the file.
    pub new: String,
    /// The file the link means now.
    pub target_before: VaultPath,
    /// The file it is to mean.
    pub target_after: VaultPath,
    /// The group that makes the change needed: the one its target is folded by, or the one whose new file would
    /// take the link; `None` when the text moves.
    pub group: Option<usize>,
}

/// A link that cannot follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stuck {
    /// Where the link stands.
    pub span: Span,
    /// The file it means now.
    pub target_before: VaultPath,
    /// The file it should mean, whose path no link of its syntax can say.
    pub target_after: VaultPath,
}

/// What is to be done about the links of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Followed {
    /// The changes, in the order of the text; they do not overlap.
    pub changes: Vec<Change>,
    /// The links that cannot follow, in the order of the text.
    pub stuck: Vec<Stuck>,
}

/// Leads links where their targets went. Made once for a plan, used for every file with links.
#[derive(Debug)]
pub struct Follow<'a> {
    before: &'a Names,
    /// All files there are or will be, when anything is new; else they are those of `before`.
    together: Option<Names>,
    moves: &'a Moves,
    format: LinkFormat,
}

impl<'a> Follow<'a> {
    /// Takes the files of the vault as they are, what will be done to them, and how the vault writes links.
    #[must_use]
    pub fn new(before: &'a Names, moves: &'a Moves, format: LinkFormat) -> Self {
        let together = (!moves.new.is_empty()).then(|| Names::of(before.paths().chain(moves.new.keys())));
        Self { before, together, moves, format }
    }

    /// The changes that keep every link of a file on its target, or lead it where that went.
    ///
    /// `text` is what the links were read from. A link that means no file is left as it is; so is one whose text will
    /// still mean the right file. The texts chosen mean the right file whichever of the other groups are applied.
    ///
    /// For the text of a canonical note that came from variants in other folders, call it for the text of each
    /// variant with [`Whereabouts`] that differ; links to any variant of its group become links within the note
    /// (`[[#Heading]]`), or by its name where they have no subpath.
    #[must_use]
    pub fn changes(&self, text: &str, file: Whereabouts<'_>, links: &[Link]) -> Followed {
        let mut followed = Followed::default();
        for link in links {
            self.follow(text, file, link, &mut followed);
        }
        // An image in the text of a link comes after it, and its target before.
        followed.changes.sort_by_key(|change| change.span.start);
        followed
    }

    fn follow(&self, text: &str, file: Whereabouts<'_>, link: &Link, followed: &mut Followed) {
        let Some(before) = target(file.before, link, self.before, &|_| true) else { return };
        let folded = self.moves.folded.get(before);
        let after = folded.map_or(before, |folded| &folded.into);
        let renamed = folded.and_then(|folded| folded.subpaths.get(&subpath_key(&link.subpath)));
        let subpath = renamed.map_or(link.subpath.as_str(), String::as_str);
        let group = folded.map(|folded| folded.group);
        let all = self.together.as_ref().unwrap_or(self.before);
        let stays = |path: &VaultPath| group.is_none_or(|group| self.moves.gone.get(path) != Some(&group));
        let found = target(file.after, link, all, &stays);
        // A path that is kept must be the target's: `all` may lack the canonical note, where that is new.
        if found == Some(after) && renamed.is_none_or(|renamed| *renamed == link.subpath) {
            return;
        }
        let cause = group.or_else(|| found.and_then(|taker| self.moves.new.get(taker)).copied());
        let stuck = || Stuck { span: link.span, target_before: before.clone(), target_after: after.clone() };
        let wanted = Wanted { from: file.after, to: after, subpath, keeps_path: found == Some(after) };
        let scene = write::Scene { names: all, stays: &stays, format: self.format };
        let Some(pieces) = write::link(text, link, &wanted, &scene) else {
            followed.stuck.push(stuck());
            return;
        };
        for (span, new) in pieces {
            let old = span.of(text);
            if old != new {
                followed.changes.push(Change {
                    span,
                    old: old.to_owned(),
                    new,
                    target_before: before.clone(),
                    target_after: after.clone(),
                    group: cause,
                });
            }
        }
    }
}

/// The file a link that stands in `from` means.
fn target<'a>(
    from: &'a VaultPath,
    link: &Link,
    names: &'a Names,
    stays: &impl Fn(&VaultPath) -> bool,
) -> Option<&'a VaultPath> {
    if matches!(link.syntax, Syntax::FileNode { .. }) {
        return names.resolve_among(from, &format!("/{}", link.path), stays);
    }
    names.resolve_among(from, &link.path, stays)
}

/// The text with the changes made. Changes that do not fit the text, or overlap, are left out.
#[must_use]
pub fn apply(text: &str, changes: &[Change]) -> String {
    let mut changed = String::with_capacity(text.len());
    let mut at = 0;
    for change in changes {
        let fits =
            change.span.start >= at && text.get(change.span.start..change.span.end) == Some(&change.old);
        if let Some(between) = text.get(at..change.span.start).filter(|_| fits) {
            changed.push_str(between);
            changed.push_str(&change.new);
            at = change.span.end;
        }
    }
    changed.push_str(text.get(at..).unwrap_or_default());
    changed
}
