//! `gatehouse limit …`: how many devices people may have.

use std::process::ExitCode;

use clap::Subcommand;
use domain::{Domain, RequestCtx};
use types::{GroupId, GroupLimit, GroupRow, LimitOverride, LimitSource, RegistrationSettings};

use super::{Outcome, admin::refused, group, print, user};
use crate::{config::Config, fault::Fault, process};

/// What can be done.
#[derive(Subcommand, Debug)]
pub(super) enum LimitVerb {
    /// Print the standard limit and the rows of groups, in order
    List,
    /// What applies to a person, and why
    Show {
        /// The user name
        username: String,
    },
    /// Set the limit for everyone
    Standard {
        /// 1 to 50, or none
        #[arg(value_parser = limit)]
        limit: Limit,
    },
    /// Which counts where a group has a row: group, standard or lower
    Override {
        /// Which
        #[arg(value_parser = which)]
        which: LimitOverride,
    },
    /// Give a group a limit of its own, as the last row, or change its row
    Set {
        /// The group's name or id
        group: String,
        /// 1 to 50, or none
        #[arg(value_parser = limit)]
        limit: Limit,
    },
    /// Put a group's row at another place; the first row that fits a person decides
    Move {
        /// The group's name or id
        group: String,
        /// The place, from 1
        place: usize,
    },
    /// Delete a group's row
    Delete {
        /// The group's name or id
        group: String,
    },
}

/// A number of devices, or none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit(Option<u32>);

fn limit(text: &str) -> Result<Limit, String> {
    if text == "none" {
        return Ok(Limit(None));
    }
    let number = text.parse().ok().filter(|number| RegistrationSettings::LIMITS.contains(number));
    number.map(|number| Limit(Some(number))).ok_or_else(|| "1 to 50, or none".to_owned())
}

fn which(word: &str) -> Result<LimitOverride, String> {
    LimitOverride::from_word(word).ok_or_else(|| "group, standard or lower".to_owned())
}

/// Does what was typed.
pub(super) async fn run(config: &Config, verb: LimitVerb) -> Outcome {
    let domain = process::open(config).await?;
    let ctx = RequestCtx::system("command line");
    let groups = group::all(&domain, &ctx, None).await?;
    let told = |error: domain::Error| refused(error.into());
    if let LimitVerb::Show { username } = &verb {
        return show(&domain, username).await;
    }
    let mut stored = domain.settings().read::<RegistrationSettings>(&ctx).await.map_err(told)?;
    if !matches!(verb, LimitVerb::List) {
        let changed = change(stored.value.clone(), verb, &groups)?;
        stored = domain.settings().update(&ctx, &changed, Some(stored.version())).await.map_err(told)?;
    }
    list(&stored.value, &groups);
    Ok(ExitCode::SUCCESS)
}

fn change(
    mut settings: RegistrationSettings,
    verb: LimitVerb,
    groups: &[GroupRow],
) -> Result<RegistrationSettings, Fault> {
    let rows = &mut settings.group_limits;
    match verb {
        LimitVerb::List | LimitVerb::Show { .. } => {}
        LimitVerb::Standard { limit: Limit(limit) } => settings.standard_device_limit = limit,
        LimitVerb::Override { which } => settings.limit_override = which,
        LimitVerb::Set { group, limit: Limit(limit) } => {
            let group_id = find(groups, &group)?;
            match rows.iter_mut().find(|row| row.group_id == group_id) {
                Some(row) => row.limit = limit,
                None => rows.push(GroupLimit { group_id, limit }),
            }
        }
        LimitVerb::Move { group, place } => {
            let group_id = find(groups, &group)?;
            let at = rows.iter().position(|row| row.group_id == group_id).ok_or_else(|| no_row(&group))?;
            let row = rows.remove(at);
            rows.insert(place.saturating_sub(1).min(rows.len()), row);
        }
        LimitVerb::Delete { group } => {
            let group_id = find(groups, &group)?;
            let before = rows.len();
            rows.retain(|row| row.group_id != group_id);
            if rows.len() == before {
                return Err(no_row(&group));
            }
        }
    }
    Ok(settings)
}

fn no_row(group: &str) -> Fault {
    Fault::new(format!("{group} has no limit of its own"), "`gatehouse limit list` shows which have.")
}

/// A group by id, or by a name that only one has.
fn find(groups: &[GroupRow], typed: &str) -> Result<GroupId, Fault> {
    let by_id = groups.iter().find(|group| group.id.to_string() == typed);
    let mut by_name = groups.iter().filter(|group| group.name.to_lowercase() == typed.to_lowercase());
    match (by_id.or_else(|| by_name.next()), by_name.next()) {
        (Some(group), None) => Ok(group.id),
        (Some(_), Some(_)) => {
            Err(Fault::new(format!("Several groups are called {typed}"), "Name it by its id."))
        }
        (None, _) => Err(Fault::new(
            format!("There is no group {typed}"),
            "`gatehouse group list` shows which there are.",
        )),
    }
}

async fn show(domain: &Domain, username: &str) -> Outcome {
    let id = user::find(domain, username).await?;
    let found = domain.registration().limit_of(id).await.map_err(|error| refused(error.into()))?;
    let why = match (found.source, found.group) {
        (LimitSource::Group, Some(group)) => format!("group {group}"),
        _ => "standard".to_owned(),
    };
    let taken = format!("{} devices, {} waiting", found.used, found.waiting);
    print::line(&format!("{username}\t{}\t{why}\t{taken}", word(found.limit)));
    Ok(ExitCode::SUCCESS)
}

fn list(settings: &RegistrationSettings, groups: &[GroupRow]) {
    print::line(&format!("standard\t{}", word(settings.standard_device_limit)));
    print::line(&format!("override\t{}", settings.limit_override));
    for (row, place) in settings.group_limits.iter().zip(1..) {
        let group = groups.iter().find(|group| group.id == row.group_id);
        let name = group.map_or("a group that is gone", |group| group.name.as_str());
        let from = group.and_then(|group| group.directory_name.as_deref()).unwrap_or("local");
        print::line(&format!("{place}\t{from}\t{name}\t{}\t{}", word(row.limit), row.group_id));
    }
}

fn word(limit: Option<u32>) -> String {
    limit.map_or_else(|| "none".to_owned(), |limit| limit.to_string())
}
