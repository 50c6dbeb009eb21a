//! A device asks for its certificate.

use std::{sync::Arc, time::Duration};

use apple::scep::{self, Authority, FailInfo, Message, MessageKind, Request, Responder};
use entity::{certificate_challenge, device_certificate, registration as registration_row};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use sha2::{Digest, Sha256};
use types::{AuditAction, FieldCode, RegistrationId, RegistrationStatus, Timestamp};
use uuid::Uuid;

use super::{
    Certificates,
    authority::{self, InUse},
    challenge,
};
use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    hex::hex,
    mdm, registration,
    secrets::random_bytes,
};

/// How long a certificate lasts. Devices do not ask for another by themselves.
const LIFETIME: Duration = Duration::from_hours(2 * 365 * 24);

impl Certificates<'_> {
    /// Answers a message of SCEP (`PKIOperation`). What is wrong with a request is told in one way: that
    /// it is refused.
    ///
    /// # Errors
    /// `invalid_input` for what is no such message; `too_many_requests`.
    pub async fn answer_scep(&self, ctx: &RequestCtx, bytes: Vec<u8>) -> Result<Vec<u8>> {
        let now = self.domain.clock().now();
        self.domain.certificate_throttles().take(ctx.address, now)?;
        let in_use = self.authority().await?;
        let (message, request) = read(Arc::clone(&in_use), bytes).await?;
        let authority = &in_use.authority;
        let issued = match request {
            Some(request) if message.kind == MessageKind::RenewalReq => {
                let renew = || self.renew(ctx, authority, &message.signer, &request, now);
                self.domain.retry_on_conflict(renew).await?
            }
            Some(request) => {
                let issue = || self.issue(ctx, authority, &request, now);
                self.domain.retry_on_conflict(issue).await?
            }
            None => None,
        };
        if issued.is_some() {
            self.domain.certificate_throttles().give_back(ctx.address);
        }
        let nonce: [u8; 16] = random_bytes()?;
        let answer = tokio::task::spawn_blocking(move || {
            let responder = Responder { authority: &in_use.authority, legacy: in_use.legacy };
            match issued {
                Some(certificate) => responder.accept(&message, &certificate, &nonce),
                None => responder.refuse(&message, FailInfo::BadRequest, &nonce),
            }
        });
        answer.await.map_err(Error::internal)?.map_err(Error::internal)
    }

    /// The certificate for a request, or nothing where its challenge does not work.
    async fn issue(
        &self,
        ctx: &RequestCtx,
        authority: &Authority,
        request: &Request,
        now: Timestamp,
    ) -> Result<Option<Vec<u8>>> {
        let Some(given) = request.challenge.as_deref() else { return Ok(None) };
        let key_hash = Sha256::digest(&request.public_key).to_vec();
        let mut tx = self.domain.begin().await?;
        let mut given = given.to_owned();
        if challenge::find(tx.conn(), &given, now).await?.is_none() {
            given = match self.domain.mdm().admit_tv(&mut tx, ctx, &given, &key_hash, now).await? {
                mdm::Asked::Again(certificate) => return Ok(Some(certificate)),
                mdm::Asked::Fresh(challenge) => challenge,
                mdm::Asked::Refused => return Ok(None),
            };
        }
        let Some(found) = challenge::find(tx.conn(), &given, now).await? else { return Ok(None) };
        if let Some(id) = found.certificate_id {
            return again(tx.conn(), id, &key_hash).await;
        }
        let is_wanted = match found.renews_id {
            Some(id) => counts(tx.conn(), id, now).await?,
            None => waits(tx.conn(), &found, now).await?,
        };
        if !is_wanted {
            return Ok(None);
        }
        let issue = (found.registration_id, found.registration_issued_at);
        let (id, row) = certify(authority, &request.public_key, issue, now)?;
        // Of two that present it at the same time one wins.
        let won = certificate_challenge::Entity::update_many()
            .col_expr(certificate_challenge::Column::CertificateId, Expr::value(id))
            .filter(certificate_challenge::Column::Id.eq(found.id))
            .filter(certificate_challenge::Column::CertificateId.is_null())
            .exec(tx.conn())
            .await?;
        if won.rows_affected != 1 {
            let winner =
                challenge::find(tx.conn(), &given, now).await?.and_then(|found| found.certificate_id);
            return match winner {
                Some(id) => again(tx.conn(), id, &key_hash).await,
                None => Ok(None),
            };
        }
        let (certificate, fingerprint) = (row.certificate.clone(), row.fingerprint.clone());
        device_certificate::Entity::insert(device_certificate::ActiveModel::from(row))
            .exec_without_returning(tx.conn())
            .await?;
        record(&tx, ctx, now, found.registration_id, &fingerprint).await?;
        tx.commit().await?;
        Ok(Some(certificate))
    }
}

