//! Queries about registrations.

use std::time::Duration;

use entity::{device, registration, user};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use types::{
    DeviceId, DeviceState, ErrorCode, Platform, RegistrationId, RegistrationSettings, RegistrationStatus,
    Timestamp, UserId,
};

use crate::{
    db::{Engine, Tx},
    error::{Error, Result},
    live::LiveEvent,
    messages::queue::{self, Recipient},
    people,
};

/// A registration with its device record and its person.
pub(super) struct Found {
    pub(super) row: registration::Model,
    pub(super) device: device::Model,
    pub(super) user: user::Model,
}

impl Found {
    pub(super) fn id(&self) -> RegistrationId {
        RegistrationId(self.row.id)
    }

    pub(super) fn device_id(&self) -> DeviceId {
        DeviceId(self.row.device_id)
    }

    pub(super) fn user_id(&self) -> UserId {
        UserId(self.row.user_id)
    }

    /// Whether PIN and link work at `now`.
    pub(super) fn is_pending(&self, now: Timestamp) -> bool {
        self.row.status == RegistrationStatus::Pending.as_str() && self.row.expires_at > now.as_millis()
    }

    /// Whether devices of its platform may register.
    pub(super) fn is_let_in(&self, settings: &RegistrationSettings) -> bool {
        Platform::from_word(&self.device.platform).is_some_and(|platform| settings.lets_in(platform))
    }

    /// The name of the device in the audit log.
    pub(super) fn device_name(&self) -> String {
        crate::devices::shown_name(&self.device, &self.user.display_name)
    }
}

/// The registration with what belongs to it.
pub(super) async fn find<C: ConnectionTrait>(db: &C, id: RegistrationId) -> Result<Option<Found>> {
    match registration::Entity::find_by_id(id.0).one(db).await? {
        Some(row) => complete(db, row).await.map(Some),
        None => Ok(None),
    }
}

/// What the device of a registration is called in the audit log.
pub(crate) async fn device_name<C: ConnectionTrait>(db: &C, id: RegistrationId) -> Result<Option<String>> {
    Ok(find(db, id).await?.map(|found| found.device_name()))
}

/// The same within a change, its row locked until the end.
pub(super) async fn find_locked(tx: &Tx, id: RegistrationId) -> Result<Option<Found>> {
    let mut select = registration::Entity::find_by_id(id.0);
    if tx.engine() == Engine::Postgres {
        select = select.lock_exclusive();
    }
    match select.one(tx.conn()).await? {
        Some(row) => complete(tx.conn(), row).await.map(Some),
        None => Ok(None),
    }
}

/// The registration that a link leads to, whatever became of it.
pub(super) async fn find_by_link<C: ConnectionTrait>(db: &C, hash: &[u8]) -> Result<Option<Found>> {
    let found = registration::Entity::find().filter(registration::Column::LinkHash.eq(hash)).one(db).await?;
    match found {
        Some(row) => complete(db, row).await.map(Some),
        None => Ok(None),
    }
}

/// The newest registration of a device record.
pub(super) async fn find_by_device<C: ConnectionTrait>(db: &C, device: DeviceId) -> Result<Option<Found>> {
    let found = registration::Entity::find()
        .filter(registration::Column::DeviceId.eq(device.0))
        .order_by_desc(registration::Column::Id)
        .one(db)
        .await?;
    match found {
        Some(row) => complete(db, row).await.map(Some),
        None => Ok(None),
    }
}

pub(super) async fn complete<C: ConnectionTrait>(db: &C, row: registration::Model) -> Result<Found> {
    let gone = || Error::internal("a registration without its device or person");
    let device = device::Entity::find_by_id(row.device_id).one(db).await?.ok_or_else(gone)?;
    let user = user::Entity::find_by_id(row.user_id).one(db).await?.ok_or_else(gone)?;
    Ok(Found { row, device, user })
}

/// Ends a pending registration within a change: the envelope is destroyed, the device record expires,
/// its place is free again, messages that wait are cancelled. Whether this change was the one that
/// ended it.
pub(super) async fn end(
    tx: &mut Tx,
    found: &Found,
    status: RegistrationStatus,
    now: Timestamp,
) -> Result<bool> {
    let done = registration::Entity::update_many()
        .col_expr(registration::Column::Status, Expr::value(status.as_str()))
        .col_expr(registration::Column::Envelope, Expr::value(None::<Vec<u8>>))
        .col_expr(registration::Column::PinMac, Expr::value(None::<Vec<u8>>))
        .filter(registration::Column::Id.eq(found.row.id))
        .filter(registration::Column::Status.eq(RegistrationStatus::Pending.as_str()))
        .filter(registration::Column::IssuedAt.eq(found.row.issued_at))
        .exec(tx.conn())
        .await?;
    if done.rows_affected != 1 {
        return Ok(false);
    }
    device::Entity::update_many()
        .col_expr(device::Column::State, Expr::value(DeviceState::Expired.as_str()))
        .col_expr(device::Column::UpdatedAt, Expr::value(now.as_millis()))
        .filter(device::Column::Id.eq(found.row.device_id))
        .filter(device::Column::State.is_in([DeviceState::Pending.as_str(), DeviceState::Verified.as_str()]))
        .exec(tx.conn())
        .await?;
    super::slots::free(tx, found.device_id()).await?;
    queue::cancel_for_registration(tx, found.id()).await?;
    tx.announce(LiveEvent::device(found.device_id(), found.user_id()));
    Ok(true)
}

/// A registration that was looked up, or `not_found`.
pub(super) fn or_not_found(found: Option<Found>) -> Result<Found> {
    found.ok_or_else(|| ErrorCode::NotFound.into())
}

/// Until when a code works that is issued now.
pub(super) fn expiry(settings: &RegistrationSettings, now: Timestamp) -> Timestamp {
    now + Duration::from_secs(u64::from(settings.pin_lifetime_hours) * 3600)
}

/// The person as the receiver of messages about this registration, in its language. Text messages go to
/// the device's own number, else to the person's.
pub(super) fn recipient(found: &Found) -> Recipient {
    let person = people::store::to_recipient(&found.user);
    Recipient {
        language: found.row.language.clone(),
        phone: found.device.phone_number.clone().or(person.phone),
        ..person
    }
}
