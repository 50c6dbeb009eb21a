//! One device on the start page.

use leptos::prelude::*;
use types::{Action, Attention, DeviceRow, Permission};

use crate::{
    portal::{device::Ask, shared::may},
    routes,
    shell::page_info,
    t::portal::{card as words, device as device_words},
    ui::{Badge, Button, ButtonKind, ButtonSize, Fact, Facts, LinkButton, Niche, OptionTime},
    wording::{action_icon, action_name, device_status, no_lock_reason_in_list, ownership, platform_icon},
};

/// A device: what it is, how it stands, what can be done.
#[component]
pub(super) fn DeviceCard(device: Memo<DeviceRow>) -> impl IntoView {
    let DeviceRow { id, platform, .. } = device.get_untracked();
    let now = page_info().now;
    let status = Memo::new(move |_| device.with(|device| device_status(device, now)));
    let seen = Signal::derive(move || device.with(|device| device.last_seen_at));
    let failed = move || {
        device.with(|device| device.attention == Some(Attention::CommandFailed)).then(|| {
            view! {
                <p class="sm">
                    {words::failed()} " " <a href=routes::device(id)>{words::see_why()}</a>
                </p>
            }
        })
    };
    view! {
        <article class="card device">
            <div class="device-in">
                <div class="device-top">
                    {move || view! { <Niche icon=platform_icon(platform) tone=status.get().0 /> }}
                    <div>
                        <h2>
                            <a href=routes::device(id)>
                                <bdi>{move || device.with(|device| device.name.clone())}</bdi>
                            </a>
                        </h2>
                        <p class="model">{move || device.with(model)}</p>
                        <Badge tone=Signal::derive(move || status.get().0) text=move || status.get().1 />
                    </div>
                </div>
                {failed}
                <Facts>
                    <Fact term=device_words::last_seen()>
                        <OptionTime at=seen />
                    </Fact>
                    <Fact term=device_words::ownership()>{move || device.with(|device| ownership(device.ownership))}</Fact>
                </Facts>
            </div>
            <div class="device-acts">
                {may(Permission::OwnLock).then(|| view! { <LockAction device=device /> })}
                <LinkButton
                    href=routes::device(id)
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Medium
                    label=move || words::open_named(device.with(|device| device.name.clone()))
                >
                    {words::open()}
                </LinkButton>
            </div>
        </article>
    }
}

/// "ThinkPad T14 · Debian GNU/Linux 12", or the platform while the device has told nothing.
pub(in crate::portal) fn model(device: &DeviceRow) -> String {
    let known = [device.model.as_deref(), device.os_version.as_deref()];
    let known: Vec<_> = known.into_iter().flatten().filter(|text| !text.is_empty()).collect();
    if known.is_empty() { device.platform.label().to_owned() } else { known.join(" · ") }
}

/// Leads to the form that locks; disabled with the reason where the device cannot.
#[component]
fn LockAction(device: Memo<DeviceRow>) -> impl IntoView {
    let id = device.get_untracked().id;
    let reason = Memo::new(move |_| device.with(no_lock_reason_in_list));
    let label =
        move || device_words::named(action_name(Action::Lock), device.with(|device| device.name.clone()));
    move || match reason.get() {
        Some(reason) => view! {
            <Button
                kind=ButtonKind::Quiet
                size=ButtonSize::Medium
                icon=action_icon(Action::Lock)
                disabled=true
                label=move || device_words::cannot(label(), &reason)
            >
                {action_name(Action::Lock)}
            </Button>
        }
        .into_any(),
        None => view! {
            <LinkButton
                href=Ask::Action(Action::Lock).address(id)
                kind=ButtonKind::Quiet
                size=ButtonSize::Medium
                icon=action_icon(Action::Lock)
                label=label
            >
                {action_name(Action::Lock)}
            </LinkButton>
        }
        .into_any(),
    }
}
