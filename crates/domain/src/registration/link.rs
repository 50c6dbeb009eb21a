//! Registration links and the page for typing name and PIN. Opening a link never uses it up, since mail
//! scanners open links (product.md R5).

use entity::{device, registration};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use types::{
    AuditAction, DeviceState, ErrorCode, Handout, RegistrationProgress, RegistrationStatus, UserState,
};

use super::{
    Registrations,
    handout::server_of,
    prove::{Proof, Try, refused, to_the_end},
    store::{self, Found},
};
use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    error::{Error, Result},
    live::LiveEvent,
    secrets::token_hash,
};

/// What the page behind a registration link shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkPage {
    /// PIN, link and QR codes.
    pub handout: Handout,
    /// Whose device it will be, and where it stands.
    pub progress: RegistrationProgress,
    /// `host[:port]`, what a person types as the server.
    pub server: String,
}

impl Registrations<'_> {
    /// What a link leads to, for whoever holds it.
    ///
    /// # Errors
    /// `link_dead` when it was used, replaced, withdrawn, ran out or never was, and while devices of its
    /// platform are not let in.
    pub async fn open_link(&self, _ctx: &RequestCtx, token: &str) -> Result<LinkPage> {
        let found = self.find_waiting_link(token).await?;
        self.link_page(found).await
    }

    /// The registration behind a link that works.
    ///
    /// # Errors
    /// `link_dead` as for [`Self::open_link`].
    pub(super) async fn find_waiting_link(&self, token: &str) -> Result<Found> {
        let settings = self.domain.settings().registration().await?;
        let found = self.find_link(token).await?;
        match found.is_pending(self.domain.clock().now()) && found.is_let_in(&settings) {
            true => Ok(found),
            false => Err(dead()),
        }
    }

    /// Where the registration behind a link stands, for a page that follows it: until its time runs out
    /// also after a device has used it.
    ///
    /// # Errors
    /// `link_dead` when it was replaced, withdrawn, ran out or never was.
    pub async fn follow_link(&self, _ctx: &RequestCtx, token: &str) -> Result<RegistrationProgress> {
        let found = self.find_link(token).await?;
        let now = self.domain.clock().now();
        let used = found.row.status == RegistrationStatus::Used.as_str();
        match found.is_pending(now) || (used && found.row.expires_at > now.as_millis()) {
            true => self.progress_of(&found).await,
            false => Err(dead()),
        }
    }

    /// Notes that a person, not a mail scanner, has opened the link.
    ///
    /// # Errors
    /// `link_dead` as for [`Self::open_link`].
    pub async fn mark_opened(&self, _ctx: &RequestCtx, token: &str) -> Result<()> {
        let found = self.find_link(token).await?;
        match found.is_pending(self.domain.clock().now()) {
            true => self.mark(&found).await,
            false => Err(dead()),
        }
    }

    /// Checks a typed user name and PIN without using the PIN up (the page `/go`). Counted as a try
    /// like that of a device.
    ///
    /// # Errors
    /// `too_many_requests`, or `registration_refused` for anything that is wrong.
    pub async fn check_pin(&self, ctx: &RequestCtx, username: &str, pin: &str) -> Result<LinkPage> {
        self.domain.throttles().take(ctx.address, self.domain.clock().now())?;
        let (domain, ctx_owned) = (self.domain.clone(), ctx.clone());
        let (username, pin) = (username.to_owned(), pin.to_owned());
        let outcome = to_the_end(async move {
            let (room, settings) = (domain.registration(), domain.settings().registration().await?);
            let typed = Try { username: &username, pin: &pin, password_is_right: true };
            let mut tx = domain.begin().await?;
            let proof = room.try_pin(&mut tx, &ctx_owned, &typed, domain.clock().now()).await?;
            tx.commit().await?;
            match proof {
                Proof::Right(found) if found.is_let_in(&settings) => Ok(*found),
                Proof::Right(_) => Err(refused()),
                Proof::Used(_) | Proof::Wrong => Err(refused()),
            }
        })
        .await;
        match &outcome {
            Err(error) if error.code() == ErrorCode::RegistrationRefused => {}
            _ => self.domain.throttles().give_back(ctx.address),
        }
        let mut found = outcome?;
        self.verify(ctx, &found).await?;
        self.mark(&found).await?;
        found.row.opened_at.get_or_insert(self.domain.clock().now().as_millis());
        self.link_page(found).await
    }

    async fn find_link(&self, token: &str) -> Result<Found> {
        let found = store::find_by_link(self.domain.db().read(), &token_hash(token)).await?;
        found.filter(|found| found.user.state == UserState::Active.as_str()).ok_or_else(dead)
    }

    async fn link_page(&self, found: Found) -> Result<LinkPage> {
        let url = self.domain.settings().public_url().await?;
        let handout = self.hand_out(&found, &url, self.domain.clock().now())?;
        let progress = self.progress_of(&found).await?;
        Ok(LinkPage { handout, progress, server: server_of(&url).to_owned() })
    }

    /// Notes that the person has proved who they are, before a device comes.
    async fn verify(&self, ctx: &RequestCtx, found: &Found) -> Result<()> {
        if found.device.state != DeviceState::Pending.as_str() {
            return Ok(());
        }
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let first = device::Entity::update_many()
            .col_expr(device::Column::State, Expr::value(DeviceState::Verified.as_str()))
            .col_expr(device::Column::UpdatedAt, Expr::value(now.as_millis()))
            .filter(device::Column::Id.eq(found.row.device_id))
            .filter(device::Column::State.eq(DeviceState::Pending.as_str()))
            .exec(tx.conn())
            .await?;
        if first.rows_affected == 1 {
            let target = Target::new("device", found.device_id(), found.device_name());
            tx.record(ctx, now, Event::done(AuditAction::DeviceVerified, target)).await?;
            tx.announce(LiveEvent::device(found.device_id(), found.user_id()));
        }
        tx.commit().await
    }

    async fn mark(&self, found: &Found) -> Result<()> {
        if found.row.opened_at.is_some() {
            return Ok(());
        }
        let mut tx = self.domain.begin().await?;
        let first = registration::Entity::update_many()
            .col_expr(registration::Column::OpenedAt, Expr::value(self.domain.clock().now().as_millis()))
            .filter(registration::Column::Id.eq(found.row.id))
            .filter(registration::Column::IssuedAt.eq(found.row.issued_at))
            .filter(registration::Column::OpenedAt.is_null())
            .exec(tx.conn())
            .await?;
        if first.rows_affected == 1 {
            tx.announce(LiveEvent::device(found.device_id(), found.user_id()));
        }
        tx.commit().await
    }
}

fn dead() -> Error {
    ErrorCode::LinkDead.into()
}
