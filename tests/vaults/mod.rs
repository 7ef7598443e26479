//! Vaults as they grow over years, made by seed: the same seed gives the same bytes.
//!
//! A tenth of the notes are variants: the same meeting two, three or four times, in the styles of three generators and
//! as conflict copies. Which belong together is known. The rest is what makes it hard to find them: weekly meetings of
//! one team under one title, two meetings of the same people on one day, translations, daily notes, templates, indexes,
//! pages that link to each other.

#![expect(clippy::disallowed_methods, reason = "it makes the files others are to read")]

mod chance;
mod meeting;
mod words;

use chance::Chance;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use meeting::{Meeting, Style};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use words::{MODIFIERS, OBJECTS, TITLES, person};

/// What was written.
#[derive(Debug)]
pub(crate) struct Generated {
    /// How many notes.
    pub(crate) notes: usize,
    /// Their bytes, all together.
    pub(crate) bytes: usize,
    /// The paths of the notes that belong together; in each group and among groups in order.
    pub(crate) groups: Vec<Vec<String>>,
}

/// Writes a vault of `notes` notes into `folder`, which is made.
///
/// # Panics
///
/// When the disk does not take it.
pub(crate) fn write(folder: &Path, notes: usize, seed: u64) -> Generated {
    let mut vault = Writer {
        folder,
        chance: Chance::of(seed),
        // Fifteen notes a day: what a person with several generators has.
        days: (notes / 15).max(400),
        written: BTreeSet::new(),
        bytes: 0,
        notes: 0,
        groups: Vec::new(),
        pages: Vec::new(),
    };
    vault.put(
        ".obsidian/app.json",
        "{\n  \"alwaysUpdateLinks\": true,\n  \"newLinkFormat\": \"shortest\"\n}\n",
    );
    let variants = notes / 10;
    while vault.notes < variants {
        vault.group(vault.groups.len());
    }
    let mut kind = 0;
    while vault.notes < notes {
        vault.unrelated(kind, notes - vault.notes);
        kind += 1;
    }
    vault.groups.iter_mut().for_each(|group| group.sort());
    vault.groups.sort();
    Generated { notes: vault.notes, bytes: vault.bytes, groups: vault.groups }
}

struct Writer<'a> {
    folder: &'a Path,
    chance: Chance,
    /// Over how many days the notes are spread.
    days: usize,
    /// The paths in use, in lower case: a Mac takes two cases for one name.
    written: BTreeSet<String>,
    bytes: usize,
    notes: usize,
    groups: Vec<Vec<String>>,
    /// Names of pages others may link to.
    pages: Vec<String>,
}

