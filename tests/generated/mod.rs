//! Notes as generators and people write them, made at random: variants of one meeting in many styles.

use proptest::prelude::*;

/// One thing said in the meeting, before any generator words it.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    words: Vec<&'static str>,
    number: Option<u16>,
    name: Option<&'static str>,
    link: Option<&'static str>,
}

/// A meeting: what was said in it.
#[derive(Debug, Clone)]
pub(crate) struct Meeting {
    actions: Vec<Statement>,
    decisions: Vec<Statement>,
    facts: Vec<Statement>,
}

/// How a generator writes.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a habit of its own")]
pub(crate) struct Style {
    marker: &'static str,
    status: Option<char>,
    loose: bool,
    owners: u8,
    fields: u8,
    headings: u8,
    level: usize,
    order: bool,
    flow_lists: bool,
    crlf: bool,
    mark: bool,
    final_newline: bool,
    extras: u8,
    tags: &'static str,
    drop: Vec<bool>,
    reword: Vec<u8>,
    topics: bool,
    damaged: bool,
}

const WORDS: [&str; 40] = [
    "pricing",
    "model",
    "cloud",
    "replication",
    "tenant",
    "checklist",
    "review",
    "schedule",
    "draft",
    "backlog",
    "kernel",
    "latency",
    "budget",
    "customer",
    "design",
    "prototype",
    "battery",
    "casing",
    "screen",
    "index",
    "cache",
    "shard",
    "retry",
    "queue",
    "contract",
    "vendor",
    "invoice",
    "dashboard",
    "onboarding",
    "metric",
    "alert",
    "rollout",
    "beta",
    "migration",
    "region",
    "quota",
    "billing",
    "audit",
    "runbook",
    "sensor",
];
const NAMES: [&str; 4] = ["Tomer Hagay", "Shahar Levi", "Noa Peled", "Jeff Denworth"];
const LINKS: [&str; 3] = ["[[CoreWeave]]", "[plan](https://example.org/plan)", "`make test`"];

fn statement() -> impl Strategy<Value = Statement> {
    let words = proptest::sample::subsequence(WORDS.to_vec(), 4..9).prop_shuffle();
    (
        words,
        proptest::option::weighted(0.3, 2_u16..900),
        proptest::option::weighted(0.2, 0..4_usize),
        proptest::option::weighted(0.15, 0..3_usize),
    )
        .prop_map(|(words, number, name, link)| Statement {
            words,
            number,
            name: name.map(|at| NAMES[at]),
            link: link.map(|at| LINKS[at]),
        })
}

/// Meetings with up to six things said of each kind.
pub(crate) fn meeting() -> impl Strategy<Value = Meeting> {
    let some = || proptest::collection::vec(statement(), 0..6);
    (some(), some(), some()).prop_map(|(actions, decisions, facts)| Meeting { actions, decisions, facts })
}

/// Styles of all kinds.
pub(crate) fn style() -> impl Strategy<Value = Style> {
    let look = (
        prop_oneof![Just("-"), Just("*"), Just("1."), Just("|")],
        prop_oneof![Just(None), Just(Some(' ')), Just(Some('?')), Just(Some('x')), Just(Some('/'))],
        any::<bool>(),
        0..5_u8,
        0..4_u8,
        0..3_u8,
        2..5_usize,
    );
    let file = (
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        proptest::bool::weighted(0.2),
        proptest::bool::weighted(0.8),
        any::<u8>(),
    );
    let words = (
        prop_oneof![Just(""), Just("#task"), Just("#task #proposed #auto")],
        proptest::collection::vec(proptest::bool::weighted(0.2), 18),
        proptest::collection::vec(0..4_u8, 18),
        proptest::bool::weighted(0.3),
        proptest::bool::weighted(0.3),
    );
    (look, file, words).prop_map(
        |(
            (marker, status, loose, owners, fields, headings, level),
            (order, flow_lists, crlf, mark, final_newline, extras),
            (tags, drop, reword, topics, damaged),
        )| Style {
            marker,
            status,
            loose,
            owners,
            fields,
            headings,
            level,
            order,
            flow_lists,
            crlf,
            mark,
            final_newline,
            extras,
            tags,
            drop,
            reword,
            topics,
            damaged,
        },
    )
}

