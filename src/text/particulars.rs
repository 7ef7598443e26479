//! The particulars of a text: what must never get lost when a wording is chosen over another.

use super::Span;
use super::dates::dates_of_tokens;
use super::inline::{InlineKind, inlines};
use super::token::tokens;
use jiff::civil::Date;
use std::collections::BTreeSet;

mod number;
mod unit;

/// One number, name with digits, date, link, piece of code, tag or block id, in a form that compares equal however it
/// was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Particular {
    /// A number: decimal digits without grouping, scaled (`€50 million` is `50000000`), and its unit where it has
    /// one.
    Number {
        /// The value in plain decimal notation, without trailing zeros after the point.
        value: String,
        /// `%`, an ISO currency code, a measure (`gb/s`, `hour`), or the stem of the plural noun that is
        /// counted (`six separate controls`: `control`); `None` where the number stands alone.
        unit: Option<String>,
    },
    /// A name or sign that holds digits and is no number: `q3`, `gpt-4`, `1.2.3`, a time of day as `15:00`; lower
    /// case.
    Name(String),
    /// A day, written as digits or in words.
    Day(Date),
    /// The target of a wikilink, without alias, folder and `.md`, case-folded, with its `#…` part.
    Wikilink(String),
    /// The address of a Markdown link, a bare URL or an e-mail address.
    Url(String),
    /// The text of a code span, or block, with single blanks.
    Code(String),
    /// A tag without `#`, case-folded.
    Tag(String),
    /// A block id without `^`.
    BlockId(String),
}

impl Particular {
    /// What a number is measured in: `%`, an ISO currency code, a measure; none of what is counted.
    #[must_use]
    pub fn measure(&self) -> Option<&str> {
        match self {
            Self::Number { unit, .. } => unit.as_deref().filter(|unit| unit::is_measure(unit)),
            Self::Name(_)
            | Self::Day(_)
            | Self::Wikilink(_)
            | Self::Url(_)
            | Self::Code(_)
            | Self::Tag(_)
            | Self::BlockId(_) => None,
        }
    }

    /// Whether two particulars say the same. Numbers of one value do unless both are measured, in different measures:
    /// which noun is nearest to a number depends on the wording (`six handsets`, `6 remote controls`).
    #[must_use]
    pub fn agrees_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number { value: left, unit: one }, Self::Number { value: right, unit: two }) => {
                let differs = one != two
                    && one.as_deref().is_some_and(unit::is_measure)
                    && two.as_deref().is_some_and(unit::is_measure);
                left == right && !differs
            }
            (Self::Name(name), Self::Number { value, .. })
            | (Self::Number { value, .. }, Self::Name(name)) => name.strip_prefix('v') == Some(value),
            _ => self == other,
        }
    }
}

/// What can be read as a particular.
struct Found {
    span: Span,
    particular: Particular,
    /// Whether no reader would miss it: `today`, and small numbers in words that count nothing.
    is_casual: bool,
}

/// Finds the particulars of `text`, in order; `today` is the note's own date, from which words such as
/// `next Friday` are counted. Where the date is not known such words are no particulars.
///
/// Numbers below ten in words count where they count something (`six controls`, not `one of them`); `one` only of
/// money or per cent. Ordinals are no numbers, though what is kept says a number by them.
#[must_use]
pub fn particulars(text: &str, today: Option<Date>) -> Vec<(Span, Particular)> {
    let found = read(text, today).into_iter().filter(|found| !found.is_casual);
    found.map(|found| (found.span, found.particular)).collect()
}

/// The set of particulars in `text`.
#[must_use]
pub fn particular_set(text: &str, today: Option<Date>) -> BTreeSet<Particular> {
    particulars(text, today).into_iter().map(|(_, particular)| particular).collect()
}

/// Everything in `text` that says a particular, also in words too small to be one: `seven` says the `7` of another
/// text. What a text that is kept says is looked up here; what must not be lost is found by [`particulars`].
#[must_use]
pub fn said(text: &str, today: Option<Date>) -> BTreeSet<Particular> {
    read(text, today).into_iter().map(|found| found.particular).collect()
}

