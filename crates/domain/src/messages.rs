//! Messages: the outbox, and what takes e-mails and text messages (product.md section 4).
//!
//! A rule writes a row into the outbox within its own transaction ([`queue`]); a leased job hands it
//! to the mail server or the service for text messages ([`Messages::deliver_due`]). A row holds no secret: PIN and links stay in the
//! envelopes of their own records, and a message is rendered from them at the moment it is sent or
//! looked at.

mod deliver;
mod editing;
mod facts;
mod failure;
mod held;
mod mail_server;
mod mailer;
mod outlet;
mod qr;
pub(crate) mod queue;
mod read;
mod render;
mod resend;
mod sample;
mod sms;
mod sms_gateway;
mod status;
mod store;
mod template;

pub(crate) use mailer::Mailer;
pub(crate) use sms::SmsSender;

use url::Url;

use crate::{
    Domain,
    error::{Error, Result},
};

/// The product's name, and the sender's where the configuration gives none.
const PRODUCT: &str = "Gatehouse";

/// The product's mark, 96 pixels wide, drawn from the design's logo.
const MARK: &[u8] = include_bytes!("messages/templates/mark.png");

/// Where the links lie that set and reset a password; the token follows.
pub const SET_PASSWORD_PATH: &str = "/set-password/";

/// Where people ask for a new password.
const FORGOT_PATH: &str = "/forgot";
/// Where people register devices of their own.
const REGISTER_PATH: &str = "/register";
/// The portal's home.
const PORTAL_PATH: &str = "/";
/// Where people look after their certificates.
const CERTIFICATES_PATH: &str = "/certificates";

/// Where people see their sessions.
const ACCOUNT_PATH: &str = "/account";

/// Messages: the outbox and the mail server.
#[derive(Debug, Clone, Copy)]
pub struct Messages<'a> {
    domain: &'a Domain,
}

impl<'a> Messages<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }

    /// Makes what is set up count, which another process may have changed.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn load_outlets(&self) -> Result<()> {
        self.load_outlet(self.domain.mailer()).await?;
        self.load_outlet(self.domain.sms_sender()).await
    }

    /// The public URL, and its host for addresses and message ids. Never taken from a request.
    async fn public_url(&self) -> Result<(String, String)> {
        let url = self.domain.settings().public_url().await?;
        let host = Url::parse(&url).ok().and_then(|url| url.host_str().map(str::to_owned));
        Ok((url, host.ok_or_else(|| Error::internal("the public URL has no host"))?))
    }
}

/// Without blanks around, and nothing rather than an empty text.
fn filled(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}
