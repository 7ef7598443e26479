//! The title and the header lines.

use super::outline::{OutBlock, Outline};
use super::place::{is_indented_code, is_title};
use super::properties::{day_of, shown};
use super::{Conflict, Input, MergedRow, Outcome, Reason, SetAside, Source, Value, letter, one_line};
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
    let place = header_block(input, outline);
    for meaning in meanings {
        let row = rows.len();
        let (mut found, kept) = header_row(input, meaning);
        // What says the same in the same words is not lost with its line.
        let same = |source: &Source| source.text == found.sources[kept].text;
        for (_, source) in found.sources.iter().enumerate().filter(|(at, _)| *at != kept) {
            if !found.rules.is_empty() {
                if same(source) {
                    continue;
                }
                let reason = Reason::Conflict(meaning.to_owned());
                set_aside.push(SetAside::of(source, reason, Some(row)));
            } else if found.outcome != Outcome::Same && found.outcome != Outcome::United {
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
        let kept = found.sources[kept].clone();
        found.sources.dedup();
        if let Value::Written { source: Some(source), .. } = &mut found.value {
            *source = found.sources.iter().position(|known| *known == kept).unwrap_or_default();
        }
        rows.push(found);
        if let Some((section, block)) = place
            && let OutBlock::Headers { rows, .. } = &mut outline.sections[section].blocks[block]
        {
            rows.push(row);
        }
    }
}

/// Where header lines stand in the outline: with the base's, else below the title, else first.
fn header_block(input: Input<'_>, outline: &mut Outline) -> Option<(usize, usize)> {
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
    let mut after = blocks
        .iter()
        .position(|block| matches!(block, OutBlock::Kept { .. } | OutBlock::Heading { .. }))
        .map_or(blocks.len(), |at| at + 1);
    // Nor may code without a fence follow a list of them.
    let is_code = |block: &OutBlock| {
        let OutBlock::Kept { note, block, .. } = block else { return false };
        is_indented_code(input.notes[*note], &input.notes[*note].blocks()[*block])
    };
    let below = blocks.iter().enumerate().skip(after);
    let below = below.take_while(|(_, block)| block.is_blank(input.notes) || is_code(block));
    after = below.filter(|(_, block)| is_code(block)).last().map_or(after, |(at, _)| at + 1);
    // A list or a paragraph right below would be part of them.
    let below = blocks.get(after).filter(|block| !block.is_blank(input.notes)).map(|_| OutBlock::Blank);
    let headers = OutBlock::Headers { block: None, rows: Vec::new() };
    blocks.splice(after..after, [OutBlock::Blank, headers].into_iter().chain(below));
    Some((section, after + 1))
}

fn title(input: Input<'_>, rows: &mut Vec<MergedRow>, outline: &mut Outline, set_aside: &mut Vec<SetAside>) {
    let sources: Vec<Source> =
        (0..input.notes.len()).filter_map(|note| title_of(input.notes[note], note)).collect();
    let Some(first) = sources.first() else { return };
    let at = rows.len();
    let differ = sources.iter().any(|source| source.text != first.text);
    // Titles that differ as properties too are a conflict there: one thing to look at is enough.
    let told = sources.iter().all(|source| input.notes[source.note].property("title").is_some());
    let outcome = match (sources.len(), !differ) {
        (1, _) => Outcome::Only,
        (_, true) => Outcome::Same,
        (_, false) if told => Outcome::Chosen,
        (_, false) => Outcome::Conflict,
    };
    let has_title = first.note == 0;
    let (mut conflicts, mut picked) = (Vec::new(), None);
    if outcome == Outcome::Conflict {
        let values = sources.iter().map(|source| (source.note, source.text.clone())).collect();
        let chosen = if has_title { first.text.clone() } else { String::new() };
        let rule = "the base's; the others are aliases";
        let (conflict, place) = decided(input, &sources, "title", values, (chosen, rule, false));
        conflicts.push(conflict);
        picked = place;
    } else if told {
        // The title follows the property that a person chose.
        let wanted = input.chosen_property("title");
        let title = |note: usize| input.notes[note].property("title").map(|title| shown(&title.value));
        picked =
            sources.iter().position(|source| wanted.is_some() && title(source.note).as_deref() == wanted);
    }
    let picked = picked.or_else(|| chosen_words(input, &sources));
    let kept = picked.unwrap_or_default();
    let aside = sources.iter().filter(|source| !has_title || source.text != sources[kept].text);
    let reason = if picked.is_some() { Reason::Conflict("title".into()) } else { Reason::OtherTitle };
    set_aside.extend(aside.map(|source| SetAside::of(source, reason.clone(), Some(at))));
    let value = match kept {
        _ if !has_title => Value::Nothing,
        0 => Value::Passage { source: 0 },
        kept => Value::Written { text: sources[kept].text.clone(), source: Some(kept) },
    };
    let outcome = if picked.is_some() { Outcome::Chosen } else { outcome };
    let rules = picked.map(|at| by_person(sources[at].note)).into_iter().collect();
    for block in outline.sections.iter_mut().flat_map(|section| &mut section.blocks) {
        if let OutBlock::Kept { note: 0, block, row } = block
            && input.notes[0].blocks()[*block].kind == BlockKind::Heading
            && is_title(input.notes[0], input.notes[0].blocks()[*block].section)
        {
            *row = Some(at);
        }
    }
    rows.push(MergedRow {
        rules,
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

/// The row of the header lines that mean this, and the place among its sources of the one whose value it has.
fn header_row(input: Input<'_>, meaning: &str) -> (MergedRow, usize) {
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
        return (MergedRow::passage(Role::Other, sources, Outcome::Only), 0);
    }
    let written = |at: usize, text: String| match at {
        0 => Value::Passage { source: 0 },
        at => Value::Written { text, source: Some(at) },
    };
    let same = lines.iter().all(|line| value_of(line) == first);
    let day = |line: &(usize, &HeaderLine)| day_of(&value_of(line));
    let one_day = || lines.iter().all(|line| day(line).is_some() && day(line) == day(&lines[0]));
    let agree = same || meaning == "with" || (meaning == "date" && one_day());
    if let Some(at) = chosen_words(input, &sources).filter(|_| agree) {
        let (value, rules) = (written(at, value_of(&lines[at])), vec![by_person(sources[at].note)]);
        let row = MergedRow::passage(Role::Other, sources, Outcome::Chosen);
        return (MergedRow { value, rules, ..row }, at);
    }
    if same {
        return (MergedRow::passage(Role::Other, sources, Outcome::Same), 0);
    }
    if meaning == "with" {
        let united = |text| Value::Written { text, source: None };
        let value = united_people(input, &lines).map_or(kept, united);
        return (MergedRow { value, ..MergedRow::passage(Role::Other, sources, Outcome::United) }, 0);
    }
    if agree {
        return (MergedRow::passage(Role::Other, sources, Outcome::Chosen), 0);
    }
    let values: Vec<(usize, String)> = lines.iter().map(|line| (line.0, value_of(line))).collect();
    let rule = "the base's, else the first";
    let (conflict, picked) = decided(input, &sources, meaning, values, (first, rule, true));
    let chosen = conflict.chosen.clone();
    let row = MergedRow {
        conflicts: vec![conflict],
        ..MergedRow::passage(Role::Other, sources, Outcome::Conflict)
    };
    match picked {
        Some(at) => {
            let rules = vec![by_person(row.sources[at].note)];
            (MergedRow { value: written(at, chosen), outcome: Outcome::Chosen, rules, ..row }, at)
        }
        None => (row, 0),
    }
}

/// The place among the sources of the note whose words a person chose.
fn chosen_words(input: Input<'_>, sources: &[Source]) -> Option<usize> {
    let note = input.decided.about(sources).wording?;
    sources.iter().position(|source| source.note == note)
}

fn by_person(note: usize) -> String {
    format!("wording of {}: a person chose it", letter(note))
}

/// A disagreement about what is no item, and the place of the value a person chose, if they did.
fn decided(
    input: Input<'_>,
    sources: &[Source],
    field: &str,
    values: Vec<(usize, String)>,
    (chosen, rule, waits): (String, &'static str, bool),
) -> (Conflict, Option<usize>) {
    let wanted = input.decided.about(sources).values.get(field).copied();
    let picked = values.iter().position(|(_, value)| wanted == Some(value.as_str()));
    // Whoever takes the words of a note takes its value.
    let picked = picked.or_else(|| chosen_words(input, sources));
    let by_person = picked.is_some();
    let (chosen, rule, waits) = match picked {
        Some(at) => (values[at].1.clone(), "a person chose it", false),
        None => (chosen, rule, waits),
    };
    (Conflict { field: field.to_owned(), values, chosen, rule, waits, by_person }, picked)
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
