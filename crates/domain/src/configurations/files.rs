//! Configurations as files, for devices that have no profiles.

use std::iter;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;
use types::{
    CertificatePassword, ConfigurationId, ConfigurationSettings, DeliveredConfiguration, DeviceId,
    WifiSecurity, WifiSettings,
};
use uuid::Uuid;

use super::{Configurations, Content, Work};
use crate::{
    error::{Error, Result},
    user_certificates::{Given, Identity},
};

/// Configurations that are given at once.
const MOST: usize = 20;

impl Configurations<'_> {
    /// What is to be set up on a device and taken off it, as files.
    pub(crate) async fn files_for(&self, id: DeviceId) -> Result<Vec<DeliveredConfiguration>> {
        let deliveries = self.deliveries(id, MOST).await?;
        let file = |delivery: super::Delivery| {
            let (settings, content) = match &delivery.work {
                Work::Remove(settings) => (settings, None),
                Work::Install(content) => (&content.settings, Some(content)),
            };
            let (content, base64) = match content {
                // Bytes that are no text.
                Some(Content { certificate: Some(Given::File(file)), .. }) => {
                    (Some(STANDARD.encode(file)), true)
                }
                Some(content) => (Some(text_of(delivery.id, &delivery.name, content)?), false),
                None => (None, false),
            };
            Ok(DeliveredConfiguration {
                id: delivery.id,
                version: delivery.issue,
                file_name: file_name(delivery.id, settings),
                content,
                base64,
            })
        };
        deliveries.into_iter().map(file).collect()
    }
}

fn file_name(id: ConfigurationId, settings: &ConfigurationSettings) -> String {
    let ending = match settings {
        ConfigurationSettings::Wifi(_) => "nmconnection",
        ConfigurationSettings::Passcode(_) => "json",
        ConfigurationSettings::Profile(_) => "mobileconfig",
        ConfigurationSettings::Certificate(of) => match of.password {
            CertificatePassword::AtUpload => "pem",
            CertificatePassword::OnDevice => "p12",
        },
    };
    format!("gatehouse-{id}.{ending}")
}

fn text_of(id: ConfigurationId, name: &str, content: &Content) -> Result<String> {
    match &content.settings {
        ConfigurationSettings::Wifi(wifi) => {
            let password =
                content.secret.clone().map(String::from_utf8).transpose().map_err(Error::internal)?;
            Ok(connection(id.0, name, wifi, password.as_deref()))
        }
        ConfigurationSettings::Passcode(passcode) => {
            let said = json!({ "name": name, "passcode": passcode });
            serde_json::to_string_pretty(&said).map_err(Error::internal)
        }
        ConfigurationSettings::Profile(_) => Err(Error::internal("a profile for a device that takes none")),
        ConfigurationSettings::Certificate(_) => match &content.certificate {
            Some(Given::Identity(identity)) => Ok(pem(identity)),
            _ => Err(Error::internal("a certificate that is not there")),
        },
    }
}

/// A private key and its certificates, as most programs read them (RFC 7468).
fn pem(identity: &Identity) -> String {
    let section = |label: &str, der: &[u8]| {
        let text = STANDARD.encode(der);
        let lines: Vec<&str> =
            text.as_bytes().chunks(64).filter_map(|line| str::from_utf8(line).ok()).collect();
        format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
    };
    let chain = iter::once(&identity.certificate).chain(&identity.chain);
    let certificates = chain.map(|der| section("CERTIFICATE", der));
    iter::once(section("PRIVATE KEY", &identity.key)).chain(certificates).collect()
}

/// A connection as NetworkManager keeps it (nm-settings-keyfile(5)).
fn connection(id: Uuid, name: &str, wifi: &WifiSettings, password: Option<&str>) -> String {
    let (hidden, auto_join) = (wifi.hidden, wifi.auto_join);
    let ssid = list_of_bytes(&wifi.ssid);
    let mut text = format!(
        "[connection]\nid={}\nuuid={}\ntype=wifi\nautoconnect={auto_join}\n\n[wifi]\nmode=infrastructure\n\
         ssid={ssid}\nhidden={hidden}\n",
        value(name),
        id.hyphenated(),
    );
    let key = match wifi.security {
        Some(WifiSecurity::Wpa2) => Some("wpa-psk"),
        Some(WifiSecurity::Wpa3) => Some("sae"),
        Some(WifiSecurity::Open) | None => None,
    };
    if let (Some(key), Some(password)) = (key, password) {
        text.push_str(&format!("\n[wifi-security]\nkey-mgmt={key}\npsk={}\n", value(password)));
    }
    text.push_str("\n[ipv4]\nmethod=auto\n\n[ipv6]\nmethod=auto\n");
    text
}

/// A name of a network may hold any byte: written as a list of numbers it needs no escapes.
fn list_of_bytes(ssid: &str) -> String {
    ssid.bytes().map(|byte| format!("{byte};")).collect()
}

/// A value of a key file: backslashes and leading spaces are escaped.
fn value(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\");
    match escaped.strip_prefix(' ') {
        Some(rest) => format!("\\s{rest}"),
        None => escaped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_written_as_network_manager_reads_it() {
        let wifi = WifiSettings {
            ssid: "Wörks; 1".into(),
            security: Some(WifiSecurity::Wpa3),
            hidden: true,
            auto_join: true,
        };
        let text = connection(Uuid::nil(), "Office", &wifi, Some(r" hush\hush"));
        assert!(text.contains("ssid=87;195;182;114;107;115;59;32;49;\n"), "{text}");
        assert!(text.contains("key-mgmt=sae\npsk=\\shush\\\\hush\n"), "{text}");
        assert!(text.contains("hidden=true\n") && text.contains("autoconnect=true\n"), "{text}");
    }
}
