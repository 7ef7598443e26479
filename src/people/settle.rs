//! Settles which names are one person.

use super::circle::Circle;
use super::names::Names;
use super::spelling::{Pronoun, near, parts, proposes, shortens};
use super::{Name, Register, Roll};

/// Two names that stand in the same place of items that say the same, each with the index of its note.
pub type Ballot<'a> = [(usize, &'a Name); 2];

/// Which names of some notes are one person.
#[derive(Debug)]
pub struct Settled<'a> {
    pub(super) names: Names<'a>,
    pub(super) rolls: &'a [&'a Roll],
    /// The name of the vault's owner.
    pub(super) me: Option<usize>,
    /// The names that the caller knows.
    pub(super) known: Vec<usize>,
}

impl<'a> Settled<'a> {
    /// Settles who is who in notes that list these names.
    #[must_use]
    pub fn of(rolls: &'a [&'a Roll], votes: &[Ballot<'a>], circle: &'a Circle<'_>) -> Self {
        let mut names = Names::default();
        let me = circle.me.as_ref().and_then(|me| names.add(rolls.len(), me, None));
        let mut known: Vec<usize> = me.into_iter().collect();
        for person in &circle.known {
            known.extend(add_person(&mut names, rolls.len(), person.iter()));
        }
        for (note, roll) in rolls.iter().enumerate() {
            for name in &roll.participants {
                names.add(note, name, Some(2 * note));
            }
            for name in roll.with.iter().flatten() {
                names.add(note, name, Some(2 * note + 1));
            }
            for name in roll.person.iter().chain(&roll.owners) {
                names.add(note, name, None);
            }
        }
        known.extend(registered(&mut names, rolls, circle.register));
        let in_rolls = names.len();
        let proposed = |[(_, one), (_, other)]: &&Ballot<'a>| proposes(one.parts(), other.parts());
        let votes: Vec<Ballot<'a>> = votes.iter().filter(proposed).copied().collect();
        for (note, name) in votes.iter().flatten() {
            names.add(*note, name, None);
        }
        equal_names(&mut names);
        misspelt_full_names(&mut names);
        shortened_names(&mut names);
        voted(&mut names, &votes, in_rolls);
        Self { names, rolls, me, known }
    }

    /// The persons that `listed` names of a note stand for, each once, by numbers that mean nothing elsewhere.
    #[must_use]
    pub fn persons(&self, note: usize, listed: &[Name]) -> Vec<usize> {
        let mut persons: Vec<usize> = listed
            .iter()
            .filter_map(|name| match name.pronoun() {
                Some(Pronoun::Myself) => self.myself(note),
                Some(Pronoun::Everyone | Pronoun::Nobody) => None,
                None => self.person(note, name.parts()),
            })
            .collect();
        persons.sort_unstable();
        persons.dedup();
        persons
    }

    /// Whom the parts of a name stand for: first in the note itself, then anywhere, where that is one person only.
    fn person(&self, note: usize, parts: &[String]) -> Option<usize> {
        let own = self.names.find(note, parts).filter(|_| note < self.rolls.len());
        own.map(|name| self.names.group(name)).or_else(|| self.anywhere(parts))
    }

    /// Whom the parts of a name stand for in any note, where that is one person. A part of a name alone stands for its
    /// person where no other person's name has it.
    pub(super) fn anywhere(&self, parts: &[String]) -> Option<usize> {
        let mut as_it_is = self.names.find_anywhere(parts).map(|name| self.names.group(name)).peekable();
        if as_it_is.peek().is_some() {
            return the_only(as_it_is);
        }
        let [part] = parts else { return None };
        if part.chars().count() < 2 {
            return None;
        }
        let has_part =
            |name: &usize| self.names.parts(*name).len() > 1 && self.names.parts(*name).contains(part);
        the_only((0..self.names.len()).filter(has_part).map(|name| self.names.group(name)))
    }

    /// The vault's owner in a note: by name, or the one participant whom the note's own With line leaves out, since the
    /// owner of the vault writes whom they met.
    pub(super) fn myself(&self, note: usize) -> Option<usize> {
        if let Some(me) = self.me {
            return Some(self.names.group(me));
        }
        let found = |list: &[Name]| {
            let mut persons: Vec<usize> =
                list.iter().filter_map(|name| self.person(note, name.parts())).collect();
            persons.sort_unstable();
            persons.dedup();
            persons
        };
        let roll = self.rolls.get(note)?;
        let (with, participants) = (found(roll.with.as_ref()?), found(&roll.participants));
        if with.is_empty() || !with.iter().all(|person| participants.contains(person)) {
            return None;
        }
        let mut missing = participants.into_iter().filter(|person| !with.contains(person));
        missing.next().filter(|_| missing.next().is_none())
    }
}

/// The one that all of these are.
fn the_only(mut persons: impl Iterator<Item = usize>) -> Option<usize> {
    let first = persons.next()?;
    persons.all(|person| person == first).then_some(first)
}

/// Adds the names of one person whom the caller knows, the one to write first, as those of a note of their own.
fn add_person<'a>(
    names: &mut Names<'a>,
    note: usize,
    mut person: impl Iterator<Item = &'a Name>,
) -> Option<usize> {
    let first = person.next().and_then(|name| names.add(note, name, None));
    for alias in person {
        if let (Some(first), Some(alias)) = (first, names.add(note, alias, None)) {
            names.join(first, alias);
        }
    }
    first
}

