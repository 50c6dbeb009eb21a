//! The way of a sign-in: begun at the main listener, shown at that for certificates, finished at the
//! main one.

use std::{fmt, time::Duration};

use entity::certificate_handover;
use rustls::pki_types::CertificateDer;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use types::{AuditAction, ErrorCode, Face, SignInMethod, Timestamp};
use uuid::Uuid;

use super::{holder, store, verify};
use crate::{
    access::{Access, NewSession},
    audit::{Event, Target},
    ctx::{Actor, RequestCtx},
    error::Result,
    people,
    secrets::{random_token, token_hash},
    x509,
};

/// How long a hand-over counts.
const LIFETIME: Duration = Duration::from_mins(1);

/// Longest text of a certificate that is written to the audit log.
const LOGGED: usize = 200;

/// A sign-in that has begun in one browser.
#[derive(Clone, PartialEq, Eq)]
pub struct StartedSignIn {
    /// What that browser keeps, in a cookie that nobody else sees.
    pub browser: String,
    /// The hash of it, in hexadecimal, which the listener for certificates is told.
    pub challenge: String,
    /// The URL of that listener.
    pub url: String,
}

impl fmt::Debug for StartedSignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StartedSignIn").field("url", &self.url).finish_non_exhaustive()
    }
}

impl Access<'_> {
    /// Begins a sign-in by certificate, in this browser.
    ///
    /// # Errors
    /// `not_found` where certificates are switched off or nobody listens for them.
    pub async fn start_certificate_sign_in(&self, face: Face) -> Result<StartedSignIn> {
        let url = self.certificate_url().await?;
        let ways = self.ways_in(face).await?;
        let url = url.filter(|_| ways.certificate).ok_or(ErrorCode::NotFound)?;
        let browser = random_token()?;
        let challenge = crate::hex::hex(&token_hash(&browser));
        Ok(StartedSignIn { browser, challenge, url })
    }

    /// Takes the certificate that a browser has proved to hold, with what it sent of its chain, own
    /// certificate first. Gives the secret of a hand-over: once, for a minute, at `face`, in the
    /// browser behind `challenge`.
    ///
    /// # Errors
    /// `sign_in_refused`, whatever is wrong; the audit log knows what. `too_many_requests`.
    pub async fn show_certificate(
        &self,
        ctx: &RequestCtx,
        face: Face,
        challenge: &str,
        chain: &[CertificateDer<'_>],
    ) -> Result<String> {
        self.domain.limits().take(ctx.address)?;
        let now = self.domain.clock().now();
        let Some(browser_hash) = bytes(challenge) else {
            return self.refuse_certificate(ctx, face, chain, "the sign-in was not begun here").await;
        };
        let user = match self.holder_of(face, chain, now).await? {
            Ok(user) => user,
            Err(why) => return self.refuse_certificate(ctx, face, chain, why).await,
        };
        let token = random_token()?;
        let row = certificate_handover::ActiveModel {
            id: Set(Uuid::now_v7()),
            token_hash: Set(token_hash(&token)),
            browser_hash: Set(browser_hash),
            face: Set(face.as_str().to_owned()),
            user_id: Set(user.id),
            chain: Set(store::join(chain)),
            expires_at: Set((now + LIFETIME).as_millis()),
        };
        let tx = self.domain.begin().await?;
        let over = certificate_handover::Column::ExpiresAt.lte(now.as_millis());
        certificate_handover::Entity::delete_many().filter(over).exec(tx.conn()).await?;
        certificate_handover::Entity::insert(row).exec_without_returning(tx.conn()).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Begins the session of a hand-over; the holder who is signed in at `face` already has shown that it
    /// is still them, and their session goes on. `browser` is what the browser kept since the beginning.
    /// Whatever comes of it, the hand-over is used up.
    ///
    /// # Errors
    /// `sign_in_refused`, whatever is wrong; `too_many_requests`.
    pub async fn sign_in_by_certificate(
        &self,
        ctx: &RequestCtx,
        face: Face,
        token: &str,
        browser: Option<&str>,
    ) -> Result<NewSession> {
        self.domain.limits().take(ctx.address)?;
        let now = self.domain.clock().now();
        let Some(row) = self.use_up(token).await? else {
            return self.refuse_certificate(ctx, face, &[], "the hand-over is unknown or was used").await;
        };
        let chain = store::split(&row.chain);
        let why = if row.expires_at <= now.as_millis() {
            Some("the hand-over came too late")
        } else if row.face != face.as_str() {
            Some("the hand-over was for the other face")
        } else if browser.is_none_or(|browser| token_hash(browser) != row.browser_hash) {
            Some("the hand-over came from another browser")
        } else {
            None
        };
        if let Some(why) = why {
            return self.refuse_certificate(ctx, face, &chain, why).await;
        }
        // Asked again: in the meantime the authority or the rules may have changed.
        let user = match self.holder_of(face, &chain, now).await? {
            Ok(user) if user.id == row.user_id => user,
            Ok(_) => return self.refuse_certificate(ctx, face, &chain, "it names somebody else now").await,
            Err(why) => return self.refuse_certificate(ctx, face, &chain, why).await,
        };
        let mine = ctx.signed_in().ok().filter(|me| me.face == face && me.user_id.0 == user.id);
        if let Some(me) = mine {
            let session = self.renew_session(ctx, me, &user, SignInMethod::Certificate).await?;
            let tx = self.domain.begin().await?;
            store::forget_certificate(&tx, session.session_id).await?;
            store::keep_certificate(&tx, session.session_id, row.chain).await?;
            tx.commit().await?;
            return Ok(session);
        }
        let ctx = &ctx.clone().with_actor(Actor::Anonymous);
        match self.begin_session(ctx, face, &user.username, &user, SignInMethod::Certificate).await? {
            Ok(session) => {
                let tx = self.domain.begin().await?;
                store::keep_certificate(&tx, session.session_id, row.chain).await?;
                tx.commit().await?;
                Ok(session)
            }
            Err(why) => self.refuse_certificate(ctx, face, &chain, why).await,
        }
    }

    /// Whose certificate this is, as things are now.
    async fn holder_of(
        &self,
        face: Face,
        chain: &[CertificateDer<'_>],
        now: Timestamp,
    ) -> Result<std::result::Result<entity::user::Model, &'static str>> {
        let db = self.domain.db().read();
        let settings = store::settings(db).await?.value;
        if !settings.at(face).certificate {
            return Ok(Err("certificates are switched off here"));
        }
        let trusted = store::trusted(db).await?;
        if let Err(why) = verify::verify(chain, &trusted, now) {
            return Ok(Err(why));
        }
        let leaf = chain.first().map(|der| der.as_ref()).unwrap_or_default();
        let user = match holder::find(db, leaf, &settings.rules).await? {
            Ok(user) => user,
            Err(why) => return Ok(Err(why)),
        };
        let permissions = people::standing::permissions_at(db, face, &user).await?;
        Ok(match crate::access::begin::why_not(face, &user, permissions) {
            Some(why) => Err(why),
            None => Ok(user),
        })
    }

    /// The hand-over of a token, gone from now on. Of all who try at once, one is given it.
    async fn use_up(&self, token: &str) -> Result<Option<certificate_handover::Model>> {
        let tx = self.domain.begin().await?;
        let is_it = certificate_handover::Column::TokenHash.eq(token_hash(token));
        let Some(row) = certificate_handover::Entity::find().filter(is_it).one(tx.conn()).await? else {
            return Ok(None);
        };
        let done = certificate_handover::Entity::delete_by_id(row.id).exec(tx.conn()).await?;
        tx.commit().await?;
        Ok((done.rows_affected == 1).then_some(row))
    }

    async fn refuse_certificate<T>(
        &self,
        ctx: &RequestCtx,
        face: Face,
        chain: &[CertificateDer<'_>],
        why: &str,
    ) -> Result<T> {
        let now = self.domain.clock().now();
        let short = |text: String| text.chars().filter(|c| !c.is_control()).take(LOGGED).collect::<String>();
        let leaf = chain.first().and_then(|der| x509::parse(der).map(|parsed| (der, parsed)));
        let certificate = leaf.map(|(der, parsed)| {
            json!({
                "subject": short(parsed.subject().to_string()),
                "issuer": short(parsed.issuer().to_string()),
                "serial": short(parsed.raw_serial_as_string()),
                "fingerprint": x509::fingerprint(der),
            })
        });
        let after = json!({ "face": face, "method": SignInMethod::Certificate, "certificate": certificate });
        let event = Event::refused(AuditAction::SessionSignInRefused, Target::only("session"), why);
        let tx = self.domain.begin().await?;
        let ctx = ctx.clone().with_actor(Actor::Anonymous);
        tx.record(&ctx, now, event.change(None, Some(after))).await?;
        tx.commit().await?;
        Err(ErrorCode::SignInRefused.into())
    }
}

/// A SHA-256 in hexadecimal.
fn bytes(hex: &str) -> Option<Vec<u8>> {
    if hex.len() != 64 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let pair = |at: usize| u8::from_str_radix(hex.get(at..at.saturating_add(2))?, 16).ok();
    (0..64).step_by(2).map(pair).collect()
}
