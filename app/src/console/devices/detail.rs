//! One device: where it stands, what can be done, what it is, what was done.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use types::{DeviceDetail, DeviceId, ErrorCode};

use super::{
    act::Actions,
    commands::Commands,
    delete::DeleteButton,
    facts::FactsCard,
    same_serial::SameSerialNote,
    setup::SetupCards,
    waiting::{RanOut, Waiting},
};
use crate::{
    console::{
        api::{
            devices::{device_history, find_device},
            users::find_user,
        },
        shared::{LimitLine, PersonLine, failed, history, kept_fresh, loaded},
    },
    live::use_live,
    place::PlaceCard,
    request::Failure,
    shell::page_info,
    t::console::{device as words, devices},
    ui::{
        Badge, Card, Crumb, Crumbs, Icon, IconSize, Niche, PageTitle, SkeletonCard, SkeletonRows, Tab, Tabs,
        Time,
    },
    wording::{device_status, platform_icon},
};

/// One device, by the id in the address.
#[component]
pub(in crate::console) fn DevicePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<DeviceId>().ok()));
    let device = Resource::new(
        move || id.get(),
        async |id| match id {
            Some(id) => find_device(id).await,
            None => Err(Failure::from(ErrorCode::NotFound)),
        },
    );
    loaded(device, || view! { <SkeletonCard /> }.into_any(), show)
}

fn show(first: DeviceDetail) -> AnyView {
    let (id, user_id) = (first.row.id, first.row.user_id);
    let device = kept_fresh(first, use_live().object("device", id), move || find_device(id));
    let name = Memo::new(move |_| device.with(|device| device.row.name.clone()));
    let query = use_query_map();
    let tab = Memo::new(move |_| query.with(|query| query.get("tab")));
    let here = format!("/admin/devices/{id}");
    let tabs = vec![
        Tab::new(here.clone(), words::tab_overview()),
        Tab::new(format!("{here}?tab=history"), words::tab_history()),
    ];
    let here = Memo::new(move |_| device.with(|device| device.row.state.is_reachable()));
    let waits = Memo::new(move |_| device.with(|device| device.row.state.is_waiting()));
    view! {
        <PageTitle text=move || name.get() />
        <Crumbs items=vec![Crumb::new("/admin/devices", devices::title())] current=move || name.get() />
        <Head device=device />
        <Tabs label=words::tabs() tabs=tabs />
        <div class="mt-4">
            <Show
                when=move || tab.get().as_deref() != Some("history")
                fallback=move || history(use_live().object("device", id), move |page| device_history(id, page))
            >
                <div class="split split-20">
                    <div class="stack">
                        <Show when=move || waits.get()>
                            <Waiting id=id />
                        </Show>
                        <RanOut device=device />
                        <SameSerialNote device=device />
                        <PlaceCard place=Memo::new(move |_| device.with(|device| device.location)) />
                        <FactsCard device=device />
                        <Show when=move || !waits.get()>
                            <Commands id=id name=name />
                        </Show>
                    </div>
                    <div class="stack">
                        <UserCard user_id=user_id />
                        <Show when=move || here.get()>
                            <SetupCards id=id />
                        </Show>
                    </div>
                </div>
            </Show>
        </div>
    }
    .into_any()
}

#[component]
fn Head(device: RwSignal<DeviceDetail>) -> impl IntoView {
    let status = Memo::new(move |_| device.with(|device| device_status(&device.row, page_info().now)));
    let platform = Memo::new(move |_| device.with(|device| device.row.platform));
    let kind = move || {
        device
            .with(|device| device.row.model.clone().unwrap_or_else(|| device.row.platform.label().to_owned()))
    };
    let (user_id, owner) = device.with_untracked(|d| (d.row.user_id, d.row.user_display_name.clone()));
    let seen = Memo::new(move |_| device.with(|device| device.row.last_seen_at));
    view! {
        <div class="obj-head">
            {move || view! { <Niche icon=platform_icon(platform.get()) tone=status.get().0 /> }}
            <div class="t">
                <div class="row row-3">
                    <h1 tabindex="-1">
                        <bdi>{move || device.with(|device| device.row.name.clone())}</bdi>
                    </h1>
                    <Badge tone=Signal::derive(move || status.get().0) text=move || status.get().1 />
                </div>
                <p class="muted row row-4">
                    <span>{kind}</span>
                    <span class="row row-1 no-wrap">
                        <Icon name="user" size=IconSize::Small />
                        <a href=format!("/admin/users/{user_id}")>
                            <bdi>{owner}</bdi>
                        </a>
                    </span>
                    {move || {
                        seen.get()
                            .map(|at| {
                                view! {
                                    <span class="row row-1 no-wrap">
                                        <Icon name="clock" size=IconSize::Small />
                                        <span>{words::last_seen()} " " <Time at=at /></span>
                                    </span>
                                }
                            })
                    }}
                </p>
            </div>
            <div class="row">
                <Actions device=device />
                <DeleteButton device=device />
            </div>
        </div>
    }
}

/// Whose device it is, and how many they have.
#[component]
fn UserCard(user_id: types::UserId) -> impl IntoView {
    let live = use_live();
    let tick = live.topic("device");
    let user = Resource::new(move || tick.get(), move |_| find_user(user_id));
    view! {
        <aside class="stack" aria-label=words::user()>
            <Card title=words::user()>
                <Transition fallback=|| view! { <SkeletonRows rows=2 /> }>
                    {move || Suspend::new(async move {
                        match user.await {
                            Ok(user) => {
                                let sub = user.row.email.clone().unwrap_or_else(|| user.row.username.clone());
                                view! {
                                    <div class="stack stack-3">
                                        <PersonLine id=user.row.id name=user.row.display_name sub=sub />
                                        <div>
                                            <LimitLine limit=user.device_limit />
                                        </div>
                                    </div>
                                }
                                    .into_any()
                            }
                            Err(failure) => failed(&failure),
                        }
                    })}
                </Transition>
            </Card>
        </aside>
    }
}
