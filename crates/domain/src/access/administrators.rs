//! Administrators from the command line, for those who hold the machine itself.

use entity::user;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use types::{AuditAction, ErrorCode, FieldCode, RoleKey, UserId, UserState, Username};

use super::{Access, PasswordPurpose, password_rules, set_up, store, tries};
use crate::{
    audit::{Event, Target},
    ctx::{Actor, RequestCtx},
    error::{Error, Result},
    live::LiveEvent,
    people::{self, password_link},
};

/// What the organisation is called until somebody says otherwise.
const UNNAMED: &str = "Gatehouse";

impl Access<'_> {
    /// Creates a super administrator with a password, and completes the set-up if it was not.
    ///
    /// # Errors
    /// `forbidden` for everybody but Gatehouse itself; `invalid_input` for `username` or `password`;
    /// `username_taken`.
    pub async fn create_admin(&self, ctx: &RequestCtx, username: &str, password: &str) -> Result<UserId> {
        require_system(ctx)?;
        Username::parse(username).map_err(|code| Error::invalid("username", code))?;
        let organisation = self.domain.settings().organisation().await?.name;
        password_rules::check(password, &[username, &organisation])
            .map_err(|code| Error::invalid("password", code))?;
        let hash = self.domain.passwords().hash(password).await?;
        let create = || async {
            let now = self.domain.clock().now();
            let tx = self.domain.begin().await?;
            let new = set_up::bare_administrator(username, hash.clone())?;
            let id = set_up::insert_administrator(&tx, ctx, now, new).await?;
            if !set_up::is_finished(&tx).await? {
                let name = if organisation.is_empty() { UNNAMED } else { &organisation };
                set_up::finish(&tx, ctx, now, name, None).await?;
            }
            tx.commit().await?;
            Ok(id)
        };
        self.domain.retry_on_conflict(create).await
    }

    /// Helps a locked-out administrator: active again, super administrator, without password, sessions
    /// or pauses, and with passwords allowed at the console. Gives the secret of a link under which they
    /// choose a new password.
    ///
    /// # Errors
    /// `forbidden` for everybody but Gatehouse itself; `invalid_input` with `username` when nobody has
    /// that name; `wrong_state` for somebody from a directory.
    pub async fn reset_admin(&self, ctx: &RequestCtx, username: &str) -> Result<String> {
        require_system(ctx)?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let key = types::contact::username_key(username);
        let user = people::store::find_by_key(tx.conn(), &key).await?;
        let user = user.ok_or_else(|| Error::invalid("username", FieldCode::NotFound))?;
        if user.directory_id.is_some() {
            // Their password is the directory's; `create_admin` makes a local administrator.
            return Err(ErrorCode::WrongState.into());
        }
        let user_id = UserId(user.id);
        user::Entity::update_many()
            .col_expr(user::Column::State, Expr::value(UserState::Active.as_str()))
            .col_expr(user::Column::PasswordHash, Expr::value(None::<String>))
            .col_expr(user::Column::Version, Expr::value(user.version + 1))
            .col_expr(user::Column::UpdatedAt, Expr::value(now.as_millis()))
            .filter(user::Column::Id.eq(user.id))
            .exec(tx.conn())
            .await?;
        let roles = people::standing::roles_by_name(tx.conn(), &[user.id]).await?;
        let roles: Vec<RoleKey> = roles.into_iter().map(|(_, role)| role).collect();
        if !roles.contains(&RoleKey::SUPER) {
            people::store::insert_role(&tx, now, user.id, RoleKey::SUPER).await?;
        }
        super::certificate::allow_password_at_console(&tx, ctx, now).await?;
        password_link::revoke(&mut tx, now, user_id).await?;
        store::delete_sessions(&tx, user_id, None).await?;
        let names = [user.username.as_str(), user.email.as_deref().unwrap_or(&user.username)];
        tries::forget(self.domain, &tx, user.id, &names).await?;
        let purpose = PasswordPurpose::Set;
        let issued = password_link::issue(&tx, self.domain.keys(), now, user_id, purpose).await?;
        let before = serde_json::json!({ "state": user.state, "roles": roles });
        let mut now_has = roles;
        if !now_has.contains(&RoleKey::SUPER) {
            now_has.push(RoleKey::SUPER);
        }
        let after = serde_json::json!({ "state": UserState::Active, "roles": now_has });
        let event = Event::done(AuditAction::UserReset, Target::new("user", user_id, user.display_name));
        tx.record(ctx, now, event.change(Some(before), Some(after))).await?;
        tx.announce(LiveEvent::SessionsEnded { user_id, except: None });
        tx.announce(LiveEvent::user(user_id));
        tx.commit().await?;
        Ok(issued.token)
    }
}

fn require_system(ctx: &RequestCtx) -> Result<()> {
    match ctx.actor {
        Actor::System(_) => Ok(()),
        _ => Err(ErrorCode::Forbidden.into()),
    }
}
