//! Roles: what a heading is for, by its words.

mod abroad;
mod english;

use super::heading::heading_key;
use crate::note::ReadOptions;
use crate::text::lexicon::Lexicon;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a section is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A summary, TL;DR, overview, recap.
    Summary,
    /// Action items.
    Actions,
    /// Decisions.
    Decisions,
    /// Facts: key information, discussion notes, highlights.
    Facts,
    /// Where the note was made from.
    Source,
    /// Links to other notes.
    Related,
    /// Words quoted.
    Quotes,
    /// Anything else; kept whole.
    Other,
}

/// What headings are for, as [`heading_key`] writes them.
type Headings = [(Role, &'static [&'static str])];

/// The role each of the English headings has.
static ROLES: LazyLock<Lexicon<Role>> = LazyLock::new(|| Lexicon::of(each(&english::HEADINGS)));

/// The role each of the headings in other languages has.
static ROLES_ABROAD: LazyLock<BTreeMap<&str, Role>> =
    LazyLock::new(|| abroad::LANGUAGES.iter().flat_map(|headings| each(headings)).collect());

fn each(headings: &'static Headings) -> impl Iterator<Item = (&'static str, Role)> {
    headings.iter().flat_map(|(role, headings)| headings.iter().map(|heading| (*heading, *role)))
}

/// Words in front that change nothing about what a heading is for.
const BEFORE: [&str; 34] = [
    "a",
    "agreed",
    "ai",
    "all",
    "call",
    "current",
    "extracted",
    "final",
    "generated",
    "general",
    "identified",
    "immediate",
    "important",
    "key",
    "main",
    "major",
    "meeting",
    "memorable",
    "my",
    "new",
    "notable",
    "open",
    "other",
    "our",
    "outstanding",
    "pending",
    "primary",
    "proposed",
    "session",
    "specific",
    "suggested",
    "team",
    "the",
    "top",
];

/// Words behind that change nothing about it either.
const AFTER: [&str; 11] = [
    "made",
    "taken",
    "reached",
    "section",
    "so far",
    "from the meeting",
    "from this meeting",
    "from meeting",
    "of the meeting",
    "list",
    "log",
];

/// What stands between the parts of a heading; the first part says what it is for.
const JOINTS: [&str; 18] = [
    " for ", " and ", " & ", " + ", " / ", "/", ", ", ": ", " - ", " – ", " — ", " | ", " und ", " für ",
    " et ", " pour ", " y ", " en ",
];

/// What a heading says it is for; `None` when it says nothing.
///
/// Headings of the options come first. Then the whole heading counts, then without what stands in parentheses, then
/// its first part (`Decisions & agreements`, `Action items: marketing`).
pub(super) fn of_heading(title: &str, options: &ReadOptions) -> Option<Role> {
    let key = heading_key(title);
    let configured = options.headings.iter().find(|(heading, _)| heading_key(heading) == key);
    if let Some((_, role)) = configured {
        return Some(*role);
    }
    let open = title.find(['(', '[']).filter(|at| *at > 0);
    let bare = open.and_then(|at| title.get(..at)).unwrap_or(title);
    let of_first_part = || {
        let lower = bare.to_lowercase();
        // Every joint starts with one of these.
        let places = lower.match_indices([' ', '/', ',', ':']).map(|(at, _)| lower.split_at(at));
        let mut parts = places.filter(|(_, rest)| JOINTS.iter().any(|joint| rest.starts_with(joint)));
        of_key(&heading_key(parts.next()?.0))
    };
    of_key(&key).or_else(|| of_key(&heading_key(open.map(|_| bare)?))).or_else(of_first_part)
}

/// Whether a heading that says what it is for may as well be a topic, where notes are taken under topics: how well
/// annotators agree, who is responsible for what.
pub(super) fn may_be_topic(title: &str) -> bool {
    matches!(heading_key(title).as_str(), "agreement" | "approvals" | "responsibilities" | "task")
}

/// The role of a key, as it stands or without the words around it that change nothing.
fn of_key(key: &str) -> Option<Role> {
    let mut rest = key.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    loop {
        if let Some(role) = ROLES.get(rest).or_else(|| ROLES_ABROAD.get(rest).copied()) {
            return Some(role);
        }
        let ahead = rest.split_once(' ').filter(|(word, _)| BEFORE.contains(word)).map(|(_, rest)| rest);
        let behind = || AFTER.iter().find_map(|word| rest.strip_suffix(word)?.strip_suffix(' '));
        rest = ahead.or_else(behind)?;
    }
}

