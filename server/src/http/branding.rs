//! What pages load of the organisation's look: its logos and the sheet with its accents. Public: whoever signs in
//! sees them first.

use app::shell::accent_sheet;
use axum::{
    Extension,
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, Method, header},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::RequestCtx;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use types::{Colour, ErrorCode, LogoTheme};

use super::caching::{ASK_AGAIN, FOR_EVER, tagged};
use crate::{
    AppState,
    router::{Access, Answer, Routes},
};

/// Where the sheet is.
const SHEET: &str = "/branding/accent.css";
/// Opened by itself, a file of the organisation's runs and loads nothing.
const INERT: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
);

pub(crate) fn routes() -> Routes {
    Routes::new()
        .data(Access::Public, Method::GET, LogoTheme::Light.path(), get(light))
        .data(Access::Public, Method::GET, LogoTheme::Dark.path(), get(dark))
        .data(Access::Public, Method::GET, SHEET, get(sheet))
}

/// The accents of a colour as pages load them. Derived once, and kept while the colour stays.
#[derive(Debug)]
pub(crate) struct Sheet {
    colour: Colour,
    css: String,
    hash: String,
}

impl Sheet {
    pub(crate) fn new(colour: Colour) -> Self {
        let css = accent_sheet(colour);
        let hash = Sha256::digest(&css).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Self { colour, css, hash }
    }

    pub(crate) fn is_of(&self, colour: Colour) -> bool {
        self.colour == colour
    }

    /// Its address.
    pub(crate) fn address(&self) -> String {
        format!("{SHEET}?v={}", self.hash)
    }
}

/// The version that a page has asked for.
#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    v: String,
}

async fn light(
    State(state): State<AppState>,
    Extension(ctx): Extension<RequestCtx>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Answer {
    logo(&state, &ctx, LogoTheme::Light, &wanted, &headers).await
}

async fn dark(
    State(state): State<AppState>,
    Extension(ctx): Extension<RequestCtx>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Answer {
    logo(&state, &ctx, LogoTheme::Dark, &wanted, &headers).await
}

async fn logo(
    state: &AppState,
    ctx: &RequestCtx,
    theme: LogoTheme,
    wanted: &Wanted,
    headers: &HeaderMap,
) -> Answer {
    let file = state.domain().look().logo_file(ctx, theme).await?;
    Ok(answer("image/png", &file.hash, file.png, wanted, headers))
}

async fn sheet(State(state): State<AppState>, Query(wanted): Query<Wanted>, headers: HeaderMap) -> Answer {
    let look = state.domain().look().shown().await?;
    let colour = look.settings.colour().ok_or(ErrorCode::NotFound)?;
    let sheet = state.sheet(colour);
    Ok(answer("text/css; charset=utf-8", &sheet.hash, sheet.css.clone(), &wanted, &headers))
}

fn answer(
    media_type: &'static str,
    hash: &str,
    content: impl IntoResponse,
    wanted: &Wanted,
    headers: &HeaderMap,
) -> Response {
    let caching = if wanted.v == hash { FOR_EVER } else { ASK_AGAIN };
    let content = ([(header::CONTENT_TYPE, media_type)], content);
    let mut answer = tagged(headers, &format!("\"{hash}\""), caching, content);
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, INERT);
    answer
}
