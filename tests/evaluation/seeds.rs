//! The pair of notes in `testdata/seeds`, which was folded by hand.

use notefold::align::{Alignment, Row, Tie, align};
use notefold::note::{Note, ReadOptions, Role};
use notefold::people::{People, PeopleOptions, Who};
use std::path::Path;

#[expect(clippy::disallowed_methods, reason = "the evaluation reads its own test data")]
fn seeds() -> Vec<Note> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/seeds");
    let read = |file: &str| {
        let text = std::fs::read_to_string(folder.join(file)).expect("a seed");
        Note::read(file, text, &ReadOptions::default())
    };
    vec![read("000_38dca29f21efe18d.txt"), read("001_5cd77c52a9393fbb.txt")]
}

fn folded(notes: &[&Note]) -> (Alignment, People) {
    let options = PeopleOptions::default();
    let first = align(notes, &People::of(notes, &[], &options));
    let people = People::of(notes, &first.votes, &options);
    (align(notes, &people), people)
}

#[test]
fn the_seeds_say_ten_actions_and_one_decision_together() {
    let notes = seeds();
    let (alignment, _) = folded(&notes.iter().collect::<Vec<_>>());
    let of = |role: Role| alignment.rows.iter().filter(move |row| row.role == role).collect::<Vec<&Row>>();
    for (role, rows, together) in [(Role::Actions, 10, 10), (Role::Decisions, 1, 1), (Role::Facts, 11, 3)] {
        let both = of(role).iter().filter(|row| row.members.len() == 2).count();
        assert_eq!((of(role).len(), both), (rows, together), "{role:?}");
    }
    let covered: Vec<usize> = alignment
        .rows
        .iter()
        .filter(|row| row.related.iter().any(|related| related.tie == Tie::CoveredBy))
        .map(|row| row.related.len())
        .collect();
    assert_eq!(covered, [2], "the first fact of the one is covered by two of the other, and nothing else is");
}

#[test]
fn the_seeds_name_people_by_several_spellings() {
    let notes = seeds();
    let (_, people) = folded(&notes.iter().collect::<Vec<_>>());
    for (note, name, expect) in [
        (0, "Shachar", "Shahar"),
        (0, "Sahar", "Shahar"),
        (0, "Tomer", "Tomer Hagay"),
        (0, "Jeff", "Jeff Denworth"),
        (1, "Noah", "Noah"),
    ] {
        let Who::Person(person) = people.who(note, name) else { panic!("{name} is nobody") };
        assert_eq!(people.name(person), expect);
    }
    assert_eq!(people.who(0, "Myself"), Who::Myself);
}
