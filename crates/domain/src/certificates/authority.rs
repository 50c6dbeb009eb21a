//! The authority of devices: made at its first use or uploaded, its key in an envelope.

use std::{sync::Arc, time::Duration};

use apple::{
    private_key,
    scep::{Authority, AuthorityFault, Validity},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use entity::setting;
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};
use serde::{Deserialize, Serialize};
use serde_json::json;
use types::{
    AuditAction, DeviceAuthorityDetail, DeviceAuthorityInput, ErrorCode, FieldCode, Permission, Timestamp,
    Validate,
};
use uuid::Uuid;

use super::Certificates;
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    error::{Error, Result},
    hex::hex,
    live::{LiveEvent, Topic},
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    /// DER, base64.
    certificate: String,
    /// The private key in its envelope, base64.
    envelope: String,
    /// Whether it was made elsewhere.
    #[serde(default)]
    is_uploaded: bool,
    /// Whether requests that are encrypted as old clients do are read. Devices of today offer both, and some ask
    /// in the old way first.
    #[serde(default = "yes")]
    accepts_old_clients: bool,
}

const fn yes() -> bool {
    true
}

/// The authority in use.
pub(crate) struct InUse {
    /// The version of the settings that it was read from.
    version: i64,
    pub(crate) authority: Authority,
    /// Whether requests of old clients are read.
    pub(super) legacy: bool,
}

