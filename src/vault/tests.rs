//! A vault on a real disk: what is listed, what is read, what is said of the rest.

use super::*;
use crate::disk::{MAX_NOTE_BYTES, RealDisk};
use assert_fs::TempDir;
use assert_fs::prelude::*;
use std::collections::BTreeSet;

/// A vault with these files, each with its path as text; what ends in `/` is an empty folder.
fn vault_with(files: &[&str]) -> (TempDir, Vault) {
    let folder = TempDir::new().unwrap();
    folder.child(".obsidian").create_dir_all().unwrap();
    for file in files {
        match file.strip_suffix('/') {
            Some(empty) => folder.child(empty).create_dir_all().unwrap(),
            None => folder.child(file).write_str(file).unwrap(),
        }
    }
    let vault = Vault::at(&RealDisk, folder.path()).unwrap();
    (folder, vault)
}

fn paths(texts: &[&str]) -> Vec<VaultPath> {
    texts.iter().map(|text| VaultPath::of(Path::new(text)).unwrap()).collect()
}

fn snapshot(vault: &Vault, starts: &[&str], options: &ScopeOptions) -> Snapshot<String> {
    let listing = Listing::of(&RealDisk, vault, &paths(starts), &Scope::of(options).unwrap());
    Snapshot::read(&RealDisk, vault, listing, |_, text| text.to_owned())
}

fn names(snapshot: &Snapshot<String>) -> Vec<&str> {
    snapshot.notes.iter().map(|note| note.path.as_str()).collect()
}

fn said(snapshot: &Snapshot<String>) -> Vec<String> {
    snapshot.problems.iter().map(ToString::to_string).collect()
}

/// Scans what is at `starts` in a vault with `files`: the notes found, and what is said of the rest.
fn check(files: &[&str], starts: &[&str], notes: &[&str], problems: &[&str]) {
    let (_folder, vault) = vault_with(files);
    let snapshot = snapshot(&vault, starts, &ScopeOptions::default());
    assert_eq!(names(&snapshot), notes);
    assert_eq!(said(&snapshot), problems);
}

#[test]
fn notes_are_read_once_each_in_the_order_of_their_paths() {
    let files = ["b.md", "Inbox/Bot/é 🗓.md", "Inbox/a b.MD", "a.md", "Inbox/plan.canvas", "pic.png"];
    let (_folder, vault) = vault_with(&files);
    let snapshot = snapshot(&vault, &["", "Inbox", "Inbox/Bot", "a.md"], &ScopeOptions::default());
    assert_eq!(names(&snapshot), ["Inbox/Bot/é 🗓.md", "Inbox/a b.MD", "a.md", "b.md"]);
    for note in &snapshot.notes {
        assert_eq!(note.digest, note.path.as_str());
        assert_eq!(note.hash, crate::disk::QuickHash::of(note.digest.as_bytes()));
        assert_eq!(note.bytes, note.digest.len());
    }
    assert_eq!(snapshot.files, paths(&["Inbox/plan.canvas", "pic.png"]));
    assert_eq!(snapshot.canvases().collect::<Vec<_>>(), [&snapshot.files[0]]);
}

#[test]
fn what_a_dot_hides_is_passed_by() {
    check(&[".trash/a.md", ".git/b.md", "x/.hidden/c.md", "x/.d.md", "x/e.md"], &[], &["x/e.md"], &[]);
}

#[test]
fn only_the_folders_and_notes_named_are_looked_at() {
    check(
        &["In/a.md", "In/x/b.md", "Inbox/c.md", "d.md"],
        &["In", "d.md"],
        &["In/a.md", "In/x/b.md", "d.md"],
        &[],
    );
}

