//! Rows of sessions and of links that work once.

use entity::{session, single_use_link, user};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr,
};
use types::{SessionId, Timestamp, UserId};
use uuid::Uuid;

use crate::{db::Tx, error::Result, people::store, secrets::token_hash};

/// Whom a typed name means: a user name first, else an e-mail address. Both are always looked for, so
/// that every name costs the same.
pub(super) async fn find_person<C: ConnectionTrait>(db: &C, typed: &str) -> Result<Option<user::Model>> {
    // PostgreSQL takes no NUL in a text; nobody's name has one.
    let typed = if typed.contains('\0') { "" } else { typed };
    let by_name = store::find_by_key(db, &types::contact::username_key(typed)).await?;
    let by_email = store::find_by_email(db, typed).await?;
    Ok(by_name.or(by_email))
}

/// A session with its person, by the token of the cookie.
pub(super) async fn find_session<C: ConnectionTrait>(
    db: &C,
    token: &str,
) -> Result<Option<(session::Model, user::Model)>> {
    let session =
        session::Entity::find().filter(session::Column::TokenHash.eq(token_hash(token))).one(db).await?;
    let Some(session) = session else { return Ok(None) };
    let user = store::find(db, &UserId(session.user_id)).await?;
    Ok(user.map(|user| (session, user)))
}

/// The sessions of a person, newest first.
pub(super) async fn list_sessions<C: ConnectionTrait>(
    db: &C,
    user_id: UserId,
) -> Result<Vec<session::Model>> {
    let query = session::Entity::find().filter(session::Column::UserId.eq(user_id.0));
    Ok(query.order_by_desc(session::Column::Id).all(db).await?)
}

/// Ends the sessions of a person at both faces, but for one.
pub(super) async fn delete_sessions(tx: &Tx, user_id: UserId, except: Option<SessionId>) -> Result<u64> {
    let mut which = Condition::all().add(session::Column::UserId.eq(user_id.0));
    if let Some(except) = except {
        which = which.add(session::Column::Id.ne(except.0));
    }
    Ok(session::Entity::delete_many().filter(which).exec(tx.conn()).await?.rows_affected)
}

/// A link that still works, by its token.
pub(super) async fn find_link<C: ConnectionTrait>(
    db: &C,
    token: &str,
    now: Timestamp,
) -> Result<Option<single_use_link::Model>> {
    let query = single_use_link::Entity::find()
        .filter(single_use_link::Column::TokenHash.eq(token_hash(token)))
        .filter(single_use_link::Column::UsedAt.is_null())
        .filter(single_use_link::Column::ExpiresAt.gt(now.as_millis()));
    Ok(query.one(db).await?)
}

/// Uses a link up. Of all who try at once, one is told `true`.
pub(super) async fn use_link(tx: &Tx, id: Uuid, now: Timestamp) -> Result<bool> {
    let done = single_use_link::Entity::update_many()
        .col_expr(single_use_link::Column::UsedAt, Expr::value(now.as_millis()))
        .col_expr(single_use_link::Column::Envelope, Expr::value(None::<Vec<u8>>))
        .filter(single_use_link::Column::Id.eq(id))
        .filter(single_use_link::Column::UsedAt.is_null())
        .filter(single_use_link::Column::ExpiresAt.gt(now.as_millis()))
        .exec(tx.conn())
        .await?;
    Ok(done.rows_affected == 1)
}
