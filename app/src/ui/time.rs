//! Times as people read them: relative up to seven days, then a date; with the zone wherever
//! somebody has to act by then.
//!
//! The first rendering counts from the server's time and writes clock times in UTC, so that both
//! sides say the same; once the page is taken over, the zone of the browser is used.

mod clock;
mod moment;

use std::time::Duration;

use leptos::prelude::*;
use types::Timestamp;

pub(crate) use clock::{Clock, provide_clock};
use moment::Moment;

use crate::t;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// A point in the past: "4 minutes ago", after seven days "12 Nov"; the full time in its title.
#[component]
pub fn Time(
    /// When it was.
    #[prop(into)]
    at: Signal<Timestamp>,
) -> impl IntoView {
    let clock = Clock::current();
    view! {
        <time
            datetime=move || at.get().to_string()
            title=move || clock.moment(at.get()).full()
        >
            {move || relative(clock, at.get())}
        </time>
    }
}

/// [`Time`], or "Not yet".
#[component]
pub fn OptionTime(
    /// When it was, if it has been.
    #[prop(into)]
    at: Signal<Option<Timestamp>>,
) -> impl IntoView {
    move || match at.get() {
        Some(at) => view! { <Time at=at /> }.into_any(),
        None => view! { <span class="muted">{t::common::time::never()}</span> }.into_any(),
    }
}

/// A day: "12 Mar 2026", without the year when it is this one.
#[component]
pub fn Day(
    /// When it was.
    #[prop(into)]
    at: Signal<Timestamp>,
) -> impl IntoView {
    let clock = Clock::current();
    view! {
        <time
            datetime=move || at.get().to_string()
            title=move || clock.moment(at.get()).full()
        >
            {move || clock.moment(at.get()).day(&clock.moment(clock.now()))}
        </time>
    }
}

/// A clock time with its zone: "14:02 CET"; with the day when it is another one.
#[component]
pub fn ClockTime(
    /// When it was or will be.
    #[prop(into)]
    at: Signal<Timestamp>,
) -> impl IntoView {
    let clock = Clock::current();
    view! {
        <time datetime=move || at.get().to_string()>
            {move || clock.moment(at.get()).clock(&clock.moment(clock.now()))}
        </time>
    }
}

/// "just now", "4 minutes ago", …, "12 Nov".
fn relative(clock: Clock, at: Timestamp) -> String {
    let now = clock.now();
    let passed = now.since(at).as_secs();
    match passed {
        0..MINUTE => t::common::time::just_now().to_owned(),
        MINUTE..HOUR => t::common::time::minutes_ago(passed / MINUTE),
        HOUR..DAY => t::common::time::hours_ago(passed / HOUR),
        _ if passed < 7 * DAY => t::common::time::days_ago(passed / DAY),
        _ => clock.moment(at).day(&clock.moment(now)),
    }
}

/// How spans from two days down to less than five minutes are written, for `public.js`.
pub(super) fn span_patterns() -> String {
    use t::common::time as words;
    [
        words::days_hours("{0}", "{1}"),
        words::hours_minutes("{0}", "{1}"),
        words::minutes_only("{0}"),
        words::minutes_seconds("{0}", "{1}"),
    ]
    .join("|")
}

/// A span in at most two units: "2 d 4 h", "23 h 41 min", "12 min", and within the last five
/// minutes "4 min 10 s".
#[must_use]
pub fn span(left: Duration) -> String {
    use t::common::time as words;
    let seconds = left.as_secs();
    if seconds >= 2 * DAY {
        words::days_hours(seconds / DAY, seconds % DAY / HOUR)
    } else if seconds >= HOUR {
        words::hours_minutes(seconds / HOUR, seconds % HOUR / MINUTE)
    } else if seconds >= 5 * MINUTE {
        words::minutes_only(seconds / MINUTE)
    } else if seconds >= MINUTE {
        words::minutes_seconds(seconds / MINUTE, seconds % MINUTE)
    } else {
        words::seconds_only(seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds_ago: i64) -> String {
        let now = Timestamp::from_millis(1_795_268_580_000);
        let owner = Owner::new();
        owner.with(|| {
            relative(Clock::fixed(now), Timestamp::from_millis(now.as_millis() - seconds_ago * 1000))
        })
    }

    #[test]
    fn the_past_is_relative_for_seven_days_and_a_date_after_that() {
        assert_eq!(at(59), "just now");
        assert_eq!(at(60), "1 minute ago");
        assert_eq!(at(3599), "59 minutes ago");
        assert_eq!(at(3 * 3600), "3 hours ago");
        assert_eq!(at(2 * 86400), "2 days ago");
        assert_eq!(at(7 * 86400), "14 Nov");
        assert_eq!(at(400 * 86400), "17 Oct 2025");
    }

    #[test]
    fn a_time_in_the_future_by_a_wrong_clock_is_now() {
        assert_eq!(at(-300), "just now");
    }

    #[test]
    fn a_span_has_two_units_at_most() {
        assert_eq!(span(Duration::from_secs(23 * 3600 + 41 * 60 + 59)), "23 h 41 min");
        assert_eq!(span(Duration::from_secs(50 * 3600)), "2 d 2 h");
        assert_eq!(span(Duration::from_secs(300)), "5 min");
        assert_eq!(span(Duration::from_secs(250)), "4 min 10 s");
        assert_eq!(span(Duration::from_secs(9)), "9 s");
    }
}
