//! What is typed after `notefold merge`.

use super::shared::Color;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

pub(super) const MERGE_HELP: &str = "\
Examples:
  See what folding these two would do; nothing is written:
      notefold merge 'Standup.md' 'Standup 1.md'
  Write the canonical note, too:
      notefold merge Inbox/*.md -o Standup.md
  Let b.md give path, property order and style:
      notefold merge a.md b.md --base b.md
  Turn the base into the canonical note, in a vault under Git:
      notefold merge a.md b.md --format patch | git apply
  Hand it to another program:
      notefold merge a.md b.md --format json | jq '.set_aside'

Exit codes:
  0  done; also when there is nothing to fold
  1  with --exit-code: done, and there is something to review
  2  an argument or a file is wrong: missing, a folder, not UTF-8, too large; nothing was written
  4  refused: different dates, unreadable frontmatter, a file exists already; nothing was written";

/// The arguments of `merge`.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag a person types; `Request` gives them meaning"
)]
pub(in crate::cli) struct MergeArguments {
    /// The notes to fold, two or more
    #[arg(required = true, num_args = 1.., value_name = "NOTE")]
    pub(in crate::cli) notes: Vec<PathBuf>,

    /// Write the canonical note to FILE, which must not exist yet
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,

    /// Fold notes of different dates, and let -o replace a file
    #[arg(long)]
    pub(in crate::cli) force: bool,

    /// The note that gives path, property order and style (default: chosen by rule)
    #[arg(long, value_name = "NOTE")]
    pub(in crate::cli) base: Option<PathBuf>,

    /// What to print
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(in crate::cli) format: Option<Format>,

    /// Exit with 1 when there is something to review
    #[arg(long)]
    pub(in crate::cli) exit_code: bool,

    /// The vault's folder (default: the nearest folder above the notes that holds `.obsidian/`)
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) vault: Option<PathBuf>,

    /// Set a key of the configuration over what `.notefold.toml` says (`notefold config` lists them)
    #[arg(long, value_name = "KEY=VALUE")]
    pub(in crate::cli) set: Vec<String>,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(in crate::cli) color: Color,

    /// Print no warnings, and with -o no review; errors are always printed
    #[arg(short, long, conflicts_with = "verbose")]
    pub(in crate::cli) quiet: bool,

    /// Show every row of the review in full, also where nothing needs a look
    #[arg(short, long)]
    pub(in crate::cli) verbose: bool,
}

/// What `merge` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Format {
    /// The review, for a person (the default)
    Text,
    /// The canonical note itself
    Note,
    /// The unified diff from the base to the canonical note, as `git apply` takes it
    Patch,
    /// The review, for other programs
    Json,
}
