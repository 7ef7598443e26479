//! One Markdown file, read without failing and without losing a byte.
//!
//! [`Note::read`] cuts the text into [`Block`]s whose spans cover it, groups them into [`Section`]s by heading,
//! and finds the [`Item`]s: list items and table rows with the fields that stand in them. Whatever is odd becomes a
//! raw block and a listed [`Problem`].

pub mod block;
pub mod field;
pub mod frontmatter;
pub mod header;
pub mod item;
mod prose;
pub mod section;

pub use block::{Block, BlockKind};
pub use field::{FieldName, Fields, Notation, Owner, Part, PartKind, Priority, Status};
pub use frontmatter::{Frontmatter, ListStyle, Property};
pub use header::HeaderLine;
pub use item::{Item, Shape};
pub use prose::Prose;
pub use section::{Role, Section};

pub mod day;

use crate::text::{Lines, Span};
use field::{Context, Leads, Names};
use jiff::civil::Date;
use memchr::memchr_iter;

/// The options notes are read with.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Headings that mean a role besides the built-in ones; compared by [`section::heading_key`].
    pub headings: Vec<(String, Role)>,
    /// Property names that mean another one (`attendees` = `participants`) besides the built-in ones; lower case.
    pub property_synonyms: Vec<(String, String)>,
    /// Names of people who may own an item, besides those the note itself lists: they tell where `@Ana Ruiz to call`
    /// ends.
    pub people: Vec<String>,
    /// The day of the meeting as other notes about it have it; it counts where the note itself names none.
    pub day: Option<Date>,
}

/// Something odd in a note, which was kept as it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The 1-based line.
    pub line: usize,
    /// What is odd, in words, lower case, without a full stop.
    pub message: String,
}

/// How the lines of a text end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineEnding {
    /// `\n`, also where a text has no line ending.
    #[default]
    Lf,
    /// `\r\n`, where most lines end so.
    CrLf,
}

impl LineEnding {
    /// The line ending as text.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::CrLf => "\r\n",
        }
    }
}

/// One Markdown file: frontmatter, blocks, sections, items.
#[derive(Debug, Clone)]
pub struct Note {
    path: String,
    text: String,
    lines: Lines,
    line_ending: LineEnding,
    frontmatter: Frontmatter,
    blocks: Vec<Block>,
    sections: Vec<Section>,
    items: Vec<Item>,
    headers: Vec<HeaderLine>,
    attendees: Vec<String>,
    owner_lines: Vec<usize>,
    date: Option<Date>,
    problems: Vec<Problem>,
}

/// A file that is not UTF-8; it is left alone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{path}` is not UTF-8 text: line {line} has bytes that are no characters")]
pub struct NotUtf8 {
    /// The path it was read from.
    pub path: String,
    /// The 1-based line of the first byte that belongs to no character.
    pub line: usize,
}

