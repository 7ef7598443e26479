//! A vault, read for planning: what `plan` makes its plan from, and what makes a plan again that was decided otherwise.

use super::failure::Failure;
use super::progress::Progress;
use super::scanning::Place;
use super::screen::Screen;
use crate::align::NotSame;
use crate::apply;
use crate::disk::{ContentHash, Disk};
use crate::group::Digest;
use crate::links::{Mentions, Names, of_canvas};
use crate::people::PeopleOptions;
use crate::plan::{Found, Plan, PlanOptions, Planner, Retire, VaultIdentity};
use crate::render::FoldOptions;
use crate::review::note::is_review_note;
use crate::vault::{Listing, Scanned, Scope, ScopeOptions, VaultPath};

/// What is kept of a note: for one that is scanned what grouping wants to know, what its bytes are known by and what it
/// was merged from; and what it may link to.
type Kept = (Option<(Digest, ContentHash, Vec<String>)>, Mentions);

/// How groups are planned, as far as the configuration does not say it.
pub(super) struct Manner {
    /// Who is known.
    pub(super) people: PeopleOptions,
    /// The items a person said are not the same.
    pub(super) not_same: NotSame,
    /// What is done with the notes that are folded in.
    pub(super) retire: Retire,
    /// Whether no progress is shown.
    pub(super) quiet: bool,
}

/// What planning wants to know of the files of a vault.
pub(super) struct Ground {
    names: Names,
    mentions: Vec<(VaultPath, Mentions)>,
    bases: Vec<VaultPath>,
    /// What is known of the scanned notes that may be canonical notes.
    pub(super) folded: apply::Notes,
}

impl Ground {
    /// Reads all files of a vault; of those of `scanned` comes back what grouping wants to know.
    pub(super) fn read(
        disk: &(dyn Disk + Sync),
        screen: &mut Screen,
        place: &Place,
        scanned: &[VaultPath],
        quiet: bool,
    ) -> Result<(Self, Vec<Scanned<Digest>>), Failure> {
        let vault = &place.vault;
        // Links follow wherever they are, so all files are read, also those that are not scanned.
        let whole = Listing::of(disk, vault, &[], &Scope::of(&ScopeOptions::default())?);
        let all: Vec<VaultPath> = whole.notes.iter().chain(&whole.files).cloned().collect();
        let names = Names::of(&all);
        let digest_options = place.config.digest_options();
        let is_scanned = |path: &VaultPath| scanned.binary_search(path).is_ok();
        let snapshot = place.snapshot(disk, whole, quiet, |path, text| -> Kept {
            let digest = is_scanned(path).then(|| Digest::of(path, text, &digest_options));
            let kept =
                digest.map(|digest| (digest, ContentHash::of(text.as_bytes()), apply::merged_from(text)));
            // What a review note links to is for `apply` to bring up to date with the rest of that note.
            let links = if is_review_note(text) { "" } else { text };
            (kept, Mentions::of(path, links))
        });
        let canvases: Vec<VaultPath> = snapshot.canvases().cloned().collect();
        let is_base = |file: &&VaultPath| file.ending().eq_ignore_ascii_case("base");
        let bases: Vec<VaultPath> = snapshot.files.iter().filter(is_base).cloned().collect();
        for problem in &snapshot.problems {
            screen.warn(&problem.to_string());
        }
        let mut digests = Vec::new();
        let mut mentions = Vec::with_capacity(snapshot.notes.len());
        let mut folded = apply::Notes::default();
        for Scanned { path, hash, bytes, digest: (kept, mentioned) } in snapshot.notes {
            if let Some((digest, content, merged_from)) = kept {
                folded.hashes.insert(path.clone(), content);
                if !merged_from.is_empty() {
                    folded.merged_from.insert(path.clone(), merged_from);
                }
                digests.push(Scanned { path: path.clone(), hash, bytes, digest });
            }
            mentions.push((path, mentioned));
        }
        for canvas in canvases {
            match vault.read(disk, &canvas) {
                Ok(text) => {
                    for problem in of_canvas(&text).problems {
                        screen.warn(&format!("{canvas}: {problem}; links in it cannot follow"));
                    }
                    mentions.push((canvas.clone(), Mentions::of(&canvas, &text)));
                }
                Err(error) => screen.warn(&error.to_string()),
            }
        }
        Ok((Self { names, mentions, bases, folded }, digests))
    }

    /// Plans the folding of groups.
    pub(super) fn plan(
        &self,
        disk: &(dyn Disk + Sync),
        place: &Place,
        found: Vec<Found>,
        Manner { people, not_same, retire, quiet }: Manner,
    ) -> Plan {
        let vault = &place.vault;
        let options = PlanOptions {
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            retire,
            fold: FoldOptions {
                read: place.config.read_options(),
                people,
                not_same,
                merge: place.config.merge_options(),
                base_rules: place.config.base_options(),
                ..FoldOptions::default()
            },
            link_format: place.settings.new_link_format,
        };
        let identity = VaultIdentity { root: vault.root().to_string_lossy().into_owned() };
        let planner = Planner {
            vault: &identity,
            names: &self.names,
            mentions: &self.mentions,
            bases: &self.bases,
            read: &|path| vault.read(disk, path).ok(),
            is_taken: &|path| disk.entry(&vault.place(path)).is_ok(),
            options: &options,
        };
        let folding = Progress::start("folding", found.len(), quiet);
        let plan = planner.plan(found, &|| folding.step());
        folding.done();
        plan
    }
}
