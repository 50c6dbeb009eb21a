//! What a server says of itself at `/.well-known/gatehouse`.

use std::time::Duration;

use types::{Channel, Discovery, Platform, ProofRule};

use crate::http;

const TIMEOUT: Duration = Duration::from_secs(10);

/// What the server asks for on the channel of this device, if it says.
pub(crate) async fn rule(http: &reqwest::Client, base_url: &str, platform: Platform) -> Option<ProofRule> {
    let found = read(http, base_url).await?;
    found.channels.get(&Channel::of_client(platform)).copied()
}

/// The document at this address, if there is one that can be read.
async fn read(http: &reqwest::Client, base_url: &str) -> Option<Discovery> {
    let reply = http::get(http, &format!("{base_url}{}", Discovery::PATH), TIMEOUT).await.ok()?;
    if reply.status != 200 {
        return None;
    }
    serde_json::from_slice(&reply.body).ok()
}
