//! Pages that say why there is no page.

use leptos::prelude::*;
use types::{ApiError, ErrorCode};

use super::open_frame::OpenFrame;
use crate::{
    routes,
    shell::{PageContext, render_document},
    t::public::{dead, failure as words},
    ui::{ButtonKind, EmptyArt, EmptyState, LinkButton},
    wording::error_text,
};

/// What a failed page says.
struct Told {
    overline: &'static str,
    title: &'static str,
    text: String,
    home: &'static str,
    home_label: &'static str,
}

/// A page for an error that the page itself does not handle. `reference` is what the help desk finds
/// in the log; it is shown for faults alone. `home` is the start page of the face.
#[must_use]
pub fn failure(page: PageContext, error: &ApiError, reference: Option<&str>, home: &'static str) -> String {
    let told = tell(error, home);
    let reference = reference
        .filter(|_| matches!(error.code, ErrorCode::Internal | ErrorCode::Unavailable))
        .map(str::to_owned);
    render_document(page, told.title, || view! { <FailurePage told=told reference=reference /> })
}

/// The page of a Gatehouse that nobody has set up yet.
#[must_use]
pub fn not_set_up(page: PageContext) -> String {
    render_document(page, words::not_set_up(), || {
        view! {
            <OpenFrame centred=true>
                <EmptyState
                    title=words::not_set_up()
                    overline=words::overline_not_set_up()
                    art=EmptyArt::Open
                    heading_level=1
                >
                    <p>{words::not_set_up_text()}</p>
                </EmptyState>
            </OpenFrame>
        }
    })
}

/// The page of the portal where there is no connection. It is kept in browsers, and says nothing of anybody.
#[must_use]
pub fn offline(page: PageContext) -> String {
    use crate::t::public::offline as words;
    render_document(page, words::title(), || {
        view! {
            <OpenFrame centred=true>
                <div data-offline="">
                    <EmptyState
                        title=words::title()
                        overline=words::overline()
                        art=EmptyArt::Barred
                        heading_level=1
                        actions=move || {
                            view! { <LinkButton href="" kind=ButtonKind::Primary>{words::again()}</LinkButton> }
                        }
                    >
                        <p>{words::text()}</p>
                    </EmptyState>
                </div>
            </OpenFrame>
        }
    })
}

/// What a link is for, when it does no longer work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeadLink {
    /// A registration.
    Registration,
    /// Choosing a password.
    Password,
    /// The first set-up.
    SetUp,
}

/// The page of a link that was used, replaced, or ran out.
#[must_use]
pub fn dead_link(page: PageContext, kind: DeadLink) -> String {
    render_document(page, dead::title(), || view! { <DeadLinkPage kind=kind /> })
}

fn tell(error: &ApiError, home: &'static str) -> Told {
    use ErrorCode as Code;
    let sign_in = if home == routes::CONSOLE { routes::ADMIN_SIGN_IN } else { routes::SIGN_IN };
    let (overline, title, text) = match error.code {
        Code::NotFound => {
            (words::overline_not_found(), words::not_found(), words::not_found_text().to_owned())
        }
        Code::Forbidden => {
            (words::overline_forbidden(), words::forbidden(), words::forbidden_text().to_owned())
        }
        Code::Unauthenticated => {
            (words::overline_forbidden(), words::no_session(), words::no_session_text().to_owned())
        }
        Code::TooManyRequests => (words::overline_busy(), words::too_many(), error_text(error)),
        Code::Unavailable => {
            (words::overline_broken(), words::unavailable(), words::unavailable_text().to_owned())
        }
        Code::InvalidInput | Code::UnsupportedMediaType | Code::PayloadTooLarge | Code::MethodNotAllowed => {
            (words::overline_broken(), words::invalid(), words::invalid_text().to_owned())
        }
        code if code.http_status() == 409 => {
            (words::overline_forbidden(), words::conflict(), error_text(error))
        }
        _ => (words::overline_broken(), words::internal(), words::internal_text().to_owned()),
    };
    let signed_out = error.code == Code::Unauthenticated;
    Told {
        overline,
        title,
        text,
        home: if signed_out { sign_in } else { home },
        home_label: if signed_out { words::sign_in() } else { words::home() },
    }
}

#[component]
fn FailurePage(told: Told, reference: Option<String>) -> impl IntoView {
    let (home, label) = (told.home, told.home_label);
    view! {
        <OpenFrame centred=true>
            <EmptyState
                title=told.title
                overline=told.overline
                art=EmptyArt::Barred
                heading_level=1
                actions=move || {
                    view! { <LinkButton href=home kind=ButtonKind::Primary>{label}</LinkButton> }
                }
            >
                <p>{told.text}</p>
                {reference.map(|id| view! { <p class="xs mono">{words::reference(id)}</p> })}
            </EmptyState>
        </OpenFrame>
    }
}

#[component]
fn DeadLinkPage(kind: DeadLink) -> impl IntoView {
    let actions = move || match kind {
        DeadLink::Registration => view! {
            <LinkButton href=routes::PORTAL kind=ButtonKind::Primary>{dead::to_devices()}</LinkButton>
            <LinkButton href=routes::GO>{dead::to_go()}</LinkButton>
        }
        .into_any(),
        DeadLink::Password => view! {
            <LinkButton href=routes::FORGOT kind=ButtonKind::Primary>{dead::to_forgot()}</LinkButton>
            <LinkButton href=routes::SIGN_IN>{dead::to_sign_in()}</LinkButton>
        }
        .into_any(),
        DeadLink::SetUp => view! {
            <LinkButton href=routes::ADMIN_SIGN_IN kind=ButtonKind::Primary>{dead::to_sign_in()}</LinkButton>
        }
        .into_any(),
    };
    let device = (kind == DeadLink::Registration).then(|| view! { <p>{dead::text_device()}</p> });
    view! {
        <OpenFrame centred=true>
            <EmptyState
                title=dead::title()
                overline=dead::overline()
                art=EmptyArt::Barred
                heading_level=1
                actions=actions
            >
                <p>{dead::text()}</p>
                {device}
            </EmptyState>
        </OpenFrame>
    }
}
