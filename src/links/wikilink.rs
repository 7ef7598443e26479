//! Wikilinks: `[[target#subpath|alias]]`.

use crate::text::Span;

/// A wikilink as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wikilink<'a> {
    /// With its brackets, and the `!` of an embed.
    pub(super) span: Span,
    /// Path and subpath, without blanks around them.
    pub(super) target: Span,
    pub(super) embed: bool,
    pub(super) path: &'a str,
    pub(super) subpath: &'a str,
    pub(super) alias: Option<&'a str>,
}

/// Finds the wikilinks in a stretch of `text`, none of them within `opaque` stretches, which are in order and do not
/// overlap. A wikilink stands on one line; of `[[` that follow each other the last one opens it.
pub(super) fn scan<'a>(text: &'a str, stretch: Span, opaque: &[Span]) -> Vec<Wikilink<'a>> {
    let bytes = text.as_bytes();
    let pair = |at: usize, sign: u8| {
        at + 1 < stretch.end && bytes.get(at) == Some(&sign) && bytes.get(at + 1) == Some(&sign)
    };
    let mut found: Vec<Wikilink<'a>> = Vec::new();
    let mut opaque = opaque.iter().peekable();
    let mut open = None;
    let mut escaped_until = stretch.start;
    let mut at = stretch.start;
    while at < stretch.end {
        while opaque.next_if(|hidden| hidden.end <= at).is_some() {}
        if let Some(hidden) = opaque.peek().filter(|hidden| hidden.start <= at) {
            open = None;
            at = hidden.end;
            continue;
        }
        match bytes.get(at) {
            Some(b'\n') => open = None,
            Some(b'\\') if open.is_none() => {
                at += 1;
                escaped_until = at + 1;
            }
            Some(b'[') if pair(at, b'[') => open = Some(at),
            Some(b']') if pair(at, b']') => {
                if let Some(start) = open.take() {
                    let embed = start > stretch.start.max(escaped_until)
                        && bytes.get(start - 1) == Some(&b'!')
                        && found.last().is_none_or(|last| last.span.end < start);
                    let whole = Span::new(start - usize::from(embed), at + 2);
                    found.extend(read(text, Span::new(start + 2, at)).map(|link| Wikilink {
                        span: whole,
                        embed,
                        ..link
                    }));
                    at += 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Reads what stands between the brackets; `None` when that is no link: nothing, or brackets in the path.
pub(super) fn read(text: &str, inside: Span) -> Option<Wikilink<'_>> {
    let words = inside.of(text);
    let bar = words.find('|');
    // In a table the bar of a link is written `\|`.
    let named = bar.and_then(|bar| words.get(..bar)).unwrap_or(words);
    let named = if bar.is_some() { named.strip_suffix('\\').unwrap_or(named) } else { named };
    let alias = bar.and_then(|bar| words.get(bar + 1..));
    let start = inside.start + (named.len() - named.trim_start().len());
    let target = Span::new(start, start + named.trim().len());
    let (path, subpath) = cut(target.of(text));
    let is_link = (!path.is_empty() || subpath.len() > 1) && !path.contains(['[', ']']);
    is_link.then_some(Wikilink { span: inside, target, embed: false, path, subpath, alias })
}

/// Cuts a target at its first `#`, which goes with the subpath.
pub(super) fn cut(target: &str) -> (&str, &str) {
    let (path, subpath) = target.split_at(target.find('#').unwrap_or(target.len()));
    (path.trim_end(), subpath)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes each link as what it replaces, path, subpath and alias.
    fn check(text: &str, expect: &[(&str, &str, &str, Option<&str>)]) {
        let found = scan(text, Span::new(0, text.len()), &[]);
        let found: Vec<_> =
            found.iter().map(|link| (link.target.of(text), link.path, link.subpath, link.alias)).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn a_target_is_cut_at_its_first_hash_and_ends_before_the_bar() {
        check("[[ a b#c#d |e|f]]", &[("a b#c#d", "a b", "#c#d", Some("e|f"))]);
        check("| ![[a.png\\|100x20]] |", &[("a.png", "a.png", "", Some("100x20"))]);
        check("[[#^id]] [[x/y.md]]", &[("#^id", "", "#^id", None), ("x/y.md", "x/y.md", "", None)]);
    }

    #[test]
    fn the_innermost_brackets_on_one_line_are_the_link() {
        check("[[a [[b]] ]] [[[c]]]", &[("b", "b", "", None), ("c", "c", "", None)]);
        check("[[a\nb]] \\[[c]] [[]] [[ ]] [[#]] [[|d]] [[e]f]] [[g", &[]);
    }

    #[test]
    fn an_embed_starts_with_its_sign() {
        let spans = |text: &'static str| {
            let all = Span::new(0, text.len());
            scan(text, all, &[]).into_iter().map(|link| link.span.of(text)).collect::<Vec<_>>()
        };
        assert_eq!(spans("a ![[b]]![[c]]"), ["![[b]]", "![[c]]"]);
        assert_eq!(spans("\\![[b]]"), ["[[b]]"]);
    }
}
