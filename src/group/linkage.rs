//! Groups from pairs: a group only where every member fits every other.

use super::Confidence;
use super::verdict::Verdict;

/// How two notes fit, for the order in which groups are made.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Link {
    one: usize,
    other: usize,
    confidence: Confidence,
    share: f64,
}

/// Members of a group and how sure its weakest pair is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Linked {
    pub(super) members: Vec<usize>,
    pub(super) confidence: Confidence,
}

/// Joins `nodes` to groups, the surest pair first; two groups become one when every member of the one fits every member
/// of the other. `pairs` are those known to be worth a look, `judge` gives the verdict on any two.
///
/// First only pairs that are likely count, so that a doubtful note does not take one away from those it surely belongs
/// to; then what is left over. A doubtful pair fits when some third member fits both surely: two people who write about
/// one meeting leave out different things.
pub(super) fn link(
    nodes: &[usize],
    pairs: &[(usize, usize)],
    mut judge: impl FnMut(usize, usize) -> Verdict,
) -> Vec<Linked> {
    let mut links: Vec<Link> = Vec::new();
    for (one, other) in pairs {
        let verdict = judge(*one, *other);
        if let Some(confidence) = verdict.confidence {
            links.push(Link { one: *one, other: *other, confidence, share: verdict.share });
        }
    }
    links.sort_by(|a, b| {
        (b.confidence, b.share)
            .partial_cmp(&(a.confidence, a.share))
            .unwrap_or(std::cmp::Ordering::Equal)
            .then((a.one, a.other).cmp(&(b.one, b.other)))
    });
    let mut groups: Vec<Linked> =
        nodes.iter().map(|node| Linked { members: vec![*node], confidence: Confidence::Certain }).collect();
    for link in links {
        let of = |node: usize| groups.iter().position(|group| group.members.contains(&node));
        let (Some(one), Some(other)) = (of(link.one), of(link.other)) else { continue };
        if one == other {
            continue;
        }
        let joined = [groups[one].members.as_slice(), groups[other].members.as_slice()].concat();
        let mut fit = |one: usize, other: usize| {
            let confidence = judge(one, other).confidence?;
            if confidence >= Confidence::Likely || link.confidence == Confidence::Doubtful {
                return Some(confidence);
            }
            let mut thirds = joined.iter().filter(|third| **third != one && **third != other);
            let sure = |verdict: Verdict| verdict.confidence >= Some(Confidence::Likely);
            thirds
                .any(|third| sure(judge(one, *third)) && sure(judge(other, *third)))
                .then_some(Confidence::Likely)
        };
        let mut weakest = Some(groups[one].confidence.min(groups[other].confidence));
        for left in &groups[one].members {
            for right in &groups[other].members {
                let fits = fit(*left, *right);
                weakest = weakest.and_then(|weakest| fits.map(|fits| weakest.min(fits)));
            }
        }
        let Some(confidence) = weakest else { continue };
        // Notes that belong together surely do not wait for one that may.
        let is_doubtful = confidence == Confidence::Doubtful;
        let has_group =
            |at: usize| groups[at].members.len() > 1 && groups[at].confidence > Confidence::Doubtful;
        if is_doubtful && (has_group(one) || has_group(other)) {
            continue;
        }
        let moved = groups.swap_remove(one.max(other));
        let kept = &mut groups[one.min(other)];
        kept.members.extend(moved.members);
        kept.members.sort_unstable();
        kept.confidence = confidence;
    }
    groups.retain(|group| group.members.len() > 1);
    groups.sort_by(|a, b| a.members.cmp(&b.members));
    groups
}
