//! The first set-up: a link that the process prints, and what is entered under it.

use std::time::Duration;

use entity::{setting, single_use_link};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;
use types::{
    AuditAction, EmailAddress, ErrorCode, FieldCode, Language, PortalRight, RoleKey, SetUp, Timestamp,
    UserId, Username, Validate,
};
use uuid::Uuid;

use super::{Access, password_rules, store};
use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    people::store::{self as people_store, NewUser},
    secrets::{random_token, token_hash},
    settings::{self, check_public_url, key},
};

const PURPOSE: &str = "set_up";

/// How long the printed link works. A restart prints another one.
const LIFETIME: Duration = Duration::from_hours(24);

impl Access<'_> {
    /// The secret of a fresh set-up link; earlier ones are dead. `None` once Gatehouse is set up.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn issue_set_up_link(&self) -> Result<Option<String>> {
        if self.domain.settings().is_set_up().await? {
            return Ok(None);
        }
        let now = self.domain.clock().now();
        let token = random_token()?;
        let tx = self.domain.begin().await?;
        end_set_up_links(&tx, now).await?;
        let row = single_use_link::ActiveModel {
            id: Set(Uuid::now_v7()),
            purpose: Set(PURPOSE.to_owned()),
            user_id: Set(None),
            token_hash: Set(token_hash(&token)),
            envelope: Set(None),
            created_at: Set(now.as_millis()),
            expires_at: Set((now + LIFETIME).as_millis()),
            used_at: Set(None),
        };
        single_use_link::Entity::insert(row).exec_without_returning(tx.conn()).await?;
        tx.commit().await?;
        Ok(Some(token))
    }

    /// Whether a set-up link works.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_set_up_link(&self, token: &str) -> Result<bool> {
        Ok(self.set_up_link(token).await?.is_some())
    }

    /// Sets Gatehouse up: organisation, public URL (unless the configuration gives one) and the first
    /// super administrator, who can use the portal too. Uses the link up.
    ///
    /// # Errors
    /// `already_set_up`; `link_dead`; `invalid_input` by field, the link still works then.
    pub async fn complete_set_up(&self, ctx: &RequestCtx, token: &str, input: &SetUp) -> Result<()> {
        if self.domain.settings().is_set_up().await? {
            return Err(ErrorCode::AlreadySetUp.into());
        }
        let link = self.set_up_link(token).await?.ok_or(ErrorCode::LinkDead)?;
        let public_url = self.check(input)?;
        let password_hash = self.domain.passwords().hash(&input.password).await?;
        let first = NewUser {
            username: Username::parse(&input.username).map_err(|code| Error::invalid("username", code))?,
            display_name: input.display_name.trim().to_owned(),
            email: EmailAddress::parse(&input.email).ok().map(String::from),
            phone_number: None,
            language: ctx.language.to_string(),
            first_name: None,
            last_name: None,
            time_zone: None,
            rights: PortalRight::DEFAULT.to_vec(),
            password_hash: Some(password_hash),
        };
        let now = self.domain.clock().now();
        let tx = self.domain.begin().await?;
        if !store::use_link(&tx, link.id, now).await? {
            return Err(ErrorCode::LinkDead.into());
        }
        if let Some(url) = &public_url {
            settings::put(&tx, key::PUBLIC_URL, &json!(url), "set-up", now).await?;
        }
        insert_administrator(&tx, ctx, now, first).await?;
        finish(&tx, ctx, now, input.organisation.trim(), public_url.as_deref()).await?;
        tx.commit().await
    }

    async fn set_up_link(&self, token: &str) -> Result<Option<single_use_link::Model>> {
        let link = store::find_link(self.domain.db().read(), token, self.domain.clock().now()).await?;
        Ok(link.filter(|link| link.purpose == PURPOSE))
    }

    /// Everything that is wrong at once, and the public URL to store.
    fn check(&self, input: &SetUp) -> Result<Option<String>> {
        let mut fields = Vec::new();
        input.check(&mut fields);
        let public_url = match self.domain.settings().public_url_is_configured() {
            true => None,
            false => match check_public_url(&input.public_url) {
                Ok(url) => Some(url),
                Err(code) => {
                    fields.push(types::FieldError::new("public_url", code));
                    None
                }
            },
        };
        let context = [input.username.as_str(), &input.display_name, &input.email, &input.organisation];
        if let Err(code) = password_rules::check(&input.password, &context) {
            fields.push(types::FieldError::new("password", code));
        }
        if fields.is_empty() {
            return Ok(public_url);
        }
        Err(types::ApiError { code: ErrorCode::InvalidInput, fields, retry_after: None }.into())
    }
}

/// Inserts an administrator with an event.
pub(super) async fn insert_administrator(
    tx: &Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    new: NewUser,
) -> Result<UserId> {
    people_store::check_free(tx, &new.username).await?;
    let user = people_store::insert(tx, now, new).await?;
    people_store::insert_role(tx, now, user.id, RoleKey::SUPER).await?;
    let after = json!({
        "username": user.username,
        "display_name": user.display_name,
        "email": user.email,
        "language": user.language,
        "roles": [RoleKey::SUPER],
        "rights": people_store::split_rights(&user.rights),
    });
    let event = Event::done(AuditAction::UserCreated, Target::new("user", user.id, user.display_name));
    tx.record(ctx, now, event.change(None, Some(after))).await?;
    Ok(UserId(user.id))
}

/// Whether Gatehouse is set up, within a change.
pub(super) async fn is_finished(tx: &Tx) -> Result<bool> {
    Ok(setting::Entity::find_by_id(key::SET_UP_AT).one(tx.conn()).await?.is_some())
}

/// Marks Gatehouse as set up.
pub(super) async fn finish(
    tx: &Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    organisation: &str,
    public_url: Option<&str>,
) -> Result<()> {
    let value = types::OrganisationSettings { name: organisation.to_owned(), ..Default::default() };
    let value = serde_json::to_value(value).map_err(Error::internal)?;
    settings::put(tx, key::ORGANISATION, &value, "set-up", now).await?;
    settings::put(tx, key::SET_UP_AT, &json!(now.as_millis()), "set-up", now).await?;
    end_set_up_links(tx, now).await?;
    let after = json!({ "organisation": organisation, "public_url": public_url });
    let event = Event::done(AuditAction::SetUpCompleted, Target::only("settings"));
    tx.record(ctx, now, event.change(None, Some(after))).await
}

async fn end_set_up_links(tx: &Tx, now: Timestamp) -> Result<()> {
    single_use_link::Entity::update_many()
        .col_expr(single_use_link::Column::UsedAt, Expr::value(now.as_millis()))
        .filter(single_use_link::Column::Purpose.eq(PURPOSE))
        .filter(single_use_link::Column::UsedAt.is_null())
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// An administrator who is known by a name alone, for the command line.
pub(super) fn bare_administrator(username: &str, password_hash: String) -> Result<NewUser> {
    let parsed = Username::parse(username).map_err(|code: FieldCode| Error::invalid("username", code))?;
    Ok(NewUser {
        display_name: parsed.to_string(),
        username: parsed,
        email: None,
        phone_number: None,
        language: Language::english().to_string(),
        first_name: None,
        last_name: None,
        time_zone: None,
        rights: PortalRight::DEFAULT.to_vec(),
        password_hash: Some(password_hash),
    })
}
