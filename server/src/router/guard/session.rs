//! People with a session.

use axum::{
    http::request::Parts,
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
    let wanted = request.uri.path_and_query().map_or(home, |wanted| wanted.as_str());
    let wanted = if request.method.is_safe() { next::or(Some(wanted), home) } else { home };
    if wanted == home {
        return Redirect::to(sign_in).into_response();
    }
    Redirect::to(&format!("{sign_in}{}", app::routes::with_query("", &[("next", Some(wanted))])))
        .into_response()
}
