//! `/go`: a person with a device in the hand types user name and PIN.

use leptos::prelude::*;
use types::ApiError;

use crate::{
    public::scan::ScanCode,
    routes,
    shell::{PageContext, page_info, render_document},
    t::public::go as words,
    ui::{Button, ButtonKind, GateFrame, LinkButton, Note, TextField, Tone},
    wording::{Problem, problem_at},
};

/// The form as it is shown; the PIN is never shown again.
#[derive(Clone, Debug, Default)]
pub struct Go {
    /// What was typed.
    pub username: String,
    /// Why it was refused: one answer for everything that can be wrong.
    pub error: Option<ApiError>,
}

/// The page `/go`.
#[must_use]
pub fn go(page: PageContext, form: Go) -> String {
    render_document(page, words::title(), || view! { <GoPage form=form /> })
}

#[component]
fn GoPage(form: Go) -> impl IntoView {
    let (username_error, pin_error) =
        (problem_at(form.error.as_ref(), "username"), problem_at(form.error.as_ref(), "pin"));
    if !page_info().pins_are_on {
        return view! { <NoPins /> }.into_any();
    }
    let below = || view! { <p>{words::no_pin()} " " <a href=routes::REGISTER>{words::no_pin_link()}</a></p> };
    view! {
        <GateFrame title=words::title() sub=words::sub(page_info().organisation) below=below>
            <form method="post" action=routes::GO>
                <Problem error=form.error />
                <TextField
                    label=words::username()
                    name="username"
                    value=form.username
                    autocomplete="username"
                    ltr=true
                    maxlength=64u32
                    error=username_error
                />
                <TextField
                    label=words::pin()
                    name="pin"
                    ltr=true
                    autocomplete="one-time-code"
                    hint=words::pin_hint()
                    maxlength=32u32
                    error=pin_error
                />
                <Button kind=ButtonKind::Primary submit=true block=true end_icon="arrow-end">
                    {words::submit()}
                </Button>
            </form>
            <ScanCode />
        </GateFrame>
    }
    .into_any()
}

/// No channel asks for a PIN: whoever has one from before is told where to go.
#[component]
fn NoPins() -> impl IntoView {
    view! {
        <GateFrame title=words::title() sub=words::sub(page_info().organisation)>
            <Note tone=Tone::Info>{words::no_pins()}</Note>
            <div class="mt-4">
                <LinkButton href=routes::PORTAL kind=ButtonKind::Primary>
                    {words::no_pins_link()}
                </LinkButton>
            </div>
        </GateFrame>
    }
}
