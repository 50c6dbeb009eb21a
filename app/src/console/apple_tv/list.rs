//! The enrolments of Apple TVs, each with its profile and address.

use leptos::prelude::*;
use types::{TvAccess, TvEnrolment};

use crate::{
    console::{
        api::apple_tv::{end_tv_enrolment, tv_address},
        shared::{Ask, Sending},
    },
    t::apple_tv as words,
    ui::{
        Badge, Button, ButtonSize, Card, CopyField, Day, EmptyArt, EmptyState, FormError, LinkButton, Tone,
        use_toasts,
    },
};

#[component]
pub(super) fn TvList(enrolments: RwSignal<Vec<TvEnrolment>>) -> impl IntoView {
    let is_empty = Memo::new(move |_| enrolments.with(Vec::is_empty));
    view! {
        <Show
            when=move || !is_empty.get()
            fallback=|| {
                view! {
                    <EmptyState art=EmptyArt::Open title=words::none()>
                        <p>{words::none_text()}</p>
                    </EmptyState>
                }
            }
        >
            <ul class="stack" role="list">
                <For
                    each=move || enrolments.get()
                    key=|enrolment| (enrolment.id, enrolment.used)
                    children=move |enrolment| view! { <Enrolment enrolment=enrolment enrolments=enrolments /> }
                />
            </ul>
        </Show>
    }
}

#[component]
fn Enrolment(enrolment: TvEnrolment, enrolments: RwSignal<Vec<TvEnrolment>>) -> impl IntoView {
    let id = enrolment.id;
    let (asked, address) = (RwSignal::new(false), RwSignal::new(None::<TvAccess>));
    let (sending, ending) = (Sending::default(), Sending::default());
    let toasts = use_toasts();
    let (tone, word) = match enrolment.is_open {
        true => (Tone::Success, words::open()),
        false => (Tone::Off, words::closed()),
    };
    let act = Callback::new(move |()| {
        ending.send(end_tv_enrolment(id), move |()| {
            asked.set(false);
            enrolments.update(|enrolments| enrolments.retain(|other| other.id != id));
            toasts.say(words::ended());
        });
    });
    let is_open = enrolment.is_open;
    let show = move |_| sending.send(tv_address(id), move |access| address.set(Some(access)));
    view! {
        <li>
            <Card
                title=enrolment.name.clone()
                actions=move || view! { <Badge tone=tone text=word /> }
            >
                <div class="stack stack-3">
                    <p class="sm muted row row-4">
                        <a href=format!("/admin/users/{}", enrolment.user_id)>
                            <bdi>{enrolment.user_display_name.clone()}</bdi>
                        </a>
                        <span>{words::used_of(enrolment.used, enrolment.uses)}</span>
                        <span>{words::until()} " " <Day at=enrolment.expires_at /></span>
                    </p>
                    <FormError text=sending.general() />
                    {move || {
                        address
                            .get()
                            .map(|access| {
                                view! {
                                    <CopyField
                                        text=access.server_url
                                        label=words::copy_address()
                                        copied=words::address_copied()
                                    />
                                    <p class="xs muted">{words::address_hint()}</p>
                                }
                            })
                    }}
                    <div class="row">
                        {is_open
                            .then(|| {
                                view! {
                                    <LinkButton
                                        href=format!("/admin/apple-tv/{id}/profile")
                                        external=true
                                        icon="download"
                                        size=ButtonSize::Small
                                        label=words::download_named(&enrolment.name)
                                    >
                                        {words::download()}
                                    </LinkButton>
                                    <Button
                                        size=ButtonSize::Small
                                        icon="link-on"
                                        busy=sending.busy()
                                        label=words::address_named(&enrolment.name)
                                        on:click=show
                                    >
                                        {words::address()}
                                    </Button>
                                }
                            })}
                        <Ask
                            id="end-tv-enrolment"
                            label=words::end()
                            title=words::end_question()
                            text=words::end_text()
                            icon="tv"
                            danger=true
                            busy_label=words::ending()
                            open=asked
                            sending=ending
                            act=act
                        />
                    </div>
                </div>
            </Card>
        </li>
    }
}
