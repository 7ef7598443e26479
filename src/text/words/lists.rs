//! Lists of English words. They are general: none was taken from the notes of the tests.

/// The words every English text has: articles, pronouns, prepositions, conjunctions, auxiliaries. Sorted.
const STOP_WORDS: &[&str] = &[
    "a",
    "about",
    "above",
    "across",
    "after",
    "again",
    "against",
    "all",
    "along",
    "already",
    "also",
    "although",
    "am",
    "among",
    "an",
    "and",
    "another",
    "any",
    "anyone",
    "anything",
    "are",
    "around",
    "as",
    "at",
    "be",
    "because",
    "been",
    "before",
    "being",
    "below",
    "between",
    "both",
    "but",
    "by",
    "can",
    "cannot",
    "could",
    "d",
    "did",
    "do",
    "does",
    "doing",
    "done",
    "down",
    "during",
    "each",
    "either",
    "else",
    "etc",
    "even",
    "ever",
    "every",
    "for",
    "from",
    "further",
    "had",
    "has",
    "have",
    "having",
    "he",
    "her",
    "here",
    "hers",
    "herself",
    "him",
    "himself",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "including",
    "instead",
    "into",
    "is",
    "it",
    "its",
    "itself",
    "just",
    "ll",
    "m",
    "may",
    "me",
    "might",
    "mine",
    "more",
    "most",
    "must",
    "my",
    "myself",
    "neither",
    "no",
    "nor",
    "not",
    "of",
    "off",
    "on",
    "once",
    "only",
    "onto",
    "or",
    "other",
    "others",
    "our",
    "ours",
    "ourselves",
    "out",
    "over",
    "own",
    "per",
    "rather",
    "re",
    "s",
    "same",
    "shall",
    "she",
    "should",
    "since",
    "so",
    "some",
    "such",
    "t",
    "than",
    "that",
    "the",
    "their",
    "theirs",
    "them",
    "themselves",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "through",
    "to",
    "too",
    "under",
    "until",
    "up",
    "upon",
    "us",
    "ve",
    "very",
    "via",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "why",
    "will",
    "with",
    "within",
    "without",
    "would",
    "yet",
    "you",
    "your",
];

/// Whether `folded` is one of the words every English text has.
#[must_use]
pub fn is_stop_word(folded: &str) -> bool {
    packed(folded.as_bytes()).is_some_and(has_place)
}

/// The same for a word as it is written, in capitals or not.
#[must_use]
pub fn is_stop_word_as_written(word: &str) -> bool {
    /// The bit that all letters of ASCII have; half of it is the one that only small letters have.
    const LETTER: u128 = u128::from_ne_bytes([0x40; LONGEST]);
    // Nothing but a capital becomes a letter by this.
    packed(word.as_bytes()).is_some_and(|word| has_place(word | (word & LETTER) >> 1))
}

/// The same for a word of ASCII whose bytes are those of a number, in lower case and the first the least.
#[must_use]
pub fn is_stop_word_in_bytes(word: u128) -> bool {
    has_place(word)
}

/// Whether a [`packed`] word is among [`PLACES`].
fn has_place(word: u128) -> bool {
    let mut at = place(word);
    // The table is mostly empty: this ends at once for nearly every word.
    while PLACES[at] != 0 {
        if PLACES[at] == word {
            return true;
        }
        at = (at + 1) % PLACES.len();
    }
    false
}

/// The [`STOP_WORDS`], each [`packed`] and in the first free place from [`place`] on; 0 where no word is. Every word of
/// a vault is looked up in it.
const PLACES: [u128; 1 << PLACE_BITS] = {
    let mut places = [0; 1 << PLACE_BITS];
    let mut next = 0;
    while next < STOP_WORDS.len() {
        let word = packed(STOP_WORDS[next].as_bytes()).expect("no stop word is that long");
        let mut at = place(word);
        while places[at] != 0 {
            at = (at + 1) % places.len();
        }
        places[at] = word;
        next += 1;
    }
    places
};

/// Three places and more for each word, so that most are where they are first looked for.
const PLACE_BITS: u32 = 9;

/// Where a [`packed`] word is first looked for: the first bits of a product that all its bytes reach (Fibonacci hashing,
/// by 2^64 over the golden ratio).
#[expect(clippy::cast_possible_truncation, reason = "the two halves, and a few bits of them")]
const fn place(word: u128) -> usize {
    let folded = word as u64 ^ (word >> 64) as u64;
    (folded.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - PLACE_BITS)) as usize
}

/// No stop word has more bytes.
const LONGEST: usize = 16;

/// A word of 1 to [`LONGEST`] letters as a number, which is never 0.
const fn packed(word: &[u8]) -> Option<u128> {
    let mut bytes = [0; LONGEST];
    if word.is_empty() || word.len() > bytes.len() {
        return None;
    }
    let mut at = 0;
    while at < word.len() {
        bytes[at] = word[at];
        at += 1;
    }
    Some(u128::from_le_bytes(bytes))
}

