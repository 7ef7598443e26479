//! The unified diff of one file, as `git apply` takes it.

use similar::TextDiff;
use std::fmt::Write as _;

/// The lines of context around a change: what `git diff` gives, and `git apply` wants to be sure of its place.
const CONTEXT: usize = 3;

/// The unified diff that makes `new` of `old` in the file at `path`, which is relative to where it is applied.
/// Empty when they are equal.
#[must_use]
pub fn patch(path: &str, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    let [before, after] = ["a", "b"].map(|side| name(side, path));
    let diff = TextDiff::from_lines(old, new);
    let mut text = format!("diff --git {before} {after}\n");
    let hunks =
        diff.unified_diff().context_radius(CONTEXT).header(&header(&before), &header(&after)).to_string();
    text.push_str(&hunks);
    text
}

/// The name of a file in a patch, with the side it is on in front; in quotes where Git would quote it.
fn name(side: &str, path: &str) -> String {
    let path = format!("{side}/{}", path.trim_start_matches('/'));
    let must_be_quoted = |c: char| c == '"' || c == '\\' || c.is_control();
    if !path.contains(must_be_quoted) {
        return path;
    }
    let mut quoted = String::from('"');
    for c in path.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                for byte in c.to_string().bytes() {
                    write!(quoted, "\\{byte:03o}").expect("a String takes everything that is written to it");
                }
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// The name as it stands in the `---` and `+++` lines. A tab ends it there, which is how a name with blanks is told
/// from a name with a time after it.
fn header(name: &str) -> String {
    if name.contains(' ') && !name.starts_with('"') { format!("{name}\t") } else { name.to_owned() }
}