impl Meeting {
    /// The meeting as one generator writes it up.
    pub(crate) fn written(&self, style: &Style) -> String {
        let mut text = String::new();
        if style.flow_lists {
            text.push_str("---\ntitle: \"Cloud, billing: a plan\"\ndate: \"2025-10-29\"\nparticipants: [\"Tomer Hagay\", Shahar Levi]\ntags: [meeting, \"person/\"]\n---\n");
        } else if style.extras & 1 == 0 {
            text.push_str("---\ntitle: Cloud plan\ndate: 2025-10-29\nperson: ''\nparticipants:\n  - Tomer Hagay\n  - Noa Peled # guest\ntags:\n  - type/people\nsource_ref: Inbox/t.md\n---\n");
        }
        text.push_str("\n# Cloud plan\n\n**Date**: 2025-10-29\n**With**: Tomer Hagay, Noa Peled\n\n");
        let hashes = "#".repeat(style.level);
        let names = [
            ["Summary", "Action Items", "Decisions", "Key Information"],
            ["TL;DR", "Next steps", "Key decisions", "Discussion notes"],
            ["Recap", "To-dos", "Decisions made", "Notes"],
        ][usize::from(style.headings)];
        if style.extras & 2 == 0 {
            text.push_str(&format!(
                "{hashes} {}\n\nWe spoke about {}. It took 45 minutes.\n\n",
                names[0],
                self.topic()
            ));
        }
        let mut sections =
            vec![(names[1], &self.actions, 0), (names[2], &self.decisions, 6), (names[3], &self.facts, 12)];
        if style.order {
            sections.rotate_left(1);
        }
        for (name, statements, first) in sections {
            text.push_str(&format!("{hashes} {name}\n\n"));
            let table = style.marker == "|" && first == 0;
            if table && !statements.is_empty() {
                text.push_str("| Owner | Action | Due |\n|---|---|---|\n");
            }
            for (at, statement) in statements.iter().enumerate().filter(|(at, _)| !style.drop[first + at]) {
                if style.topics && first == 12 && at == 2 {
                    text.push_str(&format!("\n#{hashes} Money\n\n"));
                }
                let line = if first > 0 {
                    let marker = if style.marker == "|" { "+" } else { style.marker };
                    format!("{marker} {}", statement.worded(style.reword[first + at]))
                } else if table {
                    format!("| {} | {} | 2025-11-08 |", NAMES[at % 4], statement.worded(style.reword[at]))
                } else {
                    style.action(statement, at)
                };
                text.push_str(&line);
                text.push('\n');
                if style.extras & 4 == 0 && at == 1 && !table {
                    text.push_str("  - a child of it\n");
                }
                if style.loose && !table {
                    text.push('\n');
                }
            }
            text.push('\n');
        }
        if style.extras & 8 == 0 {
            text.push_str("```rust\n# not a heading\n- [ ] not an item\n```\n\n> [!quote] said\n> \"it ships\" - Noa\n\n");
        }
        if style.extras & 16 == 0 {
            text.push_str(&format!(
                "{hashes} Open questions\n\nWhat of the {} rest?\n\n%% a comment %%\n\n",
                style.level
            ));
        }
        if style.extras & 32 == 0 {
            text.push_str("---\n\n*Source: [[Inbox/t|t]]*\n\n## Related\n\n- [[Tomer Hagay]]\n- [[Cloud control plane]]\n");
        }
        if !style.final_newline {
            text.truncate(text.trim_end().len());
        }
        if style.damaged {
            text = text.replace('📅', "ğŸ“…").replace('⏫', "â«");
        }
        if style.crlf {
            text = text.replace('\n', "\r\n");
        }
        if style.mark {
            text.insert(0, '\u{feff}');
        }
        text
    }

    fn topic(&self) -> String {
        let first = self.facts.first().or(self.actions.first()).or(self.decisions.first());
        first.map_or_else(|| "nothing much".into(), |statement| statement.worded(0))
    }
}

impl Style {
    fn action(&self, statement: &Statement, at: usize) -> String {
        let marker = if self.marker == "|" { "-" } else { self.marker };
        let status = self.status.map(|mark| format!("[{mark}] ")).unwrap_or_default();
        let owner = NAMES[at % 4];
        let wording = statement.worded(self.reword[at]);
        let wording = match self.owners {
            0 => format!("{wording} @{owner}"),
            1 => format!("**{owner}**: {wording}"),
            2 => format!("{wording} — [[{owner}]]"),
            3 => format!("{wording} — {owner}"),
            _ => wording,
        };
        let fields = match self.fields {
            0 => " 📅 2025-11-08 ⏫",
            1 => " [due:: 2025-11-08] [priority:: high]",
            2 => " (due Nov 8)",
            _ => "",
        };
        let tags = if self.tags.is_empty() { String::new() } else { format!(" {}", self.tags) };
        let id = if self.extras & 64 == 0 && at == 0 { " ^plan" } else { "" };
        format!("{marker} {status}{wording}{fields}{tags}{id}")
    }
}

impl Statement {
    /// The statement in one of four wordings.
    fn worded(&self, wording: u8) -> String {
        let mut words: Vec<&str> = self.words.clone();
        match wording {
            1 => words.truncate(words.len() - 1),
            2 => words.insert(1, "carefully"),
            3 => words.swap(0, 1),
            _ => {}
        }
        let mut text = format!("Plan the {}", words.join(" and "));
        if let Some(number) = self.number {
            text.push_str(&format!(" for {number} nodes"));
        }
        if let Some(name) = self.name {
            text.push_str(&format!(" with {name}"));
        }
        if let Some(link) = self.link {
            text.push_str(&format!(" see {link}"));
        }
        text
    }
}
