//! A Gatehouse with one administrator.

use std::borrow::Cow;

use axum::{Router, body::Body, http::Request};
use http_body_util::BodyExt;
use serde_json::Value;
use server::{AppState, Options, assets::Assets, router};
use testkit::{Engine, ForEngine, TestApp};
use tower::ServiceExt as _;
use types::{Face, PortalRight, Scope, UpdateSignIn, UpdateUser, UserDetail};

use super::{Answer, JSON};

/// The one administrator.
pub(crate) const ADMIN: &str = "jonas.weber";
/// Their password.
pub(crate) const PASSWORD: &str = "violet anchor mustard tram";

/// A Gatehouse behind its router.
pub(crate) struct Web {
    pub(crate) app: TestApp,
    pub(crate) state: AppState,
    router: Router,
}

impl ForEngine for Web {
    async fn for_engine(engine: Engine) -> Self {
        let web = Self::before_set_up(engine).await;
        web.app.domain.access().create_admin(&web.app.system(), ADMIN, PASSWORD).await.unwrap();
        web.state.public_url().await.unwrap();
        web
    }
}

impl Web {
    /// One that nobody has set up yet.
    pub(crate) async fn before_set_up(engine: Engine) -> Self {
        let app = TestApp::for_engine(engine).await;
        let files = [
            "style.css",
            "icons.svg",
            "favicon.svg",
            "public.js",
            "scan.js",
            "portal.js",
            "console.js",
            "portal.wasm",
            "console.wasm",
            "agent/linux-x86_64/gatehouse-agent",
        ];
        let assets = Assets::from_files(files.map(|name| (name.to_owned(), Cow::Borrowed(name.as_bytes()))));
        let state = AppState::new(app.domain.clone(), assets, Options::default());
        let router = router::app(state.clone());
        Self { app, state, router }
    }

    /// Sends a request and reads the answer to its end.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        // Live events have no end.
        let endless =
            parts.headers.get("content-type").is_some_and(|kind| kind.as_bytes() == b"text/event-stream");
        let body = if endless { Vec::new() } else { body.collect().await.unwrap().to_bytes().to_vec() };
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&body).into_owned(),
            body,
        }
    }

    /// The `Cookie` line of the administrator, who has just signed in at `face`.
    pub(crate) async fn cookie(&self, face: Face) -> String {
        let access = self.app.domain.access();
        let session = access.sign_in(&self.app.anonymous(), face, ADMIN, PASSWORD).await.unwrap();
        format!("{}={}", face.cookie(), session.token)
    }

    /// Who the administrator is.
    pub(crate) async fn administrator(&self) -> types::UserId {
        let query = types::UserQuery { q: Some(ADMIN.to_owned()), ..types::UserQuery::default() };
        self.app.domain.people().list(&self.app.admin(), &query).await.unwrap().items[0].id
    }

    /// A token of the administrator.
    pub(crate) async fn token(&self, scopes: &[Scope]) -> String {
        self.app.domain.access().create_token(&self.app.system(), ADMIN, "test", scopes).await.unwrap()
    }

    /// A token of somebody for their own things, where people may have any.
    pub(crate) async fn own_token(&self, user: &UserDetail, scopes: &[Scope]) -> String {
        let access = self.app.domain.access();
        let on = UpdateSignIn { own_tokens: Some(true), ..UpdateSignIn::default() };
        access.update_sign_in(&self.app.admin(), &on, None).await.unwrap();
        access.create_own_token(&self.app.portal(user), "test", scopes).await.unwrap()
    }

    /// The administrator, who may do everything with what is their own.
    pub(crate) async fn person(&self) -> UserDetail {
        let change = UpdateUser {
            rights: Some(PortalRight::ALL.to_vec()),
            email: Some(format!("{ADMIN}@vellmere.example")),
            ..UpdateUser::default()
        };
        self.app
            .domain
            .people()
            .update(&self.app.admin(), self.administrator().await, &change, None)
            .await
            .unwrap()
    }

    /// Calls REST.
    pub(crate) async fn rest(&self, token: &str, method: &str, path: &str, body: Option<Value>) -> Answer {
        self.rest_with(token, method, path, body, &[]).await
    }

    /// Calls REST with further headers.
    pub(crate) async fn rest_with(
        &self,
        token: &str,
        method: &str,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request =
            Request::builder().method(method).uri(path).header("authorization", format!("Bearer {token}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = body.map(|body| body.to_string());
        if body.is_some() {
            request = request.header("content-type", JSON);
        }
        self.send(request.body(body.map(Body::from).unwrap_or_default()).unwrap()).await
    }
}
