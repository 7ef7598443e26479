//! The whole fold: notes in, canonical note and review out.

use super::audit::audit;
use super::canonical::{Origin, Rendering, render};
use super::review::Review;
use super::view::{review, told_again};
use crate::align::{Alignment, Items, NotSame};
use crate::merge::again::{Again, Fresh, Settled};
use crate::merge::base::{BaseEvidence, BaseOptions, choose_base};
use crate::merge::{Decided, Decision, Earlier, Input, MergeOptions, UnfitDecision, merge};
use crate::note::{Frontmatter, Note, ReadOptions, Role};
use crate::people::{People, PeopleOptions, Roll};
use crate::text::words::words;
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// The options of [`fold`].
#[derive(Debug, Clone, Default)]
pub struct FoldOptions {
    /// The index of the note that gives path, order and style; `None` leaves the choice to the rules.
    pub base: Option<usize>,
    /// How the notes were read, and are read again where another knows more of the people in them; how the canonical
    /// note is.
    pub read: ReadOptions,
    /// Whether notes of different days may be folded.
    pub allow_different_dates: bool,
    /// Who is known.
    pub people: PeopleOptions,
    /// Items that a person said are not the same.
    pub not_same: NotSame,
    /// How they are merged.
    pub merge: MergeOptions,
    /// What is known of earlier folds into the base, where it is a canonical note.
    pub earlier: Option<Earlier>,
    /// How the base is chosen.
    pub base_rules: BaseOptions,
    /// What is known of each note from outside its text, in the order of the notes; empty where nothing is.
    pub base_evidence: Vec<BaseEvidence>,
}

/// A fold.
#[derive(Debug, Clone, PartialEq)]
pub struct Fold {
    /// The canonical note and everything a person needs to judge it.
    pub review: Review,
    /// The index of the base among the notes given.
    pub base: usize,
    /// Where each line of the canonical note came from; the notes are those of [`Review::variants`].
    pub origins: Vec<Vec<Origin>>,
    /// The block ids of each of those notes that are others in the canonical note: the new by the old, without `^`.
    pub renamed_blocks: Vec<BTreeMap<String, String>>,
}

/// Why notes were not folded.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FoldError {
    /// The notes are about different days, so about different meetings.
    #[error("the notes are of different days: {}", listed(.dates))]
    DifferentDates {
        /// Each note with a day, and the day, as `2025-10-29`.
        dates: Vec<(String, String)>,
    },
    /// A note's frontmatter is no YAML.
    #[error("the frontmatter of `{path}` cannot be read (line {line}): {why}")]
    Unparsed {
        /// The note.
        path: String,
        /// The 1-based line the parser stopped at.
        line: usize,
        /// The parser's words.
        why: String,
    },
    /// A person decided what fits nothing the notes say.
    #[error(transparent)]
    Decision(#[from] UnfitDecision),
    /// The canonical note, read again, does not say what was merged: a bug of ours, caught before anything is written.
    #[error("the canonical note does not pass its audit: {}", .lost.join("; "))]
    Audit {
        /// What is neither in it nor set aside, in words.
        lost: Vec<String>,
    },
}

fn listed(dates: &[(String, String)]) -> String {
    dates.iter().map(|(path, day)| format!("`{path}` {day}")).collect::<Vec<_>>().join(", ")
}

/// Says who is who and which items say the same. Each needs the other: owners settled as different people keep items
/// apart, and items that say the same tell that two names are one person. So the items are aligned with the people
/// the notes themselves tell apart, and again where that has joined names.
fn settle(items: &Items<'_>, variants: &[&Note], options: &PeopleOptions) -> (People, Alignment) {
    let roll =
        |note: &&Note| Roll { mentioned: options.register.mentioned_in(note.text()), ..Roll::of(note) };
    let rolls: Vec<Roll> = variants.iter().map(roll).collect();
    let people = People::from_rolls(&rolls, &[], options);
    let matched = items.matched(&people);
    if matched.votes().is_empty() {
        return (people, matched.into_alignment());
    }
    let people = People::from_rolls(&rolls, matched.votes(), options);
    let alignment = items.align(&people);
    (people, alignment)
}

