//! Certificates of devices: the authority that issues them, and how a device asks for its own (SCEP, RFC 8894).
//!
//! A profile carries a challenge that works once, for one issue of one registration. Whoever presents it gets a
//! certificate; the same key with the same challenge gets the same one again, so that a lost answer does no
//! harm. Whose device it is becomes known when it checks in with that certificate.

mod authority;
pub(crate) mod challenge;
mod issue;

use std::{fmt, sync::Arc};

use apple::scep::Authority;
use entity::device_certificate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use tokio::sync::OnceCell;

use crate::{Domain, error::Result};

/// Whether requests that are encrypted as old clients do are read. Devices of today offer both, and some ask in
/// the old way first.
const LEGACY: bool = true;

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

/// What this server can do, for devices that ask (`GetCACaps`).
#[must_use]
pub fn scep_capabilities() -> String {
    apple::scep::capabilities(LEGACY)
}

/// The certificate with this fingerprint (SHA-256), unless it was revoked.
///
/// # Errors
/// When the database fails.
pub(crate) async fn find<C: ConnectionTrait>(
    db: &C,
    fingerprint: &[u8],
) -> Result<Option<device_certificate::Model>> {
    let found = device_certificate::Entity::find()
        .filter(device_certificate::Column::Fingerprint.eq(fingerprint))
        .filter(device_certificate::Column::RevokedAt.is_null())
        .one(db)
        .await?;
    Ok(found)
}

/// The authority, once it was read or made. The key is in it: `Debug` shows nothing.
#[derive(Default)]
pub(crate) struct AuthorityCell(OnceCell<Arc<Authority>>);

impl fmt::Debug for AuthorityCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthorityCell(…)")
    }
}
