//! A page of wrapped, coloured text.

use super::{Colors, TerminalOptions};
use crate::text::shown::Shown;
use anstyle::{AnsiColor, Color, Style};
use std::fmt::Write as _;
use textwrap::core::Fragment;
use textwrap::wrap_algorithms::wrap_first_fit;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How a stretch of text looks, named for what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    /// Nothing special.
    Plain,
    /// What is there to be found, not to be read.
    Faint,
    /// A heading, a name, a number that counts.
    Strong,
    /// Where something stands: a letter and a line, the id of a row.
    Place,
    /// What only the kept wording says; `{+…+}` without colours.
    Added,
    /// What only this wording says; `[-…-]` without colours.
    Removed,
    /// What waits for a person.
    Waits,
    /// What is as it should be.
    Good,
}

impl Ink {
    fn style(self) -> Style {
        let color = |color: AnsiColor| Style::new().fg_color(Some(Color::Ansi(color)));
        match self {
            Self::Plain => Style::new(),
            Self::Faint => Style::new().dimmed(),
            Self::Strong => Style::new().bold(),
            Self::Place => color(AnsiColor::Cyan),
            Self::Added => color(AnsiColor::Green).bold(),
            Self::Removed => color(AnsiColor::Red).bold(),
            Self::Waits => color(AnsiColor::Yellow).bold(),
            Self::Good => color(AnsiColor::Green),
        }
    }

    /// The marks around text in this ink where there are no colours: those of `git diff --word-diff`.
    fn marks(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Added => Some(("{+", "+}")),
            Self::Removed => Some(("[-", "-]")),
            Self::Plain | Self::Faint | Self::Strong | Self::Place | Self::Waits | Self::Good => None,
        }
    }
}

/// A stretch of text in one ink.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// The ink.
    pub(crate) ink: Ink,
    /// The text, as it stands in a note.
    pub(crate) text: String,
}

impl Run {
    /// Makes a run.
    pub(crate) fn new(ink: Ink, text: impl Into<String>) -> Self {
        Self { ink, text: text.into() }
    }
}

/// Text in several inks, made piece by piece.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Runs(pub(crate) Vec<Run>);

impl Runs {
    /// Adds `text` in `ink`.
    pub(crate) fn add(mut self, ink: Ink, text: impl Into<String>) -> Self {
        self.0.push(Run::new(ink, text));
        self
    }

    /// Adds text in no special ink.
    pub(crate) fn plain(self, text: impl Into<String>) -> Self {
        self.add(Ink::Plain, text)
    }
}

/// A page that is written from top to bottom.
#[derive(Debug)]
pub(crate) struct Page {
    options: TerminalOptions,
    text: String,
}

impl Page {
    /// An empty page.
    pub(crate) fn new(options: TerminalOptions) -> Self {
        Self { options, text: String::new() }
    }

    /// The whole page.
    pub(crate) fn finish(self) -> String {
        self.text
    }

    /// Writes an empty line.
    pub(crate) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// Writes a heading with a rule to the right edge.
    pub(crate) fn heading(&mut self, title: &str, ink: Ink) {
        self.blank();
        let rule = "─".repeat(self.options.width.saturating_sub(title.width() + 4));
        self.put(Ink::Faint, "── ");
        self.put(ink, title);
        self.put(Ink::Faint, &format!(" {rule}"));
        self.text.push('\n');
    }

    /// Writes `runs`, wrapped and with `indent` blanks in front of every line; in the first of them stands `label`.
    pub(crate) fn entry(&mut self, label: &Run, indent: usize, runs: &Runs) {
        let label_width = label.text.width();
        self.put(label.ink, &label.text);
        // A label that is too long for its place gets a line of its own.
        let pad = if label_width > 0 && label_width >= indent {
            self.text.push('\n');
            indent
        } else {
            indent - label_width
        };
        let width = self.options.width.saturating_sub(indent).max(MIN_TEXT_WIDTH);
        let mut first = true;
        for line in lines(runs, self.options.colors) {
            let words: Vec<Word> = line.into_iter().flat_map(|word| word.broken(width)).collect();
            #[expect(clippy::cast_precision_loss, reason = "columns of a terminal")]
            let wrapped = wrap_first_fit(&words, &[width as f64]);
            for words in wrapped {
                let blanks = if first { pad } else { indent };
                self.text.extend(std::iter::repeat_n(' ', blanks));
                first = false;
                self.line(words);
            }
        }
        if first {
            self.text.push('\n');
        }
    }

    /// Writes `runs`, wrapped and indented.
    pub(crate) fn paragraph(&mut self, indent: usize, runs: &Runs) {
        self.entry(&Run::new(Ink::Plain, ""), indent, runs);
    }

    fn line(&mut self, words: &[Word]) {
        // Neighbours in one ink, and the blanks between them, are written as one stretch.
        let mut stretches: Vec<(Ink, String)> = Vec::new();
        let mut blank = false;
        for word in words {
            for (ink, text) in &word.pieces {
                match stretches.last_mut() {
                    Some((last, so_far)) if last == ink => {
                        so_far.push_str(if blank { " " } else { "" });
                        so_far.push_str(text);
                    }
                    _ => {
                        if blank {
                            stretches.push((Ink::Plain, " ".to_owned()));
                        }
                        stretches.push((*ink, text.clone()));
                    }
                }
                blank = false;
            }
            blank = word.blank_after;
        }
        for (ink, text) in &stretches {
            self.put(*ink, text);
        }
        self.text.push('\n');
    }

