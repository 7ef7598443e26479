//! What can be said of a stretch of text as the name of a person.

use crate::text::dates::{dates, is_calendar_word};
use crate::text::lexicon::Lexicon;
use std::sync::LazyLock;
use strsim::jaro_winkler;

/// The names of the participants.
pub(in crate::note) struct Names<'a> {
    participants: &'a [String],
    /// The same, cut into words.
    words: Vec<Vec<&'a str>>,
}

/// Two words of names that are this similar may be one name, heard twice: speech recognition writes Whitefield for
/// Whitfield (.98), Lindquist for Lindqvist (.96), Devon for Devin (.91). It decides only that a name is meant, never
/// whose. Pricing and Princeton are at .79.
const HEARD_ALIKE: f64 = 0.88;

/// Words that stand for all of them, or for nobody known.
const GROUPS: &[&str] = &[
    "everyone",
    "everybody",
    "all",
    "all of us",
    "all participants",
    "all attendees",
    "team",
    "the team",
    "whole team",
    "the whole team",
    "entire team",
    "the entire team",
    "group",
    "the group",
    "both",
    "both of us",
    "we",
    "us",
    "me",
    "myself",
    "i",
    "self",
    "tbd",
    "tba",
    "tbc",
    "tdb",
    "unassigned",
    "unknown",
    "nobody",
    "no one",
    "none",
    "n/a",
    "to be assigned",
    "to be decided",
    "to be determined",
    "to be confirmed",
    "owner tbd",
    "not assigned",
];

/// Words that stand before names in lower case: `van der Berg`.
const PARTICLES: &[&str] = &[
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "le", "el", "al",
    "bin", "ibn", "ben", "bar", "ter", "ten", "zu", "zur", "af", "av", "y", "e",
];

/// Words that stand in front of a task as its topic, with a capital as names have.
const TOPICS: &[&str] = &[
    "action",
    "actions",
    "agenda",
    "analytics",
    "api",
    "app",
    "backend",
    "backlog",
    "blocked",
    "blocker",
    "brand",
    "budget",
    "bug",
    "bugs",
    "business",
    "call",
    "client",
    "cloud",
    "code",
    "contract",
    "copy",
    "cost",
    "costs",
    "customer",
    "customers",
    "data",
    "database",
    "date",
    "deadline",
    "deck",
    "demo",
    "deploy",
    "design",
    "docs",
    "done",
    "draft",
    "due",
    "email",
    "emails",
    "event",
    "events",
    "feature",
    "features",
    "feedback",
    "finance",
    "fix",
    "follow",
    "frontend",
    "general",
    "goal",
    "growth",
    "high",
    "hr",
    "idea",
    "important",
    "infra",
    "infrastructure",
    "internal",
    "interview",
    "investor",
    "investors",
    "invoice",
    "issue",
    "issues",
    "it",
    "later",
    "launch",
    "legal",
    "logistics",
    "logo",
    "low",
    "medium",
    "metrics",
    "milestone",
    "misc",
    "mobile",
    "must",
    "next",
    "note",
    "notes",
    "now",
    "offer",
    "office",
    "onboard",
    "open",
    "optional",
    "ops",
    "other",
    "owner",
    "paper",
    "people",
    "phase",
    "pilot",
    "plan",
    "platform",
    "policy",
    "poster",
    "press",
    "priority",
    "process",
    "product",
    "project",
    "proposal",
    "prototype",
    "purchase",
    "question",
    "release",
    "reminder",
    "report",
    "research",
    "result",
    "results",
    "review",
    "risk",
    "risks",
    "roadmap",
    "sales",
    "schedule",
    "scope",
    "security",
    "server",
    "site",
    "slides",
    "soon",
    "space",
    "specs",
    "sprint",
    "staff",
    "step",
    "strategy",
    "support",
    "survey",
    "sync",
    "system",
    "task",
    "tasks",
    "tech",
    "test",
    "tests",
    "timeline",
    "today",
    "todo",
    "tomorrow",
    "tools",
    "topic",
    "travel",
    "ui",
    "update",
    "urgent",
    "ux",
    "venue",
    "video",
    "waiting",
    "warning",
    "web",
    "website",
    "work",
    "workshop",
];

