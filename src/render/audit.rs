//! The audit: the canonical note, read again, must say what was merged.
//!
//! It does not trust the stages before it. It reads the text that is about to be written as any note is read, and
//! asks of every item, number, date, link, tag, block id and person of every variant: is it here, or is it listed as set
//! aside?

use super::canonical::Rendering;
use super::line::without_marker;
use super::unclosed::closing;
use crate::merge::carry::{Passage, repaired};
use crate::merge::properties::shown;
use crate::merge::{MergedItem, MergedNote, MergedRow, Source, Value as RowValue};
use crate::note::item::Column;
use crate::note::{Block, BlockKind, Frontmatter, Item, Note, Owner, ReadOptions, Role, Shape};
use crate::people::{People, PersonId};
use crate::text::blanks::one_line;
use crate::text::particulars::{Particular, particular_set, particulars, said};
use jiff::civil::Date;
use serde_yaml::Value;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use unicode_segmentation::UnicodeSegmentation;

/// What the canonical note should say and does not, in words; empty when it says all of it.
pub(super) fn audit(
    merged: &MergedNote<'_>,
    rendering: &Rendering,
    people: &People,
    options: &ReadOptions,
) -> Vec<String> {
    if merged.equal {
        // Nothing is decided then, and nothing may be changed.
        let same = rendering.text == merged.notes[0].text();
        return if same { Vec::new() } else { vec!["the text all notes have".into()] };
    }
    let canonical = Note::read(merged.notes[0].path(), &rendering.text, options);
    let mut lost = Vec::new();
    properties(merged, &canonical, &mut lost);
    rows(merged, rendering, &canonical, &mut lost);
    items(merged, rendering, &mut lost);
    blocks(merged, &canonical, &mut lost);
    let mut there = Contents::default();
    // Names and words such as `Friday` mean what they mean in the note they come from, so read them as each.
    let days: BTreeSet<Option<Date>> = merged.notes.iter().map(|note| note.date()).collect();
    for text in stretches(&canonical) {
        let as_it_was = repaired(text.as_ref());
        for day in &days {
            there.particulars.extend(said(&as_it_was, *day));
        }
        there.people.append(&mut people.people_anywhere_in(merged.notes.len(), &as_it_was));
        there.texts.insert(one_line(&text));
    }
    for (at, note) in merged.notes.iter().enumerate() {
        details(merged, at, note, &there, people, &mut lost);
    }
    lost
}

fn properties(merged: &MergedNote<'_>, canonical: &Note, lost: &mut Vec<String>) {
    let written = match canonical.frontmatter() {
        Frontmatter::Parsed { properties, .. } => properties.as_slice(),
        Frontmatter::Absent => &[],
        Frontmatter::Unparsed { line, why } => {
            lost.push(format!("the frontmatter cannot be read again (line {line}): {why}"));
            return;
        }
    };
    for property in &merged.properties {
        let same = written.iter().any(|other| other.key == property.key && other.value == property.value);
        if !same {
            lost.push(format!("the property `{}`", property.key));
        }
    }
}

/// Every row that has a line must be an item there that says the row's wording and fields.
fn rows(merged: &MergedNote<'_>, rendering: &Rendering, canonical: &Note, lost: &mut Vec<String>) {
    for (at, row) in merged.rows.iter().enumerate() {
        let RowValue::Item(item) = &row.value else { continue };
        let found = rendering.row_lines[at].and_then(|line| {
            let index = canonical.items().partition_point(|other| other.line < line);
            canonical.items().get(index).filter(|other| other.line == line)
        });
        let source = &row.sources[item.wording];
        match found {
            None if is_header_there(merged, rendering.row_lines[at], row, item, canonical) => {}
            None => lost.push(format!("the item `{}`", source.text)),
            Some(found) => row_says(merged, row, item, canonical, found, lost),
        }
    }
}

/// Whether an item that all its sources say in the same words stands as a header line: below the title
/// `- **Topic:** …` reads as one. It says all it said, so nothing is lost with its list.
fn is_header_there(
    merged: &MergedNote<'_>,
    line: Option<usize>,
    row: &MergedRow,
    item: &MergedItem,
    canonical: &Note,
) -> bool {
    let source = &row.sources[item.wording];
    let same_fields =
        source.item.is_some_and(|at| merged.notes[source.note].items()[at].fields == item.fields);
    let header = canonical.headers().iter().find(|header| Some(header.line) == line);
    // Several fields may stand on the line.
    let line = header.and_then(|header| canonical.lines().span(header.line));
    let text = line.map(|line| repaired(canonical.slice(line)));
    let said = Passage::of(merged, source.note).carry(&source.text);
    let is_said_by_all = row.sources.iter().all(|other| other.text == source.text);
    is_said_by_all && same_fields && text.is_some_and(|text| says(&text, &said))
}

