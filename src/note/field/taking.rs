//! Which marks and words of a content are fields, by where they stand.

use super::FieldName;
use super::mark::{Claim, Mark, Reach, Value};
use super::objects::leads_to_an_object;
use super::words::{Taken, Words};
use crate::text::Span;
use crate::text::inline::{Inline, InlineKind};

/// The marks and words of a content, and which of them are taken for fields.
pub(super) struct Taking<'a> {
    pub(super) words: Words<'a>,
    pub(super) inlines: &'a [Inline],
    pub(super) is_action: bool,
    /// What is taken; in order once all is.
    pub(super) taken: Vec<Taken>,
}

/// What stands between fields and belongs to none.
pub(super) const SEPARATORS: &[char] =
    &['—', '–', '-', '|', '·', '•', ',', ';', ':', '/', '→', '>', '=', '&', '+'];

/// More owners than this share no task; the bound keeps long lists of names from costing quadratic time.
const LONGEST_CHAIN: usize = 32;

/// Words behind `to` that are no task: `@Tomer to the board`.
const NO_TASKS: &[&str] = &[
    "the", "a", "an", "this", "that", "these", "those", "my", "our", "your", "his", "her", "their", "its",
    "me", "us", "you", "him", "them", "it", "all", "everyone", "both", "be",
];

/// What is left to do behind owners who are told to: `send the deck` of ` to send the deck`.
fn told_to(behind: &str) -> Option<&str> {
    let behind = behind.strip_prefix(char::is_whitespace)?.trim_start();
    let task = behind.strip_prefix("to")?.strip_prefix(char::is_whitespace)?.trim_start();
    let word = task.split(|c: char| !c.is_alphabetic() && c != '-').next()?;
    // A name or a topic stands there too (`@Tomer to Devin`, `@Tomer to sales: …`), and then it is no task.
    let is_verb = word.starts_with(char::is_lowercase) && !NO_TASKS.contains(&word);
    let goes_on = task.strip_prefix(word)?.trim_start().starts_with(char::is_alphanumeric);
    (is_verb && goes_on).then_some(task)
}

impl Taking<'_> {
    pub(super) fn text(&self) -> &str {
        self.words.text
    }

    pub(super) fn slice(&self, from: usize, to: usize) -> &str {
        self.words.text.get(from..to).unwrap_or_default()
    }

    /// Takes the fields at the end, at the start, and those that count in the middle.
    pub(super) fn take(&mut self) {
        // In a fact only marks are fields, and most have none.
        if self.words.marks.is_empty() && !self.is_action {
            return;
        }
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
                self.taken.push(Taken::whole(outer, claims));
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
            let next = self.inlines.partition_point(|inline| inline.span.end <= taken.outer.start);
            let inside = self.inlines.iter().skip(next).take_while(|inline| inline.span.start < at);
            inside.into_iter().any(|inline| inline.kind != InlineKind::Wikilink)
        };
        self.words.at_end(at).filter(|taken| !cuts(taken.outer.start) && !is_code(taken))
    }

    /// Where the text before a separator, or a final full stop, ends; only where a field stands there.
    fn separator_before(&self, at: usize, may_be_stop: bool) -> Option<usize> {
        let text = self.slice(0, at);
        let last = text.chars().next_back()?;
        let is_separator = SEPARATORS.contains(&last) && last != '>' && last != ':';
        let is_stop = may_be_stop && matches!(last, '.' | '!');
        if !(is_separator || is_stop) {
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
                return Some(Taken::whole(Span::new(text.len() - 1, at), claims));
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
        let marks = self.words.marks.get(first..=last).unwrap_or_default();
        let mut claims = Vec::with_capacity(marks.len());
        for mark in marks {
            claims.extend_from_slice(&mark.claims);
        }
        claims
    }

    /// The mark with this index, or the owners it is the last of (`@A, @B and @C`), where it counts as a field at the
    /// end: the index of the first, and the span of all.
    fn chain(&self, last: usize) -> Option<(usize, Span)> {
        let mark = self.words.marks.get(last)?;
        if !mark.is_owner() {
            return Some((last, mark.span));
        }
        let mut first = last;
        while last - first < LONGEST_CHAIN
            && let Some(before) = first.checked_sub(1).and_then(|before| self.words.marks.get(before))
        {
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
        let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
        // Behind a label (`Owner:`) the words are read together with it.
        if leads_to_an_object(before, word) || (self.is_action && word.ends_with([':', '*'])) {
            return false;
        }
        let is_participant = || {
            let owners = mark.claims.iter().filter_map(|claim| claim.value.owner());
            owners.into_iter().any(|owner| self.words.context.names.knows(&owner.name))
        };
        mark.reach == Reach::Owner
            || (self.is_action && is_participant() && before.split_whitespace().nth(1).is_some())
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
                    Reach::Anywhere | Reach::Edge => Some(Taken::whole(mark.span, mark.claims.clone())),
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
        // `@Tomer will send`, `@Tomer and I` are sentences about Tomer.
        let behind = self.slice(outer.end, end);
        if let Some(task) = told_to(behind) {
            outer.end = end - task.len();
            return Some(Taken::whole(outer, self.claims(first, last)));
        }
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
            .then(|| Taken::whole(outer, self.claims(first, last)))
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
                        self.taken.push(Taken::whole(outer, claims));
                        index = chain;
                    }
                }
            }
            at = last + 1;
        }
    }
}