/// [`particulars`] and [`said`] of one reading, where both are asked.
#[must_use]
pub fn particulars_and_said(
    text: &str,
    today: Option<Date>,
) -> (Vec<(Span, Particular)>, BTreeSet<Particular>) {
    let found = read(text, today);
    let own = found.iter().filter(|found| !found.is_casual);
    let own = own.map(|found| (found.span, found.particular.clone())).collect();
    (own, found.into_iter().map(|found| found.particular).collect())
}

fn read(text: &str, today: Option<Date>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let sure = |span: Span, particular: Particular| Found { span, particular, is_casual: false };
    let mut covered: Vec<Span> = Vec::new();
    for inline in inlines(text) {
        covered.push(inline.span);
        found.extend(of_inline(inline.kind, inline.span.of(text)).map(|one| sure(inline.span, one)));
    }
    let links = covered.clone();
    let is_free = |span: Span, covered: &[Span]| {
        let next = covered.partition_point(|other| other.end <= span.start);
        covered.get(next).is_none_or(|other| other.start >= span.end)
    };
    for (span, particular) in signs(text) {
        if is_free(span, &links) {
            covered.push(span);
            found.push(sure(span, particular));
        }
    }
    covered.sort_unstable();
    let taken = covered.clone();
    let tokens = tokens(text);
    for mention in dates_of_tokens(text, &tokens, today) {
        let words = mention.span.of(text).to_lowercase();
        if !is_free(mention.span, &taken) || is_count_of_days(&words) {
            continue;
        }
        let is_today = matches!(words.as_str(), "today" | "tonight" | "eod" | "cob");
        let particular = match mention.day {
            Some(day) => Some(Particular::Day(day)),
            None if words.contains(|c: char| c.is_ascii_digit()) => Some(Particular::Name(words)),
            None => None,
        };
        covered.push(mention.span);
        // `Remotes on the market today` names no day of anyone's calendar.
        let is_casual = is_today && mention.day.is_some();
        found.extend(particular.map(|particular| Found { span: mention.span, particular, is_casual }));
    }
    covered.sort_unstable();
    let mut next = covered.iter().peekable();
    for number in number::numbers(text, &tokens) {
        while next.next_if(|covered| covered.end <= number.span.start).is_some() {}
        if next.peek().is_none_or(|covered| covered.start >= number.span.end) {
            found.push(number);
        }
    }
    found.sort_by_key(|found| found.span);
    found
}

/// `in 3 days` is as often how long something took: the number is what is said.
fn is_count_of_days(words: &str) -> bool {
    ["in ", "within "].iter().any(|lead| words.starts_with(lead))
        || ["from now", "from today"].iter().any(|tail| words.ends_with(tail))
}

fn of_inline(kind: InlineKind, text: &str) -> Option<Particular> {
    Some(match kind {
        InlineKind::Code => {
            // A line ending in code is a blank, however it is written.
            let words: Vec<&str> = text.trim_matches('`').split_whitespace().collect();
            Particular::Code(words.join(" "))
        }
        InlineKind::Wikilink => {
            let inside = text.trim_start_matches('!').trim_start_matches('[').trim_end_matches(']');
            let target = inside.split_once('|').map_or(inside, |(target, _)| target);
            let (file, part) = target.split_at(target.find('#').unwrap_or(target.len()));
            let name = file.rsplit('/').next().unwrap_or(file).trim();
            let name = name.strip_suffix(".md").unwrap_or(name);
            Particular::Wikilink(format!("{name}{}", part.trim_end()).to_lowercase())
        }
        InlineKind::Link => {
            let (_, address) = text.rsplit_once("](")?;
            let address = address.strip_suffix(')').unwrap_or(address).trim();
            let address = address.split_once(" \"").map_or(address, |(address, _)| address);
            Particular::Url(address.trim_start_matches('<').trim_end_matches('>').to_owned())
        }
        InlineKind::Url => Particular::Url(text.to_owned()),
        InlineKind::Email => Particular::Url(text.to_lowercase()),
        InlineKind::Comment => return None,
    })
}

