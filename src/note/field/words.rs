//! Fields written in plain words at the end: `— Tomer`, `(due Sep 12)`, `Owner: Tomer`.

use super::labels::Label;
use super::mark::{Claim, Mark, Value};
use super::owner::{self, Trust};
use super::{Context, FieldDate, FieldName, Notation, Owner, Priority};
use crate::text::dates::{date_at_start, dates};
use crate::text::{Span, boundary_before};
use memchr::{memchr, memchr3, memrchr};

/// A stretch of content that is fields and what sets them off: brackets, dashes, labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) outer: Span,
    pub(super) claims: Vec<Claim>,
    /// What in it is no field and stays words.
    pub(super) words: Option<Span>,
}

impl Taken {
    /// A stretch that is fields and nothing else.
    pub(super) fn whole(outer: Span, claims: Vec<Claim>) -> Self {
        Self { outer, claims, words: None }
    }
}

/// The content of an action whose words are read.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) text: &'a str,
    pub(super) marks: &'a [Mark],
    pub(super) context: Context<'a>,
}

/// Fields in words are looked for this near the end: a longer stretch behind a dash is a clause.
pub(super) const LONGEST_GROUP: usize = 120;

/// What sets fields at the end off, with a blank on each side.
const DASHES: [&str; 12] = ["—", "–", "-", "--", "---", "|", "→", "->", "=>", "·", "•", "//"];

