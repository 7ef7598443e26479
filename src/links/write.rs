//! The text of a link: the shortest that means a file, in the link's own syntax.

use super::destination::{Encoding, is_external};
use super::json;
use super::names::Names;
use super::{Enclosure, Link, Syntax};
use crate::text::Span;
use crate::vault::{LinkFormat, VaultPath};

/// What a link is to mean.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    /// The file it will stand in.
    pub(super) from: &'a VaultPath,
    /// The file it is to mean.
    pub(super) to: &'a VaultPath,
    /// The place in that file: `#…`, or empty.
    pub(super) subpath: &'a str,
    /// Whether its path means that file already, so that only the subpath changes.
    pub(super) keeps_path: bool,
}

/// Where a link is written.
pub(super) struct Scene<'a> {
    /// All files there are or will be.
    pub(super) names: &'a Names,
    /// Those of them that count.
    pub(super) stays: &'a dyn Fn(&VaultPath) -> bool,
    /// How the vault writes links.
    pub(super) format: LinkFormat,
}

/// What to put where, so that `link` of `text` means what is wanted; `None` when no text of its syntax does.
pub(super) fn link(
    text: &str,
    link: &Link,
    wanted: &Wanted<'_>,
    scene: &Scene<'_>,
) -> Option<Vec<(Span, String)>> {
    if let Syntax::FileNode { subpath } = link.syntax {
        let path = (!wanted.keeps_path).then(|| (link.target, json::written(wanted.to.as_str())));
        let subpath = subpath.filter(|_| wanted.subpath != link.subpath);
        let subpath = subpath.map(|span| (span, json::written(wanted.subpath)));
        let mut pieces: Vec<_> = path.into_iter().chain(subpath).collect();
        pieces.sort_by_key(|(span, _)| span.start);
        return Some(pieces);
    }
    // The subpath alone is replaced where the path stays, so that the path keeps its letters.
    let old = link.target.of(text);
    if let Some(at) = old.find('#').filter(|_| wanted.keeps_path) {
        let span = Span::new(link.target.start + at, link.target.end);
        return Some(vec![(span, written(link, old, "", wanted.subpath)?)]);
    }
    let is_local = wanted.from == wanted.to && !wanted.subpath.is_empty();
    let path = match () {
        () if wanted.keeps_path => link.path.clone(),
        () if is_local => String::new(),
        () => paths(link, wanted, scene).into_iter().find(|path| {
            let found = scene.names.resolve_among(wanted.from, path, scene.stays);
            found == Some(wanted.to) && !path.contains('#') && written(link, old, path, "").is_some()
        })?,
    };
    Some(vec![(link.target, written(link, old, &path, wanted.subpath)?)])
}

/// The paths a link might have, the best first.
fn paths(link: &Link, wanted: &Wanted<'_>, scene: &Scene<'_>) -> Vec<String> {
    let root = wanted.to.as_str();
    let is_markdown = matches!(link.syntax, Syntax::Markdown { .. });
    let had_ending = match link.path.as_str() {
        "" => is_markdown,
        path => path.to_lowercase().ends_with(".md"),
    };
    // Only of notes the ending may be left out.
    let bare = if wanted.to.is_note() { root.get(..root.len() - ".md".len()) } else { None };
    let first = bare.filter(|_| !had_ending).unwrap_or(root);
    let mut paths = Vec::new();
    for path in [first, root] {
        let name = super::names::last_name(path);
        let relative = relative(wanted.from.folder(), path);
        match scene.format {
            LinkFormat::Shortest if scene.names.namesakes(name, scene.stays) == 1 => {
                paths.push(name.to_owned());
            }
            LinkFormat::Relative => paths.extend([relative.clone(), format!("./{relative}")]),
            LinkFormat::Shortest | LinkFormat::Absolute => {}
        }
        paths.extend([path.to_owned(), format!("/{path}")]);
    }
    paths
}

/// The way from a folder to a file.
fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').collect();
    let shared =
        from.iter().zip(to.iter().rev().skip(1).rev()).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to.into_iter().skip(shared)).collect::<Vec<_>>().join("/")
}

