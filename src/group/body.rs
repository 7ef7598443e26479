//! What stands below the frontmatter of a note, as far as grouping it goes: one pass over its lines.

use super::bullets::is_bullet;
use super::keys::{self, Letters};
use crate::note::header::{Opening, attendee, fields, lists_attendees, meaning, split_people};
use crate::note::section::is_source_line;
use crate::text::Span;
use memchr::memchr;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// A line with fewer words says nothing that tells two notes apart.
const LEAST_WORDS: u32 = 3;

/// What one pass over the lines below the frontmatter finds.
#[derive(Default)]
pub(super) struct Body<'t> {
    /// The text of the first heading of the first level.
    pub(super) title: Option<&'t str>,
    /// What a header line says of the day, as written.
    pub(super) date: Option<&'t str>,
    /// Who took part, by header lines and lists of attendees.
    pub(super) with: Vec<String>,
    /// What the first line that is no header line says, if it says when and who.
    pub(super) opening: Option<Opening>,
    /// The key of the transcript, by the frontmatter or the first source line.
    pub(super) transcript: Option<String>,
    /// The keys of the lines of [`LEAST_WORDS`] and more.
    pub(super) lines: Vec<u64>,
    /// The lines that are neither headings nor header lines.
    said: Vec<Line>,
    /// Where the letters of all lines are.
    letters: Letters<'t>,
    /// How many lines are a link and little else.
    pub(super) links: usize,
}

/// A line that says something.
struct Line {
    /// Where it is in the text below the frontmatter.
    place: Span,
    /// Whether it is one of a list or a table and has [`LEAST_WORDS`] or more.
    is_bullet: bool,
}

/// The words of the lines of a note.
#[derive(Default)]
pub(super) struct Said {
    /// The keys of the words that tell something, in order.
    pub(super) words: Vec<u32>,
    /// Where the words of each bullet are among them.
    pub(super) bullets: Vec<Range<usize>>,
}

impl<'t> Body<'t> {
    /// Reads what stands below the frontmatter, which may name the transcript.
    pub(super) fn of(text: &'t str, transcript: Option<String>) -> Self {
        // Room for what most texts of so many bytes hold.
        let lines = text.len() / 32;
        let mut body = Self {
            transcript,
            letters: Letters::of(text),
            lines: Vec::with_capacity(lines),
            said: Vec::with_capacity(lines),
            ..Self::default()
        };
        body.read(text);
        body
    }

    /// Cuts the lines into words. That is most of the work, and only done for notes that are compared by their words.
    pub(super) fn said(&self) -> Said {
        let bytes = self.said.iter().map(|line| line.place.len()).sum::<usize>();
        let mut said =
            Said { words: Vec::with_capacity(bytes / 8), bullets: Vec::with_capacity(self.said.len()) };
        for line in &self.said {
            let from = said.words.len();
            self.letters.add_words(line.place, &mut said.words);
            if line.is_bullet {
                said.bullets.push(from..said.words.len());
            }
        }
        said
    }

    fn read(&mut self, body: &'t str) {
        // Header lines stand before the first heading that is not the title.
        let mut in_head = true;
        let mut in_source = false;
        let mut in_attendees = false;
        let mut is_first = true;
        let mut start = 0;
        for line in lines(body) {
            let place = Span::new(start, start + line.len());
            start = place.end + 1;
            let bare = if ends_in_sign(line) { line.trim_start() } else { line.trim() };
            if bare.is_empty() {
                continue;
            }
            if let Some(heading) = heading(bare) {
                if self.title.is_none() && bare.starts_with("# ") {
                    self.title = Some(heading);
                } else {
                    in_head = false;
                }
                in_source = self.transcript.is_none() && speaks_of_source(heading);
                in_attendees = lists_attendees(heading);
                continue;
            }
            if in_attendees {
                self.with.extend(bare.strip_prefix(['-', '*', '+']).and_then(attendee));
            }
            if in_head && self.header_line(bare) {
                continue;
            }
            if std::mem::take(&mut is_first) && in_head {
                self.opening = Opening::of(bare);
            }
            if self.transcript.is_none() && (in_source || may_be_source_line(bare) && is_source_line(bare)) {
                self.transcript = link_target(bare).and_then(file_key);
            }
            let says_something = self.letters.has_words(place, LEAST_WORDS);
            if says_something {
                self.lines.push(keys::line_key(bare));
            }
            self.said.push(Line { place, is_bullet: says_something && is_bullet(bare) });
            self.links += usize::from(is_link(bare));
        }
    }

    /// Takes a line as one of header lines, if there is one on it that matters here.
    fn header_line(&mut self, line: &'t str) -> bool {
        let mut found = false;
        for part in fields(line) {
            found |= self.header_field(part.of(line));
        }
        found
    }

