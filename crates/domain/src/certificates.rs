//! Certificates of devices: the authority that issues them, and how a device asks for its own (SCEP, RFC 8894).
//!
//! A profile carries a challenge that works once, for one issue of one registration. Whoever presents it gets a
//! certificate; the same key with the same challenge gets the same one again, so that a lost answer does no
//! harm. Whose device it is becomes known when it checks in with that certificate.

mod authority;
pub(crate) mod challenge;
mod issue;
mod list;
mod renew;

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use crate::{Domain, error::Result};
use authority::InUse;
use entity::device_certificate;
pub(crate) use renew::{follow, is_ending};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};
use types::Timestamp;

/// Certificates of devices.
#[derive(Debug, Clone, Copy)]
pub struct Certificates<'a> {
    domain: &'a Domain,
}

impl<'a> Certificates<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }
}

/// The certificate with this fingerprint (SHA-256), unless it was revoked or has run out.
///
/// # Errors
/// When the database fails.
pub(crate) async fn find<C: ConnectionTrait>(
    db: &C,
    fingerprint: &[u8],
    now: Timestamp,
) -> Result<Option<device_certificate::Model>> {
    let found = device_certificate::Entity::find()
        .filter(device_certificate::Column::Fingerprint.eq(fingerprint))
        .filter(counts(now))
        .one(db)
        .await?;
    Ok(found)
}

/// That a certificate counts now.
pub(crate) fn counts(now: Timestamp) -> Condition {
    Condition::all()
        .add(device_certificate::Column::RevokedAt.is_null())
        .add(device_certificate::Column::ExpiresAt.gt(now.as_millis()))
}

/// The authority, once it was read or made. The key is in it: `Debug` shows nothing.
#[derive(Default)]
pub(crate) struct AuthorityCell(RwLock<Option<Arc<InUse>>>);

impl AuthorityCell {
    fn get(&self) -> Option<Arc<InUse>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, read: InUse) -> Arc<InUse> {
        let read = Arc::new(read);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&read));
        read
    }
}

impl fmt::Debug for AuthorityCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthorityCell(…)")
    }
}
