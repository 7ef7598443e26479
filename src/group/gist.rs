//! What a note says, ready to be compared with what other notes say.
//!
//! A note that may be a variant is compared with every other note of its day. It is read once for all of them, and
//! what is kept are the words of its items as sorted numbers: comparing two notes is walking along two lists.

use super::digest::Digest;
use super::keys::{key, line_key, read_wording, short_words};
use super::survey::Survey;
use super::titles::Titles;
use super::wordings::{Said, Unweighed, Wordings};
use crate::note::section::{heading_key, lists_facts};
use crate::note::{BlockKind, FieldName, Note, Role};
use crate::people::{Name, Roll};
use std::collections::BTreeMap;

/// A word of this many letters at most is a short one: every language has its own.
const SHORT: usize = 3;

/// What a note says.
#[derive(Debug)]
pub(super) struct Gist {
    /// What its items say about the meeting.
    pub(super) wordings: Wordings,
    /// The key of each short word of its prose with how often it stands there, sorted.
    pub(super) short: Vec<(u32, u32)>,
    /// Who took part.
    pub(super) participants: Vec<Name>,
    /// All names it lists.
    pub(super) roll: Roll,
    /// What it is called.
    pub(super) titles: Titles,
}

impl Gist {
    /// Reads what `note` says, of which `digest` is kept; the lines that say nothing about it are left out.
    pub(super) fn of(note: &Note, digest: &Digest, survey: &Survey) -> Self {
        let usual = survey.usual_lines(digest);
        let roll = Roll::of(note);
        let owners: BTreeMap<&str, usize> =
            roll.owners.iter().enumerate().map(|(at, owner)| (owner.written(), at)).collect();
        let mut wordings = Unweighed::default();
        let mut keys: Vec<(u32, bool)> = Vec::new();
        let mut topics: BTreeMap<usize, (Role, u64)> = BTreeMap::new();
        for item in note.items() {
            let (role, heading) = match item.role {
                Role::Actions | Role::Decisions | Role::Facts => (item.role, 0),
                Role::Other => *topics.entry(item.section).or_insert_with(|| topic(note, item.section)),
                Role::Summary | Role::Source | Role::Related | Role::Quotes => continue,
            };
            let line = || note.slice(item.span).lines().next().unwrap_or_default().trim();
            if !usual.is_empty() && usual.binary_search(&line_key(line())).is_ok() {
                continue;
            }
            let mut said = Said::under(role, heading);
            if let [owner] = item.fields.owners.as_slice() {
                said.owner = owners.get(owner.name.as_str()).copied();
            }
            said.due = item.fields.dates.get(&FieldName::Due).and_then(|due| due.day);
            said.text = read_wording(&item.wording, &mut keys);
            wordings.add(said, keys.drain(..));
        }
        Self {
            wordings: wordings.weighed(survey),
            short: counted_short_words(note),
            participants: participants(note, &roll),
            roll,
            titles: Titles::of(note),
        }
    }

    /// Who does what an item says, by its index among the wordings, where that is one person.
    pub(super) fn owner(&self, item: usize) -> Option<&Name> {
        self.wordings.said[item].owner.map(|owner| &self.roll.owners[owner])
    }
}

/// Who took part in what `note` is about; most of them, or all, as its roll has them.
fn participants(note: &Note, roll: &Roll) -> Vec<Name> {
    let of = |(at, name): (usize, String)| {
        let listed = roll.participants.get(at).filter(|listed| listed.written() == name);
        listed.cloned().unwrap_or_else(|| Name::of(&name))
    };
    note.participants().into_iter().enumerate().map(of).collect()
}

/// The role of what stands under a heading that is none of the known ones, and the key of the heading where that says
/// nothing more: what topics list are facts, as [`crate::align`] has it.
fn topic(note: &Note, section: usize) -> (Role, u64) {
    let title = heading_key(&note.sections()[section].title);
    if lists_facts(&title) { (Role::Facts, 0) } else { (Role::Other, key(&title)) }
}

/// The short words of what is not about the source, with how often they stand there.
fn counted_short_words(note: &Note) -> Vec<(u32, u32)> {
    let mut keys: Vec<u32> = Vec::new();
    let said = note.blocks().iter().filter(|block| block.role != Role::Source && block.role != Role::Related);
    for block in said.filter(|block| is_prose(block.kind)) {
        short_words(note.slice(block.span), SHORT, |word, key| {
            if is_short(word) && !is_of_several_languages(word) {
                keys.push(key);
            }
        });
    }
    keys.sort_unstable();
    let run = |run: &[u32]| (run[0], u32::try_from(run.len()).unwrap_or(u32::MAX));
    keys.chunk_by(|a, b| a == b).map(run).collect()
}

/// Whether it is a short word in small letters.
fn is_short(word: &str) -> bool {
    let mut letters = word.chars();
    letters.by_ref().take(SHORT).all(char::is_lowercase) && letters.next().is_none()
}

/// Whether it is a short word of several languages, which does not tell in which one a text is.
fn is_of_several_languages(word: &str) -> bool {
    matches!(
        word,
        "a" | "an" | "as" | "do" | "en" | "in" | "is" | "me" | "no" | "on" | "per" | "so" | "via" | "was"
    )
}

fn is_prose(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::List | BlockKind::Table | BlockKind::Quote)
}
