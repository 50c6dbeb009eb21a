//! The forms by which people make and end tokens for their own things.

use app::{account::TOKENS_FORM, outcome::Outcome};
use axum::response::Response;
use types::{ApiError, ErrorCode, FieldCode, FieldError, Scope, TokenId};

use super::again;
use crate::http::page::Page;

/// Makes one. Its text is told once: in this answer, which no browser keeps.
pub(super) async fn create(page: Page, name: &str, chosen: &[String]) -> Response {
    let here = app::routes::ACCOUNT;
    let made = match scopes(chosen) {
        Ok(scopes) => {
            page.domain().access().create_own_token(&page.ctx, name, &scopes).await.map_err(ApiError::from)
        }
        Err(error) => Err(error),
    };
    match made {
        Ok(text) => again(page, here, Outcome::done(TOKENS_FORM).with("token", text)).await,
        Err(error) if error.code == ErrorCode::ReauthenticationRequired => {
            page.see_other(&confirmed_first(name, chosen))
        }
        Err(error) => {
            let outcome =
                Outcome::refused(TOKENS_FORM, error).with("name", name).with("scopes", chosen.join(" "));
            again(page, here, outcome).await
        }
    }
}

/// Ends one.
pub(super) async fn end(page: &Page, token: &str) -> Result<(), ApiError> {
    let id = token.parse::<TokenId>().map_err(|_| ApiError::new(ErrorCode::NotFound))?;
    Ok(page.domain().access().revoke_own_token(&page.ctx, id).await?)
}

fn scopes(chosen: &[String]) -> Result<Vec<Scope>, ApiError> {
    let scopes: Option<Vec<Scope>> = chosen.iter().map(|word| Scope::from_word(word)).collect();
    scopes.ok_or_else(|| ApiError {
        fields: vec![FieldError::new("scopes", FieldCode::UnknownValue)],
        ..ApiError::new(ErrorCode::InvalidInput)
    })
}

/// Whoever has signed in long ago says once more who they are, and comes back to the form as it was.
fn confirmed_first(name: &str, chosen: &[String]) -> String {
    let scopes = chosen.join(" ");
    let form = app::routes::with_query("", &[("name", Some(name)), ("scopes", Some(&scopes))]);
    let back = format!("{}{form}", app::routes::ACCOUNT);
    format!("{}{}", app::routes::CONFIRM, app::routes::with_query("", &[("next", Some(&back))]))
}
