//! Applying and undoing on the file system of the machine: what is refused, what is left, what is restored.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "it looks at what was done to files")]
#![cfg(unix)]

mod plans;

use assert_fs::TempDir;
use notefold::apply::{
    ApplyError, Choice, Holder, Lent, Lock, ReadyPlan, RunId, RunReport, State, Status, Stopped, execute,
    history, preflight, recover, status, undo,
};
use notefold::disk::{Attributes, Disk, RealDisk};
use notefold::group::Confidence;
use notefold::plan::{Plan, PlanError};
use notefold::vault::Vault;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

/// A vault in a temporary folder, and a state beside it.
struct Scene {
    folder: TempDir,
    vault: Vault,
    plan: Plan,
}

type Tree = BTreeMap<PathBuf, (Attributes, Option<Vec<u8>>)>;

impl Scene {
    fn new() -> Self {
        Self::with(false)
    }

    fn with(stubs: bool) -> Self {
        let folder = TempDir::new().unwrap();
        let root = folder.path().canonicalize().unwrap().join("My Vault");
        let notes = plans::notes();
        for (number, (place, text)) in plans::places(&root, &notes).into_iter().enumerate() {
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(&place, text).unwrap();
            fs::set_permissions(&place, fs::Permissions::from_mode([0o644, 0o600, 0o444][number % 3]))
                .unwrap();
        }
        let plan = plans::plan(&root, &notes, &plans::folds(), stubs);
        let vault = Vault::at(&RealDisk, &root).unwrap();
        Self { folder, vault, plan }
    }

    fn place(&self, path: &str) -> PathBuf {
        self.vault.root().join(path)
    }

    fn read(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.place(path)).ok()
    }

    fn state(&self) -> State {
        State::of(&self.folder.path().join("state"), &self.vault)
    }

    fn lock(&self) -> Result<Lock<'static>, ApplyError> {
        let holder = Holder { host: "here".to_owned(), process: 7, tool_version: plans::TOOL.to_owned() };
        Lock::take(&RealDisk, self.vault.clone(), self.state(), holder, now())
    }

    fn preflight(&self, choice: &Choice) -> Result<ReadyPlan<'_>, ApplyError> {
        preflight(&RealDisk, &self.vault, &self.plan, choice)
    }

    fn apply(&self) -> RunReport {
        let ready = self.preflight(&all()).unwrap();
        execute(ready, &self.lock().unwrap(), &mut lent(&mut |_, _| {})).unwrap()
    }

    fn undo(&self, only: &[&str]) -> Result<RunReport, ApplyError> {
        let only = only.iter().map(|id| (*id).to_owned()).collect();
        undo(&self.lock()?, None, &only, &mut lent(&mut |_, _| {}))
    }

    fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        for entry in walkdir::WalkDir::new(self.vault.root()) {
            let path = entry.unwrap().into_path();
            let attributes = RealDisk.attributes(&path).unwrap();
            tree.insert(path.clone(), (attributes, fs::read(&path).ok()));
        }
        tree
    }
}

fn now() -> jiff::Timestamp {
    "2026-11-22T04:30:12.5Z".parse().unwrap()
}

fn all() -> Choice {
    Choice {
        only: BTreeSet::new(),
        min_confidence: Confidence::Doubtful,
        tool_version: plans::TOOL.to_owned(),
    }
}

fn lent(progress: &mut dyn FnMut(usize, usize)) -> Lent<'_> {
    Lent { now: &now, progress, should_stop: &|| false }
}

fn done(report: &RunReport) -> Vec<&str> {
    report.done.iter().map(|group| group.id.as_str()).collect()
}

/// Applies the plan after something was done to the vault: these groups are left for these reasons, and nothing of
/// theirs is touched.
fn check_left(meddle: impl Fn(&Scene), left: &[(&str, &str)]) {
    let scene = Scene::new();
    meddle(&scene);
    let before = scene.tree();
    let report = scene.apply();
    assert!(report.stopped.is_none(), "{report:?}");
    let found: Vec<(&str, &str)> =
        report.left.iter().map(|left| (left.group.as_str(), left.why.as_str())).collect();
    assert_eq!(found, left);
    let after = scene.tree();
    for group in scene.plan.groups.iter().filter(|group| left.iter().any(|(id, _)| *id == group.id)) {
        // The links of its base may follow another group.
        for edit in &group.edits.retired {
            let place = scene.vault.place(&edit.path);
            let bytes = |tree: &Tree| tree.get(&place).map(|(_, bytes)| bytes.clone());
            assert_eq!(bytes(&after), bytes(&before), "{}", edit.path);
        }
        let canonical = scene.vault.place(&group.notes[0].path);
        let bytes = after.get(&canonical).and_then(|(_, bytes)| bytes.clone());
        let text = group.fold.canonical.text.as_bytes();
        assert!(group.edits.canonical.is_none() || bytes.is_none_or(|bytes| bytes != text));
    }
    assert!(after.keys().all(|path| !path.to_string_lossy().contains(".notefold-")));
}

