//! What a person decides by: a plan, put into words.
//!
//! ```text
//! Plan ──► the review as text, the patch of the whole plan
//! ```

mod patch;
mod terminal;

pub use patch::patch;
pub use terminal::show;
