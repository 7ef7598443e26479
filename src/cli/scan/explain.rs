//! `notefold scan --explain`: why two notes are or are not in one group.

use super::{FORMAT_VERSION, grouped, page};
use crate::cli::arguments::Data;
use crate::cli::failure::Failure;
use crate::cli::paths::in_vault;
use crate::cli::scanning::{Place, Scan};
use crate::disk::Disk;
use crate::group::{self, Confidence, Digest, Grouping, Speaks, Verdict};
use crate::vault::{Listing, Snapshot, Vault, VaultPath};
use serde::Serialize;
use std::path::PathBuf;

/// What `--explain` prints as JSON.
#[derive(Debug, Serialize)]
pub(super) struct Explanation<'a> {
    pub(super) format_version: u32,
    pub(super) notes: [&'a VaultPath; 2],
    /// The group both are in, if they are.
    pub(super) group: Option<&'a str>,
    pub(super) confidence: Option<Confidence>,
    pub(super) rules_version: u32,
    pub(super) findings: Vec<Finding<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct Finding<'a> {
    pub(super) rule: &'static str,
    pub(super) speaks: &'static str,
    pub(super) says: &'a str,
}

/// Says why two notes are or are not in one group.
pub(super) fn explain(
    disk: &(dyn Disk + Sync),
    place: &Place,
    scan: Scan<'_>,
    listing: Listing,
    typed: &[PathBuf],
    format: Data,
) -> Result<String, Failure> {
    let (snapshot, grouping, people) = grouped(disk, place, scan, listing)?;
    let pair = named(disk, &place.vault, &snapshot, typed)?;
    let read = |at: usize| place.reread(disk, snapshot.notes.get(at)?);
    let verdict = group::explain(&snapshot.notes, pair, &read, &place.group_options(people));
    explained(&snapshot, pair, &verdict, &grouping, format)
}

/// The notes to explain, by their indices.
fn named(
    disk: &dyn Disk,
    vault: &Vault,
    snapshot: &Snapshot<Digest>,
    typed: &[PathBuf],
) -> Result<(usize, usize), Failure> {
    let paths = in_vault(disk, vault, typed)?;
    let mut found = typed.iter().zip(&paths).map(|(typed, path)| {
        let at = snapshot.notes.binary_search_by(|note| note.path.cmp(path));
        at.map_err(|_| Failure::NotScanned { note: typed.clone() })
    });
    match (found.next(), found.next()) {
        (Some(one), Some(other)) => Ok((one?, other?)),
        // clap asks for two.
        (_, _) => Err(Failure::NoVaultHere),
    }
}

fn explained(
    snapshot: &Snapshot<Digest>,
    (one, other): (usize, usize),
    verdict: &Verdict,
    grouping: &Grouping,
    format: Data,
) -> Result<String, Failure> {
    let group = grouping.groups.iter().find(|group| [one, other].iter().all(|at| group.holds(*at)));
    let explanation = Explanation {
        format_version: FORMAT_VERSION,
        notes: [&snapshot.notes[one].path, &snapshot.notes[other].path],
        group: group.map(|group| group.id.as_str()),
        confidence: verdict.confidence,
        rules_version: verdict.version,
        findings: verdict
            .findings
            .iter()
            .map(|finding| Finding {
                rule: finding.rule.as_str(),
                speaks: match finding.speaks {
                    Speaks::For => "for",
                    Speaks::Neither => "neither",
                    Speaks::Against => "against",
                },
                says: &finding.says,
            })
            .collect(),
    };
    Ok(match format {
        Data::Text => page::explain(&explanation),
        Data::Json => serde_json::to_string_pretty(&explanation)? + "\n",
    })
}
