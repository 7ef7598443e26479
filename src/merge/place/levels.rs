//! The levels of headings that other variants put in.

use super::super::outline::{OutBlock, OutSection};
use crate::note::Role;

/// The deepest level of a real heading; bold lines that stand as one take no role from above.
const DEEPEST: u8 = 6;

/// Sees to it that no section comes to stand under one whose role it would take and does not have: a heading that
/// is put in changes what the headings below it are for.
///
/// Of the two, the one that is put in gets another level; the base's stay as they are.
pub(super) fn settle(sections: &mut [OutSection]) {
    keep_title(sections);
    // A heading that gets another level may come to stand under the next one; there are so many levels.
    for _ in 0..DEEPEST {
        if !pass(sections) {
            break;
        }
    }
}

/// Sees to it that the title of the base stays the title, from which nothing takes its role: no H1 that is put in
/// comes to stand before it, or makes it one of several that say what they are for.
fn keep_title(sections: &mut [OutSection]) {
    if title(sections.iter().filter(|section| !is_put_in(section))).is_none() {
        return;
    }
    for section in sections.iter_mut().filter(|section| section.level == 1 && is_put_in(section)) {
        set_level(section, 2);
    }
}

/// Goes over the sections once, and says whether a level was changed.
fn pass(sections: &mut [OutSection]) -> bool {
    let mut changed = false;
    let title = title(sections.iter());
    // The sections a further one may stand under, the outermost first: their levels only grow.
    let mut open: Vec<usize> = Vec::new();
    for at in 0..sections.len() {
        if !(1..=DEEPEST).contains(&sections[at].level) {
            continue;
        }
        loop {
            while open.last().is_some_and(|last| sections[*last].level >= sections[at].level) {
                open.pop();
            }
            let Some(above) = open.last().copied().filter(|above| Some(*above) != title) else { break };
            let takes = sections[at].role == Role::Other && sections[above].role != Role::Other;
            if !takes {
                break;
            }
            changed |= is_put_in(&sections[at]) || is_put_in(&sections[above]);
            if is_put_in(&sections[at]) {
                let level = sections[above].level;
                set_level(&mut sections[at], level);
            } else if is_put_in(&sections[above]) {
                let level = sections[at].level;
                set_level(&mut sections[above], level);
                for topic in sections.get_mut(above + 1..at).unwrap_or_default() {
                    if topic.inherits && topic.level <= level {
                        set_level(topic, (level + 1).min(DEEPEST));
                    }
                }
            } else {
                // The base has it so.
                break;
            }
        }
        open.push(at);
    }
    changed
}

fn is_put_in(section: &OutSection) -> bool {
    section.blocks.iter().any(|block| matches!(block, OutBlock::Heading { .. }))
}

fn set_level(section: &mut OutSection, new: u8) {
    section.level = new;
    for block in &mut section.blocks {
        if let OutBlock::Heading { level, .. } = block {
            *level = new;
        }
    }
}

/// The section of the title, from which nothing takes its role: the first H1, unless several say what they are for.
fn title<'a>(sections: impl Iterator<Item = &'a OutSection>) -> Option<usize> {
    let says = |section: &OutSection| section.role != Role::Other && !section.inherits;
    let mut top = sections.enumerate().filter(|(_, section)| section.level == 1);
    let (at, first) = top.next()?;
    (!(says(first) && top.any(|(_, other)| says(other)))).then_some(at)
}
