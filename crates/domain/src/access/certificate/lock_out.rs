//! Whether whoever makes a change could still sign in after it. Asked inside the change, of what the
//! database holds by then; a change that fails here is not made.

use entity::session;
use sea_orm::EntityTrait;
use types::{ErrorCode, Face, FieldCode, SignInMethod, SignInSettings, Timestamp};

use super::{holder, store, verify};
use crate::{
    Domain,
    ctx::{Actor, RequestCtx, SignedIn},
    db::Tx,
    error::{Error, Result},
    people, x509,
};

/// Only somebody who is there, and so can be asked for their certificate, closes the console to passwords.
///
/// # Errors
/// `would_lock_out`.
pub(super) fn require_person(ctx: &RequestCtx) -> Result<()> {
    match &ctx.actor {
        Actor::User(_) => Ok(()),
        _ => Err(ErrorCode::WouldLockOut.into()),
    }
}

/// Certificates alone need a listener and an authority.
///
/// # Errors
/// `invalid_input` with the face.
pub(super) async fn check_ready(
    domain: &Domain,
    tx: &Tx,
    now: Timestamp,
    settings: &SignInSettings,
) -> Result<()> {
    let Some(face) = alone(settings) else { return Ok(()) };
    if is_ready(domain, tx, now).await? {
        return Ok(());
    }
    Err(Error::invalid(face.as_str(), FieldCode::NotReady))
}

/// After any change: nobody at a face without passwords is left without an authority, and whoever made
/// the change still comes in at the console.
///
/// # Errors
/// `would_lock_out`.
pub(super) async fn check(domain: &Domain, tx: &Tx, ctx: &RequestCtx, now: Timestamp) -> Result<()> {
    let settings = store::settings(tx.conn()).await?.value;
    if alone(&settings).is_some() && !is_ready(domain, tx, now).await? {
        return Err(ErrorCode::WouldLockOut.into());
    }
    let Actor::User(me) = &ctx.actor else { return Ok(()) };
    let comes_in = (settings.console.password && has_password(tx, me).await?)
        || (settings.console.certificate && is_known(domain, tx, me, &settings, now).await?);
    if comes_in { Ok(()) } else { Err(ErrorCode::WouldLockOut.into()) }
}

/// A face where certificates are the only way in.
fn alone(settings: &SignInSettings) -> Option<Face> {
    Face::ALL.iter().copied().find(|face| !settings.at(*face).password)
}

async fn is_ready(domain: &Domain, tx: &Tx, now: Timestamp) -> Result<bool> {
    if domain.inner.certificate_listener.get().is_none() {
        return Ok(false);
    }
    let trusted = store::trusted(tx.conn()).await?;
    Ok(trusted.iter().any(|authority| {
        x509::parse(&authority.certificate).is_some_and(|found| x509::is_valid_at(&found, now))
    }))
}

/// Whether the person could sign in with a password. Those of a directory have theirs there.
async fn has_password(tx: &Tx, me: &SignedIn) -> Result<bool> {
    let session = session::Entity::find_by_id(me.session_id.0).one(tx.conn()).await?;
    if session.is_none_or(|session| session.method == SignInMethod::Password.as_str()) {
        return Ok(true);
    }
    let user = people::store::find(tx.conn(), &me.user_id).await?;
    Ok(user.is_some_and(|user| user.password_hash.is_some() || user.directory_id.is_some()))
}

/// Whether the certificate of this very session would bring the same person in again.
async fn is_known(
    domain: &Domain,
    tx: &Tx,
    me: &SignedIn,
    settings: &SignInSettings,
    now: Timestamp,
) -> Result<bool> {
    if domain.inner.certificate_listener.get().is_none() {
        return Ok(false);
    }
    let Some(chain) = store::certificate_of(tx.conn(), me.session_id.0).await? else { return Ok(false) };
    let trusted = store::trusted(tx.conn()).await?;
    let Some(leaf) = chain.first().filter(|_| verify::verify(&chain, &trusted, now).is_ok()) else {
        return Ok(false);
    };
    let holder = holder::find(tx.conn(), leaf, &settings.rules).await?;
    Ok(holder.is_ok_and(|user| user.id == me.user_id.0))
}
