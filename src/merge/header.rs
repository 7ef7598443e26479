//! The title and the header lines.

use super::outline::{OutBlock, Outline};
use super::place::is_title;
use super::properties::day_of;
use super::{Conflict, Input, MergedRow, Outcome, Reason, SetAside, Source, Value, one_line};
use crate::note::header::{listed_people, split_people};
use crate::note::{BlockKind, HeaderLine, Note, Role};
use crate::people::{Who, says_more};
use crate::text::Span;

/// Adds the rows of the title and the header lines, and says in `outline` where they stand.
pub(super) fn unite(
    input: Input<'_>,
    rows: &mut Vec<MergedRow>,
    outline: &mut Outline,
    set_aside: &mut Vec<SetAside>,
) {
    title(input, rows, outline, set_aside);
    let mut meanings: Vec<&str> = Vec::new();
    for line in input.notes.iter().flat_map(|note| note.headers()) {
        if !meanings.contains(&line.meaning.as_str()) {
            meanings.push(&line.meaning);
        }
    }
    if meanings.is_empty() {
        return;
    }
    let place = header_block(outline);
    for meaning in meanings {
        let row = rows.len();
        let mut found = header_row(input, meaning);
        for source in &found.sources[1..] {
            if found.outcome != Outcome::Same && found.outcome != Outcome::United {
                let reason = if found.outcome == Outcome::Conflict {
                    Reason::Conflict(meaning.to_owned())
                } else {
                    Reason::SameValue
                };
                set_aside.push(SetAside::of(source, reason, Some(row)));
            } else if found.outcome == Outcome::United {
                set_aside.push(SetAside::of(source, Reason::SaidAs(row), Some(row)));
            }
        }
        found.sources.dedup();
        rows.push(found);
        if let Some((section, block)) = place
            && let OutBlock::Headers { rows, .. } = &mut outline.sections[section].blocks[block]
        {
            rows.push(row);
        }
    }
}

/// Where header lines stand in the outline: with the base's, else below the title, else first.
fn header_block(outline: &mut Outline) -> Option<(usize, usize)> {
    let find = |outline: &Outline| {
        outline.sections.iter().enumerate().find_map(|(section, out)| {
            let at = out.blocks.iter().position(|block| matches!(block, OutBlock::Headers { .. }));
            at.map(|block| (section, block))
        })
    };
    if let Some(place) = find(outline) {
        return Some(place);
    }
    let section = outline.sections.iter().position(|section| section.level == 1).unwrap_or(0);
    let blocks = &mut outline.sections.get_mut(section)?.blocks;
    let after = blocks
        .iter()
        .position(|block| matches!(block, OutBlock::Kept { .. } | OutBlock::Heading { .. }))
        .map_or(blocks.len(), |at| at + 1);
    blocks.splice(after..after, [OutBlock::Blank, OutBlock::Headers { block: None, rows: Vec::new() }]);
    Some((section, after + 1))
}

fn title(input: Input<'_>, rows: &mut Vec<MergedRow>, outline: &mut Outline, set_aside: &mut Vec<SetAside>) {
    let sources: Vec<Source> =
        (0..input.notes.len()).filter_map(|note| title_of(input.notes[note], note)).collect();
    let Some(first) = sources.first() else { return };
    let at = rows.len();
    let differ: Vec<&Source> = sources.iter().filter(|source| source.text != first.text).collect();
    set_aside.extend(differ.iter().map(|source| SetAside::of(source, Reason::OtherTitle, Some(at))));
    // Titles that differ as properties too are a conflict there: one thing to look at is enough.
    let told = sources.iter().all(|source| input.notes[source.note].property("title").is_some());
    let outcome = match (sources.len(), differ.is_empty()) {
        (1, _) => Outcome::Only,
        (_, true) => Outcome::Same,
        (_, false) if told => Outcome::Chosen,
        (_, false) => Outcome::Conflict,
    };
    let has_title = first.note == 0;
    let conflicts = if outcome == Outcome::Conflict {
        vec![Conflict {
            field: "title".into(),
            values: sources.iter().map(|source| (source.note, source.text.clone())).collect(),
            chosen: if has_title { first.text.clone() } else { String::new() },
            rule: "the base's; the others are aliases",
            waits: false,
        }]
    } else {
        Vec::new()
    };
    if !has_title {
        set_aside.extend(sources.iter().map(|source| SetAside::of(source, Reason::OtherTitle, Some(at))));
    }
    let value = if has_title { Value::Passage { source: 0 } } else { Value::Nothing };
    for block in outline.sections.iter_mut().flat_map(|section| &mut section.blocks) {
        if let OutBlock::Kept { note: 0, block, row } = block
            && input.notes[0].blocks()[*block].kind == BlockKind::Heading
            && is_title(input.notes[0], input.notes[0].blocks()[*block].section)
        {
            *row = Some(at);
        }
    }
    rows.push(MergedRow {
        conflicts,
        ..MergedRow { value, ..MergedRow::passage(Role::Other, sources, outcome) }
    });
}

