//! Items of a table: every row below the head is one.

use super::super::field::{FieldDate, Notation, Owner, Part, PartKind};
use super::super::header::people;
use super::super::section::heading_key;
use super::super::{Block, FieldName, Priority, Problem, Role, Status};
use super::{Column, Item, Shape, Source};
use crate::text::{Lines, Span, dates};

/// Adds the rows of the table `block`, the block number `at`.
pub(super) fn read(
    source: &Source<'_>,
    at: usize,
    block: &Block,
    items: &mut Vec<Item>,
    problems: &mut Vec<Problem>,
) {
    let mut lines = lines_of(source.lines, block.span);
    let Some((_, head)) = lines.next() else { return };
    let head: Vec<&str> = cells(source.text, head).iter().map(|cell| cell.of(source.text)).collect();
    let mut columns = columns(&head, block.role);
    // `By` is by whom or by when: what its cells say tells, where no other column is either.
    if let Some(by) = head.iter().position(|title| heading_key(title) == "by")
        && columns[by] == Column::Due
    {
        let rows = lines_of(source.lines, block.span).skip(2);
        let says_day = |(_, row)| {
            let cell = cells(source.text, row).get(by).map_or("", |cell| cell.of(source.text));
            cell.contains(|c: char| c.is_ascii_digit())
                || !dates::dates(cell, source.context.today).is_empty()
        };
        if columns.iter().filter(|column| **column == Column::Due).count() > 1
            || !rows.into_iter().any(says_day)
        {
            columns[by] = Column::Owner;
        }
    }
    // The line below the head says how columns are aligned.
    for (number, span) in lines.skip(1) {
        let found = cells(source.text, span);
        // A row may have more cells than the head: they say something too. One with fewer has no columns for them,
        // so that a wide head over many short rows costs nothing.
        let meant: Vec<Column> =
            (0..found.len()).map(|index| columns.get(index).copied().unwrap_or(Column::Other)).collect();
        let mut item = Item::at(at, block, number, span, Shape::Row(meant.clone()));
        item.content = trimmed(source.text, span);
        for (cell, column) in found.iter().zip(&meant) {
            if *column == Column::Wording {
                item.read_fields(source, *cell, problems);
            }
        }
        let mut asides = Vec::new();
        for (index, (cell, column)) in found.iter().zip(&meant).enumerate() {
            if !cell.is_empty() && !read_cell(source, &mut item, *cell, *column) {
                item.parts.push(Part { span: *cell, kind: PartKind::Wording });
                let value = cell.of(source.text).replace("\\|", "|");
                let label = head.get(index).copied().unwrap_or_default();
                asides.push(if label.is_empty() { value } else { format!("{label}: {value}") });
            }
        }
        item.parts.sort_by_key(|part| part.span);
        item.wording = item.wording.replace("\\|", "|");
        if !asides.is_empty() {
            let asides = asides.join(", ");
            item.wording =
                if item.wording.is_empty() { asides } else { format!("{} ({asides})", item.wording) };
        }
        item.cells = found;
        items.push(item);
    }
}

fn lines_of(lines: &Lines, span: Span) -> impl Iterator<Item = (usize, Span)> {
    let first = lines.number_at(span.start);
    (first..)
        .map_while(move |number| Some((number, lines.span(number).filter(|line| line.start < span.end)?)))
}

fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

