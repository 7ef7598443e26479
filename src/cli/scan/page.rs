//! A scan, for a person to read.

use super::explain::Explanation;
use super::{Report, Shown as Group};
use crate::group::Confidence;
use crate::text::shown::Shown;
use anstyle::{AnsiColor, Style};
use std::fmt::Write as _;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Shows the groups, the surest first, and what was not read; `width` columns wide.
pub(super) fn show(report: &Report, width: usize, colors: bool) -> String {
    let mut page = Page { text: String::new(), width, colors };
    page.summary(report);
    let mut number = 0;
    for confidence in [Confidence::Certain, Confidence::Likely, Confidence::Doubtful] {
        let groups: Vec<&Group> =
            report.groups.iter().copied().filter(|group| group.confidence == confidence).collect();
        if groups.is_empty() {
            continue;
        }
        page.heading(confidence, groups.len());
        for group in groups {
            number += 1;
            page.group(number, group);
        }
    }
    page.problems(report);
    page.text
}

/// Shows why two notes are or are not in one group.
pub(super) fn explain(explanation: &Explanation<'_>) -> String {
    let mut text = String::new();
    let [one, other] = explanation.notes;
    line(&mut text, &format!("{}\n{}\n", Shown(one.as_str()), Shown(other.as_str())));
    let says = match (explanation.group, explanation.confidence) {
        (Some(group), Some(confidence)) => format!("They are in one group, {group}: {confidence}."),
        (Some(group), None) => format!("They are in one group, {group}."),
        (None, Some(Confidence::Doubtful)) => {
            "They are in no group together: it is doubtful that they belong.".to_owned()
        }
        (None, Some(confidence)) => format!(
            "By themselves they belong together ({confidence}), but a note in the group of the one does not fit the \
             other, or a scan does not compare them since too few of their words and bullets are the same."
        ),
        (None, None) => "They are in no group together.".to_owned(),
    };
    line(&mut text, &says);
    text.push('\n');
    for finding in &explanation.findings {
        let mark = match finding.speaks {
            "for" => "+",
            "against" => "-",
            _ => " ",
        };
        line(&mut text, &format!("{mark} {:<10} {}", finding.rule, Shown(finding.says)));
    }
    line(
        &mut text,
        &format!("\nRules of version {}; + speaks for one group, - against.", explanation.rules_version),
    );
    text
}

fn line(text: &mut String, words: &str) {
    text.push_str(words);
    text.push('\n');
}

struct Page {
    text: String,
    width: usize,
    colors: bool,
}

impl Page {
    fn summary(&mut self, report: &Report) {
        let notes: usize = report.groups.iter().map(|group| group.notes.len()).sum();
        let notes_read = counted(report.scanned, "note", "notes");
        let read = if report.is_kept {
            format!("{notes_read}, none changed since the last scan")
        } else {
            format!("{notes_read} read")
        };
        let summary = if report.groups.is_empty() {
            format!("{read}: no variants found")
        } else {
            let by = |confidence: Confidence| {
                let count = report.groups.iter().filter(|group| group.confidence == confidence).count();
                (count > 0).then(|| format!("{} {confidence}", grouped(count)))
            };
            let parts = [by(Confidence::Certain), by(Confidence::Likely), by(Confidence::Doubtful)];
            format!(
                "{read}: {} of {} ({})",
                counted(report.groups.len(), "group", "groups"),
                counted(notes, "note", "notes"),
                parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
            )
        };
        self.styled(Style::new().bold(), &summary);
        self.text.push('\n');
        if report.left_out > 0 {
            let what = counted(report.left_out, "group is", "groups are");
            line(
                &mut self.text,
                &format!("{what} less sure and not shown: --min-confidence doubtful shows all"),
            );
        }
        if !report.problems.is_empty() {
            let what = counted(report.problems.len(), "problem is", "problems are");
            line(&mut self.text, &format!("{what} listed at the end"));
        }
    }

    fn heading(&mut self, confidence: Confidence, groups: usize) {
        let color = match confidence {
            Confidence::Certain => AnsiColor::Green,
            Confidence::Likely => AnsiColor::Yellow,
            Confidence::Doubtful => AnsiColor::Red,
        };
        self.text.push('\n');
        let words = format!("{confidence}: {}", counted(groups, "group", "groups"));
        self.styled(Style::new().bold().fg_color(Some(color.into())), &words);
        self.text.push('\n');
    }

