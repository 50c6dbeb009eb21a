//! `gatehouse-agent status`: where this computer is registered and when it was last in touch, from its own memory.

use std::time::{Duration, UNIX_EPOCH};

use serde_json::json;

use crate::cli::Global;
use crate::error::AgentError;
use crate::output::{Output, one_line};
use crate::run::gone;
use crate::state::StateDir;

/// Says it; exit code 6 for a device that is gone.
pub(crate) fn status(global: &Global, out: Output) -> Result<(), AgentError> {
    let dir = StateDir::at(global.state_dir()?);
    let Some(state) = dir.load()? else {
        out.say(
            "status",
            json!({ "registered": false }),
            "Not registered. Run gatehouse-agent register with the link or PIN you were given.",
        );
        return Ok(());
    };
    if state.gone {
        return Err(gone());
    }
    let last = state.last_check_in_at.and_then(|at| u64::try_from(at).ok()).map(|at| {
        httpdate::fmt_http_date(UNIX_EPOCH.checked_add(Duration::from_secs(at)).unwrap_or(UNIX_EPOCH))
    });
    let last_words = last.as_deref().unwrap_or("not yet");
    let notices: String = state
        .notices
        .iter()
        .map(|notice| format!("\nNotice:         {}", one_line(&notice.text, 1000)))
        .collect();
    let simulated = if state.simulated { "\nSimulated:      yes, commands touch nothing" } else { "" };
    out.say(
        "status",
        json!({
            "registered": true,
            "device_id": state.device_id,
            "base_url": state.base_url,
            "platform": state.platform,
            "simulated": state.simulated,
            "check_in_interval_s": state.check_in_interval_s,
            "last_check_in_at": state.last_check_in_at,
            "notices": state.notices,
        }),
        &format!(
            "Registered with {}\nDevice:         {}\nPlatform:       {}\nLast check-in:  {last_words}{simulated}{notices}",
            state.base_url, state.device_id, state.platform
        ),
    );
    Ok(())
}
