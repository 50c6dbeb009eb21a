//! At the limit: the devices that take the places, the one that was not seen for longest first.

use leptos::prelude::*;
use types::{Action, DeviceRow};

use crate::{
    portal::{
        api::list_devices,
        device::{Ask, may_do},
        home::model,
    },
    reading::reading,
    routes,
    t::portal::register as words,
    ui::{ButtonSize, Card, LinkButton, List, Niche, OptionTime, SkeletonRows},
    wording::{action_name, platform_icon},
};

/// The devices that could go, with the way to retire them for those who may.
#[component]
pub(super) fn CouldGo() -> impl IntoView {
    let show = |mut devices: Vec<DeviceRow>| {
        devices.retain(|device| device.state.is_reachable());
        devices.sort_by_key(|device| device.last_seen_at.map(|at| at.as_millis()));
        (!devices.is_empty())
            .then(|| {
                view! {
                    <div class="mt-6">
                        <Card title=words::could_go() sub=words::could_go_text()>
                            <List>{devices.into_iter().map(line).collect_view()}</List>
                        </Card>
                    </div>
                }
            })
            .into_any()
    };
    reading("devices", || (), |()| list_devices(), || view! { <SkeletonRows rows=3 /> }.into_any(), show)
}

fn line(device: DeviceRow) -> AnyView {
    let (id, retire) = (device.id, Action::Retire);
    let label = words::retire_named(&device.name);
    let about = model(&device);
    let way = may_do(retire).then(|| {
        view! {
            <LinkButton href=Ask::Action(retire).address(id) size=ButtonSize::Medium label=label>
                {format!("{}…", action_name(retire))}
            </LinkButton>
        }
    });
    view! {
        <li>
            <Niche icon=platform_icon(device.platform) />
            <span class="grow">
                <b>
                    <a href=routes::device(id)>
                        <bdi>{device.name}</bdi>
                    </a>
                </b>
                <small>{about} " · " {words::last_seen()} " " <OptionTime at=device.last_seen_at /></small>
            </span>
            {way}
        </li>
    }
    .into_any()
}
