//! Who is to be called, and when.

use std::time::Duration;

use entity::apple_enrolment::{Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, UpdateMany, sea_query::Expr};
use types::{DeviceId, PushReach, PushState, Timestamp};

use crate::{db::Tx, error::Result, live::LiveEvent};

/// A device of which nothing is wanted is called this often all the same, so that what is known of it is not old.
const HEARTBEAT: Duration = Duration::from_hours(24);

/// How long after the first calls the next one follows, while the device does not come; then once a day.
const AGAIN: [Duration; 2] = [Duration::from_mins(15), Duration::from_hours(1)];

/// When a device is called again that was called so often and did not come.
pub(super) fn next(tries: i64, now: Timestamp) -> Timestamp {
    let index = usize::try_from(tries).unwrap_or(usize::MAX);
    now + AGAIN.get(index).copied().unwrap_or(HEARTBEAT)
}

impl Tx {
    /// Something waits for a device: it hears of it on its open connection, or it is called by push.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn call(&mut self, id: DeviceId, now: Timestamp) -> Result<()> {
        due(now).filter(Column::DeviceId.eq(id.0)).exec(self.conn()).await?;
        self.announce(LiveEvent::DeviceCalled(id));
        Ok(())
    }
}

/// Something waits for every device.
///
/// # Errors
/// When the database fails.
pub(crate) async fn call_all(tx: &Tx, now: Timestamp) -> Result<()> {
    due(now).exec(tx.conn()).await?;
    Ok(())
}

/// A call at once, for those that can be called.
fn due(at: Timestamp) -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::PushAt, Expr::value(at.as_millis()))
        .col_expr(Column::PushCalls, Expr::col(Column::PushCalls).add(1_i64))
        .col_expr(Column::PushTries, Expr::value(0_i64))
        .filter(Column::PushToken.is_not_null())
        .filter(Column::PushState.is_in([PushState::Unknown.as_str(), PushState::Accepted.as_str()]))
}

/// A device has come and nothing waits for it: no call is repeated. One that was made since its enrolment was
/// read (`row`) stays.
///
/// # Errors
/// When the database fails.
pub(crate) async fn settle(tx: &Tx, row: &Model, now: Timestamp) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::PushAt, Expr::value((now + HEARTBEAT).as_millis()))
        .col_expr(Column::PushTries, Expr::value(0_i64))
        .filter(Column::Id.eq(row.id))
        .filter(Column::PushCalls.eq(row.push_calls))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// How a device is reached, where `topic` is that of the certificate.
pub(crate) fn reach(row: &Model, topic: Option<&str>) -> PushReach {
    PushReach {
        state: PushState::from_word(&row.push_state).unwrap_or(PushState::Unknown),
        has_certificate: topic == Some(row.topic.as_str()),
        called_at: row.pushed_at.map(Timestamp::from_millis),
        next_at: row.push_at.map(Timestamp::from_millis),
        detail: row.push_detail.clone(),
    }
}
