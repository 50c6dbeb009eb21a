//! `deny.toml`, as far as it is held here.

use crate::licence;
use crate::packages::Package;
use std::fs;
use toml::{Table, Value};

/// The page's rules.
pub(crate) struct Policy(Table);

impl Policy {
    pub(crate) fn read() -> Self {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deny.toml");
        Self(fs::read_to_string(page).unwrap().parse().unwrap())
    }

    pub(crate) fn targets(&self) -> Vec<String> {
        strings(&self.0["graph"]["targets"])
    }

    pub(crate) fn allowed_licences(&self) -> Vec<String> {
        strings(&self.0["licenses"]["allow"])
    }

    pub(crate) fn allows_licence(&self, package: &Package) -> bool {
        let mut allowed = self.allowed_licences();
        let exceptions = self.0["licenses"].get("exceptions").and_then(Value::as_array);
        let own = exceptions.into_iter().flatten().filter(|it| it["crate"].as_str() == Some(&package.name));
        allowed.extend(own.flat_map(|exception| strings(&exception["allow"])));
        licence::satisfied(&package.licence, &allowed)
    }

    pub(crate) fn bans(&self) -> Vec<Ban> {
        self.0["bans"]["deny"].as_array().unwrap().iter().map(Ban::read).collect()
    }
}

/// A crate that is kept out.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ban {
    name: String,
    /// Allowed as long as there is only one version of it.
    second_version_only: bool,
    /// Allowed where these alone use it.
    wrappers: Vec<String>,
}

impl Ban {
    fn read(entry: &Value) -> Self {
        let known = ["crate", "reason", "wrappers", "deny-multiple-versions"];
        let keys = entry.as_table().unwrap().keys();
        let unknown: Vec<&String> = keys.filter(|key| !known.contains(&key.as_str())).collect();
        assert!(unknown.is_empty(), "deny.toml: {unknown:?} is not held here; teach Ban to read it");
        Self {
            name: entry["crate"].as_str().unwrap().to_owned(),
            second_version_only: entry
                .get("deny-multiple-versions")
                .and_then(Value::as_bool)
                .unwrap_or(false),
            wrappers: entry.get("wrappers").map(strings).unwrap_or_default(),
        }
    }

    /// The packages that break it.
    pub(crate) fn breaches(&self, packages: &[Package]) -> Vec<String> {
        let named: Vec<&Package> = packages.iter().filter(|package| package.name == self.name).collect();
        if self.second_version_only {
            let versions: Vec<&str> = named.iter().map(|package| package.version.as_str()).collect();
            return if versions.len() > 1 {
                vec![format!("{} {}", self.name, versions.join(" and "))]
            } else {
                vec![]
            };
        }
        named
            .into_iter()
            .filter(|package| {
                self.wrappers.is_empty() || package.users.iter().any(|user| !self.wrappers.contains(user))
            })
            .map(|package| format!("{} {}, used by {:?}", package.name, package.version, package.users))
            .collect()
    }
}

fn strings(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|item| item.as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_ban_looks_at_versions_and_users() {
    let package = |version: &str, user: &str| Package {
        name: "openssl".to_owned(),
        version: version.to_owned(),
        licence: String::new(),
        source: None,
        users: [user.to_owned()].into(),
    };
    let ban = |text: &str| Ban::read(&Value::Table(text.parse().unwrap()));
    let outright = ban("crate = \"openssl\"");
    assert_eq!(outright.breaches(&[package("1", "apple")]).len(), 1);
    let wrapped = ban("crate = \"openssl\"\nwrappers = [\"apple\"]");
    assert_eq!(wrapped.breaches(&[package("1", "apple")]), Vec::<String>::new());
    assert_eq!(wrapped.breaches(&[package("1", "server")]).len(), 1);
    let single = ban("crate = \"openssl\"\ndeny-multiple-versions = true");
    assert_eq!(single.breaches(&[package("1", "server")]), Vec::<String>::new());
    assert_eq!(single.breaches(&[package("1", "server"), package("2", "server")]), ["openssl 1 and 2"]);
}
