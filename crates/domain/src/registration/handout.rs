//! Handing out PIN, link and QR codes.

use types::{AuditAction, ErrorCode, Handout, Permission, RegistrationId, Timestamp, mirp::MirpLink};

use super::{
    Registrations,
    code::Code,
    qr,
    store::{self, Found},
};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    error::{Error, Result},
};

impl Registrations<'_> {
    /// PIN, link and QR codes of a registration, while it is pending. Free for its owner; anybody else
    /// needs a permission of its own, and their reading is audited (product.md 3.2).
    ///
    /// # Errors
    /// `unauthenticated`, `not_found`, `forbidden`, `reauthentication_required`, or
    /// `registration_not_pending`.
    pub async fn handout(&self, ctx: &RequestCtx, id: RegistrationId) -> Result<Handout> {
        ctx.require_somebody()?;
        let now = self.domain.clock().now();
        let found = store::or_not_found(store::find(self.domain.db().read(), id).await?)?;
        let owner = found.user_id();
        ctx.require_for(
            owner,
            Permission::RegistrationSecretRead,
            Permission::OwnRegistrationSecretRead,
            Permission::DeviceRead,
        )?;
        let own = ctx.may(Permission::OwnRegistrationSecretRead, &Resource::OwnedBy(owner));
        if !own {
            ctx.require_recent(now)?;
        }
        let url = self.domain.settings().public_url().await?;
        let handout = self.hand_out(&found, &url, now)?;
        if !own {
            let tx = self.domain.begin().await?;
            let target = Target::new("device", found.device_id(), found.device_name());
            tx.record(ctx, now, Event::done(AuditAction::RegistrationCodeRead, target)).await?;
            tx.commit().await?;
        }
        Ok(handout)
    }

    /// The handout of a pending registration.
    pub(super) fn hand_out(&self, found: &Found, url: &str, now: Timestamp) -> Result<Handout> {
        if !found.is_pending(now) {
            return Err(ErrorCode::RegistrationNotPending.into());
        }
        let code = Code::open(self.domain.keys(), &found.row)?
            .ok_or_else(|| Error::internal("a pending registration without its envelope"))?;
        let link = format!("{url}/r/{}", code.link_token);
        let mirp_url = code.pin.as_ref().map(|pin| {
            MirpLink {
                server: server_of(url).to_owned(),
                user: found.user.username.clone(),
                pin: Some(pin.clone()),
            }
            .to_string()
        });
        Ok(Handout {
            id: found.id(),
            device_id: found.device_id(),
            pin: code.pin,
            pin_expires_at: Timestamp::from_millis(found.row.expires_at),
            qr_svg: qr::svg(&link)?,
            mirp_qr_svg: mirp_url.as_deref().map(qr::svg).transpose()?,
            mirp_url,
            link,
        })
    }
}

/// `host[:port]` of the public URL: what a person types as the server.
pub(super) fn server_of(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, server)| server)
}
