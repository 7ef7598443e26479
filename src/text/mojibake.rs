//! Text that went through a wrong 8-bit code page.
//!
//! UTF-8 read as cp1252, cp1254 or latin-1 turns every letter outside ASCII, and every emoji, into two to four
//! characters. Going back is exact as long as no byte was lost: the characters are encoded in the code page again
//! and must be UTF-8 ([`whole`](repairs)). Bytes a code page does not define may be lost on the way (`â«` was ⏫,
//! E2 8F AB, and cp1252 has no 8F). Such forms are looked up in a table of the signs notes use for fields, and
//! count only where what follows is a value of that field, since many are the beginning of another form.

use super::Span;
use encoding_rs::{WINDOWS_1252, WINDOWS_1254};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

mod lost;

/// A stretch of mojibake and what it was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The damaged text.
    pub span: Span,
    /// What it says.
    pub repaired: String,
}

/// A stretch that may be mojibake, but may have been several things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The text in doubt, which is left as it is.
    pub span: Span,
    /// The signs it may have been.
    pub candidates: Vec<char>,
}

/// Finds the mojibake of `text`: letters, punctuation and emoji whose UTF-8 was read as cp1252, cp1254 or latin-1.
/// One repair is one letter or one emoji with what belongs to it (U+FE0F, joined emoji).
///
/// Code is text like any other here: who reads Markdown leaves out the repairs that stand in code.
#[must_use]
pub fn repairs(text: &str) -> Vec<Repair> {
    read(text).0
}

/// Finds what looks like the sign of a field with bytes lost, but cannot be told from others or has no value.
#[must_use]
pub fn doubts(text: &str) -> Vec<Doubt> {
    if text.contains(lost::LEADS) { read(text).1 } else { Vec::new() }
}

/// Applies `repairs`, which are in order and do not overlap, to `text`.
#[must_use]
pub fn repaired<'a>(text: &'a str, repairs: &[Repair]) -> Cow<'a, str> {
    if repairs.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    let mut from = 0;
    for repair in repairs {
        whole.push_str(text.get(from..repair.span.start).unwrap_or_default());
        whole.push_str(&repair.repaired);
        from = repair.span.end;
    }
    whole.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(whole)
}

/// The byte every character of the code pages was read from. The pages agree but for letters that only one of
/// them has, so that one table serves all: Ğ İ Ş ğ ı ş are cp1254's, Ð Ý Þ ð ý þ cp1252's. C1 controls are
/// latin-1, and the bytes the other two do not define.
static BYTES: LazyLock<BTreeMap<char, u8>> = LazyLock::new(|| {
    let mut bytes = BTreeMap::new();
    for byte in 0x80..=0xff_u8 {
        bytes.insert(char::from(byte), byte);
    }
    for page in [WINDOWS_1252, WINDOWS_1254] {
        for byte in 0x80..=0xff_u8 {
            let encoded = [byte];
            let (decoded, _had_errors) = page.decode_without_bom_handling(&encoded);
            bytes.extend(decoded.chars().map(|c| (c, byte)));
        }
    }
    bytes
});

/// The last of the characters that mojibake starts with: those the first bytes of UTF-8, C2 to F4, are read as, of
/// which `ş` (FE in cp1254) is the last one there is a letter for. Emoji and dashes lie behind it.
const LAST_LEAD: char = 'ş';

/// The bytes that the characters up to [`LAST_LEAD`] beyond ASCII start with, and hardly any others.
const LEAD_BYTES: RangeInclusive<u8> = 0xc2..=0xc5;

/// A character decoded from several.
struct Sequence {
    end: usize,
    decoded: char,
}

