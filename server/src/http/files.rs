//! Files: what browsers load, and the agent for download.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, Method, header},
    response::{IntoResponse, Response},
    routing::get,
};
use types::ErrorCode;

use crate::{
    AppState,
    assets::{Asset, Encoding},
    http::{
        caching::{ASK_AGAIN, FOR_EVER, tagged},
        problem::Problem,
    },
    router::{Access, Routes},
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .data(Access::Public, Method::GET, "/assets/{name}", get(asset))
        .data(Access::Public, Method::GET, "/agent/{platform}/{name}", get(agent))
        .data(Access::Public, Method::GET, "/favicon.ico", get(favicon))
        .data(Access::Public, Method::GET, "/robots.txt", get(async || "User-agent: *\nDisallow: /\n"))
}

async fn asset(State(state): State<AppState>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    match state.assets().by_url_name(&name) {
        Some(asset) => file(asset, &headers, FOR_EVER),
        None => Problem::from(ErrorCode::NotFound).into_response(),
    }
}

async fn favicon(State(state): State<AppState>, headers: HeaderMap) -> Response {
    match state.assets().by_name("favicon.svg") {
        Some(asset) => file(asset, &headers, ASK_AGAIN),
        None => Problem::from(ErrorCode::NotFound).into_response(),
    }
}

/// The agent, under its own name. The names are looked up in the list of embedded files; no path is
/// ever built from them.
async fn agent(
    State(state): State<AppState>,
    Path((platform, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let Some(asset) = state.assets().agent(&platform, &name) else {
        return Problem::from(ErrorCode::NotFound).into_response();
    };
    let mut answer = file(asset, &headers, ASK_AGAIN);
    let disposition = format!("attachment; filename=\"{}\"", asset.file_name());
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        answer.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    answer
}

fn file(asset: &Asset, headers: &HeaderMap, caching: HeaderValue) -> Response {
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (encoding, body) = asset.body(accepted);
    let content = ([(header::CONTENT_TYPE, asset.media_type())], body);
    let mut answer = tagged(headers, &asset.etag(encoding), caching, content);
    let out = answer.headers_mut();
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if encoding == Encoding::Brotli {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    answer
}
