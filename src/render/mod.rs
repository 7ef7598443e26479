//! The text of the canonical note, its audit, and the diffs a person reviews.

pub mod review;
