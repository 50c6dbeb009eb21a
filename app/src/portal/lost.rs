//! A lost device: what to do, in the order in which it helps. Plain links, so that it works from any computer.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use types::{Action, CommandRow, DeviceId, ErrorCode, OwnDevice};

use super::{
    api::{find_device, list_commands},
    device::{ActionLink, may_do},
};
use crate::{
    live::use_live,
    loading::{failed, kept_fresh},
    place::PlaceCard,
    request::Failure,
    routes,
    shell::page_info,
    t::portal::lost as words,
    ui::{BackLink, Note, PageHead, PageTitle, SkeletonCard, Tone},
    wording::{action_name, command_status, no_own_action_reason},
};

/// The steps for the device in the address.
#[component]
pub fn LostPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<DeviceId>().ok()));
    let device = Resource::new(move || id.get(), async |id| find_device(known(id)?).await);
    let commands =
        Resource::new(move || id.get(), async |id| list_commands(known(id)?).await.map(|page| page.items));
    view! {
        <Transition fallback=|| view! { <SkeletonCard /> }>
            {move || Suspend::new(async move {
                match (device.await, commands.await) {
                    (Ok(device), Ok(commands)) => view! { <Lost device=device commands=commands /> }.into_any(),
                    (Err(failure), _) | (_, Err(failure)) => failed(&failure),
                }
            })}
        </Transition>
    }
}

fn known(id: Option<DeviceId>) -> Result<DeviceId, Failure> {
    id.ok_or_else(|| Failure::from(ErrorCode::NotFound))
}

async fn newest(id: DeviceId) -> Result<Vec<CommandRow>, Failure> {
    list_commands(id).await.map(|page| page.items)
}

#[component]
fn Lost(device: OwnDevice, commands: Vec<CommandRow>) -> impl IntoView {
    let id = device.row.id;
    let tick = use_live().object("device", id);
    let device = kept_fresh(device, tick, move || find_device(id));
    let commands = kept_fresh(commands, tick, move || newest(id));
    let title = move || words::title(device.with(|device| device.row.name.clone()));
    let organisation = page_info().organisation;
    let place = Memo::new(move |_| device.with(|device| device.location));
    view! {
        <PageTitle text=title />
        <BackLink href=routes::device(id) text=words::back() />
        <PageHead title=title>{words::text()}</PageHead>
        <ol class="stack stack-4" role="list">
            <Step device=device commands=commands action=Action::Locate title=words::locate() text=words::locate_text() />
            {move || place.get().map(|_| view! { <li><PlaceCard place=place /></li> })}
            <Step device=device commands=commands action=Action::Lock title=words::lock() text=words::lock_text() />
            <Step device=device commands=commands action=Action::Wipe title=words::wipe() text=words::wipe_text() />
        </ol>
        <div class="stack mt-6">
            <p class="sm muted">{words::number(organisation)}</p>
            <Note tone=Tone::Info>
                <p>
                    <b>{words::borrowed()}</b>
                    " "
                    {words::borrowed_text()}
                </p>
            </Note>
        </div>
    }
}

/// One step: what it is for, what became of it last, and the way to it.
#[component]
fn Step(
    device: RwSignal<OwnDevice>,
    commands: RwSignal<Vec<CommandRow>>,
    action: Action,
    title: &'static str,
    text: &'static str,
) -> impl IntoView {
    let last = Memo::new(move |_| {
        commands.with(|commands| {
            let newest = commands.iter().find(|command| command.action == action)?;
            Some(words::done(action_name(action), command_status(newest).1))
        })
    });
    let reason = move || device.with(|device| no_own_action_reason(device, action));
    let way = match may_do(action) {
        true => view! {
            <ActionLink device=device action=action />
            {move || reason().map(|reason| view! { <p class="sm muted">{reason}</p> })}
        }
        .into_any(),
        false => view! { <p class="sm muted">{words::not_yours(page_info().organisation)}</p> }.into_any(),
    };
    view! {
        <li class="card card-pad stack stack-3">
            <div>
                <h2 class="md">{title}</h2>
                <p class="muted">{text}</p>
            </div>
            <div role="status" aria-live="polite">
                {move || last.get().map(|last| view! { <p class="sm">{last}</p> })}
            </div>
            <div class="row">{way}</div>
        </li>
    }
}
