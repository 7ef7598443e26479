//! A meeting, and how three generators write it up.

use super::chance::Chance;
use super::words::{MODIFIERS, OBJECTS, OUTCOMES, PEOPLE, PURPOSES, TITLES, VERBS, person};
use jiff::civil::Date;

/// How a generator writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Short lines, block lists in the frontmatter, a vault-relative source.
    Short,
    /// Long lines, proposed tasks, a source on another machine.
    Long,
    /// A meeting bot: bold owners, other headings, a name misheard, no source.
    Bot,
}

/// What was said in a meeting, before anyone worded it.
#[derive(Debug)]
pub(super) struct Meeting {
    day: Date,
    title: String,
    transcript: String,
    people: Vec<String>,
    /// What the team works on: its meetings share these.
    objects: Vec<&'static str>,
    actions: Vec<Said>,
    decisions: Vec<Said>,
    facts: Vec<Said>,
}

/// One thing said.
#[derive(Debug, Clone)]
struct Said {
    verb: usize,
    modifier: &'static str,
    object: &'static str,
    purpose: usize,
    number: usize,
    owner: usize,
}

impl Meeting {
    /// A meeting of some team about something, of which `count` things are said.
    pub(super) fn at_random(chance: &mut Chance, day: Date, count: usize) -> Self {
        let first = chance.below(PEOPLE);
        let size = 2 + chance.below(4);
        let mut meeting = Self {
            day,
            title: String::new(),
            transcript: String::new(),
            // Steps of a prime, so that nobody is in twice.
            people: (0..size).map(|at| person(first + at * 37)).collect(),
            objects: (0..8).map(|_| chance.one_of(&OBJECTS)).collect(),
            actions: Vec::new(),
            decisions: Vec::new(),
            facts: Vec::new(),
        };
        meeting.retitle(chance);
        meeting.says(chance, count);
        meeting
    }

    /// Makes it another meeting of the same people under the same title.
    pub(super) fn again(&mut self, chance: &mut Chance, day: Date) {
        self.day = day;
        self.says(chance, self.actions.len() + self.decisions.len() + self.facts.len());
    }

    /// Gives it another title.
    pub(super) fn retitle(&mut self, chance: &mut Chance) {
        self.title = format!("{} {}", chance.one_of(&self.objects), chance.one_of(&TITLES));
    }

    fn says(&mut self, chance: &mut Chance, count: usize) {
        let mut said = |count: usize| -> Vec<Said> {
            let one = |chance: &mut Chance| Said {
                verb: chance.below(VERBS.len()),
                modifier: chance.one_of(&MODIFIERS),
                object: chance.one_of(&self.objects),
                purpose: chance.below(PURPOSES.len()),
                number: 2 + chance.below(900),
                owner: chance.below(self.people.len()),
            };
            (0..count).map(|_| one(chance)).collect()
        };
        let (actions, decisions) = (count / 3 + 1, count / 5 + 1);
        (self.actions, self.decisions, self.facts) =
            (said(actions), said(decisions), said(count - count / 3 - count / 5));
        let about = self.facts.first().map_or("work", |said| said.modifier);
        self.transcript = format!(
            "{} - {} of {} spoke about the {about} {}",
            self.day, self.people[0], self.objects[0], self.title
        );
    }

    /// Where a generator puts the note.
    pub(super) fn path(&self, style: Style) -> String {
        let Self { day, title, .. } = self;
        match style {
            Style::Short => format!("Inbox/_archive/{:04}-{:02}/{day} - {title}.md", day.year(), day.month()),
            Style::Long => format!("People/Meetings/{day} - {} on {title}.md", self.people.join(", ")),
            Style::Bot => format!("Inbox/Bot/{title} ({day}).md"),
        }
    }

    /// The note a generator writes; it leaves out what `chance` makes it miss.
    pub(super) fn written(&self, style: Style, chance: &mut Chance) -> String {
        match style {
            Style::Short => self.short(chance),
            Style::Long => self.long(chance),
            Style::Bot => self.bot(chance),
        }
    }

    fn short(&self, chance: &mut Chance) -> String {
        let Self { day, title, transcript, people, .. } = self;
        let listed = format!("- {}\n", people.join("\n- "));
        let mut text = format!(
            "---\ntype: people\ntitle: {title}\ndate: '{day}'\nperson: {}\nparticipants:\n{listed}source: transcript\n\
             source_ref: Inbox/_archive/{day}/{transcript}.md\ntags:\n- type/people\n- generated\n---\n\n# {title}\n\n\
             **Date**: {day}\n**With**: {}\n\n## Summary\n\n{}\n\n## Action Items\n\n",
            people[0],
            people.join(", "),
            self.summary(0),
        );
        text.extend(heard(&self.actions, chance).map(|said| {
            format!("- [ ] {} @{} 📅 {} 🔼 #task\n", said.to_do(0), people[said.owner], self.due(said))
        }));
        text.push_str("\n## Decisions\n\n");
        text.extend(heard(&self.decisions, chance).map(|said| format!("- {}\n", said.decided(0))));
        text.push_str("\n## Key Information\n\n");
        text.extend(heard(&self.facts, chance).map(|said| format!("- {}\n", said.known(0))));
        let related = format!("- [[{}]]\n", people.join("]]\n- [["));
        text + &format!("\n---\n\n*Source: [[{transcript}]]*\n\n## Related\n\n{related}")
    }

