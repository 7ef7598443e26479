//! Which groups are found in whole vaults: exactly those that are there.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "it makes the files that are to be scanned")]

mod vaults;

use assert_fs::TempDir;
use notefold::config::Config;
use notefold::disk::RealDisk;
use notefold::group::{Confidence, Digest, GroupOptions, groups};
use notefold::people::{PeopleOptions, Register};
use notefold::vault::{Listing, Scope, Snapshot, Vault};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The groups of a vault that are not doubtful, and the doubtful ones: the paths of each, in order.
struct Found {
    sure: BTreeSet<Vec<String>>,
    doubtful: BTreeSet<Vec<String>>,
}

fn scan(folder: &Path) -> Found {
    let vault = Vault::at(&RealDisk, folder).unwrap();
    let config = Config::load(&RealDisk, Some(&vault), &[]).unwrap();
    let scope = Scope::of(&config.scope_options(&vault.settings(&RealDisk).0)).unwrap();
    let listing = Listing::of(&RealDisk, &vault, &[], &scope);
    let digest = config.digest_options();
    let snapshot = Snapshot::read(&RealDisk, &vault, listing, |path, text| Digest::of(path, text, &digest));
    let read = |at: usize| vault.read(&RealDisk, &snapshot.notes[at].path).ok();
    let persons = snapshot.notes.iter().filter_map(|note| note.digest.person.as_deref().cloned());
    let people = PeopleOptions { register: Arc::new(Register::of(persons)), ..config.people_options() };
    let grouping = groups(&snapshot.notes, &read, &GroupOptions { people, read: config.read_options() });
    assert_eq!(grouping.crowds, []);
    let (mut sure, mut doubtful) = (BTreeSet::new(), BTreeSet::new());
    for group in grouping.groups {
        let paths =
            group.notes.iter().map(|member| snapshot.notes[member.at].path.as_str().to_owned()).collect();
        let is_new = match group.confidence {
            Confidence::Certain | Confidence::Likely => sure.insert(paths),
            Confidence::Doubtful => doubtful.insert(paths),
        };
        assert!(is_new);
    }
    Found { sure, doubtful }
}

/// Checks that the sure groups of a vault are exactly these; `doubtful` is what may be shown beside them.
fn check(folder: &Path, expect: &[Vec<String>], doubtful: &[Vec<String>]) {
    let found = scan(folder);
    let expect: BTreeSet<Vec<String>> = expect.iter().cloned().collect();
    let missed: Vec<_> = expect.difference(&found.sure).collect();
    let wrong: Vec<_> = found.sure.difference(&expect).collect();
    assert!(missed.is_empty() && wrong.is_empty(), "missed {missed:#?}\nwrong {wrong:#?}");
    assert_eq!(found.doubtful, doubtful.iter().cloned().collect(), "doubtful");
}

fn testdata(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(path)
}

#[test]
fn the_groups_of_a_generated_vault_are_found_and_no_others() {
    for (notes, seed) in [(1_000, 1), (2_000, 7)] {
        let folder = TempDir::new().unwrap();
        let generated = vaults::write(folder.path(), notes, seed);
        assert_eq!((generated.notes, generated.bytes > 0), (notes, true));
        let found = scan(folder.path());
        let expect: BTreeSet<Vec<String>> = generated.groups.into_iter().collect();
        let missed: Vec<_> = expect.difference(&found.sure).collect();
        let wrong: Vec<_> = found.sure.difference(&expect).collect();
        assert!(missed.is_empty() && wrong.is_empty(), "missed {missed:#?}\nwrong {wrong:#?}");
    }
}

