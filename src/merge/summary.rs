//! The summary: one variant's, whole, with the sentences of the others that stand nowhere else.

use super::outline::{OutBlock, Outline};
use super::wording::{Said, Weights, Wording, Wordings};
use super::{Input, MergedRow, Outcome, Reason, SetAside, Source, Value, letter, one_line};
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
    rows: &mut Vec<MergedRow>,
    outline: &mut Outline,
    set_aside: &mut Vec<SetAside>,
) {
    let summaries: Vec<Summary> =
        (0..input.notes.len()).filter_map(|note| summary_of(input.notes[note], note)).collect();
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
    let mut new_blocks: Vec<OutBlock> = keeper
        .blocks
        .iter()
        .map(|block| OutBlock::Kept { note: keeper.note, block: *block, row: Some(at) })
        .collect();
    let mut outcome = if summaries.len() == 1 {
        Outcome::Only
    } else if sources.iter().all(|source| source.text == sources[0].text) {
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
                if own && appended.insert(text.clone()) {
                    outcome = Outcome::United;
                    new_blocks.push(OutBlock::Sentence { note: summary.note, line, text });
                } else {
                    let reason = Reason::SaidElsewhere;
                    set_aside.push(SetAside { note: summary.note, line, text, reason, row: Some(at) });
                }
            }
        }
    }
    let others = summaries.iter().filter(|summary| summary.note != keeper.note);
    keep_whole(input, keeper, others, at, &mut new_blocks);
    replace(outline, first, new_blocks);
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
    for block in &summary.blocks {
        let block = &note.blocks()[*block];
        if block.kind == BlockKind::Blank || !is_prose(block.kind) {
            continue;
        }
        for (span, text) in sentences_of(note, block.span) {
            let said = Said { note: summary.note, variant: note, wording: &text };
            let wording = Wording::of(said, weights, input.people);
            let covered = weights.coverage(wording.stems(), known) >= SAID_ELSEWHERE;
            let own = !covered || !wording.own_words(kept).is_empty();
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
        for (start, sentence) in body.split_sentence_bound_indices() {
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

/// Adds what is no prose in the summaries that are not chosen, code, tables, quotes: it stays whole.
fn keep_whole<'s>(
    input: Input<'_>,
    keeper: &Summary,
    others: impl Iterator<Item = &'s Summary>,
    row: usize,
    new_blocks: &mut Vec<OutBlock>,
) {
    let text =
        |note: usize, block: usize| one_line(input.notes[note], input.notes[note].blocks()[block].span);
    let mut known: BTreeSet<String> = keeper.blocks.iter().map(|block| text(keeper.note, *block)).collect();
    for summary in others {
        for block in &summary.blocks {
            if !is_prose(input.notes[summary.note].blocks()[*block].kind)
                && known.insert(text(summary.note, *block))
            {
                new_blocks.push(OutBlock::Blank);
                new_blocks.push(OutBlock::Kept { note: summary.note, block: *block, row: Some(row) });
            }
        }
    }
}

/// Whether a block of a summary is taken apart into sentences; blank lines need not stay.
fn is_prose(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::List | BlockKind::Blank | BlockKind::ThematicBreak)
}

/// Puts `blocks` where the summary of `first` stands.
fn replace(outline: &mut Outline, first: &Summary, blocks: Vec<OutBlock>) {
    let belongs = |block: &OutBlock| matches!(block, OutBlock::Kept { note, block, .. } if *note == first.note && first.blocks.contains(block));
    let mut blocks = Some(blocks);
    for section in &mut outline.sections {
        let mut kept = Vec::new();
        for block in std::mem::take(&mut section.blocks) {
            if belongs(&block) {
                kept.extend(blocks.take().into_iter().flatten());
            } else {
                kept.push(block);
            }
        }
        section.blocks = kept;
    }
}
