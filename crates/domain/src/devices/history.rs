//! What happened to a device.

use types::{AuditRow, DeviceId, Page, PageQuery, Permission, Validate};

use super::Devices;
use crate::{access::policy::Resource, ctx::RequestCtx, error::Result};

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
            for event in events.items.iter_mut().filter(|event| event.actor_kind != "device") {
                event.address = None;
            }
        }
        Ok(events)
    }
}
