//! Proving who registers: by name and PIN, or by the link. Unknown name, disabled person, wrong,
//! expired, used, foreign and ended PIN do the same work and end alike (trust.md PIN-9, INJ-15).

use std::future::Future;

use entity::{registration, user};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use subtle::{Choice, ConstantTimeEq};
use tracing::Instrument;
use types::{
    AuditAction, ErrorCode, MessageChannel, RegistrationId, RegistrationStatus, Timestamp, UserId, UserState,
    contact::username_key,
};
use uuid::Uuid;

use super::{
    Registrations,
    code::{Code, pin_mac, pin_macs},
    pin,
    store::{self, Found},
    tries::{self, MOST_FAILURES},
};
use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    db::{Engine, Tx},
    error::{Error, Result},
    live::LiveEvent,
    messages::queue,
    people,
    secrets::token_hash,
};

/// What a try has shown.
pub(super) enum Proof {
    /// The code of a registration that waits.
    Right(Box<Found>),
    /// The code of a registration that a device has used and whose time has not run out.
    Used(Box<Found>),
    /// Nothing.
    Wrong,
}

/// What somebody has typed.
#[derive(Clone, Copy)]
pub(super) struct Try<'a> {
    pub(super) username: &'a str,
    pub(super) pin: &'a str,
    /// False when a password came along that is not the person's.
    pub(super) password_is_right: bool,
}

