//! Text on its way from the note it stands in into the canonical note.
//!
//! What it says stays; what would come to mean something else does not: mojibake is read as what it was, ids and
//! footnotes that name something else in the canonical note get their new names, and relative links are written
//! from the folder the canonical note lies in.

use super::{MergedNote, Renames};
use crate::note::Note;
use crate::text::Span;
use crate::text::inline::{InlineKind, inlines};
use crate::text::{blanks, mojibake};
use std::borrow::Cow;

/// The way from one note into the canonical note.
#[derive(Debug, Clone)]
pub(crate) struct Passage<'a> {
    /// The names its ids and footnotes get.
    renames: &'a Renames,
    /// The folder it lies in, without a `/` at the end.
    from: &'a str,
    /// The folder of the canonical note.
    to: &'a str,
}

impl<'a> Passage<'a> {
    /// The way from the note with this index.
    pub(crate) fn of(merged: &'a MergedNote<'_>, note: usize) -> Self {
        Self::between(&merged.renames[note], merged.notes[note], merged.notes[0])
    }

    /// The way from one note into the place of another, the base.
    pub(super) fn between(renames: &'a Renames, from: &'a Note, base: &'a Note) -> Self {
        Self { renames, from: folder(from.path()), to: folder(base.path()) }
    }

    /// What a block of `note` says in the canonical note, on one line: blocks that say the same there say it once.
    pub(super) fn block(&self, note: &Note, block: usize) -> String {
        let block = &note.blocks()[block];
        let text = note.slice(block.span);
        if block.kind.is_verbatim() { blanks::one_line(text) } else { blanks::one_line(&self.carry(text)) }
    }

    /// The text as the canonical note has it; code is left as it is.
    pub(crate) fn carry(&self, text: &str) -> String {
        let text = repaired(text);
        if self.renames.is_empty() && self.from == self.to {
            return text.into_owned();
        }
        let mut carried = String::with_capacity(text.len());
        let mut at = 0;
        for inline in inlines(&text) {
            carried.push_str(&self.labels(Span::new(at, inline.span.start).of(&text)));
            let own = inline.span.of(&text);
            carried.push_str(&match inline.kind {
                InlineKind::Wikilink => self.wikilink(own),
                InlineKind::Link => self.link(own),
                InlineKind::Code | InlineKind::Url | InlineKind::Email | InlineKind::Comment => {
                    own.to_owned()
                }
            });
            at = inline.span.end;
        }
        carried.push_str(&self.labels(Span::new(at, text.len()).of(&text)));
        carried
    }

    fn labels(&self, text: &str) -> String {
        let text = self.footnotes(text);
        if self.renames.references.is_empty() { text } else { self.references(&text) }
    }

    /// `[text][label]`, `[label][]`, `[label]` and `[label]: address` follow the new name of their label.
    fn references(&self, text: &str) -> String {
        let mut carried = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('[') {
            carried.push_str(before);
            let full = carried.ends_with(']');
            let line = carried.rsplit('\n').next().unwrap_or_default().trim();
            let starts_line = line.is_empty();
            let is_number = |number: &str| number.chars().all(|c| c.is_ascii_digit());
            let is_checkbox = matches!(line, "-" | "*" | "+")
                || line
                    .strip_suffix(['.', ')'])
                    .is_some_and(|number| !number.is_empty() && is_number(number));
            carried.push('[');
            rest = after;
            let Some((label, tail)) = after.split_once(']') else { break };
            let Some(new) = self.renames.references.get(&label.to_lowercase()) else { continue };
            if full || (starts_line && tail.starts_with(':')) {
                carried.push_str(new);
                rest = after.strip_prefix(label).unwrap_or_default();
            } else if !is_checkbox && !tail.starts_with(['(', '[']) || tail.starts_with("[]") {
                carried.push_str(&format!("{label}][{new}]"));
                rest = tail.strip_prefix("[]").unwrap_or(tail);
            }
        }
        carried.push_str(rest);
        carried
    }

