//! One device, one command.

use entity::{device, registration};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use types::{
    CommandId, CommandRow, DeviceDetail, DeviceId, ErrorCode, Permission, RegistrationId, RegistrationStatus,
    Timestamp, UserId,
};

use super::{Devices, can, ownership, same_serial, store};
use crate::{
    access::policy::Resource,
    ctx::RequestCtx,
    error::{Error, Result},
    mdm, push,
};

impl Devices<'_> {
    /// A device with everything that its page shows: for its owner and for those who may see devices.
    ///
    /// # Errors
    /// `unauthenticated`, or `not_found` for what is not there or somebody else's.
    pub async fn find(&self, ctx: &RequestCtx, id: DeviceId) -> Result<DeviceDetail> {
        let device = self.require_sight(ctx, id).await?;
        self.detail(ctx, device).await
    }

    /// What the page of a device shows, for whoever has got at it.
    pub(super) async fn detail(&self, ctx: &RequestCtx, device: device::Model) -> Result<DeviceDetail> {
        let db = self.domain.db().read();
        let owner = store::owner_of(db, &device).await?;
        let newest = registration::Entity::find()
            .filter(registration::Column::DeviceId.eq(device.id))
            .order_by_desc(registration::Column::Id)
            .one(db)
            .await?;
        let pending = newest.as_ref().filter(|row| row.status == RegistrationStatus::Pending.as_str());
        let line = can::line_of(db, &device).await?;
        let ownership_wanted = ownership::wanted(&device);
        let enrolment = mdm::enrolment_of(db, device.id).await?;
        let apple = enrolment.as_ref().and_then(mdm::facts_of);
        let push = match enrolment {
            Some(row) if ctx.may(Permission::DeviceRead, &Resource::All) => {
                Some(push::reach(&row, self.domain.push().topic().await?.as_deref()))
            }
            _ => None,
        };
        let location = self.location_of(db, ctx, &device).await?;
        let (supported_actions, refused_actions) = can::sorted(&device, &line)?;
        let (phone_number, country) = (device.phone_number.clone(), device.country.clone());
        let battery_percent = device.battery_percent.and_then(|percent| u8::try_from(percent).ok());
        let registered_at = device.registered_at.map(Timestamp::from_millis);
        let mut row = store::to_rows(db, vec![device], self.domain.clock().now())
            .await?
            .pop()
            .ok_or_else(|| Error::internal("one record gives one row"))?;
        // Whose record it is beside is nobody else's business.
        let same_serial_as = match ctx.may(Permission::DeviceRead, &Resource::All) {
            true => same_serial::others(db, &row).await?,
            false => Vec::new(),
        };
        row.same_serial = !same_serial_as.is_empty();
        Ok(DeviceDetail {
            row,
            username: owner.username,
            user_email: owner.email,
            phone_number,
            country,
            battery_percent,
            registered_at,
            registration_expires_at: pending.map(|row| Timestamp::from_millis(row.expires_at)),
            registration_id: newest.map(|row| RegistrationId(row.id)),
            ownership_wanted,
            apple,
            push,
            location,
            supported_actions,
            refused_actions,
            same_serial_as,
        })
    }

    /// A command, for those who may see its device.
    ///
    /// # Errors
    /// `unauthenticated`, or `not_found` for what is not there or somebody else's.
    pub async fn find_command(&self, ctx: &RequestCtx, id: CommandId) -> Result<CommandRow> {
        ctx.require_somebody()?;
        let command = store::find_command(self.domain.db().read(), id).await?.ok_or(ErrorCode::NotFound)?;
        let device = self.require_sight(ctx, DeviceId(command.device_id)).await?;
        self.command_row(ctx, &device, command)
    }

    /// The record of a device that the actor may see; else it does not exist for them.
    pub(crate) async fn require_sight(&self, ctx: &RequestCtx, id: DeviceId) -> Result<device::Model> {
        ctx.require_somebody()?;
        let device = store::find(self.domain.db().read(), id).await?.ok_or(ErrorCode::NotFound)?;
        ctx.require_for(
            UserId(device.user_id),
            Permission::DeviceRead,
            Permission::OwnDeviceRead,
            Permission::DeviceRead,
        )?;
        Ok(device)
    }
}
