//! New local people. Nobody gets a password: they get a link under which they choose one.

use entity::user;
use serde_json::json;
use types::{
    AuditAction, CreateUser, EmailAddress, ErrorCode, FieldCode, Language, MessageLanguage, Permission,
    PhoneNumber, PortalRight, TimeZone, Timestamp, UserDetail, UserId, Username, Validate,
};

use super::{
    People, password_link, power,
    store::{self, NewUser},
};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    live::LiveEvent,
    settings, time_zone,
};

impl People<'_> {
    /// Creates a local person and queues the message with the link under which they choose their
    /// password. The same idempotency key again gives the same person.
    ///
    /// # Errors
    /// Without `user_write`; `invalid_input`; `username_taken`; `idempotency_key_reused`.
    pub async fn create(&self, ctx: &RequestCtx, input: &CreateUser) -> Result<UserDetail> {
        ctx.require(Permission::UserWrite, &Resource::All)?;
        input.validate()?;
        let id = self.domain.retry_on_conflict(|| self.try_create(ctx, input)).await?;
        self.detail(id).await
    }

    /// Sends a new link under which the person chooses a password; earlier ones are dead.
    ///
    /// # Errors
    /// Without `user_help`, or for somebody who may do more than the actor; `not_found`; `wrong_state`
    /// for somebody who is disabled or has no e-mail address.
    pub async fn resend_set_password(&self, ctx: &RequestCtx, id: UserId) -> Result<()> {
        ctx.require(Permission::UserHelp, &Resource::All)?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let user = store::lock(&tx, &id).await?.ok_or(ErrorCode::NotFound)?;
        power::require_over(tx.conn(), ctx, &user).await?;
        if !store::is_active(&user) || user.email.is_none() || user.directory_id.is_some() {
            return Err(ErrorCode::WrongState.into());
        }
        password_link::revoke(&mut tx, now, id).await?;
        password_link::send(&mut tx, self.domain.keys(), now, &user, password_link::Purpose::Set).await?;
        let target = Target::new("user", id, user.display_name);
        tx.record(ctx, now, Event::done(AuditAction::PasswordLinkSent, target)).await?;
        tx.commit().await
    }

    async fn try_create(&self, ctx: &RequestCtx, input: &CreateUser) -> Result<UserId> {
        let now = self.domain.clock().now();
        let settings = self.domain.settings();
        let standard_rights = settings.get::<types::PeopleSettings>().await?.new_user_rights;
        let new = read(input, &standard_rights, settings.new_language().await?)?;
        let mut tx = self.domain.begin().await?;
        // The name is looked at first: if an earlier request with this key has taken it, that request's
        // key is there to be found.
        let free = store::check_free(&tx, &new.username).await;
        if let Some(earlier) = tx.find_earlier(ctx).await? {
            return Ok(UserId(earlier));
        }
        free?;
        let user = self.insert(&mut tx, ctx, now, new).await?;
        tx.remember(ctx, user.id, now).await?;
        tx.commit().await?;
        Ok(UserId(user.id))
    }

    /// Creates a person within a change of another room, which has asked the policy.
    ///
    /// # Errors
    /// `invalid_input`; `username_taken`.
    pub(crate) async fn insert_new(
        &self,
        tx: &mut Tx,
        ctx: &RequestCtx,
        now: Timestamp,
        input: &CreateUser,
    ) -> Result<user::Model> {
        let settings: types::PeopleSettings = settings::load(tx.conn(), settings::key::PEOPLE).await?.value;
        let organisation: types::OrganisationSettings =
            settings::load(tx.conn(), settings::key::ORGANISATION).await?.value;
        let new = read(input, &settings.new_user_rights, organisation.language)?;
        store::check_free(tx, &new.username).await?;
        self.insert(tx, ctx, now, new).await
    }

    async fn insert(
        &self,
        tx: &mut Tx,
        ctx: &RequestCtx,
        now: Timestamp,
        new: NewUser,
    ) -> Result<user::Model> {
        let user = store::insert(tx, now, new).await?;
        let id = UserId(user.id);
        password_link::send(tx, self.domain.keys(), now, &user, password_link::Purpose::Set).await?;
        let after = json!({
            "username": user.username,
            "display_name": user.display_name,
            "email": user.email,
            "phone_number": user.phone_number,
            "language": user.language,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "time_zone": user.time_zone,
            "rights": store::split_rights(&user.rights),
        });
        let event = Event::done(AuditAction::UserCreated, Target::new("user", id, user.display_name.clone()));
        tx.record(ctx, now, event.change(None, Some(after))).await?;
        tx.announce(LiveEvent::user(id));
        Ok(user)
    }
}

/// A text without the spaces around it, if there is one.
pub(super) fn filled(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The name of a time zone that there is, if one is given.
pub(super) fn known_zone(text: Option<&str>) -> Result<Option<String>> {
    let Some(text) = filled(text) else { return Ok(None) };
    let zone = TimeZone::parse(&text).map_err(|code| Error::invalid("time_zone", code))?;
    match time_zone::is_known(zone.as_str()) {
        true => Ok(Some(zone.into())),
        false => Err(Error::invalid("time_zone", FieldCode::UnknownValue)),
    }
}

/// The input in its stored form.
fn read(
    input: &CreateUser,
    standard_rights: &[PortalRight],
    standard_language: MessageLanguage,
) -> Result<NewUser> {
    let fault = |path: &'static str| move |code: FieldCode| Error::invalid(path, code);
    let phone_number = input.phone_number.as_deref().map(PhoneNumber::parse).transpose();
    let language = Language::parse(input.language.as_deref().unwrap_or(standard_language.as_str()));
    Ok(NewUser {
        username: Username::parse(&input.username).map_err(fault("username"))?,
        display_name: input.display_name.trim().to_owned(),
        email: Some(EmailAddress::parse(&input.email).map_err(fault("email"))?.to_string()),
        phone_number: phone_number.map_err(fault("phone_number"))?.map(String::from),
        language: language.map_err(fault("language"))?.to_string(),
        first_name: filled(input.first_name.as_deref()),
        last_name: filled(input.last_name.as_deref()),
        time_zone: known_zone(input.time_zone.as_deref())?,
        rights: input.rights.clone().unwrap_or_else(|| standard_rights.to_vec()),
        password_hash: None,
    })
}
