//! Making a registration: by an administrator (R2) or in the portal (R6).

use entity::{device, registration, user};
use sea_orm::EntityTrait;
use serde_json::json;
use types::{
    AuditAction, CountryCode, CreateRegistration, DeviceId, DeviceState, ErrorCode, FieldCode, Handout,
    MessageChannel, MessageId, Ownership, Permission, PhoneNumber, Platform, RegisterOwnDevice,
    RegistrationId, RegistrationSettings, RegistrationStatus, Timestamp, UserId, UserState, Validate,
};
use uuid::Uuid;

use super::{
    Registrations,
    code::Code,
    limit, slots,
    store::{self, Found},
    tries,
};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    live::LiveEvent,
    messages::queue,
    people,
};

/// What both ways have in common.
pub(super) struct Wanted {
    user_id: UserId,
    platform: Platform,
    phone_number: Option<String>,
    country: Option<String>,
    ownership: Ownership,
    language: Option<String>,
    notify: Vec<MessageChannel>,
    /// An administrator vouches for the person, which lets PINs of theirs count again.
    by_administrator: bool,
    /// Why the limit may be exceeded, if it may.
    exceed: Option<String>,
}

impl Wanted {
    /// A device that registers by itself, for a person who has proved to be one who may.
    pub(super) fn by_itself(user_id: UserId, platform: Platform, ownership: Ownership) -> Self {
        Self {
            user_id,
            platform,
            ownership,
            phone_number: None,
            country: None,
            language: None,
            notify: Vec::new(),
            by_administrator: false,
            exceed: None,
        }
    }
}

/// A device of a row of a file (R3), with values in their stored form.
#[derive(Debug)]
pub(crate) struct Imported {
    /// Whose.
    pub(crate) user_id: UserId,
    /// What kind.
    pub(crate) platform: Platform,
    /// E.164.
    pub(crate) phone_number: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub(crate) country: Option<String>,
    /// Whose property.
    pub(crate) ownership: Ownership,
    /// Language of the message.
    pub(crate) language: Option<String>,
    /// How the person is told.
    pub(crate) notify: Vec<MessageChannel>,
}