/// Adds those of the register whom the notes name. An alias that may as well be short for the listed name of somebody
/// else is left to what else is known.
fn registered<'a>(names: &mut Names<'a>, rolls: &[&Roll], register: &'a Register) -> Vec<usize> {
    if register.people().is_empty() {
        return Vec::new();
    }
    let mut spellings: Vec<&[String]> = names.by_parts().map(|(parts, _)| parts).collect();
    spellings.dedup();
    let mentioned = rolls.iter().flat_map(|roll| &roll.mentioned);
    let mut met: Vec<usize> = mentioned
        .filter_map(|name| register.named(&parts(name)))
        .chain(spellings.into_iter().filter_map(|name| register.named(name)))
        .collect();
    met.sort_unstable();
    met.dedup();
    let mut added = Vec::new();
    for at in met {
        let own = register.names(at);
        let is_own = |parts: &[String]| own.iter().any(|name| name.parts() == parts);
        // Names are added, and none is listed by that.
        let others: Vec<&[String]> =
            names.listed().iter().map(|name| names.parts(*name)).filter(|parts| !is_own(parts)).collect();
        let is_short_for_another = |alias: &Name| others.iter().any(|other| shortens(alias.parts(), other));
        let (name, aliases) = own.split_at(1);
        let aliases = aliases.iter().filter(|alias| !is_short_for_another(alias));
        added.extend(add_person(names, rolls.len(), name.iter().chain(aliases)));
    }
    added
}

/// A name is the same person in every note, but where it shortens different names in two of them.
fn equal_names(names: &mut Names<'_>) {
    let by_parts: Vec<(&[String], usize)> = names.by_parts().collect();
    for same in by_parts.chunk_by(|one, other| one.0 == other.0).filter(|same| same.len() > 1) {
        let mut same: Vec<usize> = same.iter().map(|(_, name)| *name).collect();
        same.sort_unstable();
        let parts = names.parts(same[0]);
        let mut meant = same
            .iter()
            .flat_map(|name| names.shortened_by(parts, Some(names.note(*name))))
            .map(|group| names.parts(group));
        let first = meant.next();
        if meant.any(|other| Some(other) != first) {
            continue;
        }
        for pair in same.windows(2) {
            names.join(pair[0], pair[1]);
        }
    }
}

/// Full names that the lists of two notes spell differently are one person where one part is equal, the others are
/// near, and each is the only such name in the other note: that is how a misheard name shows.
fn misspelt_full_names(names: &mut Names<'_>) {
    let full = names.listed().iter().filter(|name| names.parts(**name).len() > 1);
    let mut by_part: Vec<(&String, usize)> =
        full.flat_map(|name| names.parts(*name).iter().map(|part| (part, *name))).collect();
    by_part.sort_unstable();
    // Each name with another note and a name there that is near it and is not in its own note too.
    let mut candidates: Vec<(usize, usize, usize)> = Vec::new();
    for sharing in by_part.chunk_by(|one, other| one.0 == other.0) {
        for (_, name) in sharing {
            for (_, other) in sharing {
                let (parts, other_parts) = (names.parts(*name), names.parts(*other));
                let there = names.note(*other);
                if there != names.note(*name) && parts != other_parts && near(parts, other_parts) {
                    candidates.push((*name, there, *other));
                }
            }
        }
    }
    candidates.sort_unstable();
    candidates.dedup();
    let only = |name: usize, note: usize| {
        let from = candidates.partition_point(|candidate| (candidate.0, candidate.1) < (name, note));
        let mut found =
            candidates[from..].iter().take_while(|candidate| (candidate.0, candidate.1) == (name, note));
        found.next().filter(|_| found.next().is_none()).map(|(.., other)| *other)
    };
    for (name, there, other) in &candidates {
        if only(*name, *there) == Some(*other) && only(*other, names.note(*name)) == Some(*name) {
            names.join(*name, *other);
        }
    }
}

/// A shortened name is the only listed person it shortens: in its own note, else in all of them.
fn shortened_names(names: &mut Names<'_>) {
    let mut pairs = Vec::new();
    for name in 0..names.len() {
        let parts = names.parts(name);
        let here = names.shortened_by(parts, Some(names.note(name)));
        let meant = if here.is_empty() { names.shortened_by(parts, None) } else { here };
        if let [group] = meant.as_slice() {
            pairs.push((name, *group));
        }
    }
    for (short, long) in pairs {
        names.join(short, long);
    }
}

/// Names that aligned items use alike are one person where their spelling proposes it, and neither note names
/// people by both spellings: by those of its roll, which are met before all others.
fn voted(names: &mut Names<'_>, proposed: &[Ballot<'_>], in_rolls: usize) {
    for [(note, one), (there, other)] in proposed {
        let (left, right) = (one.parts(), other.parts());
        let in_roll = |note, parts| names.find(note, parts).is_some_and(|name| name < in_rolls);
        let both = |note| in_roll(note, left) && in_roll(note, right);
        if both(*note) || both(*there) {
            continue;
        }
        if let (Some(one), Some(other)) = (names.find(*note, left), names.find(*there, right)) {
            names.join(one, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{Known, People, PeopleOptions, Vote, Who};

    fn roll(participants: &[&str], with: Option<&[&str]>, owners: &[&str]) -> Roll {
        let owned = |names: &[&str]| names.iter().map(|name| Name::of(name)).collect();
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
    fn what_a_list_says_one_of_its_people_is_stands_for_them() {
        let rolls = [roll(&["Jo Pettifer (Chair)", "S. Kaur (clerk)", "Bo Lund (remote)"], None, &["Clerk"])];
        check(&rolls, &[], &[(0, "Clerk", "S. Kaur"), (0, "the remote", "?")]);
        let both = [roll(&["Jo Pettifer (teacher)", "S. Kaur (teacher)"], None, &["Jo"])];
        check(&both, &[], &[(0, "teacher", "?")]);
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
