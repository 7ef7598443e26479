//! Sections: what stands under a heading, and what the heading is for.

mod heading;
mod role;

pub use heading::heading_key;
pub use role::{Role, is_source_line, lists_facts};

use super::item::says_who_does_what;
use super::{Block, BlockKind, ReadOptions};
use heading::Heading;
use role::may_be_topic;
use std::ops::Range;

/// A heading and the blocks under it, up to the next heading or thematic break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The index of the heading block; `None` before the first heading and after a thematic break, which is then
    /// the first of the blocks.
    pub heading: Option<usize>,
    /// The heading's level, 1 to 6; 0 without a heading. A bold line that stands as a heading is as deep as can be.
    pub level: u8,
    /// The heading's text without `#`, emphasis and trailing blanks; empty without a heading.
    pub title: String,
    /// What it is for; a heading that says nothing itself (a topic) takes the role of the section it stands under. The
    /// lists under a topic of a summary have the role of facts.
    pub role: Role,
    /// Whether the role comes from the section it stands under.
    pub inherits: bool,
    /// Whether the heading is the name of the person who is to do what stands under it.
    pub of_person: bool,
    /// The section whose heading stands above this one with a lower level.
    pub parent: Option<usize>,
    /// The indices of its blocks: the heading and what follows, without the sections under it.
    pub blocks: Range<usize>,
}

/// Groups `blocks` into sections and gives each block its section and role. The first section is what stands before
/// any heading, even when that is nothing. A bold line that stands as a heading becomes a heading block.
pub(super) fn sections(text: &str, blocks: &mut [Block], options: &ReadOptions) -> Vec<Section> {
    let mut headings = headings(text, blocks, options);
    let title = title(&headings, options);
    let mut sections = vec![Section::without_heading(0)];
    // The sections a further heading may stand under, the outermost first: their levels only grow.
    let mut open: Vec<usize> = Vec::new();
    let mut in_bold = false;
    for at in 0..blocks.len() {
        let next = match headings[at].take() {
            Some(heading) if heading.bold && !stands_as_heading(&heading, at, blocks, in_bold, options) => {
                None
            }
            Some(heading) => {
                in_bold = heading.bold;
                blocks[at].kind = BlockKind::Heading;
                while open.last().is_some_and(|last| sections[*last].level >= heading.level) {
                    open.pop();
                }
                let parent = open.last().copied();
                open.push(sections.len());
                let above =
                    parent.filter(|above| sections[*above].heading != title).map(|above| &sections[above]);
                Some(Section::under(heading, at, parent, above, options))
            }
            None if blocks[at].kind == BlockKind::ThematicBreak => {
                in_bold = false;
                Some(Section::without_heading(at))
            }
            None => None,
        };
        sections.extend(next);
        let last = sections.len() - 1;
        sections[last].blocks.end = at + 1;
        blocks[at].section = last;
        let is_source =
            blocks[at].kind == BlockKind::Paragraph && role::is_source_line(blocks[at].span.of(text));
        // A summary by topics, as Zoom and Copilot write it, lists under each what was said.
        // A table that says of itself who does what needs no heading, under the title of the note.
        let is_untold = sections[last].role == Role::Other
            && (sections[last].heading.is_none() || sections[last].heading == title);
        let is_of_topic = sections[last].inherits && sections[last].role == Role::Summary;
        blocks[at].role = if is_source {
            Role::Source
        } else if is_of_topic && blocks[at].kind == BlockKind::List {
            Role::Facts
        } else if is_untold
            && blocks[at].kind == BlockKind::Table
            && says_who_does_what(blocks[at].span.of(text))
        {
            Role::Actions
        } else {
            sections[last].role
        };
    }
    sections
}

impl Section {
    fn without_heading(at: usize) -> Self {
        Self {
            heading: None,
            level: 0,
            title: String::new(),
            role: Role::Other,
            inherits: false,
            of_person: false,
            parent: None,
            blocks: at..at,
        }
    }

