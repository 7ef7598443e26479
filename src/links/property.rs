//! Links in properties: quoted wikilinks that are the whole value, or a whole entry of a list.

use super::{Enclosure, Link, note, wikilink};
use crate::note::{Frontmatter, Property};
use crate::text::Span;

/// The links of the frontmatter, in the order of the text.
pub(super) fn links(text: &str, frontmatter: &Frontmatter) -> Vec<Link> {
    frontmatter.properties().iter().flat_map(|property| of_property(text, property)).collect()
}

fn of_property(text: &str, property: &Property) -> Vec<Link> {
    // The strings the parser found; a quoted stretch that is none of them stands in a key or in other text.
    let values = property.list();
    let is_value = |quoted: &str| values.iter().any(|value| value == quoted);
    let quoted = quoted(text, property.span)
        .into_iter()
        .filter(|(span, quote)| span.of(text).contains("[[") && is_value(&unquoted(span.of(text), *quote)));
    quoted.filter_map(|(span, quote)| link(text, span, quote)).collect()
}

/// The link that is all there is between the quotes.
fn link(text: &str, quoted: Span, quote: char) -> Option<Link> {
    let words = quoted.of(text);
    let inside = words.trim().strip_prefix("[[")?.strip_suffix("]]")?;
    if inside.contains("[[") || inside.contains("]]") || inside.contains('\n') {
        return None;
    }
    let start = quoted.start + (words.len() - words.trim_start().len());
    let span = Span::new(start, start + inside.len() + 4);
    let inside = Span::new(start + 2, start + 2 + inside.len());
    let mut link = note::from_wikilink(&wikilink::read(text, inside)?);
    link.span = span;
    link.enclosure = if quote == '"' { Enclosure::DoubleQuotes } else { Enclosure::SingleQuotes };
    link.path = unquoted(&link.path, quote);
    link.subpath = unquoted(&link.subpath, quote);
    link.alias = link.alias.map(|alias| unquoted(&alias, quote));
    Some(link)
}

/// The stretches between quotes of an entry, and the quotes; not those in comments.
fn quoted(text: &str, entry: Span) -> Vec<(Span, char)> {
    let mut found = Vec::new();
    let mut before = '\n';
    let mut chars = entry.of(text).char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '#' if before.is_whitespace() => while chars.next_if(|(_, c)| *c != '\n').is_some() {},
            // Elsewhere it is a letter of a plain word.
            '"' | '\'' if before.is_whitespace() || matches!(before, '[' | '{' | ',') => {
                let mut end = None;
                while let Some((next, inner)) = chars.next() {
                    let skips = match inner {
                        '\\' => c == '"',
                        _ if inner == c => {
                            let doubled = c == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'');
                            end = (!doubled).then_some(next);
                            doubled
                        }
                        _ => false,
                    };
                    if skips {
                        chars.next();
                    }
                    if end.is_some() {
                        break;
                    }
                }
                found.extend(end.map(|end| (Span::new(at + 1, end).shifted(entry.start), c)));
            }
            _ => {}
        }
        before = c;
    }
    found
}

/// What a string of YAML says.
fn unquoted(words: &str, quote: char) -> String {
    if !words.contains(['\\', '\'']) {
        return words.to_owned();
    }
    let parsed = serde_yaml::from_str(&format!("{quote}{words}{quote}"));
    parsed.unwrap_or_else(|_| words.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::links::of_note;

    /// Writes each link as what it replaces and its path.
    fn check(properties: &str, expect: &[(&str, &str)]) {
        let text = format!("---\n{properties}\n---\n");
        let links = of_note(&text);
        let found: Vec<_> = links.iter().map(|link| (link.target.of(&text), link.path.as_str())).collect();
        assert_eq!(found, expect, "{properties}");
    }

    #[test]
    fn only_quoted_wikilinks_that_are_the_whole_value_are_links() {
        check("a: \"[[b]]\"\nc: '[[d|e]]' # \"[[f]]\"", &[("b", "b"), ("d", "d")]);
        check("a: [[b]]\nc: \"[[d]] e\"\nf: >-\n  [[g]]\nh: '[i](j.md)'", &[]);
        check("a:\n- \"[[b]]\"\n- '[[c]]'\n- d", &[("b", "b"), ("c", "c")]);
        check("a: [\"[[b]]\",'[[c]]']", &[("b", "b"), ("c", "c")]);
        check("\"[[k]]\": v\na: \"[[b]][[c]]\"", &[]);
    }

    #[test]
    fn strings_are_read_as_yaml_reads_them() {
        check("a: \"[[b \\\"c\\\" \\u00e9]]\"", &[("b \\\"c\\\" \\u00e9", "b \"c\" é")]);
        check("a: '[[b''s c]]'", &[("b''s c", "b's c")]);
        check("a: 'it''s'\nb: \"[[c]]\"", &[("c", "c")]);
    }
}
