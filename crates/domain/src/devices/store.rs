//! Queries about devices and commands.

use std::collections::{HashMap, HashSet};

use entity::{command, device, user};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Alias, Expr, ExprTrait, Query},
};
use types::{Action, CommandId, CommandState, DeviceId, DeviceRow, Timestamp};
use uuid::Uuid;

use super::rows::{self, Beside};
use crate::{
    db::{Engine, Tx},
    error::{Error, Result},
};

/// States in which a device has not given a final result.
pub(super) const OPEN: [&str; 4] = ["held", "queued", "sent", "not_now"];

/// Ends a command that stands in one of these states. Whether it stood there: of two that end it one wins.
pub(super) async fn end(
    tx: &Tx,
    id: CommandId,
    from: &[CommandState],
    to: CommandState,
    now: Timestamp,
) -> Result<bool> {
    let ended = command::Entity::update_many()
        .col_expr(command::Column::State, Expr::value(to.as_str()))
        .col_expr(command::Column::FinishedAt, Expr::value(now.as_millis()))
        .filter(command::Column::Id.eq(id.0))
        .filter(command::Column::State.is_in(from.iter().map(|state| state.as_str())))
        .exec(tx.conn())
        .await?;
    Ok(ended.rows_affected == 1)
}

/// A device record.
pub(super) async fn find<C: ConnectionTrait>(db: &C, id: DeviceId) -> Result<Option<device::Model>> {
    Ok(device::Entity::find_by_id(id.0).one(db).await?)
}

/// A device record within a change, locked until its end.
pub(crate) async fn find_locked(tx: &Tx, id: DeviceId) -> Result<Option<device::Model>> {
    let mut select = device::Entity::find_by_id(id.0);
    if tx.engine() == Engine::Postgres {
        select = select.lock_exclusive();
    }
    Ok(select.one(tx.conn()).await?)
}

/// A command.
pub(super) async fn find_command<C: ConnectionTrait>(
    db: &C,
    id: CommandId,
) -> Result<Option<command::Model>> {
    Ok(command::Entity::find_by_id(id.0).one(db).await?)
}

/// The owner of a device.
pub(super) async fn owner_of<C: ConnectionTrait>(db: &C, device: &device::Model) -> Result<user::Model> {
    let found = user::Entity::find_by_id(device.user_id).one(db).await?;
    found.ok_or_else(|| Error::internal("a device without its person"))
}

/// Rows for records, in three queries however many there are.
pub(super) async fn to_rows<C: ConnectionTrait>(
    db: &C,
    devices: Vec<device::Model>,
    now: Timestamp,
) -> Result<Vec<DeviceRow>> {
    let ids: Vec<Uuid> = devices.iter().map(|device| device.id).collect();
    let owners = names_of(db, devices.iter().map(|device| device.user_id).collect()).await?;
    let open = open_commands(db, &ids).await?;
    let failed = with_failed_command(db, &ids).await?;
    devices
        .into_iter()
        .map(|device| {
            let owner = owners.get(&device.user_id).map(String::as_str).unwrap_or_default();
            let beside = Beside {
                open_command: open.get(&device.id).copied(),
                last_command_failed: failed.contains(&device.id),
            };
            rows::device_row(device, owner, beside, now)
        })
        .collect()
}

async fn names_of<C: ConnectionTrait>(db: &C, ids: HashSet<Uuid>) -> Result<HashMap<Uuid, String>> {
    let names: Vec<(Uuid, String)> = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .column(user::Column::DisplayName)
        .filter(user::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(names.into_iter().collect())
}

/// The newest open command of each device.
async fn open_commands<C: ConnectionTrait>(db: &C, ids: &[Uuid]) -> Result<HashMap<Uuid, Action>> {
    let open: Vec<(Uuid, String)> = command::Entity::find()
        .select_only()
        .column(command::Column::DeviceId)
        .column(command::Column::Action)
        .filter(command::Column::DeviceId.is_in(ids.iter().copied()))
        .filter(command::Column::State.is_in(OPEN))
        .order_by_asc(command::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    // Later ones replace earlier ones.
    Ok(open.into_iter().filter_map(|(id, word)| Some((id, Action::from_word(&word)?))).collect())
}

/// The devices whose last answered command failed: one failed and none was done since.
async fn with_failed_command<C: ConnectionTrait>(db: &C, ids: &[Uuid]) -> Result<HashSet<Uuid>> {
    let later = Alias::new("later");
    let done_since = Query::select()
        .expr(Expr::value(1_i64))
        .from_as(command::Entity, later.clone())
        .and_where(
            Expr::col((later.clone(), command::Column::DeviceId))
                .equals((command::Entity, command::Column::DeviceId)),
        )
        .and_where(Expr::col((later.clone(), command::Column::State)).eq(CommandState::Done.as_str()))
        .and_where(
            Expr::col((later, command::Column::FinishedAt))
                .gte(Expr::col((command::Entity, command::Column::FinishedAt))),
        )
        .take();
    let failed: Vec<Uuid> = command::Entity::find()
        .select_only()
        .column(command::Column::DeviceId)
        .filter(command::Column::DeviceId.is_in(ids.iter().copied()))
        .filter(command::Column::State.eq(CommandState::Failed.as_str()))
        .filter(Expr::exists(done_since).not())
        .into_tuple()
        .all(db)
        .await?;
    Ok(failed.into_iter().collect())
}
