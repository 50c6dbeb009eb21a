//! `gatehouse sign-in …`.

use std::{path::PathBuf, process::ExitCode};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use clap::{Subcommand, ValueEnum};
use domain::{Domain, RequestCtx};
use types::{
    AddAuthority, ApiError, AuthorityId, AuthorityRow, ErrorCode, Face, FieldCode, PutRevocationList,
    UpdateAuthority, UpdateSignIn, Ways,
};

use super::{Outcome, print};
use crate::{config::Config, fault::Fault, process};

#[derive(Subcommand, Debug)]
pub(super) enum SignInVerb {
    /// Show how people sign in, and whose certificates count
    Show,
    /// Choose the ways in; what is not given stays
    Set {
        /// At the portal
        #[arg(long, value_name = "WAYS")]
        portal: Option<WaysWord>,
        /// At the console
        #[arg(long, value_name = "WAYS")]
        console: Option<WaysWord>,
        /// Whether people may make access tokens for their own things
        #[arg(long, value_name = "BOOL")]
        own_tokens: Option<bool>,
    },
    /// Trust an authority and print its id
    Trust {
        /// Its certificate, PEM or DER
        file: PathBuf,
        /// Refuse everybody without a revocation list that is up to date
        #[arg(long)]
        require_list: bool,
    },
    /// Give an authority a newer revocation list
    List {
        /// Its id or fingerprint
        authority: String,
        /// The list, PEM or DER
        file: PathBuf,
    },
    /// Change whether an authority needs a revocation list
    Require {
        /// Its id or fingerprint
        authority: String,
        /// Go without one
        #[arg(long)]
        no_list: bool,
    },
    /// Trust an authority no more
    Distrust {
        /// Its id or fingerprint
        authority: String,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum WaysWord {
    Password,
    Certificate,
    Both,
}

impl From<WaysWord> for Ways {
    fn from(word: WaysWord) -> Self {
        Self {
            password: !matches!(word, WaysWord::Certificate),
            certificate: !matches!(word, WaysWord::Password),
        }
    }
}

pub(super) async fn run(config: &Config, verb: SignInVerb) -> Outcome {
    let domain = process::open(config).await?;
    let ctx = RequestCtx::system("command line");
    let access = domain.access();
    match verb {
        SignInVerb::Show => return show(&domain, &ctx).await,
        SignInVerb::Set { portal, console, own_tokens } => {
            let input = UpdateSignIn {
                portal: portal.map(Ways::from),
                console: console.map(Ways::from),
                rules: None,
                own_tokens,
            };
            access.update_sign_in(&ctx, &input, None).await.map_err(|error| refused(error.into()))?;
            return show(&domain, &ctx).await;
        }
        SignInVerb::Trust { file, require_list } => {
            let input = AddAuthority { certificate: read(&file)?, crl_required: require_list };
            let added = access.add_authority(&ctx, &input).await.map_err(|error| refused(error.into()))?;
            print::line(&added.id.to_string());
        }
        SignInVerb::List { authority, file } => {
            let id = find(&domain, &ctx, &authority).await?;
            let input = PutRevocationList { crl: read(&file)? };
            let row = access.put_revocation_list(&ctx, id, &input, None).await;
            print::line(&authority_line(&row.map_err(|error| refused(error.into()))?));
        }
        SignInVerb::Require { authority, no_list } => {
            let id = find(&domain, &ctx, &authority).await?;
            let input = UpdateAuthority { crl_required: Some(!no_list) };
            let row = access.update_authority(&ctx, id, &input, None).await;
            print::line(&authority_line(&row.map_err(|error| refused(error.into()))?));
        }
        SignInVerb::Distrust { authority } => {
            let id = find(&domain, &ctx, &authority).await?;
            access.remove_authority(&ctx, id, None).await.map_err(|error| refused(error.into()))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn show(domain: &Domain, ctx: &RequestCtx) -> Outcome {
    let detail = domain.access().read_sign_in(ctx).await.map_err(|error| refused(error.into()))?;
    for face in Face::ALL {
        let ways = detail.settings.at(*face);
        let words = [("password", ways.password), ("certificate", ways.certificate)];
        let on: Vec<&str> = words.into_iter().filter(|(_, on)| *on).map(|(word, _)| word).collect();
        print::line(&format!("{face}: {}", on.join(", ")));
    }
    let own_tokens = if detail.settings.own_tokens { "allowed" } else { "not allowed" };
    print::line(&format!("access tokens of people: {own_tokens}"));
    print::line("A certificate names whom the first of these finds:");
    for rule in &detail.settings.rules {
        print::line(&format!("  {} is the {}", rule.from, rule.to));
    }
    print::line("Trusted authorities:");
    for row in authorities(domain, ctx).await? {
        print::line(&format!("  {}", authority_line(&row)));
    }
    Ok(ExitCode::SUCCESS)
}

fn authority_line(row: &AuthorityRow) -> String {
    let list = match &row.crl {
        Some(list) => format!("list of {}, {} revoked", list.this_update, list.revoked),
        None => "no list".to_owned(),
    };
    let needed = if row.crl_required { ", needed" } else { "" };
    format!("{}\t{}\tuntil {}\t{list}{needed}", row.id, row.facts.subject, row.facts.not_after)
}

async fn authorities(domain: &Domain, ctx: &RequestCtx) -> Result<Vec<AuthorityRow>, Fault> {
    domain.access().list_authorities(ctx).await.map_err(|error| refused(error.into()))
}

/// An authority by its id or the fingerprint of its certificate.
async fn find(domain: &Domain, ctx: &RequestCtx, typed: &str) -> Result<AuthorityId, Fault> {
    let fingerprint = typed.replace(':', "").to_lowercase();
    let is_it = |row: &AuthorityRow| row.id.to_string() == typed || row.facts.fingerprint == fingerprint;
    let found = authorities(domain, ctx).await?.into_iter().find(is_it);
    found.map(|row| row.id).ok_or_else(|| {
        Fault::new("There is no such authority", "`gatehouse sign-in show` lists those that are trusted.")
    })
}

/// PEM as it is, DER in base64.
fn read(file: &std::path::Path) -> Result<String, Fault> {
    let bytes = std::fs::read(file).map_err(|error| {
        Fault::new(format!("{} cannot be read: {error}", file.display()), "Check the path and its rights.")
    })?;
    let is_pem = bytes.trim_ascii_start().starts_with(b"-----BEGIN");
    Ok(match String::from_utf8(bytes) {
        Ok(text) if is_pem => text,
        Ok(text) => STANDARD.encode(text),
        Err(error) => STANDARD.encode(error.into_bytes()),
    })
}

fn refused(error: ApiError) -> Fault {
    let field = error.fields.first().map(|field| field.code);
    let (what, mend) = match (error.code, field) {
        (ErrorCode::WouldLockOut, _) => (
            "That would lock administrators out",
            "Switch passwords off in the console, signed in with a card; trust an authority and listen for \
             certificates first.",
        ),
        (ErrorCode::InvalidInput, Some(FieldCode::Taken)) => {
            ("That authority is trusted already", "Nothing is to be done.")
        }
        (ErrorCode::InvalidInput, Some(FieldCode::NotAuthority)) => (
            "That is no certificate of an authority",
            "Take the one that issues the cards, not a card's own.",
        ),
        (ErrorCode::InvalidInput, Some(FieldCode::OutOfDate)) => ("That is out of date", "Take a newer one."),
        (ErrorCode::InvalidInput, Some(FieldCode::OtherIssuer)) => {
            ("That list is of another authority", "`gatehouse sign-in show` lists those that are trusted.")
        }
        (ErrorCode::InvalidInput, Some(FieldCode::TooWeak)) => {
            ("Its key or signature is too weak", "RSA needs 2048 bits, signatures SHA-256.")
        }
        (ErrorCode::InvalidInput, Some(FieldCode::Malformed)) => {
            ("That cannot be read", "Give one certificate or list, in PEM or DER.")
        }
        _ => return super::admin::refused(error),
    };
    Fault::new(what, mend)
}
