//! The profile that makes a device a managed one.

use apple::{
    profile::{Enrolment, Identity, Name, Target, sign},
    rights::AccessRights,
};
use sha2::{Digest, Sha256};
use types::Platform;
use url::Url;
use uuid::Uuid;

use super::Mdm;
use crate::{
    ctx::RequestCtx,
    error::{Error, Result},
    registration::ProfileFor,
};

/// The topic of an enrolment without a push certificate: its devices come by themselves.
pub(super) const TOPIC: &str = "com.apple.mgmt.External.gatehouse";

/// The identifier of a profile: the host's name the other way round, as identifiers are, so that an update
/// finds what it replaces.
pub(super) fn identifier(public_url: &str, what: &str) -> String {
    let host = Url::parse(public_url).ok().and_then(|url| url.host_str().map(str::to_owned));
    let base = host.unwrap_or_default().rsplit('.').collect::<Vec<_>>().join(".");
    format!("{base}.gatehouse.{what}")
}

impl Mdm<'_> {
    /// What the next enrolment is called by.
    pub(super) async fn topic(&self) -> Result<String> {
        Ok(self.domain.push().topic().await?.unwrap_or_else(|| TOPIC.to_owned()))
    }

    /// The profile for the device of a link, signed by the authority of devices or, for tools, not. It does
    /// not use the link up.
    ///
    /// # Errors
    /// `too_many_requests`; `terms_not_accepted`; `invalid_input` for a password that is asked for and missing or
    /// wrong; `registration_refused`.
    pub async fn enrolment_profile(
        &self,
        ctx: &RequestCtx,
        token: &str,
        password: Option<&str>,
        signed: bool,
    ) -> Result<Vec<u8>> {
        self.domain.throttles().take(ctx.address, self.domain.clock().now())?;
        let wanted = self.domain.registration().profile_for(ctx, token, password).await?;
        self.domain.throttles().give_back(ctx.address);
        match signed {
            true => self.signed_profile(&wanted, None).await,
            false => self.write(&wanted, None).await,
        }
    }

    /// A profile, signed by the authority of devices. The topic of an enrolment that is there stays as it is.
    pub(super) async fn signed_profile(&self, wanted: &ProfileFor, topic: Option<&str>) -> Result<Vec<u8>> {
        let profile = self.write(wanted, topic).await?;
        let in_use = self.domain.certificates().authority().await?;
        let authority = &in_use.authority;
        let certificate = authority.certificate().map_err(Error::internal)?;
        let key = authority.private_key().map_err(Error::internal)?;
        let signing = tokio::task::spawn_blocking(move || sign(&profile, &[certificate], &key));
        signing.await.map_err(Error::internal)?.map_err(Error::internal)
    }

    async fn write(&self, wanted: &ProfileFor, topic: Option<&str>) -> Result<Vec<u8>> {
        let authority = self.domain.certificates().authority_certificate().await?;
        let url = self.domain.settings().public_url().await?;
        let organisation = self.domain.settings().organisation().await?.name;
        let name = |what: &str, display: &str| Name {
            identifier: identifier(&url, what),
            uuid: Uuid::now_v7().hyphenated().to_string().to_uppercase(),
            display: display.to_owned(),
        };
        let enrolment = Enrolment {
            name: name("enrolment", &organisation),
            management: name("enrolment.management", "Management"),
            organization: organisation.clone(),
            description: format!("Lets {organisation} manage this device."),
            server_url: format!("{url}/apple/mdm"),
            topic: match topic {
                Some(topic) => topic.to_owned(),
                None => self.topic().await?,
            },
            rights: AccessRights::ALL_WE_USE,
            target: match wanted.platform {
                Platform::Macos => Target::Mac,
                Platform::Ios | Platform::Ipados => Target::PhoneOrTablet,
                Platform::Tvos => Target::Tv,
                _ => Target::Any,
            },
            identity: Identity {
                name: name("enrolment.identity", "Identity of this device"),
                url: format!("{url}/scep"),
                authority: "Gatehouse".to_owned(),
                common_name: format!("device-{}", wanted.id),
                challenge: wanted.challenge.clone(),
                fingerprint: Sha256::digest(authority).into(),
            },
            roots: Vec::new(),
            consent: None,
        };
        Ok(enrolment.write())
    }
}
