//! The keys of the configuration, and what each is for in words.

/// A key of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    /// Its table, empty at the top.
    pub(super) table: &'static str,
    /// Its name in the table.
    pub(super) name: &'static str,
    /// What it is for.
    pub(super) about: &'static str,
    /// How one may use it, as it would stand in the file; for keys whose default tells too little.
    pub(super) example: Option<&'static str>,
    /// Whether it is a table whose own keys are free: names of people, statuses.
    pub(super) is_map: bool,
}

impl Key {
    const fn of(table: &'static str, name: &'static str, about: &'static str) -> Self {
        Self { table, name, about, example: None, is_map: false }
    }

    const fn such_as(self, example: &'static str) -> Self {
        Self { example: Some(example), ..self }
    }

    const fn map(self) -> Self {
        Self { is_map: true, ..self }
    }

    /// The key with its table, as `scope.exclude`.
    pub(super) fn path(&self) -> String {
        if self.table.is_empty() { self.name.to_owned() } else { format!("{}.{}", self.table, self.name) }
    }
}

/// The tables, and what each is for; in the order of the file.
pub(super) const TABLES: [(&str, &str); 9] = [
    ("scope", "Which files are looked at."),
    (
        "meeting",
        "What counts as a meeting note, besides a note with participants or a transcript it was made from.",
    ),
    (
        "headings",
        "Headings of your own for each kind of section, besides the usual ones (Action Items, Next steps, …).",
    ),
    ("properties", "Names of your own for the properties notefold reads, besides the usual ones."),
    ("people", "Who is who."),
    ("merge", "How variants are folded."),
    ("retire", "What becomes of notes that were folded into another."),
    ("review", "How a plan is reviewed."),
    ("maintain", "What `notefold maintain` may do unattended."),
];

