//! What happens around every request, from the outside in: request id and client address, trace,
//! security headers, compression, and a net for panics.

pub(crate) mod csrf;
pub(crate) mod headers;
mod language;
mod panic;
mod trace;
pub(crate) mod visitor;

use axum::{Router, middleware::from_fn_with_state};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
};

use crate::AppState;

/// Puts all of it around a router; its fallbacks are inside, too.
pub(crate) fn around(router: Router, state: &AppState) -> Router {
    // Bundles are compressed once and for all, not per request.
    let text = DefaultPredicate::new().and(NotForContentType::const_new("application/wasm"));
    router.layer(
        ServiceBuilder::new()
            .layer(from_fn_with_state(state.clone(), visitor::recognise))
            .layer(axum::middleware::from_fn(trace::trace))
            .layer(from_fn_with_state(state.clone(), headers::secure))
            .layer(CompressionLayer::new().br(true).gzip(true).compress_when(text))
            .layer(CatchPanicLayer::custom(panic::answer)),
    )
}
