//! A fault in one request ends that request alone.

use std::any::Any;

use axum::response::{IntoResponse, Response};
use types::ErrorCode;

use crate::http::problem::Problem;

pub(super) fn answer(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked; its message is on the standard error output");
    Problem::from(ErrorCode::Internal).into_response()
}

#[cfg(test)]
mod tests {
    use std::process::ExitCode;

    use axum::{Router, body::Body, http::Request, routing::get};
    use http_body_util::BodyExt as _;
    use testkit::{Engine, TestApp};
    use tower::ServiceExt as _;

    use crate::{AppState, Options, assets::Assets, middleware};

    async fn fails() {
        panic!("the password is hunter2");
    }

    #[test]
    fn a_fault_in_a_handler_is_an_answer_that_says_nothing() -> ExitCode {
        testkit::tell(Engine::Sqlite, async |app: TestApp| {
            let state = AppState::new(app.domain.clone(), Assets::default(), Options::default());
            let router = middleware::around(Router::new().route("/", get(fails)), &state);
            let answer = router.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
            assert_eq!(answer.status(), 500);
            for name in ["content-security-policy", "x-content-type-options", "cache-control", "x-request-id"]
            {
                assert!(answer.headers().contains_key(name), "{name}");
            }
            let body = answer.into_body().collect().await.unwrap().to_bytes();
            assert!(!String::from_utf8_lossy(&body).contains("hunter2"));
        })
    }
}
