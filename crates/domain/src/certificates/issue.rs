//! A device asks for its certificate.

use std::{sync::Arc, time::Duration};

use apple::scep::{self, Authority, FailInfo, Message, Request, Responder};
use entity::{certificate_challenge, device_certificate, registration as registration_row};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use sha2::{Digest, Sha256};
use types::{AuditAction, FieldCode, RegistrationId, RegistrationStatus, Timestamp};
use uuid::Uuid;

use super::{Certificates, LEGACY, authority, challenge};
use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
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
        let authority = self.authority().await?;
        let (message, request) = read(Arc::clone(&authority), bytes).await?;
        let issued = match request {
            Some(request) => {
                let issue = || self.issue(ctx, &authority, &request, now);
                self.domain.retry_on_conflict(issue).await?
            }
            None => None,
        };
        if issued.is_some() {
            self.domain.certificate_throttles().give_back(ctx.address);
        }
        let nonce: [u8; 16] = random_bytes()?;
        let answer = tokio::task::spawn_blocking(move || {
            let responder = Responder { authority: &authority, legacy: LEGACY };
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
        if !waits(tx.conn(), &found, now).await? {
            return Ok(None);
        }
        let (id, serial) = (Uuid::now_v7(), authority::serial()?);
        let name = format!("device-{}", found.registration_id.hyphenated());
        let validity = authority::validity(now, LIFETIME);
        let certificate =
            authority.issue(&request.public_key, &name, &serial, validity).map_err(|_| malformed())?;
        let fingerprint = Sha256::digest(&certificate).to_vec();
        let row = device_certificate::ActiveModel {
            id: Set(id),
            registration_id: Set(found.registration_id),
            registration_issued_at: Set(found.registration_issued_at),
            serial: Set(serial.to_vec()),
            fingerprint: Set(fingerprint.clone()),
            public_key_hash: Set(key_hash.clone()),
            certificate: Set(certificate.clone()),
            issued_at: Set(now.as_millis()),
            expires_at: Set((now + LIFETIME).as_millis()),
            revoked_at: Set(None),
        };
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
        device_certificate::Entity::insert(row).exec_without_returning(tx.conn()).await?;
        record(&tx, ctx, now, &found, &fingerprint).await?;
        tx.commit().await?;
        Ok(Some(certificate))
    }
}

/// Reads a message and opens its envelope, where nobody waits for it.
async fn read(authority: Arc<Authority>, bytes: Vec<u8>) -> Result<(Message, Option<Request>)> {
    let read = tokio::task::spawn_blocking(move || {
        let message = Message::read(&bytes)?;
        let responder = Responder { authority: &authority, legacy: LEGACY };
        let request = responder.open(&message).ok();
        Ok::<_, scep::Fault>((message, request))
    });
    read.await.map_err(Error::internal)?.map_err(|_| malformed())
}

/// The certificate that a challenge was used for, for the same key alone.
async fn again<C: ConnectionTrait>(db: &C, id: Uuid, key_hash: &[u8]) -> Result<Option<Vec<u8>>> {
    let found = device_certificate::Entity::find_by_id(id).one(db).await?;
    let same = found.filter(|row| row.public_key_hash == key_hash && row.revoked_at.is_none());
    Ok(same.map(|row| row.certificate))
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

async fn record(
    tx: &Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    found: &certificate_challenge::Model,
    fingerprint: &[u8],
) -> Result<()> {
    let hex: String = fingerprint.iter().map(|byte| format!("{byte:02x}")).collect();
    let name = registration::device_name(tx.conn(), RegistrationId(found.registration_id)).await?;
    let target = Target::new("registration", found.registration_id.hyphenated(), name.unwrap_or_default());
    let event = Event::done(AuditAction::DeviceCertificateIssued, target);
    tx.record(ctx, now, event.change(None, Some(serde_json::json!({ "fingerprint": hex })))).await
}

fn malformed() -> Error {
    Error::invalid("message", FieldCode::Malformed)
}
