//! What a person decides is carried out, and nothing is dropped by it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod generated;

use generated::{meeting, style};
use notefold::merge::{Choice, Decision, MergeOptions, Place};
use notefold::note::{Note, ReadOptions};
use notefold::render::review::{Outcome, RowView};
use notefold::render::{FoldError, FoldOptions, Review, fold};
use proptest::prelude::*;
use std::collections::BTreeSet;

const BASE: &str = "---\ntitle: Standup\ndate: 2025-10-27\nperson: Ana\n---\n\n# Standup\n\n**Place**: Haifa\n\n## Summary\n\nPricing was the topic.\n\n## Actions\n\n- [ ] Send the deck about pricing to the customer @Tomer 📅 2025-11-03 ⏫\n- [ ] Book a room for the workshop in Haifa @Ana\n  - ask for a projector\n- [ ] Order badges for all guests @Dana\n\n## Decisions\n\n- The launch of the beta moves to the second week of November\n- The trial period is shortened to 14 days for every tenant\n";
const OTHER: &str = "---\ntitle: Standup of the team\ndate: 2025-10-27\nperson: Noa\n---\n\n# Standup of the team\n\n**Place**: Tel Aviv\n\n## Summary\n\nThe team met for 25 minutes.\n\n## Actions\n\n- [x] Send the pricing deck to the customer, 12 slides @Tomer 📅 2025-11-04 🔼\n- [-] Book the workshop room in Haifa @Ana\n- [ ] Order badges for all guests @Noa\n\n## Decisions\n\n- The beta launch moves to the second week of November\n- The trial period is shortened to 14 days\n";

fn read(texts: &[&str]) -> Vec<Note> {
    let names = ["A", "B", "C"];
    let notes = texts.iter().zip(names);
    notes.map(|(text, name)| Note::read(format!("{name}.md"), *text, &ReadOptions::default())).collect()
}

fn folded(texts: &[&str], decisions: Vec<Decision>, base: usize) -> Result<Review, String> {
    let merge = MergeOptions { decisions, ..MergeOptions::default() };
    let options = FoldOptions { base: Some(base), merge, ..FoldOptions::default() };
    fold(&read(texts), &options).map(|fold| fold.review).map_err(|error| error.to_string())
}

/// The row one of whose sources says `words`, as it is folded without decisions.
fn row(texts: &[&str], words: &str) -> RowView {
    let rows = folded(texts, Vec::new(), 0).unwrap().rows;
    let has = |row: &RowView| row.sources.iter().any(|source| source.text.contains(words));
    rows.into_iter().find(has).unwrap()
}

/// The choice made for the row one of whose sources says `words`.
fn about(texts: &[&str], words: &str, choice: Choice) -> Decision {
    let sources = row(texts, words).sources.into_iter();
    let places = sources.map(|source| Place { path: source.path, line: source.line }).collect();
    Decision::Row { places, choice }
}

fn value(field: &str, value: &str) -> Choice {
    Choice::Value { field: field.into(), value: value.into() }
}

fn apart(paths: &[&str]) -> Choice {
    Choice::Apart(paths.iter().map(|path| (*path).to_owned()).collect())
}

fn property(key: &str, value: &str) -> Decision {
    Decision::Property { key: key.into(), value: value.into() }
}

/// Folds the two notes with a decision, whichever of them is the base; gives the review with the first as base.
#[track_caller]
fn check(decision: &Decision, says: &[&str], says_not: &[&str]) -> Review {
    let texts = [BASE, OTHER];
    for base in [1, 0] {
        let review = folded(&texts, vec![decision.clone()], base).unwrap();
        let text = &review.canonical.text;
        for words in says {
            assert!(text.contains(words), "{words:?} is not in\n{text}");
        }
        for words in says_not {
            assert!(!text.contains(words), "{words:?} is in\n{text}");
        }
        if base == 0 {
            return review;
        }
    }
    unreachable!("0 is the last base")
}

#[track_caller]
fn refused(decisions: Vec<Decision>, says: &str) {
    let error = folded(&[BASE, OTHER], decisions, 0).unwrap_err();
    assert!(error.contains(says), "{error}");
}

fn decided(words: &str, choice: Choice) -> Decision {
    about(&[BASE, OTHER], words, choice)
}

