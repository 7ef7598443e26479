//! Reading notes: the invariants hold for any text, hostile input ends soon, and real notes are read as people do.

#![expect(clippy::disallowed_methods, reason = "it reads the notes under testdata")]

use notefold::note::{BlockKind, Frontmatter, Item, Note, ReadOptions, Role, Shape};
use notefold::text::Span;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::PathBuf;

fn read(text: &str) -> Note {
    Note::read("folder/2025-09-05 - note.md", text, &ReadOptions::default())
}

/// Holds a note to what its types promise about spans.
fn check_spans(note: &Note) {
    let mut end = 0;
    for block in note.blocks() {
        assert_eq!(block.span.start, end, "blocks follow each other: {block:?}");
        assert!(!block.span.is_empty(), "no block is empty: {block:?}");
        end = block.span.end;
        let is_line =
            |at: usize| at == 0 || note.text().get(..at).is_some_and(|before| before.ends_with('\n'));
        assert!(
            block.kind == BlockKind::ByteOrderMark || end == note.text().len() || is_line(end),
            "{block:?}"
        );
    }
    assert_eq!(end, note.text().len(), "blocks cover the text");

    let mut next = 0;
    for section in note.sections() {
        assert_eq!(section.blocks.start, next, "sections follow each other");
        next = section.blocks.end;
    }
    assert_eq!(next, note.blocks().len(), "sections hold every block");

    for (at, block) in note.blocks().iter().enumerate() {
        let items: Vec<&Item> = note.items().iter().filter(|item| item.block == at).collect();
        check_items(note, block.span, block.kind, &items);
    }
    for property in note.frontmatter().properties() {
        let entry = note.slice(property.span);
        let alone: serde_yaml::Mapping = serde_yaml::from_str(entry).expect("an entry stands alone");
        assert_eq!(alone.values().next(), Some(&property.value), "{entry}");
    }
    for header in note.headers() {
        assert!(header.span.contains(header.value));
    }
    assert!(note.problems().is_sorted());
}

fn check_items(note: &Note, block: Span, kind: BlockKind, items: &[&Item]) {
    let Some(first) = items.first() else { return };
    let mut end = if kind == BlockKind::List { block.start } else { first.span.start };
    for item in items {
        assert_eq!(item.span.start, end, "items follow each other: {item:?}");
        end = item.span.end;
        assert_eq!(note.lines().number_at(item.span.start), item.line, "an item starts on its line");
        assert!(item.span.contains(item.content), "{item:?}");
        assert!(item.tree.contains(item.span), "{item:?}");
        assert!(
            item.attachment.is_none_or(|after| item.span.contains(after) && after.start >= item.content.end)
        );
        assert!(item.parts.iter().all(|part| item.content.contains(part.span)), "{item:?}");
        assert!(item.cells.iter().all(|cell| item.content.contains(*cell)), "{item:?}");
        assert!(item.parent.is_none_or(|parent| {
            let parent = &note.items()[parent];
            parent.depth + 1 == item.depth && parent.tree.contains(item.tree)
        }));
        if let Shape::Bullet { indent, marker, .. } = &item.shape {
            assert!(note.slice(item.span).starts_with(&format!("{indent}{marker}")), "{item:?}");
        }
    }
    assert_eq!(end, block.end, "items cover their block");
}

/// Text made of what Markdown is made of, in any order.
fn markdown() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "- ",
        "* ",
        "1. ",
        "2) ",
        "  ",
        "    ",
        "\t",
        "> ",
        "# ",
        "### ",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "[ ] ",
        "[x] ",
        "```",
        "~~~",
        "%%",
        "---",
        "===",
        "|",
        "|-|-|",
        "\\|",
        "a",
        "Action Items",
        "Decisions",
        "**",
        "**Notes**",
        "**With**: ",
        "Source: ",
        "[[A|B]]",
        "[a]: b",
        "[^1]: ",
        "<div>",
        "<!--",
        "@Tomer ",
        "📅 2025-11-08",
        "⏫",
        "#tag",
        "^id",
        "[due:: x]",
        "key: ",
        "- [?] do it @A 📅 2025-01-01 #t\n",
        "\u{feff}",
        "é",
        "\u{a0}",
        "`",
        "\0",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

/// Text in a shape more like frontmatter.
fn frontmatter() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "key: ",
        "date: ",
        "- ",
        "  ",
        "\n",
        "\n",
        "\r\n",
        "'",
        "\"",
        "''",
        "\\",
        "[",
        "]",
        "{",
        "}",
        ",",
        ": ",
        "# c",
        "|",
        ">",
        "|+",
        "value",
        "two words",
        "2025-01-01",
        "&a ",
        "*a",
        "!t ",
        "? ",
        "\t",
        "é",
        "tags:",
        "---\n",
    ]);
    prop::collection::vec(pieces, 0..24).prop_map(|pieces| format!("---\n{}\n---\n# T\n", pieces.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(1), ..Default::default() })]

    #[test]
    fn invariant_1_the_spans_of_a_note_are_its_bytes_for_any_text(text in any::<String>()) {
        check_spans(&read(&text));
    }

    #[test]
    fn invariant_1_the_spans_of_a_note_are_its_bytes_for_markdown(text in markdown()) {
        check_spans(&read(&text));
    }

    #[test]
    fn invariant_1_the_spans_of_a_note_are_its_bytes_with_frontmatter(text in frontmatter()) {
        check_spans(&read(&text));
    }
}

