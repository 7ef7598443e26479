//! The generator: it writes notes about meetings, in several styles, again and again.

use crate::chance::Chance;
use jiff::civil::Date;

/// Something to be done. The number in it tells it from all others, whatever the words.
#[derive(Debug, Clone)]
pub(crate) struct Action {
    pub(crate) number: u32,
    kind: usize,
    party: &'static str,
    owner: usize,
}

/// A meeting, and what was said in it.
#[derive(Debug, Clone)]
pub(crate) struct Meeting {
    pub(crate) number: u32,
    day: Date,
    title: String,
    people: [&'static str; 2],
    pub(crate) actions: Vec<Action>,
    facts: Vec<(usize, u32, &'static str)>,
    /// What was written about it so far: path and text.
    pub(crate) written: Vec<(String, String)>,
}

const PEOPLE: [&str; 6] = ["Ana Soto", "Bo Lindgren", "Chidi Eze", "Dana Levi", "Emil Novak", "Farah Haddad"];
const PARTIES: [&str; 6] = ["Northwind", "Contoso", "Fabrikam", "Initech", "Globex", "Umbrella"];
const TITLES: [&str; 5] =
    ["Pricing review", "Roadmap sync", "Hiring loop", "Incident follow-up", "Partner call"];

/// What an action says, in the words of each style; `#` is its number, `&` whom it is about.
const ACTIONS: [[&str; 3]; 6] = [
    ["Send the revised offer # to &", "Send & the revised offer #", "Revised offer # to be sent to &"],
    [
        "Book travel # for the workshop with &",
        "Book the workshop travel # with &",
        "Travel # to the & workshop to be booked",
    ],
    [
        "Review contract # with the legal team of &",
        "Review the & contract # with their legal team",
        "Contract # of & to be reviewed with legal",
    ],
    [
        "Fix ticket # about failing exports at &",
        "Fix the failing exports at & (ticket #)",
        "Ticket # on failing exports at & to be fixed",
    ],
    [
        "Prepare the security questionnaire # for &",
        "Prepare questionnaire # on security for &",
        "Security questionnaire # for & to be prepared",
    ],
    [
        "Schedule the onboarding session # with &",
        "Schedule session # for the onboarding of &",
        "Onboarding session # with & to be scheduled",
    ],
];

const FACTS: [[&str; 3]; 4] = [
    ["& has # active users", "There are # active users at &", "Active users at &: #"],
    [
        "The budget of & for the year is # euros",
        "& has a budget of # euros for the year",
        "Budget of &: # euros for the year",
    ],
    ["The migration at & covers # mailboxes", "& migrates # mailboxes", "Migration at &: # mailboxes"],
    ["& signs for # seats", "# seats are signed for by &", "Seats signed for by &: #"],
];

impl Meeting {
    /// Another meeting on `day`; `next` hands out numbers.
    pub(crate) fn held(day: Date, next: &mut u32, chance: &mut Chance) -> Self {
        let first = chance.below(PEOPLE.len());
        let second = (first + 1 + chance.below(PEOPLE.len() - 1)) % PEOPLE.len();
        *next += 1;
        let mut meeting = Self {
            number: *next,
            day,
            title: chance.one_of(&TITLES).to_owned(),
            people: [PEOPLE[first], PEOPLE[second]],
            actions: Vec::new(),
            facts: Vec::new(),
            written: Vec::new(),
        };
        for _ in 0..4 + chance.below(4) {
            meeting.add_action(next, chance);
        }
        for _ in 0..4 {
            *next += 1;
            meeting.facts.push((chance.below(FACTS.len()), *next, chance.one_of(&PARTIES)));
        }
        meeting
    }

    /// Has one more thing to be done come up.
    pub(crate) fn add_action(&mut self, next: &mut u32, chance: &mut Chance) {
        *next += 1;
        let (kind, party) = (chance.below(ACTIONS.len()), chance.one_of(&PARTIES));
        self.actions.push(Action { number: *next, kind, party, owner: chance.below(2) });
    }

    /// Where a note in this style is written, or under another name.
    pub(crate) fn path(&self, style: usize, other_name: bool) -> String {
        let Self { day, title, number, .. } = self;
        let again = if other_name { " again" } else { "" };
        match style {
            0 => format!("Meetings/{day} {title} {number}{again}.md"),
            1 => format!("Inbox/{title} {number} {day}{again}.md"),
            _ => format!("Inbox/App/Call {number}{again}.md"),
        }
    }

    /// The note in a style.
    pub(crate) fn text(&self, style: usize) -> String {
        let Self { number, day, title, people: [one, other], .. } = self;
        let said = |words: &str, number: u32, party: &str| {
            words.replace('#', &number.to_string()).replace('&', party)
        };
        let actions = self.actions.iter().enumerate().map(|(at, action)| {
            let words = said(ACTIONS[action.kind][style], action.number, action.party);
            let owner = self.people[action.owner];
            match style {
                0 => format!("- [ ] {words} @{owner}\n"),
                1 => format!("- [?] {words} @{owner} #proposed #auto\n"),
                _ => format!("{}. {words} — {owner}\n", at + 1),
            }
        });
        let actions: String = actions.collect();
        let facts = self
            .facts
            .iter()
            .map(|(kind, number, party)| format!("- {}\n", said(FACTS[*kind][style], *number, party)));
        let facts: String = facts.collect();
        let source = format!("Transcripts/call {number} {day}.md");
        match style {
            0 => format!(
                "---\ntitle: {title}\ndate: {day}\nparticipants:\n  - {one}\n  - {other}\nsource_ref: {source}\n---\n# {title}\n\n\
                 ## Summary\n\n{one} and {other} went through what is open.\n\n## Action Items\n\n{actions}\n## Key Information\n\n{facts}"
            ),
            1 => format!(
                "---\ndate: {day}\nparticipants: [{one}, {other}]\nsource_ref: {source}\ntags: [meeting]\n---\n\n# {title} with {other}\n\n\
                 ## Overview\n\nA call about what is open between {one} and {other}.\n\n## Next steps\n\n{actions}\n## Highlights\n\n{facts}"
            ),
            _ => format!(
                "---\ndate: {day}\nattendees: [{one}, {other}]\nsource_ref: {source}\n---\n\n# {title}\n\n## Discussion notes\n\n{facts}\n## Actions\n\n{actions}"
            ),
        }
    }
}
