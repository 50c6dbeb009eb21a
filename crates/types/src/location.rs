//! Where a device is.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// Where a device was found last. Told to those alone who may locate it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceLocation {
    /// Degrees to the north, WGS 84.
    pub latitude: f64,
    /// Degrees to the east.
    pub longitude: f64,
    /// How far off it may be, in metres.
    pub accuracy_m: Option<f64>,
    /// When the device told.
    pub at: Timestamp,
}

impl DeviceLocation {
    /// Both numbers with a comma between, to about a metre.
    pub fn coordinates(&self) -> String {
        format!("{:.5}, {:.5}", self.latitude, self.longitude)
    }

    /// An address that opens in the map that a device has for it (RFC 5870).
    pub fn geo_uri(&self) -> String {
        format!("geo:{:.5},{:.5}", self.latitude, self.longitude)
    }
}
