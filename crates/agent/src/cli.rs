//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use types::Platform;

use crate::error::AgentError;

/// Registers this computer with Gatehouse and carries out what its owner asks for.
///
/// Exit codes: 0 ok, 1 a fault of this computer, 2 usage, 3 refused, 4 limit reached, 5 network, 6 device is gone.
#[derive(Debug, Parser)]
#[command(name = "gatehouse-agent", version, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// Flags that stand before or after the verb.
#[derive(Debug, Clone, Args)]
pub(crate) struct Global {
    /// Touch nothing on this computer: invented facts, and commands that only say what they would do
    #[arg(long, global = true)]
    pub(crate) simulate: bool,
    /// What to register as: ios, ipados, macos, tvos, android, windows or linux [default: this computer's own]
    #[arg(long, global = true, value_name = "P", value_parser = platform)]
    pub(crate) platform: Option<Platform>,
    /// Where key and state are kept [default: $XDG_STATE_HOME/gatehouse-agent or ~/.local/state/gatehouse-agent]
    #[arg(long, global = true, value_name = "D")]
    pub(crate) state_dir: Option<PathBuf>,
    /// A PEM file with a further certificate authority to trust
    #[arg(long, global = true, value_name = "F")]
    pub(crate) ca_file: Option<PathBuf>,
    /// Print one JSON object per line
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Register this computer by the link or PIN from your registration page or message
    Register(RegisterArgs),
    /// Stay in touch with the server and carry out commands, until interrupted
    Run(RunArgs),
    /// Say where this computer is registered and when it was last in touch
    Status,
}

#[derive(Args)]
pub(crate) struct RegisterArgs {
    /// A mirp:// address, or the https:// link of the registration
    #[arg(required_unless_present_any = ["server", "email"], conflicts_with_all = ["server", "user", "email"])]
    pub(crate) link: Option<String>,
    /// The server, for example https://gatehouse.example.com
    #[arg(long, value_name = "URL", requires = "user")]
    pub(crate) server: Option<String>,
    /// Your e-mail address: its domain says where the server is
    #[arg(long, value_name = "E", conflicts_with = "server")]
    pub(crate) email: Option<String>,
    /// The user name; with --email the address itself when left out
    #[arg(long, value_name = "U")]
    pub(crate) user: Option<String>,
    /// The registration PIN; - reads it from standard input
    #[arg(long, value_name = "P", allow_hyphen_values = true)]
    pub(crate) pin: Option<String>,
    /// The person's password, where the server asks for it; - reads it from standard input
    #[arg(long, value_name = "P", allow_hyphen_values = true)]
    pub(crate) password: Option<String>,
    /// I have read the server's terms of use and accept them, so that nothing is asked
    #[arg(long)]
    pub(crate) accept_terms: bool,
}

/// Without link and PIN, which may be secret.
impl std::fmt::Debug for RegisterArgs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RegisterArgs").field("server", &self.server).finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Args)]
pub(crate) struct RunArgs {
    /// Check in once without waiting, carry out what is there, and end
    #[arg(long)]
    pub(crate) once: bool,
    /// How long the server may hold a check-in open until there is work, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 50_000, value_parser = clap::value_parser!(u32).range(0..=50_000))]
    pub(crate) wait_ms: u32,
    /// Where the files of configurations go [default: the folder configurations beside key and state]
    #[arg(long, value_name = "D")]
    pub(crate) configurations_dir: Option<PathBuf>,
}

impl Global {
    /// The folder for key and state.
    pub(crate) fn state_dir(&self) -> Result<PathBuf, AgentError> {
        if let Some(dir) = &self.state_dir {
            return Ok(dir.clone());
        }
        let absolute = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        absolute("XDG_STATE_HOME")
            .or_else(|| absolute("HOME").map(|home| home.join(".local/state")))
            .map(|state| state.join("gatehouse-agent"))
            .ok_or_else(|| {
                AgentError::Usage(
                    "There is no home folder to keep the state in. Name one with --state-dir.".into(),
                )
            })
    }

    /// The platform to report: the given one or this computer's own.
    pub(crate) fn platform(&self) -> Platform {
        self.platform.unwrap_or(match std::env::consts::OS {
            "macos" => Platform::Macos,
            "windows" => Platform::Windows,
            _ => Platform::Linux,
        })
    }
}

fn platform(word: &str) -> Result<Platform, String> {
    Platform::from_word(word).ok_or_else(|| {
        let words: Vec<&str> = Platform::ALL.iter().map(|platform| platform.as_str()).collect();
        format!("choose one of {}", words.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    fn parse(line: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(std::iter::once("gatehouse-agent").chain(line.split(' ')))
    }

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn global_flags_stand_before_or_after_the_verb() {
        for line in [
            "--simulate --platform ios --state-dir /d --ca-file /f --json run",
            "run --simulate --platform ios --state-dir /d --ca-file /f --json",
            "--simulate --json run --platform ios --ca-file /f --state-dir /d",
        ] {
            let cli = parse(line).unwrap();
            assert!(cli.global.simulate && cli.global.json, "{line}");
            assert_eq!(cli.global.platform, Some(Platform::Ios));
            assert_eq!(cli.global.state_dir().unwrap(), PathBuf::from("/d"));
            assert_eq!(cli.global.ca_file, Some(PathBuf::from("/f")));
        }
    }

    #[test]
    fn register_takes_a_link_or_server_and_user() {
        for line in [
            "register mirp://h&user=u&pin=1",
            "register mirp://h&user=u --pin -",
            "register --server https://h --user u --pin 1",
            "register --server https://h --user u --pin -",
            "register --simulate --server https://h --pin 1 --user u",
            "register --server https://h --user u --password -",
            "register --server https://h --user u --password - --pin -",
            "register --server https://h --user u",
            "register --email u@h.example --pin -",
            "register --email u@h.example --user u --password -",
        ] {
            assert!(parse(line).is_ok(), "{line}");
        }
        for line in [
            "register",
            "register --server https://h",
            "register --user u --pin 1",
            "register mirp://h&user=u&pin=1 --server https://h --user u --pin 1",
            "register a b",
            "run --platform symbian",
            "run --wait-ms 50001",
            "dance",
        ] {
            assert_eq!(parse(line).map(|_| ()).unwrap_err().exit_code(), 2, "{line}");
        }
    }

    #[test]
    fn debug_output_keeps_link_and_pin_to_itself() {
        let cli = parse("register mirp://h&user=u&pin=87654321").unwrap();
        assert!(!format!("{cli:?}").contains("87654321"));
        let cli = parse("register --server https://h --user u --pin 87654321").unwrap();
        assert!(!format!("{cli:?}").contains("87654321"));
    }
}
