//! How long it takes to find the notes of a vault, to see whether any was changed, to read and to group them, for
//! vaults of 1,000 and 10,000 notes.
//!
//! `NOTEFOLD_BENCH_NOTES=100000 cargo bench --bench scan` measures one of that size. It takes half a gigabyte of disk.
//! What was measured stands in the README.

#[path = "../vaults/mod.rs"]
mod vaults;

use assert_fs::TempDir;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use notefold::disk::RealDisk;
use notefold::group::{Digest, DigestOptions, GroupOptions, groups};
use notefold::vault::{Listing, Scope, ScopeOptions, Snapshot, Vault, VaultPath};

fn sizes() -> Vec<usize> {
    #[expect(clippy::disallowed_methods, reason = "a bench has no command line of its own")]
    let named = std::env::var("NOTEFOLD_BENCH_NOTES").ok().and_then(|notes| notes.parse().ok());
    named.map_or_else(|| vec![1_000, 10_000], |notes| vec![notes])
}

fn bench(criterion: &mut Criterion) {
    let scope = Scope::of(&ScopeOptions::default()).expect("the default scope has no patterns");
    let mut group = criterion.benchmark_group("scan");
    group.sample_size(10);
    for notes in sizes() {
        let folder = TempDir::new().expect("there is room for a vault");
        let generated = vaults::write(folder.path(), notes, 1);
        assert_eq!(generated.notes, notes, "the vault has the size asked for");
        let vault = Vault::at(&RealDisk, folder.path()).expect("the vault was written");
        assert!(!generated.groups.is_empty(), "a vault without variants shows nothing");
        group.throughput(Throughput::Bytes(generated.bytes as u64));
        group.bench_function(BenchmarkId::new("list", notes), |bencher| {
            bencher.iter(|| Listing::of(&RealDisk, &vault, &[], &scope));
        });
        group.bench_function(BenchmarkId::new("list and read", notes), |bencher| {
            bencher.iter(|| {
                let listing = Listing::of(&RealDisk, &vault, &[], &scope);
                Snapshot::read(&RealDisk, &vault, listing, |_, text| text.len())
            });
        });
        group.bench_function(BenchmarkId::new("list and look at", notes), |bencher| {
            bencher.iter(|| Listing::of(&RealDisk, &vault, &[], &scope).stamp(&RealDisk, &vault));
        });
        group.bench_function(BenchmarkId::new("list, read and group", notes), |bencher| {
            bencher.iter(|| {
                let listing = Listing::of(&RealDisk, &vault, &[], &scope);
                let options = DigestOptions::default();
                let digest = |path: &VaultPath, text: &str| Digest::of(path, text, &options);
                let notes = Snapshot::read(&RealDisk, &vault, listing, digest).notes;
                let read = |at: usize| vault.read(&RealDisk, &notes.get(at)?.path).ok();
                groups(&notes, &read, &GroupOptions::default())
            });
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
