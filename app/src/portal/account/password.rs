//! Changing one's own password: a plain form to the address of the page.

use leptos::prelude::*;

use super::PASSWORD_FORM;
use crate::{
    portal::outcome::Outcome,
    routes,
    shell::page_info,
    t::portal::account as words,
    ui::{Button, Card, HiddenField, PasswordField},
    wording::Problem,
};

/// Current and new password; neither is ever shown again.
#[component]
pub(super) fn PasswordCard(outcome: Outcome) -> impl IntoView {
    let username = page_info().viewer.map(|viewer| viewer.username).unwrap_or_default();
    view! {
        <Card title=words::password() sub=words::password_sub()>
            <form method="post" action=routes::ACCOUNT class="stack">
                <HiddenField name="intent" value="password" />
                <input class="sr" type="text" autocomplete="username" value=username readonly tabindex="-1" aria-hidden="true" />
                <Problem error=outcome.error_of(PASSWORD_FORM) />
                <PasswordField
                    label=words::current_password()
                    name="current_password"
                    error=outcome.field(PASSWORD_FORM, "current_password")
                />
                <PasswordField
                    label=words::new_password()
                    name="password"
                    new=true
                    hint=words::new_password_hint()
                    error=outcome.field(PASSWORD_FORM, "password")
                />
                <div class="row">
                    <Button submit=true>{words::change_password()}</Button>
                </div>
            </form>
        </Card>
    }
}
