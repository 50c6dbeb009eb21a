//! Errors as people read them.

use axum::{
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use domain::RequestCtx;
use leptos::nonce::Nonce;

use super::{page, problem::Problem};
use crate::AppState;

/// A page that says what happened and what to do next. Where the page itself cannot be made, the
/// problem document says it.
pub(crate) async fn page(state: &AppState, ctx: &RequestCtx, problem: Problem, nonce: Nonce) -> Response {
    let Ok(context) = page::context(state, ctx, page::Wishes::default(), nonce).await else {
        return problem.into_response();
    };
    let (status, retry_after) = (problem.status(), problem.0.retry_after);
    let html = app::public::failure(context, &problem.0, Some(&ctx.request_id), page::home(ctx));
    let mut answer = (status, Html(html)).into_response();
    if let Some(seconds) = retry_after {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    answer
}
