//! `/api/v1/me`: what people do in the portal, for scripts of their own. Each operation calls the method of
//! the domain that the portal calls.

mod certificates;
mod commands;
mod devices;
mod history;
mod ownership;
mod profile;
mod registrations;
mod sessions;

use types::Permission;

use crate::router::Routes;

/// What one of the actions on one's own device needs.
const ACTIONS: &[Permission] = &[
    Permission::OwnLock,
    Permission::OwnUnlock,
    Permission::OwnLocate,
    Permission::OwnWipe,
    Permission::OwnRetire,
    Permission::OwnResetPinPassword,
];

pub(super) fn routes() -> Routes {
    Routes::new()
        .merge(profile::routes())
        .merge(sessions::routes())
        .merge(devices::routes())
        .merge(commands::routes())
        .merge(ownership::routes())
        .merge(registrations::routes())
        .merge(certificates::routes())
        .merge(history::routes())
}
