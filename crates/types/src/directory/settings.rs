//! How a directory is reached and what is read from it.

use serde::{Deserialize, Serialize};

use crate::{
    error::{FieldCode, FieldError},
    platform::words,
    validate::{Validate, check_line},
};

words! {
    /// A kind of directory, with its usual filters and names of attributes.
    DirectoryPreset {
        /// OpenLDAP and what is like it.
        OpenLdap = "openldap",
        /// Microsoft Active Directory.
        ActiveDirectory = "active_directory",
    }
}

words! {
    /// How the connection is kept from others.
    DirectorySecurity {
        /// TLS from the first byte, `ldaps://`.
        Ldaps = "ldaps",
        /// TLS after `ldap://` was opened, before anything is said.
        StartTls = "start_tls",
        /// None. Passwords go over the network as they are.
        Plain = "plain",
    }
}

words! {
    /// How members of a group are found, those of groups inside it among them.
    Membership {
        /// The group lists them; groups inside groups are followed here.
        List = "list",
        /// The server follows groups inside groups (Active Directory's matching rule in chain).
        InChain = "in_chain",
    }
}

words! {
    /// Who is read.
    PeopleScope {
        /// The members of chosen groups.
        Groups = "groups",
        /// Everybody below the user bases.
        All = "all",
    }
}

/// Names of attributes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DirectoryAttributes {
    /// What an entry keeps for good when it is renamed or moved: `entryUUID` or `objectGUID`.
    pub key: String,
    /// User name.
    pub username: String,
    /// Display name.
    pub display_name: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// E-mail address.
    pub email: String,
    /// Phone number.
    pub phone_number: String,
    /// Name of a group.
    pub group_name: String,
    /// Members of a group, by DN (`member`, `uniqueMember`) or by user name (`memberUid`).
    pub member: String,
}

/// How a directory is reached and what is read from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DirectorySettings {
    /// The preset that it began with.
    pub preset: DirectoryPreset,
    /// `ldaps://host[:port]`, or `ldap://host[:port]` for StartTLS and plain connections.
    pub url: String,
    /// Another server with the same content, for when the first does not answer.
    #[serde(default)]
    pub failover_url: Option<String>,
    /// How the connection is kept from others.
    pub security: DirectorySecurity,
    /// Plain connections to other machines, although everybody between can read the passwords.
    #[serde(default)]
    pub allow_plain: bool,
    /// Certificates of the authorities that the server's certificate may come from, in PEM; without
    /// them those of the operating system.
    #[serde(default)]
    pub ca_pem: Option<String>,
    /// Who Gatehouse signs in as to read; nobody without it.
    #[serde(default)]
    pub bind_dn: Option<String>,
    /// Below which entries people are looked for, 1 to 10.
    pub user_bases: Vec<String>,
    /// Below which entries groups are looked for, 1 to 10.
    pub group_bases: Vec<String>,
    /// Which entries are people (RFC 4515).
    pub user_filter: String,
    /// Which entries are groups (RFC 4515).
    pub group_filter: String,
    /// Names of attributes.
    pub attributes: DirectoryAttributes,
    /// How members are found.
    pub membership: Membership,
    /// Who is read.
    pub people: PeopleScope,
    /// How long to wait for an answer, 1 to 60 seconds.
    pub timeout_s: u32,
    /// How often it is read, 5 minutes to 7 days; on demand alone without it.
    pub sync_every_minutes: Option<u32>,
}

impl DirectorySettings {
    /// Allowed time-outs, in seconds.
    pub const TIMEOUTS: std::ops::RangeInclusive<u32> = 1..=60;
    /// Allowed times between readings, in minutes.
    pub const INTERVALS: std::ops::RangeInclusive<u32> = 5..=10_080;
    /// Longest list of certificates, in bytes.
    pub const MAX_PEM: usize = 100_000;
    const MAX_BASES: usize = 10;
    const MAX_DN: usize = 1_000;
    const MAX_FILTER: usize = 2_000;

