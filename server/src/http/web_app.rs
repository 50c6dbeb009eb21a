//! The portal as an app on the home screen: its manifest (W3C Web Application Manifest), its service worker, and
//! the page that is shown without a connection.

use axum::{
    extract::State,
    http::{Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::{Value, json};
use types::ErrorCode;

use super::page::Page;
use crate::{
    AppState,
    router::{Access, Answer, Routes},
};

const MANIFEST: &str = "application/manifest+json";
const SCRIPT: &str = "text/javascript; charset=utf-8";
/// The grounds of `--canvas` and `--surface` in `style/tokens.css`.
const CANVAS: &str = "#f3f7f5";
const SURFACE: &str = "#ffffff";

pub(crate) fn routes() -> Routes {
    Routes::new()
        .data(Access::Public, Method::GET, app::routes::MANIFEST, get(manifest))
        .data(Access::Public, Method::GET, app::routes::SERVICE_WORKER, get(service_worker))
        .get(Access::Public, app::routes::OFFLINE, offline)
}

/// Name, icons and start page. Browsers ask for it without cookies: it says nothing of anybody.
async fn manifest(State(state): State<AppState>) -> Answer {
    let organisation = state.domain().settings().organisation().await?;
    let name = match organisation.name.as_str() {
        "" => "Gatehouse",
        name => name,
    };
    let manifest = json!({
        "id": app::routes::PORTAL,
        "name": name,
        "short_name": name.chars().take(12).collect::<String>().trim_end(),
        "start_url": app::routes::PORTAL,
        "scope": "/",
        "display": "standalone",
        "background_color": CANVAS,
        "theme_color": SURFACE,
        "icons": [
            icon(&state, "icon-192.png", "192x192", "any"),
            icon(&state, "icon-512.png", "512x512", "any"),
            icon(&state, "icon-maskable-512.png", "512x512", "maskable"),
        ],
    });
    Ok(([(header::CONTENT_TYPE, MANIFEST)], manifest.to_string()).into_response())
}

fn icon(state: &AppState, name: &str, sizes: &str, purpose: &str) -> Value {
    json!({ "src": state.assets().urls().url(name), "sizes": sizes, "type": "image/png", "purpose": purpose })
}

/// The script, after the list of what it keeps. The list changes with the files, and the script with it.
async fn service_worker(State(state): State<AppState>) -> Answer {
    let urls = state.assets().urls();
    let script = state.assets().by_name("service-worker.js").ok_or(ErrorCode::NotFound)?;
    let kept = ["style.css", "icons.svg", "favicon.svg", "public.js"].map(|name| urls.url(name));
    let files: Vec<&str> =
        std::iter::once(app::routes::OFFLINE).chain(kept.iter().map(String::as_str)).collect();
    let mut body = format!("const FILES = {};\n", json!(files)).into_bytes();
    body.extend_from_slice(&script.body("").1);
    Ok(([(header::CONTENT_TYPE, SCRIPT), (header::CACHE_CONTROL, "no-cache")], body).into_response())
}

async fn offline(page: Page) -> Response {
    page.html(StatusCode::OK, app::public::offline).await
}