#[test]
fn a_value_chosen_for_a_conflict_is_taken_and_the_other_set_aside() {
    for (words, field, other, own) in [
        ("Send the", "due", "2025-11-04", "📅 2025-11-03"),
        ("Order", "owner", "@Noa", "@Dana"),
        ("Send the", "priority", "🔼 medium", "⏫"),
    ] {
        let sign = other.split(' ').next().unwrap();
        let review = check(&decided(words, value(field, other)), &[sign], &[own]);
        let row = row_of(&review, words);
        let conflict = row.conflicts.iter().find(|conflict| conflict.field == field).unwrap();
        assert_eq!((conflict.chosen.as_str(), conflict.waits), (other, false));
        assert_eq!(conflict.rule, "a person chose it");
        assert!(review.set_aside.iter().any(|aside| aside.reason == format!("another {field} was chosen")));
    }
}

fn row_of<'r>(review: &'r Review, words: &str) -> &'r RowView {
    review.rows.iter().find(|row| row.text.contains(words)).unwrap()
}

#[test]
fn a_status_chosen_against_the_other_is_taken() {
    let other = OTHER.replace("- [x] Send", "- [-] Send");
    let base = BASE.replace("- [ ] Send", "- [x] Send");
    let texts = [base.as_str(), other.as_str()];
    let decision = about(&texts, "Send the", value("status", "[-]"));
    let review = folded(&texts, vec![decision], 0).unwrap();
    assert!(review.canonical.text.contains("- [-] Send"), "{}", review.canonical.text);
}

#[test]
fn a_row_of_which_all_conflicts_are_decided_is_chosen_and_waits_for_nothing() {
    let decisions = ["due", "priority"].into_iter().zip(["2025-11-04", "🔼 medium"]);
    let decisions = decisions.map(|(field, chosen)| decided("Send the", value(field, chosen))).collect();
    let review = folded(&[BASE, OTHER], decisions, 0).unwrap();
    let row = row_of(&review, "Send the");
    assert_eq!(row.outcome, Outcome::Chosen);
    assert!(row.conflicts.iter().all(|conflict| !conflict.waits));
}

#[test]
fn a_value_chosen_for_a_property_is_taken() {
    check(&property("person", "Noa"), &["person: Noa"], &["person: Ana"]);
    let review = check(
        &property("title", "Standup of the team"),
        &["title: Standup of the team", "# Standup of the team", "- Standup\n"],
        &["# Standup\n"],
    );
    let title = review.frontmatter.iter().find(|property| property.key == "title").unwrap();
    assert_eq!(title.rule, "a person chose it");
    let earlier = OTHER.replace("date: 2025-10-27", "date: 2025-10-26");
    let merge = MergeOptions { decisions: vec![property("date", "2025-10-26")], ..MergeOptions::default() };
    let options = FoldOptions { base: Some(0), merge, allow_different_dates: true, ..FoldOptions::default() };
    let text = fold(&read(&[BASE, &earlier]), &options).unwrap().review.canonical.text;
    assert!(text.contains("date: 2025-10-26\n"), "{text}");
}

#[test]
fn a_title_or_header_line_is_chosen_too() {
    check(&decided("Haifa", value("place", "Tel Aviv")), &["**Place**: Tel Aviv"], &["**Place**: Haifa"]);
    let bare = |text: &str| text.replace("title: Standup\n", "").replace("title: Standup of the team\n", "");
    let (base, other) = (bare(BASE), bare(OTHER));
    let texts = [base.as_str(), other.as_str()];
    let decision = about(&texts, "Standup of the team", value("title", "Standup of the team"));
    let text = folded(&texts, vec![decision], 0).unwrap().canonical.text;
    assert!(text.contains("\n# Standup of the team\n"), "{text}");
}

