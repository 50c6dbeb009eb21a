//! `gatehouse terms …`: terms of use, and who has accepted them.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use domain::RequestCtx;
use types::{AcceptanceQuery, CountryCode, ErrorCode, MessageLanguage, PublishTerms, TermsKey};

use super::{Outcome, admin::refused, input, print};
use crate::{config::Config, fault::Fault, process};

/// What can be done.
#[derive(Subcommand, Debug)]
pub(super) enum TermsVerb {
    /// List the texts, their versions, and how often these were accepted
    List,
    /// Print the text in force, or one of its versions
    Show {
        #[command(flatten)]
        key: Key,
        /// The version, from `history`
        #[arg(long)]
        version: Option<i64>,
    },
    /// List the versions of a text, newest first
    History {
        #[command(flatten)]
        key: Key,
    },
    /// Bring a text into force; whoever registers a device from now on is asked to accept it
    Publish {
        #[command(flatten)]
        key: Key,
        /// The file with the text; - stands for the standard input
        file: String,
    },
    /// Take a text out of force
    Withdraw {
        #[command(flatten)]
        key: Key,
    },
    /// Print who has accepted which text, as CSV
    Accepted {
        /// Part of user name, name or e-mail address
        q: Option<String>,
    },
}

/// Which text.
#[derive(Args, Debug, Clone)]
pub(super) struct Key {
    /// The language: en, de, fr, es, ja or ar
    #[arg(value_parser = language)]
    language: MessageLanguage,
    /// For devices of this country alone, such as DE
    #[arg(long, value_parser = country)]
    country: Option<String>,
}

impl From<Key> for TermsKey {
    fn from(Key { language, country }: Key) -> Self {
        Self { language, country }
    }
}

/// Does what was typed.
pub(super) async fn run(config: &Config, verb: TermsVerb) -> Outcome {
    let domain = process::open(config).await?;
    let ctx = RequestCtx::system("command line");
    let terms = domain.terms();
    match verb {
        TermsVerb::List => {
            for row in terms.list(&ctx).await.map_err(told)? {
                let state = if row.is_in_force { "in force" } else { "withdrawn" };
                print::line(&format!("{}\t{}\t{state}\t{}", row.key, row.version, row.accepted));
            }
        }
        TermsVerb::Show { key, version } => {
            let detail = terms.find(&ctx, &key.into()).await.map_err(told)?;
            let text = match version {
                None => detail.text,
                Some(number) => {
                    detail.versions.into_iter().find(|one| one.version == number).and_then(|one| one.text)
                }
            };
            let text = text.ok_or_else(|| told(ErrorCode::NotFound.into()))?;
            print::line(&text);
        }
        TermsVerb::History { key } => {
            for version in terms.find(&ctx, &key.into()).await.map_err(told)?.versions {
                let what = match version.text {
                    Some(_) => format!("accepted {}", version.accepted),
                    None => "withdrawn".to_owned(),
                };
                print::line(&format!(
                    "{}\t{}\t{}\t{what}",
                    version.version, version.changed_at, version.changed_by
                ));
            }
        }
        TermsVerb::Publish { key, file } => {
            let input = PublishTerms { text: input::text_of(&file).map_err(unreadable)? };
            let key = TermsKey::from(key);
            let detail = terms.publish(&ctx, &key, &input, None).await.map_err(told)?;
            print::line(&format!("{key}: version {} is in force.", detail.version));
        }
        TermsVerb::Withdraw { key } => {
            let key = TermsKey::from(key);
            terms.withdraw(&ctx, &key, None).await.map_err(told)?;
            print::line(&format!("{key}: nobody is asked any more."));
        }
        TermsVerb::Accepted { q } => {
            let query = AcceptanceQuery { q, ..AcceptanceQuery::default() };
            let file = terms.acceptances_csv(&ctx, &query).await.map_err(told)?;
            print::line(String::from_utf8_lossy(&file).trim_end());
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn language(text: &str) -> Result<MessageLanguage, String> {
    MessageLanguage::from_word(text).ok_or_else(|| "one of en, de, fr, es, ja, ar".to_owned())
}

fn country(text: &str) -> Result<String, String> {
    CountryCode::parse(text)
        .map(|code| code.as_str().to_owned())
        .map_err(|_| "no country of ISO 3166-1, such as DE".to_owned())
}

fn unreadable(what: String) -> Fault {
    Fault::new(what, "Give a text file in UTF-8, or - for standard input.")
}

/// What a refusal means for whoever typed the command.
fn told(error: domain::Error) -> Fault {
    let error = types::ApiError::from(error);
    match error.code {
        ErrorCode::InvalidInput => Fault::new(
            "The text cannot be published as it is",
            "It must not be empty, hold control characters, or be longer than 65,536 bytes.",
        ),
        ErrorCode::NotFound => {
            Fault::new("There is no such text or version", "`gatehouse terms list` shows all.")
        }
        _ => refused(error),
    }
}
