//! Rows of enrolments.

use apple::check_in::Ids;
use entity::{apple_enrolment, device, device_certificate};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use types::{DeviceId, DeviceState, UserId};

use super::unknown;
use crate::{
    ctx::{Actor, DeviceActor, RequestCtx},
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
    /// The device as whoever acts.
    pub(super) fn acting(&self, ctx: &RequestCtx) -> RequestCtx {
        let actor = DeviceActor {
            device_id: DeviceId(self.device.id),
            user_id: UserId(self.device.user_id),
            name: self.name.clone(),
        };
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
    let gone = || Error::internal("an enrolment without its device or person");
    let device = device::Entity::find_by_id(row.device_id).one(db).await?.ok_or_else(gone)?;
    let owner = people::store::find(db, &UserId(device.user_id)).await?.ok_or_else(gone)?;
    let name = shown_name(&device, &owner.display_name);
    Ok(Found { row, device, name })
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