impl Words<'_> {
    pub(super) fn slice(&self, from: usize, to: usize) -> &str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// Reads the fields at the end of the text before `end`.
    pub(super) fn at_end(&self, end: usize) -> Option<Taken> {
        let near = boundary_before(self.text, end.saturating_sub(LONGEST_GROUP));
        self.bracketed(near, end)
            .or_else(|| self.behind_dash(near, end))
            .or_else(|| self.behind_label(near, end))
            // Something must be left to do.
            .filter(|taken| !self.slice(0, taken.outer.start).trim().is_empty())
    }

    /// `(due Sep 12)`, `(Tomer, Friday)`, `[Tomer]`.
    fn bracketed(&self, near: usize, end: usize) -> Option<Taken> {
        let text = self.slice(near, end);
        let opening = match text.chars().next_back()? {
            ')' => '(',
            ']' => '[',
            _ => return None,
        };
        let start = near + text.rfind(opening)?;
        if self.marks.iter().any(|mark| mark.span.start <= start && start < mark.span.end) {
            return None;
        }
        let outer = Span::new(start, end);
        match self.group(start + 1, end - 1, Trust::Seldom, true) {
            Some(claims) => Some(Taken::whole(outer, claims)),
            None => self.owners_and_time(outer, Span::new(start + 1, end - 1), Trust::Seldom),
        }
    }

    /// `(Tomer, by end of month)`: owners, and words for a time that is no day, which stay words; they stand `inside` what
    /// sets them off.
    fn owners_and_time(&self, outer: Span, inside: Span, trust: Trust) -> Option<Taken> {
        let to = inside.end;
        let mut claims: Vec<Claim> = Vec::new();
        let mut at = inside.start;
        let words = loop {
            let start = self.skip_separators(at, to, !claims.is_empty());
            let place = self.marks.partition_point(|mark| mark.span.start < start);
            let mark = self.marks.get(place).filter(|mark| mark.span.start == start && mark.span.end <= to);
            if let Some(mark) = mark.filter(|mark| mark.is_owner()) {
                claims.extend(mark.claims.iter().cloned());
                at = mark.span.end;
            } else if let Some((claim, next)) = self.owner(start, to, trust) {
                claims.push(claim);
                at = next;
            } else {
                break Span::new(start, start + self.slice(start, to).trim_end().len());
            }
        };
        let text = words.of(self.text);
        let is_labelled = self.label(words.start, words.end, Label::Due).is_some();
        let time =
            ["before ", "until ", "in "].iter().find_map(|lead| text.strip_prefix(lead)).unwrap_or(text);
        let is_time =
            || dates(time, self.context.today).first().is_some_and(|it| it.span.len() == time.len());
        let is_set_off = self.slice(at, words.start).contains([',', ';']);
        (!claims.is_empty() && is_set_off && (is_labelled || is_time())).then_some(Taken {
            outer,
            claims,
            words: Some(words),
        })
    }

    /// `— Tomer`, `- Tomer, due Friday`, `| Owner: Tomer`.
    fn behind_dash(&self, near: usize, end: usize) -> Option<Taken> {
        let text = self.slice(near, end);
        // Most contents have none of the dashes, which one look tells.
        let bytes = text.as_bytes();
        if bytes.is_ascii() && memchr3(b'-', b'|', b'=', bytes).or_else(|| memchr(b'/', bytes)).is_none() {
            return None;
        }
        // A dash is a word of its own.
        let sets_off =
            |(at, word): &(usize, &str)| *at > 0 && at + word.len() < text.len() && DASHES.contains(word);
        let mut dashes = words_from_end(text).filter(sets_off);
        let (at, dash) = dashes.next()?;
        let start = near + at + dash.len() + " ".len();
        // Behind a hyphen stands as often what the task is about: `Fix the login - Safari`.
        let is_dash = dash.contains(['—', '–']) || dash.contains("--");
        let trust = if is_dash { Trust::Usual } else { Trust::Seldom };
        if let Some(claims) = self.group(start, end, trust, false) {
            return Some(Taken::whole(Span::new(near + at - " ".len(), end), claims));
        }
        let outer = Span::new(near + at - " ".len(), end);
        if let Some(taken) = self.owners_and_time(outer, Span::new(start, end), trust) {
            return Some(taken);
        }
        // `- Tomer - 9/1`: the owner between two dashes, and behind them a day that may be two, which stays words.
        let is_day_in_digits = |c: char| c.is_ascii_digit() || matches!(c, '/' | '.');
        let (before, dash) =
            dashes.next().filter(|_| self.slice(start, end).chars().all(is_day_in_digits))?;
        let from = near + before + dash.len() + " ".len();
        let claims = self.group(from, near + at, Trust::Usual, false)?;
        let outer = Span::new(near + before - " ".len(), end);
        claims.iter().all(|claim| claim.value.name() == FieldName::Owner).then_some(Taken {
            outer,
            claims,
            words: Some(Span::new(start, end)),
        })
    }

    /// `Owner: Tomer`, `due Friday`, `by Sep 12` at the end.
    fn behind_label(&self, near: usize, end: usize) -> Option<Taken> {
        const LONGEST_LABELLED: usize = 60;
        let near = boundary_before(self.text, end.saturating_sub(LONGEST_LABELLED)).max(near);
        let bytes = self.text.as_bytes();
        let mut taken = None;
        for at in (near..end).rev() {
            // Two bytes tell it of nearly every place that no word starts there.
            let starts = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
            let is_inside = |before: usize| bytes.get(before).is_some_and(u8::is_ascii_alphanumeric);
            if !starts(at) || at.checked_sub(1).is_some_and(is_inside) {
                continue;
            }
            let before = self.slice(0, at).chars().next_back();
            if before.is_some_and(|c| !(c.is_whitespace() || ".,;(*_".contains(c))) {
                continue;
            }
            if self.opens_label(at, end)
                && let Some(claims) = self.group(at, end, Trust::Seldom, false)
                && claims.first().is_some_and(|claim| claim.span.start == at)
            {
                let start = self.slice(0, at).trim_end_matches(['*', '_']).len();
                taken = Some(Taken::whole(Span::new(start, end), claims));
                break;
            }
        }
        taken
    }

    /// Reads everything from `from` to `to` as fields; `None` when something is none.
    fn group(&self, from: usize, to: usize, trust: Trust, is_bracketed: bool) -> Option<Vec<Claim>> {
        let mut claims: Vec<Claim> = Vec::new();
        let mut bare_priorities = 0;
        let mut at = from;
        loop {
            at = self.skip_separators(at, to, !claims.is_empty());
            if at >= to {
                break;
            }
            let place = self.marks.partition_point(|mark| mark.span.start < at);
            if let Some(mark) =
                self.marks.get(place).filter(|mark| mark.span.start == at && mark.span.end <= to)
            {
                claims.extend(mark.claims.iter().cloned());
                at = mark.span.end;
                continue;
            }
            let read = self
                .labelled(at, to)
                .or_else(|| self.owner(at, to, trust))
                .or_else(|| self.day(at, to).filter(|_| !claims.is_empty() || self.owner_follows(at, to)));
            let bare = if read.is_none() && is_bracketed { self.bare_priority(at, to) } else { None };
            bare_priorities += usize::from(bare.is_some());
            match read.or(bare) {
                Some((claim, next)) => {
                    claims.push(claim);
                    at = next;
                }
                // `(due Sep 2, in 30 minutes)`: what a bracket says of a day besides it goes with it.
                None if is_bracketed => {
                    let last = claims.last_mut()?;
                    let Value::Date(_, date) = &mut last.value else { return None };
                    let trimmed = self.slice(last.span.end, to).trim_end();
                    date.written.push_str(trimmed);
                    last.span.end += trimmed.len();
                    break;
                }
                None => return None,
            }
        }
        // `(low)` by itself may be said of anything.
        (claims.len() > bare_priorities).then_some(claims)
    }

    /// `high` in `(high, due Sep 12)`.
    fn bare_priority(&self, at: usize, to: usize) -> Option<(Claim, usize)> {
        let text = self.slice(at, to);
        let word = text.get(..text.find([',', ';', '|']).unwrap_or(text.len()))?.trim_end();
        let priority = Priority::of_word(word)?;
        let span = Span::new(at, at + word.len());
        Some((Claim::new(span, Value::Priority(priority), Notation::Words), span.end))
    }

    fn owner_follows(&self, at: usize, to: usize) -> bool {
        self.day(at, to).is_some_and(|(_, next)| {
            let next = self.skip_separators(next, to, true);
            next < to && self.owner(next, to, Trust::Seldom).is_some()
        })
    }

    fn skip_separators(&self, at: usize, to: usize, is_between: bool) -> usize {
        let text = self.slice(at, to);
        let behind = text.trim_start_matches(|c: char| c.is_whitespace() || ",;|·•—–-&/*_".contains(c));
        let word = ["and ", "or "].into_iter().find(|word| is_between && behind.starts_with(word));
        let behind = word.and_then(|word| behind.strip_prefix(word)).unwrap_or(behind).trim_start();
        to - behind.len()
    }

    /// One day at `at`, with the time behind it.
    pub(super) fn day(&self, at: usize, to: usize) -> Option<(Claim, usize)> {
        let text = self.slice(at, to);
        let (length, day) = match date_at_start(text, self.context.today) {
            Some(mention) => (mention.span.end, mention.day?),
            None => american(text, self.context.today)?,
        };
        let length = length + time_length(text.get(length..).unwrap_or_default());
        let rest = text.get(length..).unwrap_or_default();
        // `by Friday if possible` is not only a day.
        if !rest.trim_start().is_empty()
            && !rest.trim_start().starts_with([',', ';', '|', '·', '—', '–', '-', '[', '(', '@', '/'])
        {
            return None;
        }
        let date = FieldDate { written: text.get(..length)?.to_owned(), day: Some(day) };
        let claim =
            Claim::new(Span::new(at, at + length), Value::Date(FieldName::Due, date), Notation::Words);
        Some((claim, at + length))
    }

    /// One owner at `at`, up to the next separator.
    pub(super) fn owner(&self, at: usize, to: usize, trust: Trust) -> Option<(Claim, usize)> {
        let text = self.slice(at, to);
        let length = text.find([',', ';', '|', '·', '—', '–', '(', '[']).unwrap_or(text.len());
        let length = text.find(" - ").map_or(length, |dash| dash.min(length));
        let (span, owner) =
            owner::list(text.get(..length)?, trust, self.context.names)?.into_iter().next()?;
        let notation = if trust == Trust::Labelled { Notation::Words } else { Notation::Trailing };
        let span = span.shifted(at);
        Some((Claim::new(span, Value::Owner(Owner { notation, ..owner }), notation), span.end))
    }
}

