//! Names of people in a list.

use crate::note::field::note_of;
use crate::note::section::heading_key;
use crate::text::Span;
use crate::text::lexicon::Lexicon;
use memchr::memchr2;
use std::sync::LazyLock;

/// A person named in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::note) struct Named {
    /// The name, without `@`, brackets and emphasis; the alias of a wikilink.
    pub(in crate::note) name: String,
    /// The target of the wikilink, when it is one.
    pub(in crate::note) link: Option<String>,
}

/// Splits a list of people at commas, semicolons and `and` (`und`, `et`, `en`), but not inside parentheses, and trims the names.
/// Wikilinks lose their brackets (an alias is the name).
#[must_use]
pub fn split_people(value: &str) -> Vec<String> {
    people(value).into_iter().map(|(_, named)| named.name).collect()
}

/// The names [`split_people`] gives, with where in `value` each stands, signs and brackets included.
#[must_use]
pub fn listed_people(value: &str) -> Vec<(Span, String)> {
    people(value).into_iter().map(|(span, named)| (span, named.name)).collect()
}

/// Whether a section with this title lists who took part, one in each entry. `People` may be about anyone.
#[must_use]
pub fn lists_attendees(title: &str) -> bool {
    ATTENDEES.get(&heading_key(title)).is_some()
}

/// The titles of such sections.
static ATTENDEES: LazyLock<Lexicon<()>> = LazyLock::new(|| {
    let titles = [
        "attendees",
        "participants",
        "attendance",
        "in attendance",
        "present",
        "who was there",
        "attended by",
        // German, French, Spanish, Dutch.
        "anwesend",
        "anwesende",
        "teilnehmende",
        "teilnehmer",
        "présents",
        "personnes présentes",
        "asistentes",
        "participantes",
        "aanwezig",
        "aanwezigen",
        "deelnemers",
    ];
    Lexicon::of(titles.map(|title| (title, ())))
});

/// The most words of a name: two given names, a particle, two family names.
pub(super) const NAME_WORDS: usize = 5;

/// The person an entry of such a section names, without what it says of them: `Ana Ruiz (PM)`, `**Ana Ruiz** — PM`,
/// `[[Ana Ruiz]]: chair`. `None` when it begins with no name.
#[must_use]
pub fn attendee(entry: &str) -> Option<String> {
    let entry = entry.trim();
    let joints = [", ", " - ", " – ", " — ", ":", " ("];
    let end = if entry.starts_with("[[") {
        entry.find("]]").map(|at| at + 2)
    } else {
        joints.iter().filter_map(|joint| entry.find(joint)).min()
    };
    let end = end.unwrap_or(entry.len());
    let (_, named) = people(entry.get(..end)?).into_iter().next()?;
    let is_name = named.name.chars().next().is_some_and(char::is_uppercase)
        && named.name.split_whitespace().count() <= NAME_WORDS;
    is_name.then_some(named.name)
}

/// The people of a list, with where in `value` each stands.
pub(in crate::note) fn people(value: &str) -> Vec<(Span, Named)> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, length) in joints(value) {
        found.extend(named(value, Span::new(start, at)));
        start = at + length;
    }
    found.extend(named(value, Span::new(start, value.len())));
    found
}

/// The name of the one person that `value` names, which is not split; of a wikilink its alias, else the note's name.
#[must_use]
pub fn bare_name(value: &str) -> String {
    named(value, Span::new(0, value.len())).map_or_else(|| value.trim().to_owned(), |(_, named)| named.name)
}

/// Where a list of people is cut, and how many bytes lie between the two people.
fn joints(value: &str) -> Vec<(usize, usize)> {
    let closes = closed_parentheses(value);
    let mut closes = closes.iter().peekable();
    let mut found = Vec::new();
    let mut inside_until = 0;
    for (at, c) in value.char_indices() {
        if closes.next_if(|(open, _)| *open == at).is_some_and(|(_, close)| {
            inside_until = inside_until.max(*close);
            true
        }) || at < inside_until
        {
            continue;
        }
        if matches!(c, ',' | ';' | '\n' | '，' | '、') {
            found.push((at, c.len_utf8()));
        } else if c == ' ' {
            let rest = value.get(at..).unwrap_or_default();
            let joint = [" and ", " & ", " + ", " / ", " und ", " et ", " en "]
                .iter()
                .find(|joint| rest.get(..joint.len()).is_some_and(|words| words.eq_ignore_ascii_case(joint)));
            found.extend(joint.map(|joint| (at, joint.len())));
        }
    }
    found
}

