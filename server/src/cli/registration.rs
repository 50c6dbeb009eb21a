//! `gatehouse registration …` and `gatehouse device …`.

use std::process::ExitCode;

use clap::Subcommand;
use domain::RequestCtx;
use types::{
    CreateRegistration, DeviceId, DeviceQuery, DeviceRow, DeviceState, Handout, MessageChannel, Ownership,
    PageQuery, Platform, RegistrationId,
};

use super::{Outcome, admin::refused, print, user};
use crate::{config::Config, fault::Fault, process};

/// What can be done with registrations.
#[derive(Subcommand, Debug)]
pub(super) enum RegistrationVerb {
    /// Register a device for a person; prints PIN and links
    Create {
        /// The user name
        username: String,
        /// ios, ipados, macos, tvos, android, windows or linux
        #[arg(value_parser = platform)]
        platform: Platform,
        /// The phone number in E.164, for a device that has one
        #[arg(long, value_name = "NUMBER")]
        phone: Option<String>,
        /// The country of the number in two letters
        #[arg(long, value_name = "CODE")]
        country: Option<String>,
        /// company or employee [default: as the settings say]
        #[arg(long, value_name = "WORD", value_parser = ownership)]
        ownership: Option<Ownership>,
        /// The language of the message [default: the person's]
        #[arg(long, value_name = "TAG")]
        language: Option<String>,
        /// Send PIN and link to the person: email (without a word), sms, or both with a comma between
        #[arg(
            long,
            value_name = "WAYS",
            num_args = 0..=1,
            require_equals = true,
            default_missing_value = "email",
            value_delimiter = ',',
            value_parser = channel
        )]
        notify: Vec<MessageChannel>,
        /// Exceed the person's limit, for this reason
        #[arg(long, value_name = "REASON")]
        exceed: Option<String>,
    },
    /// Give a new PIN and link; the old ones are dead at once
    Reissue { id: RegistrationId },
    /// Send PIN and link to the person again
    Send {
        id: RegistrationId,
        /// email or sms
        #[arg(long, value_name = "WAY", default_value = "email", value_parser = channel)]
        by: MessageChannel,
    },
    /// Take a registration that waits back
    Withdraw { id: RegistrationId },
}

/// What can be done with devices.
#[derive(Subcommand, Debug)]
pub(super) enum DeviceVerb {
    /// List devices, newest first
    List {
        /// Only those whose name, person or serial number holds this
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,
        /// Only those in this state
        #[arg(long, value_name = "WORD", value_parser = state)]
        state: Option<DeviceState>,
        /// Only those of this person
        #[arg(long, value_name = "NAME")]
        user: Option<String>,
        /// How many
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Show a device
    Show { id: DeviceId },
    /// Delete the record of a device that has left or never came; without --yes it is only shown
    Delete {
        id: DeviceId,
        /// Delete
        #[arg(long)]
        yes: bool,
    },
}

fn word<T: Copy>(text: &str, all: &[T], name: fn(T) -> &'static str) -> Result<T, String> {
    let names: Vec<&str> = all.iter().map(|one| name(*one)).collect();
    let found = all.iter().find(|one| name(**one) == text);
    found.copied().ok_or_else(|| format!("one of {}", names.join(", ")))
}

fn platform(text: &str) -> Result<Platform, String> {
    word(text, Platform::ALL, Platform::as_str)
}

fn ownership(text: &str) -> Result<Ownership, String> {
    word(text, Ownership::ALL, Ownership::as_str)
}

/// A way to a person.
pub(super) fn channel(text: &str) -> Result<MessageChannel, String> {
    word(text, MessageChannel::ALL, MessageChannel::as_str)
}

fn state(text: &str) -> Result<DeviceState, String> {
    word(text, DeviceState::ALL, DeviceState::as_str)
}

/// Does what was typed about registrations.
pub(super) async fn run(config: &Config, verb: RegistrationVerb) -> Outcome {
    let domain = process::open(config).await?;
    let ctx = RequestCtx::system("command line");
    let registration = domain.registration();
    match verb {
        RegistrationVerb::Create {
            username,
            platform,
            phone,
            country,
            ownership,
            language,
            notify,
            exceed,
        } => {
            let input = CreateRegistration {
                user_id: user::find(&domain, &username).await?,
                platform,
                phone_number: phone,
                country,
                ownership,
                language,
                notify,
                exceed_reason: exceed,
            };
            show(&registration.create(&ctx, &input).await.map_err(told)?);
        }
        RegistrationVerb::Reissue { id } => show(&registration.reissue(&ctx, id).await.map_err(told)?),
        RegistrationVerb::Send { id, by } => {
            registration.send(&ctx, id, by).await.map_err(told)?;
            print::line("The message is in the outbox.");
        }
        RegistrationVerb::Withdraw { id } => {
            registration.withdraw(&ctx, id).await.map_err(told)?;
            print::line(&format!("{id} was withdrawn"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Does what was typed about devices.
pub(super) async fn run_device(config: &Config, verb: DeviceVerb) -> Outcome {
    let domain = process::open(config).await?;
    let ctx = RequestCtx::system("command line");
    let devices = domain.devices();
    match verb {
        DeviceVerb::List { search, state, user, limit } => {
            let user_id = match &user {
                Some(name) => Some(user::find(&domain, name).await?),
                None => None,
            };
            let page = PageQuery { limit: Some(limit), ..PageQuery::default() };
            let query = DeviceQuery { q: search, state, user_id, page, ..DeviceQuery::default() };
            for device in devices.list(&ctx, &query).await.map_err(told)?.items {
                line(&device);
            }
        }
        DeviceVerb::Show { id } => line(&devices.find(&ctx, id).await.map_err(told)?.row),
        DeviceVerb::Delete { id, yes } => {
            line(&devices.find(&ctx, id).await.map_err(told)?.row);
            if !yes {
                print::note("Nothing has been done. Add --yes to delete this record.");
                return Ok(ExitCode::FAILURE);
            }
            devices.delete(&ctx, id).await.map_err(told)?;
            print::line("deleted");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn show(handout: &Handout) {
    print::line(&format!("registration\t{}", handout.id));
    print::line(&format!("device\t{}", handout.device_id));
    if let Some(pin) = &handout.pin {
        print::line(&format!("pin\t{pin}"));
    }
    print::line(&format!("expires\t{}", handout.pin_expires_at));
    print::line(&format!("link\t{}", handout.link));
    if let Some(mirp) = &handout.mirp_url {
        print::line(&format!("app\t{mirp}"));
    }
}

fn line(device: &DeviceRow) {
    let seen = device.last_seen_at.map_or_else(|| "-".to_owned(), |at| at.to_string());
    print::line(&format!(
        "{}\t{}\t{}\t{}\t{}\t{}\t{seen}",
        device.id, device.name, device.user_display_name, device.platform, device.state, device.ownership
    ));
}

fn told(error: domain::Error) -> Fault {
    refused(error.into())
}
