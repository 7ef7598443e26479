//! A vault that is scanned again.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "it changes the files that are scanned")]

#[expect(dead_code, reason = "other tests use the rest of it")]
mod desk;
#[expect(dead_code, reason = "the simulated year uses the rest of it")]
#[path = "year/disk.rs"]
mod year_disk;

use desk::Desk;
use jiff::{SignedDuration, Timestamp};
use notefold::cli::{Exit, Streams, run_on};
use std::fs;
use std::path::PathBuf;
use year_disk::YearDisk;

/// A vault with two variants among thousands of notes.
fn large_vault() -> Desk {
    let variant = |more: &str| {
        let items = [
            "Book the venue in Lisbon",
            "Collect dietary requirements",
            "Send the contract to legal",
            "Draft the keynote",
        ];
        let items: String = items.iter().map(|item| format!("- [ ] {item}{more}\n")).collect();
        format!(
            "---\ndate: 2026-05-04\nparticipants: [Ana Ruiz, Bo Lund]\n---\n# Offsite\n\n## Action items\n{items}"
        )
    };
    let desk = Desk::with(&[("In/a.md", &variant("")), ("People/b.md", &variant(" soon"))]);
    for at in 0..5_000 {
        fs::write(desk.vault().join(format!("{at}.md")), format!("Note {at}\n")).unwrap();
    }
    desk
}

/// Where it is kept what the latest scan found, if it is.
fn kept(desk: &Desk) -> Option<PathBuf> {
    let states = fs::read_dir(desk.folder.path().join("state")).ok()?;
    states.map(|state| state.unwrap().path().join("scan.json")).find(|path| path.exists())
}

#[test]
fn what_a_scan_found_is_not_kept_where_a_note_was_written_just_now() {
    let desk = large_vault();
    let disk = YearDisk::default();
    let last = fs::metadata(desk.vault().join("4999.md")).unwrap().modified().unwrap();
    let last = Timestamp::try_from(last).unwrap();
    let (vault, state) = (desk.vault(), desk.folder.path().join("state"));
    let words =
        ["notefold", "scan", "--vault", vault.to_str().unwrap(), "--state-dir", state.to_str().unwrap()];
    let is_kept_after = |seconds: i64| {
        disk.set_time(last + SignedDuration::from_secs(seconds));
        assert_eq!(run_on(words.map(Into::into), &disk, Streams::Silent), Exit::Done);
        kept(&desk).is_some()
    };
    assert!(!is_kept_after(0));
    assert!(!is_kept_after(2), "it may be written again without its time telling");
    assert!(is_kept_after(3));
}

/// The vault must be large, and lie still for longer than the clocks of file systems may step.
#[test]
fn a_scan_shows_what_was_kept_as_long_as_no_note_is_changed() {
    let desk = large_vault();
    std::thread::sleep(std::time::Duration::from_secs(4));
    let scan = |arguments: &[&str]| desk.ends(&[&["scan"], arguments].concat(), 0).stdout;
    let first = scan(&[]);
    assert!(first.starts_with("5,002 notes read: 1 group of 2 notes (1 likely)\n"), "{first}");
    let again = scan(&[]);
    assert_eq!(again, first.replace(" notes read", " notes, none changed since the last scan"));
    assert_eq!(scan(&[desk.vault().to_str().unwrap()]), again, "a vault that is named is a whole vault");
    assert_eq!(scan(&["--fresh"]), first);
    assert_eq!(scan(&["--set", "meeting.folders=['x']"]), first, "another setting is another scan");
    assert_eq!(scan(&[]), first);

    // What is kept is shown, so it is from there; and what cannot be read is as good as nothing.
    let kept = kept(&desk).unwrap();
    let json = fs::read_to_string(&kept).unwrap();
    fs::write(&kept, json.replace("People/b.md", "People/x.md")).unwrap();
    assert!(scan(&[]).contains("x.md"));
    fs::write(&kept, "{").unwrap();
    assert_eq!(scan(&[]), first);

    // Another day, in as many bytes, written at the same time as far as that can be set.
    let note = desk.vault().join("People/b.md");
    let (text, written) =
        (fs::read_to_string(&note).unwrap(), fs::metadata(&note).unwrap().modified().unwrap());
    fs::write(&note, text.replace("2026-05-04", "2026-06-04")).unwrap();
    fs::File::options().write(true).open(&note).unwrap().set_modified(written).unwrap();
    let changed = scan(&[]);
    assert!(changed.starts_with("5,002 notes read: no variants found"), "{changed}");
}
