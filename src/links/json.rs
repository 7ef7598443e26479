//! Strings of JSON, between their quotes.

/// What a string says, and where each piece of that stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Decoded {
    /// What it says.
    pub(super) text: String,
    /// Where the two run apart: behind each escape, the offset in the text and in the string as written.
    steps: Vec<(usize, usize)>,
}

impl Decoded {
    /// Reads what stands between the quotes of a string.
    pub(super) fn of(written: &str) -> Self {
        let mut decoded = Self::default();
        let mut rest = written;
        while let Some((plain, after)) = rest.split_once('\\') {
            decoded.text.push_str(plain);
            let start = written.len() - after.len() - 1;
            // The escape itself: a character it can be read with is one that is not part of a pair.
            decoded.steps.push((decoded.text.len(), start));
            let (c, length) = escape(after);
            decoded.text.push(c);
            decoded.steps.push((decoded.text.len(), start + 1 + length));
            rest = after.get(length..).unwrap_or_default();
        }
        decoded.text.push_str(rest);
        decoded
    }

    /// Where the byte at `offset` of the text stands in the string as written.
    pub(super) fn written_at(&self, offset: usize) -> usize {
        let next = self.steps.partition_point(|(text, _)| *text <= offset);
        let (text, written) =
            next.checked_sub(1).and_then(|last| self.steps.get(last)).copied().unwrap_or((0, 0));
        written + (offset - text)
    }
}

/// The character that an escape means, of which `after` is what follows the `\`, and how long it is without that.
fn escape(after: &str) -> (char, usize) {
    let unit = |at: usize| {
        let digits = after.get(at..).and_then(|rest| rest.strip_prefix('u')).and_then(|rest| rest.get(..4));
        digits.and_then(|digits| u32::from_str_radix(digits, 16).ok())
    };
    match after.chars().next() {
        Some('n') => ('\n', 1),
        Some('t') => ('\t', 1),
        Some('r') => ('\r', 1),
        Some('b') => ('\u{8}', 1),
        Some('f') => ('\u{c}', 1),
        Some('u') => {
            let first = unit(0).unwrap_or_default();
            let second = unit(6).filter(|_| after.get(5..6) == Some("\\"));
            if let (0xd800..=0xdbff, Some(low @ 0xdc00..=0xdfff)) = (first, second) {
                let code = 0x1_0000 + ((first - 0xd800) << 10) + (low - 0xdc00);
                return (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 11);
            }
            (char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), after.len().min(5))
        }
        Some(c) => (c, c.len_utf8()),
        None => (char::REPLACEMENT_CHARACTER, 0),
    }
}

/// Writes a text as a string of JSON, without quotes.
pub(super) fn written(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_knows_where_it_stands() {
        let written = r#"a\"b\u00e9\\c\ud83d\ude00d\/\n"#;
        let decoded = Decoded::of(written);
        assert_eq!(decoded.text, "a\"bé\\c😀d/\n");
        let at = |c: char| decoded.written_at(decoded.text.find(c).unwrap());
        let shown = |c: char| written.get(at(c)..).unwrap();
        assert_eq!(shown('b'), r"b\u00e9\\c\ud83d\ude00d\/\n");
        assert_eq!(shown('é'), r"\u00e9\\c\ud83d\ude00d\/\n");
        assert_eq!(shown('c'), r"c\ud83d\ude00d\/\n");
        assert_eq!(shown('😀'), r"\ud83d\ude00d\/\n");
        assert_eq!(shown('d'), r"d\/\n");
        assert_eq!(decoded.written_at(decoded.text.len()), written.len());
    }
}
