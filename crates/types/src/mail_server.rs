//! The mail server that messages leave by, as administrators set it up.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    contact::EmailAddress,
    error::{FieldCode, FieldError},
    message::DeliveryStatus,
    platform::words,
    time::Timestamp,
    validate::{Validate, check_line, check_optional},
};

words! {
    /// How the connection to a mail server is encrypted.
    MailEncryption {
        /// By `STARTTLS`, without which nothing is sent (RFC 3207).
        StartTls = "start_tls",
        /// From the first byte (RFC 8314).
        Tls = "tls",
        /// Not at all.
        None = "none",
    }
}

impl MailEncryption {
    /// The usual port.
    pub fn port(self) -> u16 {
        match self {
            Self::StartTls => 587,
            Self::Tls => 465,
            Self::None => 25,
        }
    }
}

/// A mail server.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MailServer {
    /// Its name or address, up to 253 characters.
    pub host: String,
    /// The port; without it the usual one of the encryption.
    #[serde(default)]
    pub port: Option<u16>,
    /// How the connection is encrypted. Without encryption a password goes to this machine alone.
    pub encryption: MailEncryption,
    /// The account, where it asks for one, up to 200 characters.
    #[serde(default)]
    pub username: Option<String>,
    /// Its password. Never read back; without it the one that is kept goes on counting, as long as host,
    /// port, encryption and account stay the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// The address that messages come from; without it `no-reply@` the public host.
    #[serde(default)]
    pub from: Option<String>,
}

/// Without the password.
impl fmt::Debug for MailServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailServer")
            .field("host", &self.host)
            .field("encryption", &self.encryption)
            .finish_non_exhaustive()
    }
}

impl MailServer {
    /// The port that counts.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(self.encryption.port())
    }

    /// Whether it is on this machine.
    pub fn is_local(&self) -> bool {
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }

    /// Whether a password that was given for `other` may go to this one, too.
    pub fn is_same_account(&self, other: &Self) -> bool {
        (&self.host, self.port(), self.encryption, &self.username)
            == (&other.host, other.port(), other.encryption, &other.username)
    }
}

impl Validate for MailServer {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("host", &self.host, 1, 253, errors);
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
        if !self.host.is_empty() && !self.host.chars().all(is_name) {
            errors.push(FieldError::new("host", FieldCode::Malformed));
        }
        if self.port == Some(0) {
            errors.push(FieldError::new("port", FieldCode::OutOfRange));
        }
        check_line("username", self.username.as_deref().unwrap_or_default(), 0, 200, errors);
        check_line("password", self.password.as_deref().unwrap_or_default(), 0, 500, errors);
        if self.password.is_some() && self.username.as_deref().is_none_or(str::is_empty) {
            errors.push(FieldError::new("username", FieldCode::Required));
        }
        if self.username.is_some() && self.encryption == MailEncryption::None && !self.is_local() {
            errors.push(FieldError::new("encryption", FieldCode::InsecureUrl));
        }
        check_optional("from", self.from.as_deref(), EmailAddress::parse, errors);
    }
}

/// The mail server as it is set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailServerDetail {
    /// The server, without its password; nothing where none is set up, or the configuration names it.
    pub server: Option<MailServer>,
    /// Whether a password is kept.
    pub has_password: bool,
    /// Whether the configuration names the server (`GATEHOUSE_SMTP_URL`), which then counts alone.
    pub is_configured: bool,
    /// Whether messages can leave.
    pub status: DeliveryStatus,
    /// The moment of the last change stands for the version; 0 before the first.
    pub version: i64,
    /// When it was changed last.
    pub updated_at: Option<Timestamp>,
    /// By whom.
    pub updated_by: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(host: &str) -> MailServer {
        MailServer {
            host: host.to_owned(),
            port: None,
            encryption: MailEncryption::StartTls,
            username: None,
            password: None,
            from: None,
        }
    }

    #[test]
    fn a_password_goes_to_another_machine_only_with_encryption() {
        let open = MailServer {
            encryption: MailEncryption::None,
            username: Some("gate".into()),
            password: Some("hush".into()),
            ..server("mail.example")
        };
        let fields = open.validate().unwrap_err().fields;
        assert_eq!((fields[0].path.as_str(), fields[0].code), ("encryption", FieldCode::InsecureUrl));
        assert!(MailServer { host: "127.0.0.1".into(), ..open.clone() }.validate().is_ok());
        assert!(MailServer { host: "[::1]".into(), ..open.clone() }.validate().is_ok());
        assert!(!format!("{open:?}").contains("hush"));
    }

    #[test]
    fn what_is_no_host_is_refused() {
        for host in ["", "smtp://mail.example", "mail example", "mail/x", "a\r\nb"] {
            assert!(server(host).validate().is_err(), "{host}");
        }
        assert_eq!(server("mail.example").port(), 587);
    }
}
