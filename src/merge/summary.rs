//! The summary: one variant's, whole, with the sentences of the others that stand nowhere else.

use super::carry::Passage;
use super::outline::{OutBlock, Outline};
use super::wording::{Beside, Said, Weights, Wording, Wordings};
use super::{Input, MergedRow, Outcome, Reason, Renames, SetAside, Source, Value, letter, one_line};
use crate::note::{BlockKind, Note, Role};
use crate::text::Span;
use crate::text::words::StemId;
use std::collections::BTreeSet;
use unicode_segmentation::UnicodeSegmentation;

/// A sentence stands elsewhere when at least this much of what it says does. Summaries say things in passing
/// that no item says in the same words, so half is enough; a number, date or name of its own keeps it all the same.
const SAID_ELSEWHERE: f64 = 0.5;

/// A summary covers the rows better than the base's when it says this many times as much of them. Summaries say
/// between a twentieth and a quarter of what the items say, so the margin is a share and not a difference.
const BETTER: f64 = 1.05;

/// The summary of a variant.
struct Summary {
    note: usize,
    blocks: Vec<usize>,
    text: String,
}

/// Chooses the summary, says in `outline` where it stands, and adds its row.
pub(super) fn choose(
    input: Input<'_>,
    (wordings, weights): (&Wordings<'_>, &mut Weights),
    renames: &[Renames],
    rows: &mut Vec<MergedRow>,
    outline: &mut Outline,
    set_aside: &mut Vec<SetAside>,
) {
    let summaries = (0..input.notes.len()).filter_map(|note| summary_of(input.notes[note], note));
    // One that stands nowhere says in the same words what stands outside of any summary.
    let summaries: Vec<Summary> = summaries.skip_while(|summary| !stands(outline, summary)).collect();
    let Some(first) = summaries.first() else { return };
    let mut kept = kept_wordings(wordings, rows);
    let said = sorted(kept.iter().flat_map(|kept| kept.stems()).copied());
    let mut covers = Vec::new();
    for summary in &summaries {
        let stems = weights.stems(&summary.text);
        covers.push(weights.coverage(&said, &stems));
    }
    let mut chosen = 0;
    // That of an earlier canonical note stays: a person has read it, and may have written it.
    let is_settled = input.settled.is_some() && first.note == 0;
    for at in 1..summaries.len() {
        if !is_settled && covers[at] > covers[chosen] * BETTER {
            chosen = at;
        }
    }
    let at = rows.len();
    let sources: Vec<Source> = summaries.iter().map(|summary| source(input, summary)).collect();
    let by_person = input.decided.about(&sources).wording;
    let by_person = by_person.and_then(|note| summaries.iter().position(|summary| summary.note == note));
    chosen = by_person.unwrap_or(chosen);
    let keeper = &summaries[chosen];
    let mut sentences_added: Vec<OutBlock> = Vec::new();
    let passage = |note: usize| Passage::between(&renames[note], input.notes[note], input.notes[0]);
    // The same words with a footnote of another name say something else.
    let in_place = |summary: &Summary| passage(summary.note).carry(&summary.text);
    let mut outcome = if summaries.len() == 1 {
        Outcome::Only
    } else if summaries.iter().all(|summary| in_place(summary) == in_place(first)) {
        Outcome::Same
    } else {
        Outcome::Chosen
    };
    if outcome == Outcome::Chosen {
        let own = Said { note: keeper.note, variant: input.notes[keeper.note], wording: &keeper.text };
        let own = Wording::of(own, weights, input.people);
        let known = sorted(said.iter().chain(own.stems()).copied());
        kept.push(&own);
        // Two of the others may be equal.
        let mut appended: BTreeSet<String> = BTreeSet::new();
        for summary in summaries.iter().filter(|summary| summary.note != keeper.note) {
            let sentences = sentences(input, weights, &kept, &known, summary);
            for (line, text, own) in sentences {
                // What the words refer to may be a footnote or a line that only this variant has.
                let refers = passage(summary.note).carry(&text) != passage(keeper.note).carry(&text);
                if (own || refers) && appended.insert(text.clone()) {
                    outcome = Outcome::United;
                    sentences_added.push(OutBlock::Sentence { note: summary.note, line, text });
                } else {
                    let reason = Reason::SaidElsewhere;
                    set_aside.push(SetAside { note: summary.note, line, text, reason, row: Some(at) });
                }
            }
        }
    }
    let others = summaries.iter().filter(|summary| summary.note != keeper.note);
    replace(input, outline, first, keeper, at);
    let whole = kept_whole(input, &passage, keeper, others, at);
    put_behind(input, outline, at, |kind| kind != BlockKind::Blank, whole);
    // What is no prose, such as a footnote, may stand below it.
    let is_text = |kind| matches!(kind, BlockKind::Paragraph | BlockKind::List);
    put_behind(input, outline, at, is_text, sentences_added);
    let rules = if outcome == Outcome::Only || outcome == Outcome::Same {
        Vec::new()
    } else if by_person.is_some() {
        vec![format!("summary of {}: a person chose it", letter(keeper.note))]
    } else {
        vec![format!(
            "summary of {}: says {:.0} % of what the items say",
            letter(keeper.note),
            covers[chosen] * 100.0
        )]
    };
    let row = MergedRow::passage(Role::Summary, sources, outcome);
    rows.push(MergedRow { value: Value::Passage { source: chosen }, rules, ..row });
}

/// Whether a note has a summary that says something.
pub(super) fn has_summary(note: &Note) -> bool {
    summary_of(note, 0).is_some()
}

fn summary_of(note: &Note, at: usize) -> Option<Summary> {
    let is_text = |kind: BlockKind| {
        !matches!(
            kind,
            BlockKind::Heading | BlockKind::Blank | BlockKind::ThematicBreak | BlockKind::Frontmatter
        )
    };
    let blocks = note.blocks().iter().enumerate();
    let text: Vec<usize> = blocks
        .filter(|(_, block)| block.role == Role::Summary && is_text(block.kind))
        .map(|(index, _)| index)
        .collect();
    let (first, last) = (*text.first()?, *text.last()?);
    // The blank lines between its blocks come along; headings between them are left to their place.
    let mut blocks: Vec<usize> = (first..=last)
        .filter(|index| {
            let block = &note.blocks()[*index];
            block.role == Role::Summary && block.kind != BlockKind::Heading
        })
        .collect();
    // Where headings and lists stood between them one of the blank lines is enough.
    blocks.dedup_by(|later, earlier| {
        let is_blank = |index: usize| note.blocks()[index].kind == BlockKind::Blank;
        *later != *earlier + 1 && is_blank(*later) && is_blank(*earlier)
    });
    let spans = text.iter().map(|index| one_line(note, note.blocks()[*index].span));
    Some(Summary { note: at, blocks, text: spans.collect::<Vec<_>>().join(" ") })
}

fn source(input: Input<'_>, summary: &Summary) -> Source {
    let note = input.notes[summary.note];
    let start = note.blocks()[summary.blocks[0]].span.start;
    Source { note: summary.note, item: None, line: note.lines().number_at(start), text: summary.text.clone() }
}

/// The wordings the canonical note has of the items.
fn kept_wordings<'w, 'a>(wordings: &'w Wordings<'a>, rows: &[MergedRow]) -> Vec<&'w Wording<'a>> {
    let kept = |row: &MergedRow| {
        let source = row.wording()?;
        Some(wordings.of_item(source.note, source.item?))
    };
    rows.iter().filter_map(kept).collect()
}

fn sorted(stems: impl Iterator<Item = StemId>) -> Vec<StemId> {
    let stems: BTreeSet<StemId> = stems.collect();
    stems.into_iter().collect()
}

/// The sentences of a summary that is not chosen: line, text, and whether it stands nowhere else.
fn sentences(
    input: Input<'_>,
    weights: &mut Weights,
    kept: &[&Wording<'_>],
    known: &[StemId],
    summary: &Summary,
) -> Vec<(usize, String, bool)> {
    let note = input.notes[summary.note];
    let mut found = Vec::new();
    for index in &summary.blocks {
        let block = &note.blocks()[*index];
        if block.kind == BlockKind::Blank || !is_prose(note, *index) {
            continue;
        }
        for (span, text) in sentences_of(note, block.span) {
            let said = Said { note: summary.note, variant: note, wording: &text };
            let wording = Wording::of(said, weights, input.people);
            let covered = weights.coverage(wording.stems(), known) >= SAID_ELSEWHERE;
            let own = !covered || !wording.own_words(kept, &Beside::default()).is_empty();
            found.push((note.lines().number_at(span.start), text, own));
        }
    }
    found
}

/// The sentences of a block; every bullet is at least one.
fn sentences_of(note: &Note, block: Span) -> Vec<(Span, String)> {
    let text = note.slice(block);
    let mut found = Vec::new();
    let mut at = block.start;
    for line in text.split_inclusive('\n') {
        let bullet = line.trim_start().trim_start_matches(['-', '*', '+']);
        let starts_bullet = bullet.len() < line.trim_start().len() && bullet.starts_with([' ', '\t']);
        let body = if starts_bullet { bullet } else { line };
        let offset = at + (line.len() - body.len());
        for (start, sentence) in sentences_in(body) {
            let trimmed = sentence.trim();
            if !trimmed.is_empty() {
                let start = offset + start;
                found.push((Span::new(start, start + sentence.len()), trimmed.to_owned()));
            }
        }
        at += line.len();
    }
    found
}

/// The sentences of a line, each with where it starts. The mark of a footnote behind a full stop belongs to what it
/// ends, though the next sentence is taken to begin within it (`said.[` `^1]`).
fn sentences_in(line: &str) -> Vec<(usize, &str)> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    for (start, sentence) in line.split_sentence_bound_indices() {
        match found.last_mut() {
            Some((from, last)) if last.ends_with('[') => {
                *last = line.get(*from..start + sentence.len()).unwrap_or_default();
            }
            Some(_) | None => found.push((start, sentence)),
        }
    }
    found
}

/// What is no prose in the summaries that are not chosen, code, tables, quotes: it stays whole.
fn kept_whole<'s>(
    input: Input<'_>,
    passage: &dyn Fn(usize) -> Passage<'s>,
    keeper: &Summary,
    others: impl Iterator<Item = &'s Summary>,
    row: usize,
) -> Vec<OutBlock> {
    let mut added = Vec::new();
    let text = |note: usize, block: usize| passage(note).block(input.notes[note], block);
    let mut known: BTreeSet<String> = keeper.blocks.iter().map(|block| text(keeper.note, *block)).collect();
    for summary in others {
        for block in &summary.blocks {
            if !is_prose(input.notes[summary.note], *block) && known.insert(text(summary.note, *block)) {
                added.push(OutBlock::Blank);
                added.push(OutBlock::Kept { note: summary.note, block: *block, row: Some(row) });
            }
        }
    }
    added
}

