//! notefold folds the several notes a vault holds about one meeting into one canonical note.
//!
//! # Flow
//!
//! The stages are the modules. Data flows forward, and each stage owns the type it makes:
//!
//! ```text
//! Snapshot ──► Group ──┐
//!   vault      group   ▼
//! bytes ──► Note ──► Alignment ──► MergedNote ──► Rendering ──► Plan ──► ReviewedPlan ──► Run
//!   disk     note    people, align     merge         render      links, plan   review     apply
//! ```
//!
//! * A [`vault::Snapshot`] is the notes of a vault, each read once; what cannot be read is listed with the reason.
//! * A [`note::Note`] is one Markdown file, read without ever failing and without losing a byte.
//! * An [`align::Alignment`] says which items of the variants say the same thing.
//! * A [`group::Group`] is the variants of one meeting in a vault, with the evidence and how sure it is.
//! * A [`merge::MergedNote`] holds what the canonical note says, row by row and field by field, with the
//!   outcome, the origins and the conflicts of each.
//! * A [`render::Rendering`] is the text of the canonical note with the origin of every line. It is audited: it is
//!   read again and refused when something a variant says is neither in it nor set aside.
//! * A [`plan::Plan`] is every change a run would make: canonical notes, links that follow, notes that are retired, each
//!   with the hash it expects. A [`review::ReviewedPlan`] is what a person made of it, wherever they decided.
//! * A run ([`apply`]) does what a plan says, group by group, wholly or not at all, and can be undone. Its ledger knows
//!   what was written, so that folding again later undoes nothing a person did ([`merge::again`]).
//! * A [`maintain::Pass`] is what of a plan may be done with nobody there.
//!
//! The library prints nothing, asks nothing, reads no clock and no environment; only [`disk`] touches files.
//!
//! # Modules
//!
//! A module uses only modules above it in this table. `tests/architecture.rs` holds it to that.
//!
//! | module | makes |
//! |---|---|
//! | [`text`] | spans, match keys, similarity, particulars, dates in words, mojibake repair |
//! | [`disk`] | bytes of files, and files written whole or not at all |
//! | [`vault`] | [`vault::Snapshot`]: the notes of a vault, each read once, and what was not read and why |
//! | [`note`] | [`note::Note`]: blocks as spans that cover every byte, sections, items, fields, properties |
//! | [`links`] | [`links::Link`]: which note links where, and the changes that lead links where notes went |
//! | [`people`] | [`people::People`]: who is who |
//! | [`align`] | [`align::Alignment`]: rows of items that say the same |
//! | [`group`] | [`group::Group`]: which notes of a vault are variants of one meeting, how sure, and why |
//! | [`merge`] | [`merge::MergedNote`]: outcome, origins and conflicts of every row and property |
//! | [`render`] | [`render::Rendering`]: the canonical text, its audit, and the diffs a person reviews |
//! | [`plan`] | [`plan::Plan`]: every change a run would make, with the hashes it expects |
//! | [`review`] | [`review::ReviewedPlan`]: a plan as a person sees it (text, patch, page, note, screens) and as they decided it |
//! | [`apply`] | [`apply::RunReport`]: a plan executed, undone, recovered, and nothing lost on the way |
//! | [`maintain`] | [`maintain::Pass`]: what of a plan may be done unattended |
//! | [`config`] | [`config::Config`]: `.notefold.toml` and flags, which become the options of each stage |
//! | [`cli`] | the command line: arguments, terminal, exit codes |
//!
//! # Invariants
//!
//! 1. The spans of a note, concatenated, are its bytes.
//! 2. Every item of every variant is in the canonical note or set aside with a reason; so is every number, date,
//!    link, tag, block id and resolved person.
//! 3. Folding equal variants gives that text byte for byte; folding a note with itself changes nothing.
//! 4. The result does not depend on the order of files or arguments.
//! 5. A plan for a vault just applied is empty.
//! 6. The diff shown is the text written; the audit refuses a rendering that does not say what was merged.
//! 7. A dry run writes nothing in the vault (bytes, names, times), save the review note when asked for.
//! 8. Undo restores every byte, name, mode and modification time of files not edited since.
//! 9. After a crash at any disk operation, recovering leaves every group wholly old or wholly new; no byte is lost.
//! 10. A file changed between plan and apply leaves its group untouched; one changed meanwhile is not overwritten.
//! 11. No link of the vault changes its target except by the merge; none breaks.
//! 12. No path outside the vault and the state directory is written, save files the user names and the timers that
//!     `schedule` shows.
//!
//! # Words
//!
//! | word | meaning |
//! |---|---|
//! | note | one Markdown file: frontmatter and blocks |
//! | section role | what a heading is for: summary, actions, decisions, facts, source, related, quotes, other |
//! | item | one thing said in a section: an action item, a decision, a fact |
//! | field | a part of an action item: status, owner, dates, priority, tags, block id, … |
//! | variant | a note that is one of several about the same meeting |
//! | alignment | rows; a row is one thing said, with the item of every variant that says it |
//! | canonical note | the one note the variants become |
//! | group | the variants of one meeting, with the evidence and a confidence |
//! | base | the variant that gives the canonical note its path, order and style |
//! | origin | where a line of the canonical note came from: variant and line |
//! | set aside | text of a variant that is not in the canonical note, with the reason |
//! | conflict | variants that disagree about a field; data, not an error |

pub mod text;

pub mod disk;

pub mod vault;

pub mod note;

pub mod links;

pub mod people;

pub mod align;

pub mod group;

pub mod merge;

pub mod render;

pub mod plan;

pub mod review;

pub mod apply;

pub mod maintain;

pub mod config;

pub mod cli;
