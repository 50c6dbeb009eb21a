//! Fields: label above, control, then hint; an error takes the place of the hint.
//!
//! Every field has a `name`, so that a plain form sends it, and the id `f-<name>` unless another is
//! given. The first rendering shows `value`; with `bind` the signal follows what is typed.

mod check;
mod choice;
mod file;
mod follow;
mod number;
mod select;
mod summary;
mod text;

use leptos::prelude::*;

pub use check::{CheckGroup, Checkbox, Switch};
pub use choice::{Choice, Segmented, TileChoice, Tiles};
pub use file::{FileContent, FileField};
pub use number::{Stepper, UnitField};
pub use select::SelectField;
pub use summary::{ErrorSummary, FieldMessage, FormError};
pub use text::{HiddenField, InputKind, PasswordField, TextArea, TextField};

use super::Icon;
use crate::t;

/// The id of a field when none is given.
fn field_id(id: Option<String>, name: &str) -> String {
    id.unwrap_or_else(|| format!("f-{name}"))
}

/// `aria-describedby` of a control: its error when there is one, else its hint.
fn described_by(
    id: &str,
    error: MaybeProp<String>,
    has_hint: bool,
) -> impl Fn() -> Option<String> + Clone + use<> {
    let (error_id, hint_id) = (format!("{id}-e"), has_hint.then(|| format!("{id}-h")));
    move || if error.with(Option::is_some) { Some(error_id.clone()) } else { hint_id.clone() }
}

/// `aria-invalid` of a control.
fn invalid(error: MaybeProp<String>) -> impl Fn() -> Option<&'static str> + Clone + use<> {
    move || error.with(Option::is_some).then_some("true")
}

/// Hint or error below a control.
fn message(id: &str, hint: Option<TextProp>, error: MaybeProp<String>) -> impl IntoView + use<> {
    let (error_id, hint_id) = (format!("{id}-e"), format!("{id}-h"));
    move || match (error.get(), &hint) {
        (Some(error), _) => view! {
            <p class="err" id=error_id.clone()>
                <Icon name="error" />
                <span>{error}</span>
            </p>
        }
        .into_any(),
        (None, Some(hint)) => {
            let hint = hint.get();
            view! {
                <p class="hint" id=hint_id.clone()>
                    {hint}
                </p>
            }
            .into_any()
        }
        (None, None) => ().into_any(),
    }
}

/// The text of a label, with "optional" where a field may stay empty.
fn label_text(label: TextProp, optional: bool) -> impl IntoView {
    view! {
        {move || label.get()}
        {optional.then(|| view! { " "<span class="muted">{format!("({})", t::common::optional())}</span> })}
    }
}

/// What a text control shows first, and what it follows when bound.
fn current(value: MaybeProp<String>, bind: Option<RwSignal<String>>) -> impl Fn() -> String + Clone {
    move || bind.map_or_else(|| value.get().unwrap_or_default(), |bind| bind.get())
}
