//! `/api/v1/messages`: the outbox.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use types::{
    MessageChannel, MessageId, MessageKind, MessageQuery, MessageRow, MessageState, Page, Permission,
};
use utoipa_axum::routes;

use super::{
    input::{Call, Id},
    query::List,
};
use crate::{
    http::problem,
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    let (read, send) = (Access::Token(Permission::MessageRead), Access::Token(Permission::MessageSend));
    Routes::new()
        .api(read, routes!(list_messages))
        .api(read, routes!(find_message))
        .api(send, routes!(resend_message))
        .api(send, routes!(release_held_messages))
        .api(send, routes!(discard_held_messages))
}

/// A message with its text; PIN and links are left out.
#[derive(Serialize, utoipa::ToSchema)]
struct MessageText {
    /// The row of the list.
    #[serde(flatten)]
    row: MessageRow,
    /// The plain-text part, or the text message.
    text: String,
}

/// How many messages were handled.
#[derive(Serialize, utoipa::ToSchema)]
struct Handled {
    /// Their number.
    count: u64,
}

fn handled(count: u64) -> Response {
    Json(Handled { count }).into_response()
}

/// Lists messages, newest first; no secrets are in it. Scope `all`.
#[utoipa::path(
    get, path = "/api/v1/messages", tag = "messages", operation_id = "listMessages", security(("token" = [])),
    params(
        ("q" = Option<String>, Query, description = "Part of the address or the person's name"),
        ("state" = Option<MessageState>, Query, description = "Only those in this state"),
        ("kind" = Option<MessageKind>, Query, description = "Only those of this kind"),
        ("channel" = Option<MessageChannel>, Query, description = "Only those that go this way"),
        ("user_id" = Option<types::UserId>, Query, description = "Only those to this person"),
        ("from" = Option<types::Timestamp>, Query, description = "Written at this moment or later, RFC 3339"),
        ("until" = Option<types::Timestamp>, Query, description = "Written before this moment, RFC 3339"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50"),
        ("total" = Option<bool>, Query, description = "Whether to count all that match"),
    ),
    responses(
        (status = 200, body = Page<MessageRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_messages(call: Call, List(query): List<MessageQuery>) -> Answer {
    Ok(Json(call.domain.messages().list(&call.ctx, &query).await?).into_response())
}

/// One message with its text, PIN and links left out. Scope `all`.
#[utoipa::path(
    get, path = "/api/v1/messages/{id}", tag = "messages", operation_id = "findMessage",
    security(("token" = [])),
    params(("id" = MessageId, Path)),
    responses(
        (status = 200, body = MessageText),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_message(call: Call, Id(id): Id<MessageId>) -> Answer {
    let detail = call.domain.messages().find_redacted(&call.ctx, id).await?;
    Ok(Json(MessageText { row: detail.row, text: detail.text }).into_response())
}

/// Puts a message into the queue once more. What counts no more: 409 `wrong_state`. Scope `all`.
#[utoipa::path(
    post, path = "/api/v1/messages/{id}/resend", tag = "messages", operation_id = "resendMessage",
    security(("token" = [])),
    params(("id" = MessageId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn resend_message(call: Call, Id(id): Id<MessageId>) -> Answer {
    call.domain.messages().resend(&call.ctx, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Sends all that was kept while nothing was set up that would have taken it. Scope `all`.
#[utoipa::path(
    post, path = "/api/v1/messages/release-held", tag = "messages", operation_id = "releaseHeldMessages",
    security(("token" = [])),
    responses(
        (status = 200, body = Handled),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn release_held_messages(call: Call) -> Answer {
    Ok(handled(call.domain.messages().release_held(&call.ctx).await?))
}

/// Throws all away that was kept. Scope `all`.
#[utoipa::path(
    post, path = "/api/v1/messages/discard-held", tag = "messages", operation_id = "discardHeldMessages",
    security(("token" = [])),
    responses(
        (status = 200, body = Handled),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn discard_held_messages(call: Call) -> Answer {
    Ok(handled(call.domain.messages().discard_held(&call.ctx).await?))
}
