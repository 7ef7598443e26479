//! Owners as people write them: `@Tomer Hagay`, `[[Tomer Hagay]]`, `Laura and Devin`.

use super::mark::{Claim, Mark, Reach, Value};
use super::names::{self, Names};
use super::{Notation, Owner};
use crate::text::Span;
use crate::text::inline::{Inline, InlineKind};
use memchr::memchr_iter;

/// How much the place of a name says that it is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// A label says so: `Owner: …`, the owner column of a table.
    Labelled,
    /// Names stand there often: behind a dash at the end, in bold in front.
    Usual,
    /// Names stand there seldom: only participants are read.
    Seldom,
}

/// Reads `text` as names with commas, slashes, `and` between; `None` when something in it is none. Spans are in `text`.
pub(super) fn list(text: &str, trust: Trust, names: &Names<'_>) -> Option<Vec<(Span, Owner)>> {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        at = skip_connectors(text, at);
        let rest = text.get(at..)?;
        if rest.is_empty() {
            return (!found.is_empty()).then_some(found);
        }
        let (length, owner) = one(rest, trust, names)?;
        found.push((Span::new(at, at + length), owner));
        at += length;
        let rest = text.get(at..)?;
        if !rest.is_empty() && skip_connectors(text, at) == at {
            return None;
        }
    }
}

/// Reads one owner at the start of `text`.
fn one(text: &str, trust: Trust, names: &Names<'_>) -> Option<(usize, Owner)> {
    let linked = text.strip_prefix('@').unwrap_or(text);
    if linked.starts_with("[[") {
        let length = linked.find("]]")? + 2;
        let notation = if linked.len() == text.len() { Notation::Wikilink } else { Notation::At };
        let owner = Owner { notation, ..wikilink(linked.get(..length)?)? };
        return Some((text.len() - linked.len() + length, owner));
    }
    let length = connector_at(linked).unwrap_or(linked.len());
    let name = linked.get(..length)?.trim_end().trim_end_matches(['*', '_', ':', '.']);
    let has_stop = linked.get(..length)?.strip_prefix(name).is_some_and(|behind| behind.starts_with('.'));
    let name = if has_stop && ends_in_initial(name) { linked.get(..=name.len())? } else { name };
    let is_mention = linked.len() < text.len();
    let is_name = match trust {
        Trust::Labelled => name.chars().any(char::is_alphanumeric),
        Trust::Usual => {
            names::is_group(name) || names.knows(name) || (Names::looks_like_one(name) && fits(name, names))
        }
        Trust::Seldom => names.knows(name) || (names::is_group(name) && name.contains(char::is_uppercase)),
    };
    let is_short = name.split_whitespace().count() <= 6;
    if name.is_empty() || !(is_mention || is_name) || !is_short {
        return None;
    }
    let notation = if is_mention { Notation::At } else { Notation::Words };
    let owner = Owner { name: name.to_owned(), link: None, notation };
    Some((text.len() - linked.len() + name.len(), owner))
}

/// A name nobody among the participants has is believed when it is a single word (someone who was spoken of), or when
/// nobody is known to have been there.
fn fits(name: &str, names: &Names<'_>) -> bool {
    names.is_empty() || !name.contains(char::is_whitespace)
}

fn ends_in_initial(name: &str) -> bool {
    name.split_whitespace().last().is_some_and(|word| word.chars().count() == 1)
}

/// The owner a wikilink names.
pub(super) fn wikilink(link: &str) -> Option<Owner> {
    let inside = link.strip_prefix("[[")?.strip_suffix("]]")?;
    let (target, alias) =
        inside.split_once('|').map_or((inside, None), |(target, alias)| (target, Some(alias)));
    let name = alias.unwrap_or_else(|| note_of(target)).trim();
    (!name.is_empty() && !target.contains('#')).then(|| Owner {
        name: name.to_owned(),
        link: Some(target.trim().to_owned()),
        notation: Notation::Wikilink,
    })
}

/// The name of the note that the target of a link means, without folder and ending.
pub(in crate::note) fn note_of(target: &str) -> &str {
    let file = target.rsplit('/').next().unwrap_or(target);
    file.strip_suffix(".md").unwrap_or(file)
}

/// Skips blanks, emphasis and connectors.
fn skip_connectors(text: &str, mut at: usize) -> usize {
    while let Some(rest) = text.get(at..) {
        let blank = rest.len()
            - rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | ':')).len();
        let rest = rest.get(blank..).unwrap_or_default();
        let connector = connector_length(rest);
        if blank + connector == 0 {
            break;
        }
        at += blank + connector;
    }
    at
}

/// Where the first connector of `text` starts.
fn connector_at(text: &str) -> Option<usize> {
    let mut before = ' ';
    let starts_connector = |(at, c): &(usize, char)| {
        let starts_word = before.is_whitespace();
        before = *c;
        let rest = || text.get(*at..).unwrap_or_default();
        match c {
            'a' | 'A' | 'o' | 'O' => starts_word && word_connector(rest()).is_some(),
            c if c.is_alphabetic() || *c == ' ' => false,
            _ => mark_connector(rest()) > 0,
        }
    };
    text.char_indices().find(starts_connector).map(|(at, _)| at)
}

