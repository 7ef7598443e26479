//! Looking whether a plan may be executed, before anything is touched.

use super::ApplyError;
use super::files::{Files, Obstacle, folder_of};
use super::record::{LeftBehind, LeftReason};
use crate::disk::{ContentHash, Disk};
use crate::group::Confidence;
use crate::plan::{Plan, PlannedGroup, TextOf};
use crate::vault::{Vault, VaultPath};
use std::collections::{BTreeMap, BTreeSet};

/// Which groups of a plan are applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Only these, if any are named. A group that waits for a person is applied only when it is named here.
    pub only: BTreeSet<String>,
    /// Only groups that are at least so sure.
    pub min_confidence: Confidence,
    /// Which notefold this is: a plan of another version is refused.
    pub tool_version: String,
}

/// A plan that was looked at and may be executed: the only thing that can be, and only [`preflight`] makes one.
#[derive(Debug)]
pub struct ReadyPlan<'p> {
    pub(super) plan: &'p Plan,
    /// The groups to apply, by their indices, in their order.
    pub(super) groups: Vec<usize>,
    /// The others.
    pub(super) left: Vec<LeftBehind>,
    /// What files held when the plan was made.
    pub(super) originals: Originals<'p>,
}

/// What the files a plan changes held when it was made.
pub(super) type Originals<'p> = BTreeMap<&'p VaultPath, ContentHash>;

impl ReadyPlan<'_> {
    /// The ids of the groups to apply, in their order.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().filter_map(|at| Some(self.plan.groups.get(*at)?.id.as_str()))
    }

    /// The groups that are left as they are, and why.
    #[must_use]
    pub fn left(&self) -> &[LeftBehind] {
        &self.left
    }
}

/// Looks at every file that a plan would touch, and leaves the groups that cannot be applied as a whole, each with what
/// is in its way: a file that changed, a link, a name that is taken. Reads each file once and touches nothing.
///
/// # Errors
///
/// When the plan is for another vault or of another version, or has no group that was asked for.
pub fn preflight<'p>(
    disk: &dyn Disk,
    vault: &Vault,
    plan: &'p Plan,
    choice: &Choice,
) -> Result<ReadyPlan<'p>, ApplyError> {
    if vault.root().to_str() != Some(plan.vault.root.as_str()) {
        let plan = plan.vault.root.clone();
        return Err(ApplyError::OtherVault { plan, vault: vault.root().to_owned() });
    }
    if plan.tool_version != choice.tool_version {
        let (plan, tool) = (plan.tool_version.clone(), choice.tool_version.clone());
        return Err(ApplyError::OtherTool { plan, tool });
    }
    let known: BTreeSet<&str> = plan.groups.iter().map(|group| group.id.as_str()).collect();
    if let Some(group) = choice.only.iter().find(|group| !known.contains(group.as_str())) {
        return Err(ApplyError::NoSuchGroup { group: group.clone() });
    }
    let originals = originals(plan);
    let mut look = Look {
        files: Files { disk, vault },
        originals: &originals,
        looked_at: BTreeMap::new(),
        names: BTreeMap::new(),
    };
    let mut groups = Vec::new();
    let mut left = Vec::new();
    for (at, group) in plan.groups.iter().enumerate() {
        // What was not asked for is not left behind.
        if !choice.only.is_empty() && !choice.only.contains(&group.id) {
            continue;
        }
        let (reason, why) = match refused(group, choice) {
            Some(refused) => refused,
            None => match look.group(group) {
                Ok(()) => {
                    groups.push(at);
                    continue;
                }
                Err(why) => (LeftReason::InTheWay, why.to_string()),
            },
        };
        left.push(LeftBehind { group: group.id.clone(), reason, why });
    }
    Ok(ReadyPlan { plan, groups, left, originals })
}

/// Why a group is not to be applied, whatever its files are.
fn refused(group: &PlannedGroup, choice: &Choice) -> Option<(LeftReason, String)> {
    if group.confidence < choice.min_confidence {
        let (is, wanted) = (group.confidence.as_str(), choice.min_confidence.as_str());
        let why = format!("it is {is}, and only groups that are at least {wanted} were asked for");
        Some((LeftReason::Unsure, why))
    } else if !group.waits.is_empty() && !choice.only.contains(&group.id) {
        Some((LeftReason::Waits, waits(&group.waits)))
    } else {
        None
    }
}

/// What a group waits for: the first thing, and how many more there are.
fn waits(waits: &[String]) -> String {
    let first = waits.first().map_or("", String::as_str);
    let more = match waits.len() {
        0 | 1 => String::new(),
        many => format!(", and {} more", many - 1),
    };
    format!("it waits for a decision: {first}{more}")
}

/// What the files a plan changes held when it was made.
pub(super) fn originals(plan: &Plan) -> Originals<'_> {
    let mut originals = BTreeMap::new();
    for group in &plan.groups {
        originals.extend(group.notes.iter().map(|note| (&note.path, note.sha256)));
        let links = group.edits.links.iter().filter(|edit| edit.of == TextOf::File);
        originals.extend(links.map(|edit| (&edit.path, edit.expected)));
    }
    originals
}

/// A look at the files of a vault, each taken once.
struct Look<'a> {
    files: Files<'a>,
    originals: &'a Originals<'a>,
    looked_at: BTreeMap<&'a VaultPath, Result<(), Obstacle>>,
    /// The names in folders that notes are retired to: as names are compared, and as they are.
    names: BTreeMap<VaultPath, BTreeMap<String, String>>,
}

impl<'a> Look<'a> {
    fn group(&mut self, group: &'a PlannedGroup) -> Result<(), Obstacle> {
        for note in &group.notes {
            self.file(&note.path)?;
        }
        for edit in &group.edits.links {
            self.file(&edit.path)?;
        }
        for edit in &group.edits.retired {
            self.is_free(&edit.to)?;
        }
        Ok(())
    }

    fn file(&mut self, path: &'a VaultPath) -> Result<(), Obstacle> {
        let (files, originals) = (self.files, self.originals);
        let look = || {
            let bytes = files.read(path)?;
            let is_same = originals.get(path) == Some(&ContentHash::of(&bytes));
            if is_same { Ok(()) } else { Err(Obstacle::Changed(path.clone())) }
        };
        self.looked_at.entry(path).or_insert_with(look).clone()
    }

    /// Checks that nothing has a name, nor one that another file system takes for the same.
    fn is_free(&mut self, path: &VaultPath) -> Result<(), Obstacle> {
        if !self.files.way(path)?.is_empty() {
            return Ok(());
        }
        let folder = folder_of(path);
        if !self.names.contains_key(&folder) {
            let names = self.files.disk.names(&self.files.place(&folder));
            let names = names.map_err(Obstacle::failed("listing", &folder))?;
            let names = names.iter().map(|name| name.to_string_lossy().into_owned());
            let keyed = names.map(|name| (super::files::beside(path, &name).key(), name)).collect();
            self.names.insert(folder.clone(), keyed);
        }
        match self.names.get(&folder).and_then(|names| names.get(&path.key())) {
            None => Ok(()),
            Some(name) if name == path.name() => Err(Obstacle::Taken(path.clone())),
            Some(name) => Err(Obstacle::TakenAlike { path: path.clone(), by: name.clone() }),
        }
    }
}
