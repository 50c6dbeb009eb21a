//! Time zones by their names in the IANA database, which is part of the program. Browsers get from here
//! the few offsets that they need, and no database.

use types::{Offset, Timestamp, UserId};

use crate::{Domain, error::Result, people};

/// The first parts of the names that people choose from. The rest are old spellings and fixed offsets.
const REGIONS: [&str; 10] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
];

/// Changes of the clock that a page is given before and after now: four years back, one ahead.
const CHANGES: (usize, usize) = (8, 2);

/// A zone in which times are written.
#[derive(Debug, Clone)]
pub(crate) struct Zone(jiff::tz::TimeZone);

impl Zone {
    /// The zone of that name; UTC where there is none or no name.
    pub(crate) fn find(name: Option<&str>) -> Self {
        Self(name.and_then(|name| jiff::tz::TimeZone::get(name).ok()).unwrap_or(jiff::tz::TimeZone::UTC))
    }

    /// Seconds east of UTC at that time, and the short name that the zone then has.
    pub(crate) fn at(&self, at: Timestamp) -> (i64, String) {
        let info = self.0.to_offset_info(instant(at));
        (i64::from(info.offset().seconds()), named(info.abbreviation()))
    }

    fn offsets(&self, now: Timestamp) -> Vec<Offset> {
        let mut before: Vec<_> = self.0.preceding(instant(now)).take(CHANGES.0).collect();
        before.reverse();
        let after = self.0.following(instant(now)).take(CHANGES.1);
        let changes = before.into_iter().chain(after).map(|change| Offset {
            from: change.timestamp().as_second(),
            seconds: change.offset().seconds(),
            name: named(change.abbreviation()),
        });
        let changes: Vec<Offset> = changes.collect();
        if !changes.is_empty() {
            return changes;
        }
        let (seconds, name) = self.at(now);
        vec![Offset { from: i64::MIN, seconds: i32::try_from(seconds).unwrap_or_default(), name }]
    }
}

/// Whether people may choose this zone.
pub(crate) fn is_known(name: &str) -> bool {
    list().iter().any(|zone| zone == name)
}

/// The zones that people choose from, by name.
pub fn list() -> Vec<String> {
    let of_a_region = |name: &str| name.split_once('/').is_some_and(|(region, _)| REGIONS.contains(&region));
    let mut names: Vec<String> = jiff::tz::db()
        .available()
        .map(|name| name.as_str().to_owned())
        .filter(|name| name == "UTC" || of_a_region(name))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

impl Domain {
    /// The clock changes around now in the zone that a person has chosen, for pages that write times;
    /// empty for people without a zone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn offsets_of(&self, user_id: UserId) -> Result<Vec<Offset>> {
        let user = people::store::find(self.db().read(), &user_id).await?;
        let name = user.and_then(|user| user.time_zone);
        Ok(name.map(|name| Zone::find(Some(&name)).offsets(self.clock().now())).unwrap_or_default())
    }
}

fn instant(at: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or(jiff::Timestamp::MAX)
}

/// Where a zone has no letters of its own, the database gives its offset.
fn named(abbreviation: &str) -> String {
    match abbreviation.starts_with(['+', '-']) {
        true => format!("UTC{abbreviation}"),
        false => abbreviation.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_zone_knows_its_summer() {
        let oslo = Zone::find(Some("Europe/Oslo"));
        assert_eq!(oslo.at(at("2026-11-21T13:43:00Z")), (3600, "CET".to_owned()));
        assert_eq!(oslo.at(at("2026-07-01T12:00:00Z")), (7200, "CEST".to_owned()));
        assert_eq!(
            Zone::find(Some("Asia/Tashkent")).at(at("2026-07-01T12:00:00Z")),
            (18_000, "UTC+05".into())
        );
        assert_eq!(Zone::find(Some("Nowhere/Land")).at(at("2026-07-01T12:00:00Z")), (0, "UTC".into()));
    }

    #[test]
    fn people_choose_among_places() {
        let zones = list();
        assert!(zones.len() > 400, "{}", zones.len());
        for zone in ["UTC", "Europe/Oslo", "America/Argentina/Buenos_Aires", "Asia/Kolkata"] {
            assert!(is_known(zone), "{zone}");
        }
        for zone in ["CET", "Etc/GMT+5", "posix/Europe/Oslo", "", "europe/oslo"] {
            assert!(!is_known(zone), "{zone}");
        }
    }

    #[test]
    fn a_page_is_given_the_changes_of_five_years() {
        let offsets = Zone::find(Some("Europe/Oslo")).offsets(at("2026-11-21T13:43:00Z"));
        assert_eq!(offsets.len(), CHANGES.0 + CHANGES.1);
        assert_eq!(offsets[0].from, at("2023-03-26T01:00:00Z").as_secs());
        assert!(offsets.is_sorted_by_key(|offset| offset.from));
        let fixed = Zone::find(Some("UTC")).offsets(at("2026-11-21T13:43:00Z"));
        assert_eq!(fixed.len(), 1);
    }
}
