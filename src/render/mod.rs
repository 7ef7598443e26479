//! The text of the canonical note, its audit, and the diffs a person reviews.

pub mod fold;
pub mod review;

pub use fold::{Fold, FoldError, FoldOptions, fold};
pub use review::Review;
