//! Keys in, screens and verdicts out.

use super::*;
use crate::disk::ContentHash;
use crate::group::Confidence;
use crate::note::{Note, ReadOptions};
use crate::plan::{CanonicalEdit, Edits, PlannedNote, Retire, RetireEdit, VaultIdentity};
use crate::render::{FoldOptions, fold};
use crate::review::verdicts::{ConflictVerdict, Keep, RowVerdict};
use crate::vault::VaultPath;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

const ROOM: Room = Room { width: 80, height: 24, colors: Colors::Off };

/// A group of two notes called `name`, which say `text` and disagree about a date if `waits`.
fn group(name: &str, text: &str, confidence: Confidence, waits: bool, base: usize) -> PlannedGroup {
    let note = |folder: &str, day: u32| {
        let text = format!(
            "---\ndate: 2025-10-27\n---\n\n# {name}\n\n## Actions\n\n- [ ] {text} 📅 2025-11-{day:02}\n- [ ] Book a room\n"
        );
        Note::read(format!("{folder}/{name}.md"), text, &ReadOptions::default())
    };
    let notes = [note("In", 3), note("Out", if waits { 4 } else { 3 })];
    let fold = fold(&notes, &FoldOptions { base: Some(base), ..FoldOptions::default() }).unwrap().review;
    let hash = |at: usize| ContentHash::of(notes[at].text().as_bytes());
    let path = |at: usize| serde_json::from_value(notes[at].path().into()).unwrap();
    let planned = |at: usize| PlannedNote { path: path(at), sha256: hash(at) };
    let result = ContentHash::of(fold.canonical.text.as_bytes());
    PlannedGroup {
        follows: None,
        id: name.to_lowercase(),
        confidence,
        evidence: vec!["same date".to_owned(), format!("same {text}")],
        notes: vec![planned(base), planned(1 - base)],
        waits: if waits { vec!["the notes disagree".to_owned()] } else { Vec::new() },
        fold,
        edits: Edits {
            canonical: Some(CanonicalEdit { path: path(base), expected: hash(base), result }),
            links: Vec::new(),
            retired: vec![RetireEdit {
                path: path(1 - base),
                expected: hash(1 - base),
                to: serde_json::from_value(format!(".trash/{name}.md").into()).unwrap(),
                stub: None,
            }],
        },
    }
}

fn plan(groups: Vec<PlannedGroup>) -> Plan {
    Plan {
        format_version: crate::plan::FORMAT_VERSION,
        tool_version: String::new(),
        vault: VaultIdentity { root: "/vault".to_owned() },
        retire: Retire::Trash,
        groups,
        left: Vec::new(),
        mentions: Vec::new(),
    }
}

/// Two certain groups, one of which waits, and two likely ones, one of which waits.
fn four() -> Plan {
    let group = |name, confidence, waits| group(name, "Send the deck", confidence, waits, 0);
    plan(vec![
        group("Sure", Confidence::Certain, false),
        group("Asks", Confidence::Certain, true),
        group("Fair", Confidence::Likely, false),
        group("Doubts", Confidence::Likely, true),
    ])
}

fn none(plan: &Plan) -> Verdicts {
    Verdicts::none(ContentHash::of(serde_json::to_string(plan).unwrap().as_bytes()))
}

fn key(letter: char) -> Key {
    match letter {
        '\n' => Key::Enter,
        '\u{1b}' => Key::Escape,
        letter => Key::Char(letter),
    }
}

/// Types `keys` at the four groups: what was decided, in the order it was, and how the last key ended.
#[track_caller]
fn check(keys: &str, expect: &str, end: &Step) {
    let plan = four();
    let mut walk = Walk::of(&plan, none(&plan));
    let last = keys.chars().map(|letter| walk.press(key(letter), ROOM)).last().unwrap();
    assert_eq!(decided(&walk), expect, "{keys:?}");
    assert_eq!(last, *end, "{keys:?}");
}

fn decided(walk: &Walk<'_>) -> String {
    let mut decided = String::new();
    for verdict in walk.verdicts().groups() {
        write!(decided, "{} {:?} ", verdict.id, verdict.verdict).unwrap();
    }
    decided.trim_end().to_lowercase()
}

/// The title of the group that is shown.
fn shown(walk: &Walk<'_>) -> String {
    walk.screen(ROOM).lines().next().unwrap().to_owned()
}

#[test]
fn the_least_certain_of_what_waits_comes_first_and_the_last_answer_ends() {
    check("ynly", "doubts accept asks reject fair later sure accept", &Step::End);
    check("yn", "doubts accept asks reject", &Step::Decided);
}

