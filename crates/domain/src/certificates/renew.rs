//! A certificate that ends is followed by another, of the same device.

use std::time::Duration;

use apple::scep::{Authority, Request};
use entity::{apple_enrolment, device_certificate};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use sha2::{Digest, Sha256};
use types::{AuditAction, DeviceId, Timestamp};

use super::{
    Certificates, find,
    issue::{certify, record},
};
use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::Result,
    hex::hex,
};

/// How long before its end a certificate is renewed: devices are away for weeks.
const BEFORE: Duration = Duration::from_hours(90 * 24);

/// Whether it is time for another.
pub(crate) fn is_ending(certificate: &device_certificate::Model, now: Timestamp) -> bool {
    certificate.expires_at <= (now + BEFORE).as_millis()
}

impl Certificates<'_> {
    /// The certificate that follows the one that a request was signed with (RFC 8894 section 3.3.1.2): no challenge
    /// is needed. The same key again gets the same one.
    pub(super) async fn renew(
        &self,
        ctx: &RequestCtx,
        authority: &Authority,
        signer: &[u8],
        request: &Request,
        now: Timestamp,
    ) -> Result<Option<Vec<u8>>> {
        let tx = self.domain.begin().await?;
        let Some(ending) = find(tx.conn(), &Sha256::digest(signer), now).await? else { return Ok(None) };
        let issue = (ending.registration_id, ending.registration_issued_at);
        let key_hash = Sha256::digest(&request.public_key).to_vec();
        let earlier = device_certificate::Entity::find()
            .filter(device_certificate::Column::RegistrationId.eq(ending.registration_id))
            .filter(device_certificate::Column::PublicKeyHash.eq(key_hash))
            .filter(device_certificate::Column::RevokedAt.is_null())
            .filter(device_certificate::Column::IssuedAt.gt(ending.issued_at))
            .one(tx.conn())
            .await?;
        if let Some(earlier) = earlier {
            return Ok(Some(earlier.certificate));
        }
        let (_, row) = certify(authority, &request.public_key, issue, now)?;
        let (certificate, fingerprint) = (row.certificate.clone(), row.fingerprint.clone());
        device_certificate::Entity::insert(device_certificate::ActiveModel::from(row))
            .exec_without_returning(tx.conn())
            .await?;
        record(&tx, ctx, now, ending.registration_id, &fingerprint).await?;
        tx.commit().await?;
        Ok(Some(certificate))
    }
}

/// A device signs with the certificate that follows: the one that its enrolment was bound to counts no more. Whether
/// this was the one change that did so.
///
/// # Errors
/// When the database fails.
pub(crate) async fn follow(
    tx: &Tx,
    ctx: &RequestCtx,
    enrolment: &apple_enrolment::Model,
    next: &device_certificate::Model,
    name: &str,
    now: Timestamp,
) -> Result<bool> {
    let won = apple_enrolment::Entity::update_many()
        .col_expr(apple_enrolment::Column::CertificateId, Expr::value(next.id))
        .filter(apple_enrolment::Column::Id.eq(enrolment.id))
        .filter(apple_enrolment::Column::CertificateId.eq(enrolment.certificate_id))
        .exec(tx.conn())
        .await?;
    if won.rows_affected != 1 {
        return Ok(false);
    }
    device_certificate::Entity::update_many()
        .col_expr(device_certificate::Column::RevokedAt, Expr::value(now.as_millis()))
        .filter(device_certificate::Column::Id.eq(enrolment.certificate_id))
        .filter(device_certificate::Column::RevokedAt.is_null())
        .exec(tx.conn())
        .await?;
    let target = Target::new("device", DeviceId(enrolment.device_id), name.to_owned());
    let event = Event::done(AuditAction::DeviceCertificateRenewed, target);
    let which = serde_json::json!({ "fingerprint": hex(&next.fingerprint) });
    tx.record(ctx, now, event.change(None, Some(which))).await?;
    Ok(true)
}
