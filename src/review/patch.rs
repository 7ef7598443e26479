//! A plan as one patch.

use crate::plan::{Course, CourseError, Plan, Step};
use crate::render::patch;
use crate::vault::VaultPath;
use std::collections::BTreeMap;

/// The patch that `git apply` makes of a vault what applying the whole plan makes of it: texts that change, retired notes
/// that go elsewhere, stubs in their place. `read` gives the text a file has now.
///
/// # Errors
///
/// When a file is not what the plan was made from.
pub fn patch(plan: &Plan, read: &dyn Fn(&VaultPath) -> Option<String>) -> Result<String, CourseError> {
    let mut course = Course::of(plan);
    let mut texts: BTreeMap<&VaultPath, String> = BTreeMap::new();
    let mut moved: BTreeMap<&VaultPath, (&VaultPath, Option<&str>)> = BTreeMap::new();
    for group in 0..plan.groups.len() {
        for step in course.steps(group, &mut |path| read(path))? {
            match step {
                Step::Write { path, text, .. } => drop(texts.insert(path, text)),
                Step::Retire { edit, .. } => {
                    moved.insert(&edit.path, (&edit.to, edit.stub.as_deref()));
                }
            }
        }
        course.applied(group);
    }
    let stale = |path: &VaultPath| CourseError { path: path.clone() };
    let mut patches: BTreeMap<&VaultPath, String> = BTreeMap::new();
    for (path, (to, stub)) in &moved {
        let old = read(path).ok_or_else(|| stale(path))?;
        let new = texts.remove(path).unwrap_or_else(|| old.clone());
        let text = match stub {
            Some(stub) => patch::patch(path.as_str(), &old, stub) + &patch::created(to.as_str(), &new),
            None => patch::renamed(path.as_str(), to.as_str(), &old, &new),
        };
        patches.entry(path).or_default().push_str(&text);
    }
    for (path, text) in &texts {
        let old = read(path).ok_or_else(|| stale(path))?;
        patches.entry(path).or_default().push_str(&patch::patch(path.as_str(), &old, text));
    }
    Ok(patches.into_values().collect())
}
