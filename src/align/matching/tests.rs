use super::*;

fn saying(variant: usize, wording: &str) -> Saying {
    Saying::worded(variant, Role::Facts, wording)
}

/// Checks which of the items of two variants are put together, by their places in the two lists.
fn check(one: &[&str], other: &[&str], expect: &[(usize, usize)]) {
    check_said(Role::Facts, one, other, expect);
}

/// [`check`] of items of this role.
fn check_said(role: Role, one: &[&str], other: &[&str], expect: &[(usize, usize)]) {
    let said = |variant: usize, wording: &&str| Saying { role, ..saying(variant, wording) };
    let sayings: Vec<Saying> =
        one.iter().map(|w| said(0, w)).chain(other.iter().map(|w| said(1, w))).collect();
    let ready = Ready::of_sayings(&sayings, &Tuning::default());
    let groups = matching(&sayings, &ready, &People::default()).groups;
    let mut found: Vec<(usize, usize)> = Vec::new();
    for group in &groups {
        for left in group.members.iter().filter(|member| **member < one.len()) {
            let right = group.members.iter().filter(|member| **member >= one.len());
            found.extend(right.map(|right| (*left, right - one.len())));
        }
    }
    found.sort_unstable();
    assert_eq!(found, expect, "{one:#?} {other:#?}");
    let members: usize = groups.iter().map(|group| group.members.len()).sum();
    assert_eq!(members, sayings.len(), "every saying is in exactly one group");
}

#[test]
fn a_reworded_item_finds_its_counterpart() {
    check(
        &["Book the venue for the offsite in Lisbon", "Collect dietary requirements from all attendees"],
        &["Ask everyone for their dietary requirements", "The offsite venue in Lisbon has to be booked"],
        &[(0, 1), (1, 0)],
    );
}

#[test]
fn what_the_other_variant_does_not_say_stays_alone() {
    check(&["Book the venue for the offsite in Lisbon"], &["The budget review moves to March"], &[]);
}

#[test]
fn the_opposite_is_not_the_same() {
    check(
        &["Enable the nightly backup for the billing database"],
        &["Disable the nightly backup for the billing database"],
        &[],
    );
    check(
        &["Encryption will be mandated for every new service"],
        &["Encryption will not be mandated for every new service"],
        &[],
    );
}

#[test]
fn a_decision_against_what_the_other_decides_is_not_the_same() {
    for (one, other) in [
        ("No second lift in the east wing", "The east wing gets a second lift in autumn"),
        ("The pilot will not be extended to Ghent", "Extend the pilot to Ghent by two weeks"),
        ("The printed guide is dropped", "The printed guide stays, on recycled paper"),
    ] {
        check_said(Role::Decisions, &[one], &[other], &[]);
    }
}

#[test]
fn what_takes_back_in_other_words_is_the_same_decision() {
    for (one, other) in [
        ("No second lift in the east wing", "A second lift for the east wing is ruled out"),
        ("No flash in the east wing", "Flash will be prohibited in the east wing"),
        (
            "Reply to customers no later than 2 days after a call",
            "Customers get their reply 2 days after a call",
        ),
        ("Use the rack mount, not the tube mount", "The rack mount is used"),
        ("Contract no. 2 goes to Dagny", "Dagny gets contract 2"),
    ] {
        check_said(Role::Decisions, &[one], &[other], &[(0, 0)]);
    }
}

#[test]
fn other_numbers_keep_apart() {
    check(&["Rerun the benchmark on 48 nodes"], &["Rerun the benchmark on 96 nodes"], &[]);
    check(&["Two of the 48 nodes reboot every week"], &["Two nodes reboot weekly"], &[(0, 0)]);
    check(&["The Ghent cluster reads 12 TB a day"], &["Copying the Ghent cluster takes 11 days"], &[]);
    check(&["Water the seedlings every second day"], &["Water the seedlings every 2 days"], &[(0, 0)]);
}

#[test]
fn one_code_or_name_in_the_same_place_keeps_apart() {
    check(&["Migrate the reporting stack to Azure"], &["Migrate the reporting stack to AWS"], &[]);
    check(&["Invite Marta Ruiz to the design review"], &["Invite Marta Rossi to the design review"], &[]);
}

#[test]
fn a_wording_said_twice_by_both_is_two_rows() {
    check(
        &["Call the bank about the loan", "Call the bank about the loan"],
        &["Call the bank about the loan", "Call the bank about the loan"],
        &[(0, 0), (1, 1)],
    );
    check(
        &["Call the bank about the loan", "Call the bank about the loan"],
        &["Call the bank about the loan"],
        &[(0, 0), (1, 0)],
    );
}

#[test]
fn items_without_words_stay_alone() {
    check(&["…", ""], &["…", ""], &[]);
}

#[test]
fn what_a_person_said_is_not_the_same_stays_apart_however_it_is_worded() {
    let words = [
        "Book the venue for the offsite in Lisbon",
        "The offsite venue in Lisbon has to be booked",
        "Book the venue for the offsite in Lisbon",
    ];
    let sayings: Vec<Saying> = words.iter().enumerate().map(|(at, words)| saying(at, words)).collect();
    for (barred, expect) in [
        (vec![(0, 1), (0, 2)], vec![vec![0], vec![1, 2]]),
        (vec![(0, 1), (0, 2), (1, 2)], vec![vec![0], vec![1], vec![2]]),
        (vec![], vec![vec![0, 1, 2]]),
    ] {
        let mut ready = Ready::of_sayings(&sayings, &Tuning::default());
        ready.bar(barred.into_iter().collect());
        let groups = matching(&sayings, &ready, &People::default()).groups;
        let mut groups: Vec<Vec<usize>> = groups.into_iter().map(|group| group.members).collect();
        groups.sort();
        assert_eq!(groups, expect);
    }
}
