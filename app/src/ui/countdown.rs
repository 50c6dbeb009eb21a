//! How long a code is valid.

use std::time::Duration;

use leptos::prelude::*;
use types::Timestamp;

use super::{
    Icon, IconSize,
    time::{Clock, span, span_patterns},
};
use crate::t;

/// From here on every second counts.
const LAST_MINUTES: Duration = Duration::from_secs(5 * 60);

/// Duration and clock time until something ends. It updates each minute, each second in the last
/// five minutes, and is announced only at ten minutes, one minute and the end. Without script it
/// shows what was left when the page was made.
#[component]
pub fn Countdown(
    /// When it ends.
    #[prop(into)]
    until: Signal<Timestamp>,
    /// When it began; with it a bar is drawn, amber in the last quarter.
    #[prop(optional, into)]
    from: Option<Timestamp>,
    /// Words before the duration, such as "Code valid for".
    #[prop(optional, into)]
    label: Option<TextProp>,
    /// What it says when the time is over.
    #[prop(optional, into)]
    over: Option<TextProp>,
    /// Called once when the time is over while the page is open.
    #[prop(optional, into)]
    on_end: Option<Callback<()>>,
) -> impl IntoView {
    let clock = Clock::current();
    let now = RwSignal::new(clock.last());
    let left = Memo::new(move |_| until.get().since(now.get()));
    tick(clock, now, left);
    let announcement = announcements(left, on_end);
    let label = label.unwrap_or_else(|| t::common::countdown::valid_for().into());
    let over = over.unwrap_or_else(|| t::common::countdown::ran_out().into());
    let over_text = over.clone();
    let total_ms = move || from.map_or(0, |from| until.get().since(from).as_millis());
    let deadline = move || t::common::countdown::until(clock.deadline(until.get()));
    let bar = move || {
        from.map(|_| {
            view! {
                <progress
                    class="bar"
                    data-tone=move || is_last_quarter(left.get(), total_ms()).then_some("waiting")
                    max="1000"
                    value=move || permille(left.get(), total_ms())
                    aria-label=t::common::countdown::bar()
                    aria-valuetext=move || span(left.get())
                ></progress>
            }
        })
    };
    view! {
        <div
            class="countdown-box"
            data-until=move || until.get().as_millis()
            data-total=move || total_ms().to_string()
            data-over=move || over_text.get()
            data-spans=span_patterns()
        >
            <Show
                when=move || !left.get().is_zero()
                fallback=move || {
                    let over = over.clone();
                    view! { <p class="countdown">{move || over.get()}</p> }
                }
            >
                {bar}
                <p class="countdown">
                    <Icon name="clock" size=IconSize::Small />
                    <span>
                        {
                            let label = label.clone();
                            move || label.get()
                        } " " <b data-left="">{move || span(left.get())}</b> {t::common::comma()} {deadline}
                    </span>
                </p>
            </Show>
            <span class="sr" aria-live="polite">
                {move || announcement.get()}
            </span>
        </div>
    }
}

/// Moves `now` on: by the second at the end, else by the tick of the page.
fn tick(clock: Clock, now: RwSignal<Timestamp>, left: Memo<Duration>) {
    Effect::new(move |_| {
        clock.now();
        now.set(clock.exact());
    });
    let hurry = Memo::new(move |_| !left.get().is_zero() && left.get() <= LAST_MINUTES);
    Effect::new(move |_| {
        if !hurry.get() {
            return;
        }
        let seconds = set_interval(move || now.set(clock.exact()), Duration::from_secs(1));
        on_cleanup(move || {
            if let Ok(seconds) = seconds {
                seconds.clear();
            }
        });
    });
}

/// What is said, when a mark is passed while the page is open.
fn announcements(left: Memo<Duration>, on_end: Option<Callback<()>>) -> RwSignal<String> {
    let said = RwSignal::new(String::new());
    Effect::new(move |earlier: Option<u64>| {
        let left = left.get().as_secs();
        let passed = |mark: u64| earlier.is_some_and(|earlier| earlier > mark && left <= mark);
        if passed(0) {
            said.set(t::common::countdown::ran_out().to_owned());
            if let Some(on_end) = on_end {
                on_end.run(());
            }
        } else if passed(60) {
            said.set(t::common::countdown::one_minute().to_owned());
        } else if passed(600) {
            said.set(t::common::countdown::ten_minutes().to_owned());
        }
        left
    });
    said
}

fn permille(left: Duration, total_ms: u128) -> u64 {
    let share = (left.as_millis() * 1000).checked_div(total_ms).unwrap_or_default();
    u64::try_from(share).unwrap_or(1000).min(1000)
}

fn is_last_quarter(left: Duration, total_ms: u128) -> bool {
    left.as_millis() * 4 <= total_ms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_shows_what_is_left_of_the_whole() {
        assert_eq!(permille(Duration::from_secs(30), 60_000), 500);
        assert_eq!(permille(Duration::from_secs(90), 60_000), 1000);
        assert_eq!(permille(Duration::from_secs(1), 0), 0);
        assert!(is_last_quarter(Duration::from_secs(15), 60_000));
        assert!(!is_last_quarter(Duration::from_secs(16), 60_000));
    }
}
