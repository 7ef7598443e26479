//! Vaults of some size: the example vault, and generated ones.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "it looks at the files that were written")]

mod vaults;

use assert_fs::TempDir;
use notefold::disk::{ContentHash, RealDisk};
use notefold::note::{Note, ReadOptions};
use notefold::vault::{Listing, Scope, ScopeOptions, Snapshot, Vault};
use std::collections::BTreeSet;
use std::path::Path;

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
    assert!((1_000..10_000).contains(&average), "{average} bytes a note");

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

#[test]
fn equal_notes_have_equal_hashes_whatever_their_names() {
    let folder = TempDir::new().unwrap();
    for name in ["a.md", "b 1.md"] {
        std::fs::write(folder.path().join(name), "the same").unwrap();
    }
    let hashes: Vec<ContentHash> = read(folder.path()).notes.iter().map(|note| note.hash).collect();
    assert_eq!(hashes, [ContentHash::of(b"the same"); 2]);
}
