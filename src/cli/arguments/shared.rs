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

    /// Its state.
    #[command(flatten)]
    pub(in crate::cli) state: StateFolder,
}

/// Where what notefold knows of vaults is kept.
#[derive(Debug, Args)]
pub(in crate::cli) struct StateFolder {
    /// The folder plans, verdicts, journals and backups are kept in (default: the user's folder for the state of programs)
    #[arg(long, value_name = "DIR", env = "NOTEFOLD_STATE_DIR", hide_env_values = true)]
    pub(in crate::cli) state_dir: Option<PathBuf>,
}

/// What the program prints besides data, and as what it prints data.
#[derive(Debug, Args)]
pub(in crate::cli) struct Printing {
    /// What to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Data::Text)]
    pub(in crate::cli) format: Data,

    /// How it talks.
    #[command(flatten)]
    pub(in crate::cli) manner: Manner,
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
