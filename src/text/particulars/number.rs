//! Numbers in digits and words, and names that hold digits.

use super::super::Span;
use super::super::lexicon::Lexicon;
use super::super::token::{Token, TokenKind};
use super::{Found, Particular, unit};
use std::sync::LazyLock;

/// Words for numbers, with their value.
const UNITS: &[(&str, u64)] = &[
    ("zero", 0),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

/// Words that scale what stands before them, with their zeros.
const SCALES: &[(&str, usize)] =
    &[("hundred", 2), ("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12)];

/// A word of a number.
#[derive(Debug, Clone, Copy)]
enum NumberWord {
    /// One of [`UNITS`].
    Unit(u64),
    /// One of [`SCALES`].
    Scale(usize),
}

static WORDS: LazyLock<Lexicon<NumberWord>> = LazyLock::new(|| {
    let units = UNITS.iter().map(|(word, value)| (*word, NumberWord::Unit(*value)));
    Lexicon::of(units.chain(SCALES.iter().map(|(word, zeros)| (*word, NumberWord::Scale(*zeros)))))
});

/// Letters that scale the digits they follow without a blank. `m` does in amounts of money only.
const LETTERS: &[(&str, usize)] = &[
    ("k", 3),
    ("K", 3),
    ("M", 6),
    ("mn", 6),
    ("mln", 6),
    ("mio", 6),
    ("bn", 9),
    ("B", 9),
    ("bln", 9),
    ("tn", 12),
];

/// How many adjectives may stand between a number and the noun it counts.
const MOST_ADJECTIVES: usize = 2;

/// Number words up to this are said without counting anything (`the two agreed`) and count only with a unit.
const LARGEST_CASUAL: u64 = 12;

/// A number read, before it is known whether it is one of two (`5-10 seconds`).
struct Number {
    span: Span,
    /// Decimal digits, with a point or not.
    digits: String,
    zeros: usize,
    unit: Option<String>,
    /// Whether it is written in words and small.
    is_casual: bool,
    /// Whether the number before it is the lower end of this range.
    continues: bool,
}

/// Finds the numbers and the names with digits of `text`, which was cut into `tokens`; small numbers in words that count nothing are casual.
pub(super) fn numbers(text: &str, tokens: &[Token]) -> Vec<Found> {
    let reader = Scan { text, tokens };
    let mut named = Vec::new();
    let mut numbers: Vec<Number> = Vec::new();
    let mut at = 0;
    while at < reader.tokens.len() {
        match reader.at(at) {
            Some((Read::Name(span, written), next)) => {
                named.push(Found { span, particular: Particular::Name(written), is_casual: false });
                at = next;
            }
            Some((Read::Nothing, next)) => at = next,
            Some((Read::Number(mut number), next)) => {
                number.continues =
                    numbers.last().is_some_and(|last| reader.connects(last.span.end, number.span.start));
                numbers.push(number);
                at = next;
            }
            None => at += 1,
        }
    }
    // What the upper end of a range says of unit and scale, the lower end shares.
    for index in (1..numbers.len()).rev() {
        let (before, from) = numbers.split_at_mut(index);
        if let (Some(lower), Some(upper)) = (before.last_mut(), from.first())
            && upper.continues
            && lower.unit.is_none()
        {
            lower.unit.clone_from(&upper.unit);
            if lower.zeros == 0 {
                lower.zeros = upper.zeros;
            }
        }
    }
    let numbers = numbers.into_iter().map(|number| {
        let value = scaled(&number.digits, number.zeros);
        let is_casual = number.is_casual && number.unit.is_none();
        Found { span: number.span, particular: Particular::Number { value, unit: number.unit }, is_casual }
    });
    let mut found: Vec<Found> = numbers.chain(named).collect();
    found.sort_by_key(|found| found.span);
    found
}

/// Plain decimal notation of `digits` with the point moved to the right by `zeros`.
fn scaled(digits: &str, zeros: usize) -> String {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let moved: String = fraction.chars().chain(std::iter::repeat('0')).take(zeros).collect();
    let rest = fraction.get(zeros.min(fraction.len())..).unwrap_or_default().trim_end_matches('0');
    let joined = format!("{whole}{moved}");
    let whole = joined.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") }
}

/// What stands at a place.
enum Read {
    Number(Number),
    Name(Span, String),
    /// Digits that say nothing: an ordinal, `1:1`.
    Nothing,
}

struct Scan<'a> {
    text: &'a str,
    tokens: &'a [Token],
}

impl Scan<'_> {
    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn of(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    fn word(&self, at: usize) -> Option<&str> {
        (self.kind(at) == Some(TokenKind::Word)).then(|| self.of(at))
    }

    fn is_mark(&self, at: usize, marks: &str) -> bool {
        matches!(self.kind(at), Some(TokenKind::Mark(c)) if marks.contains(c))
    }

    fn is_digits(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Digits)
    }

    fn span(&self, from: usize, to: usize) -> Span {
        let start = self.tokens.get(from).map_or(0, |token| token.span.start);
        let end =
            to.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, |token| token.span.end);
        Span::new(start, end.max(start))
    }

    /// The word behind a blank at `at`.
    fn next_word(&self, at: usize) -> Option<&str> {
        (self.kind(at) == Some(TokenKind::Blank)).then(|| self.word(at + 1)).flatten()
    }

    /// Whether the text between two numbers makes them the ends of a range, or alternatives.
    fn connects(&self, from: usize, to: usize) -> bool {
        let between =
            self.text.get(from..to).unwrap_or_default().trim_end_matches(['€', '$', '£', '~']).trim();
        matches!(between, "-" | "–" | "—" | "to" | "or" | "and")
    }

    fn at(&self, at: usize) -> Option<(Read, usize)> {
        match self.kind(at)? {
            TokenKind::Digits => Some(self.digits(at)),
            TokenKind::Word => self.name(at).or_else(|| self.words(at)),
            TokenKind::Blank | TokenKind::Mark(_) => None,
        }
    }

    /// `Q3`, `GPT-4`, `ES2004a`: letters and digits without a blank, from a letter on.
    fn name(&self, at: usize) -> Option<(Read, usize)> {
        let mut next = at + 1;
        let mut has_digits = false;
        loop {
            match self.kind(next) {
                Some(TokenKind::Digits) => has_digits = true,
                Some(TokenKind::Word) => {}
                Some(TokenKind::Mark('-' | '_')) if self.is_digits(next + 1) => {}
                Some(TokenKind::Mark('.' | '-' | '_'))
                    if has_digits
                        && matches!(self.kind(next + 1), Some(TokenKind::Word | TokenKind::Digits)) => {}
                _ => break,
            }
            next += 1;
        }
        // `EUR50` and `US$50` are amounts.
        if !has_digits || unit::currency(self.of(at)).is_some() {
            return None;
        }
        let span = self.span(at, next);
        Some((Read::Name(span, span.of(self.text).to_lowercase()), next))
    }

    /// A number, time or version that starts with the digits at `at`.
    fn digits(&self, at: usize) -> (Read, usize) {
        let mut digits = self.of(at).to_owned();
        let mut next = at + 1;
        while self.is_mark(next, ",")
            && self.is_digits(next + 1)
            && self.of(next + 1).len() == 3
            && digits.len() < 18
        {
            digits.push_str(self.of(next + 1));
            next += 2;
        }
        if self.is_mark(next, ".") && self.is_digits(next + 1) {
            if self.is_mark(next + 2, ".") && self.is_digits(next + 3) {
                return self.joined(at, next, ".");
            }
            digits = format!("{digits}.{}", self.of(next + 1));
            next += 2;
        } else if self.is_mark(next, ":") && self.is_digits(next + 1) {
            if self.of(at) == "1" && self.of(next + 1) == "1" {
                let plural = usize::from(self.word(next + 2) == Some("s"));
                return (Read::Nothing, next + 2 + plural);
            }
            return self
                .clock(at, self.of(at), self.of(next + 1), next + 2)
                .unwrap_or_else(|| self.joined(at, next, ":"));
        } else if self.is_mark(next, "/") && self.is_digits(next + 1) {
            return self.joined(at, next, "/");
        }
        let mut zeros = 0;
        let mut unit = self.currency_before(at).map(str::to_owned);
        if let Some(word) = self.word(next) {
            let scale = LETTERS.iter().find(|(letter, _)| *letter == word);
            if ["st", "nd", "rd", "th"].contains(&word) {
                return (Read::Nothing, next + 1);
            } else if let Some(clock) = self.clock(at, &digits, "00", next) {
                return clock;
            } else if let Some((_, by)) = scale {
                zeros = *by;
                next += 1;
            } else if word == "m"
                && (unit.is_some() || unit::currency(self.next_word(next + 1).unwrap_or_default()).is_some())
            {
                zeros = 6;
                next += 1;
            } else if let Some((measure, behind)) = self.measure(next) {
                unit = Some(measure);
                next = behind;
            } else if let Some(code) = unit::currency(word) {
                unit = Some(code.to_owned());
                next += 1;
            } else {
                let behind = self.alphanumeric(next);
                let span = self.span(at, behind);
                return (Read::Name(span, span.of(self.text).to_lowercase()), behind);
            }
        } else if let Some(clock) = self.next_word(next).and_then(|_| self.clock(at, &digits, "00", next)) {
            return clock;
        }
        if unit.is_none() || zeros == 0 {
            let (by, behind) = self.scale_words(next);
            zeros += by;
            next = behind;
        }
        self.number(at, digits, zeros, unit, next, false)
    }

    /// The index behind the letters and digits from `next` on.
    fn alphanumeric(&self, mut next: usize) -> usize {
        while matches!(self.kind(next), Some(TokenKind::Word | TokenKind::Digits)) {
            next += 1;
        }
        next
    }

    /// Digits with one kind of mark between: `1.2.3`, `24/7`.
    fn joined(&self, at: usize, mut next: usize, mark: &str) -> (Read, usize) {
        while self.is_mark(next, mark) && self.is_digits(next + 1) {
            next += 2;
        }
        let span = self.span(at, next);
        (Read::Name(span, span.of(self.text).to_owned()), next)
    }

    /// A time of day: `15:00`, `3 pm`, `3:30pm`; `next` is behind the digits.
    fn clock(&self, at: usize, hours: &str, minutes: &str, next: usize) -> Option<(Read, usize)> {
        let half_at = if self.kind(next) == Some(TokenKind::Blank) { next + 1 } else { next };
        let half = self.word(half_at).map(str::to_lowercase).filter(|half| half == "am" || half == "pm");
        let has_minutes = self.is_mark(at + 1, ":");
        let hours: u32 = hours.parse().ok().filter(|hours| *hours < 25)?;
        if minutes.len() != 2 || minutes.parse::<u32>().ok()? > 59 || (half.is_none() && !has_minutes) {
            return None;
        }
        // `4 PMs` and `4 PM` are people; hours are told with `pm`, `p.m.` or minutes.
        let is_upper = self.word(half_at) == Some("PM") || self.word(half_at) == Some("AM");
        if half.is_some() && !has_minutes && (hours > 12 || (is_upper && half_at != next)) {
            return None;
        }
        let hours = match half.as_deref() {
            Some("pm") if hours < 12 => hours + 12,
            Some("am") if hours == 12 => 0,
            _ => hours,
        };
        let end = if half.is_some() { half_at + 1 } else { next };
        Some((Read::Name(self.span(at, end), format!("{hours:02}:{minutes}")), end))
    }

    /// A number in words that starts at `at`.
    fn words(&self, at: usize) -> Option<(Read, usize)> {
        const LONGEST: usize = 12;
        let (mut total, mut current, mut next) = (0_u64, 0_u64, at);
        let mut words = 0;
        while words < LONGEST {
            let word = self.word(next).unwrap_or_default();
            // `hundreds` is a number behind another only.
            let plural_scale = || {
                let singular = word.strip_suffix(['s', 'S']).filter(|_| words > 0)?;
                WORDS.get(singular).filter(|word| matches!(word, NumberWord::Scale(_)))
            };
            let Some(word) = WORDS.get(word).or_else(plural_scale) else { break };
            if let NumberWord::Unit(value) = word {
                // `five six` are two numbers; `twenty five` is one.
                let fits = words == 0
                    || (value < 10 && current % 100 >= 20 && current % 10 == 0)
                    || current % 100 == 0 && current > 0
                    || (current == 0 && total > 0);
                if !fits {
                    break;
                }
                current += value;
            } else if let NumberWord::Scale(zeros) = word {
                let factor = 10_u64.checked_pow(u32::try_from(zeros).ok()?)?;
                if words == 0 && !self.follows_article(at) {
                    return None;
                }
                if zeros == 2 {
                    current = current.max(1).checked_mul(factor)?;
                } else {
                    total = total.checked_add(current.max(1).checked_mul(factor)?)?;
                    current = 0;
                }
            }
            words += 1;
            next += 1;
            // A blank, a hyphen or `and` leads to the next word of the number.
            let mut further = next;
            if self.is_mark(further, "-") || self.kind(further) == Some(TokenKind::Blank) {
                further += 1;
            }
            if self.word(further).is_some_and(|word| word.eq_ignore_ascii_case("and"))
                && current.max(total) >= 100
            {
                further += 2;
            }
            let Some(word) = self.word(further).and_then(|word| WORDS.get(word)) else { break };
            if further == next {
                break;
            }
            if let NumberWord::Unit(value) = word
                && !((value < 10 && current % 100 >= 20 && current % 10 == 0)
                    || (current % 100 == 0 && (current > 0 || total > 0)))
            {
                break;
            }
            next = further;
        }
        if words == 0 {
            return None;
        }
        let value = total.checked_add(current)?;
        let is_casual = value <= LARGEST_CASUAL;
        let (read, behind) = self.number(at, value.to_string(), 0, None, next, is_casual);
        let Read::Number(mut number) = read else { return None };
        if value == 1
            && !number.unit.as_deref().is_some_and(|unit| {
                unit == "%" || unit::is_measure(unit) && unit.chars().all(char::is_uppercase)
            })
        {
            number.unit = None;
        }
        Some((Read::Number(number), behind))
    }

    /// `a hundred`.
    fn follows_article(&self, at: usize) -> bool {
        at >= 2
            && self.kind(at - 1) == Some(TokenKind::Blank)
            && self.word(at - 2).is_some_and(|word| matches!(word, "a" | "A" | "per"))
    }

    /// The zeros of the scale words behind `at` (` million`), and the index behind them.
    fn scale_words(&self, mut at: usize) -> (usize, usize) {
        const MOST: usize = 2;
        let mut zeros = 0;
        for _ in 0..MOST {
            let Some(word) = self.next_word(at) else { break };
            let Some((_, by)) = SCALES.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)) else {
                break;
            };
            zeros += by;
            at += 2;
        }
        (zeros, at)
    }

    fn currency_before(&self, at: usize) -> Option<&'static str> {
        let mut before = at.checked_sub(1)?;
        if self.kind(before) == Some(TokenKind::Blank) {
            before = before.checked_sub(1)?;
        }
        let word = self.of(before);
        // `dollars 5` is no amount; a sign or a code is.
        unit::currency(word).filter(|code| self.kind(before) != Some(TokenKind::Word) || word == *code)
    }

    /// A measure at `at`: `GB/s`, `ms`.
    fn measure(&self, at: usize) -> Option<(String, usize)> {
        let word = self.word(at)?;
        if self.is_mark(at + 1, "/")
            && let Some(per) = self.word(at + 2)
            && let Some(measure) = unit::measure(&format!("{word}/{per}"))
        {
            return Some((measure.to_owned(), at + 3));
        }
        // One letter is a measure only right behind its digits, of which the caller has made sure.
        unit::measure(word).map(|measure| (measure.to_owned(), at + 1))
    }

    /// The number with the unit that stands at `next`, unless it has one; its span ends before the unit, since numbers
    /// may stand between (`five or six designs`).
    fn number(
        &self,
        at: usize,
        digits: String,
        zeros: usize,
        unit: Option<String>,
        next: usize,
        is_casual: bool,
    ) -> (Read, usize) {
        let found = if unit.is_none() { self.unit(next) } else { None };
        let unit = unit.or(found);
        let span = self.span(at, next);
        (Read::Number(Number { span, digits, zeros, unit, is_casual, continues: false }), next)
    }

    fn unit(&self, at: usize) -> Option<String> {
        if self.is_mark(at, "%") {
            return Some("%".to_owned());
        }
        if let Some(TokenKind::Mark(c)) = self.kind(at)
            && let Some(code) = unit::currency(c.encode_utf8(&mut [0; 4]))
        {
            return Some(code.to_owned());
        }
        if self.is_mark(at, "-") {
            // `5-minute`, `48-node`
            let word = self.word(at + 1).filter(|word| word.len() > 2)?;
            return Some(unit::measure(word).map_or_else(|| unit::stem(word), str::to_owned));
        }
        let mut at = at;
        for adjectives in 0..=MOST_ADJECTIVES {
            let word = self.next_word(at)?;
            if adjectives == 0 {
                if let Some(code) = unit::currency(word) {
                    return Some(code.to_owned());
                }
                if word.eq_ignore_ascii_case("per")
                    && self.next_word(at + 2).is_some_and(|word| word.eq_ignore_ascii_case("cent"))
                {
                    return Some("%".to_owned());
                }
                if let Some(measure) = self.measure(at + 1).filter(|_| word.len() > 1) {
                    return Some(measure.0);
                }
            }
            if unit::is_stop(word) {
                return None;
            }
            if unit::is_counted(word) {
                return Some(unit::measure(word).map_or_else(|| unit::stem(word), str::to_owned));
            }
            at += 2;
        }
        None
    }
}
