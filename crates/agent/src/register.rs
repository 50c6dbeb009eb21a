//! `gatehouse-agent register`: proves the registration, hands over the public key, remembers the answer.

use std::io::BufRead as _;
use std::time::Duration;

use reqwest::header::HeaderMap;
use serde::{Deserialize, Serialize};
use serde_json::json;
use types::{DeviceFacts, ProofRule, TermsId};

use crate::address::{Proof, check_base_url, read_link, read_server};
use crate::cli::{Global, RegisterArgs};
use crate::error::AgentError;
use crate::http::{self, Reply};
use crate::output::Output;
use crate::state::{State, StateDir};
use crate::{discover, facts, keys, lookup, terms};

const TIMEOUT: Duration = Duration::from_secs(30);

/// A request whose answer was lost is sent again, with the same key: the server gives the same answer.
const TRIES: u32 = 3;

/// How many texts a person is asked to accept before something must be wrong.
const MOST_TEXTS: u32 = 3;

#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pin: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted_terms: Option<TermsId>,
    public_key: String,
    device: &'a DeviceFacts,
}

#[derive(Deserialize)]
struct Answer {
    device_id: String,
    base_url: String,
    check_in_interval_s: u32,
}

/// Registers this computer.
pub(crate) async fn register(args: &RegisterArgs, global: &Global, out: Output) -> Result<(), AgentError> {
    let (base_url, proof) = target(args, global).await?;
    let password = given(args.password.as_deref(), "password")?;
    let dir = StateDir::create(global.state_dir()?)?;
    let _held = dir.lock()?;
    match dir.load()? {
        Some(state) if state.gone => dir.forget()?,
        Some(state) => {
            return Err(AgentError::Usage(format!(
                "This computer is registered with {} already. To register a second device, choose another folder with --state-dir; to start over, retire this one first and delete {}.",
                state.base_url,
                dir.path().display()
            )));
        }
        None => {}
    }
    let http = http::client(&base_url, global.ca_file.as_deref())?;
    let asked = match (&proof, &password) {
        // What was given is for the server to judge.
        (Proof::Pin { pin: Some(_), .. } | Proof::Link { .. }, Some(_)) => None,
        _ => discover::rule(&http, &base_url, global.platform()).await,
    };
    let (proof, password) = complete(proof, password, asked)?;
    let key = keys::load_or_create(&dir)?;
    let public_key = signatures::encode_public_key(&key.verifying_key());
    let facts = facts::collect(global.simulate, global.platform(), &key.verifying_key());
    // The charge is news of a check-in, not a mark of the device.
    let device = DeviceFacts { battery_percent: None, ..facts };
    let (username, pin, link_token) = match &proof {
        Proof::Pin { username, pin } => (Some(username.as_str()), pin.as_deref(), None),
        Proof::Link { token } => (None, None, Some(token.as_str())),
    };
    let password = password.as_deref();
    let mut body =
        Body { username, pin, password, link_token, accepted_terms: None, public_key, device: &device };
    let mut reply = send(&http, &base_url, &body).await?;
    // Once more where the text was changed while the person read it.
    for _ in 0..MOST_TEXTS {
        let Some(id) = terms::asked_for(&reply) else { break };
        let text = terms::read(&http, &base_url, id).await?;
        terms::agree(&text, args.accept_terms, out)?;
        body.accepted_terms = Some(id);
        reply = send(&http, &base_url, &body).await?;
    }
    let answer = read(&reply, &base_url)?;
    let state = State {
        device_id: answer.device_id.to_ascii_lowercase(),
        base_url: check_base_url(&answer.base_url)?,
        check_in_interval_s: answer.check_in_interval_s,
        clock_offset_s: 0,
        platform: global.platform(),
        simulated: global.simulate,
        gone: false,
        last_check_in_at: None,
        notices: Vec::new(),
    };
    dir.save(&state)?;
    let folder = match &global.state_dir {
        Some(folder) => format!(" --state-dir {}", folder.display()),
        None => String::new(),
    };
    out.say(
        "registered",
        json!({
            "device_id": state.device_id,
            "base_url": state.base_url,
            "check_in_interval_s": state.check_in_interval_s,
        }),
        &format!("Registered with {}. To stay in touch, run: gatehouse-agent run{folder}", state.base_url),
    );
    Ok(())
}

/// Server and proof, from a link or from flags.
async fn target(args: &RegisterArgs, global: &Global) -> Result<(String, Proof), AgentError> {
    let pin = given(args.pin.as_deref(), "PIN")?;
    match (&args.link, &args.server, &args.user) {
        (Some(link), _, _) => read_link(link, pin, global.ca_file.is_some()),
        (None, Some(server), Some(user)) => {
            Ok((read_server(server)?, Proof::Pin { username: user.clone(), pin }))
        }
        (None, None, user) if args.email.is_some() => {
            let email = args.email.as_deref().unwrap_or_default();
            let server = lookup::server_of(email, global.ca_file.as_deref()).await?;
            let username = user.clone().unwrap_or_else(|| email.trim().to_owned());
            Ok((server, Proof::Pin { username, pin }))
        }
        _ => Err(AgentError::Usage("Give a registration link, --server and --user, or --email.".to_owned())),
    }
}

