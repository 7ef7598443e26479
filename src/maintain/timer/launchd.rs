//! An agent of the user, for launchd.

use super::{MARK, Timer, TimerFile};

/// The property list of the agent. A pass that was missed while the machine slept is made when it wakes up.
pub(super) fn files(timer: &Timer) -> Vec<TimerFile> {
    let Timer { name, command, at } = timer;
    let words: String =
        command.iter().map(|word| format!("        <string>{}</string>\n", escaped(word))).collect();
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- {MARK} -->\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <plist version=\"1.0\">\n<dict>\n    <key>Label</key>\n    <string>{name}</string>\n    \
         <key>ProgramArguments</key>\n    <array>\n{words}    </array>\n    \
         <key>StartCalendarInterval</key>\n    <dict>\n        <key>Hour</key>\n        <integer>{}</integer>\n        \
         <key>Minute</key>\n        <integer>{}</integer>\n    </dict>\n    \
         <key>ProcessType</key>\n    <string>Background</string>\n</dict>\n</plist>\n",
        at.hour, at.minute
    );
    vec![TimerFile { name: format!("{name}.plist"), text }]
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
