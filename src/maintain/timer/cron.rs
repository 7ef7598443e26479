//! A line of the user's crontab.

use super::Timer;

/// A timer in a crontab is one line, which ends with a mark of its own. All other lines stay byte for byte.
impl Timer {
    /// The line of the timer.
    #[must_use]
    pub fn crontab_line(&self) -> String {
        let words: Vec<String> = self.command.iter().map(|word| quoted(word)).collect();
        format!("{} {} * * * {} {}", self.at.minute, self.at.hour, words.join(" "), self.mark())
    }

    /// The line of the timer that a crontab holds, whatever it says.
    #[must_use]
    pub fn line_in<'c>(&self, crontab: &'c str) -> Option<&'c str> {
        let mark = self.mark();
        crontab.lines().find(|line| line.trim_end().ends_with(&mark))
    }

    /// A crontab with the line of the timer.
    #[must_use]
    pub fn added_to(&self, crontab: &str) -> String {
        let mut text = self.removed_from(crontab);
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text + &self.crontab_line() + "\n"
    }

    /// A crontab without the line of the timer.
    #[must_use]
    pub fn removed_from(&self, crontab: &str) -> String {
        let mark = self.mark();
        crontab.split_inclusive('\n').filter(|line| !line.trim_end().ends_with(&mark)).collect()
    }

    /// To the shell it is a comment.
    fn mark(&self) -> String {
        format!("# notefold schedule: {}", self.name)
    }
}

/// A word as the shell takes it; cron makes a line break of `%` unless a `\` stands before it, which it takes away.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+=:,@".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''").replace('%', r"\%"))
    }
}