fn read(text: &str) -> (Vec<Repair>, Vec<Doubt>) {
    let mut repairs: Vec<Repair> = Vec::new();
    let mut doubts = Vec::new();
    // Most texts have none. To the end, whatever comes: that way many bytes are looked at at once.
    if !text.bytes().fold(false, |found, byte| found | LEAD_BYTES.contains(&byte)) {
        return (repairs, doubts);
    }
    let mut at = 0;
    // The stretch up to here was looked at for a run of letters of a far-away script.
    let mut run_until = 0;
    let is_lead = |byte: &u8| LEAD_BYTES.contains(byte);
    while let Some(ahead) = text.as_bytes().get(at..).and_then(|rest| rest.iter().position(is_lead)) {
        at += ahead;
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        if c > LAST_LEAD {
            at += c.len_utf8();
            continue;
        }
        if let Some(sequence) = sequence(text, at) {
            if run_until <= at && !stands_alone(sequence.decoded) {
                run_until = run_end(text, at, sequence.end);
            }
            let before = text.get(..at).unwrap_or_default();
            let sure = if stands_alone(sequence.decoded) {
                !is_natural(text, at, sequence.end)
            } else {
                run_until > sequence.end || run_until == sequence.end && repairs_end_at(&repairs, at)
            };
            let joins = joins(sequence.decoded);
            if sure
                && (!joins
                    || before.chars().next_back().is_some_and(is_emoji)
                    || repairs_end_at(&repairs, at))
            {
                push(&mut repairs, Span::new(at, sequence.end), sequence.decoded);
                at = sequence.end;
                continue;
            }
        }
        match lost::at(text, at) {
            Some(lost::Found::Sign(span, sign)) => {
                at = span.end;
                push(&mut repairs, span, sign);
            }
            Some(lost::Found::Doubt(doubt)) => {
                at = doubt.span.end;
                doubts.push(doubt);
            }
            None => at += c.len_utf8(),
        }
    }
    (repairs, doubts)
}

fn repairs_end_at(repairs: &[Repair], at: usize) -> bool {
    repairs.last().is_some_and(|last| last.span.end == at)
}

/// Adds a repair, to the one before where both are one emoji.
fn push(repairs: &mut Vec<Repair>, span: Span, decoded: char) {
    if let Some(last) = repairs.last_mut()
        && last.span.end == span.start
        && (joins(decoded) || last.repaired.ends_with('\u{200d}'))
    {
        last.span.end = span.end;
        last.repaired.push(decoded);
    } else {
        repairs.push(Repair { span, repaired: decoded.to_string() });
    }
}

/// Decodes the UTF-8 sequence whose bytes were read as the characters from `at` on.
fn sequence(text: &str, at: usize) -> Option<Sequence> {
    let mut chars = text.get(at..)?.char_indices();
    let (_, first) = chars.next()?;
    let lead = *BYTES.get(&first)?;
    let length = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    let mut end = at + first.len_utf8();
    for slot in bytes.iter_mut().take(length).skip(1) {
        let (offset, c) = chars.next()?;
        *slot = *BYTES.get(&c)?;
        end = at + offset + c.len_utf8();
    }
    let decoded = std::str::from_utf8(bytes.get(..length)?).ok()?.chars().next()?;
    is_plausible(decoded).then_some(Sequence { end, decoded })
}

/// Where the sequences that follow each other from `at` on end.
fn run_end(text: &str, at: usize, first_end: usize) -> usize {
    let mut end = first_end.max(at);
    while let Some(next) = sequence(text, end) {
        end = next.end;
    }
    end
}

/// Whether `c` is something a note says: never a control, never what no one writes.
fn is_plausible(c: char) -> bool {
    matches!(c,
        '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{24f}'
        | '\u{370}'..='\u{6ff}' | '\u{e00}'..='\u{eff}' | '\u{1e00}'..='\u{1fff}'
        | '\u{2000}'..='\u{200a}' | '\u{200d}' | '\u{2010}'..='\u{2027}' | '\u{202f}'..='\u{205f}'
        | '\u{2070}'..='\u{2bff}'
        | '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{fe0f}' | '\u{ff00}'..='\u{ffef}'
        | '\u{1d400}'..='\u{1d7ff}' | '\u{1f000}'..='\u{1faff}' | '\u{20000}'..='\u{2fa1f}')
        && !c.is_control()
}

