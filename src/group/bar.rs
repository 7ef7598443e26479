//! How many items two notes must have in common to be taken for variants of one meeting.

use super::content::Overlap;

/// The numbers of the rule about content, each the least share of the items of the lesser note that the other says, too,
/// and the least number of them.
///
/// In `testdata/meetings` and `testdata/seeds` the variants of a meeting share .45 of their items and more (all 19 pairs);
/// notes of other meetings, of the same people too, .12 and less (all 171 pairs, days left aside); `bars` holds it. What
/// is asked for lies between, higher where less else speaks for it.
pub(super) struct Bar {
    share: f64,
    items: usize,
}

impl Bar {
    /// Beside the same transcript and the same day: certain.
    pub(super) const CERTAIN: Self = Self { share: 0.4, items: 4 };
    /// Beside the same transcript.
    pub(super) const TRANSCRIPT: Self = Self { share: 0.3, items: 2 };
    /// Beside the same day and people.
    pub(super) const DAY: Self = Self { share: 0.4, items: 4 };
    /// The same, where the notes are short.
    pub(super) const SHORT: Self = Self { share: 0.75, items: 3 };
    /// Beside the same day, where something speaks against it: other transcripts, other people.
    pub(super) const AGAINST: Self = Self { share: 0.55, items: 5 };
    /// Beside the same day and people, of all items wherever they stand.
    ///
    /// Notes of two meetings of one team on one day say 4 of 11, 5 of 18, 7 of 25 alike and fewer, variants whose
    /// sections differ 7 of 20 and more; `testdata/vaults/look-alikes` holds the like.
    ///
    /// Asked for, too, where all that both do until some day is to be done until another one. Some generators give every
    /// task a day of their own, and their notes say 8 items and more alike (5 pairs of variants in `testdata/meetings`, 14 in `testdata/generators`); notes of two claims
    /// that were handled in one way say 5 (`testdata/vaults/beside-trades`).
    pub(super) const ANYWHERE: Self = Self { share: 0.35, items: 7 };
    /// The same, where the notes are short.
    pub(super) const SHORT_ANYWHERE: Self = Self { share: 0.5, items: 6 };
    /// Worth showing, and enough for the third of three notes.
    pub(super) const DOUBTFUL: Self = Self { share: 0.25, items: 3 };

    pub(super) fn is_met(&self, overlap: Overlap) -> bool {
        overlap.both >= self.items && overlap.share() >= self.share
    }
}

/// Notes of two meetings that were made from one form (two interviews of a day, two calls after one script) have the
/// lines of the form in common, word for word or with other numbers filled in, and each says something of its own: that
/// must agree.
///
/// Of the 112 pairs of variants in `testdata` not one has more than one item in the same words (`bars` holds it), so
/// independent of each other are generators; from two on they may come from a form.
const LINES_OF_A_FORM: usize = 2;

/// With fewer items of its own a note does not tell whether it was made from a form.
const OWN_ITEMS: usize = 2;

/// The least share of the items of its own that the other note says, too: .79 and more in generated vaults
/// (`tests/vaults`), half and less in the notes of `testdata/vaults/look-alikes` that were made from one form.
const OWN_SHARE: f64 = 0.6;

/// From this share of items in the same words on, one note is a copy of the other that was edited since.
const EDITED_COPY: f64 = 0.8;

/// Whether enough of the items agree where sections do not count.
pub(super) fn agree_anywhere(overlap: Overlap) -> bool {
    Bar::ANYWHERE.is_met(overlap) || Bar::SHORT_ANYWHERE.is_met(overlap)
}

/// Whether two notes have in common what a form gave them, and little besides.
pub(super) fn are_made_from_one_form(overlap: Overlap) -> bool {
    let equal = Overlap { both: overlap.equal, ..overlap };
    overlap.equal >= LINES_OF_A_FORM
        && overlap.own() >= OWN_ITEMS
        && equal.share() < EDITED_COPY
        && overlap.own_share() < OWN_SHARE
}