impl Registrations<'_> {
    /// Tries a typed PIN. The try is counted before the PIN is looked at; the caller commits whatever
    /// comes out.
    pub(super) async fn try_pin(
        &self,
        tx: &mut Tx,
        ctx: &RequestCtx,
        try_of: &Try<'_>,
        now: Timestamp,
    ) -> Result<Proof> {
        let Try { username, pin: typed, password_is_right } = *try_of;
        let keys = self.domain.keys();
        // Whichever of their names somebody types, their tries are counted together.
        let meant = active_user(tx.conn(), username).await?;
        let username = meant.as_ref().map_or(username, |user| &user.username);
        let tries = tries::count(tx, keys, username, now).await?;
        let user = active_user(tx.conn(), username).await?;
        let user_id = UserId(user.as_ref().map_or(Uuid::nil(), |user| user.id));
        let found = self.find_by_pin(tx, user_id, &pin::normalise(typed), now).await?;
        match (found, user) {
            (Some(row), Some(_)) if password_is_right && row.status == RegistrationStatus::Used.as_str() => {
                // Whoever has the right PIN is not guessing, even if they come too late with it.
                tries::forgive(tx, keys, username).await?;
                Ok(Proof::Used(Box::new(store::complete(tx.conn(), row).await?)))
            }
            (Some(row), Some(_)) if password_is_right && tries.may_be_right() => {
                tries::clear(tx, keys, username).await?;
                Ok(Proof::Right(Box::new(store::complete(tx.conn(), row).await?)))
            }
            (_, user) => {
                let target = match &user {
                    Some(user) => Target::new("user", UserId(user.id), user.display_name.as_str()),
                    // What was typed as a name may be somebody's secret in the wrong field.
                    None => Target::only("user"),
                };
                let event = Event::refused(AuditAction::RegistrationPinRefused, target, "wrong name or PIN");
                tx.record(ctx, now, event).await?;
                if tries.is_last() {
                    tries::ended(tx, keys, username).await?;
                    self.end_pins(tx, user_id, now).await?;
                }
                Ok(Proof::Wrong)
            }
        }
    }

    /// Tries the token of a link. It cannot be guessed, so that nothing is counted: a stranger who
    /// knows a name cannot keep its owner out.
    pub(super) async fn try_link(&self, tx: &Tx, token: &str, now: Timestamp) -> Result<Proof> {
        let found = store::find_by_link(tx.conn(), &token_hash(token)).await?;
        let Some(found) = found.filter(|found| found.user.state == UserState::Active.as_str()) else {
            return Ok(Proof::Wrong);
        };
        if found.is_pending(now) {
            return Ok(Proof::Right(Box::new(found)));
        }
        if found.row.status == RegistrationStatus::Used.as_str() && found.row.expires_at > now.as_millis() {
            return Ok(Proof::Used(Box::new(found)));
        }
        Ok(Proof::Wrong)
    }

    /// The person's registration with this PIN. Every candidate is compared, in constant time.
    async fn find_by_pin(
        &self,
        tx: &Tx,
        user_id: UserId,
        pin: &str,
        now: Timestamp,
    ) -> Result<Option<registration::Model>> {
        let counting = [RegistrationStatus::Pending.as_str(), RegistrationStatus::Used.as_str()];
        let candidates = registration::Entity::find()
            .filter(registration::Column::UserId.eq(user_id.0))
            .filter(registration::Column::Status.is_in(counting))
            .filter(registration::Column::ExpiresAt.gt(now.as_millis()))
            .filter(registration::Column::PinMac.is_not_null())
            .order_by_asc(registration::Column::Id)
            .all(tx.conn())
            .await?;
        let keys = self.domain.keys();
        // One comparison even where there is nothing to compare with.
        let nobody = pin_mac(keys, RegistrationId(Uuid::nil()), user_id, pin);
        let mut found = None;
        let _: Choice = nobody.as_slice().ct_eq(&[0; 32]);
        for row in candidates {
            let given = pin_macs(keys, RegistrationId(row.id), user_id, pin);
            let stored = row.pin_mac.as_deref().unwrap_or_default();
            let fits = given.iter().fold(Choice::from(0), |fits, mac| fits | mac.as_slice().ct_eq(stored));
            if bool::from(fits) {
                found = Some(row);
            }
        }
        Ok(found)
    }

    /// Ends all PINs of a person that wait; their links go on working, and the person is told.
    async fn end_pins(&self, tx: &mut Tx, user_id: UserId, now: Timestamp) -> Result<()> {
        let mut select = registration::Entity::find()
            .filter(registration::Column::UserId.eq(user_id.0))
            .filter(registration::Column::Status.eq(RegistrationStatus::Pending.as_str()))
            .filter(registration::Column::ExpiresAt.gt(now.as_millis()))
            .filter(registration::Column::PinMac.is_not_null())
            .order_by_asc(registration::Column::Id);
        if tx.engine() == Engine::Postgres {
            select = select.lock_exclusive();
        }
        for row in select.all(tx.conn()).await? {
            let found = store::complete(tx.conn(), row).await?;
            self.end_pin(tx, &found, now).await?;
        }
        Ok(())
    }

    async fn end_pin(&self, tx: &mut Tx, found: &Found, now: Timestamp) -> Result<()> {
        let keys = self.domain.keys();
        let code = Code::open(keys, &found.row)?
            .ok_or_else(|| Error::internal("a pending registration without its envelope"))?;
        let without_pin = Code { pin: None, ..code }.seal(keys, found.id())?;
        registration::Entity::update_many()
            .col_expr(registration::Column::PinMac, Expr::value(None::<Vec<u8>>))
            .col_expr(registration::Column::PinEndedAt, Expr::value(now.as_millis()))
            .col_expr(registration::Column::Envelope, Expr::value(without_pin))
            .filter(registration::Column::Id.eq(found.row.id))
            .filter(registration::Column::Status.eq(RegistrationStatus::Pending.as_str()))
            .exec(tx.conn())
            .await?;
        let target = Target::new("device", found.device_id(), found.device_name());
        let event = Event::done(AuditAction::RegistrationPinEnded, target)
            .because(format!("{MOST_FAILURES} wrong tries"));
        tx.record(&RequestCtx::system("PIN guard"), now, event).await?;
        // By e-mail in any case, and by text message where that is how the person was told.
        let told_by = queue::told_by(tx, found.id(), Timestamp::from_millis(found.row.issued_at)).await?;
        queue::cancel_for_registration(tx, found.id()).await?;
        for channel in MessageChannel::ALL {
            if *channel == MessageChannel::Email || told_by.contains(channel) {
                queue::queue_pin_ended(tx, now, &store::recipient(found), *channel, found.id()).await?;
            }
        }
        tx.announce(LiveEvent::device(found.device_id(), found.user_id()));
        Ok(())
    }
}

/// The active person of this user name or e-mail address.
pub(super) async fn active_user<C: ConnectionTrait>(db: &C, typed: &str) -> Result<Option<user::Model>> {
    // Nobody's name has a NUL, and PostgreSQL takes none in a text.
    let typed = typed.replace('\0', " ");
    let by_name = people::store::find_by_key(db, &username_key(&typed)).await?;
    let by_email = people::store::find_by_email(db, &typed).await?;
    Ok(by_name.or(by_email).filter(|user| user.state == UserState::Active.as_str()))
}

/// The one answer to everything that is wrong with name, PIN, password, link or key.
pub(super) fn refused() -> Error {
    ErrorCode::RegistrationRefused.into()
}

/// Runs a try to its end even if the client hangs up, so that hanging up cannot make a try uncounted.
pub(super) async fn to_the_end<T: Send + 'static>(
    work: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    tokio::spawn(work.in_current_span()).await.map_err(Error::internal)?
}
