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
    forms: u16,
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
        any::<u16>(),
    );
    (look, file, words).prop_map(
        |(
            (marker, status, loose, owners, fields, headings, level),
            (order, flow_lists, crlf, mark, final_newline, extras),
            (tags, drop, reword, topics, damaged, forms),
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
            forms,
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
        if style.has(Form::Backwards) {
            sections.reverse();
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
                if first == 12 && at == 0 && style.has(Form::Footnote) {
                    text.push_str("[^1]");
                }
                if first == 12 && at == 1 && style.has(Form::Reference) {
                    text.push_str(" as in [the offer][1]");
                }
                text.push('\n');
                if at == 0 && !table {
                    text.push_str(&style.below(first));
                }
                if style.extras & 4 == 0 && at == 1 && !table {
                    text.push_str("  - a child of it\n");
                }
                if style.loose && !table {
                    text.push('\n');
                }
            }
            text.push('\n');
        }
        text.push_str(&style.appendix(names[3]));
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
        if style.has(Form::Open) {
            text.push_str("\n~~~\nleft open 17\n");
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

/// Forms a note may or may not have, as bits of [`Style::forms`].
#[derive(Debug, Clone, Copy)]
enum Form {
    TaskIds,
    Footnote,
    Nested,
    Data,
    TwoOwners,
    Quote,
    Statuses,
    Backwards,
    Reference,
    Paragraph,
    RoundFields,
    Open,
}

impl Style {
    /// Whether notes have the form; most have few, so that two variants often differ in them.
    fn has(&self, form: Form) -> bool {
        let bit = form as u16;
        self.forms.rotate_left(4) & self.forms & (1 << bit) != 0
    }

    /// What stands below the first item of a section.
    fn below(&self, first: usize) -> String {
        let mut text = String::new();
        if self.has(Form::Paragraph) {
            text.push_str("\n    More is said here, 30 words.\n\n");
        }
        if self.has(Form::Nested) && first == 0 {
            text.push_str("  - [x] a step of it\n    - one below\n  - [ ] another step\n");
        }
        if self.has(Form::Quote) {
            text.push_str("\n> in between, 7 of them\n\n");
        }
        text
    }

    /// What follows the sections.
    fn appendix(&self, facts: &str) -> String {
        let hashes = "#".repeat(self.level);
        let mut text = String::new();
        if self.has(Form::Data) {
            text.push_str(&format!(
                "{hashes} {}\n\n| Node | Load |\n|---|--:|\n| a | {} |\n| b | 12 |\n\n",
                facts, self.level
            ));
        }
        if self.has(Form::Footnote) {
            text.push_str(&format!("[^1]: said by {}\n\n", NAMES[self.level % 4]));
        }
        if self.has(Form::Reference) {
            text.push_str(&format!("[1]: https://example.org/{}\n\n", self.level));
        }
        text
    }

    fn action(&self, statement: &Statement, at: usize) -> String {
        let marker = if self.marker == "|" { "-" } else { self.marker };
        let marks = ['x', '-', '/', '!', '?', ' '];
        let mark = if self.has(Form::Statuses) { Some(marks[(at + self.level) % 6]) } else { self.status };
        let status = mark.map(|mark| format!("[{mark}] ")).unwrap_or_default();
        let owner = NAMES[at % 4];
        let second = if self.has(Form::TwoOwners) { NAMES[(at + 1) % 4] } else { "" };
        let wording = statement.worded(self.reword[at]);
        let wording = match self.owners {
            0 if !second.is_empty() => format!("{wording} @{owner} @{second}"),
            1 if !second.is_empty() => format!("**{owner} and {second}**: {wording}"),
            0 => format!("{wording} @{owner}"),
            1 => format!("**{owner}**: {wording}"),
            2 => format!("{wording} — [[{owner}]]"),
            3 => format!("{wording} — {owner}"),
            _ => wording,
        };
        let fields = match self.fields {
            0 => " 📅 2025-11-08 ⏫",
            1 if self.has(Form::RoundFields) => " (due:: 2025-11-08) (priority:: high)",
            1 => " [due:: 2025-11-08] [priority:: high]",
            2 => " (due Nov 8)",
            _ => "",
        };
        let tags = if self.tags.is_empty() { String::new() } else { format!(" {}", self.tags) };
        let fields = match at {
            0 if self.has(Form::TaskIds) => format!("{fields} 🆔 t1"),
            1 if self.has(Form::TaskIds) => format!("{fields} ⛔ t1"),
            _ => fields.to_owned(),
        };
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
