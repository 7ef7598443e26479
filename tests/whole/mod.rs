//! Plan, apply and undo over generated vaults with links of every kind: invariants 5, 7, 8, 11 and 12.

use crate::desk::{Desk, Entry, ids, texts, tree};
use crate::vaults;
use assert_fs::TempDir;
use notefold::links::{Link, Names, of_canvas, of_note};
use notefold::vault::VaultPath;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// How many vaults are made; `NOTEFOLD_VAULTS=500 cargo test --test runs whole` is the long run.
const VAULTS: u64 = 6;

/// Ways to write a link: `@` is a name or path, `%` an encoded path.
const FORMS: [&str; 8] = [
    "see [[@]].",
    "- [ ] read [[@|that note]] #task",
    "![[@]]",
    "[[@#Decisions]]",
    "[text](%)",
    "[text](<@.md> \"title\")",
    "| [[@\\|cell]] |",
    "> quoted [[@#^none]] and `[[@]]`",
];

type Tree = BTreeMap<PathBuf, Entry>;

/// A generated vault with notes and a canvas that link to everything in it, each note in each form.
fn linked(seed: u64) -> (Desk, vaults::Generated) {
    let desk = Desk { folder: TempDir::new().unwrap() };
    let generated = vaults::write(&desk.vault(), 150, seed);
    assert!(generated.notes >= 150 && generated.bytes > generated.notes);
    let before = desk.tree();
    let notes: Vec<&str> =
        texts(&before).keys().filter_map(|path| path.to_str()?.strip_suffix(".md")).collect();
    for (at, form) in FORMS.iter().enumerate() {
        let mut text = String::new();
        for (number, note) in notes.iter().enumerate() {
            let name = if (number + at).is_multiple_of(2) { note.rsplit('/').next().unwrap() } else { note };
            let encoded = format!("{note}.md")
                .replace('%', "%25")
                .replace(' ', "%20")
                .replace('(', "%28")
                .replace(')', "%29");
            writeln!(text, "{}", form.replace('%', &encoded).replace('@', name)).unwrap();
        }
        let folder = desk.vault().join(["", "Deep/er", "Inbox"][at % 3]);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("Index {at}.md")), text).unwrap();
    }
    let nodes: Vec<String> = notes
        .iter()
        .map(|note| {
            let file = serde_json::to_string(&format!("{note}.md")).unwrap();
            let text = serde_json::to_string(&format!("[[{note}]]\n")).unwrap();
            format!("{{\"type\":\"file\",\"file\":{file},\"x\":1}},{{\"type\":\"text\",\"text\":{text}}}")
        })
        .collect();
    fs::write(desk.vault().join("Map.canvas"), format!("{{\"nodes\":[{}],\"edges\":[]}}", nodes.join(",\n")))
        .unwrap();
    (desk, generated)
}

fn names(tree: &Tree) -> Names {
    let visible =
        texts(tree).into_keys().filter(|path| !path.starts_with(".trash") && !path.starts_with(".obsidian"));
    let paths: Vec<VaultPath> = visible.filter_map(VaultPath::of).collect();
    Names::of(&paths)
}

fn links(path: &Path, text: &[u8]) -> Vec<Link> {
    let text = std::str::from_utf8(text).unwrap();
    if path.extension().is_some_and(|ending| ending == "canvas") {
        of_canvas(text).links
    } else {
        of_note(text)
    }
}

/// Every link of every file that is in both trees under its name and is no note of a group leads where it led, or to the
/// note that its target became.
fn check_links(before: &Tree, after: &Tree, plan: &serde_json::Value, seed: u64) {
    let mut became = BTreeMap::new();
    let mut members = Vec::new();
    for group in plan["groups"].as_array().unwrap() {
        let notes: Vec<&str> =
            group["notes"].as_array().unwrap().iter().map(|note| note["path"].as_str().unwrap()).collect();
        became.extend(notes.iter().map(|note| (*note, notes[0])));
        members.extend(notes);
    }
    let (names_before, names_after) = (names(before), names(after));
    let (before, after) = (texts(before), texts(after));
    let mut followed = 0;
    for (path, old) in &before {
        let linking = path.extension().is_some_and(|ending| ending == "md" || ending == "canvas");
        if !linking || members.contains(&path.to_str().unwrap()) {
            continue;
        }
        let from = VaultPath::of(path).unwrap();
        let new = after.get(path).unwrap();
        let (old, new) = (links(path, old), links(path, new));
        assert_eq!(old.len(), new.len(), "seed {seed}: {from}");
        for (old, new) in old.iter().zip(&new) {
            let led = names_before.resolve(&from, &old.path).map(VaultPath::as_str);
            let leads = names_after.resolve(&from, &new.path).map(VaultPath::as_str);
            let expected = led.map(|led| became.get(led).copied().unwrap_or(led));
            assert_eq!(leads, expected, "seed {seed}: {from}: {old:?} is {new:?}");
            followed += u32::from(led != leads);
        }
    }
    assert!(followed > 0, "seed {seed}: no link had to follow");
}

#[test]
fn what_is_planned_is_done_links_follow_and_all_of_it_can_be_taken_back() {
    let vaults = std::env::var("NOTEFOLD_VAULTS").map_or(VAULTS, |typed| typed.parse().unwrap());
    for seed in 1..=vaults {
        let (desk, generated) = linked(seed);
        let before = desk.tree();
        let outside = tree(desk.folder.path());
        let plan = desk.plans(&[]);
        assert_eq!(ids(&plan).len(), generated.groups.len(), "seed {seed}: {:?}", generated.groups);
        assert!(desk.tree() == before, "seed {seed}: a dry run touched the vault");
        let applied = desk.applies_all(&plan, 0);
        let after = desk.tree();
        check_links(&before, &after, &plan, seed);
        let everything = tree(desk.folder.path());
        let kept: BTreeSet<&[u8]> = texts(&everything).into_values().collect();
        for (path, text) in &texts(&before) {
            assert!(kept.contains(text), "seed {seed}: the text of {path:?} is nowhere");
        }
        assert_eq!(
            ids(&desk.plans(&[])),
            [] as [&str; 0],
            "seed {seed}: a plan for a vault just applied is empty"
        );
        for path in tree(desk.folder.path()).keys().filter(|path| !outside.contains_key(*path)) {
            let is_ours = path.starts_with("Vault/.trash") || path.starts_with("state");
            assert!(is_ours, "seed {seed}: {path:?} was written");
        }
        desk.ends(&["undo"], 0);
        let undone = desk.tree();
        let differs: Vec<&PathBuf> = before
            .keys()
            .chain(undone.keys())
            .filter(|path| before.get(*path) != undone.get(*path))
            .collect();
        assert!(differs.is_empty(), "seed {seed}: {differs:?}\n{applied:?}");
    }
}
