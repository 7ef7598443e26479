//! Whether two notes belong together, rule by rule.

mod copies;

use super::bar::{Bar, agree_anywhere, are_made_from_one_form};
use super::content::{Agreement, Comparison};
use super::digest::{Digest, Ignored, Kind};
use super::finding::{Finding, Rule, Speaks, said, said_of_their_own};
use super::keys::add_words;
use super::survey::Survey;
use super::titles::called_after;
use super::{Confidence, RULES_VERSION};
use crate::disk::QuickHash;
use crate::note::Role;
use crate::people::Circle;
use crate::vault::VaultPath;
use jiff::civil::Date;

/// Words in the title or the name of a note that was written before the meeting. Not `preparation`: titles say that a
/// meeting prepared something.
const BEFORE_THE_MEETING: [&str; 2] = ["agenda", "prep"];

/// A note that lists so many decisions was not written before the meeting, whatever it is called.
const DECIDED: usize = 2;

/// Whether two notes belong together, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// How sure it is that they do; `None` when they do not.
    pub confidence: Option<Confidence>,
    /// What each rule found that was asked.
    pub findings: Vec<Finding>,
    /// How far the notes say the same, from 0 to 1, where that was asked; 1 for equal texts.
    pub share: f64,
    /// The version of the rules.
    pub version: u32,
}

/// One of the two notes.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// Where it is.
    pub path: &'a VaultPath,
    /// What its bytes are known by.
    pub hash: QuickHash,
    /// What is kept of it.
    pub digest: &'a Digest,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Whether the two belong together; why, only if so.
    Whether,
    /// Why they do or do not.
    Why,
}

/// Decides whether two notes belong together. `compare` reads both in full and compares what they say; it is asked
/// only where that decides, and gives `None` when a note can no longer be read.
pub(super) fn verdict<'n>(
    one: Side<'_>,
    other: Side<'_>,
    survey: &Survey,
    asked: Asked,
    circle: &Circle<'_>,
    compare: impl FnOnce() -> Option<Comparison<'n>>,
) -> Verdict {
    let mut case = Case { one, other, survey, asked, findings: Vec::new(), share: 0.0 };
    let confidence = case.decide(circle, compare);
    Verdict { confidence, findings: case.findings, share: case.share, version: RULES_VERSION }
}

struct Case<'a> {
    one: Side<'a>,
    other: Side<'a>,
    survey: &'a Survey,
    asked: Asked,
    findings: Vec<Finding>,
    share: f64,
}

