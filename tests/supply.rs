//! The dependencies: whence they come, and under which licences.
//!
//! `cargo deny check` says the same and more where it is installed (see `.cargo/deny.toml`); this needs nothing but cargo
//! and the packages it has fetched anyway.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "it asks cargo what is built")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// What `.cargo/deny.toml` allows.
fn allowed() -> Vec<spdx::Licensee> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(".cargo/deny.toml");
    let deny: toml::Table = fs::read_to_string(file).unwrap().parse().unwrap();
    let allow = deny["licenses"]["allow"].as_array().unwrap().iter();
    allow.map(|licence| spdx::Licensee::parse(licence.as_str().unwrap()).unwrap()).collect()
}

#[test]
fn every_dependency_comes_from_the_registry_and_may_be_used() {
    let host = Command::new("rustc").args(["--print", "host-tuple"]).output().unwrap();
    let host = String::from_utf8(host.stdout).unwrap();
    let asked = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--offline",
            "--filter-platform",
            host.trim(),
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&asked.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 50, "cargo lists what is built");
    let allowed = allowed();
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let source = package["source"].as_str().unwrap_or("this project");
        assert!(source == "this project" || source.starts_with("registry+"), "{name} comes from {source}");
        let licence = package["license"].as_str().unwrap_or_else(|| panic!("{name} names no licence"));
        // Old packages write `MIT/Apache-2.0`.
        let expression = spdx::Expression::parse_mode(licence, spdx::ParseMode::LAX)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let is_allowed = expression.evaluate(|asked| allowed.iter().any(|licence| licence.satisfies(asked)));
        assert!(is_allowed, "{name} is under {licence}");
    }
}
