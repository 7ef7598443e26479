//! What is kept of each note of a vault: enough to see which notes may be variants of one meeting.

use super::body::{Body, Said, ends_in_sign, file_key, lines};
use super::bullets::Bullets;
use super::front::{self, Front};
use super::keys;
use super::marks::{Marks, is_called_a_meeting};
use super::names::{is_conflict, is_numbered, original};
use super::perhaps::Perhaps;
use super::sketch::Sketch;
use crate::disk::QuickHash;
use crate::note::ReadOptions;
use crate::note::day;
use crate::people::{Known, sounds};
use crate::text::dates::is_calendar_word;
use crate::vault::VaultPath;
use jiff::civil::Date;
use memchr::memchr2_iter;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// What notes are digested with.
#[derive(Debug, Clone)]
pub struct DigestOptions {
    /// How notes are read.
    pub read: ReadOptions,
    /// What makes a note one about a meeting.
    pub meetings: Marks,
    /// What makes a note one about a person.
    pub persons: Marks,
}

impl Default for DigestOptions {
    fn default() -> Self {
        Self { read: ReadOptions::default(), meetings: Marks::of_meetings(), persons: Marks::of_persons() }
    }
}

/// What a note is, as far as grouping it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It is about a meeting.
    Meeting,
    /// It is the note of a day: its name is a date and nothing else.
    Daily,
    /// It has places for a template engine to fill.
    Template,
    /// It holds little but links.
    Index,
    /// It is anything else.
    Plain,
}

/// Why a note is never grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ignored {
    /// Its frontmatter says `notefold: ignore`.
    OnRequest,
    /// It is what is left of a note that was folded into another.
    Stub,
    /// It is notefold's own review note.
    Review,
}

/// What is kept of a note. It is made from one pass over its lines, and a second over their words where it is about a
/// meeting, without reading Markdown or YAML; who wants to know it in full reads the note.
#[derive(Debug, Clone, PartialEq)]
pub struct Digest {
    /// Why it is never grouped, if so.
    pub ignored: Option<Ignored>,
    /// What it is.
    pub kind: Kind,
    /// The day of the meeting, as [`crate::note::Note::date`] has it.
    pub date: Option<Date>,
    /// The day it may be about, where it names none for sure.
    pub perhaps: Perhaps,
    /// The name of the transcript it was made from, composed and in lower case, without folder and ending.
    pub transcript: Option<Box<str>>,
    /// The person it is about, if it is about one and nothing else.
    pub person: Option<Box<Known>>,
    /// What its name is known by, or that of the note it is by its name a copy of; case does not count.
    pub(super) name: u64,
    /// The same, with its folder.
    pub(super) place: u64,
    /// Whether its name is that of a copy.
    pub(super) is_copy: bool,
    /// Whether its name is that of a copy by a bare number, as `Note 2`.
    pub(super) is_numbered: bool,
    /// Whether its name is that of a copy which a sync service made.
    pub(super) is_conflict: bool,
    /// What its text is known by within a scan when blanks and line endings do not count.
    pub(super) text: QuickHash,
    /// The keys of the sounds of the participants' names, sorted.
    pub(super) people: Box<[u64]>,
    /// The keys of the words of its title and its name, sorted.
    pub(super) title: Box<[u64]>,
    /// The keys of its lines of three words or more, headings and header lines not among them, sorted.
    pub(super) lines: Box<[u64]>,
    /// Its words, if it is about a meeting; its day and the names of those who took part are not among them.
    pub(super) sketch: Sketch,
    /// The words of its bullets, if it is about a meeting.
    pub(super) bullets: Bullets,
}

