//! What is typed after `notefold plan`.

use super::shared::{InVault, LeastConfidence, Printing};
use clap::Args;
use std::path::PathBuf;
use std::str::FromStr;

pub(super) const PLAN_HELP: &str = "\
Examples:
  What would be done to the vault around the current folder:
      notefold plan
  All about one group:
      notefold plan --only 1a2b3c4d5e6f -v
  Keep the plan in a file, and look at it as a patch:
      notefold plan Inbox -o inbox.plan.json --patch inbox.patch
  Review it in a browser, save what you decide there, and do that:
      notefold plan --html review.html
      notefold apply --verdicts ~/Downloads/notefold.verdicts.json
  Review it in Obsidian, also on a phone, and do what you ticked there:
      notefold plan --note
      notefold apply --from-note
  Put folded notes into a folder of the vault instead of `.trash/`:
      notefold plan --retire archive=Archive/Folded

What is done, by `notefold apply` only: the canonical note takes the place of one of the notes, links to the others \
lead to it, and the others go to `.trash/` in the vault. No note is ever deleted, and `notefold undo` takes it back.

Exit codes:
  0  done; also when there is nothing to fold
  1  with --exit-code: done, and there is something to fold
  2  an argument, a folder or the configuration is wrong; nothing was written
  4  a file to write exists already, or holds ticks that are not done yet";

/// The arguments of `plan`.
#[derive(Debug, Args)]
pub(in crate::cli) struct PlanArguments {
    /// Folders and notes to look at (default: the whole vault)
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,

    /// Write the plan to FILE, which must not exist yet (default: keep it as the vault's latest)
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,

    /// Write all changes as one patch, as `git apply` takes it, to FILE, which must not exist yet
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) patch: Option<PathBuf>,

    /// Write the review as one page for a browser, on which it can be decided, to FILE, which must not exist yet
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) html: Option<PathBuf>,

    /// Write the review as a note into the vault, with checkboxes to tick (without NOTE: the one the configuration names,
    /// `notefold review.md`); the one thing `plan` ever writes there
    #[expect(clippy::option_option, reason = "without a path it means the one of the configuration")]
    #[arg(long, value_name = "NOTE", num_args = 0..=1)]
    pub(in crate::cli) note: Option<Option<PathBuf>>,

    /// Let -o, --patch and --html replace files, and --note a review note with ticks in it
    #[arg(long)]
    pub(in crate::cli) force: bool,

    /// Plan these groups only, by the ids that `scan` and `plan` print
    #[arg(long, value_name = "GROUP", num_args = 1..)]
    pub(in crate::cli) only: Vec<String>,

    /// Plan groups that are at least so sure
    #[arg(long, value_enum, value_name = "CONFIDENCE", default_value_t = LeastConfidence::Likely)]
    pub(in crate::cli) min_confidence: LeastConfidence,

    /// What becomes of the notes that are folded in: `trash`, `archive=FOLDER`, or `stub` (trash, and a note that links
    /// to the canonical note in its place)
    #[arg(long, value_name = "HOW")]
    pub(in crate::cli) retire: Option<RetireHow>,

    /// Exit with 1 when there is something to fold
    #[arg(long)]
    pub(in crate::cli) exit_code: bool,

    /// The vault.
    #[command(flatten)]
    pub(in crate::cli) place: InVault,

    /// What it prints.
    #[command(flatten)]
    pub(in crate::cli) printing: Printing,

    /// Show the whole review of every group, also where nothing needs a look
    #[arg(short, long, conflicts_with = "quiet")]
    pub(in crate::cli) verbose: bool,
}

/// What becomes of notes that are folded in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum RetireHow {
    /// They go to `.trash/`.
    Trash,
    /// They go to this folder of the vault.
    Archive(String),
    /// They go to `.trash/`, and a stub stays.
    Stub,
}

impl FromStr for RetireHow {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, String> {
        match (typed, typed.strip_prefix("archive=")) {
            ("trash", _) => Ok(Self::Trash),
            ("stub", _) => Ok(Self::Stub),
            (_, Some(folder)) if !folder.trim_matches('/').is_empty() => {
                Ok(Self::Archive(folder.trim_matches('/').to_owned()))
            }
            _ => Err("it is `trash`, `archive=FOLDER` or `stub`".to_owned()),
        }
    }
}
