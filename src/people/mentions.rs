//! Mentions of people in running text.

use super::{People, PersonId, spelling};
use crate::text::Span;
use crate::text::words::{Word, folded, is_stop_word, words};
use std::collections::BTreeSet;

/// No name has more parts than this.
pub(super) const LONGEST: usize = 5;

/// The longest runs of capitalised words that are a name, from left to right.
///
/// The first word of a sentence is capitalised anyway: there `Will` and `May` alone are no mention, as every word all
/// texts have.
pub(super) fn mentions(people: &People, note: usize, text: &str) -> Vec<(Span, PersonId)> {
    if !may_mention(people, text) {
        return Vec::new();
    }
    mentions_among(people, note, text, &words(text).collect::<Vec<_>>())
}

/// Whom `text` mentions when it stands in one of so many notes: a name may stand for one person in one of them, and
/// for another in the next.
pub(super) fn mentions_anywhere(people: &People, notes: usize, text: &str) -> BTreeSet<PersonId> {
    if !may_mention(people, text) {
        return BTreeSet::new();
    }
    let all: Vec<Word<'_>> = words(text).collect();
    let found = (0..notes).flat_map(|note| mentions_among(people, note, text, &all));
    found.map(|(_, person)| person).collect()
}

fn mentions_among(people: &People, note: usize, text: &str, all: &[Word<'_>]) -> Vec<(Span, PersonId)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = all.get(at) {
        if !may_start_a_name(people, *first) {
            at += 1;
            continue;
        }
        let capitalised = all.get(at..).unwrap_or_default().iter().take_while(|word| word.is_capitalised());
        let run = capitalised.take(LONGEST).count();
        let longest = (1..=run).rev().find_map(|length| {
            let last = all.get(at + length - 1)?;
            let span = Span::new(first.span.start, last.span.end);
            let person = if length == 1 {
                // One word is one part as it is.
                let part = folded(first.text);
                let plain = is_stop_word(&part);
                people.person(note, &[part]).filter(|_| !plain)?
            } else {
                people.person(note, &spelling::parts(span.of(text)))?
            };
            Some((length, span, person))
        });
        match longest {
            Some((length, span, person)) => {
                found.push((span, person));
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// Whether a name that stands for somebody may start with `word`: nearly no word of a text does, which tells without
/// asking for every run of words.
fn may_start_a_name(people: &People, word: Word<'_>) -> bool {
    if !word.is_capitalised() {
        return false;
    }
    let part = folded(word.text);
    // What stands between two words may fall out and leave them one part, so the part may go on.
    let next = people.first_parts.range(part.clone()..).next();
    next.is_some_and(|first| first.starts_with(&part)) || spelling::is_title(&part)
}

/// So many letters of a name are looked for before a text is cut into words.
const TELLING: usize = 3;

/// Whether `text` may mention somebody: a capital starts in it what a name starts with. Most texts mention nobody, and
/// one look at their capitals tells so.
fn may_mention(people: &People, text: &str) -> bool {
    let mut capitals = text.char_indices().filter(|(_, c)| c.is_uppercase());
    capitals.any(|(at, _)| text.get(at..).is_some_and(|rest| starts_as_a_name(people, rest)))
}

/// Whether the first letters of `text` are those of a name. Accents fall out of what names are compared by, so from the
/// first letter on that is not ASCII nothing is told.
fn starts_as_a_name(people: &People, text: &str) -> bool {
    let ascii = text.bytes().take_while(u8::is_ascii).take(TELLING);
    let letters: String = ascii.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    let next = people.first_parts.range(letters.clone()..).next();
    next.is_some_and(|part| part.starts_with(&letters))
        // A name may be shorter than that.
        || (1..letters.len()).any(|length| {
            letters.get(..length).is_some_and(|short| people.first_parts.contains(short))
        })
}
