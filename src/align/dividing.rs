//! Rows a person keeps apart.

use super::{Alignment, ItemRef, Row, Tie};
use std::collections::{BTreeMap, BTreeSet};

impl Alignment {
    /// Divides the row at `row`: what each of the notes `apart` says is a row of its own, each next to the one before it.
    /// With no notes to take out it stays as it is. Either way it is no possible duplicate of any other row any more, it
    /// is covered by none, and covers none, since what it says may now be said in part.
    pub fn divide(&mut self, row: usize, apart: &BTreeSet<usize>) {
        self.untie(row);
        let mut parts: BTreeMap<Option<usize>, Vec<ItemRef>> = BTreeMap::new();
        for member in std::mem::take(&mut self.rows[row].members) {
            parts.entry(apart.get(&member.note).copied()).or_default().push(member);
        }
        let mut parts: Vec<Vec<ItemRef>> = parts.into_values().collect();
        parts.sort_unstable();
        let (role, confidence) = (self.rows[row].role, self.rows[row].confidence);
        let beside = self.rows[row].beside;
        let mut before = row;
        for (at, members) in parts.into_iter().enumerate() {
            let confidence = if members.len() > 1 { confidence } else { 1.0 };
            if at == 0 {
                let related = std::mem::take(&mut self.rows[row].related);
                self.rows[row] = Row { role, members, confidence, related, beside };
            } else {
                let part = Row { role, members, confidence, related: Vec::new(), beside: Some(before) };
                self.rows.push(part);
                before = self.rows.len() - 1;
            }
        }
        self.put_in_order();
    }

    /// Takes away the ties that say that a row may be said by others or others by it. A row that is covered by it
    /// together with others is not covered by those alone.
    fn untie(&mut self, row: usize) {
        let covered: BTreeSet<usize> = (0..self.rows.len())
            .filter(|at| {
                let by = |tie: &super::Related| tie.tie == Tie::CoveredBy && (*at == row || tie.row == row);
                self.rows[*at].related.iter().any(by)
            })
            .collect();
        for (at, other) in self.rows.iter_mut().enumerate() {
            other.related.retain(|tie| match tie.tie {
                Tie::CoveredBy => !covered.contains(&at),
                Tie::Covers => !covered.contains(&tie.row),
                Tie::PossiblySame => at != row && tie.row != row,
                Tie::Overlaps | Tie::SameElsewhere | Tie::Disagrees => true,
            });
        }
    }

    /// Puts the rows in the order of their first members.
    fn put_in_order(&mut self) {
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        order.sort_by(|one, other| self.rows[*one].members.cmp(&self.rows[*other].members));
        let mut place = vec![0; order.len()];
        for (to, from) in order.iter().enumerate() {
            place[*from] = to;
        }
        let mut rows: Vec<(usize, Row)> = place.iter().copied().zip(self.rows.drain(..)).collect();
        rows.sort_by_key(|(to, _)| *to);
        self.rows = rows.into_iter().map(|(_, row)| row).collect();
        for row in &mut self.rows {
            row.related.iter_mut().for_each(|related| related.row = place[related.row]);
            row.related.sort_by_key(|related| (related.row, related.tie));
            row.beside = row.beside.map(|beside| place[beside]);
        }
    }
}
