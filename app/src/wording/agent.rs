//! What is typed on a computer to bring it in with the Gatehouse agent.

use types::Platform;

/// Fetches the agent from this Gatehouse; right for every processor that it is offered for.
/// `server` is the public URL, without a slash at the end.
#[must_use]
pub fn download_command(server: &str) -> String {
    format!("curl -fLO \"{server}/agent/linux-$(uname -m)/gatehouse-agent\" && chmod +x gatehouse-agent")
}

/// Registers with the link; it needs no PIN.
#[must_use]
pub fn register_command(link: &str) -> String {
    format!("./gatehouse-agent register {link}")
}

/// Stays in touch with the server.
pub const RUN_COMMAND: &str = "./gatehouse-agent run";

/// Whether devices of this platform come in with the agent that this Gatehouse offers for download.
#[must_use]
pub fn has_agent(platform: Platform) -> bool {
    platform == Platform::Linux
}
