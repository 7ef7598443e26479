//! `notefold scan`: finds the variants of one meeting in a vault, and prints them.

mod explain;
mod kept;
mod page;

use super::Exit;
use super::arguments::{Data, ScanArguments};
use super::failure::Failure;
use super::memory;
use super::runs::state_of;
use super::scanning::{Place, Scan};
use super::screen::Screen;
use crate::disk::{ContentHash, Disk};
use crate::group::{Confidence, Crowd, Digest, Grouping, Member};
use crate::people::PeopleOptions;
use crate::vault::{Listing, Snapshot, VaultPath};
use kept::Shelf;
use serde::{Deserialize, Serialize};

/// The version of what `--format json` prints.
const FORMAT_VERSION: u32 = 1;

/// The groups of a vault, as they are shown.
#[derive(Debug, Serialize)]
struct Report<'f> {
    format_version: u32,
    groups: Vec<&'f Shown>,
    problems: Vec<&'f Problem>,
    /// How many notes were read.
    #[serde(skip)]
    scanned: usize,
    /// Whether that was at the scan before, and none was changed since.
    #[serde(skip)]
    is_kept: bool,
    /// How many groups are not sure enough to be shown.
    #[serde(skip)]
    left_out: usize,
}

#[derive(Debug, Serialize, Deserialize)]
struct Shown {
    id: String,
    confidence: Confidence,
    evidence: Vec<String>,
    notes: Vec<Variant>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Variant {
    path: VaultPath,
    sha256: ContentHash,
}

/// What was not read, or not compared.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Problem {
    path: String,
    reason: String,
    message: String,
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
    if let Some(typed) = &arguments.explain {
        let data = explain::explain(disk, &place, scan, listing, typed, arguments.printing.format)?;
        screen.print(&data).map_err(Failure::Reader)?;
        return Ok(Exit::Done);
    }

    let state = state_of(&place.vault, &arguments.place.state).ok();
    let shelf = state.as_ref().and_then(|state| Shelf::of(disk, &place, scan, &listing, state));
    let kept = shelf
        .as_ref()
        .filter(|_| !arguments.fresh)
        .and_then(|shelf| shelf.found(disk, &place.vault, &listing));
    let is_kept = kept.is_some();
    let (found, stamp) = match kept {
        Some(found) => (found, None),
        None => Found::by(disk, &place, scan, listing)?,
    };
    let mut groups: Vec<&Shown> = found.groups.iter().collect();
    if let Some(state) = &state {
        let rejected = memory::remembered(disk, state)?;
        let texts = |group: &&Shown| group.notes.iter().map(|note| note.sha256).collect();
        memory::leave_out(&mut groups, texts, &rejected, |_| false, screen);
    }
    let odd: Vec<Problem> = place.odd.iter().map(Problem::of).collect();
    let report = Report::of(&found, groups, &odd, is_kept, arguments.min_confidence.into());
    let has_groups = !report.groups.is_empty();
    let (width, has_colors) = (Screen::width(), screen.has_colors());
    let data = || match arguments.printing.format {
        Data::Text => Ok(page::show(&report, width, has_colors)),
        Data::Json => serde_json::to_string_pretty(&report).map(|json| json + "\n"),
    };
    let keep = || {
        if let (Some(shelf), Some(stamp)) = (&shelf, stamp) {
            shelf.keep(disk, stamp, &found);
        }
    };
    let ((), data) = rayon::join(keep, data);
    let data = data?;
    screen.print(&data).map_err(Failure::Reader)?;
    Ok(if arguments.exit_code && has_groups { Exit::ToReview } else { Exit::Done })
}

/// What a scan found.
#[derive(Debug, Serialize, Deserialize)]
struct Found {
    /// How many notes were read.
    scanned: usize,
    /// The groups of every confidence.
    groups: Vec<Shown>,
    /// What was not read.
    unread: Vec<Problem>,
    /// What was not compared.
    crowded: Vec<Problem>,
}

impl Found {
    /// Reads and groups the notes of a listing; with what tells them from those of another time.
    fn by(
        disk: &(dyn Disk + Sync),
        place: &Place,
        scan: Scan<'_>,
        listing: Listing,
    ) -> Result<(Self, Option<ContentHash>), Failure> {
        let (snapshot, grouping, _) = grouped(disk, place, scan, listing)?;
        let Snapshot { notes, problems, stamp, .. } = snapshot;
        let variant =
            |member: Member| Some(Variant { path: notes.get(member.at)?.path.clone(), sha256: member.hash });
        let crowded = grouping.crowds.iter().filter_map(|crowd| {
            let Crowd { shared, notes: many, first } = crowd;
            Some(Problem {
                path: notes.get(*first)?.path.as_str().to_owned(),
                reason: "crowded".to_owned(),
                message: format!(
                    "is one of {many} notes that share {shared}: too many to compare each with each"
                ),
            })
        });
        let crowded = crowded.collect();
        let groups = grouping.groups.into_iter().map(|group| Shown {
            id: group.id,
            confidence: group.confidence,
            evidence: group.evidence,
            notes: group.notes.into_iter().filter_map(variant).collect(),
        });
        let unread = problems.iter().map(Problem::of).collect();
        let found = Self { scanned: notes.len(), groups: groups.collect(), unread, crowded };
        // Giving back the notes of a large vault one by one takes a while, and the system takes them all at once: the
        // program is about to end.
        std::mem::forget(notes);
        Ok((found, stamp))
    }
}

/// Reads the notes of a listing and groups them, with the people who are known.
fn grouped(
    disk: &(dyn Disk + Sync),
    place: &Place,
    scan: Scan<'_>,
    listing: Listing,
) -> Result<(Snapshot<Digest>, Grouping, PeopleOptions), Failure> {
    let digest_options = place.config.digest_options();
    let snapshot =
        place.snapshot(disk, listing, scan.quiet, |path, text| Digest::of(path, text, &digest_options));
    let people = place.people(disk, scan, &snapshot.notes)?;
    let grouping = place.group(disk, &snapshot.notes, people.clone());
    Ok((snapshot, grouping, people))
}

impl Problem {
    fn of(problem: &crate::vault::Problem) -> Self {
        Self {
            path: problem.path.clone(),
            reason: problem.reason.code().to_owned(),
            message: problem.reason.to_string(),
        }
    }
}

impl<'f> Report<'f> {
    /// Of what was found now or is kept since the last scan, these groups as far as they are at least so sure; with what
    /// is odd besides.
    fn of(
        found: &'f Found,
        mut groups: Vec<&'f Shown>,
        odd: &'f [Problem],
        is_kept: bool,
        least: Confidence,
    ) -> Self {
        let all = groups.len();
        groups.retain(|group| group.confidence >= least);
        let mut problems: Vec<&Problem> = found.unread.iter().chain(odd).collect();
        problems.sort();
        problems.extend(&found.crowded);
        Self {
            format_version: FORMAT_VERSION,
            left_out: all - groups.len(),
            groups,
            problems,
            scanned: found.scanned,
            is_kept,
        }
    }
}
