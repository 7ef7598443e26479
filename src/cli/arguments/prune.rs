//! What is typed after `notefold prune`.

use super::runs::Kept;
use super::shared::Manner;
use clap::Args;

pub(super) const PRUNE_HELP: &str = "\
Examples:
  What would be freed:
      notefold prune --dry-run
  Remove the backups of runs older than a month:
      notefold prune --older-than 30

A run whose backups are removed cannot be undone any more. The latest run is always kept, and what folding again needs is \
no backup and stays; what a canonical note held once, and was not the last a pass saw of it, goes by the same age. Retired notes are not touched: they are where they were put, in .trash/ or in the folder for them.

Exit codes:
  0    done; also when there was nothing to do
  6    another run is changing the vault
  7    an earlier run was cut off, and has to be put right first: notefold recover";

/// The arguments of `prune`.
#[derive(Debug, Args)]
pub(in crate::cli) struct PruneArguments {
    /// Say what would be removed and how much that frees, and remove nothing
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,

    /// Remove the backups of runs older than this (default: `maintain.backup_days` of the configuration)
    #[arg(long, value_name = "DAYS")]
    pub(in crate::cli) older_than: Option<u32>,

    /// The vault and its state.
    #[command(flatten)]
    pub(in crate::cli) kept: Kept,

    /// How it talks.
    #[command(flatten)]
    pub(in crate::cli) manner: Manner,
}
