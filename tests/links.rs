//! Invariant 11 over generated vaults: no link changes its target except by the merge, and none breaks.

#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a test that cannot go on fails")]

use notefold::links::{
    Change, Folded, Follow, Link, Mentions, Moves, Names, Syntax, Whereabouts, apply, mention_of, of_canvas,
    of_note,
};
use notefold::vault::{LinkFormat, VaultPath};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const FOLDERS: [&str; 7] = ["", "In", "in box", "In/Bot", "Work", "Work/In", "Ré"];

/// Names that clash: in case, in how letters are composed, as ends of one another; and names that have to be encoded.
const NAMES: [&str; 14] = [
    "Sync.md",
    "sync.md",
    "R\u{e9}union.md",
    "Re\u{301}union.md",
    "In.md",
    "a b (c).md",
    "100% it's.md",
    "v1.2.md",
    "v1.2",
    "Sync",
    "pic.png",
    "A & B; c.md",
    "(x.md",
    "Other.md",
];

/// Ways to write a link; `@` is the target, with its subpath.
const FORMS: [&str; 12] = [
    "see [[@]].",
    "- [[@|alias]] x",
    "![[@|100x20]]",
    "| [[@\\|cell]] |",
    "[text](%)",
    "![alt](<@> \"title\")",
    "[*t*](% 'title')",
    "[ref]: %",
    "%% inline [[@]] %% x",
    "> quoted [[@]] `code`",
    "[![x](%)](%)",
    "# H [[@]]",
];

const SUBPATHS: [&str; 4] = ["", "#To do", "#A#B", "#^id-1"];

fn path(text: &str) -> VaultPath {
    VaultPath::of(Path::new(text)).unwrap()
}

#[derive(Debug, Clone)]
struct Vault {
    files: Vec<VaultPath>,
    moves: Moves,
    format: LinkFormat,
    file: VaultPath,
    text: String,
    canvas: String,
}

/// How a link may name a file: by its name, by its path, from a folder, from the vault's.
fn target(file: &VaultPath, from: &VaultPath, how: u8) -> String {
    let bare = |text: &str| text.strip_suffix(".md").unwrap_or(text).to_owned();
    let depth = from.parts().count() - 1;
    match how % 7 {
        0 => bare(file.name()),
        1 => file.name().to_owned(),
        2 => bare(file.as_str()),
        3 => format!("/{file}"),
        4 => format!(
            "{}{}",
            if depth == 0 { "./".to_owned() } else { "../".repeat(depth) },
            bare(file.as_str())
        ),
        5 => bare(file.as_str()).to_uppercase(),
        _ => "No such note".to_owned(),
    }
}

fn encoded(target: &str) -> String {
    target.replace('%', "%25").replace(' ', "%20").replace('(', "%28").replace(')', "%29").replace('&', "%26")
}

type Drawn = (Vec<(Index, Index)>, Vec<(Index, Index, u8)>, Vec<(Index, u8, Index, Index)>, Index, u8, bool);

fn vault() -> impl Strategy<Value = Vault> {
    let index = any::<Index>;
    (
        proptest::collection::vec((index(), index()), 3..14),
        proptest::collection::vec((index(), index(), 0_u8..3), 1..4),
        proptest::collection::vec((index(), any::<u8>(), index(), index()), 1..12),
        index(),
        any::<u8>(),
        any::<bool>(),
    )
        .prop_map(build)
}

