//! The comments by which a line of the note is known: `%% notefold accept 1a2b3c4d5e6f %%`.

use std::fmt;

const OPEN: &str = "%% notefold ";
const CLOSE: &str = " %%";

/// What a line of the note means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark<'t> {
    /// The next line counts what is done.
    Sums,
    /// What follows is about this group, up to the next heading.
    Group(&'t str),
    /// Ticked: every group in which nothing waits is accepted.
    AcceptReady,
    /// Ticked: the group is accepted.
    Accept(&'t str),
    /// Ticked: it is rejected.
    Reject(&'t str),
    /// Ticked: of the disagreement with this number, the value with this number is taken.
    Take(&'t str, usize, usize),
}

impl fmt::Display for Mark<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(OPEN)?;
        match self {
            Self::Sums => f.write_str("sums")?,
            Self::Group(id) => write!(f, "group {id}")?,
            Self::AcceptReady => f.write_str("accept-ready")?,
            Self::Accept(id) => write!(f, "accept {id}")?,
            Self::Reject(id) => write!(f, "reject {id}")?,
            Self::Take(id, conflict, value) => write!(f, "take {id} {conflict} {value}")?,
        }
        f.write_str(CLOSE)
    }
}

impl<'t> Mark<'t> {
    /// The group it is about.
    pub(super) fn group(&self) -> Option<&'t str> {
        match self {
            Self::Group(id) | Self::Accept(id) | Self::Reject(id) | Self::Take(id, ..) => Some(id),
            Self::Sums | Self::AcceptReady => None,
        }
    }

    /// The marks of a line; `None` for one that is not understood.
    pub(super) fn all(line: &'t str) -> Vec<Option<Self>> {
        let starts = line.split(OPEN).skip(1);
        starts.map(|rest| Self::of(rest.split_once("%%")?.0)).collect()
    }

    fn of(words: &'t str) -> Option<Self> {
        let words: Vec<&str> = words.split_whitespace().collect();
        match words.as_slice() {
            ["sums"] => Some(Self::Sums),
            ["accept-ready"] => Some(Self::AcceptReady),
            ["group", id] => Some(Self::Group(id)),
            ["accept", id] => Some(Self::Accept(id)),
            ["reject", id] => Some(Self::Reject(id)),
            ["take", id, conflict, value] => {
                Some(Self::Take(id, conflict.parse().ok()?, value.parse().ok()?))
            }
            _ => None,
        }
    }
}

/// The status of a line with a checkbox, as Obsidian and Tasks know one: in a list of any kind, also in a callout.
pub(super) fn status(line: &str) -> Option<char> {
    let line = line.trim_start_matches([' ', '\t', '>']);
    let rest = match line.strip_prefix(['-', '*', '+']) {
        Some(rest) => rest,
        None => line.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(['.', ')'])?,
    };
    let mut letters = rest.strip_prefix([' ', '\t'])?.trim_start().strip_prefix('[')?.chars();
    let status = letters.next()?;
    (letters.next() == Some(']')).then_some(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expect: (Option<char>, &[Option<Mark<'_>>])) {
        assert_eq!((status(line), Mark::all(line).as_slice()), expect, "{line}");
    }

    #[test]
    fn a_mark_is_read_as_it_is_written() {
        let marks = [
            Mark::Sums,
            Mark::Group("1a"),
            Mark::AcceptReady,
            Mark::Accept("1a"),
            Mark::Reject("1a"),
            Mark::Take("1a", 2, 13),
        ];
        for mark in marks {
            check(&format!("- [ ] words {mark}"), (Some(' '), &[Some(mark)]));
        }
    }

    #[test]
    fn marks_that_are_not_whole_are_not_understood() {
        check("- [x] a %% notefold accept %%", (Some('x'), &[None]));
        check("- [x] a %% notefold take 1a 0 x %%", (Some('x'), &[None]));
        check("- [x] a %% notefold accept 1a", (Some('x'), &[None]));
        check("- [x] a %% a comment %%", (Some('x'), &[]));
        check(
            "%% notefold accept 1a %% %% notefold sums %%",
            (None, &[Some(Mark::Accept("1a")), Some(Mark::Sums)]),
        );
    }

    #[test]
    fn a_checkbox_is_one_in_any_list() {
        check("> 12) [X] a", (Some('X'), &[]));
        check("\t* [/] a", (Some('/'), &[]));
        check("+ [ ]", (Some(' '), &[]));
        check("[x] a", (None, &[]));
        check("-[x] a", (None, &[]));
        check("- [xx] a", (None, &[]));
        check("- [", (None, &[]));
    }
}
