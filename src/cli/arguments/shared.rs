//! What several commands take.

use crate::group::Confidence;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Which vault is meant, and what is set for it.
#[derive(Debug, Args)]
pub(in crate::cli) struct InVault {
    /// The vault's folder (default: the nearest folder above that holds `.obsidian/`)
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) vault: Option<PathBuf>,

    /// Set a key of the configuration over what `.notefold.toml` says (`notefold config` lists them)
    #[arg(long, value_name = "KEY=VALUE")]
    pub(in crate::cli) set: Vec<String>,
}

/// How the program talks.
#[derive(Debug, Args)]
pub(in crate::cli) struct Manner {
    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(in crate::cli) color: Color,

    /// Print no warnings and no progress; errors are always printed
    #[arg(short, long)]
    pub(in crate::cli) quiet: bool,
}

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Data {
    /// Words, for a person
    Text,
    /// JSON, for other programs
    Json,
}

/// How sure a group must be to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum LeastConfidence {
    /// The same text, or the same transcript and content that agrees
    Certain,
    /// Also the same day and people, and content that agrees
    Likely,
    /// Also what is only worth a look
    Doubtful,
}

impl From<LeastConfidence> for Confidence {
    fn from(typed: LeastConfidence) -> Self {
        match typed {
            LeastConfidence::Certain => Self::Certain,
            LeastConfidence::Likely => Self::Likely,
            LeastConfidence::Doubtful => Self::Doubtful,
        }
    }
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Color {
    /// In a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
