//! The people a vault has notes about, by all the names these give them.

use super::circle::names;
use super::mentions::LONGEST;
use super::spelling::{parts, pronoun};
use super::{Known, Name};
use crate::text::Span;
use crate::text::words::{Word, folded, is_stop_word, words};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The people a vault has notes about. A vault has thousands of them, and the notes about one meeting name a few:
/// looking a name up is cheap, and only who is named becomes one of [`super::People`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Register {
    /// The people, in order of their names, with the aliases that are theirs alone.
    people: Vec<Known>,
    /// The names of each, taken apart.
    names: Vec<Vec<Name>>,
    /// The index of the person each name stands for, by its parts. All names of all notes are looked up in it.
    by_name: HashMap<Vec<String>, usize>,
    /// What these names start with.
    first_parts: BTreeSet<String>,
}

impl Register {
    /// Enters `people`. Several notes of one name are about one person; an alias that two people have, or that is the
    /// name of another, tells nobody from anybody and is left out.
    #[must_use]
    pub fn of(people: impl IntoIterator<Item = Known>) -> Self {
        let mut all: BTreeMap<Vec<String>, Known> = BTreeMap::new();
        let mut people: Vec<Known> = people.into_iter().collect();
        people.sort_by(|one, other| (&one.name, &one.aliases).cmp(&(&other.name, &other.aliases)));
        for person in people {
            let name = parts(&person.name);
            if is_name(&name) {
                all.entry(name)
                    .and_modify(|known| known.aliases.extend(person.aliases.iter().cloned()))
                    .or_insert(person);
            }
        }
        let mut bearers: BTreeMap<Vec<String>, BTreeSet<usize>> = BTreeMap::new();
        for (at, (name, person)) in all.iter().enumerate() {
            let aliases = person.aliases.iter().map(|alias| parts(alias)).filter(|alias| is_name(alias));
            for alias in aliases.filter(|alias| alias == name || !all.contains_key(alias)) {
                bearers.entry(alias).or_default().insert(at);
            }
            bearers.entry(name.clone()).or_default().insert(at);
        }
        let only = |(name, bearers): (Vec<String>, BTreeSet<usize>)| {
            bearers.first().copied().filter(|_| bearers.len() == 1).map(|at| (name, at))
        };
        let by_name: HashMap<Vec<String>, usize> = bearers.into_iter().filter_map(only).collect();
        let mut people: Vec<Known> = all.into_values().collect();
        for (at, person) in people.iter_mut().enumerate() {
            person.aliases.retain(|alias| by_name.get(&parts(alias)) == Some(&at));
            person.aliases.sort_unstable();
            person.aliases.dedup();
        }
        let first_parts = by_name.keys().filter_map(|name| name.first()).cloned().collect();
        Self { names: people.iter().map(names).collect(), people, by_name, first_parts }
    }

    /// The people, in order of their names.
    #[must_use]
    pub fn people(&self) -> &[Known] {
        &self.people
    }

    /// The names of a person by the index into [`Register::people`], the one to write first.
    pub(super) fn names(&self, person: usize) -> &[Name] {
        &self.names[person]
    }

    /// Whom the parts of a name stand for, as an index into [`Register::people`].
    pub(super) fn named(&self, name: &[String]) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// The names of these people that stand in `text`, each once, as the note about the person is called.
    #[must_use]
    pub fn mentioned_in(&self, text: &str) -> Vec<String> {
        if self.people.is_empty() {
            return Vec::new();
        }
        let all: Vec<Word<'_>> = words(text).collect();
        let mut met = BTreeSet::new();
        for (at, first) in all.iter().enumerate().filter(|(_, word)| word.is_capitalised()) {
            let part = folded(first.text);
            if !self.first_parts.contains(&part) {
                continue;
            }
            // `Will` and `May` alone are words of every text.
            met.extend(
                Some(&[part]).filter(|part| !is_stop_word(&part[0])).and_then(|part| self.named(part)),
            );
            let run = all.iter().skip(at).take(LONGEST).take_while(|word| word.is_capitalised());
            met.extend(
                run.skip(1).filter_map(|last| {
                    self.named(&parts(Span::new(first.span.start, last.span.end).of(text)))
                }),
            );
        }
        met.into_iter().map(|at| self.people[at].name.clone()).collect()
    }
}

fn is_name(parts: &[String]) -> bool {
    !parts.is_empty() && pronoun(parts).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn register(people: &[(&str, &[&str])]) -> Register {
        Register::of(people.iter().map(|(name, aliases)| Known {
            name: (*name).to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        }))
    }

    /// Checks whom `name` stands for in the register of `people`.
    fn check(people: &[(&str, &[&str])], name: &str, expect: Option<&str>) {
        let register = register(people);
        let found = register.named(&parts(name)).map(|at| register.people()[at].name.as_str());
        assert_eq!(found, expect, "{name}");
    }

    #[test]
    fn a_person_is_known_by_the_name_of_the_note_and_its_aliases() {
        let people: &[(&str, &[&str])] = &[("Laura Whitfield", &["Lolly", "LW"]), ("Tomer Hagay", &[])];
        check(people, "@lolly", Some("Laura Whitfield"));
        check(people, "Laura Whitfield (marketing)", Some("Laura Whitfield"));
        check(people, "Laura", None);
    }

    #[test]
    fn an_alias_that_two_people_have_stands_for_neither() {
        let people: &[(&str, &[&str])] = &[("Dana Levi", &["Dana", "DL"]), ("Dana Katz", &["Dana"])];
        check(people, "Dana", None);
        check(people, "DL", Some("Dana Levi"));
        check(&[("Dana", &[]), ("Dana Levi", &["Dana"])], "Dana", Some("Dana"));
        check(&[("Team", &["Everyone"])], "everyone", None);
    }

    #[test]
    fn two_notes_of_one_name_are_about_one_person() {
        let people: &[(&str, &[&str])] = &[("Dana Levi", &["DL"]), ("dana levi", &["Danny"])];
        check(people, "DL", Some("Dana Levi"));
        check(people, "Danny", Some("Dana Levi"));
    }

    #[test]
    fn names_in_running_text_are_met() {
        let people = register(&[("Laura Whitfield", &["Lolly"]), ("Will", &[]), ("Jo Ann Li", &[])]);
        assert_eq!(
            people.mentioned_in("Will they ask Lolly, or Jo Ann Li?"),
            ["Jo Ann Li", "Laura Whitfield"]
        );
        assert_eq!(people.mentioned_in("lolly, Jo and Ann"), Vec::<String>::new());
    }
}
