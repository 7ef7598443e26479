//! What a person decides by, and what they decided.
//!
//! ```text
//! Plan ──► the review as text, as a page, as a note in the vault, the patch of the whole plan
//! the note, ticked ──► Verdicts
//! Plan, keys ──► Walk: a screen for each group ──► Verdicts ──► ReviewedPlan, Rejected
//! ```
//!
//! [`Verdicts`] are about one plan and know it by its hash. A verdict that changes a text makes a new plan, through the
//! same stages and from the same bytes ([`ReviewedPlan`]). What was rejected is remembered by content ([`Rejected`]).
//!
//! # Surfaces
//!
//! The text, the page, the note and the walk are a module each, and none uses another. Each is made of the plan alone: the
//! review of a fold ([`Review`](crate::render::Review)) says what there is to show, `render::surface` sorts it, puts values
//! into words and marks what differs; for those that are written, `Order` and `Sums` say which groups come first and what
//! they come to. One on which decisions are made gives [`Verdicts`], and what of them fits is checked in one place
//! (`fitting`); no surface does anything with them. So another surface is another module beside these, and in `cli` the
//! flag that asks for it.

mod deciding;
mod fitting;
mod not_same;
pub mod note;
mod order;
mod page;
mod patch;
mod rejected;
mod reviewed;
mod sums;
mod terminal;
mod verdicts;
mod walk;

pub use deciding::found_again;
pub use fitting::VerdictFault;
pub use not_same::{RejectedItem, RejectedPair, kept_apart};
pub use page::{PageOptions, page};
pub use patch::patch;
pub use rejected::{Rejected, RejectedError, RejectedGroup, RejectedTexts};
pub use reviewed::{Changed, ReviewedPlan};
pub use terminal::show;
pub use verdicts::{ConflictVerdict, GroupVerdict, Keep, RowVerdict, Verdict, Verdicts, VerdictsError};
pub use walk::{Key, Room, Step, Tally, Walk};
