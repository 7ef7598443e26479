//! What the numbers of the rules rest on: all pairs of notes of meetings in `testdata`, days left aside.

use crate::disk::QuickHash;
use crate::group::content::{Agreement, Comparison};
use crate::group::gist::Gist;
use crate::group::sketch::Weighed;
use crate::group::survey::Survey;
use crate::group::titles::swapped;
use crate::group::{Digest, DigestOptions};
use crate::note::{Note, ReadOptions};
use crate::people::PeopleOptions;
use crate::vault::{Scanned, VaultPath};
use std::path::Path;

/// Two notes, and how alike they are by each measure.
#[derive(Debug)]
struct Measured {
    #[expect(dead_code, reason = "shown when a check fails")]
    notes: [String; 2],
    is_variant: bool,
    /// The share of the words in the sketches.
    words: f32,
    /// The share of the items.
    share: f64,
    /// How many items are in the same words, whatever the sections they stand in.
    equal: usize,
    /// How many of what both say is of what the titles name, and do not name in common.
    swapped: usize,
}

/// The folders of meetings.
const MEETINGS: &str = "meetings";
const ALL: [&str; 5] = [MEETINGS, "products", "paraphrased", "evaluation", "generators"];

/// All pairs of the notes of the seeds and of the meetings in these folders.
#[expect(clippy::disallowed_methods, reason = "it reads the notes of the tests")]
fn measured(folders: &[&str]) -> Vec<Measured> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let mut notes: Vec<(String, String, String)> = Vec::new();
    let mut take = |meeting: &str, place: &Path| {
        for entry in std::fs::read_dir(place).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let is_note = path.extension().is_some_and(|ending| ending == "md" || ending == "txt");
            if is_note && !["folded.md", "review.txt"].contains(&name.as_str()) {
                notes.push((meeting.to_owned(), name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    };
    for place in folders.iter().map(|name| folder.join(name)) {
        for entry in std::fs::read_dir(place).unwrap() {
            let place = entry.unwrap().path();
            if place.is_dir() {
                take(place.to_str().unwrap(), &place);
            }
        }
    }
    take("seeds", &folder.join("seeds"));
    notes.sort();
    let scanned: Vec<Scanned<Digest>> = notes
        .iter()
        .map(|(_, name, text)| {
            let path = VaultPath::of(Path::new(name)).unwrap();
            let digest = Digest::of(&path, text, &DigestOptions::default());
            Scanned { hash: QuickHash::of(text.as_bytes()), bytes: text.len(), digest, path }
        })
        .collect();
    let survey = Survey::of(&scanned, &PeopleOptions::default());
    let gists: Vec<Gist> = notes
        .iter()
        .zip(&scanned)
        .map(|((_, name, text), Scanned { digest, .. })| {
            Gist::of(&Note::read(name.as_str(), text.as_str(), &ReadOptions::default()), digest, &survey)
        })
        .collect();
    let mut measured = Vec::new();
    for one in 0..notes.len() {
        for other in one + 1..notes.len() {
            let agreement = Comparison::of(&gists[one], &gists[other]).agreement();
            let Agreement { by_role, anywhere, .. } = agreement;
            let side = |at: usize| (&gists[at], &scanned[at].digest);
            let swapped = swapped(side(one), side(other), &Comparison::of(&gists[one], &gists[other]));
            let sketch = |at: usize| Weighed::of(&scanned[at].digest.sketch, |word| survey.worth(word));
            measured.push(Measured {
                notes: [one, other].map(|at| notes[at].1.clone()),
                is_variant: notes[one].0 == notes[other].0,
                words: sketch(one).share(&sketch(other)),
                share: by_role.share(),
                equal: anywhere.equal,
                swapped: swapped.map_or(0, |(_, count)| count),
            });
        }
    }
    measured
}

/// Checks that a measure of the variants of a meeting is at least `least`, and of notes of two meetings at most `most`;
/// each to the second digit, so that the comments that name them hold.
fn check(measure: impl Fn(&Measured) -> f64, least: f64, most: f64) {
    let all = measured(&[MEETINGS]);
    assert_eq!((all.iter().filter(|pair| pair.is_variant).count(), all.len()), (19, 190));
    for pair in all {
        let value = measure(&pair);
        let holds = if pair.is_variant { value >= least - 0.005 } else { value <= most + 0.005 };
        assert!(holds, "{value:.2}: {pair:?}");
    }
}

#[test]
fn the_share_of_items_tells_variants_from_other_meetings_of_the_same_people() {
    check(|pair| pair.share, 0.45, 0.12);
}

#[test]
fn the_share_of_words_tells_them_well_enough_to_leave_most_notes_unread() {
    check(|pair| f64::from(pair.words), 0.35, 0.24);
}

#[test]
fn variants_have_hardly_an_item_in_the_same_words() {
    let all = measured(&ALL);
    let variants: Vec<&Measured> = all.iter().filter(|pair| pair.is_variant).collect();
    assert_eq!(variants.len(), 112);
    let most = variants.iter().max_by_key(|pair| pair.equal).unwrap();
    assert!(most.equal <= 1, "{most:?}");
}

#[test]
fn variants_seldom_say_of_one_thing_what_the_other_says_of_another_that_the_title_names() {
    let all = measured(&[ALL.as_slice(), &["trades", "callings"]].concat());
    let variants: Vec<&Measured> = all.iter().filter(|pair| pair.is_variant).collect();
    assert_eq!(variants.len(), 164);
    let most = variants.iter().max_by_key(|pair| pair.swapped).unwrap();
    assert!(most.swapped <= 1, "{most:?}");
}
