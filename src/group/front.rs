//! The few properties grouping goes by, read line by line.
//!
//! A vault of 100,000 notes has as many YAML documents; of nearly all of them five entries are wanted, in forms that
//! a look at the lines tells. What this reader does not understand is missing evidence, never wrong evidence, and the
//! notes that are grouped are read in full.

use super::digest::Ignored;
use crate::note::ReadOptions;
use crate::note::frontmatter::meaning;
use crate::note::header::split_people;
use crate::note::section::heading_key;
use std::borrow::Cow;

/// The properties grouping goes by.
#[derive(Debug, Default)]
pub(super) struct Front {
    pub(super) date: Option<String>,
    /// When the note was written.
    pub(super) created: Option<String>,
    pub(super) title: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) source_ref: Option<String>,
    pub(super) participants: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) aliases: Vec<String>,
    pub(super) ignored: Option<Ignored>,
}

/// The lines between the fences, and what follows them; no lines when there is no frontmatter.
pub(super) fn split(text: &str) -> (&str, &str) {
    let text = text.trim_start_matches('\u{feff}');
    let Some(first) = text.split_inclusive('\n').next().filter(|line| line.trim_end() == "---") else {
        return ("", text);
    };
    let mut at = first.len();
    for line in text.get(at..).unwrap_or_default().split_inclusive('\n') {
        if line.trim_end() == "---" {
            let front = text.get(first.len()..at).unwrap_or_default();
            return (front, text.get(at + line.len()..).unwrap_or_default());
        }
        at += line.len();
    }
    ("", text)
}

impl Front {
    /// Reads the lines between the fences.
    pub(super) fn read(lines: &str, options: &ReadOptions) -> Self {
        let mut front = Self::default();
        let mut entry: Option<(String, Value<'_>)> = None;
        for line in lines.lines().filter(|line| !line.trim().is_empty()) {
            if let Some((key, rest)) = top_level(line) {
                if let Some((key, value)) = entry.take() {
                    front.take(&key, &value);
                }
                entry = Some((meaning(key, options), Value::starting(rest)));
            } else if let Some((_, value)) = &mut entry {
                value.goes_on(line);
            }
        }
        if let Some((key, value)) = entry {
            front.take(&key, &value);
        }
        front
    }

    fn take(&mut self, key: &str, value: &Value<'_>) {
        match key {
            "date" if self.date.is_none() => self.date = value.text(),
            "created" | "created_at" | "created at" | "created on" | "date created" | "date_created"
            | "creation date" | "creation_date" => self.created = value.text(),
            "title" if self.title.is_none() => self.title = value.text(),
            "type" => self.kind = value.text().map(|text| text.to_lowercase()),
            "source_ref" if self.source_ref.is_none() => self.source_ref = value.list().into_iter().next(),
            "participants" if self.participants.is_empty() => self.participants = value.people(),
            "tags" => self.tags = value.list(),
            "aliases" => self.aliases = value.people(),
            "merged_into" => self.ignored = Some(Ignored::Stub),
            "notefold" => match value.text().as_deref().map(heading_key).as_deref() {
                Some("ignore") => self.ignored = Some(Ignored::OnRequest),
                Some("review") => self.ignored = Some(Ignored::Review),
                Some(_) | None => {}
            },
            _ => {}
        }
    }
}

/// Key and value of a line that starts an entry.
fn top_level(line: &str) -> Option<(&str, &str)> {
    if line.starts_with([' ', '\t', '-', '#']) {
        return None;
    }
    let (key, value) = line.split_once(':')?;
    let ends = value.is_empty() || value.starts_with([' ', '\t', '\r']);
    ends.then(|| (key.trim().trim_matches(['"', '\'']), value.trim()))
}

/// The value of an entry, as written.
#[derive(Debug)]
struct Value<'t> {
    text: Cow<'t, str>,
    entries: Vec<Cow<'t, str>>,
}

impl<'t> Value<'t> {
    fn starting(text: &'t str) -> Self {
        let is_block = matches!(text, ">" | "|" | ">-" | "|-" | ">+" | "|+");
        Self { text: Cow::Borrowed(if is_block { "" } else { text }), entries: Vec::new() }
    }

    fn goes_on(&mut self, line: &'t str) {
        let line = line.trim();
        if let Some(entry) = line.strip_prefix("- ").filter(|_| self.text.is_empty()) {
            self.entries.push(Cow::Borrowed(entry.trim()));
        } else if line != "-" {
            // A long text, folded over several lines.
            let open = self.entries.last_mut().unwrap_or(&mut self.text).to_mut();
            if !open.is_empty() {
                open.push(' ');
            }
            open.push_str(line);
        }
    }

    fn text(&self) -> Option<String> {
        let text = if self.text.is_empty() { self.entries.first()? } else { &self.text };
        let text = bare(text);
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn list(&self) -> Vec<String> {
        let entries: Vec<&str> = match flow(&self.text) {
            Some(inside) => cut(inside),
            None if self.entries.is_empty() => vec![&self.text],
            None => self.entries.iter().map(AsRef::as_ref).collect(),
        };
        entries.into_iter().map(bare).filter(|text| !text.is_empty()).map(str::to_owned).collect()
    }

    fn people(&self) -> Vec<String> {
        if flow(&self.text).is_none() && self.entries.is_empty() {
            return split_people(bare(&self.text));
        }
        self.list()
    }
}

/// What stands in the brackets of a list on one line; a wikilink is none.
fn flow(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('[')?.strip_suffix(']')?;
    (!(inside.starts_with('[') && inside.find(']').is_some_and(|at| at + 1 == inside.len())))
        .then_some(inside)
}

/// Cuts a list at the commas that do not stand in quotes.
fn cut(inside: &str) -> Vec<&str> {
    let mut quote = None;
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, c) in inside.char_indices() {
        match (c, quote) {
            ('"' | '\'', None) if inside.get(start..at).is_some_and(|before| before.trim().is_empty()) => {
                quote = Some(c);
            }
            (_, Some(open)) if c == open => quote = None,
            (',', None) => {
                parts.extend(inside.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(inside.get(start..));
    parts
}

/// A scalar without its quotes and the comment behind it.
fn bare(text: &str) -> &str {
    let text = text.trim();
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.rsplit_once(quote).map_or(inside, |(inside, _)| inside).trim();
        }
    }
    text.split(" #").next().unwrap_or_default().trim()
}