impl Digest {
    /// Digests the text of the note at `path`.
    #[must_use]
    pub fn of(path: &VaultPath, text: &str, options: &DigestOptions) -> Self {
        let (front, body) = front::split(text);
        let mut front = Front::read(front, &options.read);
        let mut body = Body::of(body, front.source_ref.as_deref().and_then(file_key));
        let listed = std::mem::take(&mut front.participants);
        let opening = body.opening.take();
        let (opened, openers) = opening.map(|opening| (opening.date, opening.people)).unzip();
        let with = std::mem::take(&mut body.with);
        let lists = [listed, with, openers.unwrap_or_default()];
        let participants = lists.into_iter().find(|list| !list.is_empty()).unwrap_or_default();
        let transcript = body.transcript.take();
        let title = front.title.as_deref().or(body.title);
        let date = front
            .date
            .as_deref()
            .and_then(day::named)
            .or_else(|| body.date.and_then(day::named))
            .or(opened)
            .or_else(|| day::in_name(path.stem()))
            .or_else(|| title.and_then(day::in_name));
        let perhaps = if date.is_some() {
            Perhaps::Never
        } else {
            let said = [front.date.as_deref(), body.date].into_iter().map(Perhaps::said);
            Perhaps::of(said, front.created.as_deref().and_then(day::iso))
        };
        let mut people: Vec<u64> =
            participants.iter().flat_map(|name| sounds(name)).map(|sound| keys::key(&sound)).collect();
        people.sort_unstable();
        people.dedup();
        let kind = if has_place_to_fill(text) {
            Kind::Template
        } else if is_daily(path.stem()) {
            Kind::Daily
        } else if !people.is_empty()
            || transcript.is_some()
            || options.meetings.mark(path, &front)
            || (opened.is_some() || body.date.is_some())
                && [Some(path.stem()), title].into_iter().flatten().any(is_called_a_meeting)
        {
            Kind::Meeting
        } else if body.links * 2 > body.lines.len().max(1) {
            Kind::Index
        } else {
            Kind::Plain
        };
        let may_be_person = date.is_none() && !matches!(kind, Kind::Meeting | Kind::Template | Kind::Daily);
        let is_person = may_be_person && options.persons.mark_exactly(path, &front);
        let is_meeting = kind == Kind::Meeting;
        let Said { words, bullets } = if is_meeting { body.said() } else { Said::default() };
        let mut lines = body.lines;
        lines.sort_unstable();
        lines.dedup();
        let original = original(path.stem());
        let name = keys::key(&original.unwrap_or(path.stem()).to_lowercase());
        Self {
            ignored: front.ignored,
            kind,
            date,
            perhaps,
            transcript: transcript.map(Into::into),
            person: is_person
                .then(|| Box::new(Known { name: path.stem().to_owned(), aliases: front.aliases })),
            name,
            place: keys::both(keys::key(path.folder()), name),
            is_copy: original.is_some(),
            is_numbered: original.is_some() && is_numbered(path.stem()),
            is_conflict: original.is_some() && is_conflict(path.stem()),
            text: QuickHash::of(normalised(text).as_bytes()),
            title: if is_meeting { title_keys(path.stem(), title) } else { Box::default() },
            people: people.into_boxed_slice(),
            lines: lines.into_boxed_slice(),
            bullets: Bullets::of(&words, &bullets),
            sketch: what_is_said(&words, date, &participants),
        }
    }

    /// The first half of what its text is known by: texts with others differ.
    pub(super) fn text_start(&self) -> u64 {
        self.text.to_bytes().first_chunk().copied().map_or(0, u64::from_le_bytes)
    }

    /// Whether by their names the one is a copy of the other, or both are copies of one note.
    pub(super) fn is_called_a_copy_of(&self, other: &Self) -> bool {
        (self.is_copy || other.is_copy) && self.place == other.place
    }

    /// How many lines it has that say something.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.lines.len()
    }
}

/// The text without byte order mark and `\r`, blanks at the ends of lines and blank lines; composed.
fn normalised(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    let mut normal = String::with_capacity(text.len() + 1);
    let mut is_composed = true;
    let surely_composed = needs_no_composing(text);
    for line in lines(text) {
        let line = if ends_in_sign(line) { line } else { line.trim_end() };
        if line.is_empty() {
            continue;
        }
        // No character composes with the end of a line.
        is_composed = is_composed && (surely_composed || is_nfc(line));
        normal.push_str(line);
        normal.push('\n');
    }
    if is_composed { normal } else { normal.nfc().collect() }
}

/// Whether all characters of a text are composed, as those of most texts are; a look that costs little.
#[expect(clippy::needless_bitwise_bool, reason = "with a branch it takes five times as long")]
fn needs_no_composing(text: &str) -> bool {
    // By the bytes from each on, without a branch, which compilers make many bytes at once of: the first of a letter below
    // the combining marks, or none; of dashes and quotes, `\u{2010}` to `\u{203f}`; of emoji, `\u{1f300}` to `\u{1faff}`.
    const COMBINING: u8 = 0xcc;
    let bytes = text.as_bytes();
    let (second, third) = (bytes.get(1..).unwrap_or_default(), bytes.get(2..).unwrap_or_default());
    let is_composed = bytes.iter().zip(second).zip(third).fold(true, |all, ((one, two), three)| {
        let is_sign = (*one == 0xe2) & (*two == 0x80) & (*three >= 0x90);
        let is_emoji = (*one == 0xf0) & (*two == 0x9f) & (*three >= 0x8c) & (*three <= 0xab);
        all & ((*one < COMBINING) | is_sign | is_emoji)
    });
    // The last two may be a letter.
    is_composed && bytes.iter().rev().take(2).all(|byte| *byte < COMBINING)
}

