//! What went wrong with a form, on top of it.

use leptos::prelude::*;
use types::ApiError;

use super::{error_text, field_messages, field_text};
use crate::ui::{ErrorSummary, Icon};

/// The fields to mend, linked, or what happened with the form as a whole. It takes the focus when
/// the page opens.
#[component]
pub fn Problem(
    /// What went wrong, if anything did.
    #[prop(into)]
    error: Option<ApiError>,
) -> impl IntoView {
    let error = error?;
    if !error.fields.is_empty() {
        return Some(view! { <ErrorSummary errors=field_messages(&error) /> }.into_any());
    }
    let note = view! {
        <div class="note error-summary" data-tone="danger" role="alert" id="error-summary" tabindex="-1" autofocus>
            <Icon name="error" />
            <div>{error_text(&error)}</div>
        </div>
    };
    Some(note.into_any())
}

/// What is wrong with the field at this path, for the `error` of the field.
#[must_use]
pub fn problem_at(error: Option<&ApiError>, path: &str) -> MaybeProp<String> {
    let code = error.and_then(|error| error.field(path));
    MaybeProp::from(code.map(|code| field_text(path, code).to_owned()))
}
