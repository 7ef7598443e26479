//! Text on its way into a note: shown as it is, and nothing but text.

use crate::text::shown::Shown;
use crate::vault::VaultPath;

/// Text that is no link, tag, task, field or markup, on one line.
pub(super) fn escaped(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = Shown(&line).to_string();
    let mut out = String::with_capacity(line.len());
    let mut letters = line.chars().peekable();
    let mut before = ' ';
    while let Some(c) = letters.next() {
        let after = letters.peek().copied().unwrap_or(' ');
        match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '$' | '^' | '~' | '=' => out.extend(['\\', c]),
            // Within a word it is none of emphasis.
            '_' if !(before.is_alphanumeric() && after.is_alphanumeric()) => out.push_str("\\_"),
            // A backslash does not keep a search for `#task` from finding it, nor Dataview from reading `due:: …`.
            '#' => out.push_str("&#35;"),
            '%' => out.push_str("&#37;"),
            '&' => out.push_str("&amp;"),
            ':' if after == ':' || before == ':' => out.push_str("&#58;"),
            _ => out.push(c),
        }
        before = c;
    }
    out
}

/// The signs by which Tasks knows dates, priorities and the rest.
pub(super) const SIGNS: &str = "📅📆🗓⏳⌛🛫➕✅❌🔁🏁🆔⛔🔺⏫🔼🔽⏬\u{fe0f}";

/// Text for a line with a checkbox: also without the signs of Tasks.
pub(super) fn beside_a_checkbox(text: &str) -> String {
    escaped(&text.chars().filter(|c| !SIGNS.contains(*c)).collect::<String>())
}

/// A command.
pub(super) fn code(text: &str) -> String {
    let shown = Shown(text).to_string();
    if shown.contains('`') { format!("`` {shown} ``") } else { format!("`{shown}`") }
}

/// A link to a note, from the vault's folder; where no link can be written to one with such a name, its path.
pub(super) fn link(path: &VaultPath) -> String {
    let name = path.as_str();
    let is_plain = !name.contains(['#', '^', '[', ']', '|', '\\', '%']) && Shown(name).to_string() == name;
    match name.strip_suffix(".md").filter(|_| is_plain) {
        Some(target) => format!("[[{target}]]"),
        None => escaped(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn check(text: &str, expect: &str) {
        assert_eq!(escaped(text), expect);
    }

    #[test]
    fn words_stay_words() {
        check(
            "Send the deck, 50 & more: by 9:30 (snake_case)",
            "Send the deck, 50 &amp; more: by 9:30 (snake_case)",
        );
    }

    #[test]
    fn what_would_mean_something_does_not() {
        check("#task [[A]] ![[B]] `c`", "&#35;task \\[\\[A\\]\\] !\\[\\[B\\]\\] \\`c\\`");
        check(
            "[due:: 2025-01-01] ^id ==x== _y_",
            "\\[due&#58;&#58; 2025-01-01\\] \\^id \\=\\=x\\=\\= \\_y\\_",
        );
        check("%% notefold accept-ready %%", "&#37;&#37; notefold accept-ready &#37;&#37;");
        check("a\n- [x] b\u{202e}", "a - \\[x\\] b\\\\u{202e}");
    }

    #[test]
    fn beside_a_checkbox_no_sign_of_tasks_stays() {
        assert_eq!(beside_a_checkbox("🔺 highest 📅 2025-11-08"), "highest 2025-11-08");
    }

    #[test]
    fn a_note_is_linked_to_where_a_link_can_be_written() {
        let shown = |path: &str| link(&VaultPath::of(Path::new(path)).unwrap());
        assert_eq!(shown("In/A b (1).md"), "[[In/A b (1)]]");
        assert_eq!(shown("In/A #1.md"), "In/A &#35;1.md");
        assert_eq!(shown("In/[x].md"), "In/\\[x\\].md");
    }
}
