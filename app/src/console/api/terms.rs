//! Terms of use.

use leptos::prelude::*;
use types::{AcceptanceQuery, Page, PublishTerms, TermsAcceptance, TermsDetail, TermsKey, TermsRow};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// All texts.
#[server(prefix = "/_fn/console", endpoint = "terms/list", input = Json, output = Json)]
pub async fn list_terms() -> Result<Vec<TermsRow>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.terms().list(&ctx).await?)
}

/// One text with its versions.
#[server(prefix = "/_fn/console", endpoint = "terms/find", input = Json, output = Json)]
pub async fn find_terms(key: TermsKey) -> Result<TermsDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.terms().find(&ctx, &key).await?)
}

/// Brings a text into force.
#[server(prefix = "/_fn/console", endpoint = "terms/publish", input = Json, output = Json)]
pub async fn put_terms_in_force(
    key: TermsKey,
    input: PublishTerms,
    version: i64,
) -> Result<TermsDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.terms().publish(&ctx, &key, &input, Some(version)).await?)
}

/// Takes a text out of force.
#[server(prefix = "/_fn/console", endpoint = "terms/withdraw", input = Json, output = Json)]
pub async fn withdraw_terms(key: TermsKey, version: i64) -> Result<TermsDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.terms().withdraw(&ctx, &key, Some(version)).await?)
}

/// Who has accepted which text.
#[server(prefix = "/_fn/console", endpoint = "terms/acceptances", input = Json, output = Json)]
pub async fn list_acceptances(query: AcceptanceQuery) -> Result<Page<TermsAcceptance>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.terms().list_acceptances(&ctx, &query).await?)
}
