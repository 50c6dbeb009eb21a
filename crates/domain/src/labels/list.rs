//! Looking at labels.

use entity::device;
use sea_orm::{EntityTrait, PaginatorTrait, QueryFilter};
use types::{LabelId, LabelRow, LabelRule, Permission, Validate};

use super::{Labels, rule, store};
use crate::{access::policy::Resource, ctx::RequestCtx, error::Result};

impl Labels<'_> {
    /// All labels: those that are always there first, then by name.
    ///
    /// # Errors
    /// Without `device_read`.
    pub async fn list(&self, ctx: &RequestCtx) -> Result<Vec<LabelRow>> {
        ctx.require(Permission::DeviceRead, &Resource::All)?;
        let db = self.domain.db().read();
        store::to_rows(db, store::all(db).await?).await
    }

    /// One label.
    ///
    /// # Errors
    /// Without `device_read`; `not_found`.
    pub async fn find(&self, ctx: &RequestCtx, id: LabelId) -> Result<LabelRow> {
        ctx.require(Permission::DeviceRead, &Resource::All)?;
        self.row(id).await
    }

    pub(super) async fn row(&self, id: LabelId) -> Result<LabelRow> {
        let db = self.domain.db().read();
        let row = store::find(db, id).await?;
        Ok(store::to_rows(db, vec![row]).await?.swap_remove(0))
    }

    /// How many devices a rule applies to now.
    ///
    /// # Errors
    /// Without `device_read`; `invalid_input`.
    pub async fn count(&self, ctx: &RequestCtx, rule: &LabelRule) -> Result<u64> {
        ctx.require(Permission::DeviceRead, &Resource::All)?;
        rule.validate()?;
        let condition = rule::condition(&rule.normalised());
        Ok(device::Entity::find().filter(condition).count(self.domain.db().read()).await?)
    }
}
