//! The terms of use on the page of a link.

use types::{ErrorCode, MessageLanguage, TermsId, TermsText};

use super::{Registrations, prove::to_the_end, store};
use crate::{ctx::RequestCtx, error::Result, terms};

/// What the holder of a link is asked to accept before the device comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsPage {
    /// The text.
    pub text: TermsText,
    /// The languages that there are.
    pub languages: Vec<MessageLanguage>,
}

impl Registrations<'_> {
    /// What the holder of a link still has to accept, in the wanted language where there is one; nothing
    /// where there are no terms or they have accepted them.
    ///
    /// # Errors
    /// `link_dead` as for [`Self::open_link`].
    pub async fn terms_of_link(
        &self,
        _ctx: &RequestCtx,
        token: &str,
        wanted: Option<MessageLanguage>,
    ) -> Result<Option<TermsPage>> {
        let found = self.find_waiting_link(token).await?;
        let db = self.domain.db().read();
        let Some(asked) = terms::required(db, &found.row, &found.device).await? else { return Ok(None) };
        let languages = asked.languages();
        let id = languages.iter().find(|(language, _)| Some(*language) == wanted);
        let id = id.map_or(asked.first, |(_, id)| *id);
        let text = terms::text(db, id).await?;
        Ok(Some(TermsPage { text, languages: languages.into_iter().map(|(language, _)| language).collect() }))
    }

    /// The holder of a link accepts a text, or does not. Said again, it changes nothing.
    ///
    /// # Errors
    /// `link_dead` as for [`Self::open_link`]; `version_conflict` where another text is in force by now.
    pub async fn answer_terms(
        &self,
        ctx: &RequestCtx,
        token: &str,
        id: TermsId,
        accepts: bool,
    ) -> Result<()> {
        self.find_waiting_link(token).await?;
        let (domain, ctx, token) = (self.domain.clone(), ctx.clone(), token.to_owned());
        to_the_end(async move {
            let room = domain.registration();
            let now = domain.clock().now();
            let tx = domain.begin().await?;
            let found = room.find_waiting_link(&token).await?;
            let found = store::or_not_found(store::find_locked(&tx, found.id()).await?)?;
            let asked = terms::asked(tx.conn(), &found.row.language, found.device.country.as_deref()).await?;
            if !asked.is_some_and(|asked| asked.has(id)) {
                return Err(ErrorCode::VersionConflict.into());
            }
            let device = (&found.device, found.device_name());
            match accepts {
                true => terms::accept(&tx, &ctx, now, &found.row, device, id).await?,
                false => terms::decline(&tx, &ctx, now, device, id).await?,
            }
            tx.commit().await
        })
        .await
    }
}
