//! A lock on a file, which is a value.

use std::any::Any;
use std::fmt;

/// A lock that is held as long as this value lives, and given back when it is dropped or the process ends in
/// whatever way.
///
/// A lock must be kept in a named variable: `let _ = lock` would drop it at once.
#[must_use = "a lock that is dropped is not held"]
pub struct HeldLock {
    _held: Box<dyn Any + Send>,
}

impl HeldLock {
    /// The lock that is held while `held` lives: the open file, say.
    pub fn by(held: impl Any + Send) -> Self {
        Self { _held: Box::new(held) }
    }
}

impl fmt::Debug for HeldLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HeldLock")
    }
}

/// What asking for a lock gave.
#[derive(Debug)]
pub enum Locking {
    /// The lock.
    Held(HeldLock),
    /// Another process has it; what that one wrote into the file about itself.
    HeldByOther(String),
}
