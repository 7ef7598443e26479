//! What is typed after `notefold maintain`.

use super::shared::{InVault, Printing};
use clap::Args;

pub(super) const MAINTAIN_HELP: &str = "\
Examples:
  What a pass would do; nothing is written:
      notefold maintain --dry-run
  A pass every night:
      notefold schedule install --at 03:30
  What waits for a decision after it:
      notefold plan

What may be done is set in `.notefold.toml`, under [maintain]: how sure a group must be, how many groups and notes at \
most, how long a note must not have changed, what queues what waits. A canonical note is folded into again without \
undoing what you changed in it; where nothing is known of what was written, the group waits.

Exit codes:
  0    done; also when there was nothing to do
  1    with --exit-code: done, and groups wait for a decision
  2    an argument or the configuration is wrong; nothing was touched
  3    partly done: the groups that were left are listed with the reason
  4    a guard refused: the numbers are out of the ordinary, or another machine looks after the vault; nothing was touched
  6    another run is changing the vault
  7    an earlier run was cut off, and could not be put right: notefold recover
  130  interrupted; what was begun was finished, and no more begun";

/// The arguments of `maintain`.
#[derive(Debug, Args)]
pub(in crate::cli) struct MaintainArguments {
    /// Say what would be done, and do nothing
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,

    /// Have this machine look after the vault from now on, whichever did so before
    #[arg(long)]
    pub(in crate::cli) take_over: bool,

    /// Exit with 1 when groups wait for a decision
    #[arg(long)]
    pub(in crate::cli) exit_code: bool,

    /// The vault.
    #[command(flatten)]
    pub(in crate::cli) place: InVault,

    /// What it prints.
    #[command(flatten)]
    pub(in crate::cli) printing: Printing,
}
