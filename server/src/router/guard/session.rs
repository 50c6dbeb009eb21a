//! People with a session.

use axum::{
    http::{Uri, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use domain::Actor;
use types::{ErrorCode, Face};

use super::Gate;
use crate::http::{cookies, next, problem::Problem};

pub(super) async fn resolve(
    gate: &Gate,
    request: &Parts,
    face: Face,
    passive: bool,
) -> Result<Actor, Problem> {
    let token = cookies::session_token(&request.headers, face).ok_or(ErrorCode::Unauthenticated)?;
    let session = gate.state.domain().access().resolve_session(face, &token, passive).await?;
    Ok(Actor::User(session.ok_or(ErrorCode::Unauthenticated)?))
}

/// To the sign-in page of the face, and from there back to where the person wanted to go.
pub(super) fn to_sign_in(request: &Parts, face: Face) -> Response {
    let (sign_in, home) = match face {
        Face::Portal => (app::routes::SIGN_IN, app::routes::PORTAL),
        Face::Console => (app::routes::ADMIN_SIGN_IN, app::routes::CONSOLE),
    };
    // A form leads back to the page that it stands on: whoever signs in again finds it as it was.
    let page = referer(request);
    let wanted = match request.method.is_safe() {
        true => request.uri.path_and_query().map(|wanted| wanted.as_str()),
        false => page.as_ref().and_then(|page| page.path_and_query()).map(|wanted| wanted.as_str()),
    };
    let wanted = next::or(wanted, home);
    if wanted == home {
        return Redirect::to(sign_in).into_response();
    }
    Redirect::to(&format!("{sign_in}{}", app::routes::with_query("", &[("next", Some(wanted))])))
        .into_response()
}

/// The page that the browser says a form stands on. Of what it says the path alone counts.
fn referer(request: &Parts) -> Option<Uri> {
    request.headers.get(header::REFERER)?.to_str().ok()?.parse().ok()
}
