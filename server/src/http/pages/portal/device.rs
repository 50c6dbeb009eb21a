//! The forms of `/devices/<id>`: lock, and take a command back.

use app::portal::{CANCEL_FORM, LOCK_FORM, Outcome};
use axum::{Form, extract::Path, response::Response};
use serde::Deserialize;
use types::{ApiError, CommandId, CreateCommand, DeviceId, ErrorCode, Face, LockParams};

use super::{again, given, unknown};
use crate::{
    http::page::Page,
    router::{Access, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new().post(Access::Session(Face::Portal), "/devices/{id}", submit)
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    intent: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    phone_number: String,
    #[serde(default)]
    command: String,
}

async fn submit(page: Page, Path(id): Path<String>, Form(typed): Form<Typed>) -> Response {
    let Ok(id) = id.parse::<DeviceId>() else {
        return page.failure(ErrorCode::NotFound).await;
    };
    match typed.intent.as_str() {
        "lock" => lock(page, id, typed).await,
        "cancel" => take_back(page, id, &typed.command).await,
        _ => unknown(page).await,
    }
}

async fn lock(page: Page, id: DeviceId, typed: Typed) -> Response {
    let here = app::routes::device(id);
    let params = LockParams { message: given(&typed.message), phone_number: given(&typed.phone_number) };
    match page.domain().devices().command(&page.ctx, id, &CreateCommand::lock(&params)).await {
        Ok(_) => page.see_other(&here),
        Err(error) => {
            let outcome = Outcome::refused(LOCK_FORM, error.into())
                .with("message", typed.message)
                .with("phone_number", typed.phone_number);
            again(page, &here, outcome).await
        }
    }
}

async fn take_back(page: Page, id: DeviceId, command: &str) -> Response {
    let here = app::routes::device(id);
    let cancelled = match command.parse::<CommandId>() {
        Ok(command) => {
            page.domain().devices().cancel_command(&page.ctx, command).await.map_err(ApiError::from)
        }
        Err(_) => Err(ErrorCode::NotFound.into()),
    };
    match cancelled {
        Ok(_) => page.see_other(&here),
        Err(error) => again(page, &here, Outcome::refused(CANCEL_FORM, error)).await,
    }
}
