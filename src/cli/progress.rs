//! A bar that says how far a long piece of work has come, on a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal as _};
use std::sync::Once;
use std::time::{Duration, Instant};

/// Work that is done within this needs no bar.
const A_MOMENT: Duration = Duration::from_millis(400);

/// How far a piece of work has come. The bar shows after a moment, and only where a person sees it.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    start: Instant,
    shown: Once,
    may_show: bool,
}

impl Progress {
    /// Starts a piece of work of `steps` steps, called `what`; `quiet`: nothing is ever shown.
    #[expect(clippy::disallowed_methods, reason = "the clock is read in `cli`, and here is `cli`")]
    pub(super) fn start(what: &'static str, steps: usize, quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:30}] {human_pos} of {human_len}") {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(what);
        Self {
            bar,
            start: Instant::now(),
            shown: Once::new(),
            may_show: !quiet && io::stderr().is_terminal(),
        }
    }

    /// One step is done.
    pub(super) fn step(&self) {
        if !self.may_show {
            return;
        }
        self.bar.inc(1);
        if self.start.elapsed() > A_MOMENT {
            self.shown.call_once(|| self.bar.set_draw_target(ProgressDrawTarget::stderr()));
        }
    }

    /// The work is done; the bar goes.
    pub(super) fn done(self) {
        self.bar.finish_and_clear();
    }
}

/// How far work has come whose steps are told one after the other.
#[derive(Debug)]
pub(super) struct Turns {
    what: &'static str,
    quiet: bool,
    progress: Option<Progress>,
    shown: usize,
}

impl Turns {
    /// Nothing is done yet.
    pub(super) fn new(what: &'static str, quiet: bool) -> Self {
        Self { what, quiet, progress: None, shown: 0 }
    }

    /// So many of so many are done.
    pub(super) fn show(&mut self, turn: usize, turns: usize) {
        let progress = self.progress.get_or_insert_with(|| Progress::start(self.what, turns, self.quiet));
        for _ in self.shown..turn {
            progress.step();
        }
        self.shown = turn.max(self.shown);
    }

    /// The work is done; the bar goes.
    pub(super) fn done(self) {
        if let Some(progress) = self.progress {
            progress.done();
        }
    }
}
