//! A point in time taken apart in a zone.

use types::{Offset, Timestamp};

use crate::t::{self, common::time as words};

/// Year, month, … in one zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    year: i64,
    /// 1 to 12.
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    /// Short name of the zone.
    zone: String,
}

impl Moment {
    pub(super) fn utc(at: Timestamp) -> Self {
        let minutes = at.as_secs().div_euclid(60);
        let days = minutes.div_euclid(1440);
        let (year, month, day) = civil(days);
        let of_day = minutes.rem_euclid(1440);
        Self { year, month, day, hour: of_day / 60, minute: of_day % 60, zone: "UTC".to_owned() }
    }

    /// In a zone whose offset at that time is known.
    pub(super) fn at_offset(at: Timestamp, offset: &Offset) -> Self {
        let shown = at.as_millis() + i64::from(offset.seconds) * 1000;
        Self { zone: offset.name.clone(), ..Self::utc(Timestamp::from_millis(shown)) }
    }

    /// In the zone of the browser; UTC elsewhere.
    pub(super) fn local(at: Timestamp) -> Self {
        #[cfg(feature = "hydrate")]
        {
            let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(at.as_millis() as f64));
            Self {
                year: i64::from(date.get_full_year()),
                month: i64::from(date.get_month()) + 1,
                day: i64::from(date.get_date()),
                hour: i64::from(date.get_hours()),
                minute: i64::from(date.get_minutes()),
                zone: zone_name(&date),
            }
        }
        #[cfg(not(feature = "hydrate"))]
        Self::utc(at)
    }

    /// "12 Nov", with the year when `today` is in another one.
    pub(super) fn day(&self, today: &Self) -> String {
        if self.year == today.year {
            words::day_month(self.day, month_name(self.month))
        } else {
            words::day_month_year(self.day, month_name(self.month), self.year)
        }
    }

    /// "13:43 CET", with the day when it is not today.
    pub(super) fn clock(&self, today: &Self) -> String {
        let clock = format!("{:02}:{:02} {}", self.hour, self.minute, self.zone);
        match self.day_number() - today.day_number() {
            0 => clock,
            1 => words::tomorrow_at(clock),
            _ => words::day_at(self.day(today), clock),
        }
    }

    /// "20 Nov 2026, 13:58 CET".
    pub(super) fn full(&self) -> String {
        let date = words::day_month_year(self.day, month_name(self.month), self.year);
        words::date_at(date, format!("{:02}:{:02} {}", self.hour, self.minute, self.zone))
    }

    /// Days since 1970-01-01.
    fn day_number(&self) -> i64 {
        let year = self.year - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * ((self.month + 9) % 12) + 2) / 5 + self.day - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }
}

/// Day number since 1970-01-01 to year, month, day in the Gregorian calendar (days are counted in
/// eras of 400 years that begin on 1 March).
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

fn month_name(month: i64) -> &'static str {
    use t::common::month as names;
    match month {
        1 => names::m1(),
        2 => names::m2(),
        3 => names::m3(),
        4 => names::m4(),
        5 => names::m5(),
        6 => names::m6(),
        7 => names::m7(),
        8 => names::m8(),
        9 => names::m9(),
        10 => names::m10(),
        11 => names::m11(),
        _ => names::m12(),
    }
}

/// The short name of the browser's zone at a date, such as "CET".
#[cfg(feature = "hydrate")]
fn zone_name(date: &js_sys::Date) -> String {
    let options = js_sys::Object::new();
    _ = js_sys::Reflect::set(&options, &"timeZoneName".into(), &"short".into());
    _ = js_sys::Reflect::set(&options, &"hourCycle".into(), &"h23".into());
    let text = String::from(date.to_locale_time_string_with_options("en-GB", &options));
    text.split_once(' ').map(|(_, zone)| zone.to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(seconds: i64) -> Moment {
        Moment::utc(Timestamp::from_millis(seconds * 1000))
    }

    #[test]
    fn days_are_those_of_the_gregorian_calendar() {
        assert_eq!(moment(0).full(), "1 Jan 1970, 00:00 UTC");
        assert_eq!(moment(951_782_400).full(), "29 Feb 2000, 00:00 UTC");
        assert_eq!(moment(1_795_268_580).full(), "21 Nov 2026, 13:43 UTC");
        assert_eq!(moment(4_107_542_399).full(), "28 Feb 2100, 23:59 UTC");
    }

    #[test]
    fn a_deadline_names_the_day_when_it_is_another_one() {
        let now = moment(1_795_268_580);
        assert_eq!(moment(1_795_268_640).clock(&now), "13:44 UTC");
        assert_eq!(moment(1_795_268_580 + 86_400).clock(&now), "tomorrow at 13:43 UTC");
        assert_eq!(moment(1_795_268_580 + 3 * 86_400).clock(&now), "24 Nov at 13:43 UTC");
    }

    #[test]
    fn the_zone_that_somebody_chose_is_the_same_on_both_sides() {
        let cet = Offset { from: 0, seconds: 3600, name: "CET".to_owned() };
        let late = Timestamp::from_millis(1_798_673_400_000);
        assert_eq!(Moment::at_offset(late, &cet).full(), "31 Dec 2026, 00:30 CET");
        let west = Offset { from: 0, seconds: -9 * 3600, name: "AKST".to_owned() };
        assert_eq!(Moment::at_offset(late, &west).full(), "30 Dec 2026, 14:30 AKST");
    }

    #[test]
    fn tomorrow_is_found_across_the_end_of_a_year() {
        let eve = moment(1_798_675_200);
        assert_eq!(eve.full(), "31 Dec 2026, 00:00 UTC");
        assert_eq!(moment(1_798_675_200 + 86_400).clock(&eve), "tomorrow at 00:00 UTC");
    }
}
