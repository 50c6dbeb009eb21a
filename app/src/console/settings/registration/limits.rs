//! How many devices a person may have: the standard limit, rows of groups in order, and which counts.

use leptos::{ev::KeyboardEvent, prelude::*};
use types::{
    DeviceLimit, GroupId, GroupLimit, GroupQuery, GroupRow, LimitOverride, PageQuery, RegistrationSettings,
    UserQuery,
};

use super::fields::Fields;
use crate::{
    console::{
        api::{
            groups::list_groups,
            users::{find_user, list_users},
        },
        shared::{LimitLine, Sending},
    },
    request::Failure,
    t::{console::registration_settings as standard, rules as words},
    ui::{
        Button, ButtonKind, Card, Checkbox, Choice, FormError, IconButton, List, Segmented, SelectField,
        Stepper, TextField,
    },
};

/// The standard limit and the groups.
#[component]
pub(super) fn LimitCard(answers: Fields, sending: Sending) -> impl IntoView {
    let limits = RegistrationSettings::LIMITS;
    let which = LimitOverride::ALL.iter().map(|which| Choice::new(which.as_str(), override_name(*which)));
    view! {
        <Card id="limit" title=standard::limit() sub=standard::limit_sub()>
            <div class="stack">
                <Checkbox
                    label=standard::no_limit()
                    name="no_limit"
                    bind=answers.no_limit
                    hint=standard::no_limit_hint()
                />
                <Show when=move || !answers.no_limit.get()>
                    <Stepper
                        label=standard::limit_for_everyone()
                        name="standard_device_limit"
                        value=answers.limit.get_untracked()
                        min=i32::try_from(*limits.start()).unwrap_or(1)
                        max=i32::try_from(*limits.end()).unwrap_or(50)
                        bind=answers.limit
                        hint=standard::limit_hint()
                        error=sending.field("standard_device_limit")
                    />
                </Show>
                <Groups rows=answers.rows sending=sending />
                <Show when=move || answers.rows.with(|rows| !rows.is_empty())>
                    <Segmented
                        label=words::which_counts()
                        name="limit_override"
                        options=which.clone().collect()
                        bind=answers.which
                        stack=true
                    />
                </Show>
                <Probe />
            </div>
        </Card>
    }
}

/// The rows, in order; the first that fits a person decides.
#[component]
fn Groups(rows: RwSignal<Vec<GroupLimit>>, sending: Sending) -> impl IntoView {
    let groups = LocalResource::new(|| async {
        let page = PageQuery { limit: Some(PageQuery::MAX_LIMIT), ..PageQuery::default() };
        let query = GroupQuery { page, ..GroupQuery::default() };
        list_groups(query).await.map(|page| page.items).unwrap_or_default()
    });
    let known = Memo::new(move |_| groups.get().unwrap_or_default());
    let name = move |id: GroupId| {
        known.with(|groups| {
            groups.iter().find(|group| group.id == id).map(shown).unwrap_or_else(|| words::gone().to_owned())
        })
    };
    let limit = RwSignal::new(String::new());
    let chosen = RwSignal::new(String::new());
    let left = Memo::new(move |_| {
        let taken = rows.with(|rows| rows.iter().map(|row| row.group_id).collect::<Vec<_>>());
        known.with(|groups| {
            let free = groups.iter().filter(|group| !taken.contains(&group.id));
            free.map(|group| Choice::new(group.id.to_string(), shown(group))).collect::<Vec<_>>()
        })
    });
    let add = move |_| {
        let wanted = chosen.get_untracked();
        let group = left.with_untracked(|left| {
            let found = left.iter().find(|choice| choice.value == wanted).or(left.first());
            found.and_then(|choice| choice.value.parse::<GroupId>().ok())
        });
        if let Some(group_id) = group {
            let limit = read(&limit.get_untracked());
            rows.update(|rows| rows.push(GroupLimit { group_id, limit }));
        }
    };
    let row = move |(at, row): (usize, GroupLimit)| {
        view! { <Row rows=rows at=at row=row name=name(row.group_id) copy_to=limit /> }
    };
    view! {
        <div class="stack stack-2" id="f-group_limits">
            <h3 class="label">{words::groups()}</h3>
            <p class="sm muted">{words::groups_hint()}</p>
            <FormError text=sending.field("group_limits") />
            <List label=words::groups()>
                {move || rows.get().into_iter().enumerate().map(row).collect_view()}
            </List>
            <Show when=move || left.with(|left| !left.is_empty())>
                <div class="row row-3">
                    <SelectField label=words::group() name="group" options=left bind=chosen />
                    <TextField label=words::limit() name="group_limit" bind=limit hint=words::empty_is_none() />
                    <Button icon="plus" on:click=add>
                        {words::add()}
                    </Button>
                </div>
            </Show>
        </div>
    }
}

