//! Devices and their commands.

use leptos::prelude::*;
use types::{
    AuditRow, CommandId, CommandRow, CreateCommand, DeviceDetail, DeviceId, DeviceQuery, DeviceRow, NewPin,
    Page, PageQuery,
};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// Devices, newest first.
#[server(prefix = "/_fn/console", endpoint = "devices/list", input = Json, output = Json)]
pub async fn list_devices(query: DeviceQuery) -> Result<Page<DeviceRow>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.devices().list(&ctx, &query).await?)
}

/// One device.
#[server(prefix = "/_fn/console", endpoint = "devices/find", input = Json, output = Json)]
pub async fn find_device(id: DeviceId) -> Result<DeviceDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.devices().find(&ctx, id).await?)
}

/// Deletes the record of a device that has left or never came.
#[server(prefix = "/_fn/console", endpoint = "devices/delete", input = Json, output = Json)]
pub async fn delete_device(id: DeviceId) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.devices().delete(&ctx, id).await?)
}

/// What happened to a device, newest first.
#[server(prefix = "/_fn/console", endpoint = "devices/history", input = Json, output = Json)]
pub async fn device_history(id: DeviceId, page: PageQuery) -> Result<Page<AuditRow>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.devices().history(&ctx, id, &page).await?)
}

/// Commands of a device, newest first.
#[server(prefix = "/_fn/console", endpoint = "devices/commands", input = Json, output = Json)]
pub async fn list_commands(id: DeviceId, page: PageQuery) -> Result<Page<CommandRow>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.devices().list_commands(&ctx, id, &page).await?)
}

/// Tells a device to do something.
#[server(prefix = "/_fn/console", endpoint = "devices/command", input = Json, output = Json)]
pub async fn command_device(id: DeviceId, command: CreateCommand) -> Result<CommandRow, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.devices().command(&ctx, id, &command).await?)
}

/// The new PIN that a device has told, once.
#[server(prefix = "/_fn/console", endpoint = "commands/reveal", input = Json, output = Json)]
pub async fn reveal_pin(id: CommandId) -> Result<NewPin, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.devices().reveal(&ctx, id).await?)
}

/// Agrees to a command that waits for another administrator.
#[server(prefix = "/_fn/console", endpoint = "commands/approve", input = Json, output = Json)]
pub async fn approve_command(id: CommandId) -> Result<CommandRow, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.devices().approve_command(&ctx, id).await?)
}

/// Takes back a command that the device has not fetched yet.
#[server(prefix = "/_fn/console", endpoint = "commands/cancel", input = Json, output = Json)]
pub async fn cancel_command(id: CommandId) -> Result<CommandRow, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.devices().cancel_command(&ctx, id).await?)
}
