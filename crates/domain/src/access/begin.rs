//! Beginning a session, whichever way somebody proved who they are.

use std::fmt;

use entity::{session, user};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;
use types::{AuditAction, Face, PermissionSet, SessionId, SignInMethod, Timestamp, UserId};
use uuid::Uuid;

use super::{Access, certificate, familiar, sessions, tries};
use crate::{
    audit::{Event, Target},
    ctx::{Actor, RequestCtx, SignedIn},
    error::Result,
    live::LiveEvent,
    people,
    secrets::{random_token, token_hash},
};

/// How much of a browser's name for itself is kept.
const MAX_USER_AGENT: usize = 200;

/// A session that has just begun.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSession {
    /// The secret for the cookie; only its hash is stored.
    pub token: String,
    /// The session.
    pub session_id: SessionId,
    /// Who signed in.
    pub user_id: UserId,
    /// When it ends in any case.
    pub expires_at: Timestamp,
    /// The colours the person chose: `light`, `dark`, or those of the system.
    pub theme: Option<String>,
}

impl fmt::Debug for NewSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewSession").field("session_id", &self.session_id).finish_non_exhaustive()
    }
}

impl Access<'_> {
    /// Begins a session for a person whose `method` has just proved who they are, if they, as they are
    /// now, may be at `face`; else says why not. `typed` is the name that the tries were counted under.
    pub(super) async fn begin_session(
        &self,
        ctx: &RequestCtx,
        face: Face,
        typed: &str,
        seen: &user::Model,
        method: SignInMethod,
    ) -> Result<Result<NewSession, &'static str>> {
        let now = self.domain.clock().now();
        let user_id = UserId(seen.id);
        let mut tx = self.domain.begin().await?;
        // Read again and held: whoever disables the person waits until the session is there to end.
        let Some(user) = people::store::lock(&tx, &user_id).await? else {
            return Ok(Err("unknown user name"));
        };
        if method == SignInMethod::Password && user.password_hash != seen.password_hash {
            return Ok(Err("wrong password"));
        }
        if method == SignInMethod::Password && !certificate::allows_password(&tx, face).await? {
            return Ok(Err("passwords are switched off here"));
        }
        let permissions = people::standing::permissions_at(tx.conn(), face, &user).await?;
        if let Some(why) = why_not(face, &user, permissions) {
            return Ok(Err(why));
        }
        let (token, session_id) = (random_token()?, SessionId(Uuid::now_v7()));
        let expires_at = now + sessions::absolute_limit(face);
        let user_agent = ctx.user_agent.as_deref().map(|text| text.chars().take(MAX_USER_AGENT).collect());
        let row = session::ActiveModel {
            id: Set(session_id.0),
            token_hash: Set(token_hash(&token)),
            face: Set(face.as_str().to_owned()),
            user_id: Set(user.id),
            created_at: Set(now.as_millis()),
            last_seen_at: Set(now.as_millis()),
            expires_at: Set(expires_at.as_millis()),
            previous_sign_in_at: Set(user.last_sign_in_at),
            address: Set(ctx.address.map(|address| address.to_string())),
            user_agent: Set(user_agent),
            method: Set(method.as_str().to_owned()),
            authenticated_at: Set(now.as_millis()),
        };
        session::Entity::insert(row).exec_without_returning(tx.conn()).await?;
        familiar::note(self.domain, &mut tx, ctx, now, &user).await?;
        user::Entity::update_many()
            .col_expr(user::Column::LastSignInAt, Expr::value(now.as_millis()))
            .filter(user::Column::Id.eq(user.id))
            .exec(tx.conn())
            .await?;
        let names = [typed, &user.username, user.email.as_deref().unwrap_or(&user.username)];
        tries::forget(self.domain, &tx, user.id, &names).await?;
        if let Actor::User(earlier) = &ctx.actor
            && earlier.face == face
        {
            // This browser was signed in already; its cookie is about to be replaced.
            session::Entity::delete_by_id(earlier.session_id.0).exec(tx.conn()).await?;
            tx.announce(LiveEvent::SessionEnded(earlier.session_id));
        }
        let ctx = ctx.clone().with_actor(Actor::User(signed_in(face, session_id, &user, permissions, now)));
        let target = Target::new("session", session_id, user.display_name);
        let event = Event::done(AuditAction::SessionSignedIn, target)
            .change(None, Some(json!({ "face": face, "method": method })));
        tx.record(&ctx, now, event).await?;
        tx.commit().await?;
        Ok(Ok(NewSession { token, session_id, user_id, expires_at, theme: user.theme }))
    }
}

/// The person of a session, as the policy sees them.
pub(super) fn signed_in(
    face: Face,
    session_id: SessionId,
    user: &user::Model,
    permissions: PermissionSet,
    authenticated_at: Timestamp,
) -> SignedIn {
    SignedIn {
        user_id: UserId(user.id),
        session_id,
        face,
        username: user.username.clone(),
        display_name: user.display_name.clone(),
        permissions,
        authenticated_at,
    }
}

/// Why a person may not be at `face` now, if so.
pub(super) fn why_not(face: Face, user: &user::Model, permissions: PermissionSet) -> Option<&'static str> {
    if !people::store::is_active(user) {
        return Some("disabled");
    }
    permissions.is_empty().then_some(match face {
        Face::Console => "no administrator role",
        Face::Portal => "no right to sign in to the portal",
    })
}
