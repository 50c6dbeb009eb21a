//! A server with more entries than a story can add.

use super::{
    ADMIN, ADMIN_PASSWORD, SUFFIX, Slapd,
    ldif::{people_and_groups, places},
};
use ldap3::{
    LdapConnAsync, Scope, SearchEntry,
    adapters::{Adapter, EntriesOnly, PagedResults},
};
use std::fmt::Write as _;
use std::sync::OnceLock;
use types::{BindPassword, DirectoryInput, DirectoryPreset, DirectorySecurity, DirectorySettings};

/// People of [`Many::people`].
pub const MANY_PEOPLE: usize = 10_000;
/// Groups of [`Many::people`], beside the one with everybody.
pub const MANY_GROUPS: usize = 500;

/// A branch with more entries than a story can add.
#[derive(Clone, Copy, Debug)]
pub struct Many {
    server: &'static Slapd,
    branch: &'static str,
}

impl Many {
    /// Ten thousand people in five hundred groups.
    #[must_use]
    pub fn people() -> Self {
        Self { server: server(), branch: "many" }
    }

    /// One person in five thousand groups.
    #[must_use]
    pub fn groups() -> Self {
        Self { server: server(), branch: "busy" }
    }

    /// How Gatehouse reads it.
    #[must_use]
    pub fn input(&self, name: &str) -> DirectoryInput {
        input_for(self.server, self.branch, name)
    }

    /// The lasting keys of its groups.
    pub async fn group_keys(&self) -> Vec<String> {
        group_keys(self.server, self.branch).await
    }
}

/// How Gatehouse reads a branch that was made with [`people_and_groups`].
#[must_use]
pub fn input_for(server: &Slapd, branch: &str, name: &str) -> DirectoryInput {
    DirectoryInput {
        name: name.to_owned(),
        enabled: true,
        settings: DirectorySettings {
            url: server.url(),
            security: DirectorySecurity::Plain,
            bind_dn: Some(ADMIN.to_owned()),
            user_bases: vec![format!("ou=people,ou={branch},{SUFFIX}")],
            group_bases: vec![format!("ou=groups,ou={branch},{SUFFIX}")],
            sync_every_minutes: None,
            ..DirectorySettings::preset(DirectoryPreset::OpenLdap)
        },
        bind_password: Some(BindPassword(ADMIN_PASSWORD.to_owned())),
    }
}

/// The lasting keys of the groups of a branch.
///
/// # Panics
/// When the server does not answer.
pub async fn group_keys(server: &Slapd, branch: &str) -> Vec<String> {
    let (connection, mut ldap) = LdapConnAsync::new(&server.url()).await.unwrap();
    tokio::spawn(async move { connection.drive().await });
    let adapters: Vec<Box<dyn Adapter<'_, _, _>>> =
        vec![Box::new(EntriesOnly::new()), Box::new(PagedResults::new(500))];
    let base = format!("ou=groups,ou={branch},{SUFFIX}");
    let filter = "(objectClass=groupOfNames)";
    let search = ldap.streaming_search_with(adapters, &base, Scope::OneLevel, filter, vec!["entryUUID"]);
    let mut found = search.await.unwrap();
    let mut keys = Vec::new();
    while let Some(entry) = found.next().await.unwrap() {
        keys.push(SearchEntry::construct(entry).attrs["entryUUID"][0].clone());
    }
    keys
}

/// The one server of this program with such branches.
fn server() -> &'static Slapd {
    static SERVER: OnceLock<Slapd> = OnceLock::new();
    SERVER.get_or_init(|| Slapd::start_for_good(entries()))
}

/// What it is loaded with.
fn entries() -> String {
    let mut ldif = people_and_groups("many", MANY_PEOPLE, MANY_GROUPS);
    let base = format!("ou=busy,{SUFFIX}");
    places(&mut ldif, &base);
    writeln!(
        ldif,
        "dn: uid=busy,ou=people,{base}\nobjectClass: inetOrgPerson\nuid: busy\ncn: Busy\nsn: Busy\n"
    )
    .unwrap();
    for group in 0..5_000 {
        writeln!(
            ldif,
            "dn: cn=group{group:04},ou=groups,{base}\nobjectClass: groupOfNames\ncn: group{group:04}\n\
             member: uid=busy,ou=people,{base}\n"
        )
        .unwrap();
    }
    ldif
}
