//! What the organisation has set up on a device.

use leptos::prelude::*;
use types::{ConfigurationState, DeviceConfiguration, OwnDevicePage};

use crate::{
    shell::page_info,
    t::portal::setup as words,
    ui::{Card, Icon, List, Status},
    wording::{configuration_icon, configuration_kind, configuration_state},
};

/// What is there, what is on its way, and what the device has refused; nothing where there is none.
#[component]
pub(super) fn SetupCard(page: RwSignal<OwnDevicePage>) -> impl IntoView {
    let setup = Memo::new(move |_| {
        page.with(|page| page.configurations.iter().filter(|one| is_shown(one)).cloned().collect::<Vec<_>>())
    });
    let organisation = page_info().organisation;
    move || {
        let title = words::title(&organisation);
        let setup = setup.get();
        (!setup.is_empty()).then(|| {
            view! {
                <Card title=title>
                    <List>{setup.iter().map(line).collect_view()}</List>
                </Card>
            }
        })
    }
}

fn is_shown(one: &DeviceConfiguration) -> bool {
    one.state != ConfigurationState::Removed
}

fn line(one: &DeviceConfiguration) -> AnyView {
    let (tone, state) = configuration_state(one.state);
    // What a device says of a success, such as where a file is, helps administrators alone.
    let said = one.detail.clone().filter(|_| one.state == ConfigurationState::Failed).map(|detail| {
        view! {
            <small class="muted">
                <bdi>{detail}</bdi>
            </small>
        }
    });
    view! {
        <li class="wrap">
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