/// Whether one such character is enough to be sure. Letters of Greek, Cyrillic, CJK and the like come in words: one alone
/// is more likely two or three characters that happen to stand side by side (`É™` is U+0259, `é…»` is U+917B).
fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{a0}'..='\u{17f}' | '\u{218}'..='\u{21b}' | '\u{1e00}'..='\u{1eff}'
        | '\u{2000}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

/// Whether the characters from `start` to `end` may well have been written so: a letter and punctuation as it
/// stands behind words. `AMANHÃ…` and `hâlâ…”` are Portuguese and Turkish; `Ã…rhus` and `cafÃ©` are no language.
fn is_natural(text: &str, start: usize, end: usize) -> bool {
    let damaged = text.get(start..end).unwrap_or_default();
    let mut chars = damaged.chars();
    let Some(lead) = chars.next() else { return false };
    if !lead.is_alphabetic() || !chars.all(follows_words) {
        return false;
    }
    let before = text.get(..start).unwrap_or_default().chars().next_back();
    let after = text.get(end..).unwrap_or_default().chars().next();
    if after.is_some_and(char::is_alphabetic) {
        // Punctuation inside a word is no punctuation, save an apostrophe in capitals (`MUŞ’TA`).
        return lead.is_uppercase()
            && before.is_some_and(char::is_uppercase)
            && damaged.ends_with(['’', '‘'])
            && after.is_some_and(char::is_uppercase);
    }
    match before {
        Some(before) if before.is_alphabetic() => lead.is_lowercase() || before.is_uppercase(),
        // Å is a word, Ä a cry; `Â` is neither, but what `£`, `°` and the no-break space leave behind.
        _ => lead.is_uppercase() && lead != 'Â',
    }
}

/// Whether `c` stands behind words without a blank between. The no-break space does in French only.
fn follows_words(c: char) -> bool {
    matches!(c, '’' | '‘' | '”' | '“' | '»' | '«' | '›' | '‹' | '…' | '–' | '—' | '•' | '·' | '™')
}

