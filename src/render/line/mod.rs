//! Lines of items, written from their parts in the style of the list they stand in.

mod style;

pub(super) use style::{Fits, Style};

use crate::merge::MergedItem;
use crate::note::field::FieldDate;
use crate::note::item::Column;
use crate::note::{FieldName, Fields, Item, Notation, Owner, Status};
use std::collections::BTreeSet;
use style::{SharedTag, order_of, owner_notation};

impl Style {
    /// The content of a line: everything after marker and checkbox. `template` is the base's own item, whose order
    /// of fields stays.
    /// `number` is what its place in a table or list that is counted anew gives it.
    pub(super) fn content(
        &self,
        wording: &str,
        merged: &MergedItem,
        template: Option<&Item>,
        depth: usize,
        number: Option<usize>,
    ) -> String {
        let mut fields = self.with_shared_tags(&merged.fields, template, depth);
        // Words for a day may have come from a note that has them as words.
        fields.dates.retain(|_, date| date.day.is_some() || !wording.contains(&date.written));
        if let Some(columns) = &self.columns {
            return self.row(columns, wording, &fields, number);
        }
        let owner = template.and_then(|item| owner_notation(&[item])).unwrap_or(self.owner);
        let owner = if owner == Notation::Cell { Notation::At } else { owner };
        let mut line = String::new();
        if owner == Notation::Bold && !fields.owners.is_empty() {
            let names: Vec<&str> = fields.owners.iter().map(|owner| owner.name.as_str()).collect();
            line.push_str(&format!("**{}**: ", names.join(" and ")));
        }
        line.push_str(wording);
        let own = template.map(order_of).filter(|order| !order.is_empty());
        for name in self.full_order(own.as_deref().unwrap_or(&self.order), &fields) {
            let written = if name == FieldName::Owner {
                owners(owner, &self.owner_lead, &fields.owners)
            } else {
                self.field(&name, &fields)
            };
            if !written.is_empty() {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(&written);
            }
        }
        line
    }

    /// The checkbox an item is written with. What is nested under an action says more about it and need not be one.
    pub(super) fn status(&self, fields: &Fields, depth: usize) -> Option<Status> {
        match &self.columns {
            Some(_) => fields.status,
            None => fields.status.or((self.checkbox && depth == 0).then_some(Status(' '))),
        }
    }

    /// Tags every action of the base has say something of the vault (a global filter), not of the item: an action of
    /// another variant gets them. Those that say no more than a status does only where it has that status.
    fn with_shared_tags(&self, fields: &Fields, template: Option<&Item>, depth: usize) -> Fields {
        let mut fields = fields.clone();
        if template.is_none() {
            let known: BTreeSet<String> = fields.tags.iter().map(|tag| tag.to_lowercase()).collect();
            let status = self.status(&fields, depth);
            let goes = |tag: &&SharedTag| {
                tag.statuses.is_empty() || status.is_some_and(|status| tag.statuses.contains(&status))
            };
            let missing = self.tags.iter().filter(goes).map(|tag| tag.name.clone());
            let missing = missing.filter(|tag| !known.contains(&tag.to_lowercase()));
            fields.tags = missing.chain(fields.tags.iter().cloned()).collect();
        }
        fields
    }

    /// Every field the line has, in the order of `order`; one that order does not know stands before the first field
    /// that Obsidian Tasks writes after it. Owners that would hide a field from Tasks come first.
    fn full_order(&self, order: &[FieldName], fields: &Fields) -> Vec<FieldName> {
        let mut order: Vec<FieldName> = order.iter().filter(|name| has(fields, name)).cloned().collect();
        for name in present(fields) {
            if !order.contains(&name) {
                let at = order.iter().position(|other| *other > name).unwrap_or(order.len());
                order.insert(at, name);
            }
        }
        if self.field == Notation::Emoji {
            // Tasks reads fields from the end of the line up to the first text that is none.
            let hides = |name: &FieldName| matches!(name, FieldName::Other(_));
            let read = |name: &FieldName| {
                !matches!(name, FieldName::Owner | FieldName::Tags | FieldName::Other(_) | FieldName::BlockId)
            };
            if let Some(first) = order.iter().position(read) {
                let (hiding, rest): (Vec<_>, Vec<_>) =
                    order.split_off(first).into_iter().partition(|name| hides(name));
                order.extend(hiding);
                order.extend(rest);
            }
        }
        if self.field == Notation::Emoji
            && let Some(owner) = order.iter().position(|name| *name == FieldName::Owner)
            && let Some(first) =
                order.iter().position(|name| !matches!(name, FieldName::Owner | FieldName::Tags))
            && first < owner
        {
            let name = order.remove(owner);
            order.insert(first, name);
        }
        // What stays in words stands with the words.
        let in_words =
            |name: &FieldName| fields.dates.get(name).is_some_and(|date| self.stays_in_words(date));
        order.sort_by_key(|name| (*name == FieldName::BlockId, !in_words(name)));
        order
    }

