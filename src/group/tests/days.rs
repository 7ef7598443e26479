//! Notes that do not say for sure which day they are about.

use super::*;

/// The people of the meeting, with a line of frontmatter about its day.
fn team(day: &str) -> String {
    format!("{day}\nparticipants: [Ana Silva, Bo Lindqvist, Chen Wu]")
}

/// Checks whether the note whose frontmatter says so of its day is grouped with the variant of 4 May 2026.
fn check_day(day: &str, expect: Option<Confidence>) {
    let notes =
        [("Meetings/a.md", offsite(&team("date: 2026-05-04"), false)), ("b.md", offsite(&team(day), true))];
    let paths: &[&str] = &["Meetings/a.md", "b.md"];
    let groups: Vec<_> = expect.into_iter().map(|confidence| (confidence, paths)).collect();
    check(&notes, &groups);
}

#[test]
fn a_day_in_digits_that_may_be_the_one_is_likely_where_what_they_say_agrees() {
    check_day("date: 04/05/2026", Some(Confidence::Likely));
    check_day("date: 05/04/2026", Some(Confidence::Likely));
    check_day("date: 05/06/2026", None);
    check_day("date: 05.04.2026", None);
}

#[test]
fn the_day_a_note_was_written_on_counts_where_it_says_no_other() {
    check_day("created: 2026-05-04T18:20", Some(Confidence::Likely));
    check_day("date created: 2026-05-04", Some(Confidence::Likely));
    check_day("created: 2026-05-05", None);
    check_day("date: 2026-06-01\ncreated: 2026-05-04", None);
}

#[test]
fn what_may_be_of_one_day_is_no_group_where_little_of_it_agrees() {
    let sure = |other: &str| {
        let (grouping, _) = grouping(&[
            ("a.md", offsite(&team("date: 2026-05-04"), false)),
            ("b.md", format!("---\n{}\n---\n# Offsite\n\n## Action Items\n{}", team(other), short())),
        ]);
        grouping.groups.first().map(|group| group.confidence)
    };
    assert_eq!(sure("date: 2026-05-04"), Some(Confidence::Likely));
    assert_eq!(sure("date: 04/05/2026"), None);
    assert_eq!(sure("created: 2026-05-04"), None);
}

/// All the action items and nothing else.
fn short() -> String {
    ACTIONS.iter().map(|(_, words)| format!("- [ ] {words}\n")).collect()
}

#[test]
fn what_many_notes_were_written_on_tells_nothing() {
    let mut notes = vec![("a.md".to_owned(), offsite(&team("date: 2026-05-04"), false))];
    notes.push(("b.md".to_owned(), offsite(&team("created: 2026-05-04"), true)));
    for at in 0..70 {
        notes.push((
            format!("c{at}.md"),
            format!("---\n{}\n---\n# {at}\n\nText {at}.\n", team("created: 2026-05-04")),
        ));
    }
    let notes: Vec<(&str, String)> = notes.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
    let (grouping, _) = grouping(&notes);
    assert!(grouping.crowds.is_empty());
    check(&notes, &[]);
}

#[test]
fn a_meeting_that_is_held_again_is_another_where_the_days_may_be_one() {
    // Half a year later, with what was carried over and a day that may be the one.
    let carried: String = ACTIONS.iter().take(2).map(|(_, words)| format!("- [ ] {words}\n")).collect();
    let items: String = OTHER.iter().map(|words| format!("- {words}\n")).collect();
    let text = format!(
        "---\n{}\n---\n# Offsite\n\n## Action Items\n{carried}\n## Key Information\n{items}",
        team("date: 05/04/2026")
    );
    check(&[("a.md", offsite(&team("date: 2026-05-04"), false)), ("b.md", text)], &[]);
}

#[test]
fn other_days_by_which_all_is_due_keep_apart_what_may_be_of_one_day() {
    let with_days = |day: &str, other_words: bool, due_on: &str| {
        let text = offsite(&team(day), other_words);
        let lines: Vec<String> =
            text.lines()
                .map(|line| {
                    if line.starts_with("- [ ]") { format!("{line} 📅 {due_on}") } else { line.to_owned() }
                })
                .collect();
        lines.join("\n")
    };
    let sure = with_days("date: 2026-05-04", false, "2026-05-11");
    check(
        &[("a.md", sure.clone()), ("b.md", with_days("date: 05/04/2026", true, "2026-05-11"))],
        &[(Confidence::Likely, &["a.md", "b.md"])],
    );
    check(&[("a.md", sure), ("b.md", with_days("date: 05/04/2026", true, "2026-04-20"))], &[]);
}
