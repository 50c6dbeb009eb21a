//! A part of the tree that belongs to one story.

use super::{ADMIN, ADMIN_PASSWORD, SUFFIX, Slapd};
use ldap3::{Ldap, LdapConnAsync};
use std::collections::HashSet;
use types::{BindPassword, DirectoryInput, DirectoryPreset, DirectorySecurity, DirectorySettings};
use uuid::Uuid;

/// A branch with people and groups below it.
#[derive(Debug)]
pub struct Branch {
    server: &'static Slapd,
    name: String,
    ldap: Ldap,
}

/// Somebody to be added.
#[derive(Clone, Copy, Debug)]
pub struct Person<'a> {
    /// User name; the password is the name with ` knows the way` behind it.
    pub uid: &'a str,
    /// Display name.
    pub name: &'a str,
    /// E-mail address.
    pub mail: &'a str,
}

impl Branch {
    /// A fresh one on the shared server.
    ///
    /// # Panics
    /// When the server does not do it.
    pub async fn new() -> Self {
        let server = Slapd::shared();
        let (connection, mut ldap) = LdapConnAsync::new(&server.url()).await.unwrap();
        tokio::spawn(async move { connection.drive().await });
        ldap.simple_bind(ADMIN, ADMIN_PASSWORD).await.unwrap().success().unwrap();
        let mut branch = Self { server, name: Uuid::now_v7().simple().to_string(), ldap };
        for ou in [branch.base(), branch.people(), branch.groups(), branch.elsewhere()] {
            let values = [("objectClass", ["organizationalUnit"])];
            branch.add(&ou, &values.map(|(name, values)| (name, values.to_vec()))).await;
        }
        branch
    }

    /// The server.
    #[must_use]
    pub fn server(&self) -> &'static Slapd {
        self.server
    }

    /// Where it begins.
    #[must_use]
    pub fn base(&self) -> String {
        format!("ou={},{SUFFIX}", self.name)
    }

    /// Where its people stand.
    #[must_use]
    pub fn people(&self) -> String {
        format!("ou=people,{}", self.base())
    }

    /// Where its groups stand.
    #[must_use]
    pub fn groups(&self) -> String {
        format!("ou=groups,{}", self.base())
    }

    /// A place beside those, to move people to.
    #[must_use]
    pub fn elsewhere(&self) -> String {
        format!("ou=elsewhere,{}", self.base())
    }

    /// How Gatehouse reads it: over a plain connection to this machine, at hand.
    #[must_use]
    pub fn input(&self, name: &str) -> DirectoryInput {
        DirectoryInput {
            name: name.to_owned(),
            enabled: true,
            settings: DirectorySettings {
                url: self.server.url(),
                security: DirectorySecurity::Plain,
                bind_dn: Some(ADMIN.to_owned()),
                user_bases: vec![self.base()],
                group_bases: vec![self.groups()],
                timeout_s: 5,
                sync_every_minutes: None,
                ..DirectorySettings::preset(DirectoryPreset::OpenLdap)
            },
            bind_password: Some(BindPassword(ADMIN_PASSWORD.to_owned())),
        }
    }

    /// The password of a person that was added here.
    #[must_use]
    pub fn password(uid: &str) -> String {
        format!("{uid} knows the way")
    }

    /// Adds a person; gives where.
    pub async fn add_person(&mut self, person: Person<'_>) -> String {
        let dn = self.person(person.uid);
        let password = Self::password(person.uid);
        let values = [
            ("objectClass", vec!["inetOrgPerson"]),
            ("uid", vec![person.uid]),
            ("cn", vec![person.name]),
            ("sn", vec![person.name.rsplit(' ').next().unwrap_or(person.name)]),
            ("mail", vec![person.mail]),
            ("userPassword", vec![&password]),
        ];
        self.add(&dn, &values).await;
        dn
    }

    /// Adds people by their user names.
    pub async fn add_people(&mut self, uids: &[&str]) {
        for uid in uids {
            let mail = format!("{uid}@vellmere.example");
            self.add_person(Person { uid, name: &format!("{uid} Haddad"), mail: &mail }).await;
        }
    }

    /// Adds a group with these members, by their names in full; gives its own.
    pub async fn add_group(&mut self, cn: &str, members: &[String]) -> String {
        let dn = self.group(cn);
        let members = members.iter().map(String::as_str).collect();
        self.add(&dn, &[("objectClass", vec!["groupOfNames"]), ("cn", vec![cn]), ("member", members)]).await;
        dn
    }

    /// Where a person stands.
    #[must_use]
    pub fn person(&self, uid: &str) -> String {
        format!("uid={},{}", ldap3::dn_escape(uid), self.people())
    }

    /// Where a group stands.
    #[must_use]
    pub fn group(&self, cn: &str) -> String {
        format!("cn={},{}", ldap3::dn_escape(cn), self.groups())
    }

    /// Adds an entry.
    pub async fn add(&mut self, dn: &str, values: &[(&str, Vec<&str>)]) {
        let values =
            values.iter().map(|(name, values)| (*name, values.iter().copied().collect::<HashSet<_>>()));
        self.ldap.add(dn, values.collect()).await.unwrap().success().unwrap();
    }

    /// Puts bytes in place of the values of an attribute.
    pub async fn put(&mut self, dn: &str, attribute: &str, value: &[u8]) {
        let change = ldap3::Mod::Replace(attribute.as_bytes(), HashSet::from([value]));
        self.ldap.modify(dn, vec![change]).await.unwrap().success().unwrap();
    }

    /// Puts values in place of those of an attribute.
    pub async fn replace(&mut self, dn: &str, attribute: &str, values: &[&str]) {
        let change = ldap3::Mod::Replace(attribute, values.iter().copied().collect::<HashSet<_>>());
        self.ldap.modify(dn, vec![change]).await.unwrap().success().unwrap();
    }

    /// Gives an entry another name, and another place if one is given.
    pub async fn rename(&mut self, dn: &str, to: &str, place: Option<&str>) {
        self.ldap.modifydn(dn, to, true, place).await.unwrap().success().unwrap();
    }

    /// Deletes an entry.
    pub async fn delete(&mut self, dn: &str) {
        self.ldap.delete(dn).await.unwrap().success().unwrap();
    }
}
