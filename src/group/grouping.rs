//! The stage: digests in, groups out.

use super::blocks::{self, Crowd};
use super::content::{Agreement, agreement};
use super::digest::Digest;
use super::linkage::{Linked, link};
use super::survey::Survey;
use super::verdict::{Rule, Side, Speaks, Verdict, verdict};
use super::{Confidence, Group, id};
use crate::note::Note;
use crate::people::PeopleOptions;
use crate::vault::Scanned;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The options of [`groups`].
#[derive(Debug, Clone, Default)]
pub struct GroupOptions {
    /// Who is known.
    pub people: PeopleOptions,
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
/// `read` reads a note of them again, by its index, in full; it is called for members of candidate groups only, from
/// several threads, and gives `None` when the note cannot be read or is not the same any more. The result depends on
/// the notes only.
pub fn groups(
    notes: &[Scanned<Digest>],
    read: &(dyn Fn(usize) -> Option<Note> + Sync),
    options: &GroupOptions,
) -> Grouping {
    let survey = Survey::of(notes);
    let (pairs, crowds) = blocks::pairs(notes, &survey);
    let components = components(&pairs);
    let mut groups: Vec<Group> = components
        .into_par_iter()
        .flat_map_iter(|pairs| {
            let mut bench = Bench {
                notes,
                survey: &survey,
                read,
                options,
                read_notes: BTreeMap::new(),
                known: BTreeMap::new(),
            };
            bench.groups(&pairs)
        })
        .collect();
    groups.sort_by(|a, b| b.confidence.cmp(&a.confidence).then_with(|| a.notes.cmp(&b.notes)));
    Grouping { groups, crowds }
}

/// Says why the notes with the indices `one` and `other` are or are not in one group.
pub fn explain(
    notes: &[Scanned<Digest>],
    (one, other): (usize, usize),
    read: &(dyn Fn(usize) -> Option<Note> + Sync),
    options: &GroupOptions,
) -> Verdict {
    let survey = Survey::of(notes);
    let mut bench =
        Bench { notes, survey: &survey, read, options, read_notes: BTreeMap::new(), known: BTreeMap::new() };
    bench.judge(one.min(other), one.max(other))
}

/// The pairs by the notes they connect: what is in two components has nothing to do with each other.
fn components(pairs: &[(usize, usize)]) -> Vec<Vec<(usize, usize)>> {
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
    for (one, other) in pairs {
        let (one, other) = (root(&mut parents, *one), root(&mut parents, *other));
        parents.insert(one.max(other), one.min(other));
        parents.entry(one.min(other)).or_insert(one.min(other));
    }
    let mut components: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for pair in pairs {
        components.entry(root(&mut parents, pair.0)).or_default().push(*pair);
    }
    components.into_values().collect()
}

/// Where the notes of one component lie while they are compared.
struct Bench<'a> {
    notes: &'a [Scanned<Digest>],
    survey: &'a Survey,
    read: &'a (dyn Fn(usize) -> Option<Note> + Sync),
    options: &'a GroupOptions,
    read_notes: BTreeMap<usize, Option<Note>>,
    known: BTreeMap<(usize, usize), Verdict>,
}

impl Bench<'_> {
    fn groups(&mut self, pairs: &[(usize, usize)]) -> Vec<Group> {
        let mut nodes: Vec<usize> = pairs.iter().flat_map(|(one, other)| [*one, *other]).collect();
        nodes.sort_unstable();
        nodes.dedup();
        let linked = link(&nodes, pairs, |one, other| self.judge(one.min(other), one.max(other)));
        linked.into_iter().map(|linked| self.group(linked)).collect()
    }

    fn judge(&mut self, one: usize, other: usize) -> Verdict {
        if let Some(known) = self.known.get(&(one, other)) {
            return known.clone();
        }
        let notes = self.notes;
        let side =
            |at: usize| Side { path: &notes[at].path, hash: notes[at].hash, digest: &notes[at].digest };
        let survey = self.survey;
        let verdict = verdict(side(one), side(other), survey, || self.agreement(one, other));
        self.known.insert((one, other), verdict.clone());
        verdict
    }

    fn agreement(&mut self, one: usize, other: usize) -> Option<Agreement> {
        for at in [one, other] {
            let read = self.read;
            self.read_notes.entry(at).or_insert_with(|| read(at));
        }
        let note = |at: usize| self.read_notes.get(&at).and_then(Option::as_ref);
        Some(agreement(note(one)?, note(other)?, self.survey, &self.options.people))
    }

    fn group(&mut self, linked: Linked) -> Group {
        let Linked { members, confidence } = linked;
        let evidence = self.evidence(&members, confidence);
        let id = id(members.iter().map(|member| self.notes[*member].hash));
        Group { id, confidence, evidence, notes: members }
    }

    /// What speaks for a group, rule by rule. Of what the pairs say differently, the weakest pair speaks.
    fn evidence(&mut self, members: &[usize], confidence: Confidence) -> Vec<String> {
        let mut verdicts: Vec<Verdict> = Vec::new();
        for (at, one) in members.iter().enumerate() {
            for other in members.iter().skip(at + 1) {
                verdicts.push(self.judge(*one, *other));
            }
        }
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
                Rule::Content | Rule::People | Rule::Text => match asked {
                    1 => first,
                    _ => format!("{first}, in the pair that agrees least"),
                },
                _ if says.len() == 1 => format!("{first}, in {asked} of {pairs} pairs"),
                Rule::Scope | Rule::Name | Rule::Date | Rule::Transcript | Rule::Kind | Rule::Language => {
                    says.join("; ")
                }
            });
        }
        evidence
    }
}
