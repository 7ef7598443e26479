//! The command as it was typed, for saying what to type next.

use std::ffi::OsString;
use std::path::Path;

/// What was typed, to be typed again with a change.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    command: String,
    rest: String,
}

impl Typed {
    /// Takes the words typed, the program's own name first.
    pub(super) fn of(words: &[OsString]) -> Self {
        let quote = |word: &OsString| quoted(Path::new(word));
        Self {
            command: words.get(1).map(quote).unwrap_or_default(),
            rest: words.iter().skip(2).map(quote).collect::<Vec<_>>().join(" "),
        }
    }

    /// The command with one more word. What was typed is left out where it is too long to be read.
    pub(super) fn with(&self, word: &str) -> String {
        const LONG: usize = 160;
        if self.rest.len() > LONG {
            format!("notefold {} {word} …", self.command)
        } else {
            format!("notefold {} {word} {}", self.command, self.rest)
        }
    }
}

/// A path as a shell takes it.
pub(super) fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy();
    let plain = |c: char| c.is_alphanumeric() || "/._-+=:,@%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.into_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &[&str], expect: &str) {
        let words: Vec<OsString> = words.iter().map(OsString::from).collect();
        assert_eq!(Typed::of(&words).with("--force"), expect);
    }

    #[test]
    fn a_command_is_repeated_as_a_shell_takes_it() {
        check(&["/bin/x", "merge", "a.md", "b.md"], "notefold merge --force a.md b.md");
        check(&["x", "merge", "a b.md", "--", "it's.md"], r"notefold merge --force 'a b.md' -- 'it'\''s.md'");
        check(&["x", "merge", &"long ".repeat(50)], "notefold merge --force …");
    }
}
