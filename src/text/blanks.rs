//! Blanks and line endings, which say nothing.

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
    // Gathered to the end, not looked for: that way many bytes are looked at at once.
    let other = bytes.iter().fold(0, |other, byte| other | u8::from(!matches!(byte, b' '..=b'~')));
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let double = pairs.fold(0, |double, (one, next)| double | u8::from(*one == b' ' && *next == b' '));
    other | double == 0 && !text.starts_with(' ')
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
