//! The names met in some notes, and which of them are settled to be one person.

use super::Name;
use super::spelling::shortens;
use std::collections::BTreeMap;

/// The names met and what is settled about them so far. Names are known by their numbers, in the order they were met.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    met: Vec<Met<'a>>,
    /// Their numbers, by their parts and the note.
    index: BTreeMap<(&'a [String], usize), usize>,
    /// How they are written.
    written: Vec<Written<'a>>,
    /// Those that some list has.
    listed: Vec<usize>,
}

/// A name in one note; the note past the last holds what the caller knows.
#[derive(Debug)]
struct Met<'a> {
    note: usize,
    parts: &'a [String],
    /// The group of names it is in: the least number in it.
    group: usize,
    is_listed: bool,
}

/// One place that has a name.
#[derive(Debug)]
pub(super) struct Written<'a> {
    /// The number of the name.
    pub(super) name: usize,
    /// How it is written there.
    pub(super) plain: &'a str,
    /// The list it stands in.
    pub(super) list: Option<usize>,
}

impl<'a> Names<'a> {
    /// Adds a name that a note has, in a list or not; `None` where it is no name of a person.
    pub(super) fn add(&mut self, note: usize, name: &'a Name, list: Option<usize>) -> Option<usize> {
        if name.pronoun().is_some() {
            return None;
        }
        let at = *self.index.entry((name.parts(), note)).or_insert_with(|| {
            let at = self.met.len();
            self.met.push(Met { note, parts: name.parts(), group: at, is_listed: false });
            at
        });
        self.written.push(Written { name: at, plain: name.plain(), list });
        if list.is_some() && !self.met[at].is_listed {
            self.met[at].is_listed = true;
            self.listed.push(at);
        }
        Some(at)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.met.len()
    }

    /// The name with these parts in a note.
    pub(super) fn find(&self, note: usize, parts: &[String]) -> Option<usize> {
        self.index.get(&(parts, note)).copied()
    }

    /// The names with these parts.
    pub(super) fn find_anywhere<'n>(&'n self, parts: &'n [String]) -> impl Iterator<Item = usize> + 'n {
        self.index.range((parts, 0)..=(parts, usize::MAX)).map(|(_, name)| *name)
    }

    /// All names with their numbers, by their parts and the notes.
    pub(super) fn by_parts(&self) -> impl Iterator<Item = (&'a [String], usize)> {
        self.index.iter().map(|((parts, _), name)| (*parts, *name))
    }

    pub(super) fn parts(&self, name: usize) -> &'a [String] {
        self.met[name].parts
    }

    pub(super) fn note(&self, name: usize) -> usize {
        self.met[name].note
    }

    /// The group a name is in.
    pub(super) fn group(&self, name: usize) -> usize {
        self.met[name].group
    }

    /// The names that some list has.
    pub(super) fn listed(&self) -> &[usize] {
        &self.listed
    }

    /// The places that have a name of a group.
    pub(super) fn written(&self, group: usize) -> impl Iterator<Item = &Written<'a>> {
        self.written.iter().filter(move |written| self.group(written.name) == group)
    }

    /// The groups, each once, of the listed names that `short` shortens, in `note` or, without it, in all.
    pub(super) fn shortened_by(&self, short: &[String], note: Option<usize>) -> Vec<usize> {
        let listed = self.listed.iter().map(|name| &self.met[*name]);
        let mut groups: Vec<usize> = listed
            .filter(|long| note.is_none_or(|note| long.note == note) && shortens(short, long.parts))
            .map(|long| long.group)
            .collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    /// Makes the two names one person, unless some list has both.
    pub(super) fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.group(one), self.group(other));
        if one == other || self.are_listed_together(one, other) {
            return;
        }
        let (kept, gone) = (one.min(other), one.max(other));
        self.met.iter_mut().filter(|name| name.group == gone).for_each(|name| name.group = kept);
    }

    /// Whether some list has a name of both groups: then they are two people.
    fn are_listed_together(&self, one: usize, other: usize) -> bool {
        let lists = |group| self.written(group).filter_map(|written| written.list);
        let of_one: Vec<usize> = lists(one).collect();
        lists(other).any(|list| of_one.contains(&list))
    }
}
