//! What is kept of a file so that it is read again only when a name it links to is retired.

use super::names::{last_name, link_key};
use super::{destination, of_canvas};
use crate::vault::VaultPath;

/// The names a file may link to, each as a number. Some may be names of nothing; none is missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mentions(Box<[u64]>);

/// What stands for a name that is not known without reading the links.
const ANY: u64 = u64::MAX;

impl Mentions {
    /// Collects them from the text of a note or a canvas; of a note much faster than its links are read, since no
    /// Markdown is parsed.
    #[must_use]
    pub fn of(file: &VaultPath, text: &str) -> Self {
        let mut found = Vec::new();
        if file.is_canvas() {
            found.extend(of_canvas(text).links.iter().map(|link| number(&link.path)));
        } else {
            wikilinks(text, &mut found);
            destinations(text, "](", &mut found);
            destinations(text, "]:", &mut found);
        }
        found.sort_unstable();
        found.dedup();
        Self(found.into())
    }

    /// Whether the file may link to one of the files with these numbers ([`mention_of`]), sorted.
    #[must_use]
    pub fn any_of(&self, sorted: &[u64]) -> bool {
        self.0.iter().any(|number| *number == ANY || sorted.binary_search(number).is_ok())
    }

    /// How many names there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

/// The number that stands for the name of a file.
#[must_use]
pub fn mention_of(file: &VaultPath) -> u64 {
    number(file.as_str())
}

/// The number of the last name of a path. Two names with one number would only have a file read in vain.
fn number(path: &str) -> u64 {
    let key = link_key(last_name(path.trim()));
    let name = key.strip_suffix(".md").unwrap_or(&key);
    // FNV-1a.
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash.min(ANY - 1)
}

fn wikilinks(text: &str, found: &mut Vec<u64>) {
    for (at, open) in text.match_indices("[[") {
        let rest = text.get(at + open.len()..).unwrap_or_default();
        let end = rest.find([']', '|', '#', '[', '\n']).unwrap_or(rest.len());
        let target = rest.get(..end).unwrap_or_default();
        let target = target.strip_suffix('\\').unwrap_or(target);
        if target.contains('\\') || target.contains("''") {
            found.push(ANY);
        } else if !target.trim().is_empty() {
            found.push(number(target));
        }
    }
}

/// The targets behind `opening`.
fn destinations(text: &str, opening: &str, found: &mut Vec<u64>) {
    let mut places = text.match_indices(opening).map(|(at, _)| at + opening.len()).peekable();
    while let Some(at) = places.next() {
        // No further than the next one, so that time stays linear.
        let end = places.peek().map_or(text.len(), |next| next - opening.len());
        let Some((span, _)) = destination::locate(text, at, end) else {
            found.push(ANY);
            continue;
        };
        let target = span.of(text);
        // What has escapes or another opening in it is left to those who read links.
        if target.contains(['\\', '&']) || (span.end == end && end < text.len()) {
            found.push(ANY);
        } else if !destination::is_external(target) {
            let target = destination::decode(target);
            let path = target.split('#').next().unwrap_or_default();
            if !path.trim().is_empty() {
                found.push(number(path));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn path(text: &str) -> VaultPath {
        VaultPath::of(Path::new(text)).unwrap()
    }

    fn check(text: &str, file: &str, expect: bool) {
        let mentions = Mentions::of(&path("n.md"), text);
        assert_eq!(mentions.any_of(&[mention_of(&path(file))]), expect, "{file} in {text}");
    }

    #[test]
    fn a_name_is_mentioned_however_it_is_linked() {
        for text in [
            "[[x/a B#c]]",
            "| [[A b\\|c]] |",
            "![[a b.md|3]]",
            "[a](../a%20b.md#c \"t\")",
            "[a](<a b>)",
            "[a]: x/a%20b.md",
            "a: '[[a b]]'",
            "[a](\n a%20b.md)",
            "[a](a\\ b.md)",
        ] {
            check(text, "In/A b.md", true);
        }
    }

    #[test]
    fn other_names_are_not_mentioned() {
        for text in
            ["[[a]] [[c]]", "a b", "[a b](https://c.org/a%20b)", "[[a b c]]", "[#a b](#a%20b)", "[x]: y"]
        {
            check(text, "In/A b.md", false);
        }
    }

    #[test]
    fn canvases_are_read_as_what_they_are() {
        let text = r#"{"nodes":[{"type":"file","file":"In\/A b.md"}]}"#;
        assert!(Mentions::of(&path("c.canvas"), text).any_of(&[mention_of(&path("In/A b.md"))]));
    }

    #[test]
    fn unclosed_brackets_cost_linear_time() {
        for piece in ["[[", "](", "]:", "](<", "[[a", "](a", "](\n", "]( "] {
            let _mentions = Mentions::of(&path("n.md"), &piece.repeat(1_000_000));
        }
    }
}