/// Whether `folded` negates what it stands with, in English, and in the words that are no English ones in German and
/// French: notes in other languages are read without stems, and must not be taken for saying what they deny.
#[must_use]
pub fn is_negation(folded: &str) -> bool {
    matches!(
        folded,
        "not"
            | "no"
            | "never"
            | "cannot"
            | "without"
            | "nobody"
            | "nothing"
            | "none"
            | "neither"
            | "nor"
            | "nicht"
            | "kein"
            | "keine"
            | "keinen"
            | "keiner"
            | "keinem"
            | "keines"
            | "nichts"
            | "niemals"
            | "niemand"
            | "pas"
            | "jamais"
            | "aucun"
            | "aucune"
            | "rien"
    ) || folded.ends_with("n't")
}

/// The digits of a small number word. `one` is none: it is a pronoun more often.
#[must_use]
pub fn number_word(folded: &str) -> Option<&'static str> {
    let digits = match folded {
        "two" => "2",
        "three" => "3",
        "four" => "4",
        "five" => "5",
        "six" => "6",
        "seven" => "7",
        "eight" => "8",
        "nine" => "9",
        "ten" => "10",
        "eleven" => "11",
        "twelve" => "12",
        "thirteen" => "13",
        "fourteen" => "14",
        "fifteen" => "15",
        "sixteen" => "16",
        "seventeen" => "17",
        "eighteen" => "18",
        "nineteen" => "19",
        "twenty" => "20",
        "thirty" => "30",
        "forty" => "40",
        "fifty" => "50",
        "sixty" => "60",
        "seventy" => "70",
        "eighty" => "80",
        "ninety" => "90",
        "hundred" => "100",
        "thousand" => "1000",
        _ => return number_word_abroad(folded),
    };
    Some(digits)
}

/// The same in German, French, Spanish and Dutch, but for words that mean something else in an English note (`dos`, `elf`,
/// `once`, `quince`, `sept`).
#[must_use]
pub fn number_word_abroad(folded: &str) -> Option<&'static str> {
    let digits = match folded {
        "zwei" | "deux" | "twee" => "2",
        "drei" | "trois" | "tres" | "drie" => "3",
        "vier" | "quatre" | "cuatro" => "4",
        "funf" | "cinq" | "cinco" | "vijf" => "5",
        "sechs" | "seis" | "zes" => "6",
        "sieben" | "siete" | "zeven" => "7",
        "acht" | "huit" | "ocho" => "8",
        "neun" | "neuf" | "nueve" | "negen" => "9",
        "zehn" | "dix" | "diez" | "tien" => "10",
        "zwolf" | "douze" | "doce" | "twaalf" => "12",
        "dreizehn" | "treize" | "trece" | "dertien" => "13",
        "vierzehn" | "quatorze" | "catorce" | "veertien" => "14",
        "funfzehn" | "quinze" | "vijftien" => "15",
        "zwanzig" | "vingt" | "veinte" | "twintig" => "20",
        "dreißig" | "trente" | "treinta" | "dertig" => "30",
        "hundert" | "cien" | "honderd" => "100",
        _ => return None,
    };
    Some(digits)
}

/// The digits of a small ordinal: `every second day` is every 2 days.
#[must_use]
pub fn ordinal_word(folded: &str) -> Option<&'static str> {
    let digits = match folded {
        "first" => "1",
        "second" => "2",
        "third" => "3",
        "fourth" => "4",
        "fifth" => "5",
        "sixth" => "6",
        "seventh" => "7",
        "eighth" => "8",
        "ninth" => "9",
        "tenth" => "10",
        _ => return None,
    };
    Some(digits)
}

