//! Rows, field by field.

mod anew;
mod beside;
mod dates;
mod owners;
mod tags;

use super::decided::Chosen;
use super::outline::is_data_table;
use super::wording::{Covering, Said, Weights, Wording, Wordings, choose};
use super::{
    Conflict, Input, MergedItem, MergedRow, Outcome, Reason, SetAside, Source, Value, letter, rewrite,
};
use crate::align::{ItemRef, Tie};
use crate::note::{Fields, Item, Priority, Role, Status};
use std::collections::{BTreeMap, BTreeSet};

/// A member of a row: an item and the note it stands in.
#[derive(Clone, Copy)]
struct Member<'a> {
    note: usize,
    index: usize,
    item: &'a Item,
}

/// What deciding a row brings to light besides its fields.
struct Findings<'d> {
    /// What a person decided about it.
    chosen: &'d Chosen<'d>,
    /// What a person wrote in its place.
    written: Option<Item>,
    rules: Vec<String>,
    conflicts: Vec<Conflict>,
    united: bool,
    /// The sources whose wordings say nothing of their own and do not stay.
    said_otherwise: Vec<usize>,
    /// Values that do not stay: the note, the value as written, why.
    lost: Vec<(usize, String, Reason)>,
}

/// Decides the row with this index of the alignment; `covered` rows are set aside.
pub(super) fn merge_row(
    input: Input<'_>,
    wordings: &Wordings<'_>,
    weights: &Weights,
    index: usize,
    covered: bool,
    set_aside: &mut Vec<SetAside>,
) -> MergedRow {
    let row = &input.alignment.rows[index];
    let told = told(input, index);
    let mut members: Vec<Member<'_>> = row
        .members
        .iter()
        .map(|member| Member {
            note: member.note,
            index: member.item,
            item: match told.get(member) {
                Some(item) => item,
                None => &input.notes[member.note].items()[member.item],
            },
        })
        .collect();
    members.sort_by_key(|member| (member.note, member.item.line));
    let sources: Vec<Source> = members.iter().map(|member| source(input, *member)).collect();
    let related = row.related.clone();
    let base = MergedRow {
        role: row.role,
        outcome: Outcome::Only,
        confidence: row.confidence,
        value: Value::Nothing,
        rules: Vec::new(),
        conflicts: Vec::new(),
        related,
        sources,
    };
    if covered {
        let by = row.related.iter().filter(|tie| tie.tie == Tie::CoveredBy).map(|tie| tie.row).collect();
        let reason = Reason::CoveredBy(by);
        set_aside.extend(base.sources.iter().map(|source| SetAside::of(source, reason.clone(), Some(index))));
        return MergedRow { rules: vec!["said by other rows".into()], ..base };
    }
    let chosen = input.decided.about(&base.sources);
    let mut findings = Findings::of(chosen);
    if input.decided.is_apart(&base.sources) {
        findings.rules.push("a person keeps it apart".into());
    }
    let is_data = |member: &Member<'_>| is_data_table(input.notes[member.note], member.item.block);
    let candidates: Vec<usize> = (0..members.len()).filter(|at| !is_data(&members[*at])).collect();
    if candidates.is_empty() {
        let same = base.sources.iter().all(|source| source.text == base.sources[0].text);
        let outcome = match members.len() {
            1 => Outcome::Only,
            _ if same => Outcome::Same,
            _ => Outcome::United,
        };
        return MergedRow { value: Value::Passage { source: 0 }, outcome, ..base };
    }
    findings.written = chosen.text.and_then(|text| rewrite::read(input, row.role, text));
    let (wording, details) = if findings.written.is_some() {
        findings.rules.push("a person wrote it anew".into());
        let reason = Reason::WrittenAnew(index);
        set_aside.extend(base.sources.iter().map(|source| SetAside::of(source, reason.clone(), Some(index))));
        (candidates[0], Vec::new())
    } else {
        merge_wordings(input, wordings, weights, &members, &candidates, &mut findings)
    };
    let said_otherwise = findings.said_otherwise.iter().map(|source| &base.sources[*source]);
    set_aside.extend(said_otherwise.map(|source| SetAside::of(source, Reason::SaidAs(index), Some(index))));
    let fields = merge_fields(input, row.role, &members, &mut findings);
    let as_in_base = members[0].note == 0 && same_values(&fields, &members[0].item.fields);
    for (note, text, reason) in std::mem::take(&mut findings.lost) {
        let source = base.sources.iter().find(|source| source.note == note);
        set_aside.extend(source.map(|source| SetAside {
            note,
            line: source.line,
            text,
            reason,
            row: Some(index),
        }));
    }
    let raw_equal = base.sources.iter().all(|source| source.text == base.sources[0].text);
    let outcome = if findings.conflicts.iter().any(|conflict| !conflict.by_person) {
        Outcome::Conflict
    } else if findings.written.is_some() || !findings.conflicts.is_empty() {
        Outcome::Chosen
    } else if members.len() == 1 {
        Outcome::Only
    } else if raw_equal {
        Outcome::Same
    } else if findings.united {
        Outcome::United
    } else {
        Outcome::Chosen
    };
    let text = findings.written.map(|item| item.wording);
    let value = Value::Item(Box::new(MergedItem { wording, text, details, fields, as_in_base }));
    MergedRow { value, outcome, rules: findings.rules, conflicts: findings.conflicts, ..base }
}