/// Endings of nouns for things, which hardly any first name has.
const ENDINGS: &[&str] =
    &["ing", "tion", "sion", "ment", "ness", "ity", "ance", "ence", "ics", "ware", "ship", "ology", "ories"];

impl<'a> Names<'a> {
    pub(in crate::note) fn of(participants: &'a [String]) -> Self {
        let words = participants.iter().map(|name| words(without_parenthesis(name)));
        Self { participants, words: words.filter(|words| !words.is_empty()).collect() }
    }

    /// The names as they are listed.
    pub(in crate::note) fn participants(&self) -> &'a [String] {
        self.participants
    }

    /// Whether nobody is known to have been there.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How many of `words` are the beginning of a participant's name, and whether they are all of it.
    pub(super) fn longest_prefix(&self, words: &[&str]) -> (usize, bool) {
        self.words
            .iter()
            .map(|participant| {
                let count = participant
                    .iter()
                    .zip(words)
                    .enumerate()
                    .take_while(|(at, (name, word))| is_same(name, word) || (*at > 0 && is_alike(name, word)))
                    .count();
                (count, count == participant.len())
            })
            .max()
            .unwrap_or((0, false))
    }

    /// Whether `name` is that of a participant, whole, in part or in initials (`Tomer`, `Tomer H.`, `TH`), also when it was
    /// misheard.
    pub(super) fn knows(&self, name: &str) -> bool {
        let words = words(without_parenthesis(name));
        let Some((first, others)) = words.split_first() else { return false };
        if others.is_empty() && self.are_initials_of_one(first) {
            return true;
        }
        self.words.iter().any(|participant| {
            let heard =
                |word: &str| participant.iter().any(|part| is_same(part, word) || is_alike(part, word));
            let initial = |word: &str| {
                let letter = word.trim_end_matches('.');
                letter.chars().count() == 1
                    && participant.iter().skip(1).any(|part| {
                        part.chars()
                            .next()
                            .is_some_and(|c| c.to_lowercase().eq(letter.to_lowercase().chars()))
                    })
            };
            heard(first)
                && (others.iter().all(|word| heard(word) || initial(word))
                    || (participant.len() == 1 && others.iter().all(|word| is_capitalised(word))))
        })
    }

    /// Whether a word is the initials of one participant and of no other: `HR` for Hamish Rudd.
    fn are_initials_of_one(&self, word: &str) -> bool {
        const LETTERS: std::ops::RangeInclusive<usize> = 2..=3;
        if !LETTERS.contains(&word.len()) || !word.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return false;
        }
        let mut of = self
            .words
            .iter()
            .filter(|participant| participant.iter().filter_map(|part| part.chars().next()).eq(word.chars()));
        // One participant is listed once for each way their name is written.
        of.next().is_some_and(|first| {
            of.all(|other| {
                other
                    .last()
                    .zip(first.last())
                    .is_some_and(|(one, other)| is_same(one, other) || is_alike(one, other))
            })
        })
    }

    /// Whether `name` looks like one: up to four words, each with a capital, none of them a date or a usual topic.
    pub(super) fn looks_like_one(name: &str) -> bool {
        let words = words(name);
        let capitals = words.iter().filter(|word| is_capitalised(word)).count();
        (1..=4).contains(&words.len())
            && words.first().is_some_and(|word| {
                is_capitalised(word) && word.chars().nth(1).is_some_and(char::is_lowercase)
            })
            && words.iter().all(|word| is_name_word(word) && (is_capitalised(word) || is_particle(word)))
            && (capitals > 1 || words.len() == 1)
            && words.iter().all(|word| !is_topic(word) && !is_calendar_word(word))
            && dates(name, None).is_empty()
    }
}

/// Whether `name` stands for all, for nobody known, or for the writer.
pub(super) fn is_group(name: &str) -> bool {
    static KNOWN: LazyLock<Lexicon<()>> =
        LazyLock::new(|| Lexicon::of(GROUPS.iter().map(|group| (*group, ()))));
    KNOWN.get(name.trim()).is_some()
}

