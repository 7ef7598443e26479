//! The review of a pair like the seeds, made by hand, as a person sees it.

use super::{Colors, Detail, TerminalOptions, show};
use crate::note::Role;
use crate::render::Review;
use crate::render::review::{
    CanonicalView, ConflictView, FORMAT_VERSION, Outcome, ProblemView, PropertyView, Relation, RepairView,
    RowView, SetAsideView, SourceView, ValueView, VariantView,
};

const A: &str = "Inbox/_archive/2026-01-04/PM-led cloud model alignment.md";
const B: &str = "People/Jason Vallery 1-1 with Tomer Hagay.md";

fn source(path: &str, line: usize, text: &str, chosen: bool) -> SourceView {
    SourceView { path: path.into(), line, text: text.into(), chosen }
}

fn values(a: &str, b: &str) -> Vec<ValueView> {
    vec![ValueView { path: A.into(), value: a.into() }, ValueView { path: B.into(), value: b.into() }]
}

fn row(id: &str, section: Role, outcome: Outcome, text: &str, sources: Vec<SourceView>) -> RowView {
    RowView {
        id: id.into(),
        section,
        relation: if sources.len() > 1 { Relation::Same } else { Relation::Different },
        outcome,
        confidence: if sources.len() > 1 { 0.93 } else { 1.0 },
        line: Some(20 + id.bytes().map(usize::from).sum::<usize>() % 40),
        text: text.into(),
        rules: Vec::new(),
        sources,
        partial: Vec::new(),
        ties: Vec::new(),
        conflicts: Vec::new(),
    }
}

fn actions() -> Vec<RowView> {
    let mut owner = row(
        "a5",
        Role::Actions,
        Outcome::Conflict,
        "Review the VAST Data 5.5 release plan with Shahar to align and prioritize cloud-critical items, especially \
         multi-tenancy requirements needed for cloud timelines. @Shahar 📅 2025-11-08 ⏫ #task",
        vec![
            source(
                A,
                28,
                "Review 5.5 plan with Shahar to align and prioritize cloud-critical items @Shachar ğŸ“… 2025-11-08 â« #task",
                false,
            ),
            source(
                B,
                37,
                "Review the VAST Data 5.5 release plan with Shahar to align and prioritize cloud-critical items, \
                 especially multi-tenancy requirements needed for cloud timelines. @Shahar ğŸ“… 2025-11-08 #task \
                 #proposed #auto",
                true,
            ),
        ],
    );
    owner.confidence = 0.81;
    owner.rules = vec!["B’s wording covers the others’".into()];
    owner.conflicts = vec![ConflictView {
        field: "owner".into(),
        values: values("Shachar", "Shahar"),
        chosen: "Shahar".into(),
        rule: "the base’s, where two owners cannot be told to be one person".into(),
        waits: true,
    }];
    let mut priority = row(
        "a3",
        Role::Actions,
        Outcome::Conflict,
        "Draft an initial cloud design qualifiers checklist for FRDs, including multi-tenancy, call-home/instrumentation, \
         and GUI analytics requirements. @Myself 📅 2025-11-08 🔺 #task",
        vec![
            source(
                A,
                26,
                "Draft initial cloud design qualifiers checklist (multi-tenancy, call home/instrumentation, GUI \
                 analytics) for inclusion in FRDs @Myself ğŸ“… 2025-11-08 ğŸ”º #task",
                false,
            ),
            source(
                B,
                33,
                "Draft an initial cloud design qualifiers checklist for FRDs, including multi-tenancy, \
                 call-home/instrumentation, and GUI analytics requirements. @Myself ğŸ“… 2025-11-08 â« #task #proposed #auto",
                true,
            ),
        ],
    );
    priority.rules = vec!["B’s wording covers the others’".into(), "status: open over proposed".into()];
    priority.conflicts = vec![ConflictView {
        field: "priority".into(),
        values: values("🔺 highest", "⏫ high"),
        chosen: "🔺 highest".into(),
        rule: "the base’s".into(),
        waits: false,
    }];
    let mut reworded = row(
        "a1",
        Role::Actions,
        Outcome::Chosen,
        "Schedule a 1-hour Friday meeting to discuss the cloud pricing model and run a Salesforce demo/walkthrough. @Tomer \
         Hagay 📅 2025-11-08 ⏫ #task",
        vec![
            source(
                A,
                24,
                "Schedule a 1-hour Friday meeting to discuss pricing model and Salesforce demo @Tomer ğŸ“… 2025-11-08 â« #task",
                false,
            ),
            source(
                B,
                29,
                "Schedule a 1-hour Friday meeting to discuss the cloud pricing model and run a Salesforce \
                 demo/walkthrough. @Tomer Hagay ğŸ“… 2025-11-08 â« #task #proposed #auto",
                true,
            ),
        ],
    );
    reworded.rules = vec!["B’s wording covers the others’".into(), "owner: more name parts first".into()];
    vec![owner, priority, reworded]
}

