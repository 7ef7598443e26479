//! What a file has besides its bytes and its name.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// When a file was last written, as exactly as file systems keep it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileTime {
    /// Seconds since 1970, negative before.
    pub seconds: i64,
    /// Nanoseconds after that second.
    pub nanoseconds: u32,
}

impl FileTime {
    /// The time as std has it; what is out of its reach becomes 1970.
    #[must_use]
    pub fn system(self) -> SystemTime {
        let whole = Duration::from_secs(self.seconds.unsigned_abs());
        let second =
            if self.seconds < 0 { UNIX_EPOCH.checked_sub(whole) } else { UNIX_EPOCH.checked_add(whole) };
        let fraction = Duration::from_nanos(self.nanoseconds.into());
        second.and_then(|second| second.checked_add(fraction)).unwrap_or(UNIX_EPOCH)
    }
}

impl From<SystemTime> for FileTime {
    fn from(time: SystemTime) -> Self {
        let (seconds, nanoseconds) = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => (i64::try_from(after.as_secs()).unwrap_or(i64::MAX), after.subsec_nanos()),
            Err(before) => {
                let before = before.duration();
                let seconds = -i64::try_from(before.as_secs()).unwrap_or(i64::MAX);
                match before.subsec_nanos() {
                    0 => (seconds, 0),
                    nanoseconds => (seconds - 1, 1_000_000_000 - nanoseconds),
                }
            }
        };
        Self { seconds, nanoseconds }
    }
}

/// Whose a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// The user.
    pub user: u32,
    /// The group.
    pub group: u32,
}

/// What a file has besides its bytes and its name: what a new file in its place has to be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attributes {
    /// The permission bits, where the system has them.
    pub mode: Option<u32>,
    /// Whose it is, where the system says.
    pub owner: Option<Owner>,
    /// When it was last written.
    pub modified: FileTime,
    /// The extended attributes: tags of Finder, access lists, labels.
    pub extended: BTreeMap<String, ExtendedValue>,
}

/// The value of an extended attribute; written in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExtendedValue(pub Vec<u8>);

impl Serialize for ExtendedValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut digits = String::with_capacity(2 * self.0.len());
        for byte in &self.0 {
            write!(digits, "{byte:02x}").map_err(serde::ser::Error::custom)?;
        }
        serializer.serialize_str(&digits)
    }
}

impl<'de> Deserialize<'de> for ExtendedValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let byte = |[high, low]: &[u8; 2]| Some(digit(*high)? << 4 | digit(*low)?);
        let bytes: Option<Vec<u8>> = pairs.iter().map(byte).collect();
        bytes
            .filter(|_| rest.is_empty())
            .map(Self)
            .ok_or_else(|| de::Error::custom("the value of an extended attribute is written in hexadecimal"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_comes_back_to_the_nanosecond_also_before_1970() {
        for (seconds, nanoseconds) in
            [(0, 0), (1, 1), (-1, 999_999_999), (-2, 0), (1_795_000_000, 123_456_789)]
        {
            let time = FileTime { seconds, nanoseconds };
            assert_eq!(FileTime::from(time.system()), time);
        }
    }

    #[test]
    fn attributes_are_read_as_they_are_written() {
        let attributes = Attributes {
            mode: Some(0o640),
            owner: Some(Owner { user: 1000, group: 100 }),
            modified: FileTime { seconds: 5, nanoseconds: 7 },
            extended: [("user.tags".to_owned(), ExtendedValue(vec![0, 0x9f, 255]))].into(),
        };
        let json = serde_json::to_string(&attributes).unwrap();
        assert!(json.contains("009fff"), "{json}");
        assert_eq!(serde_json::from_str::<Attributes>(&json).unwrap(), attributes);
        for hostile in ["\"0\"", "\"0g\"", "\"+1\"", "7"] {
            assert!(serde_json::from_str::<ExtendedValue>(hostile).is_err(), "{hostile}");
        }
    }
}
