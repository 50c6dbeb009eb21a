//! Choosing one of up to twelve fixed values.

use leptos::{html, prelude::*};

use super::{
    Choice, described_by, field_id,
    follow::{follow_text, tell},
    invalid, label_text, message,
};

/// A list that opens.
#[component]
pub fn SelectField(
    /// What is asked for.
    #[prop(into)]
    label: TextProp,
    /// Name in the form.
    name: &'static str,
    /// The choices, in order.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// Value that is chosen first.
    #[prop(optional, into)]
    value: MaybeProp<String>,
    /// Follows the choice.
    #[prop(optional, into)]
    bind: Option<RwSignal<String>>,
    /// Help below the field.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// What is wrong and how to mend it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// May stay empty.
    #[prop(optional)]
    optional: bool,
    /// Id other than `f-<name>`.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let id = field_id(id, name);
    let node = NodeRef::<html::Select>::new();
    if bind.is_some() {
        follow_text(node, value, bind);
    }
    view! {
        <div class="field" data-invalid=invalid(error)>
            <label for=id.clone()>{label_text(label, optional)}</label>
            <select
                class="select"
                id=id.clone()
                name=name
                node_ref=node
                aria-invalid=invalid(error)
                aria-describedby=described_by(&id, error, hint.is_some())
                on:change=move |event| tell(bind, event_target_value(&event))
            >
                {select_options(options, value, bind)}
            </select>
            {message(&id, hint, error)}
        </div>
    }
}

/// The `<option>`s of a select.
pub(super) fn select_options(
    options: Signal<Vec<Choice>>,
    value: MaybeProp<String>,
    bind: Option<RwSignal<String>>,
) -> impl IntoView {
    move || {
        let chosen = bind.map_or_else(|| value.get(), |bind| Some(bind.get()));
        let option = |choice: Choice| {
            let selected = chosen.as_deref() == Some(choice.value.as_str());
            view! {
                <option value=choice.value selected=selected>
                    {choice.label}
                </option>
            }
        };
        options.get().into_iter().map(option).collect_view()
    }
}
