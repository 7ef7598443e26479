//! The stage: digests in, groups out.

use super::blocks::{self, Crowd};
use super::content::Comparison;
use super::digest::Digest;
use super::finding::{Rule, Speaks};
use super::gist::Gist;
use super::linkage::{Linked, link};
use super::survey::Survey;
use super::verdict::{Asked, Side, Verdict, verdict};
use super::{Confidence, Group, Member, id};
use crate::disk::ContentHash;
use crate::note::{Note, ReadOptions};
use crate::people::{Circle, PeopleOptions};
use crate::vault::Scanned;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// From so many equal texts on they are a group of their own, without asking which other note may belong to them.
const MANY: usize = 8;

/// So many pairs are judged by one core at a time; with more, one core waits for the last pieces of the others.
const PAIRS_AT_ONCE: usize = 32;

/// The options of [`groups`].
#[derive(Debug, Clone, Default)]
pub struct GroupOptions {
    /// Who is known.
    pub people: PeopleOptions,
    /// How notes are read in full.
    pub read: ReadOptions,
}

/// The groups of a vault.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grouping {
    /// The groups, the surest first, then in order of their first notes.
    pub groups: Vec<Group>,
    /// Notes of which not every pair was looked at.
    pub crowds: Vec<Crowd>,
}

/// Finds the groups among `notes`, which are in the order of their paths.
///
/// `read` gives the text of a note again, by its index; it is called for members of candidate groups only, from several
/// threads, and gives `None` when the note cannot be read or is not the same any more: then it is in no group. The result
/// depends on the notes only.
pub fn groups(
    notes: &[Scanned<Digest>],
    read: &(dyn Fn(usize) -> Option<String> + Sync),
    options: &GroupOptions,
) -> Grouping {
    let survey = Survey::of(notes, &options.people);
    let (pairs, crowds) = blocks::pairs(notes, &survey);
    let bench = Bench::new(notes, &survey, read, options);
    let links: Vec<(usize, usize, Verdict)> = pairs
        .par_iter()
        .with_max_len(PAIRS_AT_ONCE)
        .map(|(one, other)| (*one, *other, bench.judge(*one, *other, Asked::Whether)))
        .filter(|(_, _, verdict)| verdict.confidence.is_some())
        .collect();
    // What the pairs that hold together do not connect has nothing to do with each other.
    let components = components(links);
    let mut groups: Vec<Group> =
        components.into_par_iter().flat_map_iter(|links| bench.groups(links)).collect();
    groups.sort_by(|a, b| b.confidence.cmp(&a.confidence).then_with(|| a.notes.cmp(&b.notes)));
    // Thousands of gists are given back as they were made: on all cores.
    bench.known.into_par_iter().for_each(drop);
    Grouping { groups, crowds }
}

/// Says why the notes with the indices `one` and `other` are or are not in one group.
pub fn explain(
    notes: &[Scanned<Digest>],
    (one, other): (usize, usize),
    read: &(dyn Fn(usize) -> Option<String> + Sync),
    options: &GroupOptions,
) -> Verdict {
    let survey = Survey::of(notes, &options.people);
    Bench::new(notes, &survey, read, options).judge(one.min(other), one.max(other), Asked::Why)
}

/// The pairs by the notes they connect.
fn components(links: Vec<(usize, usize, Verdict)>) -> Vec<Vec<(usize, usize, Verdict)>> {
    fn root(parents: &mut BTreeMap<usize, usize>, node: usize) -> usize {
        let mut at = node;
        while let Some(parent) = parents.get(&at).copied().filter(|parent| *parent != at) {
            // Halving the way keeps the next walk short.
            let above = parents.get(&parent).copied().unwrap_or(parent);
            parents.insert(at, above);
            at = above;
        }
        at
    }
    let mut parents = BTreeMap::new();
    for (one, other, _) in &links {
        let (one, other) = (root(&mut parents, *one), root(&mut parents, *other));
        parents.insert(one.max(other), one.min(other));
        parents.entry(one.min(other)).or_insert(one.min(other));
    }
    let mut components: BTreeMap<usize, Vec<(usize, usize, Verdict)>> = BTreeMap::new();
    for link in links {
        components.entry(root(&mut parents, link.0)).or_default().push(link);
    }
    components.into_values().collect()
}

/// Where the notes lie while they are compared: each is read once, by whoever needs it first.
struct Bench<'a> {
    notes: &'a [Scanned<Digest>],
    survey: &'a Survey,
    read: &'a (dyn Fn(usize) -> Option<String> + Sync),
    options: &'a GroupOptions,
    circle: Circle<'a>,
    known: Vec<OnceLock<Option<Box<Known>>>>,
}

/// What is known of a note that was read in full.
struct Known {
    hash: ContentHash,
    gist: Gist,
}

