//! Enrolments of Apple TVs.

use leptos::prelude::*;
use types::{CreateTvEnrolment, TvAccess, TvEnrolment, TvEnrolmentId};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// All enrolments of Apple TVs.
#[server(prefix = "/_fn/console", endpoint = "apple-tv/list", input = Json, output = Json)]
pub async fn list_tv_enrolments() -> Result<Vec<TvEnrolment>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.mdm().list_tv_enrolments(&ctx).await?)
}

/// Lets Apple TVs of somebody in.
#[server(prefix = "/_fn/console", endpoint = "apple-tv/create", input = Json, output = Json)]
pub async fn let_tvs_in(input: CreateTvEnrolment) -> Result<TvEnrolment, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.mdm().create_tv_enrolment(&ctx, &input).await?)
}

/// The address for Apple Configurator.
#[server(prefix = "/_fn/console", endpoint = "apple-tv/open", input = Json, output = Json)]
pub async fn tv_address(id: TvEnrolmentId) -> Result<TvAccess, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.mdm().open_tv_enrolment(&ctx, id).await?)
}

/// Ends an enrolment.
#[server(prefix = "/_fn/console", endpoint = "apple-tv/delete", input = Json, output = Json)]
pub async fn end_tv_enrolment(id: TvEnrolmentId) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.mdm().delete_tv_enrolment(&ctx, id).await?)
}