/// The items of a row of which only a part is new to a base that a person has settled things in.
fn told(input: Input<'_>, row: usize) -> BTreeMap<ItemRef, Item> {
    let members = &input.alignment.rows[row].members;
    let base = members.iter().find(|member| member.note == 0);
    let (Some(settled), Some(base)) = (input.settled, base) else { return BTreeMap::new() };
    let item = |member: &ItemRef| &input.notes[member.note].items()[member.item];
    let others = members.iter().filter(|member| member.note != 0);
    others.map(|member| (*member, settled.told((base.item, item(base)), item(member)))).collect()
}

/// Chooses the wording, and those that stand below it for what they say of their own; the others are set aside.
fn merge_wordings(
    input: Input<'_>,
    wordings: &Wordings<'_>,
    weights: &Weights,
    members: &[Member<'_>],
    candidates: &[usize],
    findings: &mut Findings<'_>,
) -> (usize, Vec<usize>) {
    let taken_apart = |at: &usize| wordings.of_item(members[*at].note, members[*at].index);
    let said: Vec<&Wording<'_>> = candidates.iter().map(taken_apart).collect();
    let beside = beside::of(input, members);
    let wording = |at: usize| members[candidates[at]].item.wording.as_str();
    // An earlier canonical note keeps its words, whoever may say more: a person has read them.
    let kept = input.settled.filter(|_| members[candidates[0]].note == 0);
    let mut chosen = if kept.is_some() { Covering::first() } else { choose(&said, &beside, weights) };
    let base = Said { note: 0, variant: input.notes[0], wording: "" };
    let then: Vec<Wording<'_>> = kept
        .into_iter()
        .flat_map(|settled| settled.wordings(members[candidates[0]].index))
        .map(|wording| Wording::said_before(Said { wording, ..base }, input.people))
        .collect();
    let by_person = findings
        .chosen
        .wording
        .and_then(|note| candidates.iter().position(|candidate| members[*candidate].note == note));
    let differ = (0..said.len()).any(|at| wording(at) != wording(chosen.index));
    if let Some(at) = by_person {
        chosen.index = at;
        findings
            .rules
            .push(format!("wording of {}: a person chose it", letter(members[candidates[at]].note)));
    } else if differ && kept.is_some() {
        findings.rules.push("the canonical note keeps its wording".to_owned());
    } else if differ {
        findings.rules.push(format!(
            "wording of {}: says {:.0} % of what the others say, against {:.0} %",
            letter(members[candidates[chosen.index]].note),
            chosen.covers * 100.0,
            chosen.next * 100.0
        ));
    }
    let mut details: Vec<usize> = Vec::new();
    for loser in (0..said.len()).filter(|at| *at != chosen.index) {
        let kept = std::iter::once(&chosen.index).chain(&details).map(|kept| said[*kept]).chain(&then);
        let own = said[loser].own_words(&kept.collect::<Vec<_>>(), &beside);
        if own.is_empty() {
            if wording(loser) != wording(chosen.index) {
                findings.said_otherwise.push(candidates[loser]);
            }
            continue;
        }
        findings.united = true;
        findings.rules.push(format!(
            "wording of {} kept below: only it says {}",
            letter(members[candidates[loser]].note),
            own.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
        ));
        details.push(loser);
    }
    let details = details.into_iter().map(|detail| candidates[detail]).collect();
    (candidates[chosen.index], details)
}

fn source(input: Input<'_>, member: Member<'_>) -> Source {
    let note = input.notes[member.note];
    let status = member.item.fields.status.map(|Status(mark)| format!("[{mark}] ")).unwrap_or_default();
    Source {
        note: member.note,
        item: Some(member.index),
        line: member.item.line,
        text: format!("{status}{}", super::one_line(note, member.item.content)),
    }
}

/// Whether two sets of fields say the same, apart from how it is written.
fn same_values(one: &Fields, other: &Fields) -> bool {
    let names = |fields: &Fields| fields.owners.iter().map(|owner| owner.name.clone()).collect::<Vec<_>>();
    let days = |fields: &Fields| {
        fields.dates.iter().map(|(name, date)| (name.clone(), date.written.clone())).collect::<Vec<_>>()
    };
    one.status == other.status
        && names(one) == names(other)
        && days(one) == days(other)
        && one.priority == other.priority
        && one.recurrence == other.recurrence
        && one.on_completion == other.on_completion
        && one.id == other.id
        && one.depends_on == other.depends_on
        && one.tags == other.tags
        && one.block_id == other.block_id
        && one.other == other.other
}

fn merge_fields(input: Input<'_>, role: Role, members: &[Member<'_>], findings: &mut Findings<'_>) -> Fields {
    let status = merge_status(members, findings);
    let status = findings.written.as_ref().and_then(|item| item.fields.status).or(status);
    let merged = Fields {
        status,
        owners: owners::merge(input, role, members, findings),
        dates: dates::merge(members, status, findings),
        priority: merge_priority(input, members, findings),
        recurrence: merge_scalar(members, "recurrence", |fields| fields.recurrence.as_ref(), findings),
        on_completion: merge_scalar(
            members,
            "on completion",
            |fields| fields.on_completion.as_ref(),
            findings,
        ),
        id: merge_scalar(members, "id", |fields| fields.id.as_ref(), findings),
        depends_on: union(members.iter().flat_map(|member| &member.item.fields.depends_on), String::clone),
        tags: tags::merge(input, members, status, findings),
        block_id: merge_block_id(members, findings),
        other: merge_other(members, findings),
    };
    match findings.written.clone() {
        Some(item) => anew::written_over(merged, item.fields, findings),
        None => merged,
    }
}