fn title_of(note: &Note, at: usize) -> Option<Source> {
    let section = (0..note.sections().len()).find(|section| is_title(note, *section))?;
    let heading = note.sections()[section].heading?;
    let line = note.lines().number_at(note.blocks()[heading].span.start);
    Some(Source { note: at, item: None, line, text: note.sections()[section].title.clone() })
}

fn lines_of<'a>(input: Input<'a>, meaning: &str) -> Vec<(usize, &'a HeaderLine)> {
    let notes = input.notes.iter().enumerate();
    let lines = notes.flat_map(|(at, note)| note.headers().iter().map(move |line| (at, line)));
    lines.filter(|(_, line)| line.meaning == meaning).collect()
}

fn header_row(input: Input<'_>, meaning: &str) -> MergedRow {
    let lines = lines_of(input, meaning);
    let value_of = |(note, line): &(usize, &HeaderLine)| one_line(input.notes[*note], line.value);
    let sources: Vec<Source> = lines
        .iter()
        .map(|(note, line)| Source {
            note: *note,
            item: None,
            line: line.line,
            text: one_line(input.notes[*note], line.span),
        })
        .collect();
    let first = value_of(&lines[0]);
    let kept = Value::Passage { source: 0 };
    if lines.len() == 1 {
        return MergedRow::passage(Role::Other, sources, Outcome::Only);
    }
    if lines.iter().all(|line| value_of(line) == first) {
        return MergedRow::passage(Role::Other, sources, Outcome::Same);
    }
    if meaning == "with" {
        let value = united_people(input, &lines).map_or(kept, Value::Written);
        return MergedRow { value, ..MergedRow::passage(Role::Other, sources, Outcome::United) };
    }
    let day = |line: &(usize, &HeaderLine)| day_of(&value_of(line));
    if meaning == "date" && lines.iter().all(|line| day(line).is_some() && day(line) == day(&lines[0])) {
        return MergedRow::passage(Role::Other, sources, Outcome::Chosen);
    }
    let values = lines.iter().map(|line| (line.0, value_of(line))).collect();
    let rule = "the base's, else the first";
    let conflict = Conflict { field: meaning.to_owned(), values, chosen: first, rule, waits: true };
    MergedRow { conflicts: vec![conflict], ..MergedRow::passage(Role::Other, sources, Outcome::Conflict) }
}

/// The first line's people, each by the name of the line that says most of it, followed by those only the others
/// name, in its form; `None` when that is the first line as it stands.
fn united_people(input: Input<'_>, lines: &[(usize, &HeaderLine)]) -> Option<String> {
    let (first, line) = lines[0];
    let own = input.notes[first].slice(line.value);
    let mut known: Vec<(String, &str)> = Vec::new();
    let mut places: Vec<Span> = Vec::new();
    for (at, (note, line)) in lines.iter().enumerate() {
        let value = input.notes[*note].slice(line.value);
        for (span, name) in listed_people(value) {
            let key = match input.people.who(*note, &name) {
                Who::Person(person) => format!("\u{0}{}", person.0),
                Who::Myself | Who::Everyone | Who::Nobody | Who::Unknown => name.to_lowercase(),
            };
            let written = span.of(value);
            match known.iter_mut().find(|(other, _)| *other == key) {
                Some((_, kept)) if at > 0 && says_more(written, kept) => *kept = written,
                Some(_) if at > 0 => {}
                // What one line says twice it goes on saying twice.
                Some(_) | None => {
                    known.push((key, written));
                    places.extend((at == 0).then_some(span));
                }
            }
        }
    }
    let linked = own.starts_with("[[");
    let mut united = String::new();
    let mut from = 0;
    for (span, (_, name)) in places.iter().zip(&known) {
        united.push_str(own.get(from..span.start).unwrap_or_default());
        united.push_str(name);
        from = span.end;
    }
    united.push_str(own.get(from..).unwrap_or_default());
    for (_, written) in known.iter().skip(places.len()) {
        let name = split_people(written).pop().unwrap_or_default();
        united.push_str(", ");
        united.push_str(&if linked { format!("[[{name}]]") } else { name });
    }
    (united != own).then_some(united)
}
