//! Sending a message again.

use entity::{message, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use types::{
    AuditAction, ErrorCode, MessageChannel, MessageId, MessageKind, MessageState, Permission,
    RegistrationStatus, Timestamp, UserId, UserState,
};

use super::{
    Messages,
    facts::{Facts, Subject},
    queue, store,
};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    live::{LiveEvent, Topic},
    people,
};

impl Messages<'_> {
    /// Sends a message again. One that waits is tried at once. For one that is sent, failed or
    /// cancelled a new message is written: about the registration as it is now, or with a new link to
    /// choose a password, which ends the earlier one.
    ///
    /// # Errors
    /// Without `message_send`; `not_found`; `registration_not_pending` when the registration is over;
    /// `wrong_state` for a held message while nothing takes it, and for people who are disabled or
    /// have no address.
    pub async fn resend(&self, ctx: &RequestCtx, id: MessageId) -> Result<()> {
        ctx.require(Permission::MessageSend, &Resource::All)?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let row = store::find(tx.conn(), id).await?;
        let waits =
            [MessageState::Queued.as_str(), MessageState::Held.as_str()].contains(&row.state.as_str());
        if waits {
            try_now(&tx, &row, now).await?;
        } else {
            self.write_again(&mut tx, &row, now).await?;
        }
        let target = Target::new("message", id, row.subject.as_str());
        tx.record(ctx, now, Event::done(AuditAction::MessageResent, target)).await?;
        tx.announce(LiveEvent::Changed { topic: Topic::Message, id: row.id, owner: None });
        tx.commit().await
    }

    async fn write_again(&self, tx: &mut Tx, row: &message::Model, now: Timestamp) -> Result<()> {
        let facts = Facts::load(tx.conn(), row).await?;
        let channel = channel_of(row)?;
        if facts.user.state != UserState::Active.as_str() {
            return Err(ErrorCode::WrongState.into());
        }
        // A template is tried where it is written.
        if facts.is_sample {
            return Err(ErrorCode::WrongState.into());
        }
        if facts.kind == MessageKind::Invitation {
            return self.domain.invitations().send_again(tx, now, &facts.user, row.id).await;
        }
        match &facts.subject {
            Subject::Registration(waiting) => {
                let registration = &waiting.registration;
                if registration.status != RegistrationStatus::Pending.as_str()
                    || facts.expires_at().is_none_or(|at| now >= at)
                {
                    return Err(ErrorCode::RegistrationNotPending.into());
                }
                let mut to = people::store::to_recipient(&facts.user);
                to.language.clone_from(&row.language);
                let issued_at = Timestamp::from_millis(registration.issued_at);
                let id = registration.id.into();
                to.phone = waiting.device.phone_number.clone().or(to.phone);
                queue::queue_registration(tx, now, &to, channel, id, issued_at)
                    .await?
                    .ok_or(ErrorCode::WrongState)?;
            }
            // Old news would look like new ones.
            Subject::Notice(_) | Subject::Portal => return Err(ErrorCode::WrongState.into()),
            Subject::Link(_) => self.new_link(tx, facts.kind, &facts.user, now).await?,
        }
        Ok(())
    }

    async fn new_link(
        &self,
        tx: &mut Tx,
        kind: MessageKind,
        user: &user::Model,
        now: Timestamp,
    ) -> Result<()> {
        use people::password_link::{self, Purpose};
        let purpose = match kind {
            MessageKind::ResetPassword => Purpose::Reset,
            MessageKind::SetPassword => Purpose::Set,
            _ => return Err(ErrorCode::WrongState.into()),
        };
        password_link::revoke(tx, now, UserId(user.id)).await?;
        password_link::send(tx, self.domain.keys(), now, user, purpose).await
    }
}

/// By which way a message goes.
fn channel_of(row: &message::Model) -> Result<MessageChannel> {
    MessageChannel::from_word(&row.channel).ok_or_else(|| Error::internal("a message of an unknown channel"))
}

/// Makes a waiting message due.
async fn try_now(tx: &Tx, row: &message::Model, now: Timestamp) -> Result<()> {
    if !tx.leaves(channel_of(row)?) {
        return Err(ErrorCode::WrongState.into());
    }
    message::Entity::update_many()
        .col_expr(message::Column::State, Expr::value(MessageState::Queued.as_str()))
        .col_expr(message::Column::NextAttemptAt, Expr::value(now.as_millis()))
        .col_expr(message::Column::QueuedAt, Expr::value(now.as_millis()))
        .filter(message::Column::Id.eq(row.id))
        .exec(tx.conn())
        .await?;
    Ok(())
}
