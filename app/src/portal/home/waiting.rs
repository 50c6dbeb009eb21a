//! Registrations on the start page: what each waits for, and what came of those that were waiting
//! when the page was opened.

use leptos::prelude::*;
use types::{RegistrationId, RegistrationProgress, RegistrationStatus};

use crate::{
    live::use_live,
    loading::kept_fresh,
    portal::{
        api::find_progress,
        registration::{Joined, registration_steps, waiting_text},
        shared::kind_of_device,
    },
    routes,
    t::portal::waiting as words,
    ui::{ButtonKind, Countdown, LinkButton, WaitingCard},
    wording::platform_icon,
};

/// One card for each registration that waits or was waiting when the page was opened.
#[component]
pub(super) fn WaitingCards(waiting: Memo<Vec<RegistrationProgress>>) -> impl IntoView {
    let seen = RwSignal::new(waiting.get_untracked());
    let dismissed = RwSignal::new(Vec::<RegistrationId>::new());
    Effect::new(move |_| {
        let waiting = waiting.get();
        seen.update(|seen| {
            for new in waiting {
                if !seen.iter().any(|old| old.id == new.id) {
                    seen.insert(0, new);
                }
            }
        });
    });
    let shown = move || {
        let dismissed = dismissed.get();
        seen.get().into_iter().filter(|one| !dismissed.contains(&one.id)).collect::<Vec<_>>()
    };
    view! {
        <For each=shown key=|one| one.id let:one>
            <Followed first=one dismissed=dismissed />
        </For>
    }
}

#[component]
fn Followed(first: RegistrationProgress, dismissed: RwSignal<Vec<RegistrationId>>) -> impl IntoView {
    let RegistrationProgress { id, device_id, .. } = first;
    let tick = use_live().object("device", device_id);
    let progress = kept_fresh(first, tick, move || find_progress(id));
    let state = Memo::new(move |_| {
        progress.with(|progress| match progress.status {
            RegistrationStatus::Used if progress.active_at.is_some() => Some(true),
            RegistrationStatus::Pending | RegistrationStatus::Used => Some(false),
            RegistrationStatus::Expired | RegistrationStatus::Withdrawn => None,
        })
    });
    let dismiss = Callback::new(move |()| dismissed.update(|all| all.push(id)));
    move || match state.get() {
        Some(true) => {
            view! { <div class="mb-6"><Joined device_id=device_id dismiss=dismiss /></div> }.into_any()
        }
        Some(false) => view! { <div class="mb-6"><Card progress=progress /></div> }.into_any(),
        None => ().into_any(),
    }
}

#[component]
fn Card(progress: RwSignal<RegistrationProgress>) -> impl IntoView {
    let RegistrationProgress { id, platform, .. } = progress.get_untracked();
    let page = routes::registration(id);
    let until = Signal::derive(move || progress.with(|progress| progress.expires_at));
    let waits = Memo::new(move |_| progress.with(|progress| progress.status == RegistrationStatus::Pending));
    let steps = Signal::derive(move || progress.with(registration_steps));
    let countdown = move || {
        let valid =
            move || waits.get().then(|| view! { <Countdown until=until label=words::code_valid() /> });
        view! { {valid} }
    };
    let buttons = {
        let page = page.clone();
        move || {
            let page = page.clone();
            waits.get().then(|| {
                view! {
                    <LinkButton href=page.clone() icon="qr">
                        {words::show_code()}
                    </LinkButton>
                    <LinkButton href=format!("{page}?cancel") kind=ButtonKind::QuietDanger>
                        {words::cancel()}
                    </LinkButton>
                }
            })
        }
    };
    view! {
        <WaitingCard
            id=format!("waiting-{id}")
            title=words::title(kind_of_device(platform))
            text=move || progress.with(waiting_text)
            icon=platform_icon(platform)
            countdown=countdown
            steps=steps
        >
            {buttons}
        </WaitingCard>
    }
}
