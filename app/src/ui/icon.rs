//! Icons from the sprite.

use leptos::prelude::*;

/// Icons that point somewhere and therefore mirror in languages written from right to left.
const POINTING: [&str; 7] =
    ["arrow-end", "chevron-end", "chevron-start", "enter", "external", "retire", "sign-out"];

/// Size of an icon where it is not given by what it stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IconSize {
    /// 16 px, beside small text.
    Small,
    /// 20 px.
    #[default]
    Medium,
    /// 24 px.
    Large,
}

/// An icon of `style/icons.svg` by its name without `i-`, for decoration beside a text that says
/// the same. It takes the colour of the text around it.
#[component]
pub fn Icon(
    /// Such as `"phone"`.
    name: &'static str,
    /// Only outside buttons, notes and niches, which set the size themselves.
    #[prop(optional)]
    size: IconSize,
) -> impl IntoView {
    let size = match size {
        IconSize::Small => " ic-sm",
        IconSize::Medium => "",
        IconSize::Large => " ic-lg",
    };
    let flip = if POINTING.contains(&name) { " flip" } else { "" };
    view! {
        <svg class=format!("ic{size}{flip}") aria-hidden="true">
            <use href=format!("{}#i-{name}", sprite())></use>
        </svg>
    }
}

/// Where the sprite is served.
fn sprite() -> String {
    #[cfg(feature = "ssr")]
    return use_context::<crate::shell::Assets>().unwrap_or_default().url("icons.svg");
    #[cfg(not(feature = "ssr"))]
    crate::browser::root_attribute("data-icons").unwrap_or_default()
}