/// Where parentheses and brackets open and close, those that do; in order of the openings.
fn closed_parentheses(value: &str) -> Vec<(usize, usize)> {
    if memchr2(b'(', b'[', value.as_bytes()).is_none() {
        return Vec::new();
    }
    let mut open = Vec::new();
    let mut found = Vec::new();
    for (at, c) in value.char_indices() {
        if matches!(c, '(' | '[') {
            open.push((at, c));
        } else if matches!(c, ')' | ']') {
            let other = if c == ')' { '(' } else { '[' };
            if let Some((start, _)) = open.pop_if(|(_, opened)| *opened == other) {
                found.push((start, at));
            }
        }
    }
    found.sort_unstable();
    found
}

/// The person a stretch of a list names; `None` when it names none.
fn named(value: &str, stretch: Span) -> Option<(Span, Named)> {
    let is_around = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '@' | '"');
    let all = stretch.of(value);
    // `A, and B` is cut at the comma first.
    let words = all.trim_start();
    let words = words
        .get(..4)
        .filter(|word| word.eq_ignore_ascii_case("and "))
        .map_or(words, |_| words.get(4..).unwrap_or_default());
    let start = stretch.start + (all.len() - words.len()) + (words.len() - words.trim_start().len());
    let words = words.trim();
    let span = Span::new(start, start + words.len());
    let inner = words.trim_matches(is_around);
    if let Some((link, rest)) = inner.strip_prefix("[[").and_then(|inner| inner.split_once("]]")) {
        let link = link.replace("\\|", "|");
        let (target, alias) = link.split_once('|').unwrap_or((&link, &link));
        let name = if alias == target { note_of(target) } else { alias };
        let name = format!("{}{rest}", name.trim());
        return (!name.is_empty()).then(|| (span, Named { name, link: Some(target.trim().to_owned()) }));
    }
    let name = markdown_link(inner).unwrap_or(inner).trim();
    (!name.is_empty()).then(|| (span, Named { name: name.to_owned(), link: None }))
}

/// The text of a Markdown link that is all of `words`.
fn markdown_link(words: &str) -> Option<&str> {
    let (name, address) = words.strip_prefix('[')?.split_once("](")?;
    address.ends_with(')').then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, expect: &[&str]) {
        assert_eq!(split_people(value), expect);
    }

    #[test]
    fn people_are_split_at_commas_semicolons_and_and() {
        check("A B, C; D and E & F", &["A B", "C", "D", "E", "F"]);
        check("A, B, and C", &["A", "B", "C"]);
        check("Ana, Bo und Cy et Di en Ed", &["Ana", "Bo", "Cy", "Di", "Ed"]);
        check("Sandy Anderson", &["Sandy Anderson"]);
        check(" , ", &[]);
    }

    #[test]
    fn parentheses_keep_people_together() {
        check(
            "Noah, David (former VAST PM leader, now VP at Dell), Renan",
            &["Noah", "David (former VAST PM leader, now VP at Dell)", "Renan"],
        );
        check("A (x, B, C", &["A (x", "B", "C"]);
    }

    #[test]
    fn links_and_signs_are_taken_off() {
        check(
            "[[Tomer Hagay]], [[People/Jeff Denworth|Jeff]], [[People/Noah.md]]",
            &["Tomer Hagay", "Jeff", "Noah"],
        );
        check("@Tomer, **Shahar**, [Eyal](x), [[A, B]]", &["Tomer", "Shahar", "Eyal", "A, B"]);
        check("[[A\\|B]] (guest)", &["B (guest)"]);
        check("Jeff D., John Jr.", &["Jeff D.", "John Jr."]);
    }

    #[test]
    fn an_entry_names_one_person_and_says_what_they_are() {
        for entry in
            ["Ana Ruiz", "Ana Ruiz (PM)", "**Ana Ruiz** — PM, Berlin", "@Ana Ruiz: chair", "[[Ana Ruiz]], PM"]
        {
            assert_eq!(attendee(entry).as_deref(), Some("Ana Ruiz"), "{entry}");
        }
        assert_eq!(attendee("everyone of the team"), None);
        assert_eq!(attendee("Nobody had anything to say about it"), None);
    }

    #[test]
    fn spans_cover_names_with_their_signs() {
        let value = " @Tomer and [[A|B]] ";
        let spans: Vec<&str> = people(value).iter().map(|(span, _)| span.of(value)).collect();
        assert_eq!(spans, ["@Tomer", "[[A|B]]"]);
    }
}
