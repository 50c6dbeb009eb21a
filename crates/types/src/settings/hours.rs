//! When people are reminded.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    error::{FieldCode, FieldError},
    platform::words,
    validate::Validate,
};

words! {
    /// A day of the week.
    Weekday {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

/// Working hours, in the time zone of the person who is reminded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct WorkingHours {
    /// From this hour on, 0 to 23.
    pub from_hour: u8,
    /// Until this hour, 1 to 24, later than `from_hour`.
    pub until_hour: u8,
    /// On these days, at least one.
    pub days: BTreeSet<Weekday>,
}

impl WorkingHours {
    /// Whether that hour of that day is within them.
    #[must_use]
    pub fn contains(&self, day: Weekday, hour: u8) -> bool {
        self.days.contains(&day) && (self.from_hour..self.until_hour).contains(&hour)
    }
}

impl Default for WorkingHours {
    fn default() -> Self {
        let days =
            [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];
        Self { from_hour: 8, until_hour: 18, days: days.into() }
    }
}

impl Validate for WorkingHours {
    fn check(&self, errors: &mut Vec<FieldError>) {
        if self.until_hour > 24 || self.from_hour >= self.until_hour {
            errors.push(FieldError::new("working_hours.until_hour", FieldCode::OutOfRange));
        }
        if self.days.is_empty() {
            errors.push(FieldError::new("working_hours.days", FieldCode::Required));
        }
    }
}
