//! What of a variant is new.

use super::Before;
use super::said::{Said, item_key, sentences};
use crate::merge::one_line;
use crate::merge::properties::{is_empty, shown};
use crate::note::{BlockKind, Note, Property, ReadOptions, Role};
use crate::text::Span;
use crate::text::blanks;
use std::collections::{BTreeMap, BTreeSet};

/// A variant without what was said before.
#[derive(Debug)]
pub struct Fresh {
    /// What is left of it; its lines are where they were, save in lists and tables that lost some.
    pub note: Note,
    /// What was taken out: the 1-based line in the variant, the text, why.
    pub set_aside: Vec<(usize, String, Before)>,
    /// Whether nothing is left that the canonical note could take.
    pub is_nothing: bool,
    /// Where lines of what is left stood, for those that moved.
    moved: BTreeMap<usize, usize>,
    /// How many of its items were taken out.
    pub items_taken_out: usize,
}

impl Fresh {
    /// Takes out of `variant` what was said before, what the person deleted (`deleted`, indices of items), and what
    /// they changed the canonical note to say otherwise. `between` are the canonical note and what was last written.
    pub(super) fn of(
        said: &Said,
        between: (&Note, &Note),
        variant: &Note,
        deleted: &BTreeSet<usize>,
        read: &ReadOptions,
    ) -> Self {
        let mut cut = Cut {
            said,
            canonical: between.0,
            written: between.1,
            variant,
            text: variant.text().to_owned(),
            set_aside: Vec::new(),
            is_nothing: true,
            moved: BTreeMap::new(),
            items_taken_out: 0,
            out: Vec::new(),
        };
        cut.properties();
        let items = cut.items(deleted);
        cut.blocks(&items);
        cut.finish(read)
    }

    /// The line of what is left that a line of the variant is.
    #[must_use]
    pub fn line_left(&self, line: usize) -> usize {
        self.moved.iter().find(|(_, was)| **was == line).map_or(line, |(left, _)| *left)
    }

    /// The line of the variant that a line of what is left of it is.
    #[must_use]
    pub fn line(&self, line: usize) -> usize {
        self.moved.get(&line).copied().unwrap_or(line)
    }
}

struct Cut<'a> {
    said: &'a Said,
    canonical: &'a Note,
    written: &'a Note,
    variant: &'a Note,
    text: String,
    set_aside: Vec<(usize, String, Before)>,
    is_nothing: bool,
    moved: BTreeMap<usize, usize>,
    items_taken_out: usize,
    /// What takes the place of stretches of whole lines, in order.
    out: Vec<(Span, String)>,
}

