//! iPhone, iPad and Mac come in by a profile (R9): downloaded under the link, used up when the device checks in
//! with the certificate that it has got by it.

use entity::device_certificate;
use types::{
    AuditAction, Channel, DeviceFacts, DeviceId, ErrorCode, FieldCode, Platform, RegistrationId,
    RegistrationStatus, Timestamp, UserId,
};

use super::{
    Registrations,
    prove::{Proof, refused},
    redeem::{Proven, use_up},
    store,
};
use crate::{
    audit::{Event, Target},
    certificates,
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    terms,
};

/// What a profile is made for.
#[derive(Debug)]
pub(crate) struct ProfileFor {
    /// The registration.
    pub(crate) id: RegistrationId,
    /// What kind of device it is for.
    pub(crate) platform: Platform,
    /// Proves that a certificate is asked for this registration. A secret.
    pub(crate) challenge: String,
}

impl Registrations<'_> {
    /// The registration of a link, for a device that takes a profile, with a fresh challenge. The link is
    /// not used up by it; of the challenges that were not used a few stay, the newest.
    ///
    /// # Errors
    /// `terms_not_accepted`; `invalid_input` for a password that the channel asks for and that is missing or not the
    /// person's, `too_many_requests` for guesses at it; `registration_refused` for everything else: what does not
    /// work, a platform without profiles or that is switched off.
    pub(crate) async fn profile_for(
        &self,
        ctx: &RequestCtx,
        token: &str,
        password: Option<&str>,
    ) -> Result<ProfileFor> {
        let settings = self.domain.settings().registration().await?;
        let now = self.domain.clock().now();
        if settings.proof_of(Channel::WebApple).asks_for_password() {
            self.prove_for_profile(ctx, token, password).await?;
        }
        let tx = self.domain.begin().await?;
        let Proof::Right(found) = self.try_link(&tx, token, now).await? else { return Err(refused()) };
        let platform = crate::devices::platform_of(&found.device)?;
        if !settings.takes_profile(platform) {
            return Err(refused());
        }
        if let Some(asked) = terms::required(tx.conn(), &found.row, &found.device).await? {
            return Err(asked.as_error());
        }
        let challenge = certificates::challenge::make(&tx, found.id(), found.row.issued_at, now).await?;
        let target = Target::new("device", found.device_id(), found.device_name());
        tx.record(ctx, now, Event::done(AuditAction::RegistrationProfileDownloaded, target)).await?;
        tx.commit().await?;
        Ok(ProfileFor { id: found.id(), platform, challenge })
    }

    /// The link stands for the PIN; the password is that of its person.
    async fn prove_for_profile(&self, ctx: &RequestCtx, token: &str, password: Option<&str>) -> Result<()> {
        let Some(password) = password.filter(|password| !password.is_empty()) else {
            return Err(Error::invalid("password", FieldCode::Required));
        };
        let found = self.find_waiting_link(token).await.map_err(|_| refused())?;
        let username = found.user.username.as_str();
        match self.domain.access().prove_password(ctx, username, Some(&found.user), password).await? {
            true => Ok(()),
            false => Err(Error::invalid("password", FieldCode::Differs)),
        }
    }

    /// A device has checked in with a certificate: its registration is used up and its record is its own.
    /// The same certificate again finds the same record.
    ///
    /// # Errors
    /// `registration_refused` where the registration does not wait any more, or for another issue.
    pub(crate) async fn redeem_by_certificate(
        &self,
        tx: &mut Tx,
        ctx: &RequestCtx,
        certificate: &device_certificate::Model,
        facts: &DeviceFacts,
        now: Timestamp,
    ) -> Result<(DeviceId, UserId)> {
        let settings = self.domain.settings().registration().await?;
        if !settings.lets_in(facts.platform) {
            return Err(refused());
        }
        let found = store::find_locked(tx, RegistrationId(certificate.registration_id)).await?;
        let mut found = found.ok_or_else(refused)?;
        // An enrolment of Apple TVs lets nothing else in.
        if found.row.tv_enrolment_id.is_some() && facts.platform != Platform::Tvos {
            return Err(refused());
        }
        let is_used = found.row.status == RegistrationStatus::Used.as_str();
        if is_used && found.row.redeemed_key.as_deref() == Some(&certificate.fingerprint) {
            return Ok((found.device_id(), found.user_id()));
        }
        let counts = found.is_pending(now)
            && found.row.issued_at == certificate.registration_issued_at
            && crate::people::store::is_active(&found.user);
        let by = Proven::by_certificate(&certificate.fingerprint);
        if !counts || !use_up(tx, ctx, &mut found, facts, by, now).await? {
            return Err(ErrorCode::RegistrationRefused.into());
        }
        Ok((found.device_id(), found.user_id()))
    }
}
