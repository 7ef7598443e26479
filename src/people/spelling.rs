//! What the spelling of two names proposes. It never decides.

use crate::note::header::bare_name;
use crate::text::blanks::one_line;
use crate::text::words::{folded, words};

/// A name as written, without `@`, brackets and what stands in parentheses; of a wikilink as [`bare_name`] has it.
#[must_use]
pub(super) fn without_notes(name: &str) -> String {
    // Nearly all names are written so.
    if !name.bytes().any(|byte| matches!(byte, b'(' | b')' | b'@' | b'[' | b']' | b'*')) {
        return one_line(name);
    }
    let linked;
    let name = if name.contains("[[") {
        linked = bare_name(name);
        linked.as_str()
    } else {
        name
    };
    let mut depth = 0_usize;
    let mut plain = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '@' | '[' | ']' | '*' => {}
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    one_line(&plain)
}

/// The parts of a name: its folded words, without what stands in parentheses and without titles.
#[must_use]
pub(super) fn parts(name: &str) -> Vec<String> {
    parts_of(&without_notes(name))
}

/// The same of a name that is [`without_notes`] already.
#[must_use]
pub(super) fn parts_of(plain: &str) -> Vec<String> {
    // Between blanks, ASCII letters alone are a word however words are cut, and folding makes them small.
    let is_plain = plain.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b' ');
    let mut parts: Vec<String> = if is_plain {
        plain.split_ascii_whitespace().map(str::to_ascii_lowercase).collect()
    } else {
        words(plain).map(|word| folded(word.text)).collect()
    };
    if parts.iter().any(|part| !is_title(part)) {
        parts.retain(|part| !is_title(part));
    }
    parts
}

/// Whether it is a title, which is no part of a name.
#[must_use]
pub(super) fn is_title(part: &str) -> bool {
    matches!(
        part,
        "mr" | "mrs"
            | "ms"
            | "miss"
            | "dr"
            | "cllr"
            | "councillor"
            | "prof"
            | "professor"
            | "sir"
            | "jr"
            | "sr"
            | "phd"
            | "father"
            | "fr"
            | "rev"
            | "reverend"
            | "sister"
            | "herr"
            | "frau"
            | "mme"
            | "mlle"
    )
}

/// A name that is no name of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pronoun {
    /// The vault's owner.
    Myself,
    /// All of them.
    Everyone,
    /// Nobody yet.
    Nobody,
}

/// Reads the words that stand for the vault's owner, for all or for nobody; what holds no word names nobody (`?`).
#[must_use]
pub(super) fn pronoun(parts: &[String]) -> Option<Pronoun> {
    let words: Vec<&str> = parts.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["myself" | "me" | "i" | "self"] => Some(Pronoun::Myself),
        ["everyone" | "everybody" | "all" | "team" | "group" | "both" | "we" | "us"]
        | ["the" | "whole" | "entire", "team" | "group"]
        | ["the", "whole" | "entire", "team" | "group"]
        | ["all", "participants" | "attendees" | "members" | "hands"]
        | ["all", "team", "members"]
        | ["all" | "both", "of", "us"]
        | ["team", "members"] => Some(Pronoun::Everyone),
        []
        | [
            "tbd" | "tba" | "tbc" | "nobody" | "none" | "unassigned" | "unknown" | "na" | "someone"
            | "anyone" | "n",
        ]
        | ["no", "one"]
        | ["not", "assigned"]
        | ["owner", "tbd" | "unknown"]
        | ["n", "a"]
        | ["to", "be", "determined" | "decided" | "confirmed" | "assigned"] => Some(Pronoun::Nobody),
        _ => None,
    }
}

/// Whether the spelling of two names proposes that they are one person.
#[must_use]
pub(super) fn proposes(one: &[String], other: &[String]) -> bool {
    one == other || shortens(one, other) || shortens(other, one) || near(one, other)
}

/// Whether `short` is a shorter way to write `long`: its parts stand in `long` in that order, whole or as initials,
/// and it has fewer parts (`Tomer`, `Hagay`, `Tomer H.`, `TH` for `Tomer Hagay`), or it is the name of their account
/// (`thagay`, `tomerh`).
#[must_use]
pub(super) fn shortens(short: &[String], long: &[String]) -> bool {
    if long.len() < 2 || short.is_empty() || short.len() > long.len() {
        return false;
    }
    // Whatever its first part stands for begins as that does, which rules nearly all pairs of names out.
    let initial = |part: &String| part.bytes().next();
    if long.iter().all(|full| initial(full) != initial(&short[0])) || short == long {
        return false;
    }
    let mut rest = long.iter();
    let in_order = short.iter().all(|part| {
        rest.any(|full| part == full || (part.chars().count() == 1 && full.starts_with(part.as_str())))
    });
    let has_whole = || short.iter().any(|part| part.chars().count() > 1);
    (in_order && has_whole()) || are_initials(short, long) || is_account(short, long)
}