    fn under(
        heading: Heading,
        at: usize,
        parent: Option<usize>,
        above: Option<&Section>,
        options: &ReadOptions,
    ) -> Self {
        let is_topic = above.is_some_and(|above| above.role == Role::Facts) && may_be_topic(&heading.text);
        let own = role::of_heading(&heading.text, options).filter(|_| !is_topic);
        // What a bold line says ends where the next one starts; a topic is a real heading.
        let taken = above.map(|above| above.role).filter(|role| *role != Role::Other && !heading.bold);
        Self {
            heading: Some(at),
            level: heading.level,
            title: heading.text,
            role: own.or(taken).unwrap_or(Role::Other),
            inherits: own.is_none() && taken.is_some(),
            of_person: false,
            parent,
            blocks: at..at,
        }
    }
}

/// The heading each block is or may be.
fn headings(text: &str, blocks: &[Block], options: &ReadOptions) -> Vec<Option<Heading>> {
    // How the last such line ends, while what it says lasts.
    let mut plain = None;
    let mut found = Vec::with_capacity(blocks.len());
    for (at, block) in blocks.iter().enumerate() {
        let words = block.span.of(text);
        let marked = if block.kind == BlockKind::Heading {
            Heading::of(words)
        } else if block.kind == BlockKind::Paragraph {
            Heading::of_bold_line(words)
        } else {
            None
        };
        if marked.is_some() {
            plain = None;
        }
        let is_line = marked.is_none() && block.kind == BlockKind::Paragraph;
        let unmarked = if is_line { plain_heading(words, blocks.get(at + 1), plain, options) } else { None };
        if unmarked.is_some() {
            plain = Some(ends_in_colon(words));
        }
        found.push(marked.or(unmarked));
    }
    found
}

/// `Decisions`, with a list right below it: people who type do without the marks. What it says lasts until another line
/// of the kind, `odds and ends`; a name in capitals is whose tasks follow. `before` is how the line before it ends.
fn plain_heading(
    words: &str,
    next: Option<&Block>,
    before: Option<bool>,
    options: &ReadOptions,
) -> Option<Heading> {
    let leads = next.is_some_and(|next| matches!(next.kind, BlockKind::List | BlockKind::Table));
    let heading = if leads { Heading::of_short_line(words)? } else { return None };
    let role = role::of_heading(&heading.text, options);
    let says = matches!(role, Some(Role::Actions | Role::Decisions));
    let is_name = || heading.text.split(' ').all(|word| !word.starts_with(char::is_lowercase));
    let ends_one = before == Some(ends_in_colon(words)) && !is_name();
    (says || ends_one).then_some(heading)
}

fn ends_in_colon(line: &str) -> bool {
    line.trim_end().ends_with(':')
}

/// The block of the heading that is the title of the document: the first H1, unless several of them say what they
/// are for, in which case the note is written in H1s. What a title says is not true of all that stands under it.
fn title(headings: &[Option<Heading>], options: &ReadOptions) -> Option<usize> {
    let mut top = headings
        .iter()
        .enumerate()
        .filter_map(|(at, heading)| Some((at, heading.as_ref().filter(|heading| heading.level == 1)?)));
    let (first, heading) = top.next()?;
    let says = |heading: &Heading| role::of_heading(&heading.text, options).is_some();
    (!(says(heading) && top.any(|(_, other)| says(other)))).then_some(first)
}

/// Whether a bold line stands as a heading: a list, a table, a blank line or nothing follows it, and it says what it
/// is for, or ends a section that another bold line began.
fn stands_as_heading(
    heading: &Heading,
    at: usize,
    blocks: &[Block],
    in_bold: bool,
    options: &ReadOptions,
) -> bool {
    let followed = blocks
        .get(at + 1)
        .is_none_or(|next| matches!(next.kind, BlockKind::Blank | BlockKind::List | BlockKind::Table));
    followed && (in_bold || role::of_heading(&heading.text, options).is_some())
}

#[cfg(test)]
mod tests {
    use crate::note::{Note, ReadOptions, Role};

    /// Writes each section that has a heading as level, title, role, and `<` where the role is inherited.
    fn check(text: &str, expect: &[&str]) {
        let note = Note::read("n.md", text.to_owned(), &ReadOptions::default());
        let shown: Vec<String> = note
            .sections()
            .iter()
            .filter(|section| section.heading.is_some())
            .map(|section| {
                let inherits = if section.inherits { " <" } else { "" };
                format!("{} {} {:?}{inherits}", section.level, section.title, section.role)
            })
            .collect();
        assert_eq!(shown, expect);
    }

