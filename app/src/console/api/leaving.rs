//! Sessions of people, many people at once, and people who leave.

use leptos::prelude::*;
use types::{AssignResult, ChangeUsers, DeleteUser, DeletionPreview, SessionId, SessionRow, UserId};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// Where a person is signed in.
#[server(prefix = "/_fn/console", endpoint = "users/sessions", input = Json, output = Json)]
pub async fn sessions_of(id: UserId) -> Result<Vec<SessionRow>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.access().list_sessions_of(&ctx, id).await?)
}

/// Ends a session of a person.
#[server(prefix = "/_fn/console", endpoint = "users/end-session", input = Json, output = Json)]
pub async fn end_session_of(id: SessionId) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.access().end_session(&ctx, id).await?)
}

/// Changes many people; each stands for themselves.
#[server(prefix = "/_fn/console", endpoint = "users/change-many", input = Json, output = Json)]
pub async fn change_selected(input: ChangeUsers) -> Result<Vec<AssignResult>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.people().change_many(&ctx, &input).await?)
}

/// What the deletion of a person would take away.
#[server(prefix = "/_fn/console", endpoint = "users/preview-deletion", input = Json, output = Json)]
pub async fn preview_deletion(id: UserId) -> Result<DeletionPreview, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.people().preview_deletion(&ctx, id).await?)
}

/// Deletes a person.
#[server(prefix = "/_fn/console", endpoint = "users/delete", input = Json, output = Json)]
pub async fn remove_user(id: UserId, input: DeleteUser) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.people().delete(&ctx, id, &input).await?)
}
