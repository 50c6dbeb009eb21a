//! What became of commands and configurations.

use axum::{http::StatusCode, response::IntoResponse};
use types::{CommandId, ConfigurationId, ConfigurationResult, command::CommandResult};

use crate::{
    http::{
        problem,
        rest::input::{Body, Call, Id},
    },
    router::Answer,
};

/// Says what became of a command. The same again is fine; a conflicting one is 409 `command_finished`.
#[utoipa::path(
    post, path = "/api/device/v1/commands/{id}/result", tag = "device", operation_id = "reportResult",
    security(("signature" = [])),
    params(("id" = CommandId, Path)),
    request_body = CommandResult,
    responses(
        (status = 204),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
pub(super) async fn report_result(
    call: Call,
    Id(id): Id<CommandId>,
    Body(input): Body<CommandResult>,
) -> Answer {
    call.domain.devices().report_result(&call.ctx, id, &input).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Says what became of a configuration. One that is not awaited changes nothing.
#[utoipa::path(
    post, path = "/api/device/v1/configurations/{id}/result", tag = "device",
    operation_id = "reportConfiguration", security(("signature" = [])),
    params(("id" = ConfigurationId, Path)),
    request_body = ConfigurationResult,
    responses(
        (status = 204),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
pub(super) async fn report_configuration(
    call: Call,
    Id(id): Id<ConfigurationId>,
    Body(input): Body<ConfigurationResult>,
) -> Answer {
    call.domain.configurations().report(&call.ctx, id, &input).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
