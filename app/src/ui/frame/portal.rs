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
        ThemeToggle,
    },
};

/// Around every page of the portal.
#[component]
pub fn PortalFrame(
    /// Entries of the main navigation, in order.
    nav: Vec<NavItem>,
    /// The page.
    children: Children,
) -> impl IntoView {
    provide_context(Face::Portal);
    crate::ui::provide_live_regions();
    let viewer = page_info().viewer;
    let tabs = nav.clone();
    view! {
        <SkipLink />
        <header class="p-top">
            <div class="p-top-in">
                <OwnBrand href=routes::PORTAL />
                <nav class="p-nav" aria-label=t::common::main_navigation()>
                    {nav.into_iter().map(|item| nav_link(item, false)).collect_view()}
                </nav>
                <div class="p-top-end">
                    <ThemeToggle />
                    {viewer.map(|viewer| view! { <AccountMenu viewer=viewer /> })}
                </div>
            </div>
        </header>
        <main id="main" class="p-main">
            {children()}
            <HelpLine class="p-foot" />
        </main>
        <nav class="tabbar" aria-label=t::common::main_navigation()>
            {tabs.into_iter().map(|item| nav_link(item, true)).collect_view()}
        </nav>
        <LiveRegions />
    }
}

fn nav_link(item: NavItem, with_icon: bool) -> impl IntoView {
    let current = use_address().path.with_untracked(|path| item.current(path));
    let (href, icon, label) = (item.href, item.icon, item.label);
    view! {
        <a href=href aria-current=current>
            {with_icon.then(|| view! { <Icon name=icon /> })}
            {label}
        </a>
    }
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
