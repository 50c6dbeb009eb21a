//! Changing one's own password. A directory's people are told where to do it.

use leptos::prelude::*;
use types::{Face, Source};

use super::{AccountForm, PASSWORD_FORM};
use crate::{
    outcome::Outcome,
    shell::page_info,
    t::account::password as words,
    ui::{Button, Card, PasswordField},
    wording::Problem,
};

/// Current and new password; neither is ever shown again.
#[component]
pub(super) fn PasswordCard(face: Face, outcome: Outcome) -> impl IntoView {
    let viewer = page_info().viewer?;
    if viewer.source == Source::Directory {
        let directory = view! {
            <Card title=words::title()>
                <p>{words::sub_directory()}</p>
            </Card>
        };
        return Some(directory.into_any());
    }
    let form = view! {
        <Card title=words::title() sub=words::sub()>
            <AccountForm face=face intent="password" class="stack narrow-fields">
                <input class="sr" type="text" autocomplete="username" value=viewer.username readonly tabindex="-1" aria-hidden="true" />
                <Problem error=outcome.error_of(PASSWORD_FORM) />
                <PasswordField
                    label=words::current()
                    name="current_password"
                    error=outcome.field(PASSWORD_FORM, "current_password")
                />
                <PasswordField
                    label=words::new()
                    name="password"
                    new=true
                    hint=words::hint()
                    error=outcome.field(PASSWORD_FORM, "password")
                />
                <div class="row">
                    <Button submit=true>{words::change()}</Button>
                </div>
            </AccountForm>
        </Card>
    };
    Some(form.into_any())
}
