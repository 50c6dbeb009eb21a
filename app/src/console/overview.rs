//! The dashboard: what is still to be set up, what is there, what waits, what just happened.

mod checklist;
mod gauge;

use leptos::prelude::*;
use types::{AuditQuery, AuditRow, DeviceQuery, DeviceRow, DeviceState, Page, PageQuery, Permission};

use self::{checklist::Checklist, gauge::DevicesCard};
use super::{
    api::{audit::list_audit_events, devices::list_devices},
    audit::event,
    shared::{kept_fresh, loaded, may},
};
use crate::{
    live::use_live,
    t::{self, console::overview as words},
    ui::{
        ButtonKind, Card, LinkButton, List, Niche, NicheSize, PageHead, PageTitle, SkeletonRows, Time,
        Timeline, Tone,
    },
    wording::platform_icon,
};

/// Entries of the log that are shown.
const RECENT: u32 = 8;
/// Waiting devices that are shown.
const WAITING: u32 = 6;

/// What needs an administrator's attention.
#[component]
pub(super) fn OverviewPage() -> impl IntoView {
    view! {
        <PageTitle text=words::title() />
        <PageHead
            title=words::title()
            actions=|| {
                view! {
                    {may(Permission::UserWrite)
                        .then(|| {
                            view! {
                                <LinkButton href="/admin/users/new" icon="user-add">
                                    {t::console::create_user()}
                                </LinkButton>
                            }
                        })}
                    {may(Permission::RegistrationWrite)
                        .then(|| {
                            view! {
                                <LinkButton href="/admin/register" kind=ButtonKind::Primary icon="register">
                                    {t::console::register_device()}
                                </LinkButton>
                            }
                        })}
                }
            }
        />
        {may(Permission::SettingsRead).then(|| view! { <Checklist /> })}
        <div class="dash">
            {may(Permission::DeviceRead)
                .then(|| {
                    view! {
                        <div class="span-4 stack">
                            <DevicesCard />
                            <Waiting />
                        </div>
                    }
                })}
            {may(Permission::AuditRead)
                .then(|| {
                    view! {
                        <div class="span-8">
                            <Recent />
                        </div>
                    }
                })}
        </div>
    }
}

/// Registrations that wait for their device.
#[component]
fn Waiting() -> impl IntoView {
    let query = || DeviceQuery {
        state: Some(DeviceState::Pending),
        page: PageQuery { limit: Some(WAITING), ..PageQuery::default() },
        ..DeviceQuery::default()
    };
    let devices = Resource::new(|| (), move |()| list_devices(query()));
    let line = |device: DeviceRow| {
        view! {
            <li>
                <Niche icon=platform_icon(device.platform) tone=Tone::Waiting size=NicheSize::Small />
                <span class="grow">
                    <a class="name" href=format!("/admin/devices/{}", device.id)>
                        <bdi>{device.name}</bdi>
                    </a>
                    <small>{words::since()} " " <Time at=device.created_at /></small>
                </span>
            </li>
        }
    };
    view! {
        <Card
            title=words::waiting()
            actions=|| {
                view! {
                    <a class="sm" href="/admin/devices?state=pending">
                        {words::open_list()}
                    </a>
                }
            }
        >
            {loaded(
                devices,
                || view! { <SkeletonRows rows=2 /> }.into_any(),
                move |first: Page<DeviceRow>| {
                    let tick = use_live().topic("device");
                    let page = kept_fresh(first, tick, move || list_devices(query()));
                    let is_empty = Memo::new(move |_| page.with(|page| page.items.is_empty()));
                    view! {
                        <Show
                            when=move || !is_empty.get()
                            fallback=|| view! { <p class="sm muted">{words::nothing_waits()}</p> }
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

/// What happened last, from the audit log.
#[component]
fn Recent() -> impl IntoView {
    let query = || AuditQuery {
        page: PageQuery { limit: Some(RECENT), ..PageQuery::default() },
        ..AuditQuery::default()
    };
    let entries = Resource::new(|| (), move |()| list_audit_events(query()));
    view! {
        <Card
            title=words::recent()
            actions=|| {
                view! {
                    <a class="sm" href="/admin/audit">
                        {t::console::audit::title()}
                    </a>
                }
            }
        >
            {loaded(
                entries,
                || view! { <SkeletonRows rows=5 /> }.into_any(),
                move |first: Page<AuditRow>| {
                    let tick = use_live().topics(["device", "user", "message", "settings"]);
                    let page = kept_fresh(first, tick, move || list_audit_events(query()));
                    view! {
                        <Timeline label=words::recent()>
                            {move || page.with(|page| page.items.iter().map(event).collect_view())}
                        </Timeline>
                    }
                        .into_any()
                },
            )}
        </Card>
    }
}
