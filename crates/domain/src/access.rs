//! Sign-in, sessions, passwords, tokens and the first set-up (product.md section 2).
//!
//! Whatever is wrong with a sign-in gets one answer, costs one Argon2 computation, and counts against
//! the name as it was typed, whether anybody has that name or not.

mod administrators;
mod begin;
mod browser;
mod certificate;
mod change_password;
mod familiar;
mod limits;
mod password_rules;
mod passwords;
pub mod policy;
mod preferences;
mod profile;
mod prove;
mod purge;
mod reauthenticate;
mod reset;
mod sessions;
mod set_password;
mod set_up;
mod sign_in;
mod store;
mod tokens;
mod tries;
mod verify;
mod viewer;

pub use begin::NewSession;
pub(crate) use browser::Browser;
pub use certificate::{CertificateListener, StartedSignIn};
pub(crate) use limits::{GovernorClock, Limits, quota};
pub(crate) use passwords::Passwords;
pub use sessions::idle_limit;
pub use set_password::PasswordLink;
pub use tokens::TokenRow;
pub(crate) use tokens::shown as shown_token;

pub use crate::people::password_link::Purpose as PasswordPurpose;

use crate::Domain;

/// Sign-in, sessions, passwords, tokens and the first set-up.
#[derive(Debug, Clone, Copy)]
pub struct Access<'a> {
    domain: &'a Domain,
}

impl<'a> Access<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }
}
