//! Words that make the name behind them a part of the sentence: `talk to @Jeff` is not for Jeff to do.

use crate::text::lexicon::Lexicon;
use std::sync::LazyLock;

/// Words before a name that make it part of the sentence: `talk to @Jeff`.
const OBJECT_WORDS: &[&str] = &[
    "with",
    "to",
    "from",
    "for",
    "of",
    "about",
    "and",
    "or",
    "by",
    "via",
    "than",
    "at",
    "on",
    "in",
    "between",
    "through",
    "behind",
    "after",
    "before",
    "like",
    "without",
    "versus",
    "vs",
    "vs.",
    "per",
    "see",
    "ask",
    "tell",
    "ping",
    "email",
    "mail",
    "call",
    "meet",
    "remind",
    "contact",
    "message",
    "brief",
    "invite",
    "include",
    "cc",
    "update",
    "join",
    "help",
    "thank",
    "inform",
    "notify",
    "show",
    "send",
    "give",
    "text",
    "visit",
    "support",
    "interview",
    "hire",
    "onboard",
    "chase",
    "nudge",
    "loop",
    "read",
    "review",
    "open",
    "using",
    "use",
    "the",
    "is",
    "are",
    "was",
    "into",
];

/// The same, to be looked up.
static OBJECTS: LazyLock<Lexicon<()>> =
    LazyLock::new(|| Lexicon::of(OBJECT_WORDS.iter().map(|word| (*word, ()))));

/// Object words that are nouns as well: they lead to a name where a clause begins (`contact @Tomer`, `and call @Tomer`), not
/// where they end one (`the name of the desk contact @Tomer`).
const NOUNS_TOO: &[&str] = &[
    "contact",
    "call",
    "email",
    "mail",
    "message",
    "text",
    "brief",
    "invite",
    "update",
    "help",
    "support",
    "interview",
    "visit",
    "review",
    "loop",
    "show",
];

/// What stands before a word that begins a clause.
const BEFORE_A_CLAUSE: &[&str] = &[
    "to", "and", "or", "then", "please", "also", "will", "should", "must", "can", "shall", "we", "i", "not",
];

/// Verbs whose `in` leads to a name: `loop in @Tomer`. Of orders that `come in` nobody is the object.
const VERBS_WITH_IN: &[&str] = &["loop", "bring", "pull", "rope", "fill", "let", "call", "get", "draw", "cc"];

/// Whether `word`, the last of `before`, makes the name behind it a part of the sentence.
pub(super) fn leads_to_an_object(before: &str, word: &str) -> bool {
    if OBJECTS.get(word).is_none() {
        return false;
    }
    let earlier = before.get(..before.len() - word.len()).unwrap_or_default().trim_end();
    let previous = earlier.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_one_of = |words: &[&str], word: &str| words.iter().any(|known| word.eq_ignore_ascii_case(known));
    if is_one_of(NOUNS_TOO, word) {
        return earlier.is_empty()
            || earlier.ends_with([',', ';', ':', '('])
            || is_one_of(BEFORE_A_CLAUSE, previous);
    }
    !word.eq_ignore_ascii_case("in") || is_one_of(VERBS_WITH_IN, previous)
}
