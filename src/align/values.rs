//! The numbers and days that items say, and what it tells that two say the same.

use crate::text::particulars::Particular;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A number, whatever it is of, or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ValueId(u32);

/// What a number is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    /// It stands alone, and may be of anything: `39` may be 39 euros. Of a small number nobody means that: experiment 3
    /// is no three weeks.
    Unsaid,
    /// Things, whatever they are called; and what is numbered.
    Things,
    /// A measure, known by a number.
    Measure(u32),
}

#[derive(Debug, Clone, Copy)]
struct Said {
    value: ValueId,
    of: Of,
    weight: f64,
}

/// The numbers and days an item says, with their weights; in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Values(Vec<Said>);

/// What stands for a [`ValueId`].
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Value<'a> {
    Number(&'a str),
    Day(Date),
}

/// Counts up to this one tell little: there are two or three of many things, and four or twelve of some; and there is a
/// version 5.5 of many.
const FEW: f64 = 12.0;

/// How much they tell, compared with other numbers. At 1 a briefing at three matched three channels in
/// `testdata/products`; at 0 terse notes lose facts that say little besides.
const FEW_TELL: f64 = 0.3;

impl Values {
    /// The values among the `particulars` of each of some items; those that few others say weigh more.
    #[expect(clippy::cast_precision_loss, reason = "counts of items are far below 2^52")]
    pub(super) fn of(particulars: &[BTreeSet<Particular>]) -> Vec<Self> {
        let (mut ids, mut measures) = (BTreeMap::new(), BTreeMap::new());
        let mut having: BTreeMap<(ValueId, Of), usize> = BTreeMap::new();
        let mut all: Vec<Vec<(ValueId, Of, f64)>> = Vec::with_capacity(particulars.len());
        for particulars in particulars {
            let mut said = Vec::new();
            for particular in particulars {
                let Some((value, of, tells)) = read(particular, &mut measures) else { continue };
                let next = ValueId(u32::try_from(ids.len()).unwrap_or(u32::MAX));
                said.push((*ids.entry(value).or_insert(next), of, tells));
            }
            said.sort_unstable_by_key(|(value, of, _)| (*value, *of));
            said.dedup_by_key(|(value, of, _)| (*value, *of));
            for (value, of, _) in &said {
                *having.entry((*value, *of)).or_default() += 1;
            }
            all.push(said);
        }
        let items = all.len() as f64;
        let weighed = |(value, of, tells): (ValueId, Of, f64)| {
            let count = having.get(&(value, of)).copied().unwrap_or(1);
            Said { value, of, weight: tells * (1.0 + items / count as f64).ln() }
        };
        all.into_iter().map(|said| Self(said.into_iter().map(weighed).collect())).collect()
    }

    /// The values with their weights.
    pub(super) fn iter(&self) -> impl Iterator<Item = (ValueId, f64)> + '_ {
        self.0.iter().map(|said| (said.value, said.weight))
    }

    /// The weight of the numbers and days both have; none where both have others besides: then each says something of its
    /// own.
    pub(super) fn shared(&self, other: &Self) -> f64 {
        let (ours, theirs) = (self.agreeing(other), other.agreeing(self));
        let besides = |own: &Self, shared: f64| own.0.iter().map(|said| said.weight).sum::<f64>() - shared;
        let of_both = besides(self, ours).min(besides(other, theirs));
        // Sums of the same weights in another order may differ in their last digits.
        if of_both > 1e-9 { 0.0 } else { ours.min(theirs) }
    }

    /// The weight of those the other has too: the same number of the same, or of nothing that is said.
    fn agreeing(&self, other: &Self) -> f64 {
        let agrees = |said: &&Said| {
            let from = other.0.partition_point(|their| their.value < said.value);
            let mut equal = other.0.iter().skip(from).take_while(|their| their.value == said.value);
            equal.any(|their| their.of == said.of || their.of == Of::Unsaid || said.of == Of::Unsaid)
        };
        self.0.iter().filter(agrees).map(|said| said.weight).sum()
    }
}

/// What a particular stands for, what it is of, and how much it tells that two say it.
fn read<'a>(
    particular: &'a Particular,
    measures: &mut BTreeMap<&'a str, u32>,
) -> Option<(Value<'a>, Of, f64)> {
    match particular {
        Particular::Number { value, unit } => {
            let next = u32::try_from(measures.len()).unwrap_or(u32::MAX);
            let is_few = value.parse::<f64>().is_ok_and(|value| value <= FEW);
            let counts = is_few && !value.contains('.');
            let of = match (particular.measure(), unit) {
                (Some(measure), _) => Of::Measure(*measures.entry(measure).or_insert(next)),
                (None, None) if !counts => Of::Unsaid,
                (None, _) => Of::Things,
            };
            let tells = if is_few && !matches!(of, Of::Measure(_)) { FEW_TELL } else { 1.0 };
            Some((Value::Number(value), of, tells))
        }
        Particular::Day(day) => Some((Value::Day(*day), Of::Unsaid, 1.0)),
        Particular::Name(_)
        | Particular::Wikilink(_)
        | Particular::Url(_)
        | Particular::Code(_)
        | Particular::Tag(_)
        | Particular::BlockId(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::particulars::particular_set;

    /// Checks whether two of some items share a value, by its weight.
    fn check(one: &str, other: &str, expect: bool) {
        let items = [one, other, "37 of 512 on May 3, 2024", "nothing"];
        let particulars: Vec<_> = items.iter().map(|item| particular_set(item, None)).collect();
        let values = Values::of(&particulars);
        let shared = (values[0].shared(&values[1]), values[1].shared(&values[0]));
        assert_eq!(shared.0.to_bits(), shared.1.to_bits(), "{one} / {other}");
        assert_eq!(shared.0 > 0.0, expect, "{one} / {other}");
    }

    #[test]
    fn a_number_without_a_measure_is_any() {
        check("The county spends 21 million pounds a year", "21M a year", true);
        check("11,500 euros are left", "11.5k left", true);
    }

    #[test]
    fn other_measures_are_other_values() {
        check("30 days of notice", "30 % off", false);
        check("30 nodes", "30 %", false);
        check("six separate controls", "6 handsets", true);
    }

    #[test]
    fn what_both_say_besides_takes_the_weight_from_what_they_share() {
        check("48 nodes in 3 racks", "48 nodes", true);
        check("48 nodes in 300 racks", "48 nodes for 700 people", false);
    }
}
