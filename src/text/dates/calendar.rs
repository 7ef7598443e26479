//! Days counted from days.

use jiff::Span;
use jiff::civil::Date;

/// How far back a month and day without a year may lie before the coming one is meant.
const LONGEST_PAST: i32 = 90;

/// The day, where there is one.
pub(super) fn day(year: i32, month: i32, day: i32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Days since Monday.
pub(super) fn weekday(date: Date) -> i32 {
    i32::from(date.weekday().to_monday_zero_offset())
}

pub(super) fn plus_days(date: Date, days: i32) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// The day of the week that starts `weeks` Mondays after the Monday of the week of `date`.
pub(super) fn day_in_weeks(date: Date, weeks: i32, day: i32) -> Option<Date> {
    plus_days(date, weeks * 7 + day - weekday(date))
}

/// The day of that month nearest to `today`: the first that is not past by more than [`LONGEST_PAST`] days.
pub(super) fn nearest(today: Date, month: i32, day_of_month: i32) -> Option<Date> {
    let earliest = plus_days(today, -LONGEST_PAST)?;
    let year = i32::from(today.year());
    // A leap day comes once in four years, eight around a century.
    (-1..=8).filter_map(|years| day(year + years, month, day_of_month)).find(|date| *date >= earliest)
}
