//! How Gatehouse looks as the organisation's own: its logos, and what pages show of its look.
//!
//! A picture that somebody uploads is never given out: it is decoded within limits, scaled, and written anew as a
//! PNG, so that nothing of the file but what can be seen is left. Colour, links and texts are settings
//! ([`types::LookSettings`]).

mod logos;
mod picture;
mod store;

pub use logos::LogoFile;
pub(crate) use picture::Studio;

use types::{Link, LogoRow, LookSettings, MessageLanguage, OrganisationSettings};

use crate::{Domain, ctx::RequestCtx, error::Result};

/// The organisation's look.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    domain: &'a Domain,
}

/// What pages show of the look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// Colour, links and texts.
    pub settings: LookSettings,
    /// The logos that there are.
    pub logos: Vec<LogoRow>,
}

/// What the page with help shows beside its own answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Help {
    /// What the organisation says, and in which language.
    pub text: Option<(MessageLanguage, String)>,
    /// Where to write.
    pub email: Option<String>,
    /// Where else to look.
    pub links: Vec<Link>,
}

impl<'a> Look<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }

    /// What every page shows: it is no secret.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shown(&self) -> Result<Shown> {
        let logos = store::rows(self.domain.db().read()).await?;
        Ok(Shown { settings: self.domain.settings().get().await?, logos })
    }

    /// What the organisation tells a reader of this language who needs help; open to everybody.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn help(&self, _ctx: &RequestCtx, reader: MessageLanguage) -> Result<Help> {
        let settings: LookSettings = self.domain.settings().get().await?;
        let organisation: OrganisationSettings = self.domain.settings().organisation().await?;
        let text = settings.help(reader, organisation.language);
        let text = text.map(|(language, text)| (language, text.to_owned()));
        Ok(Help { text, email: organisation.support_email, links: settings.links })
    }
}
