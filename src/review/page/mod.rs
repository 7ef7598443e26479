//! A plan as one page for a browser: read, searched and decided there, without anything else being loaded.
//!
//! ```text
//! Plan ──► HTML ──► (in the browser) a verdicts file, which `notefold apply --verdicts` takes
//! ```
//!
//! Note text is hostile until proven otherwise. It passes through the template, which escapes it, and through
//! [`Shown`](crate::text::shown::Shown); none of it is in a script or a style. The page forbids itself to load or run
//! anything but the one style and the one script in it, which it names by their hashes.
//!
//! What is decided is told by the state of the controls alone. What a control means (a path, a value) is with it as JSON
//! in an attribute, so that no text is changed on its way into the verdicts file.

mod facts;
mod group;
mod row;
mod words;

use super::order::Order;
use super::sums::{Sums, counted};
use crate::disk::ContentHash;
use crate::plan::{LeftGroup, Mention, Plan, PlannedGroup};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use words::{confidence, shown};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Of the groups that wait, so many are unfolded from the start: a person reads some groups in full at a time, and a
/// browser lays out what is unfolded.
const UNFOLDED: usize = 10;

/// What a page says besides what is in the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageOptions {
    /// The sha256 of the plan file the verdicts will be about.
    pub plan: ContentHash,
    /// What to type to have the verdicts done, up to the name of their file: `notefold apply --verdicts`.
    pub command: String,
}

/// Writes a plan as a page.
#[must_use]
pub fn page(plan: &Plan, options: &PageOptions) -> String {
    let sums = Sums::of(plan);
    let Order { waiting, ready } = Order::of(plan);
    let name = plan.vault.root.rsplit(['/', '\\']).next().unwrap_or_default();
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { "notefold: " (shown(name)) ", " (sums.headline()) }
                style { (PreEscaped(STYLE)) }
            }
            body data-plan=(options.plan) data-command=(options.command) {
                a class="skip" href="#groups" { "Skip to the groups" }
                header { (summary(plan, &sums)) }
                (search(plan))
                main id="groups" tabindex="-1" {
                    (left(&plan.left))
                    (mentions(&plan.mentions))
                    (section("waiting", "Waiting for a decision", &waiting, UNFOLDED))
                    (section("ready", "Ready", &ready, 0))
                    @if plan.groups.is_empty() { p { "There is nothing to fold." } }
                    p class="none needs-script" id="none" hidden { "No group is like that." }
                    @if let Some(proof) = sums.proof() {
                        section aria-labelledby="proof" {
                            h2 id="proof" { "Proof" }
                            p class="good" { (proof) ". Nothing is lost." }
                        }
                    }
                }
                footer { (decisions(plan)) }
                (help())
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
    .into_string()
}

/// What the page may do: show itself, and run its own script.
fn policy() -> String {
    let hash = |text: &str| BASE64.encode(Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT),
    )
}

fn summary(plan: &Plan, sums: &Sums) -> Markup {
    let counts = [
        (sums.left, "left as they are", "waits"),
        (sums.waiting, "waiting for a decision", "waits"),
        (sums.groups - sums.waiting, "ready", "good"),
        (sums.written, "canonical notes written", ""),
        (sums.retired, "notes retired, none deleted", ""),
        (sums.links, "links that follow", ""),
        (sums.mentions, "lines that cannot follow", "waits"),
    ];
    html! {
        p class="brand" { "notefold · dry run, nothing is changed yet" }
        h1 { (sums.headline()) }
        p class="faint" { "In " bdi { (shown(&plan.vault.root)) } }
        ul class="counts" {
            @for (count, what, class) in counts.into_iter().filter(|(count, ..)| *count > 0) {
                li class=(class) { strong { (count) } " " (what) }
            }
        }
        noscript {
            p { "Without JavaScript this page can be read, and nothing can be searched or decided on it." }
        }
    }
}

