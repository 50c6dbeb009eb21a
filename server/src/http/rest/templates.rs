//! `/api/v1/templates`: what messages say, by kind, language and platform.

use axum::{
    Json,
    extract::{FromRequestParts, Path, Query},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use types::{
    ErrorCode, MessageId, MessageKind, MessageLanguage, Permission, Platform, PreviewScheme, RestoreTemplate,
    TemplateDetail, TemplateKey, TemplatePreview, TemplateRow, TemplateTexts, TemplateVersion,
};
use utoipa_axum::routes;

use super::{
    input::{Body, Call, IfMatch},
    output::versioned,
};
use crate::{
    AppState,
    http::problem::{self, Problem},
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    let (read, write) = (Access::Token(Permission::SettingsRead), Access::Token(Permission::TemplateWrite));
    Routes::new()
        .api(read, routes!(list_templates))
        .api(read, routes!(find_template))
        .api(write, routes!(save_template))
        .api(read, routes!(list_template_versions))
        .api(write, routes!(restore_template))
        .api(read, routes!(preview_template))
        .api(write, routes!(try_template))
}

/// The template that path and query name. One that there cannot be names nothing.
#[derive(Debug, Clone, Copy)]
struct Key(TemplateKey);

#[derive(Deserialize)]
struct OfPlatform {
    platform: Option<Platform>,
}

impl FromRequestParts<AppState> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let missing = || Problem::from(ErrorCode::NotFound);
        let Path((kind, language)) =
            Path::<(String, String)>::from_request_parts(parts, state).await.map_err(|_| missing())?;
        let Query(OfPlatform { platform }) =
            Query::from_request_parts(parts, state).await.map_err(|_| missing())?;
        let kind = MessageKind::from_word(&kind).ok_or_else(missing)?;
        let language = MessageLanguage::from_word(&language).ok_or_else(missing)?;
        Ok(Self(TemplateKey { kind, language, platform }))
    }
}

fn answer(detail: &TemplateDetail) -> Response {
    versioned(Json(detail).into_response(), detail.version)
}

/// All templates: of every kind in every language those for all platforms, and those of single platforms
/// that are changed. Scope `settings:read`.
#[utoipa::path(
    get, path = "/api/v1/templates", tag = "templates", operation_id = "listTemplates",
    security(("token" = [])),
    responses(
        (status = 200, body = Vec<TemplateRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_templates(call: Call) -> Answer {
    Ok(Json(call.domain.messages().list_templates(&call.ctx).await?).into_response())
}

/// A template with its texts and what they can name. Scope `settings:read`.
#[utoipa::path(
    get, path = "/api/v1/templates/{kind}/{language}", tag = "templates", operation_id = "findTemplate",
    security(("token" = [])),
    params(
        ("kind" = MessageKind, Path),
        ("language" = MessageLanguage, Path),
        ("platform" = Option<Platform>, Query, description = "For devices of this platform alone"),
    ),
    responses(
        (status = 200, body = TemplateDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_template(call: Call, Key(key): Key) -> Answer {
    Ok(answer(&call.domain.messages().find_template(&call.ctx, key).await?))
}

/// Changes what a message says, from the next one on. Texts that cannot stay are refused with line and
/// column: unknown variables, markup beyond a few plain elements, pictures from elsewhere, secrets in
/// addresses. Scope `settings:write`.
#[utoipa::path(
    put, path = "/api/v1/templates/{kind}/{language}", tag = "templates", operation_id = "saveTemplate",
    security(("token" = [])),
    params(
        ("kind" = MessageKind, Path),
        ("language" = MessageLanguage, Path),
        ("platform" = Option<Platform>, Query, description = "For devices of this platform alone"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on"),
    ),
    request_body = TemplateTexts,
    responses(
        (status = 200, body = TemplateDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn save_template(
    call: Call,
    Key(key): Key,
    IfMatch(version): IfMatch,
    Body(input): Body<TemplateTexts>,
) -> Answer {
    Ok(answer(&call.domain.messages().save_template(&call.ctx, key, &input, version).await?))
}

/// The changes of a template, newest first; the last hundred are kept. Scope `settings:read`.
#[utoipa::path(
    get, path = "/api/v1/templates/{kind}/{language}/versions", tag = "templates",
    operation_id = "listTemplateVersions", security(("token" = [])),
    params(
        ("kind" = MessageKind, Path),
        ("language" = MessageLanguage, Path),
        ("platform" = Option<Platform>, Query, description = "For devices of this platform alone"),
    ),
    responses(
        (status = 200, body = Vec<TemplateVersion>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_template_versions(call: Call, Key(key): Key) -> Answer {
    Ok(Json(call.domain.messages().template_history(&call.ctx, key).await?).into_response())
}

/// Brings back the texts of a version, or those that come with Gatehouse. A change like any other.
/// Scope `settings:write`.
#[utoipa::path(
    post, path = "/api/v1/templates/{kind}/{language}/restore", tag = "templates",
    operation_id = "restoreTemplate", security(("token" = [])),
    params(
        ("kind" = MessageKind, Path),
        ("language" = MessageLanguage, Path),
        ("platform" = Option<Platform>, Query, description = "For devices of this platform alone"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on"),
    ),
    request_body = RestoreTemplate,
    responses(
        (status = 200, body = TemplateDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn restore_template(
    call: Call,
    Key(key): Key,
    IfMatch(version): IfMatch,
    Body(input): Body<RestoreTemplate>,
) -> Answer {
    let messages = call.domain.messages();
    Ok(answer(&messages.restore_template(&call.ctx, key, input.version, version).await?))
}

/// The message that these texts would give, with sample data. Nothing is kept. Scope `settings:read`.
#[utoipa::path(
    post, path = "/api/v1/templates/{kind}/{language}/preview", tag = "templates",
    operation_id = "previewTemplate", security(("token" = [])),
    params(
        ("kind" = MessageKind, Path),
        ("language" = MessageLanguage, Path),
        ("platform" = Option<Platform>, Query, description = "For devices of this platform alone"),
    ),
    request_body = TemplateTexts,
    responses(
        (status = 200, body = TemplatePreview),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn preview_template(call: Call, Key(key): Key, Body(input): Body<TemplateTexts>) -> Answer {
    let messages = call.domain.messages();
    Ok(Json(messages.preview_template(&call.ctx, key, &input, PreviewScheme::Light).await?).into_response())
}

/// Sends these texts with sample data to the owner of the token. Answers the id of the message in the
/// outbox. Scope `settings:write`.
#[utoipa::path(
    post, path = "/api/v1/templates/{kind}/{language}/test", tag = "templates", operation_id = "tryTemplate",
    security(("token" = [])),
    params(
        ("kind" = MessageKind, Path),
        ("language" = MessageLanguage, Path),
        ("platform" = Option<Platform>, Query, description = "For devices of this platform alone"),
    ),
    request_body = TemplateTexts,
    responses(
        (status = 202, body = MessageId),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn try_template(call: Call, Key(key): Key, Body(input): Body<TemplateTexts>) -> Answer {
    let me = call.ctx.user_id().ok_or(ErrorCode::Forbidden)?;
    let id = call.domain.messages().try_template(&call.ctx, key, &input, me).await?;
    Ok((StatusCode::ACCEPTED, Json(id)).into_response())
}