#[test]
fn the_words_of_one_note_are_taken_for_title_and_header_lines() {
    check(
        &decided("Standup of the team", Choice::Wording("B.md".into())),
        &["\n# Standup of the team\n"],
        &["\n# Standup\n"],
    );
    check(&decided("Haifa", Choice::Wording("B.md".into())), &["**Place**: Tel Aviv"], &["**Place**: Haifa"]);
    let line = |people: &str| format!("# S\n\n**With**: {people}\n\n## Actions\n\n- [ ] Call the bank\n");
    let (base, other) = (line("Ana Ruiz, Tomer"), line("Ana Ruiz, Noa Peled"));
    let texts = [base.as_str(), other.as_str()];
    let decision = about(&texts, "Noa", Choice::Wording("B.md".into()));
    let review = folded(&texts, vec![decision], 0).unwrap();
    assert!(review.canonical.text.contains("**With**: Ana Ruiz, Noa Peled\n"), "{}", review.canonical.text);
    assert!(review.set_aside.iter().any(|aside| aside.text.contains("Tomer")));
    let row = row_of(&review, "With");
    assert_eq!(row.sources.iter().map(|source| source.chosen).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn a_chosen_wording_stands_and_what_the_other_says_of_its_own_stands_below() {
    let review =
        check(&decided("Send the", Choice::Wording("A.md".into())), &["Send the deck about pricing"], &[]);
    let text = &review.canonical.text;
    assert!(text.contains("\n  - Send the pricing deck to the customer, 12 slides\n"), "{text}");
    let row = row_of(&review, "Send the");
    assert!(row.rules.iter().any(|rule| rule == "wording of A: a person chose it"), "{:?}", row.rules);
    check(
        &decided("trial", Choice::Wording("B.md".into())),
        &["- The trial period is shortened to 14 days\n"],
        &["tenant"],
    );
    check(&decided("Pricing was", Choice::Wording("B.md".into())), &["The team met for 25 minutes."], &[]);
}

#[test]
fn both_wordings_kept_are_rows_of_their_own_next_to_each_other() {
    let review = check(
        &decided("launch", apart(&["B.md"])),
        &[
            "- The launch of the beta moves to the second week of November\n",
            "- The beta launch moves to the second week of November\n",
        ],
        &[],
    );
    let lines: Vec<usize> =
        review.rows.iter().filter(|row| row.text.contains("beta")).filter_map(|row| row.line).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0] + 1, lines[1]);
    // What stands below the one stays there.
    let text = check(&decided("Book", apart(&["B.md"])), &[], &[]).canonical.text;
    assert!(
        text.contains("- [ ] Book a room for the workshop in Haifa @Ana\n  - ask for a projector\n- [-] Book the workshop room in Haifa @Ana\n"),
        "{text}"
    );
}

#[test]
fn one_of_three_is_split_off() {
    let third = OTHER.replace("The beta launch moves", "The launch of the beta version moves");
    let texts = [BASE, OTHER, &third];
    let whole = row(&texts, "launch");
    assert_eq!(whole.sources.len(), 3);
    let review = folded(&texts, vec![about(&texts, "launch", apart(&["C.md"]))], 0).unwrap();
    let rows: Vec<usize> = review
        .rows
        .iter()
        .filter(|row| row.sources.iter().any(|source| source.text.contains("launch")))
        .map(|row| row.sources.len())
        .collect();
    assert_eq!(rows, [2, 1]);
}

#[test]
fn an_edited_text_replaces_all_wordings_which_are_set_aside() {
    let written = "Send the 12 slides about pricing to Acme";
    let review = check(
        &decided("Send the", Choice::Text(written.into())),
        &["] Send the 12 slides about pricing to Acme @Tomer 📅 2025-11-0"],
        &["Send the deck", "pricing deck"],
    );
    let aside: Vec<&str> = review
        .set_aside
        .iter()
        .filter(|aside| aside.reason.ends_with(" anew"))
        .map(|aside| aside.path.as_str())
        .collect();
    assert_eq!(aside, ["A.md", "B.md"]);
    let row = row_of(&review, written);
    assert!(row.sources.iter().all(|source| !source.chosen));
    assert!(row.rules.iter().any(|rule| rule == "a person wrote it anew"));
}

#[test]
fn the_fields_an_edited_text_names_replace_those_of_the_row_and_the_others_stay() {
    let review = check(
        &decided("Send the", Choice::Text("- [/] Send the deck @Lea 📅 2025-12-01".into())),
        &["- [/] Send the deck @Lea", "📅 2025-12-01"],
        &["@Tomer", "2025-11"],
    );
    let row = row_of(&review, "Send the");
    let waiting: Vec<&str> =
        row.conflicts.iter().filter(|conflict| conflict.waits).map(|it| it.field.as_str()).collect();
    assert_eq!(waiting, [] as [&str; 0]);
    let due = row.conflicts.iter().find(|conflict| conflict.field == "due").unwrap();
    assert_eq!(due.chosen, "2025-12-01");
}

