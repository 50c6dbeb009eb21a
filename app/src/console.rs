//! The console: what administrators see and do.
//!
//! # Adding a page
//! 1. Write the page as a component in `src/console/<area>.rs` (or `src/console/<area>/<page>.rs`)
//!    and name its module below. The component starts with [`PageTitle`](crate::ui::PageTitle) and
//!    renders only what stands inside `<main>`.
//! 2. Add its address to the part that it belongs to, in `routed_pages!` below, and an entry to [`navigation`]
//!    if it has one.
//! 3. Put its texts into `locales/en/console.toml`.
//!
//! `generate_route_list(ConsoleApp)` tells the server about it; nothing else is needed.
//!
//! What a page shows is read by the server functions in [`api`]; `shared` holds what pages have in
//! common: loading, keeping up to date, forms, paging by key.

mod api;
mod apple;
mod apple_tv;
mod audit;
mod configurations;
mod devices;
mod directories;
mod groups;
mod imports;
mod invitations;
mod jobs;
mod labels;
mod mail_server;
mod messages;
mod overview;
mod register;
mod roles;
mod settings;
mod shared;
mod templates;
mod terms;
mod text_messages;
mod users;

use leptos::prelude::*;
use leptos_router::components::Router;
use types::Permission;

use self::{
    apple::{AppleSettingsPage, CertificatesPage},
    apple_tv::AppleTvPage,
    audit::AuditPage,
    configurations::{ConfigurationPage, ConfigurationsPage, NewConfigurationPage},
    devices::{DevicePage, DevicesPage},
    directories::{DirectoriesPage, DirectoryPage, NewDirectoryPage},
    groups::{GroupPage, GroupsPage, NewGroupPage},
    imports::{ImportPage, ImportPreviewPage},
    invitations::{InvitationsPage, InvitePage},
    jobs::JobPage,
    labels::{LabelPage, LabelsPage, NewLabelPage},
    mail_server::MailServerPage,
    messages::{MessagePage, MessagesPage},
    overview::OverviewPage,
    register::{JustMade, RegisterPage, RegistrationPage},
    roles::{NewRolePage, RolePage, RolesPage},
    settings::{
        LookPage, OrganisationPage, PeopleSettingsPage, RegistrationSettingsPage, SignInSettingsPage,
    },
    shared::may,
    templates::{TemplatePage, TemplatesPage},
    terms::{AcceptancesPage, TermsPage, TermsTextPage},
    text_messages::TextMessagesPage,
    users::{DeleteUserPage, EditUserPage, NewUserPage, UserPage, UsersPage},
};
use crate::{
    account::AccountPage,
    live::provide_live,
    parts::routed_pages,
    shell::provide_page_info,
    t,
    ui::{ConsoleFrame, NavGroup, NavItem, mark_hydrated},
};

