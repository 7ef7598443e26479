use super::*;

/// A plan of groups: id, confidence, how many notes are retired, what it waits for, whether a note was folded before.
fn plan(groups: &[(&str, &str, usize, &[&str], bool)]) -> Plan {
    let hash = "0".repeat(64);
    let group = |&(id, confidence, retired, waits, before): &(&str, &str, usize, &[&str], bool)| {
        let note = |at: usize| serde_json::json!({ "path": format!("{id}/{at}.md"), "sha256": hash });
        let edit = |at: usize| serde_json::json!({ "path": format!("{id}/{at}.md"), "expected": hash, "to": format!(".trash/{id}/{at}.md"), "stub": null });
        let source = serde_json::json!([{ "path": "x.md", "value": "y.md" }]);
        let merged_from = serde_json::json!({
            "key": "merged_from", "outcome": "united", "value": ["x.md"],
            "sources": if before { source } else { serde_json::json!([]) }, "conflicts": [], "rule": ""
        });
        serde_json::json!({
            "id": id, "confidence": confidence, "evidence": [], "waits": waits,
            "notes": (0..=retired).map(note).collect::<Vec<_>>(),
            "fold": {
                "format_version": 1, "variants": [], "rows": [], "set_aside": [], "repairs": [], "problems": [],
                "canonical": { "path": format!("{id}/0.md"), "text": "", "items": 0 }, "frontmatter": [merged_from]
            },
            "edits": { "canonical": null, "links": [], "retired": (1..=retired).map(edit).collect::<Vec<_>>() }
        })
    };
    serde_json::from_value(serde_json::json!({
        "format_version": 1, "tool_version": "0", "vault": { "root": "/v" }, "retire": { "how": "trash" },
        "groups": groups.iter().map(group).collect::<Vec<_>>(), "left": [], "mentions": []
    }))
    .unwrap()
}

const MONDAY: &str = "2026-11-23T03:00:00Z";

/// What of a plan is applied, and what it says of the rest; `changed` files changed five minutes before.
fn check(
    plan: &Plan,
    notes: (usize, Option<usize>),
    changed: &str,
    expect: Result<(&[&str], &[&str]), &str>,
) {
    let now: Timestamp = MONDAY.parse().unwrap();
    let modified = |path: &VaultPath| {
        let ago = if path.as_str() == changed { 5 } else { 50 };
        Some(now - SignedDuration::from_mins(ago))
    };
    let facts =
        Facts { notes: notes.0, notes_before: notes.1, now, modified: &modified, may_touch: &|_| true };
    match (decide(plan, &Policy::default(), facts), expect) {
        (Ok(pass), Ok((apply, waiting))) => {
            assert_eq!(pass.apply.iter().map(String::as_str).collect::<Vec<_>>(), apply);
            let said: Vec<String> =
                pass.waiting.iter().map(|waiting| format!("{}: {}", waiting.group, waiting.why)).collect();
            assert_eq!(said, waiting);
        }
        (Err(refusal), Err(says)) => assert_eq!(refusal.to_string(), says),
        (got, expect) => panic!("{got:?} is not {expect:?}"),
    }
}

#[test]
fn what_is_certain_is_done_and_the_rest_waits() {
    let plan = plan(&[
        ("a", "certain", 1, &[], false),
        ("b", "likely", 1, &[], false),
        ("c", "certain", 1, &["the owner"], false),
        ("d", "certain", 1, &[], true),
        ("e", "certain", 1, &[], false),
    ]);
    let waiting = [
        "b: it is likely, not certain",
        "c: the owner",
        "d: one of its notes was folded before, and may hold what a person changed since",
        "e: `e/1.md` changed within the last 10 minutes",
    ];
    check(&plan, (100, None), "e/1.md", Ok((&["a"], &waiting)));
    check(&plan, (100, Some(110)), "", Ok((&["a", "e"], &waiting[..3])));
}

#[test]
fn numbers_that_are_out_of_the_ordinary_stop_everything() {
    let ids: Vec<String> = (0..51).map(|at| format!("g{at}")).collect();
    let many: Vec<_> = ids.iter().map(|id| (id.as_str(), "certain", 1, &[] as &[&str], false)).collect();
    let says = "51 groups could be folded, and no more than 50 may be in one pass (maintain.max_groups)";
    check(&plan(&many), (10_000, None), "", Err(says));
    let says = "101 notes would be retired, and no more than 100 may be in one pass (maintain.max_retired)";
    check(&plan(&[("a", "certain", 101, &[], false)]), (10_000, None), "", Err(says));
    let says =
        "6 of 59 notes would be retired, and no more than 10 % may be in one pass (maintain.max_share)";
    check(&plan(&[("a", "certain", 6, &[], false)]), (59, None), "", Err(says));
    check(&plan(&[("a", "certain", 6, &[], false)]), (60, None), "", Ok((&["a"], &[])));
    check(&plan(&[("a", "certain", 5, &[], false)]), (6, None), "", Ok((&["a"], &[])));
    let says =
        "the vault has 79 notes and had 100 at the last pass: more than 20 % are gone (maintain.max_loss)";
    check(&plan(&[]), (79, Some(100)), "", Err(says));
    check(&plan(&[]), (80, Some(100)), "", Ok((&[], &[])));
}
