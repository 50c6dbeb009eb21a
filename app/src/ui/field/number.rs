//! Whole numbers.

use leptos::{ev::KeyboardEvent, html, prelude::*};

use super::{
    Choice, current, described_by, field_id,
    follow::{follow_text, tell},
    invalid, message,
    select::select_options,
};
use crate::{
    t,
    ui::{Icon, IconSize},
};

/// A whole number up to 50, with buttons; typing is allowed.
#[component]
pub fn Stepper(
    /// What is counted.
    #[prop(into)]
    label: TextProp,
    /// Name in the form.
    name: &'static str,
    /// Shown first.
    value: i32,
    /// Smallest number.
    min: i32,
    /// Largest number.
    max: i32,
    /// Follows the number; out of range or not a number leaves it as it was.
    #[prop(optional, into)]
    bind: Option<RwSignal<i32>>,
    /// Help below.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// What is wrong and how to mend it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
) -> impl IntoView {
    let id = field_id(None, name);
    let number = bind.unwrap_or_else(|| RwSignal::new(value));
    let step = move |by: i32| number.update(|number| *number = (*number + by).clamp(min, max));
    let typed = move |event| match event_target_value(&event).trim().parse::<i32>() {
        Ok(typed) => number.set(typed.clamp(min, max)),
        Err(_) => number.notify(),
    };
    let arrows = move |press: KeyboardEvent| match press.key().as_str() {
        "ArrowUp" => step(1),
        "ArrowDown" => step(-1),
        _ => {}
    };
    view! {
        <div class="field" data-invalid=invalid(error)>
            <label for=id.clone()>{move || label.get()}</label>
            <div class="stepper">
                <button
                    type="button"
                    class="needs-script"
                    aria-label=t::common::stepper::fewer()
                    on:click=move |_| step(-1)
                >
                    <Icon name="minus" size=IconSize::Small />
                </button>
                <input
                    id=id.clone()
                    name=name
                    inputmode="numeric"
                    autocomplete="off"
                    value=move || number.get().to_string()
                    prop:value=move || number.get().to_string()
                    aria-invalid=invalid(error)
                    aria-describedby=described_by(&id, error, hint.is_some())
                    on:change=typed
                    on:keydown=arrows
                />
                <button
                    type="button"
                    class="needs-script"
                    aria-label=t::common::stepper::more()
                    on:click=move |_| step(1)
                >
                    <Icon name="plus" size=IconSize::Small />
                </button>
            </div>
            {message(&id, hint, error)}
        </div>
    }
}

/// A number and its unit side by side.
#[component]
pub fn UnitField(
    /// What is asked for.
    #[prop(into)]
    label: TextProp,
    /// Name of the number in the form.
    name: &'static str,
    /// The number shown first.
    #[prop(optional, into)]
    value: MaybeProp<String>,
    /// Follows the number.
    #[prop(optional, into)]
    bind: Option<RwSignal<String>>,
    /// Name of the unit in the form.
    unit_name: &'static str,
    /// Accessible name of the unit.
    #[prop(into)]
    unit_label: String,
    /// The units.
    units: Vec<Choice>,
    /// The unit chosen first.
    #[prop(optional, into)]
    unit: MaybeProp<String>,
    /// Follows the unit.
    #[prop(optional, into)]
    bind_unit: Option<RwSignal<String>>,
    /// Help below.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// What is wrong and how to mend it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
) -> impl IntoView {
    let id = field_id(None, name);
    let node = NodeRef::<html::Input>::new();
    follow_text(node, value, bind);
    view! {
        <div class="field" data-invalid=invalid(error)>
            <label for=id.clone()>{move || label.get()}</label>
            <div class="unit">
                <input
                    class="input"
                    id=id.clone()
                    name=name
                    inputmode="numeric"
                    autocomplete="off"
                    node_ref=node
                    value=current(value, bind)
                    aria-invalid=invalid(error)
                    aria-describedby=described_by(&id, error, hint.is_some())
                    on:input=move |event| tell(bind, event_target_value(&event))
                />
                <select
                    class="select"
                    name=unit_name
                    aria-label=unit_label
                    on:change=move |event| tell(bind_unit, event_target_value(&event))
                >
                    {select_options(units.into(), unit, bind_unit)}
                </select>
            </div>
            {message(&id, hint, error)}
        </div>
    }
}
