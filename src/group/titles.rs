//! What two notes are called after, where their titles tell that it is not the same.
//!
//! Two claims, two loans, two castings of one day are handled by the same people in the same way, and noted in one form:
//! what the notes say agrees, but for what they are about.

use super::content::{Agreement, Comparison};
use super::digest::Digest;
use super::gist::Gist;
use super::keys::add_words;
use super::names::original;
use crate::note::Note;
use crate::text::Span;
use crate::text::dates::{full_dates, is_calendar_word};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// So many items that both notes say, each of what its own note is called after, are not there by chance: of the 164
/// pairs of variants in `testdata` none has more than one (`bars` holds it).
const SWAPPED: usize = 2;

/// With so many items in the same words (see [`super::bar::are_made_from_one_form`]) what the notes are called after need
/// not stand in what both say.
const EQUAL: usize = 2;

/// What a number behind it does not name a thing by: another version or another writing of one text.
const VERSIONS: [&str; 13] = [
    "copy",
    "draft",
    "export",
    "notes",
    "recording",
    "rev",
    "revision",
    "summary",
    "take",
    "transcript",
    "v",
    "ver",
    "version",
];

/// Title and file name of a note. They are read when they are asked for, as those of notes are that say the same.
#[derive(Debug)]
pub(super) struct Titles {
    title: String,
    stem: String,
    called: OnceLock<Called>,
}

impl Titles {
    /// The title and the file name of `note`.
    pub(super) fn of(note: &Note) -> Self {
        Self { title: note.title(), stem: note.stem().to_owned(), called: OnceLock::new() }
    }

    fn called(&self) -> &Called {
        self.called.get_or_init(|| Called::of(&self.title, &self.stem))
    }
}

/// What a note is called.
#[derive(Debug, Default)]
struct Called {
    /// The things it numbers, each by what it calls them and the number: `bed`, `12`.
    numbered: BTreeSet<(String, String)>,
    /// All numbers in it, of whatever.
    numbers: BTreeSet<String>,
    /// Its words by their keys, those of the calendar left out.
    words: BTreeMap<u32, String>,
}

impl Called {
    /// What a title and a file name call a note. A number behind the name of a file may be that of a copy, behind a
    /// title it is not.
    fn of(title: &str, stem: &str) -> Self {
        let mut called = Self::default();
        let mut keys = Vec::new();
        let name = original(stem).unwrap_or(stem);
        for text in [if title == stem { name } else { title }, name] {
            numbered(text, &mut called.numbered);
            for run in runs(text).iter().map(|run| run.of(text)) {
                if run.bytes().all(|byte| byte.is_ascii_digit()) {
                    called.numbers.insert(run.to_owned());
                }
                if !run.starts_with(|c: char| c.is_ascii_digit()) && !is_calendar_word(run) {
                    add_words(run, &mut keys);
                    called.words.extend(keys.drain(..).map(|key| (key, run.to_lowercase())));
                }
            }
        }
        called
    }

    /// Two things the two are called after that have one name and other numbers, if none has the same: `bed 12`, `bed 9`.
    fn numbered_apart(&self, other: &Self) -> Option<[String; 2]> {
        self.numbered.iter().find_map(|(kind, number)| {
            let of_kind = |called: &Self| -> Vec<String> {
                let things = called.numbered.iter().filter(|(other, _)| other == kind);
                things.map(|(_, number)| number.clone()).collect()
            };
            let says = |called: &Self, numbers: &[String]| {
                numbers.iter().any(|number| called.numbers.contains(number))
            };
            let (ours, theirs) = (of_kind(self), of_kind(other));
            let first = theirs.first().filter(|_| !ours.iter().any(|number| theirs.contains(number)))?;
            let are_apart = !says(self, &theirs) && !says(other, &ours);
            are_apart.then(|| [number, first].map(|number| format!("{kind} {number}")))
        })
    }
}

/// What the two notes are called after, where that is two things: the titles number them, or each has a word that its own
/// items say and that the other note does not have, and what both notes say they say of these words, or in words of a
/// form.
pub(super) fn called_after(
    one: (&Gist, &Digest),
    other: (&Gist, &Digest),
    comparison: &Comparison<'_>,
    agreement: &Agreement,
) -> Option<[String; 2]> {
    if let Some(numbered) = one.0.titles.called().numbered_apart(other.0.titles.called()) {
        return Some(numbered);
    }
    let (words, swapped) = swapped(one, other, comparison)?;
    (swapped >= SWAPPED || agreement.by_role.equal >= EQUAL).then_some(words)
}

/// The first words of those that each is called by, says, and the other has nowhere; and how many items that both say are
/// of such words in both.
pub(super) fn swapped(
    one: (&Gist, &Digest),
    other: (&Gist, &Digest),
    comparison: &Comparison<'_>,
) -> Option<([String; 2], usize)> {
    let (ones, others) = (subjects(one, other), subjects(other, one));
    let (first, second) = (ones.first()?, others.first()?);
    let items = |gist: &Gist, subjects: &[(u32, &str)]| -> BTreeSet<usize> {
        subjects.iter().flat_map(|(key, _)| gist.wordings.items_with(*key)).collect()
    };
    let (of_one, of_other) = (items(one.0, &ones), items(other.0, &others));
    let is_swapped = |(left, right): &&(usize, usize)| of_one.contains(left) && of_other.contains(right);
    let swapped = comparison.matched().iter().filter(is_swapped).count();
    Some(([first, second].map(|(_, word)| (*word).to_owned()), swapped))
}