impl Certificates<'_> {
    /// The authority, which is made when there is none. Another process may have changed it.
    ///
    /// # Errors
    /// When the database fails, or its key does not open.
    pub(crate) async fn authority(&self) -> Result<Arc<InUse>> {
        let mut stored = self.stored_authority().await?;
        if stored.value.is_none() {
            self.make().await?;
            stored = self.stored_authority().await?;
        }
        let kept =
            stored.value.as_ref().ok_or_else(|| Error::internal("the authority of devices is not there"))?;
        let cell = self.domain.authority_cell();
        if let Some(found) = cell.get().filter(|found| found.version == stored.version()) {
            return Ok(found);
        }
        let certificate = STANDARD.decode(&kept.certificate).map_err(Error::internal)?;
        let sealed = STANDARD.decode(&kept.envelope).map_err(Error::internal)?;
        let key = self.domain.keys().open(BINDING, &sealed)?;
        let authority = Authority::read(&certificate, &key).map_err(Error::internal)?;
        let read = InUse { version: stored.version(), authority, legacy: kept.accepts_old_clients };
        Ok(cell.set(read))
    }

    /// Its certificate, DER, for whoever is to trust it.
    ///
    /// # Errors
    /// As when it is read.
    pub async fn authority_certificate(&self) -> Result<Vec<u8>> {
        self.authority().await?.authority.certificate().map_err(Error::internal)
    }

    /// What this server can do, for devices that ask (`GetCACaps`).
    ///
    /// # Errors
    /// As when the authority is read.
    pub async fn scep_capabilities(&self) -> Result<String> {
        Ok(apple::scep::capabilities(self.authority().await?.legacy))
    }

    /// The authority, without its key.
    ///
    /// # Errors
    /// Without `settings_read`.
    pub async fn find_authority(&self, ctx: &RequestCtx) -> Result<DeviceAuthorityDetail> {
        ctx.require(Permission::SettingsRead, &Resource::All)?;
        self.authority_detail().await
    }

    /// Changes the authority. Certificates of an earlier one go on working until they run out.
    ///
    /// # Errors
    /// Without `settings_write`; `reauthentication_required`; `invalid_input` for what is no authority's certificate
    /// or not its key; `version_conflict`.
    pub async fn save_authority(
        &self,
        ctx: &RequestCtx,
        input: &DeviceAuthorityInput,
        version: Option<i64>,
    ) -> Result<DeviceAuthorityDetail> {
        ctx.require(Permission::SettingsWrite, &Resource::All)?;
        let now = self.domain.clock().now();
        ctx.require_recent(now)?;
        input.validate()?;
        self.authority().await?;
        let uploaded = self.uploaded(input, now)?;
        let mut tx = self.domain.begin().await?;
        let stored: Stored<Option<Kept>> = settings::load(tx.conn(), key::DEVICE_AUTHORITY).await?;
        if version.is_some_and(|version| version != stored.version()) {
            return Err(ErrorCode::VersionConflict.into());
        }
        let before =
            stored.value.clone().ok_or_else(|| Error::internal("the authority of devices is not there"))?;
        let kept =
            Kept { accepts_old_clients: input.accepts_old_clients, ..uploaded.unwrap_or(before.clone()) };
        if kept == before {
            return self.authority_detail().await;
        }
        // The moment stands for the version: no two changes have the same.
        let at = now.max(Timestamp::from_millis(stored.version() + 1));
        let value = serde_json::to_value(&kept).map_err(Error::internal)?;
        settings::put(&tx, key::DEVICE_AUTHORITY, &value, &settings::name_of(ctx), at).await?;
        let told = |kept: &Kept| json!({ "certificate": kept.certificate, "accepts_old_clients": kept.accepts_old_clients });
        let target = Target { kind: "settings", id: Some(key::DEVICE_AUTHORITY.to_owned()), name: None };
        let event = Event::done(AuditAction::DeviceAuthorityChanged, target);
        tx.record(ctx, now, event.change(Some(told(&before)), Some(told(&kept)))).await?;
        tx.announce(LiveEvent::Changed { topic: Topic::Settings, id: Uuid::nil(), owner: None });
        tx.commit().await?;
        self.authority_detail().await
    }

    fn uploaded(&self, input: &DeviceAuthorityInput, now: Timestamp) -> Result<Option<Kept>> {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let (Some(certificate), Some(pem)) = (given(&input.certificate), given(&input.private_key)) else {
            return Ok(None);
        };
        let key = private_key::read(&pem, input.password.as_deref())
            .map_err(|_| Error::invalid("private_key", FieldCode::Malformed))?;
        let refused = |path: &str, code| Err(Error::invalid(path, code));
        let authority = match Authority::read_pem(&certificate, &key) {
            Ok(authority) => authority,
            Err(AuthorityFault::NoCertificate) => return refused("certificate", FieldCode::Malformed),
            Err(AuthorityFault::NoAuthority) => return refused("certificate", FieldCode::NotAuthority),
            Err(AuthorityFault::OtherKey) => return refused("private_key", FieldCode::Differs),
            Err(AuthorityFault::OtherKind) => return refused("private_key", FieldCode::UnknownValue),
        };
        if Timestamp::from_millis(authority.until().saturating_mul(1_000)) <= now {
            return refused("certificate", FieldCode::OutOfDate);
        }
        self.keep(&authority, true).map(Some)
    }

    fn keep(&self, authority: &Authority, is_uploaded: bool) -> Result<Kept> {
        let key = authority.private_key().map_err(Error::internal)?;
        Ok(Kept {
            certificate: STANDARD.encode(authority.certificate().map_err(Error::internal)?),
            envelope: STANDARD.encode(self.domain.keys().seal(BINDING, &key)?),
            is_uploaded,
            accepts_old_clients: true,
        })
    }

    async fn make(&self) -> Result<()> {
        let now = self.domain.clock().now();
        let serial: [u8; 16] = serial()?;
        let validity = validity(now, LIFETIME);
        // A key takes its time.
        let made = tokio::task::spawn_blocking(move || Authority::generate(NAME, &serial, validity));
        let made = made.await.map_err(Error::internal)?.map_err(Error::internal)?;
        let kept = self.keep(&made, false)?;
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
        tx.commit().await
    }

    async fn stored_authority(&self) -> Result<Stored<Option<Kept>>> {
        settings::load(self.domain.db().read(), key::DEVICE_AUTHORITY).await
    }

    async fn authority_detail(&self) -> Result<DeviceAuthorityDetail> {
        let in_use = self.authority().await?;
        let stored = self.stored_authority().await?;
        let version = stored.version();
        let kept = stored.value.ok_or_else(|| Error::internal("the authority of devices is not there"))?;
        let url = self.domain.settings().public_url().await?;
        let authority = &in_use.authority;
        Ok(DeviceAuthorityDetail {
            name: authority.name(),
            fingerprint: hex(&authority.fingerprint().map_err(Error::internal)?),
            certificate: authority.certificate_pem().map_err(Error::internal)?,
            expires_at: Timestamp::from_millis(authority.until().saturating_mul(1_000)),
            is_uploaded: kept.is_uploaded,
            accepts_old_clients: kept.accepts_old_clients,
            scep_url: format!("{url}/scep"),
            crl_url: format!("{url}/scep/crl"),
            version,
            updated_at: stored.updated_at,
            updated_by: stored.updated_by,
        })
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
