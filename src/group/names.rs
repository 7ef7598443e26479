//! Names that a copy of a note gets: from a person, a file manager, a sync service.

/// The name of the note that one called `stem` is a copy of; `None` when it is not a copy's name.
///
/// `Note 1`, `Note (1)`, `Note copy 2`, `Note - Copy`, `Copy of Note`, `Note (Conflicted copy laptop 202509021100)`,
/// `Note.sync-conflict-20250902-110000-ABCDEFG`. A number alone may also be the name of another note (`Sprint 2`): that
/// there is a note of the bare name, and that the texts agree, is for the caller to see.
#[must_use]
pub fn original(stem: &str) -> Option<&str> {
    let mut bare = stem.trim();
    // A copy of a copy; a name has no more endings than that in practice, and each pass shortens it.
    for _ in 0..3 {
        match without_mark(bare) {
            Some(shorter) if !shorter.is_empty() => bare = shorter,
            Some(_) | None => break,
        }
    }
    (bare.len() < stem.trim().len()).then_some(bare)
}

/// Whether the name ends in a bare number, as one of a copy may and that of anything counted, too.
#[must_use]
pub fn is_numbered(stem: &str) -> bool {
    let (before, last) = stem.trim().rsplit_once(' ').unwrap_or_default();
    is_small_number(last) && !before.to_lowercase().ends_with(" copy")
}

/// Whether the name, which is one of a copy, is one that a sync service gives to what it could not bring together.
#[must_use]
pub fn is_conflict(stem: &str) -> bool {
    let lower = stem.to_lowercase();
    lower.contains(".sync-conflict-") || lower.contains("conflicted copy") || lower.contains("conflict)")
}

fn without_mark(name: &str) -> Option<&str> {
    if let Some((bare, _)) = name.split_once(".sync-conflict-") {
        return Some(bare.trim_end());
    }
    if name.get(.."copy of ".len()).is_some_and(|start| start.eq_ignore_ascii_case("copy of ")) {
        return name.get("copy of ".len()..).map(str::trim_start);
    }
    if let Some((bare, inside)) = name.strip_suffix(')').and_then(|name| name.rsplit_once('(')) {
        let inside = inside.trim().to_lowercase();
        let is_mark = inside.contains("conflict") || inside == "copy" || is_small_number(&inside);
        return is_mark.then(|| bare.trim_end());
    }
    let words = |bare: &str| bare.trim_end().trim_end_matches(['-', '–', '_']).trim_end().len();
    let (bare, last) = name.rsplit_once(' ')?;
    let end = if last.eq_ignore_ascii_case("copy") {
        words(bare)
    } else if is_small_number(last) {
        match bare.rsplit_once(' ') {
            Some((before, copy)) if copy.eq_ignore_ascii_case("copy") => words(before),
            Some(_) | None => bare.trim_end().len(),
        }
    } else {
        return None;
    };
    name.get(..end)
}

/// Copies are counted from 1; a year or a house number is none.
fn is_small_number(text: &str) -> bool {
    matches!(text.len(), 1 | 2) && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(stem: &str, expect: Option<&str>) {
        assert_eq!(original(stem), expect);
    }

    #[test]
    fn the_names_of_copies_are_known() {
        for copy in [
            "Plan 1",
            "Plan (2)",
            "Plan copy",
            "Plan copy 3",
            "Plan - Copy",
            "Plan - Copy (2)",
            "Copy of Plan",
            "Plan (Conflicted copy laptop 202509021100)",
            "Plan (Jo's conflicted copy 2025-09-02)",
            "Plan.sync-conflict-20250902-110000-ABCDEFG",
            "Plan 1 (conflicted copy)",
        ] {
            check(copy, Some("Plan"));
        }
    }

    #[test]
    fn other_names_are_left_alone() {
        for name in ["Plan", "Plan 2025", "Plan (draft)", "2025-09-02", "Photocopy", "Plan B", "(1)", "1", ""]
        {
            check(name, None);
        }
    }
}
