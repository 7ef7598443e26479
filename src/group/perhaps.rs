//! Days that a note may be about, where it names none for sure.

use super::digest::Digest;
use crate::text::dates::readings;
use jiff::civil::Date;

/// The day a note may be about that names none for sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Perhaps {
    /// Nothing tells.
    #[default]
    Never,
    /// It says a day in digits, and not which of them are the month: `12/03/2026`.
    Either([Date; 2]),
    /// It was written on that day.
    Written(Date),
}

impl Perhaps {
    /// Reads the days that what a note says of its day may mean, or the one it was created on.
    pub(super) fn of(said: impl Iterator<Item = Option<[Date; 2]>>, created: Option<Date>) -> Self {
        let either = said.flatten().next().map(Self::Either);
        either.or(created.map(Self::Written)).unwrap_or_default()
    }

    /// The days that a value says which has two readings.
    pub(super) fn said(value: Option<&str>) -> Option<[Date; 2]> {
        value.and_then(readings)
    }

    fn days(self) -> impl Iterator<Item = Date> {
        let (one, other) = match self {
            Self::Never => (None, None),
            Self::Either([one, other]) => (Some(one), Some(other)),
            Self::Written(day) => (Some(day), None),
        };
        one.into_iter().chain(other)
    }
}

impl Digest {
    /// The days it may be about: one, where it names it for sure.
    pub(super) fn days(&self) -> impl Iterator<Item = Date> {
        let perhaps = if self.date.is_some() { Perhaps::Never } else { self.perhaps };
        self.date.into_iter().chain(perhaps.days())
    }

    /// The day that both may be about.
    pub(super) fn common_day(&self, other: &Self) -> Option<Date> {
        if let (Some(one), Some(other)) = (self.date, other.date) {
            return (one == other).then_some(one);
        }
        self.days().find(|day| other.days().any(|there| there == *day))
    }

    /// The days of the two that are nearest to each other, of those that both say; `None` where one says none.
    pub(super) fn nearest_days(&self, other: &Self) -> Option<(Date, Date)> {
        if !self.says_a_day() || !other.says_a_day() {
            return None;
        }
        let pairs = self.days().flat_map(|one| other.days().map(move |other| (one, other)));
        pairs.min_by_key(|(one, other)| one.duration_until(*other).abs())
    }

    /// Whether it says a day, in whatever way; when it was written says nothing.
    pub(super) fn says_a_day(&self) -> bool {
        self.date.is_some() || matches!(self.perhaps, Perhaps::Either(_))
    }
}
