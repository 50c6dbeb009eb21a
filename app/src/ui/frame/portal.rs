//! The frame of the portal: top bar, content, help line, and a bar at the bottom on phones.

use leptos::prelude::*;
use types::Viewer;

use super::NavItem;
use crate::{
    address::use_address,
    routes,
    shell::page_info,
    t,
    ui::{
        Avatar, ButtonKind, Face, HelpLine, Icon, LiveRegions, Menu, OwnBrand, SignOutItem, SkipLink,
        ThemeToggle, still,
    },
};

/// Around every page of the portal.
#[component]
pub fn PortalFrame(
    /// Entries of the main navigation, in order.
    nav: fn() -> Vec<NavItem>,
    /// The page.
    children: Children,
) -> impl IntoView {
    provide_context(Face::Portal);
    crate::ui::provide_live_regions();
    let viewer = page_info().viewer;
    view! {
        {still(|| view! { <SkipLink /> })}
        <header class="p-top">
            <div class="p-top-in">
                {still(move || {
                    view! {
                        <OwnBrand href=routes::PORTAL />
                        <nav class="p-nav" aria-label=t::common::main_navigation()>
                            {links(nav(), false)}
                        </nav>
                    }
                })}
                <div class="p-top-end">
                    <ThemeToggle />
                    {viewer.map(|viewer| view! { <AccountMenu viewer=viewer /> })}
                </div>
            </div>
        </header>
        <main id="main" class="p-main">
            {children()}
            {still(|| view! { <HelpLine class="p-foot" /> })}
        </main>
        {still(move || {
            view! {
                <nav class="tabbar" aria-label=t::common::main_navigation()>
                    {links(nav(), true)}
                </nav>
            }
        })}
        <LiveRegions />
    }
}

fn links(items: Vec<NavItem>, with_icon: bool) -> impl IntoView {
    let path = use_address().path.get_untracked();
    let link = move |item: NavItem| {
        view! {
            <a href=item.href aria-current=item.current(&path)>
                {with_icon.then(|| view! { <Icon name=item.icon /> })}
                {item.label}
            </a>
        }
    };
    items.into_iter().map(link).collect_view()
}

#[component]
fn AccountMenu(viewer: Viewer) -> impl IntoView {
    let trigger_name = viewer.display_name.clone();
    let initials = viewer.display_name.clone();
    view! {
        <Menu
            id="account-menu"
            label=t::common::your_account()
            kind=ButtonKind::Quiet
            trigger=move || {
                view! {
                    <Avatar name=initials.clone() />
                    <bdi class="wide-only">{trigger_name.clone()}</bdi>
                    <Icon name="chevron-down" />
                }
            }
        >
            <li class="menu-who">
                <bdi>{viewer.display_name}</bdi>
                <small class="ltr">{viewer.username}</small>
            </li>
            <SignOutItem action="/sign-out" />
        </Menu>
    }
}
