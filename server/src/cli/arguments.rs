//! What can be typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use types::{Face, PortalRight, Scope};

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
    /// Write all data of this moment into one sealed file, while servers go on working
    Backup {
        /// The file to write
        file: PathBuf,
        /// Put it in the place of an older file
        #[arg(long)]
        replace: bool,
    },
    /// Read a backup into an empty database
    Restore {
        /// The file that `gatehouse backup` has written
        file: PathBuf,
        /// Only look whether the backup is whole; touches no database
        #[arg(long)]
        check: bool,
    },
    /// The master key
    Keys {
        #[command(subcommand)]
        verb: KeysVerb,
    },
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
    /// Simulated devices, to look at pages and to measure
    Demo {
        #[command(subcommand)]
        verb: super::demo::DemoVerb,
    },
    /// People
    User {
        #[command(subcommand)]
        verb: UserVerb,
    },
    /// Groups of people
    Group {
        #[command(subcommand)]
        verb: GroupVerb,
    },
    /// Register devices for people
    Registration {
        #[command(subcommand)]
        verb: super::registration::RegistrationVerb,
    },
    /// Devices: list, show, delete records
    Device {
        #[command(subcommand)]
        verb: super::registration::DeviceVerb,
    },
    /// The outbox
    Message {
        #[command(subcommand)]
        verb: super::message::MessageVerb,
    },
    /// Invite people to register devices of their own
    Invite {
        #[command(subcommand)]
        verb: super::invite::InviteVerb,
    },
    /// Register the devices of a CSV file
    Import {
        #[command(flatten)]
        arguments: super::invite::ImportArguments,
    },
    /// Long work: how far it is, and what became of it
    Job {
        #[command(subcommand)]
        verb: super::invite::JobVerb,
    },
    /// Settings: show and change them
    Settings {
        #[command(subcommand)]
        verb: super::settings::SettingsVerb,
    },
    /// The server that messages leave by
    MailServer {
        #[command(subcommand)]
        verb: super::mail_server::MailServerVerb,
    },
    /// The service that text messages leave by
    SmsGateway {
        #[command(subcommand)]
        verb: super::sms_gateway::SmsGatewayVerb,
    },
    /// What messages say, in every language
    Template {
        #[command(subcommand)]
        verb: super::template::TemplateVerb,
    },
    /// Terms of use that people accept while registering, and who has
    Terms {
        #[command(subcommand)]
        verb: super::terms::TermsVerb,
    },
    /// How many devices people may have
    Limit {
        #[command(subcommand)]
        verb: super::limit::LimitVerb,
    },
    /// Administrator roles
    Role {
        #[command(subcommand)]
        verb: super::role::RoleVerb,
    },
    /// How people sign in, and whose certificates count
    SignIn {
        #[command(subcommand)]
        verb: super::sign_in::SignInVerb,
    },
    /// API tokens
    Token {
        #[command(subcommand)]
        verb: TokenVerb,
    },
}

#[derive(Subcommand, Debug)]
pub(super) enum KeysVerb {
    /// Print a new master key, for GATEHOUSE_MASTER_KEY
    Make,
    /// Put a new master key in the place of the old one, and bring all secrets under it, while servers go on working
    Rotate,
    /// End the change: take the previous key away once nothing is sealed under it
    ForgetPrevious,
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
pub(super) enum UserVerb {
    /// List people, newest first
    List {
        /// Part of name, user name or e-mail address
        #[arg(long)]
        search: Option<String>,
        /// How many, 1 to 200
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Show one person
    Show {
        /// The user name
        username: String,
    },
    /// Create a local person, who gets a link to set a password
    Create {
        /// The name to sign in with
        username: String,
        /// The name to show
        #[arg(long)]
        name: String,
        /// Where the link goes
        #[arg(long)]
        email: String,
    },
    /// Disable a person: they are signed out and can do nothing any more
    Disable {
        /// The user name
        username: String,
    },
    /// Enable a person again
    Enable {
        /// The user name
        username: String,
    },
    /// Give a person exactly these portal rights by name
    Rights {
        /// The user name
        username: String,
        /// A right; repeat for more, leave out for none
        #[arg(long = "right", value_name = "RIGHT", value_parser = right)]
        rights: Vec<PortalRight>,
    },
    /// Print all that is kept about a person as JSON, without secrets
    Export {
        /// The user name
        username: String,
    },
    /// Delete a person; without --yes says what would be lost and exits 1
    Delete {
        /// The user name
        username: String,
        /// Retire their devices
        #[arg(long, conflicts_with = "hand_over_to")]
        retire_devices: bool,
        /// Hand their devices over to this person
        #[arg(long, value_name = "NAME")]
        hand_over_to: Option<String>,
        /// Do it
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Subcommand, Debug)]
pub(super) enum GroupVerb {
    /// List groups, newest first
    List {
        /// Part of name or description
        #[arg(long)]
        search: Option<String>,
    },
    /// Create a local group
    Create {
        /// Its name
        name: String,
        /// What it is for
        #[arg(long, default_value = "")]
        description: String,
        /// What its members may do in the portal; repeat for more
        #[arg(long = "right", value_name = "RIGHT", value_parser = right)]
        rights: Vec<PortalRight>,
    },
    /// Delete a local group; its members stay
    Delete {
        /// Its name
        name: String,
    },
    /// Take people into a local group
    Add {
        /// Its name
        name: String,
        /// User names
        #[arg(required = true)]
        users: Vec<String>,
    },
    /// Take people out of a local group
    Remove {
        /// Its name
        name: String,
        /// User names
        #[arg(required = true)]
        users: Vec<String>,
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

fn right(text: &str) -> Result<PortalRight, String> {
    PortalRight::from_word(text).ok_or_else(|| {
        let known: Vec<&str> = PortalRight::ALL.iter().map(|right| right.as_str()).collect();
        format!("there is no such right; there are {}", known.join(", "))
    })
}

fn scope(text: &str) -> Result<Scope, String> {
    // People make tokens of the portal for themselves.
    Scope::from_word(text).filter(|scope| scope.face() == Face::Console).ok_or_else(|| {
        let known: Vec<&str> = Scope::of(Face::Console).map(Scope::as_str).collect();
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
