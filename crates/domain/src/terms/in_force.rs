//! Which text somebody is asked to accept.

use sea_orm::ConnectionTrait;
use types::{ErrorCode, MessageLanguage, OrganisationSettings, TermsId, TermsText};
use uuid::Uuid;

use super::{
    Terms,
    store::{self, Version},
};
use crate::{ctx::RequestCtx, error::Result, settings};

/// What a person is asked to accept: one of these texts, which say the same in several languages.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// The one in their language, as far as there is one.
    pub(crate) first: TermsId,
    versions: Vec<Version>,
}

impl Asked {
    /// Whether this is one of them.
    pub(crate) fn has(&self, id: TermsId) -> bool {
        self.versions.iter().any(|version| version.id == id.0)
    }

    /// All of them.
    pub(crate) fn ids(&self) -> impl Iterator<Item = Uuid> {
        self.versions.iter().map(|version| version.id)
    }

    /// The languages that there are, and the texts in them.
    pub(crate) fn languages(&self) -> Vec<(MessageLanguage, TermsId)> {
        let language = |version: &Version| {
            MessageLanguage::from_word(&version.language).map(|language| (language, TermsId(version.id)))
        };
        self.versions.iter().filter_map(language).collect()
    }
}

/// What somebody of this language is asked for a device in this country; nothing where there are no terms.
pub(crate) async fn asked<C: ConnectionTrait>(
    db: &C,
    language: &str,
    country: Option<&str>,
) -> Result<Option<Asked>> {
    let in_force: Vec<Version> = store::newest(db).await?.into_iter().filter(|row| row.has_text).collect();
    if in_force.is_empty() {
        return Ok(None);
    }
    let of = |country: &str| -> Vec<Version> {
        in_force.iter().filter(|row| row.country == country).cloned().collect()
    };
    let national = country.map(of).filter(|found| !found.is_empty());
    let versions = national.unwrap_or_else(|| of(""));
    let organisation =
        settings::load::<OrganisationSettings, _>(db, settings::key::ORGANISATION).await?.value.language;
    let wanted = [MessageLanguage::of_tag(language), Some(organisation), Some(MessageLanguage::English)];
    let first = wanted
        .into_iter()
        .flatten()
        .find_map(|language| versions.iter().find(|row| row.language == language.as_str()))
        .or(versions.first());
    Ok(first.map(|first| TermsId(first.id)).map(|first| Asked { first, versions }))
}

impl Terms<'_> {
    /// A text that is in force, for whoever is asked to accept it: it is no secret.
    ///
    /// # Errors
    /// `not_found` for a version that is not the newest, or was withdrawn.
    pub async fn find_text(&self, _ctx: &RequestCtx, id: TermsId) -> Result<TermsText> {
        text(self.domain.db().read(), id).await
    }
}

/// A text that is in force.
///
/// # Errors
/// `not_found`.
pub(crate) async fn text<C: ConnectionTrait>(db: &C, id: TermsId) -> Result<TermsText> {
    let row = store::find(db, id).await?;
    let key = store::key_of(&row.language, &row.country)?;
    let is_newest = store::latest(db, &key).await?.is_some_and(|latest| latest.id == row.id);
    match row.text.filter(|_| is_newest) {
        Some(text) => Ok(TermsText { id, key, version: row.version, text }),
        None => Err(ErrorCode::NotFound.into()),
    }
}
