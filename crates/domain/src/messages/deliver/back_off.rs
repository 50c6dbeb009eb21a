//! How long to wait before the next try.

use std::time::Duration;

use rand::RngExt;
use types::Timestamp;

/// Tries end this long after a message was queued.
pub(super) const GIVE_UP: Duration = Duration::from_hours(24);

const FIRST: Duration = Duration::from_mins(1);
const LONGEST: Duration = Duration::from_hours(1);
/// While the server is away: it says nothing about the message, and what waits shall arrive within
/// minutes of its return.
const LONGEST_AWAY: Duration = Duration::from_mins(4);

/// When to try again after `attempts` tries, or nothing when it is time to give up. The waits double
/// from one minute to one hour, less up to a fifth by chance, so that messages that failed together
/// do not come back together. The last try is at the very end of the day.
pub(super) fn next(now: Timestamp, queued_at: Timestamp, attempts: u32, away: bool) -> Option<Timestamp> {
    let end = queued_at + GIVE_UP;
    if now >= end {
        return None;
    }
    let longest = if away { LONGEST_AWAY } else { LONGEST };
    let doubled = FIRST.saturating_mul(1 << attempts.saturating_sub(1).min(10)).min(longest);
    let wait = doubled.mul_f64(1.0 - 0.2 * rand::rng().random::<f64>());
    Some((now + wait).min(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(away: bool) -> Vec<Duration> {
        let start = Timestamp::from_millis(1_795_268_580_000);
        let (mut now, mut waits) = (start, Vec::new());
        while let Some(next) = next(now, start, waits.len() as u32 + 1, away) {
            waits.push(next.since(now));
            now = next;
        }
        assert_eq!(now, start + GIVE_UP, "the last try is at the end of the day");
        waits
    }

    #[test]
    fn the_waits_double_from_a_minute_to_an_hour_for_a_day() {
        let waits = waits(false);
        for (wait, minutes) in waits.iter().zip([1, 2, 4, 8, 16, 32, 60, 60, 60]) {
            let nominal = Duration::from_mins(minutes);
            assert!(*wait <= nominal && *wait >= nominal.mul_f64(0.79), "{wait:?} for {nominal:?}");
        }
        assert!(waits.len() > 25);
    }

    #[test]
    fn a_server_that_is_away_is_asked_every_few_minutes() {
        assert!(waits(true).iter().all(|wait| *wait <= LONGEST_AWAY));
    }

    #[test]
    fn messages_that_failed_together_do_not_come_back_together() {
        let now = Timestamp::from_millis(1_795_268_580_000);
        let times: std::collections::BTreeSet<_> = (0..20).map(|_| next(now, now, 5, false)).collect();
        assert!(times.len() > 10);
    }
}
