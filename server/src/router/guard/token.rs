//! Scripts with an API token.

use axum::http::{header, request::Parts};
use domain::{
    Actor,
    access::policy::{self, Resource},
};
use types::{ErrorCode, Permission};

use super::Gate;
use crate::{http::problem::Problem, middleware::visitor::Visitor};

pub(super) async fn resolve(
    gate: &Gate,
    request: &Parts,
    visitor: &Visitor,
    any_of: &[Permission],
) -> Result<Actor, Problem> {
    let token = bearer(request).ok_or(ErrorCode::Unauthenticated)?;
    let Some(token) = gate.state.domain().access().resolve_token(token).await? else {
        gate.state.wrong_tokens().count(visitor.address)?;
        return Err(ErrorCode::Unauthenticated.into());
    };
    let own = Resource::OwnedBy(token.user_id);
    let actor = Actor::ApiToken(token);
    // What is one's own is asked for of one's own things: those of the route's id are the domain's to judge.
    let may = |permission: Permission| {
        let resource = if permission.is_own() { &own } else { &Resource::All };
        policy::allows(&actor, permission, resource)
    };
    if !any_of.iter().copied().any(may) {
        return Err(ErrorCode::Forbidden.into());
    }
    Ok(actor)
}

/// The token of `Authorization: Bearer …` (RFC 6750). More than one such header is none.
fn bearer(request: &Parts) -> Option<&str> {
    let mut headers = request.headers.get_all(header::AUTHORIZATION).iter();
    let (Some(only), None) = (headers.next(), headers.next()) else { return None };
    let (scheme, token) = only.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() && token.len() <= 256).then_some(token)
}
