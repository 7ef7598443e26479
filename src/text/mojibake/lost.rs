//! Forms of the field signs with bytes lost.

use super::{Doubt, sequence};
use crate::text::Span;
use encoding_rs::{Encoding, WINDOWS_1252, WINDOWS_1254};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What follows the sign of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    /// A day: `2025-11-08`.
    Day,
    /// Nothing: the sign is the value.
    None,
    /// `every …`.
    Recurrence,
    /// `keep` or `delete`.
    OnCompletion,
}

/// The signs of the Tasks emoji format, with what tells them from each other: the field they stand for (any number,
/// equal for the alternates of one field) and what follows them. 🆔 and ⛔ are not among them: they come
/// through the code pages whole, and what follows them is any word.
const SIGNS: &[(char, u8, Value)] = &[
    ('📅', 0, Value::Day),
    ('📆', 0, Value::Day),
    ('🗓', 0, Value::Day),
    ('⏳', 1, Value::Day),
    ('🛫', 2, Value::Day),
    ('➕', 3, Value::Day),
    ('✅', 4, Value::Day),
    ('❌', 5, Value::Day),
    ('⌛', 1, Value::Day),
    ('🔁', 6, Value::Recurrence),
    ('🏁', 7, Value::OnCompletion),
    ('🔺', 8, Value::None),
    ('⏫', 9, Value::None),
    ('🔼', 10, Value::None),
    ('🔽', 11, Value::None),
    ('⏬', 12, Value::None),
];

/// How far `::` is looked for behind a bracket.
const LONGEST_KEY: usize = 32;

/// What programs leave of a byte they cannot decode.
const LEFTOVERS: &[&str] = &["", "\u{fffd}", "?"];

/// Every form of a sign with at least one byte lost, longest first, with the indices of the signs it may be.
static FORMS: LazyLock<Vec<(String, Vec<usize>)>> = LazyLock::new(|| {
    let mut forms: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, (sign, _, _)) in SIGNS.iter().enumerate() {
        for page in [Some(WINDOWS_1252), Some(WINDOWS_1254), None] {
            for leftover in LEFTOVERS {
                if let Some(form) = form(*sign, page, leftover) {
                    let signs = forms.entry(form).or_default();
                    if !signs.contains(&index) {
                        signs.push(index);
                    }
                }
            }
        }
    }
    let mut forms: Vec<_> = forms.into_iter().collect();
    forms.sort_by(|(left, _), (right, _)| right.len().cmp(&left.len()).then_with(|| left.cmp(right)));
    forms
});

/// The sign read in a code page (latin-1 without one) with its undefined bytes lost; `None` when it has none.
fn form(sign: char, page: Option<&'static Encoding>, leftover: &str) -> Option<String> {
    let mut utf8 = [0; 4];
    let mut form = String::new();
    let mut is_lossy = false;
    for byte in sign.encode_utf8(&mut utf8).bytes() {
        let decoded = match page {
            Some(page) => page.decode_without_bom_handling(&[byte]).0.chars().next()?,
            None => char::from(byte),
        };
        if decoded.is_control() {
            is_lossy = true;
            form.push_str(leftover);
        } else {
            form.push(decoded);
        }
    }
    is_lossy.then_some(form)
}

/// What stands at a place.
pub(super) enum Found {
    /// This sign, or closing quotation mark.
    Sign(Span, char),
    /// One of several.
    Doubt(Doubt),
}

/// What the first byte of every form is read as.
pub(super) const LEADS: [char; 4] = ['â', 'ð', 'ğ', 'ï'];

/// Reads a form with lost bytes that starts at `at`, where no whole sequence does.
pub(super) fn at(text: &str, at: usize) -> Option<Found> {
    let rest = text.get(at..)?;
    if !rest.starts_with(LEADS) {
        return None;
    }
    let before = text.get(..at)?.chars().next_back();
    if let Some(found) = closing_quote(rest, at).or_else(|| variation_selector(rest, at, before)) {
        return Some(found);
    }
    if before.is_some_and(|before| !before.is_whitespace() && !"([{|>*".contains(before)) {
        return None;
    }
    let mut doubt = None;
    for (form, signs) in FORMS.iter().filter(|(form, _)| rest.starts_with(form.as_str())) {
        let behind = rest.get(form.len()..).unwrap_or_default();
        let fitting: Vec<usize> = signs
            .iter()
            .copied()
            .filter(|index| SIGNS.get(*index).is_some_and(|s| fits(s.2, behind)))
            .collect();
        let candidates = |of: &[usize]| of.iter().filter_map(|index| SIGNS.get(*index)).collect::<Vec<_>>();
        let found = candidates(&fitting);
        let span = Span::new(at, at + form.len());
        match found.as_slice() {
            [first, others @ ..] if others.iter().all(|other| other.1 == first.1) => {
                return Some(Found::Sign(span, first.0));
            }
            // One character of a living alphabet is worth a word only where a value follows it.
            [] if form.chars().nth(1).is_none() || !ends_word(behind) => {}
            some => {
                let some = if some.is_empty() { candidates(signs) } else { some.to_vec() };
                doubt.get_or_insert(Doubt { span, candidates: some.iter().map(|sign| sign.0).collect() });
            }
        }
    }
    doubt.map(Found::Doubt)
}

