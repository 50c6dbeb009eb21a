//! Forgot password: one answer for everybody, and the same work for names that nobody has.

use std::time::Duration;

use entity::{single_use_link, user};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use types::{EmailAddress, FieldCode, Timestamp, UserId, Username};
use uuid::Uuid;

use super::{Access, PasswordPurpose, store};
use crate::{
    audit::{Event, Target},
    ctx::{Actor, RequestCtx},
    db::Tx,
    error::{Error, Result},
    people::{self, password_link},
    secrets::{random_token, token_hash},
};

/// Links that a person can ask for within [`WINDOW`].
const PER_WINDOW: u64 = 3;
const WINDOW: Duration = Duration::from_hours(1);

impl Access<'_> {
    /// Sends a link under which the person chooses a new password, if there is such a person, active
    /// and with an address, and not more than three times an hour. The answer is the same in any case
    /// and does not wait for the mail server.
    ///
    /// # Errors
    /// `invalid_input` when nothing like a name was typed; `too_many_requests` by address.
    pub async fn request_password_reset(&self, ctx: &RequestCtx, username_or_email: &str) -> Result<()> {
        let typed = username_or_email.trim();
        if typed.is_empty() {
            return Err(Error::invalid("username", FieldCode::Required));
        }
        if Username::parse(typed).is_err() && EmailAddress::parse(typed).is_err() {
            return Err(Error::invalid("username", FieldCode::Malformed));
        }
        self.domain.limits().take(ctx.address)?;
        let now = self.domain.clock().now();
        let ctx = ctx.clone().with_actor(Actor::Anonymous);
        let person = store::find_person(self.domain.db().read(), typed).await?;
        let mut tx = self.domain.begin().await?;
        let id = person.map_or_else(Uuid::nil, |user| user.id);
        let user = people::store::lock(&tx, &UserId(id)).await?;
        let recent = single_use_link::Entity::find()
            .filter(single_use_link::Column::UserId.eq(id))
            .filter(single_use_link::Column::Purpose.eq(PasswordPurpose::Reset.as_str()))
            .filter(single_use_link::Column::CreatedAt.gt((now - WINDOW).as_millis()))
            .count(tx.conn())
            .await?;
        let event = match user.map(|user| why_not(&user, recent).map_or(Ok(user), Err)) {
            Some(Ok(user)) => {
                password_link::send(&mut tx, self.domain.keys(), now, &user, PasswordPurpose::Reset).await?;
                Event::done("password.reset_requested", Target::new("user", user.id, user.display_name))
            }
            Some(Err(why)) => refused(&tx, now, typed, why).await?,
            None => refused(&tx, now, typed, "unknown user name").await?,
        };
        tx.record(&ctx, now, event).await?;
        tx.commit().await
    }
}

fn why_not(user: &user::Model, recent: u64) -> Option<&'static str> {
    if !people::store::is_active(user) {
        return Some("disabled");
    }
    if user.directory_id.is_some() {
        return Some("from a directory");
    }
    if user.email.is_none() {
        return Some("no e-mail address");
    }
    (recent >= PER_WINDOW).then_some("asked too often")
}

/// A link to nothing, so that a name that gets no link costs as much as one that does.
async fn refused(tx: &Tx, now: Timestamp, typed: &str, why: &str) -> Result<Event> {
    let row = single_use_link::ActiveModel {
        id: Set(Uuid::now_v7()),
        purpose: Set("none".to_owned()),
        user_id: Set(None),
        token_hash: Set(token_hash(&random_token()?)),
        envelope: Set(None),
        created_at: Set(now.as_millis()),
        expires_at: Set(now.as_millis()),
        used_at: Set(Some(now.as_millis())),
    };
    single_use_link::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    let name = typed.chars().take(Username::MAX).collect();
    let target = Target { kind: "user", id: None, name: Some(name) };
    Ok(Event::refused("password.reset_requested", target, why))
}
