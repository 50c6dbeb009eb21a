//! People come in by their password, links work once, and tokens and sessions end when they must.

mod certificate;
mod confirm;
mod own_tokens;
mod passwords;
mod sessions;
mod set_up;
mod sign_in;
mod throttle;
mod tokens;

use std::net::IpAddr;

use domain::{Actor, RequestCtx, access::NewSession, ctx::SignedIn};
use testkit::TestApp;
use types::{AuditQuery, AuditRow, Face, MessageQuery, UserDetail};

/// A password that everybody in these stories may choose.
pub(crate) const PASSWORD: &str = "violet anchor mustard tram";

/// A person who has chosen [`PASSWORD`] under the link of their message.
pub(crate) async fn person(app: &TestApp, username: &str) -> UserDetail {
    let user = app.user(username).await;
    let token = link_token(app, &user).await;
    app.domain.access().set_password(&app.anonymous(), &token, PASSWORD).await.unwrap();
    user
}

/// An administrator with [`PASSWORD`].
pub(crate) async fn administrator(app: &TestApp, username: &str) -> types::UserId {
    app.domain.access().create_admin(&app.system(), username, PASSWORD).await.unwrap()
}

/// The secret of the link in the newest message to a person.
pub(crate) async fn link_token(app: &TestApp, user: &UserDetail) -> String {
    let rows = app.domain.messages().list(&app.admin(), &MessageQuery::default()).await.unwrap().items;
    let row = rows.iter().find(|row| row.user_id == user.row.id).expect("a message to the person");
    let text = app.domain.messages().find(&app.admin(), row.id).await.unwrap().text;
    let (_, rest) = text.split_once("/set-password/").expect("a link in the message");
    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
}

/// How many messages there are to a person.
pub(crate) async fn messages_to(app: &TestApp, user: &UserDetail) -> usize {
    let rows = app.domain.messages().list(&app.admin(), &MessageQuery::default()).await.unwrap().items;
    rows.iter().filter(|row| row.user_id == user.row.id).count()
}

/// Signs in with [`PASSWORD`].
pub(crate) async fn sign_in(app: &TestApp, face: Face, username: &str) -> domain::Result<NewSession> {
    app.domain.access().sign_in(&app.anonymous(), face, username, PASSWORD).await
}

/// Who is behind a session.
pub(crate) async fn resolve(app: &TestApp, face: Face, session: &NewSession) -> Option<SignedIn> {
    app.domain.access().resolve_session(face, &session.token, false).await.unwrap()
}

/// The context of a request with this session.
pub(crate) async fn at(app: &TestApp, face: Face, session: &NewSession) -> RequestCtx {
    app.anonymous().with_actor(Actor::User(resolve(app, face, session).await.expect("a session")))
}

/// A request of nobody known from another address.
pub(crate) fn from_address(app: &TestApp, address: [u8; 4]) -> RequestCtx {
    RequestCtx { address: Some(IpAddr::from(address)), ..app.anonymous() }
}

/// All audit events of an action, newest first.
pub(crate) async fn events(app: &TestApp, action: &str) -> Vec<AuditRow> {
    let query = AuditQuery { q: Some(action.to_owned()), ..AuditQuery::default() };
    let rows = app.domain.audit().list(&app.admin(), &query).await.unwrap().items;
    rows.into_iter().filter(|row| row.action == action).collect()
}
