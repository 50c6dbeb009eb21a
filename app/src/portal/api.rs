//! What the pages of the portal read. Changes are plain forms, answered by the server's own handlers.

use leptos::prelude::*;
use types::{
    AuditRow, DeviceId, DeviceLimit, DeviceRow, Handout, HistoryKind, OwnCertificates, OwnDevicePage,
    OwnHome, Page, Permission, RegistrationId, RegistrationProgress,
};

use crate::{codec::Json, request::Failure};
#[cfg(feature = "ssr")]
use {crate::request::request, types::PageQuery};

/// What the person may do now.
#[server(prefix = "/_fn/portal", endpoint = "rights/list", input = Json, output = Json)]
pub async fn list_rights() -> Result<Vec<Permission>, Failure> {
    let (_, ctx) = request()?;
    Ok(ctx.signed_in()?.permissions.iter().collect())
}

/// All that the start page shows.
#[server(prefix = "/_fn/portal", endpoint = "home/read", input = Json, output = Json)]
pub async fn read_home() -> Result<OwnHome, Failure> {
    let (domain, ctx) = request()?;
    let me = ctx.signed_in()?.user_id;
    Ok(OwnHome {
        devices: domain.devices().list_own(&ctx).await?,
        waiting: domain.registration().list_waiting_own(&ctx).await?,
        limit: domain.registration().limit_of(me).await?,
        ending: domain.user_certificates().list_ending(&ctx).await?,
    })
}

/// One's own devices, newest first.
#[server(prefix = "/_fn/portal", endpoint = "devices/list", input = Json, output = Json)]
pub async fn list_devices() -> Result<Vec<DeviceRow>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.devices().list_own(&ctx).await?)
}

/// One of one's own devices with everything that its page shows; with what another ownership would change, where
/// that is asked.
#[server(prefix = "/_fn/portal", endpoint = "devices/find", input = Json, output = Json)]
pub async fn find_device(id: DeviceId, asks_ownership: bool) -> Result<OwnDevicePage, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.devices().own_page(&ctx, id, asks_ownership).await?)
}

/// Events about one's own devices and oneself, of one kind if it is said, newest first.
#[server(prefix = "/_fn/portal", endpoint = "history/list", input = Json, output = Json)]
pub async fn list_history(
    kind: Option<HistoryKind>,
    cursor: Option<String>,
) -> Result<Page<AuditRow>, Failure> {
    let (domain, ctx) = request()?;
    let page = PageQuery { cursor, limit: Some(30), total: false };
    Ok(domain.devices().own_history(&ctx, kind, &page).await?)
}

/// One's own certificates.
#[server(prefix = "/_fn/portal", endpoint = "certificates/list", input = Json, output = Json)]
pub async fn list_certificates() -> Result<OwnCertificates, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.user_certificates().list(&ctx).await?)
}

/// How many devices one may have, and has.
#[server(prefix = "/_fn/portal", endpoint = "registrations/limit", input = Json, output = Json)]
pub async fn find_limit() -> Result<DeviceLimit, Failure> {
    let (domain, ctx) = request()?;
    let user_id = ctx.signed_in()?.user_id;
    Ok(domain.registration().limit_of(user_id).await?)
}

/// Where a registration stands.
#[server(prefix = "/_fn/portal", endpoint = "registrations/progress", input = Json, output = Json)]
pub async fn find_progress(id: RegistrationId) -> Result<RegistrationProgress, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.registration().progress(&ctx, id).await?)
}

/// PIN, link and codes of a registration that waits.
#[server(prefix = "/_fn/portal", endpoint = "registrations/handout", input = Json, output = Json)]
pub async fn find_handout(id: RegistrationId) -> Result<Handout, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.registration().handout(&ctx, id).await?)
}
