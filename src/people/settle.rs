//! Settles which names are one person.

use super::spelling::{self, near, parts, pronoun, proposes, shortens};
use super::{People, PeopleOptions, Person, PersonId, Register, Roll, Vote};
use std::collections::{BTreeMap, BTreeSet};

/// A name in one note; the note past the last holds what the caller knows.
type Key = (usize, Vec<String>);

/// The names met and what is settled about them so far.
#[derive(Default)]
struct Names {
    /// Every name of every note, in order.
    index: BTreeMap<Key, usize>,
    /// The keys, by number.
    keys: Vec<Key>,
    /// How the name is written, and how often lists of participants have it so.
    written: Vec<BTreeMap<String, usize>>,
    /// The group of names a name is in: the least number in it.
    group: Vec<usize>,
    /// For each name the lists it stands in.
    lists: Vec<BTreeSet<usize>>,
    /// The names that notes list or assign items to; the others stand in running text.
    in_roll: BTreeSet<usize>,
}

impl Names {
    fn add(&mut self, note: usize, written: &str, list: Option<usize>) -> Option<usize> {
        let parts = parts(written);
        if parts.is_empty() || pronoun(&parts).is_some() {
            return None;
        }
        let key = (note, parts);
        let at = *self.index.entry(key.clone()).or_insert_with(|| {
            self.keys.push(key);
            self.written.push(BTreeMap::new());
            self.group.push(self.group.len());
            self.lists.push(BTreeSet::new());
            self.keys.len() - 1
        });
        *self.written[at].entry(spelling::without_notes(written)).or_default() += usize::from(list.is_some());
        self.lists[at].extend(list);
        Some(at)
    }

    fn members(&self, group: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.keys.len()).filter(move |name| self.group[*name] == group)
    }

    /// Whether some list has a name of both groups: then they are two people.
    fn listed_together(&self, one: usize, other: usize) -> bool {
        let lists = |group| -> BTreeSet<usize> {
            self.members(group).flat_map(|name| self.lists[name].iter().copied()).collect()
        };
        !lists(one).is_disjoint(&lists(other))
    }

    /// Makes the two names one person, unless some list has both.
    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.group[one], self.group[other]);
        if one == other || self.listed_together(one, other) {
            return;
        }
        let (kept, gone) = (one.min(other), one.max(other));
        self.group.iter_mut().filter(|group| **group == gone).for_each(|group| *group = kept);
    }

    fn parts(&self, name: usize) -> &[String] {
        &self.keys[name].1
    }

    /// The groups of the listed names that `short` shortens, in `note` or, without it, in all.
    fn shortened_by(&self, short: &[String], note: Option<usize>) -> BTreeSet<usize> {
        (0..self.keys.len())
            .filter(|name| note.is_none_or(|note| self.keys[*name].0 == note))
            .filter(|name| !self.lists[*name].is_empty() && shortens(short, self.parts(*name)))
            .map(|name| self.group[name])
            .collect()
    }
}

pub(super) fn settle(rolls: &[Roll], votes: &[Vote], options: &PeopleOptions) -> People {
    let mut names = Names::default();
    let mut known = known(&mut names, rolls.len(), options);
    for (note, roll) in rolls.iter().enumerate() {
        for name in &roll.participants {
            names.add(note, name, Some(2 * note));
        }
        for name in roll.with.iter().flatten() {
            names.add(note, name, Some(2 * note + 1));
        }
        // The owner of ten tasks is one name.
        let mut met = BTreeSet::new();
        for name in roll.person.iter().chain(&roll.owners).filter(|name| met.insert(*name)) {
            names.add(note, name, None);
        }
    }
    known.extend(registered(&mut names, rolls, &options.register));
    names.in_roll = (0..names.keys.len()).collect();
    for vote in votes.iter().filter(|vote| proposes(&parts(&vote.left.1), &parts(&vote.right.1))) {
        names.add(vote.left.0, &vote.left.1, None);
        names.add(vote.right.0, &vote.right.1, None);
    }
    equal_names(&mut names);
    misspelt_full_names(&mut names);
    shortened_names(&mut names);
    voted(&mut names, votes);
    people(&names, rolls, options, &known)
}

