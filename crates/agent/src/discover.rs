//! What a server says of itself at `/.well-known/gatehouse`.

use std::time::Duration;

use types::{Channel, Discovery, Platform, ProofRule};
use url::Url;

use crate::http;

const TIMEOUT: Duration = Duration::from_secs(10);
const MOST_REDIRECTS: u32 = 3;

/// What the server asks for on the channel of this device, if it says.
pub(crate) async fn rule(http: &reqwest::Client, base_url: &str, platform: Platform) -> Option<ProofRule> {
    let found = read(http, base_url).await?;
    found.channels.get(&Channel::of_client(platform)).copied()
}

/// The document at this address, if there is one that can be read. An organisation may redirect to its
/// Gatehouse; what is encrypted stays so on the way.
pub(crate) async fn read(http: &reqwest::Client, base_url: &str) -> Option<Discovery> {
    let mut address = Url::parse(&format!("{base_url}{}", Discovery::PATH)).ok()?;
    for _ in 0..=MOST_REDIRECTS {
        let reply = http::get(http, address.as_str(), TIMEOUT).await.ok()?;
        match (reply.status, reply.location) {
            (200, _) => return serde_json::from_slice(&reply.body).ok(),
            (301 | 302 | 303 | 307 | 308, Some(location)) => {
                let next = address.join(&location).ok()?;
                if next.scheme() != address.scheme() {
                    return None;
                }
                address = next;
            }
            _ => return None,
        }
    }
    None
}