    /// Writes text that is known to be harmless.
    fn put(&mut self, ink: Ink, text: &str) {
        if self.options.colors == Colors::On && ink != Ink::Plain {
            let style = ink.style();
            write!(self.text, "{style}{text}{style:#}")
                .expect("a String takes everything that is written to it");
        } else {
            self.text.push_str(text);
        }
    }
}

/// Text is never squeezed below this, however deep its indent: better a line that is too long than one word a line.
const MIN_TEXT_WIDTH: usize = 20;

/// What is not broken at a blank.
#[derive(Debug, Clone, Default)]
struct Word {
    pieces: Vec<(Ink, String)>,
    width: usize,
    blank_after: bool,
}

impl Word {
    fn push(&mut self, ink: Ink, text: &str) {
        self.width += text.width();
        match self.pieces.last_mut() {
            Some((last, so_far)) if *last == ink => so_far.push_str(text),
            _ => self.pieces.push((ink, text.to_owned())),
        }
    }

    /// The word in parts of at most `width` columns.
    fn broken(self, width: usize) -> Vec<Word> {
        if self.width <= width {
            return vec![self];
        }
        let mut parts = vec![Word::default()];
        for (ink, text) in &self.pieces {
            for grapheme in text.graphemes(true) {
                let part = parts.last_mut().expect("there is always one");
                if part.width > 0 && part.width + grapheme.width() > width {
                    parts.push(Word::default());
                }
                parts.last_mut().expect("there is always one").push(*ink, grapheme);
            }
        }
        if let Some(last) = parts.last_mut() {
            last.blank_after = self.blank_after;
        }
        parts
    }
}

#[expect(clippy::cast_precision_loss, reason = "columns of a terminal")]
impl Fragment for Word {
    fn width(&self) -> f64 {
        self.width as f64
    }

    fn whitespace_width(&self) -> f64 {
        f64::from(u8::from(self.blank_after))
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

/// Cuts runs into lines, where the text itself has a line end, and words. Note text is made harmless here.
fn lines(runs: &Runs, colors: Colors) -> Vec<Vec<Word>> {
    let mut lines: Vec<Vec<Word>> = Vec::new();
    let mut line = Vec::new();
    let mut word = Word::default();
    for run in &runs.0 {
        let marked = marked(run, colors);
        for (number, text) in marked.split('\n').enumerate() {
            if number > 0 {
                line.push(std::mem::take(&mut word));
                lines.push(std::mem::take(&mut line));
            }
            // Shown looks at neighbours (an emoji and its joiner), so it is given whole lines.
            for part in Shown(text.trim_end_matches('\r')).to_string().split_inclusive([' ', '\t']) {
                let letters = part.trim_end_matches([' ', '\t']);
                if !letters.is_empty() {
                    word.push(run.ink, letters);
                }
                if letters.len() < part.len() && word.width > 0 {
                    word.blank_after = true;
                    line.push(std::mem::take(&mut word));
                }
            }
        }
    }
    line.push(word);
    lines.push(line);
    lines
}

/// The text of a run with the marks of its ink close around its words.
fn marked(run: &Run, colors: Colors) -> String {
    let words = run.text.trim();
    match run.ink.marks() {
        Some((before, after)) if colors == Colors::Off && !words.is_empty() => {
            run.text.replacen(words, &format!("{before}{words}{after}"), 1)
        }
        _ => run.text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::terminal::Detail;

    fn page(width: usize, colors: Colors) -> Page {
        Page::new(TerminalOptions { width, colors, detail: Detail::WhatMatters })
    }

    fn check(runs: &Runs, expect: &str) {
        let mut page = page(30, Colors::Off);
        page.entry(&Run::new(Ink::Place, "a1"), 5, runs);
        assert_eq!(page.finish(), expect);
    }

    #[test]
    fn text_is_wrapped_with_a_hanging_indent() {
        check(
            &Runs::default().plain("Draft the checklist of cloud design qualifiers"),
            "a1   Draft the checklist of\n     cloud design qualifiers\n",
        );
    }

    #[test]
    fn marks_stand_close_around_the_words() {
        check(
            &Runs::default()
                .plain("Draft ")
                .add(Ink::Added, "an ")
                .plain("a")
                .add(Ink::Removed, "b c")
                .plain("."),
            "a1   Draft {+an+} a[-b c-].\n",
        );
    }

    #[test]
    fn a_word_wider_than_the_page_is_broken_and_not_cut() {
        check(
            &Runs::default().plain("see https://example.org/a/long/path now"),
            "a1   see\n     https://example.org/a/lon\n     g/path now\n",
        );
        check(&Runs::default().plain("会議".repeat(7)), "a1   会議会議会議会議会議会議\n     会議\n");
    }

    #[test]
    fn lines_of_the_text_stay_lines_and_controls_are_shown() {
        check(&Runs::default().plain("one\r\ntwo\u{1b}[31m"), "a1   one\n     two\\u{1b}[31m\n");
    }

    #[test]
    fn an_entry_without_words_and_one_with_a_long_label_keep_their_lines() {
        check(&Runs::default(), "a1   \n");
        let mut page = page(30, Colors::Off);
        page.entry(&Run::new(Ink::Place, "a1000"), 5, &Runs::default().plain("x"));
        assert_eq!(page.finish(), "a1000\n     x\n");
    }

    #[test]
    fn colours_stand_instead_of_marks() {
        let mut page = page(30, Colors::On);
        page.paragraph(0, &Runs::default().plain("a ").add(Ink::Added, "b"));
        assert_eq!(page.finish(), "a \u{1b}[1m\u{1b}[32mb\u{1b}[0m\n");
    }
}
