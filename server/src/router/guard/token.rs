//! Scripts with an API token.

use axum::http::{header, request::Parts};
use domain::{Actor, access::policy::Resource};
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
    let actor = Actor::ApiToken(token);
    let may = |permission| domain::access::policy::allows(&actor, permission, &Resource::All);
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
