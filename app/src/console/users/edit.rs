//! Creating a person, and changing one.

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use types::{DeliveryStatus, ErrorCode, Permission, PortalRight, UserDetail, UserId};

use super::form::{Answers, Fields};
use crate::{
    console::{
        api::{
            settings::read_checklist,
            settings::read_people_settings,
            users::{add_user, change_user, find_user},
        },
        shared::{Sending, loaded, may},
    },
    request::Failure,
    t::{self, console::user_form as words},
    ui::{
        Button, ButtonKind, Crumb, Crumbs, ErrorSummary, FormError, LinkButton, Note, PageHead, PageTitle,
        SkeletonCard, Tone, use_toasts,
    },
};

/// Creates a person.
#[component]
pub(in crate::console) fn NewUserPage() -> impl IntoView {
    let settings = Resource::new(|| (), |()| read_people_settings());
    loaded(
        settings,
        || view! { <SkeletonCard /> }.into_any(),
        |settings| view! { <NewUser rights=settings.value.new_user_rights /> }.into_any(),
    )
}

#[component]
fn NewUser(rights: Vec<PortalRight>) -> impl IntoView {
    let answers = Answers::empty(&rights);
    let sending = Sending::default();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = answers.create();
        if !sending.accepts(&input) {
            return;
        }
        let navigate = navigate.clone();
        sending.send(add_user(input), move |user: UserDetail| {
            toasts.say(words::created(user.row.display_name));
            navigate(&format!("/admin/users/{}", user.row.id), NavigateOptions::default());
        });
    };
    view! {
        <PageTitle text=t::console::create_user() />
        <Crumbs
            items=vec![Crumb::new("/admin/users", t::console::users::title())]
            current=t::console::create_user()
        />
        <PageHead title=t::console::create_user() sub=words::create_sub() />
        <form method="post" class="stack narrow" novalidate=true on:submit=submit>
            <ErrorSummary errors=sending.summary() />
            <FormError text=sending.general() />
            <Fields answers=answers sending=sending />
            <LinkNote />
            <div class="row">
                <Button
                    kind=ButtonKind::Primary
                    submit=true
                    busy=sending.busy()
                    busy_label=words::creating()
                >
                    {t::console::create_user()}
                </Button>
                <LinkButton href="/admin/users" kind=ButtonKind::Quiet>
                    {t::common::cancel()}
                </LinkButton>
            </div>
        </form>
    }
}

/// Says where the link to set a password goes.
#[component]
fn LinkNote() -> impl IntoView {
    let checklist = Resource::new(
        || (),
        async |()| match may(Permission::SettingsRead) {
            true => read_checklist().await.map(|list| list.mail == DeliveryStatus::NotConfigured),
            false => Ok(false),
        },
    );
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let text = match checklist.await {
                    Ok(true) => words::link_kept(),
                    _ => words::link_sent(),
                };
                view! { <Note tone=Tone::Info icon="mail">{text}</Note> }
            })}
        </Suspense>
    }
}

/// Changes a person, by the id in the address.
#[component]
pub(in crate::console) fn EditUserPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<UserId>().ok()));
    let user = Resource::new(
        move || id.get(),
        async |id| match id {
            Some(id) => find_user(id).await,
            None => Err(Failure::from(ErrorCode::NotFound)),
        },
    );
    loaded(user, || view! { <SkeletonCard /> }.into_any(), |user| view! { <Edit user=user /> }.into_any())
}

#[component]
fn Edit(user: UserDetail) -> impl IntoView {
    let (id, version) = (user.row.id, user.version);
    let here = format!("/admin/users/{id}");
    let answers = Answers::of(&user);
    let sending = Sending::default();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let back = here.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = answers.update();
        if !sending.accepts(&input) {
            return;
        }
        let (navigate, back) = (navigate.clone(), back.clone());
        sending.send(change_user(id, input, version), move |_| {
            toasts.say(words::saved());
            navigate(&back, NavigateOptions::default());
        });
    };
    let outdated = Memo::new(move |_| {
        sending
            .error()
            .with(|error| error.as_ref().is_some_and(|error| error.code == ErrorCode::VersionConflict))
    });
    let crumbs = vec![
        Crumb::new("/admin/users", t::console::users::title()),
        Crumb::new(here.clone(), user.row.display_name.clone()),
    ];
    let title = words::edit_title(&user.row.display_name);
    view! {
        <PageTitle text=title.clone() />
        <Crumbs items=crumbs current=words::edit() />
        <PageHead title=title />
        <form method="post" class="stack narrow" novalidate=true on:submit=submit>
            <ErrorSummary errors=sending.summary() />
            <FormError text=sending.general() />
            <Show when=move || outdated.get()>
                <div>
                    <LinkButton href="" icon="refresh" external=true>
                        {words::load_new_state()}
                    </LinkButton>
                </div>
            </Show>
            <Fields answers=answers sending=sending existing=true />
            <div class="row">
                <Button kind=ButtonKind::Primary submit=true busy=sending.busy() busy_label=words::saving()>
                    {words::save()}
                </Button>
                <LinkButton href=here kind=ButtonKind::Quiet>
                    {t::common::cancel()}
                </LinkButton>
            </div>
        </form>
    }
}
