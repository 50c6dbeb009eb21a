//! The lock file held against `deny.toml`: licences, bans and sources, as cargo-deny reads them.
//!
//! cargo-deny takes long to compile and is packaged nowhere, so that this stands in for it. Advisories need its
//! database and are left to it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod licence;
mod packages;
mod policy;

use packages::{Package, packages};
use policy::Policy;

#[test]
fn every_licence_is_allowed() {
    let policy = Policy::read();
    let packages = packages(&policy.targets());
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| package.source.is_some())
        .filter(|package| !policy.allows_licence(package))
        .map(|package| format!("{} {}: {}", package.name, package.version, package.licence))
        .collect();
    assert!(refused.is_empty(), "licences that deny.toml does not allow:\n{}", refused.join("\n"));
}

#[test]
fn every_allowed_licence_is_needed() {
    let policy = Policy::read();
    let packages = packages(&policy.targets());
    let named =
        |licence: &String| packages.iter().any(|package| licence::names(&package.licence).contains(licence));
    let idle: Vec<String> = policy.allowed_licences().into_iter().filter(|licence| !named(licence)).collect();
    assert!(idle.is_empty(), "deny.toml allows licences that nothing has: {idle:?}");
}

#[test]
fn no_banned_crate_has_come_in() {
    let policy = Policy::read();
    let packages = packages(&policy.targets());
    let found: Vec<String> = policy.bans().iter().flat_map(|ban| ban.breaches(&packages)).collect();
    assert!(
        found.is_empty(),
        "crates that deny.toml bans (cargo tree -i NAME shows the way in):\n{}",
        found.join("\n")
    );
}

#[test]
fn every_crate_comes_from_the_registry() {
    let policy = Policy::read();
    let packages = packages(&policy.targets());
    let from_elsewhere =
        |package: &&Package| package.source.as_ref().is_some_and(|source| !is_registry(source));
    let strangers: Vec<&Package> = packages.iter().filter(from_elsewhere).collect();
    assert!(strangers.is_empty(), "crates from elsewhere: {strangers:?}");
}

/// Cargo's own name for the public registry, which deny.toml allows by not naming another.
fn is_registry(source: &str) -> bool {
    source.starts_with("registry+") && source.ends_with("crates.io-index")
}