#[test]
fn a_plan_is_applied_and_undone_to_the_nanosecond() {
    for stubs in [false, true] {
        let scene = Scene::with(stubs);
        let before = scene.tree();
        let report = scene.apply();
        assert_eq!(done(&report), ["ana", "xu", "same"]);
        assert!(report.left.is_empty() && report.kept.is_empty());
        assert_eq!(scene.read("Hub.md").unwrap(), "[[Ana]] and [[Ana|ana]] and [[Xu]]\n");
        assert_eq!(
            scene.read(".trash/Inbox/Ana 1.md").unwrap(),
            "# Ana\r\n\r\n- [?] Send the deck to Bo\r\n"
        );
        assert_eq!(scene.read("Inbox/Ana 1.md").is_some(), stubs);
        let mode = |path: &str| RealDisk.attributes(&scene.place(path)).unwrap().mode;
        let was = |path: &str| before[&scene.place(path)].0.mode;
        assert_eq!(mode("Inbox/Ana.md"), was("Inbox/Ana.md"));
        assert_eq!(mode(".trash/Inbox/Yes.md"), was("Inbox/Yes.md"));
        let report = scene.undo(&[]).unwrap();
        assert_eq!(done(&report), ["same", "xu", "ana"]);
        assert_eq!(scene.tree(), before);
        assert!(matches!(scene.undo(&[]), Err(ApplyError::NothingToUndo)));
    }
}

#[test]
fn a_group_with_a_file_that_changed_is_left_whole() {
    check_left(
        |scene| fs::write(scene.place("Inbox/Yes.md"), "new").unwrap(),
        &[("xu", "`Inbox/Yes.md` has changed since the plan was made")],
    );
    check_left(
        |scene| fs::write(scene.place("Hub.md"), "new").unwrap(),
        &[
            ("ana", "`Hub.md` has changed since the plan was made"),
            ("xu", "`Hub.md` has changed since the plan was made"),
        ],
    );
    check_left(
        |scene| fs::remove_file(scene.place("Same/Same.md")).unwrap(),
        &[("same", "`Same/Same.md` is not there any more")],
    );
}

#[test]
fn links_special_files_and_files_with_two_names_are_not_touched() {
    check_left(
        |scene| {
            fs::rename(scene.place("Other"), scene.folder.path().join("Elsewhere")).unwrap();
            symlink(scene.folder.path().join("Elsewhere"), scene.place("Other")).unwrap();
        },
        &[("ana", "`Other/ana.md` is reached through a symbolic link, which is not followed")],
    );
    check_left(
        |scene| {
            fs::rename(scene.place("Same/Same.md"), scene.place("Same/real.md")).unwrap();
            symlink("real.md", scene.place("Same/Same.md")).unwrap();
        },
        &[("same", "`Same/Same.md` is reached through a symbolic link, which is not followed")],
    );
    check_left(
        |scene| fs::hard_link(scene.place("Same/Same.md"), scene.folder.path().join("second")).unwrap(),
        &[(
            "same",
            "`Same/Same.md` is one file with 2 names (hard links), and which of them is meant cannot be told",
        )],
    );
    check_left(
        |scene| {
            fs::remove_file(scene.place("Same/Same.md")).unwrap();
            fs::create_dir(scene.place("Same/Same.md")).unwrap();
        },
        &[("same", "`Same/Same.md` is not a regular file")],
    );
}