/// Whether a block of a summary is taken apart into sentences; blank lines need not stay. A list that holds code, a
/// quote, a table or HTML says nothing line by line.
fn is_prose(note: &Note, block: usize) -> bool {
    let block = &note.blocks()[block];
    let stands_alone = |line: &str| {
        let marks: &[char] = &['-', '*', '+', ' ', '\t', '.', ')'];
        let words = line.trim_start_matches(|c: char| marks.contains(&c) || c.is_ascii_digit());
        words.starts_with(['>', '|', '<']) || words.starts_with("```") || words.starts_with("~~~")
    };
    match block.kind {
        BlockKind::Paragraph | BlockKind::Blank | BlockKind::ThematicBreak => true,
        BlockKind::List => !note.slice(block.span).lines().any(stands_alone),
        BlockKind::ByteOrderMark
        | BlockKind::Frontmatter
        | BlockKind::Heading
        | BlockKind::Table
        | BlockKind::Code
        | BlockKind::Quote
        | BlockKind::Comment
        | BlockKind::Html
        | BlockKind::Definition
        | BlockKind::Raw => false,
    }
}

/// Whether a block of the outline is one of a summary.
fn belongs(out: &OutBlock, summary: &Summary) -> bool {
    matches!(out, OutBlock::Kept { note, block, .. } if *note == summary.note && summary.blocks.contains(block))
}