#[test]
fn all_as_sure_are_accepted_but_for_those_that_wait() {
    check("a", "doubts accept fair accept", &Step::Decided);
    check("aa", "doubts accept fair accept asks accept sure accept", &Step::End);
    // From one in which nothing waits, the one that waits is still asked about.
    check(
        "jja",
        "doubts accept fair accept".split(' ').skip(2).collect::<Vec<_>>().join(" ").as_str(),
        &Step::Decided,
    );
}

#[test]
fn one_can_go_back_and_change_what_was_decided() {
    check("ykn", "doubts reject", &Step::Decided);
    check("ykl", "doubts later", &Step::Decided);
    check("k", "", &Step::Stay);
    check("jjjjj", "", &Step::Stay);
    check("jjjy", "sure accept", &Step::Decided);
}

#[test]
fn quitting_and_unknown_keys_decide_nothing() {
    check("q", "", &Step::End);
    check("x\u{1b}", "", &Step::Stay);
    check("dq", "", &Step::Stay);
    check("?qq", "", &Step::End);
    check("c", "", &Step::Stay);
}

#[test]
fn what_was_decided_before_is_not_asked_again_and_what_was_put_off_is() {
    let plan = four();
    let mut verdicts = none(&plan);
    verdicts.decide("doubts", Verdict::Accept);
    verdicts.decide("asks", Verdict::Later);
    let mut walk = Walk::of(&plan, verdicts);
    assert!(shown(&walk).contains("Group 2 of 4 · certain · for later · asks"), "{}", shown(&walk));
    for (letter, step) in [('y', Step::Decided), ('n', Step::Decided), ('y', Step::End)] {
        assert_eq!(walk.press(key(letter), ROOM), step);
    }
    assert_eq!(walk.tally(), Tally { accepted: 3, rejected: 1, later: 0, open: 0 });
    let walk = Walk::of(&plan, walk.verdicts().clone());
    assert!(walk.screen(ROOM).contains("all groups are decided"));
}

#[test]
fn another_base_is_asked_for_taken_and_given_back() {
    let plan = four();
    let mut walk = Walk::of(&plan, none(&plan));
    let base: VaultPath = serde_json::from_value("Out/Doubts.md".into()).unwrap();
    walk.press(Key::Char('b'), ROOM);
    assert!(walk.screen(ROOM).contains("> 1  In/Doubts.md · now"), "{}", walk.screen(ROOM));
    assert_eq!(walk.press(Key::Char('3'), ROOM), Step::Stay);
    walk.press(Key::Down, ROOM);
    let asked = walk.press(Key::Enter, ROOM);
    let Step::Refold(verdict) = &asked else { panic!("{asked:?}") };
    assert_eq!((verdict.id.as_str(), &verdict.base), ("doubts", &Some(base.clone())));
    assert_eq!(decided(&walk), "", "it is not taken before it is folded");
    walk.failed("`In/Doubts.md` changed while it was looked at");
    assert!(walk.screen(ROOM).contains("changed while"));
    for letter in ['b', '2'] {
        walk.press(Key::Char(letter), ROOM);
    }
    walk.refolded(group("Doubts", "Send the deck", Confidence::Likely, true, 1));
    assert_eq!(walk.verdicts().of("doubts").unwrap().base, Some(base));
    assert!(walk.screen(ROOM).contains(" A  Out/Doubts.md · rewritten"), "{}", walk.screen(ROOM));
    walk.press(Key::Char('c'), ROOM);
    assert!(walk.screen(ROOM).contains("+- [ ] Send the deck 📅 2025-11-04"), "{}", walk.screen(ROOM));
    walk.press(Key::Char('q'), ROOM);
    walk.press(Key::Char('y'), ROOM);
    walk.press(Key::Char('k'), ROOM);
    walk.press(Key::Char('b'), ROOM);
    assert_eq!(walk.press(Key::Char('2'), ROOM), Step::Decided);
    assert_eq!(walk.verdicts().of("doubts").unwrap().base, None);
    assert_eq!(decided(&walk), "doubts accept");
}

#[test]
fn a_screen_says_what_waits_and_what_the_canonical_note_will_say() {
    let plan = four();
    let screen = Walk::of(&plan, none(&plan)).screen(ROOM);
    for says in [
        "Group 1 of 4 · likely",
        "Why: same date; same Send the deck",
        " A  In/Doubts.md · rewritten",
        " B  Out/Doubts.md · retired",
        "1 waits for you",
        "a1    due 2025-11-03 / 2025-11-04 → 2025-11-03",
        "the canonical note",
        "Fold these notes? [y,n,l,a,r,b,d,c,j,k,q,?]",
    ] {
        assert!(screen.contains(says), "{says:?} is not on\n{screen}");
    }
}

