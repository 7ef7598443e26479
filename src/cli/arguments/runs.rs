//! What is typed after `notefold apply`, `undo`, `history` and `recover`.

use super::shared::{LeastConfidence, Manner, Printing, StateFolder};
use crate::apply::RunId;
use clap::Args;
use std::path::PathBuf;

pub(super) const APPLY_HELP: &str = "\
Examples:
  Do what the last `notefold plan` showed, but for what waits for a decision:
      notefold apply
  Do what a plan file says:
      notefold apply inbox.plan.json
  Only these two groups, also if they wait for a decision:
      notefold apply --only 1a2b3c4d5e6f 60718293a4b5
  What you accepted in `notefold review`:
      notefold apply --verdicts
  What you ticked in the review note that `notefold plan --note` wrote:
      notefold apply --from-note
  Take it back:
      notefold undo

Safety: each group is done wholly or not at all. What is overwritten is backed up first, nothing is deleted, and a group \
with a file that changed since the plan was made is left as it is. A run that is cut off (a crash, a power cut) is put \
right before the next one.

Exit codes:
  0    done; also when there was nothing to do
  2    the plan or the verdicts are missing, or are none; nothing was touched
  3    partly done: the groups that were left are listed with the reason
  4    no group may be applied without being named, or no tick is understood; nothing was touched
  5    the plan is for another vault, the verdicts are about another plan, or all groups changed since; nothing was touched
  6    another run is changing the vault
  7    an earlier run was cut off, and could not be put right: notefold recover
  130  interrupted; what was begun was finished, and no more begun";

pub(super) const UNDO_HELP: &str = "\
Examples:
  Take the latest run back:
      notefold undo
  Take one group of a run back:
      notefold undo 20261122-050607 --only 1a2b3c4d5e6f
  See the runs there were:
      notefold history

What a run changed gets its bytes, names, permissions and times back. A file you edited since is never overwritten: it \
stays as it is and is named, and the notes folded into it come back beside it. An undo can itself be undone.

Exit codes:
  0    done
  2    there is no such run, or nothing to undo
  3    partly done: what was left is listed with the reason
  6    another run is changing the vault
  7    an earlier run was cut off, and could not be put right: notefold recover
  130  interrupted";

pub(super) const REVIEW_HELP: &str = "\
Examples:
  Decide about the last `notefold plan`, the least certain groups first, then do what you accepted:
      notefold plan -q
      notefold review
      notefold apply --verdicts

Keys: y accept, n reject, l later, a all as sure in which nothing waits, r row by row, b another base, d the whole \
review, c what you changed, j and k forward and back, q quit, ? help. Row by row: the number of a value or a wording, \
b both, s split one off, e edit the text ($VISUAL, $EDITOR), u back to the rules, n and p forward and back, q the group. \
What you decide is kept with every key; quit at any time, and go on later. What you reject is not proposed again, and \
what you keep apart is not matched again (notefold history --rejected).

