//! What the script of both faces asks about the session it runs in: how long it lasts, to make it last,
//! and to confirm that it is still the same person. Answers hold no secret but the cookie.

use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderName, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::RequestCtx;
use serde::Deserialize;
use types::{ErrorCode, Face};

use super::{cookies, problem::Problem};
use crate::{
    AppState,
    router::{Access, Answer, Routes},
};

const NEVER_KEPT: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];

pub(crate) fn routes() -> Routes {
    Face::ALL.iter().fold(Routes::new(), |routes, face| {
        let path = app::routes::session(*face);
        let confirm = format!("{path}/confirm");
        routes
            .data(Access::PassiveSession(*face), Method::GET, path, get(show))
            .data(Access::Session(*face), Method::POST, path, post(show))
            .data(Access::Session(*face), Method::POST, &confirm, post(confirm_it))
    })
}

/// How long the session lasts. Asked by GET it is no activity; by POST it is one.
async fn show(State(state): State<AppState>, Extension(ctx): Extension<RequestCtx>) -> Answer {
    let time = state.domain().access().time_left(&ctx).await?;
    Ok((NEVER_KEPT, Json(time)).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    password: String,
}

async fn confirm_it(
    State(state): State<AppState>,
    Extension(ctx): Extension<RequestCtx>,
    body: axum::body::Bytes,
) -> Answer {
    // Read by hand: the words of a parser could quote the password.
    let typed: Typed = serde_json::from_slice(&body).map_err(|_| Problem::from(ErrorCode::InvalidInput))?;
    let face = ctx.signed_in()?.face;
    let session = state.domain().access().reauthenticate(&ctx, &typed.password).await?;
    Ok(confirmed(face, &session.token))
}

fn confirmed(face: Face, token: &str) -> Response {
    let cookie = [(header::SET_COOKIE, cookies::session(face, token))];
    (StatusCode::NO_CONTENT, NEVER_KEPT, cookie).into_response()
}