    #[test]
    fn headings_of_any_level_say_what_they_are_for() {
        check(
            "# T
### TL;DR
x

To-dos
---
- a
## **Key decisions**:
##### ✅ 3. Discussion notes
",
            &[
                "1 T Other",
                "3 TL;DR Summary",
                "2 To-dos Actions",
                "2 Key decisions: Decisions",
                "5 ✅ 3. Discussion notes Facts",
            ],
        );
    }

    #[test]
    fn a_topic_takes_the_role_of_what_it_stands_under_but_not_of_the_title() {
        check(
            "# Notes
## Foo
## Discussion
### Money
#### EU
### Next steps
### Open
## Bar
",
            &[
                "1 Notes Facts",
                "2 Foo Other",
                "2 Discussion Facts",
                "3 Money Facts <",
                "4 EU Facts <",
                "3 Next steps Actions",
                "3 Open Facts <",
                "2 Bar Other",
            ],
        );
        check(
            "# Actions
# Discussion
## Money
",
            &["1 Actions Actions", "1 Discussion Facts", "2 Money Facts <"],
        );
    }

    #[test]
    fn a_topic_may_be_called_as_a_section_is() {
        check(
            "## Discussion notes
### Agreement
### Agreements
## Agreement
",
            &[
                "2 Discussion notes Facts",
                "3 Agreement Facts <",
                "3 Agreements Decisions",
                "2 Agreement Decisions",
            ],
        );
    }

    #[test]
    fn a_plain_line_right_above_a_list_is_a_heading_when_it_says_what_is_decided_or_done() {
        check(
            "# T\nDecisions\n- a\n\nNext steps:\n- b\n",
            &["1 T Other", "6 Decisions Decisions", "6 Next steps Actions"],
        );
        check("# T\nDecisions\n\n- a\n\nNotes\n- b\n\nBring cake\n- c\n", &["1 T Other"]);
        check("# T\nActions that we took up last time\n- a\n", &["1 T Other"]);
        check(
            "# T\ntodo\n- a\n\nodds and ends\n- b\n",
            &["1 T Other", "6 todo Actions", "6 odds and ends Other"],
        );
        check("# T\nTodo:\n- a\n\nTomer:\n- b\n", &["1 T Other", "6 Todo Actions"]);
    }

    #[test]
    fn a_table_under_the_title_that_says_who_does_what_lists_actions() {
        let roles = |text: &str| -> Vec<Role> {
            let note = Note::read("n.md", text.to_owned(), &ReadOptions::default());
            note.items().iter().map(|item| item.role).collect()
        };
        assert_eq!(roles("# T\n\n| Task | Owner |\n|---|---|\n| a | Ana |\n"), [Role::Actions]);
        assert!(!roles("# T\n\n| Topic | Owner |\n|---|---|\n| a | Ana |\n").contains(&Role::Actions));
    }

    #[test]
    fn a_bold_line_stands_as_a_heading_when_it_says_what_it_is_for() {
        check(
            "## A

**Action Items:**
- a

**Budget**
- b

## B

**Budget**
- c
",
            &["2 A Other", "6 Action Items: Actions", "6 Budget Other", "2 B Other"],
        );
        check(
            "**Decisions** were made

**Decisions**
now
",
            &[],
        );
    }

    #[test]
    fn a_thematic_break_ends_a_section() {
        let note = Note::read(
            "n.md",
            "## Facts
- a

---

- b
"
            .to_owned(),
            &ReadOptions::default(),
        );
        let roles: Vec<Role> = note.sections().iter().map(|section| section.role).collect();
        assert_eq!(roles, [Role::Other, Role::Facts, Role::Other]);
        assert_eq!(note.sections()[2].blocks, 3..6);
    }

    #[test]
    fn a_source_line_has_its_role_wherever_it_stands() {
        let text = "## Facts

*Source: [[a|b]]*

**Source**: [x](y)

Sources of error: none
";
        let note = Note::read("n.md", text.to_owned(), &ReadOptions::default());
        let sources = note.blocks().iter().filter(|block| block.role == Role::Source).count();
        assert_eq!(sources, 2);
    }

    #[test]
    fn configured_headings_come_first() {
        let options =
            ReadOptions { headings: vec![("Aufgaben".to_owned(), Role::Actions)], ..Default::default() };
        let note = Note::read(
            "n.md",
            "## 📌 Aufgaben:
- a
"
            .to_owned(),
            &options,
        );
        assert_eq!(note.sections()[1].role, Role::Actions);
    }
}
