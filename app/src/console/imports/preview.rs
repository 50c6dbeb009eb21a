//! What a file would do, row by row, before anything happens.

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use types::{ErrorCode, ImportDetail, JobId, JobState};

use super::{ImportSteps, options::Answers, rows::Rows};
use crate::{
    console::{
        api::imports::{discard_import, find_import, replan_import, start_import},
        shared::{Sending, loaded},
    },
    request::Failure,
    t::imports as words,
    ui::{
        Button, ButtonKind, Card, Crumb, Crumbs, FormError, LinkButton, Note, PageHead, PageTitle,
        SkeletonCard, Status, Tone,
    },
};

/// The page.
#[component]
pub(in crate::console) fn ImportPreviewPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<JobId>().ok()));
    let import = Resource::new(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => find_import(id).await,
                None => Err(Failure::from(ErrorCode::NotFound)),
            }
        },
    );
    view! {
        <PageTitle text=words::check() />
        <Crumbs items=vec![Crumb::new("/admin/import", words::title())] current=words::check() />
        <PageHead title=words::check() sub=words::check_sub() />
        {loaded(import, || view! { <SkeletonCard /> }.into_any(), |first| view! { <Body first=first /> }.into_any())}
    }
}

#[component]
fn Body(first: ImportDetail) -> impl IntoView {
    let id = first.job.id;
    let answers = Answers::new(&first.options);
    let import = RwSignal::new(first);
    let (planning, starting) = (Sending::default(), Sending::default());
    let version = RwSignal::new(0_u32);
    let draft = Memo::new(move |_| import.with(|import| import.job.state == JobState::Draft));
    // Other answers are other plans.
    Effect::new(move |seen: Option<types::ImportOptions>| {
        let now = answers.options();
        if seen.is_some_and(|seen| seen != now) {
            planning.send(replan_import(id, now.clone()), move |new| {
                import.set(new);
                version.update(|version| *version += 1);
            });
        }
        now
    });
    view! {
        <ImportSteps at=Signal::derive(move || if draft.get() { 1 } else { 3 }) />
        <div class="split split-23">
            <section class="card" aria-label=words::rows()>
                <Counts import=import />
                <Rows id=id version=version />
            </section>
            <aside class="stack" aria-label=words::options()>
                <Show
                    when=move || draft.get()
                    fallback=move || {
                        view! {
                            <Note tone=Tone::Info>
                                {words::was_started()} " "
                                <a href=format!("/admin/jobs/{id}")>{words::to_job()}</a>
                            </Note>
                        }
                    }
                >
                    <Card title=words::options()>{answers.view(planning)}</Card>
                    <FormError text=planning.general() />
                </Show>
                <Ignored import=import />
            </aside>
        </div>
        <Show when=move || draft.get()>
            <Foot import=import planning=planning starting=starting />
        </Show>
    }
}

/// How many rows would do what.
#[component]
fn Counts(import: RwSignal<ImportDetail>) -> impl IntoView {
    let counts = move || {
        import.with(|import| {
            [
                (Tone::Success, import.register, words::registers(import.register)),
                (Tone::Success, import.create_person, words::creates(import.create_person)),
                (Tone::Off, import.unchanged, words::unchanged(import.unchanged)),
                (Tone::Danger, import.refused, words::refused(import.refused)),
            ]
        })
    };
    let line = |(tone, count, text): (Tone, u64, String)| {
        (count != 0).then(|| view! { <Status tone=tone text=text /> })
    };
    view! {
        <div class="card-head">
            <h2>{move || words::total(import.with(|import| import.job.total))}</h2>
        </div>
        <div class="row row-4 pad-x mb-3" role="status">
            {move || counts().into_iter().map(line).collect_view()}
        </div>
    }
}

/// Columns that are not used.
#[component]
fn Ignored(import: RwSignal<ImportDetail>) -> impl IntoView {
    let heads = import.with_untracked(|import| {
        let unused = import.columns.iter().filter(|column| column.means.is_none());
        let heads: Vec<_> =
            unused.map(|column| column.head.clone()).filter(|head| !head.is_empty()).collect();
        heads.join(", ")
    });
    (!heads.is_empty()).then(|| view! { <Note tone=Tone::Warning>{words::ignored(heads)}</Note> })
}

/// Import, or throw away.
#[component]
fn Foot(import: RwSignal<ImportDetail>, planning: Sending, starting: Sending) -> impl IntoView {
    let id = import.with_untracked(|import| import.job.id);
    let navigate = use_navigate();
    let away = navigate.clone();
    let start = Callback::new(move |()| {
        let navigate = navigate.clone();
        starting.send(start_import(id), move |()| {
            navigate(&format!("/admin/jobs/{id}"), Default::default());
        });
    });
    let discard = Callback::new(move |()| {
        let away = away.clone();
        starting.send(discard_import(id), move |()| away("/admin/import", Default::default()));
    });
    let changes = Memo::new(move |_| import.with(ImportDetail::changes));
    view! {
        <FormError text=starting.general() />
        <div class="savebar" role="region" aria-label=words::import()>
            <b class="sm" role="status">
                {move || match changes.get() {
                    0 => words::nothing().to_owned(),
                    count => words::does(count),
                }}
            </b>
            <span class="push row">
                <Button kind=ButtonKind::Quiet on:click=move |_| discard.run(())>{words::discard()}</Button>
                <Show
                    when=move || changes.get() != 0
                    fallback=|| view! { <LinkButton href="/admin/import">{words::other()}</LinkButton> }
                >
                    <Button
                        kind=ButtonKind::Primary
                        busy=Signal::derive(move || starting.busy().get() || planning.busy().get())
                        busy_label=words::working()
                        on:click=move |_| start.run(())
                    >
                        {move || words::start(changes.get())}
                    </Button>
                </Show>
            </span>
        </div>
    }
}
