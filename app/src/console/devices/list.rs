//! The list of devices: search, filters and page are in the address.

use leptos::prelude::*;
use leptos_router::{
    hooks::{use_location, use_query_map},
    params::ParamsMap,
};
use types::{DeviceQuery, DeviceRow, DeviceState, Page, Permission, Platform};

use crate::{
    console::{
        api::devices::list_devices,
        shared::{Extent, Foot, Paging, kept_fresh, loaded, may},
    },
    live::use_live,
    routes::with_query,
    shell::page_info,
    t::{self, console::devices as words},
    ui::{
        ButtonKind, Choice, Column, EmptyArt, EmptyState, FilterSelect, LinkButton, MainCell, OptionTime,
        PageHead, PageTitle, Priority, SearchField, SkeletonRows, Status, Table, TableCard, Tone, Toolbar,
    },
    wording::{device_status, ownership, platform_icon},
};

/// All devices.
#[component]
pub(in crate::console) fn DevicesPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(read_query));
    let devices = Resource::new(move || asked.get(), list_devices);
    let part = move |name: &'static str| MaybeProp::derive(move || query.with(|query| query.get(name)));
    view! {
        <PageTitle text=words::title() />
        <PageHead
            title=words::title()
            actions=|| {
                may(Permission::RegistrationWrite)
                    .then(|| {
                        view! {
                            <LinkButton href="/admin/register" kind=ButtonKind::Primary icon="register">
                                {t::console::register_device()}
                            </LinkButton>
                        }
                    })
            }
        />
        <TableCard label=words::label()>
            <Toolbar>
                <SearchField label=words::search() value=part("q") placeholder=words::search_hint() />
                <FilterSelect
                    label=words::state()
                    name="state"
                    any=words::any_state()
                    options=states()
                    value=part("state")
                />
                <FilterSelect
                    label=words::platform()
                    name="platform"
                    any=words::any_platform()
                    options=platforms()
                    value=part("platform")
                />
                <Only name="user" text=words::of_one_user() />
                <Only name="label" text=words::with_one_label() />
            </Toolbar>
            {loaded(
                devices,
                || view! { <SkeletonRows /> }.into_any(),
                move |page| rows(page, asked.get_untracked()),
            )}
        </TableCard>
    }
}

/// What the address asks for.
fn read_query(query: &ParamsMap) -> DeviceQuery {
    let filled = |name: &str| query.get(name).filter(|text| !text.is_empty());
    DeviceQuery {
        q: filled("q"),
        state: filled("state").and_then(|word| DeviceState::from_word(&word)),
        platform: filled("platform").and_then(|word| Platform::from_word(&word)),
        user_id: filled("user").and_then(|id| id.parse().ok()),
        label_id: filled("label").and_then(|id| id.parse().ok()),
        page: Paging::read(query).query(),
    }
}

fn states() -> Vec<Choice> {
    use t::wording::state as word;
    vec![
        Choice::new("active", word::active()),
        Choice::new("pending", word::pending()),
        Choice::new("enrolling", word::enrolling()),
        Choice::new("expired", word::expired()),
        Choice::new("retired", word::retired()),
        Choice::new("wiped", word::wiped()),
    ]
}

/// A filter that links from other pages set, and that is removed here.
#[component]
fn Only(name: &'static str, text: &'static str) -> impl IntoView {
    let query = use_query_map();
    let id = Memo::new(move |_| query.with(|query| query.get(name).filter(|id| !id.is_empty())));
    let search = use_location().search;
    move || {
        id.get().map(|id| {
            let without = search.with(|search| with_query(search, &[(name, None), ("cursor", None)]));
            view! {
                <input type="hidden" name=name value=id />
                <LinkButton href=without kind=ButtonKind::Quiet icon="close">
                    {text}
                </LinkButton>
            }
        })
    }
}

fn rows(first: Page<DeviceRow>, asked: DeviceQuery) -> AnyView {
    let reading = asked.clone();
    let page = kept_fresh(first, use_live().topic("device"), move || list_devices(reading.clone()));
    let is_empty = Memo::new(move |_| page.with(|page| page.items.is_empty()));
    view! {
        <Show
            when=move || !is_empty.get()
            fallback=move || empty(&asked)
        >
            <Table caption=words::caption() columns=columns()>
                {move || page.with(|page| page.items.iter().cloned().map(row).collect_view())}
            </Table>
            <Foot extent=Signal::derive(move || page.with(|page| Extent::from(page))) text=words::range />
        </Show>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    use words::column as head;
    vec![
        Column::new(head::device()),
        Column::new(head::user()).priority(Priority::Sm),
        Column::new(head::status()).priority(Priority::Sm),
        Column::new(head::system()).priority(Priority::Md),
        Column::new(head::ownership()).priority(Priority::Lg),
        Column::new(head::last_seen()).priority(Priority::Md),
    ]
}

fn row(device: DeviceRow) -> impl IntoView {
    let (tone, status) = device_status(&device, page_info().now);
    let word = status.clone();
    let user_href = format!("/admin/users/{}", device.user_id);
    let owner = device.user_display_name.clone();
    let same_serial = device.same_serial;
    view! {
        <tr>
            <MainCell
                icon=platform_icon(device.platform)
                tone=tone
                href=format!("/admin/devices/{}", device.id)
                name=device.name
                sub=device.model.clone().unwrap_or_else(|| device.platform.label().to_owned())
            >
                <small class="only-sm">
                    <bdi>{owner}</bdi>
                </small>
                <span class="only-sm">
                    <Status tone=tone text=status />
                </span>
            </MainCell>
            <td class="c-sm">
                <a class="name" href=user_href>
                    <bdi>{device.user_display_name}</bdi>
                </a>
            </td>
            <td class="c-sm">
                <Status tone=tone text=word />
                {same_serial
                    .then(|| {
                        view! {
                            <br />
                            <Status tone=Tone::Warning text=words::same_serial() />
                        }
                    })}
            </td>
            <td class="c-md">{device.os_version.unwrap_or_else(|| device.platform.label().to_owned())}</td>
            <td class="c-lg">{ownership(device.ownership)}</td>
            <td class="c-md faint nowrap">
                <OptionTime at=device.last_seen_at />
            </td>
        </tr>
    }
}

/// Nothing yet, or nothing found and which filter is to blame.
fn empty(asked: &DeviceQuery) -> AnyView {
    let blame = match asked {
        DeviceQuery { q: Some(q), .. } => Some(words::none_for_text(q)),
        DeviceQuery { user_id: Some(_), .. } => Some(words::none_of_user().to_owned()),
        DeviceQuery { state: Some(_), .. } => Some(words::none_in_state().to_owned()),
        DeviceQuery { platform: Some(platform), .. } => Some(words::none_of_platform(platform.label())),
        _ => None,
    };
    if let Some(blame) = blame {
        return view! {
            <EmptyState
                title=words::none_found()
                actions=|| view! { <LinkButton href="/admin/devices">{t::console::clear_filters()}</LinkButton> }
            >
                <p>{blame}</p>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState
            title=words::none_yet()
            art=EmptyArt::Open
            actions=|| {
                may(Permission::RegistrationWrite)
                    .then(|| {
                        view! {
                            <LinkButton href="/admin/register" icon="register">
                                {t::console::register_device()}
                            </LinkButton>
                        }
                    })
            }
        >
            <p>{words::none_yet_text()}</p>
        </EmptyState>
    }
    .into_any()
}

fn platforms() -> Vec<Choice> {
    Platform::ALL.iter().map(|platform| Choice::new(platform.as_str(), platform.label())).collect()
}
