//! Confirming that it is still the same person, in front of dangerous actions.

use entity::{session, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;
use types::{AuditAction, ErrorCode, FieldCode, SessionTime, SignInMethod, Timestamp};

use super::{Access, begin::NewSession, sessions, tries, verify::Checked};
use crate::{
    audit::{Event, Target},
    ctx::{RECENT, RequestCtx, SignedIn},
    error::{Error, Result},
    people,
    secrets::{random_token, token_hash},
};

impl Access<'_> {
    /// The person at the face proves with their password that it is still them: what needs
    /// [`RequestCtx::require_recent`] goes through for a while. The session gets a new token; the old
    /// one is dead. Wrong passwords count as they do at sign-in.
    ///
    /// # Errors
    /// `unauthenticated`; `sign_in_refused` when the password is wrong; `too_many_requests`;
    /// `invalid_input` when nothing was typed.
    pub async fn reauthenticate(&self, ctx: &RequestCtx, password: &str) -> Result<NewSession> {
        let me = ctx.signed_in()?;
        if password.is_empty() {
            return Err(Error::invalid("password", FieldCode::Required));
        }
        self.domain.limits().take(ctx.address)?;
        tries::take(self.domain, &me.username, Some(me.user_id.0)).await?;
        let db = self.domain.db().read();
        let user = people::store::find(db, &me.user_id).await?.ok_or(ErrorCode::Unauthenticated)?;
        let now = self.domain.clock().now();
        let target = Target::new("session", me.session_id, user.display_name.clone());
        if let Checked::Wrong(why) = self.check_password(Some(&user), password).await? {
            let tx = self.domain.begin().await?;
            let event = Event::refused(AuditAction::SessionConfirmRefused, target, why);
            tx.record(ctx, now, event).await?;
            tx.commit().await?;
            return Err(self.refusal().into());
        }
        self.renew_session(ctx, me, &user, SignInMethod::Password).await
    }

    /// The session of somebody who has just proved by `method` that it is still them: for a while they
    /// need not again. It gets a new token; the old one is dead.
    pub(super) async fn renew_session(
        &self,
        ctx: &RequestCtx,
        me: &SignedIn,
        user: &user::Model,
        method: SignInMethod,
    ) -> Result<NewSession> {
        let now = self.domain.clock().now();
        let token = random_token()?;
        let tx = self.domain.begin().await?;
        let done = session::Entity::update_many()
            .col_expr(session::Column::TokenHash, Expr::value(token_hash(&token)))
            .col_expr(session::Column::AuthenticatedAt, Expr::value(now.as_millis()))
            .col_expr(session::Column::LastSeenAt, Expr::value(now.as_millis()))
            .filter(session::Column::Id.eq(me.session_id.0))
            .exec(tx.conn())
            .await?;
        let session = session::Entity::find_by_id(me.session_id.0).one(tx.conn()).await?;
        let session = session.filter(|_| done.rows_affected == 1).ok_or(ErrorCode::Unauthenticated)?;
        if method == SignInMethod::Password {
            tries::forget(self.domain, &tx, user.id, &[&user.username]).await?;
        }
        let target = Target::new("session", me.session_id, user.display_name.clone());
        let event = Event::done(AuditAction::SessionConfirmed, target);
        tx.record(ctx, now, event.change(None, Some(json!({ "method": method })))).await?;
        tx.commit().await?;
        Ok(NewSession {
            token,
            session_id: me.session_id,
            user_id: me.user_id,
            expires_at: Timestamp::from_millis(session.expires_at),
            theme: user.theme.clone(),
        })
    }

    /// How long the session that asks will last if nobody does anything. Asking does not lengthen it.
    ///
    /// # Errors
    /// `unauthenticated`.
    pub async fn time_left(&self, ctx: &RequestCtx) -> Result<SessionTime> {
        let me = ctx.signed_in()?;
        let found = session::Entity::find_by_id(me.session_id.0).one(self.domain.db().read()).await?;
        let session = found.ok_or(ErrorCode::Unauthenticated)?;
        let now = self.domain.clock().now();
        let idle_end = Timestamp::from_millis(session.last_seen_at) + sessions::idle_limit(me.face);
        let end = Timestamp::from_millis(session.expires_at);
        Ok(SessionTime {
            user_id: me.user_id,
            idle_s: idle_end.min(end).since(now).as_secs(),
            whole_s: end.since(now).as_secs(),
            recent_s: (me.authenticated_at + RECENT).since(now).as_secs(),
        })
    }
}