impl Registrations<'_> {
    /// Registers a device of a row within the change of a job, which acts for somebody who may.
    ///
    /// # Errors
    /// `wrong_state` for a disabled person; `device_limit_reached`.
    pub(crate) async fn insert_imported(
        &self,
        tx: &mut Tx,
        ctx: &RequestCtx,
        row: Imported,
        settings: &RegistrationSettings,
        now: Timestamp,
    ) -> Result<(DeviceId, Option<MessageId>)> {
        let Imported { user_id, platform, phone_number, country, ownership, language, notify } = row;
        let wanted = Wanted {
            user_id,
            platform,
            phone_number,
            country,
            ownership,
            language,
            notify,
            by_administrator: true,
            exceed: None,
        };
        let (found, messages) = self.insert(tx, ctx, &wanted, settings, now).await?;
        Ok((found.device_id(), messages.first().copied()))
    }

    /// An Apple TV comes in by the enrolment of an administrator, within the change that gives it its
    /// certificate.
    ///
    /// # Errors
    /// `wrong_state` for a disabled person; `device_limit_reached`.
    pub(crate) async fn admit_tv(
        &self,
        tx: &mut Tx,
        ctx: &RequestCtx,
        user_id: UserId,
        ownership: Ownership,
        now: Timestamp,
    ) -> Result<registration::Model> {
        let settings = self.domain.settings().registration().await?;
        let wanted = Wanted::by_itself(user_id, Platform::Tvos, ownership);
        Ok(self.insert(tx, ctx, &wanted, &settings, now).await?.0.row)
    }

    /// Registers a device for a person (R2, product.md 3.3).
    ///
    /// # Errors
    /// Without `registration_write`, and `limit_exceed` with a reason to exceed; input that breaks a rule or names nobody; `wrong_state` for a
    /// disabled person; `device_limit_reached`.
    pub async fn create(&self, ctx: &RequestCtx, input: &CreateRegistration) -> Result<Handout> {
        ctx.require(Permission::RegistrationWrite, &Resource::All)?;
        if input.exceed_reason.is_some() {
            ctx.require(Permission::LimitExceed, &Resource::All)?;
        }
        input.validate()?;
        let default = self.domain.settings().registration().await?.default_ownership;
        let wanted = Wanted {
            user_id: input.user_id,
            platform: input.platform,
            phone_number: parsed(input.phone_number.as_deref(), PhoneNumber::parse),
            country: parsed(input.country.as_deref(), CountryCode::parse),
            ownership: input.ownership.unwrap_or(default),
            language: input.language.as_deref().map(|tag| tag.trim().to_owned()),
            notify: chosen(&input.notify),
            by_administrator: true,
            exceed: input.exceed_reason.as_deref().map(|reason| reason.trim().to_owned()),
        };
        self.make(ctx, &wanted).await
    }

    /// Registers a device of one's own in the portal (R6). It is company-owned.
    ///
    /// # Errors
    /// `unauthenticated`; `forbidden` without the right to register; input that breaks a rule;
    /// `pins_off`; `device_limit_reached`.
    pub async fn create_own(&self, ctx: &RequestCtx, input: &RegisterOwnDevice) -> Result<Handout> {
        let user_id = ctx.person()?;
        ctx.require(Permission::OwnRegister, &Resource::OwnedBy(user_id))?;
        input.validate()?;
        let wanted = Wanted {
            user_id,
            platform: input.platform,
            phone_number: parsed(input.phone_number.as_deref(), PhoneNumber::parse),
            country: parsed(input.country.as_deref(), CountryCode::parse),
            ownership: Ownership::Company,
            language: None,
            notify: Vec::new(),
            by_administrator: false,
            exceed: None,
        };
        if !self.domain.settings().registration().await?.pins_are_on() {
            return Err(ErrorCode::PinsOff.into());
        }
        self.make(ctx, &wanted).await
    }

    async fn make(&self, ctx: &RequestCtx, wanted: &Wanted) -> Result<Handout> {
        // Read before the change begins: within it, a second connection could be waited for by all.
        let settings = self.domain.settings().registration().await?;
        if !settings.lets_in(wanted.platform) {
            return Err(Error::invalid("platform", FieldCode::SwitchedOff));
        }
        let url = self.domain.settings().public_url().await?;
        self.domain
            .retry_on_conflict(|| async {
                let now = self.domain.clock().now();
                let mut tx = self.domain.begin().await?;
                if let Some(earlier) = tx.find_earlier(ctx).await? {
                    let found = store::or_not_found(store::find(tx.conn(), RegistrationId(earlier)).await?)?;
                    return self.hand_out(&found, &url, now);
                }
                let (found, _) = self.insert(&mut tx, ctx, wanted, &settings, now).await?;
                tx.remember(ctx, found.row.id, now).await?;
                let handout = self.hand_out(&found, &url, now)?;
                tx.commit().await?;
                Ok(handout)
            })
            .await
    }

    pub(super) async fn insert(
        &self,
        tx: &mut Tx,
        ctx: &RequestCtx,
        wanted: &Wanted,
        settings: &RegistrationSettings,
        now: Timestamp,
    ) -> Result<(Found, Vec<MessageId>)> {
        let user = self.person(tx, wanted).await?;
        let device = device_row(wanted, now);
        let code = Code::fresh(settings)?;
        let language = wanted.language.clone().unwrap_or_else(|| user.language.clone());
        let row = self.registration_row(&code, &device, language, settings, now)?;
        device::Entity::insert(device::ActiveModel::from(device.clone()))
            .exec_without_returning(tx.conn())
            .await?;
        let limit = limit::effective(tx.conn(), wanted.user_id).await?.limit;
        let limit = limit.filter(|_| wanted.exceed.is_none());
        slots::take(tx, wanted.user_id, DeviceId(device.id), limit).await?;
        registration::Entity::insert(registration::ActiveModel::from(row.clone()))
            .exec_without_returning(tx.conn())
            .await?;
        let found = Found { row, device, user };
        let after = json!({
            "platform": wanted.platform, "ownership": wanted.ownership, "user_id": wanted.user_id,
            "phone_number": wanted.phone_number, "country": wanted.country,
        });
        let target = Target::new("device", found.device_id(), found.device_name());
        let event = Event::done(AuditAction::RegistrationCreated, target).change(None, Some(after));
        let event = match &wanted.exceed {
            Some(reason) => event.because(reason.clone()),
            None => event,
        };
        tx.record(ctx, now, event).await?;
        let (to, issued_at) = (store::recipient(&found), Timestamp::from_millis(found.row.issued_at));
        let mut messages = Vec::new();
        for channel in &wanted.notify {
            let queued = queue::queue_registration(tx, now, &to, *channel, found.id(), issued_at).await?;
            if queued.is_none() && *channel == MessageChannel::Sms {
                return Err(Error::invalid("phone_number", FieldCode::Required));
            }
            messages.extend(queued);
        }
        tx.announce(LiveEvent::device(found.device_id(), wanted.user_id));
        Ok((found, messages))
    }

    /// The person, their row locked until the end, so that the count of their devices stands still.
    async fn person(&self, tx: &Tx, wanted: &Wanted) -> Result<user::Model> {
        let unknown = || Error::invalid("user_id", FieldCode::NotFound);
        if wanted.by_administrator {
            // Counters are always taken before people, here and where a PIN is tried.
            let user = people::store::find(tx.conn(), &wanted.user_id).await?.ok_or_else(unknown)?;
            tries::let_pins_count(tx, self.domain.keys(), &user.username).await?;
        }
        let user = people::store::lock(tx, &wanted.user_id).await?.ok_or_else(unknown)?;
        if user.state != UserState::Active.as_str() {
            return Err(ErrorCode::WrongState.into());
        }
        Ok(user)
    }

    fn registration_row(
        &self,
        code: &Code,
        device: &device::Model,
        language: String,
        settings: &RegistrationSettings,
        now: Timestamp,
    ) -> Result<registration::Model> {
        let keys = self.domain.keys();
        let id = RegistrationId(Uuid::now_v7());
        Ok(registration::Model {
            id: id.0,
            device_id: device.id,
            user_id: device.user_id,
            status: RegistrationStatus::Pending.as_str().to_owned(),
            language,
            pin_mac: code.pin_mac(keys, id, UserId(device.user_id)),
            link_hash: code.link_hash(),
            envelope: Some(code.seal(keys, id)?),
            redeemed_key: None,
            created_at: now.as_millis(),
            issued_at: now.as_millis(),
            expires_at: store::expiry(settings, now).as_millis(),
            opened_at: None,
            used_at: None,
            pin_ended_at: None,
            reminded: 0,
            reminded_issue: None,
            tv_enrolment_id: None,
        })
    }
}

