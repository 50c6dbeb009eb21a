//! Creates that are carried out once: the client's key is stored in the transaction of its effect.

use entity::idempotency_key;
use sea_orm::{ActiveValue::Set, EntityTrait};
use types::{ErrorCode, Timestamp};
use uuid::Uuid;

use crate::{
    ctx::{Actor, RequestCtx},
    db::Tx,
    error::Result,
};

impl Tx {
    /// The record that an earlier request with the same key has made, if there was one.
    ///
    /// # Errors
    /// `idempotency_key_reused` when the key came with another body.
    pub(crate) async fn find_earlier(&self, ctx: &RequestCtx) -> Result<Option<Uuid>> {
        let (Some(key), Some(actor)) = (&ctx.idempotency, actor_key(ctx)) else {
            return Ok(None);
        };
        let found = idempotency_key::Entity::find_by_id((actor, key.key.clone())).one(self.conn()).await?;
        match found {
            Some(row) if row.request_hash == key.request_hash => Ok(Some(row.result_id)),
            Some(_) => Err(ErrorCode::IdempotencyKeyReused.into()),
            None => Ok(None),
        }
    }

    /// Remembers which record this request has made. A parallel request with the same key fails on
    /// the unique key, rolls back and finds this one (see `Domain::retry_on_conflict`).
    pub(crate) async fn remember(&self, ctx: &RequestCtx, result_id: Uuid, now: Timestamp) -> Result<()> {
        let (Some(key), Some(actor)) = (&ctx.idempotency, actor_key(ctx)) else {
            return Ok(());
        };
        let row = idempotency_key::ActiveModel {
            actor: Set(actor),
            key: Set(key.key.clone()),
            request_hash: Set(key.request_hash.clone()),
            result_id: Set(result_id),
            created_at: Set(now.as_millis()),
        };
        idempotency_key::Entity::insert(row).exec_without_returning(self.conn()).await?;
        Ok(())
    }
}

fn actor_key(ctx: &RequestCtx) -> Option<String> {
    match &ctx.actor {
        Actor::User(user) => Some(format!("user:{}", user.user_id)),
        Actor::ApiToken(token) => Some(format!("token:{}", token.token_id)),
        Actor::Device(device) => Some(format!("device:{}", device.device_id)),
        Actor::Anonymous | Actor::System(_) | Actor::Job(_) => None,
    }
}
