//! The numbers alignment goes by.

/// The numbers alignment goes by. They are values, not constants of the code, so that the evaluation
/// (`tests/evaluation`) can vary them; nothing else should.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tuning {
    /// The part of character n-grams in the similarity, from 0 to 1.
    pub grams: f64,
    /// What a stem of the topic heading counts, compared with one of the wording itself.
    pub topic: f64,
    /// How much a lead in similarity counts: a lead of `1 / sharpness` over the runner-up makes it 2.7 times as likely.
    pub sharpness: f64,
    /// The similarity at which "it is said" and "the other variant does not say it" are equally likely, without rivals.
    pub floor: f64,
    /// How likely a match must be to be accepted.
    pub accept: f64,
}

impl Default for Tuning {
    fn default() -> Self {
        Self { grams: 0.5, topic: 0.5, sharpness: 20.0, floor: 0.1, accept: 0.5 }
    }
}
