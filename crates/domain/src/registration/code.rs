//! The code of a registration: PIN and link token. What is stored of it recognises it (a keyed hash of
//! the PIN, a hash of the token); what can be read again is in one sealed envelope that is destroyed
//! at use, expiry and replacement (trust.md KEY-1, PIN-3).

use entity::registration;
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};
use types::{RegistrationId, RegistrationSettings, UserId};
use uuid::Uuid;

use super::pin;
use crate::{
    db::Tx,
    error::{Error, Result},
    secrets::{Keys, Purpose, random_link_token, token_hash},
};

/// PIN and link token in the clear. Never logged: it has no `Debug`.
#[derive(Serialize, Deserialize)]
pub(super) struct Code {
    /// The PIN without grouping; nothing when wrong tries have ended it.
    pub(super) pin: Option<String>,
    /// 22 characters.
    pub(super) link_token: String,
}

impl Code {
    /// A new code by the rules of the settings.
    pub(super) fn fresh(settings: &RegistrationSettings) -> Result<Self> {
        Ok(Self {
            pin: Some(pin::generate(settings.pin_length, settings.pin_alphabet)?),
            link_token: random_link_token()?,
        })
    }

    /// The envelope for the registration's row.
    pub(super) fn seal(&self, keys: &Keys, id: RegistrationId) -> Result<Vec<u8>> {
        keys.seal(&binding(id), &serde_json::to_vec(self).map_err(Error::internal)?)
    }

    /// The code of a registration, while its envelope is there.
    pub(super) fn open(keys: &Keys, row: &registration::Model) -> Result<Option<Self>> {
        let Some(envelope) = &row.envelope else { return Ok(None) };
        let plain = keys.open(&binding(RegistrationId(row.id)), envelope)?;
        serde_json::from_slice(&plain).map(Some).map_err(Error::internal)
    }

    /// What is stored to recognise the PIN.
    pub(super) fn pin_mac(&self, keys: &Keys, id: RegistrationId, user: UserId) -> Option<Vec<u8>> {
        self.pin.as_ref().map(|pin| pin_mac(keys, id, user, pin).to_vec())
    }

    /// What is stored to recognise the link.
    pub(super) fn link_hash(&self) -> Vec<u8> {
        token_hash(&self.link_token)
    }
}

/// The keyed hash of a PIN in its normal form, of use for this registration and person alone.
pub(super) fn pin_mac(keys: &Keys, id: RegistrationId, user: UserId, pin: &str) -> [u8; 32] {
    keys.mac(Purpose::Pin, &[id.0.as_bytes(), user.0.as_bytes(), pin.as_bytes()])
}

/// The same under each key that counts.
pub(super) fn pin_macs(keys: &Keys, id: RegistrationId, user: UserId, pin: &str) -> Vec<[u8; 32]> {
    keys.macs(Purpose::Pin, &[id.0.as_bytes(), user.0.as_bytes(), pin.as_bytes()])
}

/// What is stored to recognise the PIN of a registration, under the current key; nothing where it has none.
pub(crate) async fn pin_mac_of(tx: &Tx, keys: &Keys, id: Uuid) -> Result<Option<Vec<u8>>> {
    let Some(row) = registration::Entity::find_by_id(id).one(tx.conn()).await? else { return Ok(None) };
    let code = Code::open(keys, &row)?;
    Ok(code.and_then(|code| code.pin_mac(keys, RegistrationId(row.id), UserId(row.user_id))))
}

fn binding(id: RegistrationId) -> String {
    format!("registrations/{id}/code")
}