fn facts() -> Vec<RowView> {
    let only = |id: &str, path: &str, line: usize, text: &str| {
        row(id, Role::Facts, Outcome::Only, text, vec![source(path, line, text, true)])
    };
    let mut tied = only(
        "f3",
        A,
        44,
        "Past attempts at a classic PM model were disrupted by founder-driven last-minute decision changes.",
    );
    tied.partial = vec!["f9".into()];
    tied.ties = vec!["possible duplicate of f9 (0.61)".into()];
    let mut other = only(
        "f9",
        B,
        70,
        "A prior attempt to run a classic PM-led model at VAST Data (led by a predecessor named David, now a VP at Dell) \
         was ineffective due to founder-driven decision changes and frequent last-minute reversals.",
    );
    other.partial = vec!["f3".into()];
    other.ties = vec!["possible duplicate of f3 (0.61)".into()];
    vec![
        tied,
        only("f4", A, 47, "The 5.5 plan does not currently include cloud-critical multi-tenancy items."),
        only(
            "f6",
            B,
            74,
            "Jason Vallery is doing an onboarding tour to meet teams and learn VAST Data's development lifecycle and decision \
             processes, including discussions with the xAI team about customer success operations.",
        ),
        other,
        row(
            "r1",
            Role::Related,
            Outcome::Same,
            "[[Jason Vallery]]",
            vec![source(A, 60, "[[Jason Vallery]]", true), source(B, 90, "[[Jason Vallery]]", false)],
        ),
    ]
}

fn properties() -> Vec<PropertyView> {
    let property = |key: &str, outcome, value: serde_json::Value, sources, rule: &str| PropertyView {
        key: key.into(),
        outcome,
        value,
        sources,
        conflicts: Vec::new(),
        rule: rule.into(),
    };
    let mut title =
        property("title", Outcome::Conflict, "PM-led cloud model alignment".into(), Vec::new(), "");
    title.conflicts = vec![ConflictView {
        field: "title".into(),
        values: values(
            "PM-led cloud model alignment",
            "Jason Vallery 1:1 with Tomer Hagay, align on PM-led cloud model and cloud design qualifiers (multi-tenancy)",
        ),
        chosen: "PM-led cloud model alignment".into(),
        rule: "the base’s; the other becomes an alias".into(),
        waits: false,
    }];
    vec![
        property("type", Outcome::Same, "people".into(), values("people", "people"), ""),
        title,
        property(
            "participants",
            Outcome::United,
            serde_json::json!(["Jason Vallery", "Tomer Hagay", "Shahar", "Noah", "Eyal"]),
            values("Jason Vallery, Tomer Hagay", "Jason Vallery, Tomer Hagay, Shahar, Noah, Eyal"),
            "union, each person once",
        ),
        property("person", Outcome::Chosen, "Tomer Hagay".into(), values("Tomer Hagay", ""), "empty in B"),
    ]
}

fn review() -> Review {
    let aside = |path: &str, line, text: &str, reason: &str, row: Option<&str>| SetAsideView {
        path: path.into(),
        line,
        text: text.into(),
        reason: reason.into(),
        row: row.map(str::to_owned),
    };
    let rows: Vec<RowView> = actions().into_iter().chain(facts()).collect();
    let reworded = rows.iter().find(|row| row.id == "a1").unwrap().sources[0].clone();
    let repair = |path: &str, line, from: &str, to: &str| RepairView {
        path: path.into(),
        line,
        from: from.into(),
        to: to.into(),
    };
    let mut repairs: Vec<_> = (24..34).map(|line| repair(A, line, "ğŸ“…", "📅")).collect();
    repairs.extend((29..49).step_by(2).map(|line| repair(B, line, "ğŸ“…", "📅")));
    repairs.extend([24, 25, 28].map(|line| repair(A, line, "â«", "⏫")));
    repairs.extend([29, 33].map(|line| repair(B, line, "â«", "⏫")));
    repairs.push(repair(A, 26, "ğŸ”º", "🔺"));
    Review {
        format_version: FORMAT_VERSION,
        variants: vec![
            VariantView { path: A.into(), sha256: String::new(), items: 27, kept: 26, set_aside: 1 },
            VariantView { path: B.into(), sha256: String::new(), items: 17, kept: 17, set_aside: 0 },
        ],
        canonical: CanonicalView { path: A.into(), text: String::new(), items: 29 },
        rows,
        frontmatter: properties(),
        set_aside: vec![
            aside(A, 24, &reworded.text, "said in the words of B", Some("a1")),
            aside(
                A,
                42,
                "Current decision flow: PM prioritizes; architects/engineering drive specs/FRDs; decisions funneled via \
                 Noah/Eyal to Shahar.",
                "covered by f1 and f2",
                Some("f0"),
            ),
            aside(B, 29, "#proposed #auto", "goes with the status `?`", Some("a1")),
            aside(B, 37, "#proposed #auto", "goes with the status `?`", Some("a5")),
            aside(B, 11, "person/", "not a tag Obsidian takes", None),
        ],
        repairs,
        problems: vec![ProblemView {
            path: B.into(),
            line: 11,
            message: "`person/` is not a tag Obsidian takes".into(),
        }],
    }
}

fn check(width: usize, colors: Colors, detail: Detail, expect: &snapbox::Data) {
    let text = show(&review(), TerminalOptions { width, colors, detail });
    snapbox::assert_data_eq!(text, expect.clone());
}

#[test]
fn a_review_reads_well_at_80_columns() {
    check(80, Colors::Off, Detail::WhatMatters, &snapbox::file!["snapshots/plain_80.txt"]);
}

#[test]
fn a_review_reads_well_in_a_narrow_terminal() {
    check(44, Colors::Off, Detail::Everything, &snapbox::file!["snapshots/plain_44.txt"]);
}

#[test]
fn colours_take_the_place_of_marks() {
    check(100, Colors::On, Detail::WhatMatters, &snapbox::file!["snapshots/colours_100.ansi"]);
}
