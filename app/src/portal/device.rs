//! One device: what it is, how it stands, what can be done, and what was done.

mod actions;
mod ask;
mod command;
mod facts;
mod happened;
mod ownership;
mod seen;
mod setup;

use leptos::prelude::*;
use types::{Action, DeviceId, ErrorCode, OwnDevice, OwnDevicePage};

use self::{
    actions::Actions,
    ask::{AskCard, asked},
    command::{CommandNote, NewPinCard},
    facts::FactsCard,
    happened::HistoryCard,
    ownership::OwnershipCard,
    seen::SeenCard,
    setup::SetupCard,
};
pub(super) use self::{
    actions::{ActionLink, may_do},
    ask::Ask,
};
use super::{
    api::find_device,
    home::model,
    outcome::{Outcome, use_outcome},
    shared::{id_in_address, query_value},
};
use crate::{
    live::use_live,
    loading::kept_fresh,
    place::PlaceCard,
    reading::reading,
    routes,
    shell::page_info,
    t::portal::device as words,
    ui::{BackLink, Badge, LinkButton, Niche, NicheSize, Note, PageTitle, SkeletonCard, Time, Tone, still},
    wording::{Problem, device_status, platform_icon},
};

pub use self::ask::OWNERSHIP;

/// The name of the form in an [`Outcome`] that asks before something is done.
pub const ASK_FORM: &str = "ask";
/// The name of the form that shows a new PIN, and of what it shows.
pub const PIN_FORM: &str = "pin";
/// The name of the form that takes a command back.
pub const CANCEL_FORM: &str = "cancel";

/// A device, by the id in the address.
#[component]
pub fn DevicePage() -> impl IntoView {
    let outcome = use_outcome();
    let refused = outcome.value_of(ASK_FORM, "intent");
    let asks_ownership = query_value("ask").or(refused).as_deref() == Some(OWNERSHIP);
    let show = move |page| view! { <Device page=page outcome=outcome.clone() /> }.into_any();
    view! {
        {still(|| view! { <BackLink href=routes::PORTAL text=words::back() /> })}
        {device_of_address(asks_ownership, show)}
    }
}

/// Shows the device in the address.
pub(super) fn device_of_address(
    asks_ownership: bool,
    show: impl Fn(OwnDevicePage) -> AnyView + Send + 'static,
) -> AnyView {
    let id = id_in_address::<DeviceId>();
    let read = move |()| async move { find_device(id.ok_or(ErrorCode::NotFound)?, asks_ownership).await };
    reading("device", || (), read, || view! { <SkeletonCard /> }.into_any(), show)
}

/// A page that follows its device.
pub(super) fn followed(page: OwnDevicePage) -> RwSignal<OwnDevicePage> {
    let (id, asks_ownership) = (page.device.row.id, page.ownership_change.is_some());
    kept_fresh(page, use_live().object("device", id), move || find_device(id, asks_ownership))
}

#[component]
fn Device(page: OwnDevicePage, outcome: Outcome) -> impl IntoView {
    let page = followed(page);
    let device = Memo::new(move |_| page.with(|page| page.device.clone()));
    let name = Memo::new(move |_| device.with(|device| device.row.name.clone()));
    let asked = asked(&outcome);
    let newest = Memo::new(move |_| page.with(|page| page.commands.first().cloned()));
    let problem = outcome.error_of(CANCEL_FORM).or_else(|| outcome.error_of(PIN_FORM));
    let pin = outcome.value_of(PIN_FORM, "pin");
    let place = Memo::new(move |_| device.with(|device| device.location));
    view! {
        <PageTitle text=move || name.get() />
        <Head device=device />
        <Actions device=device />
        {problem
            .map(|error| still(move || view! { <div class="mt-4"><Problem error=Some(error) /></div> }))}
        <div class="split split-20 mt-6">
            <div class="stack stack-6">
                <Registering device=device />
                {asked.map(|ask| view! { <AskCard page=page device=device ask=ask outcome=outcome /> })}
                {pin.map(|pin| still(move || view! { <NewPinCard pin=pin name=name.get_untracked() /> }))}
                <CommandNote newest=newest name=name />
                <PlaceCard place=place />
                <FactsCard device=device />
                <SetupCard page=page />
                <HistoryCard page=page />
            </div>
            <aside class="stack" aria-label=words::more_about()>
                <OwnershipCard device=device />
                <SeenCard device=device />
                <Lost device=device />
            </aside>
        </div>
    }
}

#[component]
fn Head(device: Memo<OwnDevice>) -> impl IntoView {
    let now = page_info().now;
    let platform = device.get_untracked().row.platform;
    let status = Memo::new(move |_| device.with(|device| device_status(&device.row, now)));
    let seen = Memo::new(move |_| device.with(|device| device.row.last_seen_at));
    view! {
        <div class="dev-head">
            {move || view! { <Niche icon=platform_icon(platform) size=NicheSize::Large tone=status.get().0 /> }}
            <div class="t">
                <h1 tabindex="-1">
                    <bdi>{move || device.with(|device| device.row.name.clone())}</bdi>
                </h1>
                <p class="muted">{move || device.with(|device| model(&device.row))}</p>
                <div class="row row-3 mt-2">
                    <Badge tone=Signal::derive(move || status.get().0) text=move || status.get().1 />
                    {move || {
                        seen.get().map(|at| view! { <span class="sm muted">{words::last_seen()} " " <Time at=at /></span> })
                    }}
                </div>
            </div>
        </div>
    }
}

/// The way to what helps when it is lost.
#[component]
fn Lost(device: Memo<OwnDevice>) -> impl IntoView {
    let id = device.get_untracked().row.id;
    let helps = [Action::Locate, Action::Lock, Action::Wipe].into_iter().any(may_do);
    let here = Memo::new(move |_| device.with(|device| device.row.state.is_reachable()));
    move || {
        (helps && here.get()).then(|| {
            view! {
                <section class="card card-pad stack stack-2">
                    <h2 class="md">{words::lost()}</h2>
                    <p class="sm muted">{words::lost_text()}</p>
                    <p>
                        <a href=routes::lost_device(id)>{words::lost_link()}</a>
                    </p>
                </section>
            }
        })
    }
}

/// While nobody has registered yet: the way to the code.
#[component]
fn Registering(device: Memo<OwnDevice>) -> impl IntoView {
    let registration = Memo::new(move |_| {
        device.with(|device| device.registration_id.filter(|_| device.row.state.is_waiting()))
    });
    move || {
        registration.get().map(|id| {
            view! {
                <Note tone=Tone::Waiting>
                    <div class="row">
                        <p class="grow">{words::not_joined()}</p>
                        <LinkButton href=routes::registration(id) icon="qr">
                            {words::show_code()}
                        </LinkButton>
                    </div>
                </Note>
            }
        })
    }
}
