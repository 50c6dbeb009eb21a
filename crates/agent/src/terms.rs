//! Terms of use that the server asks a person to accept before it lets this computer in.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::time::Duration;

use serde_json::json;
use types::{ApiError, ErrorCode, TermsBlock, TermsId, TermsText, terms::blocks};

use crate::error::AgentError;
use crate::http::{self, Reply};
use crate::output::{Output, one_line};

const TIMEOUT: Duration = Duration::from_secs(30);
/// Longer than any paragraph that a person would write.
const MOST_OF_A_LINE: usize = 10_000;

/// The text that an answer asks for.
pub(crate) fn asked_for(reply: &Reply) -> Option<TermsId> {
    let error: ApiError = serde_json::from_slice(&reply.body).ok()?;
    match error.code {
        ErrorCode::TermsNotAccepted => error.fault("accepted_terms")?.place.as_ref()?.what.parse().ok(),
        _ => None,
    }
}

/// Reads the text from the server.
pub(crate) async fn read(
    http: &reqwest::Client,
    base_url: &str,
    id: TermsId,
) -> Result<TermsText, AgentError> {
    let url = format!("{base_url}/api/device/v1/terms/{id}");
    let reply = http::get(http, &url, TIMEOUT).await;
    let reply = reply.map_err(|error| {
        AgentError::Network(format!("The terms of use cannot be read: {}.", error.reason))
    })?;
    serde_json::from_slice(&reply.body).map_err(|_| {
        AgentError::Network(format!(
            "The terms of use cannot be read (status {}). Try again; your PIN still works.",
            reply.status
        ))
    })
}

/// Shows the text and asks whether the person accepts it; `accepted` says that they do already.
pub(crate) fn agree(text: &TermsText, accepted: bool, out: Output) -> Result<(), AgentError> {
    let shown = plain(&text.text);
    let fields =
        json!({ "id": text.id, "language": text.key.language, "version": text.version, "text": text.text });
    out.say("terms", fields, &format!("Terms of use, version {}\n\n{shown}\n", text.version));
    if accepted {
        return Ok(());
    }
    if !std::io::stdin().is_terminal() {
        return Err(AgentError::Usage(
            "The server asks you to accept these terms of use. When you do, add --accept-terms.".to_owned(),
        ));
    }
    let mut terminal = std::io::stderr();
    let asked =
        write!(terminal, "Do you accept these terms? Type yes or no: ").and_then(|()| terminal.flush());
    asked.map_err(|error| AgentError::Local(error.to_string()))?;
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    match read {
        Ok(_) if line.trim().eq_ignore_ascii_case("yes") => Ok(()),
        _ => Err(AgentError::Refused(
            "You did not accept the terms of use. This computer was not registered; your PIN or link still works."
                .to_owned(),
        )),
    }
}

/// The text for a terminal, which nothing in it steers.
fn plain(text: &str) -> String {
    let line = |text: &str| one_line(text, MOST_OF_A_LINE);
    let shown: Vec<String> = blocks(text)
        .into_iter()
        .map(|block| match block {
            TermsBlock::Heading(text) => line(text).to_uppercase(),
            TermsBlock::List(entries) => {
                entries.into_iter().map(|entry| format!("  - {}", line(entry))).collect::<Vec<_>>().join("\n")
            }
            TermsBlock::Paragraph(lines) => lines.into_iter().map(line).collect::<Vec<_>>().join("\n"),
        })
        .collect();
    shown.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_shown_without_what_steers_a_terminal() {
        let text = "# Use\nOne \u{1b}[2J\n- a\n- b";
        assert_eq!(plain(text), "USE\n\nOne  [2J\n\n  - a\n  - b");
    }
}
