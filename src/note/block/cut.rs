//! The blocks of a body, as the Markdown parser sees them, stretched to whole lines.

use super::super::Problem;
use super::BlockKind;
use super::bullets::{Bullet, Bullets};
use super::veiled::{Piece, pieces};
use crate::text::{Lines, Span};
use memchr::memmem;
use pulldown_cmark::{Event, Options, Parser, Tag};

/// The body of a note, cut into blocks.
#[derive(Debug)]
pub(in crate::note) struct Cut {
    /// The blocks, in order; their spans, one after the other, are the body.
    pub(in crate::note) blocks: Vec<(Span, BlockKind)>,
    /// The bullets of each block that is a list, in order.
    pub(in crate::note) lists: Vec<Vec<Bullet>>,
    /// What was odd.
    pub(in crate::note) problems: Vec<Problem>,
}

/// The Markdown that Obsidian knows, as far as it changes where blocks begin and end.
pub(crate) const MARKDOWN: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH);

/// Cuts the body of a note, which starts at `from`, into blocks.
pub(in crate::note) fn cut(text: &str, lines: &Lines, from: usize) -> Cut {
    let found = pieces(text, lines, from);
    let mut blocks =
        Blocks { text, masked: &found.masked, lines, end: from, done: Vec::new(), lists: Vec::new() };
    for piece in &found.pieces {
        match *piece {
            Piece::Markdown(span) => blocks.parse(span),
            Piece::Comment(span) => blocks.push(span, BlockKind::Comment),
            Piece::Raw(span) => blocks.push(span, BlockKind::Raw),
        }
        // Whatever a piece ends with that no block took, such as blank lines after an unclosed comment.
        let (Piece::Markdown(span) | Piece::Comment(span) | Piece::Raw(span)) = *piece;
        blocks.gap(span.end);
    }
    Cut { blocks: blocks.done, lists: blocks.lists, problems: found.problems }
}

/// The kind of block an event is or begins; `None` when it ends one.
fn kind_of(event: &Event<'_>) -> Option<BlockKind> {
    match event {
        Event::Start(tag) => Some(kind_of_tag(tag)),
        Event::End(_) => None,
        Event::Rule => Some(BlockKind::ThematicBreak),
        Event::Html(_) => Some(BlockKind::Html),
        Event::Text(_)
        | Event::Code(_)
        | Event::InlineMath(_)
        | Event::DisplayMath(_)
        | Event::InlineHtml(_)
        | Event::FootnoteReference(_)
        | Event::SoftBreak
        | Event::HardBreak
        | Event::TaskListMarker(_) => Some(BlockKind::Raw),
    }
}

fn kind_of_tag(tag: &Tag<'_>) -> BlockKind {
    match tag {
        Tag::Paragraph => BlockKind::Paragraph,
        Tag::Heading { .. } => BlockKind::Heading,
        Tag::BlockQuote(_) => BlockKind::Quote,
        Tag::CodeBlock(_) => BlockKind::Code,
        Tag::HtmlBlock => BlockKind::Html,
        Tag::List(_) => BlockKind::List,
        Tag::FootnoteDefinition(_) => BlockKind::Definition,
        Tag::Table(_) => BlockKind::Table,
        Tag::Item
        | Tag::DefinitionList
        | Tag::DefinitionListTitle
        | Tag::DefinitionListDefinition
        | Tag::TableHead
        | Tag::TableRow
        | Tag::TableCell
        | Tag::Emphasis
        | Tag::Strong
        | Tag::Strikethrough
        | Tag::Superscript
        | Tag::Subscript
        | Tag::Link { .. }
        | Tag::Image { .. }
        | Tag::MetadataBlock(_) => BlockKind::Raw,
    }
}

