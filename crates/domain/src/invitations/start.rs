//! Sending invitations: a job with an item for each person.

use entity::user;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use types::{Invite, JobId, JobKind, Matching, Permission, Selection, Validate};
use uuid::Uuid;

use super::Invitations;
use crate::{
    access::policy::Resource,
    ctx::RequestCtx,
    error::Result,
    jobs::work::{self, Item, NewJob},
    people::filter,
};

/// People looked at in one statement.
pub(super) const AT_ONCE: usize = 500;

impl Invitations<'_> {
    /// Begins to send invitations to these people; those who cannot be invited are told apart by the
    /// job. The same idempotency key again gives the same job.
    ///
    /// # Errors
    /// Without `registration_write` and `user_read`; a selection that breaks a rule or is nobody.
    pub async fn start(&self, ctx: &RequestCtx, input: &Invite) -> Result<JobId> {
        ctx.require(Permission::RegistrationWrite, &Resource::All)?;
        ctx.require(Permission::UserRead, &Resource::All)?;
        input.validate()?;
        self.domain
            .retry_on_conflict(|| async {
                let now = self.domain.clock().now();
                let mut tx = self.domain.begin().await?;
                if let Some(earlier) = tx.find_earlier(ctx).await? {
                    return Ok(JobId(earlier));
                }
                let ids = selected(tx.conn(), &input.selection).await?;
                if ids.is_empty() {
                    return Err(crate::Error::invalid("people", types::FieldCode::Required));
                }
                let items = ids
                    .into_iter()
                    .map(|id| Item { user_id: Some(id), input: None, plan: None, refused: None })
                    .collect();
                let new =
                    NewJob { kind: JobKind::Invitation, input: serde_json::Value::Null, draft: false, items };
                let id = work::insert(&mut tx, ctx, now, new).await?;
                tx.remember(ctx, id.0, now).await?;
                tx.commit().await?;
                Ok(id)
            })
            .await
    }
}

/// The ids of the people who are meant, by name.
pub(super) async fn selected<C: ConnectionTrait>(db: &C, selection: &Selection) -> Result<Vec<Uuid>> {
    let people = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .order_by_asc(user::Column::DisplayName)
        .order_by_asc(user::Column::Id);
    match selection {
        Selection::Matching(Matching { query, except }) => {
            let filter = filter::of(db, query).await?;
            let ids: Vec<Uuid> = people.filter(filter).into_tuple().all(db).await?;
            let except: std::collections::HashSet<Uuid> = except.iter().map(|id| id.0).collect();
            Ok(ids.into_iter().filter(|id| !except.contains(id)).collect())
        }
        Selection::People(wanted) => {
            let mut ids = Vec::with_capacity(wanted.len());
            for some in wanted.chunks(AT_ONCE) {
                let some = people
                    .clone()
                    .filter(user::Column::Id.is_in(some.iter().map(|id| id.0)))
                    .filter(user::Column::DeletedAt.is_null());
                ids.extend(some.into_tuple::<Uuid>().all(db).await?);
            }
            ids.dedup();
            Ok(ids)
        }
    }
}
