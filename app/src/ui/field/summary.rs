//! What is wrong with a form, at its top.

use leptos::prelude::*;

use crate::{t, ui::Icon};

/// One thing to mend: the id of the field and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldMessage {
    /// Id of the field, `f-<name>` unless it has another.
    pub id: String,
    /// The same words as below the field.
    pub text: String,
}

impl FieldMessage {
    /// For the field with this name.
    pub fn new(name: &str, text: impl Into<String>) -> Self {
        Self { id: format!("f-{name}"), text: text.into() }
    }
}

const ID: &str = "error-summary";

/// Lists what is wrong, with links to the fields, and takes the focus when it appears.
#[component]
pub fn ErrorSummary(
    /// What is wrong; nothing is shown while empty.
    #[prop(into)]
    errors: Signal<Vec<FieldMessage>>,
) -> impl IntoView {
    Effect::new(move |_| {
        if errors.with(|errors| !errors.is_empty()) {
            _ = request_animation_frame(|| crate::browser::focus(ID));
        }
    });
    let item = |message: FieldMessage| {
        let id = message.id.clone();
        view! {
            <li>
                <a
                    href=format!("#{}", message.id)
                    rel="external"
                    on:click=move |press| {
                        press.prevent_default();
                        crate::browser::focus(&id);
                    }
                >
                    {message.text}
                </a>
            </li>
        }
    };
    move || {
        let errors = errors.get();
        (!errors.is_empty()).then(|| {
            view! {
                <div class="note error-summary" data-tone="danger" role="alert" id=ID tabindex="-1" autofocus>
                    <Icon name="error" />
                    <div>
                        <p class="semibold">{t::common::errors(errors.len())}</p>
                        <ul>{errors.into_iter().map(item).collect_view()}</ul>
                    </div>
                </div>
            }
        })
    }
}

/// What went wrong with a form as a whole, such as a refused sign-in.
#[component]
pub fn FormError(
    /// What happened and what to do; nothing is shown while there is none.
    #[prop(into)]
    text: MaybeProp<String>,
) -> impl IntoView {
    view! {
        <div role="alert">
            {move || {
                text.get()
                    .map(|text| {
                        view! {
                            <div class="note" data-tone="danger">
                                <Icon name="error" />
                                <div>{text}</div>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
