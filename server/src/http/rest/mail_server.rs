//! `/api/v1/mail-server`: the server that messages leave by.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use types::{DeliveryTest, ErrorCode, MailServer, MailServerDetail, Permission};
use utoipa_axum::routes;

use super::{
    input::{Body, Call, IfMatch},
    output::versioned,
};
use crate::{
    http::problem,
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    let (read, write) = (Access::Token(Permission::SettingsRead), Access::Token(Permission::SettingsWrite));
    Routes::new()
        .api(read, routes!(find_mail_server))
        .api(write, routes!(save_mail_server))
        .api(write, routes!(remove_mail_server))
        .api(write, routes!(test_mail_server))
}

fn answer(detail: &MailServerDetail) -> Response {
    versioned(Json(detail).into_response(), detail.version)
}

/// The mail server, without its password. Scope `settings:read`.
#[utoipa::path(
    get, path = "/api/v1/mail-server", tag = "settings", operation_id = "findMailServer",
    security(("token" = [])),
    responses(
        (status = 200, body = MailServerDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_mail_server(call: Call) -> Answer {
    Ok(answer(&call.domain.messages().mail_server(&call.ctx).await?))
}

/// Sets the mail server up; counts at once. Takes the permission to read messages with their secrets,
/// too. Named by the configuration: 409 `wrong_state`. Scope `all`.
#[utoipa::path(
    put, path = "/api/v1/mail-server", tag = "settings", operation_id = "saveMailServer",
    security(("token" = [])),
    params(("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on")),
    request_body = MailServer,
    responses(
        (status = 200, body = MailServerDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn save_mail_server(call: Call, IfMatch(version): IfMatch, Body(input): Body<MailServer>) -> Answer {
    Ok(answer(&call.domain.messages().save_mail_server(&call.ctx, Some(&input), version).await?))
}

/// Takes the mail server away; messages are kept from then on. As `saveMailServer`. Scope `all`.
#[utoipa::path(
    delete, path = "/api/v1/mail-server", tag = "settings", operation_id = "removeMailServer",
    security(("token" = [])),
    params(("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on")),
    responses(
        (status = 200, body = MailServerDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn remove_mail_server(call: Call, IfMatch(version): IfMatch) -> Answer {
    Ok(answer(&call.domain.messages().save_mail_server(&call.ctx, None, version).await?))
}

/// Sends a message with sample data to the owner of the token by this server, and says how that went.
/// Nothing is saved. Scope `all`.
#[utoipa::path(
    post, path = "/api/v1/mail-server/test", tag = "settings", operation_id = "testMailServer",
    security(("token" = [])),
    request_body = MailServer,
    responses(
        (status = 200, body = DeliveryTest),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn test_mail_server(call: Call, Body(input): Body<MailServer>) -> Answer {
    let me = call.ctx.user_id().ok_or(ErrorCode::Forbidden)?;
    Ok(Json(call.domain.messages().test_mail_server(&call.ctx, Some(&input), me).await?).into_response())
}
