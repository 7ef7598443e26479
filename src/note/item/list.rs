//! Items of a list: every bullet is one, however deep it is nested.

use super::super::block::Bullet;
use super::super::{Block, Problem, Status};
use super::{Item, Shape, Source};
use crate::text::Span;
use memchr::{memchr, memchr_iter};

/// Adds the items of the list `block`, the block number `at`, one for each of its `bullets`.
pub(super) fn read(
    source: &Source<'_>,
    at: usize,
    block: &Block,
    bullets: &[Bullet],
    items: &mut Vec<Item>,
    problems: &mut Vec<Problem>,
) {
    let first = items.len();
    let start_of =
        |bullet: &Bullet| source.lines.span(bullet.line).map_or(block.span.start, |line| line.start);
    for (index, bullet) in bullets.iter().enumerate() {
        // The first starts where the list does, so that nothing of it is lost whatever the parser says.
        let start = if index == 0 { block.span.start } else { start_of(bullet) };
        let end = bullets.get(index + 1).map_or(block.span.end, start_of);
        let marked = Marked::read(source, start, end);
        let mut item = Item::at(at, block, bullet.line, Span::new(start, end), marked.shape);
        item.parent = bullet.parent.map(|parent| first + parent);
        item.depth = bullet.depth;
        item.fields.status = marked.status;
        item.content = content(source, marked.after, end, bullet.content_end);
        item.attachment = attachment(source, item.content.end, end);
        item.read_fields(source, item.content, problems);
        items.push(item);
    }
    close_trees(items, first);
}

/// Lets the tree of every item reach to the end of what is nested under it. Children stand behind their parents, so
/// that one pass from the end does.
fn close_trees(items: &mut [Item], first: usize) {
    for index in (first..items.len()).rev() {
        if let Some(parent) = items[index].parent {
            items[parent].tree.end = items[parent].tree.end.max(items[index].tree.end);
        }
    }
}

/// What stands in front of the content of a bullet.
struct Marked {
    shape: Shape,
    status: Option<Status>,
    /// Where the content starts.
    after: usize,
}

impl Marked {
    /// Reads indentation, marker and checkbox of the line from `start`.
    fn read(source: &Source<'_>, start: usize, end: usize) -> Self {
        let lines = Span::new(start, end).of(source.text);
        let line = memchr(b'\n', lines.as_bytes()).and_then(|end| lines.get(..end)).unwrap_or(lines);
        let line = line.trim_end_matches('\r');
        let (indent, rest) = split_blanks(line);
        let (marker, rest) = rest.split_at_checked(marker_length(rest)).unwrap_or(("", rest));
        let (gap, mut rest) = split_blanks(rest);
        let status = checkbox(rest);
        if let Some(status) = status {
            let box_length = "[]".len() + status.0.len_utf8();
            rest = split_blanks(rest.get(box_length..).unwrap_or_default()).1;
        }
        let shape = Shape::Bullet { indent: indent.into(), marker: marker.into(), gap: gap.into() };
        Self { shape, status, after: start + line.len() - rest.len() }
    }
}

fn split_blanks(text: &str) -> (&str, &str) {
    let rest = text.trim_start_matches([' ', '\t']);
    text.split_at_checked(text.len() - rest.len()).unwrap_or(("", text))
}

/// The length of the list marker that `text` starts with; 0 when there is none.
fn marker_length(text: &str) -> usize {
    let after_digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - after_digits.len();
    let signs: &[char] = if digits > 0 { &['.', ')'] } else { &['-', '*', '+'] };
    if after_digits.starts_with(signs) { digits + 1 } else { 0 }
}

/// The status of the checkbox that `text` starts with. Any one character is a status, as for Tasks; but `]` must be
/// followed by a blank or by nothing, as for Obsidian: `[x](url)` is a link.
fn checkbox(text: &str) -> Option<Status> {
    let mut rest = text.strip_prefix('[')?.chars();
    let status = rest.next()?;
    let after = rest.as_str().strip_prefix(']')?;
    after.chars().next().is_none_or(|next| matches!(next, ' ' | '\t')).then_some(Status(status))
}

/// The first paragraph of an item, from behind its marker; it ends where a comment starts on a line of its own.
fn content(source: &Source<'_>, after: usize, limit: usize, paragraph_end: Option<usize>) -> Span {
    let Some(reach) = paragraph_end.filter(|end| *end > after) else { return Span::new(after, after) };
    let last = source.lines.span(source.lines.number_at(reach - 1)).map_or(reach, |line| line.end);
    let text = Span::new(after, last.min(limit).max(after)).of(source.text);
    let comment = memchr_iter(b'\n', text.as_bytes()).find(|at| {
        text.get(*at..).is_some_and(|below| below.trim_start_matches(['\n', ' ', '\t']).starts_with("%%"))
    });
    let own = comment.and_then(|at| text.get(..at)).unwrap_or(text);
    Span::new(after, after + own.trim_end().len())
}