/// Whether there is a place for a template engine to fill: `{{…}}`, `<%…%>`.
fn has_place_to_fill(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr2_iter(b'{', b'<', bytes).any(|at| matches!(bytes.get(at..at + 2), Some(b"{{" | b"<%")))
}

/// Whether a name is that of a day, a week, a month: digits, signs and words of the calendar, with a digit.
fn is_daily(stem: &str) -> bool {
    let mut words = stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_ordinal = |word: &str| {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
        digits.len() < word.len() && matches!(digits, "" | "st" | "nd" | "rd" | "th")
    };
    let is_week = |word: &str| {
        let number = word.trim_start_matches(['W', 'w', 'Q', 'q']);
        number.len() < word.len() && is_ordinal(number)
    };
    stem.bytes().any(|byte| byte.is_ascii_digit())
        && words.all(|word| is_ordinal(word) || is_week(word) || is_calendar_word(word))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn title_keys(stem: &str, title: Option<&str>) -> Box<[u64]> {
    let mut words = Vec::new();
    for text in [Some(stem), title].into_iter().flatten() {
        // The day is a key already, and a year in the name would make all notes of a day one block.
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.starts_with(is_digit)) {
            keys::add_words(word, &mut words);
        }
    }
    let mut keys: Vec<u64> = words.into_iter().map(u64::from).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_boxed_slice()
}