#[test]
fn a_screen_fits_its_room_whatever_the_notes_say() {
    let long = format!(
        "{} \u{1b}[31m\u{202e}{} 会議{}",
        "word ".repeat(60),
        "x".repeat(300),
        "👩\u{200d}💻".repeat(50)
    );
    let plan = plan(vec![group(&"Long name ".repeat(30), &long, Confidence::Doubtful, true, 0)]);
    for (width, height) in [(80, 24), (40, 10), (200, 60), (80, 3), (40, 5)] {
        let room = Room { width, height, colors: Colors::Off };
        let mut walk = Walk::of(&plan, none(&plan));
        // A group, its bases, its whole review, the help, its rows.
        for keys in ["", "b", "\u{1b}d", " jGk", "q?", "qr", "n"] {
            for letter in keys.chars() {
                walk.press(key(letter), room);
            }
            let screen = walk.screen(room);
            assert_eq!(screen.split('\n').count(), height, "{width}x{height} {keys:?}\n{screen}");
            assert!(!screen.contains(|c: char| c.is_control() && c != '\n'), "{screen:?}");
            assert!(!screen.contains('\u{202e}'), "{screen:?}");
            let widest = screen.lines().map(UnicodeWidthStr::width).max().unwrap();
            assert!(widest <= width, "{widest} columns in {width}x{height} {keys:?}\n{screen}");
        }
    }
}

#[test]
fn a_long_text_is_read_page_by_page_to_its_end() {
    let plan = four();
    let mut walk = Walk::of(&plan, none(&plan));
    let room = Room { height: 8, ..ROOM };
    walk.press(Key::Char('d'), room);
    let last = |walk: &Walk<'_>| walk.screen(room).lines().last().unwrap().to_owned();
    assert!(last(&walk).starts_with("lines 1 to 6 of "), "{}", last(&walk));
    walk.press(Key::Char(' '), room);
    assert!(last(&walk).starts_with("lines 7 to 12 of "), "{}", last(&walk));
    walk.press(Key::Char('G'), room);
    let end = last(&walk);
    walk.press(Key::Char('j'), room);
    assert_eq!(last(&walk), end, "there is nothing behind the end");
    assert!(walk.screen(room).contains("nothing is lost"), "{}", walk.screen(room));
    // In a larger room the end is further up.
    walk.press(Key::Char('j'), Room { height: 500, ..ROOM });
    assert!(walk.screen(Room { height: 500, ..ROOM }).contains("folded into one"));
}

/// Types `keys` at a group that waits, whose rows are opened; every fold that is asked for is given as the plan has it.
fn in_rows(keys: &str) -> (GroupVerdict, Step, String) {
    let plan = plan(vec![group("Asks", "Send the deck", Confidence::Certain, true, 0)]);
    let mut walk = Walk::of(&plan, none(&plan));
    let mut last = walk.press(Key::Char('r'), ROOM);
    for letter in keys.chars() {
        last = walk.press(key(letter), ROOM);
        if matches!(last, Step::Refold(_)) {
            last = walk.refolded(plan.groups[0].clone());
        }
    }
    let screen = walk.screen(ROOM);
    (walk.decided(), last, screen)
}

fn value(chosen: &str) -> ConflictVerdict {
    ConflictVerdict { row: Some("a1".into()), property: None, field: "due".into(), value: chosen.into() }
}

#[test]
fn a_digit_takes_a_value_and_another_digit_another() {
    let (verdict, step, screen) = in_rows("2");
    assert_eq!((verdict.conflicts, step), (vec![value("2025-11-04")], Step::Decided));
    assert!(screen.contains(" 2 B  2025-11-04 <- you chose it"), "{screen}");
    assert!(screen.contains("You decided: due of a1 is 2025-11-04"), "{screen}");
    let (verdict, ..) = in_rows("21");
    assert_eq!(verdict.conflicts, [value("2025-11-03")], "also where it is what the rule takes");
    let (verdict, step, _) = in_rows("9");
    assert_eq!((verdict.conflicts, step), (Vec::new(), Step::Stay));
}

#[test]
fn what_is_kept_apart_has_no_value_and_what_has_a_value_is_not_kept_apart() {
    let apart = RowVerdict { keep: Some(Keep::Both), ..RowVerdict::none("a1") };
    for keys in ["2b", "2s", "b"] {
        let (verdict, ..) = in_rows(keys);
        assert_eq!((verdict.conflicts, verdict.rows), (Vec::new(), vec![apart.clone()]), "{keys}");
    }
    let (verdict, ..) = in_rows("b2");
    assert_eq!((verdict.conflicts, verdict.rows), (vec![value("2025-11-04")], Vec::new()));
}