#[test]
fn an_item_of_equal_notes_can_be_written_anew() {
    let texts = [BASE, BASE];
    let decision = about(&texts, "launch", Choice::Text("The beta starts in November".into()));
    let text = folded(&texts, vec![decision], 0).unwrap().canonical.text;
    let expect = BASE.replace(
        "The launch of the beta moves to the second week of November",
        "The beta starts in November",
    );
    assert_eq!(text, expect);
}

#[test]
fn what_others_cover_is_kept_when_a_person_says_so() {
    let base = "# S\n\n## Decisions\n\n- Move the launch of the beta to November and shorten the trial period to 14 days\n";
    let other = "# S\n\n## Decisions\n\n- Move the launch of the beta to November\n- Shorten the trial period to 14 days\n";
    let texts = [base, other];
    let covered = folded(&texts, Vec::new(), 1).unwrap();
    let gone = covered.rows.iter().find(|row| row.line.is_none() && row.sources.len() == 1);
    let words = &gone.unwrap().sources[0].text;
    assert!(!covered.canonical.text.contains(&format!("- {words}\n")), "{}", covered.canonical.text);
    let review = folded(&texts, vec![about(&texts, words, apart(&[]))], 1).unwrap();
    assert!(review.canonical.text.contains(&format!("- {words}\n")), "{}", review.canonical.text);
}

#[test]
fn a_decision_that_fits_nothing_is_refused_and_named() {
    refused(vec![property("person", "Dana")], "no note has `Dana` as person");
    refused(vec![property("date", "2025-10-28")], "do not disagree about date");
    refused(vec![property("place", "Haifa")], "do not disagree about place");
    refused(vec![decided("Send the", value("due", "2026-01-01"))], "no note has `2026-01-01` as due");
    refused(vec![decided("Book", value("due", "2025-11-03"))], "do not disagree about due of `A.md`");
    refused(vec![decided("Book", Choice::Wording("C.md".into()))], "the wording of `C.md` cannot be taken");
    refused(vec![decided("Pricing was", Choice::Text("Nothing".into()))], "not one item");
    for text in ["", "📅 2025-11-03", "one\n- two", "```", "> said"] {
        refused(vec![decided("Book", Choice::Text(text.into()))], "not one item");
    }
    for paths in [["A.md", "B.md"].as_slice(), &[], &["C.md"]] {
        refused(vec![decided("Book", apart(paths))], "kept apart");
    }
    let places = [Place { path: "A.md".into(), line: 17 }].into();
    refused(vec![Decision::Row { places, choice: apart(&[]) }], "not there: `A.md` line 17");
    refused(vec![decided("Pricing was", apart(&["B.md"]))], "that takes an item");
    let review = folded(&[BASE, OTHER], Vec::new(), 0).unwrap();
    for (words, is_item) in [("Book", true), ("launch", true), ("Pricing was", false), ("Haifa", false)] {
        let row = row(&[BASE, OTHER], words);
        assert_eq!(review.is_item(&row), is_item, "{words}");
    }
    let places = [Place { path: "gone.md".into(), line: 1 }].into();
    refused(vec![Decision::Row { places, choice: value("due", "x") }], "not there: `gone.md` line 1");
}

/// Everything a person may decide about a row.
fn choices(row: &RowView) -> Vec<Choice> {
    let paths: BTreeSet<&str> = row.sources.iter().map(|source| source.path.as_str()).collect();
    let first = row.sources.first().map(|source| source.path.as_str());
    let mut choices = vec![
        Choice::Apart(
            paths.iter().filter(|path| Some(**path) != first).map(|path| (*path).to_owned()).collect(),
        ),
        Choice::Text("Ask [[Noa Peled]] for 3 of the `drafts` by 2025-12-01 #new".into()),
        Choice::Text(row.text.clone()),
        Choice::Text("Written | anew @Dana 🔺 📅 2026-01-02 ^mine".into()),
    ];
    choices.extend(paths.iter().map(|path| Choice::Wording((*path).to_owned())));
    choices.extend(
        row.conflicts
            .iter()
            .flat_map(|conflict| conflict.values.iter().map(|known| value(&conflict.field, &known.value))),
    );
    choices
}

