//! Registering a device of one's own.

mod could_go;

use leptos::prelude::*;
use types::{Action, DeviceLimit, Permission, Platform};

use self::could_go::CouldGo;
use super::{
    api::find_limit,
    device::may_do,
    outcome::use_outcome,
    shared::{kind_of_device, may, places_text},
};
use crate::{
    reading::reading,
    routes,
    shell::page_info,
    t::portal::register as words,
    ui::{
        BackLink, Button, ButtonKind, EmptyArt, EmptyState, Event, InputKind, LinkButton, PageHead,
        PageTitle, Pips, SelectField, SkeletonCard, TextField, TileChoice, Tiles, Timeline, still,
    },
    wording::{Problem, country_choices, platform_icon},
};

/// The name of the form in an [`Outcome`](super::outcome::Outcome).
pub const FORM: &str = "register";

/// Platform, number and country; or why no device can be registered now.
#[component]
pub fn RegisterPage() -> impl IntoView {
    let outcome = use_outcome();
    let show = move |limit: DeviceLimit| {
        let outcome = outcome.clone();
        if !may(Permission::OwnRegister) {
            return view! { <Closed title=words::no_right() text=words::no_right_text() /> }.into_any();
        }
        let info = page_info();
        if !info.pins_are_on {
            return view! { <Closed title=words::no_pins() text=words::no_pins_text() /> }.into_any();
        }
        if info.platforms.is_empty() {
            return view! { <Closed title=words::no_platform() text=words::no_platform_text() /> }.into_any();
        }
        if !limit.has_room() {
            return view! {
                <Full limit=limit />
                <CouldGo />
            }
            .into_any();
        }
        view! {
            <PageHead title=words::title() sub=words::sub() />
            <form method="post" class="split split-19" novalidate>
                <RegisterForm outcome=outcome />
                <Beside limit=limit />
            </form>
        }
        .into_any()
    };
    view! {
        <PageTitle text=words::title() />
        {still(move || {
            view! {
                <BackLink href=routes::PORTAL text=words::back() />
                {reading("limit", || (), |()| find_limit(), || view! { <SkeletonCard /> }.into_any(), show)}
            }
        })}
    }
}

#[component]
fn RegisterForm(outcome: super::outcome::Outcome) -> impl IntoView {
    let offered = page_info().platforms;
    let only = offered.first().filter(|_| offered.len() == 1);
    let chosen =
        outcome.value_of(FORM, "platform").or_else(|| only.map(|platform| platform.as_str().to_owned()));
    let tile = |platform: &Platform| TileChoice {
        value: platform.as_str().to_owned(),
        label: kind_of_device(*platform).to_owned(),
        icon: platform_icon(*platform),
        note: (*platform == Platform::Linux).then(|| words::linux_note().to_owned()),
    };
    let tiles: Vec<_> = offered.iter().map(tile).collect();
    let error = outcome.error_of(FORM);
    view! {
        <div class="stack stack-8">
            <Problem error=error />
            <Tiles
                legend=words::which()
                name="platform"
                options=tiles
                value=chosen.unwrap_or_default()
                error=outcome.field(FORM, "platform")
            />
            <fieldset class="stack stack-3">
                <legend class="label legend-lg">{words::about()}</legend>
                <div class="grid cols-2">
                    <TextField
                        label=words::phone_number()
                        name="phone_number"
                        value=outcome.value_of(FORM, "phone_number").unwrap_or_default()
                        kind=InputKind::Tel
                        autocomplete="tel"
                        ltr=true
                        optional=true
                        maxlength=32u32
                        hint=words::phone_hint()
                        error=outcome.field(FORM, "phone_number")
                    />
                    <SelectField
                        label=words::country()
                        name="country"
                        options=country_choices()
                        value=outcome.value_of(FORM, "country").unwrap_or_default()
                        optional=true
                        hint=words::country_hint()
                        error=outcome.field(FORM, "country")
                    />
                </div>
            </fieldset>
            <div class="row">
                <Button kind=ButtonKind::Primary submit=true end_icon="arrow-end">
                    {words::submit()}
                </Button>
                <LinkButton href=routes::PORTAL kind=ButtonKind::Quiet>
                    {crate::t::common::cancel()}
                </LinkButton>
            </div>
        </div>
    }
}

/// What happens next, the places, and what the organisation can see.
#[component]
fn Beside(limit: DeviceLimit) -> impl IntoView {
    let organisation = page_info().organisation;
    let places = limit.limit.map(|most| {
        let free = most.saturating_sub(limit.used + limit.waiting);
        view! {
            <section class="card card-pad stack stack-3">
                <h2 class="md">{words::places()}</h2>
                <div class="row row-3">
                    <Pips used=limit.used waiting=limit.waiting limit=limit.limit />
                    <span class="sm">{words::free(free)}</span>
                </div>
                <p class="sm muted">{words::limit(most)}</p>
            </section>
        }
    });
    view! {
        <aside class="stack" aria-label=words::next()>
            <section class="card card-pad">
                <h2 class="md mb-3">{words::next()}</h2>
                <Timeline>
                    <Event icon="qr" note=words::next_code_note()>
                        {words::next_code()}
                    </Event>
                    <Event icon="enter" note=words::next_open_note()>
                        {words::next_open()}
                    </Event>
                    <Event icon="check" note=words::next_ready_note()>
                        {words::next_ready()}
                    </Event>
                </Timeline>
            </section>
            {places}
            <section class="card card-pad stack stack-2">
                <h2 class="md">{words::privacy()}</h2>
                <p class="sm muted">{words::privacy_text(organisation)}</p>
            </section>
        </aside>
    }
}

/// Every place is taken: which limit, and what to do.
#[component]
pub(super) fn Full(limit: DeviceLimit) -> impl IntoView {
    let most = limit.limit.unwrap_or_default();
    let taken = limit.used + limit.waiting;
    let what = match (limit.waiting, may_do(Action::Retire)) {
        (0, true) => words::full_retire(),
        (0, false) => words::full_text(),
        _ => words::full_waiting(),
    };
    let which = match &limit.group {
        Some(group) => words::full_group(group),
        None => words::full_everyone().to_owned(),
    };
    let text = format!("{which} {what}");
    view! {
        <PageHead title=words::title()>
            <Pips used=limit.used waiting=limit.waiting limit=limit.limit />
            <span>{places_text(&limit)}</span>
        </PageHead>
        <section class="card">
            <EmptyState
                title=words::full(taken, most)
                art=EmptyArt::Barred
                actions=|| {
                    view! {
                        <LinkButton href=routes::PORTAL kind=ButtonKind::Primary>
                            {words::see_devices()}
                        </LinkButton>
                    }
                }
            >
                <p>{text}</p>
            </EmptyState>
        </section>
    }
}

/// Why no device can be registered here now.
#[component]
fn Closed(title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <PageHead title=words::title() />
        <section class="card">
            <EmptyState
                title=title
                art=EmptyArt::Barred
                actions=|| {
                    view! {
                        <LinkButton href=routes::PORTAL kind=ButtonKind::Primary>
                            {words::see_devices()}
                        </LinkButton>
                    }
                }
            >
                <p>{text}</p>
            </EmptyState>
        </section>
    }
}
