//! Registrations.

use leptos::prelude::*;
use types::{CreateRegistration, DeviceId, Handout, MessageChannel, RegistrationId, RegistrationProgress};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// Registers a device for somebody.
#[server(prefix = "/_fn/console", endpoint = "registrations/create", input = Json, output = Json)]
pub async fn start_registration(input: CreateRegistration) -> Result<Handout, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.registration().create(&ctx, &input).await?)
}

/// Where a registration stands.
#[server(prefix = "/_fn/console", endpoint = "registrations/progress", input = Json, output = Json)]
pub async fn follow_registration(id: RegistrationId) -> Result<RegistrationProgress, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.registration().progress(&ctx, id).await?)
}

/// Where the registration of a waiting device stands; nothing when it does not wait.
#[server(prefix = "/_fn/console", endpoint = "registrations/of-device", input = Json, output = Json)]
pub async fn progress_of_device(id: DeviceId) -> Result<Option<RegistrationProgress>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.registration().progress_of_device(&ctx, id).await?)
}

/// PIN, link and codes again; the reading is written to the audit log.
#[server(prefix = "/_fn/console", endpoint = "registrations/handout", input = Json, output = Json)]
pub async fn registration_handout(id: RegistrationId) -> Result<Handout, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.registration().handout(&ctx, id).await?)
}

/// A new PIN and link; the old ones are dead at once.
#[server(prefix = "/_fn/console", endpoint = "registrations/reissue", input = Json, output = Json)]
pub async fn reissue_registration(id: RegistrationId) -> Result<Handout, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.registration().reissue(&ctx, id).await?)
}

/// Takes a registration back.
#[server(prefix = "/_fn/console", endpoint = "registrations/withdraw", input = Json, output = Json)]
pub async fn withdraw_registration(id: RegistrationId) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.registration().withdraw(&ctx, id).await?)
}

/// Sends PIN and link (again), one way or the other.
#[server(prefix = "/_fn/console", endpoint = "registrations/send", input = Json, output = Json)]
pub async fn send_registration(id: RegistrationId, by: MessageChannel) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.registration().send(&ctx, id, by).await?)
}
