//! Files: what browsers load, and the agent for download.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use types::ErrorCode;

use crate::{
    AppState,
    assets::{Asset, Encoding},
    http::problem::Problem,
    router::{Access, Routes},
};

/// The address of a hashed file never holds anything else.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

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
    let etag = asset.etag(encoding);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut answer = if known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, asset.media_type())], body).into_response()
    };
    let out = answer.headers_mut();
    out.insert(header::CACHE_CONTROL, caching);
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        out.insert(header::ETAG, etag);
    }
    if encoding == Encoding::Brotli {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    answer
}
