//! People.

use leptos::prelude::*;
use types::{AuditRow, CreateUser, Page, PageQuery, UpdateUser, UserDetail, UserId, UserQuery, UserRow};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// People, newest first.
#[server(prefix = "/_fn/console", endpoint = "users/list", input = Json, output = Json)]
pub async fn list_users(query: UserQuery) -> Result<Page<UserRow>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.people().list(&ctx, &query).await?)
}

/// One person.
#[server(prefix = "/_fn/console", endpoint = "users/find", input = Json, output = Json)]
pub async fn find_user(id: UserId) -> Result<UserDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.people().find(&ctx, id).await?)
}

/// What happened to a person and their devices, newest first.
#[server(prefix = "/_fn/console", endpoint = "users/history", input = Json, output = Json)]
pub async fn user_history(id: UserId, page: PageQuery) -> Result<Page<AuditRow>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.devices().history_of(&ctx, id, &page).await?)
}

/// Creates a person, who gets a link to set a password.
#[server(prefix = "/_fn/console", endpoint = "users/create", input = Json, output = Json)]
pub async fn add_user(input: CreateUser) -> Result<UserDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.people().create(&ctx, &input).await?)
}

/// Changes a person, if nobody else has since `version`.
#[server(prefix = "/_fn/console", endpoint = "users/update", input = Json, output = Json)]
pub async fn change_user(id: UserId, input: UpdateUser, version: i64) -> Result<UserDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.people().update(&ctx, id, &input, Some(version)).await?)
}

/// Sends a new link to set a password; the old one is dead.
#[server(prefix = "/_fn/console", endpoint = "users/send-password-link", input = Json, output = Json)]
pub async fn send_password_link(id: UserId) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.people().resend_set_password(&ctx, id).await?)
}
