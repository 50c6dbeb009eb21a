//! The push certificate: requested, uploaded, renewed, taken away.

use apple::{
    private_key,
    push_certificate::{Fault, PushCertificate, Request},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use entity::{apple_enrolment, device};
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QuerySelect, Select, sea_query::Expr,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use types::{
    AuditAction, DeviceState, ErrorCode, FieldCode, Permission, PushCertificateRow, PushDetail, PushFailure,
    PushState, PushWarning, Timestamp, UploadPushCertificate, Validate,
};
use uuid::Uuid;

use super::Push;
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    live::{LiveEvent, Topic},
    settings::{self, Stored, key},
};

/// What private keys are sealed to.
const BINDING: &str = "settings/push_certificate";

/// A request for a push certificate as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct KeptRequest {
    /// PKCS#10 in PEM.
    pem: String,
    /// The private key in its envelope, base64.
    envelope: String,
    made_at: Timestamp,
}

/// A push certificate as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct KeptCertificate {
    row: PushCertificateRow,
    /// DER, base64, its own first.
    chain: Vec<String>,
    /// The private key in its envelope, base64.
    envelope: String,
}

/// What is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    certificate: Option<KeptCertificate>,
    request: Option<KeptRequest>,
}

impl Push<'_> {
    /// The certificate, without its key, and how it does.
    ///
    /// # Errors
    /// Without `settings_read`.
    pub async fn find(&self, ctx: &RequestCtx) -> Result<PushDetail> {
        ctx.require(Permission::SettingsRead, &Resource::All)?;
        self.detail().await
    }

    /// Makes a new key and a request for a certificate with it. An earlier request without a certificate no longer
    /// counts; a certificate in use does.
    ///
    /// # Errors
    /// Without `settings_write`; `reauthentication_required`.
    pub async fn make_request(&self, ctx: &RequestCtx) -> Result<PushDetail> {
        self.require(ctx)?;
        let now = self.domain.clock().now();
        let organisation = self.domain.settings().organisation().await?.name;
        // A certificate of nobody cannot be asked for.
        let name = if organisation.trim().is_empty() { "Gatehouse".to_owned() } else { organisation };
        let made = tokio::task::spawn_blocking(move || Request::make(&name));
        let made = made.await.map_err(Error::internal)?.map_err(Error::internal)?;
        let envelope = self.seal(&made.key)?;
        self.change(ctx, AuditAction::PushCertificateRequested, None, now, |kept| {
            kept.request = Some(KeptRequest { pem: made.request, envelope, made_at: now });
        })
        .await
    }

    /// Uses a certificate from now on. Devices that were refused are called again.
    ///
    /// # Errors
    /// Without `settings_write`; `reauthentication_required`; `invalid_input` for what is no push certificate, has
    /// run out, has no key here or in the upload, or has another topic where none is wanted; `version_conflict`.
    pub async fn upload(
        &self,
        ctx: &RequestCtx,
        input: &UploadPushCertificate,
        version: Option<i64>,
    ) -> Result<PushDetail> {
        self.require(ctx)?;
        input.validate()?;
        let now = self.domain.clock().now();
        let refused = |path: &str, code| Err(Error::invalid(path, code));
        let read = match PushCertificate::read(&input.certificate) {
            Ok(read) => read,
            Err(Fault::OtherUse) => return refused("certificate", FieldCode::UnknownValue),
            Err(_) => return refused("certificate", FieldCode::Malformed),
        };
        let expires_at = Timestamp::from_millis(read.until.saturating_mul(1_000));
        if expires_at <= now || Timestamp::from_millis(read.from.saturating_mul(1_000)) > now {
            return refused("certificate", FieldCode::OutOfDate);
        }
        let stored = self.stored().await?;
        let key = self.key_for(input, &read, &stored.value)?;
        let before = stored.value.certificate.as_ref().map(|kept| &kept.row);
        if before.is_some_and(|before| before.topic != read.topic) && !input.new_topic {
            return refused("new_topic", FieldCode::Required);
        }
        // A request whose certificate is here is done with.
        let is_answered = match &stored.value.request {
            Some(request) => read.fits(&self.open(&request.envelope)?),
            None => false,
        };
        let account = input.account.as_deref().map(str::trim).filter(|account| !account.is_empty());
        let row = PushCertificateRow {
            topic: read.topic,
            name: read.name,
            serial: read.serial,
            expires_at,
            account: account.map(str::to_owned).or_else(|| before.and_then(|row| row.account.clone())),
        };
        let chain = read.chain.iter().map(|certificate| STANDARD.encode(certificate)).collect();
        let kept = KeptCertificate { row, chain, envelope: self.seal(&key)? };
        let version = version.or(Some(stored.version()));
        self.change(ctx, AuditAction::PushCertificateChanged, version, now, |stored| {
            stored.certificate = Some(kept);
            stored.request = stored.request.take().filter(|_| !is_answered);
        })
        .await
    }

    /// Takes the certificate away: devices come by themselves alone from then on.
    ///
    /// # Errors
    /// Without `settings_write`; `reauthentication_required`; `version_conflict`.
    pub async fn remove(&self, ctx: &RequestCtx, version: Option<i64>) -> Result<PushDetail> {
        self.require(ctx)?;
        let now = self.domain.clock().now();
        self.change(ctx, AuditAction::PushCertificateRemoved, version, now, |kept| kept.certificate = None)
            .await
    }

    /// What is wrong, or will be soon; without looking at a device.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn warning(&self) -> Result<Option<PushWarning>> {
        let Some(certificate) = self.stored().await?.value.certificate else { return Ok(None) };
        let failure = self.failure().await?;
        Ok(PushWarning::of(&certificate.row, failure.as_ref(), self.domain.clock().now()))
    }

    /// The topic of the certificate, for profiles.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn topic(&self) -> Result<Option<String>> {
        Ok(self.stored().await?.value.certificate.map(|kept| kept.row.topic))
    }

    /// Makes the certificate that is set up the one in use, and gives its topic. One that has run out is not used.
    pub(super) async fn load(&self) -> Result<Option<String>> {
        let stored = self.stored().await?;
        let version = stored.version();
        let Some(kept) = stored.value.certificate else { return Ok(None) };
        if kept.row.expires_at <= self.domain.clock().now() {
            return Ok(None);
        }
        let line = self.domain.push_line();
        if !line.is_of(version) {
            let decode = |text: &String| STANDARD.decode(text).map_err(Error::internal);
            let chain = kept.chain.iter().map(decode).collect::<Result<Vec<_>>>()?;
            let key = self.domain.keys().open(BINDING, &decode(&kept.envelope)?)?;
            line.set(version, &chain, &key, &kept.row.topic)?;
        }
        Ok(Some(kept.row.topic))
    }

    fn require(&self, ctx: &RequestCtx) -> Result<()> {
        ctx.require(Permission::SettingsWrite, &Resource::All)?;
        ctx.require_recent(self.domain.clock().now())
    }

    fn seal(&self, key: &[u8]) -> Result<String> {
        Ok(STANDARD.encode(self.domain.keys().seal(BINDING, key)?))
    }

    fn open(&self, envelope: &str) -> Result<Vec<u8>> {
        self.domain.keys().open(BINDING, &STANDARD.decode(envelope).map_err(Error::internal)?)
    }

    /// The key of a certificate: the one that came with it, that of the request, or that of the earlier one.
    fn key_for(&self, input: &UploadPushCertificate, read: &PushCertificate, kept: &Kept) -> Result<Vec<u8>> {
        if let Some(pem) = input.private_key.as_deref().filter(|pem| !pem.trim().is_empty()) {
            let key = private_key::read(pem, input.password.as_deref());
            let key = key.map_err(|_| Error::invalid("private_key", FieldCode::Malformed))?;
            return match read.fits(&key) {
                true => Ok(key),
                false => Err(Error::invalid("private_key", FieldCode::Differs)),
            };
        }
        let requested = kept.request.iter().map(|request| &request.envelope);
        let used = kept.certificate.iter().map(|certificate| &certificate.envelope);
        for envelope in requested.chain(used) {
            let key = self.open(envelope)?;
            if read.fits(&key) {
                return Ok(key);
            }
        }
        Err(Error::invalid("private_key", FieldCode::Required))
    }

    async fn failure(&self) -> Result<Option<PushFailure>> {
        let stored: Stored<_> = settings::load(self.domain.db().read(), key::PUSH_FAILURE).await?;
        Ok(stored.value)
    }

    async fn stored(&self) -> Result<Stored<Kept>> {
        settings::load(self.domain.db().read(), key::PUSH_CERTIFICATE).await
    }

    async fn change(
        &self,
        ctx: &RequestCtx,
        action: AuditAction,
        version: Option<i64>,
        now: Timestamp,
        change: impl FnOnce(&mut Kept) + Send,
    ) -> Result<PushDetail> {
        let mut tx = self.domain.begin().await?;
        let stored: Stored<Kept> = settings::load(tx.conn(), key::PUSH_CERTIFICATE).await?;
        if version.is_some_and(|version| version != stored.version()) {
            return Err(ErrorCode::VersionConflict.into());
        }
        let mut kept = stored.value.clone();
        change(&mut kept);
        if kept == stored.value {
            return self.detail().await;
        }
        // The moment stands for the version: no two changes have the same.
        let at = now.max(Timestamp::from_millis(stored.version() + 1));
        let value = serde_json::to_value(&kept).map_err(Error::internal)?;
        settings::put(&tx, key::PUSH_CERTIFICATE, &value, &settings::name_of(ctx), at).await?;
        if kept.certificate != stored.value.certificate {
            settings::put(&tx, key::PUSH_FAILURE, &json!(null), &settings::name_of(ctx), now).await?;
            forgive(&tx, now).await?;
        }
        let told = |kept: &Kept| kept.certificate.as_ref().map(|kept| json!(kept.row));
        let target = Target { kind: "settings", id: Some(key::PUSH_CERTIFICATE.to_owned()), name: None };
        let event = Event::done(action, target).change(told(&stored.value), told(&kept));
        tx.record(ctx, now, event).await?;
        tx.announce(LiveEvent::Changed { topic: Topic::Settings, id: Uuid::nil(), owner: None });
        tx.commit().await?;
        self.detail().await
    }

    async fn detail(&self) -> Result<PushDetail> {
        let db = self.domain.db().read();
        let stored = self.stored().await?;
        let failure = self.failure().await?;
        let version = stored.version();
        let Kept { certificate, request } = stored.value;
        let topic = certificate.as_ref().map(|kept| kept.row.topic.clone()).unwrap_or_default();
        let all = managed().count(db).await?;
        let reached = managed()
            .filter(apple_enrolment::Column::Topic.eq(topic))
            .filter(apple_enrolment::Column::PushToken.is_not_null())
            .filter(
                apple_enrolment::Column::PushState
                    .is_in([PushState::Unknown.as_str(), PushState::Accepted.as_str()]),
            )
            .count(db)
            .await?;
        Ok(PushDetail {
            failure: failure.filter(|_| certificate.is_some()),
            certificate: certificate.map(|kept| kept.row),
            requested_at: request.as_ref().map(|request| request.made_at),
            request: request.map(|request| request.pem),
            reached,
            unreached: all.saturating_sub(reached),
            version,
            updated_at: stored.updated_at,
            updated_by: stored.updated_by,
        })
    }
}

/// Enrolments of devices that are still here.
fn managed() -> Select<apple_enrolment::Entity> {
    let gone = DeviceState::ALL.iter().filter(|state| state.is_gone()).map(|state| state.as_str());
    apple_enrolment::Entity::find()
        .join(
            JoinType::InnerJoin,
            apple_enrolment::Entity::belongs_to(device::Entity)
                .from(apple_enrolment::Column::DeviceId)
                .to(device::Column::Id)
                .into(),
        )
        .filter(device::Column::State.is_not_in(gone))
}

/// What was refused under another certificate may be known under this one.
async fn forgive(tx: &Tx, now: Timestamp) -> Result<()> {
    apple_enrolment::Entity::update_many()
        .col_expr(apple_enrolment::Column::PushState, Expr::value(PushState::Unknown.as_str()))
        .col_expr(apple_enrolment::Column::PushDetail, Expr::value(None::<String>))
        .col_expr(apple_enrolment::Column::PushAt, Expr::value(now.as_millis()))
        .filter(apple_enrolment::Column::PushState.eq(PushState::Refused.as_str()))
        .exec(tx.conn())
        .await?;
    Ok(())
}