#[test]
fn a_name_that_is_taken_is_not_taken_again() {
    let trash = |scene: &Scene, name: &str| {
        fs::create_dir_all(scene.place(".trash/Inbox")).unwrap();
        fs::write(scene.place(".trash/Inbox").join(name), "older").unwrap();
    };
    check_left(|scene| trash(scene, "Yes.md"), &[("xu", "`.trash/Inbox/Yes.md` exists already")]);
    check_left(
        |scene| trash(scene, "YES.md"),
        &[("xu", "`.trash/Inbox/Yes.md` differs from `YES.md`, which exists, only by how it is written")],
    );
    let elsewhere = "a symbolic link, which is not followed";
    let why = |path: &str| format!("`.trash/{path}` is reached through {elsewhere}");
    check_left(
        |scene| symlink(scene.folder.path(), scene.place(".trash")).unwrap(),
        &[
            ("ana", &why("Inbox/Ana 1.md")),
            ("xu", &why("Inbox/Yes.md")),
            ("same", &why("Same/Deep/Er/Same.md")),
        ],
    );
    check_left(
        |scene| fs::write(scene.place(".trash"), "").unwrap(),
        &[
            ("ana", "`.trash` is not a folder"),
            ("xu", "`.trash` is not a folder"),
            ("same", "`.trash` is not a folder"),
        ],
    );
}

#[test]
fn only_what_was_chosen_is_applied() {
    let mut scene = Scene::new();
    scene.plan.groups[1].waits.push("two owners".to_owned());
    scene.plan.groups[2].confidence = Confidence::Likely;
    let ids = |choice: &Choice| {
        let ready = scene.preflight(choice).unwrap();
        let ids: Vec<String> = ready.groups().map(str::to_owned).collect();
        let left: Vec<String> = ready.left().iter().map(|left| left.why.clone()).collect();
        (ids.join(" "), left.join("; "))
    };
    let only = |id: &str| Choice { only: [id.to_owned()].into(), ..all() };
    assert_eq!(ids(&all()), ("ana same".to_owned(), "it waits for a decision: two owners".to_owned()));
    assert_eq!(ids(&only("xu")).0, "xu");
    let (sure, why) = ids(&Choice { min_confidence: Confidence::Certain, ..all() });
    assert_eq!(sure, "ana");
    assert!(why.ends_with("it is likely, and only groups that are at least certain were asked for"), "{why}");
    assert!(
        matches!(scene.preflight(&only("none")), Err(ApplyError::NoSuchGroup { group }) if group == "none")
    );
}

#[test]
fn a_plan_for_another_vault_or_of_another_version_is_refused() {
    let mut scene = Scene::new();
    let other = Choice { tool_version: "9".to_owned(), ..all() };
    assert!(matches!(scene.preflight(&other), Err(ApplyError::OtherTool { .. })));
    scene.plan.vault.root.push('x');
    assert!(matches!(scene.preflight(&all()), Err(ApplyError::OtherVault { .. })));
}

#[test]
fn a_hostile_plan_file_is_refused() {
    let scene = Scene::new();
    let good = plans::json(scene.vault.root(), &plans::notes(), &plans::folds(), false).to_string();
    for (from, to) in [
        (".trash/Inbox/Yes.md", "../Yes.md"),
        (".trash/Inbox/Yes.md", "/tmp/Yes.md"),
        (".trash/Inbox/Yes.md", ".obsidian/Yes.md"),
        (".trash/Inbox/Yes.md", ".trash/Inbox/Ana 1.md"),
        (".trash/Inbox/Yes.md", ".trash/../Yes.md"),
        ("Inbox/Yes.md", ".git/Yes.md"),
        ("\"format_version\":1,\"groups\"", "\"format_version\":2,\"groups\""),
        ("\"mentions\"", "\"mansions\""),
    ] {
        let hostile = good.replace(from, to);
        assert_ne!(hostile, good, "{from}");
        let refused: Result<Plan, PlanError> = Plan::parse(hostile.as_bytes());
        assert!(refused.is_err(), "{from} → {to}");
    }
}

#[test]
fn two_runs_at_once_are_one_too_many() {
    let scene = Scene::new();
    let lock = scene.lock().unwrap();
    let error = scene.lock().err().unwrap();
    assert!(matches!(&error, ApplyError::Locked { by } if by.contains("process 7 on here")), "{error}");
    drop(lock);
    scene.lock().unwrap();
}

#[test]
fn a_run_stops_between_groups_when_it_is_told_to() {
    let scene = Scene::new();
    let asked = Cell::new(0);
    let should_stop = || asked.replace(asked.get() + 1) == 1;
    let ready = scene.preflight(&all()).unwrap();
    let mut lent = Lent { now: &now, progress: &mut |_, _| {}, should_stop: &should_stop };
    let report = execute(ready, &scene.lock().unwrap(), &mut lent).unwrap();
    assert_eq!(done(&report), ["ana"]);
    assert!(matches!(report.stopped, Some(Stopped::Asked)));
    assert_eq!(report.left.len(), 2);
    assert_eq!(status(&RealDisk, &scene.state()).unwrap(), Status::Clean);
}

