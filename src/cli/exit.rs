//! Exit codes: what a script is told.

use std::process::ExitCode;

/// How a run of the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Exit {
    /// Done; also: there was nothing to do.
    Done = 0,
    /// With `--exit-code`: done, and there is something to review.
    ToReview = 1,
    /// The arguments, a file they name, or the configuration is wrong. Nothing was touched.
    Usage = 2,
    /// Partly done; what is left is listed.
    Partly = 3,
    /// A guard refused. Nothing was touched.
    Refused = 4,
    /// The plan is stale or of another vault. Nothing was touched.
    Stale = 5,
    /// Another run holds the lock.
    Locked = 6,
    /// An unfinished run must be recovered first.
    Unfinished = 7,
    /// Interrupted by a person.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
