//! What is typed after `notefold scan`.

use super::shared::{InVault, LeastConfidence, Printing};
use clap::Args;
use std::path::PathBuf;

pub(super) const SCAN_HELP: &str = "\
Examples:
  The whole vault around the current folder:
      notefold scan
  Two folders of a vault:
      notefold scan Inbox People --vault ~/Vault
  Why are these two one group, or not?
      notefold scan --explain 'Inbox/Standup.md' 'People/Standup with Ana.md'
  Tell a script that there is something to fold:
      notefold scan --exit-code --min-confidence certain --format json

Confidence:
  certain   the same text, or the same transcript and what the notes say agrees
  likely    the same day and people, and what they say agrees
  doubtful  something says so, and not enough; shown with --min-confidence doubtful only

Exit codes:
  0  done; also when there are no groups
  1  with --exit-code: done, and there are groups
  2  an argument, a folder or the configuration is wrong";

/// The arguments of `scan`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ScanArguments {
    /// Folders and notes to look at (default: the whole vault)
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,

    /// Say rule by rule why these two notes are or are not in one group
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    pub(in crate::cli) explain: Option<Vec<PathBuf>>,

    /// Show groups that are at least so sure
    #[arg(long, value_enum, value_name = "CONFIDENCE", default_value_t = LeastConfidence::Likely)]
    pub(in crate::cli) min_confidence: LeastConfidence,

    /// Exit with 1 when there are groups
    #[arg(long)]
    pub(in crate::cli) exit_code: bool,

    /// Read every note, also when none was changed since the last scan
    ///
    /// A scan of a whole vault of 5,000 notes and more keeps what it found beside the backups, and the next one shows
    /// it again when no note has another size or time.
    #[arg(long)]
    pub(in crate::cli) fresh: bool,

    /// The vault.
    #[command(flatten)]
    pub(in crate::cli) place: InVault,

    /// What it prints.
    #[command(flatten)]
    pub(in crate::cli) printing: Printing,
}