#[test]
fn undo_leaves_what_was_edited_since_and_brings_the_variants_back_beside_it() {
    let scene = Scene::new();
    let before = scene.tree();
    scene.apply();
    fs::write(scene.place("Inbox/Xu.md"), "# Xu, edited\n").unwrap();
    // The trash was emptied of one, and another was edited there.
    fs::remove_file(scene.place(".trash/Inbox/Ana 1.md")).unwrap();
    fs::write(scene.place(".trash/Other/ana.md"), "edited in the trash").unwrap();
    // And the name of a third is taken.
    fs::create_dir_all(scene.place("Same/Deep/Er")).unwrap();
    fs::write(scene.place("Same/Deep/Er/Same.md"), "taken").unwrap();
    let report = scene.undo(&[]).unwrap();
    assert_eq!(done(&report), ["same", "xu", "ana"]);
    let kept: Vec<String> = report
        .done
        .iter()
        .flat_map(|group| &group.kept)
        .map(|kept| format!("`{}` {}", kept.path, kept.what))
        .collect();
    assert_eq!(
        kept,
        [
            "`.trash/Same/Deep/Er/Same.md` stays where it is: `Same/Deep/Er/Same.md` is taken",
            "`Inbox/Xu.md` was changed since, and stays as it is",
            "`.trash/Other/ana.md` was changed since, and stays; `Other/ana.md` comes from the backup",
        ]
    );
    assert_eq!(scene.read("Inbox/Xu.md").unwrap(), "# Xu, edited\n");
    assert_eq!(scene.read(".trash/Other/ana.md").unwrap(), "edited in the trash");
    assert_eq!(scene.read("Same/Deep/Er/Same.md").unwrap(), "taken");
    let after = scene.tree();
    for path in ["Inbox/Yes.md", "Inbox/Ana.md", "Inbox/Ana 1.md", "Other/ana.md", "Hub.md", "Map.canvas"] {
        assert_eq!(after[&scene.place(path)], before[&scene.place(path)], "{path}");
    }
}

#[test]
fn one_group_is_undone_and_the_others_stand() {
    let scene = Scene::new();
    let before = scene.tree();
    scene.apply();
    scene.undo(&["same"]).unwrap();
    assert_eq!(scene.read("Same/Deep/Er/Same.md").unwrap(), "Same");
    assert!(scene.read("Inbox/Yes.md").is_none());
    assert!(matches!(scene.undo(&["none"]), Err(ApplyError::NoSuchGroup { .. })));
    let past = history(&RealDisk, &scene.state()).unwrap();
    let undone: Vec<Option<RunId>> = past[0].done.iter().map(|group| group.undone_by.clone()).collect();
    assert_eq!(undone, [None, None, Some(past[1].run.clone())]);
    assert_eq!(past[1].undoes.as_ref(), Some(&past[0].run));
    scene.undo(&[]).unwrap();
    assert_eq!(scene.tree(), before);
}

#[test]
fn a_note_that_links_to_two_groups_follows_the_one_that_is_undone() {
    let scene = Scene::new();
    let before = scene.tree();
    scene.apply();
    assert_eq!(scene.read("Hub.md").unwrap(), "[[Ana]] and [[Ana|ana]] and [[Xu]]\n");
    let report = scene.undo(&["ana"]).unwrap();
    assert!(report.done.iter().all(|group| group.kept.is_empty()), "{report:?}");
    assert_eq!(scene.read("Hub.md").unwrap(), "[[Ana 1]] and [[ana]] and [[Xu]]\n");
    assert_eq!(scene.read("Inbox/Ana.md").unwrap(), "# Ana\n\n- [ ] Send the deck\n- see [[Xu]]\n");
    scene.undo(&[]).unwrap();
    assert_eq!(files(scene.tree()), files(before));

    let scene = Scene::new();
    let before = scene.tree();
    scene.apply();
    scene.undo(&["xu"]).unwrap();
    assert_eq!(scene.read("Hub.md").unwrap(), "[[Ana]] and [[Ana|ana]] and [[Yes]]\n");
    assert!(scene.read("Inbox/Ana.md").unwrap().contains("[[Yes]]"));
    scene.undo(&[]).unwrap();
    assert_eq!(files(scene.tree()), files(before));
}