/// Adds what the caller knows, as a note of its own; each name with its aliases is one person.
fn known(names: &mut Names, note: usize, options: &PeopleOptions) -> Vec<usize> {
    let mut known = Vec::new();
    let own = options.me.iter().filter_map(|me| names.add(note, me, None)).collect::<Vec<_>>();
    known.extend(own);
    for person in &options.known {
        let first = names.add(note, &person.name, None);
        known.extend(first);
        for alias in &person.aliases {
            if let (Some(first), Some(alias)) = (first, names.add(note, alias, None)) {
                names.join(first, alias);
            }
        }
    }
    known
}

/// Adds those of the register whom the notes name, as [`known`] does. An alias that may as well be short for the listed
/// name of somebody else is left to what else is known.
fn registered(names: &mut Names, rolls: &[Roll], register: &Register) -> Vec<usize> {
    if register.people().is_empty() {
        return Vec::new();
    }
    let mentioned = rolls.iter().flat_map(|roll| &roll.mentioned).map(|name| parts(name));
    let met: BTreeSet<usize> = mentioned
        .chain(names.keys.iter().map(|(_, parts)| parts.clone()))
        .filter_map(|name| register.named(&name))
        .collect();
    let mut added = Vec::new();
    for person in met.into_iter().map(|at| &register.people()[at]) {
        let own: BTreeSet<Vec<String>> =
            [&person.name].into_iter().chain(&person.aliases).map(|name| parts(name)).collect();
        let is_short_for_another = |names: &Names, alias: &[String]| {
            let mut listed = (0..names.keys.len()).filter(|name| !names.lists[*name].is_empty());
            listed.any(|name| !own.contains(names.parts(name)) && shortens(alias, names.parts(name)))
        };
        let first = names.add(rolls.len(), &person.name, None);
        added.extend(first);
        for alias in &person.aliases {
            if is_short_for_another(names, &parts(alias)) {
                continue;
            }
            if let (Some(first), Some(alias)) = (first, names.add(rolls.len(), alias, None)) {
                names.join(first, alias);
            }
        }
    }
    added
}

/// A name is the same person in every note, but where it shortens different names in two of them.
fn equal_names(names: &mut Names) {
    let mut alike: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for (name, (_, parts)) in names.keys.iter().enumerate() {
        alike.entry(parts.clone()).or_default().push(name);
    }
    for (parts, same) in alike {
        let meant: BTreeSet<Vec<String>> = same
            .iter()
            .flat_map(|name| names.shortened_by(&parts, Some(names.keys[*name].0)))
            .map(|group| names.parts(group).to_vec())
            .collect();
        if meant.len() > 1 {
            continue;
        }
        for pair in same.windows(2) {
            names.join(pair[0], pair[1]);
        }
    }
}

/// Full names that the lists of two notes spell differently are one person where one part is equal, the others are
/// near, and each is the only such name in the other note: that is how a misheard name shows.
fn misspelt_full_names(names: &mut Names) {
    let listed: Vec<usize> = (0..names.keys.len())
        .filter(|name| !names.lists[*name].is_empty() && names.parts(*name).len() > 1)
        .collect();
    let mut by_part: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for name in &listed {
        for part in names.parts(*name) {
            by_part.entry(part).or_default().push(*name);
        }
    }
    // For each name and other note, the names there that are near it and are not in its own note too.
    let mut candidates: BTreeMap<(usize, usize), BTreeSet<usize>> = BTreeMap::new();
    for name in &listed {
        let (note, parts) = &names.keys[*name];
        for other in parts.iter().flat_map(|part| &by_part[part.as_str()]) {
            let (there, other_parts) = &names.keys[*other];
            if there != note && parts != other_parts && near(parts, other_parts) {
                candidates.entry((*name, *there)).or_default().insert(*other);
            }
        }
    }
    let only = |name: usize, note: usize| {
        candidates
            .get(&(name, note))
            .filter(|found| found.len() == 1)
            .and_then(|found| found.first().copied())
    };
    let mut pairs = Vec::new();
    for (name, there) in candidates.keys() {
        if let Some(other) = only(*name, *there)
            && only(other, names.keys[*name].0) == Some(*name)
        {
            pairs.push((*name, other));
        }
    }
    for (one, other) in pairs {
        names.join(one, other);
    }
}

