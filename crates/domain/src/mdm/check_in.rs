//! What a device says about its enrolment.

use std::time::Duration;

use apple::{
    check_in::{Authenticate, CheckIn, Ids, Says, TokenUpdate},
    property_list,
};
use entity::{apple_enrolment, device_certificate};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, sea_query::Expr};
use types::{DeviceFacts, DeviceId, ErrorCode, Platform, PushState, Timestamp};
use uuid::Uuid;

use super::{
    Answer, Mdm,
    profile::TOPIC,
    store::{self, Found},
    unknown,
};
use crate::{ctx::RequestCtx, db::Tx, error::Result};

/// How long the push service takes to know a device that has just told of itself.
const SETTLES: Duration = Duration::from_secs(3);

impl Mdm<'_> {
    /// Takes a message about an enrolment, signed by its device.
    ///
    /// # Errors
    /// `invalid_input` for whoever is not known and whatever does not fit; `registration_refused` for a
    /// device whose registration does not wait; `device_gone`.
    pub async fn check_in(&self, ctx: &RequestCtx, header: Option<&str>, body: &[u8]) -> Result<Answer> {
        let certificate = self.who(self.domain.db().read(), header, body).await?;
        let message = CheckIn::read(body).map_err(|_| unknown())?;
        let ids = &message.ids;
        let topic = message.topic.as_deref();
        match message.says {
            Says::Authenticate(asked) => self.authenticate(ctx, &certificate, ids, topic, &asked).await,
            Says::UserAuthenticate(_) => Ok(Answer::NoUsers),
            // A channel of a user is not managed.
            Says::TokenUpdate(_) if ids.user().is_some() => Ok(Answer::NoUsers),
            Says::DeclarativeManagement { .. } | Says::GetToken(_) => Ok(Answer::NotThere),
            says => {
                let found = self.found(ctx, &certificate, ids).await?;
                if topic.is_some_and(|topic| topic != found.row.topic) {
                    return Err(unknown());
                }
                self.says(ctx, &found, says).await
            }
        }
    }

    /// What a device says of its enrolment.
    async fn says(&self, ctx: &RequestCtx, found: &Found, says: Says) -> Result<Answer> {
        match says {
            Says::TokenUpdate(told) => self.token_update(ctx, found, &told).await,
            Says::CheckOut => {
                // The profile was removed on the device.
                self.domain.devices().left(&found.acting(ctx)).await?;
                Ok(Answer::Empty)
            }
            Says::SetBootstrapToken(token) => self.keep_bootstrap(found, token).await,
            Says::GetBootstrapToken => self.give_bootstrap(found),
            _ => Err(unknown()),
        }
    }

    /// The device asks to be managed. What waited for an earlier enrolment of it is gone.
    async fn authenticate(
        &self,
        ctx: &RequestCtx,
        certificate: &device_certificate::Model,
        ids: &Ids,
        topic: Option<&str>,
        asked: &Authenticate,
    ) -> Result<Answer> {
        let topic = self.enrols_under(topic).await?;
        let enrolment_id = ids.device().ok_or_else(unknown)?.to_owned();
        let facts = facts(asked).ok_or_else(unknown)?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let earlier = apple_enrolment::Entity::find()
            .filter(apple_enrolment::Column::CertificateId.eq(certificate.id))
            .one(tx.conn())
            .await?;
        // A certificate speaks for one device.
        if earlier.is_some_and(|row| row.enrolment_id != enrolment_id) {
            return Err(unknown());
        }
        let registration = self.domain.registration();
        let (device_id, user_id) =
            registration.redeem_by_certificate(&mut tx, ctx, certificate, &facts, now).await?;
        // Whoever names another person's device takes nothing away from it.
        if store::is_of_somebody_else(tx.conn(), &enrolment_id, user_id).await? {
            tracing::warn!(device = %device_id, "a device says that it is one of another person");
            return Err(ErrorCode::RegistrationRefused.into());
        }
        replace(&tx, certificate, &enrolment_id, device_id, &topic, now).await?;
        tx.announce(crate::live::LiveEvent::device(device_id, user_id));
        tx.commit().await?;
        Ok(Answer::Empty)
    }

    /// The topic of a new enrolment: the one that profiles name, or the one that they name where there is no push
    /// certificate. A profile of somebody else's brings nobody to us.
    async fn enrols_under(&self, topic: Option<&str>) -> Result<String> {
        let named = self.topic().await?;
        match topic {
            Some(topic) if topic == named || topic == TOPIC => Ok(topic.to_owned()),
            Some(_) => Err(unknown()),
            None => Ok(named),
        }
    }

    /// The device tells how it is reached; the first time completes its enrolment.
    async fn token_update(&self, ctx: &RequestCtx, found: &Found, told: &TokenUpdate) -> Result<Answer> {
        let now = self.domain.clock().now();
        let keys = self.domain.keys();
        let magic = keys.seal(&store::binding(&found.row, "push_magic"), told.push_magic.as_bytes())?;
        let mut update = apple_enrolment::Entity::update_many()
            .col_expr(apple_enrolment::Column::PushToken, Expr::value(told.token.clone()))
            .col_expr(apple_enrolment::Column::PushMagic, Expr::value(magic))
            .col_expr(apple_enrolment::Column::TokenAt, Expr::value(now.as_millis()))
            .col_expr(apple_enrolment::Column::PushState, Expr::value(PushState::Unknown.as_str()))
            .col_expr(apple_enrolment::Column::PushDetail, Expr::value(None::<String>))
            .filter(apple_enrolment::Column::Id.eq(found.row.id));
        // A message without one takes nothing away.
        if let Some(token) = &told.unlock_token {
            let sealed = keys.seal(&store::binding(&found.row, "unlock_token"), token)?;
            update = update.col_expr(apple_enrolment::Column::UnlockToken, Expr::value(sealed));
        }
        let mut tx = self.domain.begin().await?;
        update.exec(tx.conn()).await?;
        // A device that has enrolled waits to be called; its address may not be known there at once.
        tx.call(found.device_id(), now + SETTLES).await?;
        tx.commit().await?;
        self.domain.devices().seen(&found.acting(ctx), None).await?;
        Ok(Answer::Empty)
    }

    async fn keep_bootstrap(&self, found: &Found, token: Option<Vec<u8>>) -> Result<Answer> {
        let binding = store::binding(&found.row, "bootstrap_token");
        let sealed = token.map(|token| self.domain.keys().seal(&binding, &token)).transpose()?;
        let tx = self.domain.begin().await?;
        apple_enrolment::Entity::update_many()
            .col_expr(apple_enrolment::Column::BootstrapToken, Expr::value(sealed))
            .filter(apple_enrolment::Column::Id.eq(found.row.id))
            .exec(tx.conn())
            .await?;
        tx.commit().await?;
        Ok(Answer::Empty)
    }

    fn give_bootstrap(&self, found: &Found) -> Result<Answer> {
        let Some(sealed) = &found.row.bootstrap_token else { return Ok(Answer::NotThere) };
        let token = self.domain.keys().open(&store::binding(&found.row, "bootstrap_token"), sealed)?;
        Ok(Answer::Plist(property_list::bytes("BootstrapToken", token)))
    }
}

