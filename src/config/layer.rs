//! One layer of the configuration: a file, or a flag.

use super::FILE;
use super::keys::{KEYS, Key, TABLES, nearest_key, nearest_table};
use super::values::Values;
use crate::disk::ReadError;
use std::collections::BTreeMap;
use std::fmt;
use thiserror::Error;
use toml::de::DeTable;

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Nobody said anything else.
    Default,
    /// It stands in the file of the vault.
    File {
        /// The 1-based line.
        line: usize,
    },
    /// It was typed with `--set`.
    Flag,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { line } => write!(f, "{FILE}:{line}"),
            Self::Flag => f.write_str("--set"),
        }
    }
}

/// Why a configuration is none.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("the configuration cannot be read")]
    Unreadable(#[source] ReadError),
    /// A key that is none.
    #[error("{place}: there is no key `{key}`; the nearest known one is `{nearest}`")]
    UnknownKey {
        /// Where it stands.
        place: Place,
        /// The key, with its table.
        key: String,
        /// The known key most like it.
        nearest: String,
    },
    /// The text is no TOML, or a value is none of those the key takes.
    #[error("{place}: {message}")]
    NotUnderstood {
        /// Where it stands.
        place: Place,
        /// What is wrong, in words.
        message: String,
    },
    /// What is set by flags does not go with the file.
    #[error("the configuration and what is set over it contradict each other: {message}")]
    Contradiction {
        /// In what.
        message: String,
    },
}

/// Where in a configuration something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In the file, in this line.
    Line(usize),
    /// In what was typed after `--set`.
    Flag(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "`{FILE}` line {line}"),
            Self::Flag(typed) => write!(f, "--set {typed}"),
        }
    }
}

/// A file or a flag, understood by itself.
#[derive(Debug)]
pub(super) struct Layer {
    pub(super) table: toml::Table,
    /// Where each of its keys stands.
    pub(super) origins: BTreeMap<String, Origin>,
}

impl Layer {
    /// Understands the text of a file.
    pub(super) fn of_file(text: &str) -> Result<Self, ConfigError> {
        // Editors of Windows write a byte order mark, which is no TOML.
        let text = text.trim_start_matches('\u{feff}');
        let line = |at: usize| 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
        Self::of(text, |at| Place::Line(line(at)), |at| Origin::File { line: line(at) })
    }

    /// Understands a `KEY=VALUE`. A value that is no TOML is taken for a text, so that its quotes need not be typed.
    pub(super) fn of_flag(typed: &str) -> Result<Self, ConfigError> {
        let place = || Place::Flag(typed.to_owned());
        let Some((key, value)) = typed.split_once('=') else {
            return Err(ConfigError::NotUnderstood {
                place: place(),
                message: "KEY=VALUE is expected".to_owned(),
            });
        };
        let is_toml = format!("value = {value}").parse::<toml::Table>().is_ok();
        let value =
            if is_toml { value.to_owned() } else { toml::Value::String(value.to_owned()).to_string() };
        Self::of(&format!("{key} = {value}"), |_| place(), |_| Origin::Flag)
    }

    fn of(
        text: &str,
        place: impl Fn(usize) -> Place,
        origin: impl Fn(usize) -> Origin,
    ) -> Result<Self, ConfigError> {
        let refused = |error: &toml::de::Error| ConfigError::NotUnderstood {
            place: place(error.span().map_or(0, |span| span.start)),
            // The parser says in several lines what it expected.
            message: error.message().lines().collect::<Vec<_>>().join(", "),
        };
        let document = DeTable::parse(text).map_err(|error| refused(&error))?;
        let mut origins = BTreeMap::new();
        for Named { path, at, is_table } in named(document.get_ref()) {
            match known(&path) {
                Some(key) => {
                    // Of a map the first line it stands in.
                    origins.entry(key.path()).or_insert_with(|| origin(at));
                }
                None if is_known_table(&path) => {}
                None => {
                    let key = path.join(".");
                    let nearest =
                        if is_table && path.len() == 1 { nearest_table(&key) } else { nearest_key(&key) };
                    return Err(ConfigError::UnknownKey { place: place(at), nearest, key });
                }
            }
        }
        // Values are checked here, where the place of what is wrong is known.
        drop(toml::from_str::<Values>(text).map_err(|error| refused(&error))?);
        let table = toml::from_str(text).map_err(|error| refused(&error))?;
        Ok(Self { table, origins })
    }
}

/// Puts the values of `upper` over those of `lower`, table by table. A map is replaced as a whole.
pub(super) fn put_over(lower: &mut toml::Table, upper: toml::Table) {
    for (name, value) in upper {
        match (lower.get_mut(&name), value) {
            // Tables are one level deep: what is in them is a value, or a map.
            (Some(toml::Value::Table(lower)), toml::Value::Table(upper)) => lower.extend(upper),
            (_, value) => drop(lower.insert(name, value)),
        }
    }
}

/// A key as it stands in a document.
struct Named {
    /// The names that lead to it.
    path: Vec<String>,
    /// Where it stands.
    at: usize,
    /// Whether its value is a table.
    is_table: bool,
}

/// The keys of a document in their order, two levels deep, which is as deep as any key is.
fn named(document: &DeTable<'_>) -> Vec<Named> {
    let mut all = Vec::new();
    for (name, value) in document {
        let table = value.get_ref().as_table();
        let (top, at) = (name.get_ref().to_string(), name.span().start);
        for name in table.into_iter().flat_map(|table| table.keys()) {
            let path = vec![top.clone(), name.get_ref().to_string()];
            all.push(Named { path, at: name.span().start, is_table: false });
        }
        all.push(Named { path: vec![top], at, is_table: table.is_some() });
    }
    all.sort_by_key(|named| named.at);
    all
}

fn known(path: &[String]) -> Option<&'static Key> {
    KEYS.iter().find(|key| match path {
        [name] => key.table.is_empty() && key.name == name,
        [table, name] => key.table == table && key.name == name,
        _ => false,
    })
}

fn is_known_table(path: &[String]) -> bool {
    matches!(path, [name] if TABLES.iter().any(|(table, _)| table == name))
}
