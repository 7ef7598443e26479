//! The text of the canonical note, its audit, and the diffs a person reviews.

pub mod fold;
pub mod patch;
pub mod review;
pub mod terminal;

pub use fold::{Fold, FoldError, FoldOptions, fold};
pub use review::Review;
