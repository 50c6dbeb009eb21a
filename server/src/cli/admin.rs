//! `gatehouse admin create` and `gatehouse admin reset`.

use std::{io::BufRead as _, process::ExitCode};

use domain::{Domain, RequestCtx};
use types::{ApiError, ErrorCode, FieldCode};

use super::{Outcome, print};
use crate::{config::Config, fault::Fault, process};

/// Longest line that is taken as a password, in bytes.
const LONGEST: u64 = 4_096;

pub(super) async fn create(config: &Config, username: &str) -> Outcome {
    let password = password()?;
    let domain = process::open(config).await?;
    let ctx = RequestCtx::system("command line");
    domain.access().create_admin(&ctx, username, &password).await.map_err(|error| refused(error.into()))?;
    let url = public_url(&domain).await?;
    print::line(&format!("{username} can sign in at {url}/admin/sign-in."));
    print::line("Next: set the organisation's name and the mail server's address, then add your first user.");
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn reset(config: &Config, username: &str) -> Outcome {
    let domain = process::open(config).await?;
    let ctx = RequestCtx::system("command line");
    let token = domain.access().reset_admin(&ctx, username).await.map_err(|error| refused(error.into()))?;
    let url = public_url(&domain).await?;
    print::note(&format!(
        "Their sessions have ended. With this link {username} sets a new password; it works once:"
    ));
    print::line(&format!("{url}/set-password/{token}"));
    Ok(ExitCode::SUCCESS)
}

async fn public_url(domain: &Domain) -> Result<String, Fault> {
    domain.settings().public_url().await.map_err(|error| refused(error.into()))
}

fn password() -> Result<String, Fault> {
    let mut line = String::new();
    let read = std::io::Read::take(std::io::stdin().lock(), LONGEST).read_line(&mut line);
    let password = line.trim_end_matches(['\n', '\r']);
    if read.is_err() || password.is_empty() {
        return Err(Fault::new(
            "There is no password on the standard input",
            "Pipe one line into the command: printf '%s\\n' 'a long passphrase' | gatehouse admin create …",
        ));
    }
    Ok(password.to_owned())
}

/// Which fields are wrong, and how, in one line.
pub(super) fn faults(error: &ApiError) -> String {
    let fault = |fault: &types::FieldError| format!("{}: {}", fault.path, fault.code.as_str());
    error.fields.iter().map(fault).collect::<Vec<_>>().join(", ")
}

/// What a refusal means for whoever typed the command.
pub(super) fn refused(error: ApiError) -> Fault {
    let field = |path: &str| error.field(path);
    if field("user") == Some(FieldCode::NotFound) {
        return refused(ErrorCode::NotFound.into());
    }
    match (error.code, field("password"), field("username")) {
        (_, Some(FieldCode::TooShort), _) => {
            Fault::new("The password is too short", "Take 15 characters or more; a few words do well.")
        }
        (_, Some(FieldCode::TooCommon), _) => Fault::new(
            "The password is among those that attackers try first",
            "Take words that belong to nobody else.",
        ),
        (_, Some(FieldCode::ContainsContext), _) => Fault::new(
            "The password holds the user name or the organisation's name",
            "Take words that have nothing to do with either.",
        ),
        (_, Some(code), _) => {
            Fault::new(format!("The password cannot be used: {}", code.as_str()), "Take another.")
        }
        (ErrorCode::UsernameTaken, ..) => {
            Fault::new("Somebody has that user name already", "Take another, or use `gatehouse admin reset`.")
        }
        (_, _, Some(code)) => Fault::new(
            format!("The user name cannot be used: {}", code.as_str()),
            "Take letters, digits, dots and dashes.",
        ),
        (ErrorCode::NotFound, ..) => {
            Fault::new("There is nobody with that user name", "Look at its spelling.")
        }
        (ErrorCode::Forbidden, ..) => Fault::new(
            "That person is no active administrator",
            "Name one who is, or use `gatehouse admin reset`.",
        ),
        (code, ..) => {
            let fields: Vec<String> = error
                .fields
                .iter()
                .map(|field| format!("{} ({})", field.path, field.code.as_str()))
                .collect();
            let what = format!("{} {}", code.title(), fields.join(", "));
            Fault::new(what.trim(), "`gatehouse doctor` looks at every part.")
        }
    }
}
