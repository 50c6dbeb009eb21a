//! `gatehouse-agent`: the reference in-app client of Gatehouse, a command-line program.
//!
//! It makes a key pair, registers by PIN or link, and then signs every request with that key (see the crate `signatures`).
//! The private key never leaves this computer.

mod actions;
mod address;
mod cli;
mod client;
mod clock;
mod configurations;
mod dbus;
mod discover;
mod error;
mod facts;
mod files;
mod http;
mod journal;
mod keys;
mod logind;
mod lookup;
mod output;
mod pace;
mod register;
mod run;
mod state;
mod status;
mod stop;
mod terms;

use std::process::ExitCode;

use clap::Parser as _;

use crate::cli::{Cli, Verb};
use crate::error::AgentError;
use crate::output::Output;
use crate::stop::Stop;

fn main() -> ExitCode {
    // The only provider in the program; a second installation cannot happen.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let cli = Cli::parse();
    let out = Output::new(cli.global.json);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(execute(cli, out)),
        Err(error) => Err(AgentError::Local(format!("The agent cannot start: {error}."))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            out.error(&error);
            ExitCode::from(error.exit_code())
        }
    }
}

/// Does what the command line says.
async fn execute(cli: Cli, out: Output) -> Result<(), AgentError> {
    match cli.verb {
        // Not protected against signals: key and answer are on the disk before anything is said.
        Verb::Register(args) => register::register(&args, &cli.global, out).await,
        Verb::Run(args) => run::run(args, &cli.global, out, Stop::on_signals()?).await,
        Verb::Status => status::status(&cli.global, out),
    }
}

#[cfg(test)]
mod tests;
