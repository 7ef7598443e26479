//! Marks: what shows itself as a field wherever it stands.

use super::{Context, FieldDate, FieldName, Notation, Owner, Priority, dataview, owner, tasks};
use crate::text::Span;
use crate::text::inline::{Inline, InlineKind};
use memchr::memchr3;

/// A field as read, before it is known whether it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) span: Span,
    pub(super) value: Value,
    pub(super) notation: Notation,
}

impl Claim {
    pub(super) fn new(span: Span, value: Value, notation: Notation) -> Self {
        Self { span, value, notation }
    }
}

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Owner(Owner),
    Date(FieldName, FieldDate),
    Priority(Priority),
    Recurrence(String),
    OnCompletion(String),
    Id(String),
    DependsOn(Vec<String>),
    Tag(String),
    BlockId(String),
    Other(String, String),
    /// A field without a value: `[due:: ]`.
    Empty(FieldName),
}

impl Value {
    pub(super) fn owner(&self) -> Option<&Owner> {
        if let Self::Owner(owner) = self { Some(owner) } else { None }
    }

    pub(super) fn name(&self) -> FieldName {
        match self {
            Self::Owner(_) => FieldName::Owner,
            Self::Date(name, _) | Self::Empty(name) => name.clone(),
            Self::Priority(_) => FieldName::Priority,
            Self::Recurrence(_) => FieldName::Recurrence,
            Self::OnCompletion(_) => FieldName::OnCompletion,
            Self::Id(_) => FieldName::Id,
            Self::DependsOn(_) => FieldName::DependsOn,
            Self::Tag(_) => FieldName::Tags,
            Self::BlockId(_) => FieldName::BlockId,
            Self::Other(key, _) => FieldName::Other(key.clone()),
        }
    }
}

/// Where a mark counts as a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Wherever it stands.
    Anywhere,
    /// Among the fields at the start or the end, or next to a mark that counts anywhere.
    Edge,
    /// As [`Self::Edge`], but not at the start: the sign says something to a reader by itself (`⛔ Blocked by …`).
    Tail,
    /// As [`Self::Edge`], where the words around it leave it no part of their sentence.
    Owner,
    /// As [`Self::Owner`], behind a separator or where a participant is meant: a wikilink is first of all a link.
    Link,
}

/// A stretch of content that looks like a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) span: Span,
    /// One, or one for each owner.
    pub(super) claims: Vec<Claim>,
    pub(super) reach: Reach,
}

impl Mark {
    pub(super) fn of(claim: Claim, reach: Reach) -> Self {
        Self { span: claim.span, claims: vec![claim], reach }
    }

    pub(super) fn is_owner(&self) -> bool {
        matches!(self.reach, Reach::Owner | Reach::Link)
    }
}

/// Finds the marks of `text` in order. What is in code, links, addresses and comments is none.
pub(super) fn marks(text: &str, inlines: &[Inline], context: Context<'_>) -> Vec<Mark> {
    let mut marks = signs(text, inlines, context);
    if let Some(id) = block_id(text)
        && marks.last().is_none_or(|last| last.span.end <= id.span.start)
    {
        marks.push(id);
    }
    let mentions = owner::mentions(text, inlines, &marks, context.names);
    if !mentions.is_empty() {
        // `@[[Tomer]]` is one mark.
        marks.retain(|mark| {
            let next = mentions.partition_point(|mention| mention.span.end <= mark.span.start);
            mentions.get(next).is_none_or(|mention| !mention.span.contains(mark.span))
        });
        marks.extend(mentions);
        marks.sort_by_key(|mark| mark.span);
    }
    marks
}

/// The marks that a sign or a bracket begins.
fn signs(text: &str, inlines: &[Inline], context: Context<'_>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    if text.is_ascii() && memchr3(b'[', b'(', b'#', text.as_bytes()).is_none() {
        return marks;
    }
    let mut opaque = inlines.iter().peekable();
    let mut dataview = dataview::Brackets::of(text);
    // Nothing else begins a mark, and inside a character none begins.
    let begins = |byte: &u8| matches!(byte, b'[' | b'(' | b'#') || *byte >= 0xc0;
    let mut from = 0;
    while let Some(ahead) = text.as_bytes().get(from..).and_then(|rest| rest.iter().position(begins)) {
        let at = from + ahead;
        let byte = text.as_bytes()[at];
        while opaque.next_if(|inline| inline.span.end <= at).is_some() {}
        if let Some(inline) = opaque.peek().filter(|inline| inline.span.start <= at) {
            // An embed, whose `!` stands before its brackets, is no link.
            if inline.kind == InlineKind::Wikilink && byte == b'[' && at == inline.span.start.max(from) {
                let claim = owner::wikilink(inline.span.of(text))
                    .map(|owner| Claim::new(inline.span, Value::Owner(owner), Notation::Wikilink));
                marks.extend(claim.map(|claim| Mark::of(claim, Reach::Link)));
            }
            from = inline.span.end;
            continue;
        }
        let mark = match byte {
            b'[' | b'(' => dataview.mark_at(at, context),
            b'#' => tag_at(text, at),
            _ => tasks::mark_at(text, at, context.today),
        };
        from = mark.as_ref().map_or(at + 1, |mark| mark.span.end);
        marks.extend(mark);
    }
    marks
}

/// A tag by Obsidian's rules: behind a blank; letters, digits, `_`, `-`, `/` and other Unicode; one non-digit at
/// least.
fn tag_at(text: &str, at: usize) -> Option<Mark> {
    let before = text.get(..at)?.chars().next_back();
    if before.is_some_and(|before| !before.is_whitespace() && before != '(') {
        return None;
    }
    let rest = text.get(at + 1..)?;
    let length = rest.find(|c| !is_of_tag(c)).unwrap_or(rest.len());
    let tag = rest.get(..length)?;
    if !tag.chars().any(|c| !c.is_ascii_digit()) {
        return None;
    }
    let span = Span::new(at, at + 1 + length);
    Some(Mark::of(Claim::new(span, Value::Tag(tag.to_owned()), Notation::Sign), Reach::Edge))
}

fn is_of_tag(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '_' | '-' | '/' | '\u{200d}' | '\u{fe0f}')
        || !(c.is_ascii()
            || c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{a0}'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{2e00}'..='\u{2e7f}' | '\u{3000}'..='\u{303f}'))
}

/// `^block-id`, the last of all.
fn block_id(text: &str) -> Option<Mark> {
    let end = text.trim_end().len();
    let text = text.get(..end)?;
    let start = text.rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))?;
    let id = text.get(start..)?.strip_prefix('^').filter(|id| !id.is_empty())?;
    let before = text.get(..start)?.chars().next_back();
    before.is_none_or(char::is_whitespace).then(|| {
        Mark::of(
            Claim::new(Span::new(start, end), Value::BlockId(id.to_owned()), Notation::Sign),
            Reach::Anywhere,
        )
    })
}
