//! Words, digits and marks of a text, as dates and particulars are read from them.

use super::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Letters.
    Word,
    /// ASCII digits.
    Digits,
    /// White space.
    Blank,
    /// One other character.
    Mark(char),
}

/// A stretch of characters of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    /// Where it stands.
    pub(crate) span: Span,
    /// What it is.
    pub(crate) kind: TokenKind,
}

/// Cuts `text` into tokens that cover it.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 2);
    let bytes = text.as_bytes();
    let mut start = 0;
    while let Some(c) = char_at(text, start) {
        let kind = kind(c);
        let mut end = start + c.len_utf8();
        if !matches!(kind, TokenKind::Mark(_)) {
            // Most characters are ASCII, and of one kind with the one before.
            while let Some(byte) = bytes.get(end) {
                if byte.is_ascii() {
                    if self::kind(char::from(*byte)) != kind {
                        break;
                    }
                    end += 1;
                } else {
                    let Some(next) = char_at(text, end).filter(|next| self::kind(*next) == kind) else {
                        break;
                    };
                    end += next.len_utf8();
                }
            }
        }
        tokens.push(Token { span: Span::new(start, end), kind });
        start = end;
    }
    tokens
}

fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at)? {
        byte if byte.is_ascii() => Some(char::from(*byte)),
        _ => text.get(at..)?.chars().next(),
    }
}

fn kind(c: char) -> TokenKind {
    match c {
        c if c.is_alphabetic() => TokenKind::Word,
        c if c.is_ascii_digit() => TokenKind::Digits,
        c if c.is_whitespace() => TokenKind::Blank,
        c => TokenKind::Mark(c),
    }
}
