//! One job: progress, pause, stop, and the results.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use types::{ErrorCode, JobId, JobKind, JobRow, JobState};

use super::{
    items::Items,
    words::{counts, handled, is_settled, title},
};
use crate::{
    console::{
        api::jobs::{find_job, pause_job, resume_job, stop_job},
        imports::ImportSteps,
        shared::{Sending, kept_fresh, loaded},
    },
    live::{either, use_live},
    request::Failure,
    t::invitations::{self as texts, job as words, new},
    ui::{
        Button, ButtonKind, Clock, Consequence, ConsequenceKind, Consequences, Crumb, Crumbs, Dialog,
        FormError, JobPanel, LinkButton, Note, PageHead, PageTitle, SkeletonCard, Step, StepState, Steps,
        Time, Tone,
    },
};

/// The page.
#[component]
pub(in crate::console) fn JobPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<JobId>().ok()));
    let job = Resource::new(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => find_job(id).await,
                None => Err(Failure::from(ErrorCode::NotFound)),
            }
        },
    );
    view! {
        <PageTitle text=words::title() />
        {loaded(job, || view! { <SkeletonCard /> }.into_any(), |job| view! { <Body first=job /> }.into_any())}
    }
}

#[component]
fn Body(first: JobRow) -> impl IntoView {
    let id = first.id;
    let live = use_live();
    // Progress comes from the job, and from messages that leave.
    let (of_job, of_messages) = (live.object("job", id), live.topic("message"));
    let tick = either([of_job, of_messages]);
    let kind = first.kind;
    let kind_title = match kind {
        JobKind::Invitation => words::invite_title(),
        JobKind::Import => words::import_title(),
    };
    let who = first.started_by_name.clone();
    let at = first.created_at;
    let job = kept_fresh(first, tick, move || find_job(id));
    let settled = Memo::new(move |_| job.with(is_settled));
    let has_notes = move || {
        let is_special = job
            .with(|job| matches!(job.state, JobState::Paused | JobState::Failed) || job.messages.held != 0);
        is_special || !settled.get()
    };
    let steps = move || {
        let last = if settled.get() { StepState::Done } else { StepState::Now };
        vec![
            Step::new(new::choose(), StepState::Done),
            Step::new(new::check(), StepState::Done),
            Step::new(new::send(), last),
        ]
    };
    view! {
        <Crumbs items=vec![Crumb::new("/admin/invitations", texts::title())] current=kind_title />
        <PageHead title=kind_title />
        <p class="muted sm mb-4 under-head">
            <bdi>{who}</bdi>
            ", "
            <Time at=at />
        </p>
        {match kind {
            JobKind::Invitation => {
                view! {
                    <div class="mb-4 steps-box">
                        <Steps steps=Signal::derive(steps) wizard=true />
                    </div>
                }
                    .into_any()
            }
            JobKind::Import => {
                view! { <ImportSteps at=Signal::derive(move || if settled.get() { 3 } else { 2 }) /> }.into_any()
            }
        }}
        <div class:split=has_notes class:split-23=has_notes>
            <Panel job=job tick=tick />
            <aside class="stack" aria-label=words::notes() hidden=move || !has_notes()>
                <Show when=move || !settled.get()>
                    <Note tone=Tone::Off>{words::leave()}</Note>
                </Show>
                <Show when=move || job.with(|job| job.state == JobState::Paused)>
                    <Note tone=Tone::Waiting live=true>{words::paused_note()}</Note>
                </Show>
                <Show when=move || job.with(|job| job.state == JobState::Failed)>
                    <Note tone=Tone::Danger live=true>{words::failed_note()}</Note>
                </Show>
                <Show when=move || job.with(|job| job.messages.held != 0)>
                    <Note tone=Tone::Info>{words::mail_kept()}</Note>
                </Show>
            </aside>
        </div>
    }
}

#[component]
fn Panel(job: RwSignal<JobRow>, tick: Memo<u32>) -> impl IntoView {
    let id = job.with_untracked(|job| job.id);
    let clock = Clock::current();
    let total = move || job.with(|job| job.total);
    let text = move || job.with(|job| words::handled(handled(job), job.total));
    view! {
        <JobPanel
            title=move || job.with(title)
            label=words::bar()
            handled=Signal::derive(move || job.with(handled))
            total=Signal::derive(total)
            text=Signal::derive(text)
            counts=Signal::derive(move || job.with(counts))
            when=Signal::derive(move || job.with(|job| left(job, clock.now())))
            actions=move || view! { <Actions job=job /> }
        >
            <Items id=id tick=tick />
        </JobPanel>
    }
}

/// How long it will take, by how long it has taken so far.
fn left(job: &JobRow, now: types::Timestamp) -> Option<String> {
    let handled = handled(job);
    if is_settled(job) || job.state == JobState::Paused || handled == 0 {
        return None;
    }
    let seconds = now.since(job.started_at?).as_secs();
    let left = seconds * job.total.saturating_sub(handled) / handled;
    Some(match left {
        0..90 => words::seconds_left(left.max(1)),
        left => words::minutes_left(left.div_ceil(60)),
    })
}

#[component]
fn Actions(job: RwSignal<JobRow>) -> impl IntoView {
    let id = job.with_untracked(|job| job.id);
    let (title, text, lost, kept) = match job.with_untracked(|job| job.kind) {
        JobKind::Invitation => {
            (words::stop_title(), words::stop_text(), words::stop_lost(), words::stop_kept())
        }
        JobKind::Import => (
            words::import_stop_title(),
            words::import_stop_text(),
            words::import_stop_lost(),
            words::import_stop_kept(),
        ),
    };
    let sending = Sending::default();
    let asks = RwSignal::new(false);
    let state = Memo::new(move |_| job.with(|job| job.state));
    let done = move |row: JobRow| {
        asks.set(false);
        job.set(row);
    };
    let goes = move || matches!(state.get(), JobState::Waiting | JobState::Running);
    view! {
        <FormError text=sending.general() />
        <Show when=move || state.get().is_over()>
            <LinkButton href=format!("/admin/jobs/{id}/result.csv") icon="download" external=true>
                {words::file()}
            </LinkButton>
        </Show>
        <Show when=goes>
            <Button
                icon="pause"
                busy=sending.busy()
                busy_label=words::pausing()
                on:click=move |_| sending.send(pause_job(id), done)
            >
                {words::pause()}
            </Button>
        </Show>
        <Show when=move || state.get() == JobState::Paused>
            <Button
                busy=sending.busy()
                busy_label=words::resuming()
                on:click=move |_| sending.send(resume_job(id), done)
            >
                {words::resume()}
            </Button>
        </Show>
        <Show when=move || !state.get().is_over()>
            <Button kind=ButtonKind::DangerLine on:click=move |_| asks.set(true)>
                {words::stop()}
            </Button>
        </Show>
        <Dialog
            open=asks
            id="stop-job"
            title=title
            text=text
            icon="warning"
            tone=Tone::Danger
            action=move || {
                view! {
                    <Button
                        kind=ButtonKind::Danger
                        busy=sending.busy()
                        busy_label=words::stopping()
                        on:click=move |_| sending.send(stop_job(id), done)
                    >
                        {words::stop()}
                    </Button>
                }
            }
        >
            <Consequences>
                <Consequence kind=ConsequenceKind::Lost>{lost}</Consequence>
                <Consequence kind=ConsequenceKind::Kept>{kept}</Consequence>
            </Consequences>
        </Dialog>
    }
}
