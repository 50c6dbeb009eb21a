//! The settings file.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use super::Flags;
use crate::fault::Fault;

const DEFAULT: &str = "gatehouse.toml";

/// The keys that a file may have; the names are those of the flags.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    listen: Option<String>,
    public_url: Option<String>,
    data_dir: Option<String>,
    database_url: Option<String>,
    smtp_url: Option<String>,
    tls_cert: Option<String>,
    tls_key: Option<String>,
    certificate_listen: Option<String>,
    certificate_url: Option<String>,
    trusted_proxies: Option<Networks>,
    sms_networks: Option<Networks>,
    push_url: Option<String>,
    push_ca: Option<String>,
}

/// A list, or one text with commas.
#[derive(Deserialize)]
#[serde(untagged)]
enum Networks {
    Text(String),
    List(Vec<String>),
}

impl Networks {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::List(list) => list.join(","),
        }
    }
}

/// Reads the file that is named, or the default one when it is there.
pub(super) fn read(named: Option<&Path>) -> Result<Flags, Fault> {
    let path = named.map_or_else(|| PathBuf::from(DEFAULT), Path::to_owned);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound && named.is_none() => return Ok(Flags::default()),
        Err(error) => {
            return Err(Fault::new(
                format!("The configuration file {} cannot be read: {error}", path.display()),
                "Name a file that this user can read with --config, or leave the flag out.",
            ));
        }
    };
    parse(&text).map_err(|what| {
        Fault::new(
            format!("The configuration file {} is not right: {what}", path.display()),
            "Its keys are listen, public_url, data_dir, database_url, smtp_url, tls_cert, tls_key, certificate_listen, \
             certificate_url, trusted_proxies, sms_networks, push_url and push_ca.",
        )
    })
}

/// The message of a fault names key and line, never a value: it may be a password.
fn parse(text: &str) -> Result<Flags, String> {
    let file: File = toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count().saturating_add(1);
        let what = error.message().lines().next().unwrap_or_default();
        let what =
            if what.starts_with("unknown field") { what } else { "a value of the wrong type, or not TOML" };
        format!("{what} (line {line})")
    })?;
    Ok(Flags {
        config: None,
        listen: file.listen,
        public_url: file.public_url,
        data_dir: file.data_dir,
        database_url: file.database_url,
        smtp_url: file.smtp_url,
        tls_cert: file.tls_cert,
        tls_key: file.tls_key,
        certificate_listen: file.certificate_listen,
        certificate_url: file.certificate_url,
        trusted_proxies: file.trusted_proxies.map(Networks::text),
        sms_networks: file.sms_networks.map(Networks::text),
        push_url: file.push_url,
        push_ca: file.push_ca,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxies_are_a_list_or_a_text() {
        let list = parse("trusted_proxies = ['10.0.0.0/8', '::1']").unwrap();
        assert_eq!(list.trusted_proxies.as_deref(), Some("10.0.0.0/8,::1"));
        let text = parse("trusted_proxies = '10.0.0.0/8,::1'").unwrap();
        assert_eq!(text.trusted_proxies, list.trusted_proxies);
    }

    #[test]
    fn a_misspelt_key_is_named_and_a_value_is_not() {
        let Err(what) = parse("listen = '127.0.0.1:1'\npublicurl = 'x'") else { panic!("accepted") };
        assert!(what.contains("publicurl") && what.contains("line 2"), "{what}");
        let Err(what) = parse("smtp_url = { password = 'hunter2' }") else { panic!("accepted") };
        assert!(!what.contains("hunter2"), "{what}");
    }
}
