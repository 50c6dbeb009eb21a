//! Calls that are due.

use std::{collections::BTreeMap, time::Duration};

use entity::apple_enrolment::{Column, Entity, Model};
use futures::{StreamExt, stream};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany, sea_query::Expr,
};
use types::{PushFailure, PushState, Timestamp};

use super::{
    Push, call,
    client::{Answer, Call},
};
use crate::{
    error::Result,
    mdm,
    secrets::random_bytes,
    settings::{self, Stored, key},
};

/// How many are taken up at once.
const BATCH: u64 = 200;
/// How many calls are under way at once on the one connection.
const AT_ONCE: usize = 100;
/// A device that was called too often is left alone for this long.
const TOO_OFTEN: Duration = Duration::from_mins(30);

impl Push<'_> {
    /// Calls every device that is due, and gives how many were. Stops early when the service is away or refuses
    /// the certificate. May be dropped at any moment: what has no result is called again.
    ///
    /// # Errors
    /// When the database fails. What the service says is no error.
    pub async fn send_due(&self) -> Result<u64> {
        let Some(topic) = self.load().await? else { return Ok(0) };
        let mut called = 0;
        loop {
            let now = self.domain.clock().now();
            if self.domain.push_line().is_resting(now) {
                return Ok(called);
            }
            let due = Entity::find()
                .filter(Column::PushAt.lte(now.as_millis()))
                .filter(Column::PushToken.is_not_null())
                .filter(Column::Topic.eq(topic.as_str()))
                .order_by_asc(Column::PushAt)
                .limit(BATCH)
                .all(self.domain.db().read())
                .await?;
            if due.is_empty() {
                return Ok(called);
            }
            let answers: Vec<_> = stream::iter(due)
                .map(|row| async move {
                    let answer = self.call(&row, now).await;
                    (row, answer)
                })
                .buffer_unordered(AT_ONCE)
                .collect()
                .await;
            let made = answers.len() as u64;
            if !self.note(answers, now).await? {
                return Ok(called);
            }
            called += made;
        }
    }

    async fn call(&self, row: &Model, now: Timestamp) -> Answer {
        let magic = mdm::push_magic(self.domain, row);
        let (Some(token), Ok(Some(magic))) = (&row.push_token, magic) else {
            return Answer::Wrong("What it must hear cannot be read".to_owned());
        };
        self.domain.push_line().call(&Call { token, magic: &magic }, now).await
    }

    /// Writes down what became of calls; whether the service is there for more.
    async fn note(&self, answers: Vec<(Model, Answer)>, now: Timestamp) -> Result<bool> {
        let tx = self.domain.begin().await?;
        let mut accepted: BTreeMap<i64, Condition> = BTreeMap::new();
        let (mut failure, mut any) = (None, false);
        for (row, answer) in answers {
            match answer {
                Answer::Accepted => {
                    any = true;
                    let same = accepted.remove(&row.push_tries).unwrap_or_else(Condition::any);
                    accepted.insert(row.push_tries, same.add(same_call(&row)));
                }
                Answer::NoDevice(words) => {
                    any = true;
                    tracing::warn!(device = %row.device_id, words, "the push service does not know a device");
                    refused(&row, PushState::Refused, Some(words)).exec(tx.conn()).await?;
                }
                Answer::Gone(at) if row.token_at.is_some_and(|told| told > at.as_millis()) => {
                    // It has told of itself since then.
                    any = true;
                    later(&row, call::next(0, now)).exec(tx.conn()).await?;
                }
                Answer::Gone(_) => {
                    any = true;
                    refused(&row, PushState::Gone, None).exec(tx.conn()).await?;
                }
                Answer::TooOften => {
                    any = true;
                    later(&row, now + TOO_OFTEN).exec(tx.conn()).await?;
                }
                Answer::Wrong(words) => {
                    tracing::error!(device = %row.device_id, words, "a call by push was wrong");
                    later(&row, call::next(row.push_tries, now)).exec(tx.conn()).await?;
                }
                Answer::NotWelcome(detail) => {
                    failure = Some(PushFailure { since: now, is_refused: true, detail });
                }
                Answer::Away(detail) => {
                    failure = failure.or(Some(PushFailure { since: now, is_refused: false, detail }));
                }
            }
        }
        for (tries, same) in accepted {
            Entity::update_many()
                .col_expr(Column::PushAt, Expr::value(call::next(tries, now).as_millis()))
                .col_expr(Column::PushTries, Expr::value(tries + 1))
                .col_expr(Column::PushState, Expr::value(PushState::Accepted.as_str()))
                .col_expr(Column::PushDetail, Expr::value(None::<String>))
                .col_expr(Column::PushedAt, Expr::value(now.as_millis()))
                .filter(same)
                .exec(tx.conn())
                .await?;
        }
        let line = self.domain.push_line();
        match &failure {
            Some(failure) => {
                let chance = f64::from(u16::from_le_bytes(random_bytes()?)) / f64::from(u16::MAX);
                line.rest(now, failure.is_refused, chance);
                tracing::warn!(words = failure.detail, "the push service takes no calls");
            }
            None if any => line.wake_up(),
            None => {}
        }
        let before: Stored<Option<PushFailure>> = settings::load(tx.conn(), key::PUSH_FAILURE).await?;
        let is_same = match (&before.value, &failure) {
            (Some(before), Some(now)) => before.is_refused == now.is_refused && before.detail == now.detail,
            (None, None) => true,
            // Some were taken in the same batch: it is there.
            _ => false,
        };
        if !is_same {
            let value = serde_json::json!(failure);
            settings::put(&tx, key::PUSH_FAILURE, &value, "Gatehouse (push)", now).await?;
        }
        tx.commit().await?;
        Ok(failure.is_none())
    }
}

/// The row while nobody has called it anew.
fn same_call(row: &Model) -> Condition {
    Condition::all().add(Column::Id.eq(row.id)).add(Column::PushCalls.eq(row.push_calls))
}

fn later(row: &Model, at: Timestamp) -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::PushAt, Expr::value(at.as_millis()))
        .col_expr(Column::PushTries, Expr::value(row.push_tries + 1))
        .filter(same_call(row))
}

/// Nobody calls it until it tells of itself again.
fn refused(row: &Model, state: PushState, words: Option<String>) -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::PushAt, Expr::value(None::<i64>))
        .col_expr(Column::PushState, Expr::value(state.as_str()))
        .col_expr(Column::PushDetail, Expr::value(words))
        .filter(Column::Id.eq(row.id))
        .filter(Column::TokenAt.eq(row.token_at))
}
