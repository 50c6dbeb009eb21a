//! What stands in front of every handler: origin, set-up, identity, permission, size and time. In this
//! order, and all before path, query or body are parsed, so that a refusal never depends on them.

mod device;
mod session;
mod token;

use std::time::Duration;

use axum::{
    body::{Body, HttpBody as _},
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use domain::{Actor, RequestCtx};
use http_body_util::Limited;
use leptos::nonce::Nonce;
use types::ErrorCode;

use super::access::{Access, Answers};
use crate::{
    AppState,
    http::{failed, problem::Problem},
    middleware::{csrf, visitor::Visitor},
};

/// What a guard knows about its route.
#[derive(Debug, Clone)]
pub(super) struct Gate {
    pub(super) state: AppState,
    pub(super) access: Access,
    pub(super) answers: Answers,
    pub(super) time_limit: Duration,
    pub(super) body_limit: usize,
    pub(super) takes_files: bool,
}

/// Lets a request through to its handler, with its [`RequestCtx`] in the extensions, or answers.
pub(super) async fn guard(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let visitor = parts.extensions.get::<Visitor>().cloned().unwrap_or_default();
    let nonce = parts.extensions.get::<Nonce>().cloned().unwrap_or_else(|| Nonce::from_value(""));
    let admitted = tokio::time::timeout(gate.time_limit, admit(&gate, &visitor, &parts, body)).await;
    let (ctx, body) = match admitted.unwrap_or_else(|_| Err(ErrorCode::Unavailable.into())) {
        Ok(Admitted::With(ctx, body)) => (ctx, body),
        Ok(Admitted::Elsewhere(redirect)) => return redirect,
        Err(problem) => return gate.answer(&visitor.ctx(), nonce, problem).await,
    };
    parts.extensions.insert((*ctx).clone());
    match tokio::time::timeout(gate.time_limit, next.run(Request::from_parts(parts, body))).await {
        Ok(answer) => answer,
        Err(_) => {
            tracing::warn!(limit_ms = gate.time_limit.as_millis(), "a request took too long");
            gate.answer(&ctx, nonce, ErrorCode::Unavailable.into()).await
        }
    }
}

/// What becomes of a request that is not refused.
enum Admitted {
    /// It goes to the handler.
    With(Box<RequestCtx>, Body),
    /// It is led to another page.
    Elsewhere(Response),
}

async fn admit(gate: &Gate, visitor: &Visitor, request: &Parts, body: Body) -> Result<Admitted, Problem> {
    if gate.answers.needs_csrf_check()
        && !csrf::is_allowed(gate.state.public_url().await.ok().as_deref(), request)
    {
        tracing::warn!("a request that another site made a browser send was refused");
        return Err(ErrorCode::Forbidden.into());
    }
    if gate.answers == Answers::Page && !gate.state.is_set_up().await? {
        return Ok(Admitted::Elsewhere(Redirect::to("/set-up").into_response()));
    }
    let mut body = body;
    let actor = match gate.access {
        Access::Public => Actor::Anonymous,
        Access::Session(face) | Access::PassiveSession(face) => {
            let passive = matches!(gate.access, Access::PassiveSession(_));
            match session::resolve(gate, request, face, passive).await {
                Err(problem)
                    if problem.code() == ErrorCode::Unauthenticated && gate.answers == Answers::Page =>
                {
                    return Ok(Admitted::Elsewhere(session::to_sign_in(request, face)));
                }
                actor => actor?,
            }
        }
        Access::Token(permission) | Access::OwnToken(permission) => {
            token::resolve(gate, request, visitor, &[permission]).await?
        }
        Access::AnyToken(permissions) | Access::AnyOwnToken(permissions) => {
            token::resolve(gate, request, visitor, permissions).await?
        }
        Access::Device => {
            let (device, read) = device::resolve(gate, request, body).await?;
            body = read.into();
            Actor::Device(device)
        }
    };
    if gate.answers.needs_csrf_check()
        && !csrf::is_form_of_ours(request, body.is_end_stream(), gate.takes_files)
    {
        return Err(ErrorCode::UnsupportedMediaType.into());
    }
    let body = limited(gate, request, body)?;
    Ok(Admitted::With(Box::new(visitor.ctx().with_actor(actor)), body))
}

/// Whoever reads the body reads no more than the limit.
fn limited(gate: &Gate, request: &Parts, body: Body) -> Result<Body, Problem> {
    let announced = request.headers.get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|value| value.to_str().ok()).and_then(|text| text.parse::<u64>().ok());
    if announced.is_some_and(|length| length > gate.body_limit as u64) {
        return Err(ErrorCode::PayloadTooLarge.into());
    }
    Ok(Body::new(Limited::new(body, gate.body_limit)))
}

impl Gate {
    /// Says how to authenticate where a token is what was missing (RFC 9110). Not to pages: a session
    /// is no scheme of HTTP.
    fn challenge(&self, mut answer: Response) -> Response {
        if self.access.wants_token() && answer.status() == StatusCode::UNAUTHORIZED {
            answer.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        answer
    }

    async fn answer(&self, ctx: &RequestCtx, nonce: Nonce, problem: Problem) -> Response {
        match self.answers {
            Answers::Page | Answers::PageBeforeSetUp => failed::page(&self.state, ctx, problem, nonce).await,
            Answers::Data | Answers::Api => self.challenge(problem.into_response()),
        }
    }
}
