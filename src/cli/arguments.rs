//! What was typed. `Request` of each command says what was meant.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::str::FromStr;

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "notefold",
    version,
    about = "Folds the several notes a vault holds about one meeting into one canonical note",
    long_about = "Folds the several notes a vault holds about one meeting into one canonical note, and shows what \
                  happens to every line before anything is written.",
    after_help = "Type `notefold COMMAND --help` for examples and exit codes.",
    arg_required_else_help = true,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub(super) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Find the variants of one meeting in a vault, and say how sure that is and why
    #[command(
        long_about = "Finds the notes of a vault that are variants of one meeting, or copies of one note, and says how \
                      sure that is and why. Nothing is written.",
        after_help = "Type `notefold scan --help` for examples and exit codes.",
        after_long_help = SCAN_HELP
    )]
    Scan(ScanArguments),

    /// Plan the folding of all groups of a vault, and print what it would change: the dry run
    #[command(
        long_about = "Finds the groups of a vault, folds each, works out every change that takes, links included, and \
                      prints it for review. Nothing is written into the vault.\n\n\
                      The plan is kept, so that `notefold apply` can carry out just that.",
        after_help = "Type `notefold plan --help` for examples and exit codes.",
        after_long_help = PLAN_HELP
    )]
    Plan(PlanArguments),

    /// Fold notes about one meeting into one, and print what that does as a diff to review
    #[command(
        long_about = "Folds notes about one meeting into one, and prints what that does as a diff to review.\n\n\
                      Every item of every note is found in the result or in the printed list of what was set aside. \
                      Nothing is written unless -o names a file.",
        after_help = "Type `notefold merge --help` for examples and exit codes.",
        after_long_help = MERGE_HELP
    )]
    Merge(MergeArguments),

    /// Print the configuration in effect, and where each value comes from
    #[command(
        long_about = "Prints the configuration in effect as a file that says the same, with a comment behind each \
                      value that says where it comes from: the default, a line of `.notefold.toml` in the vault's \
                      folder, or --set.",
        after_help = "Type `notefold config --default > .notefold.toml` in the vault's folder for a file to start from."
    )]
    Config(ConfigArguments),
}

const MERGE_HELP: &str = "\
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

const SCAN_HELP: &str = "\
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

const PLAN_HELP: &str = "\
Examples:
  What would be done to the vault around the current folder:
      notefold plan
  All about one group:
      notefold plan --only 1a2b3c4d5e6f -v
  Keep the plan in a file, and look at it as a patch:
      notefold plan Inbox -o inbox.plan.json --patch inbox.patch
  Put folded notes into a folder of the vault instead of `.trash/`:
      notefold plan --retire archive=Archive/Folded

What is done, by `notefold apply` only: the canonical note takes the place of one of the notes, links to the others \
lead to it, and the others go to `.trash/` in the vault. No note is ever deleted, and `notefold undo` takes it back.

Exit codes:
  0  done; also when there is nothing to fold
  1  with --exit-code: done, and there is something to fold
  2  an argument, a folder or the configuration is wrong; nothing was written
  4  a file to write exists already";

/// The arguments of `plan`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag a person types")]
pub(super) struct PlanArguments {
    /// Folders and notes to look at (default: the whole vault)
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    /// Write the plan to FILE, which must not exist yet (default: keep it as the vault's latest)
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Write all changes as one patch, as `git apply` takes it, to FILE, which must not exist yet
    #[arg(long, value_name = "FILE")]
    pub(super) patch: Option<PathBuf>,

    /// Let -o and --patch replace files
    #[arg(long)]
    pub(super) force: bool,

    /// Plan these groups only, by the ids that `scan` and `plan` print
    #[arg(long, value_name = "GROUP", num_args = 1..)]
    pub(super) only: Vec<String>,

    /// Plan groups that are at least so sure
    #[arg(long, value_enum, value_name = "CONFIDENCE", default_value_t = LeastConfidence::Likely)]
    pub(super) min_confidence: LeastConfidence,

    /// What becomes of the notes that are folded in: `trash`, `archive=FOLDER`, or `stub` (trash, and a note that links
    /// to the canonical note in its place)
    #[arg(long, value_name = "HOW")]
    pub(super) retire: Option<RetireHow>,

    /// What to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ScanFormat::Text)]
    pub(super) format: ScanFormat,

    /// Exit with 1 when there is something to fold
    #[arg(long)]
    pub(super) exit_code: bool,

    /// The vault's folder (default: the nearest folder above that holds `.obsidian/`)
    #[arg(long, value_name = "DIR")]
    pub(super) vault: Option<PathBuf>,

