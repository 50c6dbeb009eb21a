//! Rows of enrolments.

use apple::check_in::Ids;
use entity::{apple_enrolment, device, device_certificate};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use types::{AppleFacts, DeviceId, DeviceState, UserId};
use uuid::Uuid;

use super::unknown;
use crate::{
    Domain,
    ctx::{Actor, DeviceActor, RequestCtx},
    db::Tx,
    devices::shown_name,
    error::{Error, Result},
    people,
};

/// An enrolment with its device record.
pub(super) struct Found {
    pub(super) row: apple_enrolment::Model,
    pub(super) device: device::Model,
    /// What the device is called where people read it.
    name: String,
}

impl Found {
    pub(super) fn device_id(&self) -> DeviceId {
        DeviceId(self.device.id)
    }

    pub(super) fn user_id(&self) -> UserId {
        UserId(self.device.user_id)
    }

    /// What the device is called where people read it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The device as whoever acts.
    pub(super) fn acting(&self, ctx: &RequestCtx) -> RequestCtx {
        let actor =
            DeviceActor { device_id: self.device_id(), user_id: self.user_id(), name: self.name.clone() };
        ctx.clone().with_actor(Actor::Device(actor))
    }
}

/// The enrolment of a certificate, if what the message says of itself fits.
///
/// # Errors
/// The one answer to all that does not.
pub(super) async fn find<C: ConnectionTrait>(
    db: &C,
    certificate: &device_certificate::Model,
    ids: &Ids,
) -> Result<Found> {
    let row = apple_enrolment::Entity::find()
        .filter(apple_enrolment::Column::CertificateId.eq(certificate.id))
        .one(db)
        .await?
        .ok_or_else(unknown)?;
    if ids.device() != Some(row.enrolment_id.as_str()) {
        return Err(unknown());
    }
    complete(db, row).await
}

/// An enrolment with its device.
pub(super) async fn complete<C: ConnectionTrait>(db: &C, row: apple_enrolment::Model) -> Result<Found> {
    let gone = || Error::internal("an enrolment without its device");
    let device = device::Entity::find_by_id(row.device_id).one(db).await?.ok_or_else(gone)?;
    // Somebody who was deleted has no name any more; their devices are still there.
    let owner = people::store::find(db, &UserId(device.user_id)).await?;
    let name =
        shown_name(&device, owner.as_ref().map(|owner| owner.display_name.as_str()).unwrap_or_default());
    Ok(Found { row, device, name })
}

/// The enrolment whose certificate this one follows: issued later for the same issue of the same registration,
/// while the earlier one counts.
///
/// # Errors
/// When the database fails.
pub(super) async fn before<C: ConnectionTrait>(
    db: &C,
    certificate: &device_certificate::Model,
    ids: &Ids,
) -> Result<Option<apple_enrolment::Model>> {
    let Some(name) = ids.device() else { return Ok(None) };
    let enrolment =
        apple_enrolment::Entity::find().filter(apple_enrolment::Column::EnrolmentId.eq(name)).one(db).await?;
    let Some(enrolment) = enrolment else { return Ok(None) };
    let bound = device_certificate::Entity::find_by_id(enrolment.certificate_id).one(db).await?;
    let follows = bound.is_some_and(|bound| {
        bound.registration_id == certificate.registration_id
            && bound.registration_issued_at == certificate.registration_issued_at
            && bound.revoked_at.is_none()
            && bound.id < certificate.id
    });
    Ok(follows.then_some(enrolment))
}

/// Whether an enrolment of this name is that of a device of another person, which has not left.
pub(super) async fn is_of_somebody_else<C: ConnectionTrait>(
    db: &C,
    enrolment_id: &str,
    user_id: UserId,
) -> Result<bool> {
    let earlier = apple_enrolment::Entity::find()
        .filter(apple_enrolment::Column::EnrolmentId.eq(enrolment_id))
        .one(db)
        .await?;
    let Some(earlier) = earlier else { return Ok(false) };
    let device = device::Entity::find_by_id(earlier.device_id).one(db).await?;
    Ok(device.is_some_and(|device| {
        let is_gone = DeviceState::from_word(&device.state).is_some_and(DeviceState::is_gone);
        device.user_id != user_id.0 && !is_gone
    }))
}

/// What a secret of an enrolment is sealed to.
pub(super) fn binding(row: &apple_enrolment::Model, what: &str) -> String {
    format!("apple_enrolments/{}/{what}", row.id.hyphenated())
}

/// The enrolment of a device, if it is managed by Apple's protocol.
pub(crate) async fn enrolment_of<C: ConnectionTrait>(
    db: &C,
    device_id: Uuid,
) -> Result<Option<apple_enrolment::Model>> {
    Ok(apple_enrolment::Entity::find()
        .filter(apple_enrolment::Column::DeviceId.eq(device_id))
        .one(db)
        .await?)
}

/// What the device of an enrolment has told about itself.
pub(crate) fn facts_of(row: &apple_enrolment::Model) -> Option<AppleFacts> {
    row.facts.as_deref().and_then(|facts| serde_json::from_str(facts).ok())
}

/// A device has left by itself: nobody calls it any more.
pub(crate) async fn forget_line(tx: &Tx, device_id: Uuid) -> Result<()> {
    apple_enrolment::Entity::update_many()
        .col_expr(apple_enrolment::Column::PushToken, Expr::value(None::<Vec<u8>>))
        .col_expr(apple_enrolment::Column::PushMagic, Expr::value(None::<Vec<u8>>))
        .col_expr(apple_enrolment::Column::PushAt, Expr::value(None::<i64>))
        .filter(apple_enrolment::Column::DeviceId.eq(device_id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// What a push must say to a device, where it has told.
///
/// # Errors
/// When its envelope does not open.
pub(crate) fn push_magic(domain: &Domain, row: &apple_enrolment::Model) -> Result<Option<String>> {
    let Some(sealed) = &row.push_magic else { return Ok(None) };
    let magic = domain.keys().open(&binding(row, "push_magic"), sealed)?;
    Ok(String::from_utf8(magic).ok())
}

/// A device has left: what it has given for its management is forgotten.
pub(crate) async fn forget_tokens(tx: &Tx, device_id: Uuid) -> Result<()> {
    apple_enrolment::Entity::update_many()
        .col_expr(apple_enrolment::Column::UnlockToken, Expr::value(None::<Vec<u8>>))
        .col_expr(apple_enrolment::Column::BootstrapToken, Expr::value(None::<Vec<u8>>))
        .filter(apple_enrolment::Column::DeviceId.eq(device_id))
        .exec(tx.conn())
        .await?;
    Ok(())
}