/// What follows the content of an item: whole lines up to the last one that is not blank.
fn attachment(source: &Source<'_>, from: usize, until: usize) -> Option<Span> {
    let rest = Span::new(from, until).of(source.text);
    let first = from + (rest.len() - rest.trim_start().len());
    if first == until {
        return None;
    }
    let line_at =
        |offset| source.lines.span(source.lines.number_at(offset)).unwrap_or(Span::new(from, until));
    let start = line_at(first).start.max(from);
    let end = line_at(from + rest.trim_end().len() - 1).end.min(until);
    Some(Span::new(start, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::{Note, ReadOptions};

    fn note(text: &str) -> Note {
        Note::read("n.md", text.to_owned(), &ReadOptions::default())
    }

    /// Writes each item as line, depth, `[status]` and content, with `+` and its attachment.
    fn check(text: &str, expect: &[&str]) {
        let note = note(text);
        let shown: Vec<String> = note
            .items()
            .iter()
            .map(|item| {
                let status = item.fields.status.map_or(String::new(), |status| format!(" [{}]", status.0));
                let more = item.attachment.map_or(String::new(), |span| format!(" + {}", note.slice(span)));
                format!("{} {}{status} {}{more}", item.line, item.depth, note.slice(item.content))
            })
            .collect();
        assert_eq!(shown, expect);
        let spans: String = note.items().iter().map(|item| note.slice(item.span)).collect();
        assert_eq!(
            spans,
            text.trim_end_matches(['\n']).to_owned() + if text.ends_with('\n') { "\n" } else { "" }
        );
    }

    #[test]
    fn every_status_is_read_and_links_are_none() {
        check(
            "- [ ] a\n- [?]  b\n- [x](u)\n- [/]\n- [📅] c\n- [[w]] d\n",
            &["1 0 [ ] a", "2 0 [?] b", "3 0 [x](u)", "4 0 [/] ", "5 0 [📅] c", "6 0 [[w]] d"],
        );
        check("* [x] a\n", &["1 0 [x] a"]);
        check("1. [ ] a\n2. [-] b", &["1 0 [ ] a", "2 0 [-] b"]);
        check("3) a\r\n4) b\r\n", &["1 0 a", "2 0 b"]);
    }

    #[test]
    fn every_nested_bullet_is_an_item() {
        check("- a\n  - b\n\t- c\n    - d\n- e\n", &["1 0 a", "2 1 b", "3 2 c", "4 2 d", "5 0 e"]);
        let note = note("- a\n  - b\n    - c\n- d\n");
        let parents: Vec<_> = note.items().iter().map(|item| item.parent).collect();
        assert_eq!(parents, [None, Some(0), Some(1), None]);
        assert_eq!(note.slice(note.items()[0].tree), "- a\n  - b\n    - c\n");
        assert_eq!(note.slice(note.items()[1].tree), "  - b\n    - c\n");
    }

    #[test]
    fn a_bullet_on_the_line_of_another_is_its_content() {
        check("- - a\n  - b\n", &["1 0 - a", "2 1 b"]);
        check("-\n  - b\n", &["1 0 ", "2 1 b"]);
    }

    #[test]
    fn an_item_is_its_first_paragraph_and_what_follows_it() {
        check(
            "- a\nlazy\n  more\n\n- b\n\n  two\n\n  ```\n  - no\n  ```\n\n- c\n  > - no\n",
            &["1 0 a\nlazy\n  more", "5 0 b +   two\n\n  ```\n  - no\n  ```\n", "13 0 c +   > - no\n"],
        );
        check("- > q\n- # h\n  t\n", &["1 0  + > q\n", "2 0 # h +   t\n"]);
        check("- a\n  %%\n  - no\n  %%\n- b\n", &["1 0 a +   %%\n  - no\n  %%\n", "5 0 b"]);
    }

    #[test]
    fn what_stands_below_nested_items_belongs_to_the_last_of_them() {
        check("- a\n  - b\n\n  of a\n- c\n", &["1 0 a", "2 1 b +   of a\n", "5 0 c"]);
    }

    #[test]
    fn the_shape_is_kept() {
        let note = note("- a\n\t*   [ ] b\n");
        let bullet = |indent: &str, marker: &str, gap: &str| Shape::Bullet {
            indent: indent.into(),
            marker: marker.into(),
            gap: gap.into(),
        };
        let shapes: Vec<_> = note.items().iter().map(|item| item.shape.clone()).collect();
        assert_eq!(shapes, [bullet("", "-", " "), bullet("\t", "*", "   ")]);
    }
}