fn build((files, folds, links, file, style, archive): Drawn) -> Vault {
    let place = |(folder, name): &(Index, Index)| {
        let (folder, name) = (FOLDERS[folder.index(FOLDERS.len())], NAMES[name.index(NAMES.len())]);
        if folder.is_empty() { path(name) } else { path(&format!("{folder}/{name}")) }
    };
    let mut files: Vec<VaultPath> = files.iter().map(place).collect();
    files.push(path("Work/home.md"));
    // No link can tell files whose paths differ in case alone.
    files.sort_by_key(|file| (file.key(), file.clone()));
    files.dedup_by_key(|file| file.key());
    let notes: Vec<&VaultPath> = files.iter().filter(|file| file.is_note()).collect();
    let mut moves = Moves::default();
    for (group, (keep, retire, _)) in folds.iter().enumerate() {
        let (keep, retire) = (notes[keep.index(notes.len())], notes[retire.index(notes.len())]);
        if keep == retire || moves.folded.contains_key(keep) || moves.folded.contains_key(retire) {
            continue;
        }
        let subpaths = BTreeMap::from([("#to do".to_owned(), "#Next (steps)".to_owned())]);
        let folded = Folded { group, into: keep.clone(), subpaths };
        let stays = Folded { subpaths: BTreeMap::new(), ..folded.clone() };
        moves.folded.insert(keep.clone(), stays);
        moves.folded.insert(retire.clone(), folded);
        moves.gone.insert(retire.clone(), group);
        if archive {
            moves.new.insert(path(&format!("Archive/{retire}")), group);
        }
    }
    let file = notes[file.index(notes.len())].clone();
    let mut text = String::from("---\ntitle: x\n");
    let mut body = String::new();
    for (to, how, form, subpath) in &links {
        let subpath = SUBPATHS[subpath.index(SUBPATHS.len())];
        let to = target(&files[to.index(files.len())], &file, *how);
        let form = FORMS[form.index(FORMS.len())];
        let written = form.replace('%', "\u{1}").replace("\u{1}\u{1}", "%%");
        let wiki = format!("{to}{subpath}");
        let code = encoded(&wiki);
        body.push_str(&written.replace('@', &wiki).replace('\u{1}', &code));
        body.push_str("\n\n");
        if how % 3 == 0 {
            text.push_str(&format!("p{}: '[[{}]]'\n", body.len(), wiki.replace('\'', "''")));
        }
    }
    let nodes: Vec<String> = links
        .iter()
        .map(|(to, _, _, subpath)| {
            let to = &files[to.index(files.len())];
            let subpath = SUBPATHS[subpath.index(SUBPATHS.len())];
            let subpath = serde_json::json!(subpath);
            format!(
                r#"{{ "type":"file","k": [1.50], "file" :{},"subpath":{subpath}}}"#,
                serde_json::json!(to)
            )
        })
        .chain([format!(r#"{{"type":"text","text":{}, "x":1e2}}"#, serde_json::json!(body))])
        .collect();
    let canvas = format!("{{\"nodes\":[\n{}\n] ,\"edges\":[]}}", nodes.join(",\n\t"));
    text.push_str("---\n");
    text.push_str(&body);
    text.push_str("```\n[[Sync]] [x](Sync.md)\n```\n");
    let format = [LinkFormat::Shortest, LinkFormat::Relative, LinkFormat::Absolute][usize::from(style % 3)];
    Vault { files, moves, format, file, text, canvas }
}

fn means<'a>(names: &'a Names, from: &'a VaultPath, link: &Link) -> Option<&'a VaultPath> {
    match link.syntax {
        Syntax::FileNode { .. } => names.resolve(from, &format!("/{}", link.path)),
        Syntax::Wikilink | Syntax::Embed | Syntax::Markdown { .. } => names.resolve(from, &link.path),
    }
}

/// The files there are when these groups have been applied.
fn applied(vault: &Vault, groups: &BTreeSet<usize>) -> Names {
    let gone = |file: &&VaultPath| vault.moves.gone.get(*file).is_some_and(|group| groups.contains(group));
    let stays = vault.files.iter().filter(|file| !gone(file));
    let new = vault.moves.new.iter().filter(|(_, group)| groups.contains(group)).map(|(file, _)| file);
    Names::of(stays.chain(new))
}

/// Holds invariant 11 for the links that `read` finds in `text`, which stands in `from`.
fn holds(
    vault: &Vault,
    text: &str,
    from: Whereabouts<'_>,
    read: impl Fn(&str) -> Vec<Link>,
) -> Result<Vec<Change>, TestCaseError> {
    let before = Names::of(&vault.files);
    let links = read(text);
    let follow = Follow::new(&before, &vault.moves, vault.format);
    let followed = follow.changes(text, from, &links);
    prop_assert!(followed.stuck.is_empty(), "{:?}", followed.stuck);
    prop_assert!(followed.changes.is_sorted_by(|one, other| one.span.end <= other.span.start));

    // Every group alone, and all of them.
    let all: BTreeSet<usize> = vault.moves.folded.values().map(|folded| folded.group).collect();
    let alone = all.iter().map(|group| BTreeSet::from([*group]));
    for groups in alone.chain([all.clone()]) {
        let after = applied(vault, &groups);
        let made: Vec<Change> = followed
            .changes
            .iter()
            .filter(|change| change.group.is_none_or(|group| groups.contains(&group)))
            .cloned()
            .collect();
        let changed = apply(text, &made);
        let again = read(&changed);
        prop_assert_eq!(links.len(), again.len(), "{}\n{}", text, changed);
        for (old, new) in links.iter().zip(&again) {
            let target = means(&before, from.before, old);
            let folded = target.and_then(|target| vault.moves.folded.get(target));
            let folded = folded.filter(|folded| groups.contains(&folded.group));
            if target.is_some() {
                let wanted = folded.map(|folded| &folded.into).or(target);
                let found = means(&after, from.after, new);
                prop_assert_eq!(found, wanted, "{:?}\n{:?}\nin {:?}", old, new, from);
            }
            let renamed = folded.and_then(|folded| folded.subpaths.get(&old.subpath.to_lowercase()));
            prop_assert_eq!(renamed.unwrap_or(&old.subpath), &new.subpath);
            // What is shown stays, save for the targets of images in it.
            let shown = |link: &Link| link.alias.clone().filter(|alias| !alias.contains("]("));
            prop_assert_eq!(shown(old), shown(new));
            let is_same_kind =
                matches!((old.syntax, new.syntax), (Syntax::FileNode { .. }, Syntax::FileNode { .. }));
            prop_assert!(old.syntax == new.syntax || is_same_kind);
            prop_assert_eq!(old.enclosure, new.enclosure);
        }
        // What is not changed has the same bytes.
        let mut rest = changed.as_str();
        let mut at = 0;
        for change in &made {
            let between = &text.as_bytes()[at..change.span.start];
            prop_assert!(
                rest.as_bytes().starts_with(between) && rest[between.len()..].starts_with(&change.new)
            );
            rest = &rest[between.len() + change.new.len()..];
            at = change.span.end;
        }
        prop_assert_eq!(rest.as_bytes(), &text.as_bytes()[at..]);
        // A second time nothing is left to do.
        if groups == all {
            let settled = Moves { new: BTreeMap::new(), ..vault.moves.clone() };
            let again = Follow::new(&after, &settled, vault.format).changes(
                &changed,
                Whereabouts::stays(from.after),
                &again,
            );
            prop_assert_eq!(again.changes, vec![]);
        }
    }
    Ok(followed.changes)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 512,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(11),
        ..ProptestConfig::default()
    })]

    #[test]
    fn invariant_11_every_link_of_a_note_means_what_it_meant(vault in vault()) {
        holds(&vault, &vault.text, Whereabouts::stays(&vault.file), of_note)?;
    }

    #[test]
    fn invariant_11_every_link_of_a_text_that_moves_means_what_it_meant(
        vault in vault(), to in select(&FOLDERS[..])
    ) {
        let to = path(format!("{to}/moved.md").trim_start_matches('/'));
        let vault = Vault { files: vault.files.iter().chain([&to]).cloned().collect(), ..vault.clone() };
        let before = Names::of(&vault.files);
        // A local link is to the note the text moves to, which only folding can mean.
        let mut moves = Moves::default();
        let folded = Folded { group: 0, into: to.clone(), subpaths: BTreeMap::new() };
        moves.folded.insert(vault.file.clone(), folded);
        moves.gone.insert(vault.file.clone(), 0);
        let vault = Vault { moves, ..vault };
        let moved = Whereabouts { before: &vault.file, after: &to };
        let links = of_note(&vault.text);
        let followed = Follow::new(&before, &vault.moves, vault.format).changes(&vault.text, moved, &links);
        let changed = apply(&vault.text, &followed.changes);
        let after = applied(&vault, &BTreeSet::from([0]));
        for (old, new) in links.iter().zip(&of_note(&changed)) {
            let target = means(&before, moved.before, old);
            let wanted = target.map(|target| if *target == vault.file { &to } else { target });
            if wanted.is_some() {
                prop_assert_eq!(means(&after, moved.after, new), wanted, "{:?}\n{:?}", old, new);
            }
        }
    }

    #[test]
    fn invariant_11_every_link_of_a_canvas_means_what_it_meant(vault in vault()) {
        let read = |text: &str| {
            let canvas = of_canvas(text);
            assert_eq!(canvas.problems, Vec::<String>::new());
            canvas.links
        };
        let file = path("Work/board.canvas");
        let changes = holds(&vault, &vault.canvas, Whereabouts::stays(&file), read)?;
        let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        let (old, new) = (json(&vault.canvas), json(&apply(&vault.canvas, &changes)));
        for (old, new) in old["nodes"].as_array().unwrap().iter().zip(new["nodes"].as_array().unwrap()) {
            for key in ["type", "k", "x"] {
                prop_assert_eq!(&old[key], &new[key]);
            }
        }
    }

    #[test]
    fn every_name_that_is_linked_is_mentioned(vault in vault(), noise in "[\\[\\]()<>#|%&;:\\\\ a-c\n`'\"!]{0,60}") {
        let names = Names::of(&vault.files);
        for text in [&vault.text, &noise] {
            let mentions = Mentions::of(&vault.file, text);
            for link in of_note(text).iter().filter(|link| !link.path.is_empty()) {
                let own = path(link.path.trim_start_matches(['/', '.']).trim());
                prop_assert!(mentions.any_of(&[mention_of(&own)]), "{:?}", link);
                if let Some(target) = names.resolve(&vault.file, &link.path) {
                    prop_assert!(mentions.any_of(&[mention_of(target)]), "{:?}", link);
                }
            }
        }
    }

    #[test]
    fn reading_links_never_fails_and_their_targets_do_not_overlap(
        text in "([\\[\\]()<>#|%!:\\\\ a\n`'\"{},-]|\\[\\[|\\]\\]|%%|---\n|a: \"\\[\\[b\\]\\]\"\n){0,80}"
    ) {
        let links = of_note(&text);
        let mut targets: Vec<_> = links.iter().map(|link| link.target).collect();
        targets.sort();
        prop_assert!(targets.is_sorted_by(|one, other| one.end <= other.start), "{:?}", links);
        for link in &links {
            prop_assert!(link.span.contains(link.target));
        }
        let _canvas = of_canvas(&text);
        let _canvas = of_canvas(&format!(r#"{{"nodes":[{{"type":"text","text":{}}}]}}"#, serde_json::json!(text)));
    }
}
