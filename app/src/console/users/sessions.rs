//! Where one person is signed in.

use leptos::prelude::*;
use types::{Face, Permission, SessionRow, UserId};

use crate::{
    console::{
        api::leaving::{end_session_of, sessions_of},
        shared::{Sending, kept_fresh, loaded, may},
    },
    live::use_live,
    t::people::session as words,
    ui::{Button, ButtonKind, ButtonSize, Card, FormError, List, SkeletonRows, Time},
};

/// The card.
#[component]
pub(super) fn Sessions(id: UserId) -> impl IntoView {
    let sessions = Resource::new(|| (), move |()| sessions_of(id));
    view! {
        <Card title=words::title()>
            {loaded(sessions, || view! { <SkeletonRows rows=2 /> }.into_any(), move |first| show(id, first))}
        </Card>
    }
}

fn show(id: UserId, first: Vec<SessionRow>) -> AnyView {
    let sessions = kept_fresh(first, use_live().object("user", id), move || sessions_of(id));
    let sending = Sending::default();
    let end = Callback::new(move |session| {
        sending.send(
            async move {
                end_session_of(session).await?;
                sessions_of(id).await
            },
            move |left| sessions.set(left),
        );
    });
    let line = move |session: SessionRow| {
        let face = match session.face {
            Face::Portal => words::portal(),
            Face::Console => words::console(),
        };
        let browser = session.browser.unwrap_or_else(|| words::unknown().to_owned());
        let place: Vec<_> =
            [Some(face.to_owned()), session.system, session.address].into_iter().flatten().collect();
        let label = words::end_named(&browser);
        let (key, ends) = (session.id, may(Permission::UserWrite) && !session.current);
        view! {
            <li>
                <span class="grow">
                    <b>{browser}</b>
                    <small>{place.join(" · ")}</small>
                    <small>{words::last_seen()} " " <Time at=session.last_seen_at /></small>
                </span>
                {ends
                    .then(|| {
                        view! {
                            <Button
                                size=ButtonSize::Small
                                kind=ButtonKind::Quiet
                                label=label
                                on:click=move |_| end.run(key)
                            >
                                {words::end()}
                            </Button>
                        }
                    })}
            </li>
        }
    };
    view! {
        <FormError text=sending.general() />
        <Show
            when=move || sessions.with(|sessions| !sessions.is_empty())
            fallback=|| view! { <p class="sm muted">{words::none()}</p> }
        >
            <List>{move || sessions.get().into_iter().map(line).collect_view()}</List>
        </Show>
    }
    .into_any()
}
