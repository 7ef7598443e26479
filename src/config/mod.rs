//! The configuration: `.notefold.toml` at the vault's root, and what is set on the command line.
//!
//! ```text
//! defaults, file, --set ──► Config ──► the options of each stage
//! ```
//!
//! No stage knows of it. It is made of layers, later ones over earlier ones, and knows for every key which layer its
//! value comes from.

mod keys;
mod layer;
mod show;
mod values;

pub use layer::{ConfigError, Origin};
pub use show::{Entry, default_file};
pub use values::{Language, MeetingRules, Queue};

use crate::disk::{Disk, ReadError, read_note};
use crate::group::{DigestOptions, Marks};
use crate::maintain::Policy;
use crate::merge::MergeOptions;
use crate::merge::base::BaseOptions;
use crate::note::{ReadOptions, Role};
use crate::people::{Known, PeopleOptions};
use crate::vault::{ScopeOptions, Settings, Vault};
use layer::Layer;
use std::collections::BTreeMap;
use std::sync::Arc;
use values::{Highest, ObsidianExcluded, Values};

/// The name of the file, in the vault's folder.
pub const FILE: &str = ".notefold.toml";

/// The configuration of a vault.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Config {
    values: Values,
    /// For every key with a value that is not the default, where it comes from.
    origins: BTreeMap<String, Origin>,
}

impl Config {
    /// The configuration of `vault` (the defaults where there is neither a vault nor a file in it), with `set` over it:
    /// each `KEY=VALUE`, as typed.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or anything in it or in `set` is not understood.
    pub fn load(disk: &dyn Disk, vault: Option<&Vault>, set: &[String]) -> Result<Self, ConfigError> {
        let file = match vault.map(|vault| read_note(disk, &vault.root().join(FILE))) {
            None | Some(Err(ReadError::Missing { .. })) => None,
            Some(Ok(text)) => Some(text),
            Some(Err(error)) => return Err(ConfigError::Unreadable(error)),
        };
        Self::of(file.as_deref(), set)
    }

    /// The configuration that the text of a file makes, with `set` over it.
    ///
    /// # Errors
    ///
    /// As [`Config::load`].
    pub fn of(file: Option<&str>, set: &[String]) -> Result<Self, ConfigError> {
        let mut layers = Vec::new();
        if let Some(text) = file {
            layers.push(Layer::of_file(text)?);
        }
        for typed in set {
            layers.push(Layer::of_flag(typed)?);
        }
        let mut table = toml::Table::new();
        let mut origins = BTreeMap::new();
        for layer in layers {
            layer::put_over(&mut table, layer.table);
            origins.extend(layer.origins);
        }
        // Each layer was understood by itself, so all of them are together, unless two contradict each other.
        let values = table.try_into().map_err(|error: toml::de::Error| ConfigError::Contradiction {
            message: error.message().to_owned(),
        })?;
        Ok(Self { values, origins })
    }