/// How much a status says: done and cancelled over any other mark of a person, over open, over proposed.
fn rank(status: Status) -> u8 {
    match status.0 {
        'x' | 'X' | '-' => 3,
        ' ' => 1,
        '?' => 0,
        _ => 2,
    }
}

fn merge_status(members: &[Member<'_>], findings: &mut Findings<'_>) -> Option<Status> {
    let stated: Vec<(usize, Status)> =
        members.iter().filter_map(|member| Some((member.note, member.item.fields.status?))).collect();
    let top = stated.iter().map(|(_, status)| rank(*status)).max()?;
    let marks: Vec<Status> = stated.iter().map(|(_, status)| *status).filter(|s| rank(*s) == top).collect();
    let shown = values(&stated, Status::to_string);
    let chosen = findings.picked("status", &shown).map_or(marks[0], |at| stated[at].1);
    let same = |status: &Status| status.0.eq_ignore_ascii_case(&chosen.0);
    if !marks.iter().all(same) {
        let rule = "two marks that exclude each other: the base's, else the first";
        findings.conflict("status", shown, &chosen, rule, true);
    } else if !stated.iter().all(|(_, status)| same(status)) {
        findings.rules.push(format!("status {chosen} says more than the others"));
    }
    Some(chosen)
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "[{}]", self.0)
    }
}

fn values<T>(stated: &[(usize, T)], show: impl Fn(&T) -> String) -> Vec<(usize, String)> {
    stated.iter().map(|(note, value)| (*note, show(value))).collect()
}

impl<'d> Findings<'d> {
    fn of(chosen: &'d Chosen<'d>) -> Self {
        Self {
            chosen,
            written: None,
            rules: Vec::new(),
            conflicts: Vec::new(),
            united: false,
            said_otherwise: Vec::new(),
            lost: Vec::new(),
        }
    }

