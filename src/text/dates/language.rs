//! The words of dates, one table a language.

use crate::text::lexicon::Lexicon;
use crate::text::numerals::{self, Numerals};
use std::sync::LazyLock;

/// The largest number of days, weeks or months that people write in a word; more of them are written in digits.
const MOST_COUNTED: u8 = 10;

/// The words one language names days with. Phrases are lists of words with blanks between; longer ones come first
/// where one is the beginning of another.
pub(super) struct Language {
    /// The months, each with its abbreviations.
    pub(super) months: [&'static [&'static str]; 12],
    /// The weekdays from Monday, each with its abbreviations behind its name.
    pub(super) weekdays: [&'static [&'static str]; 7],
    /// The longest abbreviation of a month, which may have a full stop behind it.
    pub(super) longest_abbreviation: usize,
    /// Names of months and weekdays that are words too: they count with a capital only, abbreviated weekdays only
    /// behind [`Self::before_days`].
    pub(super) common_words: &'static [&'static str],
    /// Words before days: `on Sun`.
    pub(super) before_days: &'static [&'static str],
    /// Words before months, never before days: `in March 12 people joined`.
    pub(super) before_months: &'static [&'static str],
    /// What makes a number a day of the month.
    pub(super) ordinals: &'static [&'static str],
    /// The article.
    pub(super) the: &'static [&'static str],
    /// The word between a day and its month.
    pub(super) of: &'static [&'static str],
    /// `next Friday`.
    pub(super) next: &'static [&'static [&'static str]],
    /// `this Friday`.
    pub(super) this: &'static [&'static [&'static str]],
    /// `last Friday`.
    pub(super) last: &'static [&'static [&'static str]],
    /// `Friday next week`.
    pub(super) next_week: &'static [&'static [&'static str]],
    /// `Friday last week`.
    pub(super) last_week: &'static [&'static [&'static str]],
    /// `every Friday`, which names no day.
    pub(super) repeats: &'static [&'static [&'static str]],
    /// `Friday afternoon`.
    pub(super) parts_of_day: &'static [&'static [&'static str]],
    /// `end of day`.
    pub(super) end_of_day: &'static [&'static [&'static str]],
    /// Words for a day, with how many days from today it is.
    pub(super) days: &'static [(&'static [&'static str], i32)],
    /// `in two weeks`.
    pub(super) within: &'static [&'static [&'static str]],
    /// `two weeks from now`.
    pub(super) from_now: &'static [&'static [&'static str]],
    /// The words of numbers, of which small ones are counted with.
    pub(super) numerals: &'static Numerals,
    /// The word before one of what is counted: `in a week`.
    pub(super) one: &'static str,
    /// Units that are counted, with their days; none for those that are no certain number of days.
    pub(super) units: &'static [(&'static [&'static str], Option<i32>)],
    /// Phrases that name no day by themselves.
    pub(super) vague: &'static [&'static [&'static str]],
    /// What makes a month or another period vague: `end of September`.
    pub(super) around: &'static [&'static [&'static str]],
    /// Periods: `end of the month`.
    pub(super) periods: &'static [&'static str],
}

impl Language {
    /// The words that dates, and what looks like one, begin with.
    fn openers(&self) -> impl Iterator<Item = (&'static str, Opener)> {
        let leading = [self.next, self.this, self.last, self.repeats, self.within].into_iter().flatten();
        let leading = leading.filter_map(|phrase| phrase.first()).chain(self.the).copied();
        let leading = leading.chain(self.counts().map(|(word, _)| word));
        let names = self.months.into_iter().chain(self.weekdays).flatten();
        let words = names.chain(self.phrases().filter_map(|phrase| phrase.first())).copied();
        leading.map(|word| (word, Opener::Leads)).chain(words.map(|word| (word, Opener::Alone)))
    }

    /// The words periods are counted with.
    pub(super) fn counts(&self) -> impl Iterator<Item = (&'static str, i32)> {
        let small = self.numerals.units.iter().filter(|(_, value)| (1..=MOST_COUNTED).contains(value));
        std::iter::once((self.one, 1)).chain(small.map(|(word, value)| (*word, i32::from(*value))))
    }

    /// The words that may stand behind an opener that [leads](Opener::Leads), besides numbers.
    fn followers(&self) -> impl Iterator<Item = &'static str> {
        let seconds = self.phrases().filter_map(|phrase| phrase.get(1)).copied();
        let units = self.units.iter().flat_map(|(names, _)| *names).copied();
        let counts = self.counts().map(|(word, _)| word);
        seconds.chain(self.weekdays.into_iter().flatten().copied()).chain(units).chain(counts)
    }

    /// The phrases that dates, and what looks like one, begin with.
    fn phrases(&self) -> impl Iterator<Item = &'static [&'static str]> {
        let phrases = [
            self.next,
            self.this,
            self.last,
            self.repeats,
            self.end_of_day,
            self.within,
            self.vague,
            self.around,
        ];
        phrases.into_iter().flatten().copied().chain(self.days.iter().map(|(phrase, _)| *phrase))
    }
}

/// How a word opens a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opener {
    /// It may be one alone, or begins one in many ways.
    Alone,
    /// It needs one of a few words, or a number, behind it: `the`, `in` and `this` stand in every other sentence.
    Leads,
}

/// What dates begin with in English.
pub(super) static OPENERS: LazyLock<Lexicon<Opener>> = LazyLock::new(|| Lexicon::of(ENGLISH.openers()));

/// What stands behind words that lead.
pub(super) static FOLLOWERS: LazyLock<Lexicon<()>> =
    LazyLock::new(|| Lexicon::of(ENGLISH.followers().map(|word| (word, ()))));

/// English.
pub(super) static ENGLISH: Language = Language {
    months: [
        &["January", "Jan"],
        &["February", "Feb", "Febr"],
        &["March", "Mar"],
        &["April", "Apr"],
        &["May"],
        &["June", "Jun"],
        &["July", "Jul"],
        &["August", "Aug"],
        &["September", "Sep", "Sept"],
        &["October", "Oct"],
        &["November", "Nov"],
        &["December", "Dec"],
    ],
    weekdays: [
        &["Monday", "Mon"],
        &["Tuesday", "Tue", "Tues"],
        &["Wednesday", "Wed", "Weds"],
        &["Thursday", "Thu", "Thur", "Thurs"],
        &["Friday", "Fri"],
        &["Saturday", "Sat"],
        &["Sunday", "Sun"],
    ],
    longest_abbreviation: 4,
    common_words: &["may", "march", "mar", "sun", "sat", "wed", "mon"],
    before_days: &[
        "on", "by", "due", "until", "till", "before", "next", "this", "last", "from", "since", "and", "or",
    ],
    before_months: &["in"],
    ordinals: &["st", "nd", "rd", "th"],
    the: &["the"],
    of: &["of"],
    next: &[&["next"]],
    this: &[&["this", "coming"], &["the", "coming"], &["this"], &["coming"]],
    last: &[&["this", "past"], &["last"], &["past"]],
    next_week: &[&["of", "next", "week"], &["next", "week"]],
    last_week: &[&["of", "last", "week"], &["last", "week"]],
    repeats: &[&["every", "other"], &["every"], &["each"], &["any"], &["most"], &["many"]],
    parts_of_day: &[
        &["afternoon"],
        &["morning"],
        &["evening"],
        &["night"],
        &["noon"],
        &["EOD"],
        &["COB"],
        &["end", "of", "day"],
        &["close", "of", "business"],
    ],
    end_of_day: &[
        &["the", "end", "of", "the", "day"],
        &["end", "of", "the", "day"],
        &["end", "of", "day"],
        &["close", "of", "business"],
        &["EOD"],
        &["COB"],
    ],
    days: &[
        (&["the", "day", "after", "tomorrow"], 2),
        (&["day", "after", "tomorrow"], 2),
        (&["the", "day", "before", "yesterday"], -2),
        (&["day", "before", "yesterday"], -2),
        (&["tomorrow"], 1),
        (&["today"], 0),
        (&["tonight"], 0),
        (&["yesterday"], -1),
    ],
    within: &[&["in"], &["within"]],
    from_now: &[&["from", "now"], &["from", "today"]],
    numerals: &numerals::ENGLISH,
    one: "a",
    units: &[
        (&["day", "days"], Some(1)),
        (&["week", "weeks"], Some(7)),
        (&["month", "months"], None),
        (&["quarter", "quarters"], None),
        (&["year", "years"], None),
    ],
    vague: &[
        &["next", "week"],
        &["this", "week"],
        &["next", "month"],
        &["this", "month"],
        &["next", "quarter"],
        &["this", "quarter"],
        &["next", "year"],
        &["this", "year"],
        &["EOW"],
        &["EOM"],
        &["EOQ"],
        &["EOY"],
    ],
    around: &[
        &["the", "end", "of"],
        &["end", "of"],
        &["the", "beginning", "of"],
        &["beginning", "of"],
        &["the", "start", "of"],
        &["start", "of"],
        &["the", "week", "of"],
        &["week", "of"],
        &["early"],
        &["mid"],
        &["middle", "of"],
        &["late"],
        &["end"],
    ],
    periods: &["week", "month", "quarter", "year", "weekend"],
};
