//! What happened to a device, or to a person and theirs.

use entity::device;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use types::{AuditRow, DeviceId, HistoryKind, Page, PageQuery, Permission, UserId, Validate};
use uuid::Uuid;

use super::Devices;
use crate::{access::policy::Resource, ctx::RequestCtx, error::Result};

/// Devices of one person whose events are shown; older ones are long past.
const MOST_DEVICES: u64 = 500;

impl Devices<'_> {
    /// The audit events about a device, newest first. Addresses of other people are for those who may
    /// read the audit log: everybody else sees the device's own alone.
    ///
    /// # Errors
    /// `unauthenticated`, `not_found`, or a query that breaks a rule.
    pub async fn history(&self, ctx: &RequestCtx, id: DeviceId, page: &PageQuery) -> Result<Page<AuditRow>> {
        self.require_sight(ctx, id).await?;
        page.validate()?;
        let mut events = self.domain.audit().about(&id.to_string(), page).await?;
        if !ctx.may(Permission::AuditRead, &Resource::All) {
            leave_out_addresses(&mut events);
        }
        Ok(events)
    }

    /// The audit events about one's own devices and about oneself, of one kind if it is said, newest first.
    ///
    /// # Errors
    /// `unauthenticated`, `forbidden` without the right to sign in to the portal, or a query that breaks
    /// a rule.
    pub async fn own_history(
        &self,
        ctx: &RequestCtx,
        kind: Option<HistoryKind>,
        page: &PageQuery,
    ) -> Result<Page<AuditRow>> {
        let user_id = ctx.person()?;
        ctx.require(Permission::OwnDeviceRead, &Resource::OwnedBy(user_id))?;
        page.validate()?;
        let mut events = self.around(user_id, kind, page).await?;
        leave_out_addresses(&mut events);
        Ok(events)
    }

    /// The audit events about a person and their devices, newest first; addresses as in
    /// [`history`](Self::history).
    ///
    /// # Errors
    /// Without `user_read` or `device_read`, or a query that breaks a rule.
    pub async fn history_of(
        &self,
        ctx: &RequestCtx,
        user_id: UserId,
        page: &PageQuery,
    ) -> Result<Page<AuditRow>> {
        ctx.require(Permission::UserRead, &Resource::All)?;
        ctx.require(Permission::DeviceRead, &Resource::All)?;
        page.validate()?;
        let mut events = self.around(user_id, None, page).await?;
        if !ctx.may(Permission::AuditRead, &Resource::All) {
            leave_out_addresses(&mut events);
        }
        Ok(events)
    }

    /// The events about a person and their devices.
    async fn around(
        &self,
        user_id: UserId,
        kind: Option<HistoryKind>,
        page: &PageQuery,
    ) -> Result<Page<AuditRow>> {
        let devices: Vec<Uuid> = device::Entity::find()
            .select_only()
            .column(device::Column::Id)
            .filter(device::Column::UserId.eq(user_id.0))
            .order_by_desc(device::Column::Id)
            .limit(MOST_DEVICES)
            .into_tuple()
            .all(self.domain.db().read())
            .await?;
        let mut targets: Vec<String> = devices.iter().map(|id| DeviceId(*id).to_string()).collect();
        targets.push(user_id.to_string());
        self.domain.audit().about_any(&targets, kind, page).await
    }
}

fn leave_out_addresses(events: &mut Page<AuditRow>) {
    for event in events.items.iter_mut().filter(|event| event.actor_kind != "device") {
        event.address = None;
    }
}
