//! A device that is still expected: what it waits for, until when, and what can be done.

use leptos::prelude::*;
use types::{
    DeviceDetail, DeviceId, DeviceState, Handout, Permission, RegistrationId, RegistrationProgress,
    RegistrationStatus, Timestamp,
};

use crate::{
    console::{
        api::registration::{progress_of_device, reissue_registration, withdraw_registration},
        register::JustMade,
        shared::{Sending, kept_fresh, loaded, may},
    },
    live::use_live,
    t::console::registration as words,
    ui::{
        Button, ButtonKind, Consequence, ConsequenceKind, Consequences, Countdown, Dialog, FormError,
        LinkButton, Note, SkeletonCard, Step, StepState, Tone, WaitingCard, use_toasts,
    },
    wording::platform_icon,
};

/// The registration that a device waits in.
#[component]
pub(super) fn Waiting(id: DeviceId) -> impl IntoView {
    let progress = Resource::new(|| (), move |()| progress_of_device(id));
    loaded(
        progress,
        || view! { <SkeletonCard /> }.into_any(),
        move |first: Option<RegistrationProgress>| {
            let tick = use_live().object("device", id);
            let progress = kept_fresh(first, tick, move || progress_of_device(id));
            let waits = Memo::new(move |_| progress.with(Option::is_some));
            let card = move || {
                let first = progress.get_untracked()?;
                let progress = Memo::new(move |last: Option<&RegistrationProgress>| {
                    progress.get().or_else(|| last.cloned()).unwrap_or_else(|| first.clone())
                });
                Some(view! { <Card progress=progress /> })
            };
            (move || waits.get().then(card)).into_any()
        },
    )
}

/// A registration that ran out before its device came: it can wait again on the same record.
#[component]
pub(super) fn RanOut(device: RwSignal<DeviceDetail>) -> impl IntoView {
    let expired = Memo::new(move |_| device.with(|device| device.row.state == DeviceState::Expired));
    let id = device.with_untracked(|device| device.row.id);
    let progress = Resource::new(
        move || expired.get(),
        move |expired| async move {
            match expired {
                true => progress_of_device(id).await,
                false => Ok(None),
            }
        },
    );
    loaded(
        progress,
        || ().into_any(),
        |found| {
            let ran_out = found.filter(|found| found.status == RegistrationStatus::Expired);
            ran_out
                .filter(|_| may(Permission::RegistrationWrite))
                .map(|found| {
                    view! {
                        <Note tone=Tone::Info>
                            <p>{words::ran_out()}</p>
                            <IssueAgain id=found.id />
                        </Note>
                    }
                })
                .into_any()
        },
    )
}

#[component]
fn Card(progress: Memo<RegistrationProgress>) -> impl IntoView {
    let RegistrationProgress { id, platform, user_display_name: name, .. } = progress.get_untracked();
    let until = Signal::derive(move || progress.with(|progress| progress.expires_at));
    let steps = Signal::derive(move || progress.with(registration_steps));
    view! {
        <WaitingCard
            title=words::waiting_title(platform.label(), name.clone())
            text=words::waiting_text()
            icon=platform_icon(platform)
            steps=steps
            countdown=move || view! { <Countdown until=until /> }
        >
            <LinkButton href=format!("/admin/registrations/{id}") icon="qr">
                {words::show_again()}
            </LinkButton>
            <IssueAgain id=id />
            <Withdraw id=id name=name />
        </WaitingCard>
    }
}

/// The steps of a registration with what is known about each.
pub(in crate::console) fn registration_steps(progress: &RegistrationProgress) -> Vec<Step> {
    use words::step;
    let waits = progress.status == RegistrationStatus::Pending;
    let behind = |at: Option<Timestamp>| at.is_some();
    let opened = behind(progress.opened_at) || behind(progress.used_at);
    let state = |done: bool, before: bool| match (done, before) {
        (true, _) => StepState::Done,
        (false, true) => StepState::Now,
        (false, false) => StepState::Next,
    };
    let used = behind(progress.used_at);
    let active = behind(progress.active_at);
    let mut steps = vec![
        Step::new(step::created(), StepState::Done),
        Step::new(step::opened(), state(opened, waits)),
        Step::new(step::registered(), state(used, opened && waits)),
        Step::new(step::active(), state(active, used)),
    ];
    if let Some(now) = steps.iter_mut().find(|step| step.state == StepState::Now) {
        now.note = Some(step::waiting().to_owned());
    }
    steps
}

/// Makes a new PIN and link, and shows them.
#[component]
pub(in crate::console) fn IssueAgain(id: RegistrationId) -> impl IntoView {
    let made = expect_context::<JustMade>();
    let open = RwSignal::new(false);
    let sending = Sending::default();
    let navigate = leptos_router::hooks::use_navigate();
    let issue = move |_| {
        let navigate = navigate.clone();
        sending.send(reissue_registration(id), move |handout: Handout| {
            open.set(false);
            made.keep(handout);
            navigate(&format!("/admin/registrations/{id}"), leptos_router::NavigateOptions::default());
        });
    };
    may(Permission::RegistrationWrite).then(|| {
        view! {
            <Button kind=ButtonKind::Quiet icon="refresh" on:click=move |_| open.set(true)>
                {words::new_pin()}
            </Button>
            <Dialog
                open=open
                id="reissue-dialog"
                title=words::new_pin_question()
                text=words::new_pin_text()
                icon="refresh"
                action=move || {
                    view! {
                        <Button
                            kind=ButtonKind::Primary
                            busy=sending.busy()
                            busy_label=words::making_pin()
                            on:click=issue.clone()
                        >
                            {words::make_pin()}
                        </Button>
                    }
                }
            >
                <FormError text=sending.general() />
                <Consequences>
                    <Consequence kind=ConsequenceKind::Lost>{words::new_pin_loses()}</Consequence>
                    <Consequence kind=ConsequenceKind::Kept>{words::new_pin_keeps()}</Consequence>
                </Consequences>
            </Dialog>
        }
    })
}

/// Takes a registration back.
#[component]
pub(in crate::console) fn Withdraw(
    id: RegistrationId,
    /// Whose it is.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let sending = Sending::default();
    let toasts = use_toasts();
    let withdraw = move |_| {
        sending.send(withdraw_registration(id), move |()| {
            open.set(false);
            toasts.say(words::withdrawn());
        });
    };
    may(Permission::RegistrationWrite).then(|| {
        view! {
            <Button kind=ButtonKind::QuietDanger on:click=move |_| open.set(true)>
                {words::withdraw()}
            </Button>
            <Dialog
                open=open
                id="withdraw-dialog"
                title=words::withdraw_question(name)
                text=words::withdraw_text()
                icon="close"
                tone=crate::ui::Tone::Danger
                action=move || {
                    view! {
                        <Button
                            kind=ButtonKind::Danger
                            busy=sending.busy()
                            busy_label=words::withdrawing()
                            on:click=withdraw
                        >
                            {words::withdraw_now()}
                        </Button>
                    }
                }
            >
                <FormError text=sending.general() />
                <Consequences>
                    <Consequence kind=ConsequenceKind::Lost>{words::withdraw_loses()}</Consequence>
                    <Consequence kind=ConsequenceKind::Kept>{words::withdraw_keeps()}</Consequence>
                </Consequences>
            </Dialog>
        }
    })
}