/// A shortened name is the only listed person it shortens: in its own note, else in all of them.
fn shortened_names(names: &mut Names) {
    let mut pairs = Vec::new();
    for name in 0..names.keys.len() {
        let (note, parts) = &names.keys[name];
        let here = names.shortened_by(parts, Some(*note));
        let meant = if here.is_empty() { names.shortened_by(parts, None) } else { here };
        if let (1, Some(group)) = (meant.len(), meant.first()) {
            pairs.push((name, *group));
        }
    }
    for (short, long) in pairs {
        names.join(short, long);
    }
}

/// Names that aligned items use alike are one person where their spelling proposes it, and neither note names
/// people by both spellings.
fn voted(names: &mut Names, votes: &[Vote]) {
    for vote in votes {
        let (left, right) = (parts(&vote.left.1), parts(&vote.right.1));
        let find = |note: usize, parts: &[String]| names.index.get(&(note, parts.to_vec())).copied();
        let in_roll = |note, parts| find(note, parts).is_some_and(|name| names.in_roll.contains(&name));
        let both = |note| in_roll(note, &left) && in_roll(note, &right);
        if !proposes(&left, &right) || both(vote.left.0) || both(vote.right.0) {
            continue;
        }
        if let (Some(one), Some(other)) = (find(vote.left.0, &left), find(vote.right.0, &right)) {
            names.join(one, other);
        }
    }
}

fn people(names: &Names, rolls: &[Roll], options: &PeopleOptions, known: &[usize]) -> People {
    let mut people = People { by_note: vec![BTreeMap::new(); rolls.len()], ..People::default() };
    let groups: BTreeSet<usize> = names.group.iter().copied().collect();
    let mut ids: BTreeMap<usize, PersonId> = BTreeMap::new();
    for group in groups {
        let members: Vec<usize> = names.members(group).collect();
        let id = PersonId(people.persons.len());
        ids.insert(group, id);
        people.persons.push(person(names, &members, known));
        for member in members {
            let (note, parts) = &names.keys[member];
            if let Some(of_note) = people.by_note.get_mut(*note) {
                of_note.insert(parts.clone(), id);
            }
        }
    }
    for name in 0..names.keys.len() {
        let id = ids[&names.group[name]];
        let only = |known: &mut Option<PersonId>| *known = known.filter(|known| *known == id);
        people.anywhere.entry(names.parts(name).to_vec()).and_modify(only).or_insert(Some(id));
    }
    // A part of a name alone stands for its person where no other person's name has it.
    let mut by_part: BTreeMap<Vec<String>, BTreeSet<PersonId>> = BTreeMap::new();
    for name in (0..names.keys.len()).filter(|name| names.parts(*name).len() > 1) {
        for part in names.parts(name).iter().filter(|part| part.chars().count() > 1) {
            by_part.entry(vec![part.clone()]).or_default().insert(ids[&names.group[name]]);
        }
    }
    for (part, persons) in by_part {
        let one = persons.first().copied().filter(|_| persons.len() == 1);
        people.anywhere.entry(part).or_insert(one);
    }
    people.first_parts = people.anywhere.keys().filter_map(|name| name.first()).cloned().collect();
    let me = options
        .me
        .as_ref()
        .and_then(|me| names.index.get(&(rolls.len(), parts(me))))
        .map(|me| ids[&names.group[*me]]);
    people.myself =
        (0..rolls.len()).map(|note| me.or_else(|| missing_from_with(&people, note, &rolls[note]))).collect();
    people
}

/// The one participant whom the note's own With line leaves out: the owner of the vault writes whom they met.
fn missing_from_with(people: &People, note: usize, roll: &Roll) -> Option<PersonId> {
    let found = |list: &[String]| -> BTreeSet<PersonId> {
        list.iter().filter_map(|name| people.person(note, &parts(name))).collect()
    };
    let with = found(roll.with.as_ref()?);
    let participants = found(&roll.participants);
    let missing: Vec<PersonId> = participants.difference(&with).copied().collect();
    match missing.as_slice() {
        [only] if !with.is_empty() && with.is_subset(&participants) => Some(*only),
        _ => None,
    }
}

