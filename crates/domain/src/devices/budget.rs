//! How many devices somebody may wipe before another one has to agree (trust.md).

use std::time::Duration;

use entity::{command, user};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use types::{Action, CommandState, Timestamp};

use crate::{
    ctx::RequestCtx,
    db::{Engine, Tx},
    error::Result,
};

/// Wipes that one person, with all their tokens, may order in [`PER`].
pub(super) const WIPES: u64 = 10;
/// The time that [`WIPES`] count for.
const PER: Duration = Duration::from_hours(1);

/// Whether whoever asks has ordered as many wipes as they may alone. Counted behind a lock on the person,
/// so that many at once do not pass together.
pub(super) async fn is_used_up(tx: &Tx, ctx: &RequestCtx, now: Timestamp) -> Result<bool> {
    let Some(person) = ctx.user_id() else { return Ok(false) };
    if tx.engine() == Engine::Postgres {
        user::Entity::find_by_id(person.0).lock_exclusive().one(tx.conn()).await?;
    }
    let since = now.as_millis().saturating_sub(i64::try_from(PER.as_millis()).unwrap_or(i64::MAX));
    let ordered = command::Entity::find()
        .filter(command::Column::RequestedById.eq(person.0))
        .filter(command::Column::CreatedAt.gt(since))
        .filter(command::Column::Action.eq(Action::Wipe.as_str()))
        // What was taken back erased nothing.
        .filter(
            command::Column::State.is_not_in([CommandState::Cancelled.as_str(), CommandState::Held.as_str()]),
        )
        .count(tx.conn())
        .await?;
    Ok(ordered >= WIPES)
}