    /// Set a key of the configuration over what `.notefold.toml` says (`notefold config` lists them)
    #[arg(long, value_name = "KEY=VALUE")]
    pub(super) set: Vec<String>,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(super) color: Color,

    /// Print no warnings and no progress; errors are always printed
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,

    /// Show the whole review of every group, also where nothing needs a look
    #[arg(short, long)]
    pub(super) verbose: bool,
}

/// What becomes of notes that are folded in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RetireHow {
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

/// The arguments of `scan`.
#[derive(Debug, Args)]
pub(super) struct ScanArguments {
    /// Folders and notes to look at (default: the whole vault)
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    /// Say rule by rule why these two notes are or are not in one group
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    pub(super) explain: Option<Vec<PathBuf>>,

    /// Show groups that are at least so sure
    #[arg(long, value_enum, value_name = "CONFIDENCE", default_value_t = LeastConfidence::Likely)]
    pub(super) min_confidence: LeastConfidence,

    /// What to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ScanFormat::Text)]
    pub(super) format: ScanFormat,

    /// Exit with 1 when there are groups
    #[arg(long)]
    pub(super) exit_code: bool,

    /// The vault's folder (default: the nearest folder above that holds `.obsidian/`)
    #[arg(long, value_name = "DIR")]
    pub(super) vault: Option<PathBuf>,

    /// Set a key of the configuration over what `.notefold.toml` says (`notefold config` lists them)
    #[arg(long, value_name = "KEY=VALUE")]
    pub(super) set: Vec<String>,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(super) color: Color,

    /// Print no warnings and no progress; errors are always printed
    #[arg(short, long)]
    pub(super) quiet: bool,
}

/// What `scan` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ScanFormat {
    /// The groups, for a person
    Text,
    /// The groups, for other programs
    Json,
}

/// How sure a group must be to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LeastConfidence {
    /// The same text, or the same transcript and content that agrees
    Certain,
    /// Also the same day and people, and content that agrees
    Likely,
    /// Also what is only worth a look
    Doubtful,
}

/// The arguments of `merge`.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag a person types; `Request` gives them meaning"
)]
pub(super) struct MergeArguments {
    /// The notes to fold, two or more
    #[arg(required = true, num_args = 1.., value_name = "NOTE")]
    pub(super) notes: Vec<PathBuf>,

    /// Write the canonical note to FILE, which must not exist yet
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Fold notes of different dates, and let -o replace a file
    #[arg(long)]
    pub(super) force: bool,

    /// The note that gives path, property order and style (default: chosen by rule)
    #[arg(long, value_name = "NOTE")]
    pub(super) base: Option<PathBuf>,

    /// What to print
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) format: Option<Format>,

    /// Exit with 1 when there is something to review
    #[arg(long)]
    pub(super) exit_code: bool,

    /// The vault's folder (default: the nearest folder above the notes that holds `.obsidian/`)
    #[arg(long, value_name = "DIR")]
    pub(super) vault: Option<PathBuf>,

    /// Set a key of the configuration over what `.notefold.toml` says (`notefold config` lists them)
    #[arg(long, value_name = "KEY=VALUE")]
    pub(super) set: Vec<String>,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(super) color: Color,

    /// Print no warnings, and with -o no review; errors are always printed
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,

    /// Show every row of the review in full, also where nothing needs a look
    #[arg(short, long)]
    pub(super) verbose: bool,
}

/// What `merge` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// The review, for a person (the default)
    Text,
    /// The canonical note itself
    Note,
    /// The unified diff from the base to the canonical note, as `git apply` takes it
    Patch,
    /// The review, for other programs
    Json,
}

/// The arguments of `config`.
#[derive(Debug, Args)]
pub(super) struct ConfigArguments {
    /// Print a file with every key at its default and what it is for, instead
    #[arg(long, conflicts_with_all = ["vault", "set", "format"])]
    pub(super) default: bool,

    /// The vault's folder (default: the nearest folder above that holds `.obsidian/`)
    #[arg(long, value_name = "DIR")]
    pub(super) vault: Option<PathBuf>,

    /// Set a key over what `.notefold.toml` says
    #[arg(long, value_name = "KEY=VALUE")]
    pub(super) set: Vec<String>,

    /// What to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ConfigFormat::Text)]
    pub(super) format: ConfigFormat,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(super) color: Color,
}

/// What `config` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ConfigFormat {
    /// A configuration file, for a person
    Text,
    /// The keys, for other programs
    Json,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// In a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
