//! The day of a meeting.

use super::{Note, Property};
use crate::text::dates::full_dates;
use jiff::civil::Date;

/// The day of the meeting: the property `date`, else the header line, else the line that opens the note, else the file
/// name or the title.
///
/// A date with a time counts by the day it names itself, whatever the time zone: that is the day the people in the
/// meeting had.
pub(super) fn of(note: &Note) -> Option<Date> {
    let property = note.property("date").and_then(Property::text).and_then(|text| named(&text));
    let header = || note.header("date").and_then(|header| named(note.slice(header.value)));
    let opening = || note.opening().map(|(_, opening)| opening.date);
    let name = || in_name(note.stem()).or_else(|| in_name(&note.title()));
    property.or_else(header).or_else(opening).or_else(name)
}

/// The one day that a value names, in digits or in words.
#[must_use]
pub fn named(value: &str) -> Option<Date> {
    iso(value).or_else(|| full_dates(value).into_iter().find_map(|mention| mention.day))
}

/// The day in the name or the title of a note: as `2025-10-29`, else the one full date it names (`17.09.2025`,
/// `3 March 2026`).
#[must_use]
pub fn in_name(name: &str) -> Option<Date> {
    /// The digits of a year and a day.
    const LEAST_DIGITS: usize = 5;
    let is_full = || name.bytes().filter(u8::is_ascii_digit).count() >= LEAST_DIGITS;
    iso(name).or_else(|| if is_full() { only(name) } else { None })
}

fn only(name: &str) -> Option<Date> {
    let mut days = full_dates(name).into_iter().filter_map(|mention| mention.day);
    days.next().filter(|day| days.all(|other| other == *day))
}

/// The first `2025-10-29` of a text, also with a time behind it.
#[must_use]
pub fn iso(text: &str) -> Option<Date> {
    text.match_indices('-').find_map(|(at, _)| {
        let start = at.checked_sub(4)?;
        let digits = text.get(start..start + 10)?;
        let alone = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_digit());
        let before = text.get(..start)?.chars().next_back();
        let after = text.get(start + 10..)?.chars().next();
        (alone(before) && alone(after)).then(|| digits.parse().ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use crate::note::{Note, ReadOptions};

    fn check(path: &str, text: &str, expect: Option<&str>) {
        let note = Note::read(path, text.to_owned(), &ReadOptions::default());
        assert_eq!(note.date().map(|date| date.to_string()).as_deref(), expect);
    }

    #[test]
    fn the_property_comes_before_the_header_line_before_the_name() {
        let text = "---\ndate: 2025-09-02T09:30:00+02:00\n---\n# T\n**Date**: 2025-09-03\n";
        check("2025-09-04 - x.md", text, Some("2025-09-02"));
        check("2025-09-04 - x.md", "# T\n**Date**: [[2025-09-03]]\n", Some("2025-09-03"));
        check("2025-09-04 - x.md", "# T\n\n2025-09-03, Ana Ruiz, Bo Lund\n", Some("2025-09-03"));
        check("a/2025-09-04 - x.md", "# T\n", Some("2025-09-04"));
        check("x (2025-09-05).md", "# T 2025-09-06\n", Some("2025-09-05"));
        check("x.md", "# T 2025-09-06\n", Some("2025-09-06"));
        check("Council 17.09.2025.md", "# T\n", Some("2025-09-17"));
        check("x.md", "# Council, 3 March 2026\n", Some("2026-03-03"));
        check("x.md", "# Conseil du 3 février 2026\n", Some("2026-02-03"));
        check("x.md", "# T\n\nDatum: 17. September 2025\nAnwesend: Ana, Bo\n", Some("2025-09-17"));
        check("Council 3 March 2026 and 10 March 2026.md", "", None);
        check("Invoice 120925.md", "", None);
    }

    #[test]
    fn no_such_day_is_no_date() {
        check("2025-13-04 x.md", "", None);
        check("12025-01-04 x.md", "---\ndate: ''\n---\n", None);
    }
}