impl Writer<'_> {
    /// Writes a file under this path, or under a free one like it; gives the path.
    fn put(&mut self, path: &str, text: &str) -> String {
        let (stem, ending) = path.rsplit_once('.').expect("every file has an ending");
        let mut free = path.to_owned();
        let mut number = 2;
        while !self.written.insert(free.to_lowercase()) {
            free = format!("{stem} ({number}).{ending}");
            number += 1;
        }
        let place = self.folder.join(&free);
        let parent = place.parent().expect("every file is in the vault");
        fs::create_dir_all(parent).expect("the disk takes it");
        fs::write(&place, text).expect("the disk takes it");
        if ending == "md" {
            self.notes += 1;
            self.bytes += text.len();
        }
        free
    }

    fn day(&mut self) -> Date {
        let day = i64::try_from(self.chance.below(self.days)).expect("there are not that many days");
        date(2025, 12, 31).checked_sub(day.days()).expect("it is within some thousand years")
    }

    /// The variants of one meeting; with the `turn` it goes through all the ways there are.
    fn group(&mut self, turn: usize) {
        let day = self.day();
        let count = 10 + self.chance.below(24);
        let meeting = Meeting::at_random(&mut self.chance, day, count);
        let mut paths = Vec::new();
        let styles: &[Style] = match turn % 6 {
            0 => &[Style::Short, Style::Long],
            1 => &[Style::Short, Style::Bot],
            2 => &[Style::Long, Style::Bot],
            3 | 4 => &[Style::Short, Style::Long, Style::Bot],
            _ => &[],
        };
        for style in styles {
            let text = meeting.written(*style, &mut self.chance);
            paths.push(self.put(&meeting.path(*style), &text));
        }
        match turn % 6 {
            // A sync conflict: the last line was typed on one device only.
            4 => {
                let text = meeting.written(Style::Short, &mut self.chance);
                let path =
                    meeting.path(Style::Short).replace(".md", " (Conflicted copy mac 202511081210).md");
                paths.push(self.put(&path, &format!("{text}- [[Follow up]]\n")));
            }
            // The same file twice: exported again, or copied by hand.
            5 => {
                let text = meeting.written(Style::Short, &mut self.chance);
                let path = meeting.path(Style::Short);
                let copy = if turn % 12 == 5 {
                    path.replace(".md", " 1.md")
                } else {
                    path.replace("Inbox/_archive/", "Meetings/")
                };
                paths.push(self.put(&path, &text));
                paths.push(self.put(&copy, &text));
            }
            _ => {}
        }
        self.groups.push(paths);
    }

    /// Something that belongs to no group; at most `room` notes.
    fn unrelated(&mut self, kind: usize, room: usize) {
        match kind % 20 {
            0 | 1 => self.weekly(room),
            2..=6 => self.single(),
            7 if room > 1 => self.twice_a_day(),
            8..=10 => self.daily(),
            11 => self.translated(room),
            12 => self.index(),
            13 => self.someone(),
            14 if kind % 200 == 14 => self.templates(room),
            15 if kind % 100 == 15 => self.canvas(),
            _ => self.page(),
        }
    }

    /// Meetings of one team, week after week, under one title.
    fn weekly(&mut self, room: usize) {
        let first = self.day();
        let count = 20 + self.chance.below(22);
        let mut meeting = Meeting::at_random(&mut self.chance, first, count);
        let style = self.chance.one_of(&[Style::Short, Style::Long, Style::Bot]);
        for week in 0..(3 + self.chance.below(6)).min(room) {
            let days = i64::try_from(7 * week).expect("there are few weeks");
            meeting.again(
                &mut self.chance,
                first.checked_add(days.days()).expect("it is within some thousand years"),
            );
            let text = meeting.written(style, &mut self.chance);
            self.put(&meeting.path(style), &text);
        }
    }

    fn single(&mut self) {
        let day = self.day();
        let count = 18 + self.chance.below(40);
        let meeting = Meeting::at_random(&mut self.chance, day, count);
        let style = self.chance.one_of(&[Style::Short, Style::Long, Style::Bot]);
        let text = meeting.written(style, &mut self.chance);
        self.put(&meeting.path(style), &text);
    }

    /// Two meetings of the same people on one day.
    fn twice_a_day(&mut self) {
        let day = self.day();
        let mut meeting = Meeting::at_random(&mut self.chance, day, 24);
        for style in [Style::Short, Style::Long] {
            let text = meeting.written(style, &mut self.chance);
            self.put(&meeting.path(style), &text);
            meeting.again(&mut self.chance, day);
            meeting.retitle(&mut self.chance);
        }
    }

    /// A daily note: a third of them as the template left them.
    fn daily(&mut self) {
        let day = self.day();
        let mut text = "---\ntags: [daily]\n---\n\n## Plan\n\n- [ ] \n\n## Log\n\n".to_owned();
        if self.chance.below(3) > 0 {
            for _ in 0..6 + self.chance.below(30) {
                let page = self.link();
                text.extend([format!("- {} {page}\n", self.sentence())]);
            }
        }
        let path = format!("Daily/{}/{day}.md", day.year());
        if self.written.contains(&path.to_lowercase()) { self.page() } else { drop(self.put(&path, &text)) }
    }

    /// A note and its translation, which shares names and numbers with it.
    fn translated(&mut self, room: usize) {
        let title = self.title();
        let lines: Vec<(String, String)> =
            (0..20 + self.chance.below(30)).map(|_| self.sentence_twice()).collect();
        for (folder, pick) in [("Docs/en", 0), ("Docs/de", 1)].into_iter().take(room) {
            let body: Vec<String> =
                lines.iter().map(|(en, de)| format!("- {}\n", if pick == 0 { en } else { de })).collect();
            self.put(&format!("{folder}/{title}.md"), &format!("# {title}\n\n{}", body.concat()));
        }
    }

    /// A page that is nothing but links.
    fn index(&mut self) {
        let title = self.title();
        let links: Vec<String> =
            (0..20 + self.chance.below(60)).map(|_| format!("- {}\n", self.link())).collect();
        self.put(&format!("Indexes/{title}.md"), &format!("# {title}\n\n{}", links.concat()));
    }

    /// A note about a person, with other names.
    fn someone(&mut self) {
        let name = person(self.chance.below(words::PEOPLE));
        let (first, last) = name.split_once(' ').expect("a name has two parts");
        let initial = first.chars().next().unwrap_or('X');
        let page = self.link();
        let text = format!(
            "---\ntype: person\naliases: [\"{first} {initial}.\", \"{initial}. {last}\"]\n---\n\n# {name}\n\n- {}\n- {page}\n",
            self.sentence()
        );
        let path = format!("People/{name}.md");
        if self.written.contains(&path.to_lowercase()) { self.page() } else { drop(self.put(&path, &text)) }
    }

    /// One template in the folders of several teams.
    fn templates(&mut self, room: usize) {
        let text = "---\ntype: meeting\ndate: \nparticipants: []\n---\n\n# Meeting\n\n## Summary\n\n## Action Items\n\n- [ ] \n\n## Decisions\n\n## Key Information\n";
        for team in 0..4.min(room) {
            let title = self.title();
            self.put(&format!("Templates/{title} {team}/Meeting.md"), text);
        }
    }

    fn canvas(&mut self) {
        let title = self.title();
        let page = self.pages.last().cloned().unwrap_or_else(|| "Home".to_owned());
        let text = format!(
            "{{\"nodes\":[{{\"id\":\"a\",\"type\":\"file\",\"file\":\"Pages/{page}.md\",\"x\":0,\"y\":0,\"width\":400,\"height\":400}}],\"edges\":[]}}\n"
        );
        self.put(&format!("Boards/{title}.canvas"), &text);
        self.page();
    }

    /// A page of prose and lists with links.
    fn page(&mut self) {
        let title = self.title();
        let mut text =
            format!("---\ntags: [{}]\n---\n\n# {title}\n\n", self.chance.one_of(&OBJECTS).replace(' ', "-"));
        for _ in 0..=1 + self.chance.below(3) {
            text.extend([format!("## {}\n\n", self.title())]);
            for _ in 0..4 + self.chance.below(12) {
                let page = self.link();
                text.extend([format!("{} See {page}. {}\n\n", self.sentence(), self.sentence())]);
            }
        }
        self.put(&format!("Pages/{title}.md"), &text);
        self.pages.push(title);
    }

    fn link(&mut self) -> String {
        if self.pages.is_empty() {
            "[[Home]]".to_owned()
        } else {
            format!("[[{}]]", self.chance.one_of(&self.pages))
        }
    }

    fn title(&mut self) -> String {
        let (modifier, object) = (self.chance.one_of(&MODIFIERS), self.chance.one_of(&OBJECTS));
        let number = self.chance.below(1000);
        format!(
            "{} {} {modifier} {object} {number}",
            self.chance.one_of(&TITLES),
            person(self.chance.below(40))
        )
    }

    fn sentence(&mut self) -> String {
        self.sentence_twice().0
    }

    /// A sentence in English, and in words that stand for another language.
    fn sentence_twice(&mut self) -> (String, String) {
        let (modifier, object) = (self.chance.one_of(&MODIFIERS), self.chance.one_of(&OBJECTS));
        let (name, number) = (person(self.chance.below(words::PEOPLE)), 2 + self.chance.below(900));
        let other = self.chance.one_of(&OBJECTS);
        (
            format!(
                "{name} looked at the {modifier} {object} with {number} cases before the {other} was done."
            ),
            format!("{name} hat sich die Sache mit {number} Fällen angesehen, ehe das andere fertig war."),
        )
    }
}
