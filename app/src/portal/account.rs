//! One's own account: who one is, password, sessions, colours.

mod password;
mod sessions;
mod theme;

use leptos::prelude::*;

use self::{password::PasswordCard, sessions::SessionsCard, theme::ThemeCard};
use super::{outcome::use_outcome, shared::just_done};
use crate::{
    shell::page_info,
    t::portal::account as words,
    ui::{Card, Fact, Facts, NoneCell, Note, PageHead, PageTitle, Tone},
    wording::Problem,
};

/// The name of the password form in an [`Outcome`](super::outcome::Outcome).
pub const PASSWORD_FORM: &str = "password";
/// The name of the forms that end sessions.
pub const SESSIONS_FORM: &str = "sessions";

/// The page of the account.
#[component]
pub fn AccountPage() -> impl IntoView {
    let outcome = use_outcome();
    let done = just_done();
    let sessions_problem = outcome.error_of(SESSIONS_FORM);
    let notice = move || {
        let text = match done.get().as_deref() {
            Some("password") => words::password_changed(),
            Some("session") => words::session_ended(),
            _ => return None,
        };
        Some(view! { <div class="mb-4"><Note tone=Tone::Success>{text}</Note></div> })
    };
    view! {
        <PageTitle text=words::title() />
        <PageHead title=words::title() />
        {notice}
        {sessions_problem.map(|error| view! { <div class="mb-4"><Problem error=Some(error) /></div> })}
        <div class="split split-20">
            <div class="stack stack-6">
                <WhoCard />
                <PasswordCard outcome=outcome />
                <SessionsCard />
            </div>
            <aside class="stack" aria-label=words::theme()>
                <ThemeCard />
            </aside>
        </div>
    }
}

#[component]
fn WhoCard() -> impl IntoView {
    let viewer = page_info().viewer?;
    let email = match viewer.email {
        Some(email) => view! { <span class="ltr">{email}</span> }.into_any(),
        None => view! { <NoneCell /> }.into_any(),
    };
    Some(view! {
        <Card title=words::who() sub=words::who_sub()>
            <Facts>
                <Fact term=words::name()>
                    <bdi>{viewer.display_name}</bdi>
                </Fact>
                <Fact term=words::username()>
                    <span class="ltr">{viewer.username}</span>
                </Fact>
                <Fact term=words::email()>{email}</Fact>
            </Facts>
        </Card>
    })
}
