//! A device gets another certificate before its own ends: its profile is installed again, with a fresh challenge.

use apple::{check_in::Ids, command::Command};
use entity::device_certificate;
use types::{RegistrationId, Timestamp};

use super::{
    Mdm,
    store::{self, Found},
    unknown,
};
use crate::{certificates, ctx::RequestCtx, devices::platform_of, error::Result, registration::ProfileFor};

/// Names the command; its answer is the new certificate in use.
const COMMAND: &str = "renewal";

impl Mdm<'_> {
    /// The enrolment that a message is about. One signed with the certificate that follows binds the enrolment to
    /// it, and the earlier one counts no more.
    ///
    /// # Errors
    /// The one answer to all that does not fit.
    pub(super) async fn found(
        &self,
        ctx: &RequestCtx,
        certificate: &device_certificate::Model,
        ids: &Ids,
    ) -> Result<Found> {
        let db = self.domain.db().read();
        let found = store::find(db, certificate, ids).await;
        if found.is_ok() {
            return found;
        }
        let Some(enrolment) = store::before(db, certificate, ids).await? else { return Err(unknown()) };
        let found = store::complete(db, enrolment).await?;
        let tx = self.domain.begin().await?;
        let now = self.domain.clock().now();
        let ctx = &found.acting(ctx);
        if certificates::follow(&tx, ctx, &found.row, certificate, found.name(), now).await? {
            tx.commit().await?;
        }
        store::find(self.domain.db().read(), certificate, ids).await
    }

    /// Tells a device to ask for another certificate.
    pub(super) async fn renewal(
        &self,
        found: &Found,
        certificate: &device_certificate::Model,
        now: Timestamp,
    ) -> Result<Vec<u8>> {
        let tx = self.domain.begin().await?;
        let challenge = certificates::challenge::renew(&tx, certificate, now).await?;
        tx.commit().await?;
        let wanted = ProfileFor {
            id: RegistrationId(certificate.registration_id),
            platform: platform_of(&found.device)?,
            challenge,
        };
        let payload = self.signed_profile(&wanted, Some(&found.row.topic)).await?;
        tracing::info!(device = %found.device_id(), "a certificate is renewed");
        Ok(Command::InstallProfile { payload }.write(COMMAND))
    }
}
