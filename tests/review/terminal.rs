//! Keys typed in a terminal.

use super::{disagreeing, plan_file, row_saying, vault, verdicts};
use crate::desk::{Desk, ids};
use rexpect::session::{Options, PtySession, spawn_with_options};
#[cfg(target_os = "linux")]
use rustix::{
    process::Signal,
    termios::{Action, Winsize, tcflow, tcsetwinsize},
};
use serde_json::{Value, json};
use std::fs;
use std::process::Command;
#[cfg(target_os = "linux")]
use std::{
    path::Path,
    thread::sleep,
    time::{Duration, Instant},
};

/// The program in a terminal of 80 columns and 24 lines, with an editor that writes slides in place of the deck.
fn review(desk: &Desk) -> PtySession {
    review_after(desk, "")
}

/// [`review`], with something the shell does before.
fn review_after(desk: &Desk, before: &str) -> PtySession {
    let mut command = Command::new("sh");
    let typed = format!("stty cols 80 rows 24; {before} exec {} review", env!("CARGO_BIN_EXE_notefold"));
    command.args(["-c", &typed]).current_dir(desk.vault()).env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap()).env("TERM", "xterm");
    command.env("NOTEFOLD_STATE_DIR", desk.folder.path().join("state"));
    command.env("EDITOR", "sed -i.bak -e '1s/a room/the hall/'").env("VISUAL", "");
    spawn_with_options(command, Options::new().timeout_ms(Some(60_000))).unwrap()
}

/// Types a key once the program asks for one.
fn press(session: &mut PtySession, asks: &str, key: &str) {
    session.exp_string(asks).unwrap();
    session.send(key).unwrap();
    session.flush().unwrap();
}

const FOLD: &str = "Fold these notes?";

#[test]
fn what_is_decided_in_a_terminal_does_what_the_same_verdicts_in_a_file_do() {
    let (typed, written) = (Desk::example(), Desk::example());
    let plan = typed.plans(&[]);
    let groups = plan["groups"].as_array().unwrap();
    let mut order: Vec<&Value> = groups.iter().collect();
    // Those that wait first, the least certain first; this is the order of the plan, surest first, turned round.
    let rank = |group: &Value| match group["confidence"].as_str().unwrap() {
        "certain" => 2,
        "likely" => 1,
        _ => 0,
    };
    order.sort_by_key(|group| (group["waits"].as_array().unwrap().is_empty(), rank(group)));
    assert!(order.len() > 6);

    let mut session = review(&typed);
    // Accept; another base, and accept; look at the whole, and reject; later; quit.
    press(&mut session, FOLD, "y");
    press(&mut session, FOLD, "b");
    press(&mut session, "Which note is the base?", "2");
    press(&mut session, "the base is another one now", "d");
    press(&mut session, "lines 1 to", "q");
    press(&mut session, FOLD, "y");
    press(&mut session, "Group 3 of", "n");
    press(&mut session, "Group 4 of", "l");
    press(&mut session, "Group 5 of", "q");
    session.exp_string("2 accepted, 1 rejected, 1 for later").unwrap();
    session.exp_string("notefold apply --verdicts").unwrap();
    session.exp_eof().unwrap();
    // And goes on later, with what was put off.
    let mut session = review(&typed);
    press(&mut session, "Group 4 of", "n");
    press(&mut session, "Group 5 of", "y");
    press(&mut session, "Group 6 of", "\u{3}");
    session.exp_eof().unwrap();
    typed.ends(&["apply", "--verdicts"], 0);

    written.plans(&[]);
    let base = &order[1]["notes"][1]["path"];
    let verdict = |at: usize, verdict: &str| json!({"id": order[at]["id"], "verdict": verdict});
    let mut groups = [(0, "accept"), (1, "accept"), (2, "reject"), (3, "reject"), (4, "accept")]
        .map(|(at, word)| verdict(at, word));
    groups[1]["base"] = base.clone();
    let file = verdicts(&written, &json!(groups));
    written.ends(&["apply", "--verdicts", file.to_str().unwrap()], 0);
    assert!(vault(&typed) == vault(&written), "the vaults differ");
    assert!(vault(&typed) != vault(&Desk::example()), "nothing was done");
    let rejected = |desk: &Desk| {
        let listed = desk.ends(&["history", "--rejected", "--format", "json"], 0).stdout;
        let listed: Value = serde_json::from_str(&listed).unwrap();
        listed["groups"].as_array().unwrap().iter().map(|group| group["id"].to_string()).collect::<Vec<_>>()
    };
    assert_eq!(rejected(&typed).len(), 2);
    assert!(rejected(&written).iter().all(|id| rejected(&typed).contains(id)));
}

#[test]
fn a_review_changes_nothing_of_the_vault() {
    let desk = Desk::example();
    desk.plans(&[]);
    let before = desk.tree();
    let mut session = review(&desk);
    press(&mut session, FOLD, "a");
    press(&mut session, FOLD, "n");
    press(&mut session, FOLD, "q");
    session.exp_eof().unwrap();
    assert!(desk.tree() == before);
}

