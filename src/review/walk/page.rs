//! Lines that are cut and not wrapped, so that a screen has as many as it has room for.

use super::Room;
use crate::render::terminal::page::{Ink, Page, Run, Runs};
use crate::render::terminal::{Detail, TerminalOptions};
use crate::text::shown::Shown;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// The options of what is wrapped to a room.
pub(super) fn options(room: Room, detail: Detail) -> TerminalOptions {
    TerminalOptions { width: room.width, colors: room.colors, detail }
}

/// Lines of a screen.
pub(super) struct Lines {
    /// What they have room for.
    pub(super) room: Room,
    /// The lines, without line ends.
    pub(super) lines: Vec<String>,
}

impl Lines {
    /// No lines.
    pub(super) fn new(room: Room) -> Self {
        Self { room, lines: Vec::new() }
    }

    /// Adds an empty line.
    pub(super) fn blank(&mut self) {
        self.lines.push(String::new());
    }

    /// Adds a heading.
    pub(super) fn heading(&mut self, title: &str, ink: Ink) {
        let mut page = self.page();
        page.heading(&cut(title, self.room.width.saturating_sub(6)), ink);
        self.take(page, usize::MAX);
    }

    /// Adds one line, with a label in front of it; what does not fit is cut.
    pub(super) fn one(&mut self, label: &Run, indent: usize, runs: Runs) {
        let mut left = self.room.width.saturating_sub(indent);
        let mut fitting = Runs::default();
        for run in runs.0 {
            let text = cut(&run.text, left);
            left = left.saturating_sub(text.width());
            fitting = fitting.add(run.ink, text);
        }
        let mut page = self.page();
        page.entry(label, indent, &fitting);
        self.take(page, 1);
    }

    /// Adds wrapped text, of which at most so many lines are shown.
    pub(super) fn some(&mut self, most: usize, indent: usize, runs: &Runs) {
        // One column is left for the mark of what is not shown.
        let room = Room { width: self.room.width.saturating_sub(1), ..self.room };
        let mut page = Page::new(options(room, Detail::WhatMatters));
        page.paragraph(indent, runs);
        self.take(page, most);
    }

    /// Adds wrapped text with a label in front of it, of which at most so many lines are shown.
    pub(super) fn labelled(&mut self, label: &Run, indent: usize, most: usize, runs: &Runs) {
        let room = Room { width: self.room.width.saturating_sub(1), ..self.room };
        let mut page = Page::new(options(room, Detail::WhatMatters));
        page.entry(label, indent, runs);
        self.take(page, most);
    }

    fn page(&self) -> Page {
        Page::new(options(self.room, Detail::WhatMatters))
    }

    fn take(&mut self, page: Page, most: usize) {
        let text = page.finish();
        let lines: Vec<&str> = text.lines().collect();
        self.lines.extend(lines.iter().take(most).map(|line| (*line).to_owned()));
        if lines.len() > most
            && let Some(last) = self.lines.last_mut()
        {
            last.push('…');
        }
    }
}

/// Text on one line of at most so many columns.
pub(super) fn cut(text: &str, width: usize) -> String {
    let shown = one_line(text);
    if shown.width() <= width {
        return shown;
    }
    format!("{}…", fitting(shown.graphemes(true), width.saturating_sub(1)))
}

/// A path in at most so many columns, without its middle: its start tells the folder and the day, its end tells copies
/// apart.
pub(super) fn without_middle(path: &str, width: usize) -> String {
    let shown = one_line(path);
    if shown.width() <= width {
        return shown;
    }
    let room = width.saturating_sub(1);
    let tail = fitting(shown.graphemes(true).rev(), room / 2);
    let tail: String = tail.graphemes(true).rev().collect();
    format!("{}…{tail}", fitting(shown.graphemes(true), room - tail.width()))
}

fn one_line(text: &str) -> String {
    Shown(&text.replace(['\n', '\r', '\t'], " ")).to_string()
}

fn fitting<'t>(letters: impl Iterator<Item = &'t str>, width: usize) -> String {
    let mut used = 0;
    let fits = |letter: &&str| {
        used += letter.width();
        used <= width
    };
    letters.take_while(fits).collect()
}