    fn header_field(&mut self, line: &'t str) -> bool {
        let Some((label, value)) = labelled(line) else { return false };
        let is_mark = |c: char| matches!(c, '*' | '_' | ' ' | '-' | '+' | '>' | '\t');
        // Dataview's inline fields have two colons.
        let value = value.trim_start_matches(':').trim_matches(is_mark);
        match meaning(label.trim_matches(is_mark)).as_str() {
            "with" => self.with.extend(split_people(value)),
            "date" if self.date.is_none() => self.date = Some(value),
            _ => return false,
        }
        true
    }
}

/// The text of a heading.
fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    ((1..=6).contains(&level) && (text.starts_with([' ', '\t']) || text.is_empty())).then(|| text.trim())
}

/// The lines of a text, each up to its line feed; as [`str::lines`], but for the carriage return before it.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let line = memchr(b'\n', text.as_bytes()).and_then(|end| text.split_at_checked(end));
        rest = line.and_then(|(_, behind)| behind.get(1..));
        Some(line.map_or(text, |(line, _)| line))
    })
}

/// Whether the last character of a line is no blank, for most lines; that costs less than looking for blanks.
pub(super) fn ends_in_sign(line: &str) -> bool {
    line.as_bytes().last().is_some_and(u8::is_ascii_graphic)
}

/// Whether a text may say where the note comes from: a look that costs little, for [`is_source_line`] to decide.
fn speaks_of_source(text: &str) -> bool {
    // Looking for each of them takes longer than seeing that none begins.
    let begins = |five: &[u8]| {
        matches!(five, b"ource" | b"ransc" | b"ecord" | b"enera" | b"rigin" | b"OURCE" | b"RANSC")
    };
    text.as_bytes().windows(5).any(begins)
        && ["ource", "ranscript", "ecording", "enerated from", "riginal", "OURCE", "RANSCRIPT"]
            .iter()
            .any(|word| text.contains(word))
}

/// The same of a line, which says it in its label.
fn may_be_source_line(line: &str) -> bool {
    let Some((label, _)) = labelled(line) else { return false };
    let first = label.bytes().find(u8::is_ascii_alphabetic);
    // Most labels are told by that, and not searched for seven words.
    matches!(first, Some(b'S' | b's' | b'T' | b't' | b'F' | b'f' | b'R' | b'r' | b'G' | b'g' | b'O' | b'o'))
        && speaks_of_source(label)
}

/// A line with a label: the label, and what stands behind its colon. Most lines have none, and are not searched to
/// their ends for it.
fn labelled(line: &str) -> Option<(&str, &str)> {
    let colon = memchr(b':', &line.as_bytes()[..line.len().min(LONGEST_LABEL + 1)])?;
    Some((line.get(..colon)?, line.get(colon + 1..)?))
}

/// Labels are a word or two, with emphasis.
const LONGEST_LABEL: usize = 40;

/// Whether a line is a link and little else.
fn is_link(line: &str) -> bool {
    let text = line.trim_start_matches(['-', '*', '+', ' ', '!']);
    text.starts_with("[[") || (text.starts_with('[') && text.contains("](")) || text.starts_with("http")
}

/// The target of the first link of a line.
fn link_target(line: &str) -> Option<&str> {
    if let Some((_, link)) = line.split_once("[[") {
        let inside = link.split_once("]]").map_or(link, |(inside, _)| inside);
        return inside.split(['|', '#']).next();
    }
    if let Some((_, link)) = line.split_once("](") {
        let inside = link.rsplit_once(')').map_or(link, |(inside, _)| inside);
        return Some(inside.trim_matches(['<', '>']));
    }
    line.find("://").and_then(|_| line.split_whitespace().find(|word| word.contains("://")))
}

/// What a transcript is known by: its file name without folder and ending, composed, in lower case; an address whole.
pub(super) fn file_key(path: &str) -> Option<String> {
    let path = path.trim().trim_matches(['"', '\'', '[', ']']);
    if path.contains("://") {
        return Some(path.to_lowercase());
    }
    let path = path.split(['|', '#']).next().unwrap_or_default().replace("%20", " ");
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let bare = match name.rsplit_once('.') {
        Some((bare, ending)) if is_ending(ending) => bare,
        Some(_) | None => name,
    };
    let bare = bare.trim();
    let key = if bare.is_ascii() {
        bare.to_ascii_lowercase()
    } else {
        bare.nfc().flat_map(char::to_lowercase).collect()
    };
    // `transcript`, `zoom`, `call` name what the note was made from, not which.
    (key.split_whitespace().count() > 1 || key.bytes().any(|byte| byte.is_ascii_digit())).then_some(key)
}

/// The endings of transcripts and recordings; what follows another dot belongs to the name.
fn is_ending(ending: &str) -> bool {
    ["md", "txt", "vtt", "srt", "json", "docx", "pdf", "m4a", "mp3", "mp4", "wav", "html"]
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
}