fn stands(outline: &Outline, summary: &Summary) -> bool {
    let mut blocks = outline.sections.iter().flat_map(|section| &section.blocks);
    blocks.any(|out| belongs(out, summary))
}

/// Puts the summary of `keeper`, which is the row `row`, where that of `first` stands.
fn replace(input: Input<'_>, outline: &mut Outline, first: &Summary, keeper: &Summary, row: usize) {
    if keeper.note == first.note {
        tell_row(outline, keeper, row);
    } else {
        put_in_place(outline, first, moved(input, keeper, row));
    }
}

/// Says of the blocks of a summary which row they are. Every block stays in its place: there may be headings and lists
/// between them.
fn tell_row(outline: &mut Outline, summary: &Summary, row: usize) {
    for out in outline.sections.iter_mut().flat_map(|section| &mut section.blocks) {
        if belongs(out, summary)
            && let OutBlock::Kept { row: of, .. } = out
        {
            *of = Some(row);
        }
    }
}

/// The blocks of a summary, which is the row `row`, for another place.
fn moved(input: Input<'_>, summary: &Summary, row: usize) -> Vec<OutBlock> {
    let mut blocks = Vec::new();
    for (at, block) in summary.blocks.iter().enumerate() {
        // Headings stood between the two, or lists of items.
        if at > 0 && summary.blocks[at - 1] + 1 != *block {
            blocks.push(OutBlock::Blank);
        }
        blocks.push(OutBlock::Kept { note: summary.note, block: *block, row: Some(row) });
    }
    // Below HTML even a heading needs a blank line before it.
    let last = summary.blocks.last().map(|block| input.notes[summary.note].blocks()[*block].kind);
    if !matches!(last, Some(BlockKind::Paragraph | BlockKind::List)) {
        blocks.push(OutBlock::Blank);
    }
    blocks
}

