//! `notefold merge`: folds the notes named and prints the review.

use super::Exit;
use super::arguments::{Format, MergeArguments};
use super::failure::Failure;
use super::paths::Notes;
use super::scanning::Place;
use super::screen::Screen;
use crate::config::Config;
use crate::disk::{Disk, Existing, ReadError, may_write, read_note, write_whole};
use crate::merge::MergeOptions;
use crate::note::{Frontmatter, Note, ReadOptions};
use crate::people::PeopleOptions;
use crate::render::terminal::{Colors, Detail, TerminalOptions};
use crate::render::{FoldOptions, Review, fold, patch, terminal};
use crate::vault::Vault;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// What was meant by the arguments of `merge`.
#[derive(Debug)]
struct Request {
    notes: Notes,
    base: Option<usize>,
    allow_different_dates: bool,
    output: Option<Output>,
    /// What is printed, if anything.
    format: Option<Format>,
    detail: Detail,
    tells_to_review: bool,
}

/// The file to write.
#[derive(Debug)]
struct Output {
    path: PathBuf,
    existing: Existing,
}

impl Request {
    fn of(arguments: &MergeArguments, disk: &dyn Disk) -> Result<Self, Failure> {
        if let [note] = arguments.notes.as_slice() {
            return Err(Failure::OneNote { note: note.clone() });
        }
        let notes = Notes::find(disk, &arguments.notes, arguments.vault.as_deref())?;
        let base = match &arguments.base {
            Some(path) => {
                let base = notes.position(disk, path);
                Some(base.ok_or_else(|| Failure::BaseNotGiven { base: path.clone() })?)
            }
            None => None,
        };
        let output = match &arguments.output {
            Some(path) if !arguments.force && notes.position(disk, path).is_some() => {
                return Err(Failure::OutputIsInput { path: path.clone() });
            }
            Some(path) => {
                let existing = if arguments.force { Existing::Replace } else { Existing::Refuse };
                Some(Output { path: path.clone(), existing })
            }
            None => None,
        };
        // Quiet with a file to write leaves nothing to print but what was asked for by name.
        let silent = arguments.quiet && output.is_some();
        Ok(Self {
            notes,
            base,
            allow_different_dates: arguments.force,
            output,
            format: arguments.format.or(if silent { None } else { Some(Format::Text) }),
            detail: if arguments.verbose { Detail::Everything } else { Detail::WhatMatters },
            tells_to_review: arguments.exit_code,
        })
    }
}

/// Folds the notes, writes the canonical note where asked to, prints what was asked for.
pub(super) fn run(
    arguments: &MergeArguments,
    disk: &(dyn Disk + Sync),
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let request = Request::of(arguments, disk)?;
    for (path, before) in &request.notes.again {
        screen.warn(&format!("`{}` is `{}` again, and counts once", path.display(), before.display()));
    }
    // Before anything is read: a typing error should not have to wait for the fold.
    if let Some(Output { path, existing }) = &request.output {
        may_write(disk, path, *existing)?;
    }
    let vault = request.notes.vault.as_ref();
    let config = Config::load(disk, vault, &arguments.set)?;
    let notes = read_all(disk, &request.notes, &config.read_options(), screen)?;
    if let [note] = notes.as_slice() {
        screen.note(&format!("`{}` is the only note: there is nothing to fold", note.path()));
    }
    let alone = notes.len() == 1;
    let options = FoldOptions {
        base: request.base,
        read: config.read_options(),
        allow_different_dates: request.allow_different_dates,
        people: people(disk, &notes, vault, &config)?,
        merge: MergeOptions { vault_paths: sources_in_vault(disk, &notes, vault), ..config.merge_options() },
        base_rules: config.base_options(),
        ..FoldOptions::default()
    };
    let folded = fold(&notes, &options)?;
    if let Some(Output { path, existing }) = request.output.as_ref().filter(|_| !alone) {
        write_whole(disk, path, folded.review.canonical.text.as_bytes(), *existing)?;
        screen.note(&format!("wrote `{}`", path.display()));
    }
    // A program that reads the note or the JSON gets them for one note too; a person has been told.
    if let Some(format) = request.format.filter(|format| !alone || *format != Format::Text) {
        let base = notes.get(folded.base).map_or("", Note::text);
        let data = shown(&folded.review, base, format, request.detail, screen)?;
        screen.print(&data).map_err(Failure::Reader)?;
        if format == Format::Text && request.output.is_none() {
            screen.note("nothing was written; -o FILE writes the canonical note");
        }
    }
    let to_review = request.tells_to_review && folded.review.needs_a_look();
    Ok(if to_review { Exit::ToReview } else { Exit::Done })
}

fn read_all(
    disk: &dyn Disk,
    notes: &Notes,
    options: &ReadOptions,
    screen: &mut Screen,
) -> Result<Vec<Note>, Failure> {
    let mut read = Vec::new();
    let mut errors: Vec<ReadError> = Vec::new();
    for note in &notes.named {
        match read_note(disk, &note.typed) {
            Ok(text) => {
                if text.trim().is_empty() {
                    screen.warn(&format!("`{}` is empty", note.typed.display()));
                }
                read.push(Note::read(note.name.as_str(), text, options));
            }
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(read) } else { Err(Failure::Read(errors)) }
}

/// Who is known: by the configuration, and by the notes of the vault about people.
fn people(
    disk: &(dyn Disk + Sync),
    notes: &[Note],
    vault: Option<&Vault>,
    config: &Config,
) -> Result<PeopleOptions, Failure> {
    match vault {
        Some(vault) => Place::of(disk, vault.clone(), config.clone()).people_of(disk, notes),
        None => Ok(config.people_options()),
    }
}

/// Those of the `source_ref` paths in the notes that are files of the vault.
fn sources_in_vault(disk: &dyn Disk, notes: &[Note], vault: Option<&Vault>) -> BTreeSet<String> {
    let Some(vault) = vault else { return BTreeSet::new() };
    let properties = |note: &'_ Note| match note.frontmatter() {
        Frontmatter::Parsed { properties, .. } => properties.clone(),
        Frontmatter::Absent | Frontmatter::Unparsed { .. } => Vec::new(),
    };
    notes
        .iter()
        .flat_map(properties)
        .filter(|property| property.meaning == "source_ref")
        .filter_map(|property| property.value.as_str().map(str::to_owned))
        .filter(|path| Path::new(path).is_relative() && disk.entry(&vault.root().join(path)).is_ok())
        .collect()
}

fn shown(
    review: &Review,
    base: &str,
    format: Format,
    detail: Detail,
    screen: &Screen,
) -> Result<String, Failure> {
    Ok(match format {
        Format::Text => {
            let colors = if screen.has_colors() { Colors::On } else { Colors::Off };
            terminal::show(review, TerminalOptions { width: Screen::width(), colors, detail })
        }
        Format::Note => review.canonical.text.clone(),
        Format::Patch => patch::patch(&within(&review.canonical.path), base, &review.canonical.text),
        Format::Json => serde_json::to_string_pretty(review)? + "\n",
    })
}

/// The path for a patch. Git takes none that is absolute or leads out of the folder the patch is applied in; for
/// those the file's name alone stands, to be applied in its own folder.
fn within(path: &str) -> String {
    let path = Path::new(path);
    if path.components().all(|part| matches!(part, Component::Normal(_))) {
        return path.to_string_lossy().into_owned();
    }
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
