//! What most devices say most of the time: that they are there and idle, while nothing waits for them. One look-up
//! answers it, and nothing is written: when a device was last seen is noted behind the requests
//! ([decision 24](../../../../docs/decisions/0024-last-seen-behind-the-requests.md)).

use apple::report::{Report, Status};
use entity::{apple_enrolment, device, device_certificate};
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, sea_query::Expr,
};
use types::{DeviceId, DeviceState, UserId};
use uuid::Uuid;

use super::{Mdm, ask};
use crate::{
    certificates, configurations,
    devices::{self, Seen},
    error::Result,
};

/// A device for which nothing waits.
#[derive(Debug, FromQueryResult)]
pub(super) struct AtRest {
    enrolment_id: String,
    device_id: Uuid,
    user_id: Uuid,
    last_seen_at: Option<i64>,
}

impl AtRest {
    /// Whether the device says no more than that it is idle, and of itself what is known.
    pub(super) fn fits(&self, report: &Report) -> bool {
        report.status == Status::Idle
            && report.command_uuid.is_none()
            && report.ids.user().is_none()
            && report.ids.device() == Some(self.enrolment_id.as_str())
    }
}

impl Mdm<'_> {
    /// The device that signs with this certificate, if it is active and there is nothing that it could be told: no
    /// command without a final result, no configuration to be set up or taken off, no comparison, no question, no
    /// call to be settled. Where in doubt there is something.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn at_rest(&self, fingerprint: &[u8]) -> Result<Option<AtRest>> {
        use apple_enrolment::Column as Enrolment;
        use device::Column as Device;
        let now = self.domain.clock().now();
        let certificate = apple_enrolment::Entity::belongs_to(device_certificate::Entity)
            .from(Enrolment::CertificateId)
            .to(device_certificate::Column::Id);
        let of = apple_enrolment::Entity::belongs_to(device::Entity).from(Enrolment::DeviceId).to(Device::Id);
        let found = apple_enrolment::Entity::find()
            .select_only()
            .column(Enrolment::EnrolmentId)
            .column(Enrolment::DeviceId)
            .column(Device::UserId)
            .column(Device::LastSeenAt)
            .join(JoinType::InnerJoin, certificate.into())
            .join(JoinType::InnerJoin, of.into())
            .filter(device_certificate::Column::Fingerprint.eq(fingerprint))
            .filter(certificates::counts(now))
            .filter(Device::State.eq(DeviceState::Active.as_str()))
            .filter(Device::OwnershipWanted.is_null())
            .filter(Enrolment::AskedAt.gt(ask::since(now).as_millis()))
            .filter(Enrolment::PushTries.eq(0_i64))
            .filter(configurations::is_compared())
            .filter(Expr::exists(configurations::open_of_device()).not())
            .filter(Expr::exists(devices::open_of_device()).not())
            .into_model::<AtRest>()
            .one(self.domain.db().read())
            .await?;
        Ok(found)
    }

    /// Notes that a device at rest was there.
    pub(super) fn rests(&self, device: &AtRest) {
        let now = self.domain.clock().now();
        let silent = devices::was_silent(device.last_seen_at, now);
        let seen = Seen { at: now, owner: UserId(device.user_id), shows: silent };
        self.domain.devices().seen_behind(DeviceId(device.device_id), seen);
    }
}
