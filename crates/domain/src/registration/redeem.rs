//! A device registers (the contract's `POST /register`): the PIN or link is used up, the device record
//! gets its key, all in one change.

use entity::{device, registration};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, Func},
};
use serde_json::json;
use signatures::VerifyingKey;
use types::{
    AuditAction, Channel, DeviceFacts, DeviceState, ErrorCode, FieldCode, ProofRule, RegisterDevice,
    Registered, RegistrationStatus, Timestamp, Validate,
};

use super::{
    CHECK_IN_INTERVAL_S, Registrations, come_back,
    password::Asked,
    prove::{Proof, Try, refused, to_the_end},
    store::Found,
    tries,
};
use crate::{
    audit::{Event, Target},
    ctx::{Actor, DeviceActor, RequestCtx},
    db::Tx,
    devices::{facts, shown_name},
    error::{Error, Result},
    live::LiveEvent,
    messages::queue,
    terms,
};

impl Registrations<'_> {
    /// Registers a device by user name and PIN, or by the token of a link. Exactly one device wins; the
    /// same key with the same PIN or link gets the same answer again until it runs out, so that a lost
    /// answer does no harm.
    ///
    /// # Errors
    /// `invalid_input` for facts that break a rule; `too_many_requests`; `terms_not_accepted`, with the id
    /// of the text in the place of `accepted_terms`, for whoever has proved who they are and has yet to
    /// accept it; for anything else that is wrong `registration_refused`.
    pub async fn redeem(&self, ctx: &RequestCtx, input: &RegisterDevice) -> Result<Registered> {
        input.validate()?;
        let key = signatures::public_key(&input.public_key).map_err(|_| refused())?;
        self.domain.throttles().take(ctx.address, self.domain.clock().now())?;
        let base_url = self.domain.settings().public_url().await?;
        let (domain, ctx_owned, input) = (self.domain.clone(), ctx.clone(), input.clone());
        let outcome =
            to_the_end(async move { domain.registration().redeem_counted(&ctx_owned, &input, &key).await })
                .await;
        match &outcome {
            Err(error) if error.code() == ErrorCode::RegistrationRefused => {}
            _ => self.domain.throttles().give_back(ctx.address),
        }
        let found = outcome?;
        Ok(Registered { device_id: found.device_id(), base_url, check_in_interval_s: CHECK_IN_INTERVAL_S })
    }

    async fn redeem_counted(
        &self,
        ctx: &RequestCtx,
        input: &RegisterDevice,
        key: &VerifyingKey,
    ) -> Result<Found> {
        let settings = &self.domain.settings().registration().await?;
        // Said to everybody alike, before anything of theirs is looked at.
        if !settings.lets_in(input.device.platform) {
            return Err(Error::invalid("device.platform", FieldCode::SwitchedOff));
        }
        let by_link = input.link_token.is_some();
        let rule = settings.proof_of(Channel::of_client(input.device.platform));
        let password_is_right = self.password_of(ctx, input, rule).await?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let proof = match (&input.username, &input.pin, &input.link_token) {
            (None, None, Some(token)) if password_is_right => self.try_link(&tx, token, now).await?,
            (Some(username), Some(pin), None) => {
                self.try_pin(&mut tx, ctx, &Try { username, pin, password_is_right }, now).await?
            }
            (Some(username), None, None) if password_is_right && rule == ProofRule::Password => {
                self.try_password(&mut tx, ctx, &Asked { username, input, key, settings }, now).await?
            }
            _ => Proof::Wrong,
        };
        let outcome = match proof {
            // A record of a platform that is off waits until it is on again.
            Proof::Right(found) if !found.is_let_in(settings) => Err(refused()),
            Proof::Right(mut found) => {
                if by_link {
                    tries::clear(&tx, self.domain.keys(), &found.user.username).await?;
                }
                let is_by_password = input.pin.is_none() && !by_link;
                match missing_terms(&tx, ctx, &found, input, now).await? {
                    // What the password alone has made is not kept for a person who has yet to read.
                    Some(asked) if is_by_password => return Err(asked.as_error()),
                    Some(asked) => Err(asked.as_error()),
                    None => match use_up(&mut tx, ctx, &mut found, &input.device, Proven::by_key(key), now)
                        .await?
                    {
                        true => Ok(*found),
                        false => Err(refused()),
                    },
                }
            }
            Proof::Used(found) if found.row.redeemed_key.as_deref() == Some(key.as_bytes()) => Ok(*found),
            Proof::Used(_) | Proof::Wrong => Err(refused()),
        };
        // What was counted stays counted, whatever came out.
        tx.commit().await?;
        outcome
    }
}

