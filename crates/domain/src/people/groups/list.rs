//! Listing groups, and one of them.

use entity::{group, group_member};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use types::{
    ErrorCode, GroupDetail, GroupId, GroupQuery, GroupRow, Page, Permission, Source, Timestamp, Validate,
};

use super::store;
use crate::{
    access::policy::Resource,
    ctx::RequestCtx,
    db::list::{Cursor, contains},
    error::Result,
    people::People,
};

const LIST: &str = "groups";

impl People<'_> {
    /// Lists groups, newest first.
    ///
    /// # Errors
    /// Without `user_read`, or a query that breaks a rule.
    pub async fn list_groups(&self, ctx: &RequestCtx, query: &GroupQuery) -> Result<Page<GroupRow>> {
        ctx.require(Permission::UserRead, &Resource::All)?;
        query.validate()?;
        let (db, keys) = (self.domain.db().read(), self.domain.keys());
        let filter = filter_of(query);
        let total = match query.page.total {
            true => Some(group::Entity::find().filter(filter.clone()).count(db).await?),
            false => None,
        };
        let mut select = group::Entity::find().filter(filter);
        if let Some(cursor) = Cursor::parse(keys, LIST, query.page.cursor.as_deref())? {
            select = select.filter(group::Column::Id.lt(cursor.id));
        }
        let limit = query.page.limit() as usize;
        let mut rows = select.order_by_desc(group::Column::Id).limit(limit as u64 + 1).all(db).await?;
        let next_cursor = Cursor::next(keys, LIST, &mut rows, limit, |row| row.id);
        Ok(Page { items: store::to_rows(db, rows).await?, next_cursor, total })
    }

    /// One group.
    ///
    /// # Errors
    /// Without `user_read`; `not_found`.
    pub async fn find_group(&self, ctx: &RequestCtx, id: GroupId) -> Result<GroupDetail> {
        ctx.require(Permission::UserRead, &Resource::All)?;
        self.group_detail(id).await
    }

    /// The page of a group, for whoever may see it.
    pub(super) async fn group_detail(&self, id: GroupId) -> Result<GroupDetail> {
        let db = self.domain.db().read();
        let group = store::find(db, id).await?;
        let (version, updated_at) = (group.version, Timestamp::from_millis(group.updated_at));
        let row = store::to_rows(db, vec![group]).await?.pop().ok_or(ErrorCode::NotFound)?;
        Ok(GroupDetail { row, version, updated_at })
    }
}

fn filter_of(query: &GroupQuery) -> Condition {
    let mut filter = Condition::all();
    if let Some(q) = query.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
        filter = filter.add(
            Condition::any()
                .add(contains(group::Column::NameKey, q))
                .add(contains(group::Column::Description, q)),
        );
    }
    if let Some(source) = query.source {
        filter = filter.add(match source {
            Source::Local => group::Column::DirectoryId.is_null(),
            Source::Directory => group::Column::DirectoryId.is_not_null(),
        });
    }
    if let Some(user) = query.user_id {
        let mine = group_member::Entity::find()
            .select_only()
            .column(group_member::Column::GroupId)
            .filter(group_member::Column::UserId.eq(user.0))
            .into_query();
        filter = filter.add(group::Column::Id.in_subquery(mine));
    }
    filter
}