impl Case<'_> {
    fn find(&mut self, rule: Rule, speaks: Speaks, says: impl Into<String>) {
        self.findings.push(Finding { rule, speaks, says: says.into() });
    }

    fn decide<'n>(
        &mut self,
        circle: &Circle<'_>,
        compare: impl FnOnce() -> Option<Comparison<'n>>,
    ) -> Option<Confidence> {
        for side in [self.one, self.other] {
            if let Some(ignored) = side.digest.ignored {
                let why = match ignored {
                    Ignored::OnRequest => "asks with `notefold: ignore` to be left alone",
                    Ignored::Stub => "is what was left of a note that was folded into another",
                    Ignored::Review => "is notefold's own review note",
                };
                self.find(Rule::Scope, Speaks::Against, format!("`{}` {why}", side.path));
                return None;
            }
        }
        let (left, right) = (self.one.digest, self.other.digest);
        if left.text == right.text {
            return Some(self.equal());
        }
        let apart = self.days_apart();
        if apart.is_some_and(|days| days > 1) {
            return None;
        }
        if let Some(confidence) = self.edited_copy(apart) {
            return Some(confidence);
        }
        let same_transcript = self.transcripts();
        if apart == Some(1) && same_transcript != Some(true) {
            return None;
        }
        if apart.is_none() && self.common_day().is_none() && same_transcript != Some(true) {
            self.find(
                Rule::Content,
                Speaks::Neither,
                "without a common day or transcript what they say is not compared",
            );
            return None;
        }
        if self.are_no_meetings() || self.is_made_from_the_other() {
            return None;
        }
        let Some(comparison) = compare() else {
            self.find(Rule::Content, Speaks::Against, "one of the two can no longer be read");
            return None;
        };
        let mut agreement = comparison.agreement();
        // Below this no rule makes a group of them, whoever took part; and so it is with nearly all pairs.
        let may_belong = same_transcript == Some(true)
            || Bar::DOUBTFUL.is_met(agreement.by_role)
            || agree_anywhere(agreement.anywhere);
        if self.asked == Asked::Whether && !may_belong {
            return None;
        }
        comparison.add_people(&mut agreement, circle);
        self.people(&agreement);
        let is_other = |case: &mut Self| {
            case.are_about_two_things(&comparison, &agreement)
                || case.is_before_the_other(&comparison, &agreement)
        };
        if same_transcript != Some(true) && is_other(self) {
            return None;
        }
        self.content(&agreement, apart, same_transcript)
    }

    /// The day that both may be about.
    fn common_day(&self) -> Option<Date> {
        self.one.digest.common_day(self.other.digest)
    }

    /// How many days lie between the meetings, where both have one; `None` where only perhaps they are on one day.
    fn days_apart(&mut self) -> Option<i32> {
        let (one, other) = (self.one.digest, self.other.digest);
        if let (None, _) | (_, None) = (one.date, other.date)
            && let Some(day) = self.common_day()
        {
            self.find(
                Rule::Date,
                Speaks::Neither,
                format!("perhaps the same date {day}, which not both name for sure"),
            );
            return None;
        }
        let (left, right) = one.nearest_days(other)?;
        let days = between(left, right);
        match days {
            0 => self.find(Rule::Date, Speaks::For, format!("same date {left}")),
            1 => self.find(Rule::Date, Speaks::Neither, format!("one day apart: {left} and {right}")),
            _ => self.find(Rule::Date, Speaks::Against, format!("different dates: {left} and {right}")),
        }
        Some(days)
    }

    /// Whether both were made from the same transcript; `None` where one does not say from which.
    fn transcripts(&mut self) -> Option<bool> {
        let of = |side: Side<'_>| self.survey.transcript(side.digest).map(str::to_owned);
        let (one, other) = (of(self.one)?, of(self.other)?);
        if one == other {
            self.find(Rule::Transcript, Speaks::For, format!("same transcript `{one}`"));
        } else {
            self.find(
                Rule::Transcript,
                Speaks::Against,
                format!("different transcripts: `{one}` and `{other}`"),
            );
        }
        Some(one == other)
    }

    fn are_no_meetings(&mut self) -> bool {
        for side in [self.one, self.other] {
            let why = match side.digest.kind {
                Kind::Meeting => continue,
                Kind::Daily => "is a daily note",
                Kind::Template => "is a template",
                Kind::Index | Kind::Plain => "does not look like a note about a meeting",
            };
            self.find(Rule::Kind, Speaks::Against, format!("`{}` {why}", side.path));
            return true;
        }
        false
    }

    /// Whether the one is the transcript the other was made from.
    fn is_made_from_the_other(&mut self) -> bool {
        let is = |source: Side<'_>, note: Side<'_>| {
            note.digest.transcript.as_deref() == Some(source.path.stem().to_lowercase().as_str())
                && source.digest.transcript != note.digest.transcript
        };
        let is_source = is(self.one, self.other) || is(self.other, self.one);
        if is_source {
            self.find(Rule::Transcript, Speaks::Against, "one is what the other was made from");
        }
        is_source
    }

    /// Whether what they are called tells that they are about two things.
    fn are_about_two_things(&mut self, comparison: &Comparison<'_>, agreement: &Agreement) -> bool {
        let [left, right] = comparison.gists();
        let (one, other) = ((left, self.one.digest), (right, self.other.digest));
        let Some([one, other]) = called_after(one, other, comparison, agreement) else { return false };
        self.find(Rule::Title, Speaks::Against, format!("one is about `{one}`, the other about `{other}`"));
        true
    }

    fn people(&mut self, agreement: &Agreement) {
        let Agreement { people, of_people, .. } = agreement;
        if agreement.strangers() {
            self.find(Rule::People, Speaks::Against, "nobody takes part in both");
        } else if *of_people > 0 {
            let speaks = if people * 2 >= *of_people { Speaks::For } else { Speaks::Neither };
            self.find(Rule::People, speaks, format!("{people} of {of_people} participants in common"));
        } else {
            self.find(Rule::People, Speaks::Neither, "one of the two lists no participants");
        }
    }

    fn content(
        &mut self,
        agreement: &Agreement,
        apart: Option<i32>,
        same_transcript: Option<bool>,
    ) -> Option<Confidence> {
        let Agreement { by_role, anywhere, .. } = *agreement;
        self.share = by_role.share();
        let doubted = Bar::DOUBTFUL.is_met(by_role);
        let on_one_transcript = same_transcript == Some(true);
        if !agreement.one_language {
            self.find(Rule::Language, Speaks::Against, "they are written in different languages");
            self.find(Rule::Content, Speaks::Neither, said(agreement));
            return (doubted && on_one_transcript).then_some(Confidence::Doubtful);
        }
        // A generator that is run again on one transcript says some things in the same words.
        if !on_one_transcript && are_made_from_one_form(by_role) {
            self.find(Rule::Content, Speaks::Against, said_of_their_own(by_role));
            return None;
        }
        // That the two may be of one day speaks less for it than that they are.
        let perhaps_of_one_day = !on_one_transcript && apart.is_none();
        let may_have_other_days = !perhaps_of_one_day && agree_anywhere(anywhere);
        if !on_one_transcript && agreement.have_other_days() && !may_have_other_days {
            let says = format!(
                "{}, but the {} that say until when name other days",
                said(agreement),
                agreement.due.of
            );
            self.find(Rule::Content, Speaks::Against, says);
            return None;
        }
        let mut says = said(agreement);
        let confidence = if on_one_transcript {
            if Bar::CERTAIN.is_met(by_role) && apart == Some(0) {
                Some(Confidence::Certain)
            } else if Bar::TRANSCRIPT.is_met(by_role) {
                Some(Confidence::Likely)
            } else {
                Some(Confidence::Doubtful)
            }
        } else {
            let against = same_transcript == Some(false) || agreement.strangers();
            let agrees = if perhaps_of_one_day {
                false
            } else if against {
                Bar::AGAINST.is_met(by_role)
            } else {
                Bar::DAY.is_met(by_role) || Bar::SHORT.is_met(by_role)
            };
            let agrees_anywhere = !against
                && agreement.same_company()
                && agree_anywhere(anywhere)
                && !are_made_from_one_form(anywhere);
            if !agrees && agrees_anywhere {
                self.share = anywhere.share();
                says = format!("{} of {} items agree, some under other headings", anywhere.both, anywhere.of);
            }
            if agrees || agrees_anywhere {
                Some(Confidence::Likely)
            } else {
                (doubted && !perhaps_of_one_day).then_some(Confidence::Doubtful)
            }
        };
        let speaks = match confidence {
            Some(Confidence::Certain | Confidence::Likely) => Speaks::For,
            Some(Confidence::Doubtful) => Speaks::Neither,
            None => Speaks::Against,
        };
        self.find(Rule::Content, speaks, says);
        confidence
    }

    /// Whether the one was written before the meeting that the other is about: its title or its name says so, that of
    /// the other does not, and not both list decisions. An agenda speaks of all that the meeting speaks of, and is not
    /// what was said there; but preparing may be what the meeting was for, and then it was decided how.
    fn is_before_the_other(&mut self, comparison: &Comparison<'_>, agreement: &Agreement) -> bool {
        let mut keys = Vec::new();
        for word in BEFORE_THE_MEETING {
            add_words(word, &mut keys);
        }
        let is = |side: Side<'_>| keys.iter().any(|key| side.digest.title.contains(&u64::from(*key)));
        let [left, right] = comparison.gists();
        let (before, gist) = match (is(self.one), is(self.other)) {
            (true, false) => (self.one.path, left),
            (false, true) => (self.other.path, right),
            (true, true) | (false, false) => return false,
        };
        let decided = gist.wordings.said.iter().filter(|said| said.role == Role::Decisions).count();
        if agreement.decisions.of > 0 || decided >= DECIDED {
            return false;
        }
        self.find(Rule::Kind, Speaks::Against, format!("`{before}` was written before the meeting"));
        true
    }
}

/// How many days lie between two dates.
fn between(one: Date, other: Date) -> i32 {
    one.duration_until(other).as_hours().unsigned_abs().div_euclid(24).try_into().unwrap_or(i32::MAX)
}
