//! Blocks a note leaves open at its end: nothing more follows there, but in the canonical note something may.

use crate::note::BlockKind;

/// What closes a block of code or a comment that is not closed.
pub(super) fn closing(kind: BlockKind, text: &str) -> Option<String> {
    let first = text.lines().next().unwrap_or_default().trim_start();
    if kind == BlockKind::Code {
        let last = text.trim_end().lines().skip(1).last().unwrap_or_default().trim();
        let mark = first.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
        let fence: String = first.chars().take_while(|c| *c == mark).collect();
        let is_closed = last.starts_with(&fence) && last.trim_start_matches(mark).is_empty();
        return (!is_closed).then_some(fence);
    }
    if !matches!(kind, BlockKind::Comment | BlockKind::Html) {
        return None;
    }
    let is_open = |open: &str, close: &str| {
        first.strip_prefix(open).is_some()
            && text.split_once(open).is_some_and(|(_, rest)| !rest.contains(close))
    };
    [("<!--", "-->"), ("%%", "%%")]
        .into_iter()
        .find(|(open, close)| is_open(open, close))
        .map(|(_, close)| close.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: BlockKind, text: &str, expect: Option<&str>) {
        assert_eq!(closing(kind, text).as_deref(), expect, "{text}");
    }

    #[test]
    fn a_fence_closes_with_its_own_mark() {
        check(BlockKind::Code, "````\na\n```\n", Some("````"));
        check(BlockKind::Code, "~~~ sh\na", Some("~~~"));
        check(BlockKind::Code, "```", Some("```"));
        check(BlockKind::Code, "```\na\n````\n", None);
        check(BlockKind::Code, "    indented\n", None);
    }

    #[test]
    fn a_comment_closes_as_it_was_opened() {
        check(BlockKind::Comment, "%%\na\n", Some("%%"));
        check(BlockKind::Comment, "%%\na\n%%\n", None);
        check(BlockKind::Html, "<!-- a\n", Some("-->"));
        check(BlockKind::Html, "<div>\n", None);
        check(BlockKind::Paragraph, "%% a", None);
    }
}
