//! Buttons, and links that look like buttons. One primary per view.

use leptos::{ev::MouseEvent, prelude::*};

use super::{Face, Icon};

/// What a button means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one next step of the view.
    Primary,
    /// Other actions of equal worth.
    #[default]
    Plain,
    /// Cancel, reset, secondary actions in headers and rows.
    Quiet,
    /// Opens a destructive dialog; its text ends with an ellipsis.
    DangerLine,
    /// As `DangerLine`, without a frame.
    QuietDanger,
    /// Only inside the dialog that has told the consequences.
    Danger,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => " btn-primary",
            Self::Plain => "",
            Self::Quiet => " btn-quiet",
            Self::DangerLine => " btn-danger-line",
            Self::QuietDanger => " btn-quiet btn-danger-line",
            Self::Danger => " btn-danger",
        }
    }
}

/// Height of a button. Left out, the face decides: large in the portal and on public pages, medium
/// in the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ButtonSize {
    /// 28 px, in tables and bars.
    Small,
    /// 34 px.
    Medium,
    /// 44 px.
    Large,
}

pub(super) fn classes(kind: ButtonKind, size: Option<ButtonSize>, icon_only: bool, block: bool) -> String {
    let size = size.unwrap_or_else(|| Face::current().button_size());
    let size = match size {
        ButtonSize::Small => " btn-sm",
        ButtonSize::Medium => "",
        ButtonSize::Large => " btn-lg",
    };
    let icon_only = if icon_only { " btn-icon" } else { "" };
    let block = if block { " btn-block" } else { "" };
    format!("btn{icon_only}{}{size}{block}", kind.class())
}

/// A button. Add `on:click=…` for what it does, or `submit=true` inside a form.
///
/// While `busy` or `disabled` it stays focusable and ignores presses. A submit button is never
/// disabled because a form is incomplete: pressing it shows what is missing.
#[component]
pub fn Button(
    /// What it means.
    #[prop(optional)]
    kind: ButtonKind,
    /// Height; the face decides when left out.
    #[prop(optional, into)]
    size: Option<ButtonSize>,
    /// Icon before the text.
    #[prop(optional, into)]
    icon: Option<&'static str>,
    /// Icon after the text; arrows only.
    #[prop(optional, into)]
    end_icon: Option<&'static str>,
    /// Something is being done: a spinner takes the place of the icon.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// The text while busy, in the -ing form.
    #[prop(optional, into)]
    busy_label: Option<TextProp>,
    /// Only for counters ("Send again in 0:42") and ends of paging.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Submits the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// Name and value that are sent with the form when this button submits it.
    #[prop(optional, into)]
    name: Option<&'static str>,
    /// See `name`.
    #[prop(optional, into)]
    value: Option<String>,
    /// Id of the form it belongs to when it stands outside.
    #[prop(optional, into)]
    form: Option<String>,
    /// Accessible name where the text alone does not name the object ("Lock Amira’s iPhone").
    #[prop(optional, into)]
    label: Option<TextProp>,
    /// As wide as its place.
    #[prop(optional)]
    block: bool,
    /// The text.
    children: Children,
) -> impl IntoView {
    let idle = move || !busy.get() && !disabled.get();
    let text = children();
    let text = match busy_label {
        Some(busy_label) => view! {
            <span class="btn-text" hidden=move || busy.get()>
                {text}
            </span>
            <span class="btn-text" hidden=move || !busy.get()>
                {move || busy_label.get()}
            </span>
        }
        .into_any(),
        None => text,
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=classes(kind, size, false, block)
            name=name
            value=value
            form=form
            aria-label=label.map(|label| move || label.get())
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || disabled.get().then_some("true")
            on:click=move |press: MouseEvent| ignore_unless(idle(), &press)
        >
            <Show when=move || busy.get()>
                <span class="spin"></span>
            </Show>
            {icon.map(|name| view! { <span class="btn-ic" hidden=move || busy.get()><Icon name=name /></span> })}
            {text}
            {end_icon.map(|name| view! { <Icon name=name /> })}
        </button>
    }
}

/// A button that is an icon. It needs a name with the object: "More actions for Amira’s iPhone".
#[component]
pub fn IconButton(
    /// The icon.
    icon: &'static str,
    /// Accessible name: action and object.
    #[prop(into)]
    label: TextProp,
    /// What it means.
    #[prop(default = ButtonKind::Quiet)]
    kind: ButtonKind,
    /// Height; the face decides when left out.
    #[prop(optional, into)]
    size: Option<ButtonSize>,
    /// It cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Submits the form it stands in.
    #[prop(optional)]
    submit: bool,
) -> impl IntoView {
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=classes(kind, size, true, false)
            aria-label=move || label.get()
            aria-disabled=move || disabled.get().then_some("true")
            on:click=move |press: MouseEvent| ignore_unless(!disabled.get(), &press)
        >
            <Icon name=icon />
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: TextProp,
    /// What it means.
    #[prop(optional)]
    kind: ButtonKind,
    /// Height; the face decides when left out.
    #[prop(optional, into)]
    size: Option<ButtonSize>,
    /// Icon before the text.
    #[prop(optional, into)]
    icon: Option<&'static str>,
    /// Icon after the text; arrows only.
    #[prop(optional, into)]
    end_icon: Option<&'static str>,
    /// Leaves this face (the other one, a public page, a file, another site), so that the router
    /// does not look for the page here.
    #[prop(optional)]
    external: bool,
    /// Accessible name where the text alone does not name the object.
    #[prop(optional, into)]
    label: Option<TextProp>,
    /// As wide as its place.
    #[prop(optional)]
    block: bool,
    /// The text.
    children: Children,
) -> impl IntoView {
    view! {
        <a
            class=classes(kind, size, false, block)
            href=move || href.get()
            rel=external.then_some("external")
            aria-label=label.map(|label| move || label.get())
        >
            {icon.map(|name| view! { <Icon name=name /> })}
            {children()}
            {end_icon.map(|name| view! { <Icon name=name /> })}
        </a>
    }
}

/// Stops a press that must not count; runs before the listeners that the page adds.
fn ignore_unless(counts: bool, press: &MouseEvent) {
    if !counts {
        press.prevent_default();
        press.stop_immediate_propagation();
    }
}
