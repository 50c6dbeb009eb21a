//! Rows of people.

use std::collections::HashMap;

use entity::{device_slot, role_assignment, user};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, Func},
};
use types::{ErrorCode, FieldCode, FieldError, PortalRight, RoleKey, Timestamp, UserId, UserState, Username};
use uuid::Uuid;

use crate::{
    db::{Engine, Tx},
    error::Result,
    messages::queue::Recipient,
};

/// A person by id.
pub(crate) async fn find<C: ConnectionTrait>(db: &C, id: &UserId) -> Result<Option<user::Model>> {
    Ok(user::Entity::find_by_id(id.0).filter(user::Column::DeletedAt.is_null()).one(db).await?)
}

/// A person by [`types::contact::username_key`].
pub(crate) async fn find_by_key<C: ConnectionTrait>(db: &C, key: &str) -> Result<Option<user::Model>> {
    let found = user::Entity::find().filter(user::Column::UsernameKey.eq(key));
    Ok(found.filter(user::Column::DeletedAt.is_null()).one(db).await?)
}

/// The one person with this e-mail address, typed in any case. Nobody where several share it.
pub(crate) async fn find_by_email<C: ConnectionTrait>(db: &C, typed: &str) -> Result<Option<user::Model>> {
    let lowered = Expr::expr(Func::lower(Expr::col(user::Column::Email)));
    let is_it = lowered.eq(typed.trim().to_lowercase());
    let mut found = user::Entity::find().filter(is_it).limit(2).all(db).await?;
    let first = found.pop();
    Ok(if found.is_empty() { first } else { None })
}

/// A person by id, whose row nobody else changes until this transaction ends.
pub(crate) async fn lock(tx: &Tx, id: &UserId) -> Result<Option<user::Model>> {
    let mut query = user::Entity::find_by_id(id.0).filter(user::Column::DeletedAt.is_null());
    if tx.engine() == Engine::Postgres {
        query = query.lock_exclusive();
    }
    Ok(query.one(tx.conn()).await?)
}

/// What a new person needs.
#[derive(Debug)]
pub(crate) struct NewUser {
    pub(crate) username: Username,
    pub(crate) display_name: String,
    pub(crate) email: Option<String>,
    pub(crate) phone_number: Option<String>,
    pub(crate) language: String,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) time_zone: Option<String>,
    pub(crate) rights: Vec<PortalRight>,
    pub(crate) password_hash: Option<String>,
}

/// Refuses a user name that somebody has.
///
/// # Errors
/// `username_taken`.
pub(crate) async fn check_free(tx: &Tx, username: &Username) -> Result<()> {
    match find_by_key(tx.conn(), &username.key()).await? {
        None => Ok(()),
        Some(_) => Err(types::ApiError {
            code: ErrorCode::UsernameTaken,
            fields: vec![FieldError::new("username", FieldCode::Taken)],
            retry_after: None,
        }
        .into()),
    }
}

/// Inserts an active person, after [`check_free`].
///
/// # Errors
/// A unique violation when somebody takes the name at the same moment; run within
/// `Domain::retry_on_conflict`.
pub(crate) async fn insert(tx: &Tx, now: Timestamp, new: NewUser) -> Result<user::Model> {
    let row = user::Model {
        id: Uuid::now_v7(),
        username: new.username.to_string(),
        username_key: new.username.key(),
        display_name: new.display_name,
        email: new.email,
        phone_number: new.phone_number,
        language: new.language,
        state: UserState::Active.as_str().to_owned(),
        rights: join_rights(&new.rights),
        password_hash: new.password_hash,
        version: 1,
        created_at: now.as_millis(),
        updated_at: now.as_millis(),
        last_sign_in_at: None,
        first_name: new.first_name,
        last_name: new.last_name,
        time_zone: new.time_zone,
        directory_id: None,
        directory_key: None,
        directory_dn: None,
        gone_at: None,
        theme: None,
        deleted_at: None,
        search: String::new(),
    };
    user::Entity::insert(active(row.clone())).exec_without_returning(tx.conn()).await?;
    Ok(row)
}

/// Gives a person a role by name.
pub(crate) async fn insert_role(tx: &Tx, now: Timestamp, user_id: Uuid, role: RoleKey) -> Result<()> {
    let row = role_assignment::ActiveModel {
        id: Set(Uuid::now_v7()),
        role: Set(role.to_string()),
        user_id: Set(Some(user_id)),
        group_id: Set(None),
        created_at: Set(now.as_millis()),
    };
    role_assignment::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// All columns of a row, to be written.
pub(crate) fn active(row: user::Model) -> user::ActiveModel {
    let search = search_text(&row);
    user::ActiveModel {
        id: Set(row.id),
        username: Set(row.username),
        username_key: Set(row.username_key),
        display_name: Set(row.display_name),
        email: Set(row.email),
        phone_number: Set(row.phone_number),
        language: Set(row.language),
        state: Set(row.state),
        rights: Set(row.rights),
        password_hash: Set(row.password_hash),
        version: Set(row.version),
        created_at: Set(row.created_at),
        updated_at: Set(row.updated_at),
        last_sign_in_at: Set(row.last_sign_in_at),
        first_name: Set(row.first_name),
        last_name: Set(row.last_name),
        time_zone: Set(row.time_zone),
        directory_id: Set(row.directory_id),
        directory_key: Set(row.directory_key),
        directory_dn: Set(row.directory_dn),
        gone_at: Set(row.gone_at),
        theme: Set(row.theme),
        deleted_at: Set(row.deleted_at),
        search: Set(search),
    }
}

/// What a person is found by, a line each, so that nothing is found across two of them.
fn search_text(row: &user::Model) -> String {
    let names = [Some(&row.username), Some(&row.display_name), row.email.as_ref()];
    let rest = [row.first_name.as_ref(), row.last_name.as_ref()];
    let lines: Vec<_> = names.into_iter().chain(rest).flatten().map(|text| text.to_lowercase()).collect();
    lines.join("\n")
}

/// Places under the device limit that each of these people takes.
pub(crate) async fn count_places<C: ConnectionTrait>(db: &C, ids: &[Uuid]) -> Result<HashMap<Uuid, u32>> {
    let counts: Vec<(Uuid, i64)> = device_slot::Entity::find()
        .select_only()
        .column(device_slot::Column::UserId)
        .column_as(device_slot::Column::Slot.count(), "places")
        .filter(device_slot::Column::UserId.is_in(ids.iter().copied()))
        .group_by(device_slot::Column::UserId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counts.into_iter().map(|(id, count)| (id, u32::try_from(count).unwrap_or(u32::MAX))).collect())
}

/// Whether the person counts: neither disabled nor gone from their directory.
pub(crate) fn is_active(user: &user::Model) -> bool {
    user.state == UserState::Active.as_str() && user.gone_at.is_none()
}

/// Portal rights as they are stored.
pub(crate) fn split_rights(words: &str) -> Vec<PortalRight> {
    words.split(',').filter_map(PortalRight::from_word).collect()
}

/// Portal rights as they are stored: each once, in their own order.
pub(crate) fn join_rights(rights: &[PortalRight]) -> String {
    let words: Vec<_> =
        PortalRight::ALL.iter().filter(|right| rights.contains(right)).map(|right| right.as_str()).collect();
    words.join(",")
}

/// The person as receiver of messages.
pub(crate) fn to_recipient(user: &user::Model) -> Recipient {
    Recipient {
        user_id: UserId(user.id),
        display_name: user.display_name.clone(),
        email: user.email.clone(),
        phone: user.phone_number.clone(),
        language: user.language.clone(),
    }
}
