//! The server functions of the console: one file per room of the domain. Each calls one method with
//! the context of the request; the domain decides what is allowed.

pub(super) mod apple;
pub(super) mod apple_tv;
pub(super) mod audit;
pub(super) mod devices;
pub(super) mod directories;
pub(super) mod groups;
pub(super) mod imports;
pub(super) mod invitations;
pub(super) mod jobs;
pub(super) mod leaving;
pub(super) mod look;
pub(super) mod mail_server;
pub(super) mod messages;
pub(super) mod registration;
pub(super) mod roles;
pub(super) mod settings;
pub(super) mod setup;
pub(super) mod sign_in;
pub(super) mod sms_gateway;
pub(super) mod templates;
pub(super) mod terms;
pub(super) mod users;