/// Whether `short` is what people call their accounts: first and last name in one word, the one or the other as an initial.
fn is_account(short: &[String], long: &[String]) -> bool {
    let ([account], [first, .., last]) = (short, long) else { return false };
    let is_joined = |one: &str, other: &str| account.strip_prefix(one).is_some_and(|rest| rest == other);
    let initial = |name: &'_ str| name.chars().next().map(String::from).unwrap_or_default();
    let is_name = |part: &str| part.chars().nth(2).is_some();
    is_name(last) && is_joined(&initial(first), last)
        || is_name(first) && is_joined(first, &initial(last))
        || is_joined(first, last)
}

fn are_initials(short: &[String], long: &[String]) -> bool {
    let letters = || short.iter().flat_map(|part| part.chars());
    let initials = long.iter().filter_map(|part| part.chars().next());
    letters().eq(initials) && letters().nth(1).is_some()
}

/// From this similarity on (Jaro-Winkler) two names may be one: no threshold separates names that are one person
/// (Sahar, Shachar: .854) from names that are two (Dana, Dan: .942), so this is low and only proposes.
const MAY_BE_ONE: f64 = 0.84;

/// Whether two name parts may be two spellings of one.
#[must_use]
pub(super) fn near_part(one: &str, other: &str) -> bool {
    one == other
        || strsim::jaro_winkler(one, other) >= MAY_BE_ONE
        || (consonants(one).chars().count() > 1 && consonants(one) == consonants(other))
        || is_nickname(one, other)
}

/// Whether two names may be two spellings of one: as many parts, all near, and not all parts of a longer name
/// different.
#[must_use]
pub(super) fn near(one: &[String], other: &[String]) -> bool {
    one.len() == other.len()
        && !one.is_empty()
        && one.iter().zip(other).all(|(a, b)| near_part(a, b))
        && (one.len() == 1 || one.iter().zip(other).any(|(a, b)| a == b))
}

/// From this similarity on (Jaro-Winkler) nothing is concluded from two names being different. Leila and Layla, one
/// person misheard, are at .76; the first names of two people who took part in one meeting of `testdata` at .70 at most
/// (Piotr and Dieter).
const MAY_BE_MISHEARD: f64 = 0.75;

/// Whether one of two names may be what a recorder made of the other, written as one word or two (`Jun-ho`, `Juno`), as
/// first name alone or in full (`Leila Haddad`, `Layla`). It says only that nothing speaks against it.
#[must_use]
pub(super) fn may_be_misheard(one: &[String], other: &[String]) -> bool {
    let alike = |one: &str, other: &str| {
        let (sounds, others) = (consonants(one), consonants(other));
        strsim::jaro_winkler(one, other) >= MAY_BE_MISHEARD || (!sounds.is_empty() && sounds == others)
    };
    let first = |name: &[String]| name.first().cloned().unwrap_or_default();
    proposes(one, other)
        || alike(&one.concat(), &other.concat())
        || ((one.len() == 1 || other.len() == 1 || one.last() == other.last())
            && alike(&first(one), &first(other)))
}

/// The consonants that a listener tells apart: vowels, `h`, `w`, `y` and doubled letters fall out, and letters that
/// sound alike count as one (`c`, `k`, `q`; `ph`, `f`, `v`).
pub(super) fn consonants(part: &str) -> String {
    let mut skeleton = String::with_capacity(part.len());
    let mut letters = part.chars().peekable();
    while let Some(c) = letters.next() {
        let sound = match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'h' | 'w' | 'y' => continue,
            'p' if letters.peek() == Some(&'h') => 'f',
            'c' | 'q' => 'k',
            'v' => 'f',
            'z' => 's',
            other => other,
        };
        if !skeleton.ends_with(sound) {
            skeleton.push(sound);
        }
    }
    skeleton
}