    fn long(&self, chance: &mut Chance) -> String {
        let Self { day, title, transcript, people, .. } = self;
        let quoted: Vec<String> = people.iter().map(|name| format!("\"{name}\"")).collect();
        let heading = format!("{} on {title}", people.join(", "));
        let mut text = format!(
            "---\ntype: \"people\"\ntitle: \"{heading}\"\ndate: \"{day}\"\nperson: \"\"\nparticipants: [{}]\n\
             source: \"transcript\"\nsource_ref: \"/Users/owner/Documents/Notes/Sources/{}/{transcript}.md\"\n\
             tags:\n  - \"type/people\"\n  - \"person/\"\n  - \"generated\"\n\n---\n\n# {heading}\n\n\
             **Date**: {day}\n**With**: {}\n\n## Summary\n\n{}\n\n\n## Action Items\n\n\n",
            quoted.join(", "),
            day.year(),
            people.join(", "),
            self.summary(1),
        );
        text.extend(heard(&self.actions, chance).map(|said| {
            format!(
                "- [?] {} @{} 📅 {} #task #proposed #auto\n\n",
                said.to_do(1),
                people[said.owner],
                self.due(said)
            )
        }));
        text.push_str("\n\n## Decisions\n\n\n");
        text.extend(heard(&self.decisions, chance).map(|said| format!("- {}\n\n", said.decided(1))));
        text.push_str("\n\n## Key Information\n\n\n");
        text.extend(heard(&self.facts, chance).map(|said| format!("- {}\n\n", said.known(1))));
        text + &format!("\n\n---\n\n*Source: [[{transcript}]]*\n")
    }

    fn bot(&self, chance: &mut Chance) -> String {
        let Self { day, title, people, .. } = self;
        let mut names = people.clone();
        if let Some(last) = names.last_mut() {
            *last = misheard(last);
        }
        let first = |at: usize| names[at].split(' ').next().unwrap_or_default();
        let mut text = format!(
            "---\ntitle: {title}\ndate: {day}T09:30:00\nattendees: [{}]\ntags: [meeting, bot]\nsource: granola\n---\n\n\
             # {title}\n\n### TL;DR\n- {}\n\n### Next steps\n",
            names.join(", "),
            self.summary(2),
        );
        for said in heard(&self.actions, chance) {
            let due = self.due(said).strftime("%b %-d").to_string();
            text.extend([format!("- **{}**: {} (due {due})\n", first(said.owner), said.to_do(2))]);
        }
        text.push_str("\n### Decisions made\n");
        text.extend(heard(&self.decisions, chance).map(|said| format!("- {}\n", said.decided(2))));
        text.push_str("\n### Discussion notes\n");
        for (at, said) in heard(&self.facts, chance).enumerate() {
            if at % 4 == 0 {
                text.extend([format!("\n#### {}\n", said.object)]);
            }
            text.extend([format!("- {}\n", said.known(2))]);
        }
        text
    }

    fn summary(&self, wording: usize) -> String {
        let names = self.people.join(" and ");
        let about: Vec<String> = self.facts.iter().take(3).map(|said| said.known(wording)).collect();
        let start = [
            format!("{names} went through the {}.", self.objects[0]),
            format!(
                "{names} met in order to discuss the state of the {} and what follows from it.",
                self.objects[0]
            ),
            format!("Sync on the {}.", self.objects[0]),
        ];
        format!("{} {}", start[wording], about.join(" "))
    }

    fn due(&self, said: &Said) -> Date {
        let days = i64::try_from(3 + said.number % 14).expect("it is a fortnight at most");
        self.day.saturating_add(jiff::Span::new().days(days))
    }
}

/// Most of the things said: a generator misses one in eight.
fn heard<'a>(said: &'a [Said], chance: &mut Chance) -> impl Iterator<Item = &'a Said> {
    let missed: Vec<bool> = said.iter().map(|_| chance.below(8) == 0).collect();
    said.iter().zip(missed).filter(|(_, missed)| !missed).map(|(said, _)| said)
}

/// A name as speech recognition hears it: a doubled letter less, or an `h` more.
fn misheard(name: &str) -> String {
    let mut heard = String::new();
    for c in name.chars() {
        if heard.ends_with(c) {
            continue;
        }
        heard.push(c);
    }
    if heard == name { name.replacen('n', "hn", 1) } else { heard }
}

impl Said {
    fn to_do(&self, wording: usize) -> String {
        let Self { modifier, object, number, .. } = self;
        let (verb, purpose) = (VERBS[self.verb][wording], PURPOSES[self.purpose][wording]);
        match wording {
            0 => format!("{verb} the {modifier} {object} {purpose}"),
            1 => format!(
                "{verb} the {modifier} {object}, covering {number} cases, {purpose}, and report back to the team."
            ),
            _ => format!("{verb} {modifier} {object} {purpose}"),
        }
    }

    fn decided(&self, wording: usize) -> String {
        let Self { modifier, object, number, .. } = self;
        let outcome = OUTCOMES[self.verb % OUTCOMES.len()][wording];
        match wording {
            0 => format!("The {modifier} {object} {outcome} with {number} units."),
            1 => format!(
                "It was decided that the {modifier} {object} {outcome}, for which {number} units are set aside."
            ),
            _ => format!("{modifier} {object} {outcome} ({number} units)"),
        }
    }

    fn known(&self, wording: usize) -> String {
        let Self { modifier, object, number, .. } = self;
        let purpose = PURPOSES[self.purpose][wording];
        match wording {
            0 => format!("The {modifier} {object} takes {number} hours {purpose}."),
            1 => format!(
                "The team found that the {modifier} {object} currently takes about {number} hours, {purpose}, which was more than expected."
            ),
            _ => format!("{modifier} {object}: {number} hours {purpose}"),
        }
    }
}
