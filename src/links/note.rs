//! The links of a note.

use super::destination::{self, is_external};
use super::wikilink::{self, Wikilink};
use super::{Enclosure, Link, Syntax, property};
use crate::note::Prose;
use crate::note::block::MARKDOWN;
use crate::text::Span;
use crate::text::inline::{InlineKind, inlines};
use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

/// Finds the links of a note, in the order of the text.
///
/// They are wikilinks and embeds, Markdown links and images, the definitions of link references, and quoted wikilinks
/// that are the whole value of a property or of an entry of its list. Not links: what stands in code, in comments that
/// fill whole lines, in comments of HTML, and addresses outside the vault. In comments within a line there are links.
#[must_use]
pub fn of_note(text: &str) -> Vec<Link> {
    let prose = Prose::of(text);
    let mut links = property::links(text, &prose.frontmatter);
    links.extend(of_prose(text, &prose));
    links
}

/// The links of the Markdown of a text.
pub(super) fn of_prose(text: &str, prose: &Prose<'_>) -> Vec<Link> {
    let mut links = Vec::new();
    for stretch in &prose.markdown {
        links.extend(Reading::of(&prose.masked, *stretch).links(&prose.masked));
    }
    for stretch in &prose.raw {
        links.extend(of_raw(text, *stretch));
    }
    links.sort_by_key(|link| (link.span.start, link.target.start));
    links
}

/// What is too long to be parsed holds wikilinks all the same.
fn of_raw(text: &str, stretch: Span) -> Vec<Link> {
    let is_opaque = |kind: InlineKind| matches!(kind, InlineKind::Code | InlineKind::Comment);
    let found = inlines(stretch.of(text)).into_iter().filter(|inline| is_opaque(inline.kind));
    let opaque: Vec<Span> = found.map(|inline| inline.span.shifted(stretch.start)).collect();
    wikilink::scan(text, stretch, &opaque).iter().map(from_wikilink).collect()
}

pub(super) fn from_wikilink(link: &Wikilink<'_>) -> Link {
    Link {
        span: link.span,
        target: link.target,
        syntax: if link.embed { Syntax::Embed } else { Syntax::Wikilink },
        enclosure: Enclosure::Text,
        path: link.path.to_owned(),
        subpath: link.subpath.to_owned(),
        alias: link.alias.map(str::to_owned),
    }
}

/// A Markdown link whose end has not been seen.
struct Open {
    start: usize,
    /// The end of its text, as far as that has been seen.
    words_end: usize,
    /// Its target, without `<…>` and escapes; `None` when it is no link to a file, or stands elsewhere.
    target: Option<String>,
}

/// What the parser finds in a stretch of Markdown.
pub(super) struct Reading {
    pub(super) stretch: Span,
    /// The headings: lines, level, and the words as written.
    pub(super) headings: Vec<(Span, u8, Span)>,
    /// Where there are no links, in order.
    opaque: Vec<Span>,
    /// Markdown links to files.
    markdown: Vec<Link>,
}

