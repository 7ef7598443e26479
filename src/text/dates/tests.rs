//! Which words are dates, and which days they name.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;

/// A Wednesday.
const TODAY: Date = date(2025, 10, 29);

fn check(text: &str, expect: &[(&str, Option<&str>)]) {
    let found: Vec<_> = dates(text, Some(TODAY))
        .into_iter()
        .map(|mention| (mention.span.of(text), mention.day.map(|day| day.to_string())))
        .collect();
    let found: Vec<_> = found.iter().map(|(span, day)| (*span, day.as_deref())).collect();
    assert_eq!(found, expect, "{text}");
}

#[test]
fn digits_that_may_be_two_days_have_two_readings() {
    let check = |text: &str, expect: Option<[&str; 2]>| {
        let found = readings(text).map(|days| days.map(|day| day.to_string()));
        assert_eq!(found, expect.map(|days| days.map(str::to_owned)), "{text}");
    };
    check("12/03/2026", Some(["2026-03-12", "2026-12-03"]));
    check("on 1-2-2026, at 10", Some(["2026-02-01", "2026-01-02"]));
    check("13/03/2026", None);
    check("03/03/2026", None);
    check("12.03.2026", None);
    check("99/99/2026", None);
}

#[test]
fn a_quoted_day_is_a_day() {
    check("date: '2025-09-12'", &[("2025-09-12", Some("2025-09-12"))]);
    check("the '25-09-12 model at 5 o'friday", &[]);
}

#[test]
fn digits_name_a_day_where_one_reading_is_possible() {
    check(
        "on 2025-09-12, or 2025/9/2.",
        &[("2025-09-12", Some("2025-09-12")), ("2025/9/2", Some("2025-09-02"))],
    );
    check("2025-09-10T12:00:00Z", &[("2025-09-10T12:00:00Z", Some("2025-09-10"))]);
    check("9/12/2025", &[("9/12/2025", None)]);
    check("9/13/2025 13/9/2025", &[("9/13/2025", Some("2025-09-13")), ("13/9/2025", Some("2025-09-13"))]);
    check("9.12.2025", &[("9.12.2025", Some("2025-12-09"))]);
    check("2025-02-30", &[("2025-02-30", None)]);
    check("Zelle 2 (bis 24.9.)", &[("24.9.", Some("2025-09-24"))]);
    check("boots (28.11.), am 1.2. fertig", &[("28.11.", Some("2025-11-28")), ("1.2.", Some("2026-02-01"))]);
    check("It runs on 3.2. See 1.2. (as of 3.2.) bis 31.2", &[]);
    check("1.2.3 and 24/7 and 10.0.0.1 and 9/12 and 2025-09 and x-2025-09-12-y", &[]);
}

#[test]
fn months_and_days_are_read_in_both_orders() {
    check("due Sep 12", &[("Sep 12", Some("2025-09-12"))]);
    check("Sept. 12th, 2025", &[("Sept. 12th, 2025", Some("2025-09-12"))]);
    check("12 September", &[("12 September", Some("2025-09-12"))]);
    check("the 3rd of March 2026.", &[("the 3rd of March 2026", Some("2026-03-03"))]);
    check("on May 5", &[("May 5", Some("2026-05-05"))]);
    check("Friday, Nov 7: x", &[("Friday, Nov 7", Some("2025-11-07"))]);
    check("Fri 7 Nov", &[("Fri 7 Nov", Some("2025-11-07"))]);
    check("Feb 30", &[("Feb 30", None)]);
    check("Nov 10-14", &[("Nov 10-14", None)]);
}

#[test]
fn weekdays_are_counted_from_today() {
    check("by Friday", &[("Friday", Some("2025-10-31"))]);
    check("this Friday", &[("this Friday", Some("2025-10-31"))]);
    check("next Friday", &[("next Friday", Some("2025-11-07"))]);
    check("Friday next week", &[("Friday next week", Some("2025-11-07"))]);
    check("last Friday", &[("last Friday", Some("2025-10-24"))]);
    check("Wednesday", &[("Wednesday", Some("2025-11-05"))]);
    check("on Friday afternoon", &[("Friday afternoon", Some("2025-10-31"))]);
    check("by EOD Friday", &[("EOD Friday", Some("2025-10-31"))]);
    check("Friday's meeting", &[("Friday", Some("2025-10-31"))]);
    check("due Mon", &[("Mon", Some("2025-11-03"))]);
}

#[test]
fn words_are_counted_from_today() {
    check("today, tomorrow", &[("today", Some("2025-10-29")), ("tomorrow", Some("2025-10-30"))]);
    check("the day after tomorrow", &[("the day after tomorrow", Some("2025-10-31"))]);
    check("in two weeks", &[("in two weeks", Some("2025-11-12"))]);
    check("in 3 days", &[("in 3 days", Some("2025-11-01"))]);
    check("two days from now", &[("two days from now", Some("2025-10-31"))]);
    check("by EOD", &[("EOD", Some("2025-10-29"))]);
    check("EOD tomorrow", &[("EOD tomorrow", Some("2025-10-30"))]);
}

#[test]
fn vague_words_name_no_day() {
    for text in [
        "end of the month",
        "end of week",
        "EOW",
        "end of Q3",
        "next week",
        "early next week",
        "next month",
        "mid-September",
        "late Oct",
        "Sep 2025",
        "end of 2025",
        "in two months",
        "next quarter",
        "this week",
        "week of Nov 3",
        "the end of the year",
    ] {
        check(text, &[(text, None)]);
    }
}

#[test]
fn common_words_are_no_dates() {
    for text in [
        "we may 5 times",
        "march 12 miles",
        "the sun, he sat and wed",
        "Sun Microsystems",
        "every Friday",
        "Fridays",
        "in March 12 people joined",
        "secondary",
        "may",
        "in May",
        "Mon ami",
        "next",
        "5 may be",
        "12 tests in 3 hours",
        "an Aug. release",
        "Q3",
        "#friday @Friday",
        "day 2",
        "decide",
    ] {
        check(text, &[]);
    }
}

#[test]
fn without_today_words_that_need_it_name_no_day() {
    let days: Vec<_> = dates("Friday, Sep 12 or tomorrow or Sep 12, 2025", None);
    assert_eq!(
        days.iter().map(|mention| mention.day).collect::<Vec<_>>(),
        [None, None, Some(date(2025, 9, 12))]
    );
}

proptest! {
    #[test]
    fn mentions_are_in_order(text in "(Sep|Fri|next|end of|in|two|weeks|12|2025|th|[-./, ]|.){0,20}") {
        let mut from = 0;
        for mention in dates(&text, Some(TODAY)) {
            prop_assert!(from <= mention.span.start && mention.span.start < mention.span.end);
            from = mention.span.end;
        }
    }
}
