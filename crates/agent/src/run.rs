//! `gatehouse-agent run`: checks in, carries out what is there, reports, and comes again.

mod round;

use std::time::Duration;

use serde_json::json;

use self::round::Agent;
use crate::cli::{Global, RunArgs};
use crate::client::Fault;
use crate::error::AgentError;
use crate::output::Output;
use crate::pace::Pace;
use crate::state::StateDir;
use crate::stop::{Stop, Stopped};

/// The least time from one check-in to the next when the server neither waits nor sends anything new.
const LEAST_PAUSE: Duration = Duration::from_secs(1);

/// No check-in is put off longer than this, whatever the server says.
const LONGEST_PAUSE: Duration = Duration::from_secs(24 * 3600);

/// How a round ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Round {
    /// When the server wants to hear from this device again.
    next_check_in: Duration,
    /// Something was carried out, so there may be more.
    busy: bool,
}

/// Runs until interrupted, or one round with `--once`.
pub(crate) async fn run(
    args: RunArgs,
    global: &Global,
    out: Output,
    mut stop: Stop,
) -> Result<(), AgentError> {
    let dir = StateDir::at(global.state_dir()?);
    let Some(state) = dir.load()? else {
        return Err(AgentError::Usage(
            "This computer is not registered yet. Run gatehouse-agent register with the link or PIN you were given."
                .to_owned(),
        ));
    };
    if state.gone {
        return Err(gone());
    }
    let _held = dir.lock()?;
    let is_once = args.once;
    let wait_ms = if is_once { 0 } else { args.wait_ms };
    let mut agent = Agent::open(dir, state, global, out, RunArgs { wait_ms, ..args })?;
    let outcome =
        if is_once { once(&mut agent, &mut stop).await } else { forever(&mut agent, &mut stop).await };
    match outcome {
        Ok(()) => Ok(()),
        Err(End::Stopped) => {
            out.say("stopped", json!({}), "Stopped.");
            Ok(())
        }
        Err(End::Failed(error)) => Err(error),
    }
}

/// Why the loop ended.
#[derive(Debug)]
enum End {
    Stopped,
    Failed(AgentError),
}

impl From<Stopped> for End {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

impl From<AgentError> for End {
    fn from(error: AgentError) -> Self {
        Self::Failed(error)
    }
}

/// Why a round ended badly.
#[derive(Debug)]
enum Trouble {
    Stopped,
    /// Between this computer and the server.
    Fault(Fault),
    /// On this computer.
    Local(AgentError),
}

impl From<Stopped> for Trouble {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<AgentError> for Trouble {
    fn from(error: AgentError) -> Self {
        Self::Local(error)
    }
}

async fn once(agent: &mut Agent, stop: &mut Stop) -> Result<(), End> {
    match agent.round(stop).await {
        Ok(_) => Ok(()),
        Err(Trouble::Stopped) => Err(End::Stopped),
        Err(Trouble::Local(error)) => Err(error.into()),
        Err(Trouble::Fault(fault)) => Err(match ending(agent, &fault)? {
            Some(error) => error,
            None if matches!(fault, Fault::Clock | Fault::Refused { .. }) => {
                AgentError::Refused(explain(agent, &fault))
            }
            None => AgentError::Network(explain(agent, &fault)),
        }
        .into()),
    }
}

async fn forever(agent: &mut Agent, stop: &mut Stop) -> Result<(), End> {
    let mut pace = Pace::new();
    let mut told = String::new();
    loop {
        let started = tokio::time::Instant::now();
        let pause = match agent.round(stop).await {
            Ok(round) => {
                pace.reset();
                if !told.is_empty() {
                    told.clear();
                    agent.out.say("connected", json!({}), "In touch with the server again.");
                }
                pause_after(round, started.elapsed())
            }
            Err(Trouble::Stopped) => return Err(End::Stopped),
            Err(Trouble::Local(error)) => return Err(error.into()),
            Err(Trouble::Fault(fault)) => {
                if let Some(error) = ending(agent, &fault)? {
                    return Err(error.into());
                }
                let text = explain(agent, &fault);
                // Said once, not with every try.
                if text != told {
                    agent.out.warn(&format!("{text} Trying again."));
                    told = text;
                }
                match fault {
                    Fault::Later { wait, .. } => pace.after_fault(wait),
                    _ => pace.after_fault(None),
                }
            }
        };
        stop.or(tokio::time::sleep(pause)).await?;
    }
}

/// At once after work, else when the server said; never in a tight loop.
fn pause_after(round: Round, took: Duration) -> Duration {
    if round.busy {
        return Duration::ZERO;
    }
    round.next_check_in.min(LONGEST_PAUSE).max(LEAST_PAUSE.saturating_sub(took))
}

/// The error that ends the agent, if this fault is one that no waiting mends.
fn ending(agent: &mut Agent, fault: &Fault) -> Result<Option<AgentError>, AgentError> {
    Ok(match fault {
        Fault::Gone => {
            agent.remember_gone()?;
            Some(gone())
        }
        Fault::Unknown => Some(AgentError::Refused(format!(
            "{} does not know this device or its key. Retire it in the portal if it is still listed, delete {} and register again.",
            agent.base_url(),
            agent.folder()
        ))),
        _ => None,
    })
}

fn explain(agent: &Agent, fault: &Fault) -> String {
    let server = agent.base_url();
    match fault {
        Fault::Network(reason) => format!("{server} cannot be reached: {reason}."),
        Fault::Later { reason, .. } => format!("{server} is not available: {reason}."),
        Fault::Clock => {
            format!("The clocks of this computer and of {server} differ. Set this computer's clock.")
        }
        Fault::Refused { status, code } => format!("{server} refused the request ({status} {code})."),
        Fault::Unknown | Fault::Gone => String::new(),
    }
}

pub(crate) fn gone() -> AgentError {
    AgentError::Gone(
        "This device was retired or wiped, and the server no longer talks to it. To bring it back, register it again."
            .to_owned(),
    )
}

#[cfg(test)]
mod tests;