/// One row: edit, copy its limit for another group, move, delete. Alt with an arrow key moves it too.
#[component]
fn Row(
    rows: RwSignal<Vec<GroupLimit>>,
    at: usize,
    row: GroupLimit,
    name: String,
    copy_to: RwSignal<String>,
) -> impl IntoView {
    let last = rows.with_untracked(Vec::len).saturating_sub(1);
    let swap = move |other: Option<usize>| {
        if let Some(other) = other.filter(|other| *other <= last) {
            rows.update(|rows| rows.swap(at, other));
        }
    };
    let keys = move |press: KeyboardEvent| {
        if press.alt_key() && matches!(press.key().as_str(), "ArrowUp" | "ArrowDown") {
            press.prevent_default();
            swap(if press.key() == "ArrowUp" { at.checked_sub(1) } else { at.checked_add(1) });
        }
    };
    let typed = move |event| {
        let limit = read(&event_target_value(&event));
        rows.update(|rows| {
            if let Some(row) = rows.get_mut(at) {
                row.limit = limit;
            }
        });
    };
    let remove = move |_| {
        rows.update(|rows| {
            rows.remove(at);
        })
    };
    let shown = row.limit.map(|limit| limit.to_string()).unwrap_or_default();
    let copied = shown.clone();
    view! {
        <li on:keydown=keys>
            <span class="grow">{name.clone()}</span>
            <input
                class="input narrow-number"
                inputmode="numeric"
                aria-label=words::limit_of(name.clone())
                placeholder=words::none()
                prop:value=shown.clone()
                value=shown
                on:change=typed
            />
            <IconButton
                icon="sort-up"
                label=words::row_up(name.clone())
                disabled=Signal::derive(move || at == 0)
                on:click=move |_| swap(at.checked_sub(1))
            />
            <IconButton
                icon="sort-down"
                label=words::row_down(name.clone())
                disabled=Signal::derive(move || at == last)
                on:click=move |_| swap(at.checked_add(1))
            />
            <IconButton
                icon="copy"
                label=words::row_copy(name.clone())
                on:click=move |_| copy_to.set(copied.clone())
            />
            <IconButton icon="delete" label=words::row_delete(name) on:click=remove />
        </li>
    }
}

/// What applies to a person, as it is saved.
#[component]
fn Probe() -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let sending = Sending::default();
    let found = RwSignal::new(None::<Option<(String, DeviceLimit)>>);
    let ask = move |_| {
        let q = typed.get_untracked().trim().to_owned();
        if !q.is_empty() {
            sending.send(probe(q), move |answer| found.set(Some(answer)));
        }
    };
    view! {
        <div class="stack stack-2">
            <div class="row row-3">
                <TextField label=words::probe() name="probe" bind=typed hint=words::probe_hint() />
                <Button kind=ButtonKind::Quiet busy=sending.busy() on:click=ask>
                    {words::probe_ask()}
                </Button>
            </div>
            <FormError text=sending.general() />
            <div role="status">
                {move || match found.get() {
                    None => ().into_any(),
                    Some(None) => view! { <p class="sm muted">{words::probe_nobody()}</p> }.into_any(),
                    Some(Some((name, limit))) => {
                        view! {
                            <p>
                                <bdi>{name}</bdi>
                            </p>
                            <LimitLine limit=limit />
                        }
                            .into_any()
                    }
                }}
            </div>
        </div>
    }
}

async fn probe(q: String) -> Result<Option<(String, DeviceLimit)>, Failure> {
    let page = PageQuery { limit: Some(1), ..PageQuery::default() };
    let users = list_users(UserQuery { q: Some(q), page, ..UserQuery::default() }).await?;
    let Some(user) = users.items.into_iter().next() else { return Ok(None) };
    let detail = find_user(user.id).await?;
    Ok(Some((detail.row.display_name, detail.device_limit)))
}

/// A number, or nothing for no limit; what is no number becomes one that is refused.
fn read(text: &str) -> Option<u32> {
    match text.trim() {
        "" => None,
        text => Some(text.parse().unwrap_or_default()),
    }
}

fn shown(group: &GroupRow) -> String {
    match &group.directory_name {
        Some(directory) => format!("{} ({directory})", group.name),
        None => group.name.clone(),
    }
}

fn override_name(which: LimitOverride) -> &'static str {
    match which {
        LimitOverride::Group => words::group_counts(),
        LimitOverride::Standard => words::standard_counts(),
        LimitOverride::Lower => words::lower_counts(),
    }
}
