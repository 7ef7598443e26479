//! Reading the content of an item.

use super::mark::{Claim, Mark, Reach, Value, marks};
use super::names::Names;
use super::words::{Taken, Words};
use super::{Content, Context, FieldName, Fields, Part, PartKind};
use crate::note::Role;
use crate::text::Span;
use crate::text::inline::{Inline, InlineKind, inlines};
use crate::text::mojibake::{Repair, repaired, repairs};

/// Reads the content of a list item: the text after marker and checkbox.
///
/// Signs, Dataview fields, `@` names and ids are read from anywhere in it, priorities and tags where nothing but
/// fields stands between them and an end of the content; in the middle they are words of the sentence. Fields in plain words
/// are read in actions only, see [`Context::role`]. What is in code, links and addresses is wording.
#[must_use]
pub fn read(content: &str, context: Context<'_>) -> Content {
    let repairs = repairs_outside_code(content);
    let text = repaired(content, &repairs);
    let inlines = inlines(&text);
    let names = Names::of(context.participants);
    let marks = marks(&text, &inlines, &names, context);
    let words = Words { text: &text, marks: &marks, names: &names, context };
    let mut reading =
        Reading { words, inlines: &inlines, is_action: is_action(context.role), taken: Vec::new() };
    reading.take();
    let mut read = reading.content();
    if read.wording.is_empty() && !read.fields.owners.is_empty() {
        // A line that is nothing but a name says that name.
        reading
            .taken
            .retain(|taken| !taken.claims.iter().any(|claim| claim.value.name() == FieldName::Owner));
        read = reading.content();
    }
    for part in &mut read.parts {
        part.span = original(part.span, &repairs);
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

/// The span in the content as given of a span in the repaired one; a repair is taken whole.
fn original(span: Span, repairs: &[Repair]) -> Span {
    let (mut start, mut end) = (span.start, span.end);
    let mut at = 0;
    let mut previous_end = 0;
    let (mut start_found, mut end_found) = (None, None);
    for repair in repairs {
        // Where the repair stands in the repaired text.
        at += repair.span.start - previous_end;
        let after = at + repair.repaired.len();
        if start_found.is_none() && start < after {
            start_found =
                Some(if start <= at { repair.span.start - (at - start) } else { repair.span.start });
        }
        if end_found.is_none() && end <= after {
            end_found = Some(if end <= at { repair.span.start - (at - end) } else { repair.span.end });
        }
        at = after;
        previous_end = repair.span.end;
    }
    start = start_found.unwrap_or_else(|| previous_end + (start - at.min(start)));
    end = end_found.unwrap_or_else(|| previous_end + (end - at.min(end)));
    Span::new(start, end.max(start))
}

struct Reading<'a> {
    words: Words<'a>,
    inlines: &'a [Inline],
    is_action: bool,
    taken: Vec<Taken>,
}

/// What stands between fields and belongs to none.
const SEPARATORS: &[char] = &['—', '–', '-', '|', '·', '•', ',', ';', ':', '/', '→', '>', '=', '&', '+'];

/// Words before a name that make it part of the sentence: `talk to @Jeff`.
const OBJECT_WORDS: &[&str] = &[
    "with",
    "to",
    "from",
    "for",
    "of",
    "about",
    "and",
    "or",
    "by",
    "via",
    "than",
    "at",
    "on",
    "in",
    "between",
    "through",
    "behind",
    "after",
    "before",
    "like",
    "without",
    "versus",
    "vs",
    "vs.",
    "per",
    "see",
    "ask",
    "tell",
    "ping",
    "email",
    "mail",
    "call",
    "meet",
    "remind",
    "contact",
    "message",
    "brief",
    "invite",
    "include",
    "cc",
    "update",
    "join",
    "help",
    "thank",
    "inform",
    "notify",
    "show",
    "send",
    "give",
    "text",
    "visit",
    "support",
    "interview",
    "hire",
    "onboard",
    "chase",
    "nudge",
    "loop",
    "read",
    "review",
    "open",
    "using",
    "use",
    "the",
    "is",
    "are",
    "was",
    "into",
];

impl Reading<'_> {
    fn text(&self) -> &str {
        self.words.text
    }

    fn slice(&self, from: usize, to: usize) -> &str {
        self.words.text.get(from..to).unwrap_or_default()
    }

    fn take(&mut self) {
        let end = self.tail();
        let from = self.head(end);
        self.body(from, end);
        self.taken.sort_by_key(|taken| taken.outer);
    }

    /// Takes the fields at the end and gives where they start.
    fn tail(&mut self) -> usize {
        let mut end = self.text().trim_end().len();
        // Up to here separators and a full stop were skipped, which are left out only when a field stands before them.
        let mut at = end;
        let mut marks_left = self.words.marks.len();
        loop {
            while marks_left > 0
                && self.words.marks.get(marks_left - 1).is_some_and(|mark| mark.span.end > at)
            {
                marks_left -= 1;
            }
            let ending = marks_left
                .checked_sub(1)
                .filter(|last| self.words.marks.get(*last).is_some_and(|mark| mark.span.end == at));
            if let Some(last) = ending
                && let Some((first, outer)) = self.chain(last)
            {
                let claims = self.claims(first, last);
                self.taken.push(Taken { outer, claims });
                end = outer.start;
            } else if let Some(taken) = self.bracketed_marks(at, marks_left) {
                end = taken.outer.start;
                self.taken.push(taken);
            } else if let Some(taken) = self.is_action.then(|| self.words_at_end(at)).flatten() {
                end = taken.outer.start;
                self.taken.push(taken);
            } else {
                let skipped = self.separator_before(at, at == end && self.is_last(end));
                match skipped {
                    Some(before) if before < at => {
                        at = before;
                        continue;
                    }
                    _ => break,
                }
            }
            at = self.slice(0, end).trim_end().len();
        }
        end
    }

    fn is_last(&self, end: usize) -> bool {
        self.slice(end, self.text().len()).trim().is_empty() || self.taken.is_empty()
    }

    /// Words at the end are read only where no link or code is cut by it.
    fn words_at_end(&self, at: usize) -> Option<Taken> {
        let cuts = |start: usize| {
            let next = self.inlines.partition_point(|inline| inline.span.end <= start);
            self.inlines.get(next).is_some_and(|inline| inline.span.start < start)
        };
        let is_code = |taken: &Taken| {
            self.inlines.iter().any(|inline| {
                inline.kind != InlineKind::Wikilink
                    && taken.outer.start < inline.span.end
                    && inline.span.start < at
            })
        };
        self.words.at_end(at).filter(|taken| !cuts(taken.outer.start) && !is_code(taken))
    }

    /// Where the text before a separator, or a final full stop, ends; only where a field stands there.
    fn separator_before(&self, at: usize, may_be_stop: bool) -> Option<usize> {
        let text = self.slice(0, at);
        let last = text.chars().next_back()?;
        let is_separator = SEPARATORS.contains(&last) && last != '>' && last != ':';
        if !is_separator && !(may_be_stop && matches!(last, '.' | '!')) {
            return None;
        }
        let before = text.get(..text.len() - last.len_utf8())?.trim_end();
        // A blank sets a dash off; inside a word it is a hyphen.
        Some(before.len())
    }

    /// `(📅 2025-11-08, @Tomer)`: brackets around nothing but marks.
    fn bracketed_marks(&self, at: usize, marks_left: usize) -> Option<Taken> {
        let opening = match self.slice(0, at).chars().next_back()? {
            ')' => '(',
            ']' => '[',
            _ => return None,
        };
        let mut inside_end = at - 1;
        let mut first = marks_left;
        loop {
            let text = self
                .slice(0, inside_end)
                .trim_end_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(&c));
            if first < marks_left && text.ends_with(opening) {
                let claims = self.claims(first, marks_left - 1);
                return Some(Taken { outer: Span::new(text.len() - 1, at), claims });
            }
            let mark = self.words.marks.get(first.checked_sub(1)?)?;
            if mark.span.end != text.len() {
                return None;
            }
            first -= 1;
            inside_end = mark.span.start;
        }
    }

    fn claims(&self, first: usize, last: usize) -> Vec<Claim> {
        self.words
            .marks
            .get(first..=last)
            .into_iter()
            .flatten()
            .flat_map(|mark| mark.claims.iter().cloned())
            .collect()
    }

    /// The mark with this index, or the owners it is the last of (`@A, @B and @C`), where it counts as a field at the
    /// end: the index of the first, and the span of all.
    fn chain(&self, last: usize) -> Option<(usize, Span)> {
        let mark = self.words.marks.get(last)?;
        if !mark.is_owner() {
            return Some((last, mark.span));
        }
        let mut first = last;
        while let Some(before) = first.checked_sub(1).and_then(|before| self.words.marks.get(before)) {
            let start = self.words.marks.get(first)?.span.start;
            let between = self.slice(before.span.end, start).trim();
            let connects = matches!(between, "," | "and" | "or" | "&" | "/" | "+" | ", and" | ", or" | ";");
            if !before.is_owner() || !connects {
                break;
            }
            first -= 1;
        }
        let start = self.words.marks.get(first)?.span.start;
        let may_be = (first..=last)
            .all(|index| self.words.marks.get(index).is_some_and(|mark| self.assigns(mark, start)));
        may_be.then_some((first, Span::new(start, mark.span.end)))
    }

    /// Whether an owner's mark in a chain that begins at `start` assigns, and is no part of the sentence before it.
    fn assigns(&self, mark: &Mark, start: usize) -> bool {
        let before = self.slice(0, start).trim_end();
        let set_off = before.ends_with(['—', '–', '|', '→', '·', '•'])
            || before.ends_with(" -")
            || before.ends_with(" --")
            || before.ends_with("->");
        if set_off {
            return self.is_action || mark.reach == Reach::Owner;
        }
        let word =
            before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default().to_lowercase();
        // Behind a label (`Owner:`) the words are read together with it.
        if OBJECT_WORDS.contains(&word.as_str()) || (self.is_action && word.ends_with([':', '*'])) {
            return false;
        }
        match mark.reach {
            Reach::Link => {
                let is_participant = mark.claims.iter().any(|claim| match &claim.value {
                    Value::Owner(owner) => self.words.names.knows(&owner.name),
                    _ => false,
                });
                self.is_action && is_participant && before.split_whitespace().nth(1).is_some()
            }
            _ => true,
        }
    }

    /// Takes the fields at the start, up to `end`, and gives where they end.
    fn head(&mut self, end: usize) -> usize {
        let mut from = 0;
        loop {
            let start = from + self.slice(from, end).len() - self.slice(from, end).trim_start().len();
            if start >= end {
                return from;
            }
            let index = self.words.marks.partition_point(|mark| mark.span.start < start);
            let mark =
                self.words.marks.get(index).filter(|mark| mark.span.start == start && mark.span.end <= end);
            let taken = match mark {
                Some(mark) => match mark.reach {
                    Reach::Anywhere => Some(Taken { outer: mark.span, claims: mark.claims.clone() }),
                    Reach::Edge => Some(Taken { outer: mark.span, claims: mark.claims.clone() }),
                    Reach::Owner if self.is_action => self.leading_owners(index, end),
                    Reach::Link if self.is_action => self.words.at_start(start, end),
                    Reach::Tail | Reach::Owner | Reach::Link => None,
                },
                None if self.is_action && !self.has_leading_owner() => self.words.at_start(start, end),
                None => None,
            };
            let Some(taken) = taken.filter(|taken| taken.outer.end > from) else { return from };
            from = taken.outer.end;
            self.taken.push(taken);
        }
    }

    /// Whether an owner was read at the start: only one lead is one.
    fn has_leading_owner(&self) -> bool {
        self.taken.iter().any(|taken| {
            taken.outer.start == 0 && taken.claims.iter().any(|claim| claim.value.name() == FieldName::Owner)
        })
    }

    /// `@Tomer send …`, `@Tomer and @Devin: send …`.
    fn leading_owners(&self, first: usize, end: usize) -> Option<Taken> {
        let mut last = first;
        let mut outer = self.words.marks.get(first)?.span;
        while let Some(next) =
            self.words.marks.get(last + 1).filter(|next| next.is_owner() && next.span.end <= end)
        {
            let between = self.slice(outer.end, next.span.start).trim();
            if !matches!(between, "" | "," | "and" | "&" | "/" | "or" | "+" | ", and") {
                break;
            }
            last += 1;
            outer.end = next.span.end;
        }
        // `@Tomer, @Devin to …` keeps its `to`; `@Tomer will send`, `@Tomer and I` are sentences about Tomer.
        let behind = self.slice(outer.end, end);
        let word = behind
            .trim_start()
            .split(|c: char| !c.is_alphabetic() && c != '’' && c != '\'')
            .next()
            .unwrap_or_default();
        let goes_on = [
            "and", "or", "is", "has", "was", "said", "will", "thinks", "wants", "to", "can", "should", "may",
            "must",
        ]
        .contains(&word);
        (!goes_on && behind.contains(char::is_alphanumeric))
            .then(|| Taken { outer, claims: self.claims(first, last) })
    }

    /// Takes what counts in the middle: marks that count anywhere, and those next to them.
    fn body(&mut self, from: usize, end: usize) {
        let marks = self.words.marks;
        let mut at = marks.partition_point(|mark| mark.span.start < from);
        while let Some(first) = marks.get(at).filter(|mark| mark.span.end <= end) {
            let mut last = at;
            let mut run_end = first.span.end;
            while let Some(next) = marks.get(last + 1).filter(|next| next.span.end <= end) {
                let between = self.slice(run_end, next.span.start);
                if !between.chars().all(|c| c.is_whitespace() || SEPARATORS.contains(&c)) {
                    break;
                }
                last += 1;
                run_end = next.span.end;
            }
            let counts = |mark: &Mark| {
                mark.reach == Reach::Anywhere
                    || (self.is_action
                        && mark.claims.iter().any(|claim| matches!(claim.value, Value::Priority(_))))
            };
            if marks.get(at..=last).is_some_and(|run| run.iter().any(counts)) {
                let mut index = last + 1;
                while index > at {
                    index -= 1;
                    if let Some((chain, outer)) = self.chain(index) {
                        let chain = chain.max(at);
                        let outer = Span::new(
                            marks.get(chain).map_or(outer.start, |mark| mark.span.start),
                            outer.end,
                        );
                        let claims = self.claims(chain, index);
                        self.taken.push(Taken { outer, claims });
                        index = chain;
                    }
                }
            }
            at = last + 1;
        }
    }

    /// What the taken fields and the rest say.
    fn content(&self) -> Content {
        let mut content = Content::default();
        let mut wording = Vec::new();
        let mut from = 0;
        let mut has_field_before = false;
        for taken in &self.taken {
            self.wording(from, taken.outer.start, has_field_before, true, &mut wording);
            for claim in &taken.claims {
                match content.fields.add(&claim.value) {
                    Ok(problem) => {
                        content.problems.extend(problem);
                        let kind = PartKind::Field(claim.value.name(), claim.notation);
                        content.parts.push(Part { span: claim.span, kind });
                    }
                    Err(problem) => {
                        content.problems.push(problem);
                        wording.push(claim.span);
                    }
                }
            }
            from = taken.outer.end;
            has_field_before = true;
        }
        self.wording(from, self.text().len(), has_field_before, false, &mut wording);
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
        if !trimmed.is_empty() && !(is_stop && has_stop && field_before) {
            wording.push(Span::new(start, start + trimmed.len()));
        }
    }

    /// The wording as one line: its parts with a blank between, none before closing punctuation; line breaks and
    /// repeated blanks outside of code are one blank.
    fn sentence(&self, wording: &[Span]) -> String {
        let mut sentence = String::new();
        let mut code = self.inlines.iter().filter(|inline| inline.kind == InlineKind::Code).peekable();
        for span in wording {
            let part = span.of(self.words.text);
            if !sentence.is_empty() && !part.starts_with(['.', ',', ';', ':', '!', '?', ')', ']']) {
                sentence.push(' ');
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

impl Fields {
    /// Adds a field with its value. Says what is odd about it; an error where there is another value already.
    fn add(&mut self, value: &Value) -> Result<Option<String>, String> {
        fn once<T: PartialEq + Clone>(slot: &mut Option<T>, value: &T, name: &str) -> Result<(), String> {
            match slot {
                Some(other) if other != value => Err(format!("a second {name}, kept as words")),
                Some(_) => Ok(()),
                None => {
                    *slot = Some(value.clone());
                    Ok(())
                }
            }
        }
        match value {
            Value::Owner(owner) => {
                if !self.owners.iter().any(|other| other.name == owner.name) {
                    self.owners.push(owner.clone());
                }
            }
            Value::Date(name, date) => {
                if let Some(other) = self.dates.get(name) {
                    let is_same =
                        other.written == date.written || (other.day.is_some() && other.day == date.day);
                    return if is_same {
                        Ok(None)
                    } else {
                        Err(format!("a second {} date, kept as words", name.label()))
                    };
                }
                self.dates.insert(name.clone(), date.clone());
                if date.day.is_none() {
                    return Ok(Some(format!("`{}` is no day", date.written)));
                }
            }
            Value::Priority(priority) => once(&mut self.priority, priority, "priority")?,
            Value::Recurrence(rule) => once(&mut self.recurrence, rule, "recurrence")?,
            Value::OnCompletion(what) => once(&mut self.on_completion, what, "action on completion")?,
            Value::Id(id) => once(&mut self.id, id, "id")?,
            Value::BlockId(id) => once(&mut self.block_id, id, "block id")?,
            Value::DependsOn(ids) => {
                if !self.depends_on.is_empty() && self.depends_on != *ids {
                    return Err("a second list of what it depends on, kept as words".to_owned());
                }
                self.depends_on.clone_from(ids);
            }
            Value::Tag(tag) => {
                if !self.tags.iter().any(|other| other.to_lowercase() == tag.to_lowercase()) {
                    self.tags.push(tag.clone());
                }
            }
            Value::Other(key, value) => {
                if let Some(other) = self.other.get(key) {
                    return if other == value {
                        Ok(None)
                    } else {
                        Err(format!("a second `{key}`, kept as words"))
                    };
                }
                self.other.insert(key.clone(), value.clone());
            }
            Value::Empty(name) => return Ok(Some(format!("an empty {} field", name.label()))),
        }
        Ok(None)
    }
}

impl FieldName {
    /// The field in words, for messages.
    fn label(&self) -> &str {
        match self {
            Self::Status => "status",
            Self::Owner => "owner",
            Self::Tags => "tags",
            Self::Id => "id",
            Self::DependsOn => "depends-on",
            Self::Priority => "priority",
            Self::Recurrence => "recurrence",
            Self::OnCompletion => "on-completion",
            Self::Created => "created",
            Self::Start => "start",
            Self::Scheduled => "scheduled",
            Self::Due => "due",
            Self::Cancelled => "cancelled",
            Self::Done => "done",
            Self::BlockId => "block id",
            Self::Other(key) => key,
        }
    }
}