fn row_says(
    merged: &MergedNote<'_>,
    row: &MergedRow,
    item: &MergedItem,
    canonical: &Note,
    found: &Item,
    lost: &mut Vec<String>,
) {
    let line = repaired(canonical.slice(found.content));
    let mut missing = |there: bool, what: &str| {
        if !there {
            lost.push(format!("{what} of the item on line {}", found.line));
        }
    };
    let source = &row.sources[item.wording];
    let wording = source.item.map(|item| &merged.notes[source.note].items()[item].wording);
    let wording = wording.map(|wording| Passage::of(merged, source.note).carry(wording));
    // A person may have written it anew.
    let wording = item.text.clone().or(wording);
    // Where fields stand between words, only reading brings the words together.
    let words = |wording: &str| says(&line, wording) || one_line(&found.wording) == one_line(wording);
    missing(wording.is_none_or(|wording| words(&wording)), "the wording");
    let fields = &item.fields;
    // A name over a list says it of every item.
    let is_read = |owner: &Owner| found.fields.owners.iter().any(|read| read.name == owner.name);
    let named = |owner: &Owner| says(&line, &owner.name) || is_read(owner);
    missing(fields.owners.iter().all(named), "an owner");
    let dated = fields.dates.iter().all(|(name, date)| {
        let read = found.fields.dates.get(name);
        read.is_some_and(|read| *read == *date || (read.day.is_some() && read.day == date.day))
            || says(&line, &date.written)
    });
    missing(dated, "a date");
    missing(fields.priority.is_none() || fields.priority == found.fields.priority, "the priority");
    let tags: BTreeSet<String> = found.fields.tags.iter().map(|tag| tag.to_lowercase()).collect();
    let tagged = |tag: &String| tags.contains(&tag.to_lowercase()) || says(&line, tag);
    missing(fields.tags.iter().all(tagged), "a tag");
    missing(fields.block_id.is_none() || fields.block_id == found.fields.block_id, "the block id");
    missing(fields.id.is_none() || fields.id == found.fields.id, "the id");
    missing(fields.status.is_none() || fields.status == found.fields.status, "the status");
}

/// Whether `text` says `wording`, white space and escapes of table cells aside.
fn says(text: &str, wording: &str) -> bool {
    let unescaped =
        |text: &str| one_line(&if text.contains('\\') { text.replace("\\|", "|") } else { text.to_owned() });
    unescaped(text).contains(&unescaped(wording))
}

/// Every item of every variant must be the source of exactly one row, and that row stands or is set aside.
fn items(merged: &MergedNote<'_>, rendering: &Rendering, lost: &mut Vec<String>) {
    let mut accounted: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (at, row) in merged.rows.iter().enumerate() {
        for source in &row.sources {
            let Some(item) = source.item else { continue };
            if rendering.row_lines[at].is_some() || is_set_aside(merged, source) {
                accounted.insert((source.note, item));
            }
        }
    }
    for (at, note) in merged.notes.iter().enumerate() {
        for (index, item) in note.items().iter().enumerate() {
            if !accounted.contains(&(at, index)) {
                lost.push(format!("`{}` ({}:{})", note.slice(item.content).trim(), note.path(), item.line));
            }
        }
    }
}

fn is_set_aside(merged: &MergedNote<'_>, source: &Source) -> bool {
    merged.set_aside.iter().any(|aside| aside.note == source.note && aside.line == source.line)
}

/// Code, quotes, comments and HTML must come through whole.
fn blocks(merged: &MergedNote<'_>, canonical: &Note, lost: &mut Vec<String>) {
    let is_whole = |block: &&Block| block.kind.is_verbatim();
    if merged.notes.iter().all(|note| !note.blocks().iter().any(|block| is_whole(&block))) {
        return;
    }
    let there: BTreeSet<String> =
        canonical.blocks().iter().map(|block| one_line(canonical.slice(block.span))).collect();
    for note in &merged.notes {
        for block in note.blocks().iter().filter(is_whole) {
            let text = note.slice(block.span);
            let closed = closing(block.kind, text).map(|closing| one_line(&format!("{text}\n{closing}")));
            if !there.contains(&one_line(text)) && !closed.is_some_and(|closed| there.contains(&closed)) {
                let line = note.lines().number_at(block.span.start);
                lost.push(format!("the block at {}:{line}", note.path()));
            }
        }
    }
}

/// What a text holds that must not get lost.
#[derive(Default)]
struct Contents {
    particulars: BTreeSet<Particular>,
    people: BTreeSet<PersonId>,
    /// The stretches themselves, blanks folded: one that stands as it is needs no closer look.
    texts: BTreeSet<String>,
    /// Their sentences, once one is asked for.
    sentences: OnceCell<BTreeSet<String>>,
}

impl Contents {
    /// Whether `sentence` is one of the sentences of the stretches.
    fn has_sentence(&self, sentence: &str) -> bool {
        let sentences = self.sentences.get_or_init(|| {
            let sentences = self.texts.iter().flat_map(|text| text.split_sentence_bounds());
            sentences.map(|sentence| sentence.trim().to_owned()).collect()
        });
        sentences.contains(sentence)
    }

    fn has(&self, particular: &Particular) -> bool {
        self.particulars.contains(particular)
            || self.particulars.iter().any(|other| particular.agrees_with(other))
    }
}

