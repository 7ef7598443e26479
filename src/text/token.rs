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
    let mut tokens: Vec<Token> = Vec::new();
    for (start, c) in text.char_indices() {
        let kind = match c {
            c if c.is_alphabetic() => TokenKind::Word,
            c if c.is_ascii_digit() => TokenKind::Digits,
            c if c.is_whitespace() => TokenKind::Blank,
            c => TokenKind::Mark(c),
        };
        let end = start + c.len_utf8();
        match tokens.last_mut() {
            Some(last) if last.kind == kind && !matches!(kind, TokenKind::Mark(_)) => last.span.end = end,
            _ => tokens.push(Token { span: Span::new(start, end), kind }),
        }
    }
    tokens
}