fn mark_connector(text: &str) -> usize {
    if text.starts_with([',', ';', '&', '/', '+', '|', '\n']) {
        return 1;
    }
    // A line break inside the cell of a table.
    ["<br>", "<br/>", "<br />"].into_iter().find(|tag| text.starts_with(tag)).map_or(0, str::len)
}

fn connector_length(text: &str) -> usize {
    mark_connector(text).max(word_connector(text).unwrap_or(0))
}

/// The length of `and`, `or` at the start of `text`.
fn word_connector(text: &str) -> Option<usize> {
    ["and", "or"].into_iter().find_map(|word| {
        let is_word = text.get(..word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word));
        let ends = text.get(word.len()..).is_some_and(|rest| rest.starts_with(char::is_whitespace));
        (is_word && ends).then_some(word.len())
    })
}

/// Finds `@Name` and `@[[Name]]`. `marks` are the fields that tell where a name nobody has ends: it goes on over words
/// with a capital only where nothing but fields follows them.
pub(super) fn mentions(text: &str, inlines: &[Inline], marks: &[Mark], names: &Names<'_>) -> Vec<Mark> {
    let mut found: Vec<Mark> = Vec::new();
    for at in memchr_iter(b'@', text.as_bytes()) {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let is_inside = |span: Span| span.start <= at && at < span.end;
        let next = inlines.partition_point(|inline| inline.span.end <= at);
        let field = marks.partition_point(|mark| mark.span.end <= at);
        if before.is_some_and(|before| {
            before.is_alphanumeric()
                || matches!(before, '@' | '.' | '\\' | '/' | '-' | '_') && !follows_mention(&found, at)
        }) || found.last().is_some_and(|last| last.span.end > at)
            || inlines.get(next).is_some_and(|inline| is_inside(inline.span))
            || marks.get(field).is_some_and(|mark| is_inside(mark.span))
        {
            continue;
        }
        let linked = inlines
            .get(next)
            .filter(|inline| inline.kind == InlineKind::Wikilink && inline.span.start == at + 1)
            .and_then(|inline| wikilink(inline.span.of(text)).map(|owner| (inline.span.end, owner)));
        let (end, owner) = if let Some((end, owner)) = linked {
            (end, Owner { notation: Notation::At, ..owner })
        } else {
            let Some(end) = name_end(text, at + 1, marks, names) else { continue };
            let name = text.get(at + 1..end).unwrap_or_default().to_owned();
            (end, Owner { name, link: None, notation: Notation::At })
        };
        // `@Tomer's deck` speaks of Tomer.
        let behind = text.get(end..).unwrap_or_default();
        if behind.starts_with("'s") || behind.starts_with("’s") {
            continue;
        }
        let claim = Claim::new(Span::new(at, end), Value::Owner(owner), Notation::At);
        found.push(Mark::of(claim, Reach::Owner));
    }
    found
}

fn follows_mention(found: &[Mark], at: usize) -> bool {
    found.last().is_some_and(|last| last.span.end + 1 == at)
}

/// Where the name that starts at `start` ends.
fn name_end(text: &str, start: usize, marks: &[Mark], names: &Names<'_>) -> Option<usize> {
    const LONGEST_NAME: usize = 5;
    let mut words: Vec<Span> = Vec::new();
    let mut at = start;
    while words.len() < LONGEST_NAME {
        let rest = text.get(at..)?;
        let blank = if words.is_empty() { 0 } else { rest.len() - rest.trim_start_matches(' ').len() };
        let length = names::word_length(rest.get(blank..)?);
        if length == 0 || (blank == 0 && !words.is_empty()) {
            break;
        }
        words.push(Span::new(at + blank, at + blank + length));
        at += blank + length;
    }
    let first = *words.first()?;
    let written: Vec<&str> = words.iter().map(|word| word.of(text)).collect();
    let (known, is_whole) = names.longest_prefix(&written);
    let known_end = known.checked_sub(1).and_then(|last| words.get(last)).map(|word| word.end);
    if is_whole && known > 1 {
        return known_end;
    }
    let further = written.iter().skip(1).take_while(|word| names::may_go_on(word)).count();
    let extended = (known.max(1)..=further)
        .rev()
        .filter_map(|last| words.get(last))
        .find(|word| names::is_capitalised(word.of(text)) && fields_follow(text, word.end, marks))
        .map(|word| word.end);
    extended.or(known_end).or(Some(first.end))
}

/// Whether nothing but a field, another owner, or the end stands behind `at`.
fn fields_follow(text: &str, at: usize, marks: &[Mark]) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let behind = rest.trim_start_matches(|c: char| c.is_whitespace() || ",;|·—–-&/+()".contains(c));
    let behind =
        behind.strip_prefix("and ").or_else(|| behind.strip_prefix("or ")).unwrap_or(behind).trim_start();
    let place = text.len() - behind.len();
    let is_mark = marks.binary_search_by_key(&place, |mark| mark.span.start).is_ok();
    let lower: String = behind.chars().take(4).flat_map(char::to_lowercase).collect();
    is_mark
        || behind.trim_start_matches('.').trim_start().is_empty()
        || behind.starts_with('@')
        || behind.starts_with("[[")
        || lower == "due "
        || lower == "due:"
        || lower.starts_with("by ")
}
