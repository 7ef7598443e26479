//! What a note says, ready to be compared with what other notes say.
//!
//! A note that may be a variant is compared with every other note of its day. It is read once for all of them, and
//! what is kept are the words of its items as sorted numbers: comparing two notes is walking along two lists.

use super::digest::Digest;
use super::sketch::{line_key, words};
use super::survey::Survey;
use crate::note::section::{heading_key, lists_facts};
use crate::note::{BlockKind, Note, Role};
use crate::people::Roll;
use crate::text::words::is_stop_word;

/// An item with fewer words that are no stop words can be said of any meeting.
const SAYS_SOMETHING: usize = 3;

/// Items beyond these are not compared: a note with more of them is no note about a meeting, and comparing them would
/// cost their number squared.
const MOST_ITEMS: usize = 400;

/// A word of this many letters at most is a short one: every language has its own.
const SHORT: usize = 3;

/// What a note says.
#[derive(Debug)]
pub(super) struct Gist {
    /// The items that say something about the meeting.
    pub(super) said: Vec<Said>,
    /// The words of the items, sorted.
    pub(super) words: Vec<Word>,
    /// The key of each short word of its prose with how often it stands there, sorted.
    pub(super) short: Vec<(u32, u32)>,
    /// Who took part.
    pub(super) participants: Vec<String>,
    /// All names it lists.
    pub(super) roll: Roll,
}

/// A word of an item.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// Its key.
    pub(super) key: u32,
    /// The index in [`Gist::said`] of the item.
    pub(super) item: u16,
    /// Whether it is a number.
    pub(super) is_number: bool,
    /// What it is worth in this vault.
    pub(super) worth: f32,
}

/// An item of a note.
#[derive(Debug)]
pub(super) struct Said {
    /// The role of its section.
    pub(super) role: Role,
    /// The key of the heading where the role is [`Role::Other`]: only under the same one two items say the same.
    pub(super) heading: u64,
    /// Whether it says a number.
    pub(super) has_number: bool,
    /// Who does it, where that is one person.
    pub(super) owner: Option<Box<str>>,
}

impl Gist {
    /// Reads what `note` says, of which `digest` is kept; the lines that say nothing about it are left out.
    pub(super) fn of(note: &Note, digest: &Digest, survey: &Survey) -> Self {
        let usual = survey.usual_lines(digest);
        let mut gist = Self {
            said: Vec::new(),
            words: Vec::new(),
            short: short_words(note),
            participants: note.participants(),
            roll: Roll::of(note),
        };
        for item in note.items() {
            let (role, heading) = match item.role {
                Role::Actions | Role::Decisions | Role::Facts => (item.role, 0),
                // What topics list are facts, as [`crate::align`] has it.
                Role::Other => match heading_key(&note.sections()[item.section].title) {
                    title if lists_facts(&title) => (Role::Facts, 0),
                    title => (Role::Other, super::sketch::key(&title)),
                },
                Role::Summary | Role::Source | Role::Related | Role::Quotes => continue,
            };
            let line = note.slice(item.span).lines().next().unwrap_or_default().trim();
            if gist.said.len() == MOST_ITEMS || usual.binary_search(&line_key(line).0).is_ok() {
                continue;
            }
            let index = u16::try_from(gist.said.len()).unwrap_or(u16::MAX);
            let before = gist.words.len();
            words(&item.wording, |word, key| {
                if !says_nothing(word) {
                    gist.words.push(Word {
                        key,
                        item: index,
                        is_number: word.starts_with(|c: char| c.is_ascii_digit()),
                        worth: 0.0,
                    });
                }
            });
            if gist.words.len() - before < SAYS_SOMETHING {
                gist.words.truncate(before);
                continue;
            }
            let owner = match item.fields.owners.as_slice() {
                [owner] => Some(owner.name.as_str().into()),
                _ => None,
            };
            let has_number = gist.words[before..].iter().any(|word| word.is_number);
            gist.said.push(Said { role, heading, has_number, owner });
        }
        gist.words.sort_unstable_by_key(|word| (word.key, word.item));
        gist.words.dedup_by_key(|word| (word.key, word.item));
        for same in gist.words.chunk_by_mut(|a, b| a.key == b.key) {
            let worth = survey.worth(same[0].key);
            for word in same.iter_mut() {
                word.worth = worth;
            }
        }
        gist
    }
}

/// Whether a word is a stop word, however it is written.
fn says_nothing(word: &str) -> bool {
    if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        is_stop_word(&word.to_ascii_lowercase())
    } else {
        is_stop_word(word)
    }
}

/// The short words of what is not about the source, with how often they stand there.
fn short_words(note: &Note) -> Vec<(u32, u32)> {
    let mut keys: Vec<u32> = Vec::new();
    let said = note.blocks().iter().filter(|block| block.role != Role::Source && block.role != Role::Related);
    for block in said.filter(|block| is_prose(block.kind)) {
        words(note.slice(block.span), |word, key| {
            if word.len() <= SHORT * 4
                && word.chars().count() <= SHORT
                && word.chars().all(char::is_lowercase)
            {
                keys.push(key);
            }
        });
    }
    keys.sort_unstable();
    let run = |run: &[u32]| (run[0], u32::try_from(run.len()).unwrap_or(u32::MAX));
    keys.chunk_by(|a, b| a == b).map(run).collect()
}

fn is_prose(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::List | BlockKind::Table | BlockKind::Quote)
}
