//! What titles and names tell apart, and what they do not.

use super::{TEAM, check, offsite};
use crate::group::Confidence;

/// A note about a matter that is handled in the way all such matters are.
fn handled(title: &str, matter: &str, sum: &str) -> String {
    format!(
        "---\n{TEAM}\n---\n# {title}\n\n## Action Items\n- [ ] Request the invoice for the {matter} from the holder\n\
         - [ ] Approve the first payment of {sum}\n- [ ] Inform the broker about the {matter} in writing\n\n\
         ## Decisions\n- The reserve for the {matter} is set to {sum}\n- The loss of the {matter} is accepted in full\n"
    )
}

#[test]
fn two_matters_numbered_in_their_titles_are_two() {
    check(
        &[
            ("a.md", handled("Review of claim KL-204", "damage", "8,000")),
            ("b.md", handled("Claim KL-977", "damage", "5,000")),
        ],
        &[],
    );
}

#[test]
fn two_matters_the_titles_name_and_what_both_say_is_of_are_two() {
    check(
        &[
            ("a.md", handled("Review of the greenhouse", "greenhouse", "8,000")),
            ("b.md", handled("Review of the trailer", "trailer", "8,000")),
        ],
        &[],
    );
}

#[test]
fn titles_that_differ_in_what_neither_speaks_of_tell_nothing() {
    let one = handled("Review of the greenhouse", "damage", "8,000");
    let other = handled("Insurance round", "damage", "8,000").replace("Inform", "Write to");
    check(&[("a.md", one), ("b.md", other)], &[(Confidence::Likely, &["a.md", "b.md"])]);
}

/// The note of a bed, filled into a form.
fn bed(number: u32, state: &str) -> String {
    format!(
        "---\ndate: 2026-05-04\nnurse: Ana\n---\n# Handover bed {number}\n\n- Situation: {state} since noon\n- Observe every \
         four hours\n- Inform the family tomorrow\n- Repeat the bloods early\n"
    )
}

#[test]
fn what_is_counted_is_a_copy_only_where_the_bare_name_is() {
    let (four, nine) = (bed(4, "much better"), bed(9, "in pain"));
    check(&[("Bed 4.md", four.clone()), ("Bed 9.md", nine.clone())], &[]);
    check(
        &[("Bed.md", four), ("Bed 1.md", nine.replace("bed 9", "bed 4"))],
        &[(Confidence::Likely, &["Bed 1.md", "Bed.md"])],
    );
}

#[test]
fn a_copy_of_a_note_that_carries_on_what_others_said_is_certain() {
    let week = |day: &str, news: &str| {
        format!(
            "---\ndate: {day}\n---\n# Weekly\n\n- [ ] Ring the tuner\n- [ ] Write to old members\n- {news} came today\n"
        )
    };
    let days = ["2026-05-04", "2026-05-11", "2026-05-18"];
    let news = ["The first invoice", "A big crate", "The second invoice"];
    let mut notes: Vec<(&str, String)> = ["a.md", "b.md", "c.md"]
        .into_iter()
        .zip(days.iter().zip(news))
        .map(|(path, (day, news))| (path, week(day, news)))
        .collect();
    notes.push(("c (conflicted copy).md", week(days[2], news[2])));
    check(&notes, &[(Confidence::Certain, &["c (conflicted copy).md", "c.md"])]);
}

#[test]
fn a_preparation_that_decides_something_was_not_written_before_the_meeting() {
    let plan = offsite(TEAM, false).replace("## Decisions", "## Risks");
    let prep = offsite(TEAM, true).replace("# Offsite\n", "# Offsite prep\n");
    let prep = prep.replace("## Decisions\n", "## Decisions\n- The bus leaves from the main station\n");
    let undecided = prep.replace("## Decisions", "## Risks");
    check(&[("a.md", plan.clone()), ("b.md", undecided)], &[]);
    check(&[("a.md", plan), ("b.md", prep)], &[(Confidence::Likely, &["a.md", "b.md"])]);
}
