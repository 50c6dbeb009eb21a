//! Choosing a password under a link that works once.

use entity::{single_use_link, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use types::{AuditAction, ErrorCode, UserId, UserState};

use super::{Access, PasswordPurpose, password_rules, store, tries};
use crate::{
    audit::{Event, Target},
    ctx::{Actor, RequestCtx},
    error::{Error, Result},
    live::LiveEvent,
    messages::queue,
    people::{self, password_link},
};

/// Whose password a link sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordLink {
    /// The name to sign in with.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// Why the link was made.
    pub purpose: PasswordPurpose,
}

impl Access<'_> {
    /// Whose password the link sets. Looking does not use it up.
    ///
    /// # Errors
    /// `link_dead` when it was used, replaced or ran out, or was never there.
    pub async fn find_password_link(&self, token: &str) -> Result<PasswordLink> {
        let (_, user, purpose) = self.password_link(token).await?;
        Ok(PasswordLink { username: user.username, display_name: user.display_name, purpose })
    }

    /// Sets the password, uses the link up, and ends all sessions and other links of the person. Gives
    /// why the link was made, which says where to go on.
    ///
    /// # Errors
    /// `link_dead`; `invalid_input` with the field `password`; the link still works then.
    pub async fn set_password(&self, ctx: &RequestCtx, token: &str, new: &str) -> Result<PasswordPurpose> {
        let (link, user, purpose) = self.password_link(token).await?;
        let hash = self.hash_new(new, &user).await?;
        let now = self.domain.clock().now();
        let user_id = UserId(user.id);
        let mut tx = self.domain.begin().await?;
        // The person first, then the link: in the order of whoever disables the person.
        let done = user::Entity::update_many()
            .col_expr(user::Column::PasswordHash, Expr::value(hash))
            .filter(user::Column::Id.eq(user.id))
            .filter(user::Column::State.eq(UserState::Active.as_str()))
            .filter(user::Column::DirectoryId.is_null())
            .exec(tx.conn())
            .await?;
        if done.rows_affected == 0 || !store::use_link(&tx, link.id, now).await? {
            return Err(ErrorCode::LinkDead.into());
        }
        password_link::revoke(&mut tx, now, user_id).await?;
        store::delete_sessions(&tx, user_id, None).await?;
        let names = [user.username.as_str(), user.email.as_deref().unwrap_or(&user.username)];
        tries::forget(self.domain, &tx, user.id, &names).await?;
        if user.password_hash.is_some() {
            // The first password is no change.
            queue::queue_password_changed(&mut tx, ctx, now, &people::store::to_recipient(&user)).await?;
        }
        let target = Target::new("user", user_id, user.display_name.clone());
        let ctx = ctx.clone().with_actor(Actor::Anonymous);
        tx.record(&ctx, now, Event::done(AuditAction::PasswordSet, target).because(link.purpose)).await?;
        tx.announce(LiveEvent::SessionsEnded { user_id, except: None });
        tx.announce(LiveEvent::user(user_id));
        tx.commit().await?;
        Ok(purpose)
    }

    /// The hash of a new password of this person.
    pub(super) async fn hash_new(&self, new: &str, user: &user::Model) -> Result<String> {
        let organisation = self.domain.settings().organisation().await?.name;
        let email = user.email.as_deref().unwrap_or_default();
        let context = [user.username.as_str(), user.display_name.as_str(), email, organisation.as_str()];
        password_rules::check(new, &context).map_err(|code| Error::invalid("password", code))?;
        self.domain.passwords().hash(new).await
    }

    async fn password_link(
        &self,
        token: &str,
    ) -> Result<(single_use_link::Model, user::Model, PasswordPurpose)> {
        let db = self.domain.db().read();
        let dead = || Error::from(ErrorCode::LinkDead);
        let link = store::find_link(db, token, self.domain.clock().now()).await?.ok_or_else(dead)?;
        let purpose = PasswordPurpose::from_word(&link.purpose).ok_or_else(dead)?;
        let owner = UserId(link.user_id.ok_or_else(dead)?);
        let user = people::store::find(db, &owner).await?.filter(people::store::is_active);
        Ok((link, user.ok_or_else(dead)?, purpose))
    }
}
