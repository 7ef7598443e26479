//! The matcher: sayings in, groups of sayings that say the same out.

use super::contrasts::{Contrasts, contrasts};
use super::fields::FieldEvidence;
use super::rows::{self, Group};
use super::saying::{Saying, Vectors, vectors};
use super::score::{self, Pair, Postings};
use super::ties;
use super::tuning::Tuning;
use super::veto::{self, Numbers, Worded};
use crate::note::Role;
use crate::people::People;
use crate::text::clock::times_of_day;
use crate::text::particulars::{Particular, particular_set};
use crate::text::words::{Stems, match_key};
use std::collections::{BTreeMap, BTreeSet};

/// What is said, compared. It does not depend on who does it, so that what was compared once can be matched again when
/// more is known of the people.
pub(super) struct Ready {
    /// The sayings as vectors.
    pub(super) vectors: Vec<Vectors>,
    /// The particulars of each saying.
    particulars: Vec<BTreeSet<Particular>>,
    numbers: Vec<Numbers>,
    /// The times of day of each saying.
    times: Vec<BTreeSet<u16>>,
    /// What others of its note say in place of a word of each.
    contrasts: Vec<Contrasts>,
    /// The key under which the wording of each is equal to others.
    keys: Vec<String>,
    /// The pairs in matching sections that are not worded apart.
    here: Vec<Pair>,
    /// The pairs in matching sections of which one says the opposite, or another number of the same unit.
    disputed: Vec<Pair>,
    /// Those in sections of different roles that are alike enough to be looked at.
    elsewhere: Vec<Pair>,
    /// The pairs that a person said are not the same, the lesser index first.
    barred: BTreeSet<(usize, usize)>,
    tuning: Tuning,
}

impl Ready {
    /// Compares `sayings`, whose `particulars` are given with them; the words get their stems from `known`.
    pub(super) fn of(
        sayings: &[Saying],
        particulars: Vec<BTreeSet<Particular>>,
        known: &mut Stems,
        tuning: &Tuning,
    ) -> Self {
        let vectors = vectors(sayings, &particulars, known);
        let numbers: Vec<Numbers> = particulars.iter().map(veto::numbers).collect();
        let times: Vec<BTreeSet<u16>> = sayings.iter().map(|saying| times_of_day(&saying.wording)).collect();
        let contrasts = contrasts(sayings, &vectors);
        let keys = vectors.iter().map(Vectors::key).collect();
        let postings = Postings::of(&vectors);
        let worded =
            |at: usize| Worded::of(&sayings[at], &vectors[at], &numbers[at], &times[at], &contrasts[at]);
        let is_apart = |pair: &Pair| veto::worded_apart(worded(pair.left), worded(pair.right));
        let variants: Vec<usize> = sayings.iter().map(|saying| saying.variant).collect();
        let sections = sections(sayings);
        let matching = |one: usize, other: usize| sections[one] == sections[other];
        let compared = score::pairs(&variants, &vectors, &postings, tuning, matching);
        let (mut disputed, here): (Vec<Pair>, Vec<Pair>) = compared.into_iter().partition(is_apart);
        disputed.retain(|pair| veto::disagree(worded(pair.left), worded(pair.right)));
        let spoken: Vec<Option<Role>> = sayings.iter().map(|saying| spoken_role(saying.kind())).collect();
        let roles: BTreeSet<Role> = spoken.iter().flatten().copied().collect();
        let differing = |one: usize, other: usize| {
            spoken[one].is_some() && spoken[other].is_some() && spoken[one] != spoken[other]
        };
        let mut elsewhere = match roles.len() {
            0 | 1 => Vec::new(),
            _ => score::pairs(&variants, &vectors, &postings, tuning, differing),
        };
        elsewhere.retain(|pair| pair.score >= ELSEWHERE / 2.0 && !is_apart(pair));
        let barred = BTreeSet::new();
        Self {
            vectors,
            particulars,
            numbers,
            times,
            contrasts,
            keys,
            here,
            disputed,
            elsewhere,
            barred,
            tuning: *tuning,
        }
    }

    /// Keeps pairs apart, whatever they say; the lesser index comes first.
    pub(super) fn bar(&mut self, barred: BTreeSet<(usize, usize)>) {
        let may_be = |pair: &Pair| !barred.contains(&(pair.left, pair.right));
        self.here.retain(may_be);
        self.disputed.retain(may_be);
        self.elsewhere.retain(may_be);
        self.barred = barred;
    }

