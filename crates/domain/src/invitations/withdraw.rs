//! Taking invitations back.

use entity::invitation;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use types::{ApiError, AssignResult, AuditAction, ErrorCode, Permission, UserId, Validate, Withdraw};

use super::Invitations;
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    error::Result,
    live::{LiveEvent, Topic},
    messages::queue,
    people::{password_link, store},
};

impl Invitations<'_> {
    /// Takes the invitations of these people back: a message that waits is not sent, and the link to
    /// choose a first password ends. Those who can sign in without it still can. What keeps one of them
    /// from it is in their result.
    ///
    /// # Errors
    /// Without `registration_write`; input that breaks a rule.
    pub async fn withdraw(&self, ctx: &RequestCtx, input: &Withdraw) -> Result<Vec<AssignResult>> {
        ctx.require(Permission::RegistrationWrite, &Resource::All)?;
        input.validate()?;
        let mut results = Vec::with_capacity(input.people.len());
        for user_id in &input.people {
            let outcome = self.withdraw_one(ctx, *user_id).await;
            let refused = outcome.err().map(|error| ApiError::from(error).code);
            results.push(AssignResult { user_id: *user_id, changed: refused.is_none(), refused });
        }
        Ok(results)
    }

    async fn withdraw_one(&self, ctx: &RequestCtx, id: UserId) -> Result<()> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let user = store::lock(&tx, &id).await?.ok_or(ErrorCode::NotFound)?;
        let found = invitation::Entity::find_by_id(id.0).one(tx.conn()).await?;
        let found = found.filter(|found| found.withdrawn_at.is_none()).ok_or(ErrorCode::WrongState)?;
        if let Some(message) = found.message_id {
            queue::cancel_one(&mut tx, message).await?;
        }
        if found.link_id.is_some() && user.password_hash.is_none() {
            password_link::revoke(&mut tx, now, id).await?;
        }
        invitation::Entity::update_many()
            .col_expr(invitation::Column::WithdrawnAt, Expr::value(now.as_millis()))
            .filter(invitation::Column::UserId.eq(id.0))
            .exec(tx.conn())
            .await?;
        let event = Event::done(AuditAction::InvitationWithdrawn, Target::new("user", id, user.display_name));
        tx.record(ctx, now, event).await?;
        tx.announce(LiveEvent::Changed { topic: Topic::Invitation, id: id.0, owner: None });
        tx.commit().await
    }
}