fn ends_line(behind: &str) -> bool {
    let blank = behind.len() - behind.trim_start_matches([' ', '\t', '\r']).len();
    behind.get(blank..).is_none_or(|rest| rest.is_empty() || rest.starts_with('\n'))
}

/// Tags and block ids, which stand at the ends of lines.
fn signs(text: &str) -> Vec<(Span, Particular)> {
    let mut found = Vec::new();
    if !text.contains(['#', '^']) {
        return found;
    }
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let start = at;
        at += word.len();
        let word = word.trim_end();
        if let Some(rest) = word.strip_prefix('#') {
            let is_of_tag = |c: char| {
                c.is_alphanumeric()
                    || matches!(c, '_' | '-' | '/')
                    || (!c.is_ascii() && !"’‘“”…–—«»".contains(c))
            };
            let length = rest.find(|c| !is_of_tag(c)).unwrap_or(rest.len());
            let tag = rest.get(..length).unwrap_or_default();
            if tag.contains(|c: char| !c.is_ascii_digit()) {
                found.push((Span::new(start, start + 1 + length), Particular::Tag(tag.to_lowercase())));
            }
        }
        if let Some(id) = word.strip_prefix('^')
            && ends_line(text.get(start + word.len()..).unwrap_or_default())
        {
            let is_id = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            if is_id {
                found.push((Span::new(start, start + word.len()), Particular::BlockId(id.to_owned())));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// A Wednesday.
    const TODAY: Date = date(2025, 10, 29);

    fn shown(particular: &Particular) -> String {
        match particular {
            Particular::Number { value, unit: Some(unit) } => format!("{value} {unit}"),
            Particular::Number { value, unit: None } => value.clone(),
            Particular::Name(name) => format!("'{name}'"),
            Particular::Day(day) => day.to_string(),
            Particular::Wikilink(target) => format!("[[{target}]]"),
            Particular::Url(address) => format!("<{address}>"),
            Particular::Code(code) => format!("`{code}`"),
            Particular::Tag(tag) => format!("#{tag}"),
            Particular::BlockId(id) => format!("^{id}"),
        }
    }

    fn check(text: &str, expect: &[&str]) {
        let found: Vec<_> = particulars(text, Some(TODAY)).iter().map(|(_, one)| shown(one)).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn numbers_are_equal_however_they_are_written() {
        for text in [
            "€50M",
            "50 million Euros",
            "EUR 50m",
            "50,000,000 EUR",
            "fifty million euros",
            "50M€",
            "€ 50 million",
        ] {
            check(text, &["50000000 EUR"]);
        }
        for text in ["12.50 Euro", "€12.50", "€12.5", "12.5 euros"] {
            check(text, &["12.5 EUR"]);
        }
        for text in ["12.5%", "12.5 percent", "12.50 per cent"] {
            check(text, &["12.5 %"]);
        }
        for text in ["400 engineers", "~400 engineers", "roughly 400 engineers", "four hundred engineers"] {
            check(text, &["400 engin"]);
        }
        check("4 PMs", &["4 pm"]);
        check("1,234 users", &["1234 user"]);
        check("$1.5bn and £20k", &["1500000000 USD", "20000 GBP"]);
        check("twenty-five people and two hundred and six nodes", &["25 peopl", "206 node"]);
    }

    #[test]
    fn units_are_what_is_counted() {
        check("48 nodes", &["48 node"]);
        check("48-node cluster", &["48 node"]);
        check("six separate controls", &["6 control"]);
        check("read 540 / write 110 GB/s", &["540", "110 gb/s"]);
        check("540 GB/s", &["540 gb/s"]);
        check("a 5-minute call, 30 mins, 1 hour", &["5 minut", "30 minut", "1 hour"]);
        check("the 5.5 plan", &["5.5"]);
        check("4 of the PMs", &["4"]);
        check("5-10 seconds", &["5 second", "10 second"]);
        check("five or six different designs", &["5 design", "6 design"]);
        check("5 to 10 million dollars", &["5000000 USD", "10000000 USD"]);
        check("200ms, 3x", &["200 ms", "3 x"]);
    }

    #[test]
    fn small_words_and_ordinals_are_no_numbers() {
        for text in [
            "one of them",
            "the first and the 2nd",
            "a 1:1 with Tomer",
            "no one",
            "the two agreed",
            "either one",
            "1:1s",
        ] {
            check(text, &[]);
        }
        check("one percent", &["1 %"]);
        check("one euro", &["1 EUR"]);
    }

    #[test]
    fn names_with_digits_are_names() {
        check("Q3 and GPT-4 with v2", &["'q3'", "'gpt-4'", "'v2'"]);
        check("release 1.2.3 at 3pm, 15:00 or 3:30 PM", &["'1.2.3'", "'15:00'", "'15:00'", "'15:30'"]);
        check("24/7 support, 5G, ES2004a", &["'24/7'", "'5g'", "'es2004a'"]);
    }

    #[test]
    fn days_links_code_and_signs_are_found() {
        check("by Friday, or Sep 12", &["2025-10-31", "2025-09-12"]);
        check("next week, today, soon", &[]);
        check("9/12/2025 or Sep 2025", &["'9/12/2025'", "'sep 2025'"]);
        check("in 3 days", &["3 day"]);
        check("[[A/Note 5.md#H1|x]] and ![[B]]", &["[[note 5#h1]]", "[[b]]"]);
        check(
            "[a 5](https://e.org/1 \"t\") https://e.org/2. me@e.org",
            &["<https://e.org/1>", "<https://e.org/2>", "<me@e.org>"],
        );
        check("`x 5` #Tag/5 #5 ^id-5 \na ^b", &["`x 5`", "#tag/5", "5", "^id-5", "^b"]);
    }

    #[test]
    fn a_text_says_what_another_says_in_other_words() {
        let check = |text: &str, other: &str, expect: &[&str]| {
            let said = said(other, Some(TODAY));
            let mut own = particulars(text, Some(TODAY));
            own.retain(|(_, own)| !said.iter().any(|said| said.agrees_with(own)));
            let found: Vec<_> = own.iter().map(|(_, one)| shown(one)).collect();
            assert_eq!(found, expect, "{text} / {other}");
        };
        check("rated 7 (false)", "seven means false", &[]);
        check("six handsets", "6 remote controls", &[]);
        check("after act 3", "behind the third act", &[]);
        check("14 Abos, 5 t", "vierzehn Abonnenten, fünf Tonnen", &[]);
        check(
            "~4 PMs supporting ~400 engineers",
            "approximately 4 PMs supporting roughly 400 engineers",
            &[],
        );
        check("5 hours", "5 GB", &["5 hour"]);
        check("48 nodes", "96 nodes", &["48 node"]);
        check("due on 2025-10-31", "due Friday", &[]);
        check("v5.5 plan", "5.5 release plan", &[]);
        check("one (true) to 7", "1 to 7", &[]);
        check("a 1-hour meeting", "an hour", &["1 hour"]);
    }

    #[test]
    fn reading_takes_linear_time() {
        for piece in ["5-", "5,", "1 or ", "#5 ", "five ", "€", "a1-", "5 to ", "hundred and "] {
            let _found = particulars(&piece.repeat(200_000 / piece.len()), Some(TODAY));
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "(5|1,234|\\.|-|€|k|M|GB|five|hundred|and|to|Q| |:|%|/|é|.){0,16}") {
            for (span, _) in particulars(&text, Some(TODAY)) {
                prop_assert!(text.get(span.start..span.end).is_some_and(|words| !words.is_empty()));
            }
        }
    }
}
