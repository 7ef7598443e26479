//! The tags of a row.

use super::{Findings, Member, union};
use crate::merge::{Input, Reason};
use crate::note::Status;
use std::collections::BTreeSet;

/// Unites the tags of a row whose status is `status`, in order; those that say no more than a status that did not stay
/// go with it.
pub(super) fn merge(
    input: Input<'_>,
    members: &[Member<'_>],
    status: Option<Status>,
    findings: &mut Findings<'_>,
) -> Vec<String> {
    let mut gone: Vec<(usize, String)> = Vec::new();
    let stays = members.iter().flat_map(|member| {
        let bound = input.options.status_tags.iter().find(|(mark, _)| {
            member.item.fields.status == Some(Status(*mark)) && status != Some(Status(*mark))
        });
        let bound = bound.map(|(_, tags)| tags.as_slice()).unwrap_or_default();
        let (goes, stays): (Vec<_>, Vec<_>) = member
            .item
            .fields
            .tags
            .iter()
            .partition(|tag| bound.iter().any(|bound| bound.to_lowercase() == tag.to_lowercase()));
        gone.extend(goes.into_iter().map(|tag| (member.note, format!("#{tag}"))));
        stays
    });
    let tags = union(stays, |tag| tag.to_lowercase());
    if !gone.is_empty() {
        let words: BTreeSet<&String> = gone.iter().map(|(_, tag)| tag).collect();
        let words: Vec<&str> = words.into_iter().map(String::as_str).collect();
        findings.rules.push(format!("{} gone with the status they belong to", words.join(" ")));
        findings.lost.extend(gone.into_iter().map(|(note, tag)| (note, tag, Reason::GoesWithStatus)));
    }
    if members.len() > 1 && tags.len() > members[0].item.fields.tags.len() {
        findings.united = true;
    }
    tags
}