/// Whether a paragraph says where the note was made from: one line, a label and a value, whatever the emphasis
/// (`*Source: [[…]]*`, `**Transcript**: [a](b)`).
#[must_use]
pub fn is_source_line(paragraph: &str) -> bool {
    let line = paragraph.trim();
    let Some((label, value)) = line.split_once(':') else { return false };
    let is_emphasis = |c: char| matches!(c, '*' | '_' | '>' | ' ');
    let value = value.trim_matches(is_emphasis);
    let links = value.contains("[[") || value.contains("](") || value.contains("://");
    let key = heading_key(label);
    !line.contains('\n')
        && !value.is_empty()
        && (key == "source"
            || (links
                && matches!(
                    key.as_str(),
                    "sources"
                        | "source note"
                        | "source transcript"
                        | "transcript"
                        | "full transcript"
                        | "recording"
                        | "generated from"
                        | "original"
                )))
}

/// Whether a section of unknown role whose title has this [`heading_key`] says in its lists what was said: topics do.
/// What is to come, who was there and where things are is something else.
#[must_use]
pub fn lists_facts(title: &str) -> bool {
    const OTHERS: [&str; 38] = [
        "agenda",
        "appendix",
        "attachments",
        "attendance",
        "attendees",
        "calendar",
        "chapters",
        "documents",
        "files",
        "links",
        "materials",
        "metadata",
        "participants",
        "people",
        "present",
        "properties",
        "reading",
        "recordings",
        "references",
        "resources",
        "tags",
        "transcript",
        // German, French, Spanish, Dutch.
        "aanwezig",
        "aanwezigen",
        "agendapunten",
        "anhang",
        "anwesend",
        "anwesende",
        "asistentes",
        "deelnemers",
        "documentos",
        "dokumente",
        "participantes",
        "présents",
        "tagesordnung",
        "teilnehmende",
        "teilnehmer",
        "unterlagen",
    ];
    !title.is_empty() && !title.split(' ').any(|word| OTHERS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(role: Option<Role>, titles: &[&str]) {
        for title in titles {
            assert_eq!(of_heading(title, &ReadOptions::default()), role, "{title}");
        }
    }

    #[test]
    fn what_generators_write_is_known() {
        check(
            Some(Role::Actions),
            &[
                "Action Items",
                "Actions",
                "Next steps",
                "To-dos",
                "TODO",
                "To Do's",
                "Tasks",
                "Follow-ups",
                "Open actions",
                "✅ Action Items (proposed)",
                "Action items & owners",
                "Next Steps:",
                "3. Key action items",
                "What's next?",
                "Action items for Tomer",
                "Actions: marketing",
            ],
        );
        check(
            Some(Role::Decisions),
            &["Decisions", "Key decisions", "Decisions made", "Agreements", "Decisions / agreements"],
        );
        check(
            Some(Role::Facts),
            &[
                "Key Information",
                "Key points",
                "Key takeaways",
                "Discussion notes",
                "Discussion",
                "Highlights",
                "Notes",
                "Details",
                "Topics discussed",
                "Meeting notes",
                "Key Discussion Points",
            ],
        );
        check(
            Some(Role::Summary),
            &["Summary", "TL;DR", "Overview", "Recap", "Executive summary", "At a glance", "Meeting Summary"],
        );
        check(Some(Role::Related), &["Related", "See also", "Links", "Related notes"]);
        check(Some(Role::Source), &["Source", "Transcript"]);
        check(Some(Role::Quotes), &["Quotes", "Notable quotes", "Key quotes"]);
    }

    #[test]
    fn headings_in_german_french_spanish_and_dutch_are_known() {
        let actions = ["Offene Aufgaben", "Nächste Schritte:", "Maßnahmen", "À faire", "Prochaines étapes"];
        check(Some(Role::Actions), &actions);
        check(Some(Role::Actions), &["Plan d’action", "Próximos pasos", "Tareas", "Actiepunten"]);
        check(
            Some(Role::Decisions),
            &["Beschlüsse und Festlegungen", "Décisions prises", "Acuerdos", "Besluiten"],
        );
        check(
            Some(Role::Facts),
            &["Wichtige Informationen", "Points clés", "Temas tratados", "Aantekeningen"],
        );
        check(Some(Role::Summary), &["Zusammenfassung", "Résumé de la réunion", "Resumen", "Samenvatting"]);
        check(Some(Role::Related), &["Siehe auch", "Voir aussi", "Véase también", "Zie ook"]);
        check(None, &["Anwesend", "Tagesordnung", "Ordre du jour", "Resume", "Liens", "Sonstiges"]);
    }

    #[test]
    fn other_headings_say_nothing() {
        check(
            None,
            &[
                "Open questions",
                "Risks",
                "Agenda",
                "Attendees",
                "Money",
                "Release notes",
                "Working design (Craig)",
                "",
                "📌",
                "Open",
            ],
        );
    }
}