/// The enrolment as it is from now on: without the tokens of an earlier one, of this device or of this record.
async fn replace(
    tx: &Tx,
    certificate: &device_certificate::Model,
    enrolment_id: &str,
    device_id: DeviceId,
    topic: &str,
    now: Timestamp,
) -> Result<()> {
    apple_enrolment::Entity::delete_many()
        .filter(
            Condition::any()
                .add(apple_enrolment::Column::EnrolmentId.eq(enrolment_id))
                .add(apple_enrolment::Column::DeviceId.eq(device_id.0)),
        )
        .exec(tx.conn())
        .await?;
    let row = apple_enrolment::ActiveModel {
        id: Set(Uuid::now_v7()),
        device_id: Set(device_id.0),
        certificate_id: Set(certificate.id),
        enrolment_id: Set(enrolment_id.to_owned()),
        push_token: Set(None),
        push_magic: Set(None),
        unlock_token: Set(None),
        bootstrap_token: Set(None),
        token_at: Set(None),
        asked_at: Set(None),
        facts: Set(None),
        created_at: Set(now.as_millis()),
        topic: Set(topic.to_owned()),
        push_at: Set(None),
        push_calls: Set(0),
        push_tries: Set(0),
        push_state: Set(PushState::Unknown.as_str().to_owned()),
        push_detail: Set(None),
        pushed_at: Set(None),
    };
    apple_enrolment::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// What the device says of itself; nothing for hardware of a kind that is not known.
fn facts(asked: &Authenticate) -> Option<DeviceFacts> {
    let product = asked.product_name.as_deref().or(asked.model.as_deref())?;
    Some(DeviceFacts {
        platform: platform_of(product)?,
        model: asked.model_name.clone().or_else(|| Some(product.to_owned())),
        os_version: asked.os_version.clone(),
        serial_number: asked.serial_number.clone(),
        name: asked.device_name.clone(),
        battery_percent: None,
    })
}

/// The platform of a kind of hardware, such as `iPhone14,2`.
pub(super) fn platform_of(product: &str) -> Option<Platform> {
    match product {
        product if product.starts_with("iPhone") || product.starts_with("iPod") => Some(Platform::Ios),
        product if product.starts_with("iPad") => Some(Platform::Ipados),
        product if product.starts_with("AppleTV") => Some(Platform::Tvos),
        product if product.contains("Mac") => Some(Platform::Macos),
        _ => None,
    }
}
