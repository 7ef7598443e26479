//! The links of a canvas.

use super::{Enclosure, Link, Syntax, json, note};
use crate::note::Prose;
use crate::text::Span;
use serde::Deserialize;
use serde_json::value::RawValue;

/// What a canvas links to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Canvas {
    /// Its links, in the order of the text.
    pub links: Vec<Link>,
    /// What of it cannot be read, in words; such a part is left as it is.
    pub problems: Vec<String>,
}

/// The parts of a canvas that are read, as the JSON they are written in.
#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow, default)]
    nodes: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Node<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<&'a RawValue>,
    #[serde(borrow)]
    file: Option<&'a RawValue>,
    #[serde(borrow)]
    subpath: Option<&'a RawValue>,
    #[serde(borrow)]
    text: Option<&'a RawValue>,
}

/// Finds the links of a canvas: file nodes, and the links in text nodes. The spans are those of the JSON text, so that
/// a change leaves every other byte as it was.
#[must_use]
pub fn of_canvas(text: &str) -> Canvas {
    let mut canvas = Canvas::default();
    let words = text.trim_start_matches('\u{feff}').trim();
    if words.is_empty() {
        return canvas;
    }
    // As serde reads them, a list would do for an object.
    if !words.starts_with('{') {
        canvas.problems.push("the canvas cannot be read: it is no JSON object".to_owned());
        return canvas;
    }
    let file: File<'_> = match serde_json::from_str(words) {
        Ok(file) => file,
        Err(error) => {
            canvas.problems.push(format!("the canvas cannot be read: {error}"));
            return canvas;
        }
    };
    for (at, node) in file.nodes.into_iter().enumerate() {
        match serde_json::from_str::<Node<'_>>(node.get()) {
            Ok(node) => canvas.links.extend(of_node(text, &node)),
            Err(error) => canvas.problems.push(format!("node {} cannot be read: {error}", at + 1)),
        }
    }
    canvas.links.sort_by_key(|link| (link.span.start, link.target.start));
    canvas
}

fn of_node(text: &str, node: &Node<'_>) -> Vec<Link> {
    let string = |value: Option<&RawValue>| value.and_then(|value| inside(text, value));
    let says = |span: Span| json::Decoded::of(span.of(text)).text;
    match string(node.kind).map(says).as_deref() {
        Some("file") => {
            let link = string(node.file).map(|file| file_node(file, string(node.subpath), says));
            link.into_iter().collect()
        }
        Some("text") => string(node.text).map(|card| of_card(text, card)).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn file_node(file: Span, subpath: Option<Span>, says: impl Fn(Span) -> String) -> Link {
    Link {
        span: file,
        target: file,
        syntax: Syntax::FileNode { subpath },
        enclosure: Enclosure::Json,
        path: says(file),
        subpath: subpath.map(says).unwrap_or_default(),
        alias: None,
    }
}

/// The links of the Markdown of a card.
fn of_card(text: &str, card: Span) -> Vec<Link> {
    let decoded = json::Decoded::of(card.of(text));
    let place = |span: Span| {
        Span::new(decoded.written_at(span.start), decoded.written_at(span.end)).shifted(card.start)
    };
    let links = note::of_prose(&decoded.text, &Prose::without_frontmatter(&decoded.text));
    links
        .into_iter()
        .map(|link| Link {
            span: place(link.span),
            target: place(link.target),
            enclosure: Enclosure::Json,
            ..link
        })
        .collect()
}

/// What stands between the quotes of a string; `None` when the value is none.
fn inside(text: &str, value: &RawValue) -> Option<Span> {
    let words = value.get();
    let length = words.strip_prefix('"')?.strip_suffix('"')?.len();
    // The value is a stretch of the text itself, not a copy.
    let start = (words.as_ptr() as usize).checked_sub(text.as_ptr() as usize)? + 1;
    text.get(start..start + length)?;
    Some(Span::new(start, start + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes each link as what it replaces, its path and its subpath.
    fn check(text: &str, expect: &[(&str, &str, &str)]) {
        let canvas = of_canvas(text);
        let found: Vec<_> = canvas
            .links
            .iter()
            .map(|link| (link.target.of(text), link.path.as_str(), link.subpath.as_str()))
            .collect();
        assert_eq!(found, expect, "{text}");
        assert_eq!(canvas.problems.len(), 0, "{:?}", canvas.problems);
    }

    #[test]
    fn file_nodes_and_the_links_of_text_nodes_are_links() {
        check(
            r##"{"nodes":[{"id":"1","type":"file","file":"A\/b.md","subpath":"#c","x":1},{"type":"text","text":"\"[[d\u00e9#e|f]]\"\n[g](h%20i.md)"}, {"type":"link","url":"a"}],"edges":[]}"##,
            &[("A\\/b.md", "A/b.md", "#c"), ("d\\u00e9#e", "dé", "#e"), ("h%20i.md", "h i.md", "")],
        );
    }

    #[test]
    fn keys_in_any_order_and_blanks_do_not_matter() {
        check(
            "\u{feff} {\n \"nodes\": [ { \"file\": \"a.md\" , \"type\": \"file\" } ] }\n",
            &[("a.md", "a.md", "")],
        );
        check("", &[]);
        check("{}", &[]);
        check(r#"{"nodes":[{"type":"text","text":"---\na: \"[[b]]\"\n---\n"}]}"#, &[("b", "b", "")]);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for (text, links) in [
            ("{", 0),
            ("[]", 0),
            (r#"{"nodes":{}}"#, 0),
            (r#"{"nodes":[1,{"type":"file","file":"a.md"}]}"#, 1),
            (&"[".repeat(100_000), 0),
        ] {
            let canvas = of_canvas(text);
            assert_eq!((canvas.links.len(), canvas.problems.len()), (links, 1), "{text:.50}");
        }
    }
}