#[test]
fn an_interrupted_review_keeps_what_was_decided() {
    let desk = disagreeing();
    let id = ids(&desk.plans(&[]))[0].clone();
    let mut session = review(&desk);
    press(&mut session, FOLD, "b");
    press(&mut session, "Which note is the base?", "2");
    press(&mut session, "the base is another one now", "\u{3}");
    session.exp_eof().unwrap();
    let kept = fs::read_to_string(plan_file(&desk).with_file_name("plan.verdicts.json")).unwrap();
    let kept: Value = serde_json::from_str(&kept).unwrap();
    assert_eq!(kept["groups"][0]["id"], json!(id));
    assert_eq!(kept["groups"][0]["verdict"], "later");
    assert!(kept["groups"][0]["base"].is_string());
}

/// Walks through the questions about the only group until one is about `words`, and types `keys`.
fn decide(session: &mut PtySession, words: &str, keys: &str) {
    // The first screen of the rows, from which all are gone through.
    for _ in 0..20 {
        let (screen, _) = session.exp_regex("Which is right\\?|Which words\\?|Is it said twice\\?").unwrap();
        if screen.contains(words) {
            session.send(keys).unwrap();
            session.flush().unwrap();
            session.exp_string("taken").unwrap();
            return;
        }
        session.send("n").unwrap();
        session.flush().unwrap();
    }
    panic!("nothing is asked about {words:?}");
}

#[test]
fn rows_decided_in_a_terminal_come_out_as_the_same_verdicts_in_a_file() {
    let (typed, written) = (disagreeing(), disagreeing());
    typed.plans(&[]);
    let mut session = review(&typed);
    press(&mut session, FOLD, "r");
    decide(&mut session, "disagree about due", "2");
    decide(&mut session, "Book", "e");
    decide(&mut session, "beta", "b");
    session.send("q").unwrap();
    session.flush().unwrap();
    // What was decided is kept at once, and there again the next time.
    press(&mut session, FOLD, "q");
    session.exp_eof().unwrap();
    let mut session = review(&typed);
    press(&mut session, "for later", "r");
    press(&mut session, "you chose it", "q");
    press(&mut session, FOLD, "y");
    session.exp_eof().unwrap();
    typed.ends(&["apply", "--verdicts"], 0);

    let plan = written.plans(&[]);
    let row = |words: &str| row_saying(&plan, words).1;
    let group = plan["groups"][0].clone();
    let due = &group["fold"]["rows"].as_array().unwrap().iter().find(|it| it["id"] == row("Send")).unwrap()["conflicts"]
        [0];
    let book = group["fold"]["rows"].as_array().unwrap().iter().find(|it| it["id"] == row("Book")).unwrap();
    let text = book["text"].as_str().unwrap();
    let verdict = json!([{
        "id": group["id"], "verdict": "accept",
        "conflicts": [{"row": row("Send"), "field": "due", "value": due["values"][1]["value"]}],
        "rows": [
            {"row": row("Book"), "text": text.replace("a room", "the hall")},
            {"row": row("launch"), "keep": "both"},
        ],
    }]);
    let file = verdicts(&written, &verdict);
    written.ends(&["apply", "--verdicts", file.to_str().unwrap()], 0);
    let text = |desk: &Desk| fs::read_to_string(desk.vault().join("Meetings/Standup.md")).unwrap();
    assert_eq!(text(&typed), text(&written));
    assert!(vault(&typed) == vault(&written), "the vaults differ");
    assert!(text(&typed).contains("Book the hall for the workshop"), "{}", text(&typed));
    assert!(text(&typed).contains("- The beta launch moves"), "{}", text(&typed));
}

#[test]
fn a_review_interrupted_between_two_rows_keeps_the_first_and_goes_on_with_it() {
    let desk = disagreeing();
    desk.plans(&[]);
    let before = desk.tree();
    let mut session = review(&desk);
    press(&mut session, FOLD, "r");
    press(&mut session, "Which is right?", "2");
    press(&mut session, "you chose it", "n");
    press(&mut session, "Which words?", "\u{3}");
    session.exp_eof().unwrap();
    assert!(desk.tree() == before);
    let mut session = review(&desk);
    press(&mut session, FOLD, "r");
    press(&mut session, "you chose it", "u");
    press(&mut session, "left to the rules again", "q");
    press(&mut session, FOLD, "q");
    session.exp_eof().unwrap();
    let kept = fs::read_to_string(plan_file(&desk).with_file_name("plan.verdicts.json")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&kept).unwrap()["groups"][0]["conflicts"], json!([]));
}

#[test]
fn an_editor_that_fails_changes_nothing_and_leaves_no_text_behind() {
    let desk = disagreeing();
    desk.plans(&[]);
    let mut session = review_after(&desk, "export VISUAL=false;");
    press(&mut session, FOLD, "r");
    press(&mut session, "Which is right?", "e");
    session.exp_string("the editor failed").unwrap();
    session.send("qq").unwrap();
    session.flush().unwrap();
    session.exp_eof().unwrap();
    let state = plan_file(&desk);
    let names = fs::read_dir(state.parent().unwrap()).unwrap();
    let names: Vec<String> =
        names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert!(!names.iter().any(|name| name.contains("edit")), "{names:?}");
    let kept = fs::read_to_string(state.with_file_name("plan.verdicts.json")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&kept).unwrap()["groups"], json!([]));
}

