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

/// So many pairs of one bench are judged by one core: those of one meeting wait for the same notes to be read.
const PAIRS_AT_ONCE: usize = 16;

/// So many benches are cleared by one core at a time; with more, one core waits for the last of the others.
const BENCHES_AT_ONCE: usize = 8;

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
    let tools = Tools { notes, survey: &survey, read, options, circle: Circle::of(&options.people) };
    // What no pair connects has nothing to do with each other: one bench after the other, and each is cleared.
    let candidates = components(pairs.into_iter().map(|(one, other)| (one, other, ())).collect());
    let mut groups: Vec<Group> = candidates
        .into_par_iter()
        .with_max_len(BENCHES_AT_ONCE)
        .flat_map_iter(|pairs| Bench::for_notes(&tools, ends(&pairs)).all_groups(&pairs))
        .collect();
    groups.sort_by(|a, b| b.confidence.cmp(&a.confidence).then_with(|| a.notes.cmp(&b.notes)));
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
    let tools = Tools { notes, survey: &survey, read, options, circle: Circle::of(&options.people) };
    Bench::for_notes(&tools, [one, other]).judge(one.min(other), one.max(other), Asked::Why)
}

/// Two notes by their indices, and what is known of the two.
type Pair<T> = (usize, usize, T);

/// The notes of these pairs.
fn ends<T>(pairs: &[Pair<T>]) -> impl Iterator<Item = usize> {
    pairs.iter().flat_map(|(one, other, _)| [*one, *other])
}

/// The pairs by the notes they connect.
fn components<T>(links: Vec<Pair<T>>) -> Vec<Vec<Pair<T>>> {
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
    let mut components: BTreeMap<usize, Vec<Pair<T>>> = BTreeMap::new();
    for link in links {
        components.entry(root(&mut parents, link.0)).or_default().push(link);
    }
    components.into_values().collect()
}

/// What comparing any notes of a vault takes.
struct Tools<'a> {
    notes: &'a [Scanned<Digest>],
    survey: &'a Survey,
    read: &'a (dyn Fn(usize) -> Option<String> + Sync),
    options: &'a GroupOptions,
    circle: Circle<'a>,
}

/// Where some notes lie while they are compared: each is read once, when it is first needed.
struct Bench<'r> {
    tools: &'r Tools<'r>,
    known: BTreeMap<usize, OnceLock<Option<Known>>>,
}

/// What is known of a note that was read in full.
struct Known {
    hash: ContentHash,
    gist: Gist,
}

impl<'r> Bench<'r> {
    fn for_notes(tools: &'r Tools<'_>, notes: impl IntoIterator<Item = usize>) -> Self {
        Self { tools, known: notes.into_iter().map(|at| (at, OnceLock::new())).collect() }
    }

    fn judge(&self, one: usize, other: usize, asked: Asked) -> Verdict {
        let Tools { notes, survey, circle, .. } = self.tools;
        let side =
            |at: usize| Side { path: &notes[at].path, hash: notes[at].hash, digest: &notes[at].digest };
        verdict(side(one), side(other), survey, asked, circle, || {
            Some(Comparison::of(self.gist(one)?, self.gist(other)?))
        })
    }

    fn gist(&self, at: usize) -> Option<&Gist> {
        let Tools { notes, survey, read, options, .. } = self.tools;
        let known = self.known.get(&at)?.get_or_init(|| {
            let text = read(at)?;
            let hash = ContentHash::of(text.as_bytes());
            let note = Note::read(notes[at].path.as_str(), text, &options.read);
            Some(Known { hash, gist: Gist::of(&note, &notes[at].digest, survey) })
        });
        known.as_ref().map(|known| &known.gist)
    }

    /// What a member of a group is known by.
    fn member(&self, at: usize) -> Option<Member> {
        let hash = match self.known.get(&at)?.get() {
            Some(known) => known.as_ref()?.hash,
            // Equal texts are not read in full.
            None => ContentHash::of((self.tools.read)(at)?.as_bytes()),
        };
        Some(Member { at, hash })
    }

    /// The group of these notes; `None` when fewer than two of them can still be read.
    fn group(&self, notes: &[usize], confidence: Confidence, evidence: Vec<String>) -> Option<Group> {
        let notes: Vec<Member> = notes.iter().filter_map(|at| self.member(*at)).collect();
        let id = id(notes.iter().map(|member| member.hash));
        (notes.len() > 1).then_some(Group { id, confidence, evidence, notes })
    }

    /// The groups that these pairs make, which are worth a look.
    fn all_groups(&self, pairs: &[Pair<()>]) -> Vec<Group> {
        let judged = pairs
            .par_iter()
            .with_min_len(PAIRS_AT_ONCE)
            .map(|(one, other, ())| (*one, *other, self.judge(*one, *other, Asked::Whether)));
        let links = judged.filter(|(_, _, verdict)| verdict.confidence.is_some()).collect();
        components(links).into_iter().flat_map(|links| self.groups(links)).collect()
    }

    /// The groups of one component.
    fn groups(&self, links: Vec<Pair<Verdict>>) -> Vec<Group> {
        let mut nodes: Vec<usize> = ends(&links).collect();
        nodes.sort_unstable();
        nodes.dedup();
        let (mut groups, alone) = self.copies(&nodes, &links);
        let links = links.into_iter().filter(|(one, other, _)| {
            alone.binary_search(one).is_err() && alone.binary_search(other).is_err()
        });
        let links: Vec<Pair<Verdict>> = links.collect();
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
    fn copies(&self, nodes: &[usize], links: &[Pair<Verdict>]) -> (Vec<Group>, Vec<usize>) {
        let text = |at: usize| self.tools.notes[at].digest.text;
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
            | Rule::Title
            | Rule::Language => says.join("; "),
        });
    }
    evidence
}
