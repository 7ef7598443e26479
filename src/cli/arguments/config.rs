//! What is typed after `notefold config`.

use super::shared::Color;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// The arguments of `config`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ConfigArguments {
    /// Print a file with every key at its default and what it is for, instead
    #[arg(long, conflicts_with_all = ["vault", "set", "format"])]
    pub(in crate::cli) default: bool,

    /// The vault's folder (default: the nearest folder above that holds `.obsidian/`)
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) vault: Option<PathBuf>,

    /// Set a key over what `.notefold.toml` says
    #[arg(long, value_name = "KEY=VALUE")]
    pub(in crate::cli) set: Vec<String>,

    /// What to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ConfigFormat::Text)]
    pub(in crate::cli) format: ConfigFormat,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(in crate::cli) color: Color,
}

/// What `config` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ConfigFormat {
    /// A configuration file, for a person
    Text,
    /// The keys, for other programs
    Json,
}