/// For each note, the people whom its text names in full, or a heading over its tasks by a part of the name, and only
/// another note, or the vault, knows. They tell where the name of an owner ends: without them `@Ana Ruiz to call` is
/// Ana's where the note lists an Ana, and somebody else's task.
fn people_to_tell(notes: &[Note], options: &PeopleOptions) -> Vec<Vec<String>> {
    let bare = |name: String| name.split(" (").next().unwrap_or_default().trim().to_owned();
    let listed: Vec<BTreeSet<String>> =
        notes.iter().map(|note| note.participants().into_iter().map(bare).collect()).collect();
    let everyone: BTreeSet<&String> = listed.iter().flatten().collect();
    let of_note = notes.iter().zip(&listed).map(|(note, own)| {
        let over_tasks =
            note.sections().iter().filter(|section| section.role == Role::Actions && section.inherits);
        let titled: BTreeSet<&str> =
            over_tasks.flat_map(|section| words(&section.title)).map(|word| word.text).collect();
        let is_named = |name: &&&String| {
            let in_full = name.contains(' ') && note.text().contains(name.as_str());
            in_full || words(name).any(|part| titled.contains(part.text))
        };
        let others = everyone.iter().filter(is_named).map(|name| (*name).clone());
        let registered = options.register.mentioned_in(note.text());
        let names = others.chain(registered.into_iter().filter(|name| name.contains(' ')));
        names.filter(|name| !own.contains(name)).collect()
    });
    of_note.collect()
}

/// Folds `notes` into one canonical note. The result does not depend on their order, but for [`Fold::base`].
///
/// # Errors
///
/// When the notes are of different days (unless allowed), when the frontmatter of one cannot be read, when a decision
/// fits nothing they say, and when the result does not pass the audit.
pub fn fold(notes: &[Note], options: &FoldOptions) -> Result<Fold, FoldError> {
    for note in notes {
        if let Frontmatter::Unparsed { line, why } = note.frontmatter() {
            return Err(FoldError::Unparsed { path: note.path().to_owned(), line: *line, why: why.clone() });
        }
    }
    let days: BTreeSet<_> = notes.iter().filter_map(Note::date).collect();
    if days.len() > 1 && !options.allow_different_dates {
        let dates = notes.iter().filter_map(|note| Some((note.path().to_owned(), note.date()?.to_string())));
        return Err(FoldError::DifferentDates { dates: dates.collect() });
    }
    let told = people_to_tell(notes, &options.people);
    // What a note without a day says of `13 Mar` is told by the day the others have.
    let day = days.first().copied().filter(|_| days.len() == 1);
    let read_again: Vec<Option<Note>> = notes
        .iter()
        .zip(&told)
        .map(|(note, people)| {
            let read = || ReadOptions { people: people.clone(), day, ..options.read.clone() };
            let has_more = !people.is_empty() || note.date().is_none() && day.is_some();
            has_more.then(|| Note::read(note.path(), note.text(), &read()))
        })
        .collect();
    let people = told.concat();
    let told_more = (!people.is_empty() || day.is_some()).then(|| FoldOptions {
        read: ReadOptions { people, day, ..options.read.clone() },
        ..options.clone()
    });
    let options = told_more.as_ref().unwrap_or(options);
    let notes: Vec<&Note> =
        notes.iter().zip(&read_again).map(|(note, again)| again.as_ref().unwrap_or(note)).collect();
    let mut order: Vec<usize> = (0..notes.len()).collect();
    order.sort_by_key(|at| (notes[*at].path(), notes[*at].text()));
    let sorted: Vec<&Note> = order.iter().map(|at| notes[*at]).collect();
    let known = |at: &usize| options.base_evidence.get(*at).copied().unwrap_or_default();
    let evidence: Vec<BaseEvidence> = order.iter().map(known).collect();
    let chosen = options.base.and_then(|base| order.iter().position(|at| *at == base));
    let first = chosen.unwrap_or_else(|| choose_base(&sorted, &evidence, &options.base_rules));
    let mut variants = sorted;
    let base = variants.remove(first);
    variants.insert(0, base);

    if let Some(folded) = options.earlier.as_ref().and_then(|earlier| again(&variants, earlier, options)) {
        return folded.map(|folded| Fold { base: order[first], ..folded });
    }
    let folded = fold_sorted(&variants, None, &options.merge.decisions, options);
    folded.map(|folded| Fold { base: order[first], ..folded })
}

