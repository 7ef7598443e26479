//! Word differences between two wordings.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

/// Texts of more words than this are not compared word by word: the time is quadratic in what differs.
const MAX_WORDS: usize = 2_000;

/// Wordings that share less than this part of their words are shown without marks: marking nearly every word says
/// nothing. Reworded pairs of the seeds share .35 and more.
const MIN_SHARED: f64 = 0.25;

/// Two wordings, cut where they differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The first.
    pub(crate) old: Vec<Stretch>,
    /// The second.
    pub(crate) new: Vec<Stretch>,
}

/// A stretch of one of two wordings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// The text, as it stands in a note.
    pub(crate) text: String,
    /// Whether the other wording says it, too.
    pub(crate) is_shared: bool,
}

/// Compares two wordings. `None` where they share too little, or are too long, for a comparison to be of use.
pub(crate) fn difference(old: &str, new: &str) -> Option<Difference> {
    let (old, new): (Vec<&str>, Vec<&str>) = (tokens(old), tokens(new));
    if old.len() > MAX_WORDS || new.len() > MAX_WORDS {
        return None;
    }
    let ops = without_crumbs(&capture_diff_slices(Algorithm::Patience, &old, &new), &old);
    let mut shared = 0;
    let mut difference = Difference { old: Vec::new(), new: Vec::new() };
    for op in ops {
        let (_, in_old, in_new) = op.as_tag_tuple();
        let equal = matches!(op, DiffOp::Equal { .. });
        let text = |words: &[&str]| words.concat();
        let (old_text, new_text) =
            (text(old.get(in_old).unwrap_or_default()), text(new.get(in_new).unwrap_or_default()));
        if equal {
            shared += words_in(&old_text);
        }
        push(&mut difference.old, equal, old_text);
        push(&mut difference.new, equal, new_text);
    }
    let shorter = words_in(&old.concat()).min(words_in(&new.concat()));
    #[expect(clippy::cast_precision_loss, reason = "numbers of words")]
    let enough = shared as f64 >= MIN_SHARED * shorter as f64;
    enough.then_some(difference)
}

/// Cuts a text into words, blanks and signs. What a person reads as one thing is one: a date (`2025-11-08` with `08`
/// marked is harder to read than the whole day), a hyphenated word, the checkbox in front.
fn tokens(text: &str) -> Vec<&str> {
    let words: Vec<(usize, &str)> = text.split_word_bound_indices().collect();
    let is_at = |at: usize, test: fn(&str) -> bool| words.get(at).is_some_and(|(_, word)| test(word));
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some((start, _)) = words.get(at) {
        if at == 0 && is_at(0, |word| word == "[") && is_at(2, |word| word == "]") {
            at = 2;
        }
        while is_at(at, is_word) && is_at(at + 1, |sign| sign == "-") && is_at(at + 2, is_word)
            || is_at(at, is_number) && is_at(at + 1, joins_numbers) && is_at(at + 2, is_number)
        {
            at += 2;
        }
        let end = words.get(at + 1).map_or(text.len(), |(next, _)| *next);
        tokens.extend(text.get(*start..end));
        at += 1;
    }
    tokens
}

fn joins_numbers(sign: &str) -> bool {
    matches!(sign, "/" | ":" | ".")
}

fn is_word(word: &str) -> bool {
    word.starts_with(char::is_alphanumeric)
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_digit())
}

fn words_in(text: &str) -> usize {
    text.unicode_words().count()
}

fn push(stretches: &mut Vec<Stretch>, is_shared: bool, text: String) {
    match stretches.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.is_shared == is_shared => last.text.push_str(&text),
        _ => stretches.push(Stretch { text, is_shared }),
    }
}

/// Takes equal stretches without a word in them (a blank, a comma) into the changes on both sides: two changed words
/// with a blank between them are one change to a reader.
fn without_crumbs(ops: &[DiffOp], old: &[&str]) -> Vec<DiffOp> {
    let last = ops.len().saturating_sub(1);
    let changed = |op: &DiffOp| match *op {
        DiffOp::Equal { old_index, new_index, len } => {
            DiffOp::Replace { old_index, old_len: len, new_index, new_len: len }
        }
        DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => *op,
    };
    let is_crumb = |at: usize, op: &DiffOp| match op {
        DiffOp::Equal { .. } => {
            let words = old.get(op.old_range()).unwrap_or_default();
            at > 0 && at < last && words_in(&words.concat()) == 0 && !words.concat().contains('\n')
        }
        DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => false,
    };
    ops.iter().enumerate().map(|(at, op)| if is_crumb(at, op) { changed(op) } else { *op }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(stretches: &[Stretch], before: &str, after: &str) -> String {
        let mark = |stretch: &Stretch| {
            let Stretch { text, is_shared } = stretch;
            if *is_shared { text.clone() } else { format!("{before}{text}{after}") }
        };
        stretches.iter().map(mark).collect()
    }

    fn check(old: &str, new: &str, expect: Option<(&str, &str)>) {
        let found = difference(old, new)
            .map(|found| (marked(&found.old, "[-", "-]"), marked(&found.new, "{+", "+}")));
        let expect = expect.map(|(old, new)| (old.to_owned(), new.to_owned()));
        assert_eq!(found, expect);
    }

    #[test]
    fn words_only_one_side_says_are_marked() {
        check(
            "discuss pricing model and Salesforce demo",
            "discuss the cloud pricing model and run a Salesforce demo",
            Some((
                "discuss pricing model and Salesforce demo",
                "discuss {+the cloud +}pricing model and {+run a +}Salesforce demo",
            )),
        );
        check(
            "due 📅 2025-11-08",
            "due 📅 2025-11-09",
            Some(("due 📅 [-2025-11-08-]", "due 📅 {+2025-11-09+}")),
        );
    }

    #[test]
    fn a_checkbox_and_a_hyphenated_word_are_marked_whole() {
        check(
            "[?] align on the PM model",
            "[ ] align on the PM-led model",
            Some(("[-[?]-] align on the [-PM-] model", "{+[ ]+} align on the {+PM-led+} model")),
        );
    }

    #[test]
    fn a_blank_between_two_changes_is_no_reason_for_two_marks() {
        check(
            "send it to Leora Iki today",
            "send it to Tomer Hagay today",
            Some(("send it to [-Leora Iki-] today", "send it to {+Tomer Hagay+} today")),
        );
    }

    #[test]
    fn wordings_that_share_next_to_nothing_are_not_marked() {
        check("The PM team is very small", "Cloud revenue doubled last quarter", None);
    }

    #[test]
    fn equal_and_empty_wordings_have_no_marks() {
        check("same", "same", Some(("same", "same")));
        check("", "", Some(("", "")));
    }
}