/// A target in the characters of the file; `None` where the syntax cannot say it. `old` shows how the link is written.
fn written(link: &Link, old: &str, path: &str, subpath: &str) -> Option<String> {
    let target = match link.syntax {
        Syntax::Wikilink | Syntax::Embed => {
            let breaks = |c: char| matches!(c, '[' | ']' | '|' | '#' | '`' | '\\') || c.is_control();
            if path.contains(breaks) || path.trim() != path {
                return None;
            }
            let blank = |c: char| if c != '#' && breaks(c) { ' ' } else { c };
            format!("{path}{}", subpath.trim_end().chars().map(blank).collect::<String>())
        }
        Syntax::Markdown { angle } => {
            let target = format!("{path}{subpath}");
            if path.contains('#') || is_external(&target) {
                return None;
            }
            Encoding::of(&unescaped(link, old), angle).write(&target)
        }
        Syntax::FileNode { .. } => format!("{path}{subpath}"),
    };
    Some(match link.enclosure {
        Enclosure::Text => target,
        Enclosure::Json => json::written(&target),
        Enclosure::SingleQuotes => target.replace('\'', "''"),
        Enclosure::DoubleQuotes => target.replace('\\', "\\\\").replace('"', "\\\""),
    })
}

/// The old target without what encloses it.
fn unescaped(link: &Link, old: &str) -> String {
    if link.enclosure == Enclosure::Json { json::Decoded::of(old).text } else { old.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::{Folded, Follow, Moves, Names, Whereabouts, apply, of_note};
    use std::collections::BTreeMap;
    use std::path::Path;

    fn path(text: &str) -> VaultPath {
        VaultPath::of(Path::new(text)).unwrap()
    }

    /// Folds `In/old.md` into `keep` and writes the text anew, which stands in `from`.
    fn check(format: LinkFormat, keep: &str, from: &str, text: &str, expect: &str) {
        let old = path("In/old.md");
        let files = ["In/old.md", "In/pic.png", "Work/z.md", keep, from].map(path);
        let names = Names::of(&files);
        let folded = Folded { group: 0, into: path(keep), subpaths: BTreeMap::new() };
        let moves = Moves {
            folded: BTreeMap::from([(old.clone(), folded.clone()), (path(keep), folded)]),
            gone: BTreeMap::from([(old, 0)]),
            new: BTreeMap::new(),
        };
        let follow = Follow::new(&names, &moves, format);
        let from = path(from);
        let followed = follow.changes(text, Whereabouts::stays(&from), &of_note(text));
        assert_eq!(followed.stuck, []);
        assert_eq!(apply(text, &followed.changes), expect);
    }

    #[test]
    fn links_keep_their_form_and_get_the_path_of_the_vaults_style() {
        use LinkFormat::{Absolute, Relative, Shortest};
        let text = "[[old#H|a]] ![[In/old.md#^b]] [t](In/old.md#H%20i \"u\") ![v](<old>)";
        let shortest = "[[New n#H|a]] ![[New n.md#^b]] [t](New%20n.md#H%20i \"u\") ![v](<New n>)";
        check(Shortest, "Work/New n.md", "b/c.md", text, shortest);
        check(
            Absolute,
            "Work/New n.md",
            "b/c.md",
            "[[old]] [a](old.md)",
            "[[Work/New n]] [a](Work/New%20n.md)",
        );
        check(Relative, "Work/N.md", "b/c.md", "[[old]] [a](old.md)", "[[../Work/N]] [a](../Work/N.md)");
        check(Relative, "b/N.md", "b/c.md", "[[old]]", "[[N]]");
    }

    #[test]
    fn a_name_that_several_files_have_gets_its_path() {
        check(LinkFormat::Shortest, "Work/x/z.md", "b.md", "[[old]]", "[[Work/x/z]]");
        check(LinkFormat::Shortest, "z.md", "Work/b.md", "[[old]]", "[[/z]]");
    }

    #[test]
    fn links_within_the_canonical_note_become_local() {
        let keep = "Work/N.md";
        check(
            LinkFormat::Shortest,
            keep,
            keep,
            "[[old#H]] [[old]] [a](../In/old.md#b%20c)",
            "[[#H]] [[N]] [a](#b%20c)",
        );
        check(LinkFormat::Shortest, keep, keep, "[[N#H]] [[#H]]", "[[N#H]] [[#H]]");
    }

    #[test]
    fn strings_of_properties_stay_strings() {
        let text = "---\na: '[[old]]'\nb: \"[[old|c]]\"\n---\n";
        check(
            LinkFormat::Shortest,
            "W/it's.md",
            "b.md",
            text,
            "---\na: '[[it''s]]'\nb: \"[[it's|c]]\"\n---\n",
        );
    }
}