#[test]
fn the_groups_of_the_example_vault_are_found_and_no_others() {
    let json = fs::read_to_string(testdata("vaults/inbox-archive.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let expect: Vec<Vec<String>> = serde_json::from_value(json["groups"].clone()).unwrap();
    let found = scan(&testdata("vaults/inbox-archive"));
    assert_eq!(found.sure, expect.into_iter().collect());
}

#[test]
fn notes_that_say_much_alike_about_other_meetings_of_the_same_people_and_day_stay_apart() {
    let json = fs::read_to_string(testdata("vaults/look-alikes.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let expect: Vec<Vec<String>> = serde_json::from_value(json["groups"].clone()).unwrap();
    // A quarter of what the two say agrees, for a person to look at who asks for doubtful groups.
    let study = ["Study/2026-02-05 Safety board.md", "Study/2026-02-05 Steering group.md"];
    check(&testdata("vaults/look-alikes"), &expect, &[study.map(str::to_owned).to_vec()]);
}

#[test]
fn the_next_meeting_of_a_team_another_one_that_day_and_notes_about_a_meeting_stay_apart() {
    let mut archive = Archive::of("generators");
    let beside = testdata("vaults/beside-generators");
    let mut folders = vec![beside.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&beside).unwrap().to_str().unwrap().replace('\\', "/");
                archive.put(&name, &fs::read_to_string(&path).unwrap());
            }
        }
    }
    let week = [
        "Inbox/Bot/Second harvest week (2025-09-05).md",
        "Inbox/_archive/2025-09-05 - Harvest Planning Week 37.md",
    ];
    archive.groups.push(week.map(str::to_owned).to_vec());
    archive.check(&[]);
}

#[test]
fn what_stands_around_the_notes_of_many_trades_is_in_no_group_of_theirs() {
    // Ten there are; of the notes of the others some say no day that can be told.
    Archive::of("trades").check_beside("beside-trades", 7);
}

#[test]
fn what_is_handled_in_one_way_by_one_team_is_in_no_group_unless_it_is_a_copy() {
    let mut archive = Archive::of("callings");
    let said = fs::read_to_string(testdata("vaults/beside-callings.json")).unwrap();
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    let groups: Vec<Vec<String>> = serde_json::from_value(said["groups"].clone()).unwrap();
    archive.groups.extend(groups);
    archive.check_beside("beside-callings", 14);
}

/// A vault with the notes of `testdata/meetings` and the seeds in three folders; the groups they are.
struct Archive {
    folder: TempDir,
    groups: Vec<Vec<String>>,
}

impl Archive {
    fn new() -> Self {
        let mut archive = Self::of("meetings");
        let mut seeds = Vec::new();
        for (name, place) in [("000_38dca29f21efe18d", "Inbox"), ("001_5cd77c52a9393fbb", "People")] {
            let text = fs::read_to_string(testdata("seeds").join(format!("{name}.txt"))).unwrap();
            seeds.push(archive.put(&format!("{place}/{name}.md"), &text));
        }
        archive.groups.push(seeds);
        archive
    }

    /// The notes of the meetings in this folder.
    fn of(meetings: &str) -> Self {
        let mut archive = Self { folder: TempDir::new().unwrap(), groups: Vec::new() };
        fs::create_dir(archive.folder.path().join(".obsidian")).unwrap();
        for entry in fs::read_dir(testdata(meetings)).unwrap() {
            let folder = entry.unwrap().path();
            if !folder.is_dir() {
                continue;
            }
            let gold: serde_json::Value =
                serde_json::from_str(&fs::read_to_string(folder.join("gold.json")).unwrap()).unwrap();
            let mut group = Vec::new();
            let places =
                [("A", "Inbox/_archive/2026-01-04"), ("B", "People"), ("C", "Inbox/Bot"), ("D", "Inbox")];
            for (variant, place) in places {
                let Some(name) = gold["variants"][variant].as_str() else { continue };
                let text = fs::read_to_string(folder.join(name)).unwrap();
                group.push(archive.put(&format!("{place}/{name}"), &text));
            }
            group.sort();
            archive.groups.push(group);
        }
        archive
    }

    /// Puts the notes of a folder of `testdata/vaults` beside, and checks that every group found is one, or the part of
    /// one, and that there are so many at least.
    fn check_beside(&self, beside: &str, least: usize) {
        let beside = testdata("vaults").join(beside);
        for folder in fs::read_dir(&beside).unwrap() {
            for entry in fs::read_dir(folder.unwrap().path()).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(&beside).unwrap().to_str().unwrap().replace('\\', "/");
                self.put(&name, &fs::read_to_string(&path).unwrap());
            }
        }
        let Found { sure, doubtful } = scan(self.folder.path());
        let groups = sure.into_iter().chain(doubtful);
        let (wrong, right): (Vec<_>, Vec<_>) = groups
            .partition(|group| !self.groups.iter().any(|own| group.iter().all(|path| own.contains(path))));
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(right.len() >= least, "{right:#?}");
    }

    fn put(&self, path: &str, text: &str) -> String {
        let place = self.folder.path().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
        path.to_owned()
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.folder.path().join(path)).unwrap()
    }

    /// The note of a meeting in a folder, by a part of its name.
    fn note(&self, part: &str) -> &str {
        self.groups.iter().flatten().find(|path| path.contains(part)).unwrap()
    }

    fn check(&self, doubtful: &[Vec<String>]) {
        check(self.folder.path(), &self.groups, doubtful);
    }
}

