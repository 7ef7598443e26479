//! Reading the content of an item.

use super::gathered::Gathered;
use super::mark::marks;
use super::taking::{SEPARATORS, Taking};
use super::words::Words;
use super::{Content, Context, FieldName, Part, PartKind};
use crate::note::Role;
use crate::text::Span;
use crate::text::blanks::is_one_line;
use crate::text::inline::{InlineKind, inlines};
use crate::text::mojibake::{Repair, repaired, repairs};

/// Reads the content of a list item: the text after marker and checkbox.
///
/// Signs, Dataview fields, `@` names and ids are read from anywhere in it, priorities and tags where nothing but
/// fields stands between them and an end of the content; in the middle they are words of the sentence. Fields in plain words
/// are read in actions only, see [`Context::role`]. What is in code, links and addresses is wording.
#[must_use]
pub(in crate::note) fn read(written: &str, context: Context<'_>) -> Content {
    plain(written, context).unwrap_or_else(|| with_marks(written, context))
}

/// The content of a line without marks, where nothing else is a field. Most facts are such, and reading them takes a
/// glance.
pub(super) fn plain(written: &str, context: Context<'_>) -> Option<Content> {
    let wording = written.trim_start();
    let start = written.len() - wording.len();
    let wording = wording.trim_end();
    // One line for sure is ASCII, where nothing else begins a mark and nothing went through a wrong code page.
    let begins_mark = |byte: u8| matches!(byte, b'[' | b'(' | b'#' | b'@' | b'^');
    let is_plain = !wording.is_empty() && is_one_line(wording) && !wording.bytes().any(begins_mark);
    (!is_action(context.role) && is_plain).then(|| Content {
        wording: wording.to_owned(),
        parts: vec![Part { span: Span::new(start, start + wording.len()), kind: PartKind::Wording }],
        ..Content::default()
    })
}

/// The content of any line.
pub(super) fn with_marks(written: &str, context: Context<'_>) -> Content {
    let repairs = repairs_outside_code(written);
    let text = repaired(written, &repairs);
    let inlines = inlines(&text);
    let marks = marks(&text, &inlines, context);
    let words = Words { text: &text, marks: &marks, context };
    let is_action = is_action(context.role);
    let mut taking = Taking { words, inlines: &inlines, is_action, taken: Vec::new() };
    taking.take();
    let mut read = taking.content();
    if read.wording.is_empty() && !read.fields.owners.is_empty() {
        // A line that is nothing but a name says that name.
        taking.take();
        taking.taken.retain(|taken| !taken.claims.iter().any(|claim| claim.value.name() == FieldName::Owner));
        read = taking.content();
    }
    let origins = Origins::of(&repairs);
    for part in &mut read.parts {
        part.span = origins.span(part.span);
    }
    read
}

fn is_action(role: Option<Role>) -> bool {
    role.is_none_or(|role| role == Role::Actions)
}

fn repairs_outside_code(content: &str) -> Vec<Repair> {
    let mut repairs = repairs(content);
    if !repairs.is_empty() {
        let code: Vec<Span> = inlines(content)
            .into_iter()
            .filter(|inline| inline.kind == InlineKind::Code)
            .map(|inline| inline.span)
            .collect();
        repairs.retain(|repair| {
            let next = code.partition_point(|span| span.end <= repair.span.start);
            code.get(next).is_none_or(|span| span.start >= repair.span.end)
        });
    }
    repairs
}

/// Where the repaired text came from.
struct Origins {
    /// Each repair: where it stands in the repaired text, and in the text as written.
    repairs: Vec<(Span, Span)>,
}

impl Origins {
    fn of(repairs: &[Repair]) -> Self {
        let (mut at, mut written_at) = (0, 0);
        let repairs = repairs
            .iter()
            .map(|repair| {
                at += repair.span.start - written_at;
                written_at = repair.span.end;
                let start = at;
                at += repair.repaired.len();
                (Span::new(start, at), repair.span)
            })
            .collect();
        Self { repairs }
    }

    /// The written text of a span of the repaired one; a repair is taken whole.
    fn span(&self, span: Span) -> Span {
        let start = match self.before(span.start) {
            Some((repaired, written)) if span.start < repaired.end => written.start,
            Some((repaired, written)) => written.end + (span.start - repaired.end),
            None => span.start,
        };
        let end = match self.before(span.end) {
            Some((repaired, written)) if span.end == repaired.start => written.start,
            Some((repaired, written)) if span.end < repaired.end => written.end,
            Some((repaired, written)) => written.end + (span.end - repaired.end),
            None => span.end,
        };
        Span::new(start, end.max(start))
    }

