//! The line under the title that says when the meeting was and who was there, without labels.

use super::names::{NAME_WORDS, people};
use crate::text::dates::{full_dates, is_calendar_word, leads_to_a_day};
use jiff::civil::Date;

/// When a meeting was and who took part, as the first line under the title says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The day.
    pub date: Date,
    /// Who took part; nobody where the line says no more than when it was.
    pub people: Vec<String>,
}

/// A longer line is prose.
const LONGEST: usize = 200;

/// With fewer names behind the day it may be a place (`2026-04-02, Berlin`), unless `with` stands before them.
const LEAST_NAMES: usize = 2;

impl Opening {
    /// Reads `2026-04-02, Ana Ruiz, Bo Lund`, `Tue 8 July 2025 · with Ana and Bo`, `8 July 2025, AR BL`, `8 July 2025`;
    /// `None` where anything else is said.
    #[must_use]
    pub fn of(line: &str) -> Option<Self> {
        let line = line.trim();
        if line.len() > LONGEST || !line.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let day = full_dates(line).into_iter().next()?;
        let before = line.get(..day.span.start)?.trim_end_matches([' ', ',', '.']);
        if !before.is_empty() && !is_calendar_word(before) && !leads_to_a_day(before) {
            return None;
        }
        let rest = line.get(day.span.end..)?;
        if is_time(rest) {
            return Some(Self { date: day.day?, people: Vec::new() });
        }
        let names = rest.trim_start_matches([' ', ',', ';', '.', ':', '·', '•', '|', '–', '—', '-']);
        if names.len() == rest.len() {
            return None;
        }
        let listed = names.get(..5).filter(|word| word.eq_ignore_ascii_case("with ")).and(names.get(5..));
        let least = if listed.is_some() { 1 } else { LEAST_NAMES };
        let names = listed.unwrap_or(names);
        let people = initials(names).or_else(|| names_only(names))?;
        (people.len() >= least).then_some(Self { date: day.day?, people })
    }
}

/// Whether nothing, or nothing but the time of the day or how long it took, stands behind a day: `, 10:00–11:00`, ` at
/// 9 am`, ` · 41 min`.
fn is_time(rest: &str) -> bool {
    const WORDS: [&str; 12] =
        ["at", "am", "pm", "h", "hr", "hrs", "hours", "min", "mins", "minutes", "um", "uhr"];
    let mut words = rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_of_time = |word: &str| {
        let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
        unit.is_empty() || WORDS.iter().any(|known| unit.eq_ignore_ascii_case(known))
    };
    rest.chars().all(|c| c.is_alphanumeric() || " ,.:-–—()·•|".contains(c)) && words.all(is_of_time)
}

/// The people of a list of initials with nothing but blanks between: `AR BL`.
fn initials(list: &str) -> Option<Vec<String>> {
    const LETTERS: std::ops::RangeInclusive<usize> = 2..=3;
    let are_initials =
        |word: &str| LETTERS.contains(&word.chars().count()) && word.chars().all(char::is_uppercase);
    let all: Vec<&str> = list.split_whitespace().collect();
    (all.len() > 1 && all.iter().all(|word| are_initials(word)))
        .then(|| all.into_iter().map(str::to_owned).collect())
}

/// The people of a list in which nothing else stands.
pub(super) fn names_only(list: &str) -> Option<Vec<String>> {
    let people: Vec<String> = people(list).into_iter().map(|(_, named)| named.name).collect();
    (!people.is_empty() && people.iter().all(|name| is_name(name))).then_some(people)
}

/// Whether words can be a name: few of them, the first and the last and all but short ones (`van den`, `y`) with a
/// capital, and no digits. What stands in parentheses is said of the person.
fn is_name(words: &str) -> bool {
    /// The most letters of a word that is written small in a name.
    const PARTICLE: usize = 3;
    let words = words.split('(').next().unwrap_or_default().trim();
    let is_capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let is_part = |word: &str| is_capital(word) || word.chars().count() <= PARTICLE;
    let all: Vec<&str> = words.split_whitespace().collect();
    let ends_well = |word: Option<&&str>| word.is_some_and(|word| is_capital(word));
    (1..=NAME_WORDS).contains(&all.len())
        && all.iter().all(|word| is_part(word))
        && ends_well(all.first())
        && ends_well(all.last())
        && words.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expect: Option<(&str, &[&str])>) {
        let opening = Opening::of(line);
        let found = opening.as_ref().map(|opening| (opening.date.to_string(), opening.people.clone()));
        let expect = expect.map(|(date, people)| {
            (date.to_owned(), people.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
        });
        assert_eq!(found, expect, "{line}");
    }

    #[test]
    fn a_day_and_names_open_a_note() {
        let both: &[&str] = &["Ana Ruiz", "Bo van den Berg"];
        check("2026-04-02, Ana Ruiz, Bo van den Berg", Some(("2026-04-02", both)));
        check("2 April 2026 · Ana Ruiz & Bo van den Berg", Some(("2026-04-02", both)));
        check("Thu, Apr 2, 2026 — with Ana Ruiz and Bo van den Berg", Some(("2026-04-02", both)));
        check("2026-04-02 | [[Ana Ruiz]] (PM), Bo", Some(("2026-04-02", &["Ana Ruiz (PM)", "Bo"])));
        check("Mercredi 2 avril 2026, Ana Ruiz et Bo van den Berg", Some(("2026-04-02", both)));
        check("8 July 2025, with Nikhil", Some(("2025-07-08", &["Nikhil"])));
    }

    #[test]
    fn a_day_alone_opens_a_note_and_so_does_one_with_initials() {
        check("2026-04-02", Some(("2026-04-02", &[])));
        check("Tue 8 July 2025, 10:00–11:30", Some(("2025-07-08", &[])));
        check("Tue, Jul 8, 2025 · 41 min", Some(("2025-07-08", &[])));
        check("8 July 2025 at 9am.", Some(("2025-07-08", &[])));
        check("17. September 2025, 9:30 Uhr", Some(("2025-09-17", &[])));
        check("24 Feb 2026, FM TB EG RH", Some(("2026-02-24", &["FM", "TB", "EG", "RH"])));
        check("24 Feb 2026, USA", None);
        check("24 Feb 2026 · 12 %", None);
    }

    #[test]
    fn a_day_and_anything_else_does_not() {
        check("2026-04-02, Berlin", None);
        check("2026-04-02, the weather was bad, We stayed", None);
        check("2026-04-02, We stayed at home, Ana", None);
        check("2026-04-02 10:00, Ana, Bo", None);
        check("2026-04-02 at 5 to 12 we met", None);
        check("On 2026-04-02 we met, Ana and Bo", None);
        check("8 July, with Nikhil", None);
        check("", None);
    }
}
