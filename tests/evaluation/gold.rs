//! Meetings with alignments made by hand.

use notefold::align::{Saying, saying};
use notefold::note::{Note, ReadOptions, Role};
use notefold::people::{People, PeopleOptions};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A meeting and which of its items say the same.
pub(crate) struct Meeting {
    pub(crate) name: String,
    pub(crate) notes: Vec<Note>,
    pub(crate) people: People,
    pub(crate) items: Vec<GoldItem>,
    /// What the matcher sees of the items, in the same order.
    pub(crate) sayings: Vec<Saying>,
    /// Pairs that two readers called the same, by their places in `items`.
    pub(crate) same: BTreeSet<(usize, usize)>,
    /// Pairs that are neither right nor wrong.
    pub(crate) neutral: BTreeSet<(usize, usize)>,
}

#[derive(Deserialize)]
pub(crate) struct GoldItem {
    pub(crate) id: String,
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) section: String,
    pub(crate) text: String,
}

#[derive(Deserialize)]
struct Gold {
    meeting: String,
    variants: BTreeMap<String, String>,
    items: Vec<GoldItem>,
    same: Vec<(String, String)>,
    partial: Vec<(String, String)>,
    cross_same: Vec<(String, String)>,
    cross_partial: Vec<(String, String)>,
    /// Items that are not read as items yet; one that is must not stand here.
    #[serde(default)]
    unread: BTreeSet<String>,
}

/// Reads the meetings of a folder of `testdata`, in order of their names.
pub(crate) fn meetings(folder: &str) -> Vec<Meeting> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(folder);
    let entries = std::fs::read_dir(&root).unwrap_or_else(|error| panic!("{}: {error}", root.display()));
    let mut folders: Vec<_> = entries
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders.iter().map(|folder| meeting(folder)).collect()
}

#[expect(clippy::disallowed_methods, reason = "the evaluation reads its own test data")]
fn meeting(folder: &Path) -> Meeting {
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a file of the meeting");
    let gold: Gold = serde_json::from_str(&read("gold.json")).expect("gold.json is well formed");
    let files: Vec<&String> = gold.variants.values().collect();
    let notes: Vec<Note> =
        files.iter().map(|file| Note::read(file.as_str(), read(file), &ReadOptions::default())).collect();
    let refs: Vec<&Note> = notes.iter().collect();
    let people = People::of(&refs, &[], &PeopleOptions::default());
    let sayings = gold
        .items
        .iter()
        .map(|item| {
            let variant =
                files.iter().position(|file| **file == item.file).expect("an item stands in a variant");
            let note = &notes[variant];
            let read = note.items().iter().find(|read| read.line == item.line);
            let is_unread = gold.unread.contains(&item.id);
            let Some(read) = read else {
                // The head of a table counts as an item in the gold, and is none here: it says nothing.
                let may_be = is_unread || item.text.contains(" | ");
                assert!(may_be, "{} line {} is no item", item.file, item.line);
                let (key, wording, topic) = (String::new(), String::new(), String::new());
                return Saying {
                    variant,
                    role: role(&item.section),
                    key,
                    wording,
                    topic,
                    owners: Vec::new(),
                    due: None,
                };
            };
            assert!(!is_unread, "{} line {} is read now", item.file, item.line);
            // What stands under a topic of its own is a fact; what a heading in another language is for is not known.
            assert!(
                read.role == Role::Other || read.role == role(&item.section),
                "{} line {}",
                item.file,
                item.line
            );
            saying(note, read, variant, &people)
        })
        .collect();
    let place = |id: &String| gold.items.iter().position(|item| item.id == *id).expect("a pair is of items");
    let pairs = |list: &[(String, String)]| -> BTreeSet<(usize, usize)> {
        list.iter()
            .map(|(one, other)| (place(one), place(other)))
            .map(|(a, b)| (a.min(b), a.max(b)))
            .collect()
    };
    let neutral = [&gold.partial, &gold.cross_same, &gold.cross_partial];
    Meeting {
        same: pairs(&gold.same),
        neutral: neutral.into_iter().flat_map(|list| pairs(list)).collect(),
        name: gold.meeting,
        people,
        items: gold.items,
        notes,
        sayings,
    }
}

fn role(section: &str) -> Role {
    match section {
        "actions" => Role::Actions,
        "decisions" => Role::Decisions,
        _ => Role::Facts,
    }
}
