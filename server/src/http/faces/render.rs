//! One page, from request to document.

use app::shell::{PageContext, provide_page};
use std::time::Duration;

use axum::{
    body::Body,
    extract::Request,
    http::{StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use domain::{Domain, RequestCtx};
use leptos::prelude::{IntoView, provide_context};

use crate::{AppState, http::page::Page};

/// How long the rendering of a page may take before it is begun again: hundreds of times what it takes.
/// One in some thousands never ends, because the framework loses a wake-up (decision 14). Rendering
/// only reads, so that doing it twice is harmless.
const PATIENCE: Duration = Duration::from_secs(3);
/// How often a page is rendered at most; the last time has as long as the route.
const TRIES: u32 = 3;

/// Renders the page that the request asks for, in async mode: all data is in the first answer.
pub(super) async fn page<V, S>(state: &AppState, page: Page, request: Request, shell: S) -> Response
where
    V: IntoView + 'static,
    S: Fn() -> V + Clone + Send + Sync + 'static,
{
    page_with(state, page, request, shell, || ()).await
}

/// [`page`], with something more in the context of the rendering.
pub(super) async fn page_with<V, S, C>(
    state: &AppState,
    page: Page,
    request: Request,
    shell: S,
    more: C,
) -> Response
where
    V: IntoView + 'static,
    S: Fn() -> V + Clone + Send + Sync + 'static,
    C: Fn() + Clone + Send + Sync + 'static,
{
    let context = match page.context().await {
        Ok(context) => context,
        Err(error) => return page.failure(error).await,
    };
    let (domain, ctx) = (state.domain().clone(), page.ctx.clone());
    let provide = move || {
        provide(&domain, &ctx, Some(&context));
        more();
    };
    let request = without_host(request);
    for _ in 1..TRIES {
        let render = leptos_axum::render_app_async_with_context(provide.clone(), shell.clone());
        match tokio::time::timeout(PATIENCE, whole(render(again(&request)))).await {
            Ok(answer) => return answer,
            Err(_) => tracing::warn!("the rendering of a page did not end and is begun again"),
        }
    }
    whole(leptos_axum::render_app_async_with_context(provide, shell)(request)).await
}

/// The document with all that it holds: what has not arrived counts as not rendered.
async fn whole(rendering: impl Future<Output = Response<Body>>) -> Response {
    let (parts, body) = rendering.await.into_parts();
    match axum::body::to_bytes(body, usize::MAX).await {
        Ok(document) => Response::from_parts(parts, document.into()),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered to its end");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The same request once more: pages are rendered from method, address and headers alone.
fn again(request: &Request) -> Request {
    let mut copy = Request::new(Body::empty());
    copy.method_mut().clone_from(request.method());
    copy.uri_mut().clone_from(request.uri());
    copy.headers_mut().clone_from(request.headers());
    copy
}

/// What a server function finds in its context, whether a page calls it while it is rendered or the
/// browser does.
pub(super) fn provide(domain: &Domain, ctx: &RequestCtx, page: Option<&PageContext>) {
    provide_context(domain.clone());
    provide_context(ctx.clone());
    if let Some(page) = page {
        provide_page(page.clone());
    }
}

/// Pages never learn what the client has written into `Host`: addresses come from the public URL.
fn without_host(mut request: Request) -> Request {
    request.headers_mut().remove(header::HOST);
    request.headers_mut().remove("x-forwarded-proto");
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    if let Ok(uri) = path.parse::<Uri>() {
        *request.uri_mut() = uri;
    }
    request
}
