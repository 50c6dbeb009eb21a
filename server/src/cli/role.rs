//! `gatehouse role …`.

use std::process::ExitCode;

use clap::Subcommand;
use domain::{Domain, RequestCtx};
use types::{
    ApiError, AssignRole, CreateRole, ErrorCode, HolderQuery, PageQuery, Permission, RoleChange, RoleHolder,
    RoleKey, RoleRow,
};

use super::{Outcome, print};
use crate::{config::Config, fault::Fault, process};

#[derive(Subcommand, Debug)]
pub(super) enum RoleVerb {
    /// List all roles: id, name, and how many hold them
    List,
    /// Show what a role allows and who holds it
    Show {
        /// Its word, id or name
        role: String,
    },
    /// Create a role and print its id
    Create {
        /// What to call it
        #[arg(long)]
        name: String,
        /// What it is for
        #[arg(long, default_value = "")]
        description: String,
        /// What it allows; repeat for more
        #[arg(long = "permission", value_name = "PERMISSION", required = true, value_parser = permission)]
        permissions: Vec<Permission>,
    },
    /// Delete a role and take it from all who hold it
    Delete {
        /// Its id or name
        role: String,
    },
    /// Give a role to people
    Grant {
        /// Its word, id or name
        role: String,
        /// Whom, by name to sign in with; repeat for more
        #[arg(long = "user", value_name = "NAME", required = true)]
        users: Vec<String>,
    },
    /// Take a role from people
    Revoke {
        /// Its word, id or name
        role: String,
        /// From whom, by name to sign in with; repeat for more
        #[arg(long = "user", value_name = "NAME", required = true)]
        users: Vec<String>,
    },
}

pub(super) async fn run(config: &Config, verb: RoleVerb) -> Outcome {
    let domain = process::open(config).await?;
    let ctx = RequestCtx::system("command line");
    match verb {
        RoleVerb::List => list(&domain, &ctx).await,
        RoleVerb::Show { role } => show(&domain, &ctx, &role).await,
        RoleVerb::Create { name, description, permissions } => {
            let input = CreateRole { name, description, permissions };
            let made =
                domain.people().create_role(&ctx, &input).await.map_err(|error| refused(error.into()))?;
            print::line(&made.row.id.to_string());
            Ok(ExitCode::SUCCESS)
        }
        RoleVerb::Delete { role } => {
            let role = find(&domain, &ctx, &role).await?;
            let deleted = domain.people().delete_role(&ctx, role.id, None).await;
            deleted.map_err(|error| refused(error.into()))?;
            print::line(&format!(
                "{} is deleted; taken from people: {}, from groups: {}.",
                role.name, role.users, role.groups
            ));
            Ok(ExitCode::SUCCESS)
        }
        RoleVerb::Grant { role, users } => assign(&domain, &ctx, &role, &users, RoleChange::Grant).await,
        RoleVerb::Revoke { role, users } => assign(&domain, &ctx, &role, &users, RoleChange::Revoke).await,
    }
}

async fn list(domain: &Domain, ctx: &RequestCtx) -> Outcome {
    for role in roles(domain, ctx).await? {
        print::line(&format!("{}\t{}\tpeople {}, groups {}", role.id, role.name, role.users, role.groups));
    }
    Ok(ExitCode::SUCCESS)
}

async fn show(domain: &Domain, ctx: &RequestCtx, role: &str) -> Outcome {
    let role = find(domain, ctx, role).await?;
    print::line(&role.name);
    if !role.description.is_empty() {
        print::line(&role.description);
    }
    print::line("Allows:");
    for permission in &role.permissions {
        print::line(&format!("  {permission}"));
    }
    let mut query =
        HolderQuery { page: PageQuery { limit: Some(PageQuery::MAX_LIMIT), ..PageQuery::default() } };
    print::line("Held by:");
    loop {
        let page = domain.people().list_role_holders(ctx, role.id, &query).await;
        let page = page.map_err(|error| refused(error.into()))?;
        for holder in page.items {
            print::line(&match holder {
                RoleHolder::User { username, name, .. } => format!("  {username} ({name})"),
                RoleHolder::Group { name, members, .. } => format!("  group {name}, members {members}"),
            });
        }
        match page.next_cursor {
            Some(cursor) => query.page.cursor = Some(cursor),
            None => return Ok(ExitCode::SUCCESS),
        }
    }
}

/// Says for each person what became of them; exits 1 when somebody was left out.
async fn assign(
    domain: &Domain,
    ctx: &RequestCtx,
    role: &str,
    usernames: &[String],
    change: RoleChange,
) -> Outcome {
    let role = find(domain, ctx, role).await?;
    let mut failed = false;
    for username in usernames {
        let said = match one(domain, ctx, &role, username, change).await {
            Ok(true) if change == RoleChange::Grant => format!("{username} has {} now.", role.name),
            Ok(true) => format!("{username} has {} no more.", role.name),
            Ok(false) => format!("{username}: nothing to change."),
            Err(code) => {
                failed = true;
                format!("{username}: {}.", code.title())
            }
        };
        print::line(&said);
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn one(
    domain: &Domain,
    ctx: &RequestCtx,
    role: &RoleRow,
    username: &str,
    change: RoleChange,
) -> Result<bool, ErrorCode> {
    let user = domain.people().find_by_username(ctx, username).await;
    let user = user.map_err(|error| ApiError::from(error).code)?;
    let input = AssignRole { role: role.id, change, users: vec![user] };
    let done = domain.people().assign_role(ctx, &input).await.map_err(|error| ApiError::from(error).code)?;
    let result = done.results.first().ok_or(ErrorCode::Internal)?;
    result.refused.map_or(Ok(result.changed), Err)
}

async fn roles(domain: &Domain, ctx: &RequestCtx) -> Result<Vec<RoleRow>, Fault> {
    domain.people().list_roles(ctx).await.map_err(|error| refused(error.into()))
}

/// A role by word, id or name.
async fn find(domain: &Domain, ctx: &RequestCtx, typed: &str) -> Result<RoleRow, Fault> {
    let key: Option<RoleKey> = typed.parse().ok();
    let is_it = |role: &RoleRow| Some(role.id) == key || role.name.eq_ignore_ascii_case(typed.trim());
    roles(domain, ctx)
        .await?
        .into_iter()
        .find(is_it)
        .ok_or_else(|| Fault::new("There is no such role", "`gatehouse role list` shows all roles."))
}

/// Reads the word of a permission that a role can be made of.
fn permission(text: &str) -> Result<Permission, String> {
    let known = || Permission::grantable().map(Permission::as_str).collect::<Vec<_>>().join(", ");
    let found = Permission::from_word(text).filter(|permission| !permission.is_own());
    found.ok_or_else(|| format!("there is no such permission; there are {}", known()))
}

fn refused(error: ApiError) -> Fault {
    if error.field("name") == Some(types::FieldCode::Taken) {
        return Fault::new("Another role has that name", "Take another name.");
    }
    if error.code == ErrorCode::WrongState {
        return Fault::new(
            "That role comes with Gatehouse and stays as it is, or there are 200 of your own already",
            "`gatehouse role list` shows all roles.",
        );
    }
    super::admin::refused(error)
}
