//! People whom a directory holds no more. They keep everything but their memberships in its groups and
//! their sessions, and come back without loss.

use entity::{group, group_member, session, user};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};
use serde_json::json;
use types::{AuditAction, Timestamp};
use uuid::Uuid;

use super::{Origin, announce};
use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::Result,
    live::LiveEvent,
    people::standing,
};

/// What became of departures.
#[derive(Debug, Default)]
pub(crate) struct Departed {
    /// User names of those who are gone.
    pub(crate) gone: Vec<String>,
    /// User names of those who stay, because nobody else may do everything.
    pub(crate) kept: Vec<String>,
}

/// Marks people as gone: they cannot sign in, and their sessions, tokens and PINs are dead until they
/// are back.
pub(crate) async fn depart(
    tx: &mut Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    origin: &Origin,
    ids: &[Uuid],
) -> Result<Departed> {
    let administrators = standing::lock_administrators(tx).await?;
    // The first one stays if otherwise nobody would.
    let last = administrators.first().filter(|_| administrators.iter().all(|id| ids.contains(id)));
    let rows = user::Entity::find()
        .filter(user::Column::Id.is_in(ids.iter().copied()))
        .filter(user::Column::DirectoryId.eq(origin.id))
        .filter(user::Column::GoneAt.is_null())
        .all(tx.conn())
        .await?;
    let (kept, gone): (Vec<user::Model>, Vec<user::Model>) =
        rows.into_iter().partition(|row| Some(&row.id) == last);
    let leaving: Vec<Uuid> = gone.iter().map(|row| row.id).collect();
    let these = || user::Column::Id.is_in(leaving.iter().copied());
    user::Entity::update_many()
        .col_expr(user::Column::GoneAt, Expr::value(now.as_millis()))
        .col_expr(user::Column::UpdatedAt, Expr::value(now.as_millis()))
        .col_expr(user::Column::Version, Expr::col(user::Column::Version).add(1_i64))
        .filter(these())
        .exec(tx.conn())
        .await?;
    let ended = session::Entity::delete_many()
        .filter(session::Column::UserId.is_in(leaving.iter().copied()))
        .exec(tx.conn())
        .await?;
    if ended.rows_affected > 0 {
        for id in &leaving {
            tx.announce(LiveEvent::SessionsEnded { user_id: (*id).into(), except: None });
        }
    }
    let its_groups = group::Entity::find()
        .select_only()
        .column(group::Column::Id)
        .filter(group::Column::DirectoryId.eq(origin.id))
        .into_query();
    group_member::Entity::delete_many()
        .filter(group_member::Column::UserId.is_in(leaving.iter().copied()))
        .filter(group_member::Column::GroupId.in_subquery(its_groups))
        .exec(tx.conn())
        .await?;
    let events = gone.iter().map(|row| {
        let target = Target::new("user", row.id, row.display_name.clone());
        Event::done(AuditAction::UserGone, target).change(None, Some(json!({ "directory": origin.name })))
    });
    tx.record_all(ctx, now, events.collect()).await?;
    announce(tx, leaving.iter().copied());
    let names = |rows: Vec<user::Model>| rows.into_iter().map(|row| row.username).collect();
    Ok(Departed { gone: names(gone), kept: names(kept) })
}