impl Note {
    /// Reads a note. It never fails: what is odd is kept as it is and listed among the problems.
    #[must_use]
    pub fn read(path: impl Into<String>, text: impl Into<String>, options: &ReadOptions) -> Self {
        let (path, text) = (path.into(), text.into());
        let lines = Lines::of(&text);
        let mut problems = Vec::new();
        let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let fenced = frontmatter::find(&text, &lines, mark);
        let frontmatter = fenced.map_or(Frontmatter::Absent, |fenced| {
            frontmatter::read(&text, &lines, fenced, options, &mut problems)
        });
        let body = fenced.map_or(mark, |fenced| fenced.whole.end);

        let cut = block::cut(&text, &lines, body);
        let front = [
            (mark > 0).then(|| (Span::new(0, mark), BlockKind::ByteOrderMark)),
            fenced.map(|fenced| (fenced.whole, BlockKind::Frontmatter)),
        ];
        let mut blocks: Vec<Block> = front
            .into_iter()
            .flatten()
            .chain(cut.blocks)
            .map(|(span, kind)| Block { span, kind, section: 0, role: Role::Other })
            .collect();
        problems.extend(cut.problems);
        let sections = section::sections(&text, &mut blocks, options);
        let headers = header::headers(&text, &lines, &blocks, &sections);
        let mut note = Self {
            line_ending: line_ending(&text, &lines),
            path,
            text,
            lines,
            frontmatter,
            blocks,
            sections,
            items: Vec::new(),
            headers,
            attendees: Vec::new(),
            owner_lines: Vec::new(),
            date: None,
            problems: Vec::new(),
        };
        note.date = day::of(&note).or(options.day);
        note.attendees = note.listed_attendees();
        let known = note.known_names(&options.people);
        let names = Names::of(&known);
        for section in &mut note.sections {
            let is_of_actions = section.inherits && section.role == Role::Actions;
            section.of_person = is_of_actions && !field::owners_of_topic(&section.title, &names).is_empty();
        }
        let source = item::Source {
            text: &note.text,
            lists: &cut.lists,
            lines: &note.lines,
            sections: &note.sections,
            context: Context { names: &names, today: note.date, role: None, leads: Leads::Anyone },
        };
        note.items = item::items(&source, &note.blocks, &note.headers, &mut problems);
        let blocks = note.blocks.iter().enumerate();
        note.owner_lines =
            blocks.filter(|(_, block)| item::names_owner(&source, block)).map(|(at, _)| at).collect();
        problems.sort();
        note.problems = problems;
        note
    }

