//! What a run is known by.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// What a run is known by: the second it started in, by universal time, as `20261122-043012`, and a number where
/// several started in it. Later runs sort after earlier ones.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId {
    second: String,
    number: u32,
}

impl RunId {
    /// The id of a run that starts now, after the `latest` one: also where the clock was turned back in between.
    pub(super) fn after(latest: Option<&Self>, now: Timestamp) -> Self {
        let first = Self { second: now.strftime("%Y%m%d-%H%M%S").to_string(), number: 1 };
        match latest {
            Some(latest) if *latest >= first => {
                Self { second: latest.second.clone(), number: latest.number.saturating_add(1) }
            }
            Some(_) | None => first,
        }
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            1 => f.write_str(&self.second),
            number => write!(f, "{}-{number}", self.second),
        }
    }
}

/// Text that is no run's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a run is known by something like 20261122-043012")]
pub struct NotARunId;

/// Takes what [`fmt::Display`] gives, and nothing else: it is the name of a folder.
impl FromStr for RunId {
    type Err = NotARunId;

    fn from_str(text: &str) -> Result<Self, NotARunId> {
        let is_number =
            |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        let parts: Vec<&str> = text.split('-').collect();
        let (day, time, number) = match parts[..] {
            [day, time] => (day, time, 1),
            [day, time, number] => (day, time, number.parse().map_err(|_| NotARunId)?),
            _ => return Err(NotARunId),
        };
        let id = Self { second: format!("{day}-{time}"), number };
        let is_one = is_number(day, 8) && is_number(time, 6) && number > 0 && id.to_string() == text;
        if is_one { Ok(id) } else { Err(NotARunId) }
    }
}

impl Serialize for RunId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RunId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(latest: Option<&str>, now: &str, expect: &str) {
        let latest = latest.map(|id| id.parse().unwrap());
        let id = RunId::after(latest.as_ref(), now.parse().unwrap());
        assert_eq!(id.to_string(), expect);
        assert!(latest.is_none_or(|latest| latest < id));
    }

    #[test]
    fn later_runs_sort_after_earlier_ones_whatever_the_clock_says() {
        check(None, "2026-11-22T04:30:12Z", "20261122-043012");
        check(Some("20261122-043011"), "2026-11-22T04:30:12Z", "20261122-043012");
        check(Some("20261122-043012"), "2026-11-22T04:30:12.9Z", "20261122-043012-2");
        check(Some("20261122-043012-9"), "2026-11-22T04:30:12Z", "20261122-043012-10");
        check(Some("20261122-043012-2"), "2025-01-01T00:00:00Z", "20261122-043012-3");
    }

    #[test]
    fn what_is_no_id_is_no_folder_either() {
        for text in
            ["", "..", "20261122", "20261122-043012-1", "20261122-043012-02", "20261122-04301x", "a-b-c-d"]
        {
            assert_eq!(text.parse::<RunId>(), Err(NotARunId), "{text}");
        }
    }
}
