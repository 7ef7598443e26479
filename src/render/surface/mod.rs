//! What all surfaces of a review share: the order a person reads it in, the letters of the variants, what words differ.
//!
//! The terminal, the page and the review note differ in how they look, not in what they say.

mod aside;
mod difference;
mod legend;
mod repaired;
mod sorted;
mod values;

pub(crate) use aside::{once_each, set_aside_by_place};
pub(crate) use difference::{Difference, Stretch, difference};
pub(crate) use legend::Legend;
pub(crate) use repaired::Repaired;
pub(crate) use sorted::{Class, Sorted, titled};
pub(crate) use values::{by_value, choices, in_words, said};