    /// The usual settings of a kind of directory; the addresses are still to be filled in.
    pub fn preset(preset: DirectoryPreset) -> Self {
        let names = match preset {
            DirectoryPreset::OpenLdap => ["entryUUID", "uid", "cn", "telephoneNumber"],
            DirectoryPreset::ActiveDirectory => {
                ["objectGUID", "sAMAccountName", "displayName", "telephoneNumber"]
            }
        };
        let [key, username, display_name, phone_number] = names.map(str::to_owned);
        let (user_filter, group_filter, membership) = match preset {
            DirectoryPreset::OpenLdap => (
                "(objectClass=inetOrgPerson)",
                "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup))",
                Membership::List,
            ),
            DirectoryPreset::ActiveDirectory => (
                // Without accounts that are switched off (ADS_UF_ACCOUNTDISABLE).
                "(&(objectCategory=person)(objectClass=user)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))",
                "(objectCategory=group)",
                Membership::InChain,
            ),
        };
        Self {
            preset,
            url: String::new(),
            failover_url: None,
            security: DirectorySecurity::Ldaps,
            allow_plain: false,
            ca_pem: None,
            bind_dn: None,
            user_bases: Vec::new(),
            group_bases: Vec::new(),
            user_filter: user_filter.to_owned(),
            group_filter: group_filter.to_owned(),
            attributes: DirectoryAttributes {
                key,
                username,
                display_name,
                first_name: "givenName".to_owned(),
                last_name: "sn".to_owned(),
                email: "mail".to_owned(),
                phone_number,
                group_name: "cn".to_owned(),
                member: "member".to_owned(),
            },
            membership,
            people: PeopleScope::Groups,
            timeout_s: 10,
            sync_every_minutes: Some(60),
        }
    }

    /// Whether anything differs that decides to whom the bind password is sent.
    pub fn reaches_another(&self, other: &Self) -> bool {
        self.url != other.url
            || self.failover_url != other.failover_url
            || self.security != other.security
            || self.allow_plain != other.allow_plain
            || self.ca_pem != other.ca_pem
            || self.bind_dn != other.bind_dn
    }
}

impl Validate for DirectorySettings {
    fn check(&self, errors: &mut Vec<FieldError>) {
        let path = |field: &str| format!("settings.{field}");
        let mut urls = vec![("url", Some(self.url.as_str()))];
        urls.push(("failover_url", self.failover_url.as_deref()));
        for (field, url) in urls {
            let Some(url) = url else { continue };
            match check_url(url, self.security) {
                Err(code) => errors.push(FieldError::new(path(field), code)),
                Ok(host) if self.security == DirectorySecurity::Plain && !self.allow_plain => {
                    if !is_loopback_host(host) {
                        errors.push(FieldError::new(path(field), FieldCode::InsecureUrl));
                    }
                }
                Ok(_) => {}
            }
        }
        if let Some(pem) = &self.ca_pem {
            if pem.len() > Self::MAX_PEM {
                errors.push(FieldError::new(path("ca_pem"), FieldCode::TooLong));
            } else if !pem.contains("-----BEGIN CERTIFICATE-----") || pem.contains("PRIVATE KEY-----") {
                errors.push(FieldError::new(path("ca_pem"), FieldCode::Malformed));
            }
        }
        if let Some(dn) = &self.bind_dn {
            check_line(&path("bind_dn"), dn, 1, Self::MAX_DN, errors);
        }
        for (field, bases) in [("user_bases", &self.user_bases), ("group_bases", &self.group_bases)] {
            match bases.len() {
                0 => errors.push(FieldError::new(path(field), FieldCode::Required)),
                count if count > Self::MAX_BASES => {
                    errors.push(FieldError::new(path(field), FieldCode::TooLong));
                }
                _ => bases.iter().for_each(|base| check_dn(&path(field), base, errors)),
            }
        }
        for (field, filter) in [("user_filter", &self.user_filter), ("group_filter", &self.group_filter)] {
            check_line(&path(field), filter, 1, Self::MAX_FILTER, errors);
        }
        for (field, name) in self.attributes.named() {
            check_attribute(&path(&format!("attributes.{field}")), name, errors);
        }
        if !Self::TIMEOUTS.contains(&self.timeout_s) {
            errors.push(FieldError::new(path("timeout_s"), FieldCode::OutOfRange));
        }
        if self.sync_every_minutes.is_some_and(|minutes| !Self::INTERVALS.contains(&minutes)) {
            errors.push(FieldError::new(path("sync_every_minutes"), FieldCode::OutOfRange));
        }
    }
}

