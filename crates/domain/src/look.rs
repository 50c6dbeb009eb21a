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

use types::{LogoRow, LookSettings};

use crate::{Domain, error::Result};

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
}
