//! Vaults of some size: the example vault, and generated ones.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "it looks at the files that were written")]

mod vaults;

use assert_fs::TempDir;
use notefold::config::Config;
use notefold::disk::{QuickHash, RealDisk};
use notefold::note::{Note, ReadOptions};
use notefold::vault::{Listing, Scope, ScopeOptions, Snapshot, TrashOption, Vault};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn read(folder: &Path) -> Snapshot<usize> {
    let vault = Vault::at(&RealDisk, folder).unwrap();
    let scope = Scope::of(&ScopeOptions::default()).unwrap();
    let listing = Listing::of(&RealDisk, &vault, &[], &scope);
    Snapshot::read(&RealDisk, &vault, listing, |_, text| text.len())
}

#[test]
fn a_generated_vault_is_what_was_asked_for_and_the_same_every_time() {
    let (first, second) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let generated = vaults::write(first.path(), 1_000, 7);
    vaults::write(second.path(), 1_000, 7);
    let (one, other) = (read(first.path()), read(second.path()));
    assert_eq!((one.notes.as_slice(), &one.files), (other.notes.as_slice(), &other.files));
    assert_eq!((one.notes.len(), generated.notes), (1_000, 1_000));
    assert!(one.canvases().next().is_some() && one.problems.is_empty());
    let average = generated.bytes / generated.notes;
    assert!((4_000..5_000).contains(&average), "{average} bytes a note");

    let paths: BTreeSet<&str> = one.notes.iter().map(|note| note.path.as_str()).collect();
    let members: Vec<&str> = generated.groups.iter().flatten().map(String::as_str).collect();
    assert!(members.iter().all(|member| paths.contains(member)));
    assert_eq!(members.iter().collect::<BTreeSet<_>>().len(), members.len(), "a note is in two groups");
    assert!((100..104).contains(&members.len()));
    assert!(generated.groups.iter().all(|group| (2..=4).contains(&group.len())));
}

#[test]
fn the_generated_variants_of_a_meeting_are_of_one_day_and_read_without_problems() {
    let folder = TempDir::new().unwrap();
    let generated = vaults::write(folder.path(), 400, 3);
    for group in &generated.groups {
        let notes: Vec<Note> = group
            .iter()
            .map(|path| {
                let text = std::fs::read_to_string(folder.path().join(path)).unwrap();
                Note::read(path.as_str(), text, &ReadOptions::default())
            })
            .collect();
        let days: BTreeSet<_> = notes.iter().map(Note::date).collect();
        assert!(days.len() == 1 && !days.contains(&None), "{group:?}");
        for note in &notes {
            assert!(
                note.problems().is_empty() && note.items().len() > 3,
                "{}: {:?}",
                note.path(),
                note.problems()
            );
        }
    }
}

/// The folder of the example vault, and the groups that are in it.
fn example() -> (PathBuf, Vec<Vec<String>>) {
    let vaults = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/vaults");
    let text = std::fs::read_to_string(vaults.join("inbox-archive.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    (vaults.join("inbox-archive"), serde_json::from_value(json["groups"].clone()).unwrap())
}

#[test]
fn the_example_vault_is_read_whole_and_holds_the_variants_it_names() {
    let (folder, groups) = example();
    let snapshot = read(&folder);
    assert_eq!(snapshot.problems, []);
    assert_eq!(snapshot.canvases().count(), 1);
    let paths: BTreeSet<&str> = snapshot.notes.iter().map(|note| note.path.as_str()).collect();
    assert!(paths.len() > 50, "{} notes", paths.len());
    for member in groups.iter().flatten() {
        assert!(paths.contains(member.as_str()), "{member}");
    }
}

#[test]
fn the_example_vault_is_configured_and_has_settings_of_obsidian() {
    let vault = Vault::at(&RealDisk, &example().0).unwrap();
    let config = Config::load(&RealDisk, Some(&vault), &[]).unwrap();
    let (settings, problems) = vault.settings(&RealDisk);
    assert_eq!((settings.trash, problems), (TrashOption::Local, vec![]));
    assert_eq!(config.people_options().known[0].name, "Shahar");
    assert!(Scope::of(&config.scope_options(&settings)).is_ok());
}

#[test]
fn the_links_between_the_notes_of_the_example_vault_lead_somewhere() {
    let (folder, _) = example();
    let snapshot = read(&folder);
    let names: BTreeSet<&str> = snapshot.notes.iter().map(|note| note.path.stem()).collect();
    // The notes of other people's meetings and the seeds name what was in vaults of their own.
    for note in snapshot
        .notes
        .iter()
        .filter(|note| !note.path.name().contains(" - ") && note.path.folder() != "Inbox/Bot")
    {
        let text = std::fs::read_to_string(note.path.below(&folder)).unwrap();
        for link in text.split("[[").skip(1) {
            let target = link.split("]]").next().unwrap().split(['#', '|']).next().unwrap();
            let name = target.rsplit('/').next().unwrap();
            assert!(names.contains(name) || name.ends_with(".canvas"), "{}: [[{target}]]", note.path);
        }
    }
}

#[test]
fn equal_notes_have_equal_hashes_whatever_their_names() {
    let folder = TempDir::new().unwrap();
    for name in ["a.md", "b 1.md"] {
        std::fs::write(folder.path().join(name), "the same").unwrap();
    }
    let hashes: Vec<QuickHash> = read(folder.path()).notes.iter().map(|note| note.hash).collect();
    assert_eq!(hashes, [QuickHash::of(b"the same"); 2]);
}