/// Sets of words any two of which exclude each other where they stand in the same place.
const OPPOSITES: &[&[&str]] = &[
    &["accept", "reject", "decline", "refuse"],
    &["add", "remove", "delete", "drop"],
    &["after", "before"],
    &["agree", "disagree"],
    &["allow", "forbid", "prohibit", "block", "prevent", "deny"],
    &["always", "never", "sometimes"],
    &["approve", "reject", "decline"],
    &["ascending", "descending"],
    &["back", "front"],
    &["begin", "end"],
    &["best", "worst"],
    &["better", "worse"],
    &["buy", "sell"],
    &["cheap", "expensive"],
    &["client", "server"],
    &["daily", "weekly", "monthly", "quarterly", "yearly", "annual"],
    &["early", "late"],
    &["enable", "disable"],
    &["encrypt", "decrypt"],
    &["expand", "shrink"],
    &["fail", "succeed", "pass"],
    &["fast", "slow"],
    &["first", "second", "third", "fourth", "fifth", "last"],
    &["full", "empty"],
    &["gain", "loss"],
    &["grow", "shrink"],
    &["hardware", "software"],
    &["high", "low"],
    &["hire", "fire"],
    &["hot", "cold"],
    &["import", "export"],
    &["include", "exclude", "omit"],
    &["inbound", "outbound"],
    &["income", "expense"],
    &["increase", "decrease", "reduce"],
    &["inner", "outer"],
    &["input", "output"],
    &["internal", "external"],
    &[
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
    &["join", "leave"],
    &["large", "small"],
    &["left", "right"],
    &["legal", "illegal"],
    &["light", "dark", "heavy"],
    &["local", "remote", "global"],
    &["long", "short"],
    &["lower", "upper", "raise"],
    &["major", "minor"],
    &["mandatory", "optional", "required"],
    &["manual", "automatic"],
    &["maximum", "minimum"],
    &["max", "min"],
    &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    &["more", "less", "fewer"],
    &["morning", "afternoon", "evening"],
    &["new", "old", "existing"],
    &["north", "south", "east", "west"],
    &["offline", "online"],
    &["old", "young"],
    &["open", "close", "closed"],
    &["permanent", "temporary"],
    &["physical", "virtual"],
    &["positive", "negative"],
    &["primary", "secondary", "backup"],
    &["profit", "loss"],
    &["public", "private"],
    &["push", "pull"],
    &["read", "write"],
    &["send", "receive"],
    &["simple", "complex"],
    &["single", "double", "multiple"],
    &["staging", "production", "test", "development"],
    &["start", "stop", "finish", "end"],
    &["static", "dynamic"],
    &["strength", "weakness"],
    &["strong", "weak"],
    &["supply", "demand"],
    &["top", "bottom"],
    &["upgrade", "downgrade"],
    &["upload", "download"],
    &["upstream", "downstream"],
    &["up", "down"],
    &["vertical", "horizontal"],
    &["win", "lose"],
    &["with", "without"],
];

const NEGATING_PREFIXES: [&str; 7] = ["un", "in", "im", "ir", "dis", "non", "de"];

/// Whether two folded words exclude each other where they stand in the same place: they are listed opposites, or
/// one is the other with a negating prefix.
#[must_use]
pub fn are_opposites(left: &str, right: &str) -> bool {
    if left == right {
        return false;
    }
    let listed = |set: &&[&str]| {
        let alike = |word: &str, base: &str| word.as_bytes().first() == base.as_bytes().first();
        let of = |word: &str| set.iter().position(|base| alike(word, base) && is_form(word, base));
        matches!((of(left), of(right)), (Some(left), Some(right)) if left != right)
    };
    OPPOSITES.iter().any(listed) || negates(left, right) || negates(right, left)
}

/// Whether `word` is `base` with one of the endings of a verb, noun or adjective.
fn is_form(word: &str, base: &str) -> bool {
    let stem = base.strip_suffix('e').unwrap_or(base);
    word.strip_prefix(stem).is_some_and(|ending| {
        word == base
            || matches!(ending, "s" | "es" | "ed" | "ing" | "er" | "est" | "al" | "ly")
            || (stem != base && ending == "e")
    })
}

fn negates(long: &str, short: &str) -> bool {
    // Three letters are too few to be the word that is negated: `in` + `put`.
    short.len() > 3 && NEGATING_PREFIXES.iter().any(|prefix| long.strip_prefix(prefix) == Some(short))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(left: &str, right: &str, expect: bool) {
        assert_eq!(are_opposites(left, right), expect, "{left} / {right}");
        assert_eq!(are_opposites(right, left), expect, "{right} / {left}");
    }

    #[test]
    fn the_stop_words_are_sorted() {
        assert!(STOP_WORDS.is_sorted());
        assert!(STOP_WORDS.iter().all(|word| is_stop_word(word)));
        assert!(
            !["", "tha", "thatt", "themselve", "budgets", "roof", "The"]
                .iter()
                .any(|word| is_stop_word(word))
        );
    }

    #[test]
    fn a_stop_word_may_be_written_in_capitals() {
        for word in ["the", "The", "THE", "I", "themselves", "Themselves"] {
            assert!(is_stop_word_as_written(word), "{word}");
        }
        for word in ["", "Roof", "T@E", "4", "Themselve"] {
            assert!(!is_stop_word_as_written(word), "{word}");
        }
        assert!(STOP_WORDS.iter().all(|word| is_stop_word_as_written(&word.to_uppercase())));
    }

    #[test]
    fn opposites_are_known_in_their_forms() {
        check("enabled", "disable", true);
        check("reads", "write", true);
        check("familiar", "unfamiliar", true);
        check("increase", "increases", false);
        check("structured", "unstructured", true);
        check("put", "input", false);
        check("buy", "purchase", false);
    }
}