/// A part of the name of one note of each style about one meeting: short, long, from a bot.
const KICKOFF: [&str; 3] =
    ["- Remote Control Project Kick-off", "Kick Off the New", "kickoff and first ideas"];

#[test]
fn the_variants_of_six_meetings_are_found_and_the_recurring_meetings_of_a_team_stay_apart() {
    let archive = Archive::new();
    assert_eq!(archive.groups.len(), 7);
    archive.check(&[]);
}

#[test]
fn a_meeting_moved_to_the_day_of_another_of_the_same_people_stays_apart() {
    let archive = Archive::new();
    // Four meetings of one team, about one product, on one day.
    for path in archive.groups.iter().flatten() {
        let mut text = archive.text(path);
        for day in ["2025-09-09", "2025-09-16", "2025-09-23"] {
            text = text.replace(&format!("date: {day}"), "date: 2025-09-02");
            text = text.replace(&format!("date: '{day}'"), "date: '2025-09-02'");
            text = text.replace(&format!("date: \"{day}"), "date: \"2025-09-02");
            text = text.replace(&format!("**Date**: {day}"), "**Date**: 2025-09-02");
        }
        archive.put(path, &text);
    }
    archive.check(&[]);
}

/// The text without the lines that say from which transcript it was made.
fn without_source(text: &str) -> String {
    let says_source = |line: &&str| line.starts_with("source") || line.contains("*Source");
    text.lines().filter(|line| !says_source(line)).map(|line| format!("{line}\n")).collect()
}

#[test]
fn variants_without_a_source_and_with_misspelt_participants_are_found() {
    let archive = Archive::new();
    for path in archive.groups.iter().flatten() {
        let mut text = without_source(&archive.text(path));
        if path.starts_with("People/") {
            for (name, heard) in [
                ("Whitfield", "Witfield"),
                ("Calloway", "Kaloway"),
                ("Okafor", "Okaphor"),
                ("Chandra", "Shandra"),
            ] {
                text = text.replace(name, heard);
            }
        }
        archive.put(path, &text);
    }
    archive.check(&[]);
}

#[test]
fn a_translation_of_a_variant_is_no_variant() {
    let archive = Archive::new();
    let text = without_source(&archive.text(archive.note(KICKOFF[0])));
    let head: String = text.split("## Summary").next().unwrap().to_owned();
    let said = [
        "Den Entwurf der neuen Fernbedienung bis zur nächsten Sitzung mit allen Beteiligten abstimmen",
        "Die Anforderungen der Nutzer erheben und in einem kurzen Papier zusammenfassen",
        "Der Verkaufspreis soll bei 25 Euro liegen, die Herstellung darf die Hälfte kosten",
        "Das Gerät soll in aller Welt verkauft werden und dem Trend der Mode folgen",
        "Eine Fernbedienung für alle Geräte im Haus ist das, was sich die meisten von uns wünschen",
    ];
    let items: String = said.map(|line| format!("- [ ] {line}\n")).concat();
    archive.put("Deutsch/Fernbedienung.md", &format!("{head}## Action Items\n\n{items}"));
    archive.check(&[]);
}

