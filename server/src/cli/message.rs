//! `gatehouse message …`: the outbox.

use std::process::ExitCode;

use clap::Subcommand;
use domain::RequestCtx;
use types::{MessageId, MessageKind, MessageQuery, MessageState, PageQuery};

use super::{Outcome, admin::refused, print};
use crate::{config::Config, fault::Fault, process};

/// What can be done.
#[derive(Subcommand, Debug)]
pub(super) enum MessageVerb {
    /// List messages, newest first
    List {
        /// Only those whose address or person holds this
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,
        /// Only those in this state: held, queued, sent, failed or cancelled
        #[arg(long, value_name = "WORD", value_parser = state)]
        state: Option<MessageState>,
        /// Only those of this kind, such as registration
        #[arg(long, value_name = "WORD", value_parser = kind)]
        kind: Option<MessageKind>,
        /// How many
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Send a message again
    Resend { id: MessageId },
    /// Send all that was kept without a mail server
    ReleaseHeld,
    /// Throw all away that was kept without a mail server
    DiscardHeld,
}

fn state(text: &str) -> Result<MessageState, String> {
    let words: Vec<&str> = MessageState::ALL.iter().map(|one| one.as_str()).collect();
    MessageState::from_word(text).ok_or_else(|| format!("one of {}", words.join(", ")))
}

fn kind(text: &str) -> Result<MessageKind, String> {
    let words: Vec<&str> = MessageKind::ALL.iter().map(|one| one.as_str()).collect();
    MessageKind::from_word(text).ok_or_else(|| format!("one of {}", words.join(", ")))
}

/// Does what was typed.
pub(super) async fn run(config: &Config, verb: MessageVerb) -> Outcome {
    let domain = process::open(config).await?;
    let ctx = RequestCtx::system("command line");
    let messages = domain.messages();
    match verb {
        MessageVerb::List { search, state, kind, limit } => {
            let page = PageQuery { limit: Some(limit), ..PageQuery::default() };
            let query = MessageQuery { q: search, state, kind, page, ..MessageQuery::default() };
            for row in messages.list(&ctx, &query).await.map_err(told)?.items {
                let error = row.last_error.as_deref().unwrap_or("-");
                print::line(&format!(
                    "{}\t{}\t{}\t{}\t{}\t{error}",
                    row.id, row.kind, row.to_address, row.state, row.created_at
                ));
            }
        }
        MessageVerb::Resend { id } => {
            messages.resend(&ctx, id).await.map_err(told)?;
            print::line("It is in the outbox again.");
        }
        MessageVerb::ReleaseHeld => {
            let count = messages.release_held(&ctx).await.map_err(told)?;
            print::line(&format!("{count} messages wait to be sent"));
        }
        MessageVerb::DiscardHeld => {
            let count = messages.discard_held(&ctx).await.map_err(told)?;
            print::line(&format!("{count} messages were discarded"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn told(error: domain::Error) -> Fault {
    refused(error.into())
}
