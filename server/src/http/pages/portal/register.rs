//! The form of `/register`.

use app::portal::{Outcome, REGISTER_FORM};
use axum::{Form, response::Response};
use serde::Deserialize;
use types::{ApiError, ErrorCode, Face, FieldCode, FieldError, Platform, RegisterOwnDevice};

use super::{again, given};
use crate::{
    http::page::Page,
    router::{Access, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new().post(Access::Session(Face::Portal), app::routes::REGISTER, submit)
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    platform: String,
    #[serde(default)]
    phone_number: String,
    #[serde(default)]
    country: String,
}

async fn submit(page: Page, Form(typed): Form<Typed>) -> Response {
    let created = match input(&typed) {
        Ok(input) => page.domain().registration().create_own(&page.ctx, &input).await.map_err(ApiError::from),
        Err(error) => Err(error),
    };
    match created {
        Ok(handout) => page.see_other(&app::routes::registration(handout.id)),
        Err(error) => {
            let outcome = Outcome::refused(REGISTER_FORM, error)
                .with("platform", typed.platform)
                .with("phone_number", typed.phone_number)
                .with("country", typed.country);
            again(page, app::routes::REGISTER, outcome).await
        }
    }
}

/// The form as input. Pages offer the platforms alone whose way in is built.
fn input(typed: &Typed) -> Result<RegisterOwnDevice, ApiError> {
    let offered = |platform: &Platform| Platform::OFFERED.contains(platform);
    let platform = Platform::from_word(&typed.platform).filter(offered).ok_or_else(|| ApiError {
        code: ErrorCode::InvalidInput,
        fields: vec![FieldError::new("platform", FieldCode::Required)],
        retry_after: None,
    })?;
    Ok(RegisterOwnDevice {
        platform,
        phone_number: given(&typed.phone_number),
        country: given(&typed.country),
    })
}
