//! The frontmatter of the canonical note: entries of the base that stand as they are, entries changed, entries put in.

use super::Origin;
use super::page::{Page, Repair};
use crate::note::frontmatter::write_entry;
use crate::note::{Frontmatter, LineEnding, ListStyle, Property};
use crate::text::Span;
use jiff::civil::Date;

impl Page<'_, '_> {
    /// Writes the frontmatter of the base, which `span` is, with the properties as they were merged.
    pub(super) fn frontmatter(&mut self, span: Span) {
        let base = self.note(0);
        let Frontmatter::Parsed { body, properties } = base.frontmatter() else {
            self.keep(0, span, Repair::No);
            return;
        };
        let mut at = span.start;
        for (index, property) in properties.iter().enumerate() {
            let merged = self.merged.properties.iter().find(|merged| merged.in_base == Some(index));
            let Some(merged) = merged.filter(|merged| !merged.as_in_base) else { continue };
            self.keep(0, Span::new(at, property.span.start), Repair::No);
            at = property.span.end;
            let style = property.list_style.unwrap_or_else(|| list_style(properties));
            let origin = vec![Origin { note: 0, line: property.line }];
            let text = write_entry(&merged.key, &merged.value, style, property.quote, LineEnding::Lf);
            let text = match (day(&property.value), day(&merged.value)) {
                // A day that stands without quotes in the base does so after it became another, too.
                (Some(_), Some(day)) if property.quote.is_none() => text.replace(&format!("'{day}'"), day),
                _ => text,
            };
            self.write(&text, &[origin]);
        }
        let end = properties.last().map_or(body.end, |last| last.span.end).max(at);
        self.keep(0, Span::new(at, end), Repair::No);
        self.end_line();
        self.new_entries();
        self.keep(0, Span::new(end, span.end), Repair::No);
    }

    fn new_entries(&mut self) {
        let properties: &[Property] = match self.note(0).frontmatter() {
            Frontmatter::Parsed { properties, .. } => properties,
            Frontmatter::Absent | Frontmatter::Unparsed { .. } => &[],
        };
        let quote = quote(properties);
        let style = list_style(properties);
        let merged = self.merged;
        for property in merged.properties.iter().filter(|property| property.in_base.is_none()) {
            let text = write_entry(&property.key, &property.value, style, quote, LineEnding::Lf);
            self.write(&text, &[]);
        }
    }

    /// Writes frontmatter for a base that has none, behind its byte order mark.
    pub(super) fn new_frontmatter(&mut self) {
        let base = self.note(0);
        let mark = base.text().starts_with('\u{feff}');
        if mark {
            self.put("\u{feff}");
        }
        self.write("---\n", &[]);
        self.new_entries();
        self.write("---\n", &[]);
        let starts_blank = base.text().trim_start_matches('\u{feff}').starts_with(['\n', '\r']);
        if !starts_blank {
            self.write("\n", &[]);
        }
    }
}

/// The day a value is, as it is written.
fn day(value: &serde_yaml::Value) -> Option<&str> {
    value.as_str().filter(|text| text.parse::<Date>().is_ok())
}

/// The list style of the first list, else lines of their own without indentation, as Obsidian writes them.
fn list_style(properties: &[Property]) -> ListStyle {
    properties.iter().find_map(|property| property.list_style).unwrap_or(ListStyle::Block { indent: 2 })
}

/// The quote most values stand in.
fn quote(properties: &[Property]) -> Option<char> {
    let count = |quote: Option<char>| properties.iter().filter(|property| property.quote == quote).count();
    [None, Some('"'), Some('\'')].into_iter().rev().max_by_key(|quote| count(*quote)).flatten()
}