    /// The place among `values` of the one a person chose for the field.
    fn picked(&self, field: &str, values: &[(usize, String)]) -> Option<usize> {
        let wanted = self.chosen.values.get(field)?;
        values.iter().position(|(_, value)| value == wanted)
    }

    /// Notes a disagreement; `chosen` is what a person picked, where they did.
    fn conflict(
        &mut self,
        field: &str,
        values: Vec<(usize, String)>,
        chosen: &impl ToString,
        rule: &'static str,
        waits: bool,
    ) {
        let chosen = chosen.to_string();
        let lost = values.iter().filter(|(_, value)| *value != chosen);
        self.lost
            .extend(lost.map(|(note, value)| (*note, value.clone(), Reason::Conflict(field.to_owned()))));
        let by_person = self.picked(field, &values).is_some();
        let (rule, waits) = if by_person { ("a person chose it", false) } else { (rule, waits) };
        self.conflicts.push(Conflict { field: field.to_owned(), values, chosen, rule, waits, by_person });
    }
}

fn merge_priority(input: Input<'_>, members: &[Member<'_>], findings: &mut Findings<'_>) -> Option<Priority> {
    let stated: Vec<(usize, Priority)> =
        members.iter().filter_map(|member| Some((member.note, member.item.fields.priority?))).collect();
    let (note, first) = *stated.first()?;
    let highest = stated.iter().map(|(_, priority)| *priority).max().unwrap_or(first);
    let shown = values(&stated, |priority| shown_priority(*priority));
    let by_rule = if input.options.highest_priority { highest } else { first };
    let chosen = findings.picked("priority", &shown).map_or(by_rule, |at| stated[at].1);
    if stated.iter().any(|(_, priority)| *priority != first) {
        let rule = if input.options.highest_priority { "the highest" } else { "the base's, else the first" };
        findings.conflict("priority", shown, &shown_priority(chosen), rule, false);
    } else if stated.len() < members.len() && note != members[0].note {
        findings.rules.push(format!("priority from {}, the only one that has it", letter(note)));
    }
    Some(chosen)
}

fn shown_priority(priority: Priority) -> String {
    format!("{} {}", priority.sign(), priority.word())
}

fn merge_scalar(
    members: &[Member<'_>],
    field: &str,
    get: impl Fn(&Fields) -> Option<&String>,
    findings: &mut Findings<'_>,
) -> Option<String> {
    let stated: Vec<(usize, &String)> =
        members.iter().filter_map(|member| Some((member.note, get(&member.item.fields)?))).collect();
    let (_, first) = *stated.first()?;
    let shown = values(&stated, |value| (*value).clone());
    let chosen = findings.picked(field, &shown).map_or(first, |at| stated[at].1);
    if stated.iter().any(|(_, value)| *value != first) {
        let rule = "a line has one: the base's, else the first";
        // An id only has to lead to its line: what refers to the others is led to the one that stays.
        let waits = !matches!(field, "id" | "block id");
        findings.conflict(field, shown, chosen, rule, waits);
    }
    Some(chosen.clone())
}

/// A line has one block id; what stands in another variant is set aside as it is written there.
fn merge_block_id(members: &[Member<'_>], findings: &mut Findings<'_>) -> Option<String> {
    let before = findings.lost.len();
    let id = merge_scalar(members, "block id", |fields| fields.block_id.as_ref(), findings);
    for (_, text, _) in findings.lost.iter_mut().skip(before) {
        text.insert(0, '^');
    }
    id
}

fn merge_other(members: &[Member<'_>], findings: &mut Findings<'_>) -> BTreeMap<String, String> {
    let keys: BTreeSet<&String> = members.iter().flat_map(|member| member.item.fields.other.keys()).collect();
    keys.into_iter()
        .filter_map(|key| {
            Some((key.clone(), merge_scalar(members, key, |fields| fields.other.get(key), findings)?))
        })
        .collect()
}

fn union<'v>(values: impl Iterator<Item = &'v String>, key: impl Fn(&String) -> String) -> Vec<String> {
    let mut seen = BTreeSet::new();
    values.filter(|value| seen.insert(key(value))).cloned().collect()
}
