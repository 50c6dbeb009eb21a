//! What the organisation has set up on a device.

use leptos::prelude::*;
use types::{ConfigurationState, DeviceConfiguration, DeviceId};

use crate::{
    live::use_live,
    loading::{kept_fresh, loaded},
    portal::api::list_configurations,
    shell::page_info,
    t::portal::setup as words,
    ui::{Card, Icon, List, SkeletonRows, Status},
    wording::{configuration_icon, configuration_kind, configuration_state},
};

/// What is there, what is on its way, and what the device has refused; nothing where there is none.
#[component]
pub(super) fn SetupCard(id: DeviceId) -> impl IntoView {
    let setup = Resource::new(|| (), move |()| list_configurations(id));
    let organisation = page_info().organisation;
    loaded(
        setup,
        || view! { <SkeletonRows rows=1 /> }.into_any(),
        move |first: Vec<DeviceConfiguration>| {
            let tick = use_live().object("device", id);
            let setup = kept_fresh(first, tick, move || list_configurations(id));
            let is_there = Memo::new(move |_| setup.with(|setup| setup.iter().any(is_shown)));
            let title = words::title(organisation.clone());
            view! {
                <Show when=move || is_there.get()>
                    <Card title=title.clone()>
                        <List>
                            {move || {
                                setup.with(|setup| {
                                    setup.iter().filter(|one| is_shown(one)).map(line).collect_view()
                                })
                            }}
                        </List>
                    </Card>
                </Show>
            }
            .into_any()
        },
    )
}

fn is_shown(one: &DeviceConfiguration) -> bool {
    one.state != ConfigurationState::Removed
}

fn line(one: &DeviceConfiguration) -> AnyView {
    let (tone, state) = configuration_state(one.state);
    let said = one.detail.clone().map(|detail| view! { <small class="muted">{detail}</small> });
    view! {
        <li>
            <Icon name=configuration_icon(one.kind) />
            <span class="grow">
                <b>
                    <bdi>{one.name.clone()}</bdi>
                </b>
                <small>{configuration_kind(one.kind)}</small>
                {said}
            </span>
            <Status tone=tone text=state />
        </li>
    }
    .into_any()
}