    fn group(&mut self, number: usize, group: &Group) {
        let notes = counted(group.notes.len(), "note", "notes");
        self.text.push('\n');
        line(&mut self.text, &format!("{number:>4}  {}  {notes}", group.id));
        for note in &group.notes {
            let path = shortened(&Shown(note.path.as_str()).to_string(), self.width.saturating_sub(6));
            line(&mut self.text, &format!("      {path}"));
        }
        let evidence = Shown(&group.evidence.join("; ")).to_string();
        let indent = "      ";
        let options = textwrap::Options::new(self.width)
            .initial_indent(indent)
            .subsequent_indent(indent)
            .break_words(false);
        for words in textwrap::wrap(&evidence, options) {
            self.styled(Style::new().dimmed(), &words);
            self.text.push('\n');
        }
    }

    fn problems(&mut self, report: &Report) {
        if report.problems.is_empty() {
            return;
        }
        self.text.push('\n');
        self.styled(Style::new().bold(), "not read, or not compared");
        self.text.push('\n');
        for problem in &report.problems {
            let path = shortened(&Shown(&problem.path).to_string(), self.width.saturating_sub(6));
            line(&mut self.text, &format!("      {path}\n        {}", Shown(&problem.message)));
        }
    }

    fn styled(&mut self, style: Style, words: &str) {
        let written = if self.colors {
            write!(self.text, "{style}{words}{style:#}")
        } else {
            write!(self.text, "{words}")
        };
        written.expect("a String takes everything");
    }
}

/// A count with the thing counted: `1 note`, `12,000 notes`.
fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { several })
}

/// A number with its digits in groups of three.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A path in at most `width` columns: first the folders in the middle go, then the middle of the name. The start of a
/// name tells the day, its end tells copies apart.
fn shortened(path: &str, width: usize) -> String {
    if path.width() <= width {
        return path.to_owned();
    }
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let top = folder.split('/').next().unwrap_or_default();
    let candidates = [format!("{top}/…/{name}"), format!("…/{name}")];
    let fits = candidates.into_iter().filter(|_| folder.contains('/')).find(|short| short.width() <= width);
    fits.unwrap_or_else(|| {
        let ahead = if folder.is_empty() { String::new() } else { format!("{}/", short_folder(folder)) };
        let room = width.saturating_sub(ahead.width() + 1).max(8);
        let tail = room / 3;
        format!("{ahead}{}…{}", head_of(name, room - tail), tail_of(name, tail))
    })
}

/// The folders of a path in at most a few words.
fn short_folder(folder: &str) -> String {
    const ROOM: usize = 24;
    let top = folder.split('/').next().unwrap_or_default();
    if folder.width() <= ROOM {
        folder.to_owned()
    } else if top.width() <= ROOM {
        format!("{top}/…")
    } else {
        "…".to_owned()
    }
}

fn head_of(text: &str, width: usize) -> String {
    let mut used = 0;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= width
    };
    text.chars().take_while(fits).collect::<String>().trim_end().to_owned()
}

fn tail_of(text: &str, width: usize) -> String {
    let mut used = 0;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= width
    };
    let tail: Vec<char> = text.chars().rev().take_while(fits).collect();
    tail.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, width: usize, expect: &str) {
        assert_eq!(shortened(path, width), expect);
        assert!(expect.width() <= width);
    }

    #[test]
    fn a_path_loses_its_middle_folders_first_and_the_middle_of_its_name_then() {
        check("Inbox/a.md", 20, "Inbox/a.md");
        check("Inbox/_archive/2026-01-04/a long name.md", 30, "Inbox/…/a long name.md");
        check(
            "People/2025-09-02 - Laura and Andrew kick off the project.md",
            40,
            "People/2025-09-02 - Laura and…project.md",
        );
    }

    #[test]
    fn counts_are_grouped() {
        assert_eq!(counted(1, "note", "notes"), "1 note");
        assert_eq!(counted(1_234_567, "note", "notes"), "1,234,567 notes");
    }
}
