//! Who somebody is, for a script of their own.

use types::{ErrorCode, OwnProfile, Permission, Preferences, Source};

use super::{
    Access,
    policy::{self, Resource},
};
use crate::{ctx::RequestCtx, error::Result, people};

impl Access<'_> {
    /// The person who asks, with what they may do and how many devices they may have.
    ///
    /// # Errors
    /// `unauthenticated`; `forbidden` without `own_device_read`.
    pub async fn own_profile(&self, ctx: &RequestCtx) -> Result<OwnProfile> {
        let me = ctx.person()?;
        ctx.require(Permission::OwnDeviceRead, &Resource::OwnedBy(me))?;
        let user = people::store::find(self.domain.db().read(), &me).await?;
        let user = user.ok_or(ErrorCode::Unauthenticated)?;
        Ok(OwnProfile {
            user_id: me,
            version: user.version,
            source: if user.directory_id.is_some() { Source::Directory } else { Source::Local },
            username: user.username,
            display_name: user.display_name,
            email: user.email,
            phone_number: user.phone_number,
            preferences: Preferences { language: user.language, time_zone: user.time_zone },
            permissions: policy::permissions_of(&ctx.actor),
            limit: self.domain.registration().limit_of(me).await?,
        })
    }
}
