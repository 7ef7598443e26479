//! Fields written in plain words: `— Tomer`, `(due Sep 12)`, `**Tomer**: …`, `Owner: Tomer`.

use super::mark::{Claim, Mark, Value};
use super::names::{self, Names};
use super::owner::{self, Trust};
use super::{Context, FieldDate, FieldName, Leads, Notation, Owner, Priority};
use crate::text::dates::dates;
use crate::text::{Span, boundary_before};

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
    pub(super) names: &'a Names<'a>,
    pub(super) context: Context<'a>,
}

/// Fields in words are looked for this near the end: a longer stretch behind a dash is a clause.
const LONGEST_GROUP: usize = 120;

/// Labels before owners, longest first; lower case.
const OWNER_LABELS: &[&str] = &[
    "action owner",
    "person responsible",
    "responsible",
    "assigned to",
    "action item for",
    "assignees",
    "assignee",
    "assigned",
    "owned by",
    "owners",
    "owner",
    "who",
    "dri",
    "lead",
];

/// Labels before days, longest first; lower case.
const DUE_LABELS: &[&str] = &[
    "to be done by",
    "due date",
    "due by",
    "due on",
    "deadline",
    "target date",
    "due",
    "eta",
    "by when",
    "when",
    "by",
];

/// Labels that mean a day or an owner without a colon too.
const BARE_LABELS: &[&str] =
    &["assigned to", "owned by", "due by", "due on", "due", "by", "deadline", "to be done by"];

const PRIORITY_LABELS: &[&str] = &["priority", "prio"];

/// The letters that the labels looked for at the end start with, a bit each.
const OPENING_LETTERS: u32 = first_letters(OWNER_LABELS) | first_letters(DUE_LABELS);

const fn first_letters(labels: &[&str]) -> u32 {
    let (mut letters, mut at) = (0, 0);
    while at < labels.len() {
        letters |= 1 << (labels[at].as_bytes()[0] - b'a');
        at += 1;
    }
    letters
}

fn may_open_label(c: char) -> bool {
    let letter = u32::from(c.to_ascii_lowercase()).wrapping_sub(u32::from('a'));
    letter < 26 && OPENING_LETTERS & (1 << letter) != 0
}

