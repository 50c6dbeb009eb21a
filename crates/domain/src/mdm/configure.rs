//! Configurations as profiles of Apple's.

use std::collections::HashSet;

use apple::{
    command::Command,
    identity,
    profile::{self as profiles, Name, Passcode, Payload, Pkcs12, Wifi, WifiSecurity},
    report::{Report, Status},
};
use sha2::{Digest, Sha256};
use types::{
    ConfigurationId, ConfigurationResult, ConfigurationSettings, ErrorCode, WifiSecurity as Security,
};
use uuid::Uuid;

use super::{Mdm, profile, store};
use crate::{
    configurations::{Content, Delivery, Work},
    ctx::RequestCtx,
    error::{Error, Result},
    secrets::random_token,
    user_certificates::Given,
};

/// The id of the command for an issue of a configuration.
fn uuid_of(delivery: &Delivery) -> String {
    format!("configuration.{}.{}", delivery.id, delivery.issue)
}

/// The configuration and the issue that an answer is about.
pub(super) fn read_uuid(uuid: &str) -> Option<(ConfigurationId, i64)> {
    let (id, issue) = uuid.strip_prefix("configuration.")?.rsplit_once('.')?;
    Some((id.parse().ok()?, issue.parse().ok()?))
}

/// What devices know a configuration by.
fn identifier(public_url: &str, id: Uuid, settings: &ConfigurationSettings) -> String {
    match settings {
        ConfigurationSettings::Profile(profile) => profile.identifier.clone(),
        ConfigurationSettings::Wifi(_)
        | ConfigurationSettings::Passcode(_)
        | ConfigurationSettings::Certificate(_) => {
            profile::identifier(public_url, &format!("configuration.{}", id.hyphenated()))
        }
    }
}

impl Mdm<'_> {
    /// What is to be set up on the device or taken off it next.
    pub(super) async fn configure(&self, found: &store::Found) -> Result<Option<Vec<u8>>> {
        let next = self.domain.configurations().deliveries(found.device_id(), 1).await?;
        let Some(delivery) = next.into_iter().next() else { return Ok(None) };
        let url = self.domain.settings().public_url().await?;
        let command = match &delivery.work {
            Work::Remove(settings) => {
                Command::RemoveProfile { identifier: identifier(&url, delivery.id.0, settings) }
            }
            Work::Install(content) => {
                let organisation = self.domain.settings().organisation().await?.name;
                Command::InstallProfile { payload: profile_of(&delivery, content, &url, &organisation)? }
            }
        };
        Ok(Some(command.write(&uuid_of(&delivery))))
    }

    /// Stores what became of a configuration. One that is not known any more changes nothing.
    pub(super) async fn configured(
        &self,
        ctx: &RequestCtx,
        id: ConfigurationId,
        version: i64,
        report: &Report,
    ) -> Result<()> {
        let done = match report.status {
            Status::Acknowledged => true,
            Status::Error | Status::CommandFormatError => false,
            // It is given once more in the next session.
            _ => return Ok(()),
        };
        let detail = report.reason().map(|reason| reason.chars().take(200).collect());
        let result = ConfigurationResult { version, done, detail };
        match self.domain.configurations().report(ctx, id, &result).await {
            Err(error) if error.code() == ErrorCode::NotFound => Ok(()),
            told => told,
        }
    }

    /// Mends what the device has and should not have, and the other way round.
    pub(super) async fn compare_profiles(&self, found: &store::Found, report: &Report) -> Result<()> {
        let url = self.domain.settings().public_url().await?;
        let there: HashSet<String> =
            report.profiles().into_iter().map(|profile| profile.identifier).collect();
        let known_by = |id: Uuid, settings: &ConfigurationSettings| identifier(&url, id, settings);
        self.domain.configurations().mend(found.device_id(), &there, known_by).await
    }
}

/// The whole profile of a configuration.
fn profile_of(delivery: &Delivery, content: &Content, url: &str, organisation: &str) -> Result<Vec<u8>> {
    let payload = match &content.settings {
        // As it was made, with its signature.
        ConfigurationSettings::Profile(_) => {
            return content
                .secret
                .clone()
                .ok_or_else(|| Error::internal("an uploaded profile without its file"));
        }
        ConfigurationSettings::Wifi(wifi) => {
            let password =
                content.secret.clone().map(String::from_utf8).transpose().map_err(Error::internal)?;
            let security = match (wifi.security.unwrap_or(Security::Open), password) {
                (Security::Open, _) => WifiSecurity::Open,
                (Security::Wpa2, Some(password)) => WifiSecurity::Wpa2(password),
                (Security::Wpa3, Some(password)) => WifiSecurity::Wpa3(password),
                (_, None) => return Err(Error::internal("a network without its password")),
            };
            Payload::Wifi(Wifi {
                ssid: wifi.ssid.clone(),
                is_hidden: wifi.hidden,
                joins_by_itself: wifi.auto_join,
                security,
            })
        }
        ConfigurationSettings::Passcode(passcode) => Payload::Passcode(Passcode {
            min_length: passcode.min_length,
            alphanumeric: passcode.alphanumeric,
            max_failed: passcode.wipe_after_tries,
            max_inactivity: passcode.lock_after_min,
            history: passcode.history,
        }),
        ConfigurationSettings::Certificate(_) => Payload::Pkcs12(certificate(&delivery.name, content)?),
    };
    let identifier = identifier(url, delivery.id.0, &content.settings);
    let name = |part: &str| Name {
        identifier: format!("{identifier}{part}"),
        uuid: uuid_for(delivery, part),
        display: delivery.name.clone(),
    };
    let description = format!("Set up by {organisation}.");
    Ok(profiles::write(&name(""), organisation, &description, &[(name(".settings"), payload)]))
}

/// The certificate of the device's owner. One that was opened at the upload has a random password, of which
/// nobody hears; else the device asks for the one of the file.
fn certificate(name: &str, content: &Content) -> Result<Pkcs12> {
    let file_name = format!("{name}.p12");
    match &content.certificate {
        Some(Given::File(file)) => Ok(Pkcs12 { file: file.to_vec(), file_name, password: None }),
        Some(Given::Identity(identity)) => {
            let password = random_token()?;
            let called = identity.name.as_deref().unwrap_or(name);
            let (key, leaf, chain) = (&identity.key, &identity.certificate, &identity.chain);
            let file = identity::write(called, key, leaf, chain, &password).map_err(Error::internal)?;
            Ok(Pkcs12 { file, file_name, password: Some(password) })
        }
        None => Err(Error::internal("a certificate that is not there")),
    }
}

/// Names this issue: the same one has the same name every time it is given.
fn uuid_for(delivery: &Delivery, part: &str) -> String {
    let digest: [u8; 32] = Sha256::digest(format!("{}{part}", uuid_of(delivery))).into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(digest.get(..16).unwrap_or(&[0; 16]));
    uuid::Builder::from_custom_bytes(bytes).into_uuid().hyphenated().to_string().to_uppercase()
}