#[test]
fn daily_notes_and_weekly_minutes_that_repeat_a_meeting_are_left_alone() {
    let archive = Archive::new();
    let text = archive.text(archive.note(KICKOFF[0]));
    let said: Vec<&str> = text.lines().filter(|line| line.starts_with("- ")).collect();
    archive.put("Daily/2025-09-02.md", &format!("# Today\n\n## Log\n\n{}\n", said.join("\n")));
    for week in ["2025-W36", "2025-W37", "Week 38", "Week 39"] {
        archive
            .put(&format!("Weekly/{week}.md"), &format!("# {week}\n\n## Minutes\n\n{}\n", said.join("\n")));
    }
    archive.check(&[]);
}

#[test]
fn minutes_of_later_meetings_that_quote_a_note_in_full_do_not_take_it_out_of_its_group() {
    let archive = Archive::new();
    let text = archive.text(archive.note(KICKOFF[0]));
    let said: Vec<&str> = text.lines().filter(|line| line.starts_with("- ")).collect();
    for day in ["2025-09-05", "2025-09-12", "2025-09-19", "2025-09-26"] {
        let head =
            format!("---\ntype: meeting\ndate: {day}\nparticipants: [Laura Whitfield]\n---\n\n# Weekly\n");
        let text = format!("{head}\n## Key Information\n\n{}\n", said.join("\n"));
        archive.put(&format!("Weekly/{day} Weekly.md"), &text);
    }
    archive.check(&[]);
}

#[test]
fn two_meetings_of_a_day_that_have_a_template_in_common_stay_apart() {
    let archive = Archive::new();
    let template = "- [ ] Everybody updates the time sheet before noon\n- [ ] The host books the room for next week\n\
                    - [ ] Someone volunteers to take the minutes\n- [ ] Send the slides around after the call\n";
    let own = [
        [
            "Lower the price of the starter plan",
            "Ask legal about the reseller contract",
            "Move the launch to May",
        ],
        [
            "Replace the broken badge reader",
            "Paint the corridor of the second floor",
            "Order plants and a sofa",
        ],
    ];
    for day in ["2025-03-03", "2025-03-10", "2025-03-17", "2025-03-24"] {
        for (team, own) in ["sales", "office"].iter().zip(own) {
            let own: String = own.map(|said| format!("- [ ] {said} by {day} ({team})\n")).concat();
            let head =
                format!("---\ndate: {day}\nparticipants: [Laura Whitfield, Devin Okafor]\n---\n\n# Weekly\n");
            let text = format!("{head}\n## Action Items\n\n{template}{own}");
            archive.put(&format!("Weekly/{day} {team}.md"), &text);
        }
    }
    archive.check(&[]);
}

#[test]
fn equal_templates_indexes_and_empty_daily_notes_are_shown_at_most() {
    let archive = Archive::new();
    let template = "---\ntype: meeting\ndate: {{date}}\n---\n\n# {{title}}\n\n## Action Items\n\n- [ ] Who does what by when\n\n## Decisions\n\n- What was decided and by whom\n\n## Key Information\n\n- What everybody should know\n";
    let empty =
        "---\ntype: meeting\ndate: \nparticipants: []\n---\n\n# Meeting\n\n## Action Items\n\n- [ ] \n";
    let index =
        "# Map\n\n- [[The plan of the year]]\n- [[The people of the team]]\n- [[The notes of the board]]\n";
    for team in ["a", "b"] {
        archive.put(&format!("{team}/Template.md"), template);
        archive.put(&format!("{team}/Meeting.md"), empty);
        archive.put(&format!("{team}/Index.md"), index);
        archive.put(&format!("{team}/2025-09-02.md"), "# Today\n\n## Tasks\n\n## Notes\n");
    }
    let found = scan(archive.folder.path());
    assert_eq!(found.sure, archive.groups.iter().cloned().collect());
}

#[test]
fn a_person_known_by_two_names_takes_part_in_both() {
    let archive = Archive::new();
    archive.put(".notefold.toml", "[people.names]\n\"Laura Whitfield\" = [\"Lolly\"]\n");
    for part in KICKOFF {
        let path = archive.note(part);
        let text = without_source(&archive.text(path));
        archive.put(path, &if part == KICKOFF[2] { text.replace("Laura Whitefield", "Lolly") } else { text });
    }
    archive.check(&[]);
}