impl Cut<'_> {
    fn aside(&mut self, line: usize, text: String, reason: Before) {
        self.set_aside.push((line, text, reason));
    }

    /// Why something that was said before is taken out.
    fn reason(&self, key: &str) -> Before {
        if self.said.is_taken_out(key) { Before::Deleted } else { Before::Folded }
    }

    /// Takes out values that were said before or that the person changed. The lists stay, and with them the names of
    /// people, which the items are read by: what the person took out of a list is left out where lists are united.
    fn properties(&mut self) {
        let variant = self.variant;
        for property in variant.frontmatter().properties() {
            let Property { meaning, value, line, span, .. } = property;
            let in_canonical = self.canonical.property(meaning).map(|property| &property.value);
            let was_written = self.written.property(meaning).map(|property| &property.value);
            let is_list = value.is_sequence();
            let is_old = self.said.has_value(meaning, value);
            let is_changed = was_written.is_some() && in_canonical != was_written;
            if is_empty(value) || is_list || matches!(meaning.as_str(), "participants" | "tags" | "aliases") {
                self.is_nothing &= is_old || is_empty(value);
                continue;
            }
            if is_changed {
                let reason = if in_canonical.is_some() { Before::Changed } else { Before::Deleted };
                self.aside(*line, shown(value), reason);
                self.take_out(*span);
            } else if is_old && meaning != "date" {
                if in_canonical != Some(value) {
                    self.aside(*line, shown(value), Before::Folded);
                    self.take_out(*span);
                }
            } else {
                self.is_nothing &= is_old;
            }
        }
    }

    /// Puts blank lines in the place of whole lines.
    fn take_out(&mut self, span: Span) {
        let blank = blank(span.of(&self.text));
        self.out.push((span, blank));
    }

    /// The items to be taken out: those said before or deleted, where no new one stands below them. Whatever stands
    /// below one that the person deleted goes with it.
    fn items(&mut self, deleted: &BTreeSet<usize>) -> BTreeSet<usize> {
        let items = self.variant.items();
        let mut goes: Vec<bool> = Vec::with_capacity(items.len());
        let mut is_deleted = vec![false; items.len()];
        for (at, item) in items.iter().enumerate() {
            // A parent stands before its children.
            let below = item.parent.filter(|parent| *parent < at);
            let with_parent = below.is_some_and(|parent| is_deleted.get(parent).copied().unwrap_or(false));
            let is_old = self.said.has_item(&item_key(self.variant, item));
            let gone = with_parent || deleted.contains(&at);
            if let Some(flag) = is_deleted.get_mut(at) {
                *flag = gone;
            }
            goes.push(gone || is_old);
        }
        // The children come after their parents, so a walk from the end has seen them.
        for (at, item) in items.iter().enumerate().rev() {
            if !goes.get(at).copied().unwrap_or(true)
                && let Some(flag) = item.parent.filter(|parent| *parent < at).and_then(|at| goes.get_mut(at))
            {
                *flag = false;
            }
        }
        let mut taken = BTreeSet::new();
        for (at, item) in items.iter().enumerate() {
            if goes.get(at).copied().unwrap_or(false) {
                let key = item_key(self.variant, item);
                let is_deleted = is_deleted.get(at).copied().unwrap_or(false);
                let reason = if is_deleted { Before::Deleted } else { self.reason(&key) };
                let mut text = one_line(self.variant, item.content);
                if let Some(attachment) = item.attachment {
                    text.push(' ');
                    text.push_str(&one_line(self.variant, attachment));
                }
                self.aside(item.line, text, reason);
                taken.insert(at);
            } else if !self.said.has_item(&item_key(self.variant, item)) {
                self.is_nothing = false;
            }
        }
        self.items_taken_out = taken.len();
        taken
    }

    fn blocks(&mut self, taken: &BTreeSet<usize>) {
        let variant = self.variant;
        // Where the person has taken the summary out, none comes back.
        let has_summary = |note: &Note| {
            note.blocks().iter().any(|block| block.role == Role::Summary && block.kind.is_passage())
        };
        let no_summary = has_summary(self.written) && !has_summary(self.canonical);
        for (at, block) in variant.blocks().iter().enumerate() {
            if !block.kind.is_passage() {
                continue;
            }
            let text = variant.slice(block.span);
            let line = variant.lines().number_at(block.span.start);
            let first = variant.items().partition_point(|item| item.block < at);
            let last = variant.items().partition_point(|item| item.block <= at);
            let whole = blanks::one_line(text);
            if first < last {
                self.lines(block.span, (first..last).filter(|item| taken.contains(item)), first, last);
            } else if variant.headers().iter().any(|header| block.span.contains(header.span)) {
                self.headers(block.span);
            } else if block.role == Role::Summary && no_summary {
                self.aside(line, whole, Before::Deleted);
                self.take_out(block.span);
            } else if self.said.has_passage(&whole) {
                let reason = self.reason(&whole);
                self.aside(line, whole, reason);
                self.take_out(block.span);
            } else if block.kind == BlockKind::Paragraph {
                self.sentences(block.span);
            } else {
                self.is_nothing = false;
            }
        }
    }

    /// Takes items out of a list or table. The lines left close up, and blank ones follow: a list with blank lines
    /// between its items would be a loose one, and a table would end.
    fn lines(&mut self, block: Span, taken: impl Iterator<Item = usize>, first: usize, last: usize) {
        let variant = self.variant;
        let spans: Vec<Span> =
            taken.filter_map(|item| variant.items().get(item)).map(|item| item.span).collect();
        if spans.is_empty() {
            return;
        }
        if spans.len() == last - first {
            self.take_out(block);
            return;
        }
        let (from, to) =
            (variant.lines().number_at(block.start), variant.lines().number_at(block.end.saturating_sub(1)));
        let (mut kept, mut blanks) = (String::new(), String::new());
        let mut next = from;
        for number in from..=to {
            let Some(span) = variant.lines().span(number) else { continue };
            if spans.iter().any(|taken| taken.contains(span)) {
                blanks.push_str(&blank(span.of(variant.text())));
            } else {
                if next != number {
                    self.moved.insert(next, number);
                }
                next += 1;
                kept.push_str(span.of(variant.text()));
            }
        }
        if !kept.ends_with('\n') && !blanks.is_empty() {
            kept.push('\n');
        }
        self.out.push((block, kept + &blanks));
    }

    /// Takes header lines out, all of a block or none: alone, one of them may not be one.
    fn headers(&mut self, block: Span) {
        let variant = self.variant;
        let value_in = |note: &Note, meaning: &str| {
            let line = note.headers().iter().find(|line| line.meaning == meaning)?;
            Some(blanks::one_line(note.slice(line.value)))
        };
        let mut asides = Vec::new();
        let lines = variant.headers().iter().filter(|line| block.contains(line.span));
        for line in lines {
            let value = variant.slice(line.value);
            let (now, then) =
                (value_in(self.canonical, &line.meaning), value_in(self.written, &line.meaning));
            let reason = if then.is_some() && now != then {
                if now.is_some() { Before::Changed } else { Before::Deleted }
            } else if self.said.has_header(&line.meaning, value) {
                Before::Folded
            } else {
                self.is_nothing = false;
                return;
            };
            asides.push((line.line, one_line(variant, line.span), reason));
        }
        self.set_aside.append(&mut asides);
        self.take_out(block);
    }

    /// Takes the sentences out of a paragraph that were said before.
    fn sentences(&mut self, block: Span) {
        let variant = self.variant;
        let (from, to) =
            (variant.lines().number_at(block.start), variant.lines().number_at(block.end.saturating_sub(1)));
        let mut left = String::new();
        let mut is_changed = false;
        for number in from..=to {
            let Some(span) = variant.lines().span(number) else { continue };
            let line = span.of(variant.text());
            let (old, new): (Vec<&str>, Vec<&str>) =
                sentences(line).partition(|sentence| self.said.has_passage(sentence));
            for sentence in &old {
                let reason = self.reason(sentence);
                self.aside(number, (*sentence).to_owned(), reason);
            }
            self.is_nothing &= new.is_empty();
            if old.is_empty() {
                left.push_str(line);
            } else {
                is_changed = true;
                left.push_str(&new.join(" "));
                left.push_str(ending(line));
            }
        }
        if is_changed {
            self.out.push((block, left));
        }
    }

    fn finish(mut self, read: &ReadOptions) -> Fresh {
        self.out.sort_by_key(|(span, _)| span.start);
        let mut text = String::with_capacity(self.text.len());
        let mut at = 0;
        for (span, new) in &self.out {
            if span.start >= at {
                text.push_str(Span::new(at, span.start).of(&self.text));
                text.push_str(new);
                at = span.end;
            }
        }
        text.push_str(Span::new(at, self.text.len()).of(&self.text));
        Fresh {
            note: Note::read(self.variant.path(), text, read),
            set_aside: self.set_aside,
            is_nothing: self.is_nothing,
            moved: self.moved,
            items_taken_out: self.items_taken_out,
        }
    }
}

/// As many blank lines as `text` has lines.
fn blank(text: &str) -> String {
    text.split_inclusive('\n').map(ending).collect()
}

/// How a line ends.
fn ending(line: &str) -> &str {
    let bare = line.trim_end_matches(['\n', '\r']);
    line.get(bare.len()..).unwrap_or_default()
}
