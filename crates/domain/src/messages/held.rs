//! Messages that are kept because nothing takes them, and what becomes of them once there is.

use entity::{message, single_use_link};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::Expr};
use serde_json::json;
use types::{AuditAction, ErrorCode, MessageChannel, MessageState, Permission};
use uuid::Uuid;

use super::Messages;
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    error::Result,
    live::{LiveEvent, Topic},
};

impl Messages<'_> {
    /// Queues all held messages of the ways that are set up and gives how many. Those whose PIN or link has died meanwhile are
    /// cancelled when their turn comes.
    ///
    /// # Errors
    /// Without `message_send`; `wrong_state` while none is set up.
    pub async fn release_held(&self, ctx: &RequestCtx) -> Result<u64> {
        ctx.require(Permission::MessageSend, &Resource::All)?;
        let open = MessageChannel::ALL.iter().filter(|channel| self.is_configured(**channel));
        let open: Vec<_> = open.map(|channel| channel.as_str()).collect();
        if open.is_empty() {
            return Err(ErrorCode::WrongState.into());
        }
        let now = self.domain.clock().now().as_millis();
        let mut tx = self.domain.begin().await?;
        let released = message::Entity::update_many()
            .col_expr(message::Column::State, Expr::value(MessageState::Queued.as_str()))
            .col_expr(message::Column::NextAttemptAt, Expr::value(now))
            .col_expr(message::Column::QueuedAt, Expr::value(now))
            .filter(message::Column::State.eq(MessageState::Held.as_str()))
            .filter(message::Column::Channel.is_in(open))
            .exec(tx.conn())
            .await?
            .rows_affected;
        self.told(&mut tx, ctx, AuditAction::MessageHeldReleased, released).await?;
        tx.commit().await?;
        Ok(released)
    }

    /// Cancels all held messages and gives how many.
    ///
    /// # Errors
    /// Without `message_send`.
    pub async fn discard_held(&self, ctx: &RequestCtx) -> Result<u64> {
        ctx.require(Permission::MessageSend, &Resource::All)?;
        let mut tx = self.domain.begin().await?;
        let held = message::Column::State.eq(MessageState::Held.as_str());
        let links = message::Entity::find()
            .select_only()
            .column(message::Column::LinkId)
            .filter(held.clone())
            .filter(message::Column::LinkId.is_not_null())
            .into_query();
        single_use_link::Entity::update_many()
            .col_expr(single_use_link::Column::Envelope, Expr::value(None::<Vec<u8>>))
            .filter(single_use_link::Column::Id.in_subquery(links))
            .exec(tx.conn())
            .await?;
        let discarded = message::Entity::update_many()
            .col_expr(message::Column::State, Expr::value(MessageState::Cancelled.as_str()))
            .filter(held)
            .exec(tx.conn())
            .await?
            .rows_affected;
        self.told(&mut tx, ctx, AuditAction::MessageHeldDiscarded, discarded).await?;
        tx.commit().await?;
        Ok(discarded)
    }

    /// Keeps what is queued while nothing takes it, so that the outbox says why nothing moves.
    pub(super) async fn hold_queued(&self, channel: MessageChannel) -> Result<()> {
        let queued = Condition::all()
            .add(message::Column::State.eq(MessageState::Queued.as_str()))
            .add(message::Column::Channel.eq(channel.as_str()));
        let any =
            message::Entity::find().filter(queued.clone()).limit(1).one(self.domain.db().read()).await?;
        if any.is_none() {
            return Ok(());
        }
        let mut tx = self.domain.begin().await?;
        message::Entity::update_many()
            .col_expr(message::Column::State, Expr::value(MessageState::Held.as_str()))
            .col_expr(message::Column::NextAttemptAt, Expr::value(None::<i64>))
            .col_expr(message::Column::LockedUntil, Expr::value(None::<i64>))
            .filter(queued)
            .exec(tx.conn())
            .await?;
        tx.announce(LiveEvent::Changed { topic: Topic::Message, id: Uuid::nil(), owner: None });
        tx.commit().await
    }

    async fn told(
        &self,
        tx: &mut crate::db::Tx,
        ctx: &RequestCtx,
        action: AuditAction,
        count: u64,
    ) -> Result<()> {
        if count == 0 {
            return Ok(());
        }
        let event =
            Event::done(action, Target::only("message")).change(None, Some(json!({ "messages": count })));
        tx.record(ctx, self.domain.clock().now(), event).await?;
        tx.announce(LiveEvent::Changed { topic: Topic::Message, id: Uuid::nil(), owner: None });
        Ok(())
    }
}
