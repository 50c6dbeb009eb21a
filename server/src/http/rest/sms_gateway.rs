//! `/api/v1/sms-gateway`: the service that text messages leave by.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use types::{DeliveryTest, Permission, SmsGateway, SmsGatewayDetail};
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
        .api(read, routes!(find_sms_gateway))
        .api(write, routes!(save_sms_gateway))
        .api(write, routes!(remove_sms_gateway))
        .api(write, routes!(test_sms_gateway))
}

fn answer(detail: &SmsGatewayDetail) -> Response {
    versioned(Json(detail).into_response(), detail.version)
}

/// The service for text messages, without its secrets. Scope `settings:read`.
#[utoipa::path(
    get, path = "/api/v1/sms-gateway", tag = "settings", operation_id = "findSmsGateway",
    security(("token" = [])),
    responses(
        (status = 200, body = SmsGatewayDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_sms_gateway(call: Call) -> Answer {
    Ok(answer(&call.domain.messages().sms_gateway(&call.ctx).await?))
}

/// Sets the service up; counts at once. Takes the permission to read messages with their secrets,
/// too. Scope `all`.
#[utoipa::path(
    put, path = "/api/v1/sms-gateway", tag = "settings", operation_id = "saveSmsGateway",
    security(("token" = [])),
    params(("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on")),
    request_body = SmsGateway,
    responses(
        (status = 200, body = SmsGatewayDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn save_sms_gateway(call: Call, IfMatch(version): IfMatch, Body(input): Body<SmsGateway>) -> Answer {
    Ok(answer(&call.domain.messages().save_sms_gateway(&call.ctx, Some(&input), version).await?))
}

/// Takes the service away; text messages are kept from then on. As `saveSmsGateway`. Scope `all`.
#[utoipa::path(
    delete, path = "/api/v1/sms-gateway", tag = "settings", operation_id = "removeSmsGateway",
    security(("token" = [])),
    params(("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on")),
    responses(
        (status = 200, body = SmsGatewayDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn remove_sms_gateway(call: Call, IfMatch(version): IfMatch) -> Answer {
    Ok(answer(&call.domain.messages().save_sms_gateway(&call.ctx, None, version).await?))
}

/// A number, and the service that a test goes by.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SmsTest {
    /// E.164.
    to: String,
    /// The service; without it the one that is set up.
    #[serde(default)]
    gateway: Option<SmsGateway>,
}

/// Sends the text message of a registration with sample data to a number, and says how that went. Nothing
/// is saved. Scope `all`.
#[utoipa::path(
    post, path = "/api/v1/sms-gateway/test", tag = "settings", operation_id = "testSmsGateway",
    security(("token" = [])),
    request_body = SmsTest,
    responses(
        (status = 200, body = DeliveryTest),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn test_sms_gateway(call: Call, Body(input): Body<SmsTest>) -> Answer {
    let test = call.domain.messages().test_sms_gateway(&call.ctx, input.gateway.as_ref(), &input.to).await?;
    Ok(Json(test).into_response())
}
