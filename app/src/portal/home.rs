//! Your devices: the start page.

mod card;
mod ending;
mod waiting;

use leptos::prelude::*;
use types::{Action, DeviceRow, OwnHome, Permission};

pub(super) use self::card::model;
use self::{card::DeviceCard, ending::Ending, waiting::WaitingCards};
use super::{
    api::read_home,
    device::may_do,
    shared::{Places, may},
};
use crate::{
    live::use_live,
    loading::kept_fresh,
    reading::reading,
    routes,
    shell::page_info,
    t::portal::home as words,
    ui::{
        ButtonKind, EmptyArt, EmptyState, LinkButton, Niche, NicheSize, PageHead, PageTitle, SkeletonDevices,
        Status, Tone,
    },
    wording::{device_status, platform_icon},
};

/// The person's devices, those that wait to join, and those that have left.
#[component]
pub fn HomePage() -> impl IntoView {
    let fallback = || view! { <SkeletonDevices /> }.into_any();
    view! {
        <PageTitle text=words::title() />
        {reading("home", || (), |()| read_home(), fallback, |home| view! { <Home home=home /> }.into_any())}
    }
}

#[component]
pub(super) fn Home(home: OwnHome) -> impl IntoView {
    let home = kept_fresh(home, use_live().topic("device"), read_home);
    let devices = Memo::new(move |_| home.with(|home| home.devices.clone()));
    let waiting = Memo::new(move |_| home.with(|home| home.waiting.clone()));
    let limit = Memo::new(move |_| home.with(|home| home.limit.clone()));
    let ending = Memo::new(move |_| home.with(|home| home.ending.clone()));
    let select = move |wanted: fn(&DeviceRow) -> bool| {
        Signal::derive(move || devices.get().into_iter().filter(wanted).collect::<Vec<_>>())
    };
    let present = select(|device| !device.state.is_waiting() && device.state.takes_a_place());
    let past = select(|device| device.state.is_gone());
    let nothing = Memo::new(move |_| present.with(Vec::is_empty) && waiting.with(Vec::is_empty));
    let head_actions = move || {
        let button = move || {
            (!nothing.get() && may(Permission::OwnRegister)).then(|| {
                view! {
                    <LinkButton href=routes::REGISTER kind=ButtonKind::Primary icon="register">
                        {words::register()}
                    </LinkButton>
                }
            })
        };
        view! { {button} }
    };
    view! {
        <PageHead title=words::title() actions=head_actions>
            <Places limit=limit />
        </PageHead>
        <Ending certificates=ending />
        <WaitingCards waiting=waiting />
        <Show when=move || nothing.get()>
            <NothingYet />
        </Show>
        <div class="grid cols-3">
            <For each=move || present.get() key=|device| device.id let:device>
                {
                    let id = device.id;
                    let device = Memo::new(move |_| {
                        let found = devices.with(|all| all.iter().find(|other| other.id == id).cloned());
                        found.unwrap_or_else(|| device.clone())
                    });
                    view! { <DeviceCard device=device /> }
                }
            </For>
        </div>
        <LostDevice devices=present />
        <PastDevices devices=past />
    }
}

/// The way to what helps, for a device that is not at hand.
#[component]
fn LostDevice(devices: Signal<Vec<DeviceRow>>) -> impl IntoView {
    let helps = [Action::Locate, Action::Lock, Action::Wipe].into_iter().any(may_do);
    let link = |device: DeviceRow| {
        view! {
            <a href=routes::lost_device(device.id)>
                <bdi>{device.name}</bdi>
            </a>
        }
    };
    let line = move || {
        view! {
            <p class="row row-3 wrap mt-6 sm">
                <span class="muted">{words::lost()}</span>
                {move || devices.get().into_iter().map(link).collect_view()}
            </p>
        }
    };
    move || (helps && devices.with(|devices| !devices.is_empty())).then(line)
}

/// No device yet: the way to the first one, or who can give it.
#[component]
fn NothingYet() -> impl IntoView {
    let organisation = page_info().organisation;
    let inside = if may(Permission::OwnRegister) {
        let actions = || {
            view! {
                <LinkButton href=routes::REGISTER kind=ButtonKind::Primary icon="register">
                    {words::register()}
                </LinkButton>
            }
        };
        view! {
            <EmptyState title=words::empty_title() art=EmptyArt::Open actions=actions>
                <p>{words::empty_text(organisation)}</p>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <EmptyState title=words::no_right_title() art=EmptyArt::Open>
                <p>{words::no_right_text(organisation)}</p>
            </EmptyState>
        }
        .into_any()
    };
    view! { <section class="card">{inside}</section> }
}

#[component]
fn PastDevices(#[prop(into)] devices: Signal<Vec<DeviceRow>>) -> impl IntoView {
    let now = page_info().now;
    let line = move |device: DeviceRow| {
        let (tone, word) = device_status(&device, now);
        let kind = device.model.clone().unwrap_or_else(|| device.platform.label().to_owned());
        view! {
            <li>
                <Niche icon=platform_icon(device.platform) tone=Tone::Off size=NicheSize::Small />
                <span class="grow">
                    <a href=routes::device(device.id) class="medium">
                        <bdi>{device.name}</bdi>
                    </a>
                    <small>{kind}</small>
                </span>
                <Status tone=tone text=word />
            </li>
        }
    };
    view! {
        <Show when=move || devices.with(|devices| !devices.is_empty())>
            <h2 class="lg mt-8 mb-3">{words::past()}</h2>
            <section class="card" aria-label=words::past()>
                <ul class="list pad-x" role="list">
                    {move || devices.get().into_iter().map(line).collect_view()}
                </ul>
            </section>
        </Show>
    }
}