impl Words<'_> {
    fn slice(&self, from: usize, to: usize) -> &str {
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
            None => self.owners_and_time(outer),
        }
    }

    /// `(Tomer, by end of month)`: owners, and words for a time that is no day, which stay words.
    fn owners_and_time(&self, brackets: Span) -> Option<Taken> {
        let to = brackets.end - 1;
        let mut claims: Vec<Claim> = Vec::new();
        let mut at = brackets.start + 1;
        let words = loop {
            let start = self.skip_separators(at, to, !claims.is_empty());
            let place = self.marks.partition_point(|mark| mark.span.start < start);
            let mark = self.marks.get(place).filter(|mark| mark.span.start == start && mark.span.end <= to);
            if let Some(mark) = mark.filter(|mark| mark.is_owner()) {
                claims.extend(mark.claims.iter().cloned());
                at = mark.span.end;
            } else if let Some((claim, next)) = self.owner(start, to, Trust::Seldom) {
                claims.push(claim);
                at = next;
            } else {
                break Span::new(start, start + self.slice(start, to).trim_end().len());
            }
        };
        let text = words.of(self.text);
        let is_labelled = self.label(words.start, words.end, DUE_LABELS).is_some();
        let is_time =
            || dates(text, self.context.today).first().is_some_and(|it| it.span.len() == text.len());
        let is_set_off = self.slice(at, words.start).contains([',', ';']);
        (!claims.is_empty() && is_set_off && (is_labelled || is_time())).then_some(Taken {
            outer: brackets,
            claims,
            words: Some(words),
        })
    }

    /// `— Tomer`, `- Tomer, due Friday`, `| Owner: Tomer`.
    fn behind_dash(&self, near: usize, end: usize) -> Option<Taken> {
        let text = self.slice(near, end);
        // Most contents have none of the dashes, which one look tells.
        if !text.bytes().any(|byte| !byte.is_ascii() || matches!(byte, b'-' | b'|' | b'=' | b'/')) {
            return None;
        }
        let (at, dash) =
            [" — ", " – ", " - ", " -- ", " --- ", " | ", " → ", " -> ", " => ", " · ", " • ", " // "]
                .into_iter()
                .filter_map(|dash| text.rfind(dash).map(|at| (at, dash)))
                .max_by_key(|(at, dash)| at + dash.len())?;
        let start = near + at + dash.len();
        // Behind a hyphen stands as often what the task is about: `Fix the login - Safari`.
        let is_dash = dash.contains(['—', '–']) || dash.contains("--");
        let trust = if is_dash { Trust::Usual } else { Trust::Seldom };
        let claims = self.group(start, end, trust, false)?;
        Some(Taken::whole(Span::new(near + at, end), claims))
    }

    /// `Owner: Tomer`, `due Friday`, `by Sep 12` at the end.
    fn behind_label(&self, near: usize, end: usize) -> Option<Taken> {
        const LONGEST_LABELLED: usize = 60;
        let near = boundary_before(self.text, end.saturating_sub(LONGEST_LABELLED)).max(near);
        let text = self.slice(near, end);
        let mut taken = None;
        for (offset, c) in text.char_indices().rev() {
            if !may_open_label(c) {
                continue;
            }
            let at = near + offset;
            let before = self.slice(0, at).chars().next_back();
            if before.is_some_and(|c| !(c.is_whitespace() || ".,;(*_".contains(c))) {
                continue;
            }
            if self.label(at, end, OWNER_LABELS).or_else(|| self.label(at, end, DUE_LABELS)).is_some()
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

    /// The index behind one of `labels` at `at` and its colon; without a colon for [`BARE_LABELS`] only.
    fn label(&self, at: usize, to: usize, labels: &[&str]) -> Option<usize> {
        let text = self.slice(at, to);
        let first = text.bytes().next()?.to_ascii_lowercase();
        let alike = labels.iter().filter(|label| label.as_bytes().first() == Some(&first));
        let (label, rest) = alike.into_iter().find_map(|label| {
            let found = text.get(..label.len())?;
            let rest = text.get(label.len()..)?;
            (found.eq_ignore_ascii_case(label) && !rest.starts_with(char::is_alphanumeric))
                .then_some((label, rest))
        })?;
        let value = match rest.trim_start_matches(['*', '_', ' ']).strip_prefix(':') {
            Some(value) => value,
            None if BARE_LABELS.contains(label) => rest,
            None => return None,
        };
        Some(to - value.trim_start_matches(['*', '_', ' ', ':']).len())
    }

    /// `Owner: Tomer`, `due Sep 12`, `priority: high`.
    fn labelled(&self, at: usize, to: usize) -> Option<(Claim, usize)> {
        if let Some(value_at) = self.label(at, to, OWNER_LABELS) {
            let place = self.marks.partition_point(|mark| mark.span.start < value_at);
            let mark = self.marks.get(place).filter(|mark| mark.span.start == value_at && mark.is_owner());
            if let Some(mark) = mark {
                let value = mark.claims.first()?.value.clone();
                let Value::Owner(owner) = value else { return None };
                let claim = Claim::new(
                    Span::new(at, mark.span.end),
                    Value::Owner(Owner { notation: Notation::Words, ..owner }),
                    Notation::Words,
                );
                return Some((claim, mark.span.end));
            }
            let (claim, next) = self.owner(value_at, to, Trust::Labelled)?;
            return Some((Claim { span: Span::new(at, claim.span.end), ..claim }, next));
        }
        if let Some(value_at) = self.label(at, to, DUE_LABELS) {
            let (claim, next) = self.day(value_at, to)?;
            return Some((Claim { span: Span::new(at, claim.span.end), ..claim }, next));
        }
        if let Some(value_at) = self.label(at, to, PRIORITY_LABELS) {
            let text = self.slice(value_at, to);
            let length = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
            let priority = Priority::of_word(text.get(..length)?)?;
            let span = Span::new(at, value_at + length);
            return Some((Claim::new(span, Value::Priority(priority), Notation::Words), span.end));
        }
        // `high priority`
        let text = self.slice(at, to);
        let (word, rest) = text.split_once(' ')?;
        let priority = Priority::of_word(word)?;
        let found = rest.get(..8).filter(|found| found.eq_ignore_ascii_case("priority"))?;
        let span = Span::new(at, at + word.len() + 1 + found.len());
        Some((Claim::new(span, Value::Priority(priority), Notation::Words), span.end))
    }

    /// One day at `at`, with the time behind it.
    fn day(&self, at: usize, to: usize) -> Option<(Claim, usize)> {
        let text = self.slice(at, to);
        let mention =
            dates(text, self.context.today).into_iter().next().filter(|mention| mention.span.start == 0);
        let (length, day) = match mention {
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
    fn owner(&self, at: usize, to: usize, trust: Trust) -> Option<(Claim, usize)> {
        let text = self.slice(at, to);
        let length = text.find([',', ';', '|', '·', '—', '–', '(', '[']).unwrap_or(text.len());
        let length = text.find(" - ").map_or(length, |dash| dash.min(length));
        let (span, owner) = owner::list(text.get(..length)?, trust, self.names)?.into_iter().next()?;
        let notation = if trust == Trust::Labelled { Notation::Words } else { Notation::Trailing };
        let span = span.shifted(at);
        Some((Claim::new(span, Value::Owner(Owner { notation, ..owner }), notation), span.end))
    }

    /// Reads the owner at the start of the text from `from`: `**Tomer**: send …`, `Tomer: send …`, `[Tomer] send …`.
    pub(super) fn at_start(&self, from: usize, to: usize) -> Option<Taken> {
        self.emphasised(from, to)
            .or_else(|| self.in_front(from, to))
            .or_else(|| self.in_brackets_in_front(from, to))
            .filter(|taken| self.slice(taken.outer.end, to).contains(char::is_alphanumeric))
    }

    /// `**Tomer**: send …`, `**Laura and Devin:** send …`, `__Tomer__ - send …`.
    fn emphasised(&self, from: usize, to: usize) -> Option<Taken> {
        let text = self.slice(from, to);
        let emphasis =
            ["***", "**", "__", "*", "_"].into_iter().find(|emphasis| text.starts_with(emphasis))?;
        let inside = text.get(emphasis.len()..)?;
        let inside = inside.get(..boundary_before(inside, LONGEST_GROUP))?;
        let length = inside.find(emphasis)?;
        let name = inside.get(..length)?;
        let name = name.strip_prefix('@').unwrap_or(name);
        let name_at = from + emphasis.len() + length - name.len();
        let behind = from + emphasis.len() * 2 + length;
        let trimmed = name.trim_end().trim_end_matches(':');
        let separator = if trimmed.len() < name.trim_end().len() {
            Some(0)
        } else {
            separator_length(self.slice(behind, to))
        };
        // Without a colon or a dash only a participant is an owner: `**Important** …`.
        let is_usual = separator.is_some() && self.context.leads == Leads::Anyone;
        let trust = if is_usual { Trust::Usual } else { Trust::Seldom };
        if separator.is_none() && !self.slice(behind, to).starts_with(' ') {
            return None;
        }
        let claims = self.leading(name_at, trimmed, trust, Notation::Bold)?;
        Some(Taken::whole(Span::new(from, behind + separator.unwrap_or(0)), claims))
    }

    /// `Tomer: send …`, `Laura and Devin - send …`, `[[Tomer Hagay]]: send …`.
    fn in_front(&self, from: usize, to: usize) -> Option<Taken> {
        const LONGEST_LEAD: usize = 80;
        let text = self.slice(from, to);
        let near = text.get(..boundary_before(text, LONGEST_LEAD))?;
        let (at, length) = near
            .char_indices()
            .find_map(|(at, _)| separator_length(near.get(at..)?).map(|length| (at, length)))?;
        let lead = near.get(..at)?;
        let claims = self.leading(from, lead, Trust::Seldom, Notation::Words)?;
        Some(Taken::whole(Span::new(from, from + at + length), claims))
    }

    /// `[Tomer] send …`, `(Tomer) send …`.
    fn in_brackets_in_front(&self, from: usize, to: usize) -> Option<Taken> {
        let text = self.slice(from, to);
        let closing = match text.chars().next()? {
            '[' => ']',
            '(' => ')',
            _ => return None,
        };
        let inside = text.get(1..boundary_before(text, LONGEST_GROUP))?;
        let name = inside.get(..inside.find(closing)?)?;
        let end = from + 1 + name.len() + 1;
        if !self.slice(end, to).starts_with([' ', ':']) || name.starts_with('[') {
            return None;
        }
        let claims = self.leading(from + 1, name, Trust::Seldom, Notation::Words)?;
        let separator = separator_length(self.slice(end, to)).unwrap_or(0);
        Some(Taken::whole(Span::new(from, end + separator), claims))
    }

    /// The owners a lead names; a wikilink or a single word of no participant is one only where a lead is usual.
    fn leading(&self, at: usize, lead: &str, trust: Trust, notation: Notation) -> Option<Vec<Claim>> {
        let found = owner::list(lead, trust, self.names)?;
        let is_person = |owner: &Owner| {
            owner.link.is_none() || self.names.knows(&owner.name) || names::is_group(&owner.name)
        };
        found.iter().all(|(_, owner)| is_person(owner)).then(|| {
            found
                .into_iter()
                .map(|(span, owner)| {
                    let notation = if owner.notation == Notation::Words { notation } else { owner.notation };
                    Claim::new(span.shifted(at), Value::Owner(Owner { notation, ..owner }), notation)
                })
                .collect()
        })
    }
}

/// The length of the separator behind a leading name: `:`, ` - `, ` — `.
fn separator_length(text: &str) -> Option<usize> {
    let trimmed = text.trim_start_matches(' ');
    let blanks = text.len() - trimmed.len();
    let mark = trimmed.chars().next()?;
    let behind = trimmed.get(mark.len_utf8()..)?;
    let ends = behind.is_empty() || behind.starts_with(char::is_whitespace);
    match mark {
        ':' if ends => Some(blanks + 1),
        '—' | '–' | '→' if blanks > 0 || ends => Some(blanks + mark.len_utf8()),
        '-' if blanks > 0 && ends => Some(blanks + 1),
        _ => None,
    }
}

/// `9/15`, month first, where the second number can be no month: behind `due` it is no fraction.
fn american(text: &str, today: Option<jiff::civil::Date>) -> Option<(usize, jiff::civil::Date)> {
    let length = text.find(|c: char| !(c.is_ascii_digit() || c == '/')).unwrap_or(text.len());
    let (month, day) = text.get(..length)?.split_once('/')?;
    let is_day = month.len() <= 2 && day.len() == 2 && day.parse::<u8>().is_ok_and(|day| day > 12);
    let name = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        .get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
    let written = format!("{name} {day}");
    let mention = dates(&written, today).into_iter().next().filter(|_| is_day)?;
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
