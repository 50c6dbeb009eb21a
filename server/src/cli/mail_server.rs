//! `gatehouse mail-server …`: the server that messages leave by.

use std::{io::BufRead as _, process::ExitCode};

use clap::Subcommand;
use domain::RequestCtx;
use types::{ErrorCode, MailEncryption, MailServer};

use super::{
    Outcome,
    admin::{faults, refused},
    print, user,
};
use crate::{config::Config, fault::Fault, process};

/// What can be done.
#[derive(Subcommand, Debug)]
pub(super) enum MailServerVerb {
    /// Print the mail server, without its password
    Show,
    /// Set the mail server up; counts at once
    Set {
        /// Its name or address
        host: String,
        /// The port; without it 587, 465 or 25
        #[arg(long)]
        port: Option<u16>,
        /// start_tls, tls or none
        #[arg(long, default_value = "start_tls", value_parser = encryption)]
        encryption: MailEncryption,
        /// The account; its password is a line of standard input, an empty one keeps what is there
        #[arg(long, value_name = "NAME")]
        account: Option<String>,
        /// The address that messages come from
        #[arg(long, value_name = "ADDRESS")]
        from: Option<String>,
    },
    /// Take the mail server away; messages are kept
    Remove,
    /// Send a message with sample data to a person, and say how that went
    Test {
        /// Their user name
        #[arg(long, value_name = "NAME")]
        to: String,
    },
}

/// Does what was typed.
pub(super) async fn run(config: &Config, verb: MailServerVerb) -> Outcome {
    let domain = process::open(config).await?;
    let ctx = RequestCtx::system("command line");
    let messages = domain.messages();
    match verb {
        MailServerVerb::Show => {
            print::json(&messages.mail_server(&ctx).await.map_err(told)?)?;
        }
        MailServerVerb::Set { host, port, encryption, account, from } => {
            let password = match &account {
                Some(_) => password()?,
                None => None,
            };
            let input = MailServer { host, port, encryption, username: account, password, from };
            messages.save_mail_server(&ctx, Some(&input), None).await.map_err(told)?;
            print::line("The next message leaves by this server.");
        }
        MailServerVerb::Remove => {
            messages.save_mail_server(&ctx, None, None).await.map_err(told)?;
            print::line("Messages are kept from now on.");
        }
        MailServerVerb::Test { to } => {
            let person = user::find(&domain, &to).await?;
            let outcome = messages.test_mail_server(&ctx, None, person).await.map_err(told)?;
            match outcome.failure {
                None => print::line(&format!("The server took a test for {}.", outcome.to)),
                Some(words) => {
                    return Err(Fault::new(
                        format!("The mail server did not take the test: {words}"),
                        "Check server, port, encryption and account.",
                    ));
                }
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn encryption(text: &str) -> Result<MailEncryption, String> {
    MailEncryption::from_word(text).ok_or_else(|| "one of start_tls, tls, none".to_owned())
}

/// A line of standard input; nothing for an empty one.
fn password() -> Result<Option<String>, Fault> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(|error| {
        Fault::new(format!("The password cannot be read: {error}"), "Pipe it to the command.")
    })?;
    let line = line.trim_end_matches(['\n', '\r']);
    Ok((!line.is_empty()).then(|| line.to_owned()))
}

/// What a refusal means for whoever typed the command.
fn told(error: domain::Error) -> Fault {
    let error = types::ApiError::from(error);
    match error.code {
        ErrorCode::InvalidInput => Fault::new(
            format!("The mail server cannot be set up: {}", faults(&error)),
            "`gatehouse mail-server set --help` explains each part.",
        ),
        ErrorCode::WrongState => Fault::new(
            "The configuration names the mail server, there is none, or that person has no e-mail address",
            "`gatehouse mail-server show` says which server counts.",
        ),
        _ => refused(error),
    }
}