#[test]
fn what_was_decided_row_by_row_is_left_to_the_rules_again() {
    for keys in ["2u", "bu", "2bu"] {
        let (verdict, step, _) = in_rows(keys);
        assert_eq!(
            (verdict.conflicts, verdict.rows, step),
            (Vec::new(), Vec::new(), Step::Decided),
            "{keys}"
        );
    }
    assert_eq!(in_rows("u").1, Step::Stay);
}

#[test]
fn from_the_rows_one_comes_back_to_the_group_and_from_the_help_to_the_rows() {
    for keys in ["q", "\u{1b}", "nq", "?qq"] {
        assert!(in_rows(keys).2.contains("Fold these notes?"), "{keys}");
    }
    for keys in ["?q", "n", "p", "x", "?\u{1b}"] {
        assert!(in_rows(keys).2.contains("Which is right?"), "{keys}");
    }
}

#[test]
fn a_text_is_edited_and_what_is_no_text_changes_nothing() {
    let plan = plan(vec![group("Asks", "Send the deck", Confidence::Certain, true, 0)]);
    let mut walk = Walk::of(&plan, none(&plan));
    walk.press(Key::Char('r'), ROOM);
    let Step::Edit(text) = walk.press(Key::Char('e'), ROOM) else { panic!("nothing to edit") };
    let written = "[ ] Send the deck 📅 2025-11-03";
    assert!(text.starts_with(&format!("{written}\n\n# ")), "{text}");
    let unusable =
        [None, Some(""), Some("# only this\n"), Some(text.as_str()), Some("two\nlines"), Some("a\u{1b}b")];
    for content in unusable {
        assert_eq!(walk.edited(content), Step::Stay, "{content:?}");
        assert!(walk.screen(ROOM).contains("nothing is changed"), "{content:?}");
    }
    let step = walk.edited(Some(&text.replace("deck", "twelve slides")));
    let Step::Refold(verdict) = step else { panic!("{step:?}") };
    assert_eq!(verdict.rows[0].text.as_deref(), Some("[ ] Send the twelve slides 📅 2025-11-03"));
    assert_eq!(walk.verdicts().groups(), [], "it is not taken before it is folded");
    assert_eq!(walk.failed("that is not one item"), Step::Stay);
    assert!(walk.screen(ROOM).contains("that is not one item"));
    assert_eq!(walk.verdicts().groups(), []);
}

#[test]
fn a_group_in_which_everything_was_decided_is_accepted_with_all_as_sure() {
    let plan = four();
    let mut walk = Walk::of(&plan, none(&plan));
    for letter in "jr2".chars() {
        walk.press(key(letter), ROOM);
    }
    walk.refolded(PlannedGroup { waits: Vec::new(), ..plan.groups[1].clone() });
    for letter in "qja".chars() {
        walk.press(key(letter), ROOM);
    }
    walk.press(Key::End, ROOM);
    walk.press(Key::Char('a'), ROOM);
    assert_eq!(decided(&walk), "asks accept fair accept sure accept");
}

#[test]
fn a_possible_duplicate_is_one_question_and_is_kept_as_it_is() {
    let mut group = group("Sure", "Send the deck", Confidence::Certain, false, 0);
    for (own, other) in [("a1", "a2"), ("a2", "a1")] {
        let row = group.fold.rows.iter_mut().find(|row| row.id == own).unwrap();
        row.ties = vec![format!("possible duplicate of {other} (0.50)")];
        row.partial = vec![other.to_owned()];
    }
    let plan = plan(vec![group]);
    let mut walk = Walk::of(&plan, none(&plan));
    walk.press(Key::Char('r'), ROOM);
    let screen = walk.screen(ROOM);
    assert!(screen.contains("Row by row: 1 of 1 · row a1") && screen.contains(" a2   "), "{screen}");
    assert_eq!(walk.press(Key::Char('1'), ROOM), Step::Stay);
    let Step::Refold(verdict) = walk.press(Key::Char('b'), ROOM) else { panic!("nothing is decided") };
    assert_eq!(verdict.rows, [RowVerdict { keep: Some(Keep::Row), ..RowVerdict::none("a1") }]);
}

#[test]
fn a_group_in_which_nothing_is_to_be_decided_says_so() {
    let plan = plan(vec![group("Sure", "Send the deck", Confidence::Certain, false, 0)]);
    let mut walk = Walk::of(&plan, none(&plan));
    walk.press(Key::Char('r'), ROOM);
    assert!(walk.screen(ROOM).contains("nothing of this group is decided row by row"));
}