fn is_topic(word: &str) -> bool {
    let lower = word.to_lowercase();
    TOPICS.contains(&lower.as_str())
        || (lower.len() > 5 && ENDINGS.iter().any(|ending| lower.ends_with(ending)))
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

fn is_name_word(word: &str) -> bool {
    let letters = word.strip_suffix('.').unwrap_or(word);
    !letters.is_empty()
        && letters
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.') || is_combining(c))
}

/// Combining accents, as names in decomposed form have them.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

pub(super) fn is_capitalised(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Whether `word` goes on with a name that began before it.
pub(super) fn may_go_on(word: &str) -> bool {
    is_name_word(word)
        && (is_capitalised(word) || is_particle(word))
        && !is_topic(word)
        && !is_calendar_word(word)
}

/// Whether two words are one without regard to case.
fn is_same(left: &str, right: &str) -> bool {
    if left.is_ascii() && right.is_ascii() {
        return left.eq_ignore_ascii_case(right);
    }
    left == right || left.to_lowercase() == right.to_lowercase()
}

fn is_alike(left: &str, right: &str) -> bool {
    // Nearly all names differ in their first letter, which is told without folding them.
    let initial = |word: &str| word.chars().next().and_then(|first| first.to_lowercase().next());
    if initial(left) != initial(right) {
        return false;
    }
    let (left, right) = (left.to_lowercase(), right.to_lowercase());
    left.chars().next() == right.chars().next()
        && left.chars().count().min(right.chars().count()) > 2
        && jaro_winkler(&left, &right) >= HEARD_ALIKE
}

fn without_parenthesis(name: &str) -> &str {
    name.split_once('(').map_or(name, |(name, _)| name)
}

fn words(name: &str) -> Vec<&str> {
    name.split_whitespace()
        .map(|word| word.trim_end_matches([',', ';', ':', '.']))
        .filter(|word| !word.is_empty())
        .collect()
}

/// The length of the word of a name at the start of `text`: letters, with hyphens, apostrophes and full stops between;
/// a full stop behind an initial. 0 where none starts.
pub(super) fn word_length(text: &str) -> usize {
    if !text.starts_with(char::is_alphabetic) {
        return 0;
    }
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next_is_letter = chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
        match c {
            c if c.is_alphanumeric() || is_combining(c) || c == '_' => end = at + c.len_utf8(),
            '-' | '\'' | '’' | '.' if next_is_letter => {}
            '.' if text.get(..at).is_some_and(|word| word.chars().count() == 1) => return at + 1,
            _ => break,
        }
    }
    let word = text.get(..end).unwrap_or_default();
    // The genitive is not part of the name.
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).map_or(end, str::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, is_participant: bool, looks_like_one: bool) {
        let participants = [
            "Laura Whitfield".to_owned(),
            "David (former PM, now VP at Dell)".to_owned(),
            "José-María O’Neil".to_owned(),
        ];
        let names = Names::of(&participants);
        assert_eq!(
            (names.knows(name), Names::looks_like_one(name)),
            (is_participant, looks_like_one),
            "{name}"
        );
    }

    #[test]
    fn participants_are_known_by_part_of_their_name_also_misheard() {
        check("Laura", true, true);
        check("Laura Whitefield", true, true);
        check("Whitfield", true, true);
        check("Laura W.", true, true);
        check("David", true, true);
        check("David Levi", true, true);
        check("José-María", true, true);
        check("Laurel Park", false, true);
        check("Johno", false, true);
        check("Ludwig van der Berg", false, true);
    }

    #[test]
    fn initials_are_those_of_one_participant_only() {
        check("LW", true, false);
        check("WL", false, false);
        check("lw", false, false);
        let two = ["Laura Whitfield", "Liam Wu", "Ana Ruiz", "Ana Ruis"].map(str::to_owned);
        let names = Names::of(&two);
        assert!(!names.knows("LW"));
        assert!(names.knows("AR"));
    }

    #[test]
    fn topics_and_dates_are_no_names() {
        for topic in
            ["Pricing", "Next steps", "Friday", "GUI", "Budget", "Q3", "Documentation", "the team", "Sep"]
        {
            check(topic, false, false);
        }
    }
}