/// The keys, in the order of the file.
pub(super) const KEYS: [Key; 45] = [
    Key::of("", "language", "The language of the notes; English is the only one there are lists for."),
    Key::of(
        "scope",
        "include",
        "Only what matches one of these patterns is looked at; everything, when there are none. A pattern without `/` \
         is one of names at any depth, one with `/` starts at the vault's folder. A folder stands for all in it.",
    )
    .such_as(r#"["Inbox", "Work/*/Meetings"]"#),
    Key::of("scope", "exclude", "What matches one of these patterns is not looked at.")
        .such_as(r#"["Templates", "*.excalidraw.md"]"#),
    Key::of(
        "scope",
        "obsidian_excluded",
        "Whether files that Obsidian was told to leave out of searches are looked at: \"scan\" or \"skip\".",
    ),
    Key::of("scope", "inbox", "Names of folders notes wait in; a note outside of them is the better base."),
    Key::of("scope", "archive", "Names of folders notes are put away in; a note outside of them is the better base."),
    Key::of("meeting", "folders", "Folders of meeting notes, by name or by path from the vault's folder."),
    Key::of("meeting", "tags", "Tags of meeting notes, without `#`; a tag stands for those nested in it."),
    Key::of("meeting", "types", "Values of the property `type` of meeting notes."),
    Key::of("headings", "summary", "Headings of summaries."),
    Key::of("headings", "actions", "Headings of action items.").such_as(r#"["Aufgaben", "Nächste Schritte"]"#),
    Key::of("headings", "decisions", "Headings of decisions."),
    Key::of("headings", "facts", "Headings of facts: discussion notes, highlights."),
    Key::of("headings", "source", "Headings of what the note was made from."),
    Key::of("headings", "related", "Headings of links to other notes."),
    Key::of("headings", "quotes", "Headings of quotes."),
    Key::of("headings", "other", "Headings of sections that are kept whole, also where the heading is a usual one."),
    Key::of("properties", "participants", "Names of the property that says who took part.")
        .such_as(r#"["teilnehmer"]"#),
    Key::of("properties", "person", "Names of the property that says whom the note is about."),
    Key::of("properties", "date", "Names of the property that holds the day."),
    Key::of("properties", "title", "Names of the property that holds the title."),
    Key::of("properties", "source_ref", "Names of the property that holds the path of the transcript."),
    Key::of("properties", "tags", "Names of the property that holds the tags."),
    Key::of("properties", "aliases", "Names of the property that holds other names of the note."),
    Key::of("properties", "type", "Names of the property that says what kind of note it is."),
    Key::of("people", "me", "Your name, for owners written as `@Myself`; empty: not known.")
        .such_as(r#""Jason Vallery""#),
    Key::of(
        "people",
        "folders",
        "Folders of notes about people, by name or by path from the vault's folder. The names and `aliases` of notes about \
         people tell who is who; a note with a day or participants is about a meeting, wherever it is.",
    ),
    Key::of("people", "tags", "Tags of notes about people, without `#`; not those nested in them."),
    Key::of("people", "types", "Values of the property `type` of notes about people."),
    Key::of("people", "names", "People and their other names; the first is the one that is written.")
        .such_as(r#"{ "Tomer Hagay" = ["Tomer H", "TH"] }"#)
        .map(),
    Key::of(
        "merge",
        "priority",
        "The priority taken where variants disagree: the base's (\"base\") or the \"highest\".",
    ),
    Key::of("merge", "status_tags", "Tags that go with a status, and go when it goes.").map(),
    Key::of(
        "retire",
        "folder",
        "The folder notefold keeps retired notes in, from the vault's folder; never looked at. Empty: there is none.",
    )
    .such_as(r#""Archive/Retired""#),
    Key::of("review", "note", "The review note that `notefold plan --note` writes, from the vault's folder."),
    Key::of(
        "maintain",
        "include",
        "Only groups all of whose notes match one of these patterns are folded unattended; all, when there are none.",
    )
    .such_as(r#"["Inbox", "Meetings"]"#),
    Key::of("maintain", "min_confidence", "How sure a group must be: \"certain\", \"likely\"; anything less waits."),
    Key::of("maintain", "max_groups", "Where more groups than this could be folded, nothing is done."),
    Key::of("maintain", "max_retired", "Where more notes than this would be retired, nothing is done."),
    Key::of(
        "maintain",
        "max_share",
        "Where more than this share of the vault's notes would be retired, 0 to 1, nothing is done.",
    ),
    Key::of(
        "maintain",
        "quiet_minutes",
        "A group with a file that changed within so many minutes waits for the next pass.",
    ),
    Key::of(
        "maintain",
        "max_loss",
        "Where the vault lost more than this share of its notes since the last pass, 0 to 1, nothing is done.",
    ),
    Key::of(
        "maintain",
        "conflicts",
        "Fields and properties about which notes may disagree without a person: what the base says is taken.",
    )
    .such_as(r#"["due", "location"]"#),
    Key::of(
        "maintain",
        "queue",
        "Where what waits is queued: \"plan\" (for `notefold review`), \"note\" (the review note in the vault, too).",
    ),
    Key::of(
        "maintain",
        "host",
        "The name of the one machine that folds unattended; empty: the first that does. Set it where the vault is \
         synced between machines.",
    ),
    Key::of(
        "maintain",
        "backup_days",
        "How many days the backups of a run are kept: `notefold prune` removes those of older ones.",
    ),
];

/// The known key most like `path`, a key with its table.
pub(super) fn nearest_key(path: &str) -> String {
    let (table, name) = path.rsplit_once('.').unwrap_or(("", path));
    // The name weighs most: a key put into the wrong table is found, too.
    let likeness = |known: &Key| {
        0.8 * strsim::jaro_winkler(name, known.name) + 0.2 * strsim::jaro_winkler(table, known.table)
    };
    let best = KEYS.iter().max_by(|left, right| likeness(left).total_cmp(&likeness(right)));
    best.map(Key::path).unwrap_or_default()
}

/// The known table most like `name`, with the brackets it stands in.
pub(super) fn nearest_table(name: &str) -> String {
    let likeness = |known: &str| strsim::jaro_winkler(name, known);
    let best = TABLES.iter().max_by(|left, right| likeness(left.0).total_cmp(&likeness(right.0)));
    best.map(|(table, _)| format!("[{table}]")).unwrap_or_default()
}
