//! `/api/v1/me` and `/api/v1/me/preferences`.

use axum::{Json, http::StatusCode, response::IntoResponse};
use types::{OwnProfile, Permission, Preferences};
use utoipa_axum::routes;

use crate::{
    http::{
        problem,
        rest::{
            input::{Body, Call, IfMatch},
            output::versioned,
        },
    },
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .api(Access::OwnToken(Permission::OwnDeviceRead), routes!(read_profile))
        .api(Access::OwnToken(Permission::OwnAccount), routes!(choose_preferences))
}

/// Who one is, what this token may do, and how many devices one may have and has. Scope `me:read`.
#[utoipa::path(
    get, path = "/api/v1/me", tag = "me", operation_id = "readProfile", security(("token" = [])),
    responses(
        (status = 200, body = OwnProfile, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn read_profile(call: Call) -> Answer {
    let profile = call.domain.access().own_profile(&call.ctx).await?;
    Ok(versioned(Json(&profile).into_response(), profile.version))
}

/// Chooses one's language and time zone. Scope `me:all`.
#[utoipa::path(
    put, path = "/api/v1/me/preferences", tag = "me", operation_id = "choosePreferences", security(("token" = [])),
    params(("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on")),
    request_body = Preferences,
    responses(
        (status = 204),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn choose_preferences(call: Call, IfMatch(version): IfMatch, Body(input): Body<Preferences>) -> Answer {
    call.domain.access().choose(&call.ctx, &input, version).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
