//! Menus: up to nine items in a native popover, which opens without script, closes with Escape or
//! a press elsewhere, and gives the focus back.

use leptos::prelude::*;

use super::{ButtonKind, ButtonSize, Face, Icon};
use crate::t;

#[derive(Clone)]
struct MenuId(String);

/// A button that opens a menu. Children are [`MenuLink`], [`MenuButton`] or other `<li>`s; the
/// destructive one stands last after a [`MenuDivider`].
#[component]
pub fn Menu(
    /// Unique in the document.
    #[prop(into)]
    id: String,
    /// What the menu is for, with the object: "More actions for Amira’s iPhone".
    #[prop(into)]
    label: TextProp,
    /// Look of the button.
    #[prop(default = ButtonKind::Quiet)]
    kind: ButtonKind,
    /// Height of the button; the face decides when left out.
    #[prop(optional, into)]
    size: Option<ButtonSize>,
    /// The trigger is an icon alone.
    #[prop(optional)]
    icon_only: bool,
    /// Opens above the button, for those at the foot of the page.
    #[prop(optional)]
    upwards: bool,
    /// What stands in the button.
    #[prop(into)]
    trigger: ViewFnOnce,
    /// The items.
    children: Children,
) -> impl IntoView {
    let size = size.unwrap_or_else(|| Face::current().button_size());
    provide_context(MenuId(id.clone()));
    view! {
        <button
            type="button"
            class=super::button::classes(kind, Some(size), icon_only, false)
            popovertarget=id.clone()
        >
            {trigger.run()}
            <span class="sr">{move || label.get()}</span>
        </button>
        <div class="menu" class:menu-up=upwards id=id popover="auto">
            <ul role="list">{children()}</ul>
        </div>
    }
}

/// An item that leads somewhere.
#[component]
pub fn MenuLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// Before the text.
    #[prop(optional, into)]
    icon: Option<&'static str>,
    /// Leaves this face.
    #[prop(optional)]
    external: bool,
    /// The text.
    children: Children,
) -> impl IntoView {
    view! {
        <li>
            <a href=href rel=external.then_some("external")>
                {icon.map(|name| view! { <Icon name=name /> })}
                {children()}
            </a>
        </li>
    }
}

/// An item that does something, and closes the menu.
#[component]
pub fn MenuButton(
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// Before the text.
    #[prop(optional, into)]
    icon: Option<&'static str>,
    /// It destroys something; the text ends with an ellipsis.
    #[prop(optional)]
    danger: bool,
    /// The text.
    children: Children,
) -> impl IntoView {
    let menu = use_context::<MenuId>().map(|MenuId(id)| id);
    view! {
        <li>
            <button
                type="button"
                class:danger=danger
                popovertarget=menu
                popovertargetaction="hide"
                on:click=move |_| on_press.run(())
            >
                {icon.map(|name| view! { <Icon name=name /> })}
                {children()}
            </button>
        </li>
    }
}

/// A line before the destructive item.
#[component]
pub fn MenuDivider() -> impl IntoView {
    view! {
        <li role="presentation">
            <hr />
        </li>
    }
}

/// Signs out with a plain form, which works before the page is taken over.
#[component]
pub fn SignOutItem(
    /// Where the form posts to.
    action: &'static str,
) -> impl IntoView {
    view! {
        <li>
            <form method="post" action=action>
                <button type="submit">
                    <Icon name="sign-out" />
                    {t::common::sign_out()}
                </button>
            </form>
        </li>
    }
}
