//! The agent against a small server in the same process that checks signatures as the contract says.

mod fake;
mod registering;
mod running;
mod tls;

use std::path::Path;

use clap::Parser as _;

use crate::cli::{Cli, Verb};
use crate::error::AgentError;
use crate::output::Output;
use crate::stop::Stop;

/// Runs a command line to its end, with a state folder of its own.
async fn agent(folder: &Path, line: &[&str]) -> Result<(), AgentError> {
    let (_switch, stop) = Stop::new();
    agent_until(folder, line, stop).await
}

async fn agent_until(folder: &Path, line: &[&str], stop: Stop) -> Result<(), AgentError> {
    let folder = folder.join("state");
    let folder = folder.to_str().unwrap();
    let start = ["gatehouse-agent", "--state-dir", folder, "--simulate", "--json"];
    let cli = Cli::try_parse_from(start.iter().chain(line)).unwrap();
    let out = Output::new(cli.global.json);
    match cli.verb {
        Verb::Run(args) => crate::run::run(args, &cli.global, out, stop).await,
        _ => crate::execute(cli, out).await,
    }
}

fn exit_code(outcome: Result<(), AgentError>) -> u8 {
    outcome.map_or_else(|error| error.exit_code(), |()| 0)
}
