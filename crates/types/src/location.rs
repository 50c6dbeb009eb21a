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
        format!("{}, {}", degrees(self.latitude), degrees(self.longitude))
    }

    /// An address that opens in the map that a device has for it (RFC 5870).
    pub fn geo_uri(&self) -> String {
        format!("geo:{},{}", degrees(self.latitude), degrees(self.longitude))
    }
}

/// Degrees to five places. By whole numbers: what writes fractions to a number of places is 5 kB of a page.
fn degrees(value: f64) -> String {
    let hundred_thousandths = (value * 1e5).round() as i64;
    let sign = if hundred_thousandths < 0 { "-" } else { "" };
    let size = hundred_thousandths.unsigned_abs();
    format!("{sign}{}.{:05}", size / 100_000, size % 100_000)
}

#[cfg(test)]
mod tests {
    use super::degrees;

    #[test]
    fn degrees_are_written_to_five_places() {
        assert_eq!(degrees(59.913_868), "59.91387");
        assert_eq!(degrees(-0.000_014), "-0.00001");
        assert_eq!(degrees(-0.000_001), "0.00000");
        assert_eq!(degrees(-122.5), "-122.50000");
        assert_eq!(degrees(180.0), "180.00000");
    }
}