/// Short forms that no rule of spelling finds.
const NICKNAMES: &[&[&str]] = &[
    &["alexander", "alexandra", "alex", "sasha"],
    &["andrew", "andy", "drew"],
    &["anthony", "tony"],
    &["benjamin", "ben", "benny"],
    &["catherine", "katherine", "kate", "cathy", "kathy", "katie"],
    &["charles", "charlie", "chuck"],
    &["christopher", "chris"],
    &["daniel", "danny", "dan"],
    &["david", "dave"],
    &["edward", "ed", "eddie", "ted"],
    &["elizabeth", "liz", "beth", "betty", "eliza"],
    &["gregory", "greg"],
    &["james", "jim", "jimmy", "jamie"],
    &["jeffrey", "jeff"],
    &["jennifer", "jen", "jenny"],
    &["john", "johnny", "jack"],
    &["jonathan", "jon"],
    &["joseph", "joe"],
    &["joshua", "josh"],
    &["margaret", "maggie", "meg", "peggy"],
    &["matthew", "matt"],
    &["michael", "mike", "mick"],
    &["nicholas", "nick"],
    &["patricia", "pat", "trish"],
    &["peter", "pete"],
    &["richard", "rick", "dick", "rich"],
    &["robert", "bob", "rob", "bobby"],
    &["ronald", "ron"],
    &["samuel", "samantha", "sam"],
    &["stephen", "steven", "steve"],
    &["susan", "sue"],
    &["theodore", "ted", "theo"],
    &["thomas", "tom", "tommy"],
    &["timothy", "tim"],
    &["victoria", "vicky"],
    &["william", "bill", "will", "billy"],
];

fn is_nickname(one: &str, other: &str) -> bool {
    NICKNAMES.iter().any(|set| set.contains(&one) && set.contains(&other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(one: &str, other: &str, expect_near: bool, expect_shortens: bool) {
        let (one_parts, other_parts) = (parts(one), parts(other));
        assert_eq!(near(&one_parts, &other_parts), expect_near, "near: {one} / {other}");
        assert_eq!(shortens(&one_parts, &other_parts), expect_shortens, "shortens: {one} / {other}");
    }

    #[test]
    fn a_part_of_a_name_shortens_it() {
        check("Tomer", "Tomer Hagay", false, true);
        check("Hagay", "Tomer Hagay", false, true);
        check("Tomer H.", "Tomer Hagay", false, true);
        check("TH", "Tomer Hagay", false, true);
        check("thagay", "Tomer Hagay", false, true);
        check("tomerh", "Tomer Hagay", false, true);
        check("tomerhagay", "Tomer Hagay", false, true);
        check("tli", "Tomer Li", false, false);
        check("T", "Tomer Hagay", false, false);
        check("Tom", "Tomer Hagay", false, false);
        check("Tomer Hagay", "Tomer", false, false);
    }

    #[test]
    fn misheard_names_are_near() {
        check("Sahar", "Shachar", true, false);
        check("Robert Lindquist", "Robert Lindqvist", true, false);
        check("Laura Whitefield", "Laura Whitfield", true, false);
        check("Bill Gates", "William Gates", true, false);
    }

    #[test]
    fn what_a_recorder_may_have_made_of_a_name_is_nobody_else_for_sure() {
        let check = |one: &str, other: &str, expect: bool| {
            assert_eq!(may_be_misheard(&parts(one), &parts(other)), expect, "{one} / {other}");
            assert_eq!(may_be_misheard(&parts(other), &parts(one)), expect, "{other} / {one}");
        };
        check("Mei-Ling Chou", "Meiling", true);
        check("Jun-ho", "Juno", true);
        check("Leila Haddad", "Layla", true);
        check("Thandiwe", "Tandi", true);
        check("Piotr", "Dieter", false);
        check("Ana Ruiz", "Bo Ruiz", false);
        check("Tomer Hagay", "Shahar", false);
    }

    #[test]
    fn names_that_share_one_part_only_are_not() {
        check("Jeff Denworth", "Jeff Tabor", false, false);
        check("Anna Berg", "Hanna Bergh", false, false);
    }

    #[test]
    fn plain_names_are_cut_as_all_others_are() {
        for plain in ["Ana Ruiz", "DR Ana  Ruiz ", "Mr", "", "TH"] {
            let cut: Vec<String> = words(plain).map(|word| folded(word.text)).collect();
            let mut expect: Vec<String> = cut.iter().filter(|part| !is_title(part)).cloned().collect();
            if expect.is_empty() {
                expect = cut;
            }
            assert_eq!(parts_of(plain), expect, "{plain}");
        }
    }

    #[test]
    fn what_stands_in_parentheses_is_not_the_name() {
        assert_eq!(parts("David (former PM, now at Dell)"), ["david"]);
        assert_eq!(parts("[[Tomer Hagay]]"), ["tomer", "hagay"]);
        assert_eq!(parts("Dr. Ana Ruiz"), ["ana", "ruiz"]);
        assert_eq!(parts("Fr. Eamon Duffy"), parts("Father Eamon Duffy"));
        assert_eq!(parts("FR"), ["fr"]);
    }
}