/// The words a note is called by that its items say, and that the other note has nowhere; who took part in either is not
/// what it is about.
fn subjects<'a>((gist, _): (&'a Gist, &Digest), (other, digest): (&Gist, &Digest)) -> Vec<(u32, &'a str)> {
    let mut names = Vec::new();
    for name in gist.participants.iter().chain(&other.participants) {
        add_words(name.written(), &mut names);
    }
    let is_own = |key: u32| {
        digest.sketch.lacks(key)
            && !other.titles.called().words.contains_key(&key)
            && !names.contains(&key)
            && gist.wordings.items_with(key).next().is_some()
    };
    gist.titles
        .called()
        .words
        .iter()
        .filter(|(key, _)| is_own(**key))
        .map(|(key, word)| (*key, word.as_str()))
        .collect()
}

/// Adds the things that `text` numbers: `Claim HW-20418`, `Bed 12`, `Run301`, `14 Orchard Close`. A number of four, six or
/// eight digits may be a year, a time or a day, save behind the letters of a code.
fn numbered(text: &str, things: &mut BTreeSet<(String, String)>) {
    let dates = full_dates(text);
    let is_in_date =
        |run: &Span| dates.iter().any(|date| date.span.start < run.end && run.start < date.span.end);
    let runs = runs(text);
    let words = |at: usize| runs.get(at).map_or("", |run| run.of(text));
    for (at, run) in runs.iter().enumerate().filter(|(_, run)| !is_in_date(run)) {
        let word = run.of(text);
        let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = word.get(letters.len()..).unwrap_or_default();
        if digits.is_empty() || letters.contains(|c: char| !c.is_alphabetic()) {
            continue;
        }
        let gap = |one: usize, other: usize| match (runs.get(one), runs.get(other)) {
            (Some(one), Some(other)) => text.get(one.end..other.start).unwrap_or_default(),
            (None, _) | (_, None) => "",
        };
        let before = at.checked_sub(1);
        let gap_before = before.map_or("", |before| gap(before, at));
        let gap_behind = gap(at, at + 1);
        let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
        // `10:30`, `3.2`, `2025_09`: one number in parts.
        let joins = |gap: &str, word: &str| gap.len() == 1 && gap != " " && is_number(word);
        let is_hour = ["am", "pm"].iter().any(|half| words(at + 1).eq_ignore_ascii_case(half));
        if is_hour || joins(gap_before, before.map_or("", words)) || joins(gap_behind, words(at + 1)) {
            continue;
        }
        let kind = if !letters.is_empty() {
            Some(letters)
        } else if matches!(gap_before, " " | "-" | " #" | "#") {
            before.map(words)
        } else {
            None
        };
        if let Some(kind) = kind {
            let is_code = (2..=6).contains(&kind.len()) && kind.bytes().all(|byte| byte.is_ascii_uppercase());
            let may_be_time = matches!(digits.len(), 4 | 6 | 8..) && !(is_code && digits.len() < 8);
            if may_name(kind) && !may_be_time {
                things.insert((kind.to_lowercase(), digits.to_owned()));
            }
        } else if digits.len() < 4 && gap_behind == " " && may_name(words(at + 1)) {
            let kind = words(at + 1);
            if kind.starts_with(char::is_uppercase) {
                things.insert((kind.to_lowercase(), digits.to_owned()));
            }
        }
    }
}

/// Whether a word may be what things are called that have numbers.
fn may_name(word: &str) -> bool {
    word.chars().all(char::is_alphabetic)
        && word.chars().count() > 1
        && !is_calendar_word(word)
        && !VERSIONS.iter().any(|version| word.eq_ignore_ascii_case(version))
}

/// What stands between signs and blanks.
fn runs(text: &str) -> Vec<Span> {
    let mut runs = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                runs.push(Span::new(from, at));
                start = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
    runs.extend(start.map(|from| Span::new(from, text.len())));
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(one: &str, other: &str, expect: Option<[&str; 2]>) {
        let called = |name: &str| Called::of(name, name);
        let found = called(one).numbered_apart(&called(other));
        assert_eq!(found, expect.map(|things| things.map(str::to_owned)), "{one} / {other}");
    }

    #[test]
    fn titles_that_number_things_of_one_kind_tell_them_apart() {
        check("Claim KL-2041 review", "2026-03-05 KL-2077", Some(["kl 2041", "kl 2077"]));
        check("Visit room 3 with Ana", "Visit room 12 with Ana", Some(["room 3", "room 12"]));
        check("Batch311 review", "batch312 review", Some(["batch 311", "batch 312"]));
        check("14 Elm Street hearing", "3 Elm Street hearing", Some(["elm 14", "elm 3"]));
        check("Case #77 hearing", "Case #78 hearing", Some(["case 77", "case 78"]));
    }

    #[test]
    fn titles_that_number_the_same_or_nothing_do_not() {
        check("Ward 7 rota", "2026-02-03 Ward 7 roster", None);
        check("Claim KL-2041 review", "Bakery on Elm Street", None);
        check("Sprint 14 and 15 review", "Sprint 15 review", None);
        check("Sprint 14", "Room 3", None);
    }

    #[test]
    fn days_times_and_versions_number_nothing() {
        check("Choir 10 Feb", "Choir 2026-02-10", None);
        check("Choir Feb 10", "Choir 1030", None);
        check("Call 10:30", "Call 11:30", None);
        check("Call 3 PM", "Call 5 PM", None);
        check("Recording 100000", "Recording 113000", None);
        check("Plan v2", "Plan v3", None);
        check("Plan 1", "Plan 2", None);
        check("Budget 2025", "Budget 2026", None);
    }
}
