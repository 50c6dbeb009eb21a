//! Signing in with a certificate, on a smart card or in the browser (docs/decisions).
//!
//! A listener of its own asks for the certificate; what it shows is verified here, against the
//! authorities that the organisation trusts, and matched to a person. What comes of it travels to the
//! main listener as a token that works once, for a minute, in the one browser that began.

mod authorities;
mod decode;
mod facts;
mod hand_over;
mod holder;
mod listener;
mod lock_out;
mod revocation;
mod settings;
mod store;
mod verify;

pub use hand_over::StartedSignIn;
pub use listener::CertificateListener;

pub(super) use settings::{allow_password_at_console, allows_password, offers_own_tokens};
