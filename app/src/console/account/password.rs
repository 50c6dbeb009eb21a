//! Changing one's own password.

use leptos::{ev::SubmitEvent, prelude::*};
use types::{ApiError, ErrorCode, FieldCode, FieldError};

use crate::{
    console::{api::account::change_password, shared::Sending},
    t::console::account as words,
    ui::{Button, Card, ErrorSummary, FormError, PasswordField, use_toasts},
};

/// The form.
#[component]
pub(super) fn PasswordCard() -> impl IntoView {
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let sending = Sending::default();
    let toasts = use_toasts();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(missing) = missing(current, new) {
            sending.error().set(Some(missing));
            return;
        }
        sending.send(change_password(current.get_untracked(), new.get_untracked()), move |()| {
            current.set(String::new());
            new.set(String::new());
            toasts.say(words::password_changed());
        });
    };
    let is_wrong = Memo::new(move |_| {
        sending.error().with(|error| error.as_ref().is_some_and(|e| e.code == ErrorCode::SignInRefused))
    });
    let (field, whole) = (sending.field("current_password"), sending.general());
    let current_error = MaybeProp::derive(move || match is_wrong.get() {
        true => Some(words::current_wrong().to_owned()),
        false => field.get(),
    });
    let general = MaybeProp::derive(move || whole.get().filter(|_| !is_wrong.get()));
    view! {
        <Card title=words::password() sub=words::password_sub()>
            <form method="post" class="stack narrow-fields" novalidate=true on:submit=submit>
                <ErrorSummary errors=sending.summary() />
                <FormError text=general />
                <PasswordField
                    label=words::current_password()
                    name="current_password"
                    bind=current
                    error=current_error
                />
                <PasswordField
                    label=words::new_password()
                    name="password"
                    new=true
                    bind=new
                    hint=words::new_password_hint()
                    error=sending.field("password")
                />
                <div>
                    <Button submit=true busy=sending.busy() busy_label=words::changing_password()>
                        {words::change_password()}
                    </Button>
                </div>
            </form>
        </Card>
    }
}

/// What was left out.
fn missing(current: RwSignal<String>, new: RwSignal<String>) -> Option<ApiError> {
    let fields: Vec<FieldError> = [("current_password", current), ("password", new)]
        .into_iter()
        .filter(|(_, text)| text.with_untracked(String::is_empty))
        .map(|(name, _)| FieldError::new(name, FieldCode::Required))
        .collect();
    (!fields.is_empty()).then_some(ApiError { code: ErrorCode::InvalidInput, fields, retry_after: None })
}
