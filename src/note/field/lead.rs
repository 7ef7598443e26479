//! Owners in words in front of a task: `**Tomer**: send …`, `Laura and Devin - send …`, `[Tomer] send …`.

use super::mark::{Claim, Value};
use super::names;
use super::owner::{self, Trust};
use super::words::{LONGEST_GROUP, Taken, Words};
use super::{Leads, Notation, Owner};
use crate::text::{Span, boundary_before};

/// In front of a task nothing longer names who does it.
const LONGEST_LEAD: usize = 80;

impl Words<'_> {
    /// Reads the owner at the start of the text from `from`: `**Tomer**: send …`, `Tomer: send …`, `[Tomer] send …`.
    pub(super) fn at_start(&self, from: usize, to: usize) -> Option<Taken> {
        self.emphasised(from, to)
            .or_else(|| self.in_front(from, to))
            .or_else(|| self.in_brackets_in_front(from, to))
            .or_else(|| self.linked_in_front(from, to))
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
        let text = self.slice(from, to);
        let near = text.get(..boundary_before(text, LONGEST_LEAD))?;
        // The separator starts with the blanks before its sign, which few bytes are.
        let is_sign = |(at, byte): (usize, u8)| {
            (matches!(byte, b':' | b'-') || byte >= 0xc0)
                .then(|| near.get(..at).map(|lead| lead.trim_end_matches(' ')))
        };
        let mut leads = near.bytes().enumerate().filter_map(is_sign).flatten();
        let (lead, length) =
            leads.find_map(|lead| Some((lead, separator_length(near.get(lead.len()..)?)?)))?;
        let claims = self.leading(from, lead, Trust::Seldom, Notation::Words)?;
        Some(Taken::whole(Span::new(from, from + lead.len() + length), claims))
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

    /// `[[Tomer Hagay]] send …`, where the note lists the one who is linked. `[[Tomer Hagay]] and Laura` goes on, and so
    /// does `[[Tomer Hagay]] is`.
    fn linked_in_front(&self, from: usize, to: usize) -> Option<Taken> {
        let text = self.slice(from, to);
        let near = text.get(..boundary_before(text, LONGEST_LEAD))?;
        let link = near.get(..near.find("]]")? + "]]".len()).filter(|link| link.starts_with("[["))?;
        let behind = text.get(link.len()..)?.strip_prefix(' ')?;
        let next = behind.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let goes_on = ["and", "or", "is", "has", "was", "will", "to", "should"].contains(&next);
        if goes_on || !behind.starts_with(char::is_alphanumeric) {
            return None;
        }
        let claims = self.leading(from, link, Trust::Seldom, Notation::Words)?;
        let knows = |owner: &Owner| self.context.names.knows(&owner.name);
        let is_known = claims.iter().all(|claim| matches!(&claim.value, Value::Owner(owner) if knows(owner)));
        is_known.then(|| Taken::whole(Span::new(from, from + link.len()), claims))
    }

    /// The owners a lead names; a wikilink or a single word of no participant is one only where a lead is usual.
    fn leading(&self, at: usize, lead: &str, trust: Trust, notation: Notation) -> Option<Vec<Claim>> {
        let found = owner::list(lead, trust, self.context.names)?;
        let is_person = |owner: &Owner| {
            owner.link.is_none() || self.context.names.knows(&owner.name) || names::is_group(&owner.name)
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
