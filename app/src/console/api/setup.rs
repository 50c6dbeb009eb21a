//! Labels and configurations.

use leptos::prelude::*;
use types::{
    ChangeLabelDevices, ChangeOwnership, ConfigurationId, ConfigurationInput, ConfigurationRow, DeviceDetail,
    DeviceId, DeviceSetup, LabelId, LabelInput, LabelRow, LabelRule, OwnershipChange,
};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// All labels.
#[server(prefix = "/_fn/console", endpoint = "labels/list", input = Json, output = Json)]
pub async fn list_labels() -> Result<Vec<LabelRow>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.labels().list(&ctx).await?)
}

/// One label.
#[server(prefix = "/_fn/console", endpoint = "labels/find", input = Json, output = Json)]
pub async fn find_label(id: LabelId) -> Result<LabelRow, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.labels().find(&ctx, id).await?)
}

/// How many devices a rule applies to.
#[server(prefix = "/_fn/console", endpoint = "labels/count", input = Json, output = Json)]
pub async fn count_devices(rule: LabelRule) -> Result<u64, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.labels().count(&ctx, &rule).await?)
}

/// Makes a label.
#[server(prefix = "/_fn/console", endpoint = "labels/create", input = Json, output = Json)]
pub async fn make_label(input: LabelInput) -> Result<LabelRow, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.labels().create(&ctx, &input).await?)
}

/// Changes a label.
#[server(prefix = "/_fn/console", endpoint = "labels/update", input = Json, output = Json)]
pub async fn change_label(id: LabelId, input: LabelInput, version: i64) -> Result<LabelRow, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.labels().update(&ctx, id, &input, Some(version)).await?)
}

/// Deletes a label.
#[server(prefix = "/_fn/console", endpoint = "labels/delete", input = Json, output = Json)]
pub async fn delete_label(id: LabelId) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.labels().delete(&ctx, id).await?)
}

/// Puts a label on devices and takes it off others.
#[server(prefix = "/_fn/console", endpoint = "labels/devices", input = Json, output = Json)]
pub async fn change_labelled(id: LabelId, input: ChangeLabelDevices) -> Result<LabelRow, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.labels().change_devices(&ctx, id, &input).await?)
}

/// All configurations.
#[server(prefix = "/_fn/console", endpoint = "configurations/list", input = Json, output = Json)]
pub async fn list_configurations() -> Result<Vec<ConfigurationRow>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.configurations().list(&ctx).await?)
}

/// One configuration.
#[server(prefix = "/_fn/console", endpoint = "configurations/find", input = Json, output = Json)]
pub async fn find_configuration(id: ConfigurationId) -> Result<ConfigurationRow, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.configurations().find(&ctx, id).await?)
}

/// Makes a configuration.
#[server(prefix = "/_fn/console", endpoint = "configurations/create", input = Json, output = Json)]
pub async fn make_configuration(input: ConfigurationInput) -> Result<ConfigurationRow, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.configurations().create(&ctx, &input).await?)
}

/// Changes a configuration.
#[server(prefix = "/_fn/console", endpoint = "configurations/update", input = Json, output = Json)]
pub async fn change_configuration(
    id: ConfigurationId,
    input: ConfigurationInput,
    version: i64,
) -> Result<ConfigurationRow, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.configurations().update(&ctx, id, &input, Some(version)).await?)
}

/// Deletes a configuration.
#[server(prefix = "/_fn/console", endpoint = "configurations/delete", input = Json, output = Json)]
pub async fn delete_configuration(id: ConfigurationId) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.configurations().delete(&ctx, id).await?)
}

/// The labels of a device, and what is set up on it.
#[server(prefix = "/_fn/console", endpoint = "devices/setup", input = Json, output = Json)]
pub async fn find_setup(id: DeviceId) -> Result<DeviceSetup, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.configurations().of_device(&ctx, id).await?)
}

/// Sends a configuration that a device has refused once more.
#[server(prefix = "/_fn/console", endpoint = "devices/retry-configuration", input = Json, output = Json)]
pub async fn retry_on_device(id: DeviceId, configuration: ConfigurationId) -> Result<DeviceSetup, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.configurations().retry(&ctx, id, configuration).await?)
}

/// What another ownership would change on a device.
#[server(prefix = "/_fn/console", endpoint = "devices/preview-ownership", input = Json, output = Json)]
pub async fn preview_owner(id: DeviceId, input: ChangeOwnership) -> Result<OwnershipChange, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.configurations().ownership_change(&ctx, id, input.ownership).await?)
}

/// Says whose a device is from its next check-in on.
#[server(prefix = "/_fn/console", endpoint = "devices/ownership", input = Json, output = Json)]
pub async fn change_owner(id: DeviceId, input: ChangeOwnership) -> Result<DeviceDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.devices().change_ownership(&ctx, id, &input).await?)
}
