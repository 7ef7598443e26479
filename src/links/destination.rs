//! The target of a Markdown link: `[text](target "title")`, `[label]: target`.

use crate::text::Span;

/// Where the target stands in a link or definition whose bracket closes before `from`: behind `](` or `]:`. Gives
/// the span without `<…>`, and whether these stand around it.
pub(super) fn locate(text: &str, from: usize, end: usize) -> Option<(Span, bool)> {
    let rest = text.get(from..end)?;
    let start = from + (rest.len() - rest.trim_start().len());
    let rest = text.get(start..end)?;
    if let Some(inside) = rest.strip_prefix('<') {
        let length = unescaped(inside, |c, _| c == '>')?;
        return Some((Span::new(start + 1, start + 1 + length), true));
    }
    let length = unescaped(rest, |c, depth| c.is_whitespace() || (c == ')' && depth == 0));
    Some((Span::new(start, start + length.unwrap_or(rest.len())), false))
}

/// Where the first character stands that `ends` the target, given how many parentheses are open before it.
fn unescaped(text: &str, ends: impl Fn(char, usize) -> bool) -> Option<usize> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if escaped && c.is_ascii_punctuation() {
            escaped = false;
            continue;
        }
        if ends(c, depth) {
            return Some(at);
        }
        escaped = c == '\\';
        depth = if c == '(' { depth + 1 } else { depth.saturating_sub(usize::from(c == ')')) };
    }
    None
}

/// Whether a target leads out of the vault: it starts with a scheme (`https:`, `mailto:`) or names a host.
pub(super) fn is_external(target: &str) -> bool {
    let scheme = target.split_once(':').map(|(scheme, _)| scheme);
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    scheme.is_some_and(is_scheme) || target.starts_with("//")
}

/// The target with `%XX` read; as it is when that gives no text.
pub(super) fn decode(target: &str) -> String {
    let mut bytes = Vec::with_capacity(target.len());
    let mut rest = target.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|digit| char::from(*digit).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (byte, digit(0), digit(1)) {
            bytes.extend(u8::try_from(high * 16 + low));
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(*byte);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| target.to_owned())
}

/// How the characters of a target are written, as its old text shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each says of one kind of character whether it is encoded")]
pub(super) struct Encoding {
    angle: bool,
    blanks: bool,
    parentheses: bool,
    letters: bool,
}

impl Encoding {
    /// As `old` is written: a target, between `<…>` or not.
    pub(super) fn of(old: &str, angle: bool) -> Self {
        let coded = |what: fn(u8) -> bool| {
            old.split('%').skip(1).any(|code| {
                let byte = code.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
                byte.is_some_and(what)
            })
        };
        Self {
            angle,
            blanks: !angle || coded(|byte| byte == b' '),
            parentheses: coded(|byte| byte == b'(' || byte == b')'),
            letters: coded(|byte| byte >= 0x80),
        }
    }

    /// Writes a decoded target. What would end it or mean something else is encoded whatever the style.
    pub(super) fn write(self, target: &str) -> String {
        let parentheses = self.parentheses || (!self.angle && !balanced(target));
        let mut written = String::with_capacity(target.len());
        for c in target.chars() {
            let is_coded = match c {
                ' ' => self.blanks,
                '(' | ')' => parentheses,
                // They would end the target or a cell of a table, or start code.
                '%' | '<' | '>' | '\\' | '|' | '`' => true,
                // It would start an entity.
                '&' => target.contains(';'),
                _ => c.is_control() || (c.is_whitespace() && self.blanks) || (!c.is_ascii() && self.letters),
            };
            if is_coded {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    written.push_str(&format!("%{byte:02X}"));
                }
            } else {
                written.push(c);
            }
        }
        written
    }
}

fn balanced(text: &str) -> bool {
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return false,
            ')' => depth -= 1,
            _ => {}
        }
    }
    // The parser of Markdown counts no deeper than 32.
    depth == 0 && text.matches('(').count() < 32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &str, angle: bool, target: &str, expect: &str) {
        assert_eq!(Encoding::of(old, angle).write(target), expect, "like {old}");
        assert_eq!(decode(expect), target);
    }

    #[test]
    fn a_target_is_written_as_the_old_one_was() {
        check("a", false, "b c (d)/é.md#e f", "b%20c%20(d)/é.md#e%20f");
        check("a%C3%A9", false, "é", "%C3%A9");
        check("a%28", false, "b (c)", "b%20%28c%29");
        check("a b", true, "c d (e.md", "c d (e.md");
        check("a%20b", true, "c d", "c%20d");
        check("a", false, "100% :)", "100%25%20:%29");
    }

    #[test]
    fn what_is_no_code_is_left() {
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%C3"), "%zz%C3");
        assert_eq!(decode("a%20b%C3%A9"), "a bé");
    }

    #[test]
    fn addresses_lead_out_of_the_vault() {
        for address in ["https://a.org", "mailto:a@b.c", "obsidian://open?vault=a", "//a.org"] {
            assert!(is_external(address), "{address}");
        }
        for target in ["a/b.md", "#c", "./a:b.md", "10:30.md", "a b: c"] {
            assert!(!is_external(target), "{target}");
        }
    }

    #[test]
    fn a_target_ends_before_its_title_or_parenthesis() {
        let found =
            |text: &str| locate(text, 0, text.len()).map(|(span, angle)| (span.of(text).to_owned(), angle));
        assert_eq!(found(" a(b).md 'c')"), Some(("a(b).md".to_owned(), false)));
        assert_eq!(found("<a b> \"c\")"), Some(("a b".to_owned(), true)));
        assert_eq!(found("a\\).md)"), Some(("a\\).md".to_owned(), false)));
        assert_eq!(found("a"), Some(("a".to_owned(), false)));
    }
}
