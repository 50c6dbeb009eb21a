//! Rows of authorities, hand-overs and certificates of sessions.

use entity::{session_certificate, trusted_authority};
use rustls::pki_types::CertificateDer;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryOrder};
use types::{AuthorityId, AuthorityRow, RevocationFacts, SessionId, SignInSettings, Timestamp};
use uuid::Uuid;

use super::{facts, revocation, verify::Trusted};
use crate::{
    db::Tx,
    error::{Error, Result},
    settings::{self, Stored, key},
};

/// How people sign in.
pub(super) async fn settings<C: ConnectionTrait>(db: &C) -> Result<Stored<SignInSettings>> {
    settings::load(db, key::SIGN_IN).await
}

/// All authorities, oldest first.
pub(super) async fn authorities<C: ConnectionTrait>(db: &C) -> Result<Vec<trusted_authority::Model>> {
    Ok(trusted_authority::Entity::find().order_by_asc(trusted_authority::Column::Id).all(db).await?)
}

/// All authorities, as they are verified against.
pub(super) async fn trusted<C: ConnectionTrait>(db: &C) -> Result<Vec<Trusted>> {
    let trusted = |row: trusted_authority::Model| Trusted {
        certificate: CertificateDer::from(row.certificate),
        crl: row.crl,
        crl_required: row.crl_required != 0,
    };
    Ok(authorities(db).await?.into_iter().map(trusted).collect())
}

/// An authority as people see it.
pub(super) fn to_row(row: trusted_authority::Model) -> Result<AuthorityRow> {
    let unreadable = |_| Error::internal("a stored certificate or revocation list cannot be read");
    let crl = row.crl.as_deref().map(revocation::read).transpose().map_err(unreadable)?;
    let added_at = Timestamp::from_millis(row.crl_added_at.unwrap_or(row.updated_at));
    Ok(AuthorityRow {
        id: AuthorityId(row.id),
        facts: facts::of_authority(&row.certificate).map_err(unreadable)?,
        crl_required: row.crl_required != 0,
        crl: crl.map(|list| RevocationFacts {
            this_update: list.this_update,
            next_update: list.next_update,
            revoked: list.revoked,
            added_at,
        }),
        created_at: Timestamp::from_millis(row.created_at),
        added_by: row.added_by,
        version: row.version,
    })
}

/// Remembers the certificate that began a session.
pub(super) async fn keep_certificate(tx: &Tx, session: SessionId, chain: Vec<u8>) -> Result<()> {
    let row = session_certificate::ActiveModel { session_id: Set(session.0), chain: Set(chain) };
    session_certificate::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Forgets the certificate of a session.
pub(super) async fn forget_certificate(tx: &Tx, session: SessionId) -> Result<()> {
    session_certificate::Entity::delete_by_id(session.0).exec(tx.conn()).await?;
    Ok(())
}

/// The certificate that began a session, if one did.
pub(super) async fn certificate_of<C: ConnectionTrait>(
    db: &C,
    session: Uuid,
) -> Result<Option<Vec<CertificateDer<'static>>>> {
    let row = session_certificate::Entity::find_by_id(session).one(db).await?;
    Ok(row.map(|row| split(&row.chain)))
}

/// A chain as it is stored: each certificate behind its length in four bytes.
pub(super) fn join(chain: &[CertificateDer<'_>]) -> Vec<u8> {
    let part = |der: &CertificateDer<'_>| {
        let length = u32::try_from(der.len()).unwrap_or_default();
        length.to_be_bytes().into_iter().chain(der.iter().copied()).collect::<Vec<u8>>()
    };
    chain.iter().flat_map(part).collect()
}

/// Reads what [`join`] wrote.
pub(super) fn split(mut bytes: &[u8]) -> Vec<CertificateDer<'static>> {
    let mut chain = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<4>() {
        let Some((der, rest)) = rest.split_at_checked(u32::from_be_bytes(*length) as usize) else { break };
        chain.push(CertificateDer::from(der.to_vec()));
        bytes = rest;
    }
    chain
}
