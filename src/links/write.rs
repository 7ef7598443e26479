//! The text of a link: the shortest that means a file, in the link's own syntax.

use super::Link;
use super::names::Names;
use crate::text::Span;
use crate::vault::{LinkFormat, VaultPath};

/// What a link is to mean.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    /// The file it will stand in.
    pub(super) from: &'a VaultPath,
    /// The file it is to mean.
    pub(super) to: &'a VaultPath,
    /// The place in that file: `#…`, or empty.
    pub(super) subpath: &'a str,
    /// Whether its path means that file already, so that only the subpath changes.
    pub(super) keeps_path: bool,
}

/// Where a link is written.
pub(super) struct Scene<'a> {
    /// All files there are or will be.
    pub(super) names: &'a Names,
    /// Those of them that count.
    pub(super) stays: &'a dyn Fn(&VaultPath) -> bool,
    /// How the vault writes links.
    pub(super) format: LinkFormat,
}

/// What to put where, so that `link` of `text` means what is wanted; `None` when no text of its syntax does.
pub(super) fn link(
    text: &str,
    link: &Link,
    wanted: &Wanted<'_>,
    scene: &Scene<'_>,
) -> Option<Vec<(Span, String)>> {
    let (_, _, _, _) = (text, link, wanted, scene);
    None
}
