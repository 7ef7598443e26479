//! Where words go: data on stdout, everything else on stderr.

use super::Exit;
use super::arguments::Color;
use crate::text::shown::Shown;
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};

/// The width of text that is not read in a terminal: wide enough for whole sentences, narrow enough for a mail.
const WIDTH_OF_FILES: usize = 100;

/// The widest a review gets, however wide the terminal: longer lines are hard to follow back.
const WIDEST: usize = 120;

/// The narrowest: below it hanging indents leave no room for words.
const NARROWEST: usize = 40;

/// The two streams of the program.
#[derive(Debug)]
pub(super) struct Screen {
    colors: ColorChoice,
    quiet: bool,
    streams: Streams,
}

/// Where words go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Streams {
    /// To stdout and stderr.
    Standard,
    /// Nowhere.
    Silent,
}

impl Screen {
    /// Looks at the terminal and the environment (`NO_COLOR`, `CLICOLOR_FORCE`, `TERM`).
    pub(super) fn new(color: Color, quiet: bool, streams: Streams) -> Self {
        let colors = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Self { colors, quiet, streams }
    }

    /// One on which nothing is said but what goes wrong.
    pub(super) fn silent(&self) -> Self {
        Self { quiet: true, ..*self }
    }

    /// Whether data is printed in colours.
    pub(super) fn has_colors(&self) -> bool {
        match self.colors {
            ColorChoice::Never => false,
            ColorChoice::Always | ColorChoice::AlwaysAnsi => true,
            ColorChoice::Auto => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
        }
    }

    /// The number of columns data is wrapped to.
    pub(super) fn width() -> usize {
        terminal_size::terminal_size_of(io::stdout())
            .map_or(WIDTH_OF_FILES, |(width, _)| usize::from(width.0).clamp(NARROWEST, WIDEST))
    }

    /// Prints data.
    pub(super) fn print(&self, data: &str) -> io::Result<()> {
        if self.streams == Streams::Silent {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        out.write_all(data.as_bytes())?;
        out.flush()
    }

    /// Says something a person should know, unless they asked for quiet.
    pub(super) fn warn(&mut self, message: &str) {
        if !self.quiet {
            self.say(AnsiColor::Yellow, "warning", message);
        }
    }

    /// Says what was done, unless they asked for quiet.
    pub(super) fn note(&mut self, message: &str) {
        if !self.quiet {
            self.say(AnsiColor::Green, "notefold", message);
        }
    }

    /// Says what went wrong.
    pub(super) fn error(&mut self, message: &str) {
        self.say(AnsiColor::Red, "error", message);
    }

    /// Says what to type next.
    pub(super) fn hint(&mut self, message: &str) {
        self.say(AnsiColor::Cyan, "hint", message);
    }

    fn say(&mut self, color: AnsiColor, label: &str, message: &str) {
        if self.streams == Streams::Silent {
            return;
        }
        let style = Style::new().bold().fg_color(Some(color.into()));
        let mut out = AutoStream::new(io::stderr().lock(), self.colors);
        // With stderr gone there is nobody to tell.
        drop(writeln!(out, "{style}{label}:{style:#} {}", Shown(message)));
    }
}

/// Prints what clap has to say: help and version on stdout, a usage error on stderr.
pub(super) fn print_usage(error: &clap::Error) -> Exit {
    // A reader that went away is no error, and with stderr gone there is nobody to tell.
    drop(error.print());
    if error.use_stderr() { Exit::Usage } else { Exit::Done }
}
