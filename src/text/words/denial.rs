//! Words by which a wording refuses, narrows or upholds what it speaks of, in general English.

/// Verbs that say that what they stand with is not to be.
const REFUSALS: &[&str] = &[
    "abandon",
    "abolish",
    "axe",
    "ban",
    "cancel",
    "cease",
    "cut",
    "decline",
    "deny",
    "disable",
    "discard",
    "discontinue",
    "dismiss",
    "drop",
    "exclude",
    "forbid",
    "omit",
    "prohibit",
    "refuse",
    "reject",
    "remove",
    "revoke",
    "scrap",
    "skip",
    "stop",
    "veto",
    "withdraw",
];

/// Their forms that no ending makes, and words for the same that are no verbs.
const REFUSED: &[&str] = &[
    "banned",
    "banning",
    "cancelled",
    "cancelling",
    "cutting",
    "denied",
    "dropped",
    "dropping",
    "forbade",
    "forbidden",
    "omitted",
    "omitting",
    "scrapped",
    "scrapping",
    "skipped",
    "skipping",
    "stopped",
    "stopping",
    "vetoed",
    "withdrawn",
    "withdrew",
];

/// Verbs that say less than a refusal, and may stand for one: what is replaced, postponed or frozen is not done.
const RESTRAINTS: &[&str] = &[
    "avoid", "block", "close", "defer", "delay", "end", "fail", "freeze", "halt", "ignore", "lack", "leave",
    "limit", "miss", "object", "oppose", "park", "postpone", "prevent", "replace", "restrict", "retire",
    "revert", "spare", "suspend", "wait",
];

/// Their forms that no ending makes, and the small words that narrow what is said: `only`, `instead`, `until`.
const RESTRAINED: &[&str] = &[
    "against",
    "apart",
    "aside",
    "away",
    "before",
    "below",
    "beyond",
    "cap",
    "capped",
    "except",
    "exempt",
    "far",
    "former",
    "free",
    "frozen",
    "froze",
    "gone",
    "hard",
    "instead",
    "later",
    "least",
    "left",
    "less",
    "lost",
    "max",
    "maximum",
    "most",
    "null",
    "off",
    "only",
    "otherwise",
    "out",
    "rather",
    "separate",
    "than",
    "too",
    "unclear",
    "under",
    "unless",
    "until",
    "yet",
    "zero",
];

/// Verbs that say that what they stand with comes to an end, for a while at least.
const CEASING: &[&str] =
    &["close", "defer", "freeze", "halt", "postpone", "replace", "retire", "revert", "shut", "suspend"];

/// Verbs that say that what they stand with is to be.
const UPHELD: &[&str] = &["accept", "allow", "approve", "become", "include", "permit"];

/// Verbs that say that what they stand with goes on.
const GOING_ON: &[&str] = &["continue", "keep", "remain", "retain", "stay"];

/// Whether `folded` says that what it stands with is not to be (`dropped`, `excludes`).
#[must_use]
pub fn refuses(folded: &str) -> bool {
    REFUSED.contains(&folded) || is_of(folded, REFUSALS)
}

/// Whether `folded` may take something back or narrow it, as a refusal or less (`replaced`, `frozen`, `only`).
#[must_use]
pub fn restrains(folded: &str) -> bool {
    refuses(folded) || RESTRAINED.contains(&folded) || is_of(folded, RESTRAINTS)
}

/// Whether `folded` says that what it stands with is to be, or goes on (`stays`, `allowed`).
#[must_use]
pub fn upholds(folded: &str) -> bool {
    is_of(folded, UPHELD) || goes_on(folded)
}

/// Whether `folded` says that what it stands with goes on (`stays`, `continued`).
#[must_use]
pub fn goes_on(folded: &str) -> bool {
    is_of(folded, GOING_ON)
}

/// Whether `folded` says that what it stands with comes to an end (`closes`, `postponed`).
#[must_use]
pub fn ceases(folded: &str) -> bool {
    is_of(folded, CEASING)
}

/// Whether `folded` is one of `verbs` with an ending.
fn is_of(folded: &str, verbs: &[&str]) -> bool {
    verbs.iter().any(|verb| {
        let stem = verb.strip_suffix('e').unwrap_or(verb);
        folded.strip_prefix(stem).is_some_and(|ending| {
            *verb == folded || matches!(ending, "s" | "es" | "ed" | "ing" | "al" | "ment" | "ion")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(folded: &str, expect: (bool, bool, bool)) {
        assert_eq!((refuses(folded), restrains(folded), upholds(folded)), expect, "{folded}");
    }

    #[test]
    fn a_refusal_is_told_in_every_form() {
        for word in
            ["drop", "dropped", "drops", "excluded", "excluding", "forbidden", "withdrawn", "rejection"]
        {
            check(word, (true, true, false));
        }
    }

    #[test]
    fn what_narrows_may_stand_for_a_refusal_and_is_none() {
        for word in ["replaced", "frozen", "only", "until", "postponing"] {
            check(word, (false, true, false));
        }
    }

    #[test]
    fn what_goes_on_is_upheld() {
        for word in ["stays", "remained", "allowed", "accepting"] {
            check(word, (false, false, true));
        }
    }

    #[test]
    fn other_words_say_nothing_of_it() {
        for word in ["stopgap", "dropdown", "banana", "cutlery", "stayer", "ready"] {
            check(word, (false, false, false));
        }
    }
}