    /// [`Self::of`] sayings of notes whose day is not known.
    pub(super) fn of_sayings(sayings: &[Saying], tuning: &Tuning) -> Self {
        let particulars = sayings.iter().map(|saying| particular_set(&saying.wording, None)).collect();
        Self::of(sayings, particulars, &mut Stems::default(), tuning)
    }
}

/// Everything the matcher found out about some sayings.
pub(super) struct Matching<'a> {
    /// The sayings as vectors.
    pub(super) vectors: &'a [Vectors],
    /// The particulars of each saying.
    pub(super) particulars: &'a [BTreeSet<Particular>],
    /// The pairs that were compared and are not apart, with their similarity.
    pub(super) pairs: Vec<Pair>,
    /// Those of them that are worded differently, with how likely they say the same.
    pub(super) likely: Vec<Pair>,
    /// The pairs that do not say the same of what is likely the same matter, with how likely it is.
    pub(super) disputed: Vec<Pair>,
    /// The pairs that stand in sections of different roles, with how likely they say the same.
    pub(super) elsewhere: Vec<Pair>,
    /// The groups; every saying is in one.
    pub(super) groups: Vec<Group>,
}

/// Finds which of `sayings`, from which `ready` was made, say the same. The result depends on their order only where
/// sayings are equal.
pub(super) fn matching<'a>(sayings: &[Saying], ready: &'a Ready, people: &People) -> Matching<'a> {
    let Ready {
        vectors,
        particulars,
        numbers,
        times,
        contrasts,
        keys,
        here,
        disputed,
        elsewhere,
        barred,
        tuning,
    } = ready;
    let others_do = |left: usize, right: usize| {
        veto::different_owners(people, &sayings[left].owners, &sayings[right].owners)
    };
    let apart = |left: usize, right: usize| {
        let worded =
            |at: usize| Worded::of(&sayings[at], &vectors[at], &numbers[at], &times[at], &contrasts[at]);
        let is_barred = barred.contains(&(left.min(right), left.max(right)));
        is_barred || others_do(left, right) || veto::worded_apart(worded(left), worded(right))
    };
    let close = |pairs: &[Pair]| -> Vec<Pair> {
        pairs.iter().filter(|pair| !others_do(pair.left, pair.right)).copied().collect()
    };
    let fields = FieldEvidence::of(sayings, tuning);
    let mut pairs = close(here);
    for pair in &mut pairs {
        pair.score += fields.of_pair(sayings, pair.left, pair.right);
    }
    let disputed = likely_disputed(sayings, &pairs, close(disputed), tuning);
    let start = divided(equal_wordings(sayings, vectors, keys), barred);
    let likely = {
        let open = not_yet_said(sayings, &start, &pairs);
        let likely = rows::likelihoods(sayings, &open, tuning);
        let split: BTreeSet<(usize, usize)> = ties::split(sayings, vectors, &likely);
        pairs.retain(|pair| sayings[pair.left].role != Role::Related);
        likely.into_iter().filter(|pair| !split.contains(&(pair.left, pair.right))).collect::<Vec<_>>()
    };
    let groups = rows::link(sayings, start, &likely, apart, tuning);
    let stricter = Tuning { floor: ELSEWHERE, ..*tuning };
    let elsewhere = rows::likelihoods(sayings, &close(elsewhere), &stricter);
    Matching { vectors, particulars, pairs, likely, disputed, elsewhere, groups }
}

/// [`Tuning::floor`] for pairs in sections of different roles, which say things in different forms: in
/// `testdata/meetings` 9 of the 19 pairs that say the same reach a similarity of .4, and none that does not.
const ELSEWHERE: f64 = 0.38;

/// Those of `disputed` that would be likely to say the same, did they not disagree: what has its counterpart among
/// `pairs` has a likelier one.
fn likely_disputed(sayings: &[Saying], pairs: &[Pair], disputed: Vec<Pair>, tuning: &Tuning) -> Vec<Pair> {
    let disagree: BTreeSet<(usize, usize)> = disputed.iter().map(|pair| (pair.left, pair.right)).collect();
    let compared: Vec<Pair> = pairs.iter().copied().chain(disputed).collect();
    let mut likely = rows::likelihoods(sayings, &compared, tuning);
    likely.retain(|pair| disagree.contains(&(pair.left, pair.right)));
    likely
}

/// A number for each of `sayings`: equal where their sections match.
fn sections(sayings: &[Saying]) -> Vec<usize> {
    let mut known: BTreeMap<(Role, &str), usize> = BTreeMap::new();
    let mut numbers = Vec::with_capacity(sayings.len());
    for saying in sayings {
        let next = known.len();
        numbers.push(*known.entry((saying.kind(), saying.key.as_str())).or_insert(next));
    }
    numbers
}

