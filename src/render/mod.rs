//! The text of the canonical note, its audit, and the diffs a person reviews.

mod audit;
pub mod canonical;
pub mod fold;
mod line;
pub mod patch;
pub mod review;
pub(crate) mod surface;
pub mod terminal;
mod unclosed;
mod view;

pub use canonical::{Origin, Rendering};
pub use fold::{Fold, FoldError, FoldOptions, fold};
pub use review::Review;
