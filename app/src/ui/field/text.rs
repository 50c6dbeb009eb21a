//! Fields to type into.

use leptos::{html, prelude::*};

use super::{
    current, described_by, field_id,
    follow::{follow_text, tell},
    invalid, label_text, message,
};
use crate::{t, ui::Icon};

/// Kind of a text field; it decides the keyboard on phones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    /// Any text.
    #[default]
    Text,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Tel,
    /// An address on the web.
    Url,
    /// Digits that are no amount, such as a PIN.
    Digits,
}

impl InputKind {
    fn attributes(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Text => ("text", None),
            Self::Email => ("email", None),
            Self::Tel => ("tel", None),
            Self::Url => ("url", None),
            Self::Digits => ("text", Some("numeric")),
        }
    }
}

/// A line of text.
#[component]
pub fn TextField(
    /// What is asked for.
    #[prop(into)]
    label: TextProp,
    /// Name in the form.
    name: &'static str,
    /// What it shows first.
    #[prop(optional, into)]
    value: MaybeProp<String>,
    /// Follows what is typed.
    #[prop(optional, into)]
    bind: Option<RwSignal<String>>,
    /// Kind of text.
    #[prop(optional)]
    kind: InputKind,
    /// Help below the field.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// What is wrong and how to mend it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// May stay empty.
    #[prop(optional)]
    optional: bool,
    /// What the browser may fill in: `username`, `email`, `off`, …
    #[prop(optional, into)]
    autocomplete: Option<&'static str>,
    /// An example; never the label.
    #[prop(optional, into)]
    placeholder: Option<TextProp>,
    /// Codes, addresses and numbers: written from left to right in every language.
    #[prop(optional)]
    ltr: bool,
    /// Longest input.
    #[prop(optional, into)]
    maxlength: Option<u32>,
    /// Shown, not to be changed.
    #[prop(optional)]
    readonly: bool,
    /// Takes the focus when the page opens; at most one.
    #[prop(optional)]
    autofocus: bool,
    /// Id other than `f-<name>`.
    #[prop(optional, into)]
    id: Option<String>,
    /// When the person leaves the field.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
) -> impl IntoView {
    let id = field_id(id, name);
    let (kind, inputmode) = kind.attributes();
    let node = NodeRef::<html::Input>::new();
    follow_text(node, value, bind);
    let plain = ltr || kind != "text";
    view! {
        <div class="field" data-invalid=invalid(error)>
            <label for=id.clone()>{label_text(label, optional)}</label>
            <input
                class="input"
                class:ltr=ltr
                id=id.clone()
                name=name
                type=kind
                inputmode=inputmode
                node_ref=node
                value=current(value, bind)
                autocomplete=autocomplete
                placeholder=placeholder.map(|text| move || text.get())
                maxlength=maxlength
                readonly=readonly
                autofocus=autofocus
                spellcheck=plain.then_some("false")
                autocapitalize=plain.then_some("none")
                aria-invalid=invalid(error)
                aria-describedby=described_by(&id, error, hint.is_some())
                on:input=move |event| tell(bind, event_target_value(&event))
                on:blur=move |_| {
                    if let Some(on_leave) = on_leave {
                        on_leave.run(());
                    }
                }
            />
            {message(&id, hint, error)}
        </div>
    }
}

/// A password, with a button that shows it. Pasting is allowed.
#[component]
pub fn PasswordField(
    /// What is asked for.
    #[prop(into)]
    label: TextProp,
    /// Name in the form.
    name: &'static str,
    /// A new one is being chosen; password managers then offer to make it.
    #[prop(optional)]
    new: bool,
    /// Of a file or another service: nothing for the password manager.
    #[prop(optional)]
    foreign: bool,
    /// Follows what is typed.
    #[prop(optional, into)]
    bind: Option<RwSignal<String>>,
    /// Help below the field.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// What is wrong and how to mend it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// A link at the end of the label, such as "Forgot it?".
    #[prop(optional, into)]
    link: Option<ViewFnOnce>,
    /// Id other than `f-<name>`.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let id = field_id(id, name);
    let node = NodeRef::<html::Input>::new();
    follow_text(node, MaybeProp::default(), bind);
    let shown = RwSignal::new(false);
    let toggle_label =
        move || if shown.get() { t::common::hide_password() } else { t::common::show_password() };
    view! {
        <div class="field" data-invalid=invalid(error)>
            <div class="field-top">
                <label for=id.clone()>{move || label.get()}</label>
                {link.map(|link| view! { <span class="push">{link.run()}</span> })}
            </div>
            <div class="pwf">
                <input
                    class="input"
                    id=id.clone()
                    name=name
                    node_ref=node
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=match (foreign, new) {
                        (true, _) => "off",
                        (false, true) => "new-password",
                        (false, false) => "current-password",
                    }
                    spellcheck="false"
                    autocapitalize="none"
                    aria-invalid=invalid(error)
                    aria-describedby=described_by(&id, error, hint.is_some())
                    on:input=move |event| tell(bind, event_target_value(&event))
                />
                <button
                    type="button"
                    class="btn btn-icon btn-quiet needs-script"
                    data-show-password=id.clone()
                    aria-label=toggle_label
                    aria-pressed=move || shown.get().to_string()
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    <Show when=move || shown.get() fallback=|| view! { <Icon name="eye" /> }>
                        <Icon name="eye-off" />
                    </Show>
                </button>
            </div>
            {message(&id, hint, error)}
        </div>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// What is asked for.
    #[prop(into)]
    label: TextProp,
    /// Name in the form.
    name: &'static str,
    /// What it shows first.
    #[prop(optional, into)]
    value: MaybeProp<String>,
    /// Follows what is typed.
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
    /// Height in lines.
    #[prop(default = 4)]
    rows: u32,
    /// Longest input.
    #[prop(optional, into)]
    maxlength: Option<u32>,
    /// Id other than `f-<name>`.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let id = field_id(id, name);
    let node = NodeRef::<html::Textarea>::new();
    follow_text(node, value, bind);
    view! {
        <div class="field" data-invalid=invalid(error)>
            <label for=id.clone()>{label_text(label, optional)}</label>
            <textarea
                class="textarea"
                id=id.clone()
                name=name
                rows=rows
                maxlength=maxlength
                node_ref=node
                aria-invalid=invalid(error)
                aria-describedby=described_by(&id, error, hint.is_some())
                on:input=move |event| tell(bind, event_target_value(&event))
            >
                {untrack(current(value, bind))}
            </textarea>
            {message(&id, hint, error)}
        </div>
    }
}

/// A value that goes with the form and is not shown.
#[component]
pub fn HiddenField(
    /// Name in the form.
    name: &'static str,
    /// The value.
    #[prop(into)]
    value: TextProp,
) -> impl IntoView {
    view! { <input type="hidden" name=name value=move || value.get() /> }
}
