//! `gatehouse group …`.

use std::process::ExitCode;

use domain::{Domain, RequestCtx};
use types::{
    ChangeMembers, CreateGroup, ErrorCode, GroupId, GroupQuery, GroupRow, PageQuery, Source, UserId,
};

use super::{Outcome, admin::refused, arguments::GroupVerb, print, user};
use crate::{config::Config, fault::Fault, process};

/// Does what was typed.
pub(super) async fn run(config: &Config, verb: GroupVerb) -> Outcome {
    let domain = process::open(config).await?;
    let ctx = RequestCtx::system("command line");
    let people = domain.people();
    match verb {
        GroupVerb::List { search } => {
            for group in all(&domain, &ctx, search).await? {
                line(&group);
            }
        }
        GroupVerb::Create { name, description, rights } => {
            let input = CreateGroup { name, description, rights };
            line(&people.create_group(&ctx, &input).await.map_err(told)?.row);
        }
        GroupVerb::Delete { name } => {
            let id = find(&domain, &ctx, &name).await?;
            people.delete_group(&ctx, id).await.map_err(told)?;
            print::line(&format!("{name} was deleted"));
        }
        GroupVerb::Add { name, users } => {
            let input = ChangeMembers { add: ids(&domain, &users).await?, remove: Vec::new() };
            let id = find(&domain, &ctx, &name).await?;
            line(&people.change_members(&ctx, id, &input).await.map_err(told)?.row);
        }
        GroupVerb::Remove { name, users } => {
            let input = ChangeMembers { add: Vec::new(), remove: ids(&domain, &users).await? };
            let id = find(&domain, &ctx, &name).await?;
            line(&people.change_members(&ctx, id, &input).await.map_err(told)?.row);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// All groups that fit.
pub(super) async fn all(
    domain: &Domain,
    ctx: &RequestCtx,
    q: Option<String>,
) -> Result<Vec<GroupRow>, Fault> {
    let page = PageQuery { limit: Some(PageQuery::MAX_LIMIT), ..PageQuery::default() };
    let mut query = GroupQuery { q, page, ..GroupQuery::default() };
    let mut groups = Vec::new();
    loop {
        let page = domain.people().list_groups(ctx, &query).await.map_err(told)?;
        groups.extend(page.items);
        if page.next_cursor.is_none() {
            return Ok(groups);
        }
        query.page.cursor = page.next_cursor;
    }
}

/// A local group by name; names of groups from directories may stand for several.
pub(super) async fn find(domain: &Domain, ctx: &RequestCtx, name: &str) -> Result<GroupId, Fault> {
    let groups = all(domain, ctx, Some(name.to_owned())).await?;
    let found = groups
        .iter()
        .find(|group| group.source == Source::Local && group.name.to_lowercase() == name.to_lowercase());
    match found {
        Some(group) => Ok(group.id),
        None => Err(Fault::new(
            format!("There is no local group {name}"),
            "`gatehouse group list` shows which there are.",
        )),
    }
}

async fn ids(domain: &Domain, usernames: &[String]) -> Result<Vec<UserId>, Fault> {
    let mut ids = Vec::with_capacity(usernames.len());
    for username in usernames {
        ids.push(user::find(domain, username).await?);
    }
    Ok(ids)
}

fn line(group: &GroupRow) {
    let from = group.directory_name.as_deref().unwrap_or("local");
    let rights: Vec<&str> = group.rights.iter().map(|right| right.as_str()).collect();
    print::line(&format!("{}\t{from}\t{} members\t{}", group.name, group.member_count, rights.join(",")));
}

fn told(error: domain::Error) -> Fault {
    match error.code() {
        ErrorCode::WrongState => {
            Fault::new("That group comes from a directory", "Change its name and members there.")
        }
        _ => refused(error.into()),
    }
}
