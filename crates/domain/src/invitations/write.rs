//! One person's invitation: the message, the link if they need one, and the row that remembers it.

use entity::{invitation, job_item, user};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use types::{AuditAction, CannotInvite, ErrorCode, Timestamp, UserId};
use uuid::Uuid;

use super::{
    Invitations,
    refusal::{self, needs_password},
};
use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::Result,
    jobs::work::Done,
    live::{LiveEvent, Topic},
    messages::queue,
    people::{
        password_link::{self, Purpose},
        store,
    },
};

impl Invitations<'_> {
    /// Invites the person of an item, or says why not. Their earlier link and message that wait are
    /// replaced.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn write(&self, tx: &mut Tx, ctx: &RequestCtx, item: &job_item::Model) -> Result<Done> {
        let refused = |why: CannotInvite| Done { skipped: Some(why.as_str().to_owned()), ..Done::default() };
        let Some(id) = item.user_id else { return Ok(refused(CannotInvite::Gone)) };
        let Some(user) = store::lock(tx, &UserId(id)).await? else { return Ok(refused(CannotInvite::Gone)) };
        let standing = refusal::of(tx.conn(), ctx, std::slice::from_ref(&user)).await?;
        if let Some(why) = standing.first().and_then(|standing| standing.refused) {
            return Ok(refused(why));
        }
        let now = self.domain.clock().now();
        let message_id = self.send(tx, now, &user).await?;
        let event = Event::done(AuditAction::InvitationSent, Target::new("user", id, user.display_name));
        tx.record(ctx, now, event).await?;
        tx.announce(LiveEvent::Changed { topic: Topic::Invitation, id, owner: None });
        Ok(Done { message_id, ..Done::default() })
    }

    /// Writes an invitation anew whose message failed or came to nothing, for the outbox. The job that
    /// wrote it follows the new message.
    ///
    /// # Errors
    /// `wrong_state` when it was withdrawn or is not the latest.
    pub(crate) async fn send_again(
        &self,
        tx: &mut Tx,
        now: Timestamp,
        user: &user::Model,
        message: Uuid,
    ) -> Result<()> {
        let found = invitation::Entity::find_by_id(user.id).one(tx.conn()).await?;
        if !found.is_some_and(|row| row.withdrawn_at.is_none() && row.message_id == Some(message)) {
            return Err(ErrorCode::WrongState.into());
        }
        let new = self.send(tx, now, user).await?;
        job_item::Entity::update_many()
            .col_expr(job_item::Column::MessageId, Expr::value(new))
            .filter(job_item::Column::UserId.eq(user.id))
            .filter(job_item::Column::MessageId.eq(message))
            .exec(tx.conn())
            .await?;
        tx.announce(LiveEvent::Changed { topic: Topic::Invitation, id: user.id, owner: None });
        Ok(())
    }

    async fn send(&self, tx: &mut Tx, now: Timestamp, user: &user::Model) -> Result<Option<Uuid>> {
        let user_id = UserId(user.id);
        let earlier = invitation::Entity::find_by_id(user.id).one(tx.conn()).await?;
        if let Some(message) = earlier.as_ref().and_then(|earlier| earlier.message_id) {
            queue::cancel_one(tx, message).await?;
        }
        let link = match needs_password(user) {
            true => {
                password_link::revoke(tx, now, user_id).await?;
                Some(
                    password_link::issue(tx, self.domain.keys(), now, user_id, Purpose::Invitation).await?.id,
                )
            }
            false => None,
        };
        let message = queue::queue_invitation(tx, now, &store::to_recipient(user), link).await?;
        let message = message.map(|id| id.0);
        let row = invitation::ActiveModel {
            user_id: Set(user.id),
            message_id: Set(message),
            link_id: Set(link),
            invited_at: Set(now.as_millis()),
            written_at: Set(now.as_millis()),
            times: Set(1),
            withdrawn_at: Set(None),
        };
        // Somebody who was withdrawn begins anew.
        let withdrawn = earlier.is_none_or(|earlier| earlier.withdrawn_at.is_some());
        let mut again = OnConflict::column(invitation::Column::UserId);
        again.update_columns([
            invitation::Column::MessageId,
            invitation::Column::LinkId,
            invitation::Column::WrittenAt,
            invitation::Column::WithdrawnAt,
        ]);
        match withdrawn {
            true => again.update_columns([invitation::Column::InvitedAt, invitation::Column::Times]),
            false => {
                let times = Expr::col((invitation::Entity, invitation::Column::Times)).add(1_i64);
                again.value(invitation::Column::Times, times)
            }
        };
        invitation::Entity::insert(row).on_conflict(again).exec_without_returning(tx.conn()).await?;
        Ok(message)
    }
}
