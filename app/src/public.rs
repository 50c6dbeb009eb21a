//! Pages before signing in: sign-in, set-up, set-password, `/go` and `/r`. Plain forms that work
//! without any script, rendered on the server alone.
//!
//! # Adding a page
//! Write a function in `src/public/<page>.rs` that takes a [`PageContext`](crate::shell::PageContext)
//! and what the page shows, and gives a `String` through
//! [`render_document`](crate::shell::render_document). Put the content into a
//! [`GateFrame`](crate::ui::GateFrame); texts go to `locales/en/public.toml`. The server calls the
//! function from a handler of its own and sets the status.

mod confirm;
mod device_steps;
mod failure;
mod forgot;
mod go;
mod help;
mod joined;
mod link;
mod open_frame;
mod scan;
mod set_password;
mod set_up;
mod sign_in;
mod terms;

pub use confirm::{Confirm, confirm};
pub use failure::{DeadLink, dead_link, failure, not_set_up, offline};
pub use forgot::{Forgot, forgot};
pub use go::{Go, go};
pub use help::{Help, help};
pub use joined::joined;
pub use link::{LinkView, ProfilePassword, ShownOn, link};
pub use set_password::{SetPassword, set_password};
pub use set_up::{SetUpForm, set_up};
pub use sign_in::{SignIn, SignInNotice, sign_in};
pub use terms::{TermsView, declined, terms};

#[cfg(test)]
mod tests;
