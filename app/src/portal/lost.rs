//! A lost device: what to do, in the order in which it helps. Plain links, so that it works from any computer.

use leptos::prelude::*;
use types::{Action, OwnDevice, OwnDevicePage};

use super::device::{ActionLink, device_of_address, followed, may_do};
use crate::{
    place::PlaceCard,
    routes,
    shell::page_info,
    t::portal::lost as words,
    ui::{BackLink, Note, PageHead, PageTitle, Tone},
    wording::{action_name, command_status, no_own_action_reason},
};

/// The steps for the device in the address.
#[component]
pub fn LostPage() -> impl IntoView {
    device_of_address(false, |page| view! { <Lost page=page /> }.into_any())
}

#[component]
fn Lost(page: OwnDevicePage) -> impl IntoView {
    let id = page.device.row.id;
    let page = followed(page);
    let device = Memo::new(move |_| page.with(|page| page.device.clone()));
    let title = move || words::title(device.with(|device| device.row.name.clone()));
    let organisation = page_info().organisation;
    let place = Memo::new(move |_| device.with(|device| device.location));
    view! {
        <PageTitle text=title />
        <BackLink href=routes::device(id) text=words::back() />
        <PageHead title=title>{words::text()}</PageHead>
        <ol class="stack stack-4" role="list">
            <Step device=device page=page action=Action::Locate title=words::locate() text=words::locate_text() />
            {move || place.get().map(|_| view! { <li><PlaceCard place=place /></li> })}
            <Step device=device page=page action=Action::Lock title=words::lock() text=words::lock_text() />
            <Step device=device page=page action=Action::Wipe title=words::wipe() text=words::wipe_text() />
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
    device: Memo<OwnDevice>,
    page: RwSignal<OwnDevicePage>,
    action: Action,
    title: &'static str,
    text: &'static str,
) -> impl IntoView {
    let last = Memo::new(move |_| {
        page.with(|page| {
            let newest = page.commands.iter().find(|command| command.action == action)?;
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