/// What the person has yet to accept, after what they accept now.
async fn missing_terms(
    tx: &Tx,
    ctx: &RequestCtx,
    found: &Found,
    input: &RegisterDevice,
    now: Timestamp,
) -> Result<Option<terms::Asked>> {
    let Some(asked) = terms::required(tx.conn(), &found.row, &found.device).await? else { return Ok(None) };
    match input.accepted_terms.filter(|id| asked.has(*id)) {
        Some(id) => {
            let mut device = found.device.clone();
            input.device.platform.as_str().clone_into(&mut device.platform);
            terms::accept(tx, ctx, now, &found.row, (&device, found.device_name()), id).await?;
            Ok(None)
        }
        None => Ok(Some(asked)),
    }
}

/// What a device has proved itself by, and will again.
#[derive(Clone, Copy)]
pub(super) struct Proven<'a> {
    what: &'a [u8],
    /// Whether it is a key that signs requests of the device API.
    signs: bool,
}

impl<'a> Proven<'a> {
    /// A key of its own.
    fn by_key(key: &'a VerifyingKey) -> Self {
        Self { what: key.as_bytes(), signs: true }
    }

    /// The fingerprint of a certificate of ours.
    pub(super) fn by_certificate(fingerprint: &'a [u8]) -> Self {
        Self { what: fingerprint, signs: false }
    }
}

/// Uses the registration up and makes its record the device's, unless somebody else came first.
pub(super) async fn use_up(
    tx: &mut Tx,
    ctx: &RequestCtx,
    found: &mut Found,
    facts: &DeviceFacts,
    by: Proven<'_>,
    now: Timestamp,
) -> Result<bool> {
    come_back::hold_person(tx, found).await?;
    let opened = Func::coalesce([Expr::col(registration::Column::OpenedAt), Expr::value(now.as_millis())]);
    let won = registration::Entity::update_many()
        .col_expr(registration::Column::Status, Expr::value(RegistrationStatus::Used.as_str()))
        .col_expr(registration::Column::UsedAt, Expr::value(now.as_millis()))
        .col_expr(registration::Column::OpenedAt, opened.into())
        .col_expr(registration::Column::RedeemedKey, Expr::value(by.what.to_vec()))
        .col_expr(registration::Column::Envelope, Expr::value(None::<Vec<u8>>))
        .filter(registration::Column::Id.eq(found.row.id))
        .filter(registration::Column::Status.eq(RegistrationStatus::Pending.as_str()))
        .filter(registration::Column::IssuedAt.eq(found.row.issued_at))
        .filter(registration::Column::ExpiresAt.gt(now.as_millis()))
        .exec(tx.conn())
        .await?;
    if won.rows_affected != 1 {
        return Ok(false);
    }
    let facts = facts::cleaned(facts);
    if let Some(earlier) = come_back::earlier_record(tx, found, &facts).await? {
        come_back::continue_on(tx, ctx, found, earlier, now).await?;
    }
    let joined = facts::store(device::Entity::update_many(), &facts)
        .col_expr(device::Column::State, Expr::value(DeviceState::Enrolling.as_str()))
        .col_expr(device::Column::PublicKey, Expr::value(by.signs.then(|| by.what.to_vec())))
        .col_expr(device::Column::RegisteredAt, Expr::value(now.as_millis()))
        .col_expr(device::Column::UpdatedAt, Expr::value(now.as_millis()))
        .filter(device::Column::Id.eq(found.row.device_id))
        .filter(device::Column::State.is_in([DeviceState::Pending.as_str(), DeviceState::Verified.as_str()]))
        .exec(tx.conn())
        .await?;
    if joined.rows_affected != 1 {
        return Err(Error::internal("a pending registration whose device record does not wait"));
    }
    queue::cancel_for_registration(tx, found.id()).await?;
    let (device_id, user_id) = (found.device_id(), found.user_id());
    let mut device = found.device.clone();
    device.name.clone_from(&facts.name);
    device.platform = facts.platform.as_str().to_owned();
    let name = shown_name(&device, &found.user.display_name);
    let actor = Actor::Device(DeviceActor { device_id, user_id, name: name.clone() });
    let event = Event::done(AuditAction::DeviceRegistered, Target::new("device", device_id, name))
        .change(Some(json!({ "state": found.device.state })), Some(facts::as_json(&facts)));
    tx.record(&ctx.clone().with_actor(actor), now, event).await?;
    tx.announce(LiveEvent::device(device_id, user_id));
    Ok(true)
}