    fn field(&self, name: &FieldName, fields: &Fields) -> String {
        match name {
            FieldName::Status | FieldName::Owner => String::new(),
            FieldName::Tags => fields.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" "),
            FieldName::BlockId => fields.block_id.as_ref().map(|id| format!("^{id}")).unwrap_or_default(),
            FieldName::Id => self.signed(name, fields.id.as_deref()),
            FieldName::DependsOn => self.signed(
                name,
                (!fields.depends_on.is_empty()).then(|| fields.depends_on.join(",")).as_deref(),
            ),
            FieldName::Recurrence => self.signed(name, fields.recurrence.as_deref()),
            FieldName::OnCompletion => self.signed(name, fields.on_completion.as_deref()),
            FieldName::Other(key) => {
                fields.other.get(key).map(|value| format!("[{key}:: {value}]")).unwrap_or_default()
            }
            FieldName::Priority => match (fields.priority, self.field) {
                (None, _) => String::new(),
                (Some(priority), Notation::Brackets) => format!("[priority:: {}]", priority.word()),
                (Some(priority), Notation::Parentheses) => format!("(priority:: {})", priority.word()),
                (Some(priority), _) => priority.sign().to_string(),
            },
            FieldName::Created
            | FieldName::Start
            | FieldName::Scheduled
            | FieldName::Due
            | FieldName::Cancelled
            | FieldName::Done => self.date(name, fields.dates.get(name)),
        }
    }

    fn date(&self, name: &FieldName, date: Option<&FieldDate>) -> String {
        let Some(date) = date else { return String::new() };
        if self.field == Notation::Words && *name == FieldName::Due {
            return format!("(due {})", date.written);
        }
        if self.stays_in_words(date) {
            let label = if *name == FieldName::Due { "due" } else { name.dataview_key().unwrap_or_default() };
            return format!("({label} {})", date.written);
        }
        let day = date.day.map_or_else(|| date.written.clone(), |day| day.to_string());
        self.signed(name, Some(&day))
    }

    /// Whether a date names no day and stays as words: what follows an emoji is a day, if one that does not exist.
    fn stays_in_words(&self, date: &FieldDate) -> bool {
        self.field == Notation::Emoji
            && date.day.is_none()
            && !date.written.chars().all(|c| c.is_ascii_digit() || c == '-')
    }

    /// A date as the column of the base has them: as digits, or as it was written.
    fn cell_date(&self, date: FieldDate) -> String {
        match date.day {
            Some(day) if self.iso_cells => day.to_string(),
            _ => date.written,
        }
    }

    fn signed(&self, name: &FieldName, value: Option<&str>) -> String {
        let Some(value) = value else { return String::new() };
        let key = name.dataview_key().unwrap_or_default();
        match (self.field, name.sign()) {
            (Notation::Parentheses, _) => format!("({key}:: {value})"),
            (Notation::Brackets, _) | (_, None) => format!("[{key}:: {value}]"),
            (_, Some(sign)) => format!("{sign} {value}"),
        }
    }

    fn row(&self, columns: &[Column], wording: &str, fields: &Fields, number: Option<usize>) -> String {
        let mut rest = fields.clone();
        let mut cells: Vec<String> = Vec::new();
        for column in columns {
            cells.push(match column {
                Column::Wording | Column::Other => String::new(),
                Column::Number => number.map(|number| number.to_string()).unwrap_or_default(),
                Column::Owner => {
                    let names = std::mem::take(&mut rest.owners);
                    names.iter().map(|owner| owner.name.as_str()).collect::<Vec<_>>().join(", ")
                }
                Column::Due => {
                    rest.dates.remove(&FieldName::Due).map(|date| self.cell_date(date)).unwrap_or_default()
                }
                Column::Priority => {
                    rest.priority.take().map(|priority| priority.word().to_owned()).unwrap_or_default()
                }
                Column::Status => rest.status.take().map(status_words).unwrap_or_default(),
            });
        }
        let mut text = wording.to_owned();
        for name in present(&rest) {
            let written = if name == FieldName::Owner {
                owners(Notation::At, &self.owner_lead, &rest.owners)
            } else {
                self.field(&name, &rest)
            };
            if !written.is_empty() {
                text.push(' ');
                text.push_str(&written);
            }
        }
        let wording = columns.iter().position(|column| *column == Column::Wording).unwrap_or(0);
        if let Some(cell) = cells.get_mut(wording) {
            *cell = text;
        }
        let cells: Vec<String> = cells.iter().map(|cell| escape_pipes(cell)).collect();
        format!("| {} |", cells.join(" | "))
    }
}

