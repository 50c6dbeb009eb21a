//! Taking a directory away. Nobody and nothing goes with it: its people become local ones without a
//! password, its groups local ones with their members, rights and roles.

use std::collections::HashSet;

use entity::{directory, group, user};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};
use serde_json::json;
use types::{AuditAction, DirectoryId, ErrorCode, Permission, UserState};
use uuid::Uuid;

use super::{Directories, change, store};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::Result,
    live::{LiveEvent, Topic},
};

/// What stays behind when a directory goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leftovers {
    /// People who become local.
    pub people: u64,
    /// Groups that become local.
    pub groups: u64,
}

impl Directories<'_> {
    /// Deletes a directory with its settings, password and reports. Its people become local ones
    /// without a password (they cannot sign in until somebody sends them a link; who is gone is
    /// disabled), its groups become local ones; where a local group has the name, the directory's name
    /// is added in brackets.
    ///
    /// # Errors
    /// Without `directory_write`; `reauthentication_required`; `not_found`; `version_conflict`; `last_administrator` when everybody who
    /// may do everything comes from it.
    pub async fn delete(
        &self,
        ctx: &RequestCtx,
        id: DirectoryId,
        expected_version: Option<i64>,
    ) -> Result<Leftovers> {
        ctx.require(Permission::DirectoryWrite, &Resource::All)?;
        ctx.require_recent(self.domain.clock().now())?;
        let left = self.domain.retry_on_conflict(|| self.try_delete(ctx, id, expected_version)).await?;
        self.domain.away().clear(id.0);
        Ok(left)
    }

    async fn try_delete(
        &self,
        ctx: &RequestCtx,
        id: DirectoryId,
        expected_version: Option<i64>,
    ) -> Result<Leftovers> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        change::keep_an_administrator(&tx, id).await?;
        let row = store::lock(&tx, id).await?.ok_or(ErrorCode::NotFound)?;
        if expected_version.is_some_and(|version| version != row.version) {
            return Err(ErrorCode::VersionConflict.into());
        }
        let of_this = user::Column::DirectoryId.eq(id.0);
        let people = user::Entity::find().filter(of_this.clone()).count(tx.conn()).await?;
        user::Entity::update_many()
            .col_expr(user::Column::State, Expr::value(UserState::Disabled.as_str()))
            .filter(of_this.clone())
            .filter(user::Column::GoneAt.is_not_null())
            .exec(tx.conn())
            .await?;
        user::Entity::update_many()
            .col_expr(user::Column::DirectoryId, Expr::value(None::<Uuid>))
            .col_expr(user::Column::DirectoryKey, Expr::value(None::<String>))
            .col_expr(user::Column::DirectoryDn, Expr::value(None::<String>))
            .col_expr(user::Column::GoneAt, Expr::value(None::<i64>))
            .col_expr(user::Column::UpdatedAt, Expr::value(now.as_millis()))
            .filter(of_this)
            .exec(tx.conn())
            .await?;
        let groups = make_local(&tx, id, &row.name, now.as_millis()).await?;
        directory::Entity::delete_by_id(id.0).exec(tx.conn()).await?;
        let left = json!({ "people_now_local": people, "groups_now_local": groups });
        let event = Event::done(AuditAction::DirectoryDeleted, Target::new("directory", id, row.name));
        tx.record(ctx, now, event.change(None, Some(left))).await?;
        tx.announce(LiveEvent::Changed { topic: Topic::Settings, id: id.0, owner: None });
        tx.announce(LiveEvent::Changed { topic: Topic::User, id: Uuid::nil(), owner: None });
        tx.commit().await?;
        Ok(Leftovers { people, groups })
    }
}

async fn make_local(tx: &Tx, id: DirectoryId, directory: &str, now: i64) -> Result<u64> {
    let local = group::Entity::find().filter(group::Column::DirectoryId.is_null()).all(tx.conn()).await?;
    let mut names: HashSet<String> = local.into_iter().map(|row| row.name_key).collect();
    let rows = group::Entity::find().filter(group::Column::DirectoryId.eq(id.0)).all(tx.conn()).await?;
    let count = rows.len() as u64;
    for row in rows {
        let mut name = row.name.clone();
        let mut number = 1;
        while !names.insert(name.to_lowercase()) {
            let number_shown = if number == 1 { String::new() } else { format!(" {number}") };
            name = format!("{} ({directory}{number_shown})", row.name);
            number += 1;
        }
        group::Entity::update_many()
            .col_expr(group::Column::Name, Expr::value(name.clone()))
            .col_expr(group::Column::NameKey, Expr::value(name.to_lowercase()))
            .col_expr(group::Column::DirectoryId, Expr::value(None::<Uuid>))
            .col_expr(group::Column::DirectoryKey, Expr::value(None::<String>))
            .col_expr(group::Column::DirectoryDn, Expr::value(None::<String>))
            .col_expr(group::Column::GoneAt, Expr::value(None::<i64>))
            .col_expr(group::Column::UpdatedAt, Expr::value(now))
            .filter(group::Column::Id.eq(row.id))
            .exec(tx.conn())
            .await?;
    }
    Ok(count)
}
