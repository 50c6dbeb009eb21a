//! `/api/v1/settings/look`: colour, links, texts and logos of the organisation's own.

use axum::{Json, extract::Path, http::StatusCode, response::IntoResponse};
use types::{ErrorCode, LogoRow, LogoTheme, LookSettings, Page, Permission, UploadLogo};
use utoipa_axum::routes;

use super::{
    input::{Body, Call, IfMatch},
    settings,
};
use crate::{
    http::problem,
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    let (read, write) = (Access::Token(Permission::SettingsRead), Access::Token(Permission::SettingsWrite));
    Routes::new()
        .api(read, routes!(read_look_settings))
        .api(write, routes!(update_look_settings))
        .api(read, routes!(list_logos))
        .api(write, routes!(upload_logo))
        .api(write, routes!(remove_logo))
}

/// The organisation’s accent colour, links, and texts at sign-in and for help. Scope `settings:read`.
#[utoipa::path(
    get, path = "/api/v1/settings/look", tag = "settings", operation_id = "readLookSettings",
    security(("token" = [])),
    responses(
        (status = 200, body = LookSettings, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn read_look_settings(call: Call) -> Answer {
    settings::read::<LookSettings>(call).await
}

/// Changes colour, links and texts; what is not given is empty. All tones of both themes are derived from the
/// colour such that they can be read. Counts at once. Scope `settings:write`.
#[utoipa::path(
    put, path = "/api/v1/settings/look", tag = "settings", operation_id = "updateLookSettings",
    security(("token" = [])),
    params(("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on")),
    request_body = LookSettings,
    responses(
        (status = 200, body = LookSettings, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn update_look_settings(
    call: Call,
    IfMatch(version): IfMatch,
    Body(input): Body<LookSettings>,
) -> Answer {
    settings::update(call, version, &input).await
}

/// The logos that there are, without their pictures: those are at their addresses. Scope `settings:read`.
#[utoipa::path(
    get, path = "/api/v1/settings/look/logos", tag = "settings", operation_id = "listLogos",
    security(("token" = [])),
    responses(
        (status = 200, body = Page<LogoRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_logos(call: Call) -> Answer {
    let items = call.domain.look().list_logos(&call.ctx).await?;
    Ok(Json(Page { items, next_cursor: None, total: None }).into_response())
}

/// Shows a picture as the logo from now on: a PNG, JPEG or WebP, which is scaled and written anew. Scope
/// `settings:write`.
#[utoipa::path(
    put, path = "/api/v1/settings/look/logos/{theme}", tag = "settings", operation_id = "uploadLogo",
    security(("token" = [])),
    params(("theme" = LogoTheme, Path)),
    request_body = UploadLogo,
    responses(
        (status = 200, body = LogoRow),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn upload_logo(call: Call, Path(theme): Path<String>, Body(input): Body<UploadLogo>) -> Answer {
    Ok(Json(call.domain.look().upload_logo(&call.ctx, theme_of(&theme)?, &input).await?).into_response())
}

/// Takes a logo away. Scope `settings:write`.
#[utoipa::path(
    delete, path = "/api/v1/settings/look/logos/{theme}", tag = "settings", operation_id = "removeLogo",
    security(("token" = [])),
    params(("theme" = LogoTheme, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn remove_logo(call: Call, Path(theme): Path<String>) -> Answer {
    call.domain.look().remove_logo(&call.ctx, theme_of(&theme)?).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn theme_of(theme: &str) -> Result<LogoTheme, ErrorCode> {
    LogoTheme::from_word(theme).ok_or(ErrorCode::NotFound)
}
