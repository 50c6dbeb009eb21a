//! `gatehouse sms-gateway …`: the service that text messages leave by.

use std::process::ExitCode;

use clap::Subcommand;
use domain::RequestCtx;
use types::{ErrorCode, SmsGateway, SmsPreset};

use super::{
    Outcome,
    admin::{faults, refused},
    input::text_of,
    print,
};
use crate::{config::Config, fault::Fault, process};

/// What can be done.
#[derive(Subcommand, Debug)]
pub(super) enum SmsGatewayVerb {
    /// Print the service, without its secrets
    Show,
    /// Print the form of a service that is known, to be filled in
    Preset {
        /// form, json, twilio, telnyx, plivo or vonage
        #[arg(value_parser = preset)]
        name: SmsPreset,
    },
    /// Set the service up; counts at once
    Set {
        /// A file with JSON as the API takes it, or - for the standard input; what it leaves out of
        /// `secret` and `signing_secret` keeps what is there
        file: String,
    },
    /// Take the service away; text messages are kept
    Remove,
    /// Send a text message with sample data, and say how that went
    Test {
        /// The number, with its country code
        #[arg(long, value_name = "NUMBER")]
        to: String,
    },
}

/// Does what was typed.
pub(super) async fn run(config: &Config, verb: SmsGatewayVerb) -> Outcome {
    if let SmsGatewayVerb::Preset { name } = &verb {
        print::json(&name.gateway())?;
        return Ok(ExitCode::SUCCESS);
    }
    let domain = process::open(config).await?;
    let ctx = RequestCtx::system("command line");
    let messages = domain.messages();
    match verb {
        SmsGatewayVerb::Preset { .. } => {}
        SmsGatewayVerb::Show => print::json(&messages.sms_gateway(&ctx).await.map_err(told)?)?,
        SmsGatewayVerb::Set { file } => {
            let text = text_of(&file).map_err(|what| Fault::new(what, "Name a file with JSON, or -."))?;
            // The parser's words could quote a secret; line and column tell enough.
            let input: SmsGateway = serde_json::from_str(&text).map_err(|error| {
                let what = format!("{file} is not right at line {}, column {}", error.line(), error.column());
                Fault::new(what, "`gatehouse sms-gateway preset form` prints one to begin with.")
            })?;
            messages.save_sms_gateway(&ctx, Some(&input), None).await.map_err(told)?;
            print::line("The next text message leaves by this service.");
        }
        SmsGatewayVerb::Remove => {
            messages.save_sms_gateway(&ctx, None, None).await.map_err(told)?;
            print::line("Text messages are kept from now on.");
        }
        SmsGatewayVerb::Test { to } => {
            let outcome = messages.test_sms_gateway(&ctx, None, &to).await.map_err(told)?;
            match outcome.failure {
                None => print::line(&format!("The service took a test for {}.", outcome.to)),
                Some(words) => {
                    return Err(Fault::new(
                        format!("The service did not take the test: {words}"),
                        "Check address, fields and account.",
                    ));
                }
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn preset(text: &str) -> Result<SmsPreset, String> {
    SmsPreset::from_word(text).ok_or_else(|| "one of form, json, twilio, telnyx, plivo, vonage".to_owned())
}

/// What a refusal means for whoever typed the command.
fn told(error: domain::Error) -> Fault {
    let error = types::ApiError::from(error);
    match error.code {
        ErrorCode::InvalidInput => Fault::new(
            format!("The service cannot be set up or tried: {}", faults(&error)),
            "docs/messages.md explains each part.",
        ),
        ErrorCode::WrongState => {
            Fault::new("There is no service for text messages", "`gatehouse sms-gateway set` makes one.")
        }
        _ => refused(error),
    }
}
