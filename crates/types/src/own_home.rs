//! The start page of the portal.

use serde::{Deserialize, Serialize};

use crate::{DeviceLimit, DeviceRow, RegistrationProgress, Timestamp};

/// All that the start page of the portal shows, read at once: each thing that a page reads by itself weighs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnHome {
    /// One's devices, newest first.
    pub devices: Vec<DeviceRow>,
    /// One's registrations that wait for a device.
    pub waiting: Vec<RegistrationProgress>,
    /// How many devices one may have, and has.
    pub limit: DeviceLimit,
    /// One's certificates that end within 30 days or have ended, the first to end first.
    pub ending: Vec<EndingCertificate>,
}

/// A certificate that needs attention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EndingCertificate {
    /// What it is for: the name of the setting.
    pub name: String,
    /// When it ends or has ended.
    pub not_after: Timestamp,
}

impl EndingCertificate {
    /// Days that are left at `now`, begun ones counted; none when it has ended.
    #[must_use]
    pub fn days_left(&self, now: Timestamp) -> Option<u64> {
        let left = self.not_after.since(now).as_millis();
        (self.not_after > now).then(|| u64::try_from(left.div_ceil(86_400_000)).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn begun_days_count_and_the_end_is_none() {
        let at = |hours: i64| Timestamp::from_millis(hours * 3_600_000);
        let ending = EndingCertificate { name: "Mail".to_owned(), not_after: at(48) };
        assert_eq!(
            [0, 1, 24, 47].map(|hour| ending.days_left(at(hour))),
            [Some(2), Some(2), Some(1), Some(1)]
        );
        assert_eq!([48, 49].map(|hour| ending.days_left(at(hour))), [None, None]);
    }
}
