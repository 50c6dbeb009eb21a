//! What commands do on this computer.

use serde_json::Value;
use types::ResultState;

use crate::journal::Outcome;
use crate::logind;
use crate::output::one_line;

/// Longest text of an outcome, in characters.
const MAX_DETAIL: usize = 500;

/// Carries out one command, or with `simulate` only says what it would do. Always comes to an end.
pub(crate) async fn execute(action: &str, params: &Value, simulate: bool) -> Outcome {
    match action {
        "lock" if simulate => done(&format!("Simulated: the screen would now show {}", screen(params))),
        "lock" => lock(params).await,
        // The server takes it out of its books; its next check-in is told so, and ends this agent.
        "retire" if simulate => done("Simulated: this computer is managed no more."),
        "retire" => done("This computer is managed no more."),
        "reset_pin_password" if simulate => Outcome {
            // Six digits, as Windows makes them where nothing else is asked for.
            secret: Some(format!("{:06}", rand::random_range(0..1_000_000_u32))),
            ..done("Simulated: this computer has another PIN.")
        },
        _ => failed(&format!("This agent cannot do {}.", one_line(action, 40))),
    }
}

async fn lock(params: &Value) -> Outcome {
    match logind::lock_sessions().await {
        Ok(confirmed) => {
            let mut detail = if confirmed {
                "The screen is locked.".to_owned()
            } else {
                "The desktop was told to lock its screen and has not confirmed it.".to_owned()
            };
            if text(params, "message").is_some() || text(params, "phone_number").is_some() {
                detail.push_str(" The message could not be shown: the lock screen has no place for it.");
            }
            done(&detail)
        }
        Err(error) => failed(&error.to_string()),
    }
}

/// What a locked screen would show.
fn screen(params: &Value) -> String {
    match (text(params, "message"), text(params, "phone_number")) {
        (Some(message), Some(number)) => format!("“{message}” and the number {number}."),
        (Some(message), None) => format!("“{message}”."),
        (None, Some(number)) => format!("the number {number}."),
        (None, None) => "that it is locked.".to_owned(),
    }
}

fn text<'p>(params: &'p Value, name: &str) -> Option<&'p str> {
    params.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
}

fn done(detail: &str) -> Outcome {
    Outcome { state: ResultState::Done, detail: one_line(detail, MAX_DETAIL), secret: None }
}

fn failed(detail: &str) -> Outcome {
    Outcome { state: ResultState::Failed, detail: one_line(detail, MAX_DETAIL), secret: None }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn a_simulated_lock_says_what_the_screen_would_show() {
        for (params, shown) in [
            (json!({}), "that it is locked."),
            (Value::Null, "that it is locked."),
            (json!({ "message": "Call me" }), "“Call me”."),
            (json!({ "phone_number": "+4930123" }), "the number +4930123."),
            (json!({ "message": "Call", "phone_number": "+4930123" }), "“Call” and the number +4930123."),
        ] {
            let outcome = execute("lock", &params, true).await;
            assert_eq!(outcome.state, ResultState::Done);
            assert_eq!(outcome.detail, format!("Simulated: the screen would now show {shown}"));
        }
    }

    #[tokio::test]
    async fn an_unknown_action_fails_and_says_so() {
        for simulate in [true, false] {
            let outcome = execute("make_coffee", &json!({}), simulate).await;
            let detail = "This agent cannot do make_coffee.".to_owned();
            let expected = Outcome { state: ResultState::Failed, detail, secret: None };
            assert_eq!(outcome, expected);
        }
    }

    #[tokio::test]
    async fn a_simulated_computer_takes_another_pin_and_tells_it_to_the_server_alone() {
        let outcome = execute("reset_pin_password", &json!({}), true).await;
        let pin = outcome.secret.unwrap();
        assert!(pin.len() == 6 && pin.bytes().all(|digit| digit.is_ascii_digit()));
        assert!(!outcome.detail.contains(&pin));
        assert_eq!(execute("reset_pin_password", &json!({}), false).await.state, ResultState::Failed);
    }

    #[tokio::test]
    async fn the_detail_fits_what_the_server_takes() {
        let params = json!({ "message": format!("a\u{202e}b\n{}", "x".repeat(900)) });
        let detail = execute("lock", &params, true).await.detail;
        assert_eq!(detail.chars().count(), MAX_DETAIL);
        assert!(!detail.contains(['\u{202e}', '\n']));
    }
}