/// Some of the decisions a person may take about a review: about each row one or none, as `picks` say.
fn some_decisions(review: &Review, picks: &[u8]) -> Vec<Decision> {
    let mut picks = picks.iter().copied().cycle();
    let mut pick = |choices: Vec<Decision>| {
        let at = usize::from(picks.next().unwrap_or_default());
        // Three of four are left to the rules.
        if at % 4 == 0 && !choices.is_empty() { choices.get(at / 4 % choices.len()).cloned() } else { None }
    };
    let mut decisions = Vec::new();
    for row in &review.rows {
        let places: BTreeSet<Place> =
            row.sources.iter().map(|it| Place { path: it.path.clone(), line: it.line }).collect();
        let about = |choice| Decision::Row { places: places.clone(), choice };
        decisions.extend(pick(choices(row).into_iter().map(about).collect()));
    }
    for conflict in review.frontmatter.iter().flat_map(|property| &property.conflicts) {
        let values = conflict.values.iter().map(|known| property(&conflict.field, &known.value));
        decisions.extend(pick(values.collect()));
    }
    decisions
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 192,
        // The same run every time; another seed and more cases look further.
        rng_seed: proptest::test_runner::RngSeed::Fixed(2),
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_is_decided_every_item_is_kept_or_set_aside(
        meeting in meeting(), styles in proptest::collection::vec(style(), 2..4),
        picks in proptest::collection::vec(any::<u8>(), 40), base in 0..2_usize
    ) {
        let texts = styles.iter().map(|style| meeting.written(style)).enumerate();
        let notes: Vec<Note> = texts
            .map(|(at, text)| Note::read(format!("Inbox/{at}.md"), text, &ReadOptions::default()))
            .collect();
        let folded = |base: Option<usize>, decisions: Vec<Decision>| {
            let merge = MergeOptions { decisions, ..MergeOptions::default() };
            fold(&notes, &FoldOptions { base, merge, ..FoldOptions::default() }).map(|fold| fold.review)
        };
        let before = folded(None, Vec::new()).unwrap();
        let mut decisions = some_decisions(&before, &picks);
        // What fits nothing is refused one by one, until all that is left can be done.
        let review = loop {
            match folded(Some(base), decisions.clone()) {
                Ok(review) => break review,
                Err(FoldError::Decision(refusal)) => {
                    let told = refusal.to_string();
                    let before = decisions.len();
                    // Without the decision it names it is another refusal, or none.
                    let culprit = (0..decisions.len()).find(|at| {
                        let mut others = decisions.clone();
                        others.remove(*at);
                        !matches!(folded(Some(base), others), Err(FoldError::Decision(error)) if error == refusal)
                    });
                    prop_assert!(culprit.is_some(), "{told} is about none of {decisions:#?}");
                    decisions.remove(culprit.unwrap());
                    prop_assert!(decisions.len() < before);
                }
                Err(error) => {
                    let texts: Vec<&str> = notes.iter().map(Note::text).collect();
                    prop_assert!(false, "{error}\n{decisions:#?}\n{}", texts.join("\n=====\n"));
                }
            }
        };
        for note in &notes {
            for item in note.items() {
                let is_of = |row: &&RowView| {
                    row.sources.iter().any(|source| source.path == note.path() && source.line == item.line)
                };
                let rows: Vec<&RowView> = review.rows.iter().filter(is_of).collect();
                prop_assert_eq!(rows.len(), 1, "{}:{} is in one row", note.path(), item.line);
                let aside = review.set_aside.iter().any(|it| it.path == note.path() && it.line == item.line);
                prop_assert!(rows[0].line.is_some() || aside, "{}:{}", note.path(), item.line);
            }
        }
        for decision in &decisions {
            let Decision::Row { places, choice: Choice::Apart(paths) } = decision else { continue };
            let of = |row: &RowView| {
                let own = row.sources.iter();
                own.map(|it| Place { path: it.path.clone(), line: it.line }).collect::<BTreeSet<_>>()
            };
            let rows: Vec<&RowView> = review.rows.iter().filter(|row| of(row).is_subset(places)).collect();
            prop_assert!(rows.len() > paths.len(), "{places:?} is kept apart");
        }
    }
}
