//! The dates of a row.

use super::{Findings, Member};
use crate::merge::{Reason, letter};
use crate::note::field::FieldDate;
use crate::note::{FieldName, Status};
use crate::text::dates::dates;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What a person puts where a date would stand to say that there is none; lower case.
const NO_DATE: [&str; 10] = [
    "tbd",
    "tba",
    "tbc",
    "n/a",
    "na",
    "none",
    "unknown",
    "to be determined",
    "to be decided",
    "to be confirmed",
];

/// Decides the dates of a row whose status is `status`. A day that some variant names is taken over the words of
/// those that name none (`Next meeting`), which are set aside.
pub(super) fn merge(
    members: &[Member<'_>],
    status: Option<Status>,
    findings: &mut Findings<'_>,
) -> BTreeMap<FieldName, FieldDate> {
    let names: BTreeSet<&FieldName> =
        members.iter().flat_map(|member| member.item.fields.dates.keys()).collect();
    let mut dates = BTreeMap::new();
    for name in names {
        let stated: Vec<(usize, &FieldDate)> = members
            .iter()
            .filter_map(|member| Some((member.note, member.item.fields.dates.get(name)?)))
            .collect();
        let goes_with = [(FieldName::Done, 'x'), (FieldName::Cancelled, '-')];
        let goes_with = goes_with.iter().find(|(date, _)| date == name).map(|(_, mark)| *mark);
        if let (Some(mark), Some(Status(status))) = (goes_with, status)
            && !status.eq_ignore_ascii_case(&mark)
            && members.len() > 1
        {
            let rule = "goes with a status that did not stay";
            let shown = shown_dates(&stated);
            let picked = findings.picked(&word(name), &shown).map(|at| stated[at].1);
            let chosen = picked.map_or_else(|| "none".to_owned(), shown_date);
            findings.conflict(&word(name), shown, &chosen, rule, false);
            dates.extend(picked.map(|date| (name.clone(), date.clone())));
            continue;
        }
        let most = stated.iter().map(|(_, date)| exactness(date)).max();
        let (stated, vague): (Vec<_>, Vec<_>) =
            stated.into_iter().partition(|(_, date)| Some(exactness(date)) == most);
        let Some((from, first)) = stated.first().copied() else { continue };
        let same =
            |date: &FieldDate| date.written == first.written || (date.day.is_some() && date.day == first.day);
        // The day itself rather than words for it.
        let is_day =
            |date: &&FieldDate| same(date) && date.day.is_some_and(|day| day.to_string() == date.written);
        let by_rule = stated.iter().map(|(_, date)| *date).find(is_day).unwrap_or(first);
        let picked = findings.picked(&word(name), &shown_dates(&stated));
        let chosen = picked.map_or(by_rule, |at| stated[at].1);
        if !stated.iter().all(|(_, date)| same(date)) {
            let rule = "different days: the base's, else the first";
            findings.conflict(&word(name), shown_dates(&stated), &shown_date(chosen), rule, true);
        } else if !vague.is_empty() {
            let words: BTreeSet<String> =
                vague.iter().map(|(_, date)| format!("`{}`", date.written)).collect();
            let words: Vec<String> = words.into_iter().collect();
            findings.rules.push(format!(
                "{} from {}: {} is less exact",
                word(name),
                letter(from),
                words.join(", ")
            ));
        } else if members.len() > 1 && stated.len() < members.len() && from != members[0].note {
            findings.rules.push(format!("{} from {}, the only one that has it", word(name), letter(from)));
        }
        let vague = vague.into_iter().map(|(note, date)| (note, date.written.clone(), Reason::LessExact));
        findings.lost.extend(vague);
        // `Sep 2, in 30 minutes` becomes the day; the rest of the words is said nowhere.
        let more = stated.iter().filter(|(_, date)| date.day.is_some() && !is_only_a_day(&date.written));
        let more = more.map(|(note, date)| (*note, date.written.clone(), Reason::OnlyTheDay));
        findings.lost.extend(more);
        dates.insert(name.clone(), chosen.clone());
    }
    dates
}

/// How exact the words of a date are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exactness {
    /// They say that there is none: `TBD`.
    None,
    /// They name no day: `Next meeting`.
    Words,
    /// They name a day.
    Day,
}

fn exactness(date: &FieldDate) -> Exactness {
    let written = date.written.trim().to_lowercase();
    if date.day.is_some() {
        Exactness::Day
    } else if NO_DATE.contains(&written.as_str()) || !written.contains(char::is_alphanumeric) {
        Exactness::None
    } else {
        Exactness::Words
    }
}

/// Whether the words of a date name a day and say nothing else.
fn is_only_a_day(written: &str) -> bool {
    let whole = written.trim();
    let found = dates(whole, Some(Date::ZERO));
    whole.parse::<Date>().is_ok() || found.iter().any(|mention| mention.span.len() == whole.len())
}

/// The name of a field in words.
pub(super) fn word(name: &FieldName) -> String {
    name.dataview_key().map_or_else(|| format!("{name:?}").to_lowercase(), str::to_owned)
}

pub(super) fn shown_date(date: &FieldDate) -> String {
    match date.day {
        Some(day) if day.to_string() != date.written => format!("{} ({day})", date.written),
        _ => date.written.clone(),
    }
}

fn shown_dates(stated: &[(usize, &FieldDate)]) -> Vec<(usize, String)> {
    stated.iter().map(|(note, date)| (*note, shown_date(date))).collect()
}
