//! Headings: their level, their text, and the key they are compared by.

use super::super::block::MARKDOWN;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The level of a bold line that stands as a heading: no real heading stands under it.
const BOLD_LEVEL: u8 = 6;

/// A plain line with more words than this is a sentence that leads to the list below it.
const MOST_WORDS: usize = 3;

/// A heading as it stands in a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    /// 1 to 6.
    pub(super) level: u8,
    /// Its text without `#` and emphasis.
    pub(super) text: String,
    /// Whether it is a bold line, or a plain one that says what it is for.
    pub(super) bold: bool,
}

impl Heading {
    /// Reads a block that is a heading.
    pub(super) fn of(markdown: &str) -> Option<Self> {
        Self::of_plain_line(markdown).or_else(|| Self::parsed(markdown))
    }

    /// Reads `## Action items`: behind the `#` nothing that Markdown knows, as in nearly all headings; a parser of its own
    /// for each takes ten times as long as all else about them.
    fn of_plain_line(markdown: &str) -> Option<Self> {
        let line = markdown.strip_suffix('\n').unwrap_or(markdown);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let title = line.trim_start_matches('#');
        let level = u8::try_from(line.len() - title.len()).ok().filter(|level| (1..=6).contains(level))?;
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b" ,.:;-()'/?".contains(&byte);
        (title.starts_with(' ') && title.bytes().all(is_plain)).then(|| Self {
            level,
            text: title.trim().to_owned(),
            bold: false,
        })
    }

    fn parsed(markdown: &str) -> Option<Self> {
        let mut level = None;
        let mut text = String::new();
        for event in Parser::new_ext(markdown, MARKDOWN) {
            if let Event::Start(Tag::Heading { level: found, .. }) = &event {
                level.get_or_insert(*found as u8);
            } else if let Some(words) = words(&event) {
                text.push_str(words);
            }
        }
        Some(Self { level: level?, text: text.trim().to_owned(), bold: false })
    }

    /// Reads a paragraph that is one line and bold as a whole, save for a colon behind it.
    pub(super) fn of_bold_line(markdown: &str) -> Option<Self> {
        let line = markdown.trim();
        if !(line.starts_with("**") || line.starts_with("__")) || line.contains('\n') {
            return None;
        }
        let mut strong = 0;
        let mut text = String::new();
        for event in Parser::new_ext(line, MARKDOWN) {
            if matches!(event, Event::Start(Tag::Strong)) {
                strong += 1;
            } else if matches!(event, Event::End(TagEnd::Strong)) {
                strong -= 1;
            } else if let Some(words) = words(&event) {
                if strong == 0 && words.trim() != ":" {
                    return None;
                }
                text.push_str(words);
            }
        }
        (!text.is_empty()).then(|| Self { level: BOLD_LEVEL, text: text.trim().to_owned(), bold: true })
    }

    /// Reads a paragraph that is one short line, of which it must still be seen that it says what it is for.
    pub(super) fn of_short_line(markdown: &str) -> Option<Self> {
        let line = markdown.trim();
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '’' | '&' | '/');
        let words = line.strip_suffix(':').unwrap_or(line);
        let is_short = !words.is_empty() && words.split(' ').count() <= MOST_WORDS;
        (is_short && words.starts_with(char::is_alphabetic) && words.chars().all(is_plain)).then(|| Self {
            level: BOLD_LEVEL,
            text: words.to_owned(),
            bold: true,
        })
    }
}

fn words<'a>(event: &'a Event<'_>) -> Option<&'a str> {
    if let Event::Text(words) | Event::Code(words) | Event::InlineHtml(words) = event {
        Some(words)
    } else {
        matches!(event, Event::SoftBreak | Event::HardBreak).then_some(" ")
    }
}

/// The key by which headings are compared: as Obsidian does, without punctuation, case and repeated blanks; emoji
/// and numbering in front (`1.`, `2)`) do not count.
#[must_use]
pub fn heading_key(title: &str) -> String {
    plain_key(title).unwrap_or_else(|| folded_key(title))
}

/// The key of a title that is ASCII words with one blank between, as nearly all are: the same in small letters.
fn plain_key(title: &str) -> Option<String> {
    let words = without_number(title).trim_matches(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric());
    let mut before = b' ';
    let is_plain = words.bytes().all(|byte| {
        let fits = byte.is_ascii_alphanumeric() || (byte == b' ' && before != b' ');
        before = byte;
        fits
    });
    is_plain.then(|| words.to_ascii_lowercase())
}

/// The same of any title.
fn folded_key(title: &str) -> String {
    let bare = if title.is_ascii() {
        Cow::Borrowed(title)
    } else {
        Cow::Owned(title.nfc().filter(|c| !is_presentation(*c)).collect())
    };
    let mut key = String::with_capacity(bare.len());
    let mut blank = false;
    for c in without_number(&bare).chars() {
        let is_letter = if c.is_ascii() {
            c.is_ascii_alphanumeric()
        } else {
            c.is_alphanumeric() || is_combining_mark(c)
        };
        if is_letter {
            if blank && !key.is_empty() {
                key.push(' ');
            }
            blank = false;
            if c.is_ascii() { key.push(c.to_ascii_lowercase()) } else { key.extend(c.to_lowercase()) }
        } else {
            blank |= !is_apostrophe(c);
        }
    }
    key
}

/// `to do's` is one word less than it has letters in a row.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | '´')
}

/// What turns a character into an emoji (U+FE0F, the keycap, the joiner) or cannot be seen.
fn is_presentation(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{20e3}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// A title without the numbering in front: digits and dots that end in `.`, `)` or `:`. `5.5 Features` has none.
fn without_number(title: &str) -> &str {
    let start = title.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = start.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ':'));
    let number = start.get(..start.len() - rest.len()).unwrap_or_default();
    let is_number = number.starts_with(|c: char| c.is_ascii_digit()) && number.ends_with(['.', ')', ':']);
    if is_number && rest.starts_with(char::is_whitespace) { rest } else { start }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: &str, key: &str) {
        assert_eq!(heading_key(title), key);
    }

    #[test]
    fn plain_titles_are_folded_as_all_others_are() {
        for title in [
            "Action items",
            " 1. Next  steps:",
            "2) To-do",
            "\u{2705}\u{fe0f} Done",
            "",
            "- *Q3* -",
            "3 things",
        ] {
            assert!(plain_key(title).is_none_or(|key| key == folded_key(title)), "{title}");
        }
        assert_eq!(plain_key("**Action items:**").as_deref(), Some("action items"));
    }

    #[test]
    fn punctuation_case_emoji_and_numbering_do_not_count() {
        check("✅  Action Items:", "action items");
        check("1. Action items", "action items");
        check("2.1) **Decisions**", "decisions");
        check("To-Do's", "to dos");
        check("TL;DR", "tl dr");
        check("5.5 Features", "5 5 features");
        check("Résumé", "re\u{301}sume\u{301}".nfc().collect::<String>().as_str());
        check("♻️", "");
    }

    #[test]
    fn a_bold_line_is_bold_as_a_whole() {
        let text = |line: &str| Heading::of_bold_line(line).map(|heading| heading.text);
        assert_eq!(text("**Action items**\n").as_deref(), Some("Action items"));
        assert_eq!(text("__Action items:__"), Some("Action items:".to_owned()));
        assert_eq!(text("**Action items** : ").as_deref(), Some("Action items :"));
        assert_eq!(text("**Tomer** sends it"), None);
        assert_eq!(text("**a**\nb"), None);
    }
}
