//! Lists of devices and of the commands of one.

use entity::{command, device, user};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use types::{
    CommandRow, DeviceId, DeviceQuery, DeviceRow, DeviceState, Page, PageQuery, Permission, Validate,
};

use super::{Devices, same_serial, store};
use crate::{
    access::policy::Resource,
    ctx::RequestCtx,
    db::list::{Cursor, contains},
    error::Result,
    labels,
};

/// Devices of one person that are shown at once.
const MOST_OWN: u64 = 200;

impl Devices<'_> {
    /// Records as lists show them, for rooms that have asked the policy themselves.
    pub(crate) async fn rows_of(&self, devices: Vec<device::Model>) -> Result<Vec<DeviceRow>> {
        store::to_rows(self.domain.db().read(), devices, self.domain.clock().now()).await
    }

    /// Lists devices, newest first.
    ///
    /// # Errors
    /// Without `device_read`, or a query that breaks a rule.
    pub async fn list(&self, ctx: &RequestCtx, query: &DeviceQuery) -> Result<Page<DeviceRow>> {
        ctx.require(Permission::DeviceRead, &Resource::All)?;
        query.validate()?;
        let (db, keys) = (self.domain.db().read(), self.domain.keys());
        let mut filter = filter(query);
        if let Some(label) = query.label_id {
            filter = filter.add(labels::carriers(db, label).await?);
        }
        let total = match query.page.total {
            true => Some(device::Entity::find().filter(filter.clone()).count(db).await?),
            false => None,
        };
        let mut select = device::Entity::find().filter(filter);
        if let Some(cursor) = Cursor::parse(keys, "devices", query.page.cursor.as_deref())? {
            select = select.filter(device::Column::Id.lt(cursor.id));
        }
        let limit = query.page.limit() as usize;
        let mut found = select.order_by_desc(device::Column::Id).limit(limit as u64 + 1).all(db).await?;
        let next_cursor = Cursor::next(keys, "devices", &mut found, limit, |device| device.id);
        let mut items = store::to_rows(db, found, self.domain.clock().now()).await?;
        same_serial::mark(db, &mut items).await?;
        Ok(Page { items, next_cursor, total })
    }

    /// One's own devices, newest first, without those whose registration ran out or was withdrawn.
    ///
    /// # Errors
    /// `unauthenticated`, or `forbidden` without the right to sign in to the portal.
    pub async fn list_own(&self, ctx: &RequestCtx) -> Result<Vec<DeviceRow>> {
        let user_id = ctx.person()?;
        ctx.require(Permission::OwnDeviceRead, &Resource::OwnedBy(user_id))?;
        let db = self.domain.db().read();
        let found = device::Entity::find()
            .filter(device::Column::UserId.eq(user_id.0))
            .filter(device::Column::State.ne(DeviceState::Expired.as_str()))
            .order_by_desc(device::Column::Id)
            .limit(MOST_OWN)
            .all(db)
            .await?;
        store::to_rows(db, found, self.domain.clock().now()).await
    }

    /// The commands of a device, newest first.
    ///
    /// # Errors
    /// `unauthenticated`, `not_found`, `forbidden`, or a query that breaks a rule.
    pub async fn list_commands(
        &self,
        ctx: &RequestCtx,
        id: DeviceId,
        page: &PageQuery,
    ) -> Result<Page<CommandRow>> {
        let device = self.require_sight(ctx, id).await?;
        page.validate()?;
        let (db, keys) = (self.domain.db().read(), self.domain.keys());
        let of_device = || command::Entity::find().filter(command::Column::DeviceId.eq(id.0));
        let total = match page.total {
            true => Some(of_device().count(db).await?),
            false => None,
        };
        let mut select = of_device();
        if let Some(cursor) = Cursor::parse(keys, "commands", page.cursor.as_deref())? {
            select = select.filter(command::Column::Id.lt(cursor.id));
        }
        let limit = page.limit() as usize;
        let mut found = select.order_by_desc(command::Column::Id).limit(limit as u64 + 1).all(db).await?;
        let next_cursor = Cursor::next(keys, "commands", &mut found, limit, |command| command.id);
        let row = |command| self.command_row(ctx, &device, command);
        let items = found.into_iter().map(row).collect::<Result<_>>()?;
        Ok(Page { items, next_cursor, total })
    }
}

fn filter(query: &DeviceQuery) -> Condition {
    let mut filter = Condition::all()
        .add_option(query.state.map(|state| device::Column::State.eq(state.as_str())))
        .add_option(query.platform.map(|platform| device::Column::Platform.eq(platform.as_str())))
        .add_option(query.user_id.map(|user| device::Column::UserId.eq(user.0)));
    if let Some(q) = query.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
        let people = user::Entity::find()
            .select_only()
            .column(user::Column::Id)
            .filter(
                Condition::any()
                    .add(contains(user::Column::Username, q))
                    .add(contains(user::Column::DisplayName, q)),
            )
            .into_query();
        filter = filter.add(
            Condition::any()
                .add(contains(device::Column::Name, q))
                .add(contains(device::Column::Model, q))
                .add(contains(device::Column::SerialNumber, q))
                .add(device::Column::UserId.in_subquery(people)),
        );
    }
    filter
}