/// Each of these takes minutes where a step is quadratic in it, and ends in a stack overflow where one recurses.
#[test]
fn hostile_input_ends_soon() {
    let many = 100_000;
    let inputs = [
        "[".repeat(many) + &"]".repeat(many),
        ">".repeat(many),
        "- ".repeat(many) + "a\n" + &"\n".repeat(many),
        "> - ".repeat(20) + "a\n" + &">\n".repeat(many),
        "*a _b ".repeat(many),
        format!("- a\n{}", "[[[ ![ ** \n".repeat(many)),
        format!("## Actions\n{}", "- a\n".repeat(many)),
        format!("## Actions\n|{}\n|{}\n{}", "a|".repeat(many), "-|".repeat(many), "|\n".repeat(many)),
        (0..60).map(|depth| "  ".repeat(depth) + "- a\n").collect::<String>() + &"\n".repeat(many) + "x",
        "# a\n## Facts\n### b\n".repeat(many / 10),
        format!("**With**: {}", "a, (b [".repeat(many)),
        "%% a\n- b\n%%\n".repeat(many / 10),
        format!("---\na: {}\n---\n", "[".repeat(many)),
        format!("---\n{}\n---\n", "- ".repeat(many)),
        format!("---\n{}---\n", "a: \"\n".repeat(many / 10)),
        format!("---\n{}---\n", (0..many / 10).map(|n| format!("k{n}: v\n")).collect::<String>()),
        "a".repeat(50_000_000),
    ];
    for text in inputs {
        check_hostile(&read(&text));
    }
}

/// As [`check_spans`] without what would itself be slow.
fn check_hostile(note: &Note) {
    let ends: Vec<usize> = note.blocks().iter().map(|block| block.span.end).collect();
    let starts = note.blocks().iter().skip(1).map(|block| block.span.start);
    assert!(starts.eq(ends[..ends.len() - 1].iter().copied()));
    assert_eq!(ends.last(), Some(&note.text().len()));
}

#[test]
fn a_line_too_long_is_a_raw_block_and_listed() {
    let note = read(&format!("# T\n{}\n- a\n", "x".repeat(1_000_000)));
    let kinds: Vec<BlockKind> = note.blocks().iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [BlockKind::Heading, BlockKind::Raw, BlockKind::List]);
    assert_eq!(note.problems().first().map(|problem| problem.line), Some(2));
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_line() {
    let error =
        Note::from_bytes("a.md", b"a\nb\xff".to_vec(), &ReadOptions::default()).expect_err("not UTF-8");
    assert_eq!((error.path.as_str(), error.line), ("a.md", 2));
}

fn testdata(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testdata").join(path)
}

#[test]
fn both_seeds_are_read_as_a_person_reads_them() {
    for (name, actions, facts, people) in
        [("000_38dca29f21efe18d.txt", 10, 8, 2), ("001_5cd77c52a9393fbb.txt", 10, 6, 8)]
    {
        let bytes = std::fs::read(testdata("seeds").join(name)).expect("the seed is there");
        let note = Note::from_bytes(name, bytes, &ReadOptions::default()).expect("the seed is UTF-8");
        check_spans(&note);
        let count = |role: Role| note.items().iter().filter(|item| item.role == role).count();
        assert_eq!((count(Role::Actions), count(Role::Decisions), count(Role::Facts)), (actions, 1, facts));
        assert_eq!(note.participants().len(), people);
        assert_eq!(note.date().map(|date| date.to_string()).as_deref(), Some("2025-10-29"));
        assert!(
            matches!(note.frontmatter(), Frontmatter::Parsed { properties, .. } if properties.len() == 8)
        );
        assert_eq!(note.blocks().iter().filter(|block| block.role == Role::Source).count(), 1);
    }
}

/// Every item the two readers of `testdata/meetings` listed is found, with the role they gave it, and no other. They
/// took the head of a table for an item; it is none.
#[test]
fn items_and_roles_of_the_meetings_are_found() {
    let mut notes = 0;
    for folder in std::fs::read_dir(testdata("meetings")).expect("the meetings are there") {
        let folder = folder.expect("the folder can be listed").path();
        let Ok(gold) = std::fs::read(folder.join("gold.json")) else { continue };
        let gold: serde_json::Value = serde_json::from_slice(&gold).expect("gold.json is JSON");
        let listed = gold["items"].as_array().expect("it lists items");
        for file in gold["variants"].as_object().expect("it names variants").values() {
            let name = file.as_str().expect("a file name");
            let bytes = std::fs::read(folder.join(name)).expect("the variant is there");
            let note = Note::from_bytes(name, bytes, &ReadOptions::default()).expect("it is UTF-8");
            check_spans(&note);
            let is_head = |item: &serde_json::Value| item["text"] == "Criterion | Average";
            let expect: BTreeSet<(u64, String)> = listed
                .iter()
                .filter(|item| item["file"] == *file && !is_head(item))
                .map(|item| {
                    (
                        item["line"].as_u64().expect("a line"),
                        item["section"].as_str().unwrap_or("").to_owned(),
                    )
                })
                .collect();
            let found = note.items().iter().filter(|item| item.role <= Role::Facts).map(|item| {
                let role = serde_json::to_value(item.role).expect("a role has a name");
                (item.line as u64, role.as_str().unwrap_or_default().to_owned())
            });
            assert_eq!(found.collect::<BTreeSet<_>>(), expect, "{name}");
            notes += 1;
        }
    }
    assert_eq!(notes, 18);
}