impl Reading {
    pub(super) fn of(masked: &str, stretch: Span) -> Self {
        let markdown = stretch.of(masked);
        let mut reading = Self { stretch, headings: Vec::new(), opaque: Vec::new(), markdown: Vec::new() };
        let mut open: Vec<Open> = Vec::new();
        let mut heading_is_open = false;
        let mut events = Parser::new_ext(markdown, MARKDOWN).into_offset_iter();
        while let Some((event, range)) = events.by_ref().next() {
            let span = Span::new(range.start, range.end.max(range.start)).shifted(stretch.start);
            if let Event::Start(
                Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. },
            ) = &event
            {
                let sign = if matches!(event, Event::Start(Tag::Image { .. })) { 2 } else { 1 };
                let is_here = *link_type == LinkType::Inline && !is_external(dest_url);
                open.push(Open {
                    start: span.start,
                    words_end: span.start + sign,
                    target: is_here.then(|| dest_url.to_string()),
                });
                continue;
            }
            if let Event::End(TagEnd::Link | TagEnd::Image) = event {
                let link = open.pop().and_then(|link| link.closed(masked, span.end));
                reading.markdown.extend(link);
            } else if let Event::Start(Tag::Heading { level, .. }) = event {
                reading.headings.push((span, level as u8, Span::new(span.end, span.end)));
                heading_is_open = true;
            } else if let Event::End(TagEnd::Heading(_)) = event {
                heading_is_open = false;
            } else {
                reading.hide(masked, &event, span);
            }
            if let Some((whole, _, words)) = reading.headings.last_mut().filter(|_| heading_is_open)
                && *whole != span
            {
                let start = if words.is_empty() { span.start } else { words.start };
                *words = Span::new(start, span.end.max(start));
            }
            if let Some(link) = open.last_mut() {
                link.words_end = link.words_end.max(span.end);
            }
        }
        let definitions = events.reference_definitions().iter().map(|(_, definition)| definition);
        let inside = definitions.filter(|definition| !is_external(&definition.dest));
        reading.markdown.extend(inside.filter_map(|definition| {
            let span = Span::new(definition.span.start, definition.span.end).shifted(stretch.start);
            definition_of(masked, span, &definition.dest)
        }));
        reading.markdown.sort_by_key(|link| link.span.start);
        reading.opaque.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        reading
    }

    /// Whether what stands at `at` is code or a comment.
    pub(super) fn hides(&self, at: usize) -> bool {
        let next = self.opaque.partition_point(|span| span.end <= at);
        self.opaque.get(next).is_some_and(|span| span.start <= at)
    }

    /// Takes note of what shows no links: code, and comments of HTML.
    fn hide(&mut self, text: &str, event: &Event<'_>, span: Span) {
        if let Event::Code(_) | Event::Start(Tag::CodeBlock(_)) = event {
            self.opaque.push(span);
        } else if let Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) = event {
            self.hide_comments(text, span);
        }
    }

    fn hide_comments(&mut self, text: &str, block: Span) {
        let mut at = block.start;
        while let Some(start) = text.get(at..block.end).and_then(|rest| rest.find("<!--")) {
            let start = at + start;
            let end = text.get(start + 4..block.end).and_then(|rest| rest.find("-->"));
            at = end.map_or(block.end, |end| start + 4 + end + 3);
            self.opaque.push(Span::new(start, at));
        }
    }

    /// All links; of a wikilink and a Markdown link that claim the same brackets, the wikilink is one.
    fn links(self, text: &str) -> Vec<Link> {
        let wikilinks = wikilink::scan(text, self.stretch, &self.opaque);
        let around = |at: usize| {
            let next = wikilinks.partition_point(|link| link.span.end <= at);
            wikilinks.get(next).filter(|link| link.span.start <= at)
        };
        let markdown: Vec<Link> =
            self.markdown.into_iter().filter(|link| around(link.span.start).is_none()).collect();
        let mut targets: Vec<Span> = markdown.iter().map(|link| link.target).collect();
        targets.sort_unstable();
        let is_free = |link: &Wikilink<'_>| {
            let next = targets.partition_point(|target| target.end <= link.span.start);
            targets.get(next).is_none_or(|target| target.start >= link.span.end)
        };
        let free = wikilinks.iter().filter(|link| is_free(link)).map(from_wikilink);
        free.chain(markdown).collect()
    }
}

impl Open {
    /// The link, which ends at `end`.
    fn closed(self, text: &str, end: usize) -> Option<Link> {
        let target = self.target?;
        let close = self.words_end + text.get(self.words_end..end)?.find("](")?;
        let words = text.get(self.start..close)?.trim_start_matches('!').strip_prefix('[')?;
        let span = Span::new(self.start, end);
        from_target(text, span, close + 2, &target, Some(words))
    }
}

/// The link that a definition `[label]: target` makes.
fn definition_of(text: &str, span: Span, target: &str) -> Option<Link> {
    let words = span.of(text);
    let mut escaped = false;
    let close = words.bytes().position(|byte| {
        let closes = byte == b']' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    })?;
    words.get(close..)?.starts_with("]:").then_some(())?;
    from_target(text, span, span.start + close + 2, target, None)
}

