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
