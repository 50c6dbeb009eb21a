//! Who looks at a page, for the frame around it.

use entity::session;
use sea_orm::EntityTrait;
use types::{ErrorCode, Preferences, Source, Timestamp, Viewer};

use super::{Access, policy};
use crate::{ctx::RequestCtx, error::Result, people};

impl Access<'_> {
    /// The person at the face, with what they may do there.
    ///
    /// # Errors
    /// `unauthenticated`.
    pub async fn viewer(&self, ctx: &RequestCtx) -> Result<Viewer> {
        let me = ctx.signed_in()?;
        let db = self.domain.db().read();
        let user = people::store::find(db, &me.user_id).await?.ok_or(ErrorCode::Unauthenticated)?;
        let session = session::Entity::find_by_id(me.session_id.0).one(db).await?;
        Ok(Viewer {
            user_id: me.user_id,
            session_id: me.session_id,
            username: me.username.clone(),
            display_name: me.display_name.clone(),
            email: user.email,
            source: if user.directory_id.is_some() { Source::Directory } else { Source::Local },
            preferences: Preferences { language: user.language, time_zone: user.time_zone },
            permissions: policy::permissions_of(&ctx.actor),
            previous_sign_in_at: session
                .and_then(|session| session.previous_sign_in_at)
                .map(Timestamp::from_millis),
        })
    }
}