/// Asks for what the server wants and was not given, by what it says of itself; where it says nothing, for
/// the PIN when there is no password.
fn complete(
    proof: Proof,
    password: Option<String>,
    rule: Option<ProofRule>,
) -> Result<(Proof, Option<String>), AgentError> {
    let wants_pin = rule.map_or(password.is_none(), ProofRule::asks_for_pin);
    let wants_password = rule.is_some_and(ProofRule::asks_for_password);
    let proof = match proof {
        Proof::Pin { username, pin: None } if wants_pin => {
            Proof::Pin { username, pin: Some(ask("PIN", "--pin")?) }
        }
        proof => proof,
    };
    let password = match password {
        None if wants_password => Some(ask("password", "--password -")?),
        password => password,
    };
    Ok((proof, password))
}

/// Asks on the terminal; where there is none, says which flag to add.
fn ask(what: &str, flag: &str) -> Result<String, AgentError> {
    use std::io::{IsTerminal as _, Write as _};
    if !std::io::stdin().is_terminal() {
        return Err(AgentError::Usage(format!("The server asks for the {what}; add {flag}.")));
    }
    let mut terminal = std::io::stderr();
    let asked = write!(terminal, "Your {what}: ").and_then(|()| terminal.flush());
    asked.map_err(|error| AgentError::Local(error.to_string()))?;
    read_line(what)
}

/// A secret as it was given: `-` stands for a line of standard input.
fn given(text: Option<&str>, what: &str) -> Result<Option<String>, AgentError> {
    match text {
        Some("-") => read_line(what).map(Some),
        // Blanks may be part of a password.
        Some(text) if what == "password" => Ok(Some(text.to_owned())),
        Some(text) => Ok(Some(text.trim().to_owned())),
        None => Ok(None),
    }
}

/// One line of standard input.
fn read_line(what: &str) -> Result<String, AgentError> {
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    let line = if what == "password" { line.trim_end_matches(['\n', '\r']) } else { line.trim() };
    match read {
        Ok(_) if !line.is_empty() => Ok(line.to_owned()),
        _ => Err(AgentError::Usage(format!("There was no {what} on standard input."))),
    }
}

async fn send(http: &reqwest::Client, base_url: &str, body: &Body<'_>) -> Result<Reply, AgentError> {
    let body = serde_json::to_vec(body).map_err(|error| AgentError::Local(error.to_string()))?;
    let url = format!("{base_url}/api/device/v1/register");
    let mut tries_left = TRIES;
    loop {
        tries_left = tries_left.saturating_sub(1);
        match http::post(http, &url, HeaderMap::new(), body.clone(), TIMEOUT).await {
            Ok(reply) => return Ok(reply),
            Err(no_answer) if no_answer.maybe_sent && tries_left > 0 => {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            Err(no_answer) => {
                return Err(AgentError::Network(format!(
                    "{base_url} cannot be reached: {}. Check the address and the network, then try again.",
                    no_answer.reason
                )));
            }
        }
    }
}

fn read(reply: &Reply, base_url: &str) -> Result<Answer, AgentError> {
    let strange = || {
        AgentError::Network(format!(
            "{base_url} does not answer like a Gatehouse (status {}). Check the address.",
            reply.status
        ))
    };
    match (reply.status, reply.code().as_str()) {
        (201, _) => serde_json::from_slice(&reply.body).map_err(|_| strange()),
        (403, "registration_refused") => Err(AgentError::Refused(
            "The server refused this registration. Check user name, PIN and password; the PIN may have been used, replaced or have run out. Ask for a new one in the portal or from your administrator.".to_owned(),
        )),
        (409, "device_limit_reached") => Err(AgentError::Limit(
            "You have reached your limit of devices. Retire one in the portal, or ask your administrator.".to_owned(),
        )),
        (409, "terms_not_accepted") => Err(AgentError::Refused(
            "The terms of use change again and again. Try again later; your PIN still works.".to_owned(),
        )),
        (429, _) => {
            let wait = reply.retry_after.map_or_else(|| "later".to_owned(), |wait| format!("in {} s", wait.as_secs()));
            Err(AgentError::Limit(format!("There were too many tries. Try again {wait}.")))
        }
        (500..=599, _) => Err(AgentError::Network(format!(
            "The server has a fault (status {}). Try again later; your PIN still works.",
            reply.status
        ))),
        (400..=499, code) if !code.is_empty() => {
            Err(AgentError::Refused(format!("The server refused this registration ({code}).")))
        }
        _ => Err(strange()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(status: u16, code: &str) -> u8 {
        let body = if code.is_empty() { String::new() } else { json!({ "code": code }).to_string() };
        let reply = Reply {
            status,
            date: None,
            retry_after: Some(Duration::from_secs(7)),
            location: None,
            body: body.into(),
        };
        read(&reply, "https://h").map(|_| ()).unwrap_err().exit_code()
    }

    #[test]
    fn every_answer_has_its_exit_code() {
        assert_eq!(outcome(403, "registration_refused"), 3);
        assert_eq!(outcome(422, "invalid_input"), 3);
        assert_eq!(outcome(409, "device_limit_reached"), 4);
        assert_eq!(outcome(409, "terms_not_accepted"), 3);
        assert_eq!(outcome(429, "too_many_requests"), 4);
        assert_eq!(outcome(500, "internal"), 5);
        assert_eq!(outcome(503, ""), 5);
        assert_eq!(outcome(404, ""), 5);
        assert_eq!(outcome(403, ""), 5);
        assert_eq!(outcome(302, ""), 5);
        assert_eq!(outcome(200, ""), 5);
        assert_eq!(outcome(201, ""), 5);
    }
}
