//! How people sign in, and whose certificates count.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use types::{AddAuthority, AuthorityFacts, AuthorityId, AuthorityRow, SignInDetail, UpdateSignIn};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// What the page of sign-in settings shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInFound {
    /// The settings.
    pub detail: SignInDetail,
    /// The authorities, oldest first.
    pub authorities: Vec<AuthorityRow>,
}

/// One thing done to the authorities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuthorityChange {
    /// Trusts one more.
    Trust(AddAuthority),
    /// Asks for its revocation list, or no longer.
    Require(AuthorityId, bool),
    /// Gives it a revocation list, as text.
    List(AuthorityId, String),
    /// Trusts it no more.
    Remove(AuthorityId),
}

/// How people sign in.
#[server(prefix = "/_fn/console", endpoint = "settings/sign-in/read", input = Json, output = Json)]
pub async fn read_sign_in() -> Result<SignInFound, Failure> {
    let (domain, ctx) = request()?;
    let access = domain.access();
    let detail = access.read_sign_in(&ctx).await?;
    Ok(SignInFound { detail, authorities: access.list_authorities(&ctx).await? })
}

/// Changes how people sign in.
#[server(prefix = "/_fn/console", endpoint = "settings/sign-in/update", input = Json, output = Json)]
pub async fn save_sign_in(input: UpdateSignIn, version: i64) -> Result<SignInDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.access().update_sign_in(&ctx, &input, Some(version)).await?)
}

/// What a certificate says, before it is trusted.
#[server(prefix = "/_fn/console", endpoint = "settings/sign-in/inspect", input = Json, output = Json)]
pub async fn inspect_authority(certificate: String) -> Result<AuthorityFacts, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.access().inspect_authority(&ctx, &certificate).await?)
}

/// Changes the authorities, and gives all of them.
#[server(prefix = "/_fn/console", endpoint = "settings/sign-in/authorities", input = Json, output = Json)]
pub async fn change_authorities(change: AuthorityChange) -> Result<Vec<AuthorityRow>, Failure> {
    let (domain, ctx) = request()?;
    let access = domain.access();
    match change {
        AuthorityChange::Trust(input) => drop(access.add_authority(&ctx, &input).await?),
        AuthorityChange::Require(id, required) => {
            let input = types::UpdateAuthority { crl_required: Some(required) };
            drop(access.update_authority(&ctx, id, &input, None).await?);
        }
        AuthorityChange::List(id, crl) => {
            let input = types::PutRevocationList { crl };
            drop(access.put_revocation_list(&ctx, id, &input, None).await?);
        }
        AuthorityChange::Remove(id) => access.remove_authority(&ctx, id, None).await?,
    }
    Ok(access.list_authorities(&ctx).await?)
}