/// The name to write: more parts, then known, then in most lists, then the first in order.
fn person(names: &Names, members: &[usize], known: &[usize]) -> Person {
    let mut counted: BTreeMap<&str, (usize, bool, usize)> = BTreeMap::new();
    for member in members {
        for (written, lists) in &names.written[*member] {
            let entry = counted.entry(written).or_insert((names.parts(*member).len(), false, 0));
            entry.1 |= known.contains(member);
            entry.2 += lists;
        }
    }
    let best = counted.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
    Person {
        name: best.map(|(name, _)| (*name).to_owned()).unwrap_or_default(),
        spellings: counted.keys().map(|name| (*name).to_owned()).collect(),
        parts: counted.keys().map(|name| parts(name)).collect(),
        lists: members.iter().flat_map(|member| names.lists[*member].iter().copied()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{Known, Who};

    fn roll(participants: &[&str], with: Option<&[&str]>, owners: &[&str]) -> Roll {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Roll {
            participants: owned(participants),
            with: with.map(owned),
            owners: owned(owners),
            ..Roll::default()
        }
    }

    fn vote(left: &str, right: &str) -> Vote {
        Vote { left: (0, left.into()), right: (1, right.into()) }
    }

    /// Checks the name written for each name of a note; `?` where it stands for no person.
    fn check(rolls: &[Roll], votes: &[Vote], expect: &[(usize, &str, &str)]) {
        let people = People::from_rolls(rolls, votes, &PeopleOptions::default());
        for (note, name, written) in expect {
            let found = match people.who(*note, name) {
                Who::Person(person) => people.name(person).to_owned(),
                Who::Myself => "@Myself".into(),
                Who::Everyone => "@Everyone".into(),
                Who::Nobody => "nobody".into(),
                Who::Unknown => "?".into(),
            };
            assert_eq!(found, *written, "{name} in note {note}");
        }
    }

    #[test]
    fn a_part_of_a_name_is_the_only_participant_who_has_it() {
        let rolls = [
            roll(&["Jason Vallery", "Tomer Hagay"], None, &["Tomer", "Jeff"]),
            roll(&["Jeff Denworth"], None, &[]),
        ];
        check(
            &rolls,
            &[],
            &[
                (0, "Tomer", "Tomer Hagay"),
                (1, "@Tomer", "Tomer Hagay"),
                (0, "Jeff", "Jeff Denworth"),
                (0, "Iki", "?"),
            ],
        );
    }

    #[test]
    fn a_part_two_participants_have_is_nobody_in_particular() {
        let rolls = [roll(&["Jeff Denworth", "Jeff Tabor"], None, &["Jeff"])];
        check(&rolls, &[], &[(0, "Jeff", "Jeff"), (0, "Jeff Tabor", "Jeff Tabor")]);
    }

    #[test]
    fn near_names_are_one_only_where_aligned_items_say_so() {
        let rolls = [roll(&[], None, &["Shachar"]), roll(&["Shahar"], None, &["Shahar"])];
        check(&rolls, &[], &[(0, "Shachar", "Shachar")]);
        check(
            &rolls,
            &[vote("Shachar", "Shahar"), vote("Sahar", "Shahar")],
            &[(0, "Shachar", "Shahar"), (0, "Sahar", "Shahar")],
        );
        check(&rolls, &[vote("Shachar", "Renan")], &[(0, "Shachar", "Shachar")]);
    }

    #[test]
    fn names_one_list_has_both_of_are_two_people() {
        for (one, other) in [("Noa", "Noah"), ("Dana", "Dan"), ("Tomer", "Tamar")] {
            let rolls = [roll(&[one, other], None, &[one]), roll(&[one, other], None, &[other])];
            check(&rolls, &[vote(one, other)], &[(0, one, one), (1, other, other)]);
        }
    }

    #[test]
    fn a_misheard_full_name_is_the_one_the_other_list_has() {
        let rolls = [
            roll(&["Robert Lindqvist", "Bhaskara Menon", "Craig Donnelly", "Laura Whitfield"], None, &[]),
            roll(
                &["Robert Lindquist", "Bhaskar Menon", "Craig Donelly", "Laura Whitefield"],
                None,
                &["Craig"],
            ),
            roll(&["Robert Lindqvist", "Bhaskara Menon", "Craig Donnelly", "Laura Whitfield"], None, &[]),
        ];
        check(
            &rolls,
            &[],
            &[
                (1, "Robert Lindquist", "Robert Lindqvist"),
                (1, "Bhaskar Menon", "Bhaskara Menon"),
                (1, "Craig", "Craig Donnelly"),
                (1, "Laura", "Laura Whitfield"),
            ],
        );
    }

    #[test]
    fn full_names_one_list_has_both_of_are_two_people() {
        let rolls = [roll(&["Anna Berg", "Hanna Berg"], None, &[]), roll(&["Hanna Berg"], None, &[])];
        check(&rolls, &[], &[(0, "Anna Berg", "Anna Berg"), (1, "Hanna Berg", "Hanna Berg")]);
        let rolls = [roll(&["Jeff Denworth"], None, &[]), roll(&["Jeff Tabor"], None, &[])];
        check(&rolls, &[], &[(0, "Jeff Denworth", "Jeff Denworth"), (1, "Jeff", "?")]);
    }

    #[test]
    fn myself_is_whom_the_with_line_leaves_out() {
        let rolls = [
            roll(&["Robert Lindqvist", "Nancy Chandra"], Some(&["Nancy Chandra"]), &["Myself"]),
            roll(
                &["Robert Lindqvist", "Nancy Chandra"],
                Some(&["Robert Lindqvist", "Nancy Chandra"]),
                &["Myself"],
            ),
        ];
        check(
            &rolls,
            &[],
            &[(0, "Myself", "Robert Lindqvist"), (1, "@Myself", "@Myself"), (0, "everyone", "@Everyone")],
        );
    }

    #[test]
    fn what_the_caller_knows_joins_names_and_spells_them() {
        let options = PeopleOptions {
            known: vec![Known {
                name: "Shahar Levi".into(),
                aliases: vec!["Sahar".into(), "Shachar".into()],
            }],
            me: Some("Ana Ruiz".into()),
            ..PeopleOptions::default()
        };
        let people = People::from_rolls(&[roll(&["Shachar"], None, &["Myself"])], &[], &options);
        let name = |who| if let Who::Person(person) = who { people.name(person) } else { "" };
        assert_eq!(name(people.who(0, "Sahar")), "Shahar Levi");
        assert_eq!(name(people.who(0, "Myself")), "Ana Ruiz");
    }

    #[test]
    fn an_alias_of_the_register_that_is_short_for_another_listed_name_is_left_out() {
        let tomer = Known { name: "Tomer Hagay".into(), aliases: vec!["Tomer".into()] };
        let register = std::sync::Arc::new(Register::of([tomer]));
        let options = PeopleOptions { register, ..PeopleOptions::default() };
        let written = |listed: &str| {
            let people = People::from_rolls(&[roll(&[listed], None, &["Tomer"])], &[], &options);
            if let Who::Person(person) = people.who(0, "Tomer") {
                people.name(person).to_owned()
            } else {
                String::new()
            }
        };
        assert_eq!(written("Tomer Levi"), "Tomer Levi");
        assert_eq!(written("Ana Ruiz"), "Tomer Hagay");
    }

    #[test]
    fn mentions_are_found_in_running_text() {
        let people = People::from_rolls(
            &[roll(&["Jason Vallery", "Tomer Hagay", "Will Shaw"], None, &[])],
            &[],
            &PeopleOptions::default(),
        );
        let text = "Will asked Tomer Hagay and Vallery; will Shaw help?";
        let found: Vec<(&str, &str)> = people
            .people_in(0, text)
            .into_iter()
            .map(|(span, person)| (span.of(text), people.name(person)))
            .collect();
        assert_eq!(
            found,
            [("Tomer Hagay", "Tomer Hagay"), ("Vallery", "Jason Vallery"), ("Shaw", "Will Shaw")]
        );
    }
}