fn from_target(text: &str, span: Span, from: usize, target: &str, alias: Option<&str>) -> Option<Link> {
    let (at, angle) = destination::locate(text, from, span.end)?;
    let decoded = destination::decode(target);
    let (path, subpath) = wikilink::cut(&decoded);
    let is_link = !path.is_empty() || subpath.len() > 1;
    is_link.then(|| Link {
        span,
        target: at,
        syntax: Syntax::Markdown { angle },
        enclosure: Enclosure::Text,
        path: path.to_owned(),
        subpath: subpath.to_owned(),
        alias: alias.map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes each link as what it replaces, its path and its subpath.
    fn check(text: &str, expect: &[(&str, &str, &str)]) {
        let links = of_note(text);
        let found: Vec<_> = links
            .iter()
            .map(|link| (link.target.of(text), link.path.as_str(), link.subpath.as_str()))
            .collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn markdown_links_are_read_in_all_forms() {
        check("[a](b%20c.md#d%20e \"t\")", &[("b%20c.md#d%20e", "b c.md", "#d e")]);
        check("![a|100](<b c.png>)", &[("b c.png", "b c.png", "")]);
        check(
            "[a](#d) [](e.md) [*f* `]( g`](h(i).md)",
            &[("#d", "", "#d"), ("e.md", "e.md", ""), ("h(i).md", "h(i).md", "")],
        );
        check("[a\\](b](c.md)", &[("c.md", "c.md", "")]);
        check(
            "[a]\n\n[a]: <b c.md> 'x'\n[d]: ../e.md\n",
            &[("b c.md", "b c.md", ""), ("../e.md", "../e.md", "")],
        );
    }

    #[test]
    fn an_image_in_the_text_of_a_link_is_a_link_too() {
        check("[![x](a.png)](b.md)", &[("b.md", "b.md", ""), ("a.png", "a.png", "")]);
        check("[see ![[a.png]]](b.md)", &[("b.md", "b.md", ""), ("a.png", "a.png", "")]);
        check("[[a]](b.md) [c](d[[e]].md)", &[("a", "a", ""), ("d[[e]].md", "d[[e]].md", "")]);
    }

    #[test]
    fn there_are_no_links_in_code_and_comments_and_to_elsewhere() {
        check("```\n[[a]]\n```\n~~~\n[b](b.md)\n~~~\n\n    [[c]]\n\n`[[d]]` ``[d](d.md)``", &[]);
        check("- x\n  ```\n  [[a]]\n  ```\n> ~~~\n> [[b]]\n", &[]);
        check("%%\n[[a]]\n%%\n- x\n  %%\n  [[b]]\n  %%\n<!-- [[c]] -->\n\nd <!-- [[d]] --> e", &[]);
        check("[a](https://b.org/c.md) <https://d.org> [e](mailto:f@g.h) [i]: https://j.org", &[]);
        check("x %%[[a]]%% y\n\n<div>[[b]]</div>\n", &[("a", "a", ""), ("b", "b", "")]);
        check("`[[a` b]] [[c`d]]`", &[]);
    }

    #[test]
    fn properties_link_by_quoted_wikilinks_that_are_the_whole_value() {
        check(
            "---\na: \"[[b#c|d]]\"\ne: [ '[[f]]', \"x [[g]]\"]\nh: [[i]]\n---\n[[j]]",
            &[("b#c", "b", "#c"), ("f", "f", ""), ("j", "j", "")],
        );
    }

    #[test]
    fn lines_too_long_to_be_parsed_hold_links() {
        let text = format!("{}[[a]] `[[b]]`\n", "x ".repeat(200_000));
        check(&text, &[("a", "a", "")]);
    }

    #[test]
    fn unclosed_brackets_cost_linear_time() {
        for piece in
            ["[[", "](", "[", "![", "[a](", "[a](<", "[[a|", "`[[", "<!--", "[[a]](", "[a]: ", "[x](y) "]
        {
            let _links = of_note(&piece.repeat(100_000));
            let _links = of_note(&format!("{piece}\n").repeat(100_000));
            let _links = of_note(&format!("{piece}\n\n").repeat(30_000));
        }
    }
}