impl<'a> Bench<'a> {
    fn new(
        notes: &'a [Scanned<Digest>],
        survey: &'a Survey,
        read: &'a (dyn Fn(usize) -> Option<String> + Sync),
        options: &'a GroupOptions,
    ) -> Self {
        Self {
            notes,
            survey,
            read,
            options,
            circle: Circle::of(&options.people),
            known: notes.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    fn judge(&self, one: usize, other: usize, asked: Asked) -> Verdict {
        let notes = self.notes;
        let side =
            |at: usize| Side { path: &notes[at].path, hash: notes[at].hash, digest: &notes[at].digest };
        verdict(side(one), side(other), self.survey, asked, &self.circle, || {
            Some(Comparison::of(self.gist(one)?, self.gist(other)?))
        })
    }

    fn gist(&self, at: usize) -> Option<&Gist> {
        let read = || {
            let text = (self.read)(at)?;
            let hash = ContentHash::of(text.as_bytes());
            let note = &self.notes[at];
            let gist = Gist::of(
                &Note::read(note.path.as_str(), text, &self.options.read),
                &note.digest,
                self.survey,
            );
            Some(Box::new(Known { hash, gist }))
        };
        self.known[at].get_or_init(read).as_deref().map(|known| &known.gist)
    }

    /// What a member of a group is known by.
    fn member(&self, at: usize) -> Option<Member> {
        let hash = match self.known[at].get() {
            Some(known) => known.as_ref()?.hash,
            // Equal texts are not read in full.
            None => ContentHash::of((self.read)(at)?.as_bytes()),
        };
        Some(Member { at, hash })
    }

    /// The group of these notes; `None` when fewer than two of them can still be read.
    fn group(&self, notes: &[usize], confidence: Confidence, evidence: Vec<String>) -> Option<Group> {
        let notes: Vec<Member> = notes.iter().filter_map(|at| self.member(*at)).collect();
        let id = id(notes.iter().map(|member| member.hash));
        (notes.len() > 1).then_some(Group { id, confidence, evidence, notes })
    }

    /// The groups of one component.
    fn groups(&self, links: Vec<(usize, usize, Verdict)>) -> Vec<Group> {
        let mut nodes: Vec<usize> = links.iter().flat_map(|(one, other, _)| [*one, *other]).collect();
        nodes.sort_unstable();
        nodes.dedup();
        let (mut groups, alone) = self.copies(&nodes, &links);
        let links = links.into_iter().filter(|(one, other, _)| {
            alone.binary_search(one).is_err() && alone.binary_search(other).is_err()
        });
        let links: Vec<(usize, usize, Verdict)> = links.collect();
        nodes.retain(|node| alone.binary_search(node).is_err());
        let pairs: Vec<(usize, usize)> = links.iter().map(|(one, other, _)| (*one, *other)).collect();
        let links = links.into_iter().map(|(one, other, verdict)| ((one, other), verdict));
        let mut known: BTreeMap<(usize, usize), Verdict> = links.collect();
        let mut judge = |one: usize, other: usize| {
            let pair = (one.min(other), one.max(other));
            known.entry(pair).or_insert_with(|| self.judge(pair.0, pair.1, Asked::Whether)).clone()
        };
        let linked = link(&nodes, &pairs, &mut judge);
        groups.extend(linked.into_iter().filter_map(|linked| self.linked(&linked, &mut judge)));
        groups
    }

    /// The groups of [`MANY`] and more equal texts, and the notes in them, in order. Equal texts fit each other however
    /// many they are, and asking each pair of a thousand empty daily notes would take a million verdicts: the pairs
    /// that `links` has of them, each note with the next, speak for all.
    fn copies(&self, nodes: &[usize], links: &[(usize, usize, Verdict)]) -> (Vec<Group>, Vec<usize>) {
        let text = |at: usize| self.notes[at].digest.text;
        let mut by_text = nodes.to_vec();
        by_text.sort_by_key(|node| (text(*node), *node));
        let (mut groups, mut taken) = (Vec::new(), Vec::new());
        for members in by_text.chunk_by(|a, b| text(*a) == text(*b)).filter(|same| same.len() >= MANY) {
            let equal = |at: usize| text(at) == text(members[0]);
            let verdicts: Vec<Verdict> = links
                .iter()
                .filter(|(one, other, _)| equal(*one) && equal(*other))
                .map(|(_, _, verdict)| verdict.clone())
                .collect();
            let Some(confidence) = verdicts.iter().filter_map(|verdict| verdict.confidence).min() else {
                continue;
            };
            groups.extend(self.group(members, confidence, evidence(verdicts, confidence)));
            taken.extend(members);
        }
        taken.sort_unstable();
        (groups, taken)
    }

    fn linked(&self, linked: &Linked, judge: &mut impl FnMut(usize, usize) -> Verdict) -> Option<Group> {
        let Linked { members, confidence } = linked;
        let mut verdicts: Vec<Verdict> = Vec::new();
        for (at, one) in members.iter().enumerate() {
            for other in members.iter().skip(at + 1) {
                verdicts.push(judge(*one, *other));
            }
        }
        self.group(members, *confidence, evidence(verdicts, *confidence))
    }
}

/// What speaks for a group with these pairs, rule by rule. Of what the pairs say differently, the weakest pair speaks.
fn evidence(mut verdicts: Vec<Verdict>, confidence: Confidence) -> Vec<String> {
    verdicts.sort_by(|a, b| a.share.total_cmp(&b.share));
    let mut by_rule: BTreeMap<Rule, Vec<&str>> = BTreeMap::new();
    for finding in verdicts.iter().flat_map(|verdict| &verdict.findings) {
        let counts = finding.speaks == Speaks::For
            || finding.rule == Rule::Content
            || confidence == Confidence::Doubtful
            || finding.speaks == Speaks::Against;
        if counts {
            by_rule.entry(finding.rule).or_default().push(&finding.says);
        }
    }
    let pairs = verdicts.len();
    let mut evidence = Vec::new();
    for (rule, mut says) in by_rule {
        let first = says[0].to_owned();
        let asked = says.len();
        says.sort_unstable();
        says.dedup();
        evidence.push(match rule {
            _ if says.len() == 1 && asked == pairs => first,
            Rule::Content | Rule::People => match asked {
                1 => first,
                _ => format!("{first}, in the pair that agrees least"),
            },
            _ if says.len() == 1 => format!("{first}, in {asked} of {pairs} pairs"),
            Rule::Scope
            | Rule::Text
            | Rule::Name
            | Rule::Date
            | Rule::Transcript
            | Rule::Kind
            | Rule::Language => says.join("; "),
        });
    }
    evidence
}
