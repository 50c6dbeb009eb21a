//! Forgot password: a request is noted for everybody alike, and answered afterwards.

use std::time::Duration;

use entity::{reset_request, single_use_link, user};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use types::{AuditAction, EmailAddress, FieldCode, Timestamp, UserId, Username};
use uuid::Uuid;

use super::{Access, PasswordPurpose, store};
use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    people::{self, password_link},
};

/// Links that a person can ask for within [`WINDOW`].
const PER_WINDOW: u64 = 3;
const WINDOW: Duration = Duration::from_hours(1);

/// Requests that are answered in one go.
const AT_ONCE: u64 = 100;

impl Access<'_> {
    /// Takes note that somebody has forgotten their password. What is done about it is decided later, by
    /// [`answer_reset_requests`](Self::answer_reset_requests): until then one name is as good as another, so
    /// that neither the answer nor its time tells who there is (trust.md INJ-15).
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
        let row = reset_request::ActiveModel {
            id: Set(Uuid::now_v7()),
            typed: Set(typed.to_owned()),
            address: Set(ctx.address.map(|address| address.to_string())),
            request_id: Set(ctx.request_id.clone()),
            asked_at: Set(self.domain.clock().now().as_millis()),
        };
        reset_request::Entity::insert(row).exec_without_returning(self.domain.db().write()).await?;
        Ok(())
    }

    /// Sends everybody who has forgotten their password a link under which they choose a new one, if
    /// there is such a person, active, local, with an address, and not more than three times an hour.
    /// Gives how many requests were answered.
    ///
    /// # Errors
    /// When the database fails; what was not answered is tried again.
    pub async fn answer_reset_requests(&self) -> Result<u64> {
        let requests = reset_request::Entity::find()
            .order_by_asc(reset_request::Column::Id)
            .limit(AT_ONCE)
            .all(self.domain.db().read())
            .await?;
        let count = requests.len() as u64;
        for request in requests {
            self.answer_reset_request(request).await?;
        }
        Ok(count)
    }

    async fn answer_reset_request(&self, request: reset_request::Model) -> Result<()> {
        let now = self.domain.clock().now();
        let address = request.address.and_then(|address| address.parse().ok());
        let ctx = RequestCtx::anonymous(request.request_id, address);
        let person = store::find_person(self.domain.db().read(), &request.typed).await?;
        let mut tx = self.domain.begin().await?;
        let answered = reset_request::Entity::delete_by_id(request.id).exec(tx.conn()).await?;
        if answered.rows_affected == 0 {
            return Ok(());
        }
        let user = match person {
            Some(person) => people::store::lock(&tx, &UserId(person.id)).await?,
            None => None,
        };
        let refusal = match &user {
            Some(user) => why_not(user, self.recent_links(&tx, user.id, now).await?),
            None => Some("unknown user name"),
        };
        let event = match (user, refusal) {
            (Some(user), None) => {
                password_link::send(&mut tx, self.domain.keys(), now, &user, PasswordPurpose::Reset).await?;
                Event::done(
                    AuditAction::PasswordResetRequested,
                    Target::new("user", user.id, user.display_name),
                )
            }
            (_, why) => {
                let name = request.typed.chars().take(Username::MAX).collect();
                let target = Target { kind: "user", id: None, name: Some(name) };
                Event::refused(AuditAction::PasswordResetRequested, target, why.unwrap_or_default())
            }
        };
        tx.record(&ctx, now, event).await?;
        tx.commit().await
    }

    /// Links that this person was sent within [`WINDOW`].
    async fn recent_links(&self, tx: &Tx, user_id: Uuid, now: Timestamp) -> Result<u64> {
        let recent = single_use_link::Entity::find()
            .filter(single_use_link::Column::UserId.eq(user_id))
            .filter(single_use_link::Column::Purpose.eq(PasswordPurpose::Reset.as_str()))
            .filter(single_use_link::Column::CreatedAt.gt((now - WINDOW).as_millis()))
            .count(tx.conn())
            .await?;
        Ok(recent)
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
