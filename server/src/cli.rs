//! The command line.

mod admin;
mod arguments;
mod audit;
mod backup;
mod demo;
mod directory;
mod doctor;
mod group;
mod input;
mod invite;
mod keys;
mod limit;
mod mail_server;
mod message;
mod print;
mod registration;
mod role;
mod settings;
mod sign_in;
mod sms_gateway;
mod template;
mod terms;
mod token;
mod user;

use std::{future::Future, process::ExitCode};

use clap::Parser as _;

use self::arguments::{AdminVerb, Arguments, AuditVerb, DirectoryVerb, TokenVerb, Verb};
use crate::{
    config::Config,
    fault::Fault,
    logging,
    process::{self, serve},
    router,
};

/// What a command has done.
type Outcome = Result<ExitCode, Fault>;

/// Reads the arguments and does what they say. Exit codes: 0 done, 1 not done, 2 wrong usage.
pub fn run() -> ExitCode {
    let Arguments { flags, verb } = Arguments::parse();
    logging::begin(if matches!(verb, Verb::Serve) { "info" } else { "error" });
    let outcome = match verb {
        Verb::Openapi => openapi(),
        verb => Config::load(&flags).and_then(|config| block_on(command(config, verb))),
    };
    outcome.unwrap_or_else(|fault| {
        print::fault(&fault);
        ExitCode::FAILURE
    })
}

async fn command(config: Config, verb: Verb) -> Outcome {
    match verb {
        Verb::Serve => serve(config).await,
        Verb::Migrate => migrate(&config).await,
        Verb::Doctor => doctor::run(&config).await,
        Verb::Openapi => openapi(),
        Verb::Backup { file, replace } => backup::write(&config, &file, replace).await,
        Verb::Restore { file, check: true } => backup::check(&config, &file),
        Verb::Restore { file, check: false } => backup::restore(&config, &file).await,
        Verb::Keys { verb } => keys::run(&config, verb).await,
        Verb::Audit { verb: AuditVerb::Verify } => audit::verify(&config).await,
        Verb::Admin { verb: AdminVerb::Create { username, .. } } => admin::create(&config, &username).await,
        Verb::Admin { verb: AdminVerb::Reset { username } } => admin::reset(&config, &username).await,
        Verb::Directory { verb: DirectoryVerb::List } => directory::list(&config).await,
        Verb::Directory { verb: DirectoryVerb::Test { name } } => directory::test(&config, &name).await,
        Verb::Directory { verb: DirectoryVerb::Sync { name, accept_losses } } => {
            directory::sync(&config, &name, accept_losses).await
        }
        Verb::Demo { verb } => demo::run(&config, verb).await,
        Verb::User { verb } => user::run(&config, verb).await,
        Verb::Group { verb } => group::run(&config, verb).await,
        Verb::Registration { verb } => registration::run(&config, verb).await,
        Verb::Device { verb } => registration::run_device(&config, verb).await,
        Verb::Message { verb } => message::run(&config, verb).await,
        Verb::Invite { verb } => invite::run(&config, verb).await,
        Verb::Import { arguments } => invite::import(&config, arguments).await,
        Verb::Job { verb } => invite::run_job(&config, verb).await,
        Verb::SignIn { verb } => sign_in::run(&config, verb).await,
        Verb::Settings { verb } => settings::run(&config, verb).await,
        Verb::Limit { verb } => limit::run(&config, verb).await,
        Verb::MailServer { verb } => mail_server::run(&config, verb).await,
        Verb::SmsGateway { verb } => sms_gateway::run(&config, verb).await,
        Verb::Template { verb } => template::run(&config, verb).await,
        Verb::Terms { verb } => terms::run(&config, verb).await,
        Verb::Role { verb } => role::run(&config, verb).await,
        Verb::Token { verb: TokenVerb::Create { user, name, scopes } } => {
            token::create(&config, &user, &name, &scopes).await
        }
    }
}

async fn serve(config: Config) -> Outcome {
    let serving = serve::prepare(config).await?;
    print::line(&format!("Gatehouse listens on {}", serving.url()));
    if let Some(link) = &serving.set_up_link {
        print::line("It is not set up yet. Open this link; it works once:");
        print::line(link);
    }
    serving.run().await?;
    Ok(ExitCode::SUCCESS)
}

async fn migrate(config: &Config) -> Outcome {
    config.prepare_data_dir()?;
    let db = process::open_database(config).await?;
    let steps = process::migrate(&db, &config.data_dir).await?;
    print::line(&match steps {
        0 => "The database is up to date.".to_owned(),
        steps => format!("The database is up to date now; steps taken: {steps}."),
    });
    Ok(ExitCode::SUCCESS)
}

fn openapi() -> Outcome {
    let document = serde_json::to_string_pretty(&router::openapi());
    print::line(
        &document.map_err(|error| Fault::new(format!("The document cannot be written: {error}"), ""))?,
    );
    Ok(ExitCode::SUCCESS)
}

fn block_on(work: impl Future<Output = Outcome>) -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime
        .map_err(|error| {
            Fault::new(format!("The process cannot start its threads: {error}"), "Free some memory.")
        })?
        .block_on(work)
}