/// The stretches of a note that say something, each for itself: an item without its marker or running number,
/// what is attached to it, a line of any other block.
fn stretches(note: &Note) -> Vec<Cow<'_, str>> {
    let mut found: Vec<Cow<'_, str>> = Vec::new();
    let mut values: Vec<&Value> =
        note.frontmatter().properties().iter().map(|property| &property.value).collect();
    while let Some(value) = values.pop() {
        match value {
            Value::Sequence(entries) => values.extend(entries),
            Value::Mapping(entries) => values.extend(entries.values()),
            Value::Tagged(tagged) => values.push(&tagged.value),
            Value::String(text) => found.push(text.into()),
            Value::Null | Value::Bool(_) | Value::Number(_) => found.push(shown(value).into()),
        }
    }
    let mut items = note.items().iter().peekable();
    for (at, block) in note.blocks().iter().enumerate() {
        let mut has_items = false;
        while let Some(item) = items.next_if(|item| item.block == at) {
            has_items = true;
            match &item.shape {
                // On several lines it is one paragraph: `^id` at the end of the first is no block id.
                Shape::Bullet { .. } => found.push(one_line(note.slice(item.content)).into()),
                Shape::Row(columns) => {
                    let cells = item.cells.iter().enumerate();
                    let said = cells.filter(|(at, _)| columns.get(*at) != Some(&Column::Number));
                    found.extend(said.map(|(_, cell)| note.slice(*cell).into()));
                }
            }
            found.extend(item.attachment.map(|span| note.slice(span).into()));
        }
        let lines = note.slice(block.span).lines();
        if block.kind == BlockKind::Heading {
            found.push(one_line(note.slice(block.span)).into());
        } else if block.kind == BlockKind::List {
            found.extend(lines.filter(|_| !has_items).map(|line| without_marker(line).into()));
        } else if block.kind != BlockKind::Frontmatter && (block.kind != BlockKind::Table || !has_items) {
            found.extend(lines.map(Cow::from));
        }
    }
    found
}

/// The links that name owners: an owner is written in the base's form, which may be none (`@Tomer`); that the name
/// stands is looked at by itself.
fn owner_links(note: &Note) -> BTreeSet<Particular> {
    let owners = note.items().iter().flat_map(|item| &item.fields.owners);
    let links = owners.filter_map(|owner| owner.link.as_ref());
    links.flat_map(|link| particular_set(&format!("[[{link}]]"), None)).collect()
}

/// Every sentence of a variant that stands in no list must be in the canonical note or set aside.
fn prose(note: &Note, passage: &Passage<'_>, there: &Contents, aside: &Contents, lost: &mut Vec<String>) {
    let stands = |text: &str| {
        [there, aside].iter().any(|known| known.texts.contains(text) || known.has_sentence(text))
    };
    for block in note.blocks() {
        let has_headers = note.headers().iter().any(|line| block.span.contains(line.span));
        if block.kind != BlockKind::Paragraph || block.role == Role::Source || has_headers {
            continue;
        }
        // A line of nothing but marks of Markdown says nothing, and is a list or a rule in another place.
        let says = |line: &&str| !line.trim().chars().all(|c| matches!(c, '-' | '*' | '+' | '_' | '='));
        for line in note.slice(block.span).lines().filter(says) {
            let line = one_line(&passage.carry(line));
            if !stands(&line) {
                let missing = line.split_sentence_bounds().map(str::trim).find(|sentence| !stands(sentence));
                lost.extend(missing.map(|sentence| format!("`{sentence}` of `{}`", note.path())));
            }
        }
    }
}

/// Every particular and person of a variant must be in the canonical note or in what was set aside of the variant.
fn details(
    merged: &MergedNote<'_>,
    at: usize,
    note: &Note,
    there: &Contents,
    people: &People,
    lost: &mut Vec<String>,
) {
    let passage = Passage::of(merged, at);
    let mut aside = Contents::default();
    for entry in merged.set_aside.iter().filter(|entry| entry.note == at) {
        // What is asked for below is the text of the note as it would stand in the canonical note.
        let text = passage.carry(&entry.text);
        aside.particulars.extend(said(&text, note.date()));
        aside.people.extend(people.people_in(at, &text).into_iter().map(|(_, person)| person));
        aside.texts.insert(one_line(&text));
    }
    let owners = owner_links(note);
    prose(note, &passage, there, &aside, lost);
    for text in stretches(note) {
        let text = passage.carry(&text);
        if there.texts.contains(&one_line(&text)) {
            continue;
        }
        for (span, particular) in particulars(&text, note.date()) {
            if !there.has(&particular) && !aside.has(&particular) && !owners.contains(&particular) {
                lost.push(format!("`{}` of `{}`", span.of(&text), note.path()));
            }
        }
        for (span, person) in people.people_in(at, &text) {
            if !there.people.contains(&person) && !aside.people.contains(&person) {
                lost.push(format!("the name `{}` of `{}`", span.of(&text), note.path()));
            }
        }
    }
}