/// Puts blocks where the first of a summary stands, and takes out all of that.
fn put_in_place(outline: &mut Outline, summary: &Summary, blocks: Vec<OutBlock>) {
    let mut blocks = Some(blocks);
    for section in &mut outline.sections {
        let mut kept = Vec::new();
        for out in std::mem::take(&mut section.blocks) {
            if belongs(&out, summary) {
                kept.extend(blocks.take().into_iter().flatten());
            } else {
                kept.push(out);
            }
        }
        section.blocks = kept;
    }
}

/// Puts `added` behind the blocks of the row `row` that are `like`, or behind all of them where none is.
fn put_behind(
    input: Input<'_>,
    outline: &mut Outline,
    row: usize,
    like: fn(BlockKind) -> bool,
    added: Vec<OutBlock>,
) {
    let sections = outline.sections.iter().enumerate();
    let blocks = sections.flat_map(|(section, out)| {
        out.blocks.iter().enumerate().map(move |(at, block)| (section, at, block))
    });
    let own: Vec<(usize, usize, BlockKind)> = blocks
        .filter_map(|(section, at, out)| {
            let OutBlock::Kept { note, block, row: Some(of) } = out else { return None };
            (*of == row).then(|| (section, at, input.notes[*note].blocks()[*block].kind))
        })
        .collect();
    let place = own.iter().rev().find(|(_, _, kind)| like(*kind)).or(own.last());
    let Some((section, at, _)) = place.copied().filter(|_| !added.is_empty()) else { return };
    // Below HTML even a heading needs a blank line before it.
    let is_last = section + 1 == outline.sections.len();
    let is_whole = added.iter().any(|out| matches!(out, OutBlock::Kept { .. }));
    let blocks = &mut outline.sections[section].blocks;
    let needs_blank = match blocks.get(at + 1) {
        Some(next) => !next.is_blank(input.notes),
        None => is_whole && !is_last,
    };
    let below = needs_blank.then_some(OutBlock::Blank);
    let rest = blocks.split_off(at + 1);
    blocks.extend(added.into_iter().chain(below).chain(rest));
}