    /// Reads a note from the bytes of its file.
    ///
    /// # Errors
    ///
    /// When they are not UTF-8.
    pub fn from_bytes(
        path: impl Into<String>,
        bytes: Vec<u8>,
        options: &ReadOptions,
    ) -> Result<Self, NotUtf8> {
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self::read(path, text, options)),
            Err(error) => {
                let good = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
                let line = good.split(|byte| *byte == b'\n').count();
                Err(NotUtf8 { path: path.into(), line })
            }
        }
    }

    /// The path the note was read from, with `/` between its parts, as a person knows it.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text, byte order mark and all.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines of the text.
    #[must_use]
    pub fn lines(&self) -> &Lines {
        &self.lines
    }

    /// How most of its lines end.
    #[must_use]
    pub fn line_ending(&self) -> LineEnding {
        self.line_ending
    }

    /// The frontmatter and its properties.
    #[must_use]
    pub fn frontmatter(&self) -> &Frontmatter {
        &self.frontmatter
    }

    /// The blocks; their spans, one after the other, are the text.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The sections, in order; the first is what stands before any heading.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The items, in order of their lines, of every section that is not a summary, a source or quotes.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The header lines under the H1 (`**Date**: …`).
    #[must_use]
    pub fn headers(&self) -> &[HeaderLine] {
        &self.headers
    }

    /// The day of the meeting: the property `date`, else the header line, else the file name or title.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.date
    }

    /// The property with this meaning (`participants`, `date`, `person`), see [`Frontmatter::property`].
    #[must_use]
    pub fn property(&self, meaning: &str) -> Option<&Property> {
        self.frontmatter.property(meaning)
    }

    /// The header line with this meaning (`with`, `date`); the first of several.
    #[must_use]
    pub fn header(&self, meaning: &str) -> Option<&HeaderLine> {
        self.headers.iter().find(|header| header.meaning == meaning)
    }

    /// The title: the property, else the H1, else the file name.
    #[must_use]
    pub fn title(&self) -> String {
        let property = self.property("title").and_then(Property::text);
        let heading = || self.sections.iter().find(|section| section.level == 1 && !section.title.is_empty());
        property
            .or_else(|| heading().map(|section| section.title.clone()))
            .unwrap_or_else(|| self.stem().to_owned())
    }

    /// The file name without folder and ending.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// Who took part: the names of the property `participants`, else of the header line `With`, else of a section for
    /// it, else of the line that opens the note; with their parentheses, without the brackets of links.
    #[must_use]
    pub fn participants(&self) -> Vec<String> {
        let property = self.property("participants").filter(|property| !property.is_empty());
        if let Some(property) = property {
            let entries = property.list();
            // A string is a list as people write it; the entries of a list are not split any further, but for what
            // a link is written in.
            return if property.value.is_string() {
                entries.iter().flat_map(|text| header::split_people(text)).collect()
            } else {
                entries.iter().map(|name| header::bare_name(name)).collect()
            };
        }
        let with = self.header("with").map(|header| header::split_people(self.slice(header.value)));
        with.unwrap_or_else(|| self.attendees.clone())
    }

    /// The blocks that are the name of who does what is listed below it (`**Ana Ruiz**` under the actions).
    #[must_use]
    pub fn owner_lines(&self) -> &[usize] {
        &self.owner_lines
    }

    /// The people that sections for it list, one in each entry (`## Attendees`), else those of the line that opens the
    /// note (`2026-04-02, Ana Ruiz, Bo Lund`).
    #[must_use]
    pub fn attendees(&self) -> &[String] {
        &self.attendees
    }

    fn listed_attendees(&self) -> Vec<String> {
        let of_attendees = |block: &&Block| {
            let section = self.sections.get(block.section);
            block.kind == BlockKind::List
                && section.is_some_and(|section| header::lists_attendees(&section.title))
        };
        let lists = self.blocks.iter().filter(of_attendees);
        let lines = lists.flat_map(|block| self.slice(block.span).lines());
        let listed: Vec<String> =
            lines.filter_map(|line| header::attendee(line.strip_prefix(['-', '*', '+'])?)).collect();
        if !listed.is_empty() {
            return listed;
        }
        self.opening().map(|(_, opening)| opening.people).unwrap_or_default()
    }

    /// What the first line under the title says, where that is when the meeting was and who was there, with the index of
    /// its block; header lines left aside.
    #[must_use]
    pub fn opening(&self) -> Option<(usize, header::Opening)> {
        let said = |block: &&Block| {
            !matches!(
                block.kind,
                BlockKind::ByteOrderMark | BlockKind::Frontmatter | BlockKind::Blank | BlockKind::Heading
            ) && self.headers.iter().all(|header| !block.span.contains(header.span))
        };
        let at = self.blocks.iter().position(|block| said(&block))?;
        let first = self.blocks.get(at).filter(|block| block.kind == BlockKind::Paragraph)?;
        let title = self.sections.iter().position(|section| section.level == 1);
        let is_head = first.section == 0 || Some(first.section) == title;
        let opening = || header::Opening::of(self.slice(first.span).lines().next()?);
        is_head.then(|| Some((at, opening()?))).flatten()
    }

    /// All names that may be the owner of an item, without parentheses.
    fn known_names(&self, others: &[String]) -> Vec<String> {
        let with = self.header("with").map(|header| header::split_people(self.slice(header.value)));
        let person = self.property("person").map(Property::list);
        let listed = [self.participants(), with.unwrap_or_default(), person.unwrap_or_default()];
        let names = listed.iter().flatten().chain(&self.attendees).chain(others);
        let bare = names.map(|name| name.split(" (").next().unwrap_or(name).trim());
        let mut all: Vec<&str> = bare.filter(|name| !name.is_empty()).collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter().map(str::to_owned).collect()
    }

    /// What was odd, in order of lines.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The text of a span of this note.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }
}

/// How most lines of a text end.
fn line_ending(text: &str, lines: &Lines) -> LineEnding {
    let is_newline = |at: usize| text.as_bytes().get(at + 1) == Some(&b'\n');
    let with_return = memchr_iter(b'\r', text.as_bytes()).filter(|at| is_newline(*at)).count();
    if with_return * 2 > lines.count().saturating_sub(usize::from(!text.ends_with('\n'))) {
        LineEnding::CrLf
    } else {
        LineEnding::Lf
    }
}
