//! Units of numbers.

use rust_stemmers::{Algorithm, Stemmer};
use std::sync::LazyLock;

static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));

/// Currency words and signs with their ISO 4217 code; lower case.
const CURRENCIES: &[(&str, &str)] = &[
    ("€", "EUR"),
    ("eur", "EUR"),
    ("euro", "EUR"),
    ("euros", "EUR"),
    ("$", "USD"),
    ("usd", "USD"),
    ("dollar", "USD"),
    ("dollars", "USD"),
    ("bucks", "USD"),
    ("£", "GBP"),
    ("gbp", "GBP"),
    ("pound", "GBP"),
    ("pounds", "GBP"),
    ("quid", "GBP"),
    ("¥", "JPY"),
    ("jpy", "JPY"),
    ("yen", "JPY"),
    ("₹", "INR"),
    ("inr", "INR"),
    ("rupees", "INR"),
    ("chf", "CHF"),
    ("francs", "CHF"),
    ("₪", "ILS"),
    ("ils", "ILS"),
    ("nis", "ILS"),
    ("shekels", "ILS"),
    ("₺", "TRY"),
    ("lira", "TRY"),
    ("cad", "CAD"),
    ("aud", "AUD"),
    ("sek", "SEK"),
    ("nok", "NOK"),
    ("dkk", "DKK"),
];

/// Measures: ways to write them, lower case, the first as it is compared.
const MEASURES: &[&[&str]] = &[
    &["%", "percent", "pct"],
    &["x", "times"],
    &["ms", "millisecond", "milliseconds", "msec"],
    &["second", "seconds", "s", "sec", "secs"],
    &["minut", "minute", "minutes", "min", "mins"],
    &["hour", "hours", "h", "hr", "hrs"],
    &["day", "days", "d"],
    &["week", "weeks", "wk", "wks"],
    &["month", "months", "mo"],
    &["quarter", "quarters"],
    &["year", "years", "yr", "yrs"],
    &["kb", "kilobyte", "kilobytes"],
    &["mb", "megabyte", "megabytes"],
    &["gb", "gigabyte", "gigabytes", "gig", "gigs"],
    &["tb", "terabyte", "terabytes"],
    &["pb", "petabyte", "petabytes"],
    &["kb/s"],
    &["mb/s"],
    &["gb/s", "gbytes/s"],
    &["tb/s"],
    &["mbit/s", "mbps"],
    &["gbit/s", "gbps"],
    &["hz"],
    &["khz"],
    &["mhz"],
    &["ghz"],
    &["mm", "millimetres", "millimeters"],
    &["cm", "centimetres", "centimeters"],
    &["m", "metres", "meters"],
    &["km", "kilometres", "kilometers"],
    &["inch", "inches"],
    &["miles", "mile"],
    &["g", "grams"],
    &["kg", "kilos", "kilograms"],
    &["w", "watts", "watt"],
    &["kw", "kilowatts"],
    &["mw", "megawatts"],
    &["v", "volts", "volt"],
    &["px", "pixels"],
    &["fps"],
    &["qps"],
    &["iops"],
    &["p"],
    &["°"],
];

/// Plurals that do not end in `s`, and their singulars' stems.
const PLURALS: &[&str] = &["people", "men", "women", "children", "feet", "data", "criteria", "staff"];

/// Words that end what a number counts.
const STOPS: &[&str] = &[
    "of", "to", "and", "or", "in", "on", "at", "by", "for", "from", "with", "is", "are", "was", "were",
    "has", "have", "as", "than", "that", "which", "who", "the", "a", "an", "this", "these", "those", "its",
    "his", "her", "their", "our", "will", "would", "can", "should", "but", "if", "per", "versus", "vs",
    "plus", "because", "so", "not", "until", "when", "does", "times", "yes", "us", "always", "perhaps",
    "besides", "towards", "instead", "less",
];

/// The ISO code of a currency sign or word.
pub(super) fn currency(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    CURRENCIES.iter().find(|(name, _)| *name == lower).map(|(_, code)| *code)
}

/// The measure a word stands for; of the letters W and V are capitals, `5G` and `3D` are no measures.
pub(super) fn measure(word: &str) -> Option<&'static str> {
    if word.len() == 1 && word.chars().all(char::is_uppercase) && !matches!(word, "W" | "V") {
        return None;
    }
    let lower = word.to_lowercase();
    MEASURES.iter().find(|names| names.contains(&lower.as_str())).and_then(|names| names.first().copied())
}

/// Whether a unit is one that things are measured in, not what is counted.
pub(super) fn is_measure(unit: &str) -> bool {
    CURRENCIES.iter().any(|(_, code)| *code == unit)
        || MEASURES.iter().any(|names| names.first() == Some(&unit))
}

/// Whether a noun in `word` ends what the number before it counts: a plural, or an abbreviation (`FTE`).
pub(super) fn is_counted(word: &str) -> bool {
    let lower = word.to_lowercase();
    PLURALS.contains(&lower.as_str())
        || (lower.len() > 3
            && lower.ends_with('s')
            && !["ss", "us", "is"].iter().any(|end| lower.ends_with(end)))
        || word.chars().filter(|c| c.is_uppercase()).count() > 1
}

pub(super) fn is_stop(word: &str) -> bool {
    STOPS.iter().any(|stop| stop.eq_ignore_ascii_case(word))
}

/// The form in which nouns are compared.
pub(super) fn stem(word: &str) -> String {
    // `PMs` is the plural of an abbreviation, too short for a stemmer.
    if let Some(abbreviation) = word.strip_suffix('s').filter(|short| short.chars().all(char::is_uppercase)) {
        return abbreviation.to_lowercase();
    }
    STEMMER.stem(&word.to_lowercase()).into_owned()
}
