//! The authority of devices: made at its first use, its key in an envelope.

use std::{sync::Arc, time::Duration};

use apple::scep::{Authority, Validity};
use base64::{Engine, engine::general_purpose::STANDARD};
use entity::setting;
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};
use serde::{Deserialize, Serialize};
use types::Timestamp;

use super::Certificates;
use crate::{
    error::{Error, Result},
    secrets::random_bytes,
    settings::{self, Stored, key},
};

/// What its key is sealed to.
const BINDING: &str = "settings/device_authority";
/// Its name in certificates.
const NAME: &str = "Gatehouse devices";
/// How long it lasts: longer than the devices that it knows.
const LIFETIME: Duration = Duration::from_hours(20 * 365 * 24);
/// Clocks of devices go wrong.
pub(super) const LEEWAY: Duration = Duration::from_hours(1);

/// The authority as it is stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    /// DER, base64.
    certificate: String,
    /// The private key in its envelope, base64.
    envelope: String,
}

impl Certificates<'_> {
    /// The authority, which is made when there is none.
    ///
    /// # Errors
    /// When the database fails, or its key does not open.
    pub(crate) async fn authority(&self) -> Result<Arc<Authority>> {
        let cell = &self.domain.authority_cell().0;
        cell.get_or_try_init(|| self.find_or_make()).await.cloned()
    }

    /// Its certificate, DER, for whoever is to trust it.
    ///
    /// # Errors
    /// As when it is read.
    pub async fn authority_certificate(&self) -> Result<Vec<u8>> {
        self.authority().await?.certificate().map_err(Error::internal)
    }

    async fn find_or_make(&self) -> Result<Arc<Authority>> {
        if let Some(found) = self.find().await? {
            return Ok(found);
        }
        let now = self.domain.clock().now();
        let serial: [u8; 16] = serial()?;
        let validity = validity(now, LIFETIME);
        // A key takes its time.
        let made = tokio::task::spawn_blocking(move || Authority::generate(NAME, &serial, validity));
        let made = made.await.map_err(Error::internal)?.map_err(Error::internal)?;
        let key = made.private_key().map_err(Error::internal)?;
        let kept = Kept {
            certificate: STANDARD.encode(made.certificate().map_err(Error::internal)?),
            envelope: STANDARD.encode(self.domain.keys().seal(BINDING, &key)?),
        };
        let row = setting::ActiveModel {
            key: Set(key::DEVICE_AUTHORITY.to_owned()),
            value: Set(serde_json::to_string(&kept).map_err(Error::internal)?),
            version: Set(1),
            updated_at: Set(now.as_millis()),
            updated_by: Set(None),
        };
        let tx = self.domain.begin().await?;
        // Of two processes that make one at the same time the first counts, for both.
        setting::Entity::insert(row)
            .on_conflict(OnConflict::column(setting::Column::Key).do_nothing().to_owned())
            .exec_without_returning(tx.conn())
            .await?;
        tx.commit().await?;
        self.find().await?.ok_or_else(|| Error::internal("the authority of devices is not there"))
    }

    async fn find(&self) -> Result<Option<Arc<Authority>>> {
        let stored: Stored<Option<Kept>> =
            settings::load(self.domain.db().read(), key::DEVICE_AUTHORITY).await?;
        let Some(kept) = stored.value else { return Ok(None) };
        let certificate = STANDARD.decode(&kept.certificate).map_err(Error::internal)?;
        let sealed = STANDARD.decode(&kept.envelope).map_err(Error::internal)?;
        let key = self.domain.keys().open(BINDING, &sealed)?;
        Authority::read(&certificate, &key).map(Arc::new).map(Some).map_err(Error::internal)
    }
}

/// A serial number that nobody foresees, and that is positive (RFC 5280 section 4.1.2.2).
pub(super) fn serial() -> Result<[u8; 16]> {
    let mut serial: [u8; 16] = random_bytes()?;
    serial[0] = (serial[0] & 0x7f) | 0x40;
    Ok(serial)
}

/// From a little earlier, for so long.
pub(super) fn validity(now: Timestamp, lifetime: Duration) -> Validity {
    let seconds = |at: Timestamp| at.as_millis() / 1_000;
    Validity { from: seconds(now - LEEWAY), until: seconds(now + lifetime) }
}