    fn footnotes(&self, text: &str) -> String {
        let mut parts = text.split("[^");
        let mut carried = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            carried.push_str("[^");
            let label = part.split(']').next().unwrap_or_default();
            match self.renames.footnotes.get(label) {
                Some(new) => {
                    carried.push_str(new);
                    carried.push_str(part.strip_prefix(label).unwrap_or_default());
                }
                None => carried.push_str(part),
            }
        }
        carried
    }

    /// A link to a block of the same note follows its block id; a relative one is written from the new folder.
    fn wikilink(&self, link: &str) -> String {
        let Some((open, rest)) = link.split_once("[[") else { return link.to_owned() };
        let end = rest.find(['|', ']']).unwrap_or(rest.len());
        let (target, tail) = (rest.get(..end).unwrap_or_default(), rest.get(end..).unwrap_or_default());
        format!("{open}[[{}{tail}", self.target(target))
    }

    fn link(&self, link: &str) -> String {
        let Some((text, rest)) = link.split_once("](") else { return link.to_owned() };
        let end = rest.find([' ', ')']).unwrap_or(rest.len());
        let (address, tail) = (rest.get(..end).unwrap_or_default(), rest.get(end..).unwrap_or_default());
        format!("{text}]({}{tail}", self.target(address))
    }

    fn target(&self, target: &str) -> String {
        let (path, anchor) =
            target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)));
        let path = self.relative(path);
        match anchor {
            None => path,
            Some(anchor) => {
                let id = anchor.strip_prefix('^').filter(|_| path.is_empty());
                match id.and_then(|id| self.renames.block_ids.get(id)) {
                    Some(new) => format!("{path}#^{new}"),
                    None => format!("{path}#{anchor}"),
                }
            }
        }
    }

    /// Only paths that start with a dot are relative for Obsidian; any other is found from anywhere.
    fn relative(&self, path: &str) -> String {
        if self.from == self.to || !(path.starts_with("./") || path.starts_with("../")) {
            return path.to_owned();
        }
        let parts =
            |folder: &str| folder.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let mut whole: Vec<String> = parts(self.from);
        for part in path.split('/') {
            match part {
                "." | "" => {}
                ".." => {
                    if whole.pop().is_none() {
                        return path.to_owned();
                    }
                }
                name => whole.push(name.to_owned()),
            }
        }
        let to: Vec<String> = parts(self.to);
        let shared = whole.iter().zip(&to).take_while(|(one, other)| one == other).count();
        let up = vec!["..".to_owned(); to.len() - shared];
        let down = whole.into_iter().skip(shared);
        let path: Vec<String> = up.into_iter().chain(down).collect();
        if path.first().is_some_and(|part| part == "..") {
            path.join("/")
        } else {
            format!("./{}", path.join("/"))
        }
    }
}

/// The text with its mojibake read as what it was.
pub(crate) fn repaired(text: &str) -> Cow<'_, str> {
    mojibake::repaired(text, &mojibake::repairs(text))
}

/// The folder of a path; empty at the top.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let mut renames = Renames::default();
        renames.footnotes.insert("1".into(), "1-2".into());
        renames.block_ids.insert("plan".into(), "plan-2".into());
        renames.references.insert("x".into(), "x-2".into());
        let passage = Passage { renames: &renames, from: "Inbox/Bot", to: "People" };
        assert_eq!(passage.carry(text), expect);
    }

    #[test]
    fn a_relative_link_is_written_from_the_new_folder() {
        check(
            "see ![x](../img/a.png) and [b](./b.md#h)",
            "see ![x](../Inbox/img/a.png) and [b](../Inbox/Bot/b.md#h)",
        );
        check("see [[../People/Tomer|T]]", "see [[../Inbox/People/Tomer|T]]");
    }

    #[test]
    fn other_links_and_code_stay() {
        check("[[Note]] [x](https://a.b/c) `[^1] ../x`", "[[Note]] [x](https://a.b/c) `[^1] ../x`");
    }

    #[test]
    fn references_follow_the_new_names_of_their_labels() {
        check(
            "[a][x] [a][X] [x][] [x] [x](u) [x][y] `[x]`",
            "[a][x-2] [a][x-2] [x][x-2] [x][x-2] [x](u) [x][y] `[x]`",
        );
        check("- [x] done\n\n[x]: /a\n", "- [x] done\n\n[x-2]: /a\n");
    }

    #[test]
    fn footnotes_and_blocks_of_the_same_note_follow_their_new_names() {
        check(
            "said[^1] and [^2], see [[#^plan]], [[Other#^plan]]",
            "said[^1-2] and [^2], see [[#^plan-2]], [[Other#^plan]]",
        );
    }
}
