//! All devices by state: an arch whose parts are the states, and the same numbers in words.

use leptos::prelude::*;
use types::{DeviceQuery, DeviceState, PageQuery};

use crate::{
    console::{
        api::devices::list_devices,
        shared::{kept_fresh, loaded},
    },
    live::use_live,
    request::Failure,
    t::console::overview as words,
    ui::{Card, EmptyState, SkeletonRows},
};

/// One part of the arch: its class, its words, where its devices are listed, how many.
#[derive(Clone, Copy)]
struct Part {
    class: &'static str,
    label: &'static str,
    href: &'static str,
    count: u64,
}

/// Numbers in the order of the parts: active, waiting, on their way in, left or expired.
type Counts = Vec<u64>;

/// How many devices are in a state.
async fn count(state: DeviceState) -> Result<u64, Failure> {
    let query = DeviceQuery {
        state: Some(state),
        page: PageQuery { limit: Some(1), total: true, ..PageQuery::default() },
        ..DeviceQuery::default()
    };
    Ok(list_devices(query).await?.total.unwrap_or_default())
}

async fn count_all() -> Result<Counts, Failure> {
    let mut counts = Vec::new();
    for state in [DeviceState::Active, DeviceState::Pending, DeviceState::Enrolling, DeviceState::Expired] {
        counts.push(count(state).await?);
    }
    Ok(counts)
}

fn parts(counts: &[u64]) -> Vec<Part> {
    let named = [
        ("d1", words::active(), "/admin/devices?state=active"),
        ("d2", words::waiting_devices(), "/admin/devices?state=pending"),
        ("d4", words::enrolling(), "/admin/devices?state=enrolling"),
        ("d0", words::expired(), "/admin/devices?state=expired"),
    ];
    named
        .into_iter()
        .zip(counts)
        .map(|((class, label, href), count)| Part { class, label, href, count: *count })
        .collect()
}

/// The card.
#[component]
pub(super) fn DevicesCard() -> impl IntoView {
    let counts = Resource::new(|| (), |()| count_all());
    view! {
        <Card
            title=words::devices()
            actions=|| {
                view! {
                    <a class="sm" href="/admin/devices">
                        {words::open_list()}
                    </a>
                }
            }
        >
            {loaded(
                counts,
                || view! { <SkeletonRows rows=4 /> }.into_any(),
                |first: Counts| {
                    let counts = kept_fresh(first, use_live().topic("device"), count_all);
                    (move || counts.with(|counts| show(counts))).into_any()
                },
            )}
        </Card>
    }
}

fn show(counts: &[u64]) -> AnyView {
    let parts = parts(counts);
    let total: u64 = parts.iter().map(|part| part.count).sum();
    if total == 0 {
        return view! {
            <EmptyState title=words::no_devices()>
                <p>{words::no_devices_text()}</p>
            </EmptyState>
        }
        .into_any();
    }
    let line = |part: Part| {
        view! {
            <li>
                <i class=format!("key {}", part.class)></i>
                <a class="name grow" href=part.href>
                    {part.label}
                </a>
                <span>{part.count}</span>
            </li>
        }
    };
    let shown: Vec<Part> = parts.into_iter().filter(|part| part.count > 0).collect();
    let spoken: Vec<String> = shown.iter().map(|part| format!("{} {}", part.label, part.count)).collect();
    view! {
        <svg
            class="gauge"
            viewBox="0 0 240 132"
            role="img"
            aria-label=words::gauge(total, spoken.join(", "))
        >
            {arcs(&shown, total)}
            <text x="120" y="96" text-anchor="middle" class="gauge-n">
                {total}
            </text>
            <text x="120" y="118" text-anchor="middle" class="gauge-l">
                {words::in_all(total)}
            </text>
        </svg>
        <ul class="list" role="list">
            {shown.into_iter().map(line).collect_view()}
        </ul>
    }
    .into_any()
}

/// The parts as pieces of a half circle; the smallest is still to be seen.
fn arcs(parts: &[Part], total: u64) -> impl IntoView + use<> {
    const LEAST: f64 = 0.02;
    let share = |part: &Part| (part.count as f64 / total as f64).max(LEAST);
    let sum: f64 = parts.iter().map(share).sum();
    let gap = if parts.len() > 1 { 0.008 } else { 0.0 };
    let mut from = 0.0;
    parts
        .iter()
        .map(|part| {
            let to = from + share(part) / sum;
            let path = arc(from + gap, to - gap);
            from = to;
            view! { <path class=part.class d=path></path> }
        })
        .collect_view()
}

/// A piece of the half circle between two shares of it, from the start to the end.
fn arc(from: f64, to: f64) -> String {
    const RADIUS: f64 = 104.0;
    let at = |share: f64| {
        let angle = std::f64::consts::PI * (1.0 - share);
        (120.0 + RADIUS * angle.cos(), 120.0 - RADIUS * angle.sin())
    };
    let ((x1, y1), (x2, y2)) = (at(from.clamp(0.0, 1.0)), at(to.clamp(0.0, 1.0)));
    let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(tenths);
    format!("M{x1} {y1}A104 104 0 0 1 {x2} {y2}")
}

/// With one digit behind the point. Numbers of the drawing are positive; writing floats in general
/// would weigh more than the rest of this file.
fn tenths(number: f64) -> String {
    let tenths = (number * 10.0).round() as u32;
    format!("{}.{}", tenths / 10, tenths % 10)
}