#[test]
fn what_was_named_and_is_no_note_is_never_passed_by_in_silence() {
    check(
        &[".trash/a.md", "pic.png", "b.md"],
        &[".trash", "none", "pic.png"],
        &[],
        &[
            "`.trash` is hidden by a dot, and no part of the vault",
            "`none` is not there",
            "`pic.png` is not a Markdown file",
        ],
    );
    let (_folder, vault) = vault_with(&["Drafts/a.md", "Drafts/b/c.md"]);
    let options = ScopeOptions { exclude: vec!["Drafts".to_owned()], ..ScopeOptions::default() };
    let snapshot = snapshot(&vault, &["Drafts/a.md", "Drafts/b"], &options);
    assert_eq!(names(&snapshot), [""; 0]);
    let why = "is left out by the configuration";
    assert_eq!(said(&snapshot), [format!("`Drafts/a.md` {why}"), format!("`Drafts/b` {why}")]);
}

#[test]
fn a_vault_in_a_vault_is_listed_and_entered_only_where_the_scan_starts_there() {
    let files = ["a.md", "Other/.obsidian/", "Other/b.md"];
    let said = "`Other` is a vault of its own; scan it by itself";
    check(&files, &[], &["a.md"], &[said]);
    check(&files, &["Other"], &["Other/b.md"], &[]);
    let (folder, outer) = vault_with(&files);
    let root = RealDisk.canonical(folder.path()).unwrap();
    assert_eq!(Vault::around(&RealDisk, &root.join("Other/b.md")).unwrap().root(), root.join("Other"));
    assert_eq!(Vault::around(&RealDisk, &root.join("a.md")), Some(outer));
}

#[test]
fn what_the_configuration_leaves_out_is_not_entered() {
    let (_folder, vault) = vault_with(&["a.md", "Templates/b.md", "Work/Old/c.md", "Work/d.md"]);
    let options = ScopeOptions {
        exclude: vec!["templates".to_owned()],
        retired: Some("Work/Old".to_owned()),
        ..ScopeOptions::default()
    };
    assert_eq!(names(&snapshot(&vault, &[], &options)), ["Work/d.md", "a.md"]);
    let options = ScopeOptions { include: vec!["Work/**".to_owned()], ..ScopeOptions::default() };
    assert_eq!(names(&snapshot(&vault, &[], &options)), ["Work/Old/c.md", "Work/d.md"]);
}

#[test]
fn files_that_are_no_text_too_large_or_in_a_cloud_are_listed() {
    let (folder, vault) = vault_with(&["good.md", "x/.gone.md.icloud", "x/.pic.png.icloud"]);
    folder.child("old.md").write_binary(b"one\nvier f\xfcnf\n").unwrap();
    let large = vec![b'a'; usize::try_from(MAX_NOTE_BYTES).unwrap() + 1];
    folder.child("dump.md").write_binary(&large).unwrap();
    let snapshot = snapshot(&vault, &[], &ScopeOptions::default());
    assert_eq!(names(&snapshot), ["good.md"]);
    assert_eq!(
        said(&snapshot),
        [
            "`dump.md` is too large for a note: 17 MiB, and notes of up to 16 MiB are read",
            "`old.md` is not UTF-8 text (line 2)",
            "`x/gone.md` is not available on this machine, only in the cloud",
        ]
    );
    let json = serde_json::to_value(&snapshot.problems[1]).unwrap();
    assert_eq!(json["reason"], "not-utf8");
}

#[test]
fn names_as_long_as_they_may_be_and_names_that_look_alike_are_all_read() {
    let long = format!("{}.md", "n".repeat(252));
    let files = ["R\u{e9}union.md", "Re\u{301}union.md", long.as_str(), " blank .md"];
    let (_folder, vault) = vault_with(&files);
    let expect: BTreeSet<&str> = files.into_iter().collect();
    // A file system that composes names has one file of the two.
    let found = snapshot(&vault, &[], &ScopeOptions::default());
    assert!(names(&found).into_iter().collect::<BTreeSet<_>>() == expect || cfg!(target_os = "macos"));
}

