//! Sessions: recognised by a token whose hash alone is stored, with an idle and an absolute limit,
//! and dead as soon as the person may not be at the face any more.

use std::time::Duration;

use entity::session;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;
use types::{
    AuditAction, ErrorCode, Face, Permission, PermissionSet, SessionId, SessionRow, SignInMethod, Timestamp,
    UserId,
};

use super::{Access, begin, browser::Browser, store};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::{RequestCtx, SignedIn},
    error::Result,
    live::LiveEvent,
    people,
};

/// Uses closer together than this are not written down.
const SEEN_GRAIN: Duration = Duration::from_secs(30);

/// How long a session may rest.
pub fn idle_limit(face: Face) -> Duration {
    match face {
        Face::Console => Duration::from_mins(15),
        Face::Portal => Duration::from_mins(30),
    }
}

/// How long a session may last.
pub(super) fn absolute_limit(face: Face) -> Duration {
    match face {
        Face::Console => Duration::from_hours(8),
        Face::Portal => Duration::from_hours(24),
    }
}

impl Access<'_> {
    /// Who is behind the cookie of `face`, if it still counts. What a page does by itself, such as
    /// listening for news, is `passive` and does not keep the session awake.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resolve_session(&self, face: Face, token: &str, passive: bool) -> Result<Option<SignedIn>> {
        let Some((session, user)) = store::find_session(self.domain.db().read(), token).await? else {
            return Ok(None);
        };
        let now = self.domain.clock().now();
        if !is_alive(&session, face, now) {
            return Ok(None);
        }
        let permissions = people::standing::permissions_at(self.domain.db().read(), face, &user).await?;
        if begin::why_not(face, &user, permissions).is_some() {
            return Ok(None);
        }
        let last_seen = Timestamp::from_millis(session.last_seen_at);
        if !passive && now.since(last_seen) >= SEEN_GRAIN {
            session::Entity::update_many()
                .col_expr(session::Column::LastSeenAt, Expr::value(now.as_millis()))
                .filter(session::Column::Id.eq(session.id))
                .filter(session::Column::LastSeenAt.lt(now.as_millis()))
                .exec(self.domain.db().write())
                .await?;
        }
        let authenticated_at = Timestamp::from_millis(session.authenticated_at);
        Ok(Some(begin::signed_in(face, SessionId(session.id), &user, permissions, authenticated_at)))
    }

    /// What the person of a session may do now; none when the session does not count any more. Asked by what
    /// listens for it; does not keep it awake.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session_permissions(&self, face: Face, id: SessionId) -> Result<Option<PermissionSet>> {
        let db = self.domain.db().read();
        let found = session::Entity::find_by_id(id.0).one(db).await?;
        let Some(session) = found.filter(|row| is_alive(row, face, self.domain.clock().now())) else {
            return Ok(None);
        };
        let Some(user) = people::store::find(db, &UserId(session.user_id)).await? else { return Ok(None) };
        let permissions = people::standing::permissions_at(db, face, &user).await?;
        Ok(begin::why_not(face, &user, permissions).is_none().then_some(permissions))
    }

    /// One's own sessions at both faces, newest first.
    ///
    /// # Errors
    /// `unauthenticated`; `forbidden` for a token without `own_account`.
    pub async fn list_sessions(&self, ctx: &RequestCtx) -> Result<Vec<SessionRow>> {
        let me = ctx.account_holder()?;
        self.rows_of(me, ctx.signed_in().ok().map(|me| me.session_id)).await
    }

    /// Anybody's sessions at both faces, newest first.
    ///
    /// # Errors
    /// Without `user_read`; `not_found`.
    pub async fn list_sessions_of(&self, ctx: &RequestCtx, user_id: UserId) -> Result<Vec<SessionRow>> {
        ctx.require(Permission::UserRead, &Resource::All)?;
        people::store::find(self.domain.db().read(), &user_id).await?.ok_or(ErrorCode::NotFound)?;
        self.rows_of(user_id, ctx.signed_in().ok().map(|me| me.session_id)).await
    }

    async fn rows_of(&self, user_id: UserId, asking: Option<SessionId>) -> Result<Vec<SessionRow>> {
        let now = self.domain.clock().now();
        let rows = store::list_sessions(self.domain.db().read(), user_id).await?;
        let row = |session: session::Model| {
            let face = Face::from_word(&session.face)?;
            let Browser { name, system } = Browser::of(session.user_agent.as_deref());
            is_alive(&session, face, now).then(|| SessionRow {
                id: SessionId(session.id),
                face,
                current: asking == Some(SessionId(session.id)),
                browser: name,
                system,
                address: session.address,
                method: SignInMethod::from_word(&session.method).unwrap_or(SignInMethod::Password),
                created_at: Timestamp::from_millis(session.created_at),
                last_seen_at: Timestamp::from_millis(session.last_seen_at),
            })
        };
        Ok(rows.into_iter().filter_map(row).collect())
    }

    /// Ends the session that asks.
    ///
    /// # Errors
    /// `unauthenticated`.
    pub async fn sign_out(&self, ctx: &RequestCtx) -> Result<()> {
        let me = ctx.signed_in()?;
        self.end(ctx, me.session_id, me.display_name.clone()).await
    }

    /// Ends all of one's own sessions at both faces but the one that asks, and gives how many.
    ///
    /// # Errors
    /// `unauthenticated`.
    pub async fn end_other_sessions(&self, ctx: &RequestCtx) -> Result<u64> {
        let me = ctx.signed_in()?;
        self.end_all(ctx, me.user_id, me.display_name.clone(), Some(me.session_id)).await
    }

    /// Ends all sessions of somebody at both faces, and gives how many. One's own session that asks
    /// stays.
    ///
    /// # Errors
    /// Without `user_write`, or for somebody who may do more than the actor; `not_found`.
    pub async fn end_sessions_of(&self, ctx: &RequestCtx, user_id: UserId) -> Result<u64> {
        ctx.require(Permission::UserWrite, &Resource::All)?;
        let db = self.domain.db().read();
        let user = people::store::find(db, &user_id).await?.ok_or(ErrorCode::NotFound)?;
        people::power::require_over(db, ctx, &user).await?;
        let except = ctx.signed_in().ok().filter(|me| me.user_id == user_id).map(|me| me.session_id);
        self.end_all(ctx, user_id, user.display_name, except).await
    }

    /// Ends one session: one's own, or anybody's for those who may change people and may do all that
    /// the person may.
    ///
    /// # Errors
    /// `unauthenticated`; `forbidden` for somebody who may do more than the actor; `not_found` for what
    /// is somebody else's or not there.
    pub async fn end_session(&self, ctx: &RequestCtx, id: SessionId) -> Result<()> {
        let asker = ctx.user_id();
        if asker.is_none() {
            ctx.require(Permission::UserWrite, &Resource::All)?;
        }
        let db = self.domain.db().read();
        let session = session::Entity::find_by_id(id.0).one(db).await?.ok_or(ErrorCode::NotFound)?;
        let owner = UserId(session.user_id);
        let own = ctx.account_holder().is_ok_and(|me| me == owner);
        if !own && !ctx.may(Permission::UserWrite, &Resource::All) {
            return Err(ErrorCode::NotFound.into());
        }
        let user = people::store::find(db, &owner).await?.ok_or(ErrorCode::NotFound)?;
        if !own {
            people::power::require_over(db, ctx, &user).await?;
        }
        self.end(ctx, id, user.display_name).await
    }

    async fn end_all(
        &self,
        ctx: &RequestCtx,
        user_id: UserId,
        name: String,
        except: Option<SessionId>,
    ) -> Result<u64> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let ended = store::delete_sessions(&tx, user_id, except).await?;
        let event = Event::done(AuditAction::SessionSignedOutEverywhere, Target::new("user", user_id, name));
        tx.record(ctx, now, event.change(None, Some(json!({ "sessions": ended })))).await?;
        tx.announce(LiveEvent::SessionsEnded { user_id, except });
        tx.commit().await?;
        Ok(ended)
    }

    async fn end(&self, ctx: &RequestCtx, id: SessionId, name: String) -> Result<()> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let done = session::Entity::delete_by_id(id.0).exec(tx.conn()).await?;
        if done.rows_affected == 0 {
            return Ok(());
        }
        tx.record(ctx, now, Event::done(AuditAction::SessionSignedOut, Target::new("session", id, name)))
            .await?;
        tx.announce(LiveEvent::SessionEnded(id));
        tx.commit().await
    }
}

fn is_alive(session: &session::Model, face: Face, now: Timestamp) -> bool {
    let last_seen = Timestamp::from_millis(session.last_seen_at);
    session.face == face.as_str()
        && now < Timestamp::from_millis(session.expires_at)
        && now.since(last_seen) < idle_limit(face)
}
