//! `/api/v1/labels`.

use axum::{Json, http::StatusCode, response::IntoResponse};
use types::{ChangeLabelDevices, LabelId, LabelInput, LabelRow, Page, Permission};
use utoipa_axum::routes;

use super::{
    input::{Body, Call, Create, Id, IfMatch},
    output::{created, versioned},
};
use crate::{
    http::problem,
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    let (read, write) =
        (Access::Token(Permission::DeviceRead), Access::Token(Permission::ConfigurationWrite));
    Routes::new()
        .api(read, routes!(list_labels))
        .api(write, routes!(create_label))
        .api(read, routes!(find_label))
        .api(write, routes!(update_label))
        .api(write, routes!(delete_label))
        .api(write, routes!(change_label_devices))
}

/// Lists all labels: those that are always there first, then by name. Scope `devices:read`.
#[utoipa::path(
    get, path = "/api/v1/labels", tag = "configurations", operation_id = "listLabels", security(("token" = [])),
    responses(
        (status = 200, body = Page<LabelRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_labels(call: Call) -> Answer {
    let items = call.domain.labels().list(&call.ctx).await?;
    Ok(Json(Page { items, next_cursor: None, total: None }).into_response())
}

/// Makes a label: by rule, or without one by hand. Scope `configurations:write`.
#[utoipa::path(
    post, path = "/api/v1/labels", tag = "configurations", operation_id = "createLabel", security(("token" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes the creation happen once")),
    request_body = LabelInput,
    responses(
        (status = 201, body = LabelRow, headers(("Location" = String), ("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn create_label(Create { domain, ctx, input }: Create<LabelInput>) -> Answer {
    let label = domain.labels().create(&ctx, &input).await?;
    Ok(versioned(
        created(StatusCode::CREATED, &format!("/api/v1/labels/{}", label.id), &label),
        label.version,
    ))
}

/// One label. Scope `devices:read`.
#[utoipa::path(
    get, path = "/api/v1/labels/{id}", tag = "configurations", operation_id = "findLabel", security(("token" = [])),
    params(("id" = LabelId, Path)),
    responses(
        (status = 200, body = LabelRow, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_label(call: Call, Id(id): Id<LabelId>) -> Answer {
    let label = call.domain.labels().find(&call.ctx, id).await?;
    Ok(versioned(Json(&label).into_response(), label.version))
}

/// Changes a label. One that is always there: 409 `wrong_state`. Scope `configurations:write`.
#[utoipa::path(
    put, path = "/api/v1/labels/{id}", tag = "configurations", operation_id = "updateLabel",
    security(("token" = [])),
    params(
        ("id" = LabelId, Path),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on"),
    ),
    request_body = LabelInput,
    responses(
        (status = 200, body = LabelRow, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn update_label(
    call: Call,
    Id(id): Id<LabelId>,
    IfMatch(version): IfMatch,
    Body(input): Body<LabelInput>,
) -> Answer {
    let label = call.domain.labels().update(&call.ctx, id, &input, version).await?;
    Ok(versioned(Json(&label).into_response(), label.version))
}

/// Deletes a label. What was assigned to it alone leaves its devices. Scope `configurations:write`.
#[utoipa::path(
    delete, path = "/api/v1/labels/{id}", tag = "configurations", operation_id = "deleteLabel",
    security(("token" = [])),
    params(("id" = LabelId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn delete_label(call: Call, Id(id): Id<LabelId>) -> Answer {
    call.domain.labels().delete(&call.ctx, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Puts a label without a rule on up to 500 devices and takes it off up to 500, all or none. Scope
/// `configurations:write`.
#[utoipa::path(
    post, path = "/api/v1/labels/{id}/devices", tag = "configurations", operation_id = "changeLabelDevices",
    security(("token" = [])),
    params(("id" = LabelId, Path)),
    request_body = ChangeLabelDevices,
    responses(
        (status = 200, body = LabelRow, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn change_label_devices(
    call: Call,
    Id(id): Id<LabelId>,
    Body(input): Body<ChangeLabelDevices>,
) -> Answer {
    let label = call.domain.labels().change_devices(&call.ctx, id, &input).await?;
    Ok(versioned(Json(&label).into_response(), label.version))
}