/// What is a file: the times of folders can be told only where nothing else has changed in them.
fn files(mut tree: Tree) -> Tree {
    tree.retain(|_, (_, bytes)| bytes.is_some());
    tree
}

#[test]
fn a_journal_that_cannot_be_believed_stops_everything() {
    let scene = Scene::new();
    let report = scene.apply();
    let journal =
        scene.state().folder().join("runs").join(report.run.unwrap().to_string()).join("journal.jsonl");
    let good = fs::read_to_string(&journal).unwrap();
    let refused = |text: &str| {
        fs::write(&journal, text).unwrap();
        assert!(matches!(status(&RealDisk, &scene.state()), Err(ApplyError::Journal { .. })), "{text}");
        assert!(matches!(scene.undo(&[]), Err(ApplyError::Journal { .. })));
        assert!(matches!(recover(&scene.lock().unwrap(), &now), Err(ApplyError::Journal { .. })));
    };
    refused(&good.replace("\"format_version\":1", "\"format_version\":2"));
    refused(&good.replace("\"kind\":\"apply\"", "\"kind\":\"apply\",\"sudo\":true"));
    refused(&good.replace("\"to\":\".trash/Inbox/Yes.md\"", "\"to\":\"../Yes.md\""));
    refused(&good.replace("\"to\":\".trash/Inbox/Yes.md\"", "\"to\":\".obsidian/app.json\""));
    refused(&good.replace(".tmp", ".md"));
    refused(&good.replacen("{\"record\":\"ready\"", "{\"record\":\"steady\"", 1));
    let lines: Vec<&str> = good.lines().collect();
    refused(&format!("{}\n{}\n{}\n", lines[0], lines[2], lines[1]));
    fs::write(&journal, &good).unwrap();
    assert_eq!(status(&RealDisk, &scene.state()).unwrap(), Status::Clean);
    // Torn at the end: the run is unfinished, and nothing begins before it is recovered.
    fs::write(&journal, good.get(..good.len() - 5).unwrap()).unwrap();
    assert!(matches!(scene.undo(&[]), Err(ApplyError::Unfinished { .. })));
    let recovery = recover(&scene.lock().unwrap(), &now).unwrap().unwrap();
    assert_eq!((recovery.done, recovery.taken_back), (3, None));
    scene.undo(&[]).unwrap();
}

#[test]
fn what_is_kept_of_a_run_is_for_the_user_alone_and_holds_no_text() {
    let scene = Scene::new();
    let report = scene.apply();
    for entry in walkdir::WalkDir::new(scene.state().folder()) {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        let expected = if entry.file_type().is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode, expected, "{}", entry.path().display());
    }
    let run = scene.state().folder().join("runs").join(report.run.unwrap().to_string());
    let journal = fs::read_to_string(run.join("journal.jsonl")).unwrap();
    assert!(!journal.contains("Send the deck"), "{journal}");
    let backups: BTreeSet<String> = walkdir::WalkDir::new(run.join("backup"))
        .into_iter()
        .filter_map(|entry| fs::read_to_string(entry.unwrap().path()).ok())
        .collect();
    for path in ["Inbox/Ana.md", "Inbox/Ana 1.md", "Hub.md", "Map.canvas", "Same/Same.md"] {
        // A base that is not written to is not touched.
        assert!(backups.contains(plans::notes()[path]), "{path}");
    }
}

#[test]
fn the_vault_may_be_on_another_file_system_than_the_state() {
    let Ok(elsewhere) = TempDir::new_in("/dev/shm") else { return };
    let scene = Scene::new();
    let state = State::of(Path::new(elsewhere.path()), &scene.vault);
    let before = scene.tree();
    let holder = Holder { host: "here".to_owned(), process: 7, tool_version: plans::TOOL.to_owned() };
    let lock = Lock::take(&RealDisk, scene.vault.clone(), state, holder, now()).unwrap();
    let report = execute(scene.preflight(&all()).unwrap(), &lock, &mut lent(&mut |_, _| {})).unwrap();
    assert_eq!(report.done.len(), 3);
    undo(&lock, None, &BTreeSet::new(), &mut lent(&mut |_, _| {})).unwrap();
    assert_eq!(scene.tree(), before);
}
