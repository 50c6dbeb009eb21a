//! People as the page shows them on which they are chosen.

use std::collections::HashMap;

use entity::{invitation, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use types::{Candidate, Page, Permission, Timestamp, UserQuery};
use uuid::Uuid;

use super::{Invitations, refusal};
use crate::{access::policy::Resource, ctx::RequestCtx, error::Result};

impl Invitations<'_> {
    /// Lists people as [`People::list`](crate::people::People::list) does, with what matters for
    /// inviting them.
    ///
    /// # Errors
    /// Without `registration_write` and `user_read`, or a query that breaks a rule.
    pub async fn candidates(&self, ctx: &RequestCtx, query: &UserQuery) -> Result<Page<Candidate>> {
        ctx.require(Permission::RegistrationWrite, &Resource::All)?;
        let page = self.domain.people().list(ctx, query).await?;
        let db = self.domain.db().read();
        let ids: Vec<Uuid> = page.items.iter().map(|row| row.id.0).collect();
        let users = user::Entity::find().filter(user::Column::Id.is_in(ids.iter().copied())).all(db).await?;
        let standings = refusal::of(db, ctx, &users).await?;
        let mut known: HashMap<Uuid, _> = users.iter().map(|user| user.id).zip(standings).collect();
        let invited: HashMap<Uuid, i64> = invitation::Entity::find()
            .filter(invitation::Column::UserId.is_in(ids))
            .filter(invitation::Column::WithdrawnAt.is_null())
            .all(db)
            .await?
            .into_iter()
            .map(|row| (row.user_id, row.written_at))
            .collect();
        let items = page
            .items
            .into_iter()
            .filter_map(|user| {
                let standing = known.remove(&user.id.0)?;
                Some(Candidate {
                    group: standing.group,
                    limit: standing.limit,
                    invited_at: invited.get(&user.id.0).copied().map(Timestamp::from_millis),
                    refused: standing.refused,
                    user: types::UserRow { device_count: standing.places, ..user },
                })
            })
            .collect();
        Ok(Page { items, next_cursor: page.next_cursor, total: page.total })
    }
}