fn joins(c: char) -> bool {
    matches!(c, '\u{fe0f}' | '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Whether `c` is an emoji or a symbol used as one.
fn is_emoji(c: char) -> bool {
    matches!(c, '\u{203c}' | '\u{2049}' | '\u{2100}'..='\u{2bff}' | '\u{3030}' | '\u{303d}' | '\u{1f000}'..='\u{1faff}'
        | '\u{fe0f}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(damaged: &str, expect: &str) {
        assert_eq!(repaired(damaged, &repairs(damaged)), expect, "{damaged}");
    }

    /// `text` as it comes out when its UTF-8 is read as cp1252, cp1254 and latin-1.
    fn damaged(text: &str) -> Vec<String> {
        let bytes = text.as_bytes();
        vec![
            WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
            WINDOWS_1254.decode_without_bom_handling(bytes).0.into_owned(),
            bytes.iter().map(|byte| char::from(*byte)).collect(),
        ]
    }

    #[test]
    fn the_signs_of_the_seeds_are_read() {
        check(
            "demo @Tomer ğŸ“… 2025-11-08 â« #task\nFRDs @Myself ğŸ“… 2025-11-08 ğŸ”º #task\nğŸ”½ #task",
            "demo @Tomer 📅 2025-11-08 ⏫ #task\nFRDs @Myself 📅 2025-11-08 🔺 #task\n🔽 #task",
        );
    }

    #[test]
    fn whatever_went_through_a_code_page_comes_back() {
        for text in [
            "it’s “so” – and – so… • done ™ → next",
            "café, naïve, Ångström, Łódź, œuvre, à la carte, 12 °C, £5, €50M, São Paulo, não",
            "İstanbul'da ışık şimdi ağaç çünkü öğüt ütü",
            "București și Timișoara, Việt Nam",
            "📅 🗓️ ⏳ ⌛ 🛫 ➕ ✅ ❌ 🔁 🏁 🆔 ⛔ 🔺 ⏫ 🔼 🔽 ⏬ 👩‍💻 👍🏽 ⚠️",
            "Привет мир, Ελλάδα, שלום עולם, 日本語の文章",
        ] {
            for damaged in damaged(text) {
                check(&damaged, text);
            }
        }
    }

    #[test]
    fn words_of_real_languages_are_left_alone() {
        for text in [
            "Straße, „Spaß“, GRÖSSE, Äpfel, Öl, für, groß…, „Ä“, FUß–",
            "château, forêt, là…, « déjà », CAFÉ… À la, ÇA, « Où », naïf, L’ÉTÉ™, ÂGE, pâte, é…»",
            "hâlâ…”, dağ”, Iğdır’da, MUŞ’TA, ŞİŞLİ’de, Ğ, ağ…, kâğıt, Muğla’ya, BAĞ”",
            "amanhã…», irmã”, SÃO, NÃO, IRMÃ…, AMANHÃ”, “NÃ”, Ã, avô, pôr, MÃE, à, ã",
            "FÅ…, på, Ås, Å, Ä…, JÄÄ”, smörgås, ærø, Ø",
            "mañana, ¿qué?, ÑU, él…, más»",
            "BucureȘti, în, ș, È, CAFFÈ…, perché…», È…",
            "5 ° 3, ½, £5, €4, «x», Þór, eð, Ísland, ð",
        ] {
            check(text, text);
            assert_eq!(doubts(text), [], "{text}");
        }
    }

    #[test]
    fn lost_bytes_are_made_good_where_the_value_follows() {
        check("a â« #task", "a ⏫ #task");
        check("a â«", "a ⏫");
        check("a â« ğŸ“… 2025-11-08", "a ⏫ 📅 2025-11-08");
        check("a â\u{fffd}« 📅 2025-11-08", "a ⏫ 📅 2025-11-08");
        check("a â¬ ^id", "a ⏬ ^id");
        check("a âŒ 2025-11-08", "a ❌ 2025-11-08");
        check("a ğŸ” every week", "a 🔁 every week");
        check("a ðŸ”\u{fffd} every week", "a 🔁 every week");
        check("a â• 2025-11-08", "a ➕ 2025-11-08");
        check("a ðŸ keep", "a 🏁 keep");
        check("a ð 2025-11-08", "a 📅 2025-11-08");
        check("a ðº", "a 🔺");
        check("a ğŸ“… 2025-11-08 ğŸ—“ï¸ 2025-11-08", "a 📅 2025-11-08 🗓️ 2025-11-08");
    }

    #[test]
    fn lost_bytes_without_the_value_are_left_and_listed() {
        for (text, expect) in [
            ("a ğŸ” and more words", vec!['🔁']),
            ("a â 2025-11-08", vec!['➕', '✅', '❌', '⌛']),
            ("a â« in the middle", vec!['⏫']),
        ] {
            check(text, text);
            let found: Vec<_> = doubts(text).into_iter().map(|doubt| doubt.candidates).collect();
            assert_eq!(found, [expect], "{text}");
        }
    }

    #[test]
    fn a_closing_quote_that_lost_its_last_byte_is_one() {
        check("â€œsoâ€ he said", "“so” he said");
        check("â€œsoâ€.", "“so”.");
    }

    proptest! {
        #[test]
        fn repairs_are_in_order_and_whole(text in "[aâ€œğŸ“ðÃ©ï¸«…» \u{8f}\u{fffd}ş-]{0,40}|.{0,40}") {
            let mut from = 0;
            for repair in repairs(&text) {
                prop_assert!(from <= repair.span.start && repair.span.start < repair.span.end);
                prop_assert!(text.get(repair.span.start..repair.span.end).is_some());
                from = repair.span.end;
            }
        }
    }
}