/// A certificate for a key, for this issue of this registration.
pub(super) fn certify(
    authority: &Authority,
    public_key: &[u8],
    (registration_id, registration_issued_at): (Uuid, i64),
    now: Timestamp,
) -> Result<(Uuid, device_certificate::Model)> {
    let (id, serial) = (Uuid::now_v7(), authority::serial()?);
    let name = format!("device-{}", registration_id.hyphenated());
    let validity = authority::validity(now, LIFETIME);
    let certificate = authority.issue(public_key, &name, &serial, validity).map_err(|_| malformed())?;
    let row = device_certificate::Model {
        id,
        registration_id,
        registration_issued_at,
        serial: serial.to_vec(),
        fingerprint: Sha256::digest(&certificate).to_vec(),
        public_key_hash: Sha256::digest(public_key).to_vec(),
        certificate,
        issued_at: now.as_millis(),
        expires_at: (now + LIFETIME).as_millis(),
        revoked_at: None,
    };
    Ok((id, row))
}

/// Reads a message and opens its envelope, where nobody waits for it.
async fn read(in_use: Arc<InUse>, bytes: Vec<u8>) -> Result<(Message, Option<Request>)> {
    let read = tokio::task::spawn_blocking(move || {
        let message = Message::read(&bytes)?;
        let responder = Responder { authority: &in_use.authority, legacy: in_use.legacy };
        let request = responder.open(&message).ok();
        Ok::<_, scep::Fault>((message, request))
    });
    read.await.map_err(Error::internal)?.map_err(|_| malformed())
}

/// The certificate that a challenge was used for, for the same key alone.
pub(super) async fn again<C: ConnectionTrait>(db: &C, id: Uuid, key_hash: &[u8]) -> Result<Option<Vec<u8>>> {
    let found = device_certificate::Entity::find_by_id(id).one(db).await?;
    let same = found.filter(|row| row.public_key_hash == key_hash && row.revoked_at.is_none());
    Ok(same.map(|row| row.certificate))
}

/// Whether a certificate that another is to follow still counts.
async fn counts<C: ConnectionTrait>(db: &C, id: Uuid, now: Timestamp) -> Result<bool> {
    let found = device_certificate::Entity::find_by_id(id).one(db).await?;
    Ok(found.is_some_and(|row| row.revoked_at.is_none() && row.expires_at > now.as_millis()))
}

/// Whether the registration of a challenge still waits for its device, in the same issue.
async fn waits<C: ConnectionTrait>(
    db: &C,
    found: &certificate_challenge::Model,
    now: Timestamp,
) -> Result<bool> {
    let row = registration_row::Entity::find_by_id(found.registration_id).one(db).await?;
    Ok(row.is_some_and(|row| {
        row.status == RegistrationStatus::Pending.as_str()
            && row.issued_at == found.registration_issued_at
            && row.expires_at > now.as_millis()
    }))
}

pub(super) async fn record(
    tx: &Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    registration_id: Uuid,
    fingerprint: &[u8],
) -> Result<()> {
    let fingerprint = hex(fingerprint);
    let name = registration::device_name(tx.conn(), RegistrationId(registration_id)).await?;
    let target = Target::new("registration", registration_id.hyphenated(), name.unwrap_or_default());
    let event = Event::done(AuditAction::DeviceCertificateIssued, target);
    tx.record(ctx, now, event.change(None, Some(serde_json::json!({ "fingerprint": fingerprint })))).await
}

fn malformed() -> Error {
    Error::invalid("message", FieldCode::Malformed)
}
