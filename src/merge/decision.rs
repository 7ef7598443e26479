//! What a person decided about a fold, in terms that survive planning it again.

use std::collections::BTreeSet;
use thiserror::Error;

/// Where a variant says something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The path of the variant.
    pub path: String,
    /// The 1-based line.
    pub line: usize,
}

/// Something a person decided. Ids of rows change with what is decided, so a row is named by the places of everything it
/// is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The value of a property about which the variants disagree.
    Property {
        /// Its key in one of the variants.
        key: String,
        /// One of the values they have.
        value: String,
    },
    /// What becomes of a row.
    Row {
        /// The places of its sources.
        places: BTreeSet<Place>,
        /// What becomes of it.
        choice: Choice,
    },
}

impl Decision {
    /// The decision about notes whose lines are elsewhere: `moved` gives the line that a line of a note is now.
    #[must_use]
    pub fn moved(&self, moved: &dyn Fn(&str, usize) -> usize) -> Self {
        let mut decision = self.clone();
        if let Self::Row { places, .. } = &mut decision {
            let place = |Place { path, line }| Place { line: moved(&path, line), path };
            *places = std::mem::take(places).into_iter().map(place).collect();
        }
        decision
    }
}

/// What a person decided about a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// The value of a field about which the variants disagree.
    Value {
        /// The field, as the conflict names it.
        field: String,
        /// One of the values they have.
        value: String,
    },
    /// The wording of the variant with this path is taken. What the others say of their own is kept as ever.
    Wording(String),
    /// It says this; the wordings it had are set aside. A field the text names replaces the row's, any other stays.
    Text(String),
    /// What each of the variants with these paths says of it is a row of its own, next to what is left; with none, the row
    /// is what no other says. Either way it is no possible duplicate of any other and is covered by none.
    Apart(BTreeSet<String>),
}

/// A decision that fits nothing the variants say.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UnfitDecision {
    /// No row is made of what stands at these places.
    #[error("a decision is about a row that is not there: {0}")]
    NoSuchRow(String),
    /// The variants do not disagree about it.
    #[error("the notes do not disagree about {field} of {of}")]
    NoConflict {
        /// The field or property.
        field: String,
        /// The row.
        of: String,
    },
    /// None of the variants has the value.
    #[error("no note has `{value}` as {field} of {of}")]
    NoSuchValue {
        /// The field or property.
        field: String,
        /// The value.
        value: String,
        /// The row.
        of: String,
    },
    /// The note does not say it, or stands there whole, as a table of data does.
    #[error("the wording of `{note}` cannot be taken for {of}")]
    NoWording {
        /// The note.
        note: String,
        /// The row.
        of: String,
    },
    /// It is no item, or the text is none.
    #[error("{of} cannot be written anew as `{text}`: that is not one item with words of its own")]
    NoItem {
        /// The row.
        of: String,
        /// The text.
        text: String,
    },
    /// It cannot be divided like that.
    #[error("{0} cannot be kept apart: that takes an item that several notes say, or other rows may say too")]
    NotApart(String),
}