#[cfg(unix)]
#[test]
fn links_pipes_and_names_that_are_no_text_are_listed() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let (folder, vault) = vault_with(&["Inbox/a.md"]);
    symlink(folder.path().join("Inbox/a.md"), folder.path().join("link.md")).unwrap();
    symlink(folder.path(), folder.path().join("Inbox/loop")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket.md")).unwrap();
    let odd = folder.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9.md"));
    let made = RealDisk.create(&odd, b"", None).is_ok();
    let snapshot = snapshot(&vault, &[], &ScopeOptions::default());
    assert_eq!(names(&snapshot), ["Inbox/a.md"]);
    let mut expect = vec![
        "`Inbox/loop` is a symbolic link, which is not followed",
        "`link.md` is a symbolic link, which is not followed",
        "`socket.md` is not a regular file",
    ];
    if made {
        expect.insert(1, "`caf\u{fffd}.md` has a name that is not UTF-8");
    }
    assert_eq!(said(&snapshot), expect);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_listed_with_what_the_system_says() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, vault) = vault_with(&["a.md", "shut/b.md", "c.md"]);
    let shut = std::fs::Permissions::from_mode(0o000);
    for name in ["a.md", "shut"] {
        std::fs::set_permissions(folder.path().join(name), shut.clone()).unwrap();
    }
    // Those who may read everything (root) find nothing to list.
    let may_read = vault.read(&RealDisk, &paths(&["a.md"])[0]).is_ok();
    let snapshot = snapshot(&vault, &[], &ScopeOptions::default());
    std::fs::set_permissions(folder.path().join("shut"), std::fs::Permissions::from_mode(0o700)).unwrap();
    if !may_read {
        assert_eq!(names(&snapshot), ["c.md"]);
        let codes: Vec<_> = snapshot.problems.iter().map(|it| (it.path.as_str(), it.reason.code())).collect();
        assert_eq!(codes, [("a.md", "unreadable"), ("shut", "unreadable")]);
    }
}

#[test]
fn a_note_that_goes_away_while_the_vault_is_read_is_listed() {
    let (folder, vault) = vault_with(&["a.md", "b.md"]);
    let listing = Listing::of(&RealDisk, &vault, &[], &Scope::of(&ScopeOptions::default()).unwrap());
    RealDisk.remove_temporary(&folder.path().join("a.md")).unwrap();
    let snapshot = Snapshot::read(&RealDisk, &vault, listing, |_, text| text.to_owned());
    assert_eq!((names(&snapshot), said(&snapshot)), (vec!["b.md"], vec!["`a.md` is not there".to_owned()]));
}

/// The settings of a vault with this `app.json`, and what is said of it.
fn settings(app: Option<&str>) -> (Settings, Vec<String>) {
    let (folder, vault) = vault_with(&[]);
    if let Some(app) = app {
        folder.child(".obsidian/app.json").write_str(app).unwrap();
    }
    let (settings, problems) = vault.settings(&RealDisk);
    (settings, problems.iter().map(ToString::to_string).collect())
}

#[test]
fn what_obsidian_was_told_is_read() {
    let app = r#"{"newLinkFormat": "relative", "useMarkdownLinks": true, "trashOption": "local",
        "attachmentFolderPath": "./files", "userIgnoreFilters": ["Archive/", "/^x/"], "fontSize": 14}"#;
    let expect = Settings {
        new_link_format: LinkFormat::Relative,
        use_markdown_links: true,
        trash: TrashOption::Local,
        attachment_folder: "./files".to_owned(),
        user_ignore_filters: vec!["Archive/".to_owned(), "/^x/".to_owned()],
        template_folder: None,
        tasks_filter: None,
    };
    assert_eq!(settings(Some(app)), (expect, vec![]));
    assert_eq!(settings(None), (Settings::default(), vec![]));
}

#[test]
fn settings_that_are_not_understood_leave_the_defaults_and_are_listed() {
    let (read, said) = settings(Some("{\"trashOption\": "));
    assert_eq!(read, Settings::default());
    assert!(
        said[0].starts_with("`.obsidian/app.json` cannot be understood, so the defaults hold: EOF"),
        "{said:?}"
    );
    let (read, said) = settings(Some(r#"{"trashOption": "shredder", "useMarkdownLinks": true}"#));
    assert!(read.use_markdown_links && read.trash == TrashOption::System);
    assert_eq!(
        said,
        ["`.obsidian/app.json` cannot be understood, so the defaults hold: `trashOption` is \"shredder\""]
    );
}
