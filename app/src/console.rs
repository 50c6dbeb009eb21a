//! The console: what administrators see and do.
//!
//! # Adding a page
//! 1. Write the page as a component in `src/console/<area>.rs` (or `src/console/<area>/<page>.rs`)
//!    and name its module below. The component starts with [`PageTitle`](crate::ui::PageTitle) and
//!    renders only what stands inside `<main>`.
//! 2. Add a `<Route>` to [`ConsoleApp`], and an entry to [`navigation`] if it has one.
//! 3. Put its texts into `locales/en/console.toml`.
//!
//! `generate_route_list(ConsoleApp)` tells the server about it; nothing else is needed.
//!
//! What a page shows is read by the server functions in [`api`]; `shared` holds what pages have in
//! common: loading, keeping up to date, forms, paging by key.

mod api;
mod audit;
mod devices;
mod directories;
mod groups;
mod messages;
mod overview;
mod register;
mod roles;
mod settings;
mod shared;
mod users;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};
use types::Permission;

use self::{
    audit::AuditPage,
    devices::{DevicePage, DevicesPage},
    directories::{DirectoriesPage, DirectoryPage, NewDirectoryPage},
    groups::{GroupPage, GroupsPage, NewGroupPage},
    messages::{MessagePage, MessagesPage},
    overview::OverviewPage,
    register::{JustMade, RegisterPage, RegistrationPage},
    roles::{NewRolePage, RolePage, RolesPage},
    settings::{OrganisationPage, PeopleSettingsPage, RegistrationSettingsPage, SignInSettingsPage},
    shared::may,
    users::{DeleteUserPage, EditUserPage, NewUserPage, UserPage, UsersPage},
};
use crate::{
    account::AccountPage,
    live::provide_live,
    shell::provide_page_info,
    t,
    ui::{ConsoleFrame, NavGroup, NavItem, NotFound, mark_hydrated},
};

/// The whole console, as mounted by the server and by `frontend/console`.
#[component]
pub fn ConsoleApp() -> impl IntoView {
    provide_meta_context();
    provide_page_info();
    provide_live("/admin/live");
    provide_context(JustMade::default());
    mark_hydrated();
    view! {
        <Router>
            <ConsoleFrame nav=navigation()>
                <Routes fallback=NotFound>
                    <Route path=path!("/admin") view=OverviewPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/devices") view=DevicesPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/devices/:id") view=DevicePage ssr=SsrMode::Async />
                    <Route path=path!("/admin/register") view=RegisterPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/registrations/:id") view=RegistrationPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/groups") view=GroupsPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/groups/new") view=NewGroupPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/groups/:id") view=GroupPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/users/:id/delete") view=DeleteUserPage ssr=SsrMode::Async />
                    <Route
                        path=path!("/admin/settings/people")
                        view=PeopleSettingsPage
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("/admin/users") view=UsersPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/users/new") view=NewUserPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/users/:id") view=UserPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/users/:id/edit") view=EditUserPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/roles") view=RolesPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/roles/new") view=NewRolePage ssr=SsrMode::Async />
                    <Route path=path!("/admin/roles/:id") view=RolePage ssr=SsrMode::Async />
                    <Route path=path!("/admin/messages") view=MessagesPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/messages/:id") view=MessagePage ssr=SsrMode::Async />
                    <Route path=path!("/admin/audit") view=AuditPage ssr=SsrMode::Async />
                    <Route
                        path=path!("/admin/settings/registration")
                        view=RegistrationSettingsPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/admin/settings/sign-in")
                        view=SignInSettingsPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/admin/settings/organisation")
                        view=OrganisationPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/admin/settings/directories")
                        view=DirectoriesPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/admin/settings/directories/new")
                        view=NewDirectoryPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/admin/settings/directories/:id")
                        view=DirectoryPage
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("/admin/account") view=AccountPage ssr=SsrMode::Async />
                </Routes>
            </ConsoleFrame>
        </Router>
    }
}

/// What may be seen, by area; the settings under a heading of their own.
fn navigation() -> Vec<NavGroup> {
    const REGISTRATIONS: &[&str] = &["/admin/register", "/admin/registrations"];
    let overview = NavItem::new("/admin", "dashboard", t::console::nav::overview()).home();
    let areas = [
        (
            Permission::DeviceRead,
            NavItem::new("/admin/devices", "phone", t::console::nav::devices()).also(REGISTRATIONS),
        ),
        (Permission::UserRead, NavItem::new("/admin/users", "user", t::console::nav::users())),
        (Permission::UserRead, NavItem::new("/admin/groups", "group", t::people::group::title())),
        (Permission::UserRead, NavItem::new("/admin/roles", "shield", t::roles::title())),
        (Permission::MessageRead, NavItem::new("/admin/messages", "mail", t::console::nav::messages())),
        (Permission::AuditRead, NavItem::new("/admin/audit", "audit", t::console::nav::audit())),
    ];
    let seen = areas.into_iter().filter(|(permission, _)| may(*permission)).map(|(_, item)| item);
    let mut groups = vec![NavGroup::new(None, std::iter::once(overview).chain(seen).collect())];
    let directories =
        NavItem::new("/admin/settings/directories", "directory", t::directories::title());
    let directories = may(Permission::DirectoryRead).then_some(directories);
    if may(Permission::SettingsRead) {
        let settings = [
            NavItem::new("/admin/settings/registration", "gate", t::console::nav::registration()),
            NavItem::new("/admin/settings/sign-in", "key", t::sign_in::title()),
            NavItem::new("/admin/settings/people", "user-add", t::people::settings::title()),
            NavItem::new("/admin/settings/organisation", "configuration", t::console::nav::organisation()),
        ];
        let settings = settings.into_iter().chain(directories).collect();
        groups.push(NavGroup::new(Some(t::console::nav::settings()), settings));
    } else if let Some(directories) = directories {
        groups.push(NavGroup::new(Some(t::console::nav::settings()), vec![directories]));
    }
    groups
}
