//! The unified diff of a file, as `git apply` takes it.

use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};
use std::fmt::Write as _;
use std::ops::Range;

/// The lines of context around a change: what `git diff` gives, and `git apply` wants to be sure of its place.
const CONTEXT: usize = 3;

/// Of files that differ in more lines than this, all lines between the first and the last difference are replaced:
/// comparing them takes time in the square of this, which here stays below a second. The patch is as right as any.
const MAX_LINES: usize = 10_000;

/// The unified diff that makes `new` of `old` in the file at `path`, which is relative to where it is applied.
/// Empty when they are equal.
#[must_use]
pub fn patch(path: &str, old: &str, new: &str) -> String {
    if old == new {
        String::new()
    } else {
        format!("{}{}", git_line(path, path), changes(path, path, old, new))
    }
}

/// The diff that gives the file at `from` the name `to` and makes `new` of `old` in it.
#[must_use]
pub fn renamed(from: &str, to: &str, old: &str, new: &str) -> String {
    let names = format!("rename from {}\nrename to {}\n", quoted(from), quoted(to));
    let changes = if old == new { String::new() } else { changes(from, to, old, new) };
    // Git wants to know how alike the two are, and takes any number for files that are not quite.
    let alike = if old == new { 100 } else { 50 };
    format!("{}similarity index {alike}%\n{names}{changes}", git_line(from, to))
}

/// The diff that makes the file at `path`, which is not there yet.
#[must_use]
pub fn created(path: &str, text: &str) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut diff = format!("{}new file mode 100644\n", git_line(path, path));
    if !lines.is_empty() {
        let insert = DiffOp::Insert { old_index: 0, new_index: 0, new_len: lines.len() };
        diff.push_str(&format!("--- /dev/null\n+++ {}{}\n", sided("b", path), tab(path)));
        write_hunk(&mut diff, &[insert], &[], &lines);
    }
    diff
}

fn git_line(from: &str, to: &str) -> String {
    format!("diff --git {} {}\n", sided("a", from), sided("b", to))
}

fn sided(side: &str, path: &str) -> String {
    quoted(&format!("{side}/{path}"))
}

/// A tab ends a name with blanks, which is how it is told from a name with a time after it.
fn tab(path: &str) -> &'static str {
    if path.contains(' ') { "\t" } else { "" }
}

/// The names and hunks of a diff.
fn changes(from: &str, to: &str, old: &str, new: &str) -> String {
    let (before, after) = (sided("a", from), sided("b", to));
    let mut text = format!("--- {before}{}\n+++ {after}{}\n", tab(from), tab(to));
    // Only `\n` ends a line to Git; a lone `\r` is a letter like any other.
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    for hunk in group_diff_ops(operations(&old, &new), CONTEXT) {
        write_hunk(&mut text, &hunk, &old, &new);
    }
    text
}

fn operations(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let same_start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old_rest, new_rest) = (old.split_at(same_start).1, new.split_at(same_start).1);
    let same_end =
        old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
    let (old_len, new_len) = (old_rest.len() - same_end, new_rest.len() - same_end);
    if old_len.max(new_len) <= MAX_LINES {
        return capture_diff_slices(Algorithm::Myers, old, new);
    }
    let start = DiffOp::Equal { old_index: 0, new_index: 0, len: same_start };
    let middle = DiffOp::Replace { old_index: same_start, old_len, new_index: same_start, new_len };
    let (old_index, new_index) = (same_start + old_len, same_start + new_len);
    let end = DiffOp::Equal { old_index, new_index, len: same_end };
    [start, middle, end]
        .into_iter()
        .filter(|op| !op.old_range().is_empty() || !op.new_range().is_empty())
        .collect()
}

fn write_hunk(text: &mut String, hunk: &[DiffOp], old: &[&str], new: &[&str]) {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { return };
    let before = range(first.old_range().start..last.old_range().end);
    let after = range(first.new_range().start..last.new_range().end);
    writeln!(text, "@@ -{before} +{after} @@").expect("a String takes everything that is written to it");
    for op in hunk {
        match op {
            DiffOp::Equal { .. } => write_lines(text, ' ', old, op.old_range()),
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                write_lines(text, '-', old, op.old_range());
                write_lines(text, '+', new, op.new_range());
            }
        }
    }
}

/// A range of lines as hunk headers count: from 1, and an empty one by the line before it.
fn range(lines: Range<usize>) -> String {
    if lines.is_empty() {
        format!("{},0", lines.start)
    } else {
        format!("{},{}", lines.start + 1, lines.len())
    }
}

fn write_lines(text: &mut String, sign: char, lines: &[&str], range: Range<usize>) {
    for line in lines.get(range).unwrap_or_default() {
        text.push(sign);
        text.push_str(line);
        if !line.ends_with('\n') {
            text.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// A name as Git writes it: in quotes when it has a quote, a backslash or a control character. Letters outside of ASCII
/// stand as they are (`core.quotePath=false`), which Git takes too and a person can read.
fn quoted(name: &str) -> String {
    let must_be_escaped = |c: char| c == '"' || c == '\\' || c.is_control();
    if !name.contains(must_be_escaped) {
        return name.to_owned();
    }
    let mut quoted = String::from('"');
    for c in name.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, old: &str, new: &str, expect: &str) {
        assert_eq!(patch(path, old, new), expect);
    }

    #[test]
    fn equal_texts_give_no_patch() {
        check("a.md", "one\n", "one\n", "");
    }

    #[test]
    fn a_patch_is_written_as_git_writes_it() {
        check(
            "in/a b.md",
            "one\ntwo",
            "one\r\ntwo",
            "diff --git a/in/a b.md b/in/a b.md\n--- a/in/a b.md\t\n+++ b/in/a b.md\t\n\
             @@ -1,2 +1,2 @@\n-one\n+one\r\n two\n\\ No newline at end of file\n",
        );
        check(
            "ü\"\t.md",
            "",
            "x\n",
            "diff --git \"a/ü\\\"\\011.md\" \"b/ü\\\"\\011.md\"\n--- \"a/ü\\\"\\011.md\"\n+++ \"b/ü\\\"\\011.md\"\n\
             @@ -0,0 +1,1 @@\n+x\n",
        );
    }

    #[test]
    fn files_that_differ_everywhere_are_replaced_in_one_hunk() {
        let text = |word: &str| {
            let lines: Vec<_> = (0..=MAX_LINES).map(|number| format!("{word} {number}")).collect();
            format!("start\n{}\nend\n", lines.join("\n"))
        };
        let (old, new) = (text("old"), text("new"));
        let patch = patch("a.md", &old, &new);
        assert_eq!(patch.matches("@@ -1,10003 +1,10003 @@\n start\n-old 0\n").count(), 1);
        assert!(patch.ends_with("+new 10000\n end\n"));
    }
}