fn device_row(wanted: &Wanted, now: Timestamp) -> device::Model {
    device::Model {
        id: Uuid::now_v7(),
        user_id: wanted.user_id.0,
        state: DeviceState::Pending.as_str().to_owned(),
        platform: wanted.platform.as_str().to_owned(),
        ownership: wanted.ownership.as_str().to_owned(),
        name: None,
        model: None,
        os_version: None,
        serial_number: None,
        phone_number: wanted.phone_number.clone(),
        country: wanted.country.clone(),
        battery_percent: None,
        public_key: None,
        created_at: now.as_millis(),
        updated_at: now.as_millis(),
        registered_at: None,
        active_at: None,
        last_seen_at: None,
        serial_key: None,
        profile_at: None,
        profile_missing_at: None,
        os_key: None,
        ownership_wanted: None,
        compared_at: None,
    }
}

/// Each way once.
fn chosen(ways: &[MessageChannel]) -> Vec<MessageChannel> {
    MessageChannel::ALL.iter().copied().filter(|way| ways.contains(way)).collect()
}

/// The normal form of an optional value that was checked before.
fn parsed<T: Into<String>>(
    text: Option<&str>,
    parse: impl FnOnce(&str) -> Result<T, FieldCode>,
) -> Option<String> {
    text.and_then(|text| parse(text).ok()).map(Into::into)
}