    /// The last repair that starts at or before `at`.
    fn before(&self, at: usize) -> Option<(Span, Span)> {
        let count = self.repairs.partition_point(|(repaired, _)| repaired.start <= at);
        count.checked_sub(1).and_then(|last| self.repairs.get(last)).copied()
    }
}

impl Taking<'_> {
    /// What the taken fields and the rest say. The fields are moved out of what was taken.
    fn content(&mut self) -> Content {
        let mut content = Content::default();
        let mut gathered = Gathered::default();
        let mut wording = Vec::with_capacity(1);
        let mut from = 0;
        let mut has_field_before = false;
        for taken in std::mem::take(&mut self.taken) {
            self.wording(from, taken.outer.start, has_field_before, true, &mut wording);
            for claim in taken.claims {
                let name = claim.value.name();
                match gathered.add(claim.value) {
                    Ok(problem) => {
                        content.problems.extend(problem);
                        let kind = PartKind::Field(name, claim.notation);
                        content.parts.push(Part { span: claim.span, kind });
                    }
                    Err(problem) => {
                        content.problems.push(problem);
                        wording.push(claim.span);
                    }
                }
            }
            wording.extend(taken.words);
            from = taken.outer.end;
            has_field_before = true;
        }
        self.wording(from, self.text().len(), has_field_before, false, &mut wording);
        content.fields = gathered.fields;
        content.wording = self.sentence(&wording);
        content.parts.extend(wording.into_iter().map(|span| Part { span, kind: PartKind::Wording }));
        content.parts.sort_by_key(|part| part.span);
        content
    }

    /// Adds the wording from `from` to `to` without the separators that set it off from fields.
    fn wording(
        &self,
        from: usize,
        to: usize,
        field_before: bool,
        field_behind: bool,
        wording: &mut Vec<Span>,
    ) {
        let mut text = self.slice(from, to);
        let mut start = from;
        if field_before {
            let trimmed = text.trim_start_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(&c));
            // `-5` and `/etc` keep their sign.
            let is_set_off = text.get(..text.len() - trimmed.len()).is_some_and(|skipped| {
                skipped.is_empty()
                    || skipped.ends_with(char::is_whitespace)
                    || skipped.ends_with([',', ';', ':', '—', '–'])
            });
            let trimmed = if is_set_off || trimmed.is_empty() { trimmed } else { text.trim_start() };
            start += text.len() - trimmed.len();
            text = trimmed;
        }
        if field_behind {
            loop {
                let trimmed = text.trim_end();
                let bare = trimmed.trim_end_matches(SEPARATORS);
                let is_set_off = bare.is_empty()
                    || bare.ends_with(char::is_whitespace)
                    || trimmed.ends_with([',', ';', ':', '—', '–', '|']);
                text = if is_set_off { bare.trim_end() } else { trimmed };
                if trimmed.len() == text.len() {
                    break;
                }
            }
        }
        let trimmed = text.trim_start();
        start += text.len() - trimmed.len();
        let trimmed = trimmed.trim_end();
        // The full stop of a sentence whose fields stand before it belongs to the words, unless they have one.
        let is_stop = matches!(trimmed, "." | "!");
        let has_stop =
            wording.last().is_none_or(|last| last.of(self.words.text).ends_with(['.', '!', '?', '…']));
        let is_repeated = is_stop && has_stop && field_before;
        if !(trimmed.is_empty() || is_repeated) {
            wording.push(Span::new(start, start + trimmed.len()));
        }
    }

    /// The wording as one line: its parts with a blank between, none before closing punctuation; line breaks and
    /// repeated blanks outside of code are one blank.
    fn sentence(&self, wording: &[Span]) -> String {
        let length = wording.iter().map(|span| span.len() + 1).sum();
        let mut sentence = String::with_capacity(length);
        let mut code = self.inlines.iter().filter(|inline| inline.kind == InlineKind::Code).peekable();
        for span in wording {
            let part = span.of(self.words.text);
            if !sentence.is_empty() && !part.starts_with(['.', ',', ';', ':', '!', '?', ')', ']']) {
                sentence.push(' ');
            }
            if is_one_line(part) {
                sentence.push_str(part);
                continue;
            }
            let mut blank = false;
            for (offset, c) in part.char_indices() {
                let at = span.start + offset;
                while code.next_if(|inline| inline.span.end <= at).is_some() {}
                let in_code = code.peek().is_some_and(|inline| inline.span.start <= at);
                if c.is_whitespace() && c != '\u{a0}' && !(in_code && c != '\n' && c != '\r') {
                    blank = true;
                    continue;
                }
                if blank {
                    sentence.push(' ');
                    blank = false;
                }
                sentence.push(c);
            }
        }
        sentence
    }
}
