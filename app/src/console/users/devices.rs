//! The devices of one person.

use leptos::prelude::*;
use types::{DeviceQuery, DeviceRow, Page, PageQuery, UserId};

use crate::{
    console::{
        api::devices::list_devices,
        shared::{kept_fresh, loaded},
    },
    live::use_live,
    shell::page_info,
    t::console::user as words,
    ui::{Card, List, Niche, NicheSize, SkeletonRows, Status},
    wording::{device_status, platform_icon},
};

/// How many are shown here; the rest is in the list of devices.
const SHOWN: u32 = 20;

/// Devices, newest first.
#[component]
pub(super) fn Devices(id: UserId) -> impl IntoView {
    let query = move || DeviceQuery {
        user_id: Some(id),
        page: PageQuery { limit: Some(SHOWN), ..PageQuery::default() },
        ..DeviceQuery::default()
    };
    let devices = Resource::new(|| (), move |()| list_devices(query()));
    view! {
        <Card
            title=words::devices()
            actions=move || {
                view! {
                    <a class="sm" href=format!("/admin/devices?user={id}")>
                        {words::all_devices()}
                    </a>
                }
            }
        >
            {loaded(
                devices,
                || view! { <SkeletonRows rows=3 /> }.into_any(),
                move |first: Page<DeviceRow>| {
                    let tick = use_live().topic("device");
                    let page = kept_fresh(first, tick, move || list_devices(query()));
                    let is_empty = Memo::new(move |_| page.with(|page| page.items.is_empty()));
                    view! {
                        <Show
                            when=move || !is_empty.get()
                            fallback=|| view! { <p class="sm muted">{words::no_devices()}</p> }
                        >
                            <List>
                                {move || page.with(|page| page.items.iter().cloned().map(line).collect_view())}
                            </List>
                        </Show>
                    }
                        .into_any()
                },
            )}
        </Card>
    }
}

fn line(device: DeviceRow) -> impl IntoView {
    let (tone, status) = device_status(&device, page_info().now);
    let kind = device.model.clone().unwrap_or_else(|| device.platform.label().to_owned());
    view! {
        <li>
            <Niche icon=platform_icon(device.platform) tone=tone size=NicheSize::Small />
            <span class="grow">
                <a class="name" href=format!("/admin/devices/{}", device.id)>
                    <bdi>{device.name}</bdi>
                </a>
                <small>{kind}</small>
            </span>
            <Status tone=tone text=status />
        </li>
    }
}
