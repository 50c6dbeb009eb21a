//! All that a person sees of one of their devices.

use types::{DeviceId, OwnDevice, OwnDevicePage, PageQuery, Permission};

use super::Devices;
use crate::{access::policy::Resource, ctx::RequestCtx, error::Result};

/// Newest commands and events that are shown at once.
const COMMANDS: u32 = 20;
const EVENTS: u32 = 50;

impl Devices<'_> {
    /// One of one's own devices with its newest commands and events and what is set up on it; with what
    /// another ownership would change, where that is asked and the person may change it.
    ///
    /// # Errors
    /// `unauthenticated`; `forbidden` without `own_device_read`; `not_found`.
    pub async fn own_page(
        &self,
        ctx: &RequestCtx,
        id: DeviceId,
        asks_ownership: bool,
    ) -> Result<OwnDevicePage> {
        let own = Resource::OwnedBy(ctx.person()?);
        ctx.require(Permission::OwnDeviceRead, &own)?;
        let page = |limit| PageQuery { limit: Some(limit), ..PageQuery::default() };
        let device: OwnDevice = self.find(ctx, id).await?.into();
        let configurations = self.domain.configurations();
        let ownership_change = match asks_ownership && ctx.may(Permission::OwnChangeOwnership, &own) {
            true => Some(configurations.ownership_change(ctx, id, device.row.ownership.other()).await?),
            false => None,
        };
        Ok(OwnDevicePage {
            commands: self.list_commands(ctx, id, &page(COMMANDS)).await?.items,
            events: self.history(ctx, id, &page(EVENTS)).await?.items,
            configurations: configurations.of_device(ctx, id).await?.configurations,
            device,
            ownership_change,
        })
    }
}