/// How much of a list, as the parser gives it, is list: the parser counts the definitions of link references that
/// follow it, which it swallows, as its end. A line that is not indented and follows a blank one stands in no item.
fn without_definitions(list: &str) -> usize {
    if memmem::find(list.as_bytes(), b"]:").is_none() {
        return list.len();
    }
    let mut after_blank = false;
    let mut at = 0;
    for line in list.split_inclusive('\n') {
        if after_blank && line.starts_with('[') && line.contains("]:") {
            return at;
        }
        after_blank = line.trim().is_empty();
        at += line.len();
    }
    list.len()
}

/// Blocks that follow each other without a gap.
struct Blocks<'a> {
    text: &'a str,
    /// The text as the Markdown parser is to see it: same length, same lines.
    masked: &'a str,
    lines: &'a Lines,
    end: usize,
    done: Vec<(Span, BlockKind)>,
    lists: Vec<Vec<Bullet>>,
}

impl<'a> Blocks<'a> {
    /// Adds the top-level blocks of a stretch of Markdown.
    fn parse(&mut self, markdown: Span) {
        let mut depth = 0_usize;
        // The list the parser is inside of.
        let mut list: Option<(Span, Bullets<'a>)> = None;
        for (event, range) in Parser::new_ext(markdown.of(self.masked), MARKDOWN).into_offset_iter() {
            let range = markdown.start + range.start..markdown.start + range.end.max(range.start);
            if depth == 0
                && let Some(kind) = kind_of(&event)
            {
                let span = Span::new(range.start, range.end);
                if kind == BlockKind::List {
                    list = Some((span, Bullets::new(self.masked, self.lines)));
                } else {
                    self.push(span, kind);
                }
            }
            if let Some((_, bullets)) = &mut list {
                bullets.see(&event, range);
            }
            if matches!(event, Event::Start(_)) {
                depth += 1;
            } else if matches!(event, Event::End(_)) {
                depth = depth.saturating_sub(1);
            }
            if depth == 0
                && let Some((span, bullets)) = list.take()
            {
                self.push_list(span, bullets.found());
            }
        }
    }

    /// Adds a list and its bullets. Where the block is not the list as the parser gave it, the parser is asked again for
    /// the bullets of what it is.
    fn push_list(&mut self, list: Span, bullets: Vec<Bullet>) {
        let kept = Span::new(list.start, list.start + without_definitions(list.of(self.text)));
        let before = self.end;
        self.push(kept, BlockKind::List);
        if let Some((span, BlockKind::List)) = self.done.last().copied().filter(|(span, _)| span.end > before)
        {
            let is_whole = kept == list
                && bullets.first().is_some_and(|first| self.lines.number_at(span.start) == first.line);
            let bullets = if is_whole { bullets } else { Bullets::of(self.masked, self.lines, span) };
            self.lists.push(bullets);
        }
    }

    /// Adds the lines of a range, without blank lines at its end, after what stands between it and the last block.
    /// A range on lines that a block already has adds nothing.
    fn push(&mut self, range: Span, kind: BlockKind) {
        let words = range.of(self.text);
        // Where a tab is cut in two, the parser lets a list start on the line above.
        let first = range.end - words.trim_start().len();
        let start = self.line_at(first).start.max(self.end);
        let end = self.line_at((range.start + words.trim_end().len()).saturating_sub(1)).end;
        if first < range.end && end > start {
            self.gap(start);
            self.add(Span::new(start, end), kind);
        }
    }

    /// Adds the lines up to `until` that no block has: blank ones, and definitions of link references, which the
    /// parser swallows.
    fn gap(&mut self, until: usize) {
        while self.end < until {
            let line = self.line_at(self.end);
            let span = Span::new(self.end, line.end.min(until));
            let words = span.of(self.text).trim_start();
            let kind = match words.chars().next() {
                None => BlockKind::Blank,
                Some('[') => BlockKind::Definition,
                // The title of a definition may stand on a line of its own.
                Some(_) if self.done.last().is_some_and(|(_, kind)| *kind == BlockKind::Definition) => {
                    BlockKind::Definition
                }
                Some(_) => BlockKind::Raw,
            };
            let begins = kind == BlockKind::Definition && words.starts_with('[');
            match self.done.last_mut() {
                Some((last, same)) if *same == kind && kind != BlockKind::Raw && !begins => {
                    last.end = span.end;
                    self.end = span.end;
                }
                _ => self.add(span, kind),
            }
        }
    }

    fn add(&mut self, span: Span, kind: BlockKind) {
        self.end = span.end;
        self.done.push((span, kind));
    }

    fn line_at(&self, offset: usize) -> Span {
        self.lines.span(self.lines.number_at(offset)).unwrap_or(Span::new(offset, self.text.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::BlockKind::{
        Blank, Code, Comment, Definition, Heading, Html, List, Paragraph, Quote, Table, ThematicBreak,
    };
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expect: &[(BlockKind, &str)]) {
        let lines = Lines::of(text);
        let cut = cut(text, &lines, 0);
        let found: Vec<_> = cut.blocks.iter().map(|(span, kind)| (*kind, span.of(text))).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn blocks_are_whole_lines_and_blank_lines_are_blocks() {
        check(
            "# A\n\n\ntext\nmore\n- a\n\n  b\n\n> q\n",
            &[
                (Heading, "# A\n"),
                (Blank, "\n\n"),
                (Paragraph, "text\nmore\n"),
                (List, "- a\n\n  b\n"),
                (Blank, "\n"),
                (Quote, "> q\n"),
            ],
        );
        check("A\n===\r\n***\r\n", &[(Heading, "A\n===\r\n"), (ThematicBreak, "***\r\n")]);
    }

    #[test]
    fn tables_code_html_and_definitions_are_known() {
        check(
            "| a |\n|---|\n| b |\n\n    code",
            &[(Table, "| a |\n|---|\n| b |\n"), (Blank, "\n"), (Code, "    code")],
        );
        check(
            "[^1]: note\n\n[a]: /b\n\"title\"\n\n<div>\n</div>",
            &[
                (Definition, "[^1]: note\n"),
                (Blank, "\n"),
                (Definition, "[a]: /b\n\"title\"\n"),
                (Blank, "\n"),
                (Html, "<div>\n</div>"),
            ],
        );
    }

    #[test]
    fn every_definition_is_a_block_of_its_own_also_below_a_list() {
        check(
            "- a [1]\n\n[1]: /b\n[2]: /c\n",
            &[(List, "- a [1]\n"), (Blank, "\n"), (Definition, "[1]: /b\n"), (Definition, "[2]: /c\n")],
        );
    }

    #[test]
    fn headings_and_lists_in_a_comment_are_comment() {
        check(
            "- a\n%%\n# b\n- c\n%%\n- d\n",
            &[(List, "- a\n"), (Comment, "%%\n# b\n- c\n%%\n"), (List, "- d\n")],
        );
    }

    #[test]
    fn a_lone_carriage_return_ends_no_line() {
        check("a\r# b\n", &[(Paragraph, "a\r# b\n")]);
    }

    proptest! {
        #[test]
        fn bullets_are_those_of_the_list_by_itself(
            text in "(- |  |    |\t|[0-9]\\. |\\* |a|\n|\n\n|> |```|~~~\n|# |\\[x\\]|\\[x\\]: /y\n|\\[\\^1\\]|\\[\\^1\\]: |---|=|\\|[a-]\\||<b>|<!--|%%|\\*|\\\\|\r\n|\r){0,40}"
        ) {
            let lines = Lines::of(&text);
            let cut = cut(&text, &lines, 0);
            let masked = pieces(&text, &lines, 0).masked;
            let lists = cut.blocks.iter().filter(|(_, kind)| *kind == List);
            let alone: Vec<Vec<Bullet>> = lists.map(|(span, _)| Bullets::of(&masked, &lines, *span)).collect();
            prop_assert_eq!(cut.lists, alone);
        }
    }
}
