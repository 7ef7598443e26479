//! A year of nights: a generator, a person, a sync client and crashes act on a vault, and an unattended pass is made every
//! night. After each night what the person did stands, and a second pass does nothing.
//!
//! `NOTEFOLD_NIGHTS=365 cargo test --test year` is the long one; `NOTEFOLD_YEARS=3` has as many of them, each by
//! another chance. The same chance gives the same year: `NOTEFOLD_SEED=7` begins with the seventh, and
//! `NOTEFOLD_YEAR_TOLD=1` prints what happens in it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "it acts on files as others do")]

#[path = "../vaults/chance.rs"]
mod chance;
mod disk;
mod generator;
mod life;
mod promises;
mod vault;

use life::Life;

/// How many nights there are in the test command, and of how many years.
const NIGHTS: u32 = 100;
const YEARS: u64 = 2;

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |typed| typed.parse().unwrap())
}

#[test]
fn what_a_person_does_stands_through_a_year_of_nights() {
    let nights = u32::try_from(number("NOTEFOLD_NIGHTS", NIGHTS.into())).unwrap();
    let first = number("NOTEFOLD_SEED", 1);
    for seed in first..first + number("NOTEFOLD_YEARS", YEARS) {
        let mut life = Life::new(seed);
        for night in 1..=nights {
            life.day();
            life.night(night);
        }
        life.ends();
    }
}

#[test]
fn the_same_chance_gives_the_same_year() {
    let year = || {
        let mut life = Life::new(42);
        for night in 1..=12 {
            life.day();
            life.night(night);
        }
        life.notes()
    };
    assert_eq!(year(), year());
}
