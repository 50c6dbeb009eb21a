//! What the answer of a service means.

use std::time::{Duration, SystemTime};

use reqwest::{
    Response, StatusCode,
    header::{HeaderMap, RETRY_AFTER},
};
use serde_json::Value;
use types::SmsGateway;

use crate::messages::failure::{Failure, cut};

/// More of an answer is not read.
const LONGEST: usize = 16 * 1024;
/// A service that asks for a longer pause is asked again after this one.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);

/// What a service answered.
#[derive(Debug)]
pub(super) struct Answer {
    status: StatusCode,
    retry_after: Option<Duration>,
    body: Vec<u8>,
}

/// Reads an answer, as much of it as counts. `now` in seconds since the epoch.
///
/// # Errors
/// When it breaks off.
pub(super) async fn read(mut response: Response, now: i64) -> reqwest::Result<Answer> {
    let mut answer = Answer {
        status: response.status(),
        retry_after: retry_after(response.headers(), now),
        body: Vec::new(),
    };
    while answer.body.len() < LONGEST {
        match response.chunk().await {
            Ok(Some(chunk)) => answer.body.extend_from_slice(&chunk),
            Ok(None) => break,
            // Taken is taken, even if the words that say so break off.
            Err(_) if answer.status.is_success() => break,
            Err(error) => return Err(error),
        }
    }
    answer.body.truncate(LONGEST);
    Ok(answer)
}

/// Whether a message was taken.
///
/// # Errors
/// Why not, and whether trying again makes sense.
pub(super) fn judge(answer: &Answer, settings: &SmsGateway) -> Result<(), Failure> {
    let words = words(answer);
    let status = answer.status.as_u16();
    match status {
        200..=299 => match says_taken(answer, settings) {
            true => Ok(()),
            false => Err(Failure::ForNow(words)),
        },
        429 | 503 => match answer.retry_after {
            Some(pause) => Err(Failure::Pause(words, pause.min(LONGEST_PAUSE))),
            None if status == 503 => Err(Failure::Unreachable(words)),
            None => Err(Failure::ForNow(words)),
        },
        // What is wrong with the account or the address says nothing about the message.
        300..=399 | 401..=407 | 410 | 502 | 504 => Err(Failure::Unreachable(words)),
        408 | 409 | 425 | 500..=599 => Err(Failure::ForNow(words)),
        _ => Err(Failure::ForGood(words)),
    }
}

/// Whether the field that says so says so, where one was named.
fn says_taken(answer: &Answer, settings: &SmsGateway) -> bool {
    let Some(path) = settings.taken_field.as_deref() else { return true };
    let Ok(body) = serde_json::from_slice::<Value>(&answer.body) else { return false };
    let pointer = format!("/{}", path.replace('.', "/"));
    let found = match body.pointer(&pointer) {
        Some(Value::String(text)) => text.clone(),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string(),
        _ => return false,
    };
    Some(found.as_str()) == settings.taken_value.as_deref()
}

/// `422 The number is not in service`.
fn words(answer: &Answer) -> String {
    let status = answer.status.to_string();
    let text = String::from_utf8_lossy(&answer.body);
    let text = text.trim();
    if answer.status.is_redirection() {
        return format!("{status}: the address has moved, and Gatehouse follows no redirection");
    }
    // A page in HTML is for nobody's eyes here.
    match text.is_empty() || text.starts_with('<') {
        true => status,
        false => cut(&format!("{status}: {text}")),
    }
}

fn retry_after(headers: &HeaderMap, now: i64) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(text).ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    until.checked_sub(Duration::from_secs(u64::try_from(now).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(status: u16, retry_after: Option<u64>, body: &str, settings: &SmsGateway) -> Option<Failure> {
        let answer = Answer {
            status: StatusCode::from_u16(status).unwrap(),
            retry_after: retry_after.map(Duration::from_secs),
            body: body.as_bytes().to_vec(),
        };
        judge(&answer, settings).err()
    }

    #[test]
    fn a_status_says_whether_the_message_or_the_account_is_wrong() {
        let plain = SmsGateway::default();
        let of = |status| judged(status, None, "why", &plain);
        assert_eq!((of(200), of(202), of(204)), (None, None, None));
        for status in [301, 307, 401, 403, 404, 502, 503] {
            assert!(matches!(of(status), Some(Failure::Unreachable(_))), "{status}");
        }
        for status in [408, 429, 500] {
            assert!(matches!(of(status), Some(Failure::ForNow(_))), "{status}");
        }
        for status in [400, 413, 422] {
            assert!(matches!(of(status), Some(Failure::ForGood(_))), "{status}");
        }
        assert_eq!(of(422), Some(Failure::ForGood("422 Unprocessable Entity: why".into())));
    }

    #[test]
    fn a_pause_is_kept_up_to_an_hour() {
        let plain = SmsGateway::default();
        let of = |after| match judged(429, Some(after), "", &plain) {
            Some(Failure::Pause(_, pause)) => pause.as_secs(),
            other => panic!("{other:?}"),
        };
        assert_eq!((of(7), of(u64::MAX)), (7, 3_600));
    }

    #[test]
    fn the_end_of_a_pause_may_be_a_date() {
        let headers = |text: &str| HeaderMap::from_iter([(RETRY_AFTER, text.parse().unwrap())]);
        let of = |text: &str| retry_after(&headers(text), 1_795_268_580);
        assert_eq!(of("Sat, 21 Nov 2026 13:45:00 GMT"), Some(Duration::from_secs(120)));
        assert_eq!((of("Sat, 21 Nov 2026 13:00:00 GMT"), of("soon"), of("-1")), (None, None, None));
    }

    #[test]
    fn a_service_that_refuses_with_200_is_understood() {
        let vonage = types::SmsPreset::Vonage.gateway();
        let of = |body: &str| judged(200, None, body, &vonage);
        assert_eq!(of(r#"{"messages":[{"status":"0"}]}"#), None);
        assert_eq!(of(r#"{"messages":[{"status":0}]}"#), None);
        for body in [r#"{"messages":[{"status":"1"}]}"#, r#"{"messages":[]}"#, "", "{", "0"] {
            assert!(matches!(of(body), Some(Failure::ForNow(_))), "{body}");
        }
    }
}
