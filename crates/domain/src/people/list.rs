//! Listing and searching people.

use std::collections::HashMap;

use entity::user;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use types::{Page, Permission, RoleKey, UserQuery, UserRow, Validate};

use uuid::Uuid;

use super::{People, filter, standing, store, view};
use crate::{access::policy::Resource, ctx::RequestCtx, db::list::Cursor, error::Result};

const LIST: &str = "users";

impl People<'_> {
    /// Lists people, newest first.
    ///
    /// # Errors
    /// Without `user_read`, or a query that breaks a rule.
    pub async fn list(&self, ctx: &RequestCtx, query: &UserQuery) -> Result<Page<UserRow>> {
        ctx.require(Permission::UserRead, &Resource::All)?;
        query.validate()?;
        let (db, keys) = (self.domain.db().read(), self.domain.keys());
        let filter = filter::of(db, query).await?;
        let mut select = user::Entity::find().filter(filter.clone());
        if let Some(cursor) = Cursor::parse(keys, LIST, query.page.cursor.as_deref())? {
            select = select.filter(user::Column::Id.lt(cursor.id));
        }
        let limit = query.page.limit() as usize;
        let page = select.order_by_desc(user::Column::Id).limit(limit as u64 + 1).all(db);
        // Each on a connection of its own: whoever waits, waits for the slower one alone.
        let count = async {
            match query.page.total {
                true => user::Entity::find().filter(filter).count(db).await.map(Some),
                false => Ok(None),
            }
        };
        let (mut rows, total) = tokio::try_join!(page, count)?;
        let next_cursor = Cursor::next(keys, LIST, &mut rows, limit, |row| row.id);
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let places = store::count_places(db, &ids).await?;
        let mut roles: HashMap<Uuid, Vec<RoleKey>> = HashMap::new();
        for (user, role) in standing::roles_by_name(db, &ids).await? {
            roles.entry(user).or_default().push(role);
        }
        let items = rows
            .into_iter()
            .map(|row| {
                let device_count = places.get(&row.id).copied().unwrap_or(0);
                let roles = roles.remove(&row.id).unwrap_or_default();
                view::row(row, roles, device_count)
            })
            .collect();
        Ok(Page { items, next_cursor, total })
    }
}