/// The role, where what is said in a section of that role may be said in one of another.
fn spoken_role(role: Role) -> Option<Role> {
    matches!(role, Role::Actions | Role::Decisions | Role::Facts).then_some(role)
}

/// The pairs of which neither has its counterpart in the other's variant already: what has one is no candidate, and no
/// rival, for another one there.
fn not_yet_said(sayings: &[Saying], start: &[Vec<usize>], pairs: &[Pair]) -> Vec<Pair> {
    let mut group_of = vec![0; sayings.len()];
    for (group, members) in start.iter().enumerate() {
        for member in members {
            group_of[*member] = group;
        }
    }
    let said = |saying: usize, variant: usize| {
        start[group_of[saying]].iter().any(|member| sayings[*member].variant == variant)
    };
    let open = |pair: &&Pair| {
        let (left, right) = (&sayings[pair.left], &sayings[pair.right]);
        left.role != Role::Related && !said(pair.left, right.variant) && !said(pair.right, left.variant)
    };
    pairs.iter().filter(open).copied().collect()
}

/// Puts together what is worded alike and stands in matching sections. A wording that one variant has more than
/// once is told apart by owners and topic; what remains is paired in order, and copies that have no counterpart left
/// go with the last.
fn equal_wordings(sayings: &[Saying], vectors: &[Vectors], keys: &[String]) -> Vec<Vec<usize>> {
    let mut alike: BTreeMap<(Role, &str, &str), Vec<usize>> = BTreeMap::new();
    for (index, saying) in sayings.iter().enumerate() {
        // A related link is its target, whatever it is called.
        let is_link = saying.role == Role::Related && !saying.key.is_empty();
        let key = if is_link { "" } else { keys[index].as_str() };
        alike.entry((saying.kind(), &saying.key, key)).or_default().push(index);
    }
    let mut groups = Vec::new();
    for ((role, _, key), members) in alike {
        if role != Role::Related && key.is_empty() {
            // Nothing but symbols: nothing to go by.
            groups.extend(members.into_iter().map(|member| vec![member]));
            continue;
        }
        let repeated = members
            .iter()
            .enumerate()
            .any(|(at, a)| members.iter().skip(at + 1).any(|b| sayings[*a].variant == sayings[*b].variant));
        // "Postponed." says something only together with its topic.
        let thin = role != Role::Related && vectors[members[0]].stems.len() < SAYS_ENOUGH;
        if !repeated && !thin {
            groups.push(members);
            continue;
        }
        let mut told_apart: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
        for member in members {
            let saying = &sayings[member];
            let owners = if repeated { format!("{:?}", saying.owners) } else { String::new() };
            told_apart.entry((match_key(&saying.topic), owners)).or_default().push(member);
        }
        for members in told_apart.into_values() {
            groups.extend(in_order(sayings, &members));
        }
    }
    groups.sort();
    groups
}

/// The groups without barred pairs in them: each member goes with the first others it may stand with.
fn divided(groups: Vec<Vec<usize>>, barred: &BTreeSet<(usize, usize)>) -> Vec<Vec<usize>> {
    if barred.is_empty() {
        return groups;
    }
    let mut divided = Vec::new();
    for group in groups {
        let mut parts: Vec<Vec<usize>> = Vec::new();
        for member in group {
            let may_stand = |part: &&mut Vec<usize>| {
                part.iter().all(|other| !barred.contains(&(member.min(*other), member.max(*other))))
            };
            match parts.iter_mut().find(may_stand) {
                Some(part) => part.push(member),
                None => parts.push(vec![member]),
            }
        }
        divided.extend(parts);
    }
    divided.sort();
    divided
}

/// A wording with fewer stems than this can stand under two topics and mean two things.
const SAYS_ENOUGH: usize = 3;

/// Pairs the first of each variant, the second of each, and so on, for as many times as every variant that has it says
/// it; the rest goes with the last.
fn in_order(sayings: &[Saying], members: &[usize]) -> Vec<Vec<usize>> {
    let mut of_variant: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for member in members {
        of_variant.entry(sayings[*member].variant).or_default().push(*member);
    }
    let times = of_variant.values().map(Vec::len).min().unwrap_or(0);
    let mut groups = vec![Vec::new(); times];
    for members in of_variant.into_values() {
        for (at, member) in members.into_iter().enumerate() {
            groups[at.min(times - 1)].push(member);
        }
    }
    for group in &mut groups {
        group.sort_unstable();
    }
    groups
}

#[cfg(test)]
mod tests;
