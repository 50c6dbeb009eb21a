//! `gatehouse settings …`: values as JSON, one field at a time.

use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use domain::{Domain, RequestCtx, settings::Setting};
use serde_json::{Map, Value};
use types::{LookSettings, OrganisationSettings, PeopleSettings, RegistrationSettings};

use super::{Outcome, admin::refused, print};
use crate::{config::Config, fault::Fault, process};

/// What can be done.
#[derive(Subcommand, Debug)]
pub(super) enum SettingsVerb {
    /// Print settings as JSON
    Show {
        /// Which
        name: Name,
    },
    /// Change fields; the others stay
    Set {
        /// Which
        name: Name,
        /// field=value; the value is JSON, or a text
        #[arg(required = true, value_name = "FIELD=VALUE")]
        fields: Vec<String>,
    },
}

/// Settings that are kept as one.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub(super) enum Name {
    /// How devices register
    Registration,
    /// Name and help contact
    Organisation,
    /// Colour, links and texts of the organisation's own
    Look,
    /// What new people may do
    People,
}

/// Does what was typed.
pub(super) async fn run(config: &Config, verb: SettingsVerb) -> Outcome {
    let domain = process::open(config).await?;
    let (name, fields) = match verb {
        SettingsVerb::Show { name } => (name, Vec::new()),
        SettingsVerb::Set { name, fields } => (name, fields),
    };
    match name {
        Name::Registration => show::<RegistrationSettings>(&domain, &fields).await,
        Name::Organisation => show::<OrganisationSettings>(&domain, &fields).await,
        Name::Look => show::<LookSettings>(&domain, &fields).await,
        Name::People => show::<PeopleSettings>(&domain, &fields).await,
    }
}

/// Changes what is given, and prints how it is then.
async fn show<T: Setting>(domain: &Domain, fields: &[String]) -> Outcome {
    let ctx = RequestCtx::system("command line");
    let settings = domain.settings();
    let told = |error: domain::Error| refused(error.into());
    let mut stored = settings.read::<T>(&ctx).await.map_err(told)?;
    if !fields.is_empty() {
        let Ok(Value::Object(mut value)) = serde_json::to_value(&stored.value) else {
            return Err(Fault::new(
                "The settings cannot be read",
                "Look at them with `gatehouse settings show`.",
            ));
        };
        for field in fields {
            change(&mut value, field)?;
        }
        let changed: T = serde_json::from_value(Value::Object(value)).map_err(|error| {
            Fault::new(
                format!("That is no such setting: {error}"),
                "Look at the fields with `gatehouse settings show`.",
            )
        })?;
        stored = settings.update(&ctx, &changed, Some(stored.version())).await.map_err(told)?;
    }
    let text = serde_json::to_string_pretty(&stored.value);
    print::line(&text.map_err(|error| Fault::new(format!("The settings cannot be written: {error}"), ""))?);
    if let Some((at, by)) = stored.updated_at.zip(stored.updated_by) {
        print::note(&format!("Changed last {at} by {by}"));
    }
    Ok(ExitCode::SUCCESS)
}

fn change(value: &mut Map<String, Value>, field: &str) -> Result<(), Fault> {
    let Some((name, text)) = field.split_once('=') else {
        return Err(Fault::new(format!("{field} is not field=value"), "For example pin_length=10"));
    };
    let new = serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()));
    value.insert(name.to_owned(), new);
    Ok(())
}