/// A status as a cell has it: in words, or as a checkbox where it is one that people gave a meaning.
fn status_words(status: Status) -> String {
    match status {
        Status('x') => "Done".into(),
        Status(' ') => "Open".into(),
        Status('/') => "In progress".into(),
        Status('-') => "Cancelled".into(),
        Status(mark) => format!("[{mark}]"),
    }
}

/// Writes `|` so that it does not end the cell.
fn escape_pipes(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    let mut escaped = false;
    for c in cell.chars() {
        if c == '|' && !escaped {
            text.push('\\');
        }
        escaped = c == '\\' && !escaped;
        text.push(c);
    }
    text
}

fn owners(notation: Notation, lead: &str, owners: &[Owner]) -> String {
    let linked = |owner: &Owner| match &owner.link {
        Some(link) if *link != owner.name => format!("[[{link}|{}]]", owner.name),
        _ => format!("[[{}]]", owner.name),
    };
    let link_or_name =
        |owner: &Owner| owner.link.as_ref().map_or_else(|| owner.name.clone(), |_| linked(owner));
    let joined = |write: &dyn Fn(&Owner) -> String, between: &str| {
        owners.iter().map(write).collect::<Vec<_>>().join(between)
    };
    match notation {
        _ if owners.is_empty() => String::new(),
        Notation::Bold => String::new(),
        Notation::Wikilink => format!("{lead}{}", joined(&linked, ", ")),
        Notation::Trailing | Notation::Words => {
            format!("{lead}{}", joined(&|owner| owner.name.clone(), ", "))
        }
        Notation::Brackets => joined(&|owner| format!("[owner:: {}]", link_or_name(owner)), " "),
        Notation::Parentheses => joined(&|owner| format!("(owner:: {})", link_or_name(owner)), " "),
        Notation::At | Notation::Emoji | Notation::Cell | Notation::Sign => {
            joined(&|owner| format!("@{}", owner.name), " ")
        }
    }
}

/// The names of the fields that have a value, in the order Obsidian Tasks writes them; the status is none of the line.
fn present(fields: &Fields) -> Vec<FieldName> {
    let mut names = BTreeSet::new();
    let mut add = |there: bool, name: FieldName| {
        if there {
            names.insert(name);
        }
    };
    add(!fields.owners.is_empty(), FieldName::Owner);
    add(!fields.tags.is_empty(), FieldName::Tags);
    add(fields.id.is_some(), FieldName::Id);
    add(!fields.depends_on.is_empty(), FieldName::DependsOn);
    add(fields.priority.is_some(), FieldName::Priority);
    add(fields.recurrence.is_some(), FieldName::Recurrence);
    add(fields.on_completion.is_some(), FieldName::OnCompletion);
    add(fields.block_id.is_some(), FieldName::BlockId);
    fields.dates.keys().for_each(|name| add(true, name.clone()));
    fields.other.keys().for_each(|key| add(true, FieldName::Other(key.clone())));
    names.into_iter().collect()
}

fn has(fields: &Fields, name: &FieldName) -> bool {
    present(fields).contains(name)
}

/// A line without the marker of a list item.
pub(super) fn without_marker(line: &str) -> &str {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = if rest.len() < line.len() {
        rest.strip_prefix(['.', ')'])
    } else {
        line.strip_prefix(['-', '*', '+'])
    };
    rest.filter(|rest| rest.starts_with([' ', '\t'])).map_or(line, str::trim_start)
}
