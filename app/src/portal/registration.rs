//! One registration: code, link and PIN while it waits, live steps, and what became of it.

mod actions;
mod code;
mod steps;

use leptos::prelude::*;
use types::{DeviceId, ErrorCode, RegistrationId, RegistrationProgress, RegistrationStatus};

pub(super) use self::steps::{registration_steps, waiting_text};
use self::{
    actions::{Actions, CancelCard},
    code::CodeCard,
};
use super::{
    api::find_progress,
    outcome::use_outcome,
    shared::{has_query, id_in_address, just_done, kind_of_device},
};
use crate::{
    live::use_live,
    loading::kept_fresh,
    reading::reading,
    routes,
    shell::page_info,
    t::portal::registration as words,
    ui::{
        BackLink, Badge, Button, ButtonKind, ButtonSize, EmptyState, LinkButton, Note, PageHead, PageTitle,
        SkeletonCard, Steps, Tone, still,
    },
    wording::{Problem, agent},
};

/// The name of the forms of this page in an [`Outcome`](super::outcome::Outcome).
pub const FORM: &str = "registration";

/// A registration, by the id in the address.
#[component]
pub fn RegistrationPage() -> impl IntoView {
    let outcome = use_outcome();
    let id = id_in_address::<RegistrationId>();
    let read = move |()| async move { find_progress(id.ok_or(ErrorCode::NotFound)?).await };
    let show = move |first: RegistrationProgress| {
        let problem = outcome.error_of(FORM);
        view! {
            {problem
                .map(|error| still(move || view! { <div class="mb-4"><Problem error=Some(error) /></div> }))}
            <Registration first=first />
        }
        .into_any()
    };
    view! {
        <PageTitle text=words::title() />
        {still(|| view! { <BackLink href=routes::PORTAL text=words::back() /> })}
        {reading("progress", || (), read, || view! { <SkeletonCard /> }.into_any(), show)}
    }
}

#[component]
fn Registration(first: RegistrationProgress) -> impl IntoView {
    let RegistrationProgress { id, device_id, platform, .. } = first;
    let progress = kept_fresh(first, use_live().object("device", device_id), move || find_progress(id));
    let stage = Memo::new(move |_| progress.with(Stage::of));
    let (cancelling, done) = (has_query("cancel"), just_done());
    let kind = kind_of_device(platform);
    let sub = if agent::has_agent(platform) { words::sub_agent() } else { words::sub() };
    let sent = move || {
        let (icon, address) = match done.as_deref() {
            Some("sent") => ("mail", page_info().viewer.and_then(|viewer| viewer.email)),
            Some("texted") => ("sms", progress.with_untracked(|progress| progress.phone_number.clone())),
            _ => return None,
        };
        address.map(|address| {
            view! {
                <div class="mb-4">
                    <Note tone=Tone::Success icon=icon>
                        {words::on_its_way(address)}
                    </Note>
                </div>
            }
        })
    };
    move || match stage.get() {
        Stage::Waiting => view! {
            <PageHead title=words::heading(kind) sub=sub />
            {sent()}
            {cancelling.then(|| view! { <CancelCard id=id /> })}
            <CodeCard progress=progress>
                <Actions progress=progress />
            </CodeCard>
            <div class="mt-6">
                <StepsCard progress=progress />
            </div>
        }
        .into_any(),
        Stage::Registering => view! {
            <PageHead title=words::registering(kind) sub=words::registering_sub() />
            <StepsCard progress=progress />
        }
        .into_any(),
        Stage::Joined => view! {
            <PageHead title=words::joined_title() />
            <div class="stack">
                <Joined device_id=device_id />
                <StepsCard progress=progress />
            </div>
        }
        .into_any(),
        Stage::Over(status) => view! { <Over status=status /> }.into_any(),
    }
}

/// What the page is about at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Waiting,
    Registering,
    Joined,
    Over(RegistrationStatus),
}

impl Stage {
    fn of(progress: &RegistrationProgress) -> Self {
        match progress.status {
            RegistrationStatus::Pending => Self::Waiting,
            RegistrationStatus::Used if progress.active_at.is_some() => Self::Joined,
            RegistrationStatus::Used => Self::Registering,
            status => Self::Over(status),
        }
    }
}

/// The live steps.
#[component]
fn StepsCard(progress: RwSignal<RegistrationProgress>) -> impl IntoView {
    let joined = Memo::new(move |_| progress.with(|progress| progress.active_at.is_some()));
    let steps = Signal::derive(move || progress.with(registration_steps));
    let head = move || {
        let (tone, word) =
            if joined.get() { (Tone::Success, words::done()) } else { (Tone::Waiting, words::waiting()) };
        view! {
            <Badge tone=tone text=word />
            <span>{progress.with(waiting_text)}</span>
        }
    };
    view! {
        <section class="card" class:waiting=move || !joined.get() aria-label=words::steps()>
            <div class=move || if joined.get() { "card-pad stack" } else { "waiting-in" }>
                <h2 class="row md">{head}</h2>
                <Steps steps=steps live=true />
            </div>
        </section>
    }
}

/// A device has joined: the link to it, and on the start page a way to put this note away.
#[component]
pub(super) fn Joined(
    device_id: DeviceId,
    #[prop(optional, into)] dismiss: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <Note tone=Tone::Success live=true>
            <div class="row">
                <p class="grow">
                    <b>{words::joined()}</b>
                    " "
                    {words::joined_text()}
                </p>
                <LinkButton href=routes::device(device_id) size=ButtonSize::Medium>
                    {words::see_device()}
                </LinkButton>
                {dismiss
                    .map(|dismiss| {
                        view! {
                            <Button kind=ButtonKind::Quiet size=ButtonSize::Medium on:click=move |_| dismiss.run(())>
                                {crate::t::common::dismiss()}
                            </Button>
                        }
                    })}
            </div>
        </Note>
    }
}

/// The registration ended without a device.
#[component]
fn Over(status: RegistrationStatus) -> impl IntoView {
    let (title, text) = match status {
        RegistrationStatus::Withdrawn => (words::withdrawn(), words::withdrawn_text()),
        _ => (words::expired(), words::expired_text()),
    };
    view! {
        <section class="card">
            <EmptyState
                title=title
                heading_level=1
                actions=|| {
                    view! {
                        <LinkButton href=routes::REGISTER kind=ButtonKind::Primary icon="register">
                            {words::new_code()}
                        </LinkButton>
                        <LinkButton href=routes::PORTAL kind=ButtonKind::Quiet>
                            {words::back()}
                        </LinkButton>
                    }
                }
            >
                <p>{text}</p>
            </EmptyState>
        </section>
    }
}
