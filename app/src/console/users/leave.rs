//! Deleting a person: what goes with them, what becomes of their devices, and their name typed.

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use types::{ApiError, DeleteUser, DeletionPreview, DeviceFate, ErrorCode, Permission, UserId, UserRow};

use super::pick::PickPerson;
use crate::{
    console::{
        api::leaving::{preview_deletion, remove_user},
        shared::{Sending, loaded, may},
    },
    request::Failure,
    t::{self, people::leave as words},
    ui::{
        Button, ButtonKind, Card, Choice, Consequence, ConsequenceKind, Consequences, Crumb, Crumbs,
        ErrorSummary, FormError, LinkButton, Note, PageHead, PageTitle, Segmented, SkeletonCard, TextField,
        Tone, use_toasts,
    },
    wording::error_text,
};

/// Export and deletion, at the foot of a person's page.
#[component]
pub(super) fn LeaveCard(id: UserId) -> impl IntoView {
    may(Permission::UserDelete).then(|| {
        view! {
            <Card title=words::data()>
                <p class="sm muted">{words::export_hint()}</p>
                <div class="row mt-3">
                    <LinkButton href=format!("/admin/users/{id}/export") external=true icon="download">
                        {words::export()}
                    </LinkButton>
                    <LinkButton href=format!("/admin/users/{id}/delete") kind=ButtonKind::DangerLine>
                        {words::delete()}
                    </LinkButton>
                </div>
            </Card>
        }
    })
}

/// The page, by the id in the address.
#[component]
pub(in crate::console) fn DeleteUserPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<UserId>().ok()));
    let preview = Resource::new(
        move || id.get(),
        async |id| match id {
            Some(id) => preview_deletion(id).await,
            None => Err(Failure::from(ErrorCode::NotFound)),
        },
    );
    loaded(
        preview,
        || view! { <SkeletonCard /> }.into_any(),
        |found| view! { <Leave found=found /> }.into_any(),
    )
}

#[component]
fn Leave(found: DeletionPreview) -> impl IntoView {
    let user = found.user.clone();
    let here = format!("/admin/users/{}", user.id);
    let crumbs = vec![
        Crumb::new("/admin/users", t::console::users::title()),
        Crumb::new(here.clone(), user.display_name.clone()),
    ];
    let title = words::title(&user.display_name);
    let (refused, managed) = (found.refused, found.managed_devices);
    let consequences = consequences(&found);
    view! {
        <PageTitle text=title.clone() />
        <Crumbs items=crumbs current=words::delete() />
        <PageHead title=title sub=words::sub() />
        <div class="stack narrow">
            <Card title=words::consequences()>{consequences}</Card>
            {match refused {
                Some(code) => {
                    let text = error_text(&ApiError::new(code));
                    view! {
                        <Note tone=Tone::Warning>
                            <b>{words::refused()}</b>
                            " "
                            {text}
                        </Note>
                    }
                        .into_any()
                }
                None => view! { <Decide user=user managed=managed back=here /> }.into_any(),
            }}
        </div>
    }
}

fn consequences(found: &DeletionPreview) -> impl IntoView + use<> {
    let lost = [
        (found.sessions, words::sessions(found.sessions)),
        (found.tokens, words::tokens(found.tokens)),
        (found.registrations, words::registrations(found.registrations)),
        (found.groups, words::groups(found.groups)),
        (found.messages, words::messages(found.messages)),
        (found.certificates, words::certificates(found.certificates)),
    ];
    let records: u32 = found
        .devices
        .iter()
        .filter(|devices| !devices.state.is_reachable())
        .map(|devices| devices.count)
        .sum();
    let comes_back = found.comes_back;
    view! {
        <Consequences>
            <Consequence kind=ConsequenceKind::Lost>{words::profile()}</Consequence>
            {lost
                .into_iter()
                .filter(|(count, _)| *count > 0)
                .map(|(_, text)| view! { <Consequence kind=ConsequenceKind::Lost>{text}</Consequence> })
                .collect_view()}
            {(records > 0)
                .then(|| view! { <Consequence kind=ConsequenceKind::Kept>{words::records(records)}</Consequence> })}
            <Consequence kind=ConsequenceKind::Kept>{words::audit()}</Consequence>
            {comes_back.then(|| view! { <Consequence kind=ConsequenceKind::Fact>{words::comes_back()}</Consequence> })}
        </Consequences>
    }
}

#[component]
fn Decide(user: UserRow, managed: u32, back: String) -> impl IntoView {
    let (typed, fate) = (RwSignal::new(String::new()), RwSignal::new(DeviceFate::Retire.as_str().to_owned()));
    let receiver = RwSignal::new(None::<UserRow>);
    let sending = Sending::default();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let (id, name) = (user.id, user.display_name.clone());
    let hands_over = Memo::new(move |_| fate.with(|fate| fate == DeviceFate::HandOver.as_str()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let devices = if managed > 0 { DeviceFate::from_word(&fate.get_untracked()) } else { None };
        let input = DeleteUser {
            username: typed.get_untracked(),
            devices,
            hand_over_to: receiver
                .with_untracked(|receiver| receiver.as_ref().map(|user| user.id))
                .filter(|_| hands_over.get_untracked()),
        };
        if !sending.accepts(&input) {
            return;
        }
        let (navigate, name) = (navigate.clone(), name.clone());
        sending.send(remove_user(id, input), move |()| {
            toasts.say(words::done(&name));
            navigate("/admin/users", NavigateOptions::default());
        });
    };
    let fates = move || {
        vec![
            Choice::new(DeviceFate::Retire.as_str(), words::retire()),
            Choice::new(DeviceFate::HandOver.as_str(), words::hand_over()),
        ]
    };
    view! {
        <form method="post" class="stack" novalidate=true on:submit=submit>
            <ErrorSummary errors=sending.summary() />
            <FormError text=sending.general() />
            {(managed > 0)
                .then(|| {
                    view! {
                        <Card title=words::devices(managed)>
                            <div class="stack stack-3">
                                <Segmented label=words::choose() name="devices" options=fates() bind=fate stack=true />
                                <p class="sm muted">
                                    {move || if hands_over.get() { words::hand_over_text() } else { words::retire_text() }}
                                </p>
                                <Show when=move || hands_over.get()>
                                    <Receiver receiver=receiver />
                                </Show>
                            </div>
                        </Card>
                    }
                })}
            <Card>
                <TextField
                    label=words::username()
                    name="username"
                    bind=typed
                    hint=words::username_hint(&user.username)
                    error=sending.field("username")
                    autocomplete="off"
                    ltr=true
                />
            </Card>
            <div class="row">
                <LinkButton href=back kind=ButtonKind::Quiet>
                    {t::common::cancel()}
                </LinkButton>
                <Button kind=ButtonKind::Danger submit=true busy=sending.busy() busy_label=words::deleting()>
                    {words::now()}
                </Button>
            </div>
        </form>
    }
}

#[component]
fn Receiver(receiver: RwSignal<Option<UserRow>>) -> impl IntoView {
    let picked = Callback::new(move |user| receiver.set(Some(user)));
    view! {
        <PickPerson
            label=words::receiver()
            hint=words::receiver_hint()
            verb=words::choose_person()
            picked=picked
        />
        {move || {
            receiver
                .get()
                .map(|user| {
                    view! { <p class="sm semibold" role="status">{words::chosen(&user.display_name)}</p> }
                })
        }}
    }
}