/// Gives a terminal another size, at once: `stty` sets the columns and the rows one after the other, and the program may
/// draw in between.
#[cfg(target_os = "linux")]
fn resize(tty: &fs::File, columns: u16, rows: u16) {
    let size = Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(tty, size).unwrap();
}

/// The terminal whose name the shell has told.
#[cfg(target_os = "linux")]
fn told_terminal(session: &mut PtySession) -> fs::File {
    // Up to the end of the line: what is printed comes in pieces.
    let (_, tty) = session.exp_regex("/dev/pts/[0-9]+\r").unwrap();
    fs::File::open(tty.trim_end()).unwrap()
}

/// How long the longest rule of a screen is. `rexpect` gives every byte as a character of its own.
#[cfg(target_os = "linux")]
fn longest_rule(screen: &str) -> usize {
    let screen: Vec<u8> = screen.chars().map(|byte| u8::try_from(byte).unwrap()).collect();
    let screen = String::from_utf8(screen).unwrap();
    screen.split(|c| c != '─').map(|rule| rule.chars().count()).max().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_screen_is_drawn_anew_when_the_terminal_is_resized_between_keys() {
    let desk = disagreeing();
    desk.plans(&[]);
    let mut session = review_after(&desk, "tty;");
    let tty = told_terminal(&mut session);
    session.exp_string(FOLD).unwrap();
    for (columns, rows, rule) in [(60, 18, 41), (20, 4, 0), (120, 40, 101)] {
        resize(&tty, columns, rows);
        let screen = session.exp_string("Fold these notes").unwrap();
        assert_eq!(longest_rule(&screen), rule, "{columns}: {screen}");
    }
    session.send("r").unwrap();
    session.flush().unwrap();
    session.exp_string("Which is right?").unwrap();
    resize(&tty, 60, 18);
    drop(tty);
    press(&mut session, "Which is right?", "q");
    press(&mut session, FOLD, "q");
    session.exp_eof().unwrap();
}

/// Whether a process, by its folder in `/proc`, has become the program and hears of it when the terminal is resized.
#[cfg(target_os = "linux")]
fn hears_of_resizes(process: &Path) -> bool {
    let is_program =
        fs::read_link(process.join("exe")).is_ok_and(|exe| exe.as_os_str() == env!("CARGO_BIN_EXE_notefold"));
    let status = fs::read_to_string(process.join("status")).unwrap();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap();
    let caught = u64::from_str_radix(caught.trim(), 16).unwrap();
    is_program && caught & (1 << (Signal::WINCH.as_raw() - 1)) != 0
}

/// The terminal takes no output, so nothing has been drawn when it is resized.
#[cfg(target_os = "linux")]
#[test]
fn a_resize_is_heard_of_before_the_first_screen_is_drawn() {
    let desk = disagreeing();
    desk.plans(&[]);
    let mut session = review_after(&desk, "echo /proc/$$; tty; read go;");
    let (_, process) = session.exp_regex("/proc/[0-9]+\r").unwrap();
    let tty = told_terminal(&mut session);
    tcflow(&tty, Action::OOff).unwrap();
    session.send_line("").unwrap();
    let until = Instant::now() + Duration::from_secs(60);
    let hears = || hears_of_resizes(process.trim_end().as_ref());
    while !hears() && Instant::now() < until {
        sleep(Duration::from_millis(5));
    }
    let has_heard = hears();
    resize(&tty, 100, 30);
    tcflow(&tty, Action::OOn).unwrap();
    drop(tty);
    assert!(has_heard, "it draws before it hears of resizes");
    let drawn_before = session.exp_string(FOLD).unwrap();
    let drawn_after = session.exp_string(FOLD).unwrap();
    assert_eq!((longest_rule(&drawn_before), longest_rule(&drawn_after)), (61, 81));
    session.send("q").unwrap();
    session.flush().unwrap();
    session.exp_eof().unwrap();
}

/// The terminal takes no output for a while, so the program is still drawing when a resize and a key come together.
#[cfg(target_os = "linux")]
#[test]
fn a_key_typed_while_the_terminal_is_resized_is_not_lost() {
    let desk = disagreeing();
    desk.plans(&[]);
    let mut session = review_after(&desk, "tty;");
    let tty = told_terminal(&mut session);
    session.exp_string(FOLD).unwrap();
    tcflow(&tty, Action::OOff).unwrap();
    resize(&tty, 100, 30);
    sleep(Duration::from_millis(200));
    resize(&tty, 90, 30);
    session.send("r").unwrap();
    session.flush().unwrap();
    tcflow(&tty, Action::OOn).unwrap();
    drop(tty);
    press(&mut session, "Which is right?", "q");
    press(&mut session, FOLD, "q");
    session.exp_eof().unwrap();
}
