//! The configuration in words: what is in effect, and a file to start from.

use super::keys::{KEYS, Key, TABLES};
use super::{Config, FILE, Origin, Values};
use serde::Serialize;
use std::borrow::Cow;

/// A key, the value in effect, and where that comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// The key with its table, as `scope.exclude`.
    pub key: String,
    /// The value.
    pub value: toml::Value,
    /// Where it comes from: `default`, `.notefold.toml:3`, `--set`.
    #[serde(serialize_with = "as_text")]
    pub origin: Origin,
}

fn as_text<S: serde::Serializer>(origin: &Origin, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(origin)
}

/// The width of comments.
const WIDTH: usize = 100;

/// The column at which it is said where a value comes from, unless the value is longer.
const ORIGIN_COLUMN: usize = 40;

impl Config {
    /// Every key with the value in effect, in the order of the file.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        let values = toml::Table::try_from(&self.values).unwrap_or_default();
        let entry = |key: &Key| {
            let path = key.path();
            let origin = self.origins.get(&path).copied().unwrap_or(Origin::Default);
            Some(Entry { value: value_of(&values, key)?.clone(), origin, key: path })
        };
        KEYS.iter().filter_map(entry).collect()
    }
}

impl std::fmt::Display for Config {
    /// As a file that says the same, with a comment behind each value that says where it comes from.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut table = "";
        for (key, entry) in KEYS.iter().zip(self.entries()) {
            if key.table != table {
                table = key.table;
                writeln!(f, "\n[{table}]")?;
            }
            let line = format!("{} = {}", key.name, entry.value);
            writeln!(f, "{line:ORIGIN_COLUMN$}  # {}", entry.origin)?;
        }
        Ok(())
    }
}

/// A file with every key at its default, and what each is for.
#[must_use]
pub fn default_file() -> String {
    let values = toml::Table::try_from(Values::default()).unwrap_or_default();
    let mut text = comment(&format!(
        "The configuration of notefold for this vault: `{FILE}` in the vault's folder. Every key is optional; what \
         stands here are the defaults."
    ));
    let mut table = "";
    for key in &KEYS {
        text.push('\n');
        if key.table != table {
            table = key.table;
            let about = TABLES.iter().find(|(name, _)| *name == table).map_or("", |(_, about)| about);
            text.push_str(&comment(about));
            text.extend([format!("[{table}]\n\n")]);
        }
        text.push_str(&comment(key.about));
        if let Some(example) = key.example {
            text.extend([format!("# For example: {} = {example}\n", key.name)]);
        }
        if let Some(value) = value_of(&values, key) {
            text.extend([format!("{} = {value}\n", key.name)]);
        }
    }
    text
}

fn value_of<'a>(values: &'a toml::Table, key: &Key) -> Option<&'a toml::Value> {
    if key.table.is_empty() { values.get(key.name) } else { values.get(key.table)?.get(key.name) }
}

fn comment(words: &str) -> String {
    let lines = textwrap::wrap(words, WIDTH).into_iter();
    lines.flat_map(|line| [Cow::Borrowed("# "), line, Cow::Borrowed("\n")]).collect()
}
