//! `notefold scan`: finds the variants of one meeting in a vault, and prints them.

mod page;

use super::Exit;
use super::arguments::{Data, ScanArguments};
use super::failure::Failure;
use super::memory;
use super::paths::in_vault;
use super::runs::state_of;
use super::scanning::{Place, Scan};
use super::screen::Screen;
use crate::disk::{ContentHash, Disk};
use crate::group::{Confidence, Crowd, Digest, GroupOptions, Grouping, Speaks, Verdict, explain};
use crate::vault::{Snapshot, Vault, VaultPath};
use serde::Serialize;
use std::path::PathBuf;

/// The version of what `--format json` prints.
const FORMAT_VERSION: u32 = 1;

/// The groups of a vault, as they are shown.
#[derive(Debug, Serialize)]
struct Report {
    format_version: u32,
    groups: Vec<Shown>,
    problems: Vec<Problem>,
    /// How many notes were read.
    #[serde(skip)]
    scanned: usize,
    /// How many groups are not sure enough to be shown.
    #[serde(skip)]
    left_out: usize,
}

#[derive(Debug, Serialize)]
struct Shown {
    id: String,
    confidence: Confidence,
    evidence: Vec<String>,
    notes: Vec<Variant>,
}

#[derive(Debug, Serialize)]
struct Variant {
    path: VaultPath,
    sha256: ContentHash,
}

/// What was not read, or not compared.
#[derive(Debug, Serialize)]
struct Problem {
    path: String,
    reason: String,
    message: String,
}

/// What `--explain` prints as JSON.
#[derive(Debug, Serialize)]
struct Explanation<'a> {
    format_version: u32,
    notes: [&'a VaultPath; 2],
    /// The group both are in, if they are.
    group: Option<&'a str>,
    confidence: Option<Confidence>,
    rules_version: u32,
    findings: Vec<Found<'a>>,
}

#[derive(Debug, Serialize)]
struct Found<'a> {
    rule: &'static str,
    speaks: &'static str,
    says: &'a str,
}

/// Scans the vault and prints what was asked for.
pub(super) fn run(
    arguments: &ScanArguments,
    disk: &(dyn Disk + Sync),
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let scan = Scan::of(&arguments.place, &arguments.paths, &arguments.printing.manner);
    let place = Place::find(disk, scan)?;
    let listing = place.listing(disk, scan.paths)?;
    let digest_options = place.config.digest_options();
    let snapshot =
        place.snapshot(disk, listing, scan.quiet, |path, text| Digest::of(path, text, &digest_options));
    let options = GroupOptions { people: place.people(disk, scan, &snapshot.notes)? };
    let mut grouping = place.group(disk, &snapshot.notes, &options);

    if let Some(typed) = &arguments.explain {
        let pair = named(disk, &place.vault, &snapshot, typed)?;
        let read = |at: usize| place.reread(disk, snapshot.notes.get(at)?);
        let verdict = explain(&snapshot.notes, pair, &read, &options);
        let data = explained(&snapshot, pair, &verdict, &grouping, arguments.printing.format)?;
        screen.print(&data).map_err(Failure::Reader)?;
        return Ok(Exit::Done);
    }

    if let Ok(state) = state_of(&place.vault, &arguments.place.state) {
        let rejected = memory::remembered(disk, &state)?;
        memory::leave_out(&mut grouping.groups, &snapshot.notes, &rejected, |_| false, screen);
    }
    let mut odd = place.odd;
    odd.extend(snapshot.problems.iter().cloned());
    odd.sort();
    let report = Report::of(&snapshot, grouping, arguments.min_confidence.into(), &odd);
    let has_groups = !report.groups.is_empty();
    let data = match arguments.printing.format {
        Data::Text => page::show(&report, Screen::width(), screen.has_colors()),
        Data::Json => serde_json::to_string_pretty(&report)? + "\n",
    };
    screen.print(&data).map_err(Failure::Reader)?;
    Ok(if arguments.exit_code && has_groups { Exit::ToReview } else { Exit::Done })
}

impl Report {
    fn of(
        snapshot: &Snapshot<Digest>,
        grouping: Grouping,
        least: Confidence,
        odd: &[crate::vault::Problem],
    ) -> Self {
        let all = grouping.groups.len();
        let variant = |at: usize| {
            let note = snapshot.notes.get(at)?;
            Some(Variant { path: note.path.clone(), sha256: note.hash })
        };
        let groups: Vec<Shown> = grouping
            .groups
            .into_iter()
            .filter(|group| group.confidence >= least)
            .map(|group| Shown {
                id: group.id,
                confidence: group.confidence,
                evidence: group.evidence,
                notes: group.notes.into_iter().filter_map(variant).collect(),
            })
            .collect();
        let unread = odd.iter().map(|problem| Problem {
            path: problem.path.clone(),
            reason: problem.reason.code().to_owned(),
            message: problem.reason.to_string(),
        });
        let crowded = grouping.crowds.iter().filter_map(|crowd| {
            let Crowd { shared, notes, first } = crowd;
            let first = snapshot.notes.get(*first)?;
            Some(Problem {
                path: first.path.as_str().to_owned(),
                reason: "crowded".to_owned(),
                message: format!(
                    "is one of {notes} notes that share {shared}: too many to compare each with each"
                ),
            })
        });
        Self {
            format_version: FORMAT_VERSION,
            left_out: all - groups.len(),
            groups,
            problems: unread.chain(crowded).collect(),
            scanned: snapshot.notes.len(),
        }
    }
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
    let group =
        grouping.groups.iter().find(|group| group.notes.contains(&one) && group.notes.contains(&other));
    let explanation = Explanation {
        format_version: FORMAT_VERSION,
        notes: [&snapshot.notes[one].path, &snapshot.notes[other].path],
        group: group.map(|group| group.id.as_str()),
        confidence: verdict.confidence,
        rules_version: verdict.version,
        findings: verdict
            .findings
            .iter()
            .map(|finding| Found {
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
