//! What a new Gatehouse still needs, for the dashboard.

use entity::{device, user};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use types::{MessageChannel, Permission, SetUpChecklist};

use super::Settings;
use crate::{access::policy::Resource, ctx::RequestCtx, error::Result};

impl Settings<'_> {
    /// Mail server, first person beside the first administrator, first device that has joined.
    ///
    /// # Errors
    /// Without `settings_read`.
    pub async fn checklist(&self, ctx: &RequestCtx) -> Result<SetUpChecklist> {
        ctx.require(Permission::SettingsRead, &Resource::All)?;
        let db = self.domain.db().read();
        let people = user::Entity::find().count(db).await?;
        let joined =
            device::Entity::find().filter(device::Column::RegisteredAt.is_not_null()).count(db).await?;
        Ok(SetUpChecklist {
            mail: self.domain.messages().status(MessageChannel::Email).await?,
            has_user: people > 1,
            has_device: joined > 0,
            public_url_is_configured: self.public_url_is_configured(),
            push_warning: self.domain.push().warning().await?,
        })
    }
}
