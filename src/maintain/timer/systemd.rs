//! A service and a timer of the user, for systemd.

use super::{MARK, Timer, TimerFile};

/// The service, which makes the pass, and the timer, which starts it.
pub(super) fn files(timer: &Timer) -> Vec<TimerFile> {
    let Timer { name, command, at } = timer;
    let command: Vec<String> = command.iter().map(|word| quoted(word)).collect();
    // `:` has `$` stand for itself. A pass that another run keeps from its turn (6) is no failure of the service.
    let service = format!(
        "# {MARK}\n[Unit]\nDescription=notefold: an unattended pass over a vault\n\n\
         [Service]\nType=oneshot\nExecStart=:{}\nSuccessExitStatus=6\nNice=10\n",
        command.join(" ")
    );
    // A pass that was missed, as when the machine slept, is made when it wakes up.
    let timer = format!(
        "# {MARK}\n[Unit]\nDescription=notefold: a pass every day at {:02}:{:02}\n\n\
         [Timer]\nOnCalendar=*-*-* {:02}:{:02}:00\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n",
        at.hour, at.minute, at.hour, at.minute
    );
    vec![
        TimerFile { name: format!("{name}.service"), text: service },
        TimerFile { name: format!("{name}.timer"), text: timer },
    ]
}

/// A word of a command line of systemd: in double quotes with escapes as in C; `%` begins a specifier.
fn quoted(word: &str) -> String {
    let mut quoted = String::from("\"");
    for c in word.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '%' => quoted.push_str("%%"),
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
