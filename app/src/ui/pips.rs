//! The device limit: one arch per place.

use leptos::prelude::*;

use crate::t;

/// Places up to which each has its own arch.
const ARCHES: u32 = 8;

/// Used, waiting and free places. Above eight it is a bar, without limit there is no picture. The
/// words stand beside it.
#[component]
pub fn Pips(
    /// Places with a registered device.
    used: u32,
    /// Places held by devices that are being registered.
    #[prop(optional)]
    waiting: u32,
    /// All places; none without limit.
    limit: Option<u32>,
) -> impl IntoView {
    let limit = limit?;
    let taken = used.saturating_add(waiting);
    if limit > ARCHES {
        let label = t::common::pips::bar(taken, limit);
        return Some(
            view! { <progress class="bar pips-bar" max=limit value=taken.min(limit) aria-label=label></progress> }
                .into_any(),
        );
    }
    let free = limit.saturating_sub(taken);
    let label = match (taken, free) {
        (0, _) => t::common::pips::none_used(free),
        (_, 0) if waiting == 0 => t::common::pips::all_used(limit),
        _ => t::common::pips::used(used, waiting, free),
    };
    let place = |place: u32| {
        let class = match place {
            _ if place < used => "on",
            _ if place < taken => "wait",
            _ => "",
        };
        view! { <i class=class></i> }
    };
    Some(
        view! {
            <span class="pips" role="img" aria-label=label>
                {(0..limit.max(taken.min(ARCHES))).map(place).collect_view()}
            </span>
        }
        .into_any(),
    )
}
