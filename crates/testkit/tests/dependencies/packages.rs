//! What the lock file brings in, as cargo sees it.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// A package of the graph.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    /// An SPDX expression; empty when the package names none.
    pub(crate) licence: String,
    /// `None` for the workspace's own.
    pub(crate) source: Option<String>,
    /// Names of the packages that use it directly.
    pub(crate) users: BTreeSet<String>,
}

/// Everything that any of the targets builds, build scripts and tests included.
pub(crate) fn packages(targets: &[String]) -> Vec<Package> {
    let mut all = BTreeMap::new();
    for target in targets {
        for (id, package) in graph(target) {
            let known: &mut Package = all.entry(id).or_insert_with(|| package.clone());
            known.users.extend(package.users);
        }
    }
    all.into_values().collect()
}

#[expect(clippy::disallowed_methods, reason = "cargo alone can read its lock file in full")]
fn graph(target: &str) -> BTreeMap<String, Package> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--locked", "--format-version", "1", "--filter-platform", target]);
    let output = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let built: BTreeSet<&str> = nodes.iter().map(|node| text(&node["id"])).collect();
    let described = metadata["packages"].as_array().unwrap().iter();
    let mut packages: BTreeMap<String, Package> = described
        .filter(|package| built.contains(text(&package["id"])))
        .map(|package| (text(&package["id"]).to_owned(), read(package)))
        .collect();
    for node in nodes {
        let user = packages[text(&node["id"])].name.clone();
        for used in node["dependencies"].as_array().unwrap() {
            packages.get_mut(text(used)).unwrap().users.insert(user.clone());
        }
    }
    packages
}

fn read(package: &Value) -> Package {
    Package {
        name: text(&package["name"]).to_owned(),
        version: text(&package["version"]).to_owned(),
        licence: package["license"].as_str().unwrap_or_default().to_owned(),
        source: package["source"].as_str().map(str::to_owned),
        users: BTreeSet::new(),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
