//! Every Cargo.toml against the plan.

use crate::plan::{FOR_TESTS, KEPT_TO, ROOMS};
use crate::root;
use std::fs;
use toml::{Table, Value};

/// A member's manifest.
struct Manifest {
    name: String,
    table: Table,
}

impl Manifest {
    /// The crates it names in a section, target-specific ones included, with their details.
    fn section(&self, section: &str) -> Vec<(String, Value)> {
        let targets = self.table.get("target").and_then(Value::as_table);
        let of_targets = targets.into_iter().flatten().filter_map(|(_, target)| target.as_table());
        std::iter::once(&self.table)
            .chain(of_targets)
            .filter_map(|place| place.get(section)?.as_table())
            .flat_map(|crates| crates.iter().map(|(name, details)| (package(name, details), details.clone())))
            .collect()
    }

    fn uses(&self, section: &str) -> Vec<String> {
        self.section(section).into_iter().map(|(name, _)| name).collect()
    }
}

/// A dependency may have been given another name.
fn package(name: &str, details: &Value) -> String {
    details.get("package").and_then(Value::as_str).unwrap_or(name).to_owned()
}

fn manifests() -> Vec<Manifest> {
    let workspace: Table = fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let members = workspace["workspace"]["members"].as_array().unwrap();
    let members = members.iter().map(|member| member.as_str().unwrap());
    members
        .map(|member| {
            let text = fs::read_to_string(root().join(member).join("Cargo.toml")).unwrap();
            let table: Table = text.parse().unwrap();
            Manifest { name: table["package"]["name"].as_str().unwrap().to_owned(), table }
        })
        .collect()
}

fn is_room(name: &str) -> bool {
    ROOMS.iter().any(|room| room.name == name)
}

/// The arrows of `manifest` that the plan does not show.
fn faults(manifest: &Manifest) -> Vec<String> {
    let Some(room) = ROOMS.iter().find(|room| room.name == manifest.name) else {
        return vec![format!("{} is not in the plan", manifest.name)];
    };
    let built = [manifest.uses("dependencies"), manifest.uses("build-dependencies")].concat();
    let for_tests = manifest.uses("dev-dependencies");
    let into_rooms =
        |used: &Vec<String>| used.iter().filter(|name| is_room(name)).cloned().collect::<Vec<_>>();
    let outward = into_rooms(&built).into_iter().filter(|name| !room.may_use.contains(&name.as_str()));
    let outward_in_tests = into_rooms(&for_tests)
        .into_iter()
        .filter(|name| name != FOR_TESTS && !room.may_use.contains(&name.as_str()));
    let strangers = built
        .iter()
        .filter(|name| KEPT_TO.iter().any(|(kept, rooms)| kept == name && !rooms.contains(&room.name)));
    outward
        .chain(outward_in_tests)
        .chain(strangers.cloned())
        .map(|used| format!("{} must not use {used}", room.name))
        .collect()
}

#[test]
fn every_arrow_is_in_the_plan() {
    let faults: Vec<String> = manifests().iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_room_of_the_plan_stands() {
    let mut standing: Vec<String> = manifests().into_iter().map(|manifest| manifest.name).collect();
    let mut planned: Vec<String> = ROOMS.iter().map(|room| room.name.to_owned()).collect();
    standing.sort();
    planned.sort();
    assert_eq!(standing, planned);
}

#[test]
fn the_browser_gets_no_domain() {
    let manifests = manifests();
    let app = manifests.iter().find(|manifest| manifest.name == "app").unwrap();
    let on_the_server_only = ["domain", "leptos_axum", "axum"];
    for (name, details) in app.section("dependencies") {
        if on_the_server_only.contains(&name.as_str()) {
            let optional = details.get("optional").and_then(Value::as_bool);
            assert_eq!(optional, Some(true), "app: {name} must be optional, turned on by ssr");
        }
    }
    let hydrate = app.table["features"]["hydrate"].as_array().unwrap();
    for feature in hydrate.iter().map(|feature| feature.as_str().unwrap()) {
        let server_side =
            on_the_server_only.iter().any(|name| feature.contains(name)) || feature.contains("ssr");
        assert!(!server_side, "app: hydrate turns on {feature}");
    }
    for entry in manifests.iter().filter(|manifest| ["portal", "console"].contains(&manifest.name.as_str())) {
        let (_, app) = entry.section("dependencies").into_iter().find(|(name, _)| name == "app").unwrap();
        let features = app["features"].as_array().unwrap();
        assert_eq!(features.len(), 1, "{}", entry.name);
        assert_eq!(features[0].as_str(), Some("hydrate"), "{}", entry.name);
    }
}

#[test]
fn versions_stand_in_the_workspace_alone() {
    for manifest in manifests() {
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (name, details) in manifest.section(section) {
                let inherited = details.get("workspace").and_then(Value::as_bool);
                assert_eq!(inherited, Some(true), "{}: {name} names its own version", manifest.name);
            }
        }
        let lints = manifest.table.get("lints").and_then(|lints| lints.get("workspace")?.as_bool());
        assert_eq!(lints, Some(true), "{} does not inherit the workspace's lints", manifest.name);
    }
}

#[test]
fn an_arrow_the_other_way_is_found() {
    let text = "[package]\nname = \"entity\"\n[dependencies]\ntypes = {}\ndomain = {}\n[dev-dependencies]\ntestkit = {}\nserver = {}\n[target.'cfg(unix)'.dependencies]\nleptos = {}\n";
    let manifest = Manifest { name: "entity".to_owned(), table: text.parse().unwrap() };
    let expected = ["entity must not use domain", "entity must not use server", "entity must not use leptos"];
    assert_eq!(faults(&manifest), expected);
}
