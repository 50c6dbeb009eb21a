//! Changing one's own password.

use entity::user;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use types::{AuditAction, ErrorCode};

use super::{Access, password_rules, store, tries};
use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    error::Result,
    live::LiveEvent,
    messages::queue,
    people::{self, password_link},
};

impl Access<'_> {
    /// Changes one's own password and ends all other sessions and password links.
    ///
    /// # Errors
    /// `unauthenticated`; `sign_in_refused` when `current` is wrong; `too_many_requests`;
    /// `invalid_input` with the field `password` when `new` may not be chosen; `wrong_state` for people
    /// whose password is a directory's.
    pub async fn change_password(&self, ctx: &RequestCtx, current: &str, new: &str) -> Result<()> {
        let me = ctx.signed_in()?;
        let db = self.domain.db().read();
        let user = people::store::find(db, &me.user_id).await?.ok_or(ErrorCode::Unauthenticated)?;
        if user.directory_id.is_some() {
            return Err(ErrorCode::WrongState.into());
        }
        self.domain.limits().take(ctx.address)?;
        tries::take(self.domain, &me.username, Some(me.user_id.0)).await?;
        let hash = user.password_hash.as_deref();
        let hash = hash.filter(|_| current.chars().count() <= password_rules::MAX);
        let now = self.domain.clock().now();
        if !self.domain.passwords().verify(current, hash).await? {
            let target = Target::new("user", me.user_id, user.display_name);
            let tx = self.domain.begin().await?;
            tx.record(ctx, now, Event::refused(AuditAction::PasswordChangeRefused, target, "wrong password"))
                .await?;
            tx.commit().await?;
            return Err(ErrorCode::SignInRefused.into());
        }
        let new = self.hash_new(new, &user).await?;
        let mut tx = self.domain.begin().await?;
        let done = user::Entity::update_many()
            .col_expr(user::Column::PasswordHash, Expr::value(new))
            .filter(user::Column::Id.eq(user.id))
            .filter(user::Column::PasswordHash.eq(user.password_hash.clone()))
            .exec(tx.conn())
            .await?;
        if done.rows_affected == 0 {
            return Err(ErrorCode::SignInRefused.into());
        }
        store::delete_sessions(&tx, me.user_id, Some(me.session_id)).await?;
        password_link::revoke(&mut tx, now, me.user_id).await?;
        tries::forget(self.domain, &tx, user.id, &[&user.username]).await?;
        queue::queue_password_changed(&mut tx, ctx, now, &people::store::to_recipient(&user)).await?;
        let target = Target::new("user", me.user_id, user.display_name);
        tx.record(ctx, now, Event::done(AuditAction::PasswordChanged, target)).await?;
        tx.announce(LiveEvent::SessionsEnded { user_id: me.user_id, except: Some(me.session_id) });
        tx.commit().await
    }
}
