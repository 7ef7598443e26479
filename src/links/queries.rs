//! Notes named in queries and bases, where no link can follow.

use super::names::link_key;
use crate::note::Prose;
use crate::note::block::MARKDOWN;
use crate::text::Lines;
use crate::vault::VaultPath;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
use std::collections::HashMap;

/// The languages of code blocks that query a vault: Obsidian's own, Dataview, Tasks.
const LANGUAGES: [&str; 5] = ["query", "base", "dataview", "dataviewjs", "tasks"];

/// The names that are looked for.
#[derive(Debug, Clone, Default)]
pub struct Queries {
    notes: HashMap<String, VaultPath>,
    /// The most words a name has.
    longest: usize,
}

/// A line of a query that names a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfollowed {
    /// The 1-based line.
    pub line: usize,
    /// The line, without blanks around it.
    pub text: String,
    /// The note it names.
    pub note: VaultPath,
}

impl Queries {
    /// Takes the notes that are retired. Of several with one name the first path stands for all.
    #[must_use]
    pub fn naming<'a>(notes: impl IntoIterator<Item = &'a VaultPath>) -> Self {
        let mut notes: Vec<&VaultPath> = notes.into_iter().collect();
        notes.sort_unstable();
        let mut queries = Self::default();
        for note in notes {
            let key = link_key(note.stem());
            let words = words(&key);
            if let (Some((start, _)), Some((_, end))) = (words.first(), words.last()) {
                let name = key.get(*start..*end).unwrap_or_default().to_owned();
                queries.longest = queries.longest.max(words.len());
                queries.notes.entry(name).or_insert_with(|| note.clone());
            }
        }
        queries
    }

    /// The lines of query blocks of a note that name one of them, by path or name, as whole words.
    #[must_use]
    pub fn in_note(&self, text: &str) -> Vec<Unfollowed> {
        let prose = Prose::of(text);
        let lines = Lines::of(text);
        let mut found = Vec::new();
        for stretch in &prose.markdown {
            for (event, range) in Parser::new_ext(stretch.of(&prose.masked), MARKDOWN).into_offset_iter() {
                if let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event
                    && info.split_whitespace().next().is_some_and(is_query)
                {
                    let first = lines.number_at(stretch.start + range.start) + 1;
                    let last = lines.number_at(stretch.start + range.end.max(range.start + 1) - 1);
                    let inside =
                        (first..=last).filter_map(|number| Some((number, lines.span(number)?.of(text))));
                    found.extend(self.named(inside));
                }
            }
        }
        found
    }

    /// The lines of a `.base` file that name one of them.
    #[must_use]
    pub fn in_base(&self, text: &str) -> Vec<Unfollowed> {
        self.named(text.lines().enumerate().map(|(at, line)| (at + 1, line)))
    }

    fn named<'a>(&self, lines: impl Iterator<Item = (usize, &'a str)>) -> Vec<Unfollowed> {
        let mut found = Vec::new();
        for (line, text) in lines {
            let key = link_key(text);
            let words = words(&key);
            let mut notes: Vec<&VaultPath> = Vec::new();
            for (at, (start, _)) in words.iter().enumerate() {
                let names =
                    words.iter().skip(at).take(self.longest).filter_map(|(_, end)| key.get(*start..*end));
                notes.extend(names.filter_map(|name| self.notes.get(name)));
            }
            notes.sort_unstable();
            notes.dedup();
            let text = text.trim();
            found.extend(notes.into_iter().map(|note| Unfollowed {
                line,
                text: text.to_owned(),
                note: note.clone(),
            }));
        }
        found
    }
}

fn is_query(language: &str) -> bool {
    LANGUAGES.iter().any(|known| known.eq_ignore_ascii_case(language))
}

/// Where the words of a text start and end.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(begun)) => {
                words.push((begun, at));
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|start| (start, text.len())));
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn check(text: &str, expect: &[(usize, &str)]) {
        let path = VaultPath::of(Path::new("In/2025-01-02 Sync (A).md")).unwrap();
        let found = Queries::naming([&path]).in_note(text);
        let found: Vec<_> = found.iter().map(|line| (line.line, line.text.as_str())).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn lines_of_query_blocks_that_name_a_note_are_found() {
        check(
            "a\n```dataview\nLIST\nFROM [[2025-01-02 sync (a)]]\n```\n> ```tasks\n> path includes In/2025-01-02 Sync (A).md\n> ```\n",
            &[(4, "FROM [[2025-01-02 sync (a)]]"), (7, "> path includes In/2025-01-02 Sync (A).md")],
        );
    }

    #[test]
    fn other_code_and_parts_of_words_are_not() {
        check("```js\n2025-01-02 Sync (A)\n```\n2025-01-02 Sync (A)\n", &[]);
        check("```query\n2025-01-02 Sync (Amy)\nx2025-01-02 Sync (A)\n```\n", &[]);
    }

    #[test]
    fn bases_are_searched_whole() {
        let path = VaultPath::of(Path::new("In/a.md")).unwrap();
        let found = Queries::naming([&path]).in_base("filters:\n  - file.path == \"In/a.md\"\n");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 2);
    }
}
