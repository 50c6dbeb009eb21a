//! `gatehouse token create`.

use std::process::ExitCode;

use domain::RequestCtx;
use types::Scope;

use super::{Outcome, admin::refused, print};
use crate::{config::Config, process};

/// Prints the token alone, so that a script can catch it.
pub(super) async fn create(config: &Config, user: &str, name: &str, scopes: &[Scope]) -> Outcome {
    let domain = process::open(config).await?;
    let ctx = RequestCtx::system("command line");
    let token = domain
        .access()
        .create_token(&ctx, user, name, scopes)
        .await
        .map_err(|error| refused(error.into()))?;
    print::line(&token);
    Ok(ExitCode::SUCCESS)
}
