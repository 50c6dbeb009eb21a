//! Registering with the password of a person, on channels that ask for it (product.md section 3.1).

use entity::{device, registration, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use signatures::VerifyingKey;
use types::{
    PortalRight, ProofRule, RegisterDevice, RegistrationSettings, RegistrationStatus, Timestamp, UserId,
};

use super::{
    Registrations,
    create::Wanted,
    prove::{Proof, active_user},
    store,
};
use crate::{
    ctx::RequestCtx,
    db::{Engine, Tx},
    error::Result,
    people,
    secrets::token_hash,
};

/// What a device asks for whose person has given the right password.
pub(super) struct Asked<'a> {
    pub(super) username: &'a str,
    pub(super) input: &'a RegisterDevice,
    pub(super) key: &'a VerifyingKey,
    pub(super) settings: &'a RegistrationSettings,
}

impl Registrations<'_> {
    /// Whether the password part of a registration is in order: there and right where the channel asks for
    /// it, and right where it came along all the same.
    pub(super) async fn password_of(
        &self,
        ctx: &RequestCtx,
        input: &RegisterDevice,
        rule: ProofRule,
    ) -> Result<bool> {
        let Some(password) = input.password.as_deref().filter(|password| !password.is_empty()) else {
            return Ok(!rule.asks_for_password());
        };
        let db = self.domain.db().read();
        let (typed, person): (&str, Option<user::Model>) = match (&input.username, &input.link_token) {
            (Some(username), _) => (username, active_user(db, username).await?),
            // Guesses at the password of a link's person are counted under the link where there is none.
            (None, Some(token)) => {
                (token, store::find_by_link(db, &token_hash(token)).await?.map(|found| found.user))
            }
            (None, None) => return Ok(false),
        };
        let typed = person.as_ref().map_or(typed, |person| &person.username);
        self.domain.access().prove_password(ctx, typed, person.as_ref(), password).await
    }

    /// Completes the person's oldest pending registration of the device's platform, or makes a new one if
    /// they may register by themselves. The same key again gets the registration that it has used.
    pub(super) async fn try_password(
        &self,
        tx: &mut Tx,
        ctx: &RequestCtx,
        asked: &Asked<'_>,
        now: Timestamp,
    ) -> Result<Proof> {
        let Some(user) = active_user(tx.conn(), asked.username).await? else { return Ok(Proof::Wrong) };
        // Held until the end: two devices of one person come one after the other.
        let Some(user) = people::store::lock(tx, &UserId(user.id)).await? else { return Ok(Proof::Wrong) };
        if let Some(used) = used_by(tx, user.id, asked.key, now).await? {
            return Ok(Proof::Used(Box::new(store::complete(tx.conn(), used).await?)));
        }
        let platform = asked.input.device.platform;
        let of_platform = device::Entity::find()
            .select_only()
            .column(device::Column::Id)
            .filter(device::Column::UserId.eq(user.id))
            .filter(device::Column::Platform.eq(platform.as_str()))
            .into_query();
        let mut oldest = registration::Entity::find()
            .filter(registration::Column::UserId.eq(user.id))
            .filter(registration::Column::Status.eq(RegistrationStatus::Pending.as_str()))
            .filter(registration::Column::ExpiresAt.gt(now.as_millis()))
            .filter(registration::Column::DeviceId.in_subquery(of_platform))
            .order_by_asc(registration::Column::Id);
        if tx.engine() == Engine::Postgres {
            oldest = oldest.lock_exclusive();
        }
        if let Some(row) = oldest.one(tx.conn()).await? {
            return Ok(Proof::Right(Box::new(store::complete(tx.conn(), row).await?)));
        }
        let rights = people::standing::rights(tx.conn(), &user).await?;
        if ![PortalRight::SignIn, PortalRight::Register].iter().all(|right| rights.contains(right)) {
            return Ok(Proof::Wrong);
        }
        let wanted = Wanted::by_itself(UserId(user.id), platform, asked.settings.default_ownership);
        let (found, _) = self.insert(tx, ctx, &wanted, asked.settings, now).await?;
        Ok(Proof::Right(Box::new(found)))
    }
}

/// The registration that this key has used and whose time has not run out.
async fn used_by(
    tx: &Tx,
    user_id: uuid::Uuid,
    key: &VerifyingKey,
    now: Timestamp,
) -> Result<Option<registration::Model>> {
    Ok(registration::Entity::find()
        .filter(registration::Column::UserId.eq(user_id))
        .filter(registration::Column::Status.eq(RegistrationStatus::Used.as_str()))
        .filter(registration::Column::RedeemedKey.eq(key.as_bytes().to_vec()))
        .filter(registration::Column::ExpiresAt.gt(now.as_millis()))
        .one(tx.conn())
        .await?)
}