/// The fields the variants of a group disagree about, and `possible duplicates`.
fn kinds(group: &PlannedGroup) -> Vec<&str> {
    let fold = &group.fold;
    let mut kinds: Vec<&str> = fold.conflicts().map(|(_, conflict)| conflict.field.as_str()).collect();
    if fold.rows.iter().any(|row| row.line.is_some() && !row.ties.is_empty()) {
        kinds.push(words::TIES);
    }
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn search(plan: &Plan) -> Markup {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for kind in plan.groups.iter().flat_map(kinds) {
        *counts.entry(kind).or_default() += 1;
    }
    let of = |wanted: &str| plan.groups.iter().filter(|group| group.confidence.as_str() == wanted).count();
    html! {
        search class="needs-script" aria-label="Find groups" {
            label class="wide" {
                span { "Search" }
                input id="search" type="search" autocomplete="off" spellcheck="false"
                    placeholder="titles, paths, what notes say";
            }
            label {
                span { "Confidence" }
                select id="confidence" {
                    option value="" { "any" }
                    @for word in ["certain", "likely", "doubtful"] {
                        option value=(word) { (word) " (" (of(word)) ")" }
                    }
                }
            }
            label {
                span { "The notes disagree about" }
                select id="kind" {
                    option value="" { "anything or nothing" }
                    @for (kind, count) in counts {
                        option value=(json(&kind)) { (shown(kind)) " (" (count) ")" }
                    }
                }
            }
            label {
                span { "Decided" }
                select id="decided" {
                    option value="" { "all" }
                    option value="open" { "not decided" }
                    option value="accept" { "accepted" }
                    option value="reject" { "rejected" }
                    option value="later" { "for later" }
                }
            }
            p id="found" role="status" {}
        }
    }
}

fn section(id: &str, title: &str, groups: &[&PlannedGroup], unfolded: usize) -> Markup {
    html! {
        @if !groups.is_empty() {
            section class="groups" aria-labelledby=(id) {
                h2 id=(id) { (title) " · " (groups.len()) }
                @for (at, group) in groups.iter().enumerate() {
                    (group::article(group, at < unfolded))
                }
            }
        }
    }
}

fn left(groups: &[LeftGroup]) -> Markup {
    html! {
        @if !groups.is_empty() {
            section aria-labelledby="left" {
                h2 id="left" { "Left as they are · " (groups.len()) }
                ul class="plain" {
                    @for group in groups {
                        li class="left" {
                            p {
                                (confidence(group.confidence)) " "
                                code { (group.id) } " " strong { "left: " } (shown(&group.why))
                            }
                            ul { @for note in &group.notes { li { bdi { (shown(note.path.as_str())) } } } }
                            @if !group.evidence.is_empty() {
                                p class="faint" { (shown(&group.evidence.join("; "))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn mentions(mentions: &[Mention]) -> Markup {
    html! {
        @if !mentions.is_empty() {
            section aria-labelledby="mentions" {
                h2 id="mentions" { "Named where no link can follow · " (mentions.len()) }
                p { "Queries and the like name a note that would be retired. They are yours to change." }
                ul {
                    @for Mention { path, line, text, names } in mentions {
                        li {
                            bdi class="faint" { (shown(path.as_str())) ", line " (line) } ": "
                            bdi { code { (shown(text)) } }
                            span class="faint" { " names " bdi { (shown(names.as_str())) } }
                        }
                    }
                }
            }
        }
    }
}

/// What was decided on the page, and what can be done with it.
fn decisions(plan: &Plan) -> Markup {
    html! {
        @if !plan.groups.is_empty() {
            section class="decisions needs-script" aria-label="Your decisions" {
                p id="tally" role="status" { (counted(plan.groups.len(), "group", "groups")) " not decided" }
                div class="buttons" {
                    button type="button" id="accept-shown" {
                        "Accept all shown that need no decision"
                    }
                    button type="button" id="copy" { "Copy verdicts" }
                    button type="button" id="save" class="main" { "Save verdicts" }
                    button type="button" id="help-open" aria-haspopup="dialog" { "Keys " kbd { "?" } }
                }
                p id="told" role="status" {}
                textarea id="verdicts" hidden readonly rows="6" aria-label="The verdicts, to be copied" {}
            }
        }
    }
}

fn help() -> Markup {
    const KEYS: [(&str, &str); 8] = [
        ("j", "the next group"),
        ("k", "the group before"),
        ("Enter", "unfold or fold it"),
        ("a", "accept it; again: not decided"),
        ("r", "reject it"),
        ("l", "leave it for later"),
        ("/", "search"),
        ("?", "these keys"),
    ];
    html! {
        dialog id="help" aria-labelledby="help-title" {
            h2 id="help-title" { "Keys" }
            dl { @for (key, what) in KEYS { div { dt { kbd { (key) } } dd { (what) } } } }
            p { label { input type="checkbox" id="keys" checked; " Keys of one letter do something" } }
            p {
                "What you accept is folded by "
                code { "notefold apply" }
                ", what you reject is not proposed again. Nothing is changed until you type it."
            }
            button type="button" id="help-close" { "Close" }
        }
    }
}

/// Text as JSON, in an attribute: a browser changes line ends and control characters in HTML, never in JSON.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests;