Without a terminal: look at groups with `notefold plan --only GROUP`, and name those you accept with `notefold apply \
--only GROUP ...`, or write your verdicts into a file for `notefold apply --verdicts FILE`:
      {\"format_version\": 1, \"plan\": \"<sha256 of the plan file>\", \"groups\": [
        {\"id\": \"1a2b3c4d5e6f\", \"verdict\": \"accept\", \"base\": \"Meetings/Standup.md\",
         \"conflicts\": [{\"row\": \"a1\", \"field\": \"due\", \"value\": \"2025-11-04\"},
                       {\"property\": \"person\", \"field\": \"person\", \"value\": \"Ana\"}],
         \"rows\": [{\"row\": \"a2\", \"choose\": \"Inbox/Standup 2.md\"}, {\"row\": \"f3\", \"keep\": \"both\"},
                  {\"row\": \"f5\", \"split\": [\"Inbox/Standup 2.md\"]}, {\"row\": \"d1\", \"text\": \"...\"}]},
        {\"id\": \"60718293a4b5\", \"verdict\": \"reject\"}]}
The rows, fields and values are those of `notefold plan --format json`.

Exit codes:
  0    done, or quit
  2    there is no terminal, or the plan or its verdicts are missing or are none
  130  interrupted; what was decided is kept";

/// The arguments of `review`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ReviewArguments {
    /// The plan file (default: the vault's latest plan)
    #[arg(value_name = "PLAN")]
    pub(in crate::cli) plan: Option<PathBuf>,

    /// Set a key of the configuration as it was set for the plan
    #[arg(long, value_name = "KEY=VALUE")]
    pub(in crate::cli) set: Vec<String>,

    /// The vault and its state.
    #[command(flatten)]
    pub(in crate::cli) kept: Kept,

    /// How it talks.
    #[command(flatten)]
    pub(in crate::cli) manner: Manner,
}

/// Where what is known of a vault's runs is.
#[derive(Debug, Args)]
pub(in crate::cli) struct Kept {
    /// The vault's folder (default: the nearest folder above that holds `.obsidian/`)
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) vault: Option<PathBuf>,

    /// Its state.
    #[command(flatten)]
    pub(in crate::cli) state: StateFolder,
}

/// The arguments of `apply`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ApplyArguments {
    /// The plan file (default: the vault's latest plan)
    #[arg(value_name = "PLAN")]
    pub(in crate::cli) plan: Option<PathBuf>,

    /// Apply these groups only, and also where they wait for a decision
    #[arg(long, value_name = "GROUP", num_args = 1..)]
    pub(in crate::cli) only: Vec<String>,

    /// Apply what was accepted in FILE, wherever it waits, and nothing else, and remember what was rejected (without FILE:
    /// what `notefold review` kept beside the plan)
    #[expect(clippy::option_option, reason = "without a file it means the one beside the plan")]
    #[arg(long, value_name = "FILE", num_args = 0..=1, conflicts_with_all = ["only", "min_confidence"], group = "decided")]
    pub(in crate::cli) verdicts: Option<Option<PathBuf>>,

    /// Apply what was ticked in the review note, as --verdicts does, and bring the note up to date (without NOTE: the one the
    /// configuration names, `notefold review.md`)
    #[expect(clippy::option_option, reason = "without a path it means the one of the configuration")]
    #[arg(long, value_name = "NOTE", num_args = 0..=1, conflicts_with_all = ["only", "min_confidence"], group = "decided")]
    pub(in crate::cli) from_note: Option<Option<PathBuf>>,

    /// With --verdicts and --from-note: set a key of the configuration as it was set for the plan
    #[arg(long, value_name = "KEY=VALUE", requires = "decided")]
    pub(in crate::cli) set: Vec<String>,

    /// Apply groups that are at least so sure
    #[arg(long, value_enum, value_name = "CONFIDENCE", default_value_t = LeastConfidence::Likely)]
    pub(in crate::cli) min_confidence: LeastConfidence,

    /// The vault and its state.
    #[command(flatten)]
    pub(in crate::cli) kept: Kept,

    /// What it prints.
    #[command(flatten)]
    pub(in crate::cli) printing: Printing,
}

/// The arguments of `undo`.
#[derive(Debug, Args)]
pub(in crate::cli) struct UndoArguments {
    /// The run (default: the latest that is not undone)
    #[arg(value_name = "RUN")]
    pub(in crate::cli) run: Option<RunId>,

    /// Undo these groups only
    #[arg(long, value_name = "GROUP", num_args = 1..)]
    pub(in crate::cli) only: Vec<String>,

    /// The vault and its state.
    #[command(flatten)]
    pub(in crate::cli) kept: Kept,

    /// What it prints.
    #[command(flatten)]
    pub(in crate::cli) printing: Printing,
}

/// The arguments of `history`.
#[derive(Debug, Args)]
pub(in crate::cli) struct HistoryArguments {
    /// List the groups you rejected, which are not proposed again, and the items you kept apart, which are not matched again
    #[arg(long)]
    pub(in crate::cli) rejected: bool,

    /// Forget that this group was rejected, or these items kept apart, by the id that --rejected prints
    #[arg(long, value_name = "GROUP")]
    pub(in crate::cli) forget: Option<String>,

    /// The vault and its state.
    #[command(flatten)]
    pub(in crate::cli) kept: Kept,

    /// What it prints.
    #[command(flatten)]
    pub(in crate::cli) printing: Printing,
}

/// The arguments of `recover`.
#[derive(Debug, Args)]
pub(in crate::cli) struct RecoverArguments {
    /// The vault and its state.
    #[command(flatten)]
    pub(in crate::cli) kept: Kept,

    /// How it talks.
    #[command(flatten)]
    pub(in crate::cli) manner: Manner,
}
