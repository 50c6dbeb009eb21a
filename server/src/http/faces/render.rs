//! One page, from request to document.

use app::shell::{PageContext, provide_page};
use axum::{
    extract::Request,
    http::{Uri, header},
    response::{IntoResponse, Response},
};
use domain::{Domain, RequestCtx};
use leptos::prelude::{IntoView, provide_context};

use crate::{AppState, http::page::Page};

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
    leptos_axum::render_app_async_with_context(provide, shell)(without_host(request)).await.into_response()
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
