//! What can be typed.

use clap::{Parser, Subcommand};
use types::Scope;

use crate::config::Flags;

/// Gatehouse: people bring their devices in by themselves, and the organisation manages them
#[derive(Parser, Debug)]
#[command(name = "gatehouse", version, arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) flags: Flags,
    #[command(subcommand)]
    pub(super) verb: Verb,
}

#[derive(Subcommand, Debug)]
pub(super) enum Verb {
    /// Serve pages, REST and devices; prints a set-up link until somebody has used it
    Serve,
    /// Bring the database up to date
    Migrate,
    /// Look at every part that Gatehouse needs, and say how to mend what is not right
    Doctor,
    /// Print the OpenAPI document
    Openapi,
    /// The audit log
    Audit {
        #[command(subcommand)]
        verb: AuditVerb,
    },
    /// Administrators
    Admin {
        #[command(subcommand)]
        verb: AdminVerb,
    },
    /// Directories that people are read from
    Directory {
        #[command(subcommand)]
        verb: DirectoryVerb,
    },
    /// API tokens
    Token {
        #[command(subcommand)]
        verb: TokenVerb,
    },
}

#[derive(Subcommand, Debug)]
pub(super) enum AuditVerb {
    /// Check that no event was changed or taken away; exits 1 when one was
    Verify,
}

#[derive(Subcommand, Debug)]
pub(super) enum AdminVerb {
    /// Create an administrator; completes the set-up
    Create {
        /// The name to sign in with
        #[arg(long, value_name = "NAME")]
        username: String,
        /// Read the password from the first line of the standard input
        #[arg(long, required = true)]
        password_stdin: bool,
    },
    /// Help an administrator who cannot sign in: prints a single-use link to set a password
    Reset {
        /// The name to sign in with
        #[arg(long, value_name = "NAME")]
        username: String,
    },
}

#[derive(Subcommand, Debug)]
pub(super) enum DirectoryVerb {
    /// List directories and how they stand
    List,
    /// Test the connection step by step; exits 1 when something is wrong
    Test {
        /// The directory's name or id
        name: String,
    },
    /// Read it now and print the report; exits 1 when it failed or waits for an agreement
    Sync {
        /// The directory's name or id
        name: String,
        /// Let people go even if most of them are missing
        #[arg(long)]
        accept_losses: bool,
    },
}

#[derive(Subcommand, Debug)]
pub(super) enum TokenVerb {
    /// Create a token and print it, alone, once
    Create {
        /// The administrator in whose name it acts
        #[arg(long, value_name = "NAME")]
        user: String,
        /// What to call it
        #[arg(long)]
        name: String,
        /// What it may be used for; repeat for more
        #[arg(long = "scope", value_name = "SCOPE", required = true, value_parser = scope)]
        scopes: Vec<Scope>,
    },
}

fn scope(text: &str) -> Result<Scope, String> {
    Scope::from_word(text).ok_or_else(|| {
        let known: Vec<&str> = Scope::ALL.iter().map(|scope| scope.as_str()).collect();
        format!("there is no such scope; there are {}", known.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn an_unknown_scope_is_wrong_usage() {
        let typed = ["gatehouse", "token", "create", "--user", "u", "--name", "n", "--scope", "everything"];
        let error = Arguments::try_parse_from(typed).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().contains("devices:lock"), "{error}");
    }
}