/// The words of a note, without the day and the names of those who took part: these are asked for themselves, and they
/// are rare words, so that two meetings of the same people on one day would look like one.
fn what_is_said(words: &[u32], date: Option<Date>, participants: &[String]) -> Sketch {
    let mut known = Vec::new();
    if let Some(date) = date {
        keys::add_words(&date.to_string(), &mut known);
    }
    for name in participants {
        keys::add_words(name, &mut known);
    }
    Sketch::of(words, &known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::Note;
    use std::path::Path;

    fn digest(path: &str, text: &str) -> Digest {
        Digest::of(&VaultPath::of(Path::new(path)).unwrap(), text, &DigestOptions::default())
    }

    /// Checks kind, day and transcript; the day must be the one the whole note has.
    fn check(path: &str, text: &str, expect: (Kind, Option<&str>, Option<&str>)) {
        let digest = digest(path, text);
        let date = digest.date.map(|date| date.to_string());
        assert_eq!((digest.kind, date.as_deref(), digest.transcript.as_deref()), expect, "{path}");
        assert_eq!(Note::read(path, text, &ReadOptions::default()).date(), digest.date, "{path}");
    }

    #[test]
    fn a_first_line_with_day_and_names_makes_a_note_one_about_a_meeting() {
        for (line, people) in [("2026-04-02, Ana Ruiz, Bo Lund", 4), ("Participants: Ana Ruiz, Bo Lund", 4)] {
            let text = format!("# Architect\n\n{line}\n\n## Decisions\n- Island 240 cm\n");
            check("2026-04-02 a.md", &text, (Kind::Meeting, Some("2026-04-02"), None));
            let note = Note::read("a.md", text.as_str(), &ReadOptions::default());
            assert_eq!((digest("a.md", &text).people.len(), note.participants().len()), (people, 2));
        }
        check("a.md", "# Trip\n\n2026-04-02, Berlin\n", (Kind::Plain, None, None));
        check("a.md", "# Trip\n\n2026-04-02\n", (Kind::Plain, Some("2026-04-02"), None));
        check("a.md", "# Ana catch-up\n\n2 April 2026\n", (Kind::Meeting, Some("2026-04-02"), None));
        check("a.md", "# A sales call\n\nText.\n", (Kind::Plain, None, None));
    }

    #[test]
    fn frontmatter_header_lines_and_source_line_are_read_in_one_pass() {
        let folded = "---\ndate: '2025-10-29'\nparticipants:\n- Ana Li\nsource_ref: In/x/2025-10-29 - Ana on\n  \
                      clouds.md\n---\n# T\n";
        check("a.md", folded, (Kind::Meeting, Some("2025-10-29"), Some("2025-10-29 - ana on clouds")));
        let lines =
            "# T\n**Date**: 2025-10-28\n**With**: Ana\n\n*Source: [[Old/2025-10-28 Call.md|the call]]*\n";
        check("a.md", lines, (Kind::Meeting, Some("2025-10-28"), Some("2025-10-28 call")));
        let fields = "# T\n\nDate:: 2025-10-28\nWith:: [[Ana]], Bo\n";
        check("a.md", fields, (Kind::Meeting, Some("2025-10-28"), None));
        let quoted =
            "---\n\"date\": 2025-10-27T09:00:00\nattendees: [\"Ana\", \"Bo (CTO, now away)\"]\n---\n";
        check("a.md", quoted, (Kind::Meeting, Some("2025-10-27"), None));
        assert_eq!(digest("a.md", quoted).people.len(), 2);
    }

    #[test]
    fn what_is_no_meeting_is_told() {
        check("2025-09-02.md", "---\nparticipants: [Ana]\n---\n", (Kind::Daily, Some("2025-09-02"), None));
        check("Week 36.md", "text\n", (Kind::Plain, None, None));
        check("2025-W36.md", "text\n", (Kind::Daily, None, None));
        check("a.md", "---\nattendees: [Ana]\n---\n{{title}}\n", (Kind::Template, None, None));
        check("a.md", "# Index\n- [[one two three]]\n- [[four five six]]\n", (Kind::Index, None, None));
        check("Meetings/a.md", "x\n", (Kind::Meeting, None, None));
        check("a.md", "---\ntags: [meeting/weekly]\n---\n", (Kind::Meeting, None, None));
    }

    /// Checks which other names the note of a person gives; `None` where it is the note of none.
    fn check_person(path: &str, front: &str, expect: Option<&[&str]>) {
        let person = digest(path, &format!("---\n{front}\n---\n\n# T\n\nText.\n")).person;
        let aliases = person.map(|person| person.aliases);
        let expect = expect.map(|aliases| aliases.iter().map(|alias| (*alias).to_owned()).collect());
        assert_eq!(aliases, expect, "{path} {front}");
    }

    #[test]
    fn a_note_about_a_person_gives_their_other_names() {
        check_person("Tomer Hagay.md", "type: person\naliases: [Tomer, \"TH\"]", Some(&["Tomer", "TH"]));
        check_person("Tomer Hagay.md", "tags:\n  - person\nalias: Tomer, TH", Some(&["Tomer", "TH"]));
        check_person("People/Tomer Hagay.md", "aliases:\n- Tomer", Some(&["Tomer"]));
        check_person("People/Tomer Hagay.md", "role: PM", Some(&[]));
    }

    #[test]
    fn a_note_that_has_to_do_with_a_person_is_not_the_note_of_one() {
        check_person("Tomer.md", "tags: [person/tomer]", None);
        check_person("People/Call.md", "date: 2025-09-02", None);
        check_person("People/2025-09-02 Call.md", "aliases: [Call]", None);
        check_person("Call.md", "type: person\nparticipants: [Tomer]", None);
        check_person("Tomer.md", "aliases: [TH]", None);
    }

    #[test]
    fn a_transcript_called_transcript_is_no_evidence() {
        check("a.md", "---\nsource_ref: x/transcript.md\n---\n", (Kind::Plain, None, None));
    }

    #[test]
    fn blanks_and_line_endings_do_not_count() {
        let text = digest("a.md", "# T\n\nOne\nRe\u{301}sume\u{301}\n").text;
        assert_eq!(digest("b.md", "\u{feff}# T\r\nOne  \r\n\r\n\r\nR\u{e9}sum\u{e9}").text, text);
        assert_ne!(digest("b.md", "# T\n\nTwo\n").text, text);
    }

    #[test]
    fn what_needs_no_composing_is_composed() {
        for c in '\0'..=char::MAX {
            let text = format!("a{c}");
            assert!(!needs_no_composing(&text) || text.nfc().eq(text.chars()), "{c:?}");
        }
    }

    #[test]
    fn notes_that_want_none_of_it_are_ignored() {
        assert_eq!(digest("a.md", "---\nnotefold: ignore\n---\n").ignored, Some(Ignored::OnRequest));
        assert_eq!(digest("a.md", "---\nmerged_into: '[[b]]'\n---\n").ignored, Some(Ignored::Stub));
        assert_eq!(digest("a.md", "---\nnotefold: review\n---\n").ignored, Some(Ignored::Review));
        assert_eq!(digest("a.md", "---\nmerged_from: [b.md]\n---\n").ignored, None);
    }
}
