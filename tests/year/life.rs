//! What happens in the vault by day, and at night.

use crate::chance::Chance;
use crate::generator::Meeting;
use crate::promises::{Promises, is_canonical, meeting_of, names};
use crate::vault::Vault;
use jiff::civil::{Date, date};
use notefold::cli::Exit;
use notefold::disk::{Contents, Disk, Symlinks};
use notefold::plan::Plan;
use notefold::review::Rejected;
use std::collections::BTreeMap;

/// Unattended, as it is by default, but for the share of the vault: this one is small.
const CONFIGURATION: &str = "[maintain]\nmax_share = 0.5\nmax_loss = 0.5\n";

pub(crate) struct Life {
    seed: u64,
    chance: Chance,
    vault: Vault,
    day: Date,
    /// The last number that was handed out; numbers have four digits, so that none is a part of a date.
    numbers: u32,
    meetings: Vec<Meeting>,
    promises: Promises,
    /// Notes that are only half there until tomorrow.
    half: Vec<(String, String)>,
    /// How much happened of each thing.
    counts: BTreeMap<&'static str, u32>,
}

impl Life {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            chance: Chance::of(seed),
            vault: Vault::new(CONFIGURATION),
            day: date(2026, 1, 1),
            numbers: 2100,
            meetings: Vec::new(),
            promises: Promises::default(),
            half: Vec::new(),
            counts: BTreeMap::new(),
        }
    }

    /// The notes there are.
    pub(crate) fn notes(&self) -> BTreeMap<String, String> {
        self.vault.notes()
    }

    fn told(&mut self, what: &'static str, about: &str) {
        *self.counts.entry(what).or_default() += 1;
        if std::env::var_os("NOTEFOLD_YEAR_TOLD").is_some() {
            #[expect(clippy::print_stderr, reason = "somebody wants to know")]
            {
                eprintln!("{} {what}: {about}", self.day);
            }
        }
    }

    /// Whether something happens that happens so often of a hundred times.
    fn happens(&mut self, percent: usize) -> bool {
        self.chance.below(100) < percent
    }

    fn at(&self, hour: i8) -> jiff::Timestamp {
        self.day.at(hour, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp()
    }

    /// A day of the generator, the person and the sync client.
    pub(crate) fn day(&mut self) {
        self.day = self.day.tomorrow().unwrap();
        self.vault.set_time(self.at(9));
        for (path, text) in std::mem::take(&mut self.half) {
            self.vault.write(&path, &text);
        }
        if self.happens(60) {
            self.meet();
        }
        if self.happens(60) {
            self.generate_again();
        }
        if self.happens(4) {
            self.write_over();
        }
        if self.happens(8) {
            self.copy_in_conflict();
        }
        self.vault.set_time(self.at(14));
        for _ in 0..self.chance.below(4) {
            self.person_works();
        }
        if self.happens(4) {
            self.person_undoes();
        }
        if self.happens(5) {
            self.person_decides();
        }
        // Somebody is writing when the night begins.
        if self.happens(10) {
            self.vault.set_time(self.at(23));
            self.person_works();
        }
    }

    fn meet(&mut self) {
        let mut meeting = Meeting::held(self.day, &mut self.numbers, &mut self.chance);
        let styles = if self.happens(70) { vec![0, 1] } else { vec![self.chance.below(3)] };
        for style in styles {
            self.generate(&mut meeting, style, false);
        }
        self.meetings.push(meeting);
    }

    fn generate(&mut self, meeting: &mut Meeting, style: usize, other_name: bool) {
        let (path, text) = (meeting.path(style, other_name), meeting.text(style));
        let before = self.vault.notes().get(&path).cloned();
        if before
            .as_ref()
            .is_some_and(|before| is_canonical(before) || before.contains("Remark") || before.contains("[x]"))
        {
            // Over a person's work it writes on its own days.
            return;
        }
        self.told("generated", &path);
        meeting.written.push((path.clone(), text.clone()));
        if self.happens(5) {
            let half = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= text.len() / 2).last();
            self.vault.write(&path, text.get(..half.unwrap_or(0)).unwrap());
            self.told("half synced", &path);
            self.half.push((path, text));
        } else {
            self.vault.write(&path, &text);
        }
    }

    /// Writes about an earlier meeting again: as before, in another style, or with something new.
    fn generate_again(&mut self) {
        if self.meetings.is_empty() {
            return;
        }
        let recent = self.meetings.len().saturating_sub(if self.happens(70) { 4 } else { usize::MAX });
        let at = recent + self.chance.below(self.meetings.len() - recent);
        let mut meeting = self.meetings[at].clone();
        if self.happens(40) && !meeting.written.is_empty() {
            let (path, text) = self.chance.one_of(&meeting.written);
            let path = if self.happens(30) { path.replace(".md", " 2.md") } else { path };
            if !self.vault.notes().contains_key(&path) {
                self.told("generated as it was", &path);
                self.vault.write(&path, &text);
            }
            return;
        }
        if self.happens(30) {
            meeting.add_action(&mut self.numbers, &mut self.chance);
        }
        let (style, other_name) = (self.chance.below(3), self.happens(30));
        self.generate(&mut meeting, style, other_name);
        self.meetings[at] = meeting;
    }

    /// Writes over a canonical note.
    fn write_over(&mut self) {
        let notes = self.vault.notes();
        let canonical: Vec<&String> =
            notes.iter().filter(|(_, text)| is_canonical(text)).map(|(path, _)| path).collect();
        if canonical.is_empty() {
            return;
        }
        let path = self.chance.one_of(&canonical).clone();
        let before = &notes[&path];
        let Some(meeting) = self.meetings.iter().find(|meeting| Some(meeting.number) == meeting_of(before))
        else {
            return;
        };
        let text = meeting.text(self.chance.below(3));
        self.told("written over", &path);
        self.promises.overwritten(before);
        self.vault.write(&path, &text);
    }

    /// A sync client leaves a copy of a note beside it.
    fn copy_in_conflict(&mut self) {
        let notes = self.vault.notes();
        if notes.is_empty() {
            return;
        }
        let paths: Vec<&String> = notes.keys().collect();
        let path = self.chance.one_of(&paths).clone();
        let copy = path.replace(".md", &format!(" (conflicted copy {}).md", self.day));
        self.told("conflict", &copy);
        self.vault.write(&copy, &notes[&path]);
    }

    /// The person does something to one of the notes.
    fn person_works(&mut self) {
        let notes = self.vault.notes();
        let half: Vec<&String> = self.half.iter().map(|(path, _)| path).collect();
        let paths: Vec<&String> = notes.keys().filter(|path| !half.contains(path)).collect();
        let canonical: Vec<&String> =
            paths.iter().copied().filter(|path| is_canonical(&notes[*path])).collect();
        let paths = if canonical.is_empty() || self.happens(20) { paths } else { canonical };
        if paths.is_empty() {
            return;
        }
        let path = self.chance.one_of(&paths).clone();
        let text = &notes[&path];
        match self.chance.below(6) {
            0 | 1 => self.tick(&path, text),
            2 => self.delete(&path, text),
            3 => self.reword(&path, text),
            4 => self.remark(&path, text),
            _ => self.file_away(&path),
        }
    }

    /// A line of a note that is an action, with its number.
    fn an_action(&mut self, text: &str) -> Option<(String, u32)> {
        let meeting = meeting_of(text)?;
        let meeting = self.meetings.iter().find(|other| other.number == meeting)?;
        let numbers: Vec<u32> = meeting.actions.iter().map(|action| action.number).collect();
        let lines = text.lines().filter(|line| line.starts_with("- ["));
        let found = lines.filter_map(|line| {
            let number = numbers.iter().find(|number| names(line, **number))?;
            Some((line.to_owned(), *number))
        });
        let found: Vec<(String, u32)> = found.collect();
        (!found.is_empty()).then(|| self.chance.one_of(&found))
    }

    fn tick(&mut self, path: &str, text: &str) {
        let Some((line, number)) = self.an_action(text) else { return };
        let ticked = line.replacen("[ ]", "[x]", 1).replacen("[?]", "[x]", 1);
        if ticked != line {
            self.told("ticked", &format!("{number} in {path}"));
            self.vault.write(path, &text.replacen(&line, &ticked, 1));
            // What was deleted from the note stays deleted, also where a copy of it is ticked since.
            if !self.promises.deleted.contains_key(&number) {
                self.promises.ticked.insert(number);
            }
        }
    }

    fn delete(&mut self, path: &str, text: &str) {
        // What is deleted from a copy of a sync client still stands in the note it is a copy of.
        if !is_canonical(text) || path.contains("conflicted") {
            return;
        }
        let Some((_, number)) = self.an_action(text) else { return };
        let is_named = |line: &&str| line.starts_with("- [") && names(line, number);
        if text.lines().any(|line| line.contains("Remark") && names(line, number)) {
            return;
        }
        self.told("deleted", &format!("{number} in {path}"));
        let left: String =
            text.lines().filter(|line| !is_named(line)).map(|line| format!("{line}\n")).collect();
        self.vault.write(path, &left);
        // Also where a copy has it ticked: that goes when the copy is folded in.
        self.promises.ticked.remove(&number);
        if let Some(meeting) = meeting_of(text).filter(|_| !left.lines().any(|line| names(line, number))) {
            self.promises.deleted.insert(number, meeting);
        }
    }

    /// A word that nobody else has.
    fn token(&mut self) -> String {
        self.numbers += 1;
        format!("Remark{}", self.numbers)
    }

    fn reword(&mut self, path: &str, text: &str) {
        let Some((line, _)) = self.an_action(text) else { return };
        let token = self.token();
        let Some((head, owner)) = line.split_once(" @") else { return };
        self.told("reworded", path);
        self.vault.write(path, &text.replacen(&line, &format!("{head}, see {token} @{owner}"), 1));
        self.promises.written.insert(token, true);
    }

    fn remark(&mut self, path: &str, text: &str) {
        let token = self.token();
        self.told("remarked", path);
        let remark = match self.chance.below(3) {
            0 => format!("\n## My notes\n\nWhat {token} says is what I think of it.\n"),
            1 => format!("\n> A quote that {token} heard.\n"),
            _ => format!("\nA thought of mine, {token}, about all of it.\n"),
        };
        self.vault.write(path, &format!("{text}{remark}"));
        self.promises.written.insert(token, true);
    }

    fn file_away(&mut self, path: &str) {
        self.numbers += 1;
        let to = if self.happens(50) {
            format!("Projects/{}/{}", self.chance.below(3), path.rsplit('/').next().unwrap())
        } else {
            path.replace(".md", &format!(" v{}.md", self.numbers))
        };
        if self.vault.rename(path, &to) {
            self.told("moved", &format!("{path} to {to}"));
        }
    }

    fn person_undoes(&mut self) {
        let exit = self.vault.runs(&["undo"]);
        self.told("undone", &format!("{exit:?}"));
        // What was deleted from a note that is not canonical any more is in the notes it was made of.
        self.promises.deleted.clear();
    }

    /// The person looks at what waits: applies some of it, rejects some.
    fn person_decides(&mut self) {
        let Some(plan) = self.plan() else { return };
        if plan.groups.is_empty() {
            return;
        }
        let group = &plan.groups[self.chance.below(plan.groups.len())];
        if self.happens(50) {
            self.told("applied by hand", &group.id);
            self.vault.runs(&["apply", "--only", &group.id]);
            // Whoever applies a group that waits has looked at it, and at what it brings back.
            self.promises.deleted.clear();
        } else {
            self.told("rejected", &group.id);
            let state = self.vault.state();
            let mut rejected = match self.vault.disk.read(&state.rejected(), u64::MAX, Symlinks::Refuse) {
                Ok(Contents::Bytes(bytes)) => Rejected::parse(&bytes).unwrap(),
                _ => Rejected::default(),
            };
            rejected.remember(group);
            state.keep_rejected(&self.vault.disk, rejected.to_json().unwrap().as_bytes()).unwrap();
        }
    }

    /// What waits.
    fn plan(&self) -> Option<Plan> {
        match self.vault.disk.read(&self.vault.state().plan(), u64::MAX, Symlinks::Refuse) {
            Ok(Contents::Bytes(bytes)) => Some(Plan::parse(&bytes).unwrap()),
            _ => None,
        }
    }

    /// A pass, in which the world may stop; then everything is looked at, and another pass has nothing to do.
    pub(crate) fn night(&mut self, night: u32) {
        let when = format!("seed {}, night {night}, {}", self.seed, self.day);
        self.vault.set_time(self.at(23) + jiff::SignedDuration::from_mins(5));
        if self.happens(40) {
            let acts = self.chance.below(90);
            self.vault.disk.stop_after(acts);
            self.vault.runs(&["maintain"]);
            if self.vault.disk.go_on() {
                self.told("crashed", &format!("after {acts} acts"));
            }
            if self.happens(30) {
                // And once more, in the middle of what puts it right.
                self.vault.disk.stop_after(self.chance.below(30));
                self.vault.runs(&["maintain"]);
                self.vault.disk.go_on();
            }
        }
        let acts = self.vault.disk.acts();
        let exit = self.vault.runs(&["maintain"]);
        assert_eq!(exit, Exit::Done, "{when}");
        self.told("passed", &format!("{} acts", self.vault.disk.acts() - acts));
        self.promises.check(&self.vault, &when);
        let before = self.vault.everything();
        assert_eq!(self.vault.runs(&["maintain"]), Exit::Done, "{when}");
        let after = self.vault.everything();
        let changed: Vec<&String> = after
            .iter()
            .filter(|(path, hash)| before.get(*path) != Some(hash))
            .map(|(path, _)| path)
            .collect();
        assert_eq!((changed, after.len()), (Vec::new(), before.len()), "{when}: a second pass did something");
        self.waits_for_a_reason(&when);
    }

    /// Whatever is left has a reason to be.
    fn waits_for_a_reason(&mut self, when: &str) {
        let Some(plan) = self.plan() else { return };
        for group in &plan.groups {
            let is_restless = group.notes.iter().any(|note| {
                let time = self.vault.modified(note.path.as_str());
                time.is_some_and(|time| self.at(23).duration_since(time) < jiff::SignedDuration::from_mins(5))
            });
            let has_reason = !group.waits.is_empty()
                || group.confidence < notefold::group::Confidence::Certain
                || is_restless;
            // The plan may be of an earlier night; what is gone since waits no more.
            let is_there = group.notes.iter().all(|note| self.vault.notes().contains_key(note.path.as_str()));
            assert!(has_reason || !is_there, "{when}: {} waits for nothing", group.id);
        }
    }

    /// The year had something of everything in it.
    pub(crate) fn ends(&self) {
        if std::env::var_os("NOTEFOLD_YEAR_TOLD").is_some() {
            #[expect(clippy::print_stderr, reason = "somebody wants to know")]
            {
                eprintln!("seed {}: {:?}", self.seed, self.counts);
            }
        }
        for what in ["generated", "generated as it was", "ticked", "deleted", "moved", "crashed"] {
            assert!(self.counts.contains_key(what), "seed {}: {what} never", self.seed);
        }
    }
}
