//! Text on its way to a person's screen.

use std::fmt;

/// Shows text with everything that could steer a terminal or deceive a reader written as an escape.
///
/// C0 and C1 controls, DEL, bidirectional controls, zero-width and other invisible characters come out as
/// `\u{…}`; a tab stays a tab. A zero-width joiner or variation selector between two emoji is how those emoji are
/// written and is left alone.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a>(pub &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut previous = None;
        for c in self.0.chars() {
            if deceives(c) && !joins_emoji(previous, c) {
                write!(f, "{}", c.escape_unicode())?;
            } else {
                write!(f, "{c}")?;
            }
            previous = Some(c);
        }
        Ok(())
    }
}

fn deceives(c: char) -> bool {
    (c.is_control() && c != '\t')
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn joins_emoji(previous: Option<char>, c: char) -> bool {
    c == '\u{200d}' && previous.is_some_and(|before| before >= '\u{2190}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expect: &str) {
        assert_eq!(Shown(input).to_string(), expect);
    }

    #[test]
    fn controls_are_escaped_and_words_are_not() {
        check("plain ünï 📅\ttab", "plain ünï 📅\ttab");
        check("\u{1b}[31mred", "\\u{1b}[31mred");
        check("a\u{202e}b\u{200b}c\u{7f}\u{9b}", "a\\u{202e}b\\u{200b}c\\u{7f}\\u{9b}");
        check("two\nlines", "two\\u{a}lines");
    }

    #[test]
    fn an_emoji_sequence_stays_whole() {
        check("👩\u{200d}💻", "👩\u{200d}💻");
        check("a\u{200d}b", "a\\u{200d}b");
    }
}
