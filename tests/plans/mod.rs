//! Plans for tests, made by hand: what the planner would give for a few notes, without the planner.

use notefold::disk::ContentHash;
use notefold::plan::Plan;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The version the plans say they are of.
pub(crate) const TOOL: &str = "0.0.0-test";

/// A group to be folded.
pub(crate) struct Fold {
    pub(crate) id: &'static str,
    /// The notes, the base first.
    pub(crate) notes: &'static [&'static str],
    /// What the base becomes, if that is another text.
    pub(crate) canonical: Option<&'static str>,
    /// Links that follow: the file, whether in its canonical text, what stands there, what will.
    pub(crate) links: &'static [(&'static str, bool, &'static str, &'static str)],
    pub(crate) waits: &'static [&'static str],
    pub(crate) confidence: &'static str,
}

/// A vault of notes.
pub(crate) type Notes = BTreeMap<&'static str, &'static str>;

/// A vault with what a plan has to deal with: notes in two folders, a note that links into two groups, a canonical note
/// that another group's links change, a base that says it all already, an empty note.
pub(crate) fn notes() -> Notes {
    [
        ("Inbox/Ana.md", "# Ana\n\n- [ ] Send the deck\n- see [[Yes]]\n"),
        ("Inbox/Ana 1.md", "# Ana\r\n\r\n- [?] Send the deck to Bo\r\n"),
        ("Other/ana.md", "\u{feff}# Ana ⏫\n\nEmbedded.\n"),
        ("Inbox/Xu.md", "# Xu\n\n- [ ] One\n"),
        ("Inbox/Yes.md", "# Xu\n\n- [ ] Two\n"),
        ("Same/Same.md", "Same"),
        ("Same/Deep/Er/Same.md", "Same"),
        ("Empty.md", ""),
        ("Hub.md", "[[Ana 1]] and [[ana]] and [[Yes]]\n"),
        ("Map.canvas", "{\"nodes\":[{\"file\":\"Inbox/Yes.md\"}]}"),
        (".obsidian/app.json", "{}"),
    ]
    .into()
}

/// What is folded of [`notes`].
pub(crate) fn folds() -> Vec<Fold> {
    vec![
        Fold {
            id: "ana",
            notes: &["Inbox/Ana.md", "Inbox/Ana 1.md", "Other/ana.md"],
            canonical: Some("# Ana\n\n- [ ] Send the deck to Bo ⏫\n- see [[Yes]]\n\nEmbedded.\n"),
            links: &[("Hub.md", false, "[[Ana 1]] and [[ana]]", "[[Ana]] and [[Ana|ana]]")],
            waits: &[],
            confidence: "certain",
        },
        Fold {
            id: "xu",
            notes: &["Inbox/Xu.md", "Inbox/Yes.md"],
            canonical: Some("# Xu\n\n- [ ] One\n- [ ] Two\n"),
            links: &[
                ("Hub.md", false, "[[Yes]]", "[[Xu]]"),
                ("Inbox/Ana.md", false, "[[Yes]]", "[[Xu]]"),
                ("Inbox/Ana.md", true, "[[Yes]]", "[[Xu]]"),
                ("Map.canvas", false, "Yes", "Xu"),
            ],
            waits: &[],
            confidence: "certain",
        },
        Fold {
            id: "same",
            notes: &["Same/Same.md", "Same/Deep/Er/Same.md"],
            canonical: None,
            links: &[],
            waits: &[],
            confidence: "certain",
        },
    ]
}

/// The plan that folds these in the vault at `root`.
pub(crate) fn plan(root: &Path, notes: &Notes, folds: &[Fold], stubs: bool) -> Plan {
    let json = json(root, notes, folds, stubs);
    Plan::parse(json.to_string().as_bytes()).unwrap()
}

/// The same as the file it is written as.
pub(crate) fn json(root: &Path, notes: &Notes, folds: &[Fold], stubs: bool) -> Value {
    let hash = |text: &str| ContentHash::of(text.as_bytes()).to_string();
    let group = |fold: &Fold| {
        let (base, others) = fold.notes.split_first().unwrap();
        let canonical = fold.canonical.unwrap_or(notes[base]);
        let planned = |path: &&str| json!({"path": path, "sha256": hash(notes[path])});
        let retired = |path: &&str| {
            let stub = stubs.then(|| format!("---\nmerged_into: \"[[{base}]]\"\n---\n"));
            json!({"path": path, "expected": hash(notes[path]), "to": format!(".trash/{path}"), "stub": stub})
        };
        let link = |(path, in_canonical, old, new): &(&str, bool, &str, &str)| {
            let text = if *in_canonical {
                folds.iter().find(|fold| fold.notes[0] == *path).unwrap().canonical.unwrap()
            } else {
                notes[path]
            };
            let of = if *in_canonical { "canonical" } else { "file" };
            json!({"path": path, "of": of, "expected": hash(text), "result": hash(&text.replacen(old, new, 1)),
                "changes": [{"start": text.find(old).unwrap(), "old": old, "new": new}]})
        };
        let edit = fold
            .canonical
            .map(|text| json!({"path": base, "expected": hash(notes[base]), "result": hash(text)}));
        json!({
            "id": fold.id, "confidence": fold.confidence, "evidence": [], "waits": fold.waits,
            "notes": fold.notes.iter().map(planned).collect::<Vec<_>>(),
            "fold": {"format_version": 1, "variants": [], "canonical": {"path": base, "text": canonical, "items": 0},
                "rows": [], "frontmatter": [], "set_aside": [], "repairs": [], "problems": []},
            "edits": {"canonical": edit, "links": fold.links.iter().map(link).collect::<Vec<_>>(),
                "retired": others.iter().map(retired).collect::<Vec<_>>()},
        })
    };
    json!({
        "format_version": 1, "tool_version": TOOL, "vault": {"root": root},
        "retire": {"how": if stubs { "stub" } else { "trash" }},
        "groups": folds.iter().map(group).collect::<Vec<_>>(), "left": [], "mentions": [],
    })
}

/// Where the notes are on a disk.
pub(crate) fn places(root: &Path, notes: &Notes) -> BTreeMap<PathBuf, String> {
    notes.iter().map(|(path, text)| (root.join(path), (*text).to_owned())).collect()
}