/// The cells of a row, without the blanks around them. A `|` separates cells also in links and code, unless it is
/// escaped, as in Obsidian.
fn cells(text: &str, line: Span) -> Vec<Span> {
    let row = trimmed(text, line);
    let words = row.of(text);
    let mut start = usize::from(words.starts_with('|'));
    let mut found = Vec::new();
    let mut escaped = false;
    for (at, c) in words.char_indices().skip(start) {
        if c == '|' && !escaped {
            found.push(trimmed(text, Span::new(row.start + start, row.start + at)));
            start = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    if start < words.len() {
        found.push(trimmed(text, Span::new(row.start + start, row.end)));
    }
    found
}

/// What the columns mean, by the head.
///
/// Owner, day, priority and status are looked for where things are done; a decision may have an owner; a table of
/// facts (`| Vendor | Status |`) says nothing of the kind about itself. The first column whose heading says nothing
/// else is the wording, unless one says that it is.
fn columns(head: &[&str], role: Role) -> Vec<Column> {
    let named: Vec<Option<Column>> = head.iter().map(|title| named(title)).collect();
    let does = matches!(role, Role::Actions)
        || (role == Role::Other
            && named.contains(&Some(Column::Wording))
            && named.contains(&Some(Column::Owner)));
    let mut columns: Vec<Column> = named
        .iter()
        .map(|column| match column {
            Some(Column::Number) => Column::Number,
            Some(Column::Owner) if does || role == Role::Decisions => Column::Owner,
            Some(Column::Due) if does => Column::Due,
            Some(Column::Priority) if does => Column::Priority,
            Some(Column::Status) if does => Column::Status,
            _ => Column::Other,
        })
        .collect();
    let wording = named
        .iter()
        .position(|column| *column == Some(Column::Wording))
        .or_else(|| columns.iter().position(|column| *column == Column::Other));
    if let Some(wording) = wording {
        columns[wording] = Column::Wording;
    }
    columns
}

/// Whether the head of a table says what is to be done and who does it.
pub(in super::super) fn says_who_does_what(table: &str) -> bool {
    let Some(head) = table.lines().next() else { return false };
    let titles = || head.split('|').map(str::trim);
    let is_task = |title: &str| {
        let key = heading_key(title);
        matches!(key.as_str(), "action" | "actions" | "task" | "tasks" | "what" | "to do" | "todo")
            || matches!(key.as_str(), "action item" | "action items" | "next step" | "follow up")
    };
    titles().any(is_task) && titles().any(|title| named(title) == Some(Column::Owner))
}

/// What the heading of a column says.
fn named(title: &str) -> Option<Column> {
    if title == "#" {
        return Some(Column::Number);
    }
    let column = match heading_key(title).as_str() {
        "action" | "actions" | "action item" | "action items" | "task" | "tasks" | "item" | "what"
        | "to do" | "todo" | "description" | "next step" | "decision" | "decisions" | "fact" | "point"
        | "topic" | "deliverable" | "follow up" => Column::Wording,
        "owner" | "owners" | "assignee" | "assignees" | "assigned" | "assigned to" | "who"
        | "responsible" | "person" | "people" | "by whom" | "lead" | "dri" | "owned by" | "action owner" => {
            Column::Owner
        }
        "due" | "due date" | "due by" | "deadline" | "when" | "by" | "by when" | "target" | "target date"
        | "eta" | "date" | "timeline" | "timeframe" => Column::Due,
        "priority" | "prio" | "importance" | "urgency" => Column::Priority,
        "status" | "state" | "done" | "progress" => Column::Status,
        "no" | "nr" | "number" => Column::Number,
        _ => return None,
    };
    Some(column)
}

/// Reads a cell that is no part of the wording; says whether it was one.
fn read_cell(source: &Source<'_>, item: &mut Item, cell: Span, column: Column) -> bool {
    let words = cell.of(source.text);
    let field = match column {
        // The parts of the wording are already there.
        Column::Wording | Column::Number => return true,
        Column::Other => return false,
        // `—` and `?` say that there is none.
        Column::Owner | Column::Due if !words.contains(char::is_alphanumeric) => return true,
        // A link among other words names something else than a person.
        Column::Owner if people(words).iter().any(|(_, person)| person.name.contains("[[")) => return false,
        Column::Owner => {
            for (span, person) in people(words) {
                item.fields.owners.push(Owner {
                    name: person.name,
                    link: person.link,
                    notation: Notation::Cell,
                });
                let kind = PartKind::Field(FieldName::Owner, Notation::Cell);
                item.parts.push(Part { span: span.shifted(cell.start), kind });
            }
            return true;
        }
        Column::Due => {
            let day = dates::dates(words, source.context.today).first().and_then(|mention| mention.day);
            let date = FieldDate { written: words.replace("\\|", "|"), day };
            item.fields.dates.insert(FieldName::Due, date);
            FieldName::Due
        }
        Column::Priority => {
            let Some(priority) = priority(words) else { return false };
            item.fields.priority = Some(priority);
            FieldName::Priority
        }
        Column::Status => {
            let Some(status) = status(words) else { return false };
            item.fields.status = Some(status);
            FieldName::Status
        }
    };
    item.parts.push(Part { span: cell, kind: PartKind::Field(field, Notation::Cell) });
    true
}

/// The priority a cell names, in the words of trackers or as Tasks writes it.
fn priority(cell: &str) -> Option<Priority> {
    let key = heading_key(cell);
    Some(match key.as_str() {
        "highest" | "urgent" | "critical" | "blocker" | "p0" => Priority::Highest,
        "high" | "p1" => Priority::High,
        "medium" | "med" | "normal" | "moderate" | "p2" => Priority::Medium,
        "low" | "p3" => Priority::Low,
        "lowest" | "p4" => Priority::Lowest,
        _ => match cell.chars().next()? {
            '🔺' => Priority::Highest,
            '⏫' => Priority::High,
            '🔼' => Priority::Medium,
            '🔽' => Priority::Low,
            '⏬' => Priority::Lowest,
            _ => return None,
        },
    })
}

/// The status a cell names: the four types Tasks knows, or a checkbox.
fn status(cell: &str) -> Option<Status> {
    let mut inside =
        cell.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or_default().chars();
    if let (Some(status), None) = (inside.next(), inside.next()) {
        return Some(Status(status));
    }
    Some(Status(match heading_key(cell).as_str() {
        "done" | "complete" | "completed" | "closed" | "finished" | "x" | "yes" => 'x',
        "open" | "to do" | "todo" | "new" | "not started" | "pending" | "planned" | "no" => ' ',
        "in progress" | "wip" | "ongoing" | "started" | "doing" | "underway" => '/',
        "cancelled" | "canceled" | "dropped" | "wont do" | "abandoned" => '-',
        _ => match cell.chars().next()? {
            '✅' | '☑' | '✔' | '✓' => 'x',
            '☐' | '⬜' => ' ',
            '❌' => '-',
            _ => return None,
        },
    }))
}

#[cfg(test)]
mod tests {
    use crate::note::{Note, ReadOptions};

    /// Writes each item as line, `[status]`, wording, owners, due words and priority.
    fn check(text: &str, expect: &[&str]) {
        let note = Note::read("n.md", text.to_owned(), &ReadOptions::default());
        let shown: Vec<String> = note
            .items()
            .iter()
            .map(|item| {
                let fields = &item.fields;
                let owners: Vec<&str> = fields.owners.iter().map(|owner| owner.name.as_str()).collect();
                let due: Vec<&str> = fields.dates.values().map(|date| date.written.as_str()).collect();
                let cells: Vec<&str> = item.cells.iter().map(|cell| note.slice(*cell)).collect();
                let status = fields.status.map_or('.', |status| status.0);
                format!(
                    "{} {status} {} {} {:?} <{}>",
                    item.line,
                    owners.join("+"),
                    due.join("+"),
                    fields.priority,
                    cells.join("|")
                )
            })
            .collect();
        assert_eq!(shown, expect);
    }

    #[test]
    fn columns_mean_what_the_head_says_in_any_order() {
        check(
            "## Actions\n| # | Who | Status | Task | Prio | By when |\n|-|-|-|-|-|-|\n| 1 | [[A B\\|A]], C | in progress | x | high | Friday |\n| 2 | | Done | y |\n",
            &[
                "4 / A+C Friday Some(High) <1|[[A B\\|A]], C|in progress|x|high|Friday>",
                "5 x   None <2||Done|y>",
            ],
        );
    }

    #[test]
    fn a_table_of_facts_has_no_owners() {
        check("## Facts\nVendor | Owner\n--|--\na | b\n", &["4 .   None <a|b>"]);
    }

    #[test]
    fn by_is_by_whom_or_by_when_as_its_cells_say() {
        check(
            "## Actions\n| Action | By | Deadline |\n|-|-|-|\n| x | Clerk | 28 Feb |\n",
            &["4 . Clerk 28 Feb None <x|Clerk|28 Feb>"],
        );
        check("## Actions\n| Action | By |\n|-|-|\n| x | Ana |\n", &["4 . Ana  None <x|Ana>"]);
        check("## Actions\n| Action | By |\n|-|-|\n| x | 28 Feb |\n", &["4 .  28 Feb None <x|28 Feb>"]);
    }
}
