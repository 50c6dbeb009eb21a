//! `gatehouse user …`.

use std::process::ExitCode;

use domain::{Domain, RequestCtx};
use types::{
    CreateUser, DeleteUser, DeviceFate, Page, PageQuery, PortalRight, UpdateUser, UserDetail, UserId,
    UserQuery, UserRow, UserState,
};

use super::{Outcome, admin::refused, arguments::UserVerb, print};
use crate::{config::Config, fault::Fault, process};

/// Does what was typed.
pub(super) async fn run(config: &Config, verb: UserVerb) -> Outcome {
    let domain = process::open(config).await?;
    let ctx = RequestCtx::system("command line");
    let people = domain.people();
    match verb {
        UserVerb::List { search, limit } => {
            let query = UserQuery {
                q: search,
                page: PageQuery { limit: Some(limit), ..PageQuery::default() },
                ..UserQuery::default()
            };
            let page: Page<UserRow> = people.list(&ctx, &query).await.map_err(told)?;
            for user in page.items {
                line(&user);
            }
        }
        UserVerb::Show { username } => {
            show(&people.find(&ctx, find(&domain, &username).await?).await.map_err(told)?)
        }
        UserVerb::Create { username, name, email } => {
            let input = CreateUser {
                username,
                display_name: name,
                email,
                phone_number: None,
                language: None,
                first_name: None,
                last_name: None,
                time_zone: None,
                rights: None,
            };
            show(&people.create(&ctx, &input).await.map_err(told)?);
            print::note("The link to set a password is in the outbox.");
        }
        UserVerb::Disable { username } => set_state(&domain, &ctx, &username, UserState::Disabled).await?,
        UserVerb::Enable { username } => set_state(&domain, &ctx, &username, UserState::Active).await?,
        UserVerb::Rights { username, rights } => {
            let id = find(&domain, &username).await?;
            let input = UpdateUser { rights: Some(rights), ..UpdateUser::default() };
            show(&people.update(&ctx, id, &input, None).await.map_err(told)?);
        }
        UserVerb::Export { username } => {
            let export = people.export(&ctx, find(&domain, &username).await?).await.map_err(told)?;
            let text = serde_json::to_string_pretty(&export);
            print::line(
                &text.map_err(|error| Fault::new(format!("The export cannot be written: {error}"), ""))?,
            );
        }
        UserVerb::Delete { username, retire_devices, hand_over_to, yes } => {
            let id = find(&domain, &username).await?;
            if !yes {
                return preview(&domain, &ctx, id).await;
            }
            let receiver = match &hand_over_to {
                Some(name) => Some(find(&domain, name).await?),
                None => None,
            };
            let devices = match (retire_devices, receiver) {
                (_, Some(_)) => Some(DeviceFate::HandOver),
                (true, None) => Some(DeviceFate::Retire),
                (false, None) => None,
            };
            let input = DeleteUser { username: username.clone(), devices, hand_over_to: receiver };
            people.delete(&ctx, id, &input).await.map_err(told)?;
            print::line(&format!("{username} was deleted"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A person by user name.
pub(super) async fn find(domain: &Domain, username: &str) -> Result<UserId, Fault> {
    let ctx = RequestCtx::system("command line");
    domain.people().find_by_username(&ctx, username).await.map_err(told)
}

async fn set_state(domain: &Domain, ctx: &RequestCtx, username: &str, state: UserState) -> Result<(), Fault> {
    let id = find(domain, username).await?;
    let input = UpdateUser { state: Some(state), ..UpdateUser::default() };
    show(&domain.people().update(ctx, id, &input, None).await.map_err(told)?);
    Ok(())
}

/// What would be lost, and how to go on.
async fn preview(domain: &Domain, ctx: &RequestCtx, id: UserId) -> Outcome {
    let found = domain.people().preview_deletion(ctx, id).await.map_err(told)?;
    for devices in &found.devices {
        print::line(&format!("{} devices {}", devices.count, devices.state));
    }
    for (count, what) in [
        (found.registrations, "registrations are withdrawn"),
        (found.sessions, "sessions end"),
        (found.tokens, "API tokens end"),
        (found.groups, "groups are left"),
        (found.messages, "messages are removed"),
    ] {
        print::line(&format!("{count} {what}"));
    }
    if found.comes_back {
        print::line("their directory brings them back when it is read next");
    }
    print::note(match found.managed_devices {
        0 => "Nothing has been done. Add --yes to delete.",
        _ => "Nothing has been done. Add --yes and --retire-devices or --hand-over-to NAME to delete.",
    });
    Ok(ExitCode::FAILURE)
}

fn line(user: &UserRow) {
    let email = user.email.as_deref().unwrap_or("-");
    print::line(&format!(
        "{}\t{}\t{}\t{}\t{}\t{} devices",
        user.username, user.display_name, email, user.state, user.source, user.device_count
    ));
}

fn show(user: &UserDetail) {
    let rights: Vec<&str> = user.row.rights.iter().copied().map(PortalRight::as_str).collect();
    line(&user.row);
    print::line(&format!("id {}\trights {}", user.row.id, rights.join(",")));
}

fn told(error: domain::Error) -> Fault {
    refused(error.into())
}
