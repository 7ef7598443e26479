//! Letters for the variants, so that their paths need to be printed only once.

use crate::render::Review;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The letters of the variants: `A` for the base, then `B`, `C`, …, `Z`, `AA`, ….
#[derive(Debug)]
pub(crate) struct Legend<'a> {
    letters: BTreeMap<&'a str, String>,
    widest: usize,
}

impl<'a> Legend<'a> {
    /// Gives every variant of `review` its letter.
    pub(crate) fn of(review: &'a Review) -> Self {
        let letters: BTreeMap<_, _> = review
            .variants
            .iter()
            .enumerate()
            .map(|(at, variant)| (variant.path.as_str(), letter(at)))
            .collect();
        let widest = letters.values().map(String::len).max().unwrap_or(0);
        Self { letters, widest }
    }

    /// The letter of the variant at `path`; the path itself where it is no variant.
    pub(crate) fn letter(&self, path: &str) -> String {
        self.letters.get(path).cloned().unwrap_or_else(|| path.to_owned())
    }

    /// A place: `B:28`.
    pub(crate) fn place(&self, path: &str, line: usize) -> String {
        format!("{}:{line}", self.letter(path))
    }

    /// The columns of the widest place, if no file has more than 99,999 lines.
    pub(crate) fn place_width(&self, highest_line: usize) -> usize {
        self.widest + 1 + highest_line.to_string().len()
    }

    /// Places in one variant, as short as they can be said: `B:27-36, 40`.
    pub(crate) fn places(&self, path: &str, lines: &[usize]) -> String {
        let mut lines = lines.to_vec();
        lines.sort_unstable();
        lines.dedup();
        let mut text = format!("{}:", self.letter(path));
        let mut rest = lines.as_slice();
        let mut comma = "";
        while let Some(first) = rest.first() {
            let long = rest.iter().zip(*first..).take_while(|(line, expected)| *line == expected).count();
            let (range, after) = rest.split_at(long);
            let last = range.last().unwrap_or(first);
            let dash = if last > first { format!("-{last}") } else { String::new() };
            write!(text, "{comma}{first}{dash}").expect("a String takes everything that is written to it");
            comma = ", ";
            rest = after;
        }
        text
    }
}

/// The letter of the variant with this index, as spreadsheets name columns.
fn letter(index: usize) -> String {
    let mut letters = Vec::new();
    let mut left = index + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).expect("less than 26")));
        left /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letter), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn lines_that_follow_each_other_are_said_as_a_range() {
        let check = |lines: &[usize], expect: &str| {
            let legend = Legend { letters: BTreeMap::from([("n.md", "B".to_owned())]), widest: 1 };
            assert_eq!(legend.places("n.md", lines), expect);
        };
        check(&[27, 28, 29, 36, 40, 41], "B:27-29, 36, 40-41");
        check(&[5, 3, 5], "B:3, 5");
    }
}