impl DirectoryAttributes {
    /// All names with the fields they stand in.
    pub fn named(&self) -> [(&'static str, &str); 9] {
        [
            ("key", &self.key),
            ("username", &self.username),
            ("display_name", &self.display_name),
            ("first_name", &self.first_name),
            ("last_name", &self.last_name),
            ("email", &self.email),
            ("phone_number", &self.phone_number),
            ("group_name", &self.group_name),
            ("member", &self.member),
        ]
    }
}

/// Scheme, host and perhaps a port, nothing else; gives the host.
fn check_url(url: &str, security: DirectorySecurity) -> Result<&str, FieldCode> {
    if url.trim().is_empty() {
        return Err(FieldCode::Required);
    }
    let scheme = if security == DirectorySecurity::Ldaps { "ldaps://" } else { "ldap://" };
    let rest = url.strip_prefix(scheme).ok_or(FieldCode::Malformed)?;
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let (host, port) = match rest.strip_prefix('[') {
        Some(rest) => {
            let (host, after) = rest.split_once(']').ok_or(FieldCode::Malformed)?;
            let is_address = host.parse::<std::net::Ipv6Addr>().is_ok();
            let port = if after.is_empty() { None } else { Some(after.strip_prefix(':').unwrap_or("")) };
            (if is_address { host } else { "" }, port)
        }
        None => match rest.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (rest, None),
        },
    };
    let port_ok = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    let host_ok = !host.is_empty()
        && host.len() <= 253
        && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':'));
    if port_ok && host_ok { Ok(host) } else { Err(FieldCode::Malformed) }
}

/// Whether a host is this machine.
pub fn is_loopback_host(host: &str) -> bool {
    host.parse::<std::net::IpAddr>().map_or(host == "localhost", |address| address.is_loopback())
}

fn check_dn(path: &str, dn: &str, errors: &mut Vec<FieldError>) {
    let before = errors.len();
    check_line(path, dn, 1, DirectorySettings::MAX_DN, errors);
    if errors.len() == before && !dn.contains('=') {
        errors.push(FieldError::new(path, FieldCode::Malformed));
    }
}

/// RFC 4512 section 1.4: a name or a number; options behind `;` are not taken.
fn check_attribute(path: &str, name: &str, errors: &mut Vec<FieldError>) {
    let before = errors.len();
    check_line(path, name, 1, 64, errors);
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    if errors.len() == before
        && !(name.chars().all(known) && name.starts_with(|c: char| c.is_ascii_alphanumeric()))
    {
        errors.push(FieldError::new(path, FieldCode::ForbiddenCharacters));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled() -> DirectorySettings {
        DirectorySettings {
            url: "ldaps://ldap.vellmere.example".into(),
            user_bases: vec!["ou=people,dc=vellmere,dc=example".into()],
            group_bases: vec!["ou=groups,dc=vellmere,dc=example".into()],
            ..DirectorySettings::preset(DirectoryPreset::OpenLdap)
        }
    }

    fn faults(settings: &DirectorySettings) -> Vec<(String, FieldCode)> {
        let mut errors = Vec::new();
        settings.check(&mut errors);
        errors.into_iter().map(|error| (error.path, error.code)).collect()
    }

    #[test]
    fn a_filled_in_preset_is_fine() {
        assert_eq!(faults(&filled()), []);
    }

    #[test]
    fn an_address_is_a_scheme_a_host_and_perhaps_a_port() {
        for good in ["ldaps://a:1636", "ldaps://10.0.0.1", "ldaps://[::1]:636", "ldaps://dc1.a.example/"] {
            assert_eq!(faults(&DirectorySettings { url: good.into(), ..filled() }), [], "{good}");
        }
        for bad in [
            "ldap://a",
            "ldaps://",
            "ldaps://a:0",
            "ldaps://a:x",
            "ldaps://a/dc=x",
            "ldaps://u:p@a",
            "https://a",
            "ldaps://[::1",
            "ldaps://a b",
        ] {
            let found = faults(&DirectorySettings { url: bad.into(), ..filled() });
            assert_eq!(found, [("settings.url".to_owned(), FieldCode::Malformed)], "{bad}");
        }
    }

    #[test]
    fn passwords_go_in_the_clear_to_this_machine_alone_unless_the_risk_is_taken() {
        let plain = |url: &str, allow_plain: bool| DirectorySettings {
            url: url.into(),
            security: DirectorySecurity::Plain,
            allow_plain,
            ..filled()
        };
        assert_eq!(faults(&plain("ldap://127.0.0.1:389", false)), []);
        assert_eq!(faults(&plain("ldap://localhost", false)), []);
        let found = faults(&plain("ldap://ldap.vellmere.example", false));
        assert_eq!(found, [("settings.url".to_owned(), FieldCode::InsecureUrl)]);
        assert_eq!(faults(&plain("ldap://ldap.vellmere.example", true)), []);
    }

    #[test]
    fn attribute_names_and_keys_for_authorities_are_looked_at() {
        let mut settings = filled();
        settings.attributes.username = "uid)(cn=*".into();
        settings.ca_pem = Some("-----BEGIN CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----".into());
        settings.timeout_s = 0;
        let found: Vec<_> = faults(&settings).into_iter().map(|(path, _)| path).collect();
        assert_eq!(found, ["settings.ca_pem", "settings.attributes.username", "settings.timeout_s"]);
    }
}
