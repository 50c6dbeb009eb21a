//! What handlers of plain pages and forms are given: `Page`, their first argument.

use app::{
    shell::{self, PageContext, PageInfo, Picture, Theme},
    text,
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::{Actor, Domain, RequestCtx};
use leptos::nonce::Nonce;
use types::{ApiError, ErrorCode, Face, LogoRow, LogoTheme, MessageLanguage, Viewer};

use super::{cookies, failed, problem::Problem};
use crate::{AppState, middleware::headers};

/// A page that is being answered.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    /// What every request can reach.
    pub(crate) state: AppState,
    /// Who asks.
    pub(crate) ctx: RequestCtx,
    nonce: Nonce,
    wishes: Wishes,
}

/// What the browser asks for, beside the page.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wishes {
    theme: Theme,
}

impl Wishes {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        Self {
            theme: cookies::value(headers, "theme").map(|text| Theme::from_cookie(&text)).unwrap_or_default(),
        }
    }
}

impl FromRequestParts<AppState> for Page {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let ctx = parts.extensions.get::<RequestCtx>().cloned().ok_or(ErrorCode::Unauthenticated)?;
        let nonce = parts.extensions.get::<Nonce>().cloned().unwrap_or_else(|| Nonce::from_value(""));
        Ok(Self { state: state.clone(), ctx, nonce, wishes: Wishes::of(&parts.headers) })
    }
}

impl Page {
    /// The rules.
    pub(crate) fn domain(&self) -> &Domain {
        self.state.domain()
    }

    /// What the document needs to know.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn context(&self) -> Result<PageContext, ApiError> {
        context(&self.state, &self.ctx, self.wishes, self.nonce.clone()).await
    }

    /// A page, rendered by one of the functions of `app::public`.
    pub(crate) async fn html(
        &self,
        status: StatusCode,
        render: impl FnOnce(PageContext) -> String,
    ) -> Response {
        match self.context().await {
            Ok(context) => (status, Html(render(context))).into_response(),
            Err(error) => Problem::from(error).into_response(),
        }
    }

    /// To another page of this site, by GET.
    pub(crate) fn see_other(&self, path: &str) -> Response {
        Redirect::to(path).into_response()
    }

    /// A page for an error that the handler does not answer by itself.
    pub(crate) async fn failure(&self, error: impl Into<Problem>) -> Response {
        failed::page(&self.state, &self.ctx, error.into(), self.nonce.clone()).await
    }
}

/// Adds headers to an answer.
pub(crate) trait WithHeaders {
    /// The answer with a further `Set-Cookie`.
    #[must_use]
    fn with_cookie(self, cookie: HeaderValue) -> Self;
    /// The page that may use the camera.
    #[must_use]
    fn with_camera(self) -> Self;
    /// The answer that also empties the browser's caches for this site.
    #[must_use]
    fn with_cleared_site_data(self) -> Self;
}

impl WithHeaders for Response {
    fn with_cookie(mut self, cookie: HeaderValue) -> Self {
        self.headers_mut().append(header::SET_COOKIE, cookie);
        self
    }

    fn with_camera(mut self) -> Self {
        let (name, value) = headers::WITH_CAMERA;
        self.headers_mut().insert(name, value);
        self
    }

    fn with_cleared_site_data(mut self) -> Self {
        let (name, value) = cookies::CLEAR_SITE_DATA;
        self.headers_mut().insert(name, value);
        self
    }
}

/// The start page of whoever asks.
pub(crate) fn home(ctx: &RequestCtx) -> &'static str {
    match &ctx.actor {
        Actor::User(user) if user.face == Face::Console => app::routes::CONSOLE,
        _ => app::routes::PORTAL,
    }
}

/// The language of a page: what the person has chosen, else what the browser asks for. The console is shown
/// in languages that it is translated to as a whole.
fn language(ctx: &RequestCtx, viewer: Option<&Viewer>) -> MessageLanguage {
    let chosen = viewer.and_then(|viewer| MessageLanguage::of_tag(&viewer.preferences.language));
    let language = chosen.unwrap_or(ctx.language);
    match &ctx.actor {
        Actor::User(user) if user.face == Face::Console && !text::is_complete(language) => {
            MessageLanguage::default()
        }
        _ => language,
    }
}

/// Everything that a document needs to know before it is rendered.
pub(crate) async fn context(
    state: &AppState,
    ctx: &RequestCtx,
    wishes: Wishes,
    nonce: Nonce,
) -> Result<PageContext, ApiError> {
    let domain = state.domain();
    let organisation = domain.settings().organisation().await?;
    let registration = domain.settings().registration().await?;
    let look = domain.look().shown().await?;
    let viewer = match ctx.actor {
        Actor::User(_) => Some(domain.access().viewer(ctx).await?),
        _ => None,
    };
    let offsets = match &ctx.actor {
        Actor::User(me) => domain.offsets_of(me.user_id).await?,
        _ => Vec::new(),
    };
    let language = language(ctx, viewer.as_ref());
    let logo = logo(&organisation.name, &look.logos).unwrap_or_default();
    let info = PageInfo {
        organisation: organisation.name,
        help: organisation.support_contact.unwrap_or_default(),
        privacy_url: look.settings.privacy_url.clone().unwrap_or_default(),
        logo,
        viewer,
        now: domain.clock().now(),
        public_url: state.public_url().await?,
        theme: wishes.theme,
        offsets,
        platforms: registration.offered(),
        pins_are_on: registration.pins_are_on(),
        text_messages: domain.messages().sends_text_messages(),
        default_ownership: Some(registration.default_ownership),
    };
    let welcome = look.settings.welcome(language, organisation.language).map(str::to_owned);
    let accent = look.settings.colour().map(|colour| state.sheet(colour).address());
    let assets = state.assets().urls().clone();
    Ok(PageContext { language, assets, nonce, accent, welcome, info })
}

/// The logo that pages show. One for the dark theme needs one for the light beside it.
fn logo(organisation: &str, rows: &[LogoRow]) -> Option<String> {
    let picture = |row: &LogoRow| Picture { src: row.address.clone(), shown: row.shown() };
    let of = |theme: LogoTheme| rows.iter().find(|row| row.theme == theme).map(picture);
    Some(shell::logo(organisation, &of(LogoTheme::Light)?, of(LogoTheme::Dark).as_ref()))
}
