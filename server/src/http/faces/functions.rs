//! Server functions: one route for each that is registered, under its own method. The prefix of its
//! path tells the face and so the session that it takes. Unknown names are unknown paths.

use axum::{
    Extension,
    extract::{Request, State},
    http::Method,
    response::{IntoResponse, Response},
    routing::{MethodFilter, on},
};
use domain::RequestCtx;
use server_fn::axum::server_fn_paths;
use types::Face;

use super::render::provide;
use crate::http::rest::imports;
use crate::{
    AppState,
    router::{Access, Routes},
};

pub(super) fn routes() -> Routes {
    let mut all: Vec<(&str, Method)> = server_fn_paths().collect();
    all.sort_by(|left, right| left.0.cmp(right.0));
    let mut routes = Routes::new();
    for (path, method) in all {
        // One under another prefix could not be called: nothing would say who may.
        let (Some(face), Ok(filter)) = (face_of(path), MethodFilter::try_from(method.clone())) else {
            tracing::error!(
                path,
                "a server function is neither the portal's nor the console's and is not served"
            );
            continue;
        };
        routes = routes.data(Access::Session(face), method, path, on(filter, call));
        if path.ends_with("/imports/upload") {
            routes = routes.limits(imports::READING, imports::LARGEST);
        }
    }
    routes
}

fn face_of(path: &str) -> Option<Face> {
    Face::ALL.iter().copied().find(|face| path.starts_with(&format!("/_fn/{}/", face.as_str())))
}

async fn call(
    State(state): State<AppState>,
    Extension(ctx): Extension<RequestCtx>,
    request: Request,
) -> Response {
    let provide = move || provide(state.domain(), &ctx, None);
    leptos_axum::handle_server_fns_with_context(provide, request).await.into_response()
}
