//! A device as its person sees it in the portal.

use serde::{Deserialize, Serialize};

use crate::{
    action::{Action, NoAction, RefusedAction},
    audit::AuditRow,
    command::CommandRow,
    configuration::{DeviceConfiguration, OwnershipChange},
    device::{DeviceDetail, DeviceRow},
    ids::RegistrationId,
    location::DeviceLocation,
    platform::Ownership,
    time::Timestamp,
};

/// A device with everything that its page in the portal shows: less than [`DeviceDetail`], so that the page is
/// lighter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnDevice {
    /// The row.
    pub row: DeviceRow,
    /// E.164.
    pub phone_number: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// 0 to 100, as the device said last.
    pub battery_percent: Option<u8>,
    /// When a device registered on this record.
    pub registered_at: Option<Timestamp>,
    /// The newest registration of this record.
    pub registration_id: Option<RegistrationId>,
    /// Whose it is from its next check-in on, while that has not come.
    pub ownership_wanted: Option<Ownership>,
    /// The number of its modem, as the device says.
    pub imei: Option<String>,
    /// Whether what is on it is encrypted, as the device says.
    pub encrypted: Option<bool>,
    /// Whether it was put into the hands of the organisation; nothing where there is no such thing.
    pub supervised: Option<bool>,
    /// Where it was found last, for those who may locate it.
    pub location: Option<DeviceLocation>,
    /// What it cannot do now, and why.
    pub refused_actions: Vec<RefusedAction>,
}

/// All that the page of a device in the portal shows, read at once: each thing that a page reads by itself weighs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnDevicePage {
    /// The device.
    pub device: OwnDevice,
    /// Its newest commands.
    pub commands: Vec<CommandRow>,
    /// What happened to it, newest first.
    pub events: Vec<AuditRow>,
    /// What is set up on it.
    pub configurations: Vec<DeviceConfiguration>,
    /// What another ownership would change, where that is asked.
    pub ownership_change: Option<OwnershipChange>,
}

impl OwnDevice {
    /// Why it cannot do this now; nothing when it can.
    #[must_use]
    pub fn refusal(&self, action: Action) -> Option<NoAction> {
        self.refused_actions.iter().find(|refused| refused.action == action).map(|refused| refused.reason)
    }
}

impl From<DeviceDetail> for OwnDevice {
    fn from(detail: DeviceDetail) -> Self {
        let apple = detail.apple.unwrap_or_default();
        Self {
            row: detail.row,
            phone_number: detail.phone_number,
            country: detail.country,
            battery_percent: detail.battery_percent,
            registered_at: detail.registered_at,
            registration_id: detail.registration_id,
            ownership_wanted: detail.ownership_wanted,
            imei: apple.imei,
            encrypted: apple.encrypted,
            supervised: apple.supervised,
            location: detail.location,
            refused_actions: detail.refused_actions,
        }
    }
}
