//! Chance that is the same on every machine.

/// A sequence of numbers that looks like chance: `SplitMix64` (Steele, Lea and Flood, 2014), which needs no crate and
/// never changes.
#[derive(Debug)]
pub(super) struct Chance {
    state: u64,
}

impl Chance {
    /// The sequence of a seed.
    pub(super) fn of(seed: u64) -> Self {
        Self { state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which is at least one.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound.max(1)).expect("a size has at most 64 bits");
        usize::try_from(self.next() % bound).expect("it is below a size")
    }

    /// One of some things.
    pub(super) fn one_of<T: Clone>(&mut self, things: &[T]) -> T {
        things[self.below(things.len())].clone()
    }
}
