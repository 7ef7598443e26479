//! Precision, recall and F1 per section.

use crate::gold::Meeting;
use std::collections::BTreeSet;
use std::fmt;

pub(crate) const SECTIONS: [&str; 3] = ["actions", "decisions", "facts"];

/// Pairs of one section, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) found: usize,
    pub(crate) wrong: usize,
    pub(crate) missed: usize,
}

/// The counts of the three sections.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Figures(pub(crate) [Count; 3]);

#[expect(clippy::cast_precision_loss, reason = "counts of pairs are small")]
impl Count {
    pub(crate) fn precision(self) -> f64 {
        self.found as f64 / (self.found + self.wrong).max(1) as f64
    }

    pub(crate) fn recall(self) -> f64 {
        self.found as f64 / (self.found + self.missed).max(1) as f64
    }

    pub(crate) fn f1(self) -> f64 {
        2.0 * self.found as f64 / (2 * self.found + self.wrong + self.missed).max(1) as f64
    }
}

impl Figures {
    /// Counts what `pairs` gets right in `meeting`, as `score.py items` does: pairs called partial count neither way.
    pub(crate) fn of(meeting: &Meeting, pairs: &BTreeSet<(usize, usize)>) -> Self {
        let mut figures = Self::default();
        let section = |pair: &(usize, usize)| {
            let own = &meeting.items[pair.0].section;
            SECTIONS.iter().position(|section| section == own).expect("the sections of gold.json")
        };
        for pair in &meeting.same {
            let count = &mut figures.0[section(pair)];
            if pairs.contains(pair) { count.found += 1 } else { count.missed += 1 }
        }
        for pair in pairs.difference(&meeting.same).filter(|pair| !meeting.neutral.contains(pair)) {
            figures.0[section(pair)].wrong += 1;
        }
        figures
    }

    pub(crate) fn sum(all: impl IntoIterator<Item = Self>) -> Self {
        let mut sum = Self::default();
        for figures in all {
            for (count, own) in sum.0.iter_mut().zip(figures.0) {
                count.found += own.found;
                count.wrong += own.wrong;
                count.missed += own.missed;
            }
        }
        sum
    }

    /// What settings are compared by: the F1 of the sections, a wrong pair counting twice.
    pub(crate) fn worth(&self) -> f64 {
        self.0.iter().map(|count| Count { wrong: 2 * count.wrong, ..*count }.f1()).sum()
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for count in self.0 {
            write!(
                f,
                "  P {:.3} R {:.3} F1 {:.3} ({:>2} wrong, {:>2} missed)",
                count.precision(),
                count.recall(),
                count.f1(),
                count.wrong,
                count.missed
            )?;
        }
        Ok(())
    }
}
