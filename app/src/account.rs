//! One's own account, the same at both faces: who one is, language and time zone, password, sessions,
//! colours. All forms are plain ones to the address of the page, so that it works without script and
//! weighs little.

mod api;
mod password;
mod preferences;
mod sessions;
mod theme;
mod tokens;
mod who;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use types::{Face, OwnToken, SessionRow};

use self::{
    api::{read_console_account, read_portal_account},
    password::PasswordCard,
    preferences::PreferencesCard,
    sessions::SessionsCard,
    theme::ThemeCard,
    tokens::TokensCard,
    who::WhoCard,
};
use crate::{
    address::use_address,
    outcome::use_outcome,
    reading::reading,
    routes,
    t::{account as words, common},
    ui::{self, Note, PageHead, PageTitle, SkeletonCard, Tone},
    wording::Problem,
};

/// The name of the password form in an [`Outcome`](crate::outcome::Outcome).
pub const PASSWORD_FORM: &str = "password";
/// The name of the form with language and time zone.
pub const PREFERENCES_FORM: &str = "preferences";
/// The name of the forms that end sessions.
pub const SESSIONS_FORM: &str = "sessions";

/// The name of the forms that make and end tokens.
pub const TOKENS_FORM: &str = "tokens";

/// What the page needs beside what every page knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Where one is signed in.
    pub sessions: Vec<SessionRow>,
    /// The time zones to choose from.
    pub zones: Vec<String>,
    /// One's tokens, at the portal and while one may make any.
    pub tokens: Option<Vec<OwnToken>>,
}

/// The page of the account.
#[component]
pub fn AccountPage() -> impl IntoView {
    let face = match ui::Face::current() {
        ui::Face::Console => Face::Console,
        _ => Face::Portal,
    };
    let outcome = use_outcome();
    let read = move |()| async move {
        match face {
            Face::Portal => read_portal_account().await,
            Face::Console => read_console_account().await,
        }
    };
    let sessions_problem = outcome.error_of(SESSIONS_FORM);
    let show = move |account: Account| {
        let outcome = outcome.clone();
        view! {
            <div class="split split-20">
                <div class="stack stack-6">
                    <PreferencesCard face=face zones=account.zones outcome=outcome.clone() />
                    <PasswordCard face=face outcome=outcome.clone() />
                    <SessionsCard face=face sessions=account.sessions />
                    {account.tokens.map(|tokens| view! { <TokensCard tokens=tokens outcome=outcome /> })}
                </div>
                <aside class="stack" aria-label=words::who::title()>
                    <WhoCard />
                    <ThemeCard face=face />
                </aside>
            </div>
        }
        .into_any()
    };
    view! {
        <PageTitle text=common::your_account() />
        <PageHead title=common::your_account() />
        <Done />
        {sessions_problem.map(|error| view! { <div class="mb-4"><Problem error=Some(error) /></div> })}
        {reading("account", || (), read, || view! { <SkeletonCard /> }.into_any(), show)}
    }
}

/// What a form of this page has just done.
#[component]
fn Done() -> impl IntoView {
    let address = use_address();
    move || {
        let text = match address.query("done").as_deref() {
            Some("password") => words::password::changed(),
            Some("preferences") => words::preferences::saved(),
            Some("session") => words::session::ended(),
            Some("others") => words::session::others_ended(),
            Some("token-ended") => words::tokens::ended(),
            _ => return None,
        };
        Some(view! { <div class="mb-4"><Note tone=Tone::Success>{text}</Note></div> })
    }
}

/// A form of this page.
#[component]
fn AccountForm(
    /// At which face.
    face: Face,
    /// What is to be done.
    intent: &'static str,
    /// Classes.
    class: &'static str,
    /// Where the page is looked at after the form, such as `#tokens`.
    #[prop(optional)]
    part: &'static str,
    /// The fields.
    children: Children,
) -> impl IntoView {
    view! {
        <form method="post" action=format!("{}{part}", routes::account(face)) class=class>
            <ui::HiddenField name="intent" value=intent />
            {children()}
        </form>
    }
}
