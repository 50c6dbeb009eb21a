//! No body is larger than its operation takes, announced or not.

use axum::{
    body::{Body, Bytes},
    http::{Request, StatusCode},
};
use futures::stream;
use types::{Face, Scope};

use crate::support::{FORM, JSON, Web};

const KIB: usize = 1024;

/// A body of so many KiB, with its length in front or not.
fn body(kib: usize, announced: bool) -> Body {
    match announced {
        true => Body::from("x".repeat(kib * KIB)),
        false => Body::from_stream(stream::iter(
            (0..kib).map(|_| Ok::<_, std::io::Error>(Bytes::from("x".repeat(KIB)))),
        )),
    }
}

async fn status(web: &Web, request: axum::http::request::Builder, kib: usize, announced: bool) -> StatusCode {
    let request = if announced { request.header("content-length", kib * KIB) } else { request };
    web.send(request.body(body(kib, announced)).unwrap()).await.status
}

testkit::both_engines! {
    async fn a_device_sends_64_kib_at_most(web: Web) {
        for announced in [true, false] {
            let register = || Request::post("/api/device/v1/register").header("content-type", JSON);
            assert_eq!(status(&web, register(), 65, announced).await, 413);
            assert_ne!(status(&web, register(), 63, announced).await, 413);
        }
    }

    async fn a_script_sends_one_mib_at_most(web: Web) {
        let token = format!("Bearer {}", web.token(&[Scope::All]).await);
        for announced in [true, false] {
            let create = || Request::post("/api/v1/users").header("content-type", JSON).header("authorization", &token);
            assert_eq!(status(&web, create(), 1025, announced).await, 413);
            assert_eq!(status(&web, create(), 1000, announced).await, 422);
        }
    }

    async fn a_form_takes_one_mib_at_most(web: Web) {
        let cookie = web.cookie(Face::Portal).await;
        for path in ["/sign-in", "/go", "/register", "/account"] {
            for announced in [true, false] {
                let form = Request::post(path).header("content-type", FORM).header("cookie", &cookie).header("sec-fetch-site", "same-origin");
                assert_eq!(status(&web, form, 1025, announced).await, 413, "{path}");
            }
        }
    }
}