/// The words of `text` between blanks with where they stand, the last one first.
fn words_from_end(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut end = Some(text.len());
    std::iter::from_fn(move || {
        let before = text.get(..end?)?;
        let blank = memrchr(b' ', before.as_bytes());
        end = blank;
        let start = blank.map_or(0, |blank| blank + 1);
        Some((start, before.get(start..)?))
    })
}

/// `9/15`, month first, where the second number can be no month: behind `due` it is no fraction.
fn american(text: &str, today: Option<jiff::civil::Date>) -> Option<(usize, jiff::civil::Date)> {
    let length = text.find(|c: char| !(c.is_ascii_digit() || c == '/')).unwrap_or(text.len());
    let (month, day) = text.get(..length)?.split_once('/')?;
    let is_day = month.len() <= 2 && day.len() == 2 && day.parse::<u8>().is_ok_and(|day| day > 12);
    let name = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        .get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
    let written = format!("{name} {day}");
    let mention = date_at_start(&written, today).filter(|_| is_day)?;
    mention.day.map(|day| (length, day))
}

/// The length of a time of day at the start of `text`: ` at 5pm`, `, 10:00`, ` 3:30 pm`.
fn time_length(text: &str) -> usize {
    let rest = text.strip_prefix(',').unwrap_or(text);
    let Some(rest) = rest.strip_prefix(' ') else { return 0 };
    let (is_said, rest) = rest.strip_prefix("at ").map_or((false, rest), |rest| (true, rest));
    let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.')).unwrap_or(rest.len());
    let number = rest.get(..digits).unwrap_or_default();
    let unit = rest.get(digits..).unwrap_or_default();
    let unit_trimmed = unit.strip_prefix(' ').unwrap_or(unit);
    let half =
        ["am", "pm", "AM", "PM", "a.m.", "p.m."].into_iter().find(|half| unit_trimmed.starts_with(half));
    if number.is_empty()
        || !(is_said || half.is_some() || number.contains(':'))
        || number.ends_with(['.', ':'])
    {
        return 0;
    }
    let half_length = half.map_or(0, |half| unit.len() - unit_trimmed.len() + half.len());
    text.len() - rest.len() + digits + half_length
}
