//! People come in with their cards, and nobody else does.

mod authorities;
mod hand_over;
mod lock_out;
mod refusals;

use domain::{
    RequestCtx,
    access::{CertificateListener, NewSession},
};
use testkit::{
    TestApp,
    pki::{Authority, Card},
};
use types::{AddAuthority, AuthorityRow, ErrorCode, Face, UpdateSignIn, Ways};

/// Both ways in.
const BOTH: Ways = Ways { password: true, certificate: true };
/// Certificates alone.
const CARDS: Ways = Ways { password: false, certificate: true };

/// Trusts an authority.
async fn trust(app: &TestApp, authority: &Authority) -> AuthorityRow {
    let input = AddAuthority { certificate: authority.pem(), crl_required: false };
    app.domain.access().add_authority(&app.admin(), &input).await.unwrap()
}

/// Listens for certificates, trusts `authority`, and takes cards at both faces.
async fn open_for(app: &TestApp, authority: &Authority) -> AuthorityRow {
    listen(app);
    let input = UpdateSignIn { portal: Some(BOTH), console: Some(BOTH), rules: None, own_tokens: None };
    app.domain.access().update_sign_in(&app.admin(), &input, None).await.unwrap();
    trust(app, authority).await
}

fn listen(app: &TestApp) {
    app.domain.listens_for_certificates(CertificateListener { url: None, port: 8443 });
}

/// Goes the whole way with a card.
async fn come(app: &TestApp, face: Face, card: &Card) -> Result<NewSession, ErrorCode> {
    come_as(app, &app.anonymous(), face, card).await
}

/// The same in a browser where somebody may be signed in.
async fn come_as(app: &TestApp, ctx: &RequestCtx, face: Face, card: &Card) -> Result<NewSession, ErrorCode> {
    let access = app.domain.access();
    let started = access.start_certificate_sign_in(face).await.map_err(|error| error.code())?;
    let shown = access.show_certificate(&app.anonymous(), face, &started.challenge, &card.chain).await;
    let token = shown.map_err(|error| error.code())?;
    let session = access.sign_in_by_certificate(ctx, face, &token, Some(&started.browser)).await;
    session.map_err(|error| error.code())
}

/// Tries with a card that must not do, and gives the reason in the audit log.
async fn refused(app: &TestApp, card: &Card) -> String {
    assert_eq!(come(app, Face::Portal, card).await.unwrap_err(), ErrorCode::SignInRefused);
    last_reason(app).await
}

/// The reason of the newest refusal.
async fn last_reason(app: &TestApp) -> String {
    let rows = app.domain.audit().list(&app.admin(), &types::AuditQuery::default()).await.unwrap().items;
    let row = rows.into_iter().find(|row| row.action == "session.sign_in_refused");
    row.and_then(|row| row.reason).expect("a refusal with its reason")
}
