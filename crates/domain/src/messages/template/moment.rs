//! The calendar: a point in time as people read it, in UTC.

use types::Timestamp;

/// A point in time, taken apart. Gregorian, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) year: i64,
    /// 0 for January.
    pub(super) month: usize,
    pub(super) day: i64,
    /// 0 for Monday.
    pub(super) weekday: usize,
    pub(super) hour: i64,
    pub(super) minute: i64,
}

impl Parts {
    /// Takes a time apart. Years are counted from 1 March, so that the leap day comes last; 400 of
    /// them are always 146,097 days.
    pub(super) fn of(at: Timestamp) -> Self {
        let seconds = at.as_secs();
        let (days, of_day) = (seconds / 86_400, seconds % 86_400);
        let since = days + 719_468;
        let (era, day_of_era) = (since / 146_097, since % 146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = (month_from_march + 2) % 12;
        let year = era * 400 + year_of_era + i64::from(month < 2);
        Self {
            year,
            month: usize::try_from(month).unwrap_or_default(),
            day,
            weekday: usize::try_from((days + 3) % 7).unwrap_or_default(),
            hour: of_day / 3_600,
            minute: of_day % 3_600 / 60,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> (i64, usize, i64, usize) {
        let parts = Parts::of(text.parse().unwrap());
        (parts.year, parts.month + 1, parts.day, parts.weekday)
    }

    #[test]
    fn the_calendar_is_right_around_leap_days_and_new_year() {
        assert_eq!(written("1970-01-01T00:00:00Z"), (1970, 1, 1, 3));
        assert_eq!(written("2000-02-29T23:59:59Z"), (2000, 2, 29, 1));
        assert_eq!(written("2026-11-21T13:43:00Z"), (2026, 11, 21, 5));
        assert_eq!(written("2027-12-31T00:00:00Z"), (2027, 12, 31, 4));
        assert_eq!(written("2028-02-29T12:00:00Z"), (2028, 2, 29, 1));
        assert_eq!(written("2028-03-01T00:00:00Z"), (2028, 3, 1, 2));
        assert_eq!(written("2100-03-01T00:00:00Z"), (2100, 3, 1, 0));
    }

    #[test]
    fn every_day_of_a_century_is_followed_by_the_next() {
        let mut before = Parts::of(Timestamp::from_millis(0));
        for day in 1..36_525 {
            let parts = Parts::of(Timestamp::from_millis(day * 86_400_000));
            assert_eq!(parts.weekday, (before.weekday + 1) % 7);
            let same_month = parts.day == before.day + 1 && parts.month == before.month;
            assert!(same_month || parts.day == 1 && parts.month == (before.month + 1) % 12);
            before = parts;
        }
    }
}
