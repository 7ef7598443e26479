//! Blanks and line endings, which say nothing.

use memchr::memchr_iter;

/// `text` on one line: every run of white space is one blank, and there is none around it.
#[must_use]
pub fn one_line(text: &str) -> String {
    let text = text.trim();
    if is_one_line(text) {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Whether `text` surely is one line with single blanks, so that there is nothing to change. Not every such text is told:
/// white space outside ASCII is looked for with care.
#[must_use]
pub fn is_one_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    let follows_blank = |at: usize| at.checked_sub(1).is_none_or(|before| bytes.get(before) == Some(&b' '));
    bytes.iter().all(|byte| matches!(byte, b' '..=b'~')) && !memchr_iter(b' ', bytes).any(follows_blank)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        assert_eq!(one_line(text), expect, "{text:?}");
    }

    #[test]
    fn runs_of_white_space_are_one_blank() {
        check("a b", "a b");
        check("  a  b\n\tc \r\n", "a b c");
        check("📅\u{a0} a", "📅 a");
        check(" \n", "");
    }
}