routed_pages! {
    /// What administrators have open all day.
    Daily in console {
        "/admin" => OverviewPage,
        "/admin/devices" => DevicesPage,
    }
    /// One device.
    Device in console_device {
        "/admin/devices/:id" => DevicePage,
    }
    /// Registering a device for somebody.
    Register in console_register {
        "/admin/register" => RegisterPage,
        "/admin/registrations/:id" => RegistrationPage,
        "/admin/apple-tv" => AppleTvPage,
    }
    /// Inviting people, and long work.
    Invite in console_invite {
        "/admin/invitations" => InvitationsPage,
        "/admin/invitations/new" => InvitePage,
        "/admin/jobs/:id" => JobPage,
        "/admin/import" => ImportPage,
        "/admin/import/:id" => ImportPreviewPage,
    }
    /// People.
    People in console_people {
        "/admin/users" => UsersPage,
        "/admin/users/new" => NewUserPage,
        "/admin/users/:id" => UserPage,
        "/admin/users/:id/edit" => EditUserPage,
        "/admin/users/:id/delete" => DeleteUserPage,
    }
    /// Who belongs together and who may do what.
    Access in console_access {
        "/admin/groups" => GroupsPage,
        "/admin/groups/new" => NewGroupPage,
        "/admin/groups/:id" => GroupPage,
        "/admin/roles" => RolesPage,
        "/admin/roles/new" => NewRolePage,
        "/admin/roles/:id" => RolePage,
    }
    /// Where people come from and how they sign in.
    SignIn in console_sign_in {
        "/admin/settings/sign-in" => SignInSettingsPage,
        "/admin/settings/directories" => DirectoriesPage,
        "/admin/settings/directories/new" => NewDirectoryPage,
        "/admin/settings/directories/:id" => DirectoryPage,
    }
    /// Messages: the outbox, what they say, and how they leave.
    Messages in console_messages {
        "/admin/messages" => MessagesPage,
        "/admin/messages/:id" => MessagePage,
        "/admin/settings/templates" => TemplatesPage,
        "/admin/settings/templates/:kind/:language" => TemplatePage,
        "/admin/settings/mail-server" => MailServerPage,
        "/admin/settings/text-messages" => TextMessagesPage,
    }
    /// Terms of use, and who has accepted them.
    Terms in console_terms {
        "/admin/settings/terms" => TermsPage,
        "/admin/settings/terms/accepted" => AcceptancesPage,
        "/admin/settings/terms/:language" => TermsTextPage,
    }
    /// What devices are set up with.
    Setup in console_setup {
        "/admin/settings/labels" => LabelsPage,
        "/admin/settings/labels/new" => NewLabelPage,
        "/admin/settings/labels/:id" => LabelPage,
        "/admin/settings/configurations" => ConfigurationsPage,
        "/admin/settings/configurations/new" => NewConfigurationPage,
        "/admin/settings/configurations/:id" => ConfigurationPage,
        "/admin/settings/apple" => AppleSettingsPage,
        "/admin/settings/apple/certificates" => CertificatesPage,
    }
    /// How pages look, and where people find help.
    Look in console_look {
        "/admin/settings/look" => LookPage,
    }
    /// What is set once and looked up now and then.
    Office in console_office {
        "/admin/audit" => AuditPage,
        "/admin/settings/registration" => RegistrationSettingsPage,
        "/admin/settings/organisation" => OrganisationPage,
        "/admin/settings/people" => PeopleSettingsPage,
        "/admin/account" => AccountPage,
    }
}

/// The whole console, as mounted by the server and by the bundles `frontend/console*`.
#[component]
pub fn ConsoleApp() -> impl IntoView {
    provide_page_info();
    provide_live("/admin/live");
    provide_context(JustMade::default());
    mark_hydrated();
    view! {
        <Router>
            <ConsoleFrame nav=navigation()>
                {routes()}
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
        (
            Permission::RegistrationWrite,
            NavItem::new("/admin/invitations", "user-add", t::invitations::title())
                .also(&["/admin/jobs", "/admin/import"]),
        ),
        (Permission::RegistrationWrite, NavItem::new("/admin/apple-tv", "tv", t::apple_tv::title())),
        (Permission::MessageRead, NavItem::new("/admin/messages", "mail", t::console::nav::messages())),
        (Permission::AuditRead, NavItem::new("/admin/audit", "audit", t::console::nav::audit())),
    ];
    let seen = areas.into_iter().filter(|(permission, _)| may(*permission)).map(|(_, item)| item);
    let mut groups = vec![NavGroup::new(None, std::iter::once(overview).chain(seen).collect())];
    let read = may(Permission::SettingsRead);
    let settings = [
        (read, NavItem::new("/admin/settings/registration", "gate", t::console::nav::registration())),
        (read, NavItem::new("/admin/settings/sign-in", "key", t::sign_in::title())),
        (read, NavItem::new("/admin/settings/people", "user-add", t::people::settings::title())),
        (may(Permission::DeviceRead), NavItem::new("/admin/settings/labels", "label", t::labels::title())),
        (
            may(Permission::DeviceRead),
            NavItem::new("/admin/settings/configurations", "settings", t::configurations::title()),
        ),
        (read, NavItem::new("/admin/settings/apple", "phone", t::apple::title())),
        (read, NavItem::new("/admin/settings/templates", "template", t::templates::title())),
        (read, NavItem::new("/admin/settings/mail-server", "mail", t::mail_server::title())),
        (read, NavItem::new("/admin/settings/text-messages", "sms", t::text_messages::title())),
        (read, NavItem::new("/admin/settings/terms", "check-circle", t::terms::title())),
        (
            read,
            NavItem::new("/admin/settings/organisation", "configuration", t::console::nav::organisation()),
        ),
        (read, NavItem::new("/admin/settings/look", "sun", t::look::title())),
        (
            may(Permission::DirectoryRead),
            NavItem::new("/admin/settings/directories", "directory", t::directories::title()),
        ),
    ];
    let settings: Vec<NavItem> =
        settings.into_iter().filter(|(seen, _)| *seen).map(|(_, item)| item).collect();
    if !settings.is_empty() {
        groups.push(NavGroup::new(Some(t::console::nav::settings()), settings));
    }
    groups
}
