//! Sessions: recognised by a token whose hash alone is stored, with an idle and an absolute limit,
//! and dead as soon as the person may not be at the face any more.

use std::time::Duration;

use entity::session;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use types::{ErrorCode, Face, Permission, SessionId, SessionRow, SignInMethod, Timestamp, UserId};

use super::{Access, begin, store};
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
pub(super) fn idle_limit(face: Face) -> Duration {
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
        if session.face != face.as_str() || !is_alive(&session, face, now) {
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

    /// One's own sessions at both faces, newest first.
    ///
    /// # Errors
    /// `unauthenticated`.
    pub async fn list_sessions(&self, ctx: &RequestCtx) -> Result<Vec<SessionRow>> {
        let me = ctx.signed_in()?;
        let now = self.domain.clock().now();
        let rows = store::list_sessions(self.domain.db().read(), me.user_id).await?;
        let row = |session: session::Model| {
            let face = Face::from_word(&session.face)?;
            is_alive(&session, face, now).then(|| SessionRow {
                id: SessionId(session.id),
                face,
                current: session.id == me.session_id.0,
                user_agent: session.user_agent,
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

    /// Ends all of one's own sessions at both faces, the one that asks among them.
    ///
    /// # Errors
    /// `unauthenticated`.
    pub async fn sign_out_everywhere(&self, ctx: &RequestCtx) -> Result<()> {
        let me = ctx.signed_in()?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let ended = store::delete_sessions(&tx, me.user_id, None).await?;
        let target = Target::new("user", me.user_id, me.display_name.clone());
        let event = Event::done("session.signed_out_everywhere", target);
        tx.record(ctx, now, event.change(None, Some(serde_json::json!({ "sessions": ended })))).await?;
        tx.announce(LiveEvent::SessionsEnded { user_id: me.user_id, except: None });
        tx.commit().await
    }

    /// Ends one session: one's own, or anybody's for those who may help people.
    ///
    /// # Errors
    /// `unauthenticated`; `not_found` for what is somebody else's or not there; `forbidden` when it is
    /// of somebody who may do more than the actor.
    pub async fn end_session(&self, ctx: &RequestCtx, id: SessionId) -> Result<()> {
        let asker = ctx.user_id();
        if asker.is_none() {
            ctx.require(Permission::UserHelp, &Resource::All)?;
        }
        let found = session::Entity::find_by_id(id.0).one(self.domain.db().read()).await?;
        let session = found.ok_or(ErrorCode::NotFound)?;
        let owner = UserId(session.user_id);
        let own = ctx.signed_in().is_ok_and(|me| me.user_id == owner);
        if !own && !ctx.may(Permission::UserHelp, &Resource::All) {
            return Err(ErrorCode::NotFound.into());
        }
        let user = people::store::find(self.domain.db().read(), &owner).await?;
        if let (false, Some(user)) = (own, &user) {
            people::power::require_over(self.domain.db().read(), ctx, user).await?;
        }
        self.end(ctx, id, user.map(|user| user.display_name).unwrap_or_default()).await
    }

    async fn end(&self, ctx: &RequestCtx, id: SessionId, name: String) -> Result<()> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let done = session::Entity::delete_by_id(id.0).exec(tx.conn()).await?;
        if done.rows_affected == 0 {
            return Ok(());
        }
        tx.record(ctx, now, Event::done("session.signed_out", Target::new("session", id, name))).await?;
        tx.announce(LiveEvent::SessionEnded(id));
        tx.commit().await
    }
}

fn is_alive(session: &session::Model, face: Face, now: Timestamp) -> bool {
    let last_seen = Timestamp::from_millis(session.last_seen_at);
    now < Timestamp::from_millis(session.expires_at) && now.since(last_seen) < idle_limit(face)
}
