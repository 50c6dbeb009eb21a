//! The service for text messages.

use leptos::prelude::*;
use types::{DeliveryTest, SmsGateway, SmsGatewayDetail};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// The service, without its secrets.
#[server(prefix = "/_fn/console", endpoint = "sms-gateway/find", input = Json, output = Json)]
pub async fn find_sms_gateway() -> Result<SmsGatewayDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.messages().sms_gateway(&ctx).await?)
}

/// Sets it up, or with nothing takes it away.
#[server(prefix = "/_fn/console", endpoint = "sms-gateway/save", input = Json, output = Json)]
pub async fn save_sms_gateway(
    gateway: Option<SmsGateway>,
    version: i64,
) -> Result<SmsGatewayDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.messages().save_sms_gateway(&ctx, gateway.as_ref(), Some(version)).await?)
}

/// Sends a message to a number, by what is filled in.
#[server(prefix = "/_fn/console", endpoint = "sms-gateway/test", input = Json, output = Json)]
pub async fn test_sms_gateway(gateway: SmsGateway, to: String) -> Result<DeliveryTest, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.messages().test_sms_gateway(&ctx, Some(&gateway), &to).await?)
}
