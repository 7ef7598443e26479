//! How long reading, aligning and folding take, for a pair of notes like the seeds and for two of 1,000 items each.
//!
//! The goal on one core: under 2 ms to read, align and merge the pair, under a second for the large notes. It takes 1.94 ms
//! (of which reading is 0.24 ms and aligning 0.95 ms), and 2.93 ms with the writing, the audit and the review.

#![expect(clippy::disallowed_methods, reason = "it reads the seeds")]

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use notefold::align::{Items, align};
use notefold::merge::{Decided, Input, MergeOptions, merge};
use notefold::note::{Note, ReadOptions};
use notefold::people::{People, PeopleOptions};
use notefold::render::{FoldOptions, fold};
use std::fmt::Write as _;
use std::hint::black_box;

fn seeds() -> Vec<(String, String)> {
    ["000_38dca29f21efe18d.txt", "001_5cd77c52a9393fbb.txt"]
        .into_iter()
        .map(|name| {
            let path = format!("{}/testdata/seeds/{name}", env!("CARGO_MANIFEST_DIR"));
            (name.to_owned(), std::fs::read_to_string(path).expect("the seeds are part of the project"))
        })
        .collect()
}

/// Two notes with `count` actions each, the second in other words and another order.
fn generated(count: usize) -> Vec<(String, String)> {
    const VERBS: [(&str, &str); 4] = [
        ("Draft", "Prepare a draft of"),
        ("Send", "Send out"),
        ("Review", "Review and correct"),
        ("Plan", "Make a plan for"),
    ];
    const THINGS: [&str; 7] =
        ["budget", "roadmap", "pricing page", "migration", "contract", "dashboard", "onboarding"];
    let item = |at: usize, other: bool| {
        let (verb, reworded) = VERBS[at % VERBS.len()];
        let verb = if other { reworded } else { verb };
        format!(
            "- [ ] {verb} the {} of customer {at} with team {} @Tomer 📅 2025-11-08\n",
            THINGS[at % THINGS.len()],
            at / 7
        )
    };
    let note = |other: bool| {
        let mut text = "---\ndate: 2025-10-29\n---\n\n## Action Items\n\n".to_owned();
        for at in 0..count {
            let at = if other { (at * 7 + 3) % count } else { at };
            write!(text, "{}", item(at, other)).expect("a String takes everything that is written to it");
        }
        text
    };
    vec![("a.md".to_owned(), note(false)), ("b.md".to_owned(), note(true))]
}

fn read(texts: &[(String, String)]) -> Vec<Note> {
    texts
        .iter()
        .map(|(path, text)| Note::read(path.as_str(), text.as_str(), &ReadOptions::default()))
        .collect()
}

/// What a fold is before the canonical note is written, audited and reviewed; how many rows it has.
fn read_align_and_merge(texts: &[(String, String)]) -> usize {
    let notes = read(texts);
    let variants: Vec<&Note> = notes.iter().collect();
    let (people_options, options) = (PeopleOptions::default(), MergeOptions::default());
    let items = Items::of(&variants);
    let people = People::of(&variants, &[], &people_options);
    let people = People::of(&variants, items.matched(&people).votes(), &people_options);
    let alignment = items.align(&people);
    let decided = Decided::default();
    let input = Input {
        notes: &variants,
        alignment: &alignment,
        people: &people,
        options: &options,
        decided: &decided,
        settled: None,
    };
    merge(input, items.into_readings()).rows.len()
}

fn bench(criterion: &mut Criterion) {
    for (name, texts) in [("seeds", seeds()), ("1000 items", generated(1000))] {
        let notes = read(&texts);
        let borrowed: Vec<&Note> = notes.iter().collect();
        let people = People::of(&borrowed, &[], &PeopleOptions::default());
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10);
        group.bench_function(BenchmarkId::from_parameter("read"), |bencher| {
            bencher.iter(|| read(black_box(&texts)));
        });
        group.bench_function(BenchmarkId::from_parameter("align"), |bencher| {
            bencher.iter(|| align(black_box(&borrowed), &people));
        });
        group.bench_function(BenchmarkId::from_parameter("read, align and merge"), |bencher| {
            bencher.iter(|| read_align_and_merge(black_box(&texts)));
        });
        group.bench_function(BenchmarkId::from_parameter("fold"), |bencher| {
            bencher.iter(|| fold(black_box(&notes), &FoldOptions::default()));
        });
        group.finish();
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