/// `â€` is a closing quotation mark (E2 80 9D) that lost its last byte: no language has a word that ends so.
fn closing_quote(rest: &str, at: usize) -> Option<Found> {
    let behind = rest.strip_prefix("â€")?;
    let lost = if behind.starts_with('\u{fffd}') { '\u{fffd}'.len_utf8() } else { 0 };
    let after = behind.get(lost..)?.chars().next();
    let closes = after.is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation());
    closes.then(|| Found::Sign(Span::new(at, at + "â€".len() + lost), '”'))
}

/// `ï¸` behind an emoji is U+FE0F (EF B8 8F) that lost its last byte.
fn variation_selector(rest: &str, at: usize, before: Option<char>) -> Option<Found> {
    let behind = rest.strip_prefix("ï¸")?;
    let lost = if behind.starts_with('\u{fffd}') { '\u{fffd}'.len_utf8() } else { 0 };
    // Behind a repaired emoji stands the last character of its damage, which is no letter and no blank either.
    let is_behind_sign = before.is_some_and(|before| !before.is_whitespace() && !before.is_ascii());
    is_behind_sign.then(|| Found::Sign(Span::new(at, at + "ï¸".len() + lost), '\u{fe0f}'))
}

fn ends_word(behind: &str) -> bool {
    behind.chars().next().is_none_or(char::is_whitespace)
}

/// Whether `behind` starts with a value of the field.
fn fits(value: Value, behind: &str) -> bool {
    let behind = behind
        .strip_prefix('\u{fe0f}')
        .or_else(|| behind.strip_prefix("ï¸\u{8f}"))
        .or_else(|| behind.strip_prefix("ï¸\u{fffd}"))
        .or_else(|| behind.strip_prefix("ï¸"))
        .unwrap_or(behind);
    let words = behind.trim_start_matches([' ', '\t', '\u{a0}']);
    let starts_word = |word: &str| {
        words.get(..word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word))
            && words
                .get(word.len()..)
                .and_then(|rest| rest.chars().next())
                .is_none_or(|c| !c.is_alphanumeric())
    };
    match value {
        Value::Day => starts_with_day(words),
        Value::Recurrence => starts_word("every"),
        Value::OnCompletion => starts_word("keep") || starts_word("delete"),
        Value::None => {
            (words.len() < behind.len() || behind.is_empty() || behind.starts_with(['\n', '\r', '.', ')']))
                && starts_with_field(words)
        }
    }
}

fn starts_with_day(words: &str) -> bool {
    let shape = b"dddd-dd-dd";
    let bytes = words.as_bytes();
    bytes.len() >= shape.len()
        && bytes.iter().zip(shape).all(|(b, s)| if *s == b'd' { b.is_ascii_digit() } else { b == s })
        && !bytes.get(shape.len()).is_some_and(u8::is_ascii_digit)
}

/// Whether nothing but fields can follow: the end, a tag, an owner, a bracket, an id, another sign, whole or not.
fn starts_with_field(words: &str) -> bool {
    let Some(first) = words.chars().next() else { return true };
    let next = words.chars().nth(1);
    match first {
        '\n' | '\r' | '|' | ')' => true,
        '.' => next.is_none_or(char::is_whitespace),
        '#' | '@' | '^' => next.is_some_and(|c| !c.is_whitespace()),
        '[' | '(' => next == Some('[') || words.chars().take(LONGEST_KEY).collect::<String>().contains("::"),
        c if is_sign(c) => true,
        'â' | 'ð' | 'ğ' => {
            sequence(words, 0).is_some_and(|whole| is_sign(whole.decoded))
                || FORMS
                    .iter()
                    .any(|(form, _)| form.chars().nth(1).is_some() && words.starts_with(form.as_str()))
        }
        _ => false,
    }
}

fn is_sign(c: char) -> bool {
    matches!(c, '🆔' | '⛔') || SIGNS.iter().any(|(sign, _, _)| *sign == c)
}
