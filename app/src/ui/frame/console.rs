//! The frame of the console: sidebar, which is a drawer below 1024 px, and content.

use leptos::prelude::*;
use types::Viewer;

use super::{NavGroup, NavItem};
use crate::{
    address::{Address, use_address},
    routes,
    shell::page_info,
    t,
    ui::{
        Avatar, Brand, ButtonKind, ButtonSize, Face, Icon, LiveRegions, Menu, MenuLink, SignOutItem,
        SkipLink, ThemeToggle, face::focus_heading_on_navigation,
    },
};

const SIDEBAR: &str = "console-nav";

/// Around every page of the console.
#[component]
pub fn ConsoleFrame(
    /// Groups of the navigation, in order.
    nav: Vec<NavGroup>,
    /// The page.
    children: Children,
) -> impl IntoView {
    provide_context(Face::Console);
    provide_context(Address::of_router());
    crate::ui::provide_live_regions();
    focus_heading_on_navigation();
    view! {
        <div class="c-shell">
            <SkipLink />
            <header class="c-mobile">
                <button
                    type="button"
                    class="btn btn-icon btn-quiet btn-lg"
                    popovertarget=SIDEBAR
                    aria-label=t::common::open_navigation()
                >
                    <Icon name="menu" />
                </button>
                <Brand href=routes::CONSOLE />
            </header>
            <aside class="c-side" id=SIDEBAR popover="auto" aria-label=t::common::console_sidebar()>
                <div class="side-brand">
                    <Brand href=routes::CONSOLE />
                    <button
                        type="button"
                        class="btn btn-icon btn-quiet side-close"
                        popovertarget=SIDEBAR
                        popovertargetaction="hide"
                        aria-label=t::common::close_navigation()
                    >
                        <Icon name="close" />
                    </button>
                </div>
                <nav class="side-nav" aria-label=t::common::console_navigation()>
                    {nav.into_iter().map(group).collect_view()}
                </nav>
                {page_info().viewer.map(|viewer| view! { <Who viewer=viewer /> })}
            </aside>
            <main id="main" class="c-main">
                {children()}
            </main>
            <LiveRegions />
        </div>
    }
}

fn group(group: NavGroup) -> impl IntoView {
    view! {
        <div class="side-group">
            {group.title.map(|title| view! { <h2>{title}</h2> })}
            {group.items.into_iter().map(link).collect_view()}
        </div>
    }
}

fn link(item: NavItem) -> impl IntoView {
    let path = use_address().path;
    let (href, icon, label) = (item.href, item.icon, item.label);
    view! {
        // The drawer is a native popover; links inside it do not leave the document.
        <a
            href=href
            aria-current=move || path.with(|path| item.current(path))
            on:click=|_| crate::browser::hide_popover(SIDEBAR)
        >
            <Icon name=icon />
            {label}
        </a>
    }
}

#[component]
fn Who(viewer: Viewer) -> impl IntoView {
    view! {
        <div class="side-end">
            <Avatar name=viewer.display_name.clone() />
            <div class="who">
                <bdi>{viewer.display_name}</bdi>
                <span class="ltr">{viewer.username}</span>
            </div>
            <ThemeToggle />
            <Menu
                id="account-menu"
                label=t::common::account_menu()
                kind=ButtonKind::Quiet
                size=ButtonSize::Medium
                icon_only=true
                upwards=true
                trigger=|| view! { <Icon name="more" /> }
            >
                <MenuLink href="/admin/account" icon="user">
                    {t::common::your_account()}
                </MenuLink>
                <SignOutItem action="/admin/sign-out" />
            </Menu>
        </div>
    }
}
