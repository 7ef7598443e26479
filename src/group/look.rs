//! A first look at two notes: whether it is worth reading them in full.

use super::digest::Digest;
use super::sketch::Weighed;
use super::survey::Survey;
use super::wordings::{Likeness, Wordings};
use std::cell::OnceCell;

/// Two notes of one day share words that are worth at least this share of those of the lesser one, or are not looked at
/// any further.
///
/// In `testdata/meetings` and the seeds the variants of a meeting share .35 and more (19 pairs), notes of two meetings
/// .24 and less (171 pairs, days left aside; `bars` holds it). This only spares reading notes that have nothing to do
/// with each other.
const LEAST_SHARE: f32 = 0.3;

/// The same, where both list people and none of them sounds alike: there the words must make up for it.
const LEAST_SHARE_OF_STRANGERS: f32 = 0.34;

/// The same, where both list the same people: few notes of one day do, and then what they say is worth reading.
const LEAST_SHARE_OF_COMPANY: f32 = 0.15;

/// From this share of their words on it is left to reading them: that bullets say the same would be found as well, and
/// finding it out takes a good part of the time that is to be spared.
const ENOUGH_SHARE: f32 = 0.6;

/// In two notes of one day at least so many bullets say the same, roles, fields and languages left aside, and one in so
/// many of the note with fewer; or neither is read.
///
/// The first is one less than the least number of items for which any rule makes a group ([`super::verdict`]). The
/// variants in `testdata` that were grouped when the second was set share one in five and more.
const LEAST_BULLETS: usize = 2;
const ONE_BULLET_IN: usize = 7;

/// The same, where the two name different transcripts: there no rule makes a sure group of them below
/// [`Bar::AGAINST`], which asks for one item more and a share of .55, of items that are compared by their roles. Notes
/// also have bullets of no role, and these thin the share out, to .63 of it at most (77 pairs of variants in `testdata`,
/// 7,335 in a generated vault): at .35 of the bullets that bar is out of reach.
///
/// [`Bar::AGAINST`]: super::bar::Bar::AGAINST
const LEAST_BULLETS_OF_OTHER_TRANSCRIPTS: usize = 4;
const ONE_BULLET_IN_OF_OTHER_TRANSCRIPTS: usize = 3;

/// What is seen of a note at a first look: what costs little to compare.
pub(super) struct Look<'a> {
    digest: &'a Digest,
    survey: &'a Survey,
    words: OnceCell<Weighed<'a>>,
    wordings: OnceCell<Wordings>,
}

impl<'a> Look<'a> {
    /// A look at a note.
    pub(super) fn at(digest: &'a Digest, survey: &'a Survey) -> Self {
        Self { digest, survey, words: OnceCell::new(), wordings: OnceCell::new() }
    }

    /// Whether reading the two in full may show that they belong together.
    pub(super) fn is_worth_reading_with(&self, other: &Self) -> bool {
        let (left, right) = (self.digest, other.digest);
        if left.text == right.text || left.transcript.is_some() && left.transcript == right.transcript {
            return true;
        }
        let is_copy = left.is_called_a_copy_of(right);
        let is_conflict = left.is_conflict || right.is_conflict;
        if is_copy && (is_conflict || share_of_lines(left, right, self.survey) > 0.0) {
            return true;
        }
        if left.common_day(right).is_none() {
            return false;
        }
        let share = self.words().share(other.words());
        if share < self.least_share(other) {
            return false;
        }
        let have_other_transcripts = self.survey.have_other_transcripts(left, right);
        is_copy
            || share >= ENOUGH_SHARE && !have_other_transcripts
            || self.bullets_agree(other, have_other_transcripts)
    }

    /// The least share of words for the two notes of one day.
    fn least_share(&self, other: &Self) -> f32 {
        let (left, right) = (self.digest, other.digest);
        let both_list = !left.people.is_empty() && !right.people.is_empty();
        if both_list && !self.survey.sound_alike(left, right) {
            LEAST_SHARE_OF_STRANGERS
        } else if self.survey.same_company(left, right) {
            LEAST_SHARE_OF_COMPANY
        } else {
            LEAST_SHARE
        }
    }

    /// Whether so many of their bullets say the same as the items of variants do.
    fn bullets_agree(&self, other: &Self, have_other_transcripts: bool) -> bool {
        let (ours, theirs) = (self.wordings(), other.wordings());
        let (least, one_in) = if have_other_transcripts {
            (LEAST_BULLETS_OF_OTHER_TRANSCRIPTS, ONE_BULLET_IN_OF_OTHER_TRANSCRIPTS)
        } else {
            (LEAST_BULLETS, ONE_BULLET_IN)
        };
        let least = least.max(ours.said.len().min(theirs.said.len()) / one_in);
        Likeness::of(ours, theirs).matched().len() >= least
    }

    fn words(&self) -> &Weighed<'a> {
        self.words.get_or_init(|| Weighed::of(&self.digest.sketch, |word| self.survey.worth(word)))
    }

    fn wordings(&self) -> &Wordings {
        self.wordings.get_or_init(|| self.digest.bullets.wordings(self.survey))
    }
}

/// The share of the lines of the lesser one that the other has, too; lines that say nothing left out.
#[expect(clippy::cast_precision_loss, reason = "counts of lines")]
pub(super) fn share_of_lines(one: &Digest, other: &Digest, survey: &Survey) -> f64 {
    let count = |digest: &Digest| survey.own_lines(digest).count();
    let least = count(one).min(count(other));
    let shared = survey.own_lines(one).filter(|line| other.lines.binary_search(line).is_ok()).count();
    if least == 0 { 0.0 } else { shared as f64 / least as f64 }
}