/// Folds variants, the base first.
fn fold_sorted(
    variants: &[&Note],
    settled: Option<&Settled>,
    decisions: &[Decision],
    options: &FoldOptions,
) -> Result<Fold, FoldError> {
    let items = Items::of(variants).apart(&options.not_same);
    let (people, mut alignment) = settle(&items, variants, &options.people);
    let decided = Decided::of(variants, decisions)?;
    decided.divide(variants, &mut alignment)?;
    let input = Input {
        notes: variants,
        alignment: &alignment,
        people: &people,
        options: &options.merge,
        decided: &decided,
        settled,
    };
    let merged = merge(input, items.into_readings());
    decided.check(&merged)?;
    let rendering = render(&merged, &alignment);
    let lost = audit(&merged, &rendering, &people, &options.read);
    if !lost.is_empty() {
        return Err(FoldError::Audit { lost });
    }
    let review = review(&merged, &rendering);
    let renamed_blocks = merged.renames.into_iter().map(|renames| renames.block_ids).collect();
    let Rendering { origins, .. } = rendering;
    Ok(Fold { review, base: 0, origins, renamed_blocks })
}

/// Folds variants into a canonical note of which it is known what was written: only what of them is new. `None` where
/// nothing is known after all.
fn again(variants: &[&Note], earlier: &Earlier, options: &FoldOptions) -> Option<Result<Fold, FoldError>> {
    let (base, others) = variants.split_first()?;
    let again = Again::of(earlier, base, &options.read)?;
    let aligned =
        |notes: &[&Note]| settle(&Items::of(notes).apart(&options.not_same), notes, &options.people).1;
    let fresh: Vec<Fresh> = others
        .iter()
        .map(|variant| {
            let notes = again.to_align(base, variant);
            again.fresh(base, variant, &aligned(&notes), &options.read)
        })
        .collect();
    let settled = again.settled(base, &aligned(&[base, again.written()]));
    // What says nothing new is not merged at all: a byte of the canonical note that changes is a byte to explain.
    let order: Vec<usize> = (0..others.len())
        .filter(|at| !fresh[*at].is_nothing)
        .chain((0..others.len()).filter(|at| fresh[*at].is_nothing))
        .collect();
    let new: Vec<&Note> = std::iter::once(*base)
        .chain(order.iter().map(|at| &fresh[*at]).filter(|fresh| !fresh.is_nothing).map(|fresh| &fresh.note))
        .collect();
    // Lists close up where something is taken out, and a person decides about lines as they were.
    let moved = |path: &str, line: usize| {
        let at = others.iter().position(|note| note.path() == path);
        at.map_or(line, |at| fresh[at].line_left(line))
    };
    let decisions: Vec<Decision> =
        options.merge.decisions.iter().map(|decision| decision.moved(&moved)).collect();
    let folded = fold_sorted(&new, Some(&settled), &decisions, options);
    Some(folded.map(|mut folded| {
        let told: Vec<(&Note, &Fresh)> = order.iter().map(|at| (others[*at], &fresh[*at])).collect();
        told_again(&mut folded.review, &told);
        folded.renamed_blocks.resize(variants.len(), BTreeMap::new());
        folded
    }))
}
