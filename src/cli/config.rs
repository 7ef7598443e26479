//! `notefold config`: prints the configuration in effect, or a file to start from.

use super::Exit;
use super::arguments::{ConfigArguments, ConfigFormat};
use super::failure::Failure;
use super::paths::vault_here;
use super::screen::Screen;
use crate::config::{Config, Entry, FILE, default_file};
use crate::disk::Disk;
use serde::Serialize;

/// The version of what `--format json` prints.
const FORMAT_VERSION: u32 = 1;

/// What `--format json` prints.
#[derive(Debug, Serialize)]
struct Document {
    format_version: u32,
    vault: Option<String>,
    entries: Vec<Entry>,
}

/// Prints what was asked for.
pub(super) fn run(
    arguments: &ConfigArguments,
    disk: &dyn Disk,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    if arguments.default {
        screen.print(&default_file()).map_err(Failure::Reader)?;
        return Ok(Exit::Done);
    }
    let vault = vault_here(disk, arguments.vault.as_deref())?;
    let config = Config::load(disk, vault.as_ref(), &arguments.set)?;
    let folder = vault.as_ref().map(|vault| vault.root().display().to_string());
    let data = match arguments.format {
        ConfigFormat::Text => match &folder {
            Some(folder) => format!("# the configuration of the vault {folder}\n{config}"),
            None => {
                format!("# no vault is around here; a vault without {FILE} has this configuration\n{config}")
            }
        },
        ConfigFormat::Json => {
            let document =
                Document { format_version: FORMAT_VERSION, vault: folder, entries: config.entries() };
            serde_json::to_string_pretty(&document)? + "\n"
        }
    };
    screen.print(&data).map_err(Failure::Reader)?;
    if vault.is_none() {
        screen.warn("no folder above this one holds `.obsidian/`: name the vault with --vault");
    }
    Ok(Exit::Done)
}
