//! One's own account: name, password, sessions, theme.

mod password;
mod sessions;

use leptos::prelude::*;

use self::{password::PasswordCard, sessions::Sessions};
use crate::{
    shell::page_info,
    t::console::account as words,
    ui::{Card, Fact, Facts, NoneCell, OptionTime, PageHead, PageTitle, ThemeToggle},
};

/// One's own account.
#[component]
pub(super) fn AccountPage() -> impl IntoView {
    view! {
        <PageTitle text=words::title() />
        <PageHead title=words::title() sub=words::sub() />
        <div class="split split-20">
            <div class="stack">
                <Sessions />
                <PasswordCard />
            </div>
            <aside class="stack" aria-label=words::about()>
                <Card title=words::about()>{about()}</Card>
                <Card title=words::theme() sub=words::theme_sub()>
                    <div class="row">
                        <ThemeToggle />
                        <span class="sm muted">{words::theme_switch()}</span>
                    </div>
                </Card>
            </aside>
        </div>
    }
}

fn about() -> Option<AnyView> {
    let viewer = page_info().viewer?;
    Some(
        view! {
            <Facts>
                <Fact term=words::name()>
                    <bdi>{viewer.display_name}</bdi>
                </Fact>
                <Fact term=words::username()>
                    <span class="ltr">{viewer.username}</span>
                </Fact>
                <Fact term=words::email()>
                    {match viewer.email {
                        Some(email) => view! { <span class="ltr">{email}</span> }.into_any(),
                        None => view! { <NoneCell /> }.into_any(),
                    }}
                </Fact>
                <Fact term=words::earlier_sign_in()>
                    <OptionTime at=viewer.previous_sign_in_at />
                </Fact>
            </Facts>
            <p class="sm mt-3">
                <a href=format!("/admin/users/{}/edit", viewer.user_id)>{words::change_name()}</a>
            </p>
        }
        .into_any(),
    )
}