    /// How notes are read.
    #[must_use]
    pub fn read_options(&self) -> ReadOptions {
        let headings = &self.values.headings;
        let roles = [
            (&headings.summary, Role::Summary),
            (&headings.actions, Role::Actions),
            (&headings.decisions, Role::Decisions),
            (&headings.facts, Role::Facts),
            (&headings.source, Role::Source),
            (&headings.related, Role::Related),
            (&headings.quotes, Role::Quotes),
            (&headings.other, Role::Other),
        ];
        let properties = &self.values.properties;
        let meanings = [
            (&properties.participants, "participants"),
            (&properties.person, "person"),
            (&properties.date, "date"),
            (&properties.title, "title"),
            (&properties.source_ref, "source_ref"),
            (&properties.tags, "tags"),
            (&properties.aliases, "aliases"),
            (&properties.r#type, "type"),
        ];
        ReadOptions {
            headings: roles
                .into_iter()
                .flat_map(|(titles, role)| titles.iter().map(move |title| (title.clone(), role)))
                .collect(),
            property_synonyms: meanings
                .into_iter()
                .flat_map(|(names, meaning)| {
                    names.iter().map(|name| (name.to_lowercase(), meaning.to_owned()))
                })
                .collect(),
            day: None,
            people: Vec::new(),
        }
    }

    /// Who is known; whom the vault has notes about is for the caller to add.
    #[must_use]
    pub fn people_options(&self) -> PeopleOptions {
        let people = &self.values.people;
        let known =
            people.names.iter().map(|(name, aliases)| Known { name: name.clone(), aliases: aliases.clone() });
        PeopleOptions {
            known: known.collect(),
            register: Arc::default(),
            me: Some(people.me.clone()).filter(|me| !me.trim().is_empty()),
        }
    }

    /// How variants are merged; which files the vault has is for the caller to add.
    #[must_use]
    pub fn merge_options(&self) -> MergeOptions {
        let merge = &self.values.merge;
        let tags = merge.status_tags.iter().map(|(status, tags)| {
            (status.0, tags.iter().map(|tag| tag.trim_start_matches('#').to_owned()).collect())
        });
        MergeOptions {
            status_tags: tags.collect(),
            highest_priority: merge.priority == Highest::Highest,
            ..MergeOptions::default()
        }
    }

    /// How the base is chosen.
    #[must_use]
    pub fn base_options(&self) -> BaseOptions {
        let scope = &self.values.scope;
        let folders =
            scope.inbox.iter().chain(&scope.archive).map(|name| name.trim_matches('/').to_lowercase());
        BaseOptions { waiting: folders.collect() }
    }

    /// Which files of the vault are looked at, given what Obsidian was told of it.
    #[must_use]
    pub fn scope_options(&self, obsidian: &Settings) -> ScopeOptions {
        let scope = &self.values.scope;
        let hidden = match scope.obsidian_excluded {
            ObsidianExcluded::Scan => Vec::new(),
            ObsidianExcluded::Skip => obsidian.user_ignore_filters.clone(),
        };
        ScopeOptions {
            include: scope.include.iter().map(ToString::to_string).collect(),
            exclude: scope.exclude.iter().map(ToString::to_string).collect(),
            hidden,
            retired: Some(self.values.retire.folder.clone()).filter(|folder| !folder.is_empty()),
        }
    }

    /// How notes are digested for grouping.
    #[must_use]
    pub fn digest_options(&self) -> DigestOptions {
        let MeetingRules { folders, tags, types } = self.meeting_rules();
        let people = self.values.people.clone();
        DigestOptions {
            read: self.read_options(),
            meetings: Marks { folders, tags, types },
            persons: Marks { folders: people.folders, tags: people.tags, types: people.types },
        }
    }

    /// The folder of the vault that retired notes go to, if they do not go to `.trash/`.
    #[must_use]
    pub fn retire_folder(&self) -> Option<&str> {
        Some(self.values.retire.folder.as_str()).filter(|folder| !folder.is_empty())
    }

    /// The review note, from the vault's folder.
    #[must_use]
    pub fn review_note(&self) -> &str {
        &self.values.review.note
    }

    /// What may be done unattended.
    #[must_use]
    pub fn policy(&self) -> Policy {
        let values::Maintain {
            min_confidence,
            max_groups,
            max_retired,
            max_share,
            quiet_minutes,
            max_loss,
            conflicts,
            ..
        } = self.values.maintain.clone();
        let conflicts = conflicts.into_iter().collect();
        Policy { min_confidence, max_groups, max_retired, max_share, quiet_minutes, max_loss, conflicts }
    }

    /// The patterns of what may be folded unattended; everything, when there are none.
    #[must_use]
    pub fn maintain_include(&self) -> Vec<String> {
        self.values.maintain.include.iter().map(ToString::to_string).collect()
    }

    /// Where what waits after an unattended pass is queued.
    #[must_use]
    pub fn maintain_queue(&self) -> Queue {
        self.values.maintain.queue
    }

    /// The machine that folds unattended; empty where any may.
    #[must_use]
    pub fn maintain_host(&self) -> &str {
        &self.values.maintain.host
    }

    /// How many days the backups of a run are kept.
    #[must_use]
    pub fn backup_days(&self) -> u32 {
        self.values.maintain.backup_days
    }

    /// What counts as a meeting note.
    #[must_use]
    pub fn meeting_rules(&self) -> MeetingRules {
        self.values.meeting.clone()
    }

    /// The language of the notes.
    #[must_use]
    pub fn language(&self) -> Language {
        self.values.language
    }
}

#[cfg(test)]
mod tests;
