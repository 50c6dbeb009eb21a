//! Invitations.

use leptos::prelude::*;
use types::{
    AssignResult, Candidate, InvitationPreview, InvitationQuery, InvitationRow, Invite, JobId,
    MessageLanguage, MessageSample, Page, UserId, UserQuery, Withdraw,
};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// Who was invited, newest first.
#[server(prefix = "/_fn/console", endpoint = "invitations/list", input = Json, output = Json)]
pub async fn list_invitations(query: InvitationQuery) -> Result<Page<InvitationRow>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.invitations().list(&ctx, &query).await?)
}

/// Who might be invited.
#[server(prefix = "/_fn/console", endpoint = "invitations/candidates", input = Json, output = Json)]
pub async fn list_candidates(query: UserQuery) -> Result<Page<Candidate>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.invitations().candidates(&ctx, &query).await?)
}

/// What an invitation would do.
#[server(prefix = "/_fn/console", endpoint = "invitations/preview", input = Json, output = Json)]
pub async fn preview_invitation(input: Invite) -> Result<InvitationPreview, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.invitations().preview(&ctx, &input).await?)
}

/// The message as somebody would get it.
#[server(prefix = "/_fn/console", endpoint = "invitations/sample", input = Json, output = Json)]
pub async fn sample_invitation(id: UserId) -> Result<MessageSample, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.invitations().sample(&ctx, id).await?)
}

/// Sends the invitation in a language, with sample data, to whoever asks.
#[server(prefix = "/_fn/console", endpoint = "invitations/test", input = Json, output = Json)]
pub async fn test_invitation(language: MessageLanguage) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    domain.messages().try_invitation(&ctx, language).await?;
    Ok(())
}

/// Begins to send.
#[server(prefix = "/_fn/console", endpoint = "invitations/start", input = Json, output = Json)]
pub async fn start_invitation(input: Invite) -> Result<JobId, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.invitations().start(&ctx, &input).await?)
}

/// Takes invitations back.
#[server(prefix = "/_fn/console", endpoint = "invitations/withdraw", input = Json, output = Json)]
pub async fn withdraw_invitations(input: Withdraw) -> Result<Vec<AssignResult>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.invitations().withdraw(&ctx, &input).await?)
}
