//! A device proves itself by the signature on its request (RFC 9421; the contract's *Signatures*).

use entity::{device, device_nonce, user};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use signatures::{Message, Signed, VerifyingKey};
use types::{DeviceId, ErrorCode, Timestamp, UserId};

use super::{Devices, rows};
use crate::{
    ctx::DeviceActor,
    error::{Error, Result},
};

/// How far a signature's time may be from ours, in seconds.
const LEEWAY_S: u64 = 300;
/// How long a nonce is remembered, in milliseconds: as long as any signature with it could count.
const NONCE_MEMORY_MS: i64 = 600_000;

/// A request as it was received.
#[derive(Clone, Copy)]
pub struct SignedRequest<'a> {
    /// In capitals.
    pub method: &'a str,
    /// The public URL with path and query as sent.
    pub target_uri: &'a str,
    /// The raw body.
    pub body: &'a [u8],
    /// Looks up a header field by its lower-case name, several lines joined with `", "`, for signatures
    /// that cover more than they must.
    pub field: &'a (dyn Fn(&str) -> Option<String> + Sync),
}

impl std::fmt::Debug for SignedRequest<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedRequest").field("method", &self.method).finish_non_exhaustive()
    }
}

impl Devices<'_> {
    /// The device that has signed a request of which no other header field is known; a signature that
    /// covers one is invalid. See [`Self::authenticate_request`].
    ///
    /// # Errors
    /// As for [`Self::authenticate_request`].
    pub async fn authenticate(
        &self,
        signed: &Signed,
        method: &str,
        target_uri: &str,
        body: &[u8],
    ) -> Result<DeviceActor> {
        self.authenticate_request(signed, &SignedRequest { method, target_uri, body, field: &|_| None }).await
    }

    /// The device that has signed this request. The nonce counts as used from now on.
    ///
    /// # Errors
    /// In this order: `signature_invalid` (wrong, or a key or device that nobody knows),
    /// `signature_stale`, `nonce_reused`, `device_gone` for a retired or wiped device.
    pub async fn authenticate_request(
        &self,
        signed: &Signed,
        request: &SignedRequest<'_>,
    ) -> Result<DeviceActor> {
        let invalid = || Error::from(ErrorCode::SignatureInvalid);
        let (device, owner) = self.find_by_key_id(signed.keyid()).await?.ok_or_else(invalid)?;
        let key = key_of(&device).ok_or_else(invalid)?;
        let SignedRequest { method, target_uri, body, field } = *request;
        signed.verify(&key, &Message { method, target_uri, body, field }).map_err(|_| invalid())?;
        let now = self.domain.clock().now();
        let expired = signed.expires().is_some_and(|expires| expires < now.as_secs());
        if signed.created().abs_diff(now.as_secs()) > LEEWAY_S || expired {
            return Err(ErrorCode::SignatureStale.into());
        }
        let device_id = DeviceId(device.id);
        self.use_nonce(device_id, signed.nonce(), now).await?;
        if rows::state_of(&device)?.is_gone() {
            return Err(ErrorCode::DeviceGone.into());
        }
        Ok(DeviceActor {
            device_id,
            user_id: UserId(device.user_id),
            name: rows::shown_name(&device, &owner.display_name),
        })
    }

    async fn find_by_key_id(&self, key_id: &str) -> Result<Option<(device::Model, user::Model)>> {
        // An id has one spelling as a key id: lower case with hyphens.
        let id = key_id.parse::<DeviceId>().ok().filter(|id| id.to_string() == key_id);
        let Some(id) = id else { return Ok(None) };
        let owner =
            device::Entity::belongs_to(user::Entity).from(device::Column::UserId).to(user::Column::Id).into();
        let found = device::Entity::find_by_id(id.0)
            .join(JoinType::InnerJoin, owner)
            .select_also(user::Entity)
            .one(self.domain.db().read())
            .await?;
        Ok(found.and_then(|(device, owner)| Some((device, owner?))))
    }

    /// Remembers a nonce, unless it is remembered already.
    async fn use_nonce(&self, device: DeviceId, nonce: &str, now: Timestamp) -> Result<()> {
        let row = device_nonce::ActiveModel {
            device_id: Set(device.0),
            nonce: Set(nonce.to_owned()),
            expires_at: Set(now.as_millis().saturating_add(NONCE_MEMORY_MS)),
        };
        // One whose time is over counts as forgotten, whenever the job that removes it comes.
        let mut again = OnConflict::columns([device_nonce::Column::DeviceId, device_nonce::Column::Nonce]);
        again.update_column(device_nonce::Column::ExpiresAt).action_and_where(
            Expr::col((device_nonce::Entity, device_nonce::Column::ExpiresAt)).lt(now.as_millis()),
        );
        let taken = device_nonce::Entity::insert(row)
            .on_conflict(again)
            .exec_without_returning(self.domain.db().write())
            .await?;
        match taken {
            0 => Err(ErrorCode::NonceReused.into()),
            _ => Ok(()),
        }
    }

    /// Forgets nonces whose time is over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn purge_nonces(&self) -> Result<u64> {
        let gone = device_nonce::Entity::delete_many()
            .filter(device_nonce::Column::ExpiresAt.lt(self.domain.clock().now().as_millis()))
            .exec(self.domain.db().write())
            .await?;
        Ok(gone.rows_affected)
    }
}

/// The key of a device; one that has not registered has none.
fn key_of(device: &device::Model) -> Option<VerifyingKey> {
    let bytes: [u8; 32] = device.public_key.as_deref()?.try_into().ok()?;
    VerifyingKey::from_bytes(&bytes).ok()
}
